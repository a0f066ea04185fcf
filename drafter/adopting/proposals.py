"""Which field belongs into a blank, and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from drafter.adopting.blanks import Blank, Finder, fits, handwritten_date, is_blank, shape_of
from drafter.adopting.context import Block, Setting, Tables, is_header, settings
from drafter.adopting.labels import BLANK, ITEM, Label, spelled, squeezed
from drafter.word.sheet import Line

SURE: Final = "sure"
LIKELY: Final = "likely"
GUESS: Final = "guess"
"""The blank stays, with the fields that it may be."""
HAND: Final = "hand"
"""It is written by hand: a signature, the day of signing."""
REMAINS: Final = "remains"
"""What was filled in elsewhere for somebody stands here too."""
FILLED: Final = (SURE, LIKELY)
_PERSONAL: Final = ("name", "identity", "phone")
CLIENT: Final = "applicant"
"""The party that a paper is about before it names any."""
_SHORTEST: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A blank of a line, with the fields for it, the best one first."""

    line: Line
    start: int
    end: int
    label: str
    fields: tuple[str, ...]
    sure: str
    block: Block | None = None
    example: bool = False
    reason: str = ""
    """Why it was left open, when that is not for want of a field: `repeat`, `loop`."""

    @property
    def filled(self) -> bool:
        """Whether a tag is written."""
        return self.sure in FILLED

    @property
    def old(self) -> str:
        """What stands there now."""
        return self.line.text[self.start : self.end]


def propose(lines: Sequence[Line], finder: Finder, skipped: frozenset[int]) -> tuple[list[Proposal], list[Setting]]:
    """Return a proposal for every blank, in order, and the setting of every line; `skipped` lines are left alone."""
    found = settings(lines, finder)
    tables = Tables(lines)
    named = [(line.number, block) for line, setting in zip(lines, found, strict=True) for _at, block in setting.within]
    client = any(block.party.id == CLIENT for _number, block in named)
    first = len(lines) if not named else named[0][0]
    proposals = [
        proposal
        for line, setting in zip(lines, found, strict=True)
        if line.number not in skipped and not is_header(line, lines, finder)
        for proposal in _of_line(line, setting, tables, finder, anybody=client or line.number >= first)
        if not (line.is_noted(proposal.start, proposal.end) or _is_title(proposal, lines, finder))
    ]
    return [*proposals, *_remains(lines, proposals)], found


def _is_title(proposal: Proposal, lines: Sequence[Line], finder: Finder) -> bool:
    """Say whether a line only says whom the next ones are about: 报案人： and below it 姓名：____."""
    line = proposal.line
    if finder.labels.party(proposal.label) is None or not is_blank(proposal.old + line.text[proposal.end :]):
        return False
    if proposal.old.strip():
        return False
    below = next((each for each in lines[line.number + 1 :] if each.text.strip()), None)
    if below is None or below.holder != line.holder:
        return False
    first = re.match(r"[^:：]*[:：]", below.text)
    begun = finder.label_before(first[0]) if first is not None else None
    names = finder.labels.labels[0].words
    return below.text.startswith("{%") or (
        begun is not None and not begun["party"] and bool(begun["label"]) and squeezed(begun["label"]) in names
    )


def _of_line(line: Line, setting: Setting, tables: Tables, finder: Finder, *, anybody: bool) -> Iterator[Proposal]:
    for blank in _blanks(line, tables, finder, setting):
        proposal = _resolved(line, blank, setting, tables, finder, anybody=anybody)
        if proposal is None:
            continue
        if line.cell is not None and not line.text[: blank.start].strip():
            proposal = replace(proposal, start=0)
        if _by_hand(line, blank, setting, tables, finder):
            yield replace(proposal, sure=HAND, fields=())
        else:
            yield proposal


def _blanks(line: Line, tables: Tables, finder: Finder, setting: Setting) -> list[Blank]:
    """Return the blanks of a line; an empty cell beside a label is one, and so is a cell that was filled in."""
    found = finder.find(line)
    if line.cell is None or found or len(tables.lines[line.cell]) > 1:
        return found
    label = tables.beside(line.cell, finder, columns=setting.column)
    match = finder.label_before(label) if label else None
    text = line.text.strip()
    if match is None or finder.label_before(line.text) is not None:
        return []
    if not text:
        return [Blank(start=0, end=len(line.text), kind="cell")]
    known = finder.labels.label(match["label"]) if match["label"] else finder.labels.labels[0]
    start = line.text.index(text)
    if fits(shape_of(known), text):
        return [Blank(start=start, end=start + len(text), kind="cell", example=True)]
    return []


def _resolved(  # noqa: PLR0913 - all that is known of a blank
    line: Line, blank: Blank, setting: Setting, tables: Tables, finder: Finder, *, anybody: bool
) -> Proposal | None:
    left = line.text[: blank.start]
    if not left.strip() and line.cell is not None and blank.phrase is None:
        left = tables.beside(line.cell, finder, columns=setting.column) or left
    match = finder.label_before(left)
    label = _label(match, blank, line, finder)
    if match is None and label is None and blank.phrase is None:
        return _nameless(line, blank)
    proposal = Proposal(
        line=line, start=blank.start, end=blank.end, label=_called(match, label, blank), fields=(), sure=GUESS,
        example=blank.example,
    )  # fmt: skip
    block = setting.at(blank.start)
    named = finder.party_of(match)
    if named is not None and (block is None or block.party != named):
        block = None if named.each else Block(
            number=0, party=named, kind="", line=line.number, heading=False
        )  # fmt: skip
        if named.each:
            fields = label.of.get(named.id, ()) if label is not None else ()
            return replace(proposal, fields=fields, reason="loop")
    fields, sure = _fields(label, blank, block, anybody=anybody)
    loose = bool(
        match is not None and match["party"] and not match["label"] and not match["colon"] and line.cell is None
    )
    loose = (
        loose or (blank.phrase is not None and blank.phrase.guess and match is None) or _runs_on(line, blank, finder)
    )
    loose = loose or (blank.example and block is None and label is not None and not label.any)
    if blank.example and not fields and shape_of(label) not in _PERSONAL[1:]:
        return None  # somebody of whom nothing is asked, such as the firm itself
    return replace(proposal, fields=fields, sure=GUESS if loose else sure, block=block)


