"""Identity documents, company codes and telephone numbers."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from drafter.i18n import gettext as _
from drafter.values.cleaning import bare, clean, half_width
from drafter.values.problem import ValueProblem

_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK: Final = "10X98765432"
_OTHER_PAPERS: Final = re.compile(r"[HM][0-9]{8,10}|[A-Z]{1,2}[0-9]{7,8}|[0-9]{8}|[A-Z]{3}[0-9]{12}|[A-Z][0-9]{9}")
_USCC_SIGNS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ID_LENGTH: Final = 18
_OLD_ID_LENGTH: Final = 15
_PHONE: Final = re.compile(r"\+?[0-9]{3,20}(?:(?:转|#)[0-9]{1,6})?")
_EXTENSION: Final = re.compile(
    r"(0[0-9]{2,3}-?[0-9]{7,8}|(?!1)[0-9]{7,8}|[48]00-?[0-9]{3}-?[0-9]{4}|9[0-9]{4})-([0-9]{1,6})"
)
_LANDLINE: Final = re.compile(r"^(010|02[0-9]|0[3-9][0-9]{2})([0-9]{7,8})(?=$|转|#)")
_SEPARATORS: Final = re.compile(r"[、，,；;]+|\s{2,}")


def read_identity(text: str) -> str:
    """Read an identity card (18 digits with check digit, or 15), passport or permit number."""
    number = re.sub(r"[\s-]", "", half_width(text)).upper()
    if re.fullmatch(r"[0-9]{17}[0-9X]", number):
        _check_birth(number[6:14])
        if check_digit(number) != number[-1]:
            raise ValueProblem(
                _("身份证号码的最后一位对不上，可能打错了一位。"),
                _("请对着身份证再核对一遍；可以先空着，打印出来再手写。"),
            )
        return number
    if re.fullmatch(r"[0-9]{15}", number):
        _check_birth("19" + number[6:12])
        return number
    if _OTHER_PAPERS.fullmatch(number):
        return number
    if re.fullmatch(r"[0-9X]+", number):
        what = _("身份证号码应当是18位，您写了{count}位。").format(count=len(number))
        raise ValueProblem(what, _("请对着身份证再核对一遍；可以先空着，打印出来再手写。"))
    raise ValueProblem(
        _("“{text}”不像证件号码。").format(text=clean(text)[:20]),
        _("例如18位身份证号码、护照号码；可以先空着，打印出来再手写。"),
    )


def check_digit(number: str) -> str:
    """Return the eighteenth character that the first seventeen digits ask for."""
    return _CHECK[sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True)) % 11]


def _check_birth(digits: str) -> None:
    try:
        dt.datetime.strptime(digits, "%Y%m%d")  # noqa: DTZ007 - a date of birth has no zone
    except ValueError:
        what = _("身份证号码里的出生日期（{digits}）不存在。").format(digits=digits)
        raise ValueProblem(what, _("请对着身份证再核对一遍；可以先空着，打印出来再手写。")) from None


def mask_identity(number: str) -> str:
    """Return the number with its middle hidden: 前6后4."""
    return number[:6] + "*" * (len(number) - 10) + number[-4:] if len(number) > 10 else "*" * len(number)  # noqa: PLR2004


def read_uscc(text: str) -> str:
    """Read a 统一社会信用代码: eighteen characters, the last one a check character."""
    code = re.sub(r"[\s-]", "", half_width(text)).upper()
    if len(code) != _ID_LENGTH or any(char not in _USCC_SIGNS for char in code):
        raise ValueProblem(_("统一社会信用代码应当是18位数字和大写字母。"), _("请对着营业执照再核对一遍，或者跳过。"))
    total = sum(_USCC_SIGNS.index(char) * weight for char, weight in zip(code[:17], _USCC_WEIGHTS, strict=True))
    if _USCC_SIGNS[(31 - total % 31) % 31] != code[-1]:
        raise ValueProblem(_("统一社会信用代码的最后一位对不上，可能打错了一位。"), _("请再核对一遍，或者跳过。"))
    return code


def read_phone(text: str) -> str:
    """Read any caller's number: mobile, landline with extension, 95…, 106…, 400…, +63…."""
    number = re.sub(r"[\s()]", "", half_width(bare(text))).replace("—", "-").replace("分机", "转")
    if match := _EXTENSION.fullmatch(number):
        number = f"{match[1]}转{match[2]}"
    number = _LANDLINE.sub(r"\1-\2", number.replace("-", ""), count=1)
    if not _PHONE.fullmatch(number.replace("-", "")):
        raise ValueProblem(
            _("“{text}”不像电话号码。").format(text=clean(text)[:20]), _("例如“13800000001”“027-12345678转801”“+63…”。")
        )
    return number


def mask_phone(number: str) -> str:
    """Return the number with its middle hidden: 138****0001."""
    return number[:3] + "*" * (len(number) - 7) + number[-4:] if len(number) > 7 else "*" * len(number)  # noqa: PLR2004


def read_phones(text: str) -> tuple[str, ...]:
    """Read several numbers; words that describe numbers (“106开头，尾号各不相同”) are kept as they are."""
    body = "，".join(line for line in map(bare, clean(text).split("\n")) if line)
    if not body:
        raise ValueProblem(_("这里只有标点。"), _("没有就选“记不清／暂时没有”。"))
    if not any(char.isdecimal() for char in half_width(body)):
        return (body,)
    parts = [part.strip() for part in _SEPARATORS.split(body) if part.strip()]
    numbers = []
    for part in parts:
        try:
            numbers.append(read_phone(part))
        except ValueProblem:
            return (body,)
    return tuple(dict.fromkeys(numbers))
