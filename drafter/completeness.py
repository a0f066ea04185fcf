"""What each authority requires of a paper, and whether it stands there; and where papers contradict each other.

It looks at the papers as they are: as drawn, or, where somebody edited one in Word, as it lies in the folder.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from drafter.case import case_facts
from drafter.casefile import CaseFolder
from drafter.drafting import Draft, Result
from drafter.errors import Problem
from drafter.fields import gap_label
from drafter.law import Element
from drafter.library import Library
from drafter.word import reading
from drafter.word.marks import FieldMark
from drafter.word.readback import disagreements
from drafter.writing import edited

State = Literal["present", "missing", "waived"]
_ITEM: Final = re.compile(r"\[[^\]]*\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A required element and what a paper has of it."""

    element: Element
    state: State
    """`waived`: it is not there, and the authority can do without it."""
    open: tuple[str, ...]
    """What is still to be filled in."""


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


def examine(result: Result, library: Library, folder: CaseFolder) -> tuple[Paper, ...]:
    """Return every paper of a case with the table of its required elements."""
    facts = case_facts(result.case)
    papers = []
    for draft in result.drafts:
        channel = library.law.channels.get(draft.document.channel)
        found = edited(folder, draft)
        name, data = found if found is not None else (draft.name, draft.rendered.data)
        marks = draft.rendered.marks if found is None else _as_edited(draft.rendered.marks, data)
        text = reading.as_text(data)
        elements = [] if channel is None else [e for e in channel.required if e.when is None or e.when.holds(facts)]
        rows = tuple(_row(element, marks, text) for element in elements)
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
            found.append(FieldMark(number=mark.number, address=mark.address, text=text, missing=missing))
    return tuple(found)


def _row(element: Element, marks: Sequence[FieldMark], text: str) -> Row:
    by_field: dict[str, list[FieldMark]] = {}
    for mark in marks:
        field = _field(mark.address)
        by_field.setdefault(field, []).append(mark)
        by_field.setdefault(f"{field.partition('.')[0]}.*", []).append(mark)
    lacking = [field for field in element.fields if not _stands(by_field, field)]
    if element.any_of and not any(_stands(by_field, field) for field in element.any_of):
        lacking += element.any_of
    words = [word for word in element.words if word not in text]
    gaps = [gap_label(mark.text) for field in lacking for mark in by_field.get(field, ()) if mark.missing]
    wanted = tuple(dict.fromkeys([*gaps, *words])) or ((element.element,) if lacking else ())
    if not lacking and not words:
        return Row(element=element, state="present", open=())
    return Row(element=element, state="waived" if element.waivable else "missing", open=wanted)


def _field(address: str) -> str:
    """Return the question behind an address: incidents.words of incidents[i3].words|引."""
    return _ITEM.sub("", address.removeprefix("=").partition("|")[0])


def _stands(by_field: Mapping[str, Sequence[FieldMark]], field: str) -> bool:
    marks = by_field.get(field, ())
    return bool(marks) and any(not mark.missing for mark in marks)
