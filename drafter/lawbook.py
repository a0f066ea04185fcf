"""Looks the law up, and looks the law over: what `drafter law show` and `drafter law check` tell."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from drafter import values
from drafter.errors import UsageError, Where
from drafter.i18n import gettext as _
from drafter.i18n import listed
from drafter.law import Article, Citation, Conduct, Law, Statute
from drafter.library import Library
from drafter.yamlfile import did_you_mean

SHELF_LIFE: Final = dt.timedelta(days=180)
"""How long a check of the law is trusted before somebody should look again."""
_COUNTRY: Final = "中华人民共和国"
_NUMBER: Final = re.compile(
    r"第?(?P<number>[0-9零〇一二三四五六七八九十百千]+)条?(?:(?:之|-)(?P<more>[0-9一二三四五六七八九十]+))?"
)

Kind = Literal["stale", "expired", "single", "uncited"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the registry has of an article: the wording of that day, and the others."""

    day: dt.date
    current: Article | None
    others: tuple[Article, ...]
    statutes: tuple[Statute, ...]
    """Every version of the law, the newest first."""
    uses: Mapping[str, tuple[tuple[Conduct, Citation], ...]]
    """By article: the conducts that it is cited for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something to know about the registry; `mend` says whether somebody has to do something about it."""

    kind: Kind
    where: Where
    what: str
    mend: bool


def versions(law: Law, name: str) -> tuple[Statute, ...]:
    """Return every version of the law that goes by this name, the newest first.

    Raises UsageError, with the nearest names, when there is none.
    """
    wanted = _plain(name)
    found = [statute for statute in law.statutes if wanted in (_plain(statute.title), _plain(statute.short))]
    if not found:
        found = [statute for statute in law.statutes if wanted and wanted in _plain(statute.title)]
    if len({statute.title for statute in found}) > 1:
        titles = listed(dict.fromkeys(f"《{statute.title}》" for statute in found))
        raise UsageError(
            what=_("“{name}”不止一部：{titles}。").format(name=name, titles=titles), advice=_("请写全名。")
        )
    if not found:
        known = [spelling for statute in law.statutes for spelling in (_plain(statute.title), _plain(statute.short))]
        raise UsageError(
            what=_("法律库里没有“{name}”。").format(name=name),
            advice=did_you_mean(wanted, dict.fromkeys(known)) or _("运行 drafter law show 看有哪些。"),
        )
    return tuple(sorted(found, key=lambda statute: statute.start, reverse=True))


def _plain(name: str) -> str:
    return re.sub(r"[（(].*[）)]$", "", name.strip().strip("《》")).removeprefix(_COUNTRY)


def articles_of(law: Law, statute: Statute) -> tuple[Article, ...]:
    """Return the articles of one version, in its order."""
    return tuple(article for article in law.articles.values() if article.statute is statute)


def show(law: Law, name: str, number: str, day: dt.date) -> Shown:
    """Return an article as it is in force on a day, with its other versions, by number or by descent.

    Raises UsageError when the registry has no such law or no such article of it.
    """
    statutes = versions(law, name)
    wanted = _key(number)
    if wanted is None:
        raise UsageError(what=_("“{number}”不是条文号。").format(number=number), advice=_("请写成 50 或者 293之一。"))
    own = [a for statute in statutes for a in articles_of(law, statute) if a.number and _key(a.number) == wanted]
    if not own:
        held = listed(a.number for a in articles_of(law, statutes[0]) if a.number) or _("（没有带条文号的）")
        raise UsageError(
            what=_("法律库没有收《{title}》的这一条。").format(title=statutes[0].title),
            advice=_("收了的有：{held}。").format(held=held),
        )
    newest = max(own, key=lambda article: article.start)
    family = [newest, *_related(law, newest)]
    current = next((article for article in family if article.in_force(day)), None)
    others = sorted((a for a in family if a is not current), key=lambda article: article.start, reverse=True)
    uses = {article.id: tuple(_uses(law, article)) for article in family}
    return Shown(day=day, current=current, others=tuple(others), statutes=statutes, uses=uses)


def _uses(law: Law, article: Article) -> Iterator[tuple[Conduct, Citation]]:
    for conduct in law.conducts.values():
        found = [ground.citation for grounds in conduct.grounds.values() for ground in grounds]
        for citation in dict.fromkeys(citation for citation in found if citation.article is article):
            yield conduct, citation


def _related(law: Law, article: Article) -> Iterator[Article]:
    """Yield the articles that this one continues, and those that continue it."""
    for former in article.formerly:
        yield law.articles[former]
    for other in law.articles.values():
        if article.id in other.formerly:
            yield other


def _key(number: str) -> tuple[int, int] | None:
    match = _NUMBER.fullmatch(number.strip())
    if match is None:
        return None
    first, more = (values.number(part) if part else 0 for part in (match["number"], match["more"]))
    return None if first is None or more is None else (int(first), int(more))


def audit(library: Library, today: dt.date) -> tuple[Finding, ...]:
    """Return what is not verified, old, out of force though a paper cites it, or cited by no one.

    What does not resolve, overlaps or lacks its source never gets so far: it is an error when `law/` is read.
    """
    return (
        *_stale(library.law, today),
        *_expired(library, today),
        *_single(library.law),
        *_uncited(library),
    )


def _stale(law: Law, today: dt.date) -> Iterator[Finding]:
    for statute in law.statutes:
        if today - statute.checked > SHELF_LIFE:
            what = _("《{title}》{version}上次核对是 {day}，超过 {days} 天了。").format(
                title=statute.title, version=statute.version, day=statute.checked, days=SHELF_LIFE.days
            )
            yield Finding(kind="stale", where=statute.where, what=what, mend=True)


def _expired(library: Library, today: dt.date) -> Iterator[Finding]:
    for document in library.documents:
        for name, use in document.articles.items():
            for article in (library.law.articles[id_] for id_ in use.articles):
                if not article.in_force(today) and not use.conducts:
                    what = _("《{document}》的“{name}”引用的 {article} 在 {day} 已经失效或者还没有施行。").format(
                        document=document.title, name=name, article=article.id, day=today
                    )
                    yield Finding(kind="expired", where=use.where, what=what, mend=True)


def _single(law: Law) -> Iterator[Finding]:
    for article in law.articles.values():
        if article.status != "verified":
            what = _("《{title}》{number}只有一个来源：只能不加引号地引用，不能是唯一的依据。").format(
                title=article.statute.title, number=article.number or article.id
            )
            yield Finding(kind="single", where=article.where, what=what, mend=False)


def _uncited(library: Library) -> Iterator[Finding]:
    used = frozenset(cited(library))
    for statute in library.law.statutes:
        idle = [a.number or a.id for a in articles_of(library.law, statute) if a.id not in used]
        if idle:
            what = _("《{title}》{version}没有被引用的：{articles}。").format(
                title=statute.title, version=statute.version, articles=listed(idle)
            )
            yield Finding(kind="uncited", where=statute.where, what=what, mend=False)


def cited(library: Library) -> Iterable[str]:
    """Yield the id of every article that a ground, a document, a required element or a period names."""
    law = library.law
    for conduct in law.conducts.values():
        for grounds in conduct.grounds.values():
            yield from (ground.citation.article.id for ground in grounds)
    for document in library.documents:
        for use in document.articles.values():
            yield from use.articles
            yield from use.before.articles if use.before is not None else ()
    for channel in law.channels.values():
        yield from (element.source for element in channel.required)
    for period in law.periods.values():
        yield from period.articles
