"""Calls and messages of a table: the call-detail records of an operator, or any CSV whose columns are known."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from drafter.errors import ExportError
from drafter.i18n import gettext as _
from drafter.i18n import joined, listed
from drafter.records import columns as columns_of
from drafter.records import numbers, times
from drafter.records.columns import ROLES, WIDEST, Layout, plain, recognise, words
from drafter.records.opening import open_text
from drafter.records.record import Direction, Kind, Notes, Record
from drafter.yamlfile import did_you_mean

HEAD: Final = 80
"""How many rows are looked at to find out how a table is laid out."""
_SEPARATORS: Final = (",", "\t", ";", "|")
_LONGEST: Final = 1_000_000
"""How many characters a cell may have."""
_TORN: Final = "\ufffd"
_MOJIBAKE: Final = ("锟斤拷", "烫烫烫", "ä¸", "å·", "Ã¥", "鏃堕", "鍙风", "閫氳瘽", _TORN)
"""What Chinese looks like after it was read in one encoding and kept in another."""


def separator_of(path: Path, encoding: str) -> str:
    """Return the mark between the columns of a text: the one that leaves most known headings, then most columns."""

    def merit(mark: str) -> tuple[int, int]:
        with open_text(path, encoding) as stream:
            rows = [row[:WIDEST] for row in islice(csv.reader(_unbroken(stream), delimiter=mark), HEAD)]
        widths = [len(row) for row in rows]
        usual = max(set(widths), key=widths.count, default=0)
        known = max((sum(plain(cell) in words().headings for cell in row) for row in rows), default=0)
        return known if known > 1 else 0, usual if usual > 1 else max(widths, default=0)

    return max(_SEPARATORS, key=merit)


def _unbroken(lines: Iterable[str]) -> Iterator[str]:
    """Return the first lines, cut where they are long: what is only looked at needs no more."""
    return (line[:5000] for line in islice(lines, HEAD * 4))


def csv_rows(path: Path, encoding: str, separator: str, file: str) -> Iterator[list[str]]:
    """Yield the rows of a CSV file; raise ExportError at the row with a quotation mark that is never closed."""
    row = lines = 0
    csv.field_size_limit(_LONGEST)
    try:
        with open_text(path, encoding) as stream:
            counted = _Quotes(stream)
            reader = csv.reader(counted, delimiter=separator)
            for row, cells in enumerate(reader, start=1):
                if reader.line_num > lines + 1 and counted.quotes % 2:
                    raise _open_quote(file, row)
                lines, counted.quotes = reader.line_num, 0
                yield cells
    except csv.Error:
        raise _open_quote(file, row + 1) from None


class _Quotes:
    """The lines of a text, and how many quotation marks have gone by."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = iter(lines)
        self.quotes = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self.lines)
        self.quotes += line.count('"')
        return line


def _open_quote(file: str, row: int) -> ExportError:
    what = _("这一行里有一个引号没有收尾，后面的都连在一起了。")
    advice = _("请用 WPS 或 Excel 打开看看这一行，补上或者删掉引号，再导入。")
    return ExportError(file=file, row=row, what=what, advice=advice)


def layout_of(head: Sequence[Sequence[str]], file: str) -> Layout:
    """Return how a table is laid out; raise ExportError when nothing in it is a time or nothing says who."""
    layout = recognise(head)
    if "when" not in layout.columns:
        raise _no_time(head, layout, file)
    if not layout.enough:
        row = layout.header + 1 or 1
        what = _("没有一栏像是对方的号码或者名字。")
        raise ExportError(file=file, row=row, what=what, advice=_point_out(layout.headings))
    return layout


def _no_time(head: Sequence[Sequence[str]], layout: Layout, file: str) -> ExportError:
    text = "".join(cell for row in head[:5] for cell in row)
    if any(mark in text for mark in _MOJIBAKE):
        what = _("里面的中文已经成了乱码。")
        return ExportError(file=file, row=1, what=what, advice=_("请从原来的地方重新导出一份，不要用这一份。"))
    what = _("没有一栏像是时间。")
    return ExportError(file=file, row=layout.header + 1 or 1, what=what, advice=_point_out(layout.headings))


