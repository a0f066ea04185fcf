"""Which fields a template prints and which it only asks about, in every branch, without rendering it.

The tags of body, tables, headers, footers and footnotes are parsed and followed through loops, `set` and shared
sentences. Names are looked up in a scope as `render` gets it, with an item in every list: so what is found here is
what can be printed there.
"""

from __future__ import annotations

import functools
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from jinja2 import TemplateError as JinjaError
from jinja2 import nodes
from lxml import etree

from drafter.errors import Problem, TemplateError, Where
from drafter.fields import Field, Scope, UnknownNameError
from drafter.word import archive, reading
from drafter.word.environment import Ledger, Phrase, environment
from drafter.word.mistakes import PICKS, explain

_PREFIX: Final = re.compile(r"\{([%{])(?:p|tr|tc|r)\s")
_QUOTES: Final = str.maketrans("“”‘’", "\"\"''")
_HIDING: Final = ("遮盖", "masked")


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """The fields of one template; a field may be in several of these."""

    printed: tuple[Field, ...]
    masked: tuple[Field, ...]
    """Printed through the filter 遮盖, in part."""
    tested: tuple[Field, ...]
    """Asked about in `if`: they decide what stands in the document."""
    unknown: tuple[str, ...]
    """Names that do not exist where they are used, and loops over nothing: what they print is not seen here."""


def usage(data: bytes, name: str, names: Scope) -> Usage:
    """Return what the template `name` uses of `names`; what may be a list must have an item there.

    Raises TemplateError when it is not a Word file or its tags cannot be read.
    """
    if found := archive.faults(data, name):
        raise TemplateError(found)
    reader = _Reader()
    try:
        for source in reading.sources(data):
            reader.read(source, names)
    except (JinjaError, zipfile.BadZipFile, etree.XMLSyntaxError) as error:
        told = explain(error)
        problem = Problem(code=told.code, where=Where(file=name), what=told.what, advice=told.advice)
        raise TemplateError([problem]) from error
    return Usage(
        printed=tuple(reader.printed.values()),
        masked=tuple(reader.masked.values()),
        tested=tuple(reader.tested.values()),
        unknown=tuple(dict.fromkeys(reader.unknown)),
    )


def shown_by(value: object) -> tuple[Field, ...]:
    """Return the fields that a name prints: itself, or those that a shared sentence prints and asks about."""
    reader = _Reader()
    reader.show(value)
    return (*reader.printed.values(), *reader.tested.values())


@functools.lru_cache(maxsize=128)
def parsed(source: str) -> nodes.Template:
    """Return the tags of a text; shared sentences are asked for again and again."""
    return environment(Ledger()).parse(_PREFIX.sub(r"{\1 ", source).translate(_QUOTES))


