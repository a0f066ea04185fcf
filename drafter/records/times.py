"""Times and lengths as exports write them.

A time that can mean two days is not guessed: 3-1-2026 is 3 January in one program and 1 March in another.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, NamedTuple, TypeAlias

from drafter.records.record import Exact

Order: TypeAlias = Literal["dmy", "mdy", ""]
Trouble: TypeAlias = Literal["unreadable", "ambiguous", "no_year"]

_CLOCK: Final = (
    r"(?P<part>凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|AM|PM)?\s{0,2}(?P<hour>\d{1,2})"
    r"(?:[:：](?P<minute>\d{2})(?:[:：](?P<second>\d{2})(?:[.,]\d+)?)?|[时点](?:(?P<minute2>\d{1,2})分?(?:(?P<second2>\d{1,2})秒?)?)?)"
    r"\s{0,2}(?P<half>AM|PM)?"
)
_BETWEEN: Final = r"(?:[\sT,，]{0,4}(?:(?:星期|周)[一二三四五六日天])?[\sT,，]{0,4})"
_FIRST: Final = re.compile(
    rf"(?P<year>\d{{4}})\s*[-/.年]\s*(?P<month>\d{{1,2}})\s*[-/.月]\s*(?P<day>\d{{1,2}})日?(?:{_BETWEEN}{_CLOCK})?",
    re.IGNORECASE,
)
_LAST: Final = re.compile(
    rf"(?P<one>\d{{1,2}})[-/.](?P<two>\d{{1,2}})[-/.](?P<year>\d{{4}})(?:{_BETWEEN}{_CLOCK})?", re.IGNORECASE
)
_SHORT: Final = re.compile(rf"(?P<month>\d{{1,2}})[-/.月](?P<day>\d{{1,2}})日?(?:{_BETWEEN}{_CLOCK})", re.IGNORECASE)
_COMPACT: Final = re.compile(r"(20\d{2})(\d{2})(\d{2})(?:[ T]?(\d{2}):?(\d{2}):?(\d{2}))?")
_ALONE: Final = re.compile(_CLOCK, re.IGNORECASE)
_STAMP: Final = re.compile(r"[12][0-9]{9}(?:[0-9]{3})?")
"""Seconds or thousandths since 1970; no mobile number has 10 or 13 digits."""
_SERIAL: Final = re.compile(r"[3-6][0-9]{4}(?:\.[0-9]+)?")
"""Days since 1900, as spreadsheets count them."""
_AFTERNOON: Final = ("下午", "傍晚", "晚上", "PM")
_MORNING: Final = ("凌晨", "AM", "上午", "清晨", "早上")
_EPOCH: Final = dt.datetime(1970, 1, 1, 8)  # noqa: DTZ001 - the time in China
_SERIAL_EPOCH: Final = dt.datetime(1899, 12, 30)  # noqa: DTZ001
_MONTH: Final = re.compile(r"(20\d{2})\s{0,2}[-/.年]?\s{0,2}(1[0-2]|0?[1-9])(?!\d)")
_NOON: Final = 12
_LONG: Final = 10
_ISO: Final = 19


class Time(NamedTuple):
    """A time, and how exactly it is known."""

    when: dt.datetime
    exact: Exact


def from_stamp(milliseconds: int) -> dt.datetime:
    """Return the time in China of thousandths since 1970; raises OverflowError for what is no time."""
    return _EPOCH + dt.timedelta(milliseconds=milliseconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """How one file writes its dates."""

    order: Order = ""
    """Which comes first where the year comes last."""
    months: tuple[tuple[int, int], ...] = ()
    """The months that the file says it is about: a date without a year is one of them."""

    def read(self, text: str) -> Time | Trouble:
        """Read a time, or say why it cannot be read."""
        if len(text) == _ISO and text[4] in "-/" and text[10] in " T":
            try:
                return Time(dt.datetime.fromisoformat(text.replace("/", "-")), "second")
            except ValueError:
                return "unreadable"
        try:
            return self._read(text.strip())
        except (ValueError, OverflowError):
            return "unreadable"

    def _read(self, text: str) -> Time | Trouble:
        if match := _FIRST.fullmatch(text):
            return _time(match, int(match["year"]), int(match["month"]), int(match["day"]))
        if match := _LAST.fullmatch(text):
            return self._year_last(match)
        if match := _COMPACT.fullmatch(text):
            exact: Exact = "second" if match[4] else "day"
            return Time(dt.datetime(*(int(part or 0) for part in match.groups())), exact)  # type: ignore[arg-type]  # noqa: DTZ001
        if match := _SHORT.fullmatch(text):
            year = self._year(int(match["month"]))
            return _time(match, year, int(match["month"]), int(match["day"])) if year else "no_year"
        if _STAMP.fullmatch(text):
            return Time(from_stamp(int(text) * (1000 if len(text) == _LONG else 1)), "second")
        if _SERIAL.fullmatch(text):
            when = _SERIAL_EPOCH + dt.timedelta(seconds=round(float(text) * 86400))
            return Time(when, "second" if "." in text else "day")
        return "unreadable"

    def _year_last(self, match: re.Match[str]) -> Time | Trouble:
        one, two, year = int(match["one"]), int(match["two"]), int(match["year"])
        order = self.order or ("dmy" if one > _NOON or one == two else "mdy" if two > _NOON else "")
        if not order:
            return "ambiguous"
        return _time(match, year, two, one) if order == "dmy" else _time(match, year, one, two)

    def _year(self, month: int) -> int | None:
        """Return the year of a month, if the months of the file leave one only."""
        if not self.months:
            return None
        first, last = min(self.months), max(self.months)
        years = [year for year in range(first[0], last[0] + 1) if first <= (year, month) <= last]
        return years[0] if len(years) == 1 else None


def _time(match: re.Match[str], year: int, month: int, day: int) -> Time:
    if match["hour"] is None:
        return Time(dt.datetime(year, month, day), "day")  # noqa: DTZ001
    clock, exact = _clock(match)
    return Time(dt.datetime.combine(dt.date(year, month, day), clock), exact)


def _clock(match: re.Match[str]) -> tuple[dt.time, Exact]:
    hour, part = int(match["hour"]), (match["part"] or match["half"] or "").upper()
    minute, second = match["minute"] or match["minute2"], match["second"] or match["second2"]
    if (part in _AFTERNOON and hour < _NOON) or (part == "中午" and hour < 3):  # noqa: PLR2004
        hour += _NOON
    elif part in _MORNING and hour == _NOON:
        hour = 0
    return dt.time(hour, int(minute or 0), int(second or 0)), "second" if second else "minute"


def is_clock(text: str) -> bool:
    """Return whether it is a time of day alone."""
    return _ALONE.fullmatch(text.strip()) is not None


def order_of(texts: Iterable[str]) -> Order:
    """Return which comes first in dates that end with the year, where some of them show it and none shows the other."""
    found: set[Order] = set()
    for text in texts:
        if _FIRST.fullmatch(text.strip()):
            return ""
        if match := _LAST.fullmatch(text.strip()):
            one, two = int(match["one"]), int(match["two"])
            found |= {"dmy"} if one > _NOON else {"mdy"} if two > _NOON else set()
    return found.pop() if len(found) == 1 else ""


def months_in(texts: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Return the months that are named in what stands before a table: 2026年01月, 2025-12-01至2026-01-31."""
    found = {(int(match[1]), int(match[2])) for text in texts for match in _MONTH.finditer(text)}
    return tuple(sorted(found))


_WORDS: Final = re.compile(
    r"(?:(\d{1,9})\s*(?:小时|时|h))?\s*(?:(\d{1,9})\s*(?:分钟|分|m|′|'))?\s*(?:(\d{1,9})\s*(?:秒钟|秒|s|″|\"))?",
    re.IGNORECASE,
)
_COLONS: Final = re.compile(r"(?:(\d{1,4})[:：])?(\d{1,2})[:：](\d{2})(?:\.0+)?")
_PLAIN: Final = re.compile(r"(\d{1,9})(?:\.0+)?")


@lru_cache(maxsize=16384)
def seconds(text: str, *, unit: int = 1) -> int | None:
    """Return a length in seconds: 83, 83秒, 1分23秒, 00:01:23. A number alone counts `unit` seconds."""
    text = text.strip()
    if match := _PLAIN.fullmatch(text):
        return int(match[1]) * unit
    if match := _COLONS.fullmatch(text):
        hours, minutes, rest = (int(part or 0) for part in match.groups())
        return hours * 3600 + minutes * 60 + rest
    match = _WORDS.fullmatch(text)
    if match is None or not any(match.groups()):
        return None
    hours, minutes, rest = (int(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + rest
