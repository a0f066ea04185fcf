"""Files that are no .docx: what each is, and how to make one of it."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import PurePath
from typing import Final

from drafter.errors import Problem, Where
from drafter.i18n import gettext as _
from drafter.i18n import joined

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_TYPES: Final = "[Content_Types].xml"
_DOCUMENT: Final = b"wordprocessingml.document.main+xml"


def refusal(data: bytes, name: str) -> Problem | None:
    """Return why a file is not taken, with what to do; None when it looks like a .docx."""
    told = _told(data, name) or _zipped(data)
    return _problem(name, *told) if told is not None else None


def broken(name: str, reason: str) -> Problem:
    """Return what is told of a .docx that cannot be opened."""
    return _problem(name, _("这不是能读的 Word 文件（{reason}）。").format(reason=reason), _save_as())


def _problem(name: str, what: str, advice: str) -> Problem:
    return Problem(code="T080", where=Where(file=name), what=what, advice=advice)


def _told(data: bytes, name: str) -> tuple[str, str] | None:
    path = PurePath(name)
    suffix = path.suffix.lower()
    if path.name.startswith("~$"):
        return (
            _("这是 Word 打开文件时放在旁边的临时文件，里面没有正文。"),
            _("请关掉 Word，用名字里没有“~$”的那一个。"),
        )
    if data.startswith(_OLE) and _ENCRYPTED in data:
        return _("这个文件加了密码。"), _("请在 Word 或 WPS 里打开，去掉密码，另存为 .docx。")
    if suffix == ".wps":
        return _("这是 WPS 的 .wps 文件。"), _save_as()
    if data.startswith((_OLE, b"{\\rtf", b"%PDF", b"<", b"\xef\xbb\xbf<", b"MIME-Version")):
        what = _("这是 PDF，不是 Word 文件。") if data.startswith(b"%PDF") else _("这是旧式 .doc 文件，不是 .docx。")
        return what, joined(_save_as(), _converting(name, data))
    return None


def _zipped(data: bytes) -> tuple[str, str] | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            types = archive.read(_TYPES)
    except (OSError, ValueError, KeyError, EOFError, RuntimeError, NotImplementedError, zipfile.BadZipFile):
        return _("这不是能读的 Word 文件，可能没有传完整。"), _save_as()
    if b"ms-word.document.macroEnabled" in types or b"ms-word.template.macroEnabled" in types:
        return _("这个文件带宏（.docm）。"), _("请在 Word 或 WPS 里另存为 .docx，宏会去掉。")
    if b"wordprocessingml.template.main+xml" in types:
        return _("这是 Word 模板（.dotx）。"), _save_as()
    if _DOCUMENT not in types:
        return _("这个压缩包里不是 Word 正文。"), _save_as()
    return None


def _save_as() -> str:
    return _("请在 Word 或 WPS 里打开，另存为 .docx。")


def _converting(name: str, data: bytes) -> str:
    """Return the command that converts a file, where LibreOffice is there."""
    if data.startswith(b"%PDF") or shutil.which("soffice") is None:
        return ""
    return _('也可以运行：soffice --headless --convert-to docx "{name}"').format(name=name)
