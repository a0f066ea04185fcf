"""What the tests share: the stock pack, the examples, and the outside programs that some tests need."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from drafter import packs
from drafter.drafting import Result, draft
from drafter.packs import Library
from drafter.store import AnswersFile, read_answers_file

if TYPE_CHECKING:
    from tests.pseudo import Pseudo
    from tests.test_terminal import Tmux

ROOT = Path(__file__).parents[1]
EXAMPLES = sorted(path.parent.name for path in (ROOT / "examples").glob("*/answers.yaml"))


def need(program: str) -> str:
    """Return the path of an outside program; skip the test without it, or fail where nothing may be skipped."""
    found = os.environ.get("DRAFTER_OOXML_VALIDATOR") if program == "ooxml-validator" else None
    found = found or shutil.which(program)
    if found is None:
        message = f"{program} is not installed"
        if os.environ.get("DRAFTER_NO_SKIP"):
            pytest.fail(f"{message}, and DRAFTER_NO_SKIP is set")
        pytest.skip(message)
    return found


@pytest.fixture(scope="session", name="library")
def _library() -> Library:
    return packs.load(packs.builtin_content())


@pytest.fixture(scope="session", name="example")
def _example(library: Library) -> Callable[[str], AnswersFile]:
    def read(name: str) -> AnswersFile:
        path = ROOT / "examples" / name / "answers.yaml"
        return read_answers_file(path.read_text(encoding="utf-8"), str(path), library.questionnaire, None)

    return read


@pytest.fixture(scope="session", name="drawn")
def _drawn(library: Library, example: Callable[[str], AnswersFile]) -> Callable[[str], Result]:
    """Return what an example yields; each is drawn once."""
    cache: dict[str, Result] = {}

    def result(name: str) -> Result:
        if name not in cache:
            found = example(name)
            cache[name] = draft(found.answers, library, found.today)
        return cache[name]

    return result


@pytest.fixture(name="windows")
def _windows() -> Iterator[list[Tmux]]:
    """Return the list into which a test puts its terminals; they are closed at its end."""
    opened: list[Tmux] = []
    yield opened
    for window in opened:
        window.kill()


@pytest.fixture(name="terminals")
def _terminals() -> Iterator[list[Pseudo]]:
    """Return the list into which a test puts its programs on pseudo-terminals; they are closed at its end."""
    opened: list[Pseudo] = []
    yield opened
    for program in opened:
        program.close()
