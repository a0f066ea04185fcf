"""YAML in and out: every scalar is text, every key knows its line, no key stands twice.

YAML's own types are switched off: `010`, `22:30`, `12378`, `2026-01-02` and `no` stay what was typed.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias

import yaml

from drafter.errors import Problem, Where
from drafter.i18n import gettext as _

_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_DUMPER: Final = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

_WIDE: Final = "\u2018-\u201d\u3000-\u9fff\uff00-\uffef"
"""Chinese characters and their punctuation."""
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SHORT: Final = 3
"""Chinese names are short: one wrong character of two is still the same word mistyped."""

Node: TypeAlias = "str | YamlList | YamlMap"


class YamlList(list[Any]):
    """A YAML list; `lines[i]` is the line (from 1) of item i."""

    def __init__(self, line: int = 0) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []


class YamlMap(dict[str, Any]):
    """A YAML mapping; `line` is its own line (from 1), `lines[key]` the line of a key."""

    def __init__(self, line: int = 0) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class Unreadable(YamlMap):
    """What stands for a file that could not be read. Nothing is known of it, so nothing is missing in it."""


def parse(text: str, file: str) -> tuple[Node, list[Problem]]:
    """Return the tree of `text` and the problems found; an unreadable text is an empty map, `Unreadable`."""
    builder = _Builder(file)
    try:
        root = yaml.compose(text, Loader=_LOADER)
        return (YamlMap() if root is None else builder.build(root)), builder.problems
    except yaml.reader.ReaderError as error:
        return Unreadable(), [_unreadable_character(text, file, error)]
    except (yaml.YAMLError, RecursionError) as error:
        return Unreadable(), [_unreadable_text(file, error)]


def _unreadable_text(file: str, error: yaml.YAMLError | RecursionError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    where = Where(file=file, line=mark.line + 1 if mark is not None else None)
    reason = str(getattr(error, "problem", error))
    # Newer releases of libyaml count the levels themselves; the others leave it to Python's stack.
    if isinstance(error, RecursionError) or "nesting depth" in reason:
        return Problem(code="Y005", where=where, what=_("括号或者缩进套得太深了。"))
    return Problem(
        code="Y001",
        where=where,
        what=_("这不是能读的 YAML：{reason}。").format(reason=reason),
        advice=_("请检查这一行和上一行的缩进、冒号后的空格和引号。"),
    )


def _unreadable_character(text: str, file: str, error: yaml.reader.ReaderError) -> Problem:
    """Say where the character is that YAML does not take; its parsers count positions in their own ways."""
    place = _CONTROL.search(text)
    if place is None:
        what = _("有 YAML 不接受的字符：{reason}。").format(reason=error)
        return Problem(code="Y001", where=Where(file=file), what=what)
    return Problem(
        code="Y001",
        where=Where(file=file, line=text.count("\n", 0, place.start()) + 1),
        what=_("有一个看不见的控制字符（U+{code:04X}）。").format(code=ord(place.group())),
        advice=_("请把这一行删掉重新打一遍。"),
    )


class _Builder:
    """Makes our tree of PyYAML's nodes. A node that comes twice is an alias, which could repeat without end."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.seen: set[int] = set()

    def build(self, node: yaml.Node) -> Node:
        line = node.start_mark.line + 1
        if id(node) in self.seen:
            self._fault("Y004", line, _("这里不能用 YAML 的引用（& 和 *）。"), _("请把内容再写一遍。"))
            return ""
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, line)
        if isinstance(node, yaml.SequenceNode):
            items = YamlList(line)
            for item in node.value:
                items.append(self.build(item))
                items.lines.append(item.start_mark.line + 1)
            return items
        return str(node.value)

    def _mapping(self, node: yaml.MappingNode, line: int) -> YamlMap:
        mapping = YamlMap(line)
        for key, value in node.value:
            name, key_line = str(key.value), key.start_mark.line + 1
            if name in mapping:
                what = _("“{key}”写了两次（第一次在第 {line} 行）。").format(key=name, line=mapping.lines[name])
                self._fault("Y002", key_line, what, _("请删掉一个。"))
                continue
            mapping[name] = self.build(value)
            mapping.lines[name] = key_line
        return mapping

    def _fault(self, code: str, line: int, what: str, advice: str) -> None:
        self.problems.append(Problem(code=code, where=Where(file=self.file, line=line), what=what, advice=advice))


def unknown_keys(mapping: YamlMap, known: Iterable[str], file: str) -> Iterator[Problem]:
    """Yield a problem, with did-you-mean, for every key of `mapping` that is not in `known`."""
    allowed = list(known)
    for key in mapping:
        if key not in allowed:
            yield Problem(
                code="Y003",
                where=Where(file=file, line=mapping.lines.get(key)),
                what=_("没有“{key}”这个键。").format(key=key),
                advice=did_you_mean(key, allowed),
            )


def sentence(text: object) -> str:
    """Return a Chinese sentence of a content file without the spaces that YAML puts where it folds lines."""
    return re.sub(rf"(?<=[{_WIDE}]) (?=[{_WIDE}])", "", str(text))


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """Return 是不是“x”？ for the candidate nearest to `word` (or the two that are equally near), or nothing."""
    cutoff = 0.6 if len(word) > _SHORT else 0.45
    near = difflib.get_close_matches(word, list(candidates), n=2, cutoff=cutoff)
    if not near:
        return ""
    likeness = [difflib.SequenceMatcher(None, word, other).ratio() for other in near]
    words = [f"“{other}”" for other, ratio in zip(near, likeness, strict=True) if ratio == likeness[0]]
    return _("是不是{words}？").format(words=_("或者").join(words))


def dump(tree: Mapping[str, Any]) -> str:
    """Return `tree` (str, int, bool, list, dict) as YAML text, keys in their order, Chinese as it is."""
    text: str = yaml.dump(tree, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=100)
    return text
