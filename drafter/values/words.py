"""Answers in a person's own words: one line, several paragraphs, what somebody or a place is called."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from drafter.i18n import gettext as _
from drafter.i18n import joined
from drafter.values.cleaning import bare, clean, half_width, short
from drafter.values.problem import ValueProblem, only_stops, way_out

_LINE_LIMIT: Final = 2000
_BLANK: Final = " \t\u3000"
_CLOSERS: Final = "”’」』）》】〉)"
_STOPS: Final = "，、。；：？！．,;:?!"
_LEAD: Final = re.compile(f"(?:[{re.escape(_STOPS)}{_BLANK}]|\\.(?![0-9]))+")
_BARE_START: Final = re.compile(f"(?:[{re.escape(_STOPS + _CLOSERS)}{_BLANK}]|\\.(?![0-9]))+")
_SHORT_NAMES: Final = "汉回藏苗彝壮侗满瑶白傣黎畲水土羌怒京"
_NO_GROUP: Final = re.compile(r"(?:无|没有?|不详|不明|不清楚|不知道|不晓得|记不清|未知|空|其他)(?:了|族)?")
_GROUPS_IN_ENGLISH: Final = {
    "han": "汉族", "hui": "回族", "zhuang": "壮族", "manchu": "满族", "uyghur": "维吾尔族", "uighur": "维吾尔族",
    "miao": "苗族", "hmong": "苗族", "yi": "彝族", "tujia": "土家族", "tibetan": "藏族", "mongol": "蒙古族",
    "mongolian": "蒙古族", "dong": "侗族", "bouyei": "布依族", "yao": "瑶族", "bai": "白族", "korean": "朝鲜族",
}  # fmt: skip
"""The largest groups as they are called in an interview in English; papers are Chinese."""
_URL: Final = re.compile(r"(?:https?:|www\.)\S*|[!-~]+\.(?:com|cn|net|org|top|cc)(?:/[!-~]*)?", re.IGNORECASE)
_CALLABLE: Final = re.compile(r"(?:\+?86)?1[3-9][0-9]{9}|0[0-9]{9,11}|[+0]{1,2}[0-9]{8,15}|[48]00[0-9]{7}")
_PERSON: Final = re.compile("[0-9]{17}[0-9Xx]")


def read_text(text: str) -> str:
    """Read one line."""
    line = " ".join(part.strip() for part in clean(text).split("\n") if part.strip())
    if len(line) > _LINE_LIMIT:
        raise ValueProblem(
            _("这里太长了（{count} 个字）。").format(count=len(line)),
            _("这里写一句话，例如“有人捶门半小时”；长的写进事情的经过里。"),
        )
    if not _says(line):
        raise only_stops()
    return line


def read_name(text: str) -> str:
    """Read what somebody is called, or a place: words, not a number or an address in the web."""
    line = read_text(text)
    if (what := _not_a_name(line)) is not None:
        raise ValueProblem(
            what.format(text=short(line)), joined(_("这里写是谁、是哪里，例如“周敏”“武汉市江岸区”。"), way_out())
        )
    return line


def _not_a_name(line: str) -> str | None:
    """Return what a line of words is taken for that is none."""
    plain = re.sub(r"[\s()-]", "", half_width(line))
    if _URL.fullmatch(plain):
        return _("“{text}”看上去是网址。")
    if any(unicodedata.category(char)[0] == "L" for char in plain) and not _PERSON.fullmatch(plain):
        return None
    if _CALLABLE.fullmatch(plain):
        return _("“{text}”看上去是电话号码。")
    if _PERSON.fullmatch(plain):
        return _("“{text}”看上去是身份证号码。")
    return _("“{text}”只有数字和符号。") if any(map(str.isdecimal, plain)) else _("“{text}”里没有字。")


def read_passage(text: str) -> str:
    """Read paragraphs. None begins with punctuation: a line that does goes on with the line before it."""
    paragraphs: list[str] = []
    for part in clean(text).split("\n"):
        line = part.strip(_BLANK)
        if paragraphs and line and line[0] in _CLOSERS:
            paragraphs[-1] += line
        elif paragraphs and (not _says(line) or _LEAD.match(line)):
            _go_on(paragraphs, line)
        elif _says(line):
            paragraphs.append(_first(line))
    if not any(_says(paragraph) for paragraph in paragraphs):
        raise only_stops()
    return "\n".join(paragraphs)


def _says(line: str) -> bool:
    """Return whether a line holds more than punctuation."""
    return any(unicodedata.category(char)[0] not in "PZ" for char in line)


def _first(line: str) -> str:
    match = _BARE_START.match(line)
    return line[match.end() :] if match else line


def _go_on(paragraphs: list[str], line: str) -> None:
    """Add a line that begins with punctuation to the last paragraph; what is said after a full stop stands alone."""
    ended = unicodedata.category(paragraphs[-1][-1])[0] == "P" and paragraphs[-1][-1] not in _CLOSERS
    match = _LEAD.match(line)
    rest = line[match.end() :] if match else line
    if not ended:
        paragraphs[-1] += (line[0] if match else "") + rest
    elif _says(rest):
        paragraphs.append(_first(rest))


def read_ethnic_group(text: str) -> str:
    """Read 汉 or 汉族."""
    line = bare(read_text(text))
    line = _GROUPS_IN_ENGLISH.get(line.lower(), line)
    short_name = line.removesuffix("族") if len(line) == 2 else line  # noqa: PLR2004 - 汉族
    named = len(short_name) > 1 or short_name in _SHORT_NAMES
    if _NO_GROUP.fullmatch(line) or not named or not short_name or _not_a_name(line) is not None:
        what = _("“{text}”不是民族的名称。").format(text=short(text))
        raise ValueProblem(what, _("请写全称，例如“汉族”“维吾尔族”；不知道就答“记不清”。"))
    return f"{line}族" if len(line) == 1 else line


def read_relation(text: str) -> str:
    """Read 我的女儿 or 女儿: papers say whose she is."""
    line = re.sub(r"^(?:我的|他的|她的|本人的|我(?!们)|他(?!们)|她(?!们))(?=.)", "", bare(read_text(text)))
    if (what := _not_a_name(line)) is not None:
        raise ValueProblem(what.format(text=short(line)), joined(_("这里写是什么人，例如“丈夫”“前同事”。"), way_out()))
    return line


def read_address(text: str) -> str:
    """Read where somebody lives or a company has its seat."""
    line = read_text(text)
    if (what := _not_a_name(line)) is not None:
        advice = _("地址例如“武汉市江岸区示例路1号2单元301室”；可以先空着，打印出来再手写。")
        raise ValueProblem(what.format(text=short(line)), advice)
    return line
