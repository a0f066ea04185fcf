"""Looks at every branch of a template's tags without filling them: names, filters, and the options compared with.

Rendering shows only the branches that a case takes. Here the tags are walked beside names made for a sample case:
a list stands for its first item, and what nothing is known of is let pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from jinja2 import nodes

from drafter.fields import Counters, Field, Scope, UnknownNameError
from drafter.i18n import gettext as _
from drafter.questionnaire import CHOICE_KINDS, Question
from drafter.values import WORDS
from drafter.yamlfile import did_you_mean

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

_ANYTHING: Final = object()
"""What stands for a value of which nothing is known."""
_PICKS: Final = ("first", "last")
QuestionOf = Callable[[str], Question | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A mistake in a tag: the line of the source, the word that is wrong, and what to do."""

    line: int
    word: str
    code: str
    what: str
    advice: str = ""


def faults(
    env: ImmutableSandboxedEnvironment, tree: nodes.Template, names: Scope, question_of: QuestionOf
) -> list[Fault]:
    """Return every mistake in a template that has been parsed.

    `question_of` gives the question whose answer stands under an address, or None.
    """
    walker = _Walker(env, names, question_of)
    walker.block(tree.body, {"loop": _ANYTHING})
    return list(dict.fromkeys(walker.found))


class _Walker:
    def __init__(self, env: ImmutableSandboxedEnvironment, names: Scope, question_of: QuestionOf) -> None:
        self.env = env
        self.names = names
        self.question_of = question_of
        self.found: list[Fault] = []

    def fault(self, node: nodes.Node, word: str, code: str, what: str, advice: str = "") -> None:
        self.found.append(Fault(line=node.lineno, word=word, code=code, what=what, advice=advice))

    def block(self, body: list[nodes.Node], bound: Mapping[str, Any]) -> None:
        """Walk statements; a name that is set stands from there on."""
        here = dict(bound)
        for node in body:
            match node:
                case nodes.For():
                    items = self.value(node.iter, here)
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
        if isinstance(value, Scope | list | Counters):
            what = _("这个标签没有可以印出来的文字（它是一组、一个列表或者一个是非）。")
            self.fault(node, _word(node), "T003", what, _("请写到具体的字段，或者放进 if、for 里。"))

    def value(self, node: nodes.Node, bound: Mapping[str, Any]) -> Any:  # noqa: ANN401 - whatever a tag can name
        match node:
            case nodes.Name(name=name):
                return bound[name] if name in bound else self.member(self.names, name, node)
            case nodes.Getattr(node=inner, attr=name) | nodes.Getitem(node=inner, arg=nodes.Const(value=str() as name)):
                return self.member(self.value(inner, bound), name, node)
            case nodes.Getitem(node=inner):
                return _first(self.value(inner, bound))
            case nodes.Filter(node=inner, name=name):
                return self.filtered(node, inner, name, bound)
            case nodes.Compare():
                self.compared(node, bound)
                return _ANYTHING
        for child in node.iter_child_nodes():
            self.value(child, bound)
        return _ANYTHING

    def member(self, whole: Any, name: str, node: nodes.Node) -> Any:  # noqa: ANN401
        if whole is _ANYTHING or isinstance(whole, Counters):
            return _ANYTHING
        known: tuple[str, ...] = ()
        if isinstance(whole, Scope | Field):
            try:
                return whole[name]
            except UnknownNameError as error:
                known = error.known
        elif isinstance(whole, list):
            what = _("“{name}”前面是一个列表，要放进 for 里一个一个写。").format(name=name)
            self.fault(node, name, "T003", what)
            return _ANYTHING
        self.fault(node, name, "T002", _("没有“{name}”这个字段。").format(name=name), did_you_mean(name, known))
        return _ANYTHING

    def filtered(self, node: nodes.Filter, inner: nodes.Node | None, name: str, bound: Mapping[str, Any]) -> Any:  # noqa: ANN401
        if name not in self.env.filters:
            what = _("没有“{name}”这个过滤器。").format(name=name)
            self.fault(node, name, "T005", what, did_you_mean(name, self.env.filters))
        for argument in (*node.args, *node.kwargs):
            self.value(argument, bound)
        value = self.value(inner, bound) if inner is not None else _ANYTHING
        return _first(value) if name in _PICKS else _ANYTHING

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
                self.fault(node, constant, "T007", what, did_you_mean(constant, question.choices))
            elif question.kind == "yes_no":
                self.misused(node, question, constant, _("它是一个是非，直接写 {name}、not {name}。"))
            elif contains and question.kind in WORDS:
                self.misused(node, question, constant, _("它是一句话，不能问里面有没有几个字。"))

    def misused(self, node: nodes.Node, question: Question, constant: str, advice: str) -> None:
        what = _("“{name}”不能这样比。").format(name=question.name)
        self.fault(node, constant, "T008", what, advice.format(name=question.name))


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
