"""What the text itself says: articles and terms typed by hand, blanks that were left over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from drafter.i18n import gettext as _
from drafter.word.lint.finding import Guide
from drafter.word.lint.lines import Line, own
from drafter.word.lint.tagging import MASK, Tag, masked
from drafter.word.marks import W
from drafter.word.mistakes import Mistake

if TYPE_CHECKING:
    from lxml import etree

_COUNT: Final = "[一二三四五六七八九十百千零〇两0-9]{1,12}"
_ARTICLE: Final = re.compile(
    rf"(?:《(?P<title>[^《》]{{2,60}})》|(?P<bare>[\u4e00-\u9fff]{{0,20}}(?:法典?|条例)))(?:（[^（）]{0, 40}）)?\s*"
    rf"(?P<number>第{_COUNT}条(?:之[一二三四五六七八九])?)"
)
_TERM: Final = re.compile(rf"{_COUNT}\s*个?(?:工作日(?:之?内|以内)?|(?:小时|日|天|月)(?:之?内|以内))")
_QUOTED: Final = re.compile("“[^“”]*”")
"""What somebody else says."""
_BLANK: Final = re.compile(
    r"_{3,}"
    r"|(?<![A-Za-z0-9])[XＸ]{2,}(?![A-Za-z0-9])|(?<![A-Za-z0-9])[xｘ]{3,}(?![A-Za-z0-9])"
    r"|[×✕╳]{2,}|[×✕╳](?=[年月日时省市区县号某])"
    r"|[●○]{2,}"
    r"|【[\s　_＿●×]*】|\[[ 　_●]+\]|〔[\s　]*〕|（[ 　]+）|\([ 　]{2,}\)"
)
_BRACKETED: Final = re.compile(r"【([^【】]{1,30})】|〔([^〔〕]{1,30})〕|\[([^\[\]]{1,30})\]")
_DATE: Final = re.compile(r"[ 　\u00a0_＿]{0,20}年[ 　\u00a0_＿]{1,20}月[ 　\u00a0_＿]{1,20}日")
_NOTHING: Final = re.compile(r"[\s_＿年月日:：，。]*")
_UNDERLINED: Final = 3


def faults(lines: Sequence[Line], tags: Sequence[Sequence[Tag]], guide: Guide) -> Iterator[tuple[int, Mistake]]:
    """Yield (line, mistake) for the text outside tags."""
    before = ""
    for number, line in enumerate(lines):
        text = masked(line.text, [(tag.start, tag.end) for tag in tags[number]])
        yield from ((number, mistake) for mistake in _cited(text, guide))
        meant = _by_hand(text, guide) or (_by_hand(before, guide) and _NOTHING.fullmatch(text) is not None)
        if not meant:
            yield from ((number, _blank(found)) for found in _blanks(line, text, guide))
        before = text if text.strip() else before


def _cited(text: str, guide: Guide) -> Iterator[Mistake]:
    for match in _ARTICLE.finditer(text):
        found = _known(match, guide)
        if found:
            yield Mistake(
                code="T053",
                what=_("法条“{text}”是直接打上去的，法律改了它不会跟着改。").format(text=match.group()),
                advice=_(
                    "法律库里有：在 pack.yaml 的 articles 下面写 名称: {{article: {id}}}，这里写 {{{{ 法条.名称 }}}}。"
                ).format(id=found),
            )
        else:
            yield Mistake(
                code="T054",
                what=_("法条“{text}”是直接打上去的，法律库里没有，程序不会核对。").format(text=match.group()),
                advice=_("请自己核对它现在还有效、条号没有变。"),
            )
    for match in _TERM.finditer(_QUOTED.sub(lambda quoted: MASK * len(quoted.group()), text)):
        yield Mistake(
            code="T055",
            what=_("期限“{text}”是直接打上去的。").format(text=match.group()),
            advice=_("如果是法律规定的期限，请用 {{{{ 期限.… }}}}；是自己定的就不用改。").format(),
        )


def _known(match: re.Match[str], guide: Guide) -> str:
    number = match["number"]
    if match["title"]:
        return guide.articles.get((match["title"], number), "")
    bare = match["bare"]
    return next((found for start in range(len(bare)) if (found := guide.articles.get((bare[start:], number)))), "")


def _by_hand(text: str, guide: Guide) -> bool:
    return any(word in text for word in guide.by_hand)


def _blanks(line: Line, text: str, guide: Guide) -> Iterator[str]:
    dates = list(_DATE.finditer(text))
    yield from (match.group() for match in dates)
    for match in _BLANK.finditer(text):
        if not any(date.start() < match.end() and match.start() < date.end() for date in dates):
            yield match.group()
    for match in _BRACKETED.finditer(text):
        inner = next(group for group in match.groups() if group is not None)
        if MASK not in inner and inner.strip() and any(word in inner for word in guide.asking):
            yield match.group()
    yield from _underlined(line.element)


def _underlined(paragraph: etree._Element) -> Iterator[str]:
    """Yield the blanks that are drawn as underlined spaces."""
    drawn = ""
    for node in own(paragraph):
        if node.tag != f"{{{W}}}r":
            continue
        mark = node.find(f"{{{W}}}rPr/{{{W}}}u")
        text = "".join(piece.text or "" for piece in node.iter(f"{{{W}}}t"))
        blank = mark is not None and mark.get(f"{{{W}}}val") != "none" and bool(text) and not text.strip(" 　\u00a0")
        if not blank and drawn:
            if len(drawn) >= _UNDERLINED:
                yield drawn
            drawn = ""
        drawn += text if blank else ""
    if len(drawn) >= _UNDERLINED:
        yield drawn


def _blank(text: str) -> Mistake:
    shown = text if text.strip() else _("下划线空格")
    return Mistake(
        code="T056",
        what=_("这里还有没有换成标签的空白：“{text}”。").format(text=shown.strip()),
        advice=_("请换成字段；留着手写的横线请用全角的＿＿＿，或者在旁边写明签名、手写。"),
    )
