"""Counts what an export holds. Only what came in is counted as a contact; what went out is counted apart.

A night is from 22:00 to 8:00, the first minute in it and the last one out, and bears the date of its evening: a call at
2:00 on the 4th belongs to the night of the 3rd. Per day it counts on the 4th, the day on which the telephone rang.
Records of which only the day is known count on their day; they are in no hour and in no night.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from drafter.records.record import Record

_DAY: Final = dt.timedelta(days=1)
_Key = TypeVar("_Key", dt.date, str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """The hours of the night."""

    begins: int = 22
    ends: int = 8

    def night_of(self, when: dt.datetime) -> dt.date | None:
        """Return the date of the night in which a time lies, the day on whose evening it began; None by day."""
        if when.hour >= self.begins:
            return when.date()
        return when.date() - _DAY if when.hour < self.ends else None


NIGHT: Final = Hours()


@dataclass(slots=True)
class Tally:
    """How many calls and messages came in."""

    calls: int = 0
    messages: int = 0
    answered: int = 0
    """Calls that were connected."""
    unanswered: int = 0
    """Calls that were not; of the others the export does not say."""
    night: int = 0

    @property
    def contacts(self) -> int:
        """Calls and messages together."""
        return self.calls + self.messages

    def add(self, record: Record, *, night: bool) -> None:
        """Count one more."""
        if record.kind == "message":
            self.messages += 1
        else:
            self.calls += 1
            if record.answered is not None:
                self.answered += record.answered
                self.unanswered += not record.answered
        self.night += night


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """The longest time in which nothing came in."""

    begins: dt.datetime
    ends: dt.datetime

    @property
    def length(self) -> dt.timedelta:
        """How long it was."""
        return self.ends - self.begins


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was counted."""

    total: Tally
    days: Mapping[dt.date, Tally]
    """By calendar day, those with a contact, in their order."""
    hours: tuple[Tally, ...]
    """By hour of the day, 0 to 23."""
    parties: Mapping[str, Tally]
    """By number or name, the most frequent first."""
    nights: Mapping[dt.date, int]
    """By the date of its evening."""
    outgoing: int
    undirected: int
    """Of which the export does not say whether they came or went: counted nowhere else."""
    untimed: int
    """Of those that came in: known by their day alone."""
    silence: Silence | None
    answered_on: Mapping[tuple[dt.date, str], int]
    """Connected calls that came in, by day and by the person's own number."""
    unanswered_on: Mapping[tuple[dt.date, str], int]
    """The same of calls that were not connected."""
    night_on: Mapping[tuple[dt.date, dt.date], int]
    """Contacts by night, by the date of the night and by the day on which they came in."""
    hours_of_night: Hours

    @property
    def first(self) -> dt.date | None:
        """The first day with a contact."""
        return next(iter(self.days), None)

    @property
    def last(self) -> dt.date | None:
        """The last day with a contact."""
        return max(self.days, default=None)

    @property
    def busiest(self) -> dt.date | None:
        """The day with most contacts; of several, the first."""
        return max(self.days, key=lambda day: self.days[day].contacts, default=None)

    @property
    def peak(self) -> int | None:
        """The hour with most contacts; of several, the first."""
        if not any(tally.contacts for tally in self.hours):
            return None
        return max(range(24), key=lambda hour: self.hours[hour].contacts)


def chosen(records: Iterable[Record], parties: Collection[str], *, came_in: bool = False) -> Iterator[Record]:
    """Yield what has to do with these numbers or names; what one of them wrote in a chat came from them.

    `came_in`: the person has said that calls whose direction the export does not give came in as well.
    """
    for record in records:
        if record.party in parties:
            known = record.direction or not (came_in or record.kind == "message")
            yield record if known else replace(record, direction="in")


@dataclass(slots=True)
class _Counts:
    total: Tally = field(default_factory=Tally)
    days: dict[dt.date, Tally] = field(default_factory=dict)
    hours: list[Tally] = field(default_factory=lambda: [Tally() for _hour in range(24)])
    parties: dict[str, Tally] = field(default_factory=dict)
    night_on: Counter[tuple[dt.date, dt.date]] = field(default_factory=Counter)
    answered_on: Counter[tuple[dt.date, str]] = field(default_factory=Counter)
    unanswered_on: Counter[tuple[dt.date, str]] = field(default_factory=Counter)
    spans: dict[int, tuple[dt.datetime, dt.datetime]] = field(default_factory=dict)
    """For each hour with a contact, the first and the last: enough for every silence that is longer than an hour."""
    outgoing: int = 0
    undirected: int = 0
    untimed: int = 0

    def add(self, record: Record, night: Hours) -> None:
        if record.direction != "in":
            self.outgoing += record.direction == "out"
            self.undirected += record.direction == ""
            return
        day = record.when.date()
        timed = record.exact != "day"
        evening = night.night_of(record.when) if timed else None
        self.total.add(record, night=evening is not None)
        _tally(self.days, day).add(record, night=evening is not None)
        _tally(self.parties, record.party).add(record, night=evening is not None)
        if timed:
            self.hours[record.when.hour].add(record, night=evening is not None)
        if evening is not None:
            self.night_on[evening, day] += 1
        if record.answered is not None:
            (self.answered_on if record.answered else self.unanswered_on)[day, record.own] += 1
        self.untimed += not timed
        self._span(day, record.when, timed=timed)

    def _span(self, day: dt.date, when: dt.datetime, *, timed: bool) -> None:
        hour = day.toordinal() * 24
        if not timed:
            start = dt.datetime.combine(day, dt.time.min)
            self.spans[hour] = (start, start + _DAY)
            return
        hour += when.hour
        known = self.spans.get(hour)
        if known is None:
            self.spans[hour] = (when, when)
        elif not known[0] <= when <= known[1]:
            self.spans[hour] = (min(known[0], when), max(known[1], when))


def _tally(tallies: dict[_Key, Tally], key: _Key) -> Tally:
    tally = tallies.get(key)
    if tally is None:
        tally = tallies[key] = Tally()
    return tally


def summary(records: Iterable[Record], *, night: Hours = NIGHT) -> Found:
    """Count records, in whatever order they come. It takes memory for days, hours and numbers, not for records."""
    counts = _Counts()
    for record in records:
        counts.add(record, night)
    nights: Counter[dt.date] = Counter()
    for (evening, _day), count in counts.night_on.items():
        nights[evening] += count
    return Found(
        total=counts.total,
        days=dict(sorted(counts.days.items())),
        hours=tuple(counts.hours),
        parties=dict(sorted(counts.parties.items(), key=lambda item: (-item[1].contacts, item[0]))),
        nights=dict(sorted(nights.items())),
        outgoing=counts.outgoing,
        undirected=counts.undirected,
        untimed=counts.untimed,
        silence=_silence(counts.spans),
        answered_on=counts.answered_on,
        unanswered_on=counts.unanswered_on,
        night_on=counts.night_on,
        hours_of_night=night,
    )


def _silence(spans: Mapping[int, tuple[dt.datetime, dt.datetime]]) -> Silence | None:
    """Return the longest silence between two contacts that lie in different hours."""
    longest: Silence | None = None
    end: dt.datetime | None = None
    for first, last in sorted(spans.values()):
        if end is not None and first > end and (longest is None or first - end > longest.length):
            longest = Silence(begins=end, ends=first)
        end = last if end is None else max(end, last)
    return longest
