"""The passages of a template: what each paragraph says in words of its own, and under which heading it stands."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import docx

_TAG: Final = re.compile(r"\{[{%#].*?[}%#]\}")
_NUMBERED: Final = re.compile(r"[一二三四五六七八九十]{1,3}、")
_HEADING: Final = ("Title", "Heading", "标题")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph or a table cell with words of its own; … stands where a tag was."""

    heading: str
    text: str


def passages(data: bytes) -> Iterator[Passage]:
    """Yield the passages of body and tables, in order, headings left out."""
    heading = ""
    for content in docx.Document(io.BytesIO(data)).iter_inner_content():
        if isinstance(content, docx.table.Table):
            cells = dict.fromkeys(cell._tc for row in content.rows for cell in row.cells)  # noqa: SLF001 - merged cells come once
            texts = ["".join(cell.itertext()) for cell in cells]
        else:
            style = content.style.name if content.style is not None else ""
            if style.startswith(_HEADING) or _NUMBERED.match(content.text):
                heading = _without_tags(content.text)
                continue
            texts = [content.text]
        for text in texts:
            if words := own_words(text):
                yield Passage(heading=heading, text=words)


def own_words(text: str) -> str:
    """Return a text with … for its tags; nothing when there is little beside them."""
    words = _without_tags(text)
    return words if len(re.sub(r"[\W_…\d]", "", words)) > 1 else ""


def _without_tags(text: str) -> str:
    return re.sub(r"…+", "…", _TAG.sub(lambda tag: "" if tag[0].startswith("{%") else "…", text)).strip()
