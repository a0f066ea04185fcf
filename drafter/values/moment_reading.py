"""Reads times as people type them: 10月3日晚9点到11点, 约10月上旬, 去年年底, 上周, 10月1日至22日几乎每天."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Final

from drafter.i18n import gettext as _
from drafter.i18n import joined
from drafter.values.cleaning import figures, short
from drafter.values.clock import Clock, clock_at, hour_of
from drafter.values.english import moment_in_chinese
from drafter.values.moment import Moment, Stamp, move_year
from drafter.values.moment_notes import split_note
from drafter.values.numerals import number
from drafter.values.problem import ValueProblem, way_out

_LONGEST: Final = 120
_WEEKDAYS: Final = "一二三四五六日"
_ABOUT: Final = re.compile(r"^(?:大概|大约|差不多|约莫|约|大致)(?:是|在)?")
_ABOUT_END: Final = re.compile(r"(?:左右|前后)$")
_CLOCK_SIGN: Final = re.compile(r"[点时:]")
_OPEN_END: Final = re.compile(r"^日?(?:以来|起|开始|(?:起|开始)?(?:一直|持续)?[至到](?:今|现在|今天|目前)(?:为止)?)$")
_TO: Final = re.compile(r"^(?:起|开始)?(?:一直)?(?:至|到|~|—+|–|-)+")
_SPELLED: Final = re.compile(r"[零〇一二两三四五六七八九十廿]+(?=个?(?:[年月日号点时分天]|(?:周|星期|礼拜)[之以]?前))")
_SPACED: Final = re.compile(r"(?<!\d)(\d{4})[ 、](\d{1,2})[ 、](\d{1,2})(?![\d:点时])")
"""2026 10 3 and 2026、10、3."""
_YEAR_LAST: Final = re.compile(r"(?<!\d)\d{1,2}[-./]\d{1,2}[-./]\d{4}(?![-./\d])")
_RELATIVE: Final = {"今": 0, "昨": -1, "前": -2, "大前": -3, "明": 1, "后": 2}
_DAY: Final = re.compile(r"(大前|今|昨|前|明|后)(?:天|日|(?=晚|早|夜))|(\d{1,3})天(?:前|之前|以前)|刚才|刚刚")
_NEXT_DAY: Final = re.compile(r"次日|翌日|第[二2]天|隔天")
_SAME_DAY: Final = re.compile(r"[当同](?:天|日|(?=晚|早|夜))")
_WEEK: Final = re.compile(rf"(上上个?|上个?|这个?|本)?(?:周|星期|礼拜)([{_WEEKDAYS}天])")
_WHOLE_WEEK: Final = re.compile(r"(上上个?|上个?|这个?|本)(?:周|星期|礼拜)(末)?")
_WEEKS_AGO: Final = re.compile(r"(\d{1,2})个?(?:周|星期|礼拜)[之以]?前")
_MONTHS_AGO: Final = re.compile(r"(\d{1,2})个月[之以]?前")
_WEEKDAY: Final = re.compile(rf"(?:周|星期|礼拜)([{_WEEKDAYS}天])")
_NUMERIC: Final = re.compile(r"(\d{4})[-./](\d{1,2})(?:[-./](\d{1,2})(?!\d))?(?:日|号)?")
_SHORT: Final = re.compile(r"(\d{1,2})[./](\d{1,2})(?![\d:])(?:日|号)?")
_WRITTEN: Final = re.compile(
    r"(?:(?P<year>\d{4}|\d{2})年|(?P<year_word>今年|去年|大前年|前年|明年))?的?"
    r"(?:(?P<half>上半年|下半年|年[初中底末]|(?<=年)(?:[初底末]|中(?![旬午秋])))"
    r"|(?:(?P<month>\d{1,2})月份?|(?P<month_word>上个?月|这个?月|本月))的?"
    r"(?:(?P<day>\d{1,2})(?:日|号)|(?P<part>[上中下]旬|月?(?:[初底末]|中(?!午))))?"
    r"|(?P<bare_day>\d{1,2})(?:日|号)|(?P<bare_part>[上中下]旬|月[初底末中]))?"
)
_PART_NAMES: Final = {"末": "底", "中": "中旬", "年末": "年底"}
_YEARS_AGO: Final = {"今年": 0, "去年": -1, "前年": -2, "大前年": -3, "明年": 1}
_MORNING: Final = ("早上", "上午", "中午")
_NOON: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A time that stands in the text: what it means, how long it is, and how it was said."""

    stamp: Stamp
    length: int
    clock: Clock | None = None
    year_told: bool = False


