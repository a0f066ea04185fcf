"""One call or message of an export, and what is to be told of the export itself."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from drafter.errors import Problem, Where
from drafter.i18n import gettext as _

Kind: TypeAlias = Literal["call", "message"]
Direction: TypeAlias = Literal["in", "out", ""]
Exact: TypeAlias = Literal["second", "minute", "day"]
Form: TypeAlias = Literal["android", "table", "chat"]

_SHOWN: Final = 5
"""How many rows with the same fault are told one by one."""
_KEPT: Final = 200
"""How many records that were set apart are kept to be shown."""
_EARLIEST: Final = 2000
"""A telephone that does not know the day writes 1970."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One call or one message."""

    kind: Kind
    when: dt.datetime
    """The time in China, without a zone."""
    exact: Exact
    """How exactly the export knows it; of a day alone `when` is its midnight."""
    party: str
    """The other number, or the name that a chat gives; empty when it was hidden."""
    direction: Direction
    """Seen from the person: `in` is a call or message to them; empty where the export does not say."""
    seconds: int | None
    """How long a call was."""
    answered: bool | None
    """Whether a call was connected; None where the export does not say, and of a message."""
    text: str
    own: str
    """The person's own number or SIM card that was reached, where the export says it."""
    row: int
    """Row or line in the file."""


class Notes:
    """What is to be told of an export. It grows while the records are read; how much is kept is bounded."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.counts: Counter[str] = Counter()
        """How many rows have each fault, by its code."""
        self.apart: list[Record] = []
        """The first of the records that are not among the others, because their day cannot be right."""
        self.apart_count = 0
        self._told: dict[str, list[Problem]] = {}

    def tell(self, code: str, what: str, advice: str = "", *, row: int | None = None, column: str = "") -> None:
        """Note a fault; of many of one kind the first few are kept."""
        self.counts[code] += 1
        told = self._told.setdefault(code, [])
        if len(told) < _SHOWN:
            where = Where(file=self.file, line=row, spot=column)
            told.append(Problem(code=code, where=where, what=what, advice=advice))

    def set_apart(self, record: Record) -> None:
        """Keep a record out of the others."""
        self.apart_count += 1
        if len(self.apart) < _KEPT:
            self.apart.append(record)

    def problems(self) -> list[Problem]:
        """Return what was noted so far; of what occurs often, how many more there are."""
        found: list[Problem] = []
        for code, told in self._told.items():
            found += told
            more = self.counts[code] - len(told)
            if more:
                what = _("还有 {count} 处也是这样。").format(count=more)
                found.append(Problem(code=code, where=Where(file=self.file), what=what))
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """An exported file that can be read. `records` is a stream, read once; `notes` is complete when it has ended."""

    file: str
    form: Form
    records: Iterator[Record]
    notes: Notes
    columns: Mapping[str, str] = field(default_factory=dict)
    """Of a table: what each recognised column is headed, by what it was taken for."""


def possible(records: Iterator[Record], notes: Notes, today: dt.date) -> Iterator[Record]:
    """Pass on the records whose day can be right; the others are told with their row and set apart."""
    end = dt.datetime.combine(today, dt.time.max)
    for record in records:
        if record.when > end:
            code, what = "R104", _("时间在将来：{when}。").format(when=_shown(record.when))
        elif record.when.year < _EARLIEST:
            code, what = "R105", _("时间早得不可能：{when}。").format(when=_shown(record.when))
        else:
            yield record
            continue
        notes.tell(code, what, _("这一条没有算进去。手机时间不准的，请用运营商的详单。"), row=record.row)
        notes.set_apart(record)


def _shown(when: dt.datetime) -> str:
    return when.isoformat(" ", "minutes")
