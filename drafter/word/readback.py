"""Reads finished documents back: a template is never trusted to have printed what it was given.

Each check returns problems; a set of documents is written only when there are none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from drafter.errors import Problem, Where
from drafter.i18n import gettext as _
from drafter.word import reading
from drafter.word.marks import FieldMark
from drafter.word.render import Rendered

_TAGS: Final = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}|｛｛|｝｝|｛％|％｝|｛%|%｝")
_NOTHING: Final = re.compile(r"(?<![A-Za-z0-9])(?:None|nan|NaN|undefined|True|False)(?![A-Za-z0-9])")
_DOUBLED: Final = re.compile(r"[，、；：。][，、；：。]|（[，、；：。]|（）|“”|[，、；]）|^[，、；：。）]")
_EXHIBIT: Final = re.compile(r"证据((?:\d+-\d+)(?:[、至]\d+-\d+)*)")
_NUMBER: Final = re.compile(r"\d+-\d+")
_PUNCTUATION: Final = "，、；：。"
_RISKY: Final = re.compile(r"[{}｛｝A-Za-z，、；：。（）“”证]")
_FIRST: Final = 0xF0000
_PLACES: Final = 0xFFFE
_PLACEHOLDER: Final = re.compile("[\U000f0000-\U000ffffd]")
"""What stands for a value that was taken out: one of these for each, so that it is known which."""
_MARKS: Final = re.compile("[\ufdd0-\ufdef]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A rendered document with the name it will have."""

    name: str
    rendered: Rendered


def read_back(documents: Sequence[Finished], exhibits: Iterable[str]) -> list[Problem]:
    """Return what is wrong with a set of documents that belong together.

    `exhibits` are the numbers (1-1, 2-3) that the exhibit list has.
    """
    known = set(exhibits)
    problems = []
    for document in documents:
        problems += _check_text(document, known)
        problems += _check_values(document)
    return problems + disagreements((document.name, document.rendered.marks) for document in documents)


def _check_text(document: Finished, exhibits: set[str]) -> list[Problem]:
    problems = []
    typed = _Typed(document.rendered.marks)
    for paragraph in reading.paragraphs(document.rendered.data):
        where = Where(file=document.name, part=paragraph.part, spot=paragraph.spot)
        own = typed.taken_out(paragraph.text)
        for code, pattern, what in (
            ("R001", _TAGS, _("留下了没有填的标签“{found}”。")),
            ("R002", _NOTHING, _("印出了程序里的“{found}”。")),
            ("R003", _DOUBLED, _("标点重复或者错位：“{found}”。")),
            ("R004", _MARKS, _("留下了内部记号“{found}”。")),
        ):
            text = paragraph.text if code == "R004" else own
            if match := pattern.search(text):
                around = _PLACEHOLDER.sub("…", text[max(match.start() - 8, 0) : match.end() + 8])
                address = typed.near(text, match) or typed.held(paragraph.text, match.group())
                problems.append(_from_answer(document, code, where, what.format(found=around), address))
        for cited in _EXHIBIT.findall(own):
            problems += [
                Problem(code="R005", where=where, what=_("引用了证据{number}，证据目录里没有。").format(number=number))
                for number in _NUMBER.findall(cited)
                if number not in exhibits
            ]
    return problems


def _from_answer(document: Finished, code: str, where: Where, what: str, address: str) -> Problem:
    """Return the problem; where an answer has part in it, with the address of that answer."""
    if not address:
        return Problem(code=code, where=where, what=what)
    place = Where(file=document.name, question=address, part=where.part, spot=where.spot)
    return Problem(code=code, where=place, what=what, advice=_("请改一改这个答案开头、结尾的标点或者用词，再运行。"))


class _Typed:
    """The words in a document that may be anything because a person typed them.

    The address of a computed value begins with `=`: those are judged like the template's own words.
    """

    def __init__(self, emitted: Sequence[FieldMark]) -> None:
        self.emitted = emitted
        self.places: dict[str, tuple[int, str]] = {}
        """Piece (a line of an answer) → its number and the address of the answer."""
        for mark in emitted:
            if not mark.missing and mark.address and not mark.address.startswith("="):
                for piece in mark.text.split("\n"):
                    if _RISKY.search(piece):
                        self.places.setdefault(piece, (len(self.places) % _PLACES, mark.address))
        self.pieces = sorted(self.places, key=len, reverse=True)
        self.lengths = [-len(piece) for piece in self.pieces]

    def taken_out(self, text: str) -> str:
        """Return text with the words people typed taken out, but for a punctuation mark at their edges.

        So the template's own words are judged, and how they meet a value: 。 after a value that ends with 。 shows.
        The longest come first; a line of a passage is the whole paragraph, and needs no search.
        """
        if text in self.places:
            return self._edges(text)
        for piece in self.pieces[bisect_left(self.lengths, -len(text)) :]:
            if piece in text:
                text = text.replace(piece, self._edges(piece))
        return text

    def _edges(self, piece: str) -> str:
        first = piece[0] if piece[0] in _PUNCTUATION else ""
        last = piece[-1] if piece[-1] in _PUNCTUATION and len(piece) > 1 else ""
        return f"{first}{chr(_FIRST + self.places[piece][0])}{last}"

    def near(self, text: str, match: re.Match[str]) -> str:
        """Return the address of the answer that was taken out where something was found, or beside it; or nothing."""
        around = text[max(match.start() - 1, 0) : match.end() + 1]
        numbers = [ord(found) - _FIRST for found in _PLACEHOLDER.findall(around)]
        return next((address for number, address in self.places.values() if number in numbers), "")

    def held(self, paragraph: str, found: str) -> str:
        """Return the address of the computed value that stands in this paragraph and holds what was found."""
        for mark in self.emitted:
            if not mark.missing and any(found in line and line in paragraph for line in mark.text.split("\n")):
                return mark.address
        return ""


def _check_values(document: Finished) -> list[Problem]:
    """Every value emitted must stand in the document, whole, inside its own field mark."""
    return [
        Problem(
            code="R006",
            where=Where(file=document.name, question=mark.address),
            what=_("“{text}”没有完整地印出来。").format(text=mark.text[:20]),
        )
        for mark in lost(document.rendered)
    ]


def lost(rendered: Rendered) -> list[FieldMark]:
    """Return the values that were emitted and do not stand whole inside their own field mark."""
    found = reading.marked(rendered.data)
    return [mark for mark in rendered.marks if mark.text not in found.get(f"df_{mark.number}", ())]


def disagreements(documents: Iterable[tuple[str, Sequence[FieldMark]]]) -> list[Problem]:
    """Return where the same fact reads differently in two documents; a masked one must agree in what it shows."""
    first: dict[str, tuple[str, str]] = {}
    problems = []
    for document, printed in documents:
        for mark in printed:
            if not mark.address or mark.missing or mark.withheld:
                continue
            name, text = first.setdefault(mark.address, (document, mark.text))
            if not agree(text, mark.text):
                what = _("“{here}”与《{other}》里的“{there}”不一致。").format(
                    here=mark.text[:30], other=name, there=text[:30]
                )
                problems.append(Problem(code="R007", where=Where(file=document, question=mark.address), what=what))
    return problems


def agree(one: str, other: str) -> bool:
    """Return whether two printings of one fact agree: equal, or equal where neither is masked, up to a full stop."""
    one, other = one.rstrip("。；， "), other.rstrip("。；， ")
    if one == other:
        return True
    if "*" in one or "*" in other:
        return len(one) == len(other) and all(a == b or "*" in (a, b) for a, b in zip(one, other, strict=True))
    return False
