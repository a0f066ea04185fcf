"""Which documents a case yields, which it does not, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from drafter.case import Case, case_facts
from drafter.documents import Document, Requirement
from drafter.law import Law
from drafter.terms import Due, dues, is_stale, opened_by
from drafter.terms import facts as due_facts

Outcome = Literal["write", "not_yet", "not_applicable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A document and what the facts say of it; `lacking` are the requirements that are not met."""

    document: Document
    outcome: Outcome
    lacking: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a case yields: an entry for every document, and every day to keep in mind."""

    entries: tuple[Entry, ...]
    dues: tuple[Due, ...]
    facts: Mapping[str, object]
    """What the conditions of documents and notices may ask."""

    def written(self, document: str) -> bool:
        """Return whether this document is written."""
        return self.facts.get(f"written.{document}") is True


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document that has been drawn: the file it goes into, and what is still open in it."""

    document: Document
    name: str
    gaps: tuple[str, ...]


def plan(documents: Sequence[Document], case: Case, law: Law) -> Plan:
    """Weigh every document against the facts, in the order of the pack: a later one may ask for an earlier one."""
    found = dues(case, law)
    facts = {**case_facts(case), "flags.stale": is_stale(case, law), **due_facts(found, law)}
    entries = []
    for document in documents:
        entry = _weigh(document.under(facts), facts, found)
        facts[f"written.{document.id}"] = entry.outcome == "write"
        entries.append(entry)
    return Plan(entries=tuple(entries), dues=found, facts=facts)


def _weigh(document: Document, facts: dict[str, object], found: Sequence[Due]) -> Entry:
    if document.follows and opened_by(found, document.follows) is None:
        return Entry(document=document, outcome="not_applicable", lacking=())
    lacking = [rule for rule in document.requires if not rule.when.holds(facts)]
    never = tuple(rule for rule in lacking if rule.verdict == "not_applicable")
    if never:
        return Entry(document=document, outcome="not_applicable", lacking=never[:1])
    return Entry(document=document, outcome="not_yet" if lacking else "write", lacking=tuple(lacking))
