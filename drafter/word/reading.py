"""The text of a Word file, paragraph by paragraph, and its field marks."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from lxml import etree

from drafter.word.marks import W
from drafter.word.places import part_name, spotted

_TAG: Final = re.compile(r"\{\{[^{}]+\}\}|\{%[^{}]+%\}")
_MARKUP: Final = re.compile(r"<(?![^<>]*\{[{%])[^<>]*>")
"""A tag of XML, but for one whose attributes hold a tag of a template."""
_PARTS: Final = ("word/document.xml", "word/header", "word/footer", "word/footnotes.xml")


UNREADABLE: Final = (
    ValueError, KeyError, OSError, EOFError, RuntimeError, zlib.error, zipfile.BadZipFile, etree.XMLSyntaxError,
)  # fmt: skip
"""What reading a damaged Word file can raise."""


def is_readable(data: bytes) -> bool:
    """Return whether the bytes are a Word file whose text can be read."""
    try:
        as_text(data)
    except UNREADABLE:
        return False
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph as a reader sees it."""

    part: str
    spot: str
    text: str


def _roots(data: bytes) -> Iterator[tuple[str, etree._Element]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in sorted(archive.namelist()):
            if name.startswith(_PARTS) and name.endswith(".xml"):
                yield (
                    name,
                    etree.fromstring(archive.read(name), etree.XMLParser(huge_tree=True, resolve_entities=False)),
                )


def paragraphs(data: bytes) -> list[Paragraph]:
    """Return every paragraph of body, headers, footers and footnotes, empty ones left out."""
    found = []
    for name, root in _roots(data):
        for element, spot in spotted(root):
            text = _text(element)
            if text.strip():
                found.append(Paragraph(part=part_name(f"/{name}"), spot=spot, text=text))
    return found


def _text(paragraph: etree._Element) -> str:
    pieces = []
    for node in paragraph.iter():
        if next(node.iterancestors(f"{{{W}}}p"), None) is not paragraph and node is not paragraph:
            continue
        if node.tag == f"{{{W}}}t":
            pieces.append(node.text or "")
        elif node.tag != f"{{{W}}}p":
            pieces.append(_piece(node))
    return "".join(pieces)


def sources(data: bytes) -> Iterator[str]:
    """Return the text of each part with its tags, a paragraph a line, quickly and without places."""
    for _name, root in _roots(data):
        nodes = root.iter(f"{{{W}}}p", f"{{{W}}}t")
        yield "".join("\n" if node.tag == f"{{{W}}}p" else node.text or "" for node in nodes)


def elsewhere(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield (part, tag) for every tag that stands in a part which is never filled."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in sorted(archive.namelist()):
            if name.endswith((".xml", ".rels")) and not name.startswith(_PARTS):
                text = _MARKUP.sub("", unquote(archive.read(name).decode("utf-8", errors="replace")))
                yield from ((name, tag) for tag in dict.fromkeys(_TAG.findall(text)))


def as_text(data: bytes) -> str:
    """Return a document as plain text for people and diffs: a paragraph a line, table cells between │."""
    main = part_name("/word/document.xml")
    beside = [f"[{paragraph.part}] {paragraph.text}" for paragraph in paragraphs(data) if paragraph.part != main]
    lines = [body(data).rstrip(), *beside]
    return "\n".join(line.rstrip() for line in lines).strip() + "\n"


def body(data: bytes) -> str:
    """Return the text between headers and footers: a paragraph a line, table cells between │."""
    lines: list[str] = []
    for name, root in _roots(data):
        if name != "word/document.xml":
            continue
        whole = root.find(f"{{{W}}}body")
        for element in whole if whole is not None else ():
            if element.tag == f"{{{W}}}p":
                lines.append(_text(element))
            elif element.tag == f"{{{W}}}tbl":
                lines += [_row(row) for row in element.iter(f"{{{W}}}tr")]
    return "\n".join(line.rstrip() for line in lines).strip() + "\n"


def _row(row: etree._Element) -> str:
    cells = [" ⏎ ".join(filter(None, (_text(p) for p in cell.iter(f"{{{W}}}p")))) for cell in row.findall(f"{{{W}}}tc")]
    return "│ " + " │ ".join(cells) + " │"


def marked(data: bytes) -> dict[str, list[str]]:
    """Return, for each field mark (bookmark `df_<n>`), the texts it encloses; paragraphs are joined with new lines."""
    found: dict[str, list[str]] = {}
    for _name, root in _roots(data):
        open_marks: dict[str, tuple[str, list[str]]] = {}
        for node in root.iter():
            if node.tag == f"{{{W}}}bookmarkStart" and str(node.get(f"{{{W}}}name", "")).startswith("df_"):
                open_marks[str(node.get(f"{{{W}}}id"))] = (str(node.get(f"{{{W}}}name")), [])
            elif node.tag == f"{{{W}}}bookmarkEnd" and (done := open_marks.pop(str(node.get(f"{{{W}}}id")), None)):
                found.setdefault(done[0], []).append("".join(done[1]))
            elif open_marks and (piece := _piece(node)):
                for _mark, pieces in open_marks.values():
                    pieces.append(piece)
    return found


def _piece(node: etree._Element) -> str:
    if node.tag == f"{{{W}}}t":
        return node.text or ""
    if node.tag == f"{{{W}}}p":
        return "\n"
    parent = node.getparent()
    if parent is not None and parent.tag == f"{{{W}}}r":
        if node.tag == f"{{{W}}}tab":
            return "\t"
        if node.tag == f"{{{W}}}br":
            return "\n"
    return ""
