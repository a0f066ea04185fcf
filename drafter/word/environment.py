"""The template language: Jinja, sandboxed, escaped, strict, with nothing in reach but the fields."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from types import CodeType
from typing import TYPE_CHECKING, Any, Final

from jinja2 import StrictUndefined, Undefined, nodes, pass_context
from jinja2 import TemplateError as JinjaError
from jinja2.runtime import LoopContext
from jinja2.utils import missing
from markupsafe import Markup, escape

from drafter import values, wording
from drafter.errors import Problem, TemplateError, Where
from drafter.fields import Counter, Counters, Field, NotAListError, Scope, UnknownNameError, gap
from drafter.word import branches, language, marks
from drafter.word.coverage import Watched
from drafter.word.mistakes import ERRORS, FILTER_NAMES, NotPrintableError, RefusedError, TooMuchError, explain

if TYPE_CHECKING:
    from jinja2.runtime import Context


_VERBS: Final = ("说", "扬言", "威胁", "声称", "称", "表示")
_MINE: Final = re.compile(r"(?:我的|本人的|我(?!们))(?=.)")
_SAYER: Final = re.compile(rf"(?:他们|她们|他|她|对方|那个?人)(?=(?:还|又|曾|都)?(?:{'|'.join(_VERBS)}|要|会))")
_TELLING: Final = (*_VERBS, "要", "会", "还要", "还会")


_MOST: Final = 20_000_000
"""How many characters a template may go through while it is filled, each turn of a loop and each sentence counted."""
_TURN: Final = 100
_SENTENCE: Final = 3_000
_MOST_PRINTED: Final = 9_000_000
"""How many bytes of values one document holds; Word's files are read up to 10 000 000 in one place."""


class Budget:
    """What is left of what one document may take."""

    def __init__(self) -> None:
        self.left = _MOST

    def spend(self, amount: int) -> None:
        """Take from what is left; raise TooMuchError when that is not enough."""
        self.left -= amount
        if self.left < 0:
            raise TooMuchError


_spending: ContextVar[Budget | None] = ContextVar("_spending", default=None)


class Ledger:
    """The values that were emitted into one document, in order, and what it may still take."""

    def __init__(self) -> None:
        self.marks: list[marks.FieldMark] = []
        self.budget = _spending.get() or Budget()
        self._printed = 0

    @contextmanager
    def open(self) -> Iterator[None]:
        """Let sentences that are only asked about, and so have a ledger of their own, spend of the same budget."""
        token = _spending.set(self.budget)
        try:
            yield
        finally:
            _spending.reset(token)

    def emit(self, field: Field) -> Markup:
        """Number a value and return it as marked text."""
        number = len(self.marks) + 1
        text = self.take(field.shown)
        emitted = marks.FieldMark(
            number=number, address=field.address, text=text, missing=field.missing, withheld=field.withheld
        )
        self.marks.append(emitted)
        return Markup(marks.mark(number, str(escape(marks.encode(text)))))  # noqa: S704 - escaped here

    def take(self, text: str) -> str:
        """Return text as it may stand in a document; raise TooMuchError when there is more than a document holds."""
        clean = values.clean(text)
        self._printed += len(clean.encode())
        if self._printed > _MOST_PRINTED:
            raise TooMuchError
        self.budget.spend(_TURN + len(clean))
        return clean


def environment(ledger: Ledger) -> Watched:
    """Return the environment of one render; values it emits go through `ledger`."""
    env = _Tags(autoescape=True, undefined=_Strict, finalize=_finalizer(ledger), optimized=False)
    env.globals.clear()
    filters: dict[str, Callable[..., Any]] = {
        "大写": capital_amount,
        "遮盖": masked,
        "句": sentence,
        "量": quantity,
        "冠": preceded,
        "话": spoken,
        "代称": possessive,
        "待填": open_place,
        "字数": lambda value: str(len("".join(str(value).split()))),
        "中文": lambda counter: wording.chinese_number(counter.next()),
        "问": asked,
        "个数": len,
        "第一个": lambda items: items[0],
        "最后一个": lambda items: items[-1],
        "连起来": joined,
    }
    env.filters = {**filters, **{FILTER_NAMES[name]: used for name, used in filters.items()}, EACH: _counting(ledger)}
    env.tests = {name: env.tests[name] for name in language.TESTS}
    return env


EACH: Final = "each"
"""The filter that stands behind the list of every `for`; no template can write it."""


