"""Where something stands in a Word file, in words a person can follow: paragraph 12, table 1 row 3 column 2."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from drafter.i18n import gettext as _
from drafter.word.marks import W
from drafter.word.mistakes import Mistake
from drafter.word.tags import faults

if TYPE_CHECKING:
    from jinja2 import Environment

_SHOWN: Final = 30
"""How much of a paragraph is told."""
_SLACK: Final = 400
"""How many characters may lie between two paragraphs of a template and its patched XML: cells that disappear."""


def part_name(partname: str) -> str:
    """Return 正文, 页眉 or 页脚 for the name of a part."""
    parts = (("/word/header", _("页眉")), ("/word/footer", _("页脚")), ("/word/footnotes", _("脚注")))
    return next((name for prefix, name in parts if partname.startswith(prefix)), _("正文"))


def spotted(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield every paragraph below `root` with where it stands: 第 12 段, or 表1 第 3 行第 2 列."""
    tables: dict[etree._Element, int] = {}
    rows: dict[etree._Element, int] = {}
    rows_of: dict[etree._Element, int] = {}
    free = 0
    for element in root.iter(f"{{{W}}}tbl", f"{{{W}}}tr", f"{{{W}}}p"):
        if element.tag == f"{{{W}}}tbl":
            tables[element] = len(tables) + 1
        elif element.tag == f"{{{W}}}tr":
            table = next(element.iterancestors(f"{{{W}}}tbl"))
            rows[element] = rows_of[table] = rows_of.get(table, 0) + 1
        else:
            cell = next(element.iterancestors(f"{{{W}}}tc"), None)
            if cell is None:
                free += 1
                yield element, _("第 {number} 段").format(number=free)
                continue
            row = next(cell.iterancestors(f"{{{W}}}tr"))
            column = 1 + sum(1 for _cell in cell.itersiblings(f"{{{W}}}tc", preceding=True))
            yield (
                element,
                _("表{table} 第 {row} 行第 {column} 列").format(
                    table=tables[next(row.iterancestors(f"{{{W}}}tbl"))], row=rows[row], column=column
                ),
            )


def place_of(
    document: Any,  # noqa: ANN401 - python-docx
    partname: str,
    lines: Sequence[str],
    number: int | None,
    name: str,
) -> tuple[str, str]:
    """Return (part, spot) of line `number` (from 1) of patched template XML.

    A line is a paragraph with those behind it that disappear when it is filled (`{%p …%}`); of these, the one that
    has `name` is meant.
    """
    root = _root(document, partname)
    if root is None or number is None or not 0 < number <= len(lines):
        return part_name(partname), ""
    texts = [_words(re.sub(r"<[^>]+>", "", line)) for line in lines]
    start = sum(len(text) for text in texts[: number - 1])
    end = start + len(texts[number - 1])
    whole, cursor = "".join(texts), 0
    here = []
    for paragraph, spot in spotted(root):
        words = _words(own_text(paragraph))
        at = whole.find(words, cursor, cursor + len(words) + _SLACK) if words else -1
        if at < 0:
            continue
        cursor = at + len(words)
        if start < cursor and at < end:
            here.append((words, spot))
    tagged = [(words, spot) for words, spot in here if "{" in words] or here
    chosen = next(((words, spot) for words, spot in tagged if name and name in words), tagged[0] if tagged else None)
    if chosen is None:
        wanted = texts[number - 1]
        return part_name(partname), f"“{wanted[:_SHOWN]}”" if wanted else ""
    return part_name(partname), f"{chosen[1]}“{chosen[0][:_SHOWN]}”"


def misread(document: Any, partname: str, env: Environment | None) -> list[tuple[str, str, Mistake]]:  # noqa: ANN401
    """Return (part, spot, mistake) for every tag of a part that cannot be read; with `env`, each is read by itself."""
    root = _root(document, partname)
    if root is None:
        return []
    found = [(own_text(paragraph), spot) for paragraph, spot in spotted(root)]
    return [
        (part_name(partname), f"{found[number][1]}“{found[number][0].strip()[:_SHOWN]}”", mistake)
        for number, mistake in faults([text for text, _spot in found], env)
    ]


def _root(document: Any, partname: str) -> Any:  # noqa: ANN401 - python-docx
    for part in document.part.package.iter_parts():
        if str(part.partname) == partname:
            element = getattr(part, "_element", None)
            return element if element is not None else etree.fromstring(part.blob)
    return None


def own_text(paragraph: etree._Element) -> str:
    """Return the text of a paragraph without that of paragraphs inside it (text boxes)."""
    return "".join(
        text.text or ""
        for text in paragraph.iter(f"{{{W}}}t")
        if next(text.iterancestors(f"{{{W}}}p"), None) is paragraph
    )


def _words(text: str) -> str:
    """Return text in the form in which template and patched XML can be compared: no blanks, no p-tags, plain quotes."""
    text = html.unescape(re.sub(r"\{([%{])(?:p|tr|tc|r) ", r"{\1 ", text))
    return re.sub(r"\s+", "", text.translate(str.maketrans("“”‘’", "\"\"''")))
