"""Articles, grounds and periods: what this document cites."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from drafter import values
from drafter.case import Case, Incident, conclusions
from drafter.context.builder import Builder, computed, period_text, put, truth_field
from drafter.context.lists import item_numbers
from drafter.documents import ArticleUse
from drafter.fields import Counters, Field, Scope
from drafter.law import Citation, combine

_CRIMINAL: Final = "police_criminal"
_GROUND_PARTS: Final = (
    ("条文", "citations", "cite"), ("旧条文", "former", "cite"), ("参照", "standards", "refer"),
    ("自律", "self_regulation", "self_regulation"), ("待核条文", "if_confirmed", "if_confirmed"),
)  # fmt: skip


def add_law(builder: Builder) -> None:
    """Add 法条, 依据, 期限, and the counters 号."""
    articles = Scope({}, builder.root)
    for name, use in builder.document.articles.items():
        articles.add(name, _article(builder, name, use))
    put(builder.root, "法条", "articles", articles)
    found = _grounds(builder, builder.document.purposes)
    put(builder.root, "依据", "grounds", [_ground_scope(builder, ground) for ground in found])
    put(builder.root, "无条文行为", "acts_without_article", _without_article(builder, found))
    flags: Scope = builder.root["flags"]
    for name, truth in (("old_law", any(ground.old for ground in found)), ("all_old", _all_old(builder))):
        put(flags, builder.library.flags.get(name, name), name, truth_field(f"flags.{name}", truth=truth))
    periods = Scope({}, builder.root)
    for period in builder.library.law.periods.values():
        periods.add(period.id, computed(f"periods.{period.id}", period.what, period_text(period, builder.gettext)))
    put(builder.root, "期限", "periods", periods)
    put(builder.root, "号", "counters", Counters())


def _article(builder: Builder, name: str, use: ArticleUse) -> Field:
    today = builder.case.today
    citations = [builder.library.law.citation(article, item) for article, item in use.parts()]
    if use.before is not None and any(today < citation.article.start for citation in citations):
        citations = [builder.library.law.citation(article, item) for article, item in use.before.parts()]
    applies = not use.conducts or any(
        set(use.conducts) & set(incident.conducts)
        and incident.last_day
        and citations[0].article.in_force(incident.last_day)
        for incident in builder.case.incidents
    )
    address = f"={builder.document.id}.articles.{name}"
    quote = Field(citations[0].quote(), address=f"{address}.quote", label=name)
    text = combine(citations, today)
    return Field(text, address=address, label=name, truth=applies, parts={"原文": quote, "quote": quote})


def _grounds(builder: Builder, purposes: Iterable[str]) -> list[_Ground]:
    """Return one ground for each set of articles, with all the conducts and incidents that it covers."""
    merged: dict[object, _Ground] = {}
    for conduct in builder.case.conducts:
        papers = "papers" in builder.library.law.sorts([conduct])
        incidents = _acts(builder, conduct)
        if not incidents:
            continue
        days = _days(incidents)
        ends = _days(_series(builder.case, incidents))
        today = builder.case.today  # of an act without a time, the law that is in force is told, and the time is a gap
        first, last = min(days, default=today), max(ends, default=today)
        current, former = _citations(builder, conduct, tuple(p for p in purposes if p != _CRIMINAL), first, last)
        crimes, _former = _citations(builder, conduct, tuple(p for p in purposes if p == _CRIMINAL), first, last)
        current += [citation for citation in crimes if citation.wording != "cite"]
        crimes = [citation for citation in crimes if citation.wording == "cite"]
        texts, thresholds = _in_words(current, former, today), _thresholds(crimes, today)
        if any(texts.values()) or thresholds:
            old = not all(citation.article.in_force(today) for citation in (*current, *former, *crimes))
            checked = tuple(i.id for i in incidents if papers and i.checked in ("fake", "unclear"))
            fake = papers and all(i.checked == "fake" for i in incidents)
            new = _Ground(
                texts=texts, crimes=thresholds, dated=bool(days), old=old, checked=checked, fake=fake, conducts=[],
                numbers=set(),
            )  # fmt: skip
            ground = merged.setdefault((*texts.values(), *thresholds.items(), new.dated), new)
            ground.conducts.append(conduct)
            ground.numbers.update(incident.number for incident in incidents)
    return list(merged.values())


def _acts(builder: Builder, conduct: str) -> list[Incident]:
    """Return the incidents in which it was done; papers that turned out to be genuine are no act."""
    papers = "papers" in builder.library.law.sorts([conduct])
    return [i for i in builder.case.incidents if conduct in i.conducts and not (papers and i.checked == "real")]


def _without_article(builder: Builder, grounds: Iterable[_Ground]) -> list[Scope]:
    """Return the acts that were told and for which this document has no article, one by one."""
    covered = {conduct for ground in grounds for conduct in ground.conducts}
    found = []
    for conduct in builder.case.conducts:
        acts = _acts(builder, conduct)
        if conduct not in covered and acts:
            blank = _Ground(
                texts=dict.fromkeys((part for _chinese, part, _manner in _GROUND_PARTS), ""), crimes={}, checked=(),
                fake=False, dated=True, old=False, conducts=[conduct], numbers={act.number for act in acts},
            )  # fmt: skip
            found.append(_ground_scope(builder, blank))
    return found


def _days(incidents: Iterable[Incident]) -> list[dt.date]:
    return [day for incident in incidents for day in (incident.first_day, incident.last_day) if day]


def _series(case: Case, incidents: list[Incident]) -> list[Incident]:
    """Return the incidents that are one with these: all that share a conduct, when the person calls it a series.

    An insult in the course of nightly calls ends with the calls, not with the insult.
    """
    if case.value("conduct.series") is not True:
        return incidents
    together = {conduct for incident in incidents for conduct in incident.conducts}
    return [incident for incident in case.incidents if together & set(incident.conducts)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    texts: Mapping[str, str]
    crimes: Mapping[str, str]
    """From when it is a crime (empty: when it is grave enough) → the articles of criminal law."""
    checked: tuple[str, ...]
    """The incidents whose papers were checked."""
    fake: bool
    """Whether all of its papers turned out to be false."""
    dated: bool
    old: bool
    """Whether an article is cited that is no longer in force."""
    conducts: list[str]
    numbers: set[int]


def _ground_scope(builder: Builder, ground: _Ground) -> Scope:
    scope, key = Scope({}, builder.root), ".".join(ground.conducts)
    titles = "、".join(builder.library.law.conducts[conduct].title for conduct in ground.conducts)
    of = ("incidents[].conducts",)
    told = Field(titles, address=f"=grounds.{key}", label="行为", keys=tuple(ground.conducts), of=of)
    numbers = item_numbers(f"grounds{builder.part}.{key}.incident_numbers", sorted(ground.numbers), of=of)
    put(scope, "行为", "conduct", told)
    put(scope, "时间未定", "undated", truth_field(f"grounds.{key}.undated", truth=not ground.dated))
    put(scope, "件号", "incident_numbers", numbers)
    for (chinese, english, _wording), text in zip(_GROUND_PARTS, ground.texts.values(), strict=True):
        address = f"=grounds.{key}.{builder.document.channel}.{english}"
        put(scope, chinese, english, Field(text, address=address, label=chinese, of=of))
    crimes = []
    for threshold, text in ground.crimes.items():
        crime, address = Scope({}, builder.root), f"=grounds.{key}.{builder.document.channel}.crimes"
        put(crime, "条件", "threshold", Field(threshold, address=f"{address}.{threshold}.threshold", of=of))
        put(crime, "条文", "citations", Field(text, address=f"{address}.{threshold}", of=of))
        crimes.append(crime)
    put(scope, "涉嫌的罪", "crimes", crimes)
    told_of = [builder.case.value(f"incidents[{item}].checked_how") for item in ground.checked]
    checks = "；".join(values.bare(text) for text in told_of if isinstance(text, str))
    address = f"incidents[{ground.checked[0] if ground.checked else ''}].checked_how|核实"
    check = Field(checks, address=address, label="核实情况", of=("incidents[].checked_how",))
    put(scope, "核实", "checks", check)
    put(scope, "经核实不实", "fake", truth_field(f"grounds.{key}.fake", truth=ground.fake))
    return scope


def _thresholds(crimes: Iterable[Citation], today: dt.date) -> dict[str, str]:
    """Return the articles of criminal law, by what makes the act that crime."""
    found: dict[str, list[Citation]] = {}
    for citation in crimes:
        found.setdefault(citation.article.threshold, []).append(citation)
    return {threshold: combine(group, today) for threshold, group in found.items()}


def _all_old(builder: Builder) -> bool:
    """Return whether every act is of the time of former law."""
    law, today = builder.library.law, builder.case.today
    judged = []
    for incident in builder.case.incidents:
        if incident.last_day is None:
            return False
        found = [
            citation
            for conduct in incident.conducts
            for purpose in builder.document.purposes
            if purpose != _CRIMINAL
            for citation in law.cite(conduct, purpose, on=incident.last_day)
        ]
        judged += [any(not citation.article.in_force(today) for citation in found)] if found else []
    return bool(judged) and all(judged)


def _citations(
    builder: Builder, conduct: str, purposes: tuple[str, ...], first: dt.date, last: dt.date
) -> tuple[list[Citation], list[Citation]]:
    """Return what may be cited for a conduct: for its last act, and what former law said of its first."""
    flags = [name for name, truth in conclusions(builder.case).items() if truth]
    lender = str(builder.case.value("lender.kind") or "")
    current: list[Citation] = []
    former: list[Citation] = []
    for purpose in purposes:
        now, before = builder.library.law.cite_span(
            conduct, purpose, first=first, last=last, lender=lender, flags=flags
        )
        current += now
        former += before
    return current, former


def _in_words(current: list[Citation], former: list[Citation], today: dt.date) -> dict[str, str]:
    """Return the citations by part; all empty when nothing may be cited."""
    parts = {}
    for _chinese, english, manner in _GROUND_PARTS:
        chosen = former if english == "former" else current
        parts[english] = combine((citation for citation in chosen if citation.wording == manner), today)
    return parts
