"""The facts of a case as they are typed, and everything that is counted from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from drafter.answers import Answer, AsTyped, NonAnswer
from drafter.values import Count, Moment

HOUSEHOLD: Final = frozenset({"spouse", "parent_child", "sibling", "grandparent", "cohabitant"})
FORMER: Final = frozenset({"ex_spouse", "ex_partner", "suitor"})
INLAW_APART: Final = "inlaw_apart"


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One dated act, or a series told as one ("10月1日至22日，几乎每天")."""

    id: str
    number: int
    when: Moment | None
    conducts: tuple[str, ...]
    sorts: frozenset[str]
    """Of which sorts its conducts are: contact, visit, posting, third_party, papers."""
    who: tuple[str, ...]
    calls: Count | None
    messages: Count | None
    visits: Count | None
    night: Count | None
    third_parties: Count | None
    counted: bool
    """Whether its numbers are already part of another incident's."""
    answered: Count | None
    """How many of its calls were answered."""
    to_whom: str
    """To whom its calls and messages went: me, others or both."""
    reached: bool
    """Whether calls or messages came to a number of the applicant's own."""
    checked: str
    """What came out when its papers were checked: no, fake, real, unclear; empty when nobody said."""
    exhibits: tuple[str, ...]
    """Ids of the exhibits that prove it, in the order of their numbers."""

    @property
    def first_day(self) -> dt.date | None:
        """The earliest day on which it can have happened."""
        return self.when.first_day() if self.when else None

    @property
    def last_day(self) -> dt.date | None:
        """The latest day on which it can have happened."""
        return self.when.last_day() if self.when else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """One piece of evidence; `number` is 2-1: the first of the second group."""

    id: str
    number: str
    group: str
    held: str
    incidents: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody on the other side: a person, a company, or callers whom nobody could name."""

    id: str
    kind: str
    """person, company or unknown"""
    role: str
    """collector, agency, assignee, guarantor or lender"""
    name: str
    described: str = ""
    """What stands for the name of somebody who only gave himself one: 自称小刘."""
    nickname: bool = False
    """Whether it is only what others call him: 彪哥."""
    relation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What the papers may rely on."""

    today: dt.date
    given: Mapping[str, Answer]
    items: Mapping[str, tuple[str, ...]]
    incidents: tuple[Incident, ...]
    """In the order of time; those without a time stand last."""
    exhibits: tuple[Exhibit, ...]
    parties: tuple[Party, ...]
    complete: frozenset[str] = frozenset()
    """The lists of which the person said: that is all."""
    criminal: bool = False
    """Whether criminal law may be cited for any of the acts."""

    def value(self, address: str) -> Any:  # noqa: ANN401 - by kind
        """Return the value of an answer, or None when there is none or it is a non-answer."""
        answer = self.given.get(address)
        return None if answer is None or isinstance(answer, NonAnswer | AsTyped) else answer

    def chosen(self, address: str) -> tuple[str, ...]:
        """Return the choices of a multiple choice; none when it has no answer."""
        value = self.value(address)
        return value if isinstance(value, tuple) else ()

    @property
    def respondents(self) -> tuple[Party, ...]:
        """The parties that a court application can name."""
        return tuple(party for party in self.parties if party.kind != "unknown" and party.role != "guarantor")

    @property
    def family_respondents(self) -> tuple[Party, ...]:
        """The parties against whom a protection order can be asked for at all."""
        admitted = HOUSEHOLD | FORMER | {INLAW_APART}
        return tuple(party for party in self.respondents if party.relation in admitted)

    @property
    def conducts(self) -> tuple[str, ...]:
        """All kinds of conduct, each once, in the order of first mention."""
        return tuple(dict.fromkeys(conduct for incident in self.incidents for conduct in incident.conducts))

    @property
    def first_day(self) -> dt.date | None:
        """The first day of all incidents."""
        days = [incident.first_day for incident in self.incidents if incident.first_day]
        return min(days, default=None)

    @property
    def last_day(self) -> dt.date | None:
        """The last day of all incidents."""
        days = [incident.last_day for incident in self.incidents if incident.last_day]
        return max(days, default=None)

    @property
    def certain_last_day(self) -> dt.date | None:
        """The earliest day that the last act can have happened on."""
        return max((incident.when.certain_last_day() for incident in self.incidents if incident.when), default=None)

    def first_told(self) -> str:
        """Return the beginning of the earliest incident as exactly as it is known: 2026年10月, 约2026年10月3日."""
        moments = [incident.when for incident in self.incidents if incident.when]
        return _told(min(moments, key=lambda when: when.first_day()), last=False) if moments else ""

    def last_told(self) -> str:
        """Return the end of the latest incident as exactly as it is known."""
        moments = [incident.when for incident in self.incidents if incident.when]
        return _told(max(moments, key=lambda when: when.last_day()), last=True) if moments else ""

    def all_dated(self) -> bool:
        """Return whether every incident has its time, so that a sum may be told with the span of all."""
        return all(incident.when is not None for incident in self.incidents)

    def days_exact(self) -> bool:
        """Return whether first and last day are known to the day."""
        edges = (self.first_day, self.last_day)
        exact = [i for i in self.incidents if i.when and i.when.day_exact and not i.when.about]
        return all(any(edge in (i.first_day, i.last_day) for i in exact) for edge in edges)

    def days(self) -> int | None:
        """Return the number of calendar days from first to last, both counted, if one incident went on all the while.

        Two calls half a year apart are not half a year of calls.
        """
        whole = (self.first_day, self.last_day)
        if self.first_day is None or self.last_day is None:
            return None
        if not any((incident.first_day, incident.last_day) == whole for incident in self.incidents):
            return None
        return (self.last_day - self.first_day).days + 1

    def total(self, what: str, *, to_whom: str = "") -> Count | None:
        """Return the sum of a number (calls, messages, visits, night, third_parties) over the incidents.

        `to_whom` counts only what went to the applicant (me), to other people (others), or to both and nobody
        knows how many to whom (both).
        """
        counted = [
            (incident, count)
            for incident in self.incidents
            if not incident.counted and to_whom in ("", incident.to_whom)
            for count in (getattr(incident, what),)
            if count is not None
        ]
        counted = [(incident, _of_one_day(incident, count)) for incident, count in counted if count != Count(low=0)]
        if len(counted) == 1:
            incident, count = counted[0]
            whole = (incident.first_day, incident.last_day) == (self.first_day, self.last_day)
            return count if whole or not count.per_day else None
        return total(count for _incident, count in counted)

    def counted(self, conduct: str) -> bool:
        """Return whether a number of calls or messages was told of every incident of that conduct."""
        acts = [i for i in self.incidents if conduct in i.conducts and not i.counted]
        return all(i.calls is not None or i.messages is not None for i in acts)

    def night_is_part(self) -> bool:
        """Return whether the nightly contacts are among the calls and messages told: 其中22时至次日8时…."""
        for incident in self.incidents:
            if incident.night is None or incident.counted:
                continue
            counts = (incident.calls, incident.messages, incident.visits)
            told = [n for count in counts if count is not None and not (n := _of_one_day(incident, count)).per_day]
            if incident.to_whom != "me" or sum(count.high or count.low for count in told) < incident.night.low:
                return False
        return True

    def answered(self) -> Count | None:
        """Return how many of the calls to the applicant were answered; None unless it was told of all of them."""
        called = [i for i in self.incidents if i.calls is not None and not i.counted and i.to_whom == "me"]
        told = [i.answered for i in called if i.answered is not None]
        return total(told) if len(told) == len(called) else None

    def any_per_day(self) -> bool:
        """Return whether somewhere a number is told per day, so that the sums do not hold it."""
        numbers = ((i, count) for i in self.incidents for count in (i.calls, i.messages, i.visits))
        return any(count is not None and _of_one_day(i, count).per_day for i, count in numbers)

    def per_day(self, what: str) -> Decimal | None:
        """Return the mean per calendar day, one decimal.

        None unless number and days are exact, the days with the number are those of all incidents, and it is one or
        more.
        """
        count = self.total(what, to_whom="me")
        told = [i for i in self.incidents if getattr(i, what) is not None and not i.counted and i.to_whom == "me"]
        spans = [(i.first_day, i.last_day) for i in told if i.when and i.when.day_exact]
        firsts, lasts = [first for first, _last in spans if first], [last for _first, last in spans if last]
        if count is None or not count.exact or len(spans) < len(told) or not firsts:
            return None
        days = (max(lasts) - min(firsts)).days + 1
        if days < 2 or (min(firsts), max(lasts)) != (self.first_day, self.last_day):  # noqa: PLR2004
            return None
        mean = (Decimal(count.low) / days).quantize(Decimal("0.1"), ROUND_HALF_UP)
        return mean if mean >= 1 else None


def _told(when: Moment, *, last: bool) -> str:
    stamp = when.end if last and when.end is not None else when.start
    return ("约" if when.about else "") + stamp.date_text()


def _of_one_day(incident: Incident, count: Count) -> Count:
    """A number per day of an incident of one day is simply its number."""
    one_day = incident.when is not None and incident.when.day_exact and incident.first_day == incident.last_day
    return replace(count, per_day=False) if one_day else count


def total(counts: Iterable[Count]) -> Count | None:
    """Return the sum; an estimate anywhere makes the sum an estimate. None when there is nothing to add.

    A number per day cannot be added: beside one, the sum of the others is a lower bound.
    """
    known = list(counts)
    added = [count for count in known if not count.per_day]
    if not added:
        return None
    low = sum(count.low for count in added)
    high = sum(count.high if count.high is not None else count.low for count in added)
    marks = {count.mark for count in added}
    if len(added) < len(known) or marks & {"at_least", "more"}:
        return Count(low=low, mark="at_least")
    return Count(low=low, high=high if high != low else None, mark="about" if "about" in marks else "exact")
