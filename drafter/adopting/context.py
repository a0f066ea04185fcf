"""Whom the lines of an old file are about, and what label stands beside a blank."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from drafter.adopting.blanks import Finder, is_blank
from drafter.adopting.labels import Labels, Party, squeezed
from drafter.word.sheet import Cell, Line

_NUMBERED: Final = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十]+[）)、.．]|[（(]?\d+[）)、.．])\s*")
_CHAPTER: Final = re.compile(r"^\s*[一二三四五六七八九十]+、")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The lines about one party, from the line in which it is named."""

    number: int
    party: Party
    kind: str
    """`person` or `company` when the heading says so."""
    line: int
    heading: bool
    """Whether it is named in a numbered heading, which stands once for all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What holds for a line: the block it begins in, those that begin within it, and whether the paper is closing."""

    block: Block | None
    within: tuple[tuple[int, Block], ...]
    closing: bool
    column: bool
    """Whether the block is that of the column of a table."""

    def at(self, position: int) -> Block | None:
        """Return the block that a place of the line belongs to."""
        inside = [block for start, block in self.within if start <= position]
        return inside[-1] if inside else self.block

    @property
    def last(self) -> Block | None:
        """The block in which the line ends."""
        return self.within[-1][1] if self.within else self.block


def settings(lines: Sequence[Line], finder: Finder) -> list[Setting]:
    """Return the setting of every line."""
    found: list[Setting] = []
    block: Block | None = None
    closing, table, part = False, None, ""
    columns: dict[int, Block] = {}
    numbers = 0
    for line in lines:
        if line.boxed:  # it stands by itself
            begins = _mentions(line, finder, numbers)
            numbers += len(begins)
            found.append(Setting(block=None, within=begins, closing=False, column=False))
            continue
        here = line.cell.table if line.cell is not None else None
        if here != table or line.part != part:
            kept = block is not None and block.heading and line.part == part
            block, columns = block if kept else None, {}
            closing = closing and line.part == part
            table, part = here, line.part
        begins = _mentions(line, finder, numbers)
        numbers += len(begins)
        if not begins and _ends(line.text, finder.labels):
            block = None
        if _NUMBERED.sub("", squeezed(line.text)).startswith(finder.labels.closing):
            closing, block = True, None
        own = columns.get(line.cell.column) if line.cell is not None else None
        setting = Setting(block=own or block, within=begins, closing=closing, column=own is not None)
        found.append(setting)
        if line.cell is not None and begins and is_header(line, lines, finder):
            columns[line.cell.column] = begins[-1][1]
        else:
            block = setting.last if own is None else block
    return found


def _mentions(line: Line, finder: Finder, numbers: int) -> tuple[tuple[int, Block], ...]:
    begins: list[tuple[int, Block]] = []
    start = _NUMBERED.match(line.text)
    first = start.end() if start is not None else len(line.text) - len(line.text.lstrip())
    for match in finder.mention.finditer(line.text):
        if not match["end"] and match.start("party") != first:
            continue
        party = finder.party_of(match)
        if party is None:
            continue
        about = (match["note"] or "") + (match["note2"] or "")
        kind = "person" if "自然人" in about else "company" if "法人" in about else ""
        heading = start is not None and match.start("party") == first and is_blank(line.text[match.end() :])
        begins.append(
            (match.start("party"), Block(
                number=numbers + len(begins) + 1, party=party, kind=kind, line=line.number, heading=heading,
            ))
        )  # fmt: skip
    return tuple(begins)


def _ends(text: str, labels: Labels) -> bool:
    """Say whether a line is a heading about something else."""
    plain = _NUMBERED.sub("", squeezed(text)).rstrip("：:")
    return plain in labels.headings or _CHAPTER.match(text) is not None


def is_header(line: Line, lines: Sequence[Line], finder: Finder) -> bool:
    """Say whether a cell names a party for its column: another cell of its row names one too, and both say no more."""
    cell = line.cell
    if cell is None:
        return False
    row = [
        each for each in lines if each.cell is not None and (each.cell.table, each.cell.row) == (cell.table, cell.row)
    ]
    named = [each for each in row if finder.labels.party(each.text.strip().rstrip("：:")) is not None]
    return len(named) > 1 and line in named


class Tables:
    """What stands in the cells of all tables."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines: dict[Cell, list[Line]] = {}
        for line in lines:
            if line.cell is not None:
                self.lines.setdefault(line.cell, []).append(line)
        self.texts = {cell: "\n".join(line.text for line in held).strip() for cell, held in self.lines.items()}
        self.rows: dict[tuple[int, int], dict[int, str]] = {}
        for cell, text in self.texts.items():
            self.rows.setdefault((cell.table, cell.row), {})[cell.column] = text

    def row(self, table: int, row: int) -> Mapping[int, str]:
        """Return the texts of a row by column."""
        return self.rows.get((table, row), {})

    def left_of(self, cell: Cell) -> str:
        """Return what stands in the cell to the left."""
        row = self.row(cell.table, cell.row)
        return row[max(before)] if (before := [column for column in row if column < cell.column]) else ""

    def beside(self, cell: Cell, finder: Finder, *, columns: bool) -> str:
        """Return the label to the left of a cell, or above it, or nothing.

        With `columns` a row is about several parties, and the label stands left of them all.
        """
        row = self.row(cell.table, cell.row)
        for column in sorted((column for column in row if column < cell.column), reverse=True):
            if is_label(row[column], finder):
                return row[column]
            if not (columns and is_blank(row[column])):
                break
        above, below = self.row(cell.table, cell.row - 1), self.row(cell.table, cell.row + 1)
        labelled = [is_label(text, finder) for text in above.values()]
        alone = not below or not all(is_blank(text) for text in below.values())
        if cell.column in above and len(labelled) > 1 and all(labelled) and alone:
            return above[cell.column]
        return ""


def is_label(text: str, finder: Finder) -> bool:
    """Say whether a text is a label and nothing else."""
    match = finder.label_before(text)
    return match is not None and not text[: match.start()].strip() and bool(match["label"] or match["party"])