def _runs_on(line: Line, blank: Blank, finder: Finder) -> bool:
    """Say whether words run on into a blank that brings its own: 湖北____律师事务所."""
    if blank.phrase is None or not blank.phrase.any or not blank.phrase.say.startswith(BLANK):
        return False
    before = line.text[: blank.start]
    return re.search(r"[\u4e00-\u9fff]$", before) is not None and not before.endswith(finder.labels.leads)


def _label(match: re.Match[str] | None, blank: Blank, line: Line, finder: Finder) -> Label | None:
    behind = line.text[blank.end :].lstrip()
    if blank.kind == "date":
        for label in finder.labels.labels:
            if label.after and behind.startswith(label.after):
                return label
    if blank.kind in ("gender", "ethnicity"):
        return next(label for label in finder.labels.labels if label.shape == blank.kind)
    if match is None or (blank.phrase is not None and not blank.phrase.guess):
        return finder.labels.label(blank.phrase.label) if blank.phrase is not None else None
    word = match["label"]
    if word:
        return finder.labels.label(word)
    return finder.labels.labels[0]


def _fields(label: Label | None, blank: Blank, block: Block | None, *, anybody: bool) -> tuple[tuple[str, ...], str]:
    if blank.phrase is not None and blank.phrase.any:
        return blank.phrase.any, SURE if len(blank.phrase.any) == 1 else LIKELY
    if label is None:
        return (), GUESS
    if label.any:
        return label.any, SURE if len(label.any) == 1 else GUESS
    if block is not None:
        fields = label.of.get(block.party.id, ())
        return fields, (SURE if len(fields) == 1 else LIKELY) if fields else GUESS
    if not anybody and CLIENT in label.of:
        return label.of[CLIENT], LIKELY
    return tuple(field for of in label.of.values() for field in of if not field.startswith(f"{ITEM}.")), GUESS


def _called(match: re.Match[str] | None, label: Label | None, blank: Blank) -> str:
    """Return what is told of the words beside a blank."""
    if match is not None and (match["party"] or match["label"]):
        return squeezed((match["party"] or "") + (match["label"] or ""))
    if blank.phrase is not None:
        return squeezed(blank.phrase.say)
    return label.words[0] if label is not None else ""


def _nameless(line: Line, blank: Blank) -> Proposal | None:
    """Return the blank of which nothing is known; a value in running text is none, and 某某 may be anybody."""
    if blank.kind in ("value", "cell", "label") or (
        blank.kind == "mark" and "某" in line.text[blank.start : blank.end]
    ):
        return None
    alone = not (line.text[: blank.start] + line.text[blank.end :]).strip()
    sure = HAND if blank.kind == "date" and alone and line.cell is None else GUESS
    return Proposal(line=line, start=blank.start, end=blank.end, label="", fields=(), sure=sure, example=blank.example)


def _by_hand(line: Line, blank: Blank, setting: Setting, tables: Tables, finder: Finder) -> bool:
    """Say whether somebody signs here, or writes the day of signing."""
    if handwritten_date(line.text, finder.labels.dates):
        beside = squeezed(tables.left_of(line.cell)) if line.cell is not None else ""
        signs = re.search(spelled(finder.labels.signs), beside) is not None
        return not beside or signs or re.fullmatch(spelled(finder.labels.dates), beside) is not None
    plain = squeezed(line.text)
    if blank.phrase is not None and blank.phrase.any:
        return False
    if re.search(spelled(finder.labels.signs), plain):
        return True
    return setting.closing and not blank.example and (blank.kind == "date" or is_blank(line.text[blank.end :]))


def _remains(lines: Sequence[Line], proposals: Sequence[Proposal]) -> Iterator[Proposal]:
    """Yield where what was filled in for an earlier client stands in running text."""
    known = {
        proposal.old.strip()
        for proposal in proposals
        if proposal.example and proposal.filled and _is_personal(proposal)
    }
    known = {word for word in known if len(word) >= _SHORTEST}
    if not known:
        return
    pattern = re.compile("|".join(map(re.escape, sorted(known, key=len, reverse=True))))
    taken = {(proposal.line.number, index) for proposal in proposals for index in range(proposal.start, proposal.end)}
    for line in lines:
        for match in pattern.finditer(line.text):
            free = all((line.number, index) not in taken for index in range(*match.span()))
            if free and not line.is_noted(*match.span()):
                yield Proposal(
                    line=line, start=match.start(), end=match.end(), label="", fields=(), sure=REMAINS, example=True
                )


def _is_personal(proposal: Proposal) -> bool:
    return any(fits(shape, proposal.old.strip()) for shape in _PERSONAL)
