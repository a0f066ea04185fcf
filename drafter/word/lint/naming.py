"""Names, filters and options in every branch, and what would be printed that has no text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from jinja2 import Environment, nodes
from jinja2 import TemplateError as JinjaError
from jinja2.exceptions import TemplateSyntaxError

from drafter.fields import Field
from drafter.i18n import gettext as _
from drafter.word import branches, language
from drafter.word.lint.finding import Guide
from drafter.word.lint.tagging import engine, too_deep
from drafter.word.lint.weaving import Woven
from drafter.word.mistakes import Mistake, NotPrintableError, explain

_TEXTLESS: Final = (nodes.Compare, nodes.Not, nodes.Test, nodes.List, nodes.Tuple, nodes.Dict)
_FLAGS: Final = "=flags."


def faults(woven: Woven, guide: Guide) -> Iterator[tuple[int, Mistake]]:
    """Yield (line, mistake) for the tags of a part that were put together, a line for each paragraph."""
    if not any(woven.source):
        return
    source = "\n".join("".join(tags) for tags in woven.source)
    try:
        tree = Environment(autoescape=True).parse(source)
        if woven.whole:
            yield from [(fault.line - 1, fault.mistake) for fault in language.refused(tree)]
        yield from list(_faults(tree, guide))
    except JinjaError as error:
        yield max(getattr(error, "lineno", 1) - 1, 0), explain(error)
    except RecursionError:
        yield next(number for number, tags in enumerate(woven.source) if tags), too_deep()


def _faults(tree: nodes.Template, guide: Guide) -> Iterator[tuple[int, Mistake]]:
    walk = branches.walk(tree, guide.names, guide.question_of)
    for fault in walk.faults:
        if fault.word == "_":
            continue  # what stands for a list that could not be read
        yield fault.line - 1, _advised(fault.mistake)
    for test in tree.find_all(nodes.Test):
        if test.name not in engine().tests:
            yield test.lineno - 1, explain(TemplateSyntaxError(f"No test named '{test.name}'", test.lineno))
    for line, node, value in walk.printed:
        if isinstance(node, _TEXTLESS) or (isinstance(node, nodes.Const) and isinstance(node.value, bool | None)):
            yield line - 1, explain(NotPrintableError())
        elif _is_yes_no(value, guide):
            yield (
                line - 1,
                Mistake(
                    code="T052",
                    what=_("“{name}”是一个是非，会印成“是”或者“否”。").format(name=_path(node)),
                    advice=_("要按它决定写不写，请用 if。"),
                ),
            )


def _advised(mistake: Mistake) -> Mistake:
    """Add what to do with words in double braces that were never meant as a tag."""
    if mistake.code != "T002" or mistake.advice:
        return mistake
    advice = _("如果这不是标签，请不要用两层花括号。")
    return Mistake(code=mistake.code, what=mistake.what, advice=advice)


def _is_yes_no(value: Any, guide: Guide) -> bool:  # noqa: ANN401 - whatever a tag can name
    if not isinstance(value, Field):
        return False
    question = guide.question_of(value.address)
    return value.address.startswith(_FLAGS) or (question is not None and question.kind == "yes_no")


def _path(node: nodes.Node) -> str:
    match node:
        case nodes.Name(name=name):
            return str(name)
        case nodes.Getattr(node=inner, attr=name):
            return f"{_path(inner)}.{name}"
        case nodes.Filter(node=nodes.Node() as inner):
            return _path(inner)
    return "…"