def read_moment(text: str, today: dt.date) -> Moment:
    """Read a time or a range; words left out are filled from `today`, and a year left out is the latest that fits.

    Raises ValueProblem when it is not understood, does not exist or lies in the future.
    """
    plain = figures(text)
    plain, note, about = split_note(moment_in_chinese(plain) if len(plain) <= _LONGEST else plain)
    if len(plain) > _LONGEST:
        raise _not_understood(text)
    if _YEAR_LAST.search(plain):
        what = _("“{text}”里哪个是月、哪个是日，说不准。").format(text=short(text))
        raise ValueProblem(what, _("请写成“2026年10月3日”。"))
    plain = _tight(_SPACED.sub(r"\1-\2-\3", plain))
    about = about or bool(_ABOUT.search(plain)) or bool(_ABOUT_END.search(plain) and not _CLOCK_SIGN.search(plain))
    plain = _ABOUT.sub("", plain)
    plain = plain if _CLOCK_SIGN.search(plain) else _ABOUT_END.sub("", plain)
    if (vague := _vague(plain, today)) is not None:
        return replace(vague, note=note)
    start = _find(plain, today, None)
    if start is None:
        raise _without_day(text, plain) or _not_understood(text)
    rest, end = plain[start.length :].strip(), None
    if _OPEN_END.match(rest):
        end, rest = _from_date(today), ""
    elif match := _TO.match(rest):
        found = _find(rest[match.end() :], today, start)
        if found is None:
            raise _not_understood(text)
        rest = rest[match.end() + found.length :]
        end = _in_its_year(start.stamp, found, today)
    if rest.strip("的 "):
        raise _not_understood(text)
    _check_order(start.stamp, end, today)
    return Moment(start=start.stamp, end=end, about=about, note=note)


def _tight(text: str) -> str:
    """Return text without blanks but those that part two numbers, and with numbers in digits."""
    text = re.sub(r"(?<=\d)T(?=\d)", " ", text.strip())
    text = re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", text)
    text = _WEEKDAY.sub(lambda match: f"{match.group()} ", re.sub(r"\s+", " ", text))  # 周六九点 is not 69点
    return _SPELLED.sub(_digits, text).removeprefix("从").removeprefix("自").strip()


def _not_understood(text: str) -> ValueProblem:
    return ValueProblem(
        _("看不懂“{text}”是什么时候。").format(text=short(text)),
        joined(_("可以写“2026年10月3日晚9点”“约10月上旬”“10月1日至22日，几乎每天”。"), way_out()),
    )


def _without_day(text: str, plain: str) -> ValueProblem | None:
    """Return what is told of 9点 and 半夜: a time of some day."""
    clock = clock_at(plain, 0)
    if clock is None or clock.end < len(plain):
        return None
    what = _("“{text}”没有说是哪一天。").format(text=short(text))
    return ValueProblem(what, _("请连日子一起写，例如“10月3日晚9点”“昨天半夜”。"))


