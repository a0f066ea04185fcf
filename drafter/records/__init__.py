"""Exported call logs and messages, read as a stream of records whatever they were exported by.

`read` looks at a file and says what it is; its records are then read one by one, never all at once. `merging` puts
several exports together, `counting` counts them, `limits` compares the counts with what collectors must keep to.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from pathlib import Path

from drafter.errors import ExportError
from drafter.i18n import gettext as _
from drafter.records import android, chat, opening, pages, sheets, table
from drafter.records.columns import Layout, recognise
from drafter.records.record import Export, Notes, Record, possible

__all__ = ["Export", "Notes", "Record", "read"]


def read(path: Path, *, today: dt.date, mine: Collection[str] = (), columns: Mapping[str, str] | None = None) -> Export:
    """Return what a file holds, ready to be read once.

    `mine` are the person's own names in a chat. `columns` says of a table which column is what (`when`, `party`…) by
    its heading, or by #3 for the third, where the table itself does not.
    Raises ExportError when the file cannot be imported; so may the stream, where a fault lies further down.
    """
    notes = Notes(path.name)
    head = opening.head_of(path, path.name)
    content = opening.content_of(head, path.name)
    if content == "xlsx":
        return _book(path, notes, today, columns)
    if content == "xml":
        if not android.is_android(head):
            what = _("这是 XML，但不是手机短信、通话记录的备份。")
            raise ExportError(file=path.name, what=what, advice=opening.export_again())
        found = possible(android.records(path, notes), notes, today)
        return Export(file=path.name, form="android", records=found, notes=notes)
    return _text(path, notes, today, page=content == "html", mine=mine, columns=columns)


def _text(  # noqa: PLR0913 - as read
    path: Path, notes: Notes, today: dt.date, *, page: bool, mine: Collection[str], columns: Mapping[str, str] | None
) -> Export:
    """Read a text or a web page: as a table where columns are given or known, else as a chat where it is one."""
    encoding = opening.encoding_of(path, path.name)
    separator = "" if page else table.separator_of(path, encoding)

    def rows() -> Iterator[list[str]]:
        return pages.rows(path, encoding) if page else table.csv_rows(path, encoding, separator, path.name)

    head = list(islice(rows(), table.HEAD))
    if columns is None and not recognise(head).is_table:
        form = chat.form_of(chat.lines(path, encoding, page=page))
        if form is not None:
            said = chat.records(path, encoding, notes, page=page, mine=mine, form=form)
            return Export(file=path.name, form="chat", records=possible(said, notes, today), notes=notes)
        if page:
            what = _("这个网页里没有认得出来的聊天记录。")
            advice = _("每条消息要有名字和时间；请换一种方式导出，例如导出为文本。")
            raise ExportError(file=path.name, what=what, advice=advice)
    layout = table.layout_of(head, path.name) if columns is None else table.layout_by(columns, head, path.name)
    found = table.records(rows(), layout, notes)
    return _table(path, found, {role: layout.heading(role) for role in layout.columns}, notes, today)


def _table(path: Path, found: Iterator[Record], columns: Mapping[str, str], notes: Notes, today: dt.date) -> Export:
    records = possible(found, notes, today)
    return Export(file=path.name, form="table", records=records, notes=notes, columns=columns)


def _book(path: Path, notes: Notes, today: dt.date, columns: Mapping[str, str] | None) -> Export:
    """Read a spreadsheet: every sheet in which a time is found; when there is none, the first one's fault is told."""
    book = sheets.open_book(path, path.name)
    layouts: dict[str, Layout] = {}
    faults: list[ExportError] = []
    for sheet in sheets.names(book):
        rows = list(islice(sheets.rows(book, sheet, path.name), table.HEAD))
        if not any(map(any, rows)):
            continue
        try:
            layouts[sheet] = (
                table.layout_of(rows, path.name) if columns is None else table.layout_by(columns, rows, path.name)
            )
        except ExportError as error:
            faults.append(error)
            what = _("工作表“{sheet}”里没有认得出来的记录，没有读。").format(sheet=sheet)
            notes.tell("R111", what)
    if not layouts:
        what = _("这个表格是空的。")
        raise faults[0] if faults else ExportError(file=path.name, what=what, advice=opening.export_again())

    def found() -> Iterator[Record]:
        for sheet, layout in layouts.items():
            yield from table.records(sheets.rows(book, sheet, path.name), layout, notes)
        book.close()

    layout = next(iter(layouts.values()))
    return _table(path, found(), {role: layout.heading(role) for role in layout.columns}, notes, today)
