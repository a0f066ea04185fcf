"""YAML in and out: every scalar is text, every key knows its line, no key stands twice.

YAML's own types are switched off: `010`, `22:30`, `12378`, `2026-01-02` and `no` stay what was typed.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import yaml

from drafter.errors import Problem, Where, reason
from drafter.i18n import gettext as _
from drafter.i18n import quoted

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_DUMPER: Final = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

_WIDE: Final = "\u2018-\u201d\u3000-\u9fff\uff00-\uffef"
"""Chinese characters and their punctuation."""
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LARGEST: Final = 2_000_000
"""How many bytes a file of the content may have."""
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


def read(path: Traversable, file: str, code: str = "P012") -> tuple[Node, str, list[Problem]]:
    """Read a file of the content, `file` in messages; return its tree, its text, and what is wrong with it.

    One that cannot be read is `Unreadable`, with a problem of this `code`. It is shown on screens: no control character
    may stand in it, whatever way it is written.
    """
    advice = ""
    try:
        with path.open("rb") as stream:
            data = stream.read(_LARGEST + 1)
        if len(data) <= _LARGEST:
            text = data.decode("utf-8-sig")
            tree, problems = parse(text, file, shown=True)
            return tree, text, problems
        what = _("这个文件太大，没有读：超过 {size} MB。").format(size=_LARGEST // 1_000_000)
    except (OSError, UnicodeDecodeError) as error:
        what = _("读不了这个文件：{reason}。").format(reason=reason(error))
        if isinstance(error, UnicodeDecodeError):
            advice = _("用记事本打开，“另存为”时编码选 UTF-8。")
    return Unreadable(), "", [Problem(code=code, where=Where(file=file), what=what, advice=advice)]


def parse(text: str, file: str, *, shown: bool = False) -> tuple[Node, list[Problem]]:
    """Return the tree of `text` and the problems found; an unreadable text is an empty map, `Unreadable`.

    In one that is `shown` on screens no control character may stand, whatever way it is written.
    """
    builder = _Builder(file, shown=shown)
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
    what, advice = _control(place.group())
    where = Where(file=file, line=text.count("\n", 0, place.start()) + 1)
    return Problem(code="Y001", where=where, what=what, advice=advice)


def _control(sign: str) -> tuple[str, str]:
    """Return what is told of a control character, and what to do."""
    return _("有一个看不见的控制字符（U+{code:04X}）。").format(code=ord(sign)), _("请把这一行删掉重新打一遍。")


class _Builder:
    """Makes our tree of PyYAML's nodes. A node that comes twice is an alias, which could repeat without end."""

    def __init__(self, file: str, *, shown: bool) -> None:
        self.file = file
        self.shown = shown
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
        return self._text(str(node.value), line)

    def _text(self, text: str, line: int) -> str:
        if self.shown and (sign := _CONTROL.search(text)) is not None:
            self._fault("Y001", line, *_control(sign.group()))
            return ""
        return text

    def _mapping(self, node: yaml.MappingNode, line: int) -> YamlMap:
        mapping = YamlMap(line)
        for key, value in node.value:
            key_line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                what = _("冒号前面的键只能是一个词，这里是列表或者“键: 值”。")
                self._fault("Y007", key_line, what, _("请检查这一行开头的方括号、花括号、问号和横线。"))
                continue
            name = self._text(str(key.value), key_line)
            if name in mapping:
                what = _("“{key}”写了两次（第一次在第 {line} 行）。").format(key=name, line=mapping.lines[name])
                self._fault("Y002", key_line, what, _("请删掉一个。"))
                continue
            mapping[name] = self.build(value)
            mapping.lines[name] = key_line
        return mapping

    def _fault(self, code: str, line: int, what: str, advice: str) -> None:
        self.problems.append(Problem(code=code, where=Where(file=self.file, line=line), what=what, advice=advice))


