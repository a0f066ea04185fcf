"""Looks at every branch of a template's tags without filling them: names, filters, and the options compared with.

Rendering shows only the branches that a case takes. Here the tags are walked beside names made for a sample case:
a list stands for its first item, and what nothing is known of is let pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from jinja2 import nodes

from drafter.fields import Counters, Field, NotAListError, Scope, UnknownNameError
from drafter.i18n import gettext as _
from drafter.questionnaire import CHOICE_KINDS, Question
from drafter.values import WORDS
from drafter.word.mistakes import FILTERS, PICKS, Fault, Mistake, NotPrintableError, explain, no_filter
from drafter.yamlfile import did_you_mean

__all__ = ["Fault", "QuestionOf", "Walk", "faults", "walk"]

_ANYTHING: Final = object()
"""What stands for a value of which nothing is known."""
QuestionOf = Callable[[str], Question | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """What was found on the way through all branches."""

    faults: list[Fault]
    printed: list[tuple[int, nodes.Expr, Any]]
    """What is printed: line, tag, and the value where it is known."""


def faults(tree: nodes.Template, names: Scope, question_of: QuestionOf) -> list[Fault]:
    """Return every mistake in a template that has been parsed.

    `question_of` gives the question whose answer stands under an address, or None.
    """
    return walk(tree, names, question_of).faults


def walk(tree: nodes.Template, names: Scope, question_of: QuestionOf) -> Walk:
    """Return every mistake in a template that has been parsed, and what it prints."""
    walker = _Walker(names, question_of)
    walker.block(tree.body, {"loop": _ANYTHING})
    return Walk(faults=list(dict.fromkeys(walker.found)), printed=walker.shown)


class _Walker:
    def __init__(self, names: Scope, question_of: QuestionOf) -> None:
        self.names = names
        self.question_of = question_of
        self.found: list[Fault] = []
        self.shown: list[tuple[int, nodes.Expr, Any]] = []

    def fault(self, node: nodes.Node, word: str, mistake: Mistake) -> None:
        self.found.append(Fault(line=node.lineno, word=word, mistake=mistake))

    def block(self, body: list[nodes.Node], bound: Mapping[str, Any]) -> None:
        """Walk statements; a name that is set stands from there on."""
        here = dict(bound)
        for node in body:
            match node:
                case nodes.For():
                    items = self.listed(node.iter, here)
                    inner = dict.fromkeys(_targets(node.target), _ANYTHING)
                    if isinstance(node.target, nodes.Name):
                        inner[node.target.name] = _first(items)
                    self.block(node.body, {**here, **inner})
                    self.block(node.else_, here)
                case nodes.If():
                    self.value(node.test, here)
                    for branch in (node.body, node.elif_, node.else_):
                        self.block(list(branch), here)
                case nodes.Assign(target=nodes.Name(name=name)):
                    here[name] = self.value(node.node, here)
                case nodes.Output():
                    for printed in node.nodes:
                        self.printed(printed, here)
                case _:
                    for child in node.iter_child_nodes():
                        self.value(child, here)

    def printed(self, node: nodes.Expr, bound: Mapping[str, Any]) -> None:
        value = self.value(node, bound)
        self.shown.append((node.lineno, node, value))
        if isinstance(value, Scope | list | Counters):
            self.fault(node, _word(node), explain(NotPrintableError()))

    def listed(self, node: nodes.Node, bound: Mapping[str, Any]) -> Any:  # noqa: ANN401
        """Return what a list stands for; note what is none."""
        items = self.value(node, bound)
        if isinstance(items, Scope | Field):
            self.fault(node, _word(node), explain(NotAListError()))
        return items

    def value(self, node: nodes.Node, bound: Mapping[str, Any]) -> Any:  # noqa: ANN401 - whatever a tag can name
        match node:
            case nodes.Name(name=name):
                return bound[name] if name in bound else self.member(self.names, name, node)
            case nodes.Getattr(node=inner, attr=name) | nodes.Getitem(node=inner, arg=nodes.Const(value=str() as name)):
                return self.member(self.value(inner, bound), name, node)
            case nodes.Getitem(node=inner):
                return _first(self.value(inner, bound))
            case nodes.Filter(node=inner):
                return self.filtered(node, inner, bound)
            case nodes.Compare():
                self.compared(node, bound)
                return _ANYTHING
        for child in node.iter_child_nodes():
            self.value(child, bound)
        return _ANYTHING

    def member(self, whole: Any, name: str, node: nodes.Node) -> Any:  # noqa: ANN401
        if isinstance(whole, Scope | Field):
            try:
                return whole[name]
            except UnknownNameError as error:
                self.fault(node, name, explain(error))
        elif isinstance(whole, list):
            what = _("“{name}”前面是一个列表，要放进 for 里一个一个写。").format(name=name)
            self.fault(node, name, Mistake(code="T003", what=what))
        return _ANYTHING

    def filtered(self, node: nodes.Filter, inner: nodes.Node | None, bound: Mapping[str, Any]) -> Any:  # noqa: ANN401
        if node.name not in FILTERS:
            self.fault(node, node.name, no_filter(node.name))
        for argument in (*node.args, *node.kwargs):
            self.value(argument, bound)
        if inner is None:
            return _ANYTHING
        if node.name in PICKS:
            return _first(self.listed(inner, bound))
        self.value(inner, bound)
        return _ANYTHING

    def compared(self, node: nodes.Compare, bound: Mapping[str, Any]) -> None:
        one, left = node.expr, self.value(node.expr, bound)
        for operand in node.ops:
            other, right = operand.expr, self.value(operand.expr, bound)
            if operand.op in ("in", "notin"):
                self.options(left, list(_constants(other)), node, contains=False)
                self.options(right, list(_constants(one)), node, contains=True)
            elif operand.op in ("eq", "ne"):
                self.options(left, list(_constants(other)), node, contains=False)
                self.options(right, list(_constants(one)), node, contains=False)
            one, left = other, right

    def options(self, field: Any, constants: list[Any], node: nodes.Node, *, contains: bool) -> None:  # noqa: ANN401
        """Say which constants a field can never be compared with."""
        question = self.question_of(field.address) if isinstance(field, Field) else None
        if question is None or "|" in field.address:
            return
        for constant in constants:
            if not isinstance(constant, str):
                continue
            if question.kind in CHOICE_KINDS:
                if constant in question.choices or constant in question.choices.values():
                    if question.kind == "choices" and not contains:
                        self.misused(node, question, constant, _("它可以有几个答案，写 '…' in {name}。"))
                    continue
                what = _("“{name}”没有“{choice}”这个选项。").format(name=question.name, choice=constant)
                advice = did_you_mean(constant, question.choices)
                self.fault(node, constant, Mistake(code="T008", what=what, advice=advice))
            elif question.kind == "yes_no":
                self.misused(node, question, constant, _("它是一个是非，直接写 {name}、not {name}。"))
            elif contains and question.kind in WORDS:
                self.misused(node, question, constant, _("它是一句话，不能问里面有没有几个字。"))

    def misused(self, node: nodes.Node, question: Question, constant: str, advice: str) -> None:
        what = _("“{name}”不能这样比。").format(name=question.name)
        self.fault(node, constant, Mistake(code="T009", what=what, advice=advice.format(name=question.name)))


def _first(items: Any) -> Any:  # noqa: ANN401
    return items[0] if isinstance(items, list) and items else _ANYTHING


def _targets(target: nodes.Node) -> Iterator[str]:
    return (name.name for name in ([target] if isinstance(target, nodes.Name) else target.find_all(nodes.Name)))


def _constants(node: nodes.Node) -> Iterator[Any]:
    match node:
        case nodes.Const(value=value):
            yield value
        case nodes.Tuple(items=items) | nodes.List(items=items):
            for item in items:
                yield from _constants(item)


def _word(node: nodes.Node) -> str:
    match node:
        case nodes.Name(name=name) | nodes.Getattr(attr=name):
            return str(name)
    return ""