class _Tags(Watched):
    """The engine, which reads no tag that is not on the list, and finds nothing of a value but its fields."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Every way in which the engine reads a text comes through here."""
        language.check_length(source)
        try:
            tree = super()._parse(source, name, filename)
        except RecursionError:
            raise language.too_deep() from None
        if found := language.refused(tree):
            raise RefusedError(found)
        return tree

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,  # noqa: FBT001, FBT002 - jinja's own
    ) -> str:
        """Make code of tags, in which every turn of a loop is counted with what it repeats."""
        for loop in list(source.find_all(nodes.For)):
            weight = nodes.Const(_TURN + sum(len(data.data) for data in _own_data(loop.body)))
            loop.iter = nodes.Filter(loop.iter, EACH, [weight], [], None, None, lineno=loop.lineno)
            loop.iter.environment = weight.environment = self
        return super()._generate(source, name, filename, defer_init)

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 - whatever a tag names
        """Return a field of a value: nothing that Python knows of it."""
        if isinstance(obj, Scope | Field | Counters):
            return obj[attribute]
        if isinstance(obj, Undefined) or (isinstance(obj, LoopContext) and attribute in language.LOOP):
            return super().getattr(obj, attribute)
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        raise UnknownNameError(attribute, ())

    def getitem(self, obj: Any, argument: Any) -> Any:  # noqa: ANN401 - whatever a tag names
        """Return a field by its name in quotation marks, or an item of a list by its number."""
        if isinstance(argument, str):
            return self.getattr(obj, argument)
        if isinstance(obj, list | tuple | Scope | Field | Counters):
            return obj[argument]
        return super().getattr(obj, "") if isinstance(obj, Undefined) else _no_list()


def _own_data(body: list[nodes.Node]) -> Iterator[nodes.TemplateData]:
    """Yield the text that a loop repeats, without that of loops inside it."""
    for node in body:
        if isinstance(node, nodes.TemplateData):
            yield node
        elif not isinstance(node, nodes.For):
            yield from _own_data(list(node.iter_child_nodes()))


def _no_list() -> Any:  # noqa: ANN401 - never returns
    raise NotAListError


def _counting(ledger: Ledger) -> Callable[[Any, int], Iterator[Any]]:
    def each(items: Any, weight: int) -> Iterator[Any]:  # noqa: ANN401 - whatever a tag names
        if isinstance(items, str | Scope):
            raise NotAListError
        for item in items:
            ledger.budget.spend(weight)
            yield item

    return each


class _Strict(StrictUndefined):
    """A top-level name that does not exist raises the same error as a field that does not."""

    def _fail_with_undefined_error(self, *_args: Any, **_kwargs: Any) -> Any:  # noqa: ANN401 - jinja's own
        if issubclass(self._undefined_exception, UnknownNameError) or self._undefined_obj is not missing:
            return super()._fail_with_undefined_error()
        raise UnknownNameError(self._undefined_name or "", ())

    __iter__ = __str__ = __len__ = _fail_with_undefined_error
    __eq__ = __ne__ = __bool__ = __hash__ = _fail_with_undefined_error
    __contains__ = _fail_with_undefined_error


def inspect(source: str, names: Scope, question_of: branches.QuestionOf) -> list[branches.Fault]:
    """Return every mistake in the tags of a sentence, in whatever branch, without printing it."""
    try:
        tree = environment(Ledger()).parse(source)
    except RefusedError as error:
        return list(error.faults)
    except JinjaError as error:
        return [branches.Fault(line=1, word="", mistake=explain(error))]
    return branches.faults(tree, names, question_of)


def _finalizer(ledger: Ledger) -> Callable[[Context, Any], Any]:
    @pass_context
    def finalize(_context: Context, value: Any) -> Any:  # noqa: ANN401 - whatever a tag evaluates to
        """Ask for the context, so that Jinja works out nothing that is printed while it makes code of a template.

        Without it, it does so for all that is constant, whatever `optimized` says.
        """
        match value:
            case Markup():
                return value
            case Field():
                return ledger.emit(value)
            case Counter():
                return str(value.next())
            case Phrase():
                return value.render(ledger)
            case _Strict():
                return str(value)
            case bool() | None | Scope() | list() | tuple() | dict():
                raise NotPrintableError(type(value).__name__)
            case int() | Decimal():
                return str(value)
            case str():
                return Markup(str(escape(marks.encode(ledger.take(value)))))  # noqa: S704 - escaped here
        raise NotPrintableError(type(value).__name__)

    return finalize


@functools.lru_cache(maxsize=512)
def _compiled(source: str) -> CodeType:
    """Return the code of a shared sentence: it is printed again and again, each time with an environment of its own."""
    return environment(Ledger()).compile(source)


