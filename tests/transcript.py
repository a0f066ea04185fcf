"""The recorded interview: `python -m tests.transcript` writes docs/transcript.md anew.

A real tmux window, the answers of an example, and what happens to people: going back, a look at the map, the process
killed, the next start, a change in the summary, a change from the command line.
"""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from drafter import packs
from drafter.answers import UNKNOWN, WITHHELD, Answer, Answers
from drafter.interview import Step, next_step, path
from drafter.library import Library
from drafter.said import Said
from drafter.store import read_answers_file
from drafter.values import write
from tests.conftest import ROOT, need
from tests.test_terminal import Tmux

EXAMPLE: Final = "wuhan-neighbour"
FILE: Final = ROOT / "docs" / "transcript.md"
_HEAD: Final = """\
# 一次完整的问答

在真实终端（tmux，80 列）里录下的：用 `examples/wuhan-neighbour` 的答案，从第一屏到写好文书。中间退回去改过、看过目录、
进程被强行杀掉又接着填、最后在总览里改了一处，再用命令改了一处。每题答完只留一行；菜单打开时的样子另附几屏。

`python -m tests.transcript` 重新录制；测试会核对这一份和程序现在的样子一致。
"""


class Recorder(Tmux):
    """A tmux window in a folder, for one command after another."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.tmux = [need("tmux"), "-u", "-L", f"drafter-{uuid.uuid4().hex[:8]}"]
        self.log = folder / f"exit{uuid.uuid4().hex}"  # a window that was closed writes its own a little later
        self.process = folder / "pid"
        command = shlex.join([sys.executable, "-m", "drafter", *arguments])
        log, process = shlex.quote(str(self.log)), shlex.quote(str(self.process))
        script = f"sh -c 'echo $$ > {process}; exec {command}'; echo $? > {log}; sleep 60"
        env = {**os.environ, "LC_ALL": "C.UTF-8", "COLUMNS": ""}
        size = ["-x", "80", "-y", "40"]
        subprocess.run([*self.tmux, "new-session", "-d", *size, "-c", str(folder), script], check=True, env=env)
        subprocess.run([*self.tmux, "set-option", "-g", "history-limit", "20000"], check=True)

    def screen(self) -> str:
        command = [*self.tmux, "capture-pane", "-p", "-S", "-"]
        return subprocess.run(command, check=True, capture_output=True).stdout.decode()

    def shown(self) -> str:
        """Return everything shown so far, without the blanks at the ends of lines."""
        return "\n".join(line.rstrip() for line in self.screen().rstrip().split("\n"))

    def settle(self) -> str:
        """Wait until the screen stands still; return it."""
        before = ""
        while (now := self.shown()) != before or not now:
            before = now
            time.sleep(0.25)
        return now


class Told:
    """What the example answers, kept beside the program: which question comes next, and the keys of its answer."""

    def __init__(self, library: Library, target: Answers) -> None:
        self.library, self.target, self.ours = library, target, Answers()
        self.said = Said(library.questionnaire, self.ours)

    def next(self) -> Step | None:
        return next_step(path(self.library.questionnaire, self.ours), self.ours)

    def wanted(self, step: Step) -> Answer:
        return self.target.given.get(step.address, UNKNOWN)

    def keep(self, step: Step) -> None:
        if step.question is not None:
            self.ours.set(step.address, self.wanted(step))
        elif step.index < len(self.target.items.get(step.section.repeat, [])):
            self.ours.add_item(step.section.repeat, self.target.items[step.section.repeat][step.index])
        else:
            self.ours.closed.add(step.section.repeat)
            self.ours.items.setdefault(step.section.repeat, [])

    def asked(self, step: Step) -> str:
        """Return the last words of what a step asks, as the screen shows them."""
        section = step.section
        lists = {0: section.first, 1: section.second or section.another}.get(step.index, section.another)
        return self.said.asked(step, step.question) if step.question is not None else lists


def keys(told: Told, step: Step) -> list[Sequence[str]]:
    """Return what is pressed to answer a step: runs of keys, and words to type as ("-l", words)."""
    question = step.question
    if question is None:
        items = told.target.items.get(step.section.repeat, [])
        no = 2 if step.index and step.section.copy else 1
        return [[*["Down"] * (0 if step.index < len(items) else no), "Enter"]]
    answer = told.wanted(step)
    if answer is UNKNOWN or answer is WITHHELD:
        return [["F4" if answer is UNKNOWN else "F5"]]
    match question.kind:
        case "yes_no":
            return [["Enter"] if answer else ["Down", "Enter"]]
        case "choice":
            return [[*["Down"] * list(question.choices).index(answer), "Enter"]]
        case "choices" | "items":
            known = list(question.choices) or told.ours.items[question.of]
            return [[*[key for other in known for key in (*(["Space"] if other in answer else []), "Down")], "Enter"]]
    lines = write(question.kind, answer).split("\n")
    typed: list[Sequence[str]] = []
    for line in lines:
        typed += [("-l", line), ["Enter"]]
    return [*typed, ["Enter"], *([["Enter"]] if question.recall else [])] if question.kind == "passage" else typed


def answer(window: Recorder, told: Told, step: Step) -> None:
    """Wait for a step and answer it."""
    if step.section.announce and not any(q.id in told.ours.given for q in step.section.questions):
        if not step.section.repeat or not told.ours.items.get(step.section.repeat):
            until(window, step.section.announce)
            window.press("Enter")
        if step.question is None and step.index == 0:
            told.keep(step)
            return
    until(window, told.asked(step))
    for run in keys(told, step):
        if run == ["Enter"] and step.question is not None and step.question.recall:
            window.settle()
        window.press(*run)
    told.keep(step)


def until(window: Recorder, words: str) -> None:
    """Wait until the last prompt is this one, however it is folded."""
    wanted, deadline = "".join(words.split()), time.monotonic() + 20
    while wanted not in "".join(window.shown().rpartition("▸")[2].split()):
        assert time.monotonic() < deadline, f"{words}\n{window.shown()[-1500:]}"
        time.sleep(0.03)


def record(folder: Path) -> str:
    """Run the whole interview in a folder; return the transcript."""
    library = packs.load(packs.builtin_content())
    source = ROOT / "examples" / EXAMPLE / "answers.yaml"
    found = read_answers_file(source.read_text(encoding="utf-8"), str(source), library.questionnaire, None)
    told, parts = Told(library, found.answers), [_HEAD]
    command = ["new", "案卷", "--today", found.today.isoformat()]
    window = Recorder(folder, *command)
    parts.append(_shown("第一屏", window.settle()))
    while (step := told.next()) is not None:
        if step.address == "applicant.gender":
            go_back(window)
        if step.address == "lender.name":
            killed = window.settle()
            os.kill(int(window.process.read_text(encoding="utf-8")), signal.SIGKILL)
            parts.append(_shown("到这里，进程被强行杀掉（kill -9）", killed))
            window.kill()
            window = Recorder(folder, *command)
        if step.address == "conduct.status":
            window.settle()
            window.press("F6")
            parts.append(_shown("按 F6，看目录（屏幕的最后一段）", window.settle(), last=22))
            window.press("Enter")
        answer(window, told, step)
    until(window, "改一改哪里吗")
    change(window, library)
    window.press("Enter")
    assert window.exit_code() == 0, window.shown()
    parts.append(_shown("接着上次的填，到写好文书", window.settle()))
    window.kill()
    window = Recorder(folder, "edit", "案卷", "--set", "申请人.联系电话=13800000009", *command[2:])
    assert window.exit_code() == 0, window.shown()
    parts.append(_shown("后来改一个电话：drafter edit 案卷 --set 申请人.联系电话=13800000009", window.settle()))
    window.kill()
    return "\n".join(parts)


def go_back(window: Recorder) -> None:
    """Two questions back, and forward again with Enter."""
    until(window, "性别？")
    for question in ("要不要请派出所", "身份证上的名字"):
        window.press("F3")
        until(window, question)
    window.press("Enter")
    until(window, "要不要请派出所")
    window.press("Enter")


def change(window: Recorder, library: Library) -> None:
    """In the summary: another occupation."""
    sections = [section.id for section in library.questionnaire.sections]
    place = sections.index("applicant")
    window.press(*["Down"] * (place + 1), "Enter")
    until(window, "职业")
    lines = window.shown().rpartition("▸")[2].split("\n")
    window.press(*["Down"] * (next(n for n, line in enumerate(lines) if "职业：" in line) - 1), "Enter")
    until(window, "做什么工作")
    window.press("C-u")
    window.press("-l", "小学教师")
    window.press("Enter")
    until(window, "职业：小学教师")
    window.press("Enter")
    until(window, "改一改哪里吗")


def _shown(title: str, text: str, *, last: int = 0) -> str:
    text = re.sub(r"运行：.*? new", "运行：drafter new", text.replace(f"{sys.executable} -m ", ""), flags=re.DOTALL)
    text = re.sub(r"\n\n+(?!第\d+部分)", "\n", text)  # a menu that was wiped may leave an empty line
    lines = text.split("\n")[-last:]
    return f"## {title}\n\n```text\n" + "\n".join(lines).strip("\n") + "\n```\n"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        FILE.write_text(record(Path(place)), encoding="utf-8")