def _point_out(headings: Iterable[str]) -> str:
    named = [heading for heading in headings if heading]
    found = _("这里有：{headings}。").format(headings=listed(named)) if named else ""
    return joined(found, _("请说明哪一栏是时间、哪一栏是对方号码，或者给这两栏写上“时间”“对方号码”。"))


def layout_by(mapping: Mapping[str, str], head: Sequence[Sequence[str]], file: str) -> Layout:
    """Return the layout that a person gave: what each column is → how it is headed, or #3 for the third."""
    advice = _("可以写的有：{roles}。").format(roles=listed(ROLES))
    for role in mapping:
        if role not in ROLES:
            what = _("没有“{key}”这一项。").format(key=role)
            raise ExportError(file=file, what=what, advice=joined(did_you_mean(role, ROLES), advice))
    named = {role: plain(heading) for role, heading in mapping.items() if not heading.startswith("#")}
    header = next((i for i, row in enumerate(head) if set(named.values()) <= set(map(plain, row))), None)
    if header is None:
        best = max(head, key=lambda row: len(set(named.values()) & set(map(plain, row))), default=[])
        missing = next(
            heading for role, heading in mapping.items() if role in named and named[role] not in map(plain, best)
        )
        what = _("没有“{heading}”这一栏。").format(heading=missing)
        raise ExportError(file=file, column=missing, what=what, advice=_point_out(best))
    headings = tuple(cell.strip() for cell in head[header]) if named else ()
    if not named:
        header = -1
    places = [plain(heading) for heading in headings]
    found = {
        role: places.index(named[role]) if role in named else _place(heading, file) for role, heading in mapping.items()
    }
    if "when" not in found:
        raise ExportError(file=file, what=_("没有说明哪一栏是时间。"), advice=_point_out(headings))
    width = max(map(len, head), default=0)
    cells = [[row[i] for row in head[header + 1 :] if i < len(row)] for i in range(max(width, *found.values()) + 1)]
    before = [cell for row in head[: max(header, 0)] for cell in row]
    dates = times.Dates(order=times.order_of(cells[found["when"]]), months=times.months_in(before))
    return columns_of.laid_out(header, found, headings, dates, before, cells)


def _place(heading: str, file: str) -> int:
    if heading[1:].isdecimal() and 0 < int(heading[1:]) < 1000:  # noqa: PLR2004
        return int(heading[1:]) - 1
    what = _("“{heading}”不是第几栏。").format(heading=heading)
    raise ExportError(file=file, column=heading, what=what, advice=_("第三栏写成 #3。"))


def records(rows: Iterable[list[str]], layout: Layout, notes: Notes) -> Iterator[Record]:
    """Yield a record for every row below the headings that has a time."""
    reader = _Rows(layout, notes)
    for number, row in enumerate(rows, start=1):
        if number > layout.header + 1 and (record := reader.record(row, number)) is not None:
            yield record


