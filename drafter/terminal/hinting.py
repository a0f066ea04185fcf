"""What is said of a passage when it has been written: another way to put it, and numbers that do not agree."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.answers import Answer
from drafter.hints import Hints
from drafter.i18n import gettext as _
from drafter.i18n import noted
from drafter.interview import Step
from drafter.questionnaire import Question
from drafter.store import Store
from drafter.values import Count


def hinted(hints: Hints, store: Store, step: Step, question: Question, answer: Answer) -> Iterator[str]:
    """Yield what to say of an answer: first what is about the person, then what is about the wording."""
    looked_at = isinstance(answer, str) and question.id in hints.passages
    found = hints.on(answer) if looked_at else []
    yield from (_(hint.say) for hint, _words in found if hint.care)
    wording = [(hint, words) for hint, words in found if not hint.care]
    told = [noted(hint.told(words), _(hint.why)) for hint, words in wording]
    told += _disagreeing(hints, store, step, question)
    yield from told
    if told:
        yield _("只是提醒：要改就回到上一题，不改也可以。")


def _disagreeing(hints: Hints, store: Store, step: Step, question: Question) -> list[str]:
    """Return what to say where the passages of an item and its counted numbers do not agree."""
    counted = {number.question for number in hints.numbers}
    if not step.item or question.id not in {*counted, *hints.passages}:
        return []
    given = store.answers.given
    counts = {id_: given.get(id_.replace("[]", f"[{step.item}]")) for id_ in counted}
    known = {id_: count for id_, count in counts.items() if isinstance(count, Count)}
    passages = [id_ for id_ in hints.passages if id_.startswith(f"{step.section.repeat}[]")]
    texts = [given.get(id_.replace("[]", f"[{step.item}]")) for id_ in passages]
    return [line for text in texts if isinstance(text, str) for line in hints.contradictions(text, known)]
