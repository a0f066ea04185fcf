"""Counts and sums of money, each with its exactness: an estimate stays an estimate."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from drafter.i18n import gettext as _
from drafter.values.cleaning import half_width
from drafter.values.numerals import Mark, amount
from drafter.values.problem import ValueProblem

_PER_DAY: Final = re.compile(r"每天|每日|一天|一日|天天|日均")
_MOST: Final = 1_000_000
"""How often anything can have happened; what is more is a telephone number in the wrong place."""
_JIAO: Final = re.compile(r"([0-9])[元块]([0-9])(?=[角毛]?$)[角毛]?")
"""3块5."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many times: 186, 约20, 至少5, 20余, 20至30, 数百, 不足20."""

    low: int
    high: int | None = None
    mark: Mark = "exact"
    per_day: bool = False
    """Whether it says how many a day, not how many in all (一天二三十个)."""
    words: str = ""
    """What is printed when a figure would say more than was said: 数百 is at least 200, 不足20 is 1 to 19."""

    @property
    def exact(self) -> bool:
        """Whether it is a number in all that was counted, not felt."""
        return self.mark == "exact" and self.high is None and not self.per_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """A sum in yuan: 1221, 约2000, 30000 to 50000, 数千, 不足2000."""

    amount: Decimal
    high: Decimal | None = None
    mark: Mark = "exact"
    words: str = ""
    """What is printed before 元 when a figure would say more than was said: 数千 is at least 2000."""


def read_count(text: str) -> Count:
    """Read how many."""
    found = amount(text, "个次条遍趟通人份米", _("请写数字，例如“186”“约20”“至少5”。"))
    if found.low != int(found.low) or (found.high is not None and found.high != int(found.high)):
        raise ValueProblem(_("次数应当是整数。"), _("数不清就写“约20”“至少5”。"))
    low, high = int(found.low), None if found.high is None else int(found.high)
    if max(low, high or 0) > _MOST:
        raise ValueProblem(_("“{count}次”太多了，像是号码。").format(count=low), _("这里写多少次、多少条，例如“186”。"))
    words = found.words
    if found.under and high is not None:
        if high < 2:  # noqa: PLR2004 - below two is one or none
            raise ValueProblem(_("“不到{count}次”就是没有。").format(count=high), _("没有就写“0”。"))
        low, high, words = 1, high - 1, f"不足{high}"
    return Count(low=low, high=high, mark=found.mark, per_day=bool(_PER_DAY.search(text)), words=words)


def show_count(count: Count) -> str:
    """Return the count as it is printed."""
    high = None if count.high is None else str(count.high)
    text = count.words or _marked(str(count.low), high, count.mark)
    return f"每天{text}" if count.per_day else text


def _marked(low: str, high: str | None, mark: Mark, unit: str = "") -> str:
    body = f"{low}{unit}至{high}" if high is not None else low
    match mark:
        case "about":
            return f"约{body}{unit}"
        case "at_least":
            return f"至少{body}{unit}"
        case "more":
            return f"{body}余{unit}"
    return f"{body}{unit}"


def read_money(text: str) -> Money:
    """Read a sum of money in yuan."""
    stripped = re.sub("[￥¥]|人民币|RMB", "", text, flags=re.IGNORECASE)
    stripped = _JIAO.sub(r"\1.\2", half_width(stripped))
    found = amount(stripped, "元块圆", _("请写数字，例如“1221元”“三万五千”“约2000元”。"))
    low, high = _cents(found.low), None if found.high is None else _cents(found.high)
    words = f"不足{_digits(high)}" if found.under and high is not None else found.words
    return Money(amount=low, high=high, mark=found.mark, words=words)


def _cents(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def show_money(money: Money) -> str:
    """Return the sum as it is printed: no separators, no decimals that are zero."""
    high = None if money.high is None else _digits(money.high)
    return f"{money.words}元" if money.words else _marked(_digits(money.amount), high, money.mark, "元")


def _digits(value: Decimal) -> str:
    return str(int(value)) if value == int(value) else f"{value:.2f}"
