"""What is repeated: the lines about each of several parties, and tables that are filled row by row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from drafter.adopting.blanks import is_blank
from drafter.adopting.context import Block, Setting
from drafter.adopting.labels import ITEM, Labels, Table, squeezed
from drafter.adopting.proposals import GUESS, Proposal
from drafter.word.retouching import Loop
from drafter.word.sheet import Line

_KINDS: Final = {"person": "!=", "company": "=="}
_NEAR: Final = 2
"""How many lines apart two of a kind are listed."""
_FEWEST: Final = 2
"""A head with fewer columns that are known is not taken for one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A table that becomes one row for each item."""

    table: Table
    number: int
    row: int
    dropped: tuple[int, ...]
    cells: tuple[tuple[int, str], ...]
    """Columns and their fields."""
    line: Line
    """The first cell of the row."""


def tables(lines: Sequence[Line], labels: Labels) -> list[Filled]:
    """Return the tables with a known head over nothing but empty rows."""
    by_table: dict[int, dict[int, dict[int, list[Line]]]] = {}
    for line in lines:
        if (cell := line.cell) is not None:
            by_table.setdefault(cell.table, {}).setdefault(cell.row, {}).setdefault(cell.column, []).append(line)
    found = (_filled(number, rows, labels) for number, rows in by_table.items())
    return [each for each in found if each is not None]


def _filled(number: int, rows: dict[int, dict[int, list[Line]]], labels: Labels) -> Filled | None:
    for head in sorted(rows):
        words = {column: squeezed("".join(line.text for line in cell)) for column, cell in rows[head].items()}
        table, cells = _head(words, labels)
        if table is None:
            continue
        body = []
        for row in range(head + 1, max(rows) + 1):
            texts = [(column, "".join(line.text for line in cell)) for column, cell in rows.get(row, {}).items()]
            if not texts or len(texts) != len(words) or not all(_empty(text, column) for column, text in texts):
                break
            body.append(row)
        if not body:
            return None
        first = rows[body[0]][min(rows[body[0]])][0]
        return Filled(table=table, number=number, row=body[0], dropped=tuple(body[1:]), cells=cells, line=first)
    return None


def _head(words: dict[int, str], labels: Labels) -> tuple[Table | None, tuple[tuple[int, str], ...]]:
    for table in labels.tables:
        cells: list[tuple[int, str]] = []
        for column, word in words.items():
            fields = [field for field, known in table.columns.items() if word in known]
            taken = {field for _column, field in cells}
            cells += [(column, field) for field in fields[:1] if field not in taken]
        if len(cells) >= _FEWEST and table.needs in {field for _column, field in cells}:
            return table, tuple(cells)
    return None, ()


def _empty(text: str, column: int) -> bool:
    """Say whether a cell waits to be filled in; the first may have its number already."""
    return is_blank(text) or (column == 0 and squeezed(text).rstrip(".、．").isalnum() and len(squeezed(text)) < 4)  # noqa: PLR2004


def loops(
    proposals: Sequence[Proposal], settings: Sequence[Setting], lines: Sequence[Line]
) -> tuple[list[Proposal], list[Loop]]:
    """Return the proposals, those left open that no loop can hold, and the loops around the others."""
    again = _again(proposals)
    once = [p for p in proposals if p not in again]
    blocks = {p.block.number: p.block for p in proposals if p.filled and p.block is not None and p.block.party.each}
    kinds = {(block.party.each, block.kind) for block in blocks.values() if block.kind}
    found: list[Loop] = []
    reasons: dict[int, str] = {}
    seen: set[tuple[str, str]] = set()
    for block in blocks.values():
        key = (block.party.each, block.kind)
        if key in seen:
            reasons[block.number] = "repeat"
            continue
        loop = _around(block, once, settings, lines, sorted(other for each, other in kinds if each == key[0]))
        if loop is None:
            reasons[block.number] = "loop"
        else:
            seen.add(key)
            found.append(loop)
    reasons |= dict.fromkeys(_second(proposals), "second")
    settled = [
        replace(p, sure=GUESS, reason="repeat")
        if p in again
        else replace(p, sure=GUESS, reason=reasons[p.block.number])
        if p.filled
        and p.block is not None
        and p.block.number in reasons
        and (_of_item(p) or reasons[p.block.number] == "second")
        else p
        for p in proposals
    ]
    return settled, found


def _again(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Return what stands in lines that begin again with what a line above had: 姓名：____ twice below 二、被控告人."""
    begun: dict[int, tuple[str, int]] = {}
    after: dict[int, int] = {}
    for p in proposals:
        if not (p.filled and p.block is not None and p.block.heading and p.block.party.each and _of_item(p)):
            continue
        field, line = begun.setdefault(p.block.number, (p.fields[0], p.line.number))
        if p.fields[0] == field and p.line.number > line:
            after.setdefault(p.block.number, p.line.number)
    return [
        p
        for p in proposals
        if p.filled and p.block is not None and p.line.number >= after.get(p.block.number, p.line.number + 1)
    ]


