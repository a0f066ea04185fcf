"""Reads times as people type them: 10月3日晚9点, 约10月上旬, 昨天晚上, 10月1日至22日，几乎每天."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Final

from drafter.i18n import gettext as _
from drafter.values.cleaning import half_width
from drafter.values.moment import Moment, Stamp, move_year
from drafter.values.numerals import number
from drafter.values.problem import ValueProblem

_LONGEST: Final = 120
_ABOUT: Final = re.compile(r"^(?:大概|大约|差不多|约莫|约|大致)(?:是|在)?")
_ABOUT_END: Final = re.compile(r"(?:左右|前后)$")
_OPEN_END: Final = re.compile(r"^(?:日)?(?:起至今|起|以来|开始|至今|到现在|至现在|到今天|至今天|到目前|一直到现在)$")
_TO: Final = re.compile(r"^(?:开始)?(?:一直)?(?:至|到|~|—+|–|-)+")
_SPELLED: Final = re.compile(r"[零〇一二两三四五六七八九十廿]+(?=个?[年月日号点时分天])")
_RELATIVE: Final = {"今": 0, "昨": -1, "前": -2, "大前": -3, "明": 1, "后": 2}
_DAY: Final = re.compile(r"(大前|今|昨|前|明|后)(?:天|日|(?=晚|早|夜))|(\d{1,3})天(?:前|之前|以前)|刚才|刚刚")
_WEEK: Final = re.compile(r"(上上个?|上个?|这个?|本)?(?:周|星期|礼拜)([一二三四五六日天])")
_NUMERIC: Final = re.compile(r"(\d{4})[-./](\d{1,2})(?:[-./](\d{1,2})(?!\d))?(?:日|号)?")
_SHORT: Final = re.compile(r"(\d{1,2})[./](\d{1,2})(?![\d:])(?:日|号)?")
_PARTS: Final = "上旬|中旬|下旬|月初|月底|月末|初|底|末|中"
_WRITTEN: Final = re.compile(
    r"(?:(\d{4}|\d{2})年|(今年|去年|前年|明年))?(?:的)?"
    rf"(?:(?:(\d{{1,2}})月份?|(上个?月|这个?月|本月))(?:的)?)?(?:(\d{{1,2}})(?:日|号)|({_PARTS}))?"
)
_TIME: Final = re.compile(
    r"(凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|深夜|半夜|晚间|夜间|晚|早|夜)?的?"
    r"(?:(\d{1,2})(?:(?:点钟?|时)(?:(半|一刻|三刻|整)|(\d{1,2})分?)?|:(\d{2})))?"
    r"(多|许|左右|前后)?"
)
_DAYPARTS: Final = {"清晨": "早上", "早晨": "早上", "早": "早上", "晚": "晚上", "晚间": "晚上", "深夜": "夜里",
                    "半夜": "夜里", "夜间": "夜里", "夜": "夜里"}  # fmt: skip
_PART_NAMES: Final = {"月初": "初", "月底": "底", "月末": "底", "末": "底", "中": "中旬"}
_FRACTIONS: Final = {"半": 30, "一刻": 15, "三刻": 45, "整": 0}
_AFTERNOON: Final = ("下午", "傍晚", "晚上")


def read_moment(text: str, today: dt.date) -> Moment:
    """Read a time or a range; words left out are filled from `today`, and a year left out is the latest that fits.

    Raises ValueProblem when it is not understood, does not exist or lies in the future.
    """
    plain, note = _split_note(half_width(text))
    if len(plain) > _LONGEST:
        raise _not_understood(text)
    plain = _SPELLED.sub(_digits, re.sub(r"\s+", "", plain)).removeprefix("从").removeprefix("自")
    about = bool(_ABOUT.search(plain)) or bool(_ABOUT_END.search(plain) and not re.search(r"[点时]", plain))
    plain = _ABOUT.sub("", plain)
    plain = plain if re.search(r"[点时]", plain) else _ABOUT_END.sub("", plain)
    start, length = _stamp(plain, today, None)
    if start is None:
        raise _not_understood(text)
    rest, end = plain[length:], None
    if _OPEN_END.match(rest):
        end, rest = Stamp(year=today.year, month=today.month, day=today.day), ""
    elif match := _TO.match(rest):
        end, length = _stamp(rest[match.end() :], today, start)
        rest = rest[match.end() + length :]
        if end is not None and end.last_day() < start.first_day():
            end = move_year(end, 1)
    if rest.strip("的") or (end is None and _TO.match(plain[length:])):
        raise _not_understood(text)
    if start.first_day() > today:
        what = _("这个时间（{day}）还没有到。").format(day=start.first_day().isoformat())
        raise ValueProblem(what, _("请检查年份；写发生过的事。"))
    if end is not None and end.last_day() < start.first_day():
        raise ValueProblem(_("结束的时间比开始的时间早。"), _("请写成“10月1日至22日”。"))
    return Moment(start=start, end=end, about=about, note=note)


def _split_note(text: str) -> tuple[str, str]:
    match = re.match(r"([^,;(（，；]*)[,;(（，；](.*)$", text, re.DOTALL)
    if match is None:
        return text, ""
    note = re.sub(r"\s+", "", match[2]).strip(")）。.，,")
    return match[1], note.replace("(", "（").replace(")", "）").replace(",", "，")


def _not_understood(text: str) -> ValueProblem:
    return ValueProblem(
        _("看不懂“{text}”是什么时候。").format(text=text.strip()[:20]),
        _("可以写“2026年10月3日晚9点”“约10月上旬”“10月1日至22日，几乎每天”。"),
    )


def _digits(match: re.Match[str]) -> str:
    spelled = match.group().replace("廿", "二十")
    if "十" not in spelled and len(spelled) > 1:
        return "".join(str(number(char)) for char in spelled)
    value = number(spelled)
    return str(value) if value is not None else spelled


def _stamp(text: str, today: dt.date, before: Stamp | None) -> tuple[Stamp | None, int]:
    """Return the stamp at the start of `text` and its length; parts left out come from `before` or `today`."""
    for pattern, reader in ((_DAY, _relative_day), (_WEEK, _week_day), (_NUMERIC, _numeric), (_SHORT, _numeric_short)):
        match = pattern.match(text)
        if match:
            day = reader(match, today, before)
            return _with_time(day, text, match.end())
    match = _WRITTEN.match(text)
    if match and match.group():
        return _with_time(_written(match, today, before), text, match.end())
    if before is not None:
        stamp, length = _with_time(Stamp(year=before.year, month=before.month, day=before.day), text, 0)
        return (stamp, length) if length else (None, 0)
    return None, 0


def _with_time(day: Stamp, text: str, position: int) -> tuple[Stamp, int]:
    match = _TIME.match(text, position)
    if match is None or not match.group() or (match[2] is None and match[1] is None):
        return day, position
    daypart = _DAYPARTS.get(match[1] or "", match[1] or "")
    if match[2] is None:
        return Stamp(year=day.year, month=day.month, day=day.day, part=day.part, daypart=daypart), match.end()
    hour, minute = int(match[2]), _minute(match)
    if daypart in _AFTERNOON and hour < 12:  # noqa: PLR2004
        hour += 12 if daypart != "晚上" or hour >= 5 else 0  # noqa: PLR2004 - 晚上两点 is after midnight
    elif (daypart == "中午" and hour < 3) or (daypart == "夜里" and 6 <= hour < 12):  # noqa: PLR2004
        hour += 12
    if (daypart in ("晚上", "夜里") and hour == 12) or hour == 24:  # noqa: PLR2004
        raise ValueProblem(_("夜里12点是哪一天，说不准。"), _("请写成“10月3日23时59分”或者“10月4日0时”。"))
    if hour > 23 or (minute or 0) > 59:  # noqa: PLR2004
        raise ValueProblem(_("没有这个钟点。"), _("例如“晚上9点半”“21:30”。"))
    about = match[6] is not None
    return (
        Stamp(year=day.year, month=day.month, day=day.day, part=day.part, hour=hour, minute=minute, hour_about=about),
        match.end(),
    )


def _minute(match: re.Match[str]) -> int | None:
    if match[3]:
        return _FRACTIONS[match[3]] or None
    digits = match[4] or match[5]
    return int(digits) if digits else None


def _from_date(day: dt.date) -> Stamp:
    return Stamp(year=day.year, month=day.month, day=day.day)


def _relative_day(match: re.Match[str], today: dt.date, _before: Stamp | None) -> Stamp:
    if match[2]:
        return _from_date(today - dt.timedelta(days=int(match[2])))
    return _from_date(today + dt.timedelta(days=_RELATIVE.get(match[1] or "今", 0)))


def _week_day(match: re.Match[str], today: dt.date, _before: Stamp | None) -> Stamp:
    weeks = {"上上": 2, "上": 1}.get((match[1] or "").removesuffix("个"), 0)
    weekday = "一二三四五六日".index(match[2].replace("天", "日"))
    day = today - dt.timedelta(days=today.weekday() + 7 * weeks - weekday)
    return _from_date(day if day <= today or match[1] else day - dt.timedelta(days=7))


def _numeric(match: re.Match[str], _today: dt.date, _before: Stamp | None) -> Stamp:
    return _checked(int(match[1]), int(match[2]), int(match[3]) if match[3] else None, "")


def _numeric_short(match: re.Match[str], today: dt.date, before: Stamp | None) -> Stamp:
    return _guess_year(int(match[1]), int(match[2]), "", today, before)


def _written(match: re.Match[str], today: dt.date, before: Stamp | None) -> Stamp:
    year_digits, year_word, month_digits, month_word, day_digits, part = match.groups()
    part = _PART_NAMES.get(part or "", part or "")
    day = int(day_digits) if day_digits else None
    month = int(month_digits) if month_digits else None
    if month_word:
        back = 1 if month_word.startswith("上") else 0
        first = (today.replace(day=1) - dt.timedelta(days=1)) if back else today
        return _checked(first.year, first.month, day, part)
    if year_digits:
        return _checked(_full_year(year_digits, today), month, day, part)
    if year_word:
        return _checked(today.year + {"今年": 0, "去年": -1, "前年": -2, "明年": 1}[year_word], month, day, part)
    if month is None and before is not None:
        return _checked(before.year, before.month, day, part)
    return _guess_year(month if month is not None else today.month, day, part, today, before)


def _full_year(digits: str, today: dt.date) -> int:
    """Return the year of 2026 or of 26; two digits that would lie years ahead are of the century before: 92 is 1992."""
    year = int(digits)
    if len(digits) == 4:  # noqa: PLR2004
        return year
    return 2000 + year if 2000 + year <= today.year + 2 else 1900 + year


def _guess_year(month: int, day: int | None, part: str, today: dt.date, before: Stamp | None) -> Stamp:
    if before is not None:
        return _checked(before.year, month, day, part)
    year = today.year
    if month == 2 and day == 29:  # noqa: PLR2004 - the latest leap year
        while not calendar.isleap(year):
            year -= 1
    stamp = _checked(year, month, day, part)
    return stamp if stamp.first_day() <= today else move_year(stamp, -1)


def _checked(year: int, month: int | None, day: int | None, part: str) -> Stamp:
    if month is None and (day is not None or part):
        raise ValueProblem(_("少了月份。"), _("请写成“2026年10月3日”。"))
    if not 1900 <= year <= 2200:  # noqa: PLR2004
        raise ValueProblem(_("年份 {year} 不对。").format(year=year), _("请写四位数的年份，例如“2026年”。"))
    if month is not None and not 1 <= month <= 12:  # noqa: PLR2004
        raise ValueProblem(_("没有{month}月。").format(month=month), _("请检查月份。"))
    if day is not None and month is not None and not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise ValueProblem(
            _("{year}年{month}月没有{day}日。").format(year=year, month=month, day=day), _("请检查日期。")
        )
    return Stamp(year=year, month=month, day=day, part=part)
