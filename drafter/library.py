"""What a pack holds once it is loaded: everything that is asked, cited and printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drafter.documents import Document, Notice
from drafter.errors import PackError, Problem, Where
from drafter.hints import Hints
from drafter.i18n import gettext as _
from drafter.law import Law
from drafter.questionnaire import Named, Questionnaire
from drafter.yamlfile import did_you_mean

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase(Named):
    """A sentence shared by several documents, written in the tags of a template; it is a field too."""

    text: str
    where: Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """Everything that is asked, cited and printed."""

    name: str
    title: str
    version: str
    questionnaire: Questionnaire
    hints: Hints
    law: Law
    documents: tuple[Document, ...]
    notices: tuple[Notice, ...]
    phrases: tuple[Phrase, ...]
    flags: Mapping[str, str]
    """English name of a conclusion → its Chinese name in templates."""
    folder: Traversable

    def template(self, document: Document) -> bytes:
        """Return the bytes of a document's template, or so many that they are seen to be too many.

        Raises PackError when the file is not there.
        """
        from drafter.word.archive import LARGEST

        try:
            with (self.folder / "templates" / document.template).open("rb") as file:
                return file.read(LARGEST + 1)
        except OSError:
            raise PackError([missing_template(self.folder, document)]) from None


def missing_template(folder: Traversable, document: Document) -> Problem:
    """Return the fault of a document whose template is not there."""
    place, _slash, name = document.template.rpartition("/")
    beside = folder / "templates" / place
    names = [entry.name for entry in beside.iterdir()] if beside.is_dir() else []
    return Problem(
        code="P010",
        where=document.where,
        what=_("没有模板文件 templates/{template}。").format(template=document.template),
        advice=did_you_mean(name, names),
    )
