"""Which question is next, which came before, and which answers count. It knows no terminal.

The path is worked out afresh from the answers: every question that can be reached, in order. Going back is the
step before in the path, going on the next one without an answer. What is not on the path does not count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from drafter.answers import Answer, Answers, AsTyped, NonAnswer
from drafter.questionnaire import Question, Questionnaire, Section
from drafter.values import Count


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to ask: a question (of an item, in a repeated section), or whether there is another item."""

    section: Section
    question: Question | None
    item: str = ""
    index: int = 0
    """Position of the item in its list, from 1; for the last step of a list, how many items there are."""

    @property
    def address(self) -> str:
        """Where the answer stands; for the step that asks for another item, the list with `[]`."""
        return self.question.address(self.item) if self.question else f"{self.section.repeat}[]"


def path(questionnaire: Questionnaire, answers: Answers) -> list[Step]:
    """Return every step that can be reached with these answers, in the order of asking."""
    return list(_steps(questionnaire, answers))


def _steps(questionnaire: Questionnaire, answers: Answers) -> Iterator[Step]:
    facts: dict[str, object] = {}
    for section in questionnaire.sections:
        if section.when is not None and not section.when.holds(facts):
            continue
        if not section.repeat:
            yield from _run(section, answers, facts, "", 0)
            continue
        items = answers.items.get(section.repeat, [])
        for index, item in enumerate(items, start=1):
            yield from _run(section, answers, facts, item, index)
        yield Step(section=section, question=None, index=len(items))


def _run(section: Section, answers: Answers, facts: dict[str, object], item: str, index: int) -> Iterator[Step]:
    here: dict[str, object] = {}
    for question in section.questions:
        if question.when is not None and not question.when.holds({**facts, **here}):
            continue
        if question.kind == "items" and not answers.items.get(question.of):
            continue  # nothing to choose from
        yield Step(section=section, question=question, item=item, index=index)
        address = question.address(item)
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


def next_step(steps: list[Step], answers: Answers) -> Step | None:
    """Return the first step without an answer, or None at the end."""
    return next((step for step in steps if not is_done(step, answers)), None)


def step_before(steps: list[Step], step: Step) -> Step | None:
    """Return the step before `step`, or None at the start."""
    position = next((i for i, other in enumerate(steps) if other.address == step.address), len(steps))
    return steps[position - 1] if position > 0 else None


def step_after(steps: list[Step], step: Step) -> Step | None:
    """Return the step after `step`, or None at the end, and when `step` is no longer on the path."""
    addresses = [other.address for other in steps]
    position = addresses.index(step.address) + 1 if step.address in addresses else len(steps)
    return steps[position] if position < len(steps) else None


def is_untold(step: Step, answers: Answers) -> bool:
    """Return whether nothing at all has been told of the item that this step belongs to."""
    prefix = f"{step.section.repeat}[{step.item}]."
    return bool(step.item) and not any(address.startswith(prefix) for address in answers.given)


def progress(steps: list[Step], answers: Answers) -> tuple[int, int]:
    """Return how many steps are done, and how many there are."""
    return sum(is_done(step, answers) for step in steps), len(steps)
