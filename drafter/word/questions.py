"""Questions that a template asks by itself: `{{ 众和.案号|问("本所案号？") }}`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from jinja2 import TemplateError as JinjaError
from jinja2 import nodes

from drafter.word import reading, usage
from drafter.word.mistakes import FILTER_NAMES

FILTERS: Final = ("问", FILTER_NAMES["问"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question in a tag: the field that it fills, what is asked, and what else stands in the brackets."""

    group: str
    name: str
    ask: str
    more: tuple[str, ...]


def asked(data: bytes) -> Iterator[Asked]:
    """Yield the questions in the tags of a template that was looked at; unreadable ones are told of elsewhere."""
    for source in reading.sources(data):
        if not any(name in source for name in FILTERS):
            continue
        try:
            tree = usage.parsed(source)
        except JinjaError:
            continue
        for node in tree.find_all(nodes.Filter):
            if node.name in FILTERS and isinstance(node.node, nodes.Getattr) and isinstance(node.node.node, nodes.Name):
                told = [str(arg.value) for arg in node.args if isinstance(arg, nodes.Const)]
                ask, *more = told or [""]
                yield Asked(group=node.node.node.name, name=node.node.attr, ask=ask, more=tuple(more))
