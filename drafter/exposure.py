"""What the other side would read after all: an answer kept from them that also stands in a text they receive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from drafter import values
from drafter.answers import Answer, AsTyped, NonAnswer
from drafter.case import Case
from drafter.context import Sight, disclosed_in, sight
from drafter.documents import Document
from drafter.library import Library
from drafter.questionnaire import CHOICE_KINDS, Question
from drafter.word.marks import FieldMark

_LEAST: Final = 4
"""Fewer characters than these (在家) say nothing that could be kept from anybody."""
_FREE: Final = ("text", "passage")


@dataclass(frozen=True, slots=True)
class Exposed:
    """The address of an answer kept from the other side, its words, and the address of the text that has them."""

    secret: str
    words: str
    text: str


def exposed(
    case: Case, library: Library, papers: Iterable[tuple[Document, Sequence[FieldMark]]]
) -> dict[Exposed, list[str]]:
    """Return what free texts of served papers tell though it is kept from the other side, with the papers’ titles."""
    found: dict[Exposed, list[str]] = {}
    for document, marks in papers:
        if document.served:
            for one in _in_paper(case, library, document, marks):
                found.setdefault(one, []).append(document.title)
    return found


def _in_paper(case: Case, library: Library, document: Document, marks: Sequence[FieldMark]) -> Iterator[Exposed]:
    discloses = disclosed_in(document, library.law)
    printed = [(_place(mark), _plain(mark.text)) for mark in marks if not mark.missing and not mark.withheld]
    asked = {place: library.questionnaire.question_at(place) for place, _text in printed}
    free = [(place, text) for place, text in printed if (question := asked[place]) and question.kind in _FREE]
    otherwise = [text for place, text in printed if (place, text) not in free]
    for address, answer in case.given.items():
        question = library.questionnaire.question_at(address)
        if question is None or not question.sensitive or sight(question, document, discloses) is Sight.FULL:
            continue
        words = _words(question, answer)
        if len(_plain(words)) < _LEAST or any(_plain(words) in text for text in otherwise):
            continue
        places = dict.fromkeys(place for place, text in free if place != address and _plain(words) in text)
        yield from (Exposed(secret=address, words=words, text=place) for place in places)


def _words(question: Question, answer: Answer) -> str:
    """Return an answer as it would stand in a text; nothing where it has no words of its own."""
    if isinstance(answer, NonAnswer) or question.kind in (*CHOICE_KINDS, "yes_no"):
        return ""
    return values.bare(answer.text if isinstance(answer, AsTyped) else values.show(question.kind, answer))


def _place(mark: FieldMark) -> str:
    return mark.address.partition("|")[0]


def _plain(text: str) -> str:
    """Return text without what people put into numbers and addresses to read them better."""
    return "".join(values.half_width(text).replace("-", "").split())
