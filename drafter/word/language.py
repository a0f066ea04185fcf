"""What the tags of a template may say: a short list of statements and expressions, and how much of each.

Everything that is not on the list is refused when it is read, before the engine makes code of it. What is on the list
can only name fields, print them, ask about them and go through lists: it takes no longer, and prints no more, than the
values and the template are long. `drafter.word.environment` reads tags in no other way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from jinja2 import nodes

from drafter.i18n import gettext as _
from drafter.word.mistakes import FILTERS, PICKS, Fault, Mistake, RefusedError, no_filter, no_test

TESTS: Final = ("defined", "none", "in", "eq", "ne")
LOOP: Final = ("first", "last", "index", "index0", "revindex", "revindex0", "length")
"""What a template may ask of `loop`."""

_MOST_TAGS: Final = 5_000
_LONGEST_TAG: Final = 4_000
_LONGEST_SPLIT_TAG: Final = 60_000
"""A tag as Word keeps it, with a change of format after every few characters."""
_MOST_LOOPS: Final = 4
_MOST_NESTED: Final = 20
_MOST_BRANCHES: Final = 100
_DEEPEST: Final = 40
_LARGEST: Final = 10**12
_MOST_FAULTS: Final = 50
_OPENING: Final = re.compile(r"\{[{%#]")
_CLOSING: Final = {"{{": "}}", "{%": "%}", "{#": "#}"}
_SPLIT: Final = re.compile(r"(?<=\{)(?:<[^>]*>)+(?=[{%#])|(?<=[%}#])(?:<[^>]*>)+(?=\})")
_SIGNS: Final[Mapping[type[nodes.Node], str]] = {
    nodes.Add: "+", nodes.Sub: "-", nodes.Mul: "*", nodes.Div: "/", nodes.FloorDiv: "//", nodes.Mod: "%",
    nodes.Pow: "**", nodes.Neg: "-", nodes.Pos: "+",
}  # fmt: skip
_STATEMENTS: Final[Mapping[type[nodes.Node], str]] = {
    nodes.Macro: "macro", nodes.CallBlock: "call", nodes.FilterBlock: "filter", nodes.With: "with",
    nodes.Block: "block", nodes.Extends: "extends", nodes.Include: "include", nodes.Import: "import",
    nodes.FromImport: "from", nodes.AssignBlock: "set", nodes.Assign: "set", nodes.ScopedEvalContextModifier:
    "autoescape", nodes.ExprStmt: "do",
}  # fmt: skip


def check_number(xml: str) -> None:
    """Refuse a part that has too many tags; `xml` is as Word keeps it."""
    if sum(1 for _opening in _OPENING.finditer(_SPLIT.sub("", xml))) > _MOST_TAGS:
        raise RefusedError([Fault(line=1, word="", mistake=_many())])


def check_split(xml: str) -> None:
    """Refuse a part whose tags are too long to be put together; `xml` is as Word keeps it."""
    _check_length(_SPLIT.sub("", xml), _LONGEST_SPLIT_TAG)


def check_length(source: str) -> None:
    """Refuse a text whose tags are too many or too long to be read."""
    _check_length(source, _LONGEST_TAG)


def too_deep() -> RefusedError:
    """Return the error for tags that stand in each other too deeply to be read."""
    return RefusedError([Fault(line=1, word="", mistake=_nested())])


def refused(tree: nodes.Template) -> list[Fault]:
    """Return what a template that has been parsed may not say, with its lines; nothing is carried out."""
    walker = _Walker()
    walker.block(tree.body, nested=0, loops=0)
    return list(dict.fromkeys(walker.found))[:_MOST_FAULTS]


def _many() -> Mistake:
    what = _("标签太多：一个部分里最多 {count} 个。").format(count=_MOST_TAGS)
    return Mistake(code="T026", what=what, advice=_("请把它分成几份模板。"))


def _check_length(source: str, longest: int) -> None:
    for count, (start, length) in enumerate(_tags(source), start=1):
        if count > _MOST_TAGS:
            raise RefusedError([Fault(line=1, word="", mistake=_many())])
        if length > longest:
            what = _("标签太长：一个标签最多 {count} 个字。").format(count=_LONGEST_TAG)
            advice = _("请看看花括号有没有成对，或者把它拆成几个标签。")
            mistake = Mistake(code="T026", what=what, advice=advice)
            raise RefusedError([Fault(line=source.count("\n", 0, start) + 1, word="", mistake=mistake)])


def _tags(source: str) -> Iterator[tuple[int, int]]:
    """Yield (start, length) of what stands between braces; without an end it is as long as the rest."""
    position = 0
    while match := _OPENING.search(source, position):
        end = source.find(_CLOSING[match.group()], match.end())
        position = end + 2 if end >= 0 else len(source)
        yield match.start(), position - match.start()


def _nested() -> Mistake:
    return Mistake(code="T026", what=_("标签套得太深了。"), advice=_("请把它拆成几个标签，少套几层。"))


def _word(node: nodes.Node) -> str:
    """Return a word by which the tag is found among others."""
    match node:
        case nodes.Name(name=name) | nodes.Getattr(attr=name) | nodes.Filter(name=name):
            return str(name)
        case nodes.For(target=nodes.Name(name=name)) | nodes.Assign(target=nodes.Name(name=name)):
            return str(name)
        case nodes.Call(node=inner):
            return _word(inner)
    return ""


class _Walker:
    """Goes through statements and expressions; what it has no case for is refused."""

    def __init__(self) -> None:
        self.found: list[Fault] = []
        self._set: set[str] = set()
        self._line = 1

    def fault(self, node: nodes.Node, mistake: Mistake, word: str = "") -> None:
        self._line = node.lineno or self._line  # jinja gives none to some
        self.found.append(Fault(line=self._line, word=word or _word(node), mistake=mistake))

    def block(self, body: Iterable[nodes.Node], *, nested: int, loops: int) -> None:
        for node in body:
            self._line = node.lineno or self._line
            if nested > _MOST_NESTED:
                self.fault(node, _nested())
                return
            match node:
                case nodes.Output():
                    for printed in node.nodes:
                        if not isinstance(printed, nodes.TemplateData):
                            self.expression(printed, 0)
                case nodes.If():
                    self._branches(node, nested=nested, loops=loops)
                case nodes.For():
                    self._loop(node, nested=nested, loops=loops)
                case nodes.Assign(target=nodes.Name(name=name)):
                    self._assign(node, name)
                case _:
                    word = _STATEMENTS.get(type(node), "")
                    what = _("模板里不能用“{word}”这种标签。").format(word=word or type(node).__name__)
                    self.fault(node, Mistake(code="T020", what=what, advice=_("只能写字段、if、for 和 set。")), word)

    def _branches(self, node: nodes.If, *, nested: int, loops: int) -> None:
        if len(node.elif_) > _MOST_BRANCHES:
            what = _("一个 if 里 elif 太多：最多 {count} 个。").format(count=_MOST_BRANCHES)
            self.fault(node, Mistake(code="T026", what=what), "elif")
            return
        for branch in (node, *node.elif_):
            self.expression(branch.test, 0)
            self.block(branch.body, nested=nested + 1, loops=loops)
        self.block(node.else_, nested=nested + 1, loops=loops)

    def _loop(self, node: nodes.For, *, nested: int, loops: int) -> None:
        if loops >= _MOST_LOOPS:
            what = _("for 套得太深了：最多 {count} 层。").format(count=_MOST_LOOPS)
            self.fault(node, Mistake(code="T024", what=what))
            return
        if not isinstance(node.target, nodes.Name) or node.recursive:
            what = _("for 要写成：for 件 in 列表。")
            self.fault(node, Mistake(code="T024", what=what))
        else:
            self._name(node.target, node.target.name)
        sources = _alternatives(node.iter)
        if sources is None:
            what = _("for 后面只能是一个列表字段，不能是数字、引号里的字或者算出来的东西。")
            self.fault(node, Mistake(code="T024", what=what, advice=_("例如：for 件 in 事件。")))
        else:
            self.expression(node.iter, 0)
        if node.test is not None:
            self.expression(node.test, 0)
        self.block(node.body, nested=nested + 1, loops=loops + 1)
        self.block(node.else_, nested=nested + 1, loops=loops)

    def _assign(self, node: nodes.Assign, name: str) -> None:
        """A name that is set is not made of another that was set: so it cannot grow from line to line."""
        self._name(node.target, name)
        self.expression(node.node, 0)
        if any(used in self._set for used in _names(node.node)):
            what = _("set 里不能再用 set 定出来的名称。")
            self.fault(node, Mistake(code="T027", what=what, advice=_("请直接写字段。")), name)
        self._set.add(name)

    def _name(self, node: nodes.Node, name: str) -> None:
        if name.startswith("_"):
            what = _("模板不允许这样写：“{name}”以“_”开头。").format(name=name)
            self.fault(node, Mistake(code="T025", what=what, advice=_("请写字段的名称。")), name)

    def expression(self, node: nodes.Node, depth: int) -> None:
        if depth > _DEEPEST:
            self.fault(node, _nested())
            return
        match node:
            case nodes.Const(value=value):
                self._constant(node, value)
            case nodes.Name() | nodes.Getattr() | nodes.Getitem():
                self._path(node, depth)
            case nodes.Filter():
                self._filter(node, depth + 1)
            case nodes.Test():
                self._test(node, depth + 1)
            case nodes.Compare():
                self._compare(node, depth + 1)
            case nodes.And() | nodes.Or() | nodes.Not() | nodes.CondExpr() | nodes.Concat():
                if isinstance(node, nodes.Concat) and not _fixed(node):
                    self._other(node)
                for part in node.iter_child_nodes():
                    self.expression(part, depth + 1)
            case _:
                self._other(node)

    def _path(self, node: nodes.Name | nodes.Getattr | nodes.Getitem, depth: int) -> None:
        match node:
            case nodes.Name(name=name):
                self._name(node, name)
            case nodes.Getattr(node=inner, attr=name) | nodes.Getitem(node=inner, arg=nodes.Const(value=str() as name)):
                self._name(node, name)
                self._whole(inner, depth + 1)
            case nodes.Getitem(node=inner, arg=nodes.Const(value=int())):
                self._whole(inner, depth + 1)
            case _:
                self._other(node)

    def _whole(self, node: nodes.Node, depth: int) -> None:
        """What a point stands behind: a field, or the first of a list."""
        if isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem) or (
            isinstance(node, nodes.Filter) and node.name in PICKS
        ):
            self.expression(node, depth)
            return
        if not isinstance(node, nodes.Const):
            self._other(node)
            return
        self.fault(node, Mistake(code="T023", what=_("标签里不能这样写：点号前面要是一个字段。")))

    def _constant(self, node: nodes.Node, value: Any) -> None:  # noqa: ANN401 - a constant of any kind
        if isinstance(value, int | float) and not abs(value) <= _LARGEST:
            self.fault(node, Mistake(code="T026", what=_("标签里的数字太大了。")))

    def _filter(self, node: nodes.Filter, depth: int) -> None:
        if node.name not in FILTERS:
            self.fault(node, no_filter(node.name))
        if node.kwargs or node.dyn_args is not None or node.dyn_kwargs is not None:
            what = _("过滤器“{name}”的括号里只能写字段或者引号里的字。").format(name=node.name)
            self.fault(node, Mistake(code="T023", what=what))
        for argument in node.args:
            if isinstance(argument, nodes.Const) or _is_path(argument):
                self.expression(argument, depth)
            else:
                what = _("过滤器“{name}”的括号里只能写字段或者引号里的字。").format(name=node.name)
                self.fault(node, Mistake(code="T023", what=what))
        if node.node is not None:
            self.expression(node.node, depth)

    def _test(self, node: nodes.Test, depth: int) -> None:
        if node.name not in TESTS:
            self.fault(node, no_test(node.name), node.name)
        if node.kwargs or node.dyn_args is not None or node.dyn_kwargs is not None:
            self._other(node)
        for part in (node.node, *node.args):
            self.expression(part, depth)

    def _compare(self, node: nodes.Compare, depth: int) -> None:
        self.expression(node.expr, depth)
        for operand in node.ops:
            items = operand.expr
            if operand.op in ("in", "notin") and isinstance(items, nodes.Tuple | nodes.List):
                for item in items.items:
                    if isinstance(item, nodes.Const):
                        self.expression(item, depth)
                    else:
                        self.fault(item, Mistake(code="T023", what=_("in 后面的括号里只能写引号里的字。")))
            else:
                self.expression(items, depth)

    def _other(self, node: nodes.Node) -> None:
        """Say what is not on the list."""
        match node:
            case nodes.Call():
                called = _word(node)
                what = _("模板里不能调用“{name}()”：字段和过滤器后面不能这样加括号。").format(name=called)
                advice = _("请只写字段的名称；要换写法，用过滤器，例如 |大写。")
                self.fault(node, Mistake(code="T021", what=what, advice=advice), called)
            case nodes.BinExpr() | nodes.UnaryExpr() if type(node) in _SIGNS:
                what = _("模板里不能计算（{sign}）。").format(sign=_SIGNS[type(node)])
                advice = _("次数、天数、合计都有算好的字段；字段名中间的分隔号是半角的点。")
                self.fault(node, Mistake(code="T022", what=what, advice=advice))
            case nodes.Concat():
                what = _("“~”只能连接引号里的字。")
                advice = _("请把字段一个接一个写在各自的花括号里。")
                self.fault(node, Mistake(code="T028", what=what, advice=advice))
            case nodes.Getitem():
                what = _("标签里不能这样写：方括号里只能是一个数字或者引号里的名称。")
                self.fault(node, Mistake(code="T023", what=what))
            case nodes.List() | nodes.Tuple() | nodes.Dict():
                what = _("标签里不能自己写一个列表；只有 in 后面可以。")
                self.fault(node, Mistake(code="T023", what=what))
            case _:
                self.fault(node, Mistake(code="T023", what=_("标签里不能这样写。")))


def _alternatives(node: nodes.Node) -> list[nodes.Node] | None:
    """Return the fields of which one is gone through, or None when it is something else."""
    if isinstance(node, nodes.CondExpr):
        branches = [_alternatives(branch) for branch in (node.expr1, node.expr2) if branch is not None]
        return None if None in branches else [each for branch in branches if branch for each in branch]
    return [node] if _is_path(node) else None


def _is_path(node: nodes.Node) -> bool:
    """Return whether it is a field: 事件, 申请人.姓名, 事件[0].时间, (事件|first).证据."""
    steps = 0
    while steps <= _DEEPEST:
        match node:
            case nodes.Name():
                return True
            case nodes.Getattr(node=inner) | nodes.Getitem(node=inner, arg=nodes.Const()):
                node = inner
            case nodes.Filter(node=nodes.Node() as inner) if node.name in PICKS:
                node = inner
            case _:
                return False
        steps += 1
    return False


def _fixed(node: nodes.Node, depth: int = 0) -> bool:
    """Return whether it is put together of words in quotation marks alone."""
    if depth > _DEEPEST:
        return False
    match node:
        case nodes.Const():
            return True
        case nodes.Concat(nodes=parts):
            return all(_fixed(part, depth + 1) for part in parts)
        case nodes.CondExpr(expr1=one, expr2=other):
            return other is not None and _fixed(one, depth + 1) and _fixed(other, depth + 1)
    return False


def _names(node: nodes.Node) -> Iterator[str]:
    """Yield the names that an expression uses, however deep it is."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, nodes.Name):
            yield each.name
        waiting += each.iter_child_nodes()
