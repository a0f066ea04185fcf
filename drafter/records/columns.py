"""Which column of a table is what: by its heading, and by what stands in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from drafter.records import numbers, times
from drafter.values import half_width
from drafter.yamlfile import Shapes, parse

ROLES: Final = (
    "when", "clock", "party", "caller", "callee", "seconds", "direction", "kind", "answered", "text", "own", "sent",
)  # fmt: skip
"""In the order in which columns are given to them."""
_MOST: Final = 0.6
"""Which part of a column must fit."""
_SOME: Final = 0.3
"""The same of times: dates that can be read in two ways, and spoilt ones, are told row by row."""
WIDEST: Final = 64
"""How many columns are looked at."""
_NEARLY_ALL: Final = 0.8
"""The same, where no heading says what it is."""
_SAMPLE: Final = 50
_MINUTES: Final = re.compile(r"[(（\[【/]\s*(?:分钟?|min)")
_NOTE: Final = re.compile(r"[(（\[【].*?[)）\]】]")
_SHORT_NUMBER: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of `columns.yaml`."""

    headings: Mapping[str, tuple[str, ...]]
    """Heading → what a column so headed may be."""
    sorts: Mapping[str, tuple[str, ...]]
    footers: tuple[str, ...]
    own_before: tuple[str, ...]

    def among(self, text: str, *sorts: str) -> bool:
        """Return whether a cell has a word of one of these sorts."""
        return self.sort(text, sorts) != ""

    def sort(self, text: str, sorts: Sequence[str]) -> str:
        """Return the first of these sorts of which a cell is, or else has, a word."""
        plain = text.lower()
        for sort in sorts:
            if plain in self.sorts[sort]:
                return sort
        return next((sort for sort in sorts for word in self.sorts[sort] if len(word) > 1 and word in plain), "")


@cache
def words() -> Words:
    """Return the words by which columns are known."""
    file = "columns.yaml"
    tree, problems = parse((files("drafter.records") / file).read_text(encoding="utf-8"), file)
    shapes = Shapes(file, problems)
    root = shapes.root(tree)
    headings: dict[str, tuple[str, ...]] = {}
    by_role = shapes.map(root, "headings")
    for role in ROLES:
        for heading in shapes.texts(by_role, role):
            headings[plain(heading)] = (*headings.get(plain(heading), ()), role)
    sorts = shapes.map(root, "words")
    return Words(
        headings=headings,
        sorts={sort: tuple(word.lower() for word in shapes.texts(sorts, sort)) for sort in sorts},
        footers=shapes.texts(root, "footers"),
        own_before=shapes.texts(root, "own_before"),
    )


def plain(heading: str) -> str:
    """Return a heading without blanks, marks and what is in brackets."""
    return re.sub(r"[\s*:：_\-\"'\ufeff]", "", _NOTE.sub("", half_width(heading))).lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a table is laid out."""

    header: int
    """Which row has the headings, from 0; -1 where none has."""
    columns: Mapping[str, int]
    headings: tuple[str, ...]
    unit: int
    """How many seconds a bare number of a length is."""
    dates: times.Dates
    own: str
    """The person's own number, where the table or what stands before it says it."""

    @property
    def enough(self) -> bool:
        """Whether it is known when, and who."""
        return "when" in self.columns and bool({"party", "caller", "callee"} & self.columns.keys())

    @property
    def is_table(self) -> bool:
        """Whether it is a table at all, though who may be missing."""
        return self.enough or (self.header >= 0 and "when" in self.columns)

    def heading(self, role: str) -> str:
        """Return how the column is headed, or which one it is."""
        column = self.columns.get(role, -1)
        named = self.headings[column] if 0 <= column < len(self.headings) else ""
        return named or f"#{column + 1}"


def header_row(rows: Sequence[Sequence[str]]) -> int:
    """Return the row that has the headings, or -1.

    It is the very first when it has nothing else, or the first that has two known ones, one of them of a time.
    """
    known = words().headings
    second_best, first = -1, True
    for index, row in enumerate(rows):
        filled = [plain(cell) for cell in row if cell.strip()]
        if first and filled and all(cell in known for cell in filled):
            return index
        first = first and not filled
        found = [known[plain(cell)] for cell in row if plain(cell) in known]
        if len(found) > 1:
            if any("when" in roles for roles in found):
                return index
            second_best = index if second_best < 0 else second_best
    return second_best


def recognise(rows: Sequence[Sequence[str]]) -> Layout:
    """Return the layout of the table that begins with these rows; without `when` in it there is no time."""
    rows = [row[:WIDEST] for row in rows]
    header = header_row(rows)
    headings = tuple(cell.strip() for cell in rows[header]) if header >= 0 else ()
    sample = [row for row in rows[header + 1 :] if sum(map(bool, row)) > 1][:_SAMPLE]
    cells = _by_column(sample, max(map(len, rows), default=0))
    before = [cell for row in rows[: max(header, 0)] for cell in row]
    months = times.months_in(before)
    columns = _by_heading(headings, cells, times.Dates(months=months))
    _by_content(columns, cells, times.Dates(months=months))
    order = times.order_of(cells[columns["when"]]) if "when" in columns else ""
    return laid_out(header, columns, headings, times.Dates(order=order, months=months), before, cells)


