"""Answers in a person's own words: one line, several paragraphs, the name of an ethnic group."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from drafter.i18n import gettext as _
from drafter.values.cleaning import bare, clean
from drafter.values.problem import ValueProblem

_LINE_LIMIT: Final = 2000
_BLANK: Final = " \t\u3000"
_CLOSERS: Final = "”’」』）》】〉)"
_STOPS: Final = "，、。；：？！．,;:?!"
_LEAD: Final = re.compile(f"(?:[{re.escape(_STOPS)}{_BLANK}]|\\.(?![0-9]))+")
_BARE_START: Final = re.compile(f"(?:[{re.escape(_STOPS + _CLOSERS)}{_BLANK}]|\\.(?![0-9]))+")
_SHORT_NAMES: Final = "汉回藏苗彝壮侗满瑶白傣黎畲水土羌怒京"
_NO_GROUP: Final = re.compile(r"(?:无|没有?|不详|不明|不清楚|不知道|不晓得|记不清|未知|空|其他)(?:了|族)?")


def read_text(text: str) -> str:
    """Read one line."""
    line = " ".join(part.strip() for part in clean(text).split("\n") if part.strip())
    if len(line) > _LINE_LIMIT:
        raise ValueProblem(
            _("这里太长了（{count} 个字）。").format(count=len(line)), _("请写在“经过”里，这里写一句话。")
        )
    return line


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
        raise ValueProblem(_("这里只有标点。"), _("没有就选“记不清／暂时没有”。"))
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
    short = line.removesuffix("族") if len(line) == 2 else line  # noqa: PLR2004 - 汉族
    if _NO_GROUP.fullmatch(line) or (len(short) < 2 and short not in _SHORT_NAMES) or not short:  # noqa: PLR2004
        what = _("“{text}”不是民族的名称。").format(text=clean(text)[:20])
        raise ValueProblem(what, _("请写全称，例如“汉族”“维吾尔族”；不知道就选记不清。"))
    return f"{line}族" if len(line) == 1 else line


def read_relation(text: str) -> str:
    """Read 我的女儿 or 女儿: papers say whose she is."""
    return re.sub(r"^(?:我的|他的|她的|本人的|我(?!们)|他(?!们)|她(?!们))(?=.)", "", bare(read_text(text)))
