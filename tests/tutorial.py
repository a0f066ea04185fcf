"""The tutorial as a program: its commands, what it has a person do in Word, and what it says comes out.

A fence with `sh` is run. One with `text` quotes what the command before it printed; … alone in a line stands for what
is left out. One with `diff FILE` is what a person changes in that file: in a Word file each line is a paragraph, `-` as
it stands, `+` what stands instead, a blank line between places. `@@ … @@` is something chosen from the menus of Word;
`+ 〔抄：“A”与“B”之间〕` is what stands in the stock report between the paragraphs that begin with A and with B. One
with `yaml FILE` quotes that file.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tests.conftest import ROOT

STOCK = ROOT / "templates" / "docx" / "police_report.docx"
_FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COPIED = re.compile(r"〔抄：“(.+?)”与“(.+?)”之间〕")
_FONT = re.compile(r"@@ 字体：(.+?) → (.+?) @@")
_UNCOMMENT = "@@ 审阅 → 删除 → 删除文档中的所有批注 @@"


@dataclass(frozen=True, slots=True)
class Step:
    """A fence of the tutorial: its kind, the file that it is about, and what stands in it."""

    kind: str
    file: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A place: the paragraphs or lines that stand there, each kept or not, and what is to stand there."""

    old: tuple[tuple[str, bool], ...]
    new: tuple[tuple[str, int], ...]
    """New texts, each before the old one of that number."""


def steps(markdown: Path) -> list[Step]:
    """Return the fences of a tutorial."""
    found = _FENCE.findall(markdown.read_text(encoding="utf-8"))
    return [Step(kind=kind, file=file, text=text) for kind, file, text in found]


def changes(text: str) -> Iterator[Change]:
    """Yield the places of a diff; those that are menus are left out."""
    for place in re.split(r"\n\s*\n", text):
        lines = [line for line in place.split("\n") if line and not line.startswith("@@")]
        old: list[tuple[str, bool]] = []
        new: list[tuple[str, int]] = []
        for line in lines:
            mark, said = line[:1], line[2:]
            assert mark in "+- ", line
            if mark == "+":
                new.append((said, len(old)))
            else:
                old.append((said, mark == " "))
        if old:
            yield Change(old=tuple(old), new=tuple(new))


def edit(file: Path, text: str) -> None:
    """Do to a file what a diff says; in Word as a person would do it there."""
    if file.suffix == ".docx":
        _in_word(file, text)
        return
    told = file.read_text(encoding="utf-8")
    for change in changes(text):
        old = "".join(f"{line}\n" for line, _kept in change.old)
        assert told.count(old) == 1, f"{file}: {old}"
        told = told.replace(old, "".join(f"{line}\n" for line in _after(change)))
    file.write_text(told, encoding="utf-8")


def _after(change: Change) -> Iterator[str]:
    for number in range(len(change.old) + 1):
        if number and change.old[number - 1][1]:
            yield change.old[number - 1][0]
        yield from (said for said, before in change.new if before == number)


def _in_word(file: Path, text: str) -> None:
    document = docx.Document(str(file))
    if _UNCOMMENT in text:
        _uncomment(document)
    for old, new in _FONT.findall(text):
        for fonts in document.element.body.iter(qn("w:rFonts")):
            for key, value in fonts.attrib.items():
                if value == old:
                    fonts.set(key, new)
    for change in changes(text):
        _rewrite(document, change)
    document.save(str(file))


def _uncomment(document: Any) -> None:
    """Take out all comments with their marks, as Word does."""
    for name in ("w:commentRangeStart", "w:commentRangeEnd"):
        for mark in list(document.element.body.iter(qn(name))):
            mark.getparent().remove(mark)
    for mark in list(document.element.body.iter(qn("w:commentReference"))):
        run = mark.getparent()
        run.getparent().remove(run)
    for id_, relation in list(document.part.rels.items()):
        if "comments" in relation.reltype:
            del document.part.rels[id_]


def _rewrite(document: Any, change: Change) -> None:
    paragraphs = list(_paragraphs(document))
    texts = [_text(paragraph) for paragraph in paragraphs]
    wanted = [line for line, _kept in change.old]
    places = [at for at in range(len(texts)) if texts[at : at + len(wanted)] == wanted]
    assert len(places) == 1, f"{len(places)} × {wanted}"
    old = paragraphs[places[0] : places[0] + len(wanted)]
    for number, (_line, kept) in enumerate(change.old):
        mine = list(_told(said for said, before in change.new if before == number + 1))
        like = old[number]
        made = [_like(like, said) for said in mine]
        for paragraph in reversed(made):
            like.addnext(paragraph)
        if not kept:
            _leave(like, alone=not made)


def _told(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        copied = _COPIED.fullmatch(line)
        yield from _between(*copied.groups()) if copied else [line]


def _between(first: str, last: str) -> Sequence[str]:
    """Return what stands in the stock report between two paragraphs."""
    texts = [_text(paragraph) for paragraph in _paragraphs(docx.Document(str(STOCK)))]
    begins, ends = (next(at for at, text in enumerate(texts) if text.startswith(word)) for word in (first, last))
    assert begins < ends
    return texts[begins + 1 : ends]


def _paragraphs(document: Any) -> Iterator[Any]:
    yield from document.element.body.iter(qn("w:p"))
    for section in document.sections:
        for part in (section.header, section.footer):
            yield from part._element.iter(qn("w:p"))


def _text(paragraph: Any) -> str:
    return "".join(text.text or "" for text in paragraph.iter(qn("w:t")))


def _like(paragraph: Any, text: str) -> Any:
    """Return a new paragraph set as another one, all of it in the type in which that one begins."""
    made = copy.deepcopy(paragraph)
    runs = made.findall(qn("w:r"))
    for run in runs[1:]:
        made.remove(run)
    if not runs:
        made.append(OxmlElement("w:r"))
    run = made.find(qn("w:r"))
    for child in list(run):
        if child.tag != qn("w:rPr"):
            run.remove(child)
    written = OxmlElement("w:t")
    written.text = text
    written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(written)
    return made


def _leave(paragraph: Any, *, alone: bool) -> None:
    """Take a paragraph out; a cell keeps one."""
    parent = paragraph.getparent()
    if alone and parent.tag == qn("w:tc") and len(parent.findall(qn("w:p"))) == 1:
        for run in paragraph.findall(qn("w:r")):
            paragraph.remove(run)
    else:
        parent.remove(paragraph)