def _check_order(start: Stamp, end: Stamp | None, today: dt.date) -> None:
    if start.first_day() > today:
        what = _("这个时间（{day}）还没有到。").format(day=start.first_day().isoformat())
        raise ValueProblem(what, _("这里写已经发生的事，例如“{day}”；请检查年份。").format(day=_plain_day(today)))
    if end is None:
        return
    same_day = start.day is not None and start.first_day() == end.first_day() and end.day is not None
    hours = (start.hour, start.minute or 0), (end.hour, end.minute or 0)
    backwards = same_day and None not in (start.hour, end.hour) and hours[1] <= hours[0]
    if end.last_day() < start.first_day() or backwards:
        advice = _("请写成“10月1日至22日”“10月3日晚上10点到次日凌晨2点”。")
        raise ValueProblem(_("结束的时间不比开始的时间晚。"), advice)
    if end.first_day() > today:
        what = _("结束的时间（{day}）还没有到。").format(day=end.first_day().isoformat())
        advice = _("还在继续的，请写“{day}至今”；已经结束的，请检查结束的日期。")
        raise ValueProblem(what, advice.format(day=start.date_text()))


def _plain_day(day: dt.date) -> str:
    return _from_date(day).date_text()


def _in_its_year(start: Stamp, found: _Found, today: dt.date) -> Stamp:
    """Return the end of a range in the year after its beginning, where 12月20日至1月13日 asks for it."""
    end = found.stamp
    if found.year_told or None in (start.month, end.month) or end.last_day() >= start.first_day():
        return end
    later = move_year(end, 1)
    return later if end.month != start.month and later.first_day() <= today else end


def _digits(match: re.Match[str]) -> str:
    spelled = match.group().replace("廿", "二十")
    if "十" not in spelled and len(spelled) > 1:
        return "".join(str(number(char)) for char in spelled)
    value = number(spelled)
    return str(value) if value is not None else spelled


def _find(text: str, today: dt.date, before: _Found | None) -> _Found | None:
    """Return the time at the start of `text`; parts left out come from `before` or `today`."""
    origin = before.stamp if before is not None else None
    for pattern, reader in ((_DAY, _relative_day), (_WEEK, _week_day), (_NUMERIC, _numeric), (_SHORT, _numeric_short)):
        if match := pattern.match(text):
            day = reader(match, today, origin)
            return _with_time(day, text, match.end(), year_told=pattern in (_DAY, _NUMERIC))
    if origin is not None and origin.day is not None and (match := _NEXT_DAY.match(text)):
        return _with_time(_from_date(origin.first_day() + dt.timedelta(days=1)), text, match.end(), year_told=True)
    match = _WRITTEN.match(text)
    if match and match.group():
        told = bool(match["year"] or match["year_word"] or match["month_word"])
        return _with_time(_written(match, today, origin), text, match.end(), year_told=told)
    return _later_that_day(text, before) if before is not None else None


def _with_time(day: Stamp, text: str, position: int, *, year_told: bool) -> _Found:
    position = _past_weekday(day, text, position)
    clock = clock_at(text, position)
    if clock is None:
        return _Found(stamp=day, length=position, year_told=year_told)
    stamp = replace(day, daypart=clock.daypart)
    if clock.hour is not None:
        hour = hour_of(clock.hour, clock.daypart)
        if hour == 24 or (clock.daypart == "凌晨" and hour == _NOON):  # noqa: PLR2004
            raise ValueProblem(_("夜里12点是哪一天，说不准。"), _("请写成“10月3日23时59分”或者“10月4日0时”。"))
        stamp = replace(day, hour=hour, minute=clock.minute, hour_about=clock.about)
    return _Found(stamp=stamp, length=clock.end, clock=clock, year_told=year_told)


def _past_weekday(day: Stamp, text: str, position: int) -> int:
    """Return where the text goes on after 星期六, which must be the weekday of the date before it."""
    match = _WEEKDAY.match(text, position)
    if match is None or day.day is None:
        return position
    right, told = _WEEKDAYS[day.first_day().weekday()], match[1].replace("天", "日")
    if right != told:
        what = _("{day}是星期{right}，不是星期{told}。").format(day=day.date_text(), right=right, told=told)
        raise ValueProblem(what, _("请检查日期；分不清就不写星期几，例如“10月3日”。"))
    return match.end()


