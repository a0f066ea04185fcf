"""How tags are typed: braces, signs, blanks, and where each begins and ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from drafter.fields import Field, Scope, UnknownNameError
from drafter.i18n import gettext as _
from drafter.word.lint.lines import Line, P
from drafter.word.lint.tagging import Known, Stray, Tag, alone, masked, odd_signs, scan, spaced_path
from drafter.word.marks import W
from drafter.word.mistakes import Mistake

if TYPE_CHECKING:
    from lxml import etree

_SINGLE: Final = re.compile(r"[{｛]\s*([^\W\d]\w*(?:\s*[.．]\s*[^\W\d]\w*)*)\s*(?:\|[^{}｛｝]*)?[}｝]")
_REACH: Final = 5
"""How many paragraphs further a tag may end that was split."""
_WRAPPERS: Final = frozenset(
    f"{{{W}}}{name}" for name in ("hyperlink", "ins", "del", "moveTo", "moveFrom", "smartTag", "fldSimple", "sdt")
)
_DEPTH: Final = 3
_SHOWN: Final = 40


def faults(
    lines: Sequence[Line], scanned: Sequence[tuple[list[Tag], list[Stray]]], names: Scope
) -> Iterator[tuple[int, Mistake]]:
    """Yield (line, mistake) for what is wrong with tags by themselves; names are looked at elsewhere."""
    leaves = _leaves(names, _DEPTH)
    for number, (line, (tags, strays)) in enumerate(zip(lines, scanned, strict=True)):
        for tag in (*tags, *(tag for text in line.hidden for tag in scan(text)[0])):
            yield from ((number, mistake) for mistake in _tag(tag, known(names)))
        for tag in tags:
            if wrapper(line, tag.start) is not wrapper(line, tag.end - 1):
                yield number, _crossing(tag.raw)
        yield from ((number, mistake) for mistake in _single(line.text, tags, strays, leaves))
    yield from _strays(lines, [strays for _tags, strays in scanned])


def known(names: Scope) -> Known:
    """Return the question whether `申请人.姓名` names a field."""

    def asked(path: str) -> bool:
        value: object = names
        try:
            for name in path.split("."):
                if not isinstance(value, Scope | Field):
                    return False
                value = value[name]
        except UnknownNameError:
            return False
        return True

    return asked


def wrapper(line: Line, position: int) -> etree._Element | None:
    """Return the link, the insertion or the like that a character stands in."""
    node = line.pieces[line.piece_at(position)].getparent()
    while node is not None and node.tag != P:
        if node.tag in _WRAPPERS:
            return node
        node = node.getparent()
    return None


def crossing(opening: str, ending: str) -> Mistake:
    """Return the mistake of a block that begins inside a link or an insertion and ends outside it."""
    return Mistake(
        code="T034",
        what=_("“{tag}”和“{other}”一个在超链接或者修订里面，一个在外面，填好以后段落会粘在一起。").format(
            tag=opening, other=ending
        ),
        advice=_("请取消超链接、接受修订，或者把两个标签放在同一侧。"),
    )


def _crossing(tag: str) -> Mistake:
    return Mistake(
        code="T034",
        what=_("标签“{tag}”从超链接或者修订里面开始，到外面才结束，填好以后段落会粘在一起。").format(tag=tag),
        advice=_("请取消超链接、接受修订，或者把整个标签放在同一侧。"),
    )


def _tag(tag: Tag, is_known: Known) -> Iterator[Mistake]:
    if tag.wide:
        yield _wide(tag)
    if tag.kind != "#":
        yield from _signs(tag)
        yield from _words(tag, is_known)
        yield from _limits(tag)


def _signs(tag: Tag) -> Iterator[Mistake]:
    if odd := odd_signs(tag.inner):
        yield Mistake(
            code="T035",
            what=_("标签“{tag}”里有全角或者看不见的符号：{signs}。").format(
                tag=tag.raw, signs=" ".join(sign if sign.isprintable() else f"U+{ord(sign):04X}" for sign in odd)
            ),
            advice=_("标签里的标点都用半角。"),
        )
    if tag.misspaced:
        yield Mistake(
            code="T036",
            what=_("标签“{tag}”里的空格放错了地方。").format(tag=tag.raw),
            advice=_("{level} 要紧跟在花括号后面，再空一个半角空格。").format(level=tag.level),
        )


def _words(tag: Tag, is_known: Known) -> Iterator[Mistake]:
    path = spaced_path(tag)
    if path:
        advice = _("请写成 {path}。") if is_known(path) else _("如果是“谁的什么”，请写成 {path}。")
        what = _("标签“{tag}”里两个名称中间是空格，应当是半角的点。").format(tag=tag.raw)
        yield Mistake(code="T037", what=what, advice=advice.format(path=path))
    elif (mistake := alone(tag.kind, tag.body)) is not None:
        yield mistake


def _limits(tag: Tag) -> Iterator[Mistake]:
    """Yield what the engine cannot do, or does wrongly, with a tag that can be read."""
    if tag.level and any(sign in tag.body for sign in "}%"):
        yield Mistake(
            code="T039",
            what=_("标签“{tag}”带 {level}，里面不能再有 % 和 }}。").format(tag=tag.raw, level=tag.level),
            advice=_("请先用 set 把它存成一个名称，再在这里用这个名称。"),
        )
    if "&" in tag.body:
        yield Mistake(
            code="T040",
            what=_("标签“{tag}”里有 &，填好以后会多出 amp; 这几个字母。").format(tag=tag.raw),
            advice=_("请把带 & 的文字写在标签外面。"),
        )
    if tag.kind == "{" and tag.level:
        yield Mistake(
            code="T045",
            what=_("“{tag}”：字段是文字，不能带 {level}，填好以后不再是完整的 Word 内容。").format(
                tag=tag.raw, level=tag.level
            ),
            advice=_("请写成 {{{{ {body} }}}}；只有 if、for 可以带 p、tr。").format(body=tag.body),
        )


def _wide(tag: Tag) -> Mistake:
    return Mistake(
        code="T030",
        what=_("“{tag}”的花括号或者百分号是全角的，会原样印出来。").format(tag=tag.raw),
        advice=_("请切换到英文输入法，写成半角的 {{{{ }}}}、{{% %}}。").format(),
    )


def _single(text: str, tags: Sequence[Tag], strays: Sequence[Stray], leaves: dict[str, str]) -> Iterator[Mistake]:
    taken = [(tag.start, tag.end) for tag in tags] + [(stray.start, stray.start + len(stray.text)) for stray in strays]
    for match in _SINGLE.finditer(masked(text, sorted(taken))):
        path = re.sub(r"\s*[.．]\s*", ".", match[1])
        if path not in leaves:
            continue
        yield Mistake(
            code="T031",
            what=_("“{tag}”只有一层花括号，会原样印出来。").format(tag=match.group()),
            advice=_("请写成 {{{{ {path} }}}}。").format(path=leaves[path]),
        )


def _leaves(names: Scope, depth: int, before: str = "") -> dict[str, str]:
    """Return every name that may stand in a tag, alone and with what it belongs to, with the way to write it."""
    found: dict[str, str] = {}
    for name, value in names.own().items():
        path = f"{before}{name}"
        found.setdefault(path, path)
        found.setdefault(name, path)
        if isinstance(value, Scope) and depth:
            for other, way in _leaves(value, depth - 1, f"{path}.").items():
                found.setdefault(other, way)
    return found


def _strays(lines: Sequence[Line], strays: Sequence[Sequence[Stray]]) -> Iterator[tuple[int, Mistake]]:
    """Yield what is wrong with braces that have no partner in their paragraph."""
    told: set[int] = set()
    flat = [(number, stray) for number, found in enumerate(strays) for stray in found]
    for index, (number, stray) in enumerate(flat):
        if index in told:
            continue
        after = flat[index + 1] if index + 1 < len(flat) else None
        if stray.opens and after is not None:
            other, ending = after
            if not ending.opens and ending.kind == stray.kind and number < other <= number + _REACH:
                told.add(index + 1)
                yield (
                    number,
                    Mistake(
                        code="T033",
                        what=_("标签“{tag}”断在两段里，到{place}才结束，填好以后这两段会粘在一起。").format(
                            tag=stray.text[:_SHOWN], place=lines[other].spot
                        ),
                        advice=_("请把整个标签写在同一段里。"),
                    ),
                )
                continue
        yield number, _unpaired(stray)


def _unpaired(stray: Stray) -> Mistake:
    if stray.opens:
        what = _("标签“{tag}”没有写完整，没有以“{closing}”结束。").format(
            tag=stray.text[:_SHOWN], closing={"{": "}}", "%": "%}", "#": "#}"}[stray.kind]
        )
    else:
        what = _("“{tag}”前面没有对应的“{opening}”。").format(tag=stray.text, opening=f"{{{stray.kind}")
    return Mistake(code="T032", what=what, advice=_("开头和结尾的花括号要成对，写在同一段里。"))
