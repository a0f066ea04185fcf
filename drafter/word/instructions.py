"""Fields of Word ({PAGE}, {TOC}): what they tell Word to do; a template may only have those that stay at home."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from drafter.i18n import gettext as _
from drafter.word.marks import W
from drafter.word.mistakes import Mistake

_QUIET: Final = frozenset({
    "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "PAGEREF", "REF", "NOTEREF", "STYLEREF", "SEQ", "TOC", "TC", "TOA",
    "TA", "INDEX", "XE", "HYPERLINK", "DATE", "TIME", "CREATEDATE", "SAVEDATE", "PRINTDATE", "EDITTIME", "TITLE",
    "SUBJECT", "AUTHOR", "KEYWORDS", "COMMENTS", "LASTSAVEDBY", "DOCPROPERTY", "INFO", "NUMCHARS", "NUMWORDS",
    "REVNUM", "FORMTEXT", "FORMCHECKBOX", "FORMDROPDOWN", "MERGEFIELD", "SYMBOL", "EQ", "QUOTE", "ADVANCE", "LISTNUM",
    "AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "FILENAME", "FILESIZE", "SHAPE", "IF", "=", "COMPARE", "SET", "BIBLIOGRAPHY",
    "CITATION",
})  # fmt: skip
_NAME: Final = re.compile(r"\s*(=|[A-Za-z]+)?")
_LINK: Final = re.compile(r'\s*HYPERLINK\s+(?:\\[lotmn]\b|"?(?:https?://|mailto:|tel:|#))', re.IGNORECASE)
_TAG: Final = re.compile(r"\{[{%#]")
_NESTED: Final = "?"
"""What a field leaves behind in the field around it."""


def instructions(tree: etree._Element) -> Iterator[Mistake]:
    """Yield what is wrong with the fields of a part."""
    for text in _texts(tree):
        name = _NAME.match(text)
        word = (name[1] or "").upper() if name else ""
        if _TAG.search(text):
            what = _("标签写在了 Word 的域里（{field}）。").format(field=text.strip()[:40])
            yield Mistake(code="T018", what=what, advice=_("请把标签写在正文的文字里。"))
        elif word not in _QUIET or (word == "HYPERLINK" and not _LINK.match(text)):
            what = _("里面有会取东西或者运行程序的域（{field}），模板里不能有。").format(field=text.strip()[:40])
            advice = _("请在 Word 里选中它，按 Ctrl+Shift+F9 变成普通文字，再存一次。")
            yield Mistake(code="T018", what=what, advice=advice)


def _texts(tree: etree._Element) -> Iterator[str]:
    """Yield the instruction of every field, put together from where Word split it."""
    opened: list[list[str]] = []
    loose: list[str] = []
    tags = ("fldSimple", "fldChar", "instrText", "delInstrText")
    for element in tree.iter(*(f"{{{W}}}{tag}" for tag in tags)):
        kind = etree.QName(element).localname
        here = opened[-1] if opened else loose
        if kind == "fldSimple":
            yield str(element.get(f"{{{W}}}instr", ""))
        elif kind != "fldChar":
            here.append(element.text or "")
        elif element.get(f"{{{W}}}fldCharType") == "begin":
            here.append(_NESTED)
            opened.append([])
        elif element.get(f"{{{W}}}fldCharType") == "end" and opened:
            text = "".join(opened.pop())
            if text.strip():
                yield text
    loose = [text for text in loose if text != _NESTED]
    for rest in (*opened, loose):
        if "".join(rest).strip():
            yield "".join(rest)
