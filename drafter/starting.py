"""A first template for a document: every element that its authority requires, with the tags that fill it.

What stands for an element, and in which order, is `templates/starting.yaml`; page, styles and footer are those of the
document's own template.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from drafter import audience, packs, wording
from drafter.documents import Document
from drafter.errors import PackError, Problem
from drafter.law import Element
from drafter.library import Library
from drafter.vocabulary import Entry, Group, vocabulary
from drafter.word import reading
from drafter.word.composing import BODY, Line, compose
from drafter.yamlfile import Shapes, YamlMap, read, unknown_keys

FILE: Final = "templates/starting.yaml"
_KEYS: Final = ("gap", "parts", "closing")
_PART_KEYS: Final = ("heading", "heads", "always", "lines")
_LINE_KEYS: Final = ("for", "unless", "covers", "text", "join", "style")
_TITLE: Final = "{{ 文书.名称 }}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """A new template, and what of the required elements it leaves to whoever goes on with it."""

    data: bytes
    open: tuple[str, ...]
    """The elements for which it has only a gap."""


def start(library: Library, document: Document) -> Start:
    """Return a template for a document with a place for everything that its channel requires."""
    problems: list[Problem] = []
    shapes = Shapes(FILE, problems)
    plan = _Plan(library, document, shapes, _read(shapes))
    model, lines = library.template(document), tuple(plan.lines())
    if problems:
        raise PackError(problems)
    data = compose(model, lines, title=document.title)
    text = reading.as_text(data)
    elements = plan.elements
    lacking = [element for element in elements if plan.bare(element, text)]
    if lacking:
        data = compose(model, plan.lines(lacking), title=document.title)
    return Start(data=data, open=tuple(element.element for element in lacking))


def _read(shapes: Shapes) -> YamlMap:
    tree, _text, found = read(packs.builtin_content() / FILE, FILE)
    if found:
        raise PackError(found)
    root = shapes.root(tree)
    shapes.problems += unknown_keys(root, _KEYS, FILE)
    return root


class _Plan:
    """Chooses the lines of one document."""

    def __init__(self, library: Library, document: Document, shapes: Shapes, data: YamlMap) -> None:
        self.library = library
        self.shapes = shapes
        self.data = data
        channel = library.law.channels.get(document.channel)
        self.elements: tuple[Element, ...] = channel.required if channel is not None else ()
        needed = {name for each in self.elements for name in (*each.fields, *each.any_of, *each.words)}
        marks = {"served": document.served, "forwarded": document.forwarded, "follows": bool(document.follows)}
        self.needed = needed | {mark for mark, holds in marks.items() if holds} | {f"channel.{document.channel}"}
        self.needed |= {f"purpose.{purpose}" for purpose in document.purposes}
        if channel is None:
            shown = audience.matrix(library).items()
            self.needed |= {id_.replace("[]", "") for id_, sights in shown if sights[document.id].shown}
        self.covered: set[str] = {f"documents.{document.id}.title"}

    def lines(self, lacking: Iterable[Element] = ()) -> Iterator[Line]:
        """Yield the paragraphs; elements that have no line of their own stand under one heading before the closing."""
        yield Line(_TITLE, "Title")
        number = 0
        for part in self.shapes.maps(self.data, "parts"):
            self.shapes.problems += unknown_keys(part, _PART_KEYS, FILE)
            chosen, asked = self.part(part)
            if chosen and (asked or self.shapes.flag(part, "always")):
                number += 1
                yield Line(f"{wording.chinese_number(number)}、{self.heading(part)}", "Heading 1")
                yield from chosen
        rest = list(lacking)
        if rest:
            gap = self.shapes.text(self.data, "gap")
            yield Line(f"{wording.chinese_number(number + 1)}、{gap}", "Heading 1")
            for element in rest:
                yield from self.spare(element)
        for line in self.shapes.maps(self.data, "closing"):
            yield from self.line(line)

    def part(self, part: YamlMap) -> tuple[list[Line], bool]:
        """Return the lines of a part that stand, and whether the paper asked for one of them."""
        entries = self.shapes.maps(part, "lines")
        chosen = [line for entry in entries for line in self.line(entry)]
        asked = [self.shapes.texts(entry, "for") for entry in entries if self.stands(entry)]
        return chosen, any(set(names) & self.needed for names in asked)

    def heading(self, part: YamlMap) -> str:
        heads = self.shapes.map(part, "heads")
        return next((self.shapes.text(heads, name) for name in heads if name in self.needed),
                    self.shapes.text(part, "heading"))  # fmt: skip

    def line(self, entry: YamlMap) -> Iterator[Line]:
        self.shapes.problems += unknown_keys(entry, _LINE_KEYS, FILE)
        if not self.stands(entry):
            return
        pieces = [piece for piece in self.shapes.maps(entry, "join") if self.stands(piece)]
        for piece in (entry, *pieces):
            self.covered.update(self.shapes.texts(piece, "for"), self.shapes.texts(piece, "covers"))
        text = "".join(self.shapes.text(piece, "text") for piece in pieces) or self.shapes.text(entry, "text")
        yield Line(text, self.shapes.text(entry, "style", BODY))

    def stands(self, entry: YamlMap) -> bool:
        wanted, kept = self.shapes.texts(entry, "for"), self.shapes.texts(entry, "unless")
        return (not wanted or bool(set(wanted) & self.needed)) and not set(kept) & self.needed

    def bare(self, element: Element, text: str) -> bool:
        """Return whether a template, whose text this is, has no place for something that an element asks for."""
        told = all(field in self.covered for field in element.fields)
        told = told and (not element.any_of or any(field in self.covered for field in element.any_of))
        return not told or any(word not in text and word not in self.covered for word in element.words)

    def spare(self, element: Element) -> Iterator[Line]:
        """Yield a plain line for each thing that an element asks for and nothing stands for yet."""
        fields = [field for field in element.fields if field not in self.covered]
        if element.any_of and not any(field in self.covered for field in element.any_of):
            fields += element.any_of[:1]
        known = {entry.id.replace("[]", ""): (group, entry)
                 for group in vocabulary(self.library).groups for entry in group.entries}  # fmt: skip
        for field in fields:
            yield from _plain(*known[field]) if field in known else [_gap(field)]
        yield from (_gap(word) for word in element.words if word not in self.covered)


def _plain(group: Group, entry: Entry) -> Iterator[Line]:
    for chinese, _english in group.loops:
        yield Line(f"{{%p {chinese} %}}")
    yield Line(f"{entry.name}：{{{{ {entry.tag} }}}}。")
    for _loop in group.loops:
        yield Line("{%p endfor %}")


def _gap(label: str) -> Line:
    return Line(f"{label}：{{{{ '{label.replace(chr(39), '')}'|待填 }}}}。")
