"""The guard before a Word file: what it is made of is looked at before anything opens it.

A file that somebody sent may be a bomb, may fetch something from elsewhere when it is opened in Word, or may be no Word
file at all. `faults` reads no more of it than it declares, and nothing of it is carried out or written down.
"""

from __future__ import annotations

import io
import re
import shutil
import struct
import zipfile
from collections.abc import Iterator, Mapping
from typing import Final

from drafter.errors import Problem, Where
from drafter.i18n import gettext as _
from drafter.i18n import joined
from drafter.word import parts
from drafter.word.mistakes import Mistake
from drafter.word.reading import UNREADABLE

LARGEST: Final = 20_000_000
"""How many bytes a template may have."""
_UNPACKED: Final = 60_000_000
_PART: Final = 5_000_000
_RATIO: Final = 100
_SMALL: Final = 1_000_000
"""A part of this size may be packed as tightly as it will: empty tables are."""
_MEMBERS: Final = 1_000
_DIRECTORY: Final = 200_000
_END: Final = struct.Struct("<4s4H2LH")
_LOCATOR: Final = b"PK\x06\x07"
_LOCATOR_SIZE: Final = 20
_STRANGE: Final = re.compile(r"^/|\\|(?:^|/)\.{1,2}(?:/|$)|^[A-Za-z]:|[\x00-\x1f]|//")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLDER: Final = (b"{\\rtf", b"<", b"\xef\xbb\xbf<", b"MIME-Version")
"""What older programs wrote into files that they called .doc."""
_ENCRYPTED: Final = 0x1


def faults(data: bytes, name: str) -> list[Problem]:
    """Return why a template must not be opened, one line for each remedy; nothing when it may be.

    `name` is its file name for messages.
    """
    found: dict[tuple[str, str], Mistake] = {}
    for each in _faults(data, name):
        found.setdefault((each.code, each.advice), each)
    where = Where(file=name)
    return [Problem(code=each.code, where=where, what=each.what, advice=each.advice) for each in found.values()]


def _faults(data: bytes, name: str) -> Iterator[Mistake]:
    if outside := _outside(data, name.replace("\\", "/").rpartition("/")[2]):
        yield outside
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = list(_members(archive.infolist(), len(data)))
            if found:
                yield from found
                return
            contents = {each.filename: archive.read(each) for each in archive.infolist() if not each.is_dir()}
    except UNREADABLE:
        yield parts.damaged()
        return
    yield from parts.faults(contents)


