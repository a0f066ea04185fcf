"""Days, dates of birth and times of day."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from drafter.i18n import gettext as _
from drafter.values.cleaning import bare, clean, half_width
from drafter.values.moment_reading import read_moment
from drafter.values.problem import ValueProblem

_OLDEST = 130


@dataclass(frozen=True, slots=True, kw_only=True)
class Birthday:
    """A date of birth, as much of it as was given."""

    year: int
    month: int | None = None
    day: int | None = None


def read_date(text: str, today: dt.date) -> dt.date:
    """Read a whole date."""
    moment = read_moment(text, today)
    stamp = moment.start
    if stamp.month is None or stamp.day is None or moment.end is not None or moment.about:
        raise ValueProblem(_("“{text}”不是完整的日期。").format(text=clean(text)[:20]), _("请写成“2026年10月3日”。"))
    return dt.date(stamp.year, stamp.month, stamp.day)


def read_day(text: str) -> dt.date:
    """Read a whole date with its year, which may lie in the future: the day that papers are drawn for."""
    if not re.search(r"[0-9]{4}", half_width(text)):
        what = _("“{text}”里没有年份。").format(text=clean(text)[:20])
        raise ValueProblem(what, _("请写成“2026-10-03”这样。"))
    return read_date(text, dt.date(2199, 12, 31))


def show_date(day: dt.date) -> str:
    """Return 2026年10月3日."""
    return f"{day.year}年{day.month}月{day.day}日"


def read_birthday(text: str, today: dt.date) -> Birthday:
    """Read a date of birth; year, or year and month, are enough."""
    plain = re.sub(r"(?:出生|生人|生|的)+$", "", bare(half_width(text)))
    if match := re.fullmatch(r"((?:19|20)[0-9]{2})([0-9]{2})?([0-9]{2})?", plain):
        plain = f"{match[1]}年" if match[2] is None else "-".join(part for part in match.groups() if part)
    advice = _("请写成“1988年5月3日”“1988年5月”或者“1988年”。")
    if re.search("[农阴旧]历", plain):
        raise ValueProblem(_("农历的日子和公历不同。"), _("请写身份证上的出生日期；只写“1988年”也可以。"))
    try:
        moment = read_moment(plain, today)
    except ValueProblem as problem:
        raise ValueProblem(problem.what, advice) from None
    stamp = moment.start
    if moment.end is not None or moment.about or stamp.part or stamp.hour is not None or stamp.daypart or moment.note:
        raise ValueProblem(_("“{text}”不是出生日期。").format(text=clean(text)[:20]), advice)
    if today.year - stamp.year > _OLDEST:
        raise ValueProblem(_("出生年份 {year} 太早了。").format(year=stamp.year), _("请检查年份。"))
    return Birthday(year=stamp.year, month=stamp.month, day=stamp.day)


def show_birthday(birthday: Birthday) -> str:
    """Return 1988年5月."""
    month = f"{birthday.month}月" if birthday.month is not None else ""
    day = f"{birthday.day}日" if birthday.day is not None else ""
    return f"{birthday.year}年{month}{day}"


def read_time(text: str, today: dt.date) -> str:
    """Read a time of day and return it as 21时30分."""
    moment = read_moment("今天" + clean(text), today)
    stamp = moment.start
    if stamp.hour is None or moment.end is not None:
        raise ValueProblem(_("“{text}”不是钟点。").format(text=clean(text)[:20]), _("例如“晚上9点半”“21:30”。"))
    return stamp.time_text()