class _Rows:
    """Makes records of rows."""

    def __init__(self, layout: Layout, notes: Notes) -> None:
        self.layout = layout
        self.notes = notes
        self.words = words()
        self.at = tuple(layout.columns.get(role, -1) for role in ROLES)
        self.width = max(self.at) + 1
        self.both_ends = "caller" in layout.columns and "callee" in layout.columns
        self.sorts: dict[tuple[str, str, str, str], tuple[Kind, Direction, bool | None] | None] = {}

    def record(self, row: list[str], number: int) -> Record | None:
        if len(row) < self.width:
            row = row + [""] * (self.width - len(row))
        (when, clock, party, caller, callee, length, direction, kind, answered, text, own, sent) = [
            row[at].strip() if at >= 0 else "" for at in self.at
        ]
        time = self.layout.dates.read(f"{when} {clock}" if clock else when)
        if not isinstance(time, times.Time):
            self._untimed(row, when, time, number)
            return None
        sort = self._sort(kind, direction, answered, sent)
        if sort is None:
            return None
        seconds = self._seconds(length, number)
        mine = numbers.normal(own) or self.layout.own
        way = sort[1]
        if self.both_ends:
            party, way, mine = self._ends(caller, callee, mine, way)
        elif not party:
            party = caller or callee
        other = numbers.normal(party)
        self._look(party, text, number)
        return Record(
            kind=sort[0], when=time.when, exact=time.exact, party=other, direction=way,
            seconds=seconds if sort[0] == "call" else None, answered=_connected(sort[0], sort[2], seconds),
            text=text, own=mine, row=number,
        )  # fmt: skip

    def _untimed(self, row: list[str], when: str, trouble: times.Trouble, number: int) -> None:
        """Tell of a row whose time cannot be read, unless it belongs to the frame of the table."""
        filled = [cell.strip() for cell in row if cell.strip()]
        if len(filled) < 2 or plain(when) == plain(self.layout.heading("when")):  # noqa: PLR2004
            return
        if filled[0].startswith(self.words.footers) or not when:
            return
        column = self.layout.heading("when")
        match trouble:
            case "ambiguous":
                what = _("“{text}”可能是两个不同的日子，几月在前、几日在前看不出来。").format(text=when[:30])
            case "no_year":
                what = _("“{text}”没有年份，表格前面也没有写是哪一年。").format(text=when[:30])
            case _:
                what = _("“{text}”读不成时间。").format(text=when[:30])
        advice = _("这一条没有算进去；请把这一栏都改成 2026-01-03 21:05:11 这样，再导入。")
        self.notes.tell(
            {"ambiguous": "R102", "no_year": "R103"}.get(trouble, "R101"), what, advice, row=number, column=column
        )

    def _sort(self, kind: str, direction: str, answered: str, sent: str) -> tuple[Kind, Direction, bool | None] | None:
        """Return what the words of a row say it is; None for what is neither a call nor a message."""
        key = (kind, direction, answered, sent)
        if key not in self.sorts:
            self.sorts[key] = self._sort_of(*key)
        return self.sorts[key]

    def _sort_of(
        self, kind: str, direction: str, answered: str, sent: str
    ) -> tuple[Kind, Direction, bool | None] | None:
        said = f"{kind} {direction}"
        if self.words.sort(said, ("other", "message", "call")) == "other":
            return None
        way: Direction = ""
        found = self.words.sort(direction, ("outgoing", "incoming", "missed", "either"))
        if found not in ("", "either") or sent in ("0", "1"):
            way = "out" if found == "outgoing" or sent == "1" else "in"
        return self._kind(kind, direction), way, self._said(direction, answered)

    def _said(self, direction: str, answered: str) -> bool | None:
        """Return whether the words of a row say that a call was connected; None where they do not say."""
        found = self.words.sort(answered, ("no", "yes"))
        if self.words.among(direction, "missed", "unconnected") or found == "no":
            return False
        return True if found == "yes" or self.words.among(direction, "connected") else None

    def _kind(self, kind: str, direction: str) -> Kind:
        columns = self.layout.columns
        found = self.words.sort(kind, ("message", "call")) or self.words.sort(direction, ("message", "call"))
        if found:
            return "message" if found == "message" else "call"
        return "message" if "text" in columns and "seconds" not in columns else "call"

    def _seconds(self, length: str, number: int) -> int | None:
        if not length:
            return None
        found = times.seconds(length, unit=self.layout.unit)
        if found is None:
            what = _("“{text}”读不成时长。").format(text=length[:30])
            column = self.layout.heading("seconds")
            self.notes.tell("R107", what, _("这一条算了一次，时长没有算。"), row=number, column=column)
        return found

    def _ends(self, caller: str, callee: str, own: str, way: Direction) -> tuple[str, Direction, str]:
        """Return the other end of a call, which way it went, and which number of the person it was."""
        if own and numbers.normal(caller) == own:
            return callee, "out", own
        if own and numbers.normal(callee) == own:
            return caller, "in", own
        return (callee, way, own) if way == "out" else (caller, way, own)

    def _look(self, party: str, text: str, number: int) -> None:
        if numbers.rewritten(party):
            what = _("号码“{text}”被表格软件改写过，末几位已经丢了。").format(text=party)
            advice = _("请重新导出，不要用 Excel 打开后再保存；或者先把这一栏设成“文本”。")
            self.notes.tell("R106", what, advice, row=number, column=self.layout.heading("party"))
        if _TORN in party or _TORN in text:
            what = _("有认不出来的字。")
            self.notes.tell("R108", what, _("这一条照样算了；原件请留着。"), row=number)


def _connected(kind: Kind, said: bool | None, seconds: int | None) -> bool | None:  # noqa: FBT001 - of a record
    if kind == "message":
        return None
    return said if said is not None else None if seconds is None else seconds > 0