def detached(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Return a file without the template that it is attached to, mostly Normal.dotm, and how that was called.

    Word keeps this path in many files, and looks there when it opens them; no word of the text depends on it. A file in
    which there is none, or that must not be unpacked, stays as it is.
    """
    if _outside(data, ""):
        return data, ()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if any(_members(archive.infolist(), len(data))):
                return data, ()
            changed, targets = parts.detached({
                each.filename: archive.read(each) for each in archive.infolist()
                if each.filename in (parts.SETTINGS, parts.SETTINGS_RELATIONS)
            })  # fmt: skip
    except UNREADABLE:
        return data, ()
    return (replaced(data, changed), targets) if targets else (data, ())


def replaced(data: bytes, members: Mapping[str, bytes]) -> bytes:
    """Return the same archive with other members in the place of some."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = members[entry.filename] if entry.filename in members else source.read(entry)
            target.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _outside(data: bytes, base: str) -> Mistake | None:
    """Return why these bytes are no Word file, or more of one than is looked at."""
    if base.startswith("~$"):
        what = _("这是 Word 打开文件时留下的临时文件，不是模板。")
        advice = _("请用名称前面没有 ~$ 的那个文件。")
        return Mistake(code="T010", what=what, advice=advice)
    if not data:
        return Mistake(code="T011", what=_("这是一个空文件。"), advice=_("请重新取一份。"))
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            what, advice = _("这个文件加了密码。"), _("请在 Word 或 WPS 里去掉密码，再存一次。")
        else:
            what = _("这是 WPS 的 .wps 文件。") if base.lower().endswith(".wps") else _("这是旧式 .doc 文件。")
            advice = joined(_("请在 Word 或 WPS 里打开，另存为 .docx，不要加密码。"), _converting(base))
        return Mistake(code="T012", what=what, advice=advice)
    if data.startswith(b"%PDF"):
        return Mistake(code="T011", what=_("这是 PDF，不是 Word 文件。"), advice=parts.again())
    if data.startswith(_OLDER):
        advice = joined(parts.again(), _converting(base))
        return Mistake(code="T011", what=_("这是旧式 .doc 文件，不是 .docx。"), advice=advice)
    if not data.startswith(b"PK\x03\x04"):
        return Mistake(code="T011", what=_("这不是 Word 文件。"), advice=parts.again())
    if len(data) > LARGEST:
        return _too_large(_("文件超过 {size} MB").format(size=LARGEST // 1_000_000))
    return _ending(data)


def _converting(name: str) -> str:
    """Return the command that converts a file, where LibreOffice is there."""
    if shutil.which("soffice") is None:
        return ""
    return _('也可以运行：soffice --headless --convert-to docx "{name}"').format(name=name)


def _too_large(reason: str) -> Mistake:
    advice = _("请在 Word 里压缩图片、删去多余的内容，另存为 .docx。来历不明的，请不要用。")
    return Mistake(code="T014", what=_("这个文件太大，没有打开：{reason}。").format(reason=reason), advice=advice)


def _ending(data: bytes) -> Mistake | None:
    """Look at the end of the archive: it says how much of it is to be read."""
    if len(data) < _END.size:
        return parts.damaged()
    sign, disk, first_disk, here, count, size, offset, comment = _END.unpack(data[-_END.size :])
    if sign != b"PK\x05\x06" or comment or disk or first_disk or here != count:
        return parts.damaged()
    if count > _MEMBERS or size > _DIRECTORY:
        return _too_large(_("里面有 {count} 个部件").format(count=count))
    before = data[-_END.size - _LOCATOR_SIZE : -_END.size]
    return parts.damaged() if offset + size != len(data) - _END.size or before.startswith(_LOCATOR) else None


def _members(members: list[zipfile.ZipInfo], size: int) -> Iterator[Mistake]:
    """Look at what the archive says of its members, without unpacking one."""
    if len(members) > _MEMBERS:
        yield _too_large(_("里面有 {count} 个部件").format(count=len(members)))
        return
    seen: set[str] = set()
    for member in members:
        name = member.filename
        if member.orig_filename != name or _STRANGE.search(name) or (member.is_dir() and member.file_size):
            what = _("里面有名称不正常的部件“{part}”，没有打开。").format(part=_shown(name))
            yield Mistake(
                code="T015", what=what, advice=_("来历不明的，请不要用；否则请在 Word 里打开，另存为 .docx。")
            )
        if name.lower() in seen:
            what = _("里面有两个部件都叫“{part}”，没有打开。").format(part=_shown(name))
            yield Mistake(
                code="T015", what=what, advice=_("来历不明的，请不要用；否则请在 Word 里打开，另存为 .docx。")
            )
        seen.add(name.lower())
        if member.flag_bits & _ENCRYPTED:
            yield Mistake(
                code="T012", what=_("这个文件加了密码。"), advice=_("请在 Word 或 WPS 里去掉密码，再存一次。")
            )
        elif member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            yield parts.damaged(_shown(name))
    yield from _sizes(members, size)


def _sizes(members: list[zipfile.ZipInfo], size: int) -> Iterator[Mistake]:
    for member in members:
        if parts.is_xml(member.filename) and member.file_size > _PART:
            yield _too_large(_("“{part}”展开后有 {size} MB").format(
                part=_shown(member.filename), size=member.file_size // 1_000_000))  # fmt: skip
        elif member.file_size > max(_SMALL, _RATIO * member.compress_size):
            yield _too_large(_("“{part}”展开后是压缩时的 {times} 倍").format(
                part=_shown(member.filename), times=member.file_size // max(member.compress_size, 1)))  # fmt: skip
    whole = sum(member.file_size for member in members)
    if whole > _UNPACKED:
        yield _too_large(_("全部展开后有 {size} MB").format(size=whole // 1_000_000))
    if sum(member.compress_size for member in members) > size:
        yield parts.damaged()


def _shown(name: str) -> str:
    return re.sub(r"[\x00-\x1f]", "?", name)[:60]