class Phrase:
    """A shared sentence with the scope it is told in; its own fields are emitted when it is printed."""

    __slots__ = ("scope", "source", "where")

    def __init__(self, source: str, scope: Scope, where: Where) -> None:
        self.source = source
        self.scope = scope
        self.where = where

    def render(self, ledger: Ledger) -> Markup:
        """Return the sentence with its values marked.

        Raises TemplateError with the line of the sentence's file.
        """
        names = self.scope.flat()
        try:
            ledger.budget.spend(_SENTENCE + len(self.source))
            env = environment(ledger)
            template = env.template_class.from_code(env, _compiled(self.source), env.make_globals(None))
            with ledger.open():
                text = template.render(names)
        except ERRORS as error:
            mistake = explain(error, names)
            problem = Problem(code=mistake.code, where=self.where, what=mistake.what, advice=mistake.advice)
            raise TemplateError([problem]) from error
        return Markup(text.strip())  # noqa: S704 - values were escaped by the environment

    def __str__(self) -> str:
        return marks.strip(self.render(Ledger()).unescape())

    def __bool__(self) -> bool:
        return bool(str(self))


def capital_amount(field: Field) -> Field:
    """Filter 大写: an exact amount of money in capitals; an estimate stays as it is."""
    amount = getattr(field.raw, "amount", None)
    if not isinstance(amount, Decimal) or getattr(field.raw, "mark", "") != "exact" or field.raw.high is not None:
        return field
    return Field(wording.capital_amount(amount), address=f"{field.address}|大写", label=field.label)


def joined(items: Any, sign: str = "", field: str = "") -> str:  # noqa: ANN401 - whatever a tag names
    """Filter 连起来: the items of a list, or a field of each of them, with a sign between them."""
    if not isinstance(items, list | tuple):
        raise NotAListError
    if field:
        items = [item[field] if isinstance(item, Scope) else item for item in items]
    if any(isinstance(item, Scope | list | tuple) for item in items):
        raise NotPrintableError
    return str(sign).join(str(item) for item in items)


def masked(field: Field) -> Field:
    """Filter 遮盖: all but a few characters as stars."""
    text = field.text
    return field.with_text(text[:3] + "*" * max(len(text) - 5, 1) + text[-2:] if len(text) > 5 else "*" * len(text))  # noqa: PLR2004


def open_place(label: str, *asked: Field) -> Field:
    """Filter 待填: a gap with this label, unless the person chose to leave out what was asked for here."""
    return next((field for field in asked if field.withheld), gap(label, f"={label}"))


def asked(field: Field, _ask: str, _kind: str = "") -> Field:
    """Filter 问: the field itself; what is asked for it stands in the tag, and is read when the pack is loaded."""
    return field


def quantity(field: Field, unit: str, lead: str = "") -> Field:
    """Filter 量: a number with its unit (约20次); words that are no number stay as they are (好几回).

    `lead` (共) goes before a sum, not before a number per day (每天2次).
    """
    if not isinstance(field.raw, int):
        return field
    return field.with_text(f"{'' if field.text.startswith('每') else lead}{field.text}{unit}", "量")


def preceded(field: Field, word: str) -> Field:
    """Filter 冠: with `word` before it, unless it begins with it as typed (在家 after 在); other scripts in quotes."""
    if field.text.startswith(word):
        return field
    told = wording.quoted(field.text) if field.text.isascii() else field.text
    return field.with_text(f"{word}{told}", "冠")


def spoken(field: Field) -> Field:
    """Filter 话: what somebody said, quoted where it was typed in quotation marks; else what it came to.

    Words that tell of it (说要来我家) stand as they are.
    """
    if wording.is_quoted(field.text):
        return field.with_text(f"说：{wording.quoted(field.text)}", "话")
    told = _SAYER.sub("", field.text, count=1) if _SAYER.match(field.text) else field.text
    if told.startswith(_TELLING):
        return field.with_text(told if told.startswith(_VERBS) else f"说{told}", "话")
    return field.with_text(f"说，大意是：{field.text}", "话")


def possessive(field: Field, whose: Field) -> Field:
    """Filter 代称: 我母亲 as the paper calls her: 申请人的母亲; what was said otherwise stays."""
    match = _MINE.match(field.text)
    if match is None or field.missing or field.withheld:
        return field
    text = f"{whose.text}的{field.text[match.end() :]}"
    return Field(text, address=f"{field.address}|代称|{whose.text}", label=field.label, keys=field.keys, raw=field.raw)


def sentence(field: Any) -> Any:  # noqa: ANN401 - a field or a phrase
    """Filter 句: without the stop or comma at its end, so that the template can set its own.

    Lines of several become sentences, and a comma of a Latin keyboard between Chinese words a Chinese one.
    """
    if isinstance(field, Field):
        return field.with_text(wording.sentences(values.bare(field.text)))
    if isinstance(field, Phrase):
        return field
    return values.bare(str(field))
