"""The language of `when:`: names, constants, `and`, `or`, `not`, comparisons and `in`.

A condition is read once into a tree and walked, never compiled or executed, so a condition written by a
stranger can do nothing but hold or not hold. It is three-valued: a name that nobody has been asked yet makes
the comparison unknown, and what is unknown does not hold. A question answered 「记不清」 is None: it equals
nothing, contains nothing and is not true.

`in` reads as it is said: `'x' in many` (x was chosen), `kind in ('x', 'y')` (it is one of these), and of a multiple
choice `many in ('x', 'y')` (nothing else was chosen).
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from drafter.i18n import gettext as _

_LIMIT: Final = 2000
_FULL_WIDTH: Final = str.maketrans("（），＝！＜＞［］．“”‘’　", "(),=!<>[].\"\"'' ")
_CONSTANTS: Final = {"true": True, "false": False}
_ORDER: Final[Mapping[type[ast.cmpop], Callable[[int, int], bool]]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
Constant: TypeAlias = "str | int | None"
Manner = Literal["equal", "order", "contains", "among"]
_COMPARISONS: Final = (ast.Eq, ast.NotEq, ast.In, ast.NotIn, ast.Lt, ast.LtE, ast.Gt, ast.GtE)


class ConditionError(Exception):
    """A condition that cannot be read; the caller adds file and line."""

    def __init__(self, source: str, position: int, what: str) -> None:
        super().__init__(source, position, what)
        self.source = source
        self.position = position
        self.what = what

    def __str__(self) -> str:
        return _("条件“{source}”第 {position} 个字符：{what}").format(
            source=self.source, position=self.position, what=self.what
        )


class _NotAsked:
    """What a name stands for that nobody has been asked."""


NOT_ASKED: Final = _NotAsked()


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """Another name that a name is compared with."""

    dotted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A name and one thing that it is compared with, so that a questionnaire can tell whether that makes sense."""

    name: str
    manner: Manner
    """equal: a == 'x'; order: a > 3; contains: 'x' in a; among: a in ('x', 'y')."""
    other: Constant | Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A condition that has been read; `names` are the dotted names it mentions."""

    source: str
    tree: ast.expr
    names: tuple[str, ...]
    comparisons: tuple[Comparison, ...]

    def holds(self, facts: Mapping[str, object]) -> bool:
        """Return whether the condition is true of `facts`; what is not known does not hold."""
        return _truth(_evaluate(self.tree, facts)) is True


def parse(source: str, lists: Mapping[str, Sequence[str]] | None = None) -> Condition:
    """Read a condition; `lists` are names that stand for several choices.

    Raises ConditionError with the position when it says more than the language has.
    """
    text = source.strip().translate(_FULL_WIDTH)
    if len(text) > _LIMIT:
        raise ConditionError(source[:40], 1, _("条件太长。"))
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ConditionError(source, getattr(error, "offset", None) or 1, _("看不懂。")) from None
    tree = _Spelled(lists or {}).visit(tree)
    names: list[str] = []
    comparisons: list[Comparison] = []
    _check(tree, source, names, comparisons)
    return Condition(source=source, tree=tree, names=tuple(dict.fromkeys(names)), comparisons=tuple(comparisons))


class _Spelled(ast.NodeTransformer):
    """Puts the choices in the place of the name of a list."""

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        self.lists = lists

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """Return the list that a name stands for, or the name."""
        if node.id not in self.lists:
            return node
        choices: list[ast.expr] = [ast.Constant(value=choice) for choice in self.lists[node.id]]
        return ast.copy_location(ast.Tuple(elts=choices, ctx=ast.Load()), node)


def _check(node: ast.expr, source: str, names: list[str], comparisons: list[Comparison]) -> None:
    """Take what can be true or false; collect its names and comparisons."""
    match node:
        case ast.BoolOp(values=children):
            pass
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            children = [operand]
        case ast.Compare(left=left, ops=ops, comparators=rest) if all(isinstance(op, _COMPARISONS) for op in ops):
            operands = [left, *rest]
            for operand in operands:
                _check_operand(operand, source, names)
            for one, op, other in zip(operands, ops, rest, strict=False):
                comparisons.extend(_compared(one, op, other, source))
            return
        case ast.Name() | ast.Attribute() if (name := dotted(node)) is not None:
            if name not in _CONSTANTS:
                names.append(name)
            return
        case ast.Constant(value=str()):
            what = _("“{text}”没有和名字比。每一个都要写全：a == 'x' or a == 'y'。").format(text=node.value)
            raise ConditionError(source, node.col_offset + 1, what)
        case _:
            raise ConditionError(source, node.col_offset + 1, _("条件里不能这样写。"))
    for child in children:
        _check(child, source, names, comparisons)


def _check_operand(node: ast.expr, source: str, names: list[str]) -> None:
    """Take what can be compared: a name, a constant, or several in parentheses."""
    match node:
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part in parts:
                _check_operand(part, source, names)
        case ast.Constant(value=str() | int() | None):
            pass
        case ast.Name() | ast.Attribute() if (name := dotted(node)) is not None:
            if name not in _CONSTANTS:
                names.append(name)
        case _:
            raise ConditionError(source, node.col_offset + 1, _("条件里不能这样写。"))


def _compared(left: ast.expr, op: ast.cmpop, right: ast.expr, source: str) -> list[Comparison]:
    """Return what one comparison sets beside each other, for each name in it."""
    one, other = _operand(left), _operand(right)
    if isinstance(op, ast.In | ast.NotIn):
        match one, other:
            case Name(dotted=name), tuple():
                return [Comparison(name=name, manner="among", other=each) for each in other]
            case tuple(), _:
                pass
            case _, Name(dotted=name):
                return [Comparison(name=name, manner="contains", other=one)]
            case _, tuple():
                return [Comparison(name=n.dotted, manner="equal", other=one) for n in other if isinstance(n, Name)]
        raise ConditionError(source, right.col_offset + 1, _("in 后面要写名字，或者括号里的几个选项。"))
    if isinstance(one, tuple) or isinstance(other, tuple):
        raise ConditionError(source, right.col_offset + 1, _("几个选项要用 in 来比。"))
    manner: Manner = "equal" if isinstance(op, ast.Eq | ast.NotEq) else "order"
    pairs = ((one, other), (other, one))
    return [Comparison(name=name.dotted, manner=manner, other=what) for name, what in pairs if isinstance(name, Name)]


def _operand(node: ast.expr) -> Constant | Name | tuple[Constant | Name, ...]:
    match node:
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            return tuple(part for each in parts if not isinstance(part := _operand(each), tuple))
        case ast.Constant(value=str() | int() | None as value):
            return value
    name = dotted(node) or ""
    return _CONSTANTS[name] if name in _CONSTANTS else Name(dotted=name)


def dotted(node: ast.expr) -> str | None:
    """Return `a.b.c` for a dotted name, None for anything else."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attribute) if (head := dotted(value)) is not None:
            return f"{head}.{attribute}"
    return None


