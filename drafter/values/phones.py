"""Telephone numbers: the one on which a person is reached, and those that somebody calls from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from drafter.i18n import gettext as _
from drafter.i18n import joined
from drafter.values.cleaning import bare, clean, figures, half_width, short
from drafter.values.problem import ValueProblem, only_stops, way_out

_PHONE: Final = re.compile(r"\+?[0-9]{3,20}(?:(?:转|#)[0-9]{1,6})?")
_EXTENSION: Final = re.compile(
    r"(0[0-9]{2,3}-?[0-9]{7,8}|(?!1)[0-9]{7,8}|[48]00-?[0-9]{3}-?[0-9]{4}|9[0-9]{4})-([0-9]{1,6})"
)
_LANDLINE: Final = re.compile(r"^(010|02[0-9]|0[3-9][0-9]{2})([0-9]{7,8})(?=$|转|#)")
_COUNTRY: Final = re.compile(r"^(?:\+|00)86-?(?=1[0-9]{10}$|0?[1-9][0-9]{8,11}(?:$|转|#))")
_SEPARATORS: Final = re.compile(r"[、，,；;。/]+|\s{2,}|(?<=[0-9])\s*[和跟及]\s*(?=[0-9+])")
_MOBILES: Final = re.compile(r"1[3-9][0-9]{9}(?: 1[3-9][0-9]{9})+")
"""Several numbers with a single space between them."""
_OWN: Final = re.compile(
    r"1[3-9][0-9]{9}"  # mobile
    r"|0[0-9]{2,3}-[0-9]{7,8}|[2-9][0-9]{6,7}|[48]00[0-9]{7}"  # with its area, without, of an office
    r"|(?:\+|00)[0-9]{8,15}"  # abroad
)
_SERVICE: Final = 6
"""The most digits of a short number, which is that of a service: 110, 95588, 123456."""
_MOBILE: Final = 11


def read_phone(text: str) -> str:
    """Read the number on which a person is reached: mobile, landline, abroad."""
    number = _COUNTRY.sub("", _written(text))
    if not _OWN.fullmatch(re.split("转|#", number)[0]):
        raise ValueProblem(_not_own(text, number), joined(_("例如“13800000001”“027-12345678”。"), way_out()))
    return number


def _not_own(text: str, number: str) -> str:
    """Return why nobody is reached on this number."""
    count = len(re.sub("[^0-9]", "", number))
    several = sum(map(_is_number, map(_written, _parts(text))))
    if several > 1:
        return _("这里只写一个号码，您写了{count}个。").format(count=several)
    if not _is_number(number):
        return _("“{text}”不像电话号码。").format(text=short(text))
    if count <= _SERVICE:
        return _("“{text}”只有{count}位，打这个号码找不到您。").format(text=short(text), count=count)
    if re.match("1[3-9]", number) or (number.startswith("1") and count != _MOBILE):
        return _("手机号码是11位，您写了{count}位。").format(count=count)
    if number.startswith("1"):
        return _("没有“{head}”开头的手机号码。").format(head=number[:2])
    return _("“{text}”的位数和手机、座机都对不上。").format(text=short(text))


def read_phones(text: str) -> tuple[str, ...]:
    """Read the numbers that somebody calls from; words that describe them (“106开头，尾号各不相同”) are kept."""
    body = "，".join(line for line in map(bare, clean(text).split("\n")) if line)
    if not any(char.isalnum() for char in body):
        raise only_stops()
    if not any(char.isdecimal() for char in half_width(body)):
        return (body,)
    numbers = [_written(part) for part in _parts(body)]
    return tuple(dict.fromkeys(numbers)) if all(map(_is_number, numbers)) else (body,)


def _parts(text: str) -> list[str]:
    """Return the numbers that were listed."""
    parts = [half_width(part) for part in _SEPARATORS.split(text) if part.strip()]
    return [one for part in parts for one in (part.split(" ") if _MOBILES.fullmatch(part) else [part])]


def _written(text: str) -> str:
    """Return a number as it is printed: 027-12345678转801."""
    number = re.sub(r"[\s()]", "", figures(bare(clean(text)))).replace("—", "-").replace("–", "-").replace("分机", "转")
    if match := _EXTENSION.fullmatch(number):
        number = f"{match[1]}转{match[2]}"
    return _LANDLINE.sub(r"\1-\2", number.replace("-", ""), count=1)


def _is_number(number: str) -> bool:
    """Return whether anybody can call from it: mobile, landline with extension, 95…, 106…, 400…, +63…."""
    return bool(_PHONE.fullmatch(number.replace("-", "")))


def in_one_line(numbers: Iterable[str]) -> str:
    """Return the numbers of several lists, each once; words that stand for numbers follow as clauses of their own.

    Words that other words hold are not told twice: 106开头 after 短信都是106开头.
    """
    found = dict.fromkeys(numbers)
    known = "、".join(number for number in found if _is_number(number))
    words = [number for number in found if not _is_number(number)]
    told = [each for each in words if not any(each in other for other in words if other != each)]
    return "；".join([*filter(None, [known]), *told])


def unusual(numbers: tuple[str, ...]) -> str:
    """Return what to say of a caller's number that has a digit too many or too few; it may be a forged one."""
    for number in numbers:
        if re.fullmatch("1[3-9](?:[0-9]{5,8}|[0-9]{10,11})", number):
            told = _("“{number}”是{count}位，手机号码一般是11位。屏幕上就是这样显示的，不用改；抄漏了，回到这一题改。")
            return told.format(number=number, count=len(number))
    return ""


def mask_phone(number: str) -> str:
    """Return the number with its middle hidden: 138****0001."""
    return number[:3] + "*" * (len(number) - 7) + number[-4:] if len(number) > 7 else "*" * len(number)  # noqa: PLR2004
