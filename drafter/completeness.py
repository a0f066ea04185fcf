"""What each authority requires of a paper, and whether it stands there; and where papers contradict each other.

It looks at the papers as they are: as drawn, or, where somebody edited one in Word, as it lies in the folder.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from drafter.answers import WITHHELD, Answer
from drafter.case import case_facts
from drafter.casefile import CaseFolder
from drafter.drafting import Draft, Result
from drafter.errors import Problem
from drafter.fields import gap_label
from drafter.law import Element
from drafter.library import Library
from drafter.questionnaire import Questionnaire
from drafter.word import reading
from drafter.word.marks import FieldMark
from drafter.word.readback import disagreements
from drafter.writing import edited

State = Literal["present", "missing", "waived", "withheld"]
_ITEM: Final = re.compile(r"\[[^\]]*\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A required element and what a paper has of it."""

    element: Element
    state: State
    """`waived`: it is not there, and the authority can do without it; `withheld`: the person keeps it out."""
    open: tuple[str, ...]
    """What is still to be filled in."""
    kept: tuple[str, ...] = ()
    """What the person chose to leave out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper as it stands now."""

    draft: Draft
    name: str
    marks: tuple[FieldMark, ...]
    text: str
    rows: tuple[Row, ...]

    @property
    def missing(self) -> tuple[Row, ...]:
        """The elements that the authority asks for and that are not there."""
        return tuple(row for row in self.rows if row.state == "missing")

    @property
    def withheld(self) -> tuple[str, ...]:
        """What the authority asks for and the person chose to leave out."""
        return tuple(label for row in self.rows if row.state != "waived" for label in row.kept)


def examine(result: Result, library: Library, folder: CaseFolder) -> tuple[Paper, ...]:
    """Return every paper of a case with the table of its required elements."""
    facts = case_facts(result.case)
    kept = _kept_out(result.case.given, library.questionnaire)
    papers = []
    for draft in result.drafts:
        channel = library.law.channels.get(draft.document.channel)
        found = edited(folder, draft)
        name, data = found if found is not None else (draft.name, draft.rendered.data)
        marks = draft.rendered.marks if found is None else _as_edited(draft.rendered.marks, data)
        text = reading.as_text(data)
        elements = [] if channel is None else [e for e in channel.required if e.when is None or e.when.holds(facts)]
        rows = tuple(_row(element, marks, text, kept) for element in elements)
        papers.append(Paper(draft=draft, name=name, marks=marks, text=text, rows=rows))
    return tuple(papers)


def contradictions(papers: Sequence[Paper]) -> list[Problem]:
    """Return where the same fact reads differently in two papers, as they lie in the folder."""
    return disagreements([(paper.name, paper.marks) for paper in papers])


def _as_edited(drawn: Sequence[FieldMark], data: bytes) -> tuple[FieldMark, ...]:
    """Return the values with the words that now stand in their field marks; a mark that was deleted is left out."""
    now = reading.marked(data)
    found = []
    for mark in drawn:
        for text in now.get(f"df_{mark.number}", ())[:1]:
            missing = bool(gap_label(text)) or not text.strip()
            kept = mark.withheld and text == mark.text
            found.append(FieldMark(number=mark.number, address=mark.address, text=text, missing=missing, withheld=kept))
    return tuple(found)


def _kept_out(given: Mapping[str, Answer], questionnaire: Questionnaire) -> dict[str, str]:
    """Return what the person chose to leave out: the questions, as `incidents.number`, and what they are called."""
    asked = (questionnaire.question_at(address) for address, answer in given.items() if answer is WITHHELD)
    return {question.id.replace("[]", ""): question.gap for question in asked if question is not None}


def _row(element: Element, marks: Sequence[FieldMark], text: str, kept: Mapping[str, str]) -> Row:
    by_field: dict[str, list[FieldMark]] = {}
    for mark in marks:
        field = _field(mark.address)
        by_field.setdefault(field, []).append(mark)
        by_field.setdefault(f"{field.partition('.')[0]}.*", []).append(mark)
    lacking = [field for field in element.fields if not _stands(by_field, field)]
    if element.any_of and not any(_stands(by_field, field) for field in element.any_of):
        lacking += element.any_of
    words = [word for word in element.words if word not in text]
    if not lacking and not words:
        return Row(element=element, state="present", open=())
    left_out = tuple(dict.fromkeys(kept[field] for field in lacking if field in kept))
    instead = any(field in kept for field in element.any_of)
    open_ = [f for f in lacking if f not in kept and not (instead and f not in element.fields)]
    if left_out and not open_ and not words:
        return Row(element=element, state="waived" if element.waivable else "withheld", open=(), kept=left_out)
    state: State = "waived" if element.waivable else "missing"
    return Row(element=element, state=state, open=_wanted(element, open_, by_field, words), kept=left_out)


def _wanted(
    element: Element, lacking: Sequence[str], by_field: Mapping[str, Sequence[FieldMark]], words: Sequence[str]
) -> tuple[str, ...]:
    """Return what is still to be filled in, as the gaps of the paper call it."""
    gaps = [gap_label(mark.text) for field in lacking for mark in by_field.get(field, ()) if mark.missing]
    return tuple(dict.fromkeys([*gaps, *words])) or ((element.element,) if lacking else ())


def _field(address: str) -> str:
    """Return the question behind an address: incidents.words of incidents[i3].words|引."""
    return _ITEM.sub("", address.removeprefix("=").partition("|")[0])


def _stands(by_field: Mapping[str, Sequence[FieldMark]], field: str) -> bool:
    marks = by_field.get(field, ())
    return bool(marks) and any(not mark.missing and not mark.withheld for mark in marks)
