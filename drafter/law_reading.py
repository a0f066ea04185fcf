"""Reads `law/*.yaml` and checks that every legal fact has its source, its dates and its status."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from drafter import law
from drafter.days import Year
from drafter.errors import LawError, Problem, Where
from drafter.i18n import gettext as _
from drafter.law_files import WHOLE, LawFiles
from drafter.yamlfile import Unreadable, YamlMap, did_you_mean, sentence

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_STATUTE_KEYS: Final = ("title", "version", "short", "issuer", "force", "checked", "binds", "in_force", "articles")
_ARTICLE_KEYS: Final = ("id", "article", "text", "in_force", "formerly", "threshold", "status", "quote_ok", "sources")
_SPAN_KEYS: Final = ("from", "to")
_GROUND_KEYS: Final = ("article", "item", "wording", "only_if", "arguable")
_CHANNEL_KEYS: Final = (
    "name", "authority", "reader", "to_lender", "hotline", "rank", "timing",
    "where", "how", "bring", "after", "discloses", "required",
)  # fmt: skip
_ELEMENT_KEYS: Final = ("id", "element", "source", "status", "when", "fields", "any_of", "words", "waivable")
_PERIOD_KEYS: Final = ("what", "amount", "unit", "articles", "status", "from", "to")
_TERM_KEYS: Final = ("title", "begins", "when", "period", "whose", "window", "lead", "then")
_YEAR_KEYS: Final = ("year", "source", "checked", "off", "on")
_WHOSE: Final = ("ours", "theirs")
_STATUSES: Final = ("verified", "single")
_SOURCES_NEEDED: Final = {"verified": 2, "single": 1}
_UNITS: Final = ("hours", "working_days", "calendar_days", "months")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The law as far as it could be read, and what is wrong with it."""

    law: law.Law
    problems: tuple[Problem, ...]
    unread: frozenset[str]
    """The files that could not be read: a name that may stand in one of them is no mistake elsewhere."""


def load(root: Traversable) -> law.Law:
    """Return everything under `law/`; raise LawError with every fault found."""
    reading = read(root)
    if reading.problems:
        raise LawError(reading.problems)
    return reading.law


def read(root: Traversable) -> Reading:
    """Return what can be read under `law/`; a fault in one place hides no other."""
    reader = _Reader(root / "law")
    found = reader.read()
    return Reading(law=found, problems=tuple(reader.problems), unread=frozenset(reader.unread))


def _overlap(one: law.Statute, other: law.Statute) -> bool:
    return (one.end is None or one.end >= other.start) and (other.end is None or other.end >= one.start)