def _evaluate(node: ast.expr, facts: Mapping[str, object]) -> object:
    """Return True, False, NOT_ASKED or, below a comparison, a value."""
    match node:
        case ast.Constant(value=value):
            return value
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            return tuple(_evaluate(part, facts) for part in parts)
        case ast.UnaryOp(operand=operand):
            truth = _truth(_evaluate(operand, facts))
            return NOT_ASKED if truth is NOT_ASKED else not truth
        case ast.BoolOp(op=op, values=values):
            return _kleene([_truth(_evaluate(value, facts)) for value in values], absorbing=isinstance(op, ast.Or))
        case ast.Compare(left=left, ops=ops, comparators=rest):
            operands = [_evaluate(left, facts), *(_evaluate(other, facts) for other in rest)]
            links = zip(operands, ops, operands[1:], strict=False)
            return _kleene([_compare(a, op, b) for a, op, b in links], absorbing=False)
    name = dotted(node) or ""
    if name in _CONSTANTS:
        return _CONSTANTS[name]
    return facts.get(name, NOT_ASKED)


def _truth(value: object) -> object:
    return value if value is NOT_ASKED else bool(value)


def _compare(left: object, op: ast.cmpop, right: object) -> object:
    if left is NOT_ASKED or right is NOT_ASKED:
        return NOT_ASKED
    match op:
        case ast.Eq():
            return left == right
        case ast.NotEq():
            return left != right
        case ast.In() | ast.NotIn():
            contained = isinstance(right, tuple | list | frozenset) and _contained(left, right)
            return contained if isinstance(op, ast.In) else not contained
    if isinstance(left, int) and isinstance(right, int):
        return _ORDER[type(op)](left, right)
    return NOT_ASKED


def _contained(one: object, many: Collection[object]) -> bool:
    """Return whether it is one of these; of several choices, whether all of them are."""
    return all(each in many for each in one) if isinstance(one, tuple) else one in many


def _kleene(values: Sequence[object], *, absorbing: bool) -> object:
    if any(value is absorbing for value in values):
        return absorbing
    return NOT_ASKED if any(value is NOT_ASKED for value in values) else not absorbing
