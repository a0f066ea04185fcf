"""What a web page shows, as a stream: its lines, or the rows of its tables. An operator's .xls is often such a page."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from drafter.records.opening import open_text

_BLOCKS: Final = frozenset(
    {"p", "div", "li", "tr", "td", "th", "h1", "h2", "h3", "h4", "ul", "table", "section", "br", "hr", "dt", "dd"}
)
_SILENT: Final = frozenset({"script", "style", "title"})
_CHUNK: Final = 1 << 16


def lines(path: Path, encoding: str) -> Iterator[str]:
    """Yield the lines of a page as they are seen."""
    for row in _rows(path, encoding, tables=False):
        yield from row


def rows(path: Path, encoding: str) -> Iterator[list[str]]:
    """Yield the rows of its tables; what stands outside them is a row of one cell."""
    return _rows(path, encoding, tables=True)


def _rows(path: Path, encoding: str, *, tables: bool) -> Iterator[list[str]]:
    reader = _Page(tables=tables)
    with open_text(path, encoding) as stream:
        while piece := stream.read(_CHUNK):
            reader.feed(piece)
            yield from reader.taken()
    reader.close()
    reader.end_row()
    yield from reader.taken()


class _Page(HTMLParser):
    """Gathers words into cells and cells into rows; where tables do not matter, every block is a row of one cell."""

    def __init__(self, *, tables: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.tables = tables
        self.words: list[str] = []
        self.row: list[str] = []
        self.found: list[list[str]] = []
        self.silent = 0
        self.inside = False

    def taken(self) -> list[list[str]]:
        found, self.found = self.found, []
        return found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._boundary(tag)
        self.silent += tag in _SILENT
        if self.tables and tag == "tr":
            self.inside = True
        if tag == "img":
            self.words += [str(value) for name, value in attrs if name == "alt" and value]

    def handle_endtag(self, tag: str) -> None:
        if self.tables and tag in ("td", "th"):
            self._end_cell()
        elif self.tables and tag in ("tr", "table"):
            self.end_row()
            self.inside = False
        else:
            self._boundary(tag)
        self.silent = max(self.silent - (tag in _SILENT), 0)

    def handle_data(self, data: str) -> None:
        if not self.silent and data.strip():
            self.words.append(data.strip())

    def _boundary(self, tag: str) -> None:
        """End the row before a block that begins another; inside a table only its rows do."""
        if tag in _BLOCKS and (not self.inside or tag == "tr"):
            self.end_row()

    def _end_cell(self) -> None:
        self.row.append(" ".join(self.words))
        self.words = []

    def end_row(self) -> None:
        if self.words:
            self._end_cell()
        if self.row:
            self.found += [self.row] if self.tables else [[line] for cell in self.row for line in cell.splitlines()]
            self.row = []
