"""A Word file as lines of text, each with its place and where it lies in a table, that can be changed and written back.

A line is a paragraph. What is changed is given as `Edit`, `Loop`, `Rows`; the rest of the file stays as it is.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import docx

from drafter.word.marks import W
from drafter.word.places import part_name, spotted

AUTHOR: Final = "drafter"
_MC: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_PLAIN: Final = ("none",)
_PARTS: Final = ("/word/header", "/word/footer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Where a cell lies: all numbers from 0; `column` counts the columns of the grid."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A paragraph as it reads. `position` is its place within what holds it (`holder`): body, cell, header."""

    number: int
    part: str
    spot: str
    text: str
    underlined: tuple[bool, ...]
    noted: tuple[bool, ...]
    """For each character, whether a comment of ours is on it."""
    cell: Cell | None
    holder: int
    position: int
    boxed: bool
    """Whether it stands in a text box, a header or a footer: comments cannot be put there."""

    empty_noted: bool
    """Whether a comment of ours is anywhere on it."""

    def is_noted(self, start: int, end: int) -> bool:
        """Return whether a comment of ours is on these characters, or beside this place."""
        return any(self.noted[start:end]) if start < end else self.empty_noted


@dataclass(slots=True)
class Spot:
    """One character: its run, and the element and offset in it."""

    letter: str
    run: Any
    node: Any
    offset: int


@dataclass(slots=True)
class Sheet:
    """An opened file: lines for reading, and the elements behind them."""

    document: Any
    lines: list[Line] = field(default_factory=list)
    paragraphs: list[Any] = field(default_factory=list)
    spots: list[list[Spot]] = field(default_factory=list)
    tables: list[Any] = field(default_factory=list)

    def rows(self, table: int) -> list[Any]:
        """Return the rows of a table."""
        return list(self.tables[table].iterchildren(f"{{{W}}}tr"))


def read(data: bytes) -> Sheet:
    """Read a file; what can be raised is `reading.UNREADABLE`."""
    sheet = Sheet(document=docx.Document(io.BytesIO(data)))
    ours = {str(comment.comment_id): comment.text for comment in sheet.document.comments if comment.author == AUTHOR}
    main = sheet.document.part
    parts = [main, *sorted(
        (part for part in main.package.iter_parts() if str(part.partname).startswith(_PARTS)),
        key=lambda part: str(part.partname),
    )]  # fmt: skip
    for part in parts:
        _read_part(sheet, part.element, str(part.partname), ours, boxed=part is not main)
    return sheet


def _read_part(sheet: Sheet, root: Any, partname: str, ours: dict[str, str], *, boxed: bool) -> None:  # noqa: ANN401
    cells = _cells(sheet, root)
    covered = _noted_runs(root, ours)
    holders: dict[Any, int] = {}
    for paragraph, spot in spotted(root):
        if next(paragraph.iterancestors(f"{{{_MC}}}Fallback"), None) is not None:
            continue  # the same text box once more, for older programs
        spots = list(_characters(paragraph))
        lined = {run: _underlined(run) for run in {spot.run for spot in spots}}
        holder: Any = paragraph.getparent()
        cell = next(paragraph.iterancestors(f"{{{W}}}tc"), None)
        apart = boxed or holder.tag == f"{{{W}}}txbxContent"
        place = place_note(part_name(partname), spot)
        told = apart and any(text.startswith(place) for text in ours.values())
        sheet.lines.append(
            Line(
                number=len(sheet.lines),
                part=part_name(partname),
                spot=spot,
                text="".join(spot.letter for spot in spots),
                underlined=tuple(lined[spot.run] for spot in spots),
                noted=tuple(told or spot.run in covered for spot in spots),
                cell=cells.get(cell),
                holder=holders.setdefault(holder, len(sheet.lines)),
                position=holder.index(paragraph),
                boxed=apart,
                empty_noted=told or any(run in covered for run in paragraph.iter(f"{{{W}}}r")),
            )
        )
        sheet.paragraphs.append(paragraph)
        sheet.spots.append(spots)


def place_note(part: str, spot: str) -> str:
    """Return how a comment begins that stands elsewhere than its place."""
    return f"{part} {spot}："


def _cells(sheet: Sheet, root: Any) -> dict[Any, Cell]:  # noqa: ANN401 - lxml
    found = {}
    for table in root.iter(f"{{{W}}}tbl"):
        sheet.tables.append(table)
        for row_number, row in enumerate(table.iterchildren(f"{{{W}}}tr")):
            column = 0
            for cell in row.iterchildren(f"{{{W}}}tc"):
                found[cell] = Cell(table=len(sheet.tables) - 1, row=row_number, column=column)
                column += _span(cell)
    return found


def _span(cell: Any) -> int:  # noqa: ANN401 - lxml
    span = cell.find(f"{{{W}}}tcPr/{{{W}}}gridSpan")
    value = span.get(f"{{{W}}}val", "1") if span is not None else "1"
    return int(value) if value.isdigit() else 1


def _noted_runs(root: Any, ours: Collection[str]) -> set[Any]:  # noqa: ANN401 - lxml
    """Return the runs of a part that lie in a comment of ours."""
    open_notes: set[str] = set()
    runs = set()
    for node in root.iter(f"{{{W}}}commentRangeStart", f"{{{W}}}commentRangeEnd", f"{{{W}}}r"):
        id_ = str(node.get(f"{{{W}}}id"))
        if node.tag == f"{{{W}}}commentRangeStart" and id_ in ours:
            open_notes.add(id_)
        elif node.tag == f"{{{W}}}commentRangeEnd":
            open_notes.discard(id_)
        elif node.tag == f"{{{W}}}r" and open_notes:
            runs.add(node)
    return runs


def _characters(paragraph: Any) -> Iterator[Spot]:  # noqa: ANN401 - lxml
    for node in paragraph.iter(f"{{{W}}}t", f"{{{W}}}tab", f"{{{W}}}br"):
        run = node.getparent()
        if run is None or run.tag != f"{{{W}}}r" or next(node.iterancestors(f"{{{W}}}p"), None) is not paragraph:
            continue
        if node.tag != f"{{{W}}}t":
            yield Spot(letter="\t" if node.tag == f"{{{W}}}tab" else "\n", run=run, node=node, offset=0)
        else:
            for offset, letter in enumerate(node.text or ""):
                yield Spot(letter=letter, run=run, node=node, offset=offset)


def _underlined(run: Any) -> bool:  # noqa: ANN401 - lxml
    line = run.find(f"{{{W}}}rPr/{{{W}}}u")
    return line is not None and line.get(f"{{{W}}}val", "single") not in _PLAIN
