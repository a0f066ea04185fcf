"""Draws the documents of a case: plan, render, read back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from drafter import case as case_module
from drafter import context, exposure, packs
from drafter.answers import Answers
from drafter.case import Case
from drafter.documents import Document
from drafter.errors import Problem, ReadBackError, TemplateError
from drafter.exposure import Exposed
from drafter.fields import gap_label
from drafter.i18n import gettext as _
from drafter.i18n import labelled, listed
from drafter.library import Library
from drafter.plan import Entry, Paper, Plan, plan
from drafter.word import reading
from drafter.word.readback import Finished, read_back
from drafter.word.render import Rendered, compile_template
from drafter.word.translation import translated

_ADDRESS: Final = re.compile(r"(?P<group>\w+)(?:\[(?P<item>\w+)\])?(?:\..*)?")


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
    exposed: tuple[str, ...] = ()
    """What the other side would read though it is kept from them, in words for the person."""

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
            template = compile_template(library.template(document), library.template_name(document))
            rendered = template.render(names, document=document.id, title=document.title)
        except TemplateError as error:
            problems.extend(error.problems)
            return None
        return Draft(document=document, name=name, rendered=rendered)

    numbered = enumerate((document for document in chosen if not document.unnumbered), 1)
    drafts = [d for n, document in numbered if (d := drawn(document, f"{n:02d}_{document.title}.docx")) is not None]
    papers = _papers(drafts)
    others = (document for document in chosen if document.unnumbered)
    drafts += [d for document in others if (d := drawn(document, f"{document.title}.docx", papers)) is not None]
    if problems:
        raise TemplateError(_together(packs.template_faults(library), problems))
    finished = [Finished(name=d.name, rendered=d.rendered) for d in drafts]
    unclean = read_back(finished, [exhibit.number for exhibit in case.exhibits])
    if unclean:
        raise ReadBackError(in_words(unclean, library, answers))
    notices = tuple(notice.text for notice in library.notices if notice.when.holds(found.facts))
    told = exposure.exposed(case, library, [(d.document, d.rendered.marks) for d in drafts])
    sentences = tuple(_warning(one, titles, library, answers) for one, titles in told.items())
    return Result(case=case, plan=found, drafts=tuple(drafts), notices=notices, exposed=sentences)


def _warning(one: Exposed, titles: Sequence[str], library: Library, answers: Answers) -> str:
    """Return which words of which answer stand where, and who will read them."""
    return _(
        "“{words}”（{secret}）不给对方看，可是“{text}”里也写了，会随{papers}送给对方。不想让对方看到，就改一改那里的这几个字。"
    ).format(
        words=one.words,
        secret=_called(one.secret, library, answers),
        text=_called(one.text, library, answers),
        papers=listed(f"《{_(title)}》" for title in titles),
    )


def on_screen(draft: Draft, result: Result, library: Library) -> str:
    """Return a document that is for the person alone as the screen shows it: in the language in use."""
    document, papers = draft.document, _papers(d for d in result.drafts if not d.document.unnumbered)
    names = context.build(result.case, document, library, result.plan, papers, _)
    template = compile_template(translated(library.template(document), _), f"templates/{document.template}")
    return reading.body(template.render(names, document=document.id, title=document.title).data)


def _papers(drafts: Iterable[Draft]) -> tuple[Paper, ...]:
    return tuple(Paper(document=d.document, name=d.name, gaps=d.gaps) for d in drafts)


def _together(everywhere: Sequence[Problem], met: Sequence[Problem]) -> list[Problem]:
    """Return the mistakes of all templates, and what only filling one has shown."""
    told = {(problem.code, problem.where, problem.what) for problem in everywhere}
    return [*everywhere, *(problem for problem in met if (problem.code, problem.where, problem.what) not in told)]


def in_words(problems: Sequence[Problem], library: Library, answers: Answers) -> list[Problem]:
    """Return the problems with the answer that each is about called as the interview calls it, not by its address."""
    return [
        problem._replace(where=problem.where._replace(question=_called(problem.where.question, library, answers)))
        for problem in problems
    ]


def _called(address: str, library: Library, answers: Answers) -> str:
    """Return 事件经过第2项：时间 for `incidents[i2].when`, and for what is computed from it."""
    bare = address.removeprefix("=").partition("|")[0]
    match = _ADDRESS.fullmatch(bare)
    question = library.questionnaire.question_at(bare)
    if match is None:
        return ""
    group, item = match["group"], match["item"] or ""
    section = next(
        (s for s in library.questionnaire.sections if s.repeat == group or (question and question in s.questions)), None
    )
    title = _(section.title if section is not None else library.questionnaire.groups.get(group, ""))
    items = answers.items.get(group, [])
    if item in items:
        title = _("{title}第{index}项").format(title=title, index=items.index(item) + 1)
    return labelled(title, _(question.name)) if question is not None else title
