"""Telephone numbers of an export: written in one way, and put together where they are alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from drafter.values import half_width
from drafter.yamlfile import Shapes, parse

_NUMBER: Final = re.compile(r"\+?[0-9][0-9\s().\-\u2010-\u2015]*")
_EXCEL: Final = re.compile(r'=?"?\'?(.*?)"?')
_REWRITTEN: Final = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]{1,2}")
_FLOAT: Final = re.compile(r"([0-9]{3,})\.0")
_HIDDEN: Final = frozenset(
    {"-1", "-2", "-3", "", "null", "未知", "未知号码", "未显示号码", "私密号码", "unknown", "private number"}
)


@lru_cache(maxsize=65536)
def normal(text: str) -> str:
    """Return a number with digits alone, without the code of China; another country's with +; a name as it is.

    A number that was hidden is empty.
    """
    plain = _EXCEL.fullmatch(half_width(text).strip())
    bare = plain[1].strip() if plain else text.strip()
    if bare.lower() in _HIDDEN:
        return ""
    if whole := _FLOAT.fullmatch(bare):
        bare = whole[1]
    if not _NUMBER.fullmatch(bare):
        return text.strip()
    digits = re.sub(r"[^0-9]", "", bare)
    if bare.startswith("+") or (digits.startswith("00") and len(digits) > 8):  # noqa: PLR2004 - a foreign number is longer
        digits = digits.removeprefix("00")
        return _at_home(digits.removeprefix("86")) if digits.startswith("86") else f"+{digits}"
    if digits.startswith("86") and re.fullmatch("861[0-9]{10}", digits):
        return digits[2:]
    return digits


def _at_home(digits: str) -> str:
    """Return a number that came with +86 as it is dialled at home: a landline has its 0 again."""
    return digits if digits.startswith(("1", "0", "95", "96", "400", "800")) else f"0{digits}"


def rewritten(text: str) -> bool:
    """Return whether a spreadsheet has put a number into powers of ten, so that its last digits are lost."""
    return _REWRITTEN.fullmatch(text.strip()) is not None


def is_number(text: str) -> bool:
    """Return whether it looks like a telephone number."""
    return bool(re.fullmatch(r"\+?[0-9]{3,20}", normal(text)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Numbers that are alike."""

    name: str
    numbers: tuple[str, ...]
    """The most frequent first."""
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    named: tuple[tuple[str, re.Pattern[str]], ...]
    alike: tuple[tuple[str, re.Pattern[str], int], ...]
    least: int


@cache
def _rules() -> _Rules:
    file = "numbers.yaml"
    tree, problems = parse((files("drafter.records") / file).read_text(encoding="utf-8"), file)
    shapes = Shapes(file, problems)
    root = shapes.root(tree)
    return _Rules(
        named=tuple((entry["name"], re.compile(entry["pattern"])) for entry in shapes.maps(root, "groups")),
        alike=tuple(
            (entry["name"], re.compile(entry["pattern"]), int(entry["shared"])) for entry in shapes.maps(root, "alike")
        ),
        least=int(shapes.text(root, "least")),
    )


def groups(counts: Mapping[str, int]) -> tuple[Group, ...]:
    """Return numbers put together, the group with most calls and messages first; what is like no other is alone."""
    rules = _rules()
    found: dict[str, list[str]] = {}
    single: dict[str, list[str]] = {}
    for number in counts:
        name = next((name for name, pattern in rules.named if pattern.fullmatch(number)), None)
        if name is not None:
            found.setdefault(name, []).append(number)
            continue
        single.setdefault(_family(number, rules), []).append(number)
    for family, members in single.items():
        if family and len(members) >= rules.least:
            found[family] = members
        else:
            found.update((number, [number]) for number in members)
    return tuple(sorted((_group(name, members, counts) for name, members in found.items()), key=lambda g: -g.count))


def _family(number: str, rules: _Rules) -> str:
    for name, pattern, shared in rules.alike:
        if pattern.fullmatch(number):
            return f"{name}{number[:shared]}"
    return ""


def _group(name: str, members: Iterable[str], counts: Mapping[str, int]) -> Group:
    ordered = tuple(sorted(members, key=lambda number: (-counts[number], number)))
    return Group(name=name, numbers=ordered, count=sum(counts[number] for number in ordered))
