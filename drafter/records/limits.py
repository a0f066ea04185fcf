"""What collectors must keep to, as data in `law/limits.yaml`, and the days on which they did not."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from drafter.errors import LawError
from drafter.i18n import gettext as _
from drafter.law import Article, Law
from drafter.law_files import LawFiles
from drafter.records.counting import Found, Hours
from drafter.yamlfile import YamlMap, did_you_mean

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

FILE: Final = "limits.yaml"
_KEYS: Final = ("name", "counts", "each", "begins", "ends", "most", "article", "word", "unless", "debtor_only")
_COUNTS: Final = ("answered_calls", "unanswered_calls", "contacts")
_EACH: Final = ("day", "own_number_day", "night")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """How much may be at most; from when, and for whom, is said by its article."""

    id: str
    name: str
    counts: str
    each: str
    most: int
    hours: Hours | None
    debtor_only: bool
    article: Article
    word: str
    """How strictly the article puts it: 不应, 不宜, 严禁."""
    unless: str
    """What was agreed that lifts the limit; empty where nothing does. An export cannot show it: it is to be asked."""

    def binds(self, lender: str, *, debtor: bool) -> bool:
        """Return whether it is a limit for what a lender of this kind does to a debtor, or to somebody else."""
        bound = self.article.statute.binds
        return (debtor or not self.debtor_only) and (not bound or lender in bound)


@dataclass(frozen=True, slots=True, kw_only=True)
class Excess:
    """A day on which there was more than a limit allows."""

    limit: Limit
    day: dt.date
    """Of a night, the date of its evening."""
    own: str
    """The person's own number, where the limit is for each of them and the export names it."""
    count: int


def load(root: Traversable, law: Law) -> tuple[Limit, ...]:
    """Return the limits of `law/limits.yaml`; raise LawError with every fault found."""
    reader = _Reader(root / "law", law)
    found = tuple(reader.read())
    if reader.problems:
        raise LawError(reader.problems)
    return found


class _Reader(LawFiles):
    def __init__(self, folder: Traversable, law: Law) -> None:
        super().__init__(folder)
        self.law = law

    def read(self) -> Iterator[Limit]:
        data = self._root(FILE)
        for name, entry in self._shapes.named(data):
            self._keys(entry, _KEYS)
            self._needed(entry, ("name", "counts", "each", "most", "article", "word"))
            article = self._article(entry)
            limit_of = self._one_of(entry, "each", _EACH)
            hours = Hours(begins=self._whole(entry, "begins"), ends=self._whole(entry, "ends"))
            if article is not None:
                yield Limit(
                    id=name,
                    name=self._shapes.text(entry, "name"),
                    counts=self._one_of(entry, "counts", _COUNTS),
                    each=limit_of,
                    most=self._whole(entry, "most"),
                    hours=hours if limit_of == "night" else None,
                    debtor_only=self._shapes.flag(entry, "debtor_only"),
                    article=article,
                    word=self._shapes.text(entry, "word"),
                    unless=self._shapes.text(entry, "unless"),
                )

    def _whole(self, data: YamlMap, key: str) -> int:
        return super()._whole(data, key) if key in data else 0

    def _article(self, data: YamlMap) -> Article | None:
        name = self._shapes.text(data, "article")
        if name and name not in self.law.articles:
            what = _("法律库里没有“{article}”。").format(article=name)
            self._fault(data.lines.get("article"), what, did_you_mean(name, self.law.articles), "L008")
        return self.law.articles.get(name)


def exceeded(found: Found, limits: tuple[Limit, ...], *, lender: str, debtor: bool) -> tuple[Excess, ...]:
    """Return the days on which each limit was exceeded, on days on which its article was in force.

    `found` must be the counts of the numbers that call for one lender.
    """
    return tuple(
        Excess(limit=limit, day=day, own=own, count=count)
        for limit in limits
        if limit.binds(lender, debtor=debtor)
        for (day, own), count in sorted(_counts(found, limit).items())
        if count > limit.most
    )


def _counts(found: Found, limit: Limit) -> Mapping[tuple[dt.date, str], int]:
    counts: Counter[tuple[dt.date, str]] = Counter()
    if limit.each == "night":
        if limit.hours == found.hours_of_night:
            for (evening, day), count in found.night_on.items():
                counts[evening, ""] += count if limit.article.in_force(day) else 0
        return counts
    for (day, own), count in _by_own(found, limit.counts).items():
        if limit.article.in_force(day):
            counts[day, own if limit.each == "own_number_day" else ""] += count
    return counts


def _by_own(found: Found, counts: str) -> Mapping[tuple[dt.date, str], int]:
    if counts == "contacts":
        return {(day, ""): tally.contacts for day, tally in found.days.items()}
    return found.answered_on if counts == "answered_calls" else found.unanswered_on
