"""Names for nobody's case: one item in every list, no answer, for looking at templates without filling them."""

from __future__ import annotations

import datetime as dt
from typing import Final

from drafter.case import Case, Exhibit, Incident, Party
from drafter.documents import Document
from drafter.errors import Where
from drafter.law import PURPOSES
from drafter.library import Library
from drafter.plan import Entry, Outcome, Paper, Plan
from drafter.terms import Due, State

_ITEM: Final = "1"
_STATES: Final[tuple[State, ...]] = ("running", "open", "over")
_OUTCOMES: Final[tuple[Outcome, ...]] = ("not_yet", "not_applicable")


def document(library: Library) -> Document:
    """Return a document with everything that any document has: what a sentence for several of them may ask for."""
    return Document(
        id="sample",
        title="",
        called="",
        channel="none",
        template="",
        served=False,
        follows=tuple(library.law.terms) or ("",),
        unnumbered=False,
        discloses=None,
        purposes=PURPOSES,
        articles={
            name: use
            for other in library.documents
            for name, use in other.articles.items()
            if library.law.articles.keys() >= set(use.articles)
        },
        requires=(),
        where=Where(),
    )


def case(library: Library) -> Case:
    """Return a case with one item in every list."""
    incident = Incident(
        id=_ITEM, number=1, when=None, conducts=tuple(library.law.conducts), sorts=frozenset(), who=(_ITEM,),
        calls=None, messages=None, visits=None, night=None, third_parties=None, counted=False, to_others=False,
        exhibits=(_ITEM,),
    )  # fmt: skip
    return Case(
        today=max((statute.checked for statute in library.law.statutes), default=dt.date.min),
        given={},
        items=dict.fromkeys(library.questionnaire.repeated_groups(), (_ITEM,)),
        incidents=(incident,),
        exhibits=(Exhibit(id=_ITEM, number="1-1", group="", held="", incidents=(_ITEM,)),),
        parties=(Party(id=f"collectors[{_ITEM}]", kind="person", role="collector", name="", relation="spouse"),),
    )


def plan(library: Library) -> Plan:
    """Return a plan with every outcome and a day in every state."""
    today = case(library).today
    entries = [
        Entry(document=other, outcome=outcome, lacking=())
        for other in library.documents
        if not other.follows
        for outcome in _OUTCOMES
    ]
    found = [
        Due(term=term, item=_ITEM, begins=today, exact=True, last_day=today, closes=None, state=state)
        for term in library.law.terms.values()
        if term.period is None or library.law.articles.keys() >= set(term.period.articles)
        for state in _STATES
    ]
    return Plan(entries=tuple(entries), dues=tuple(found))


def papers(library: Library) -> tuple[Paper, ...]:
    """Return every document as if it were drawn."""
    return tuple(Paper(document=other, name=f"{other.title}.docx", gaps=()) for other in library.documents)
