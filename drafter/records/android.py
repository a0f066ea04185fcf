"""Calls and messages of an Android telephone, in the XML of “SMS Backup & Restore”, as a stream.

Entities are never expanded: a document type is refused.
https://synctech.com.au/sms-backup-restore/fields-in-xml-backup-files/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final
from xml.parsers import expat

from drafter.errors import ExportError
from drafter.i18n import gettext as _
from drafter.records import numbers, times
from drafter.records.opening import export_again
from drafter.records.record import Direction, Notes, Record

_CHUNK: Final = 1 << 18
_ROOT: Final = re.compile(rb"<(smses|calls)\b")
_RUN: Final = re.compile(rb"(?:&#(?:[xX][0-9a-fA-F]{1,6}|[0-9]{1,7});)+")
_REFERENCE: Final = re.compile(rb"&#([xX]?[0-9a-fA-F]+);")
_TAIL: Final = re.compile(
    rb"(?:&#(?:[xX][dD][89abAB][0-9a-fA-F]{2}|55(?:29[6-9]|[3-9][0-9]{2})|56(?:[0-2][0-9]{2}|3[01][0-9]));)?(?:&#?[0-9a-zA-Z]{0,8})?\Z"
)
_CONTROL: Final = bytes({*range(0x20)} - {0x09, 0x0A, 0x0D})
_CALLS: Final[Mapping[str, tuple[Direction, bool | None]]] = {
    "1": ("in", True), "2": ("out", None), "3": ("in", False), "4": ("in", False),
    "5": ("in", False), "6": ("in", False), "7": ("in", True),
}  # fmt: skip
"""Incoming, outgoing, missed, to the mailbox, rejected, blocked, answered on another device."""
_FROM: Final = "137"
"""Which of the addresses of a picture message is the sender's."""
_MESSAGES: Final[Mapping[str, Direction]] = {"1": "in", "2": "out"}
"""Received and sent; the others are drafts, and what could not be sent."""


def is_android(head: bytes) -> bool:
    """Return whether it begins as such an export."""
    return _ROOT.search(head.replace(b"\0", b"")) is not None


def records(path: Path, notes: Notes) -> Iterator[Record]:
    """Yield every call and message.

    Raises ExportError at the line where the file stops being XML: the export is not whole then.
    """
    elements = _Elements(notes)
    parser = expat.ParserCreate()
    elements.parser = parser
    parser.StartElementHandler = elements.start
    parser.EndElementHandler = elements.end
    parser.StartDoctypeDeclHandler = elements.refuse
    try:
        with path.open("rb") as stream:
            first = stream.read(2)
            stream.seek(0)
            pieces = iter(lambda: stream.read(_CHUNK), b"")
            for piece in pieces if first in (b"\xff\xfe", b"\xfe\xff") else readable(pieces):
                parser.Parse(piece)
                yield from elements.taken()
        parser.Parse(b"", True)  # noqa: FBT003 - expat takes it by position
    except expat.ExpatError as error:
        what = _("文件在这一行断了，后面的读不出来。")
        raise ExportError(file=notes.file, row=error.lineno, what=what, advice=export_again()) from None
    yield from elements.taken()
    elements.close()


