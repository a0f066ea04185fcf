"""New Word files in the style of one that is there: its page, styles and footer, with other contents."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from drafter.word.render import stable

BODY: Final = "Body Text"
_HEAD: Final = "表格标题"
_CELL: Final = "表格文字"
_EMU: Final = 635
"""Of them one unit of a table's width: a twentieth of a point."""
_EDGES: Final = ("top", "left", "bottom", "right", "insideH", "insideV")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph in one of the styles of the model; what it has not, is set as body text."""

    text: str
    style: str = BODY


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with a head that is repeated on every page; a row with one cell goes over the whole width."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    """Of the columns, in parts of the whole."""


Block = Line | Table


def compose(model: bytes, blocks: Iterable[Block], *, title: str) -> bytes:
    """Return a Word file with the page, the styles and the footer of `model`, and `blocks` as its contents."""
    document = docx.Document(io.BytesIO(model))
    body = document.element.body
    section = body.sectPr
    for element in list(body):
        if element is not section:
            body.remove(element)
    styles = {style.name: style.style_id for style in document.styles}
    page = document.sections[0]
    across = (int(length or 0) for length in (page.page_width, page.left_margin, page.right_margin))
    whole, left, right = (length // _EMU for length in across)
    for block in blocks:
        section.addprevious(
            _paragraph(block.text, styles.get(block.style, styles[BODY]))
            if isinstance(block, Line)
            else _table(block, styles, whole - left - right)
        )
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = title, "", ""
    properties.comments = properties.keywords = properties.subject = properties.category = ""
    buffer = io.BytesIO()
    document.save(buffer)
    return stable(buffer.getvalue())


def _paragraph(text: str, style: str) -> Any:  # noqa: ANN401 - lxml
    paragraph = OxmlElement("w:p")
    _in(_in(paragraph, "w:pPr"), "w:pStyle", val=style)
    for number, part in enumerate(text.split("\n")):
        run = _in(paragraph, "w:r")
        _in(_in(run, "w:rPr"), "w:rFonts", hint="eastAsia")
        if number:
            _in(run, "w:br")
        _in(run, "w:t").text = part
        run[-1].set(qn("xml:space"), "preserve")
    return paragraph


def _table(block: Table, styles: dict[str, str], width: int) -> Any:  # noqa: ANN401 - lxml
    table = OxmlElement("w:tbl")
    properties = _in(table, "w:tblPr")
    _in(properties, "w:tblW", w=str(width), type="dxa")
    _in(properties, "w:jc", val="center")
    borders = _in(properties, "w:tblBorders")
    for edge in _EDGES:
        _in(borders, f"w:{edge}", val="single", sz="4", space="0", color="auto")
    _in(properties, "w:tblLayout", type="fixed")
    whole = sum(block.widths)
    widths = [width * part // whole for part in block.widths]
    grid = _in(table, "w:tblGrid")
    for column in widths:
        _in(grid, "w:gridCol", w=str(column))
    for number, cells in enumerate((block.head, *block.rows)):
        row = _in(table, "w:tr")
        how = _in(row, "w:trPr")
        _in(how, "w:cantSplit")
        if not number:
            _in(how, "w:tblHeader")
        for index, text in enumerate(cells):
            cell = _in(row, "w:tc")
            size = _in(cell, "w:tcPr")
            alone = len(cells) == 1
            _in(size, "w:tcW", w=str(width if alone else widths[index]), type="dxa")
            if alone:
                _in(size, "w:gridSpan", val=str(len(widths)))
            _in(size, "w:vAlign", val="center")
            cell.append(_paragraph(text, styles[_CELL if number else _HEAD]))
    return table


def _in(parent: Any, name: str, **values: str) -> Any:  # noqa: ANN401 - lxml
    """Add an element to another, with attributes of Word's own namespace."""
    element = OxmlElement(name)
    for key, value in values.items():
        element.set(qn(f"w:{key}"), value)
    parent.append(element)
    return element
