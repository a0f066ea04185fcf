"""Draws the documents of a case: plan, render, read back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from drafter import case as case_module
from drafter import context
from drafter.answers import Answers
from drafter.case import Case
from drafter.documents import Document
from drafter.errors import ReadBackError
from drafter.fields import gap_label
from drafter.packs import Library
from drafter.plan import Entry, Paper, Plan, plan
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
        return tuple(dict.fromkeys(gap_label(mark.text) for mark in self.rendered.marks if mark.missing))


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a case yields: the documents, for the others why not, and the days to keep in mind."""

    case: Case
    plan: Plan
    drafts: tuple[Draft, ...]
    notices: tuple[str, ...]
    """What the person is told beside the papers."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What the facts say of each document."""
        return self.plan.entries


def draft(answers: Answers, library: Library, today: dt.date) -> Result:
    """Draw every document that the answers yield.

    Raises TemplateError when a template cannot be filled, ReadBackError when a finished document is not clean.
    """
    case = case_module.build(answers, library.questionnaire, library.law, today)
    found = plan(library.documents, case, library.law)
    chosen = [entry.document for entry in found.entries if entry.outcome == "write"]

    def drawn(document: Document, name: str, papers: Sequence[Paper] = ()) -> Draft:
        template = compile_template(library.template(document), f"templates/{document.template}")
        names = context.build(case, document, library, found, papers)
        rendered = template.render(names, document=document.id, title=document.title)
        return Draft(document=document, name=name, rendered=rendered)

    numbered = [document for document in chosen if not document.unnumbered]
    drafts = [drawn(document, f"{number:02d}_{document.title}.docx") for number, document in enumerate(numbered, 1)]
    papers = tuple(Paper(document=d.document, name=d.name, gaps=d.gaps) for d in drafts)
    drafts += [drawn(document, f"{document.title}.docx", papers) for document in chosen if document.unnumbered]
    finished = [Finished(name=d.name, rendered=d.rendered) for d in drafts]
    problems = read_back(finished, [exhibit.number for exhibit in case.exhibits])
    if problems:
        raise ReadBackError(problems)
    facts = {**case.facts(), "flags.stale": context.is_stale(case, library.law)}
    notices = tuple(notice.text for notice in library.notices if notice.when.holds(facts))
    return Result(case=case, plan=found, drafts=tuple(drafts), notices=notices)
