"""Which documents a case yields, which it does not, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from drafter.case import Case
from drafter.documents import Document, Requirement

Outcome = Literal["write", "not_yet", "not_applicable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A document and what the facts say of it; `lacking` are the requirements that are not met."""

    document: Document
    outcome: Outcome
    lacking: tuple[Requirement, ...]


def plan(documents: Sequence[Document], case: Case) -> tuple[Entry, ...]:
    """Weigh every document against the facts, in the order of the pack."""
    facts = case.facts()
    return tuple(_weigh(document, facts) for document in documents)


def _weigh(document: Document, facts: dict[str, object]) -> Entry:
    lacking = [rule for rule in document.requires if not rule.when.holds(facts)]
    never = tuple(rule for rule in lacking if rule.verdict == "not_applicable")
    if never:
        return Entry(document=document, outcome="not_applicable", lacking=never[:1])
    return Entry(document=document, outcome="not_yet" if lacking else "write", lacking=tuple(lacking))
