"""What a file is, by what stands in it and not by its name; and in which encoding its text is."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal, TypeAlias

from drafter.errors import ExportError, reason
from drafter.i18n import gettext as _

Content: TypeAlias = Literal["xml", "html", "xlsx", "text"]

HEAD: Final = 65536
_CHUNK: Final = 1 << 20
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"\x00\x00\x00", b"ID3", b"OggS")
_TORN: Final = 20
"""One torn character among this many others is an accident; more of them are another encoding."""


def export_again() -> str:
    """Return what to do with a file that is no export."""
    return _("请从手机或者营业厅重新导出一份，不要改名、不要改内容。")


def head_of(path: Path, file: str) -> bytes:
    """Return the beginning of a file; raise ExportError when it cannot be read or is empty."""
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD)
    except OSError as error:
        advice = _("请看看文件还在不在、能不能打开，再导入。")
        raise ExportError(file=file, what=_("读不了：{reason}。").format(reason=reason(error)), advice=advice) from None
    if not head.strip(b"\0\r\n\t \xef\xbb\xbf"):
        raise ExportError(file=file, what=_("这是一个空文件。"), advice=export_again())
    return head


def content_of(head: bytes, file: str) -> Content:
    """Return what a file is; raise ExportError, with the way to get another one, for what cannot be imported."""
    if head.startswith(b"PK\x03\x04"):
        return "xlsx"
    if head.startswith(_OLE):
        what = _("这是旧式 .xls 表格，或者加了密码的表格。")
        raise ExportError(file=file, what=what, advice=_("请用 Excel 或 WPS 打开，另存为 .xlsx，不要加密码。"))
    if head.startswith(b"%PDF"):
        what = _("这是 PDF，里面的记录读不出来。")
        raise ExportError(file=file, what=what, advice=_("请向运营商要表格（.xlsx 或 .csv）；PDF 可以作为证据附上。"))
    if head.startswith(_PICTURES):
        what = _("这是图片、录音或者视频，不是导出的记录。")
        raise ExportError(
            file=file, what=what, advice=_("请作为证据附上；这里要的是导出的通话记录、短信或者聊天记录。")
        )
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").lower()
    if re.match(rb"<!doctype html|<html|<head|<meta|<body|<div|<table", start):
        return "html"
    if re.match(rb"<\?xml[^>]*>\s*(?:<!--.*?-->\s*)*<html", start, re.DOTALL):
        return "html"
    return "xml" if start.startswith((b"<?xml", b"<!doctype")) or re.match(rb"<(?:smses|calls)\b", start) else "text"


def encoding_of(path: Path, file: str) -> str:
    """Return the encoding of a text, after reading all of it once.

    A text is UTF-8 when it can be; else GB18030, of which GBK is a part. A few torn characters do not make it another.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if sparse := _utf_16(head):
        return sparse
    for name in ("utf-8", "gb18030"):
        if _decodes(path, name):
            return name
    return min(("utf-8", "gb18030"), key=lambda name: _torn(path, name)) if _few_torn(path) else _unknown(path, file)


def _utf_16(head: bytes) -> str:
    """Return which UTF-16 a text without a mark is in: every other byte of its digits and marks is nought."""
    half = max(len(head) // 2, 1)
    if head[1::2].count(0) > half // 5:
        return "utf-16-le"
    return "utf-16-be" if head[0::2].count(0) > half // 5 else ""


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(_CHUNK):
            yield piece


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for piece in _pieces(path):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _torn(path: Path, encoding: str) -> float:
    """Return how many characters are torn for each that is no letter of ours."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    torn = others = 0
    for piece in _pieces(path):
        text = decoder.decode(piece)
        found = text.count("\ufffd")
        torn += found
        others += len(text) - found - sum(map(text.count, _ASCII)) if found else 0
    return torn / max(others, 1)


_ASCII: Final = [chr(code) for code in range(128)]


def _few_torn(path: Path) -> bool:
    return min(_torn(path, "utf-8"), _torn(path, "gb18030")) * _TORN < 1


def _unknown(path: Path, file: str) -> str:
    """Raise ExportError with the row in which the first byte stands that is neither UTF-8 nor GBK."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    row = 1
    for piece in _pieces(path):
        try:
            row += decoder.decode(piece).count("\n")
        except UnicodeDecodeError as error:
            row += piece.count(b"\n", 0, error.start)
            break
    what = _("里面的文字既不是 UTF-8，也不是 GBK，读出来是乱码。")
    advice = _("请用 WPS 或记事本打开，另存为“CSV UTF-8”，再导入。")
    raise ExportError(file=file, row=row, what=what, advice=advice)


def open_text(path: Path, encoding: str) -> io.TextIOWrapper:
    """Open a text; torn characters are shown as such. Lines end as they do in the file."""
    return path.open(encoding=encoding, errors="replace", newline="")
