"""Where tags stand: what vanishes with them, what they leave empty, and whether a block ends where it began."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from drafter.i18n import gettext as _
from drafter.word.lint.lines import TBL, TC, TR, Line, P, above, container
from drafter.word.lint.tagging import ENGINE, Tag
from drafter.word.lint.weaving import Block, Placed, Woven
from drafter.word.lint.writing import crossing, wrapper
from drafter.word.marks import W
from drafter.word.mistakes import Mistake

if TYPE_CHECKING:
    from lxml import etree

_ROWS: Final = {"tr": TR, "tc": TC}
_DRAWN: Final = tuple(f"{{{W}}}{name}" for name in ("drawing", "pict", "object"))
_HOLDERS: Final = tuple(f"{{{W}}}{name}" for name in ("tc", "hdr", "ftr", "footnote", "txbxContent"))
_QUOTED: Final = re.compile(r"'[^']*'|\"[^\"]*\"")
_SHOWN: Final = 30


def faults(lines: Sequence[Line], tags: Sequence[Sequence[Tag]], woven: Woven) -> Iterator[tuple[int, Mistake]]:
    """Yield (line, mistake) for the tags of a part and the blocks they make."""
    part = _Part(lines, tags)
    for number in range(len(lines)):
        yield from ((number, mistake) for mistake in part.beside(number))
    for placed in woven.loose:
        what = _("“{tag}”前面没有对应的开头。").format(tag=placed.tag.raw)
        advice = _("请检查前面的 if、for 是不是写对了、写在它前面。")
        yield placed.line, Mistake(code="T047", what=what, advice=advice)
    for block in woven.blocks:
        yield from part.block(block)
    yield from part.emptied(woven)


class _Part:
    """One part of a file, with its tags by paragraph and by row."""

    def __init__(self, lines: Sequence[Line], tags: Sequence[Sequence[Tag]]) -> None:
        self.lines = lines
        self.tags = tags
        self.number = {line.element: number for number, line in enumerate(lines)}
        self.rests = [without(line.text, some) for line, some in zip(lines, tags, strict=True)]
        self.told: set[etree._Element] = set()

    def beside(self, number: int) -> Iterator[Mistake]:
        """Yield what stands beside a tag that takes its paragraph, its cell or its row along."""
        line, tags = self.lines[number], self.tags[number]
        taking = [tag for tag in tags if tag.level == "p" and tag.kind != "#"]
        if taking:
            rest = self.rest([number])
            if len(tags) > 1:
                yield Mistake(
                    code="T042",
                    what=_("“{tag}”所在的段里还有别的标签，填好以后会丢掉。").format(tag=taking[0].raw),
                    advice=_("带 p 的标签每个独占一段。"),
                )
            if rest or _drawn(line.element):
                yield Mistake(
                    code="T041",
                    what=_("“{tag}”所在的段里还有“{text}”，填好以后会消失。").format(
                        tag=taking[0].raw, text=rest[:_SHOWN] or _("图片")
                    ),
                    advice=_("带 p 的标签要独占一段，请把文字另起一段。"),
                )
        for tag in tags:
            if tag.word in ENGINE and above(line.element, TC) is None:
                advice = _("它只能写在表格的格子里，请删掉。")
                yield Mistake(code="T044", what=_("“{tag}”不在表格里。").format(tag=tag.raw), advice=advice)
            if tag.level not in _ROWS or tag.kind == "#":
                continue  # a comment is meant to take its row along
            holder = above(line.element, _ROWS[tag.level])
            name = _("行") if tag.level == "tr" else _("格")
            if holder in self.told:
                continue
            if holder is not None:
                self.told.add(holder)
            else:
                yield Mistake(
                    code="T044",
                    what=_("“{tag}”不在表格里。").format(tag=tag.raw),
                    advice=_("不在表格里的 if、for 请写成 {{%p …%}}。").format(),
                )
                continue
            within = [self.number[p] for p in holder.iter(P) if p in self.number]
            rest = self.rest(within)
            others = sum(len(self.tags[other]) for other in within) > 1
            if rest or others:
                yield Mistake(
                    code="T043",
                    what=_("“{tag}”要独占一{holder}，这一{holder}里还有{text}，填好以后会消失。").format(
                        tag=tag.raw, holder=name, text=f"“{rest[:_SHOWN]}”" if rest else _("别的标签")
                    ),
                    advice=_("请在它的上面、下面各留一{holder}，只写这个标签。").format(holder=name),
                )

    def rest(self, numbers: Iterable[int]) -> str:
        """Return what some paragraphs say beside their tags."""
        return "".join(self.rests[number] for number in numbers).strip()

    def block(self, block: Block) -> Iterator[tuple[int, Mistake]]:
        """Yield what is wrong with the way in which a block begins, goes on and ends."""
        begin = block.begin
        if block.end is None:
            what = _("“{tag}”没有用 end{word} 结束。").format(tag=begin.tag.raw, word=begin.tag.word)
            yield begin.line, Mistake(code="T047", what=what, advice=_("请在要结束的地方补上。"))
            return
        for other in (*block.branches, block.end):
            if other.hidden or begin.hidden:
                continue
            if other.tag.level != begin.tag.level:
                yield other.line, self._mixed(begin, other, _("一个带 p、tr、tc，一个不带或者带的不一样"))
            elif not self._together(begin, other):
                yield other.line, self._mixed(begin, other, _("一个在表格的一格里，一个在外面或者在另一格里"))
            elif not begin.tag.level and self._wrapper(begin) is not self._wrapper(other):
                yield other.line, crossing(begin.tag.raw, other.tag.raw)
        yield from self._blank(block)

    def _wrapper(self, placed: Placed) -> etree._Element | None:
        return wrapper(self.lines[placed.line], placed.tag.start)

    def _mixed(self, begin: Placed, other: Placed, why: str) -> Mistake:
        return Mistake(
            code="T046",
            what=_("“{tag}”和前面的“{other}”配不上：{why}。").format(tag=other.tag.raw, other=begin.tag.raw, why=why),
            advice=_("同一个 if、for 的开头、中间、结尾，写法要一样，并且在同一处。"),
        )

    def _together(self, one: Placed, other: Placed) -> bool:
        here, there = self.lines[one.line].element, self.lines[other.line].element
        match one.tag.level:
            case "tr":
                return above(here, TBL) is above(there, TBL)
            case "tc":
                return above(here, TR) is above(there, TR)
        rows = above(here, TR), above(there, TR)
        if one.tag.level == "" and rows[0] is not rows[1] and all(self._bare_row(row) for row in rows):
            return above(here, TBL) is above(there, TBL)
        return container(here) is container(there)

    def _bare_row(self, row: etree._Element | None) -> bool:
        if row is None:
            return False
        within = [self.number[p] for p in row.iter(P) if p in self.number]
        return bool(within) and not self.rest(within) and all(_states(self.tags[number]) for number in within)

    def _blank(self, block: Block) -> Iterator[tuple[int, Mistake]]:
        """Yield the paragraphs that stay empty because nothing stands in them but the tags of this block."""
        told: set[int] = set()
        for placed in (block.begin, *block.branches, *([block.end] if block.end is not None else [])):
            tag, line = placed.tag, self.lines[placed.line]
            tags = self.tags[placed.line]
            if placed.hidden or tag.level or placed.line in told or any(other.merging for other in tags):
                continue
            if self.rest([placed.line]) or _drawn(line.element) or not _states(tags):
                continue
            told.add(placed.line)
            row = above(line.element, TR)
            level = "tr" if self._bare_row(row) else "p"
            yield (
                placed.line,
                Mistake(
                    code="T048",
                    what=_("“{tag}”独占一{holder}，填好以后会留下一个空{holder}。").format(
                        tag=tag.raw, holder=_("行") if level == "tr" else _("段")
                    ),
                    advice=_("请写成 {{%{level} {body} %}}，开头和结尾都要改。").format(level=level, body=tag.body),
                ),
            )

    def emptied(self, woven: Woven) -> Iterator[tuple[int, Mistake]]:
        """Yield the cells and tables that a condition or a list without items leaves with nothing in them."""
        outer = {id(block.begin.tag): block for block in woven.blocks}
        holders = {holder for line in self.lines if (holder := container(line.element)) is not None}
        for holder in sorted(holders, key=lambda each: min(self._numbers(each), default=0)):
            if holder.tag in _HOLDERS and not self._certain(self._paragraphs(holder), "p"):
                yield (
                    min(self._numbers(holder)),
                    Mistake(
                        code="T049",
                        what=_("条件不成立的时候，这里一段也不剩，Word 会打不开。"),
                        advice=_("请在 {{%p endif %}}、{{%p endfor %}} 后面留一个空段，或者加上 else。").format(),
                    ),
                )
        for table in dict.fromkeys(table for line in self.lines if (table := above(line.element, TBL)) is not None):
            rows = [(row, self._numbers(row)) for row in _rows(table)]
            events = [next((tag for number in numbers for tag in self.tags[number] if tag.level == "tr"), None)
                      for _row, numbers in rows]  # fmt: skip
            first = next(
                (numbers[0] for (_row, numbers), tag in zip(rows, events, strict=True) if tag and numbers), None
            )
            if first is None or self._certain(events, "tr"):
                continue
            begin = next(tag for tag in events if tag is not None)
            if not _guarded(outer.get(id(begin)), woven.blocks):
                yield (
                    first,
                    Mistake(
                        code="T050",
                        what=_("“{tag}”一行也没有的时候，表格就没有行了，Word 会打不开。").format(tag=begin.raw),
                        advice=_("请给表格留一个表头行，或者在表格前后用 {{%p if … %}} 判断有没有内容。").format(),
                    ),
                )

    def _numbers(self, holder: etree._Element) -> list[int]:
        return [self.number[p] for p in holder.iter(P) if p in self.number]

    def _paragraphs(self, holder: etree._Element) -> list[Tag | None]:
        """Return the level tag of each paragraph of a cell; None for one that stays, tables included."""
        found: list[Tag | None] = []
        for child in holder.iter(P, TBL):
            if child.tag == P and child in self.number and container(child) is holder:
                tags = self.tags[self.number[child]]
                found.append(next((tag for tag in tags if tag.level == "p"), None))
        return found

    @staticmethod
    def _certain(events: Sequence[Tag | None], level: str) -> bool:
        """Return whether something is left whatever the conditions are; also when that cannot be told."""
        now, frames = False, list[tuple[bool, str, list[bool], bool]]()
        for tag in events:
            word = tag.word if tag is not None and tag.level == level else ""
            if tag is None:
                now = True
            elif word in ("if", "for"):
                frames.append((now, word, [], False))
                now = False
            elif word in ("elif", "else", "endif", "endfor"):
                if not frames:
                    return True
                before, kind, results, otherwise = frames.pop()
                results.append(now)
                if word in ("elif", "else"):
                    frames.append((before, kind, results, otherwise or word == "else"))
                    now = False
                else:
                    now = before or (kind == "if" and otherwise and all(results))
        return now or bool(frames) or not events


def without(text: str, tags: Sequence[Tag]) -> str:
    """Return a text with its tags cut out."""
    ends = [0, *(tag.end for tag in tags)]
    starts = [*(tag.start for tag in tags), len(text)]
    return "".join(text[end:start] for end, start in zip(ends, starts, strict=True))


def _states(tags: Sequence[Tag]) -> bool:
    return all(tag.kind != "{" and tag.word not in ENGINE for tag in tags)


def _drawn(paragraph: etree._Element) -> bool:
    return next(paragraph.iter(*_DRAWN), None) is not None


def _rows(table: etree._Element) -> list[etree._Element]:
    return [row for row in table.iter(TR) if above(row, TBL) is table]


def _guarded(block: Block | None, blocks: Sequence[Block]) -> bool:
    """Return whether a loop stands in an `if` that asks for the very list it goes through."""
    if block is None or block.begin.tag.word != "for":
        return False
    listed = block.begin.tag.body.rpartition(" in ")[2].strip()
    return any(
        other.begin.tag.word == "if" and other.begin.line < block.begin.line
        and other.end is not None and block.end is not None and other.end.line > block.end.line
        and re.search(rf"(?<![\w.]){re.escape(listed)}(?![\w.])", _QUOTED.sub("", other.begin.tag.body))
        for other in blocks
    )  # fmt: skip
