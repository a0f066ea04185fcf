"""Identity documents and company codes."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from drafter.i18n import gettext as _
from drafter.i18n import joined
from drafter.values.cleaning import half_width, short
from drafter.values.problem import ValueProblem, way_out

_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK: Final = "10X98765432"
_OTHER_PAPERS: Final = re.compile(r"[HM][0-9]{8,10}|[A-Z]{1,2}[0-9]{7,8}|[0-9]{8}|[A-Z]{3}[0-9]{12}|[A-Z][0-9]{9}")
_USCC_SIGNS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_LENGTH: Final = 18
_LOOKALIKE: Final = str.maketrans("OIL×*", "011XX")
"""What is typed for a digit, or for the X at the end of an identity number."""
_USCC_LOOKALIKE: Final = str.maketrans("OI", "01")
"""Letters that no company code has."""


def read_identity(text: str) -> str:
    """Read an identity card (18 digits with check digit, or 15), passport or permit number."""
    number = _tight(text)
    if not _OTHER_PAPERS.fullmatch(number):
        digits = number.translate(_LOOKALIKE)
        number = digits if re.fullmatch("[0-9X]+", digits) else number
    if re.fullmatch(r"[0-9]{17}[0-9X]", number):
        _check_birth(number[6:14])
        if check_digit(number) != number[-1]:
            raise ValueProblem(_("身份证号码的最后一位对不上，可能打错了一位。"), _look_again())
        return number
    if re.fullmatch(r"[0-9]{15}", number):
        _check_birth("19" + number[6:12])
        return number
    if _OTHER_PAPERS.fullmatch(number):
        return number
    if not re.fullmatch(r"[0-9X]+", number):
        what = _("“{text}”不像证件号码。").format(text=short(text))
        raise ValueProblem(what, _("身份证号码是18位，护照像“E12345678”；可以先空着，打印出来再手写。"))
    if "X" in number[:-1]:
        raise ValueProblem(_("身份证号码里，X 只会在最后一位。"), _look_again())
    raise ValueProblem(_("身份证号码应当是18位，您写了{count}位。").format(count=len(number)), _look_again())


def _look_again() -> str:
    return _("请对着身份证再核对一遍；可以先空着，打印出来再手写。")


def _tight(text: str) -> str:
    return re.sub(r"[\s–—-]", "", half_width(text)).upper()


def check_digit(number: str) -> str:
    """Return the eighteenth character that the first seventeen digits ask for."""
    return _CHECK[sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True)) % 11]


def _check_birth(digits: str) -> None:
    try:
        dt.datetime.strptime(digits, "%Y%m%d")  # noqa: DTZ007 - a date of birth has no zone
    except ValueError:
        what = _("身份证号码中间的八位是出生日期，没有 {digits} 这一天。").format(digits=digits)
        raise ValueProblem(what, _look_again()) from None


def mask_identity(number: str) -> str:
    """Return the number with its middle hidden: 前6后4."""
    return number[:6] + "*" * (len(number) - 10) + number[-4:] if len(number) > 10 else "*" * len(number)  # noqa: PLR2004


def read_uscc(text: str) -> str:
    """Read a 统一社会信用代码: eighteen characters, the last one a check character."""
    code = _tight(text).translate(_USCC_LOOKALIKE)
    advice = joined(_("请对着营业执照再核对一遍。"), way_out())
    if not code.isascii() or not code.isalnum():
        raise ValueProblem(_("“{text}”不像统一社会信用代码，它是18位数字和大写字母。").format(text=short(text)), advice)
    if len(code) != _LENGTH:
        raise ValueProblem(_("统一社会信用代码应当是18位，您写了{count}位。").format(count=len(code)), advice)
    odd = next((char for char in code if char not in _USCC_SIGNS), "")
    if odd:
        raise ValueProblem(_("统一社会信用代码里没有字母“{letter}”。").format(letter=odd), advice)
    total = sum(_USCC_SIGNS.index(char) * weight for char, weight in zip(code[:17], _USCC_WEIGHTS, strict=True))
    if _USCC_SIGNS[(31 - total % 31) % 31] != code[-1]:
        raise ValueProblem(_("统一社会信用代码的最后一位对不上，可能打错了一位。"), advice)
    return code
