"""Draws the documents of a case: plan, render, read back, and only then write."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from drafter import case as case_module
from drafter import context
from drafter.answers import Answers
from drafter.case import Case
from drafter.casefile import PRIVATE, CaseFolder
from drafter.documents import Document
from drafter.errors import ReadBackError
from drafter.packs import Library
from drafter.plan import Entry, plan
from drafter.word.readback import Finished, read_back
from drafter.word.render import Rendered, compile_template, document_id

FOLDER: Final = "文书"
_RECORD: Final = f"{PRIVATE}/rendered.json"
_NEW: Final = "（新稿{number}）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A document that has been rendered and read back."""

    document: Document
    name: str
    """File name without folder: 01_报案材料.docx"""
    rendered: Rendered

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is still to be filled in by hand, each once."""
        return tuple(dict.fromkeys(mark.text for mark in self.rendered.marks if mark.missing))


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a case yields: the documents, and for the others why not."""

    case: Case
    entries: tuple[Entry, ...]
    drafts: tuple[Draft, ...]
    notices: tuple[str, ...]
    """What the person is told beside the papers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Where a draft was put. `kept` names the edited file that was left alone, `unchanged` that nothing was new."""

    draft: Draft
    name: str
    kept: str = ""
    unchanged: bool = False


def draft(answers: Answers, library: Library, today: dt.date) -> Result:
    """Draw every document that the answers yield.

    Raises TemplateError when a template cannot be filled, ReadBackError when a finished document is not clean.
    """
    case = case_module.build(answers, library.questionnaire, library.law, today)
    entries = plan(library.documents, case)
    chosen = [entry.document for entry in entries if entry.outcome == "write"]
    drafts = tuple(_render(document, number, case, library) for number, document in enumerate(chosen, start=1))
    finished = [Finished(name=d.name, rendered=d.rendered) for d in drafts]
    problems = read_back(finished, [exhibit.number for exhibit in case.exhibits])
    if problems:
        raise ReadBackError(problems)
    facts = {**case.facts(), "flags.stale": context.is_stale(case, library.law)}
    notices = tuple(notice.text for notice in library.notices if notice.when.holds(facts))
    return Result(case=case, entries=entries, drafts=drafts, notices=notices)


def _render(document: Document, number: int, case: Case, library: Library) -> Draft:
    template = compile_template(library.template(document), f"templates/{document.template}")
    names = context.build(case, document, library)
    rendered = template.render(names, document=document.id, title=document.title)
    return Draft(document=document, name=f"{number:02d}_{document.title}.docx", rendered=rendered)


def write(folder: CaseFolder, drafts: Sequence[Draft]) -> list[Written]:
    """Write the drafts into 文书/; a file that somebody edited stays, and the new one is put beside it."""
    record = _record(folder)
    there = _documents(folder)
    written = []
    for entry in drafts:
        known = record.setdefault(entry.document.id, {"names": [], "hashes": []})
        written.append(_write_one(folder, entry, known, there.get(entry.document.id, [])))
        folder.replace(_RECORD, json.dumps(record, ensure_ascii=False, indent=1).encode())
        folder.replace(f"{PRIVATE}/rendered/{entry.document.id}.docx", entry.rendered.data)
    return written


def _record(folder: CaseFolder) -> dict[str, dict[str, list[str]]]:
    """Return what was written before; without a readable record every document counts as edited and is kept."""
    try:
        record = json.loads(folder.read(_RECORD) or b"{}")
        return {
            document: {"names": [*map(str, known["names"])], "hashes": [*map(str, known["hashes"])]}
            for document, known in record.items()
        }
    except (ValueError, AttributeError, KeyError, TypeError):
        return {}


def _documents(folder: CaseFolder) -> dict[str, list[str]]:
    """Return the names of the documents that are there, by the id they carry, whatever they are called by now."""
    found: dict[str, list[str]] = {}
    for name in folder.names(FOLDER, ".docx"):
        if not name.startswith("~$") and (document := document_id(folder.read(f"{FOLDER}/{name}") or b"")):
            found.setdefault(document, []).append(name)
    return found


def _write_one(folder: CaseFolder, entry: Draft, known: dict[str, list[str]], there: Sequence[str]) -> Written:
    """Put one draft into 文书/; `there` are the files that carry its id."""
    digest = hashlib.sha256(entry.rendered.data).hexdigest()
    names = dict.fromkeys([entry.name, *known["names"], *there])
    edited = [name for name in names if _is_edited(folder, name, known["hashes"])]
    if edited and known["hashes"][-1:] == [digest]:
        return Written(draft=entry, name=edited[0], kept=edited[0], unchanged=True)
    name, number = entry.name, 1
    while _is_edited(folder, name, known["hashes"]):
        number += 1
        name = entry.name.replace(".docx", _NEW.format(number=number if number > 2 else "") + ".docx")  # noqa: PLR2004
    folder.replace(f"{FOLDER}/{name}", entry.rendered.data)
    known["hashes"] = [*(h for h in known["hashes"] if h != digest), digest]
    for old in [other for other in known["names"] if other != name and _is_ours(folder, other, known["hashes"])]:
        folder.remove(f"{FOLDER}/{old}")
    known["names"] = [
        *(other for other in known["names"] if other != name and folder.exists(f"{FOLDER}/{other}")),
        name,
    ]
    return Written(draft=entry, name=name, kept=edited[0] if edited else "")


def _is_ours(folder: CaseFolder, name: str, hashes: Sequence[str]) -> bool:
    """Return whether the file is there just as drafter wrote it."""
    data = folder.read(f"{FOLDER}/{name}")
    return data is not None and hashlib.sha256(data).hexdigest() in hashes


def _is_edited(folder: CaseFolder, name: str, hashes: Sequence[str]) -> bool:
    return folder.exists(f"{FOLDER}/{name}") and not _is_ours(folder, name, hashes)
