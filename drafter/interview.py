"""Which question is next, which came before, and which answers count. It knows no terminal.

The path is worked out from the answers: every question that can be reached, in order. Going back is the step before
in the path, going on the next one without an answer. What is not on the path does not count.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from drafter.answers import Answer, Answers, AsTyped, NonAnswer
from drafter.questionnaire import Question, Questionnaire, Section
from drafter.values import Count


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to ask: a question (of an item, in a repeated section), or whether there is another item."""

    section: Section
    question: Question | None
    address: str
    """Where the answer stands; for the step that asks for another item, the list with `[]`."""
    item: str = ""
    index: int = 0
    """Position of the item in its list, from 1; for the last step of a list, how many items there are."""


class Path:
    """Every step that can be reached, in the order of asking; worked out again only where something was said.

    With hundreds of incidents the whole way takes longer than a person should wait for the next question.
    """

    def __init__(self, questionnaire: Questionnaire, answers: Answers) -> None:
        self._questionnaire = questionnaire
        self._answers = answers
        self._runs: dict[tuple[str, str], tuple[object, list[Step]]] = {}
        """Section and item → what its steps depend on, and the steps."""
        self._outside = {section.id: _outside(section) for section in questionnaire.sections if section.repeat}

    def steps(self) -> list[Step]:
        """Return the steps as the answers are now."""
        return list(self._steps())

    def _steps(self) -> Iterator[Step]:
        facts: dict[str, object] = {}
        for section in self._questionnaire.sections:
            if section.when is not None and not section.when.holds(facts):
                continue
            if not section.repeat:
                yield from _run(section, self._answers, facts, "", 0)
                continue
            items = self._answers.items.get(section.repeat, [])
            for index, item in enumerate(items, start=1):
                yield from self._item(section, facts, item, index)
            yield Step(section=section, question=None, address=f"{section.repeat}[]", index=len(items))

    def _item(self, section: Section, facts: dict[str, object], item: str, index: int) -> list[Step]:
        names, lists = self._outside[section.id]
        depends = (
            index,
            self._answers.changes.get(f"{section.repeat}[{item}]"),
            [facts.get(name) for name in names],
            [bool(self._answers.items.get(group)) for group in lists],
        )
        known, steps = self._runs.get((section.id, item), (None, []))
        if known != depends:
            steps = list(_run(section, self._answers, facts, item, index))
            self._runs[section.id, item] = depends, steps
        return steps


def path(questionnaire: Questionnaire, answers: Answers) -> list[Step]:
    """Return every step that can be reached with these answers, in the order of asking."""
    return Path(questionnaire, answers).steps()


def _outside(section: Section) -> tuple[list[str], list[str]]:
    """Return the facts and the lists outside an item of a section on which its questions depend."""
    conditions = [question.when for question in section.questions if question.when is not None]
    names = {name for condition in conditions for name in condition.names if not name.startswith("this.")}
    return sorted(names), sorted({question.of for question in section.questions if question.of})


def _run(section: Section, answers: Answers, facts: dict[str, object], item: str, index: int) -> Iterator[Step]:
    here: dict[str, object] = {}
    for question in section.questions:
        if question.when is not None and not question.when.holds({**facts, **here}):
            continue
        if question.kind == "items" and not answers.items.get(question.of):
            continue  # nothing to choose from
        address = question.address(item)
        yield Step(section=section, question=question, address=address, item=item, index=index)
        if address in answers.given:
            fact = as_fact(answers.given[address])
            if item:
                here[f"this.{question.leaf}"] = fact
            else:
                facts[question.id] = fact


def as_fact(answer: Answer) -> object:
    """Return what a condition sees of an answer; None for the two non-answers."""
    match answer:
        case NonAnswer():
            return None
        case AsTyped(text=text):
            return text
        case Count(low=low):
            return low
    return answer


def is_done(step: Step, answers: Answers) -> bool:
    """Return whether this step needs no asking."""
    if step.question is None:
        return step.section.repeat in answers.closed
    return step.address in answers.given


def next_step(
    steps: Sequence[Step], answers: Answers, after: Step | None = None, apart: Container[str] = ()
) -> Step | None:
    """Return the first step without an answer that comes after another, or else the first of all; None at the end.

    Sections `apart` are passed over. A list that goes on is followed by the first step of its new item.
    """
    open_ = [step for step in steps if step.section.id not in apart and not is_done(step, answers)]
    if after is None:
        return open_[0] if open_ else None
    places = {step.address: place for place, step in enumerate(steps)}
    place = places.get(after.address, -1)
    if after.question is None:
        new = [step for step in open_ if step.section.id == after.section.id and step.item]
        if new:
            return new[0]
    return next((step for step in open_ if places[step.address] > place), open_[0] if open_ else None)


def step_before(steps: Sequence[Step], step: Step) -> Step | None:
    """Return the step before `step`, or None at the start."""
    position = next((i for i, other in enumerate(steps) if other.address == step.address), len(steps))
    return steps[position - 1] if position > 0 else None


def step_towards(steps: Sequence[Step], step: Step, goal: str) -> Step | None:
    """Return the step after `step` on the way to the address `goal`; None when it lies behind, or on no way."""
    addresses = [other.address for other in steps]
    if step.address not in addresses or goal not in addresses:
        return None
    position = addresses.index(step.address) + 1
    return steps[position] if position <= addresses.index(goal) else None


def is_untold(step: Step, answers: Answers) -> bool:
    """Return whether nothing at all has been told of the item that this step belongs to."""
    prefix = f"{step.section.repeat}[{step.item}]."
    return bool(step.item) and not any(address.startswith(prefix) for address in (*answers.given, *answers.begun))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A section that is reached: how much of it is told, and about how long the rest takes."""

    section: Section
    done: int
    total: int
    seconds: int


def parts(questionnaire: Questionnaire, steps: Sequence[Step], answers: Answers) -> list[Part]:
    """Return the sections that are reached, in their order.

    A list of which nothing was told yet is reckoned as if it had one item.
    """
    pace, found = questionnaire.pace, []
    reached: dict[str, list[Step]] = {}
    for step in steps:
        reached.setdefault(step.section.id, []).append(step)
    for section in questionnaire.sections:
        here = reached.get(section.id, [])
        if not here:
            continue
        open_ = [step.question for step in here if not is_done(step, answers)]
        asked = [question for question in open_ if question is not None]
        seconds = sum(pace.get(question.kind, 0) for question in asked) + pace.get("another", 0) * (None in open_)
        if open_ == [None] and not answers.items.get(section.repeat):
            seconds += sum(pace.get(question.kind, 0) for question in section.questions)
        found.append(Part(section=section, done=len(here) - len(open_), total=len(here), seconds=seconds))
    return found


def progress(steps: Sequence[Step], answers: Answers) -> tuple[int, int]:
    """Return how many steps are done, and how many there are."""
    return sum(is_done(step, answers) for step in steps), len(steps)
