"""Reads numbers as Chinese people type them: 三万五千, 1万2, 3.5w, ３０, 二十多, 约20, 二三十, 20至30, 几百, 不到20."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from drafter.i18n import gettext as _
from drafter.values.cleaning import figures, short
from drafter.values.english import amount_in_chinese
from drafter.values.problem import ValueProblem

Mark = Literal["exact", "about", "at_least", "more"]

_DIGITS: Final = (
    {c: i for i, c in enumerate("零一二三四五六七八九")}
    | {"〇": 0, "两": 2, "俩": 2}
    | {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
)
_UNITS: Final = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_MYRIADS: Final = {"万": 10_000, "亿": 100_000_000}
_SCALES: Final = _UNITS | _MYRIADS
_NUMERAL: Final = f"[0-9.{''.join(_DIGITS)}{''.join(_SCALES)}]+"
_LIMIT: Final = Decimal(10) ** 12
_TOKEN: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?|.", re.DOTALL)
_FRACTION: Final = re.compile(r"[0-9]+\.[0-9]+[十百千万亿]*")
_LETTERS: Final = {"k": "千", "w": "万"}
_LETTER: Final = re.compile(r"(?<=[0-9])[kw]", re.IGNORECASE)
_PAUSE: Final = re.compile(
    r"(?<![0-9.])([0-9])[、,]([0-9])(?![0-9.])|(?<=[一二两三四五六七八])[、,](?=[二两三四五六七八九])"
)
"""2、3个 and 二、三十."""
_LONGEST: Final = 60
_ABOUT: Final = re.compile(
    r"^(?:大概|大约|差不多|约莫|约|将近|接近|快|近|平均|日均|估计|可能|也许|好像|~)是?"
    r"|(?:左右|上下|\?+)$|(?<=[百千万])把(?=[万亿]?$)"
)
_AT_LEAST: Final = re.compile(
    r"^(?:至少|最少|起码|少说|不少于|不低于|不下于?|不止|超过|上(?=[百千万亿]))也?"
    r"|(?:以上|往上|朝上|开外|起码|不止|\+)$"
)
_MARKS: Final[tuple[tuple[re.Pattern[str], Mark], ...]] = ((_AT_LEAST, "at_least"), (_ABOUT, "about"))
_UNDER: Final = re.compile(r"^(?:不到|不足|不满|少于|低于)|不到$")
_MORE: Final = re.compile(r"(?:多|余|(?<=[0十百千万])(?:来|好?几[十百千]?)|出头)(?=[万亿]?$)")
_SEVERAL: Final = re.compile(r"(?:好几|几|数)([十百千万亿]+)")
_HUNDRED_OR_SO: Final = re.compile(r"百十来?")
_FILLER: Final = re.compile(
    r"^(?:[嗯呃哦,]|我|他们?|她们?|对方|那边|就|都|也|应该|得(?=有)|一共|总共|共计?|合计|总计|统共|拢共|加起来|前前后后|前后|里面|其中"
    r"|每天|每日|一天|一日|天天"
    r"|有|是|(?:打|发|来|接|收|响|找|通|要|欠|借|还|扣|付|转|花|给)(?:了|过|来|到)?|到手|上门|电话|短信|微信|本金)+"
)
_TAIL: Final = re.compile(r"(?:的?样子|每天|每日|[吧了呢啊嘛呀的,])+$|(?<=[个次条通遍])一天$")
_SPAN: Final = re.compile(rf"({_NUMERAL})[^0-9至到~—-]{{0,2}}(?:至|到|~|—|-)+({_NUMERAL})")
_NEXT: Final = re.compile(r"(.*?)([一二两三四五六七八])([二两三四五六七八九])([十百千]?[万亿]?)")
_PAIRS: Final = ("三五", "三两")
"""Two digits that name a span though the second is not the next: 三五次, 三两个."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number with its exactness; `high` is the upper end of a range.

    `words` are what is printed when the limits alone would say more than was said: 数百 is at least 200.
    """

    low: Decimal
    high: Decimal | None = None
    mark: Mark = "exact"
    words: str = ""
    under: bool = False
    """Whether it stays below `high` (不到20), which is then no part of it."""


def number(text: str) -> Decimal | None:
    """Return the number a text spells, in digits, in Chinese or mixed (3万5千), or None."""
    text = text.replace(",", "")
    if not text or len(text) > 40:  # noqa: PLR2004 - longer than any number
        return None
    if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", text):
        return Decimal(text)
    return _mixed(text)


def _mixed(text: str) -> Decimal | None:
    """Return what 一万零二, 1万2 or 3.5万 is; None when units do not fall (三百五百) or one begins it (千八百)."""
    if set(text) <= set(_SCALES) and text[0] not in "十拾":
        text = f"一{text}"
    if text[0] in _SCALES and text[0] not in "十拾":
        return None
    if "." in text and not _FRACTION.fullmatch(text):
        return None
    sum_ = _Sum()
    tokens = _TOKEN.findall(text)
    return sum_.total(tokens[-1]) if all(sum_.take(token) for token in tokens) else None


class _Sum:
    """The sum of a numeral that is read from the left: whole myriads, the section since, the digit in hand."""

    def __init__(self) -> None:
        self.whole = self.section = Decimal(0)
        self.digit: Decimal | None = None
        self.unit = self.myriad = 0
        self.zero = False

    def take(self, sign: str) -> bool:
        """Take the next digit, number or unit; return whether it may stand here."""
        if sign in _UNITS:
            part = (Decimal(1) if self.digit is None else self.digit) * _UNITS[sign]
            fits = (not self.unit or part < self.unit) and (self.digit is not None or sign in "十拾")
            self.section, self.unit = self.section + part, _UNITS[sign]
        elif sign in _MYRIADS:
            part = (self.section + (self.digit or 0)) * _MYRIADS[sign]
            fits = part > 0 and (not self.myriad or part < self.myriad)
            self.whole, self.section = self.whole + part, Decimal(0)
            self.unit = self.myriad = _MYRIADS[sign]
        else:
            return self._take_digit(sign)
        self.digit, self.zero = None, False
        return fits

    def _take_digit(self, sign: str) -> bool:
        if self.digit is not None:
            return False
        if sign in "零〇":
            self.zero = True
        elif sign in _DIGITS:
            self.digit = Decimal(_DIGITS[sign])
        elif sign[0].isdecimal() and sign.isascii():
            self.digit = Decimal(sign)
        else:
            return False
        return True

    def total(self, last: str) -> Decimal | None:
        """Return the sum; a lone digit at its end counts the unit below the last one: 三万五 and 3万5 are 35 000."""
        rest = self.digit or Decimal(0)
        if self.unit and rest >= self.unit:
            return None
        if self.digit is not None and self.unit and not self.zero and last[0] != "0":
            if len(last) == 1:
                rest *= self.unit // 10
            elif rest * 100 < self.unit:  # 1万20 may be 10 020 or 12 000
                return None
        return self.whole + self.section + rest


def amount(text: str, units: str, example: str) -> Amount:
    """Return the amount in `text`; `units` are characters that may follow it (个次条, 元块).

    Raises ValueProblem when no number can be found in it.
    """
    told = re.search(f"[0-9{''.join(_DIGITS)}十百千万]", figures(text))
    what = _("“{text}”看不懂是多少。") if told else _("“{text}”里看不出数字。")
    refusal = ValueProblem(what.format(text=short(text)), example)
    plain = figures(text)
    if len(plain) > 2 * _LONGEST:  # more than any number in words, of any language
        raise refusal
    plain = re.sub(r"\s+", "", amount_in_chinese(plain))
    plain, marks, under = _FILLER.sub("", _TAIL.sub("", plain)), list[Mark](), False
    plain = plain.replace("廿", "二十").replace("卅", "三十")
    unit = re.compile(f"[{units}]+(?:钱|整|电话|短信|微信|信息|消息|人|同事|朋友|亲戚)?(?=\\+?$)")
    for _turn in range(2):  # 大概每天20个左右, 100个以上
        for pattern, mark in _MARKS:
            if pattern.search(plain):
                plain = pattern.sub("", plain)
                marks.append(mark)
        if _UNDER.search(plain):
            plain, under = _UNDER.sub("", plain), True
        plain = unit.sub("", _FILLER.sub("", plain))
    plain = _PAUSE.sub(_pause, _LETTER.sub(lambda match: _LETTERS[match.group().lower()], plain))
    found = _amount(plain, "exact" if under and "at_least" not in marks else marks[0] if marks else "exact")
    if found is None or (under and (found.mark != "exact" or found.high is not None)):
        raise refusal
    if max(found.low, found.high or found.low) >= _LIMIT:
        raise ValueProblem(_("这个数太大了，可能多打了几位。"), example)
    return Amount(low=Decimal(0), high=found.low, under=True) if under else found


def _pause(match: re.Match[str]) -> str:
    if match[1] is None:
        return ""
    return f"{match[1]}至{match[2]}" if int(match[2]) - int(match[1]) == 1 else match.group()


def _amount(plain: str, mark: Mark) -> Amount | None:
    if several := _SEVERAL.fullmatch(plain):
        return _several(several[1], mark)
    if _HUNDRED_OR_SO.fullmatch(plain):
        return Amount(low=Decimal(100), mark="about")
    if span := _span(plain):
        low, high = span
        return None if high < low else Amount(low=low, high=high if high > low else None, mark=mark)
    words = ""
    if more := _MORE.search(plain):
        before, after = plain[: more.start()], plain[more.end() :]
        head = number(before)
        if head is None:
            return None
        plain, mark = before + after, "more"
        words = f"{_digits(head)}余{after}" if after else ""
    value = number(plain)
    return None if value is None else Amount(low=value, mark=mark, words=words)


def _several(scales: str, mark: Mark) -> Amount | None:
    """几百 is several hundred, at least 200: no figure can be printed for it, so 数百 is."""
    one = number(f"一{scales}")
    if one is None:
        return None
    about = "至少" if mark == "at_least" else ""
    return Amount(low=2 * one, mark="at_least", words=f"{about}数{scales}")


def _span(plain: str) -> tuple[Decimal, Decimal] | None:
    """Return the ends of 20至30, 3到5万, 二三十, 十七八, 三五百, 三百五百."""
    if match := _SPAN.fullmatch(plain):
        low, high = number(match[1]), number(match[2])
        return None if low is None or high is None else (_same_unit(match[1], match[2], low, high), high)
    if match := re.fullmatch(r"([一二两三四五六七八九]([十百千万]))([二三四五六七八九]\2)", plain):
        low, high = number(match[1]), number(match[3])
        return (low, high) if low is not None and high is not None and high > low else None
    match = _NEXT.fullmatch(plain)
    if match is None or (match[1] and match[1][-1] not in _SCALES):
        return None
    first, second = _DIGITS[match[2]], _DIGITS[match[3]]
    if second - first != 1 and match[2] + match[3] not in _PAIRS:
        return None
    if match[1] and not match[4] and match[1][-1] not in "十拾":  # 一百二三 may be 102 or 120
        return None
    ends = sorted((first, second))
    low, high = (number(f"{match[1]}{end}{match[4]}") for end in ends)
    return None if low is None or high is None else (low, high)


def _same_unit(low_text: str, high_text: str, low: Decimal, high: Decimal) -> Decimal:
    """3到5万 means 三万到五万: a bare low end takes the unit of the high end; 500到1万 does not."""
    unit = _SCALES.get(high_text[-1], 1)
    return low if low_text[-1] in _SCALES or (low * unit > high and low >= 10) else low * unit  # noqa: PLR2004


def _digits(value: Decimal) -> str:
    return format(value.normalize(), "f")
