"""Reads numbers as Chinese people type them: 三万五千, 1.5万, ３０, 二十多, 约20, 二三十, 20至30."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final, Literal

from drafter.i18n import gettext as _
from drafter.values.cleaning import half_width
from drafter.values.problem import ValueProblem

Mark = Literal["exact", "about", "at_least", "more"]

_DIGITS: Final = (
    {c: i for i, c in enumerate("零一二三四五六七八九")}
    | {"〇": 0, "两": 2, "俩": 2}
    | {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
)
_UNITS: Final = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_MYRIADS: Final = {"万": 10_000, "亿": 100_000_000}
_NUMERAL: Final = f"[0-9.{''.join(_DIGITS)}{''.join(_UNITS)}{''.join(_MYRIADS)}]+"
_LIMIT: Final = Decimal(10) ** 12
_ABOUT: Final = re.compile(r"^(?:大概|大约|差不多|约莫|约|将近|接近|近)|(?:左右|上下)$")
_AT_LEAST: Final = re.compile(r"^(?:至少|最少|不少于|不低于|超过)|(?:以上|起码)$")
_MORE: Final = re.compile(r"(?:多|余|来|几)(?=[个次条遍趟通人份元块角分万千百]*(?:钱|电话|短信)?$)")
_FILLER: Final = re.compile(r"^(?:一共|总共|共|有|每天|一天|天天)+")
_RANGE: Final = re.compile(rf"^({_NUMERAL})[^0-9至到~—-]{{0,2}}(?:至|到|~|—|-)+({_NUMERAL})")
_ADJACENT: Final = re.compile(r"^([一二两三四五六七八])([二三四五六七八九])(十|百|千|万)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number with its exactness; `high` is the upper end of a range."""

    low: Decimal
    high: Decimal | None
    mark: Mark


def number(text: str) -> Decimal | None:
    """Return the number a text spells, in digits, in Chinese or mixed (3万5千), or None."""
    text = text.replace(",", "")
    if not text or len(text) > 40:  # noqa: PLR2004 - longer than any number
        return None
    try:
        if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", text):
            return Decimal(text)
        return _chinese(text)
    except (InvalidOperation, ValueError):
        return None


def _chinese(text: str) -> Decimal | None:
    total = section = Decimal(0)
    current: Decimal | None = None
    last_unit = 1
    position = 0
    while position < len(text):
        char = text[position]
        if match := re.match(r"[0-9]+(?:\.[0-9]+)?", text[position:]):
            current = Decimal(match.group())
            position += match.end()
            continue
        position += 1
        if char in _DIGITS:
            if current is not None and current != 0:
                return None
            current = Decimal(_DIGITS[char])
            if char in "零〇":
                last_unit = 1
        elif char in _UNITS:
            unit = _UNITS[char]
            section += (current if current is not None else Decimal(1)) * unit
            current, last_unit = None, unit
        elif char in _MYRIADS:
            unit = _MYRIADS[char]
            section += current or Decimal(0)
            total = (total + section) * unit if unit == _MYRIADS["亿"] else total + section * unit
            section, current, last_unit = Decimal(0), None, unit
        else:
            return None
    if current is not None and last_unit >= 10 and text[-1] in _DIGITS:  # noqa: PLR2004 - 三万五 is 35 000
        current *= last_unit // 10
    return total + section + (current or Decimal(0))


def amount(text: str, units: str, example: str) -> Amount:
    """Return the amount in `text`; `units` are characters that may follow it (个次条, 元块).

    Raises ValueProblem when no number can be found in it.
    """
    plain = _FILLER.sub("", re.sub(r"\s+", "", half_width(text)))
    mark: Mark = "exact"
    for pattern, found in ((_AT_LEAST, "at_least"), (_ABOUT, "about")):
        if pattern.search(plain):
            plain, mark = pattern.sub("", plain), found  # type: ignore[assignment]
    plain = _FILLER.sub("", plain)
    plain = re.sub(f"[{units}]+(?:钱|整|电话|短信|微信|信息)?$", "", plain)
    if match := _RANGE.match(plain):
        low, high = number(match[1]), number(match[2])
        if low is not None and high is not None and match.end() == len(plain):
            low = _same_unit(match[1], match[2], low)
            return _checked(low, high if high > low else None, mark)
    if match := _ADJACENT.match(plain):
        unit = _UNITS.get(match[3]) or _MYRIADS[match[3]]
        return _checked(Decimal(_DIGITS[match[1]] * unit), Decimal(_DIGITS[match[2]] * unit), mark)
    if match := _MORE.search(plain):
        plain, mark = _MORE.sub("", plain), "more"
    value = number(plain)
    if value is None:
        raise ValueProblem(_("“{text}”里看不出数字。").format(text=text.strip()[:20]), example)
    return _checked(value, None, mark)


def _same_unit(low_text: str, high_text: str, low: Decimal) -> Decimal:
    """3到5万 means 三万到五万: a bare low end takes the unit of the high end."""
    unit = _MYRIADS.get(high_text[-1]) or _UNITS.get(high_text[-1])
    return low * unit if unit and low_text[-1] not in _MYRIADS and low_text[-1] not in _UNITS and low < unit else low


def _checked(low: Decimal, high: Decimal | None, mark: Mark) -> Amount:
    if max(low, high or low) >= _LIMIT:
        raise ValueProblem(_("这个数太大了。"), _("请检查是不是多打了几位。"))
    return Amount(low=low, high=high, mark=mark)