class Shapes:
    """Takes values of the wanted shape out of the tree of one file.

    What has another shape is noted among the problems and counts as absent, so that reading can go on to the end.
    """

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems

    def _fault(self, line: int | None, what: str, advice: str) -> None:
        where = Where(file=self.file, line=line or None)
        self.problems.append(Problem(code="Y006", where=where, what=what, advice=advice))

    def root(self, tree: Node) -> YamlMap:
        """Return the tree of a file that must be a mapping; `Unreadable` when it is none."""
        if isinstance(tree, YamlMap):
            return tree
        self._fault(1, _("文件应当是“键: 值”的形式。"), _("请检查最前面几行的缩进和横线。"))
        return Unreadable()

    def text(self, data: YamlMap, key: str, default: str = "") -> str:
        """Return the text under a key."""
        value = data.get(key, default)
        if isinstance(value, str):
            return value
        self._fault(data.lines.get(key, data.line), _("“{key}”应当是文字。").format(key=key), _("请写在冒号后面。"))
        return default

    def texts(self, data: YamlMap, key: str) -> tuple[str, ...]:
        """Return the texts under a key: a list of them, or a single one."""
        value = data.get(key, "")
        if isinstance(value, str):
            return (value,) if value else ()
        if isinstance(value, YamlList) and all(isinstance(entry, str) for entry in value):
            return tuple(value)
        what = _("“{key}”应当是文字的列表。").format(key=key)
        self._fault(data.lines.get(key, data.line), what, _("请写成 [甲, 乙]，或者每项一行、以“- ”开头。"))
        return ()

    def maps(self, data: YamlMap, key: str) -> list[YamlMap]:
        """Return the mappings listed under a key."""
        value = data.get(key, "")
        return [] if value == "" else self.listed(value, key, data.lines.get(key, data.line))

    def listed(self, value: Node, name: str, line: int) -> list[YamlMap]:
        """Return the mappings of a list."""
        if isinstance(value, Unreadable):
            return []
        if not isinstance(value, YamlList):
            self._fault(line, _("“{key}”应当是列表。").format(key=name), _("每一项以“- ”开头。"))
            return []
        for entry, entry_line in zip(value, value.lines, strict=True):
            if not isinstance(entry, YamlMap):
                what = _("“{key}”的每一项应当是“键: 值”的形式。").format(key=name)
                self._fault(entry_line, what, _("请检查冒号和缩进。"))
        return [entry for entry in value if isinstance(entry, YamlMap)]

    def named(self, data: YamlMap) -> list[tuple[str, YamlMap]]:
        """Return the mappings that stand in a mapping, with their names."""
        found = []
        for name, entry in data.items():
            if isinstance(entry, YamlMap):
                found.append((name, entry))
            else:
                what = _("“{key}”下面应当是“键: 值”的形式。").format(key=name)
                self._fault(data.lines.get(name, data.line), what, _("请检查冒号和缩进。"))
        return found

    def map(self, data: YamlMap, key: str) -> YamlMap:
        """Return the mapping under a key."""
        value = data.get(key, "")
        if isinstance(value, YamlMap):
            return value
        if value != "":
            what = _("“{key}”下面应当是“键: 值”的形式。").format(key=key)
            self._fault(data.lines.get(key, data.line), what, _("请检查冒号和缩进。"))
        return YamlMap(data.lines.get(key, data.line))

    def flag(self, data: YamlMap, key: str, *, default: bool = False) -> bool:
        """Return the yes or no under a key."""
        value = data.get(key, "")
        if value in ("true", "false", ""):
            return default if value == "" else bool(value == "true")
        what = _("{key} 只能是 true 或 false。").format(key=key)
        self._fault(data.lines.get(key, data.line), what, "")
        return default


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
    words = [quoted(other) for other, ratio in zip(near, likeness, strict=True) if ratio == likeness[0]]
    return _("是不是{words}？").format(words=_("或者").join(words))


def dump(tree: Mapping[str, Any]) -> str:
    """Return `tree` (str, int, bool, list, dict) as YAML text, keys in their order, Chinese as it is."""
    text: str = yaml.dump(tree, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=100)
    return text
