"""Whatever way a person takes through the interview, the answers are those of the straight way."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

import pytest

from drafter.answers import UNKNOWN, WITHHELD, Answer, Answers, AsTyped, NonAnswer
from drafter.casefile import CaseFolder
from drafter.interview import Step, path
from drafter.packs import Library
from drafter.store import AnswersFile, Store
from drafter.terminal.asking import Back, Help, NotKnown, Option, Withhold
from drafter.terminal.conversation import _Conversation
from drafter.values import write
from tests.conftest import EXAMPLES

WALKS = 5
"""How many walks are taken through every example."""


class Watched(_Conversation):
    """A conversation that lets the person see which step is asked."""

    def visit(self, step: Step) -> None:
        assert isinstance(self.asker, Person)
        self.asker.step = step
        super().visit(step)


class Person:
    """Somebody who knows the answers, and who goes back, errs, and mends it at the end, as `dice` fall."""

    def __init__(self, target: Answers, dice: random.Random, *, restless: bool) -> None:
        self.target, self.dice, self.restless = target, dice, restless
        self.step: Step | None = None
        self.store: Store | None = None
        self.wrong: list[str] = []
        """The addresses of what was answered wrongly, by now."""
        self.moves = 0
        self.mended = ""

    def held(self) -> AbstractContextManager[None]:
        return nullcontext()

    def tell(self, text: str, *, strong: bool = False, warning: bool = False) -> None:
        pass

    def clear(self) -> None:
        pass

    def keys(self) -> str:
        return ""

    def chance(self, share: float) -> bool:
        """Return whether to do something unforeseen; a walk ends some day."""
        self.moves += 1
        return self.restless and self.moves < 800 and self.dice.random() < share

    def here(self) -> list[str]:
        assert self.step is not None
        assert self.store is not None
        return self.store.answers.items.get(self.step.section.repeat, [])

    def wanted(self) -> Answer | None:
        """Return what is to be answered, with the items called as they are called here."""
        assert self.step is not None
        assert self.store is not None
        question = self.step.question
        assert question is not None
        answer = self.target.given.get(mapped(self.step.address, self.store.answers, self.target))
        if question.kind == "items" and isinstance(answer, tuple):
            theirs, ours = self.target.items[question.of], self.store.answers.items.get(question.of, [])
            return tuple(ours[theirs.index(item)] for item in answer if theirs.index(item) < len(ours)) or UNKNOWN
        return answer

    def non_answers(self) -> Answer:
        """Go back, ask for help, err, or return what is to be answered; raise it where it is none."""
        assert self.step is not None
        if self.chance(0.2):
            raise Back
        if self.chance(0.05):
            raise Help
        wrong = self.chance(0.05)
        if self.step.address in self.wrong:
            self.wrong.remove(self.step.address)
        answer = self.wanted()
        if wrong:
            self.wrong.append(self.step.address)
            raise NotKnown
        if answer is None or answer is UNKNOWN:
            raise NotKnown
        if answer is WITHHELD:
            raise Withhold
        return answer

    def line(self, message: str, default: str, *, passage: bool) -> str:  # noqa: ARG002
        answer = self.non_answers()
        assert self.step is not None
        assert self.step.question is not None
        return answer.text if isinstance(answer, AsTyped) else write(self.step.question.kind, answer)

    def pick(self, message: str, options: Sequence[Option], default: str, *, extras: bool) -> str:  # noqa: ARG002
        keys = [option.key for option in options]
        if message.startswith("要怎么办"):
            return "keep"
        if message.startswith("真的要删掉"):
            return "yes"
        if "write" in keys:
            return self.overview(keys)
        if "" in keys:
            return self.section(keys)
        assert self.step is not None
        if self.step.question is None:
            if self.chance(0.2):
                return "back"
            enough = len(self.here()) >= len(self.target.items.get(self.step.section.repeat, []))
            return "yes" if not enough or self.chance(0.2) else "no"
        answer = self.non_answers()
        return {True: "yes", False: "no"}[answer] if isinstance(answer, bool) else str(answer)

    def overview(self, keys: Sequence[str]) -> str:
        """Look for a section where something is wrong."""
        assert self.store is not None
        for section in self.store.questionnaire.sections:
            if section.id in keys and self.amiss(section.repeat, [q.id for q in section.questions]):
                return section.id
        return "write"

    def amiss(self, group: str, questions: Sequence[str]) -> bool:
        assert self.store is not None
        found = self.store.answers.items.get(group, [])
        too_many = bool(group) and len(found) > len(self.target.items.get(group, []))
        reached = {step.address for step in path(self.store.questionnaire, self.store.answers)}
        return too_many or any(bare(address) in questions and address in reached for address in self.wrong)

    def section(self, keys: Sequence[str]) -> str:
        """Delete what is too much, answer again what was wrong."""
        assert self.store is not None
        groups = {key[1:] for key in keys if key.startswith("-")}
        for group, items in self.store.answers.items.items():
            known = len(self.target.items.get(group, []))
            if len(items) > known and items[-1] in groups and any(key.startswith(f"{group}[") for key in keys):
                self.wrong = [address for address in self.wrong if f"[{items[-1]}]" not in address]
                return f"-{items[-1]}"
        return next((address for address in self.wrong if address in keys), "")

    def pick_many(
        self,
        message: str,  # noqa: ARG002
        options: Sequence[Option],  # noqa: ARG002
        default: Sequence[str],  # noqa: ARG002
        at: str = "",  # noqa: ARG002
    ) -> tuple[str, ...]:
        answer = self.non_answers()
        assert isinstance(answer, tuple)
        return answer


def bare(address: str) -> str:
    """Return the question of an address: incidents[].when."""
    group, bracket, rest = address.partition("[")
    return f"{group}[]{rest.partition(']')[2]}" if bracket else address


def mapped(address: str, ours: Answers, theirs: Answers) -> str:
    """Return where the same answer stands elsewhere: items are the same by their place in the list."""
    group, bracket, rest = address.partition("[")
    item, _bracket, leaf = rest.partition("]")
    if not bracket or item not in ours.items.get(group, []):
        return address
    place, found = ours.items[group].index(item), theirs.items.get(group, [])
    return f"{group}[{found[place]}]{leaf}" if place < len(found) else ""


def told(library: Library, answers: Answers) -> dict[str, object]:
    """Return what counts of the answers, item by item; 记不清 and no answer are one."""
    found: dict[str, object] = {}
    for step in path(library.questionnaire, answers):
        answer = answers.given.get(step.address)
        if step.question is None or answer is None or answer is UNKNOWN:
            continue
        if step.question.kind == "items" and isinstance(answer, tuple):
            answer = tuple(answers.items[step.question.of].index(item) for item in answer)
        found[f"{step.section.id}.{step.index}.{step.question.id}"] = (
            answer.value if isinstance(answer, NonAnswer) else answer
        )
    return found


@contextmanager
def case(folder: Path, library: Library, today: dt.date) -> Iterator[Store]:
    with CaseFolder(folder) as opened:
        yield Store(folder=opened, questionnaire=library.questionnaire, today=today, packs={}, law_checked="")


def walk(folder: Path, library: Library, example: AnswersFile, dice: random.Random, *, restless: bool) -> Person:
    person = Person(example.answers, dice, restless=restless)
    with case(folder, library, example.today) as store:
        person.store = store
        conversation = Watched(store, person, library)
        conversation.ask_all()
        conversation.review()
    return person


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_random_walk_ends_where_the_straight_way_ends(
    name: str, library: Library, example: Callable[[str], AnswersFile], tmp_path: Path
) -> None:
    """Given a person who goes back, errs, adds what is not, and mends it, then the answers are those of the example."""
    found = example(name)
    moves = 0
    straight = walk(tmp_path / "straight", library, found, random.Random(0), restless=False)
    assert straight.store is not None
    assert told(library, straight.store.answers) == told(library, found.answers)
    for number in range(WALKS):
        person = walk(tmp_path / str(number), library, found, random.Random(f"{name}{number}"), restless=True)
        assert person.store is not None
        assert told(library, person.store.answers) == told(library, found.answers), number
        moves += person.moves
    assert moves > WALKS * straight.moves
