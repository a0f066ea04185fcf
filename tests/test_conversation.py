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
from drafter.terminal.asking import Back, Help, Jump, NotKnown, Option, Withhold
from drafter.terminal.conversation import Conversation
from drafter.terminal.journey import Journey
from drafter.values import write
from tests.conftest import EXAMPLES

WALKS = 5
"""How many walks are taken through every example."""
LONGEST = 800
"""After so many moves nothing unforeseen is done any more: a walk ends some day."""


class Watched(Conversation):
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
        self.opened = ""
        """The list that is being looked at in the summary."""
        self.moves = 0
        self.mended = ""

    def held(self) -> AbstractContextManager[None]:
        return nullcontext()

    def tell(self, text: str, *, strong: bool = False, warning: bool = False) -> None:
        pass

    def explain(self, lines: Sequence[str]) -> None:
        pass

    def clear(self) -> None:
        pass

    def keys(self) -> str:
        return ""

    def chance(self, share: float) -> bool:
        """Return whether to do something unforeseen; a walk ends some day."""
        self.moves += 1
        return self.restless and self.moves < LONGEST and self.dice.random() < share

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
        if self.chance(0.03):
            raise Jump
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

    def more(self, message: str, text: str, *, passage: bool) -> str:  # noqa: ARG002
        """Add what is wrong, or nothing."""
        assert self.step is not None
        raise self.dice.choice([Back, Help, NotKnown])

    def line(self, message: str, default: str, *, passage: bool, empty: str = "") -> str:  # noqa: ARG002
        answer = self.non_answers()
        assert self.step is not None
        assert self.step.question is not None
        return answer.text if isinstance(answer, AsTyped) else write(self.step.question.kind, answer)

    def pick(self, message: str, options: Sequence[Option], default: str, *, extras: bool) -> str:  # noqa: ARG002
        keys = [option.key for option in options]
        asides: dict[str, Callable[[], str]] = {
            "要怎么办": lambda: "keep",
            "真的要删掉": lambda: "yes",
            "这一项只写了开头": lambda: self.dice.choice(["back", "drop"]),
            "再想一想": lambda: self.dice.choice(keys) if self.restless else "",
            "跳到哪一部分": lambda: self.elsewhere(keys),
            "这一部分答了一半": lambda: self.dice.choice(keys),
        }
        aside = next((reply for beginning, reply in asides.items() if message.startswith(beginning)), None)
        if aside is not None:
            return aside()
        if "later" in keys:
            last_time = any(option.label.startswith("这次") for option in options)
            return "now" if last_time or not self.chance(0.9) else self.dice.choice(["later", "back"])
        return self.summary(keys) if {"write", "+", ""} & set(keys) else self.answer(keys)

    def elsewhere(self, keys: Sequence[str]) -> str:
        """Go to any part; where all is told in it, only look."""
        self.opened = ""
        return self.dice.choice([key for key in keys if key != "write"])

    def summary(self, keys: Sequence[str]) -> str:
        """Go through the summary: the sections, the items of a list, the answers of either."""
        if "write" in keys:
            return self.overview(keys)
        if "+" in keys:
            return self.items(keys) if self.opened else ""
        return self.section(keys)

    def answer(self, keys: Sequence[str]) -> str:
        """Choose one answer, or whether there is another item."""
        assert self.step is not None
        if self.step.question is None:
            if self.chance(0.2):
                return "back"
            if self.chance(0.03):
                raise Jump
            if "copy" in keys and self.chance(0.2):
                return "copy"
            enough = len(self.here()) >= len(self.target.items.get(self.step.section.repeat, []))
            return "yes" if not enough or self.chance(0.2) else "no"
        answer = self.non_answers()
        return {True: "yes", False: "no"}[answer] if isinstance(answer, bool) else str(answer)

    def overview(self, keys: Sequence[str]) -> str:
        """Look for a section where something is wrong.

        What points to the items of another list is wrong when that list was not told to its end, or an item dropped.
        """
        assert self.store is not None
        for step in path(self.store.questionnaire, self.store.answers):
            if step.question is not None and step.question.kind == "items":
                self.step = step
                wanted = self.wanted() or UNKNOWN
                if self.store.answers.given[step.address] != wanted and step.address not in self.wrong:
                    self.wrong.append(step.address)
        for section in self.store.questionnaire.sections:
            if section.id in keys and self.amiss(section.repeat, [q.id for q in section.questions]):
                self.opened = section.repeat
                return section.id
        return "write"

    def amiss(self, group: str, questions: Sequence[str]) -> bool:
        assert self.store is not None
        found = self.store.answers.items.get(group, [])
        too_many = bool(group) and len(found) > len(self.target.items.get(group, []))
        reached = {step.address for step in path(self.store.questionnaire, self.store.answers)}
        return too_many or any(bare(address) in questions and address in reached for address in self.wrong)

    def items(self, keys: Sequence[str]) -> str:
        """Open the item that is too much, or one in which something is wrong."""
        assert self.store is not None
        items = [key for key in keys if key not in ("", "+")]
        if len(items) > len(self.target.items.get(self.opened, [])):
            return items[-1]
        return next((item for item in items if any(f"{self.opened}[{item}]" in wrong for wrong in self.wrong)), "")

    def section(self, keys: Sequence[str]) -> str:
        """Delete what is too much, answer again what was wrong."""
        assert self.store is not None
        for group, items in self.store.answers.items.items():
            too_many = len(items) > len(self.target.items.get(group, []))
            if too_many and "-" in keys and any(key.startswith(f"{group}[{items[-1]}]") for key in keys):
                self.wrong = [address for address in self.wrong if f"{group}[{items[-1]}]" not in address]
                return "-"
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
        Journey(Watched(store, person, library)).whole()
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
