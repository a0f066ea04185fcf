"""Chinese writing: amounts in capitals, numerals, lists, dates."""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

_CAPITALS: Final = "零壹贰叁肆伍陆柒捌玖"
_NUMERALS: Final = "零一二三四五六七八九"
_UNITS: Final = ("", "拾", "佰", "仟")
_GROUPS: Final = ("", "万", "亿")
_LIMIT: Final = 10**12
_OPENING: Final = '“"「『'
_CLOSING: Final = '”"」』'
_NO_STOP: Final = re.compile(r"(?<=[^\W_]|[”』」）)])\n")
_CHINESE_COMMA: Final = re.compile(
    r"(?<=[\u4e00-\u9fff”』」）]),[ \t]*(?=[\u4e00-\u9fff“『「（])|(?<=[\u4e00-\u9fff]),(?=\n)"
)
_ONE_QUOTE: Final = '(?:“[^“”]+”|"[^"]+"|「[^「」]+」)'
_INNER: Final = str.maketrans("“”‘’", "‘’“”")


def capital_amount(amount: Decimal) -> str:
    """Return a sum of yuan in capitals: 2833855 → 贰佰捌拾叁万叁仟捌佰伍拾伍元整.

    Raises ValueError below zero and from 10^12 yuan.
    """
    cents = int((amount * 100).quantize(Decimal(1), ROUND_HALF_UP))
    if not 0 <= cents < _LIMIT * 100:
        raise ValueError(amount)
    yuan, rest = divmod(cents, 100)
    jiao, fen = divmod(rest, 10)
    text = f"{_integer(yuan)}元" if yuan or not rest else ""
    if not rest:
        return f"{text}整"
    if jiao:
        text += f"{_CAPITALS[jiao]}角"
    elif yuan:
        text += "零"
    return text + (f"{_CAPITALS[fen]}分" if fen else "")


def _integer(value: int) -> str:
    if value == 0:
        return _CAPITALS[0]
    groups = []
    while value:
        value, group = divmod(value, 10_000)
        groups.append(group)
    text = ""
    for index in range(len(groups) - 1, -1, -1):
        group = groups[index]
        if not group:
            continue
        if text and (group < 1000 or not groups[index + 1]):  # noqa: PLR2004
            text += _CAPITALS[0]
        text += _group(group) + _GROUPS[index]
    return text


def _group(value: int) -> str:
    text, zero = "", False
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        if digit:
            text += (_CAPITALS[0] if zero and text else "") + _CAPITALS[digit] + _UNITS[power]
            zero = False
        else:
            zero = True
    return text


def chinese_number(value: int) -> str:
    """Return 1 to 99 in Chinese numerals: 十二."""
    tens, ones = divmod(value, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_NUMERALS[tens]}十"
    return head + (_NUMERALS[ones] if ones or not tens else "")


def date_text(day: dt.date) -> str:
    """Return 2026年11月23日."""
    return f"{day.year}年{day.month}月{day.day}日"


def quoted(line: str) -> str:
    """Return a line in quotation marks; those within it become single ones, and single ones double."""
    if line[:1] in '“"' and line[-1:] in '”"' and not re.search('[“”"]', line[1:-1]):
        line = line[1:-1]
    return f"“{line.translate(_INNER)}”"


def is_quoted(line: str) -> bool:
    """Return whether somebody put a line in quotation marks, and so says that these are the very words."""
    return len(line) > 2 and line[0] in _OPENING and line[-1] in _CLOSING  # noqa: PLR2004 - marks with nothing between


def sentences(text: str) -> str:
    """Return text whose lines end with a stop, but for the last, and whose commas are Chinese between Chinese words."""
    return _CHINESE_COMMA.sub("，", _NO_STOP.sub("。\n", text))


def spoken_apart(line: str) -> list[str]:
    """Return the quotations of a line that holds nothing else, each alone: “上门”“收缴”; any other line as it is."""
    pieces = re.findall(_ONE_QUOTE, line)
    return pieces if re.fullmatch(f"(?:{_ONE_QUOTE}[，、；,; ]*)+", line) else [line]


def with_others(names: str, number: int) -> str:
    """Return some of several people by their names, and how many they are in all: 张强等2人."""
    return f"{names}等{number}人"


_UNIT: Final = re.compile("[^省市区县旗州盟]+(?:自治区|自治州|自治县|自治旗|[省市区县旗州盟])")


def whole_address(area: str, address: str) -> str:
    """Return the address from the province or city on: 成都市武侯区 and 玉林街道1号 are one address.

    One that names any part of the area already is left as it was typed.
    """
    units = _UNIT.findall(area)
    return address if not units or any(unit in address for unit in units) else area + address