def readable(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Mend what the app writes and XML does not take: characters in two halves (most emoji), and control characters."""
    kept = b""
    for piece in pieces:
        data = (kept + piece).translate(None, _CONTROL)
        tail = data[-32:]
        match = _TAIL.search(tail)
        cut = len(data) - (len(tail) - match.start()) if match else len(data)
        data, kept = data[:cut], data[cut:]
        yield _RUN.sub(_whole, data) if b"&#" in data else data
    yield kept


def _whole(match: re.Match[bytes]) -> bytes:
    codes = [_code(text) for text in _REFERENCE.findall(match[0])]
    if all(code < 0xD800 and (code >= 0x20 or code in (9, 10, 13)) for code in codes):  # noqa: PLR2004
        return match[0]
    mended: list[int] = []
    for code in codes:
        if 0xDC00 <= code <= 0xDFFF and mended and 0xD800 <= mended[-1] <= 0xDBFF:  # noqa: PLR2004
            mended[-1] = 0x10000 + ((mended[-1] - 0xD800) << 10) + code - 0xDC00
        else:
            mended.append(code)
    return b"".join(b"&#%d;" % (code if _allowed(code) else 0xFFFD) for code in mended)


def _code(text: bytes) -> int:
    return int(text[1:], 16) if text[:1] in b"xX" else int(text)


def _allowed(code: int) -> bool:
    return code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF  # noqa: PLR2004


class _Elements:
    """Makes records of the elements, a piece of the file at a time."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.parser: expat.XMLParserType
        self.found: list[Record] = []
        self.expected: int | None = None
        self.seen = 0
        self.unsent = 0
        self.mms: dict[str, str] | None = None
        self.sender = ""
        self.parts: list[str] = []

    def taken(self) -> list[Record]:
        found, self.found = self.found, []
        return found

    def refuse(self, *_declared: object) -> None:
        what = _("文件开头有 DOCTYPE 声明，正常的导出没有，没有打开。")
        raise ExportError(file=self.notes.file, row=self.parser.CurrentLineNumber, what=what, advice=export_again())

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sms":
            self._message(attributes, attributes.get("type", ""), attributes.get("body", ""))
        elif name == "call":
            self._call(attributes)
        elif name == "mms":
            self.mms, self.parts, self.sender = attributes, [], ""
        elif name == "part" and self.mms is not None and attributes.get("ct") == "text/plain":
            self.parts.append(attributes.get("text", ""))
        elif name == "addr" and self.mms is not None and attributes.get("type") == _FROM:
            self.sender = attributes.get("address", "")
        elif name in ("smses", "calls") and "count" in attributes:
            self.expected = times.seconds(attributes["count"])

    def end(self, name: str) -> None:
        if name == "mms" and self.mms is not None:
            sort, address = self.mms.get("msg_box", ""), self.mms.get("address", "")
            sender = self.sender if sort == "1" and numbers.is_number(self.sender) else address.split("~")[0]
            self._message({**self.mms, "address": sender}, sort, "\n".join(self.parts))
            self.mms = None

    def close(self) -> None:
        if self.unsent:
            what = _("有 {count} 条短信没有发出（草稿、发送失败），没有算进去。").format(count=self.unsent)
            self.notes.tell("R110", what)
        if self.expected is not None and self.expected != self.seen:
            what = _("文件开头说有 {expected} 条，实际有 {seen} 条。").format(expected=self.expected, seen=self.seen)
            self.notes.tell("R109", what, _("可能没有导完整，请再导出一次比对。"))

    def _message(self, attributes: Mapping[str, str], sort: str, text: str) -> None:
        self.seen += 1
        direction = _MESSAGES.get(sort)
        if direction is None:
            self.unsent += 1
            return
        self._add(attributes, attributes.get("address", ""), direction, text=text)

    def _call(self, attributes: Mapping[str, str]) -> None:
        self.seen += 1
        direction, answered = _CALLS.get(attributes.get("type", ""), ("", None))
        length = attributes.get("duration", "")
        seconds = times.seconds(length)
        if direction == "out" and seconds is not None:
            answered = seconds > 0
        elif answered and not seconds:
            answered = None  # some telephones file a rejected call as an incoming one of no length
        hidden = attributes.get("presentation", "1") in ("2", "3")
        number = "" if hidden else attributes.get("number", "")
        self._add(attributes, number, direction, seconds=seconds, answered=answered)

    def _add(  # noqa: PLR0913 - the fields of a record
        self,
        attributes: Mapping[str, str],
        number: str,
        direction: Direction,
        *,
        seconds: int | None = None,
        answered: bool | None = None,
        text: str | None = None,
    ) -> None:
        row = self.parser.CurrentLineNumber
        stamp = attributes.get("date", "")
        try:
            when = times.from_stamp(int(stamp))
        except (ValueError, OverflowError):
            what = _("“{text}”读不成时间。").format(text=stamp[:30])
            self.notes.tell("R101", what, _("这一条没有算进去。"), row=row, column="date")
            return
        record = Record(
            kind="call" if text is None else "message", when=when, exact="second", party=numbers.normal(number),
            direction=direction, seconds=seconds, answered=answered, text=text or "", own=_card(attributes), row=row,
        )  # fmt: skip
        self.found.append(record)


def _card(attributes: Mapping[str, str]) -> str:
    """Return which SIM card it was, where the telephone has several."""
    card = attributes.get("sub_id", "") or attributes.get("subscription_id", "")
    return f"SIM {card}" if card.isdecimal() else ""