class _Reader(LawFiles):
    def __init__(self, folder: Traversable) -> None:
        super().__init__(folder)
        self.articles: dict[str, law.Article] = {}
        self.statutes: list[law.Statute] = []

    def read(self) -> law.Law:
        for entry in self._files("statutes"):
            self._statute(f"statutes/{entry.name}")
        if not self.statutes and self._articles_known():
            self.problems.append(Problem(code="L019", where=Where(file="law/statutes"), what=_("里面没有法律文件。")))
            self.unread.add("statutes/")
        self._check_lineage()
        periods = self._periods()
        return law.Law(
            statutes=tuple(self.statutes),
            articles=self.articles,
            conducts=self._conducts(),
            channels=self._channels(),
            periods=periods,
            terms=self._terms(periods),
            hotlines=self._hotlines(),
            years=self._years(),
        )

    def _articles_known(self) -> bool:
        """Return whether every statute could be read, so that an article that is nowhere is a mistake."""
        return not any(name.startswith("statutes/") for name in self.unread)

    def _statute(self, name: str) -> None:
        data = self._root(name)
        if isinstance(data, Unreadable):
            return
        self._keys(data, _STATUTE_KEYS)
        self._needed(data, ("title", "short"))
        start, end = self._span(data)
        statute = law.Statute(
            title=self._shapes.text(data, "title"),
            version=self._shapes.text(data, "version"),
            short=self._shapes.text(data, "short"),
            issuer=self._shapes.text(data, "issuer"),
            force=self._one_of(data, "force", law.FORCES),
            checked=self._first_day(data, "checked"),
            start=start,
            end=end,
            binds=self._many_of(data, "binds", law.LENDER_KINDS),
            where=Where(file=f"law/{name}", line=1),
        )
        for other in self.statutes:
            if other.title == statute.title and _overlap(other, statute):
                what = _("《{title}》的两个版本有同时有效的日子：另一个在 {file}。").format(
                    title=statute.title, file=other.where.file
                )
                self._fault(data.lines.get("in_force"), what, _("请改施行日或者失效日（in_force）。"), "L014")
        self.statutes.append(statute)
        for entry in self._shapes.maps(data, "articles"):
            self._article(entry, statute)

    def _span(self, data: YamlMap) -> tuple[dt.date, dt.date | None]:
        """Return the days in force that `in_force` gives."""
        period = data.get("in_force")
        if not isinstance(period, YamlMap):
            self._fault(data.lines.get("in_force", data.line), _("缺少 in_force（from、to）。"), code="L004")
            return dt.date.min, None
        self._keys(period, _SPAN_KEYS)
        start, end = self._first_day(period, "from"), self._day(period, "to")
        if end is not None and end < start:
            self._fault(period.line, _("失效日早于施行日。"), code="L007")
        return start, end

    def _article(self, data: YamlMap, statute: law.Statute) -> None:
        self._keys(data, _ARTICLE_KEYS)
        self._needed(data, ("text",))
        article_id = self._shapes.text(data, "id")
        if article_id in self.articles or not article_id:
            self._fault(data.line, _("“{id}”重复或者是空的。").format(id=article_id), code="L005")
        status = self._one_of(data, "status", _STATUSES)
        sources = tuple(dict.fromkeys(self._shapes.texts(data, "sources")))
        needed = _SOURCES_NEEDED[status]
        if len(sources) < needed:
            what = _("“{id}”写明 {status}，要有 {needed} 个不同的来源，现在有 {count} 个。").format(
                id=article_id, status=status, needed=needed, count=len(sources)
            )
            self._fault(data.lines.get("sources", data.line), what, _("补上来源，或者改成 single。"), "L006")
        start, end = self._span(data) if "in_force" in data else (statute.start, statute.end)
        self.articles[article_id] = law.Article(
            id=article_id,
            statute=statute,
            number=self._shapes.text(data, "article"),
            text=self._shapes.text(data, "text"),
            start=start,
            end=end,
            status=status,
            quotable=self._shapes.flag(data, "quote_ok", default=True),
            sources=sources,
            formerly=self._shapes.texts(data, "formerly"),
            threshold=self._shapes.text(data, "threshold"),
            where=Where(file=f"law/{self.file}", line=data.line),
        )

    def _check_lineage(self) -> None:
        """Every former article must be there, and out of force before the one that continues it comes into force."""
        for article in self.articles.values():
            for former_id in article.formerly:
                former = self.articles.get(former_id)
                if former is None and not self._articles_known():
                    continue
                if former is None:
                    what = _("法律库里没有“{article}”。").format(article=former_id)
                    advice = did_you_mean(former_id, self.articles)
                    self.problems.append(Problem(code="L008", where=article.where, what=what, advice=advice))
                elif former.end is None or former.end >= article.start:
                    what = _("“{former}”和接替它的“{id}”有同时有效的日子。").format(former=former_id, id=article.id)
                    self.problems.append(Problem(code="L014", where=article.where, what=what))

    def _known_article(self, article: str, line: int | None) -> law.Article | None:
        found = self.articles.get(article)
        if found is None and self._articles_known():
            what = _("法律库里没有“{article}”。").format(article=article)
            self._fault(line, what, did_you_mean(article, self.articles), "L008")
        return found

    def _conducts(self) -> Mapping[str, law.Conduct]:
        data = self._root("grounds.yaml")
        found = {}
        for conduct, entry in self._shapes.named(data):
            self._keys(entry, ("title", "sort", "frequent", *law.PURPOSES))
            self._needed(entry, ("title",))
            grounds = {
                purpose: tuple(g for use in self._shapes.maps(entry, purpose) if (g := self._ground(use)) is not None)
                for purpose in law.PURPOSES
                if purpose in entry
            }
            for purpose, group in grounds.items():
                if not any(g.citation.article.status == "verified" for g in group) and self._articles_known():
                    what = _("“{conduct}”在“{purpose}”下只有单一来源的依据。").format(conduct=conduct, purpose=purpose)
                    self._fault(entry.lines[purpose], what, code="L009")
            sort = self._shapes.text(entry, "sort")
            if sort and sort not in law.SORTS:
                what = _("没有“{sort}”这一类行为。").format(sort=sort)
                self._fault(entry.lines["sort"], what, did_you_mean(sort, law.SORTS), "L013")
            found[conduct] = law.Conduct(
                id=conduct,
                title=self._shapes.text(entry, "title"),
                sort=sort,
                grounds=grounds,
                frequent=self._frequent(entry, data),
            )
        return found

    def _frequent(self, entry: YamlMap, conducts: YamlMap) -> law.Frequent | None:
        if "frequent" not in entry:
            return None
        data = self._shapes.map(entry, "frequent")
        self._keys(data, ("least", "fewer"))
        self._needed(data, ("least", "fewer"))
        fewer = self._shapes.text(data, "fewer")
        if fewer and fewer not in conducts:
            what = _("没有“{name}”这种行为。").format(name=fewer)
            self._fault(data.lines["fewer"], what, did_you_mean(fewer, conducts), "L013")
        return law.Frequent(least=self._whole(data, "least"), fewer=fewer)

    def _ground(self, data: YamlMap) -> law.Ground | None:
        self._keys(data, _GROUND_KEYS)
        article = self._known_article(self._shapes.text(data, "article"), data.line)
        if article is None:
            return None
        citation = law.Citation(
            article=article,
            item=self._shapes.text(data, "item"),
            wording=self._one_of(data, "wording", law.WORDINGS, "cite"),
            arguable=self._shapes.flag(data, "arguable"),
        )
        where = Where(file=f"law/{self.file}", line=data.lines.get("only_if", data.line))
        return law.Ground(citation=citation, only_if=frozenset(self._shapes.texts(data, "only_if")), where=where)

    def _channels(self) -> Mapping[str, law.Channel]:
        data = self._root("channels.yaml")
        found = {}
        for channel, entry in self._shapes.named(data):
            self._keys(entry, _CHANNEL_KEYS)
            self._needed(entry, ("name", "authority"))
            required = tuple(self._element(element) for element in self._shapes.maps(entry, "required"))
            if not required:
                what = _("渠道“{channel}”没有列出必备要素。").format(channel=channel)
                self._fault(data.lines[channel], what, code="L010")
            found[channel] = law.Channel(
                id=channel,
                name=self._shapes.text(entry, "name"),
                authority=self._shapes.text(entry, "authority"),
                reader=self._shapes.text(entry, "reader"),
                to_lender=self._shapes.flag(entry, "to_lender"),
                hotline=self._shapes.text(entry, "hotline"),
                rank=self._whole(entry, "rank"),
                timing=sentence(self._shapes.text(entry, "timing")),
                where=sentence(self._shapes.text(entry, "where")),
                how=sentence(self._shapes.text(entry, "how")),
                bring=self._shapes.texts(entry, "bring"),
                after=sentence(self._shapes.text(entry, "after")),
                discloses=frozenset(self._shapes.texts(entry, "discloses")),
                required=required,
            )
        return found

    def _element(self, data: YamlMap) -> law.Element:
        self._keys(data, _ELEMENT_KEYS)
        self._needed(data, ("id", "element"))
        source = self._shapes.text(data, "source")
        if source != "customary":
            self._check_status(data, [self._known_article(source, data.lines.get("source"))])
        if not any(data.get(key) for key in ("fields", "any_of", "words")):
            what = _("“{id}”没有写怎样算有（fields、any_of 或者 words）。").format(id=data.get("id", ""))
            self._fault(data.line, what, code="L018")
        return law.Element(
            id=self._shapes.text(data, "id"),
            element=self._shapes.text(data, "element"),
            source=source,
            status=self._one_of(data, "status", (*_STATUSES, "customary")),
            when=self._condition(data),
            fields=self._shapes.texts(data, "fields"),
            any_of=self._shapes.texts(data, "any_of"),
            words=self._shapes.texts(data, "words"),
            waivable=self._shapes.flag(data, "waivable"),
            where=Where(file=f"law/{self.file}", line=data.lines.get("when", data.line)),
        )

    def _check_status(self, data: YamlMap, articles: Iterable[law.Article | None]) -> None:
        """A fact is as sure as the surest article that gives it."""
        found = {article.status for article in articles if article is not None}
        told = self._shapes.text(data, "status")
        true = "verified" if "verified" in found else "single"
        if found and told != true:
            what = _("status 写的是“{told}”，它的条文是“{true}”。").format(told=told, true=true)
            self._fault(data.lines.get("status", data.line), what, code="L019")

    def _periods(self) -> Mapping[str, law.Period]:
        data = self._root("periods.yaml")
        found = {}
        for period, entry in self._shapes.named(data):
            self._keys(entry, _PERIOD_KEYS)
            articles = self._shapes.texts(entry, "articles")
            self._check_status(entry, [self._known_article(a, entry.lines.get("articles")) for a in articles])
            amount = self._shapes.text(entry, "amount")
            whole = WHOLE.fullmatch(amount) is not None
            if not whole or not articles:
                self._fault(data.lines[period], _("期限“{id}”要有数字和条文。").format(id=period), code="L012")
            found[period] = law.Period(
                id=period,
                what=self._shapes.text(entry, "what"),
                amount=int(amount) if whole else 0,
                unit=self._one_of(entry, "unit", _UNITS),
                articles=articles,
                status=self._one_of(entry, "status", _STATUSES),
                start=self._first_day(entry, "from"),
                end=self._day(entry, "to"),
            )
        return found

    def _terms(self, periods: Mapping[str, law.Period]) -> Mapping[str, law.Term]:
        data = self._root("terms.yaml")
        found = {}
        for term, entry in self._shapes.named(data):
            self._keys(entry, _TERM_KEYS)
            for key in ("title", "begins", "whose", "then"):
                if not entry.get(key):
                    self._fault(entry.line, _("“{id}”缺少“{key}”。").format(id=term, key=key), code="L015")
            found[term] = law.Term(
                id=term,
                title=self._shapes.text(entry, "title"),
                begins=self._one_of(entry, "begins", law.BEGINNINGS),
                when=self._condition(entry),
                period=self._known_period(entry, "period", periods),
                ours=self._one_of(entry, "whose", _WHOSE) == "ours",
                window=self._known_period(entry, "window", periods),
                lead=self._lead(entry),
                then=sentence(self._shapes.text(entry, "then")),
                where=Where(file=f"law/{self.file}", line=entry.line),
            )
        return found

    def _lead(self, data: YamlMap) -> int:
        text = str(data.get("lead", "0"))
        if text.isdecimal():
            return int(text)
        self._fault(data.lines.get("lead"), _("lead 应当是天数，现在是“{text}”。").format(text=text), code="L012")
        return 0

    def _known_period(self, data: YamlMap, key: str, periods: Mapping[str, law.Period]) -> law.Period | None:
        name = str(data.get(key, ""))
        if name and name not in periods and "periods.yaml" not in self.unread:
            what = _("periods.yaml 里没有“{name}”。").format(name=name)
            self._fault(data.lines.get(key), what, did_you_mean(name, periods), "L016")
        return periods.get(name)

    def _years(self) -> Mapping[int, Year]:
        found = {}
        for file in self._files("workdays"):
            data = self._root(f"workdays/{file.name}")
            if isinstance(data, Unreadable):
                continue
            self._keys(data, _YEAR_KEYS)
            text, source = self._shapes.text(data, "year"), self._shapes.text(data, "source")
            if f"{text}.yaml" != file.name or not WHOLE.fullmatch(text):
                what = _("year 和文件名对不上。")
                self._fault(data.lines.get("year"), what, _("文件名应当是“年份.yaml”。"), "L017")
                continue
            if not source:
                self._fault(data.line, _("没有来源。"), code="L006")
            self._first_day(data, "checked")
            off, on = self._days(data, "off"), self._days(data, "on")
            for day in sorted([*off, *on]):
                if day.year != int(text) or (day.weekday() < 5) != (day in off) or day in off & on:  # noqa: PLR2004
                    what = _("{day} 放错了地方：off 只列放假的周一至周五，on 只列上班的周六、周日。").format(day=day)
                    self._fault(data.lines.get("off"), what, code="L017")
            found[int(text)] = Year(year=int(text), source=source, off=off, on=on)
        return found

    def _hotlines(self) -> Mapping[str, law.Hotline]:
        found = {}
        tree = self._open("hotlines.yaml")
        for entry in self._shapes.listed(tree, "hotlines.yaml", 1):
            self._keys(entry, ("number", "name", "status", "checked"))
            self._needed(entry, ("number", "name"))
            number = self._shapes.text(entry, "number")
            status = self._one_of(entry, "status", _STATUSES)
            found[number] = law.Hotline(number=number, name=self._shapes.text(entry, "name"), status=status)
        return found
