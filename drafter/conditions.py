"""The language of `when:`: names, constants, `and`, `or`, `not`, comparisons and `in`.

A condition is read once into a tree and walked, never compiled or executed, so a condition written by a
stranger can do nothing but hold or not hold. It is three-valued: a name that nobody has been asked yet makes
the comparison unknown, and what is unknown does not hold. A question answered 「记不清」 is None: it equals
nothing, contains nothing and is not true.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

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
class Condition:
    """A condition that has been read; `names` are the dotted names it mentions."""

    source: str
    tree: ast.expr
    names: tuple[str, ...]
    comparisons: tuple[tuple[str, str], ...]
    """(name, text constant) for every comparison of the two, so that choice ids can be checked at load."""

    def holds(self, facts: Mapping[str, object]) -> bool:
        """Return whether the condition is true of `facts`; what is not known does not hold."""
        return _truth(_evaluate(self.tree, facts)) is True


def parse(source: str) -> Condition:
    """Read a condition; raise ConditionError with the position when it says more than the language has."""
    text = source.strip().translate(_FULL_WIDTH)
    if len(text) > _LIMIT:
        raise ConditionError(source[:40], 1, _("条件太长。"))
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ConditionError(source, getattr(error, "offset", None) or 1, _("看不懂。")) from None
    names: list[str] = []
    comparisons: list[tuple[str, str]] = []
    _check(tree, source, names, comparisons)
    return Condition(source=source, tree=tree, names=tuple(dict.fromkeys(names)), comparisons=tuple(comparisons))


def _check(node: ast.expr, source: str, names: list[str], comparisons: list[tuple[str, str]]) -> None:
    match node:
        case ast.BoolOp(values=children):
            pass
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            children = [operand]
        case ast.Compare(left=left, ops=ops, comparators=rest) if all(isinstance(op, _COMPARISONS) for op in ops):
            children = [left, *rest]
            comparisons.extend(_pairs(children))
        case ast.Tuple(elts=children) | ast.List(elts=children):
            pass
        case ast.Constant(value=str() | int() | None):
            children = []
        case ast.Name() | ast.Attribute() if (name := dotted(node)) is not None:
            if name not in _CONSTANTS:
                names.append(name)
            children = []
        case _:
            raise ConditionError(source, node.col_offset + 1, _("条件里不能这样写。"))
    for child in children:
        _check(child, source, names, comparisons)


def _pairs(operands: Sequence[ast.expr]) -> list[tuple[str, str]]:
    names = [name for operand in operands if (name := dotted(operand)) is not None]
    constants: list[str] = []
    for operand in operands:
        parts = operand.elts if isinstance(operand, ast.Tuple | ast.List) else [operand]
        constants += [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    return [(name, constant) for name in names for constant in constants]


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
            contained = isinstance(right, tuple | list | frozenset) and left in right
            return contained if isinstance(op, ast.In) else not contained
    if isinstance(left, int) and isinstance(right, int):
        return _ORDER[type(op)](left, right)
    return NOT_ASKED


def _kleene(values: Sequence[object], *, absorbing: bool) -> object:
    if any(value is absorbing for value in values):
        return absorbing
    return NOT_ASKED if any(value is NOT_ASKED for value in values) else not absorbing