def laid_out(  # noqa: PLR0913, PLR0917 - what a layout is made of
    header: int,
    columns: Mapping[str, int],
    headings: tuple[str, ...],
    dates: times.Dates,
    before: Sequence[str],
    cells: Sequence[Sequence[str]],
) -> Layout:
    """Return a layout of these columns, with what follows from their headings and from what stands before them."""
    length = columns.get("seconds", -1)
    heading = headings[length] if 0 <= length < len(headings) else ""
    return Layout(
        header=header,
        columns=dict(columns),
        headings=headings,
        unit=60 if _MINUTES.search(heading) else 1,
        dates=dates,
        own=_own_before(before) or _own_inside(columns, cells),
    )


def _by_column(sample: Sequence[Sequence[str]], width: int) -> list[list[str]]:
    return [[row[i].strip() for row in sample if i < len(row) and row[i].strip()] for i in range(width)]


def _fits(role: str, dates: times.Dates) -> Callable[[str], bool]:
    table = words()
    checks: Mapping[str, Callable[[str], bool]] = {
        "when": lambda cell: isinstance(dates.read(cell), times.Time) or dates.read(cell) in ("ambiguous", "no_year"),
        "clock": times.is_clock,
        "party": bool,
        "caller": numbers.is_number,
        "callee": numbers.is_number,
        "seconds": lambda cell: times.seconds(cell) is not None,
        "direction": lambda cell: table.among(cell, "outgoing", "missed", "incoming"),
        "kind": lambda cell: table.among(cell, "message", "call", "other"),
        "answered": lambda cell: table.among(cell, "no", "yes"),
        "text": bool,
        "own": numbers.is_number,
        "sent": lambda cell: cell in ("0", "1"),
    }
    return checks[role]


def _share(cells: Sequence[str], fits: Callable[[str], bool]) -> float:
    return sum(map(fits, cells)) / len(cells) if cells else 0.0


def _by_heading(headings: Sequence[str], cells: Sequence[Sequence[str]], dates: times.Dates) -> dict[str, int]:
    """Give each role the first column so headed whose cells fit; a column of whole times goes before one of days."""
    known = words().headings
    roles = {index: known.get(plain(heading), ()) for index, heading in enumerate(headings)}
    columns: dict[str, int] = {}
    for role in ROLES:
        if role == "clock" and not _days_alone(columns, cells, dates):
            continue
        fits = _fits(role, dates)
        fitting = [
            index
            for index, possible in roles.items()
            if role in possible and index not in columns.values() and index < len(cells)
            and (not cells[index] or _share(cells[index], fits) >= (_SOME if role == "when" else _MOST))
        ]  # fmt: skip
        if role == "when":
            fitting.sort(key=lambda index: _day_alone(cells[index], dates))
        if fitting:
            columns[role] = fitting[0]
    return columns


def _day_alone(cells: Sequence[str], dates: times.Dates) -> bool:
    found = [time for time in map(dates.read, cells) if isinstance(time, times.Time)]
    return not any(time.exact != "day" for time in found)


def _days_alone(columns: Mapping[str, int], cells: Sequence[Sequence[str]], dates: times.Dates) -> bool:
    return "when" in columns and _day_alone(cells[columns["when"]], dates)


def _by_content(columns: dict[str, int], cells: Sequence[Sequence[str]], dates: times.Dates) -> None:
    """Give the roles that nothing is headed for to columns whose cells leave no doubt."""
    both_ends = "caller" in columns and "callee" in columns
    wanted: list[tuple[str, Callable[[str], bool]]] = [
        ("when", lambda cell: not cell.replace(".", "").isdecimal() and _fits("when", dates)(cell)),
    ]
    if not both_ends:
        wanted.append(("party", lambda cell: numbers.is_number(cell) and len(numbers.normal(cell)) >= _SHORT_NUMBER))
    wanted.append(("direction", lambda cell: cell in _directions()))
    wanted.append(("seconds", lambda cell: not cell.isdecimal() and times.seconds(cell) is not None))
    for role, fits in wanted:
        if role in columns or (role == "direction" and both_ends):
            continue
        for index, column in enumerate(cells):
            if index not in columns.values() and _share(column, fits) >= _NEARLY_ALL:
                columns[role] = index
                break


@cache
def _directions() -> frozenset[str]:
    sorts = words().sorts
    return frozenset(word for sort in ("outgoing", "missed", "incoming") for word in sorts[sort] if len(word) > 1)


def _own_before(before: Iterable[str]) -> str:
    """Return the number that stands before a table under a word for the person's own."""
    heads = words().own_before
    said = False
    for cell in before:
        text = half_width(cell).strip()
        named = any(head in text for head in heads)
        if (named or said) and (match := re.search(r"(?<!\d)(?:1\d{10}|0\d{9,11})(?!\d)", text)):
            return numbers.normal(match[0])
        said = named
    return ""


def _own_inside(columns: Mapping[str, int], cells: Sequence[Sequence[str]]) -> str:
    """Return the number that is on one end of every call."""
    if "caller" not in columns or "callee" not in columns:
        return ""
    ends = [
        set(map(numbers.normal, pair)) for pair in zip(cells[columns["caller"]], cells[columns["callee"]], strict=False)
    ]
    common = set.intersection(*ends) if len(ends) > 1 else set()
    return common.pop() if len(common) == 1 else ""
