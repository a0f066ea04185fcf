"""When something happened, as exactly as it is known: a minute, a day, about a month, a range."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

_PART_DAYS: Final = {"初": (1, 5), "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "底": (25, 31)}
_PART_MONTHS: Final = {"年初": (1, 3), "年中": (5, 8), "年底": (12, 12), "上半年": (1, 6), "下半年": (7, 12)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A point in time with as many parts as are known."""

    year: int
    month: int | None = None
    day: int | None = None
    part: str = ""
    """初, 上旬, 中旬, 下旬 or 底 of the month, when the day is not known; 年初, 下半年, …, when the month is not."""
    hour: int | None = None
    minute: int | None = None
    hour_about: bool = False
    daypart: str = ""
    """上午, 晚上, …, when the hour is not known."""

    def first_day(self) -> dt.date:
        """The earliest day that it can mean."""
        if self.month is None:
            return dt.date(self.year, _PART_MONTHS.get(self.part, (1, 12))[0], 1)
        if self.day is not None:
            return dt.date(self.year, self.month, self.day)
        return dt.date(self.year, self.month, _PART_DAYS.get(self.part, (1, 31))[0])

    def last_day(self) -> dt.date:
        """The latest day that it can mean."""
        if self.month is None:
            month = _PART_MONTHS.get(self.part, (1, 12))[1]
            return dt.date(self.year, month, calendar.monthrange(self.year, month)[1])
        if self.day is not None:
            return dt.date(self.year, self.month, self.day)
        end = calendar.monthrange(self.year, self.month)[1]
        return dt.date(self.year, self.month, min(_PART_DAYS.get(self.part, (1, 31))[1], end))

    def date_text(self, before: Stamp | None = None) -> str:
        """Return the date in words; what it shares with the stamp `before` it is not said again."""
        same_year = before is not None and before.year == self.year and bool(self.month or self.part)
        same_month = same_year and before is not None and before.month == self.month and bool(self.day or self.part)
        pieces = ["" if same_year else f"{self.year}年"]
        if self.month is not None and not same_month:
            pieces.append(f"{self.month}月")
        if self.day is not None:
            same_day = same_month and before is not None and before.day == self.day and bool(self.time_text())
            pieces.append("" if same_day else f"{self.day}日")
        return "".join(pieces) + self.part

    def time_text(self) -> str:
        """Return the time of day in words, or nothing."""
        if self.hour is None:
            return self.daypart
        minute = f"{self.minute}分" if self.minute is not None else ""
        return f"{self.hour}时{minute}{'许' if self.hour_about else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A time or a span of time, with its exactness and what was said about it (几乎每天)."""

    start: Stamp
    end: Stamp | None = None
    about: bool = False
    note: str = ""

    @property
    def is_range(self) -> bool:
        """Whether it has a beginning and an end."""
        return self.end is not None

    @property
    def day_exact(self) -> bool:
        """Whether beginning and end are known to the day; what is `about` a day is not."""
        return not self.about and self.start.day is not None and (self.end is None or self.end.day is not None)

    @property
    def last_day_known(self) -> bool:
        """Whether its last day may be printed, and days be counted from it: not of 约2026年10月3日 or 10月上旬."""
        return not self.about and (self.end or self.start).day is not None

    def first_day(self) -> dt.date:
        """The earliest day that it can mean."""
        return self.start.first_day()

    def last_day(self) -> dt.date:
        """The latest day that it can mean."""
        return (self.end or self.start).last_day()

    def certain_last_day(self) -> dt.date:
        """The earliest day on which it can have ended: from it a period that may run out is counted."""
        end = self.end or self.start
        return end.last_day() if self.last_day_known else end.first_day()

    def sort_key(self) -> tuple[dt.date, int, int, dt.date]:
        """Order moments by their beginning."""
        hour = self.start.hour if self.start.hour is not None else -1
        return (self.first_day(), hour, self.start.minute or 0, self.last_day())


def show_moment(moment: Moment) -> str:
    """Return the moment as it is printed: 约2026年10月上旬, 10月1日至22日（几乎每天）, 3日22时至次日2时."""
    text = moment.start.date_text() + moment.start.time_text()
    if moment.end is not None:
        text += "至" + _end_text(moment.start, moment.end)
    note = f"（{moment.note}）" if moment.note else ""
    return f"{'约' if moment.about else ''}{text}{note}"


def _end_text(start: Stamp, end: Stamp) -> str:
    overnight = bool(start.day and end.day and start.time_text() and end.time_text())
    if overnight and end.first_day() - start.first_day() == dt.timedelta(days=1):
        return f"次日{end.time_text()}"
    return end.date_text(start) + end.time_text()


def move_year(stamp: Stamp, years: int) -> Stamp:
    """Return the stamp some years later; 29 February becomes 28."""
    year = stamp.year + years
    if stamp.month == 2 and stamp.day == 29 and not calendar.isleap(year):  # noqa: PLR2004
        return replace(stamp, year=year, day=28)
    return replace(stamp, year=year)