def _later_that_day(text: str, before: _Found) -> _Found | None:
    """Return the end of 晚上9点到10点, 晚上10点到凌晨2点: the hour alone, on the day of the beginning or the next."""
    match = _SAME_DAY.match(text)
    clock = clock_at(text, match.end() if match else 0)
    if clock is None:
        return None
    start = before.stamp
    day = replace(start, hour=None, minute=None, hour_about=False, daypart="")
    began = before.clock.begins if before.clock is not None else None
    if clock.hour is None:
        next_day = began is not None and clock.begins < began and began >= _NOON
        stamp = replace(_day_after(day) if next_day else day, daypart=clock.daypart)
        return _Found(stamp=stamp, length=clock.end, clock=clock)
    hour = _ending_hour(before.clock, start, clock)
    began = start.hour if start.hour is not None else began
    earlier = began is not None and (hour, clock.minute or 0) < (began, start.minute or 0)
    if hour == 24 or (earlier and began is not None and began >= _NOON):  # noqa: PLR2004
        day, hour = _day_after(day), hour % 24
    stamp = replace(day, hour=hour, minute=clock.minute, hour_about=clock.about)
    return _Found(stamp=stamp, length=clock.end, clock=clock)


def _ending_hour(begins: Clock | None, start: Stamp, clock: Clock) -> int:
    """Return the hour at which a range ends; unless it names its own, the part of day is that of the beginning."""
    told = clock.hour or 0
    daypart = clock.daypart or (begins.daypart if begins is not None else "")
    if told == _NOON and (clock.daypart == "凌晨" or (not clock.daypart and daypart in ("下午", "傍晚"))):
        return 24
    hour = hour_of(told, daypart)
    halfday = daypart in _MORNING or start.hour == _NOON  # 上午9点到3点, 12点到2点
    if not clock.daypart and halfday and start.hour is not None and hour < start.hour < hour + 12:
        return hour + 12
    return hour


def _day_after(day: Stamp) -> Stamp:
    return _from_date(day.first_day() + dt.timedelta(days=1)) if day.day is not None else day


def _from_date(day: dt.date) -> Stamp:
    return Stamp(year=day.year, month=day.month, day=day.day)


def _weeks_ago(word: str | None) -> int:
    return {"上上": 2, "上": 1}.get((word or "").removesuffix("个"), 0)


