"""The template language: Jinja, sandboxed, escaped, strict, with nothing in reach but the fields."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from jinja2 import StrictUndefined, pass_context
from jinja2 import TemplateError as JinjaError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup, escape

from drafter import values, wording
from drafter.errors import Problem, TemplateError, Where
from drafter.fields import Counter, Field, Scope, UnknownNameError, gap
from drafter.word import branches, marks
from drafter.word.mistakes import ERRORS, FILTER_NAMES, NotPrintableError, explain

if TYPE_CHECKING:
    from jinja2.runtime import Context


_VERBS: Final = ("说", "扬言", "威胁", "声称", "称", "表示")
_MINE: Final = re.compile(r"(?:我的|本人的|我(?!们))(?=.)")
_SAYER: Final = re.compile(rf"(?:他们|她们|他|她|对方|那个?人)(?=(?:还|又|曾|都)?(?:{'|'.join(_VERBS)}|要|会))")
_TELLING: Final = (*_VERBS, "要", "会", "还要", "还会")


class Ledger:
    """The values that were emitted into one document, in order."""

    def __init__(self) -> None:
        self.marks: list[marks.FieldMark] = []

    def emit(self, field: Field) -> Markup:
        """Number a value and return it as marked text."""
        number = len(self.marks) + 1
        text = values.clean(field.shown)
        self.marks.append(marks.FieldMark(number=number, address=field.address, text=text, missing=field.missing))
        return Markup(marks.mark(number, str(escape(marks.encode(text)))))  # noqa: S704 - escaped here


def environment(ledger: Ledger) -> ImmutableSandboxedEnvironment:
    """Return the environment of one render; values it emits go through `ledger`."""
    env = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=_Strict, finalize=_finalizer(ledger), optimized=False
    )
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
        "个数": len,
        "第一个": lambda items: items[0],
        "最后一个": lambda items: items[-1],
        "连起来": env.filters["join"],
    }
    env.filters = {**filters, **{FILTER_NAMES[name]: used for name, used in filters.items()}}
    env.tests = {name: env.tests[name] for name in ("defined", "none", "in", "eq", "ne")}
    return env


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
    env = environment(Ledger())
    try:
        tree = env.parse(source)
        env.compile(tree)
    except JinjaError as error:
        return [branches.Fault(line=1, word="", mistake=explain(error))]
    return branches.faults(tree, names, question_of)


def _finalizer(ledger: Ledger) -> Callable[[Any], Any]:
    def finalize(value: Any) -> Any:  # noqa: ANN401 - whatever a tag evaluates to
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
                return Markup(str(escape(marks.encode(values.clean(value)))))  # noqa: S704 - escaped here
        raise NotPrintableError(type(value).__name__)

    return finalize


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
            text = environment(ledger).from_string(self.source).render(names)
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


def masked(field: Field) -> Field:
    """Filter 遮盖: all but a few characters as stars."""
    text = field.text
    return field.with_text(text[:3] + "*" * max(len(text) - 5, 1) + text[-2:] if len(text) > 5 else "*" * len(text))  # noqa: PLR2004


@pass_context
def open_place(_context: Context, label: str) -> Field:
    """Filter 待填: a gap with this label.

    It asks for the context so that Jinja does not work it out when the template is compiled, past the ledger.
    """
    return gap(label, f"={label}")


def quantity(field: Field, unit: str, lead: str = "") -> Field:
    """Filter 量: a number with its unit (约20次); words that are no number stay as they are (好几回).

    `lead` (共) goes before a sum, not before a number per day (每天2次).
    """
    if not isinstance(field.raw, int):
        return field
    return field.with_text(f"{'' if field.text.startswith('每') else lead}{field.text}{unit}", "量")


def preceded(field: Field, word: str) -> Field:
    """Filter 冠: with `word` before it, unless it begins with it as typed (在家 after 在)."""
    return field if field.text.startswith(word) else field.with_text(f"{word}{field.text}", "冠")


def spoken(field: Field) -> Field:
    """Filter 话: what somebody said, in quotation marks; words that only tell of it (说要来我家) go without."""
    told = _SAYER.sub("", field.text, count=1) if _SAYER.match(field.text) else field.text
    if told.startswith(_TELLING):
        return field.with_text(told if told.startswith(_VERBS) else f"说{told}", "话")
    return field.with_text(f"说：{wording.quoted(field.text)}", "话")


def possessive(field: Field, whose: Field) -> Field:
    """Filter 代称: 我母亲 as the paper calls her: 申请人的母亲; what was said otherwise stays."""
    match = _MINE.match(field.text)
    if match is None or field.missing:
        return field
    text = f"{whose.text}的{field.text[match.end() :]}"
    return Field(text, address=f"{field.address}|代称|{whose.text}", label=field.label, keys=field.keys, raw=field.raw)


def sentence(field: Any) -> Any:  # noqa: ANN401 - a field or a phrase
    """Filter 句: without the stop or comma at its end, so that the template can set its own."""
    if isinstance(field, Field):
        return field.with_text(values.bare(field.text))
    if isinstance(field, Phrase):
        return field
    return values.bare(str(field))