class _Reader:
    """Walks parsed tags; a value is everything that a name may stand for there."""

    def __init__(self) -> None:
        self.printed: dict[int, Field] = {}
        self.masked: dict[int, Field] = {}
        self.tested: dict[int, Field] = {}
        self.unknown: list[str] = []
        self._told: set[tuple[int, bool]] = set()

    def read(self, source: str, names: Scope, *, testing: bool = False) -> None:
        """Follow the tags of a text; `testing`: it is only asked whether the text is empty."""
        self._statements(parsed(source).body, _Frame(names), testing=testing)

    def show(self, value: object) -> None:
        """Take a value as printed."""
        self._take(value, self.printed, testing=False)

    def _statements(self, statements: Iterable[nodes.Node], frame: _Frame, *, testing: bool) -> None:
        for node in statements:
            match node:
                case nodes.Output():
                    for shown in node.nodes:
                        self._print(shown, frame, testing=testing)
                case nodes.If():
                    self._test(node.test, frame)
                    self._statements([*node.body, *node.elif_, *node.else_], frame, testing=testing)
                case nodes.For():
                    self._loop(node, frame, testing=testing)
                case nodes.Assign():
                    _bind(node.target, list(self._values(node.node, frame)), frame)
                case nodes.With():
                    inner = frame.inner()
                    for target, value in zip(node.targets, node.values, strict=True):
                        _bind(target, list(self._values(value, frame)), inner)
                    self._statements(node.body, inner, testing=testing)
                case _:
                    self._statements(node.iter_child_nodes(), frame, testing=testing)

    def _loop(self, node: nodes.For, frame: _Frame, *, testing: bool) -> None:
        members = [member for value in self._values(node.iter, frame) for member in _members(value)]
        if not members:
            self.unknown.append(f"for {getattr(node.target, 'name', '')}")
        inner = frame.inner()
        _bind(node.target, members, inner)
        inner.bind("loop", [_Opaque()])
        if node.test is not None:
            self._test(node.test, inner)
        self._statements(node.body, inner, testing=testing)
        self._statements(node.else_, frame, testing=testing)

    def _print(self, node: nodes.Node, frame: _Frame, *, testing: bool) -> None:
        if isinstance(node, nodes.TemplateData):
            return
        hiding = any(found.name in _HIDING for found in _filters(node))
        for value in self._values(node, frame):
            self._take(value, self.tested if testing else self.masked if hiding else self.printed, testing=testing)

    def _test(self, node: nodes.Node, frame: _Frame) -> None:
        for value in self._values(node, frame):
            self._take(value, self.tested, testing=True)

    def _take(self, value: object, into: dict[int, Field], *, testing: bool) -> None:
        if isinstance(value, Field):
            into.setdefault(id(value), value)
        elif isinstance(value, Phrase) and (id(value), testing) not in self._told:
            self._told.add((id(value), testing))
            self.read(value.source, value.scope, testing=testing)

    def _values(self, node: nodes.Node, frame: _Frame) -> Iterator[Any]:
        """Return what an expression may stand for; conditions inside it are taken as tests."""
        match node:
            case nodes.Name():
                yield from self._looked_up(node.name, frame)
            case nodes.Getattr() | nodes.Getitem():
                key = node.attr if isinstance(node, nodes.Getattr) else getattr(node.arg, "value", None)
                for value in self._values(node.node, frame):
                    yield from self._part(value, key)
            case nodes.Filter() if node.name in PICKS:
                yield from (member for value in self._values(_inner(node), frame) for member in _members(value))
            case nodes.CondExpr():
                self._test(node.test, frame)
                for branch in (node.expr1, node.expr2):
                    if branch is not None:
                        yield from self._values(branch, frame)
            case _:
                for child in node.iter_child_nodes():
                    yield from self._values(child, frame)

    def _looked_up(self, name: str, frame: _Frame) -> Iterator[Any]:
        try:
            yield from frame.find(name)
        except UnknownNameError:
            self.unknown.append(name)

    def _part(self, value: object, key: object) -> Iterator[Any]:
        if isinstance(value, list) and isinstance(key, int):
            yield from value
        elif isinstance(value, Scope | Field) and isinstance(key, str):
            try:
                yield value[key]
            except UnknownNameError as unknown:
                self.unknown.append(unknown.name)


class _Opaque:
    """Something of the template language that is no answer: `loop`."""


class _Frame:
    """The names of a loop or of a `set` over those of the document."""

    def __init__(self, names: Scope, outer: _Frame | None = None) -> None:
        self._names = names
        self._outer = outer
        self._bound: dict[str, list[Any]] = {}

    def inner(self) -> _Frame:
        return _Frame(self._names, self)

    def bind(self, name: str, values: list[Any]) -> None:
        """Let a name stand for these values from here on, and for what it stood for before."""
        self._bound.setdefault(name, []).extend(values)

    def find(self, name: str) -> list[Any]:
        """Return what a name may stand for; raise UnknownNameError."""
        frame: _Frame | None = self
        while frame is not None:
            if name in frame._bound:  # noqa: SLF001 - another object of this class
                return frame._bound[name]  # noqa: SLF001
            frame = frame._outer  # noqa: SLF001
        return [self._names[name]]


def _bind(target: nodes.Node, values: list[Any], frame: _Frame) -> None:
    for name in target.find_all(nodes.Name):
        frame.bind(name.name, values)
    if isinstance(target, nodes.Name):
        frame.bind(target.name, values)


def _members(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _inner(node: nodes.Filter) -> nodes.Node:
    return node.node if node.node is not None else nodes.Const(None)


def _filters(node: nodes.Node) -> Iterator[nodes.Filter]:
    if isinstance(node, nodes.Filter):
        yield node
    yield from node.find_all(nodes.Filter)