def _vague(plain: str, today: dt.date) -> Moment | None:
    """Return what is told as a whole week or month: 上周, 两周前, 三个月前."""
    if match := _WHOLE_WEEK.fullmatch(plain):
        return _whole_week(_weeks_ago(match[1]), today, weekend=bool(match[2]))
    if match := _WEEKS_AGO.fullmatch(plain):
        return _whole_week(int(match[1]), today)
    if match := _MONTHS_AGO.fullmatch(plain):
        months = today.year * 12 + today.month - 1 - int(match[1])
        return Moment(start=Stamp(year=months // 12, month=months % 12 + 1), about=True)
    return None


def _whole_week(back: int, today: dt.date, *, weekend: bool = False) -> Moment:
    """Return 上周: some time from its Monday to its Sunday, or to today."""
    monday = today - dt.timedelta(days=today.weekday() + 7 * back)
    first = min(monday + dt.timedelta(days=5 if weekend else 0), today)
    last = min(monday + dt.timedelta(days=6), today)
    return Moment(start=_from_date(first), end=_from_date(last) if last > first else None, about=True)


def _relative_day(match: re.Match[str], today: dt.date, _before: Stamp | None) -> Stamp:
    if match[2]:
        return _from_date(today - dt.timedelta(days=int(match[2])))
    return _from_date(today + dt.timedelta(days=_RELATIVE.get(match[1] or "今", 0)))


def _week_day(match: re.Match[str], today: dt.date, before: Stamp | None) -> Stamp:
    weekday = _WEEKDAYS.index(match[2].replace("天", "日"))
    if before is not None and before.day is not None and not match[1]:
        first = before.first_day()
        return _from_date(first + dt.timedelta(days=(weekday - first.weekday()) % 7))
    day = today - dt.timedelta(days=today.weekday() + 7 * _weeks_ago(match[1]) - weekday)
    return _from_date(day if day <= today or match[1] else day - dt.timedelta(days=7))


def _numeric(match: re.Match[str], _today: dt.date, _before: Stamp | None) -> Stamp:
    return _checked(int(match[1]), int(match[2]), int(match[3]) if match[3] else None, "")


def _numeric_short(match: re.Match[str], today: dt.date, before: Stamp | None) -> Stamp:
    return _guess_year(int(match[1]), int(match[2]), "", today, before)


def _written(match: re.Match[str], today: dt.date, before: Stamp | None) -> Stamp:
    digits = match["day"] or match["bare_day"]
    day, month = int(digits) if digits else None, int(match["month"]) if match["month"] else None
    part = _part(match)
    if match["month_word"]:
        back = 1 if match["month_word"].startswith("上") else 0
        first = (today.replace(day=1) - dt.timedelta(days=1)) if back else today
        return _checked(first.year, first.month, day, part)
    if match["year"]:
        return _checked(_full_year(match["year"], today), month, day, part)
    if match["year_word"]:
        return _checked(today.year + _YEARS_AGO[match["year_word"]], month, day, part)
    if match["half"]:
        return _guess_year(None, None, part, today, before)
    if month is None and before is not None:
        return _checked(before.year, before.month, day, part)
    return _guess_year(month if month is not None else today.month, day, part, today, before)


def _part(match: re.Match[str]) -> str:
    if match["half"]:
        half = match["half"] if len(match["half"]) > 1 else f"年{match['half']}"
        return _PART_NAMES.get(half, half)
    part = (match["part"] or match["bare_part"] or "").removeprefix("月")
    return _PART_NAMES.get(part, part)


def _full_year(digits: str, today: dt.date) -> int:
    """Return the year of 2026 or of 26; two digits that would lie years ahead are of the century before: 92 is 1992."""
    year = int(digits)
    if len(digits) == 4:  # noqa: PLR2004
        return year
    return 2000 + year if 2000 + year <= today.year + 2 else 1900 + year


def _guess_year(month: int | None, day: int | None, part: str, today: dt.date, before: Stamp | None) -> Stamp:
    if before is not None:
        return _checked(before.year, month, day, part)
    year = today.year
    if month == 2 and day == 29:  # noqa: PLR2004 - the latest leap year
        while not calendar.isleap(year):
            year -= 1
    stamp = _checked(year, month, day, part)
    return stamp if stamp.first_day() <= today else move_year(stamp, -1)


def _checked(year: int, month: int | None, day: int | None, part: str) -> Stamp:
    if month is None and (day is not None or (part and "年" not in part)):
        raise ValueProblem(_("少了月份。"), _("请写成“2026年10月3日”。"))
    if not 1900 <= year <= 2200:  # noqa: PLR2004
        raise ValueProblem(_("{year}年不在1900年到2200年之间。").format(year=year), _("请检查年份，例如“2026年”。"))
    if month is not None and not 1 <= month <= 12:  # noqa: PLR2004
        what = _("没有{month}月，月份是1到12。").format(month=month)
        raise ValueProblem(what, _("请检查月份，例如“10月3日”；只记得年份就写“{year}年”。").format(year=year))
    if day is not None and month is not None and not 1 <= day <= calendar.monthrange(year, month)[1]:
        what = _("{year}年{month}月没有{day}日。").format(year=year, month=month, day=day)
        raise ValueProblem(what, _("请检查日子；只记得月份就写“{year}年{month}月”。").format(year=year, month=month))
    return Stamp(year=year, month=month, day=day, part=part)
