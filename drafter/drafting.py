"""Draws the documents of a case: plan, render, read back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from drafter import case as case_module
from drafter import context, packs
from drafter.answers import Answers
from drafter.case import Case
from drafter.documents import Document
from drafter.errors import Problem, ReadBackError, TemplateError
from drafter.fields import gap_label
from drafter.library import Library
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

    Raises TemplateError, with the mistakes of all templates, when one cannot be filled; ReadBackError when a
    finished document is not clean.
    """
    case = case_module.build(answers, library.questionnaire, library.law, today)
    found = plan(library.documents, case, library.law)
    chosen = [entry.document for entry in found.entries if entry.outcome == "write"]
    problems: list[Problem] = []

    def drawn(document: Document, name: str, papers: Sequence[Paper] = ()) -> Draft | None:
        names = context.build(case, document, library, found, papers)
        try:
            template = compile_template(library.template(document), f"templates/{document.template}")
            rendered = template.render(names, document=document.id, title=document.title)
        except TemplateError as error:
            problems.extend(error.problems)
            return None
        return Draft(document=document, name=name, rendered=rendered)

    numbered = enumerate((document for document in chosen if not document.unnumbered), 1)
    drafts = [d for n, document in numbered if (d := drawn(document, f"{n:02d}_{document.title}.docx")) is not None]
    papers = tuple(Paper(document=d.document, name=d.name, gaps=d.gaps) for d in drafts)
    others = (document for document in chosen if document.unnumbered)
    drafts += [d for document in others if (d := drawn(document, f"{document.title}.docx", papers)) is not None]
    if problems:
        raise TemplateError(_together(packs.template_faults(library), problems))
    finished = [Finished(name=d.name, rendered=d.rendered) for d in drafts]
    unclean = read_back(finished, [exhibit.number for exhibit in case.exhibits])
    if unclean:
        raise ReadBackError(unclean)
    facts = {**case.facts(), "flags.stale": context.is_stale(case, library.law)}
    notices = tuple(notice.text for notice in library.notices if notice.when.holds(facts))
    return Result(case=case, plan=found, drafts=tuple(drafts), notices=notices)


def _together(everywhere: Sequence[Problem], met: Sequence[Problem]) -> list[Problem]:
    """Return the mistakes of all templates, and what only filling one has shown."""
    told = {(problem.code, problem.where, problem.what) for problem in everywhere}
    return [*everywhere, *(problem for problem in met if (problem.code, problem.where, problem.what) not in told)]
