"""The paragraphs of a Word file as the template engine sees them, with their place and the elements of their text."""

from __future__ import annotations

import bisect
import io
import itertools
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from drafter.word.marks import W
from drafter.word.places import part_name, spotted
from drafter.word.reading import UNREADABLE

BODY: Final = "word/document.xml"
_FILLED: Final = ("word/header", "word/footer", "word/footnotes.xml")
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SHOWN: Final = 30
_OPENINGS: Final = ("{{", "{%", "｛", "{％")
T: Final = f"{{{W}}}t"
P: Final = f"{{{W}}}p"
TC: Final = f"{{{W}}}tc"
TR: Final = f"{{{W}}}tr"
TBL: Final = f"{{{W}}}tbl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One paragraph: where it stands and what it says."""

    member: str
    """Name of the part in the archive."""
    label: str
    """Name of the part for people."""
    spot: str
    number: int
    """Its place among the paragraphs of the part, from 0."""
    element: etree._Element
    pieces: tuple[etree._Element, ...]
    """The `w:t` that make up its text."""
    starts: tuple[int, ...]
    """Where each piece begins in the text."""
    text: str
    hidden: tuple[str, ...]
    """What else is filled in: alternative texts, field codes, deleted text."""

    @property
    def body(self) -> bool:
        """Whether it stands in the body of the document."""
        return self.member == BODY

    @property
    def told(self) -> str:
        """Its place and beginning, for messages."""
        words = self.text.strip()
        return f"{self.spot}“{words[:_SHOWN]}”" if words else self.spot

    def piece_at(self, position: int) -> int:
        """Return which of the pieces the character at `position` is in."""
        return max(bisect.bisect_right(self.starts, position) - 1, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A Word file taken apart: its members, and the paragraphs of the parts that are filled in."""

    members: Mapping[str, bytes]
    roots: Mapping[str, etree._Element]
    lines: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)


def read(data: bytes, *, doubles: bool = False) -> Package | None:
    """Take a Word file apart; None when it is none.

    `doubles`: with the text boxes that stand in it once more, for old readers.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
        if BODY not in members:
            return None
        names = [BODY, *sorted(name for name in members if name.startswith(_FILLED) and name.endswith(".xml"))]
        roots = {name: parsed(members[name]) for name in names}
    except UNREADABLE:
        return None
    return Package(
        members=members,
        roots=roots,
        lines={name: tuple(_lines(name, root, doubles=doubles)) for name, root in roots.items()},
    )


def parsed(blob: bytes) -> etree._Element:
    """Read XML; nothing outside it is looked up."""
    return etree.fromstring(blob, etree.XMLParser(resolve_entities=False, no_network=True))


def _lines(member: str, root: etree._Element, *, doubles: bool) -> Iterator[Line]:
    label = part_name(f"/{member}")
    for number, (element, spot) in enumerate(spotted(root)):
        if not doubles and next(element.iterancestors(_FALLBACK), None) is not None:
            continue
        pieces, hidden = [], []
        for node in own(element):
            if node.tag == T:
                pieces.append(node)
            elif node.tag in (f"{{{W}}}delText", f"{{{W}}}instrText") and node.text:
                hidden.append(node.text)
            hidden += [str(value) for value in node.attrib.values() if any(sign in str(value) for sign in _OPENINGS)]
        lengths = [len(piece.text or "") for piece in pieces]
        yield Line(
            member=member,
            label=label,
            spot=spot,
            number=number,
            element=element,
            pieces=tuple(pieces),
            starts=tuple(itertools.accumulate(lengths[:-1], initial=0)),
            text="".join(piece.text or "" for piece in pieces),
            hidden=tuple(hidden),
        )


def own(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield what is in a paragraph, without what is in paragraphs inside it (text boxes)."""
    for child in paragraph:
        if child.tag != P and isinstance(child.tag, str):
            yield child
            yield from own(child)


def container(element: etree._Element) -> etree._Element | None:
    """Return what holds a paragraph: the body, a cell, a header, a text box; content controls are looked through."""
    parent = element.getparent()
    while parent is not None and parent.tag in (f"{{{W}}}sdtContent", f"{{{W}}}sdt", f"{{{W}}}customXml"):
        parent = parent.getparent()
    return parent


def above(element: etree._Element, tag: str) -> etree._Element | None:
    """Return the nearest element of this kind around another."""
    return next(element.iterancestors(tag), None)