def _second(proposals: Sequence[Proposal]) -> set[int]:
    """Return the blocks about one more of a party of whom only one is asked for: a second 受委托人 below the first."""
    lines: dict[int, list[int]] = {}
    parties: dict[int, str] = {}
    for p in proposals:
        if p.filled and p.block is not None and p.block.number and not p.block.party.each:
            lines.setdefault(p.block.number, []).append(p.line.number)
            parties[p.block.number] = p.block.party.id
    return {
        number
        for number, own in lines.items()
        if parties.get(number - 1) == parties[number] and 0 < min(own) - max(lines[number - 1]) <= _NEAR
    }


def _of_item(proposal: Proposal) -> bool:
    return proposal.fields[0].startswith(f"{ITEM}.")


def _around(
    block: Block, proposals: Sequence[Proposal], settings: Sequence[Setting], lines: Sequence[Line], kinds: list[str]
) -> Loop | None:
    """Return the loop around the lines about a party, or None when they are not by themselves."""
    own = [p.line.number for p in proposals if p.block is not None and p.block.number == block.number]
    first, last = min(block.line, *own), max(own)
    if block.heading and block.line < min(own):
        first = block.line + 1
    within = range(first, last + 1)
    strangers = any(_other(settings[number], block, number) for number in within)
    before, after = [f"for {ITEM} in {block.party.each}"], ["endfor"]
    if block.kind and len(kinds) > 1:
        before.append(f"if {ITEM}.种类 {_KINDS[block.kind]} 'company'")
        after.insert(0, "endif")
    level = None if strangers else _level(first, last, lines, settings, block)
    if level is None:
        return None
    return Loop(first=first, last=last, before=tuple(before), after=tuple(after), level=level)


def _other(setting: Setting, block: Block, number: int) -> bool:
    """Say whether a line is about somebody else too."""
    begins = [other.number for _start, other in setting.within]
    if number == block.line:
        return any(other != block.number for other in begins) or setting.within[0][1].number != block.number
    return bool(begins)


def _level(first: int, last: int, lines: Sequence[Line], settings: Sequence[Setting], block: Block) -> str | None:
    one, other = lines[first], lines[last]
    if one.cell is None or other.cell is None:
        return "p" if one.cell is None and other.cell is None and one.holder == other.holder else None
    if one.cell.table != other.cell.table:
        return None
    of_table = [line for line in lines if line.cell is not None and line.cell.table == one.cell.table]
    rows = range(one.cell.row, other.cell.row + 1)
    inside = [line for line in of_table if line.cell is not None and line.cell.row in rows]
    if any(_strange(settings[line.number], block, line) for line in inside):
        return None
    return "tr" if len(inside) < len(of_table) else "table"


def _strange(setting: Setting, block: Block, line: Line) -> bool:
    return (setting.last is None and line.text.strip() != "" and line.number < block.line) or (
        setting.last is not None and setting.last.number != block.number
    )  # fmt: skip


def rows_of(filled: Iterable[Filled], lines: Sequence[Line]) -> frozenset[int]:
    """Return the lines in the rows that such tables are filled in."""
    taken = {(each.number, row) for each in filled for row in (each.row, *each.dropped)}
    return frozenset(
        line.number for line in lines if line.cell is not None and (line.cell.table, line.cell.row) in taken
    )
