"""Puts drafts into 文书/ of a case: what nobody edited is replaced, what somebody edited stays.

A document is known by the id it carries, whatever it is called by now. `.drafter/rendered.json` says which bytes
were written under which name; a file with other bytes has been edited. It is brought up to date before a file is
replaced, so that a crash between the two cannot make our own file look like somebody's work.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from drafter.casefile import PRIVATE, CaseFolder
from drafter.drafting import Draft
from drafter.word.reading import is_readable
from drafter.word.render import document_id

FOLDER: Final = "文书"
_RECORD: Final = f"{PRIVATE}/rendered.json"
_NEW: Final = "（新稿{number}）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Where a draft was put. `kept` names the edited file that was left alone, `unchanged` that nothing was new."""

    draft: Draft
    name: str
    kept: str = ""
    unchanged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run did in 文书/."""

    written: tuple[Written, ...]
    withdrawn: tuple[str, ...]
    """Papers that no longer apply and that nobody had edited: taken out of the folder."""
    left: tuple[str, ...]
    """Papers that no longer apply but were edited: left where they are."""


def write(folder: CaseFolder, drafts: Sequence[Draft]) -> Outcome:
    """Write the drafts, and take away what no longer applies."""
    written: list[Written] = []
    withdrawn: list[str] = []
    left: list[str] = []
    for place, unnumbered in ((FOLDER, False), ("", True)):
        shelf = _Shelf(folder, place)
        group = [draft for draft in drafts if draft.document.unnumbered is unnumbered]
        written += [shelf.put(draft) for draft in group]
        gone, kept = shelf.clear({draft.document.id for draft in drafts})
        withdrawn += gone
        left += kept
    return Outcome(written=tuple(written), withdrawn=tuple(withdrawn), left=tuple(left))


def edited(folder: CaseFolder, draft: Draft) -> tuple[str, bytes] | None:
    """Return name and bytes of the file that somebody made of this draft, or None when nobody edited it.

    Only a file that still carries the field marks of this very draft can be compared with it.
    """
    shelf = _Shelf(folder, "" if draft.document.unnumbered else FOLDER)
    files = shelf.record.get(draft.document.id, {})
    ours = {known for digests in files.values() for known in digests} | {_digest(draft.rendered.data)}
    base = folder.read(f"{PRIVATE}/rendered/{draft.document.id}.docx")
    if base is None or _digest(base) != _digest(draft.rendered.data):
        return None
    for name in shelf.there.get(draft.document.id, []):
        data = folder.read(shelf.path(name)) or b""
        if _digest(data) not in ours and is_readable(data):
            return name, data
    return None


class _Shelf:
    """A place for papers (文书/, or the case folder itself for the plan) and the record of what was written there.

    The record of a place is: document id → file name → digests of what we wrote.
    """

    def __init__(self, folder: CaseFolder, place: str) -> None:
        self.folder = folder
        self.place = place
        self.places = _read_record(folder)
        self.record = self.places.setdefault(place, {})
        self.there: dict[str, list[str]] = {}
        for name in folder.names(place, ".docx"):
            if not name.startswith("~$") and (document := document_id(folder.read(self.path(name)) or b"")):
                self.there.setdefault(document, []).append(name)

    def put(self, draft: Draft) -> Written:
        """Write one draft."""
        data, files = draft.rendered.data, self.record.setdefault(draft.document.id, {})
        digest = _digest(data)
        there = [*self.there.get(draft.document.id, []), *(name for name in files if self._exists(name))]
        there = [*dict.fromkeys([*there, *([draft.name] if self._exists(draft.name) else [])])]
        ours = {digest, *(known for digests in files.values() for known in digests)}
        edited = [name for name in there if self._digest(name) not in ours]
        gone = {known for name, digests in files.items() if not self._exists(name) for known in digests[-1:]}
        same = [name for name in edited if digest in (files[name][-1:] if name in files else gone)]
        same = [name for name in same if is_readable(self.folder.read(self.path(name)) or b"")]
        if same:
            self._drop(files, [name for name in there if name not in edited])
            self._save()
            return Written(draft=draft, name=same[0], kept=same[0], unchanged=True)
        name, number = draft.name, 1
        while name in edited:
            number += 1
            name = draft.name.replace(".docx", _NEW.format(number=number if number > 2 else "") + ".docx")  # noqa: PLR2004
        files[name] = [*files.get(name, []), digest]
        self._save()
        self.folder.replace(self.path(name), data)
        self.folder.replace(f"{PRIVATE}/rendered/{draft.document.id}.docx", data)
        files[name] = [digest]
        self._drop(files, [other for other in there if other != name and other not in edited])
        self._save()
        return Written(draft=draft, name=name, kept=edited[0] if edited else "")

    def clear(self, kept: set[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Take away the papers of other documents than `kept`; return what went and, edited by somebody, stayed."""
        withdrawn, left = [], []
        for document, names in self.there.items():
            if document in kept:
                continue
            files = self.record.get(document, {})
            ours = {known for digests in files.values() for known in digests}
            mine = [name for name in names if name in files and self._digest(name) in ours]
            withdrawn += mine
            left += [name for name in names if name not in mine]
            self._drop(files, mine)
        self._save()
        return tuple(withdrawn), tuple(left)

    def _drop(self, files: dict[str, list[str]], names: Sequence[str]) -> None:
        for name in names:
            if name in files:  # under another name it is the person's copy
                self.folder.remove(self.path(name))
                del files[name]

    def path(self, name: str) -> str:
        """Return where a file of this place lies in the case folder."""
        return f"{self.place}/{name}" if self.place else name

    def _exists(self, name: str) -> bool:
        return self.folder.exists(self.path(name))

    def _digest(self, name: str) -> str:
        return _digest(self.folder.read(self.path(name)) or b"")

    def _save(self) -> None:
        self.folder.replace(_RECORD, json.dumps(self.places, ensure_ascii=False, indent=1).encode())


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _read_record(folder: CaseFolder) -> dict[str, dict[str, dict[str, list[str]]]]:
    """Return what was written before, by place; without a readable record every document counts as edited."""
    try:
        record = json.loads(folder.read(_RECORD) or b"{}")
        return {
            str(place): {
                str(document): {str(name): [str(digest) for digest in digests] for name, digests in files.items()}
                for document, files in documents.items()
            }
            for place, documents in record.items()
        }
    except (ValueError, AttributeError, TypeError):
        return {}
