"""What is said in English, put into the Chinese that the readers know: about 20 is 约20, Oct 3, 9 pm is 10月3日21点.

The interview can be taken in English; what is kept and printed is Chinese. Text without a Latin word stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Final, TypeAlias

_Rule: TypeAlias = "tuple[str, str | Callable[[re.Match[str]], str]]"
"""What is looked for, and what stands in its place."""

_WORD: Final = re.compile("[A-Za-z]{2}")
_ONES: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS: Final = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBERS: Final = (
    {word: value for value, word in enumerate((*_ONES, *_TEENS), start=1)}
    | {word: 10 * value for value, word in enumerate(_TENS, start=2)}
    | {"zero": 0, "once": 1, "twice": 2, "dozen": 12, "a": 1, "": 0}
)
_EACH: Final = {"day": "每天", "night": "每晚", "week": "每周", "month": "每月"}
_BACK: Final = {"day": "天前", "week": "周前", "month": "个月前"}
_PARTS: Final = {
    "early": ("上旬", "年初"), "beginning": ("初", "年初"), "start": ("初", "年初"), "mid": ("中旬", "年中"),
    "middle": ("中旬", "年中"), "late": ("下旬", "年底"), "end": ("底", "年底"),
}  # fmt: skip
"""What a part is called of a month, and of a year."""
_PART: Final = rf"(?:(?P<part>{'|'.join(_PARTS)})(?:\s+of|-|\s)\s*)?"
_ABOUT: Final = r"about|around|approximately|approx|roughly|circa|some ?time"
_UNTIL: Final = r"\s*(?:to|through|until|till|–|-)\s*(?P<until>[0-9]{1,2})(?![0-9:点])"
_DAY: Final = r"(?P<day>[0-9]{1,2})(?![0-9:点])"
_YEAR: Final = r"(?:,?\s*(?P<year>(?:19|20)[0-9]{2})(?![0-9]))?"
_HOUR: Final = r"\b(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2}))?"
_CHINESE_DAY: Final = r"(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日"
_NOON: Final = 12


def amount_in_chinese(text: str) -> str:
    """Return an amount with its English words in Chinese: at least 5 calls a day is 每天至少5."""
    if not _WORD.search(text):
        return text
    plain = _apply(_AMOUNTS, text)
    return f"每天{plain.replace('每天', '')}" if "每天" in plain else plain


def moment_in_chinese(text: str) -> str:
    """Return a time with its English words in Chinese: early October 2026 is 2026年10月上旬.

    What stands in brackets is a note, and stays as it is.
    """
    time, bracket, note = text.partition("(")
    if not _WORD.search(time):
        return text
    head, comma, rest = _apply(_moments(), time).partition(",")
    return f"{_apply(_LINKS, head).strip()}{comma}{rest}{bracket}{note}"


def _apply(rules: Iterable[_Rule], text: str) -> str:
    for pattern, words in rules:
        text = re.sub(pattern, words, text, flags=re.IGNORECASE)
    return text


def _figure(match: re.Match[str]) -> str:
    return str(sum(_NUMBERS[(word or "").lower()] for word in match.groups()))


_AMOUNTS: Final[tuple[_Rule, ...]] = (
    (r"\b(?:(?:a|per|each|every) day|daily)\b", "每天"),
    (r"\b(?:tens|dozens)\b", "几十"),
    (r"\bhundreds\b", "几百"),
    (r"\bthousands\b", "几千"),
    (r"\ban? (?=dozen\b)", ""),
    (r"\ba (?=hundred\b|thousand\b|million\b)", "1 "),
    (rf"\b({'|'.join(_TENS)})[ -]({'|'.join(_ONES)})\b", _figure),
    (rf"\b({'|'.join(word for word in _NUMBERS if word not in ('', 'a'))})\b", _figure),
    (r"\s*\bhundred\b", "百"),
    (r"\s*\bthousand\b", "千"),
    (r"\s*\bmillion\b", "百万"),
    (r"(?<=[百千万])\s*(?:and\s+)?(?=[0-9])", ""),
    (r"(?<=[百千万])([0-9])(?![0-9百千])", r"零\1"),  # a hundred and five is 105, 一百五 is 150
    (r"\bbetween\s+(\S+)\s+and\s+(\S+)", r"\1至\2"),
    (r"(?<=[0-9百千万])\s*(?:to|through|or)\s*(?=[0-9])", "至"),
    (r"\b(?:at least|no (?:less|fewer) than|minimum)\b", "至少"),
    (r"\b(?:more than|over|above)\b", "超过"),
    (r"\b(?:or|and) more\b", "以上"),
    (r"\b(?:less than|fewer than|under|below|not even)\b", "不到"),
    (r"\bor so\b", "左右"),
    (rf"\b(?:{_ABOUT}|some|maybe|perhaps|probably|nearly|almost)\b\.?", "约"),
    (r"\b(?:phone )?(?:times?|calls?|messages?|texts?|sms|visits?|people|persons?|met(?:er|re)s?)\b", ""),
    (r"\b(?:yuan|rmb|cny|renminbi|in total|in all|total|altogether|of|the)\b", ""),
)


_LINKS: Final[tuple[_Rule, ...]] = (
    (r"\bbetween\s+(.+?)\s+and\s+(.+)", r"\1至\2"),
    (r"\s*\b(?:to|until|till|through)\b\s*", "至"),
    (rf"\b(?:{_ABOUT})\b\.?", "约"),
    (r"\b(?:from|on|at|in|the|of)\b", ""),
)
"""What joins the words of a time; behind a comma it belongs to a note."""


def _each(match: re.Match[str]) -> str:
    return f",{'几乎' if match[1] else ''}{_EACH[match[2].lower()]}"


def _ago(match: re.Match[str]) -> str:
    return f"{_NUMBERS.get(match[1].lower(), match[1])}{_BACK[match[2].lower()]}"


def _hour(match: re.Match[str]) -> str:
    """Return 21:30 of 9:30 pm. Of 12 am nobody can tell which day is meant: 凌晨12点 is asked about."""
    hour, minute, half = int(match["hour"]), match["minute"], (match["half"] or "").lower()
    about = "左右" if match["about"] else ""
    if half == "a" and hour == _NOON:
        return f" 凌晨12点{about}"
    hour += 12 if half == "p" and hour < _NOON else 0
    return f" {hour}:{minute}{about}" if minute else f" {hour}点{about}"


def _year(match: re.Match[str]) -> str:
    return f"{match['year']}{_PARTS[match['part'].lower()][1] if match['part'] else '年'}"


@cache
def _moments() -> tuple[_Rule, ...]:
    """Return the rules for times; the names of months and weekdays are loaded when the first one is read."""
    from babel import Locale

    names = Locale("en")
    widths = ("wide", "abbreviated")
    months = {name.lower(): n for width in widths for n, name in names.months["format"][width].items()} | {"sept": 9}
    days = {name.lower(): "一二三四五六日"[n] for width in widths for n, name in names.days["format"][width].items()}
    month = rf"\b(?P<month>{'|'.join(sorted(months, key=len, reverse=True))})\b\.?"

    def date(match: re.Match[str]) -> str:
        told = match.groupdict()
        year = f"{told['year']}年" if told["year"] else ""
        part = _PARTS[told["part"].lower()][0] if told.get("part") else ""
        day = f"{told['day']}日" if told.get("day") else part
        until = f"至{told['until']}日" if told.get("until") else ""
        return f"{year}{months[told['month'].lower()]}月{day}{until}"

    return (
        (r",?\s*\b(almost |nearly )?(?:every|each) (day|night|week|month)\b", _each),
        (r",?\s*\bdaily\b", ",每天"),
        (r"(?<=[0-9])(?:st|nd|rd|th)\b", ""),
        (r"\b([ap])\.m\.?", r"\1m"),
        (
            rf"(?:\b(?:at )?(?P<about>{_ABOUT}) |\bat )?{_HOUR}\s*(?:(?P<half>[ap])m\b|o['’]?clock\b)",
            _hour,
        ),
        (r"\b(?:at )?noon\b", " 中午12点"),
        (r"\b(?:at )?midnight\b", " 凌晨12点"),
        (r"\blast night\b", "昨天晚上"),
        (r"\btonight\b|\bthis evening\b", "今天晚上"),
        (r"\bthis (?=morning\b|afternoon\b)", "今天 "),
        (r",?\s*\b(?:in the )?morning\b", "早上"),
        (r",?\s*\b(?:in the )?afternoon\b", "下午"),
        (r",?\s*\b(?:in the |at )?(?:evening|night)\b", "晚上"),
        (r"\b(?:the )?day before yesterday\b", "前天"),
        (r"\byesterday\b", "昨天"),
        (r"\s*\b(?:until|till|up to|to) (?:now|today|the present)\b", "至今"),
        (r"\btoday\b", "今天"),
        (r"\b([0-9]+|a|one|two|three) (day|week|month)s? ago\b", _ago),
        (r"\blast week\b", "上周"),
        (r"\bthis week\b", "本周"),
        (r"\blast month\b", "上个月"),
        (r"\bthis month\b", "本月"),
        (r"\blast year\b", "去年"),
        (r"\bthis year\b", "今年"),
        (rf"{month}\s*{_DAY}{_UNTIL}{_YEAR}", date),
        (rf"{month}\s*{_DAY}{_YEAR}", date),
        (rf"\b{_DAY}{_UNTIL}\s*{month}{_YEAR}", date),
        (rf"\b{_DAY}\s*(?:of\s+)?{month}{_YEAR}", date),
        (rf"\b{_PART}{month}{_YEAR}", date),
        (rf"\b{_PART}\b(?P<year>(?:19|20)[0-9]{{2}})\b(?![-./:年])", _year),
        (rf"\b({'|'.join(sorted(days, key=len, reverse=True))})\b\.?", lambda match: f"星期{days[match[1].lower()]}"),
        (rf"^\s*(星期.)[\s,]*({_CHINESE_DAY})", r"\2\1"),
        (
            rf"^\s*([0-9]{{1,2}}(?::[0-9]{{2}}|点)(?:左右)?)[\s,]*(?:on\s+)?([昨今前]天|{_CHINESE_DAY}(?:星期.)?)",
            r"\2\1",
        ),
        (r"([0-9]{1,2}(?::[0-9]{2}|点)(?:左右)?)\s*([早晚]上|下午)", r"\2\1"),
        (r"\bsince\s+([^,]+)", r"\1至今"),
    )
