"""Names for anybody's case: an item in every list, somebody in every role; for looking at templates unfilled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from drafter import case as case_module
from drafter import context
from drafter.answers import Answer, Answers
from drafter.case import Case, Party
from drafter.documents import Document
from drafter.errors import Where
from drafter.fields import Scope
from drafter.law import PURPOSES
from drafter.library import Library
from drafter.plan import Entry, Paper, Plan
from drafter.questionnaire import Question
from drafter.terms import Due
from drafter.values import Moment, Stamp

_ITEM: Final = "x"


def names(library: Library, documents: Iterable[Document]) -> Iterator[tuple[Document, Scope]]:
    """Return, with each document, every name that it may use."""
    built = case(library)
    plan, papers = everything(library, built)
    for each in documents:
        yield each, context.build(built, each, library, plan, papers)


def document(library: Library) -> Document:
    """Return a document with everything that any document has: what a sentence for several of them may ask for."""
    known = library.law.articles.keys()
    return Document(
        id="sample",
        title="",
        called="",
        channel="none",
        template="",
        served=False,
        reader="",
        follows=tuple(library.law.terms) or ("",),
        unnumbered=False,
        forwarded=False,
        contacts_only=False,
        alternative=None,
        discloses=None,
        purposes=PURPOSES,
        articles={
            name: use
            for other in library.documents
            for name, use in other.articles.items()
            if known >= {*use.articles, *(use.before.articles if use.before is not None else ())}
        },
        requires=(),
        where=Where(),
    )


def case(library: Library) -> Case:
    """Return a case with an item in every list and somebody in every role, so that every name exists."""
    today = library.law.checked
    answers = Answers(items={group: [_ITEM] for group in library.questionnaire.repeated_groups()})
    for question in library.questionnaire.questions.values():
        answer = _answer(question, today)
        if answer is not None:
            answers.set(question.address(_ITEM), answer)
    built = case_module.build(answers, library.questionnaire, library.law, today)
    person = f"collectors[{_ITEM}]"
    parties = [
        Party(id=person, kind="person", role="collector", name=_ITEM, described=_ITEM, relation="spouse"),
        Party(id=person, kind="unknown", role="collector", name="", described=_ITEM),
        Party(id="lender", kind="person", role="lender", name=_ITEM),
    ]
    parties += [
        Party(id=role, kind="company", role=role, name=_ITEM) for role in ("agency", "assignee", "guarantor", "lender")
    ]
    items = dict.fromkeys(library.questionnaire.repeated_groups(), (_ITEM,))
    return replace(built, given=dict(answers.given), items=items, parties=tuple(parties))


def _answer(question: Question, day: dt.date) -> Answer | None:
    """Return an answer to a closed question or a time; the others have their place without one."""
    match question.kind:
        case "choice":
            return next(iter(question.choices), None)
        case "choices":
            return tuple(question.choices)
        case "yes_no":
            return True
        case "items":
            return (_ITEM,)
        case "moment":
            year = day.year - 1 if question.group == "steps" else day.year  # something has happened since each step
            return Moment(start=Stamp(year=year, month=day.month, day=day.day))
    return None


def everything(library: Library, built: Case, step: str = _ITEM) -> tuple[Plan, tuple[Paper, ...]]:
    """Return a plan with every document in every outcome and every term in every state, steps first.

    `step` is the step (已走步骤) that sets the terms off. A term that counts by an article which is not there (that is
    told of elsewhere) is left out.
    """
    known = library.law.articles.keys()
    terms = [term for term in library.law.terms.values() if term.period is None or known >= set(term.period.articles)]
    terms.sort(key=lambda term: not term.of_steps)
    dues = [
        Due(
            term=term, item=step if term.of_steps else "", begins=built.today, exact=True, last_day=built.today,
            closes=built.today, state=state,
        )
        for state in ("open", "running", "over")
        for term in terms
    ]  # fmt: skip
    entries = [
        Entry(document=document, outcome=outcome, lacking=document.requires)
        for document in library.documents
        for outcome in ("write", "not_yet", "not_applicable")
    ]
    papers = [Paper(document=document, name=document.title, gaps=()) for document in library.documents]
    written: dict[str, object] = {f"written.{document.id}": True for document in library.documents}
    return Plan(entries=tuple(entries), dues=tuple(dues), facts=written), tuple(papers)
