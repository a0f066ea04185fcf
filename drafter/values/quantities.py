"""Counts and sums of money, each with its exactness: an estimate stays an estimate."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from drafter.i18n import gettext as _
from drafter.i18n import joined
from drafter.values.cleaning import bare, figures, half_width, short
from drafter.values.english import amount_in_chinese
from drafter.values.numerals import Mark, amount
from drafter.values.problem import ValueProblem, way_out

_PER_DAY: Final = re.compile(r"每天|每日|(?<!有)一[天日]|天天|日均")
_MOST: Final = 1_000_000
"""How often anything can have happened; what is more is a telephone number in the wrong place."""
_JIAO: Final = re.compile(r"([0-9])\s*[元块]\s*([0-9])\s*[角毛]?\s*$")
"""3块5."""
_UNCOUNTED: Final = re.compile(
    r"数不|无数|不计其数|没数|[好很老]多|许多|太多|多得|一大?堆|天天|老是?打|老来|总是|成天|整天|一直|不停|经常|频繁|反复"
    r"|[好多]几?次|几[个次条回]|若干"
    r"|\b(?:countless|many|a lot|lots|several|a few|couple|all the time|constantly|non-?stop)\b",
    re.IGNORECASE,
)
"""Words that say: often, and no number."""
_NONE: Final = re.compile("没有?了?|无|none|nothing|no", re.IGNORECASE)
_ZERO: Final = re.compile(
    r"(?:我|他们?|对方|从来?|根本|一[个次条分毛]钱?|都|也|还)*(?:没有?|未)[打来发接还付给扣转借]*(?:过|钱|了|啊|呀)*|never",
    re.IGNORECASE,
)
_NEGATIVE: Final = re.compile(r"(?:-+|负)(?=[0-9一二两三四五六七八九十百千万])")
_FOREIGN: Final = re.compile(
    r"(?<!人民)(?:美元|美金|美刀|港[币元纸]|欧元|日元|英镑|[$€£]|\b(?:usd?|hkd?|eur|dollars?|euros?)\b)", re.IGNORECASE
)


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
    advice = _("请只写一个数，例如“186”“约20”“至少5”。")
    _check_sign(text, "5")
    if _is_none(text):
        return Count(low=0)
    try:
        found = amount(text, "个次条遍趟通人份米回遭封名位家", advice)
    except ValueProblem as problem:
        raise _vague(text) or problem from None
    if found.low != int(found.low) or (found.high is not None and found.high != int(found.high)):
        raise ValueProblem(_("次数、条数没有小数。"), _("数不清就写“约20”“至少5”。"))
    low, high = int(found.low), None if found.high is None else int(found.high)
    if max(low, high or 0) > _MOST:
        raise ValueProblem(_("“{count}次”太多了，像是号码。").format(count=low), _("这里写多少次、多少条，例如“186”。"))
    words = found.words
    if found.under and high is not None:
        if high < 2:  # noqa: PLR2004 - below two is one or none
            raise ValueProblem(_("“不到{count}次”就是没有。").format(count=high), _("没有就写“0”。"))
        low, high, words = 1, high - 1, f"不足{high}"
    per_day = bool(_PER_DAY.search(re.sub(r"\s", "", amount_in_chinese(figures(text)))))
    return Count(low=low, high=high, mark=found.mark, per_day=per_day, words=words)


def _check_sign(text: str, example: str) -> None:
    if _NEGATIVE.match(figures(text)):
        what = _("“{text}”前面有负号。").format(text=short(text))
        raise ValueProblem(what, _("写出多少就行，例如“{example}”。").format(example=example))


def _is_none(text: str) -> bool:
    """Return whether words say that there was none: 一个都没有, 没还过.

    Raises ValueProblem for a bare 没有, which may be none at all, or that nobody remembers.
    """
    plain = bare(half_width(text))
    if _NONE.fullmatch(plain):
        what = _("“{text}”可能是一点没有，也可能是记不清。").format(text=short(text))
        raise ValueProblem(what, _("一点没有就写“0”；记不清就答“记不清”。"))
    return bool(_ZERO.fullmatch(plain))


def _vague(text: str) -> ValueProblem | None:
    """Return what is told of words that name no number: 数不清, 老打, 好多好多."""
    if any(char.isdecimal() for char in text) or not _UNCOUNTED.search(text):
        return None
    what = _("“{text}”没有说到数。").format(text=short(text))
    return ValueProblem(
        what, joined(_("数不清，就写肯定有的数，例如“至少20”；一天多少说得出来的，写“每天约20”。"), way_out())
    )


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
    advice = _("请只写一个数，例如“1221元”“三万五千”“约2000元”。")
    if _FOREIGN.search(half_width(text)):
        what = _("“{text}”不是人民币。").format(text=short(text))
        raise ValueProblem(what, _("这里写合人民币多少，例如“约3500元”。"))
    _check_sign(text, "500元")
    if _is_none(text):
        return Money(amount=_cents(Decimal(0)))
    stripped = re.sub("[￥¥]|人民币|RMB|CNY", "", figures(text), flags=re.IGNORECASE)
    found = amount(_JIAO.sub(r"\1.\2", stripped), "元块圆", advice)
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
