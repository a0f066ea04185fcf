"""Private marks around values, and the pass that turns them into bookmarks, highlights and paragraphs.

A value travels through the template engine as text between two noncharacters with its number in front. They
cannot be typed: `values.clean` removes them from what people write. One pass over the finished XML splits the
runs at the marks, so that every value keeps the run properties of its tag and gets a bookmark `df_<n>`.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
START: Final = "\ufdd0"
MIDDLE: Final = "\ufdd1"
END: Final = "\ufdd2"
PARAGRAPH: Final = "\ufdd3"
JOINER: Final = "\ufdd4"
TAB: Final = "\ufdd5"
_TOKEN: Final = re.compile(f"({START}[0-9]+{MIDDLE}|[{END}{PARAGRAPH}{JOINER}{TAB}])")
_ANY: Final = re.compile(f"[{START}-{TAB}]")
_PLAIN: Final = re.compile(f"{START}[0-9]+{MIDDLE}|[{START}-{TAB}]")
_ENGINE_ESCAPE: Final = re.compile(r"(?<=[{}%])_(?=[{}%])")
"""docxtpl turns `{_{` into `{{`; a joiner in between stops it."""
_AFTER_HIGHLIGHT: Final = frozenset(
    f"{{{W}}}{name}"
    for name in (
        "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout",
        "specVanish", "oMath",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldMark:
    """A value as it stands in a document: bookmark `df_<number>`, where it came from, what it says."""

    number: int
    address: str
    text: str
    missing: bool
    withheld: bool = False
    """Whether the person chose to leave out what stands here."""


def encode(text: str) -> str:
    """Return text that passes the template engine unchanged: its own codes are replaced by marks."""
    text = text.replace("\n", PARAGRAPH).replace("\t", TAB)
    return _ENGINE_ESCAPE.sub(f"{JOINER}_", text)


def mark(number: int, text: str) -> str:
    """Return encoded text between the marks of value `number`."""
    return f"{START}{number}{MIDDLE}{text}{END}"


def strip(text: str) -> str:
    """Return text without marks, for places that cannot hold a bookmark."""
    return _PLAIN.sub("", text.replace(PARAGRAPH, "\n").replace(TAB, "\t"))


def resolve(root: etree._Element, marks: Iterable[FieldMark], first_id: int) -> int:
    """Turn the marks below `root` into Word; return the next free bookmark id.

    Every value is meant to stand once for each time it was emitted; the read-back counts them.
    """
    table = {mark.number: mark for mark in marks}
    state = _State(table=table, next_id=first_id, anchors=[])
    for element in root.iter():
        for name, value in element.attrib.items():
            if _ANY.search(str(value)):
                element.set(name, strip(str(value)))
    for text in [node for node in root.iter(f"{{{W}}}t") if node.text and _ANY.search(node.text)]:
        _resolve_text(text, state)
    for anchor in state.anchors:
        parent = anchor.getparent()
        if parent is not None and not any(child.tag != f"{{{W}}}rPr" for child in anchor):
            parent.remove(anchor)
    for node in root.iter():
        if isinstance(node.tag, str) and node.text and _ANY.search(node.text):
            node.text = strip(node.text)
    return state.next_id


@dataclass(slots=True)
class _State:
    table: dict[int, FieldMark]
    next_id: int
    anchors: list[etree._Element]
    """Empty runs that only held a place."""


def _resolve_text(text: etree._Element, state: _State) -> None:
    run = text.getparent()
    if run is None or run.tag != f"{{{W}}}r" or run.getparent() is None:
        text.text = strip(text.text or "")
        return
    content = text.text or ""
    after = list(text.itersiblings())
    run.remove(text)
    cursor = _Cursor(run)
    open_id: int | None = None
    highlight = False
    for token in _TOKEN.split(content):
        if token.startswith(START):
            number = int(token[1:-1])
            highlight = state.table[number].missing
            open_id = state.next_id
            state.next_id += 1
            cursor.put(_element("bookmarkStart", id=str(open_id), name=f"df_{number}"))
        elif token == END and open_id is not None:
            cursor.put(_element("bookmarkEnd", id=str(open_id)))
            open_id, highlight = None, False
        elif token == PARAGRAPH:
            cursor.break_paragraph()
        elif token == TAB:
            cursor.put_run(_element("tab"), highlight=highlight)
        elif token and token not in (END, JOINER):
            node = _element("t")
            node.set(_XML_SPACE, "preserve")
            node.text = token
            cursor.put_run(node, highlight=highlight)
    for sibling in after:
        cursor.put_run(sibling, highlight=False)
    state.anchors += [run, *cursor.anchors]


class _Cursor:
    """Puts elements behind a run, one after the other, in its paragraph or the next ones."""

    def __init__(self, run: etree._Element) -> None:
        self.template = run
        self.last = run
        self.anchors: list[etree._Element] = []

    def put(self, element: etree._Element) -> None:
        self.last.addnext(element)
        self.last = element

    def put_run(self, content: etree._Element, *, highlight: bool) -> None:
        run = _element("r")
        properties = self.template.find(f"{{{W}}}rPr")
        if properties is not None:
            run.append(copy.deepcopy(properties))
        if highlight:
            _highlight(run)
        run.append(content)
        self.put(run)

    def break_paragraph(self) -> None:
        paragraph = self.last.getparent()
        if paragraph is None or paragraph.tag != f"{{{W}}}p":
            self.put_run(_element("br"), highlight=False)
            return
        following = list(self.last.itersiblings())
        fresh = _element("p")
        properties = paragraph.find(f"{{{W}}}pPr")
        if properties is not None:
            kept = copy.deepcopy(properties)
            for tag in ("sectPr", "pageBreakBefore"):
                for found in kept.findall(f"{{{W}}}{tag}"):
                    kept.remove(found)
            fresh.append(kept)
        anchor = _element("r")
        self.anchors.append(anchor)
        fresh.append(anchor)
        fresh.extend(following)
        paragraph.addnext(fresh)
        self.last = anchor


def _highlight(run: etree._Element) -> None:
    properties = run.find(f"{{{W}}}rPr")
    if properties is None:
        properties = _element("rPr")
        run.insert(0, properties)
    for old in properties.findall(f"{{{W}}}highlight"):
        properties.remove(old)
    position = next((i for i, child in enumerate(properties) if child.tag in _AFTER_HIGHLIGHT), len(properties))
    properties.insert(position, _element("highlight", val="yellow"))


def _element(tag: str, /, **attributes: str) -> Any:  # noqa: ANN401 - lxml
    element = etree.Element(f"{{{W}}}{tag}")
    for key, value in attributes.items():
        element.set(f"{{{W}}}{key}", value)
    return element
