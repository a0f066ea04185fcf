"""Killed at every question, nothing that was answered is lost."""

from __future__ import annotations

import os
import pty
import select
import signal
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
from tests.test_conversation import mapped, told

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
