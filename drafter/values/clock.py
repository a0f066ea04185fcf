"""Times of day: 晚上9点半, 21:30, 凌晨, 下午三点多."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from drafter.i18n import gettext as _
from drafter.values.problem import ValueProblem

DAYPART: Final = "凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|深夜|半夜|晚间|夜间|晚|早|夜"
_TIME: Final = re.compile(
    rf" ?({DAYPART})?的?"
    r"(?:(\d{1,2})(?:(?:点钟?|时)(?:(半|一刻|三刻|整)|(\d{1,2})分?)?|:(\d{2})(?::\d{2})?))?"
    r"(多|许|左右|前后)?"
)
_NAMES: Final = {"清晨": "早上", "早晨": "早上", "早": "早上", "晚": "晚上", "晚间": "晚上", "深夜": "夜里",
                 "半夜": "夜里", "夜间": "夜里", "夜": "夜里"}  # fmt: skip
_FRACTIONS: Final = {"半": 30, "一刻": 15, "1刻": 15, "三刻": 45, "整": 0}
_AFTERNOON: Final = ("下午", "傍晚", "晚上")
_BEGINS: Final = {"凌晨": 0, "早上": 6, "上午": 8, "中午": 11, "下午": 13, "傍晚": 17, "晚上": 18, "夜里": 22}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A time of day as it was said; `end` is where it ends in the text."""

    daypart: str
    hour: int | None
    minute: int | None
    about: bool
    end: int

    @property
    def begins(self) -> int:
        """The hour from which it can be."""
        return hour_of(self.hour, self.daypart) if self.hour is not None else _BEGINS[self.daypart]


def clock_at(text: str, position: int) -> Clock | None:
    """Return the time of day that stands at `position`."""
    match = _TIME.match(text, position)
    if match is None or (match[1] is None and match[2] is None):
        return None
    daypart = _NAMES.get(match[1] or "", match[1] or "")
    if match[2] is None:
        return Clock(daypart=daypart, hour=None, minute=None, about=False, end=match.end())
    minute = _minute(match)
    if int(match[2]) > 24 or (minute or 0) > 59:  # noqa: PLR2004
        raise ValueProblem(_("没有这个钟点。"), _("例如“10月3日晚上9点半”“10月3日21:30”。"))
    return Clock(daypart=daypart, hour=int(match[2]), minute=minute, about=match[6] is not None, end=match.end())


def _minute(match: re.Match[str]) -> int | None:
    if match[3]:
        return _FRACTIONS[match[3]] or None
    digits = match[4] or match[5]
    return (int(digits) or None) if digits else None


def hour_of(hour: int, daypart: str) -> int:
    """Return the hour of 24: 晚上9点 is 21, 晚上两点 is 2 (after midnight), 晚上12点 is 24."""
    if daypart in _AFTERNOON and hour < 12:  # noqa: PLR2004
        return hour if daypart == "晚上" and hour < 5 else hour + 12  # noqa: PLR2004
    if (daypart == "中午" and hour < 3) or (daypart == "夜里" and 6 <= hour < 12):  # noqa: PLR2004
        return hour + 12
    return 24 if daypart in ("晚上", "夜里") and hour == 12 else hour  # noqa: PLR2004
