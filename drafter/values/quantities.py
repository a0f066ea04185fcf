"""Counts and sums of money, each with its exactness: an estimate stays an estimate."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from drafter.i18n import gettext as _
from drafter.values.numerals import Mark, amount
from drafter.values.problem import ValueProblem

_PER_DAY: Final = re.compile(r"每天|每日|一天|一日|天天")


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many times: 186, 约20, 至少5, 20余, 20至30."""

    low: int
    high: int | None = None
    mark: Mark = "exact"
    per_day: bool = False
    """Whether it says how many a day, not how many in all (一天二三十个)."""

    @property
    def exact(self) -> bool:
        """Whether it is a number in all that was counted, not felt."""
        return self.mark == "exact" and self.high is None and not self.per_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """A sum in yuan."""

    amount: Decimal
    high: Decimal | None = None
    mark: Mark = "exact"


def read_count(text: str) -> Count:
    """Read how many."""
    found = amount(text, "个次条遍趟通人份米", _("请写数字，例如“186”“约20”“至少5”。"))
    if found.low != int(found.low) or (found.high is not None and found.high != int(found.high)):
        raise ValueProblem(_("次数应当是整数。"), _("数不清就写“约20”“至少5”。"))
    high = None if found.high is None else int(found.high)
    return Count(low=int(found.low), high=high, mark=found.mark, per_day=bool(_PER_DAY.search(text)))


def show_count(count: Count) -> str:
    """Return the count as it is printed."""
    text = _marked(str(count.low), None if count.high is None else str(count.high), count.mark)
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
    stripped = text.replace("￥", "").replace("¥", "").replace("人民币", "").replace("RMB", "")
    found = amount(stripped, "元块圆", _("请写数字，例如“1221元”“三万五千”“约2000元”。"))
    return Money(amount=_cents(found.low), high=None if found.high is None else _cents(found.high), mark=found.mark)


def _cents(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def show_money(money: Money) -> str:
    """Return the sum as it is printed: no separators, no decimals that are zero."""
    high = None if money.high is None else _digits(money.high)
    return _marked(_digits(money.amount), high, money.mark, "元")


def _digits(value: Decimal) -> str:
    return str(int(value)) if value == int(value) else f"{value:.2f}"
