"""Which branches of a template were taken while it was filled, and which tag printed which value.

The parsed tags get a mark at the beginning of every branch and before everything that is printed, just before they are
compiled. The marks are calls of a filter with a name that nobody can type.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

_REACHED: Final = "\ufdd6reached"
_ENDS: Final = ("endif", "endfor")
_OPENING: Final = ("if", "for")


@dataclass(frozen=True, slots=True, kw_only=True)
class TagAt:
    """A tag of a part, by its number among the tags of this part."""

    part: str
    number: int
    line: int
    """Of the XML that is filled."""
    text: str
    """The tag as it stands there: {% if 申请人.电话 %}."""


@dataclass(slots=True)
class Trace:
    """What happened while one template was filled."""

    branches: list[TagAt] = field(default_factory=list)
    """The `if`, `elif`, `else` and `for` of every part that has something in it."""
    taken: set[TagAt] = field(default_factory=set)
    printed: list[tuple[int, TagAt]] = field(default_factory=list)
    """How many values had been printed before, and the tag that came next."""

    def printing(self, number: int) -> TagAt | None:
        """Return the tag that printed the value with this number."""
        place = bisect_right([before for before, _tag in self.printed], number - 1)
        return self.printed[place - 1][1] if place else None


@dataclass(slots=True, kw_only=True)
class Watch:
    """Watches one template being filled; `part` and `source` are what is being filled now."""

    trace: Trace
    values: Sequence[object]
    """The values that were printed so far."""
    part: str = ""
    source: str = ""


class Watched(ImmutableSandboxedEnvironment):
    """An environment that tells a watch what it does."""

    watch: Watch | None = None

    def observe(self, watch: Watch) -> None:
        """Mark from now on every branch of what is compiled."""
        self.watch = watch

    def _generate(  # the hook that jinja has for this
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,  # noqa: FBT001, FBT002 - jinja's own
    ) -> str:
        if self.watch is not None:
            marker = _Marker(self, self.watch)
            source.body = marker.block(source.body)
            self.filters[_REACHED] = marker.reached
        return super()._generate(source, name, filename, defer_init)


class _Marker:
    """Goes through parsed tags in the order in which they stand, beside the tags as they were written."""

    def __init__(self, env: Watched, watch: Watch) -> None:
        self.watch = watch
        self.tags = list(_tags(env, watch.part, watch.source))
        self.next_branch = iter([tag for tag in self.tags if _word(tag.text)])
        self.next_print = iter([tag for tag in self.tags if not _word(tag.text)])

    def reached(self, number: int) -> str:
        """Note that a mark was passed."""
        tag = self.tags[number]
        if _word(tag.text):
            self.watch.trace.taken.add(tag)
        else:
            self.watch.trace.printed.append((len(self.watch.values), tag))
        return ""

    def block(self, body: list[nodes.Node]) -> list[nodes.Node]:
        """Return statements with their marks."""
        found: list[nodes.Node] = []
        for node in body:
            match node:
                case nodes.Output():
                    for child in node.nodes:
                        if not isinstance(child, nodes.TemplateData):
                            found.append(_mark(next(self.next_print).number, child.lineno))
                        found.append(nodes.Output([child], lineno=child.lineno))
                    continue
                case nodes.If():
                    for branch in (node, *node.elif_):
                        branch.body = self.branch(branch.body)
                    node.else_ = self.otherwise(node.else_)
                case nodes.For():
                    node.body = self.branch(node.body)
                    node.else_ = self.otherwise(node.else_)
                case nodes.With() | nodes.AssignBlock() | nodes.FilterBlock() | nodes.CallBlock() | nodes.Scope():
                    node.body = self.block(node.body)
            found.append(node)
        return found

    def branch(self, body: list[nodes.Node]) -> list[nodes.Node]:
        tag = next(self.next_branch)
        self.watch.trace.branches.append(tag)
        return [_mark(tag.number, tag.line), *self.block(body)]

    def otherwise(self, body: list[nodes.Node]) -> list[nodes.Node]:
        """Return what stands behind `else`, which is not there when nothing does, and pass the end."""
        tag = next(self.next_branch)
        if _word(tag.text) == "else":
            if body:
                self.watch.trace.branches.append(tag)
                body = [_mark(tag.number, tag.line), *self.block(body)]
            next(self.next_branch)
        return body


def _mark(number: int, line: int) -> nodes.Node:
    call = nodes.Filter(nodes.Const(number), _REACHED, [], [], None, None, lineno=line)
    return nodes.ExprStmt(call, lineno=line)


def _tags(env: Watched, part: str, source: str) -> Iterator[TagAt]:
    """Yield the tags that branch, end a branch or print."""
    line, text, number = 0, "", 0
    for at, token, value in env.lex(source):
        if token in ("block_begin", "variable_begin"):
            line, text = at, value
        elif text:
            text += value
            if token in ("block_end", "variable_end"):
                if text.startswith("{{") or _word(text):
                    yield TagAt(part=part, number=number, line=line, text=text)
                    number += 1
                text = ""


def _word(text: str) -> str:
    """Return the word of a tag that branches or ends a branch."""
    words = text.removeprefix("{%").strip("-+%} ").split(maxsplit=1) if text.startswith("{%") else []
    return words[0] if words and words[0] in (*_OPENING, "elif", "else", *_ENDS) else ""
