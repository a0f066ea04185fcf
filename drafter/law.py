"""Statutes, grounds, channels and periods as data: what may be cited for an act of a given day, and how.

A legal fact is never a constant in code. It stands in `law/*.yaml` with the days on which it is in force, its
status and the day on which somebody checked it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from drafter.conditions import Condition
from drafter.days import Year, add_months, add_working_days
from drafter.errors import Where

PURPOSES: Final = (
    "police_administrative", "police_criminal", "court_civil", "regulator", "miit", "private_prosecution",
)  # fmt: skip
SORTS: Final = ("contact", "visit", "posting", "third_party", "papers")
_NO_NUMBER: Final = "有关规定"
"""What is cited of a law of which the text is known, and the number of the article is not."""
WORDINGS: Final = ("cite", "refer", "self_regulation", "if_confirmed")
FORCES: Final = (
    "law", "regulation", "judicial_interpretation", "rule", "normative", "recommended_standard", "self_regulation",
)  # fmt: skip
BEGINNINGS: Final = ("last_act", "when", "answered", "expires")
LENDER_KINDS: Final = (
    "bank_card", "bank_loan", "consumer_finance", "microloan", "trust_auto", "insurer", "person", "unlicensed", "none",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Statute:
    """One version of one law."""

    title: str
    version: str
    short: str
    issuer: str
    force: str
    checked: dt.date
    start: dt.date
    end: dt.date | None
    """First and last day in force; `end` is None while it still is. An article may have days of its own."""
    binds: frozenset[str]
    """Kinds of lender that it binds; empty: everybody."""
    where: Where

    def name(self, *, former: bool = False) -> str:
        """Return its title as it is cited: 《…》, and with its version when it is no longer the law: （2012年修正）."""
        named = former or self.force == "recommended_standard"
        version = f"（{self.version}）" if self.version and named else ""
        return f"《{self.title}》{version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article in one wording."""

    id: str
    statute: Statute
    number: str
    """Its number in Chinese numerals; empty where the number is not known."""
    text: str
    start: dt.date
    end: dt.date | None
    status: str
    quotable: bool
    sources: tuple[str, ...]
    formerly: tuple[str, ...]
    """Ids of the articles of former law that this one continues."""
    threshold: str
    """Of an article of criminal law: from when the act is that crime, where 情节严重 would not say it."""
    where: Where

    def in_force(self, day: dt.date) -> bool:
        """Return whether it was in force on that day."""
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """An article, and the part of it that is meant."""

    article: Article
    item: str = ""
    wording: str = "cite"
    arguable: bool = False

    def place(self) -> str:
        """Return number and item as they are cited, or 有关规定 where the number is not known."""
        return f"{self.article.number}{self.item}" if self.article.number else _NO_NUMBER

    def place_on(self, today: dt.date) -> str:
        """Return the place; on a day before the article came into force, 有关规定."""
        return self.place() if self.article.start <= today else _NO_NUMBER

    def law_name(self, today: dt.date) -> str:
        """Return the law's title, with its version when the article is no longer in force."""
        return self.article.statute.name(former=self.article.end is not None and self.article.end < today)

    def show(self, today: dt.date) -> str:
        """Return the whole citation as it reads on that day."""
        return self.law_name(today) + self.place_on(today)

    def quote(self) -> str:
        """Return the article's words, or nothing where they may not be quoted."""
        verified = self.article.status == "verified"
        return self.article.text if self.article.quotable and verified else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """An article that may be cited for a kind of conduct."""

    citation: Citation
    only_if: frozenset[str]
    where: Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequent:
    """What makes calls and messages frequent, and the conduct that fewer of them are."""

    least: int
    fewer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """A kind of act: how papers call it, and its grounds by purpose."""

    id: str
    title: str
    sort: str
    """One of SORTS, or nothing."""
    grounds: Mapping[str, tuple[Ground, ...]]
    frequent: Frequent | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """What a channel requires a paper to have, and the article that asks for it."""

    id: str
    element: str
    source: str
    status: str
    when: Condition | None
    fields: tuple[str, ...]
    """Fields that must all stand in the paper, by id: `applicant.name`, `incidents[].when`, `grounds`…"""
    any_of: tuple[str, ...]
    """Fields of which one is enough."""
    words: tuple[str, ...]
    """Words of the template that must stand in the paper."""
    waivable: bool
    """Whether the authority can do without it for now."""
    where: Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One authority and way to reach it."""

    id: str
    name: str
    authority: str
    reader: str
    """Who reads its papers, in a word or two: 法院, 派出所. Empty: they are called by their titles."""
    to_lender: bool
    """Whether that is the lender itself, who may be the other side."""
    hotline: str
    rank: int
    """Which comes first in the plan: the lowest."""
    timing: str
    """When it is handed in, and why then."""
    where: str
    """How to find the right office; never an address."""
    how: str
    """How it is handed in: by hand, by post, on which page."""
    bring: tuple[str, ...]
    after: str
    """What to expect, and what to do when nothing comes."""
    discloses: frozenset[str]
    required: tuple[Element, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A number of days, months or hours, with the articles that give it."""

    id: str
    name: str
    """Its Chinese name in templates."""
    what: str
    amount: int
    unit: str
    articles: tuple[str, ...]
    status: str
    start: dt.date
    end: dt.date | None

    def last_day(self, begins: dt.date, years: Mapping[int, Year]) -> dt.date:
        """Return the last day of the period that an event on `begins` sets off.

        Raises UnknownYearError when it counts working days of a year whose holidays are not known.
        """
        match self.unit:
            case "months":
                return add_months(begins, self.amount)
            case "working_days":
                return add_working_days(begins, self.amount, years)
            case "hours":
                return begins + dt.timedelta(hours=self.amount)
        return begins + dt.timedelta(days=self.amount)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A day to keep in mind: what sets it off, how long it runs, whose it is, and what to do then."""

    id: str
    title: str
    begins: str
    """The date that sets it off: `last_act`, or a date of a step already taken (`when`, `answered`, `expires`)."""
    when: Condition | None
    """Which steps, or which cases, it is about; `this.` is the step."""
    period: Period | None
    """How long it runs; None: to that very day."""
    ours: bool
    """Whether the person must act by its last day; else somebody must answer by it, and after it the way is open."""
    window: Period | None
    """For an answer that did not come: how long the next way stays open after the last day; None: no limit in law."""
    lead: int
    """For a day that is known beforehand: how many days before it there is something to do. Practice, not law."""
    then: str
    """What to do, as it is printed in the plan."""
    where: Where

    @property
    def of_steps(self) -> bool:
        """Whether each step already taken may set it off."""
        return self.begins != "last_act"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hotline:
    """A telephone line that may be named."""

    number: str
    name: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """Everything under `law/`."""

    statutes: tuple[Statute, ...]
    articles: Mapping[str, Article]
    conducts: Mapping[str, Conduct]
    channels: Mapping[str, Channel]
    periods: Mapping[str, Period]
    terms: Mapping[str, Term]
    hotlines: Mapping[str, Hotline]
    years: Mapping[int, Year]
    """The years whose working days are known."""

    @property
    def checked(self) -> dt.date:
        """The day to which all of it was checked: the oldest of all checks."""
        return min(statute.checked for statute in self.statutes)

    def citation(self, article: str, item: str = "") -> Citation:
        """Return the citation of an article by its id."""
        return Citation(article=self.articles[article], item=item)

    def cite(
        self, conduct: str, purpose: str, *, on: dt.date, lender: str = "", flags: Iterable[str] = ()
    ) -> tuple[Citation, ...]:
        """Return what may be cited for an act of that day.

        An article of which there is only one source never stands alone.
        """
        known = frozenset(flags)
        grounds = self.conducts[conduct].grounds.get(purpose, ()) if conduct in self.conducts else ()
        found = tuple(
            ground.citation
            for ground in grounds
            if ground.citation.article.in_force(on)
            and (not ground.only_if or ground.only_if & known)
            and (not ground.citation.article.statute.binds or lender in ground.citation.article.statute.binds)
        )
        return found if any(citation.article.status == "verified" for citation in found) else ()

    def sorts(self, conducts: Iterable[str]) -> frozenset[str]:
        """Return of which sorts these conducts are."""
        return frozenset(self.conducts[c].sort for c in conducts if c in self.conducts and self.conducts[c].sort)

    def cite_span(  # noqa: PLR0913 - what was done, for whom, from when to when
        self, conduct: str, purpose: str, *, first: dt.date, last: dt.date, lender: str = "", flags: Iterable[str] = ()
    ) -> tuple[tuple[Citation, ...], tuple[Citation, ...]]:
        """Return the citations for the last act of a span, and those of the former law for its first acts."""
        known = tuple(flags)
        current = self.cite(conduct, purpose, on=last, lender=lender, flags=known)
        former = self.cite(conduct, purpose, on=first, lender=lender, flags=known)
        return current, tuple(citation for citation in former if not citation.article.in_force(last))


def combine(citations: Iterable[Citation], today: dt.date) -> str:
    """Return citations as one phrase, each law named once, those without a number in a row."""
    places: dict[str, list[str]] = {}
    for citation in citations:
        found = places.setdefault(citation.law_name(today), [])
        if citation.place_on(today) not in found:
            found.append(citation.place_on(today))
    phrases = []
    for unnumbered, laws in groupby(places.items(), key=lambda law: law[1] == [_NO_NUMBER]):
        named = list(laws)
        if unnumbered:
            phrases.append("".join(name for name, _places in named) + _NO_NUMBER)
        else:
            phrases += [name + "、".join(found) for name, found in named]
    return "、".join(phrases)
