"""Killed at every question, nothing that was answered is lost, and the terminal is as it was."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from drafter.answers import UNKNOWN, WITHHELD, Answers, AsTyped
from drafter.casefile import CaseFolder
from drafter.interview import Step, next_step, path
from drafter.packs import Library
from drafter.store import AnswersFile, Store
from drafter.values import write
from tests.conftest import need
from tests.pseudo import Pseudo, new
from tests.test_conversation import mapped, told
from tests.test_review import prepare
from tests.test_terminal import Tmux, answers

PATIENCE = 30
EXAMPLE = "guilin-order"


def kept(folder: Path, library: Library, example: AnswersFile) -> Answers:
    """Return what is on the disk, after what a process leaves that was killed."""
    with CaseFolder(folder) as opened:
        store = Store(folder=opened, questionnaire=library.questionnaire, today=example.today, packs={}, law_checked="")
        store.load()
        assert not store.problems
        return store.answers


def typed(step: Step, ours: Answers, target: Answers) -> list[str]:
    """Return the lines that answer a step in plain lines."""
    question = step.question
    if question is None:
        more = step.index < len(target.items.get(step.section.repeat, []))
        return ["1" if more else "没有了" if step.index else "没有"]
    answer = target.given.get(mapped(step.address, ours, target), UNKNOWN)
    if answer is UNKNOWN:
        return ["记不清"]
    if answer is WITHHELD:
        return ["不写"]
    match question.kind:
        case "yes_no":
            return ["1" if answer else "2"]
        case "choice":
            return [str(list(question.choices).index(answer) + 1)]
        case "choices":
            return [" ".join(str(list(question.choices).index(key) + 1) for key in answer)]
        case "items":
            return [" ".join(str(target.items[question.of].index(item) + 1) for item in answer)]
    assert not isinstance(answer, AsTyped)
    text = write(question.kind, answer)
    return [*text.split("\n"), ""] if question.kind == "passage" else [text]


def announced(step: Step, ours: Answers) -> list[str]:
    """Return the line that begins a hard section, which is announced before its first question."""
    begun = any(question.id in ours.given for question in step.section.questions)
    return ["1"] if step.section.announce and not step.section.repeat and not begun else []


def until_asked(terminal: int) -> str:
    """Read until the program waits for a line."""
    shown, deadline = b"", time.monotonic() + PATIENCE
    while not shown.endswith(b"> "):
        ready, _write, _other = select.select([terminal], [], [], max(deadline - time.monotonic(), 0))
        assert ready, shown.decode(errors="replace")
        shown += os.read(terminal, 65536)
    return shown.decode(errors="replace")


def answer_and_be_killed(folder: Path, today: str, lines: list[str]) -> None:
    """Start the interview, give one answer, and kill the process as soon as it asks the next question."""
    process, terminal = pty.fork()
    if process == 0:
        os.execv(sys.executable, [sys.executable, "-m", "drafter", "new", str(folder), "--plain", "--today", today])
    try:
        until_asked(terminal)
        for line in lines:
            os.write(terminal, f"{line}\r".encode())
            until_asked(terminal)
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(terminal)


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_killed_at_every_question_of_an_example_nothing_is_lost(
    library: Library, example: Callable[[str], AnswersFile], tmp_path: Path
) -> None:
    """Given a process that is killed after each answer, when all is answered, then the answers are the example's."""
    found, folder = example(EXAMPLE), tmp_path / "案卷"
    folder.mkdir()
    questions = 0
    ours = kept(folder, library, found)
    while (step := next_step(path(library.questionnaire, ours), ours)) is not None:
        lines = [*announced(step, ours), *typed(step, ours, found.answers)]
        answer_and_be_killed(folder, found.today.isoformat(), lines)
        before, ours = ours, kept(folder, library, found)
        assert step.address in ours.given or step.question is None, step.address
        assert {**before.given, **ours.given} == ours.given
        questions += 1
    assert told(library, ours) == told(library, found.answers)
    assert questions > 100


AT = {
    "menu": ("applicant.gender", "性别", {}),
    "several": ("incidents[i1].conducts", "空格打勾", {"incidents": 1}),
    "line": ("applicant.name", "姓名是什么", {}),
    "passage": ("incidents[i1].what", "经过是怎样的", {"incidents": 1}),
}


class Shell(Tmux):
    """A tmux window with a shell in which a person types."""

    def run_by(self, folder: Path) -> str:  # noqa: ARG002 - nothing is noted
        return f"{need('bash')} --norc --noprofile -i"

    def about(self, asked: str) -> str:
        command = [*self.tmux, "display", "-p", asked]
        return subprocess.run(command, check=True, capture_output=True).stdout.decode().strip()

    def until_gone(self, text: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while text in self.screen():
            assert time.monotonic() < deadline, self.screen()
            time.sleep(0.05)

    def kill_program(self) -> None:
        found = subprocess.run(["pgrep", "-P", self.about("#{pane_pid}")], check=True, capture_output=True, text=True)
        os.kill(int(found.stdout), signal.SIGKILL)


def shell(folder: Path, windows: list[Tmux], *arguments: str) -> Shell:
    window = Shell(folder, *arguments)
    windows.append(window)
    window.until("#" if os.getuid() == 0 else "$")
    return window


@pytest.mark.parametrize("arguments", [(), ("--plain",)], ids=["menus", "plain"])
@pytest.mark.parametrize("kind", AT)
def test_after_a_kill_the_terminal_is_sane_and_the_next_start_goes_on(
    library: Library, tmp_path: Path, windows: list[Tmux], kind: str, arguments: tuple[str, ...]
) -> None:
    address, asked, items = AT[kind]
    if kind == "several" and arguments:
        asked = "用空格隔开"
    prepare(tmp_path, library, address, items)
    before = answers(tmp_path)
    window = shell(tmp_path, windows, *arguments)
    window.type(window.started)
    window.until(asked)
    if arguments or kind in ("line", "passage"):
        window.press("-l", "周敏")
        window.until_last("周敏")
    window.kill_program()
    window.until("Killed")
    assert window.about("#{cursor_flag} #{alternate_on} #{mouse_any_flag} #{keypad_cursor_flag}") == "1 0 0 0"
    window.type("clear")
    window.until_gone(asked)
    window.type("stty -a; echo 周''敏䶮")
    settings = window.until("\n周敏䶮\n")
    assert "echo 周''敏䶮" in settings
    assert {"icanon", "echo", "isig", "icrnl", "opost"} <= set(settings.split())
    subprocess.run([*window.tmux, "set-buffer", "printf %s 粘''贴"], check=True)
    subprocess.run([*window.tmux, "paste-buffer", "-p"], check=True)
    window.press("Enter")
    window.until("粘贴")
    assert "200~" not in window.screen()
    assert answers(tmp_path) == before
    window.type(f"clear; {window.started}")
    window.until("接着上次的填")
    window.until(asked)


def test_what_a_killed_program_left_is_mended_by_the_next(tmp_path: Path, terminals: list[Pseudo]) -> None:
    """Given a shell that mends nothing itself, when drafter was killed and is run again, then the terminal is sane."""
    program = Pseudo(*new(tmp_path / "案卷"))
    terminals.append(program)
    program.until("正在动手")
    program.killed()
    program.until("\x1b[?25h\x1b[?7h\x1b[?2004l")
    program.until("正在动手")
    program.type("\x03")
    assert program.exit_code() == 130
    assert program.sane()
