"""A template with its paragraphs in another language, for the screen: what is printed stays as it is."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree

from drafter.word.marks import W

_BODY: Final = "word/document.xml"
_TAG: Final = re.compile(r"\{[{%#].*?[}%#]\}")
_CHINESE: Final = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")


def texts(data: bytes) -> Iterator[str]:
    """Yield the paragraphs of a template's body that have words of their own, with their tags."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for text, _pieces in _paragraphs(etree.fromstring(archive.read(_BODY))):
            yield text


def translated(data: bytes, gettext: Callable[[str], str]) -> bytes:
    """Return a template with its paragraphs put otherwise; bold and the like is lost within a paragraph that is."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            target.writestr(entry, _put(content, gettext) if entry.filename == _BODY else content)
    return buffer.getvalue()


def _put(content: bytes, gettext: Callable[[str], str]) -> bytes:
    root = etree.fromstring(content)
    for text, (first, *others) in _paragraphs(root):
        if (put := gettext(text)) != text:
            first.text = put
            first.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            for piece in others:
                piece.text = ""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _paragraphs(root: etree._Element) -> Iterator[tuple[str, list[etree._Element]]]:
    for paragraph in root.iter(f"{{{W}}}p"):
        pieces = list(paragraph.iter(f"{{{W}}}t"))
        text = "".join(piece.text or "" for piece in pieces)
        if _CHINESE.search(_TAG.sub("", text)):
            yield text, pieces
