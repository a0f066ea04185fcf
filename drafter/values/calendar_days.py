"""Days, dates of birth and times of day."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from drafter.i18n import gettext as _
from drafter.i18n import joined
from drafter.values.cleaning import bare, figures, short
from drafter.values.moment_reading import read_moment
from drafter.values.problem import ValueProblem, way_out

_OLDEST: Final = 130
_FIGURE: Final = "[0-9零〇一二三四五六七八九]"
_YEAR: Final = re.compile(rf"[0-9]{{4}}|{_FIGURE}{{4}}年")
_BIRTH_YEAR: Final = re.compile(rf"[0-9]{{4}}|{_FIGURE}{{2}}年|(?:今|去|前)年")
_AGE: Final = re.compile(
    rf"(?:今年|刚|满|虚岁|周岁)*(?:[0-9]{{1,3}}|{_FIGURE}?[十百]{_FIGURE}?)(?:周岁|虚岁|岁)(?:了|多)?"
)
_EARLY: Final = re.compile("(?:1[0-8]|0[0-9])[0-9]{2}(?![0-9])(?=年|[-./]|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Birthday:
    """A date of birth, as much of it as was given."""

    year: int
    month: int | None = None
    day: int | None = None


def read_date(text: str, today: dt.date) -> dt.date:
    """Read a whole date."""
    advice = joined(_("请写成“2026年10月3日”这样。"), way_out())
    try:
        moment = read_moment(text, today)
    except ValueProblem as problem:
        raise ValueProblem(problem.what, advice) from None
    stamp = moment.start
    if stamp.month is None or stamp.day is None or moment.end is not None or moment.about:
        raise ValueProblem(_("“{text}”不是完整的日期。").format(text=short(text)), advice)
    return dt.date(stamp.year, stamp.month, stamp.day)


def read_day(text: str) -> dt.date:
    """Read a whole date with its year, which may lie in the future: the day that papers are drawn for."""
    advice = _("请写成“2026-10-03”这样。")
    if not _YEAR.search(figures(text)):
        raise ValueProblem(_("“{text}”没有写明是哪一年。").format(text=short(text)), advice)
    try:
        return read_date(text, dt.date(2199, 12, 31))
    except ValueProblem as problem:
        raise ValueProblem(problem.what, advice) from None


def show_date(day: dt.date) -> str:
    """Return 2026年10月3日."""
    return f"{day.year}年{day.month}月{day.day}日"


def read_birthday(text: str, today: dt.date) -> Birthday:
    """Read a date of birth; year, or year and month, are enough."""
    plain = re.sub(r"(?:出生|生人|生|的)+$", "", bare(figures(text)))
    if match := re.fullmatch(r"((?:19|20)[0-9]{2})([0-9]{2})?([0-9]{2})?", plain):
        plain = f"{match[1]}年" if match[2] is None else "-".join(part for part in match.groups() if part)
    advice = _("请写成“1988年5月3日”“1988年5月”或者“1988年”。")
    if re.search("[农阴旧]历", plain):
        raise ValueProblem(_("农历的日子和公历不同。"), _("请写身份证上的出生日期；只写“1988年”也可以。"))
    if _AGE.fullmatch(plain):
        raise ValueProblem(_("“{text}”是年纪，这里要写出生的日子。").format(text=short(text)), advice)
    if match := _EARLY.match(plain):
        raise _too_early(match.group())
    try:
        moment = read_moment(plain, today)
    except ValueProblem as problem:
        raise ValueProblem(problem.what, advice) from None
    stamp = moment.start
    if moment.end is not None or moment.about or stamp.part or stamp.hour is not None or stamp.daypart or moment.note:
        raise ValueProblem(_("“{text}”不是出生日期。").format(text=short(text)), advice)
    if not _BIRTH_YEAR.search(plain):
        raise ValueProblem(_("“{text}”里没有出生的年份。").format(text=short(text)), advice)
    if today.year - stamp.year > _OLDEST:
        raise _too_early(str(stamp.year))
    return Birthday(year=stamp.year, month=stamp.month, day=stamp.day)


def _too_early(year: str) -> ValueProblem:
    return ValueProblem(_("{year}年太早了，不会是出生的年份。").format(year=year), _("请检查年份，例如“1950年”。"))


def just_born(birthday: Birthday, today: dt.date) -> str:
    """Return what to say of a date of birth less than a year ago: it may be a child's, or today's date by mistake."""
    born = (birthday.year, birthday.month or 1, birthday.day or 1)
    if born <= (today.year - 1, today.month, today.day):
        return ""
    told = _("出生日期是{day}，到今天还不满一岁。写的是婴儿，不用改；不是的话，回到这一题改。")
    return told.format(day=show_birthday(birthday))


def show_birthday(birthday: Birthday) -> str:
    """Return 1988年5月."""
    month = f"{birthday.month}月" if birthday.month is not None else ""
    day = f"{birthday.day}日" if birthday.day is not None else ""
    return f"{birthday.year}年{month}{day}"


def read_time(text: str, today: dt.date) -> str:
    """Read a time of day and return it as 21时30分."""
    refusal = ValueProblem(_("“{text}”不是钟点。").format(text=short(text)), _("例如“晚上9点半”“21:30”。"))
    try:
        moment = read_moment(f"今天 {text}", today)
    except ValueProblem:
        raise refusal from None
    stamp = moment.start
    if stamp.hour is None or moment.end is not None:
        raise refusal
    return stamp.time_text()
