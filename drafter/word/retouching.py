"""Writes tags and comments into a file that was read as a `Sheet`, and leaves everything else as it was."""

from __future__ import annotations

import copy
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from docx.text.run import Run

from drafter.word.marks import W
from drafter.word.render import stable
from drafter.word.sheet import AUTHOR, Sheet, Spot, place_note

_XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_MC: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_BOX: Final = f"{{{W}}}txbxContent"
_LEFT_OUT: Final = ("sectPr", "numPr", "pageBreakBefore")
_STYLES: Final = ("CommentReference", "CommentText")
_NOTES: Final = ("commentRangeStart", "commentRangeEnd", "commentReference")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Characters `start` to `end` of a line become `text` (None: they stay), with a comment on them."""

    line: int
    start: int
    end: int
    text: str | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """Tags on paragraphs, or rows of their own, around lines `first` to `last`."""

    first: int
    last: int
    before: tuple[str, ...]
    after: tuple[str, ...]
    level: str
    """`p`: paragraphs; `tr`: the rows in which the lines stand; `table`: paragraphs around their table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A row of a table that is filled for each item: its cells, by column; the rows `dropped` go."""

    table: int
    row: int
    dropped: tuple[int, ...]
    cells: tuple[tuple[int, str], ...]
    before: str
    after: str
    note: str


def write(sheet: Sheet, edits: Sequence[Edit], loops: Sequence[Loop], rows: Sequence[Rows]) -> bytes:
    """Return the changed file."""
    for edit in sorted(edits, key=lambda edit: (edit.line, edit.start), reverse=True):
        _edit(sheet, edit)
    rows_of = {number: sheet.rows(number) for number in {each.table for each in rows}}
    for each in rows:
        _fill(sheet, each, rows_of[each.table])
    for loop in loops:
        _surround(sheet, loop)
    for alternate in sheet.document.part.element.iter(f"{{{_MC}}}AlternateContent"):
        _repeat_for_older_programs(alternate)
    _without_missing_styles(sheet.document)
    for comment in sheet.document.part._comments_part.element:  # noqa: SLF001 - python-docx writes the clock into it
        comment.attrib.pop(f"{{{W}}}date", None)
    buffer = io.BytesIO()
    sheet.document.save(buffer)
    return stable(buffer.getvalue())


def _without_missing_styles(document: Any) -> None:  # noqa: ANN401 - python-docx
    """Take the styles of comments out where the file has none of that name."""
    known = {style.style_id for style in document.styles}
    for root in (document.part.element, document.part._comments_part.element):  # noqa: SLF001 - it has no other name
        for style in list(root.iter(f"{{{W}}}rStyle", f"{{{W}}}pStyle")):
            name = style.get(f"{{{W}}}val")
            if name in _STYLES and name not in known:
                style.getparent().remove(style)


def _edit(sheet: Sheet, edit: Edit) -> None:
    spots, paragraph = sheet.spots[edit.line], sheet.paragraphs[edit.line]
    if edit.text is None:
        first, last = _isolated(spots, edit.start, edit.end)
        if first is None:
            first = last = _inserted(paragraph, spots, edit.start, "")
        _note(sheet, edit.line, first, last, edit.note)
        return
    if edit.start == edit.end:
        run = _inserted(paragraph, spots, edit.start, edit.text)
    else:
        run, _last = _isolated(spots, edit.start, edit.end)
        _replace(spots[edit.start : edit.end], run, edit.text)
    _note(sheet, edit.line, run, run, edit.note)


def _isolated(spots: list[Spot], start: int, end: int) -> tuple[Any, Any]:
    """Return the first and last of the runs that hold just these characters."""
    if start == end:
        return None, None
    _split(spots, end)
    _split(spots, start)
    return spots[start].run, spots[end - 1].run


def _split(spots: list[Spot], index: int) -> None:
    """Make a run begin at a character."""
    if index in (0, len(spots)) or spots[index - 1].run is not spots[index].run:
        return
    here = spots[index]
    old, node, offset = here.run, here.node, here.offset
    fresh = _run_like(old)
    moved = [node, *node.itersiblings()]
    if offset:
        rest = copy.copy(node)
        rest.text, node.text = node.text[offset:], node.text[:offset]
        for text in (rest, node):
            text.set(_XML_SPACE, "preserve")
        moved[0] = rest
    fresh.extend(moved)
    old.addnext(fresh)
    for spot in spots[index:]:
        if spot.run is not old:
            break
        spot.run = fresh
        if offset and spot.node is node:
            spot.node, spot.offset = moved[0], spot.offset - offset


def _run_like(run: Any) -> Any:  # noqa: ANN401 - lxml
    fresh = _element("r")
    properties = run.find(f"{{{W}}}rPr")
    if properties is not None:
        fresh.append(copy.deepcopy(properties))
    return fresh


def _replace(spots: Sequence[Spot], run: Any, text: str) -> None:  # noqa: ANN401 - lxml
    """Put a text into the first of the runs that hold these characters; what else is in them stays."""
    nodes = list(dict.fromkeys(spot.node for spot in spots))
    runs = list(dict.fromkeys(spot.run for spot in spots))
    at = run.index(nodes[0])
    for node in nodes:
        node.getparent().remove(node)
    run.insert(at, _text(text))
    for emptied in runs[1:]:
        if all(child.tag == f"{{{W}}}rPr" for child in emptied):
            emptied.getparent().remove(emptied)


def _inserted(paragraph: Any, spots: Sequence[Spot], at: int, text: str) -> Any:  # noqa: ANN401 - lxml
    """Put a text between two characters, in the font of what stands there; return its run."""
    if not spots:
        run = _element("r")
        mark = paragraph.find(f"{{{W}}}pPr/{{{W}}}rPr")
        if mark is not None:
            run.append(copy.deepcopy(mark))
            for tag in ("ins", "del", "moveFrom", "moveTo"):
                for found in run[0].findall(f"{{{W}}}{tag}"):
                    run[0].remove(found)
        paragraph.append(run)
    elif at == 0:
        run = _run_like(spots[0].run)
        spots[0].run.addprevious(run)
    else:
        _split(list(spots), at)
        run = _run_like(spots[at - 1].run)
        spots[at - 1].run.addnext(run)
    if text:
        run.append(_text(text))
    return run


def _note(sheet: Sheet, line: int, first: Any, last: Any, note: str) -> None:  # noqa: ANN401 - lxml
    """Put a comment on runs; where Word takes none (header, text box), on the paragraph next to it."""
    if not note:
        return
    paragraph = sheet.paragraphs[line]
    if sheet.lines[line].boxed:
        box = next(paragraph.iterancestors(_BOX), None)
        host = next(box.iterancestors(f"{{{W}}}p"), None) if box is not None else None
        where = sheet.lines[line]
        note = place_note(where.part, where.spot) + note
        if host is None or host.getroottree().getroot() is not sheet.document.part.element:
            host = sheet.document.part.element.body.find(f".//{{{W}}}p")
        first = last = host.find(f"{{{W}}}r") if host is not None else None
        if first is None and host is not None:
            first = last = _element("r")
            host.append(first)
    if first is not None:
        runs = [Run(first, sheet.document), Run(last, sheet.document)]
        sheet.document.add_comment(runs, text=note, author=AUTHOR, initials="d")


def _fill(sheet: Sheet, each: Rows, rows: Sequence[Any]) -> None:
    row = rows[each.row]
    texts = dict(each.cells)
    column, noted = 0, False
    for cell in row.iterchildren(f"{{{W}}}tc"):
        paragraph = cell.find(f"{{{W}}}p")
        if column in texts:
            for run in paragraph.findall(f"{{{W}}}r"):
                paragraph.remove(run)
            run = _inserted(paragraph, (), 0, texts[column])
            if not noted:
                sheet.document.add_comment(Run(run, sheet.document), text=each.note, author=AUTHOR, initials="d")
            noted = True
        span = cell.find(f"{{{W}}}tcPr/{{{W}}}gridSpan")
        column += int(span.get(f"{{{W}}}val", "1")) if span is not None else 1
    row.addprevious(_tag_row(row, f"{{%tr {each.before} %}}"))
    row.addnext(_tag_row(row, f"{{%tr {each.after} %}}"))
    for number in each.dropped:
        rows[number].getparent().remove(rows[number])


def _surround(sheet: Sheet, loop: Loop) -> None:
    first, last = sheet.paragraphs[loop.first], sheet.paragraphs[loop.last]
    if loop.level == "tr":
        first, last = (next(paragraph.iterancestors(f"{{{W}}}tr")) for paragraph in (first, last))
    elif loop.level == "table":
        first = last = next(first.iterancestors(f"{{{W}}}tbl"))
    for tag in loop.before:
        first.addprevious(_tag_for(sheet, loop, f"{tag} %}}"))
    for tag in reversed(loop.after):
        last.addnext(_tag_for(sheet, loop, f"{tag} %}}"))


def _tag_for(sheet: Sheet, loop: Loop, tag: str) -> Any:  # noqa: ANN401 - lxml
    paragraph = sheet.paragraphs[loop.first]
    if loop.level == "tr":
        return _tag_row(next(paragraph.iterancestors(f"{{{W}}}tr")), f"{{%tr {tag}")
    return _tag_paragraph(paragraph, f"{{%p {tag}")


def _tag_paragraph(like: Any, text: str) -> Any:  # noqa: ANN401 - lxml
    paragraph = _element("p")
    properties = like.find(f"{{{W}}}pPr")
    if properties is not None:
        kept = copy.deepcopy(properties)
        for name in _LEFT_OUT:
            for found in kept.findall(f"{{{W}}}{name}"):
                kept.remove(found)
        paragraph.append(kept)
    model = like.find(f"{{{W}}}r")
    run = _run_like(model) if model is not None else _element("r")
    run.append(_text(text))
    paragraph.append(run)
    return paragraph


def _tag_row(row: Any, text: str) -> Any:  # noqa: ANN401 - lxml
    """Return a row with one cell over the whole width; it disappears when the template is filled."""
    fresh, cell, properties = _element("tr"), _element("tc"), _element("tcPr")
    columns = len(row.getparent().findall(f"{{{W}}}tblGrid/{{{W}}}gridCol")) or 1
    if columns > 1:
        span = _element("gridSpan")
        span.set(f"{{{W}}}val", str(columns))
        properties.append(span)
    cell.append(properties)
    model = row.find(f"{{{W}}}tc/{{{W}}}p")
    cell.append(_tag_paragraph(model if model is not None else _element("p"), text))
    fresh.append(cell)
    return fresh


def _repeat_for_older_programs(alternate: Any) -> None:  # noqa: ANN401 - lxml
    """Give the second form of a text box the text of the first."""
    choice = alternate.find(f"{{{_MC}}}Choice")
    fallback = alternate.find(f"{{{_MC}}}Fallback")
    new, old = (next(form.iter(_BOX), None) if form is not None else None for form in (choice, fallback))
    if new is None or old is None:
        return
    old[:] = [copy.deepcopy(child) for child in new]
    for name in _NOTES:
        for found in list(old.iter(f"{{{W}}}{name}")):
            found.getparent().remove(found)


def _text(text: str) -> Any:  # noqa: ANN401 - lxml
    node = _element("t")
    node.set(_XML_SPACE, "preserve")
    node.text = text
    return node


def _element(tag: str) -> Any:  # noqa: ANN401 - python-docx
    from docx.oxml import OxmlElement

    return OxmlElement(f"w:{tag}")
