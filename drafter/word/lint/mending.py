"""Puts right what can safely be put right: the tags themselves, and names in the properties. No other text changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from drafter.errors import Where
from drafter.fields import Scope
from drafter.i18n import gettext as _
from drafter.word import archive
from drafter.word.lint.file import people
from drafter.word.lint.lines import Line, parsed, read
from drafter.word.lint.tagging import Known, Tag, mend, scan
from drafter.word.lint.writing import known, wrapper
from drafter.word.marks import W

_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_SOLID: Final = frozenset(f"{{{W}}}{name}" for name in ("drawing", "pict", "object", "fldChar", "footnoteReference"))
_FADING: Final = frozenset(f"{{{W}}}{name}" for name in ("tab", "br", "cr"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What was put right: where, before, after."""

    where: Where
    before: str
    after: str


def mended(data: bytes, name: str, names: Scope) -> tuple[bytes, list[Change]]:
    """Return a Word file with its tags and properties put right, and what was changed; the same bytes if nothing."""
    lighter, targets = archive.detached(data)
    package = None if archive.faults(lighter, name) else read(lighter, doubles=True)
    if package is None:
        return data, []
    setting = Where(file=name, part=_("文件设置"))
    changes = [Change(where=setting, before=_("附加的模板 {name}").format(name=target), after="") for target in targets]
    members: dict[str, bytes] = {}
    is_known = known(names)
    for member, lines in package.lines.items():
        before = len(changes)
        for line in lines:
            changes += _line(line, name, is_known)
        if len(changes) > before:
            members[member] = _written(package.roots[member])
    for member, owners in people(package.members):
        root = parsed(package.members[member])
        for element in root:
            if etree.QName(element).localname in owners:
                element.text = ""
        members[member] = _written(root)
        where = Where(file=name, part=_("文件属性"))
        changes += [Change(where=where, before=owner, after="") for owner in owners.values()]
    return (archive.replaced(lighter, members), changes) if changes else (data, [])


def _line(line: Line, name: str, is_known: Known) -> Iterator[Change]:
    """Put right the tags of a paragraph, from the last to the first so that positions stay true."""
    found: list[Change] = []
    for tag in reversed(scan(line.text)[0]):
        better = mend(tag, is_known)
        first, last = line.piece_at(tag.start), line.piece_at(tag.end - 1)
        crossing = wrapper(line, tag.start) is not wrapper(line, tag.end - 1)
        joined = first != last and _joinable(line, first, last)
        if better == tag.raw and not (joined and (crossing or _broken(line, tag))):
            continue
        if first != last and not joined:
            continue
        _put(line, tag, better, first, last)
        where = Where(file=name, part=line.label, spot=line.spot)
        found.append(Change(where=where, before=tag.raw, after=better))
    yield from reversed(found)


def _broken(line: Line, tag: Tag) -> bool:
    """Return whether a tag is spread over several runs."""
    return line.piece_at(tag.start) != line.piece_at(tag.end - 1)


def _joinable(line: Line, first: int, last: int) -> bool:
    """Return whether nothing lies between the ends of a tag that would be left behind."""
    inside = False
    for node in line.element.iter():
        if node is line.pieces[first]:
            inside = True
        elif node is line.pieces[last]:
            return True
        elif inside and node.tag in _SOLID:
            return False
    return False


def _put(line: Line, tag: Tag, better: str, first: int, last: int) -> None:
    """Write a tag into the piece in which it begins, and take what is left of it out of the others."""
    starts = line.starts
    head, tail = line.pieces[first], line.pieces[last]
    before = (head.text or "")[: tag.start - starts[first]]
    after = (tail.text or "")[tag.end - starts[last] :]
    if first == last:
        head.text = before + better + after
    else:
        _drop_between(line, first, last)
        head.text = before + better
        for piece in line.pieces[first + 1 : last]:
            piece.text = ""
        tail.text = after
        tail.set(_SPACE, "preserve")
    head.set(_SPACE, "preserve")


def _drop_between(line: Line, first: int, last: int) -> None:
    """Remove tabs and line breaks inside a tag, as filling it in does."""
    inside, gone = False, []
    for node in line.element.iter():
        if node is line.pieces[first]:
            inside = True
        elif node is line.pieces[last]:
            break
        elif inside and node.tag in _FADING:
            gone.append(node)
    for node in gone:
        parent = node.getparent()
        if parent is not None:
            parent.remove(node)


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
