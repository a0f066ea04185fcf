"""Where something stands in a Word file, in words a person can follow: paragraph 12, table 1 row 3 column 2."""

from __future__ import annotations

import html
import re
from typing import Any, Final

from lxml import etree

from drafter.i18n import gettext as _
from drafter.word.marks import W

_PARTS: Final = (("/word/header", "页眉"), ("/word/footer", "页脚"), ("/word/footnotes", "脚注"))


def part_name(partname: str) -> str:
    """Return 正文, 页眉 or 页脚 for the name of a part."""
    for prefix, name in _PARTS:
        if partname.startswith(prefix):
            return _(name)
    return _("正文")


def spot_of(paragraph: etree._Element) -> str:
    """Return where a paragraph stands in its part."""
    cell = next((a for a in paragraph.iterancestors(f"{{{W}}}tc")), None)
    root = paragraph.getroottree().getroot()
    if cell is None:
        body = [p for p in root.iter(f"{{{W}}}p") if next(p.iterancestors(f"{{{W}}}tc"), None) is None]
        return _("第 {number} 段").format(number=body.index(paragraph) + 1)
    row = cell.getparent()
    table = next(cell.iterancestors(f"{{{W}}}tbl"))
    tables = list(root.iter(f"{{{W}}}tbl"))
    rows = [r for r in table.iter(f"{{{W}}}tr") if next(r.iterancestors(f"{{{W}}}tbl")) is table]
    cells = [c for c in row if c.tag == f"{{{W}}}tc"] if row is not None else []
    return _("表{table} 第 {row} 行第 {column} 列").format(
        table=tables.index(table) + 1, row=(rows.index(row) + 1 if row is not None else 0), column=cells.index(cell) + 1
    )


def place_of(document: Any, partname: str, line: str) -> tuple[str, str]:  # noqa: ANN401 - python-docx
    """Return (part, spot) of a line of patched template XML: the paragraph that has the same words."""
    wanted = _words(re.sub(r"<[^>]+>", "", line))
    for part in document.part.package.iter_parts():
        if str(part.partname) != partname:
            continue
        element = getattr(part, "_element", None)
        root = element if element is not None else etree.fromstring(part.blob)
        for paragraph in root.iter(f"{{{W}}}p"):
            words = _words("".join(t.text or "" for t in paragraph.iter(f"{{{W}}}t")))
            if wanted and words and (wanted in words or words in wanted):
                return part_name(partname), f"{spot_of(paragraph)}“{words[:30]}”"
    return part_name(partname), f"“{wanted[:30]}”" if wanted else ""


def _words(text: str) -> str:
    """Return text in the form in which template and patched XML can be compared: no blanks, no p-tags, plain quotes."""
    text = html.unescape(re.sub(r"\{([%{])(?:p|tr|tc|r) ", r"{\1 ", text))
    return re.sub(r"\s+", "", text.translate(str.maketrans("“”‘’", "\"\"''")))
