"""The files of a case: the only module that opens them.

Files are 0600, folders 0700. A replacement is written beside the old file, synced and then renamed over it, so
that a full disk, a crash or a power cut leaves either the old file or the new one. An appended line is synced
before the call returns. One process at a time holds a case.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from filelock import FileLock, Timeout

from drafter.errors import CaseStoreError
from drafter.i18n import gettext as _

ANSWERS: Final = "case.yaml"
PRIVATE: Final = ".drafter"
JOURNAL: Final = f"{PRIVATE}/journal.jsonl"
_LOCK: Final = f"{PRIVATE}/lock"


class CaseFolder:
    """An open case folder. Names are paths relative to it, with `/`."""

    def __init__(self, path: Path, *, reading: bool = False) -> None:
        """Open, or make, the folder and take its lock; only for `reading`, leave it as it is.

        Raises CaseStoreError when the folder cannot be made or written, or another process holds it.
        """
        self.path = path
        self.reading = reading
        self._lock: FileLock | None = None
        if reading:
            return
        with self._reported(path):
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            (path / PRIVATE).mkdir(mode=0o700, exist_ok=True)
            self._lock = FileLock(path / _LOCK, timeout=0, mode=0o600)
            try:
                self._lock.acquire()
            except Timeout:
                raise CaseStoreError(
                    file=str(path),
                    what=_("另一个窗口正在用这个案卷。"),
                    advice=_("请先关掉那个窗口，再运行。"),
                ) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._lock is not None:
            self._lock.release()

    def exists(self, name: str) -> bool:
        """Return whether the file is there."""
        return (self.path / name).is_file()

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a file, or None when it is not there."""
        target = self.path / name
        with self._reported(target):
            return target.read_bytes() if target.is_file() else None

    def read_text(self, name: str) -> str | None:
        """Return the text of a file, or None when it is not there; a UTF-8 mark at the start is dropped."""
        data = self.read(name)
        if data is None:
            return None
        return decode(data, str(self.path / name))

    def replace(self, name: str, data: bytes) -> None:
        """Put `data` in the place of the file in one step; on any fault the old file stays."""
        target = self.path / name
        with self._reported(target):
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            put(target, data)

    def append(self, name: str, line: str) -> None:
        """Add one line to a file and wait until it is on the disk; on any fault the file is as it was."""
        target = self.path / name
        with self._reported(target):
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
            descriptor = os.open(target, flags, 0o600)
            try:
                new = os.fstat(descriptor).st_size == 0
                _append(descriptor, line.encode() + b"\n")
            finally:
                os.close(descriptor)
            if new:
                _sync_folder(target.parent)

    def lines(self, name: str) -> list[str]:
        """Return the lines of a file, none when it is not there; a torn character does not spoil the others."""
        data = self.read(name)
        return data.decode("utf-8", errors="replace").removesuffix("\n").split("\n") if data else []

    def names(self, folder: str, suffix: str) -> list[str]:
        """Return the names of the files in a folder that end so; none when the folder is not there."""
        target = self.path / folder
        with self._reported(target):
            if not target.is_dir():
                return []
            return sorted(path.name for path in target.iterdir() if path.name.endswith(suffix) and path.is_file())

    def remove(self, name: str) -> None:
        """Remove a file if it is there."""
        target = self.path / name
        with self._reported(target):
            target.unlink(missing_ok=True)

    @contextlib.contextmanager
    def _reported(self, target: Path) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise CaseStoreError(file=str(target), what=_explain(error), advice=_remedy(error)) from error


def put(target: Path, data: bytes) -> None:
    """Put a file that only its owner can read in its place in one step; on any fault the old one stays.

    Raises OSError.
    """
    temporary = target.with_name(f".{secrets.token_hex(6)}.tmp")
    try:
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(target.parent)


def _append(descriptor: int, data: bytes) -> None:
    """Write at the end of a file, after mending a last line that was cut off."""
    end = os.lseek(descriptor, 0, os.SEEK_END)
    if end:
        os.lseek(descriptor, end - 1, os.SEEK_SET)
        if os.read(descriptor, 1) != b"\n":
            data = b"\n" + data
    try:
        while data:
            data = data[os.write(descriptor, data) :]
        os.fsync(descriptor)
    except OSError:
        os.ftruncate(descriptor, end)
        raise


def decode(data: bytes, file: str) -> str:
    """Return UTF-8 text; raise CaseStoreError that says how to mend a file in another encoding."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CaseStoreError(
            file=file,
            what=_("不是 UTF-8 编码（第 {position} 个字节起读不了）。").format(position=error.start + 1),
            advice=_("用记事本打开，“另存为”时编码选 UTF-8。"),
        ) from None


def read_file(path: Path) -> str:
    """Return the text of a file outside a case folder, such as an answers file.

    Raises CaseStoreError when it is not there or cannot be read.
    """
    try:
        return decode(path.read_bytes(), str(path))
    except OSError as error:
        raise CaseStoreError(file=str(path), what=_explain(error), advice=_remedy(error)) from error


def _sync_folder(folder: Path) -> None:
    """Make a rename durable; Windows cannot open a folder and does not need it."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _explain(error: OSError) -> str:
    match error:
        case FileNotFoundError():
            return _("没有这个文件或文件夹。")
        case PermissionError():
            return _("没有读写的权限。")
        case NotADirectoryError() | FileExistsError():
            return _("这里已经有一个同名的文件，不是文件夹。")
        case IsADirectoryError():
            return _("这是一个文件夹，不是文件。")
    if error.errno in _full():
        return _("磁盘满了。")
    if error.errno == errno.EROFS:
        return _("这里是只读的。")
    return _("读写失败（{reason}）。").format(reason=error.strerror or type(error).__name__)


def _full() -> tuple[int, ...]:
    """Return the error numbers of a disk, a quota or a file that is full."""
    return (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))


def _remedy(error: OSError) -> str:
    match error:
        case FileNotFoundError() | IsADirectoryError():
            return _("请检查路径。")
        case PermissionError():
            return _("请换一个您能写的文件夹，或者先关掉正在打开它的程序（例如 Word、WPS）。")
        case NotADirectoryError() | FileExistsError():
            return _("请换一个文件夹名称。")
    if error.errno in _full():
        return _("已保存的内容没有动。请腾出空间后再运行。")
    return _("已保存的内容没有动。请换一个文件夹再试。")
