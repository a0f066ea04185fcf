"""`drafter check` for those who write templates: a whole pack with everything in it, or one Word file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from drafter.cli import packs as in_packs
from drafter.cli import places
from drafter.cli.opening import in_use
from drafter.cli.template.lint import counted, tell
from drafter.errors import CheckFailed
from drafter.i18n import gettext as _
from drafter.library import TEMPLATES

if TYPE_CHECKING:
    from drafter.documents import Document
    from drafter.errors import Problem
    from drafter.library import Library
    from drafter.linting import Report


_UNKNOWN: Final = "T002"
"""The code of a name that does not exist."""


def is_pack(path: Path) -> bool:
    """Return whether a folder is to be a pack, be it one without `templates/pack.yaml`."""
    from drafter import casefile
    from drafter.questionnaire import FOLDER

    inside = any((path / name).is_dir() for name in (TEMPLATES, FOLDER))
    return inside and not (path / casefile.ANSWERS).is_file()


def template(file: Path) -> None:
    """Tell what is wrong with a template.

    Raises CheckFailed when there is something to mend.
    """
    from drafter import linting

    report = linting.Linter(in_use()).lint(file)
    tell(report)
    if faults := counted([report]):
        raise CheckFailed(count=faults)


def pack(folder: Path) -> None:
    """Tell everything that is wrong with a pack and its templates, then what the documents lost that it replaces.

    Raises CheckFailed when there is something to mend.
    """
    library, problems = _laid(folder)
    for problem in problems:
        click.echo(str(problem))
    reports = _linted(folder, library)
    for report in reports:
        tell(report)
    if problems and any(finding.problem.code == _UNKNOWN for report in reports for finding in report.findings):
        click.echo(_("包里有读不懂的地方，所以上面没有找到的字段里，可能有本包自己问的。改好以后再检查一遍。"))
    count = len(problems) + counted(reports)
    mine = next((each.name for each in library.packs[1:] if each.place == str(folder)), None)
    faulty = {report.file for report in reports if report.faults}
    for override in library.overrides if not problems else ():
        if override.pack == mine and folder / TEMPLATES / override.document.template not in faulty:
            for line in in_packs.overridden(library, override):
                click.echo(line)
    if count:
        raise CheckFailed(count=count)


def _laid(folder: Path) -> tuple[Library, list[Problem]]:
    """Return the pack with all that it lies over, and what is wrong; alone, where it cannot stand beside the others."""
    from drafter import packs

    base = packs.load(packs.builtin_content())
    own = packs.Candidate(folder=folder, place=str(folder))
    others = [each for each in places.found() if each.place and Path(str(each.folder)).resolve() != folder.resolve()]
    library, problems = packs.lay(base, [own, *others])
    if not any(each.place == own.place for each in library.packs):
        library, _problems = packs.lay(base, [own])
    return library, problems


def _linted(folder: Path, library: Library) -> list[Report]:
    """Look over every Word file of a pack, with the names of what could be read of it."""
    from drafter import linting

    declared = {
        folder / TEMPLATES / document.template
        for document in library.documents
        if document.template and library.pack(document.pack).place == str(folder)
    }
    found = {file for file in (folder / TEMPLATES).rglob("*.docx") if not file.name.startswith("~$")}
    linter = linting.Linter(
        replace(library, documents=tuple(_without_unknown(each, library) for each in library.documents))
    )
    return [linter.lint(file) for file in sorted(found | {file for file in declared if file.is_file()})]


def _without_unknown(document: Document, library: Library) -> Document:
    """Return a document without what it asks of the law and the law has not: that is told already."""
    law = library.law
    articles = {
        name: use for name, use in document.articles.items()
        if law.articles.keys() >= {*use.articles, *(use.before.articles if use.before is not None else ())}
    }  # fmt: skip
    channel = document.channel if document.channel in law.channels else "none"
    follows = tuple(term for term in document.follows if term in law.terms)
    return replace(document, articles=articles, channel=channel, follows=follows)
