"""Several packs, found in several places, in the order in which one lies over the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drafter.errors import PackError, Problem, Where
from drafter.i18n import gettext as _
from drafter.library import Library
from drafter.packs import files, firm
from drafter.yamlfile import did_you_mean

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A folder in which a pack is to be, how it is named in messages, and how it was found."""

    folder: Traversable
    place: str
    found: str = ""


def stack(base: Library, candidates: Sequence[Candidate]) -> Library:
    """Lay packs over each other, the first of them uppermost; one that says what it lies `over` comes after that.

    Raises PackError with every fault of every pack; a pack that cannot be read hides no fault of another.
    """
    library, problems = lay(base, candidates)
    if problems:
        raise PackError(problems)
    return library


def lay(base: Library, candidates: Sequence[Candidate]) -> tuple[Library, list[Problem]]:
    """Return the packs over each other as far as they can be read, and every fault of every one of them."""
    heads = [firm.head(candidate.folder, candidate.place, candidate.found) for candidate in reversed(candidates)]
    single, problems = _each_once(base, heads)
    ordered, found = _ordered(base, single)
    problems += found
    library = base
    for each in ordered:
        library, found = firm.lay(library, each)
        problems += found
    return library, list(dict.fromkeys(problems))


def _each_once(base: Library, heads: Iterable[firm.Head]) -> tuple[list[firm.Head], list[Problem]]:
    """Return the packs without those that have the name of another, and what is said of these."""
    seen = {pack.name: pack for pack in base.packs}
    single, problems = [], []
    for each in heads:
        other = seen.setdefault(each.pack.name, each.pack) if each.pack.name else each.pack
        if other is each.pack:
            single.append(each)
        else:
            what = _("“{name}”已经是 {other} 这个包的名字了。").format(
                name=each.pack.name, other=other.place or _("drafter 自带的内容")
            )
            advice = _("两个包不能同名：请移走一个，或者改 pack。")
            where = Where(file=each.pack.file(files.PACK), line=each.tree.lines.get("pack"))
            problems += [*each.problems, Problem(code="P030", where=where, what=what, advice=advice)]
    return single, problems


def _ordered(base: Library, heads: Sequence[firm.Head]) -> tuple[list[firm.Head], list[Problem]]:
    """Return the packs, each after those that it lies over, otherwise as they came; and what forbids that."""
    known = {each.pack.name for each in heads} | {pack.name for pack in base.packs}
    done = {pack.name for pack in base.packs}
    problems = [
        Problem(
            code="P032",
            where=Where(file=each.pack.file(files.PACK), line=each.tree.lines.get("over")),
            what=_("over 里的“{name}”这个包没有启用。").format(name=name),
            advice=did_you_mean(name, known),
        )
        for each in heads
        for name in each.pack.over
        if name not in known
    ]
    waiting = list(heads)
    ordered: list[firm.Head] = []
    while waiting:
        ready = next((each for each in waiting if not set(each.pack.over) & known - done), None)
        if ready is None:
            names = [each.pack.name for each in waiting]
            what = _("这几个包互相写在对方之上，没有先后：{names}。").format(names="、".join(names))
            advice = _("请从其中一个的 over 里去掉另一个。")
            where = Where(file=waiting[0].pack.file(files.PACK), line=waiting[0].tree.lines.get("over"))
            problems.append(Problem(code="P031", where=where, what=what, advice=advice))
            return [*ordered, *waiting], problems
        waiting.remove(ready)
        ordered.append(ready)
        done.add(ready.pack.name)
    return ordered, problems
