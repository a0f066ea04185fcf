"""What a template did wrong, in a sentence that whoever wrote the template can follow."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from jinja2 import TemplateError as JinjaError
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from lxml import etree

from drafter.fields import NotAListError, UnknownNameError
from drafter.i18n import gettext as _
from drafter.yamlfile import did_you_mean


class NotPrintableError(Exception):
    """A tag prints something that has no text: a list, a group, a yes or no."""


class TooMuchError(Exception):
    """A template goes round more often, or prints more, than any paper needs."""


ERRORS: Final = (
    JinjaError,
    TooMuchError,
    UnknownNameError,
    NotAListError,
    NotPrintableError,
    TypeError,
    LookupError,
    ArithmeticError,
    ValueError,
    AttributeError,
    RecursionError,
    etree.XMLSyntaxError,
)
"""Everything that the tags of a template can raise."""

TAGS: Final = ("if", "elif", "else", "endif", "for", "endfor", "set")
FILTER_NAMES: Final[Mapping[str, str]] = {
    "大写": "capitals", "遮盖": "masked", "句": "bare", "量": "quantity", "冠": "preceded", "话": "spoken",
    "代称": "called", "待填": "gap", "字数": "characters", "中文": "chinese", "问": "ask",
    "个数": "length", "第一个": "first", "最后一个": "last", "连起来": "join",
}  # fmt: skip
"""Every filter: its Chinese name → its English one; both work."""
PICKS: Final = ("第一个", "first", "最后一个", "last")
"""Those that take one item out of a list."""
FILTERS: Final = (*FILTER_NAMES, *FILTER_NAMES.values())
_ENDS: Final = ("end of print statement", "end of statement block", "end of template")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """What is wrong and what to do, with the code of its kind."""

    code: str
    what: str
    advice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A mistake in a tag: the line of the source and the word that is wrong."""

    line: int
    word: str
    mistake: Mistake


class RefusedError(TemplateSyntaxError):
    """Tags say what no template may say; they were read, and nothing was made of them."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults[0].mistake.what, faults[0].line)
        self.faults = tuple(faults)


def explain(error: Exception, names: Iterable[str] = ()) -> Mistake:
    """Return what an error says of the template; `names` are the fields that stand at its top level."""
    match error:
        case UnknownNameError(name=name, known=known):
            what = _("没有“{name}”这个字段。").format(name=name)
            return Mistake(code="T002", what=what, advice=did_you_mean(name, known or names))
        case NotPrintableError():
            what = _("这个标签没有可以印出来的文字（它是一组、一个列表或者一个是非）。")
            return Mistake(code="T003", what=what, advice=_("请写到具体的字段，或者放进 if、for 里。"))
        case NotAListError():
            what = _("这里要的是列表，写的却是一个字段或者一组，不能逐个取出来（for、[0]、first、last）。")
            return Mistake(code="T007", what=what)
        case RefusedError(faults=(first, *_others)):
            return first.mistake
        case TooMuchError():
            what = _("这份模板写出来的东西太多了：循环次数太多，或者文字太长。")
            return Mistake(code="T029", what=what, advice=_("请看看 for 是不是套错了，答案里是不是贴进了整个文件。"))
        case SecurityError():
            found = re.search(r"attribute '([^']+)'", str(error))
            inner = found.group(1) if found else ""
            reason = _("标签里不能用“{name}”").format(name=inner) if inner else _("标签里只能写字段、if 和 for")
            return Mistake(code="T004", what=_("模板不允许这样写：{reason}。").format(reason=reason))
        case TemplateSyntaxError():
            reason, advice = _syntax(error.message or "")
            return Mistake(code="T005", what=_("标签写得不对：{reason}。").format(reason=reason), advice=advice)
        case etree.XMLSyntaxError():
            return Mistake(
                code="T006",
                what=_("标签不能这样用：填好以后不再是完整的 Word 内容。"),
                advice=_("带 p、tr 的标签要独占一段、一行；其余的标签不能跨段落。"),
            )
    return Mistake(code="T006", what=_("标签不能这样用：{reason}。").format(reason=_use(error)))


def no_filter(name: str) -> Mistake:
    """Return the mistake of a filter that does not exist; the engine is silent about it in a branch of an `if`."""
    return explain(TemplateSyntaxError(f"No filter named '{name}'", 1))


def no_test(name: str) -> Mistake:
    """Return the mistake of a test that does not exist."""
    return explain(TemplateSyntaxError(f"No test named '{name}'", 1))


def _syntax(message: str) -> tuple[str, str]:
    """Return the reason and the advice for what the engine says of a tag that it cannot read."""
    general = _("请检查花括号、引号是不是半角，if、for 有没有 endif、endfor。")
    table: tuple[tuple[str, Callable[[re.Match[str]], tuple[str, str]]], ...] = (
        (r"No filter named '([^']+)'", lambda m: (
            _("没有“{name}”这个过滤器").format(name=m[1]), did_you_mean(m[1], FILTERS))),
        (r"No test named '([^']+)'", lambda m: (
            _("没有“is {name}”这种判断").format(name=m[1]), _("请写成 == 或者 in。"))),
        (r"unknown tag '([^']+)'", lambda m: (
            _("没有“{name}”这种标签，或者它前面少了开头").format(name=m[1]), did_you_mean(m[1], TAGS) or general)),
        (r"Unexpected end of template", lambda _m: (_("有一个 if 或者 for 没有结束"), general)),
        (r"Missing end of", lambda _m: (_("开了头的花括号没有结束"), general)),
        (r"got '([^']+)'", lambda m: (_unexpected(m[1]), general)),
        (r"unexpected char '(.)'", lambda m: (_("标签里不能用“{sign}”这个符号").format(sign=m[1]), general)),
        (r"unexpected '([^']+)'", lambda m: (_unexpected(m[1]), general)),
        (r"expected name or number", lambda _m: (_("点号后面要写字段的名称"), "")),
        (r"[Tt]ag name expected", lambda _m: (_("花括号里是空的"), "")),
        (r"can't assign to '([^']+)'", lambda m: (_("“{name}”不能用作变量的名称").format(name=m[1]), "")),
    )  # fmt: skip
    for pattern, told in table:
        if match := re.search(pattern, message):
            return told(match)
    return _("看不懂"), general


def _unexpected(token: str) -> str:
    if token in _ENDS:
        return _("标签没有写完")
    names = {"integer": _("数字"), "float": _("数字"), "string": _("引号里的字")}
    return _("“{token}”不应当出现在这里").format(token=names.get(token, token))


def _use(error: Exception) -> str:
    """Return why a tag that can be read cannot be carried out."""
    message = str(error)
    for pattern, reason in (
        (r"not callable", _("字段和过滤器后面不能这样加括号")),
        (r"missing \d+ required|positional argument|unexpected keyword", _("过滤器的参数多了或者少了")),
        (r"has no len\(\)|not iterable|not subscriptable", _("这里要的是列表")),
        (r"unsupported operand|not supported between|bad operand|can only concatenate", _("字段不能这样计算或者比较")),
        (r"has no attribute", _("过滤器只能用在它那一种字段上")),
    ):
        if re.search(pattern, message):
            return str(reason)
    match error:
        case ArithmeticError():
            return _("这个算式算不出来")
        case LookupError():
            return _("列表里没有这一项")
        case RecursionError():
            return _("套得太深了")
    return _("这里不能用这样的值")
