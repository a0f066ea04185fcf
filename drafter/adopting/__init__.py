"""An old Word file → a copy with tags where it was left blank, each with a comment that says which field and how sure.

Nothing is guessed into the file: what is not sure stays a blank, with the fields it may be. The words that are known
stand in `templates/labels.yaml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from drafter.adopting import labels as label_words
from drafter.adopting import repeats
from drafter.adopting.blanks import Finder
from drafter.adopting.proposals import FILLED, GUESS, HAND, LIKELY, REMAINS, SURE, Proposal, propose
from drafter.errors import Problem, TemplateError, Where
from drafter.i18n import gettext as _
from drafter.i18n import joined, listed, quoted
from drafter.library import Library
from drafter.word import archive, retouching, sheet
from drafter.word.reading import UNREADABLE

__all__ = ["FILLED", "GUESS", "HAND", "LIKELY", "REMAINS", "SURE", "Adopted", "Place", "Proposal", "adopt", "how_sure"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One blank as it is told: where, what stood before it, what is proposed, how sure."""

    where: str
    label: str
    tag: str
    sure: str
    example: bool
    old: str
    """What was filled in for somebody, masked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted:
    """The copy, and what was found."""

    data: bytes
    places: tuple[Place, ...]
    detached: tuple[str, ...] = ()
    """The template that the old file was attached to; the copy is not."""

    def count(self, *sure: str) -> int:
        """Return how many places were found to be as sure as that."""
        return sum(place.sure in sure for place in self.places)


def adopt(data: bytes, name: str, library: Library) -> Adopted:
    """Return a copy of a Word file with a tag or a comment at every blank.

    Raises TemplateError when it cannot be read, with what to do; PackError when the pack's words cannot.
    """
    words = label_words.read(library)
    data, detached = archive.detached(data)
    if refused := archive.faults(data, name):
        raise TemplateError(refused)
    try:
        opened = sheet.read(data)
    except UNREADABLE as error:
        what = _("这不是能读的 Word 文件（{reason}）。").format(reason=type(error).__name__)
        advice = _("请在 Word 或 WPS 里打开，另存为 .docx。")
        raise TemplateError([Problem(code="T001", where=Where(file=name), what=what, advice=advice)]) from error
    lines = opened.lines
    filled = [each for each in repeats.tables(lines, words) if not each.line.is_noted(0, 0)]
    found, settings = propose(lines, Finder(words), repeats.rows_of(filled, lines))
    proposals, loops = repeats.loops(found, settings, lines)
    edits = [_edit(proposal) for proposal in proposals if proposal.sure != HAND]
    rows = [_rows(each) for each in filled]
    told = [(proposal.line.number, _place(proposal)) for proposal in proposals]
    told += [(each.line.number, _place_of_table(each)) for each in filled]
    places = [place for _line, place in sorted(told, key=lambda pair: pair[0])]
    if not (edits or loops or rows):
        return Adopted(data=data, places=tuple(places), detached=detached)
    return Adopted(data=retouching.write(opened, edits, loops, rows), places=tuple(places), detached=detached)


def how_sure(sure: str) -> str:
    """Return in words how sure a proposal is."""
    return {
        SURE: _("确定"), LIKELY: _("多半是"), GUESS: _("要您选"), HAND: _("留给手写"), REMAINS: _("旧资料"),
    }[sure]  # fmt: skip


def _edit(proposal: Proposal) -> retouching.Edit:
    text = f"{{{{ {proposal.fields[0]} }}}}" if proposal.filled else None
    return retouching.Edit(
        line=proposal.line.number, start=proposal.start, end=proposal.end, text=text, note=_note(proposal)
    )


def _note(proposal: Proposal) -> str:
    """Return the comment at a blank; it holds no tag and nothing that was filled in."""
    warning = _("这里原来填着别人的资料，已经换成字段。") if proposal.example and proposal.filled else ""
    match proposal.sure, proposal.reason:
        case ("sure", _reason):
            told = _("确定：这里是“{field}”。").format(field=proposal.fields[0])
        case ("likely", _reason):
            told = _("多半是“{field}”，请看一下。").format(field=proposal.fields[0])
        case ("remains", _reason):
            return _("这里还有以前当事人的资料，请删掉或者换成字段。")
        case (_sure, "repeat"):
            return _("这一块和前面的重复：前面的循环会给每一位各写一块。请把这一块删掉。")
        case (_sure, "second"):
            return _("这里是同一种人的第二位，问卷只问一位，没有动。请删掉，或者留给手写。")
        case (_sure, "loop"):
            told = _("对方可能不止一位，要先写循环，才能放“{fields}”。").format(fields="、".join(proposal.fields))
        case _ if proposal.fields:
            told = _("不能确定，没有动。可能是：{fields}。").format(fields=listed(proposal.fields))
        case _ if proposal.label:
            told = _("“{label}”没有对应的问题，没有动。可以在问卷里加一个问题，或者留给手写。").format(
                label=proposal.label
            )
        case _:
            told = _("看不出这里填什么，没有动。请写上字段，或者改成不用填的话。")
    others = proposal.fields[1:] if proposal.filled else ()
    more = _("也可能是：{fields}。").format(fields=listed(others)) if others else ""
    left = _("这里还有以前当事人的资料。") if proposal.example and not proposal.filled else ""
    return joined(told, more, warning, left)


def _place(proposal: Proposal) -> Place:
    tag = f"{{{{ {proposal.fields[0]} }}}}" if proposal.filled else listed(proposal.fields)
    return Place(
        where=_where(proposal.line),
        label=proposal.label or _around(proposal),
        tag=tag,
        sure=proposal.sure,
        example=proposal.example,
        old=_masked(proposal.old.strip()) if proposal.example else "",
    )


def _where(line: sheet.Line) -> str:
    return f"{line.part} {line.spot}"


def _around(proposal: Proposal) -> str:
    """Return a few words before a blank that has no label."""
    words = re.findall(r"[^\s_＿XxＸ×【】〔〕（），。；：]+", proposal.line.text[: proposal.start])
    before = words[-1][-8:] if words else ""
    return quoted(f"{before}…") if before else ""


def _masked(text: str) -> str:
    kept = text[:1]
    return kept + "*" * (len(text) - len(kept))


def _rows(each: repeats.Filled) -> retouching.Rows:
    told = _("这张表每一项写一行，由程序重复。空行已经去掉。")
    return retouching.Rows(
        table=each.number,
        row=each.row,
        dropped=each.dropped,
        cells=tuple((column, f"{{{{ {field} }}}}") for column, field in each.cells),
        before=f"for {each.table.each} in {each.table.list}",
        after="endfor",
        note=told,
    )


def _place_of_table(each: repeats.Filled) -> Place:
    tag = f"{{%tr for {each.table.each} in {each.table.list} %}}"
    return Place(where=_where(each.line), label=each.table.list, tag=tag, sure=SURE, example=False, old="")
