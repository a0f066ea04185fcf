"""Rows of a spreadsheet (.xlsx) as a stream. What the file is made of is looked at before it is opened."""

from __future__ import annotations

import datetime as dt
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import ParseError

from drafter.errors import ExportError
from drafter.i18n import gettext as _
from drafter.records.columns import WIDEST
from drafter.records.opening import export_again

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_LARGEST: Final = 300_000_000
_UNPACKED: Final = 1_500_000_000
_HELD: Final = 200_000_000
"""How large the texts of all cells may be: they are held in memory."""
_RATIO: Final = 150
_SMALL: Final = 5_000_000
_MEMBERS: Final = 2_000
_BOOK: Final = "xl/workbook.xml"
_ENCRYPTED: Final = 0x1
_DAMAGED: Final = (
    zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError,
    NotImplementedError, RuntimeError, struct.error, OSError, ParseError,
)  # fmt: skip
"""What reading a spoilt archive, or a workbook whose parts contradict each other, may raise."""


def guard(path: Path, file: str) -> None:
    """Raise ExportError when a spreadsheet must not be opened: a bomb, a locked or a damaged one, or another file."""
    try:
        size = path.stat().st_size
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _look(members, size, file)
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    with archive.open(member) as part:
                        _declares(part.read(1024), file)
    except _DAMAGED:
        raise damaged(file) from None


def damaged(file: str, row: int | None = None) -> ExportError:
    """Return what is told of a spreadsheet that cannot be read."""
    what = _("这个表格坏了，打不开。")
    advice = _("请用 Excel 或 WPS 打开看看，能打开就另存为 .xlsx 或者 .csv，再导入。")
    return ExportError(file=file, row=row, what=what, advice=advice)


def _look(members: list[zipfile.ZipInfo], size: int, file: str) -> None:
    names = {member.filename for member in members}
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise ExportError(file=file, what=_("这个文件加了密码。"), advice=_("请去掉密码，再存一次。"))
    if _BOOK not in names:
        raise ExportError(file=file, what=_("这是压缩包，不是表格。"), advice=_("请先解压，再导入里面的文件。"))
    if len(names) != len(members) or sum(member.compress_size for member in members) > size:
        raise damaged(file)
    whole = sum(member.file_size for member in members)
    held = sum(member.file_size for member in members if member.filename.lower().endswith("sharedstrings.xml"))
    packed = any(member.file_size > max(_SMALL, _RATIO * member.compress_size) for member in members)
    if size > _LARGEST or len(members) > _MEMBERS or whole > _UNPACKED or held > _HELD or packed:
        what = _("这个表格展开后大得不正常（{size} MB），没有打开。").format(size=whole // 1_000_000)
        advice = _("来历不明的，请不要用；确实是自己的，请用 Excel 或 WPS 另存为 .csv，再导入。")
        raise ExportError(file=file, what=what, advice=advice)


def _declares(start: bytes, file: str) -> None:
    """Raise ExportError for a part with a document type: entities could make it grow without end."""
    if b"<!DOCTYPE" in start.replace(b"\0", b""):
        what = _("表格里有 DOCTYPE 声明，正常的表格没有，没有打开。")
        raise ExportError(file=file, what=what, advice=export_again())


def open_book(path: Path, file: str) -> Workbook:
    """Open a spreadsheet to be read as a stream, after it was looked at."""
    guard(path, file)
    import warnings

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except (*_DAMAGED, InvalidFileException):
        raise damaged(file) from None


def names(book: Workbook) -> list[str]:
    """Return the names of the sheets that have cells."""
    return [sheet.title for sheet in book.worksheets]


def rows(book: Workbook, sheet: str, file: str) -> Iterator[list[str]]:
    """Yield the rows of a sheet as texts, as they would stand in a CSV file."""
    row = 0
    page = book[sheet]
    page.reset_dimensions()
    try:
        for row, cells in enumerate(page.iter_rows(max_col=WIDEST, values_only=True), start=1):  # noqa: B007
            yield [cell if type(cell) is str else _text(cell) for cell in cells]
    except _DAMAGED:
        raise damaged(file, row + 1) from None


def _text(cell: object) -> str:
    match cell:
        case None:
            return ""
        case dt.datetime():
            return cell.isoformat(" ", "seconds")
        case dt.timedelta():
            return str(round(cell.total_seconds()))
        case float() if cell.is_integer():
            return str(int(cell))
    return str(cell)
