"""Counts days as the law counts them: the first day is not counted, working days follow the State Council's notices."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """The holidays of a year: which weekdays are off, and which weekends are worked."""

    year: int
    source: str
    off: frozenset[dt.date]
    on: frozenset[dt.date]


class UnknownYearError(Exception):
    """The holidays of a year are not known (yet)."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


def is_working_day(day: dt.date, years: Mapping[int, Year]) -> bool:
    """Return whether authorities work on that day.

    Raises UnknownYearError for a year without a notice: it is never guessed.
    """
    year = years.get(day.year)
    if year is None:
        raise UnknownYearError(day.year)
    return day in year.on or (day.weekday() < _SATURDAY and day not in year.off)


def add_working_days(day: dt.date, count: int, years: Mapping[int, Year]) -> dt.date:
    """Return the `count`-th working day after `day`.

    Raises UnknownYearError when the way leads into a year without a notice.
    """
    while count > 0:
        day += dt.timedelta(days=1)
        count -= is_working_day(day, years)
    return day


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day some months later, or the last day of that month."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
