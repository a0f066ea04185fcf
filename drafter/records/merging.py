"""Several exports as one stream in order of time, in which nothing stands twice: kept on disk, not in memory.

Two records are one when kind, time, other number, direction, length and text are the same. Of those whose second is
known, that many times over: nobody rings twice in the same second from one number, and restored backups hold messages
twice. Where only the minute or the day is known, two that are the same within one export are two, and across exports
as many as the export with most of them has.

The two ends of a line note different times: a telephone when it rings, an operator when it is answered. A record of an
operator is therefore also the same as one of a telephone (and of no other) when they are at most `_NEAR` apart and the
calls equally long, or when one of the messages comes without its text.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, Self

from drafter.errors import CaseStoreError, reason
from drafter.i18n import gettext as _
from drafter.records.record import Record

_START: Final = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - only to count from
_TICK: Final = dt.timedelta(microseconds=1)
_SECOND: Final = 1_000_000
_NEAR: Final = 90 * _SECOND
"""How long a telephone may ring before it is answered."""
_SLACK: Final = 2
"""By how many seconds two clocks may differ in the length of a call."""
_CACHE: Final = 16_000
"""How many kilobytes of the file may be in memory."""

_TABLE: Final = """
CREATE TABLE record (
    time INTEGER, party TEXT, direction TEXT, kind TEXT, seconds INTEGER, digest BLOB, exact TEXT, nth INTEGER,
    answered INTEGER, text TEXT, own TEXT, line INTEGER, file INTEGER, source TEXT, paired INTEGER,
    PRIMARY KEY (time, party, direction, kind, seconds, digest, exact, nth)
) WITHOUT ROWID
"""
_ADD: Final = """
INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
ON CONFLICT DO UPDATE
SET answered = coalesce(answered, excluded.answered), own = coalesce(nullif(own, ''), excluded.own)
"""
_SAME_SECOND: Final = """
SELECT 1 FROM record WHERE time BETWEEN ? AND ? AND party = ? AND direction = ? AND kind = ? AND exact = 'second'
AND seconds = ? AND digest = ? AND file <> ? LIMIT 1
"""
_NEAREST: Final = """
SELECT time, seconds, digest FROM record WHERE time BETWEEN ? AND ? AND party = ? AND direction = ? AND kind = ?
AND exact = 'second' AND source <> ? AND paired <> ?
AND CASE kind WHEN 'call' THEN seconds > 0 AND abs(seconds - ?) <= ? ELSE digest = x'' OR ? = x'' END
ORDER BY abs(time - ?) LIMIT 1
"""
_PAIR: Final = """
UPDATE record SET paired = ? WHERE time = ? AND party = ? AND direction = ? AND kind = ? AND seconds = ? AND digest = ?
AND exact = 'second'
"""


class Merged:
    """Records of several exports, in a file that only the owner can read and that is gone afterwards."""

    def __init__(self, folder: Path) -> None:
        """Make the file in `folder`, the case folder; raises CaseStoreError when it cannot be made."""
        self.folder = folder
        self.doubles = 0
        """How many records stood in an export that was added before, or twice in one."""
        self._files = 0
        try:
            descriptor, self._name = tempfile.mkstemp(prefix=".records-", suffix=".tmp", dir=folder)
            os.close(descriptor)
        except OSError as error:
            what = _("这里放不了临时文件：{reason}。").format(reason=reason(error))
            raise CaseStoreError(file=str(folder), what=what, advice=_("请换一个能写的文件夹。")) from None
        with _reported(folder):
            self._base = sqlite3.connect(self._name, isolation_level=None)
            for setting in (
                "journal_mode = OFF",
                "synchronous = OFF",
                "temp_store = MEMORY",
                f"cache_size = -{_CACHE}",
            ):
                self._base.execute(f"PRAGMA {setting}")
            self._base.execute(_TABLE)
        with contextlib.suppress(OSError):  # where an open file may lose its name, a crash leaves nothing behind
            Path(self._name).unlink()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._base.close()
        with contextlib.suppress(OSError):
            Path(self._name).unlink(missing_ok=True)

    def __len__(self) -> int:
        """Return how many records there are."""
        return int(self._base.execute("SELECT count(*) FROM record").fetchone()[0])

    def __iter__(self) -> Iterator[Record]:
        """Yield all records, the earliest first."""
        order = "time, party, direction, kind, seconds, digest, exact, nth"
        columns = "time, party, direction, kind, seconds, exact, answered, text, own, line"
        for found in self._base.execute(f"SELECT {columns} FROM record ORDER BY {order}"):  # noqa: S608 - constants
            yield _record(found)

    def add(self, records: Iterable[Record], *, source: str = "") -> int:
        """Add the records of one export; return how many of them were new. `source` is its form: who noted it.

        Raises CaseStoreError when the disk is full, and whatever reading the export raises; then all of it is void.
        """
        self._files += 1
        before = len(self)
        seen = _Repeats()
        count = 0
        with _reported(self.folder):
            self._base.execute("BEGIN")
            for count, record in enumerate(records, start=1):  # noqa: B007
                self._add(record, source, seen)
            self._base.execute("COMMIT")
        new = len(self) - before
        self.doubles += count - new
        return new

    def _add(self, record: Record, source: str, seen: _Repeats) -> None:
        row = _row(record)
        if self._files > 1 and record.exact == "second" and self._stands(record, source, row):
            return
        nth = 0 if record.exact == "second" else seen.nth(row)
        rest = (record.answered, record.text, record.own, record.row, self._files, source)
        self._base.execute(_ADD, (*row, nth, *rest))

    def _stands(self, record: Record, source: str, row: _Row) -> bool:
        """Return whether another export has this record: without its thousandths, or noted by another clock."""
        time, party, direction, kind, seconds, digest, _exact = row
        second = time - time % _SECOND
        same = (second, second + _SECOND - 1, party, direction, kind, seconds, digest, self._files)
        if self._base.execute(_SAME_SECOND, same).fetchone():
            return True
        if not party or (kind == "call" and not record.seconds):
            return False
        near = (time - _NEAR, time + _NEAR, party, direction, kind, source, self._files, seconds, _SLACK, digest, time)
        found = self._base.execute(_NEAREST, near).fetchone()
        if found is None:
            return False
        self._base.execute(_PAIR, (self._files, found[0], party, direction, kind, *found[1:]))
        return True


@contextlib.contextmanager
def _reported(folder: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error:
        what = _("合并记录时写不了临时文件，可能是磁盘满了。")
        raise CaseStoreError(file=str(folder), what=what, advice=_("请腾出空间，再导入。")) from None


_Row = tuple[int, str, str, str, int, bytes, str]


class _Repeats:
    """How often the same record has stood in one export, among those of the time last seen."""

    def __init__(self) -> None:
        self.time = 0
        self.counts: dict[_Row, int] = {}

    def nth(self, row: _Row) -> int:
        if row[0] != self.time:
            self.time, self.counts = row[0], {}
        self.counts[row] = self.counts.get(row, -1) + 1
        return self.counts[row]


def _row(record: Record) -> _Row:
    time = (record.when - _START) // _TICK
    digest = hashlib.blake2b(record.text.encode("utf-8", "replace"), digest_size=12).digest() if record.text else b""
    seconds = -1 if record.seconds is None else record.seconds
    return time, record.party, record.direction, record.kind, seconds, digest, record.exact


def _record(found: tuple[int, str, str, str, int, str, int | None, str, str, int]) -> Record:
    time, party, direction, kind, seconds, exact, answered, text, own, line = found
    return Record(
        kind=kind, when=_START + time * _TICK, exact=exact, party=party, direction=direction,  # type: ignore[arg-type]
        seconds=None if seconds < 0 else seconds, answered=None if answered is None else bool(answered),
        text=text, own=own, row=line,
    )  # fmt: skip
