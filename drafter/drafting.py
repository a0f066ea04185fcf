"""Draws the documents of a case: plan, render, read back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from drafter import case as case_module
from drafter import context
from drafter.answers import Answers
from drafter.case import Case
from drafter.documents import Document
from drafter.errors import ReadBackError
from drafter.packs import Library
from drafter.plan import Entry, plan
from drafter.word.readback import Finished, read_back
from drafter.word.render import Rendered, compile_template


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A document that has been rendered and read back."""

    document: Document
    name: str
    """File name without folder: 01_报案材料.docx"""
    rendered: Rendered

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is still to be filled in by hand, each once."""
        return tuple(dict.fromkeys(mark.text for mark in self.rendered.marks if mark.missing))


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a case yields: the documents, and for the others why not."""

    case: Case
    entries: tuple[Entry, ...]
    drafts: tuple[Draft, ...]
    notices: tuple[str, ...]
    """What the person is told beside the papers."""


def draft(answers: Answers, library: Library, today: dt.date) -> Result:
    """Draw every document that the answers yield.

    Raises TemplateError when a template cannot be filled, ReadBackError when a finished document is not clean.
    """
    case = case_module.build(answers, library.questionnaire, library.law, today)
    entries = plan(library.documents, case)
    chosen = [entry.document for entry in entries if entry.outcome == "write"]
    drafts = tuple(_render(document, number, case, library) for number, document in enumerate(chosen, start=1))
    finished = [Finished(name=d.name, rendered=d.rendered) for d in drafts]
    problems = read_back(finished, [exhibit.number for exhibit in case.exhibits])
    if problems:
        raise ReadBackError(problems)
    facts = {**case.facts(), "flags.stale": context.is_stale(case, library.law)}
    notices = tuple(notice.text for notice in library.notices if notice.when.holds(facts))
    return Result(case=case, entries=entries, drafts=drafts, notices=notices)


def _render(document: Document, number: int, case: Case, library: Library) -> Draft:
    template = compile_template(library.template(document), f"templates/{document.template}")
    names = context.build(case, document, library)
    rendered = template.render(names, document=document.id, title=document.title)
    return Draft(document=document, name=f"{number:02d}_{document.title}.docx", rendered=rendered)
