"""What a pack holds once it is loaded: everything that is asked, cited and printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from drafter.documents import Document, Notice
from drafter.errors import PackError, Problem, UsageError, Where
from drafter.hints import Hints
from drafter.i18n import gettext as _
from drafter.i18n import listed, noted
from drafter.law import Law
from drafter.questionnaire import Named, Questionnaire
from drafter.yamlfile import did_you_mean

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

TEMPLATES: Final = "templates"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase(Named):
    """A sentence shared by several documents, written in the tags of a template; it is a field too."""

    text: str
    where: Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A pack that is in use: its id, what it is called, and where it stands."""

    name: str
    title: str
    version: str
    folder: Traversable
    place: str = ""
    """How its folder is named in messages; the stock content is named without one."""
    found: str = ""
    """How it came into use: by `--pack`, from the person's own folder."""
    over: tuple[str, ...] = ()
    """The packs that it is made to lie over."""

    def template(self, name: str) -> bytes:
        """Return the bytes of one of its templates, or so many that they are seen to be too many.

        Raises OSError when the file is not there.
        """
        from drafter.word.archive import LARGEST

        if not is_inside(name):
            raise FileNotFoundError(name)
        with (self.folder / TEMPLATES / name).open("rb") as file:
            return file.read(LARGEST + 1)

    def file(self, name: str) -> str:
        """Return how one of its files is named in messages."""
        return f"{self.place}/{name}" if self.place else name


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A document of one pack that stands instead of another's."""

    pack: str
    document: Document
    instead_of: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """Everything that is asked, cited and printed."""

    packs: tuple[Pack, ...]
    """The packs in use, each over those before it; the stock content is the first."""
    questionnaire: Questionnaire
    hints: Hints
    law: Law
    documents: tuple[Document, ...]
    notices: tuple[Notice, ...]
    phrases: tuple[Phrase, ...]
    flags: Mapping[str, str]
    """English name of a conclusion → its Chinese name in templates."""
    withheld: Mapping[bool, str]
    """What stands in a paper for an answer kept out of it, by whether the paper's reader asks for that answer."""
    overrides: tuple[Override, ...] = ()
    unopened: tuple[Problem, ...] = ()
    """The templates that must not or cannot be opened: no Word file, damaged, too large, with macros."""

    @property
    def versions(self) -> dict[str, str]:
        """The packs by id, each with its version."""
        return {pack.name: pack.version for pack in self.packs}

    def pack(self, name: str) -> Pack:
        """Return the pack of this id; a document that names none is of the stock content."""
        return next((pack for pack in self.packs if pack.name == name), self.packs[0])

    def uppermost(self, name: str) -> tuple[Traversable, str]:
        """Return the file `name` of the uppermost pack that has one of its own, and how it is named in messages."""
        pack = next((pack for pack in reversed(self.packs) if (pack.folder / name).is_file()), self.packs[0])
        return pack.folder / name, pack.file(name)

    def find(self, asked: str) -> Document:
        """Return the document that somebody names by its id, its title, or its channel.

        Raises UsageError with the nearest names; and when a channel has several documents.
        """
        titles = {name: document for document in self.documents for name in (document.title, document.id)}
        titles |= {other.title: document for document in self.documents if (other := document.alternative) is not None}
        if asked in titles:
            return titles[asked]
        channels = {name: channel.id for channel in self.law.channels.values() for name in (channel.id, channel.name)}
        found = [document for document in self.documents if document.channel == channels.get(asked, "")]
        if len(found) == 1:
            return found[0]
        if found:
            what = _("“{channel}”有好几份文书：{documents}。").format(channel=asked, documents=_named(found))
            raise UsageError(what=what, advice=_("请写其中一份。"))
        what = _("没有“{name}”这份文书，也没有这个渠道。").format(name=asked) if asked else _("没有写是哪一份文书。")
        near = did_you_mean(asked, [*titles, *channels]) if asked else ""
        raise UsageError(
            what=what, advice=near or _("可以写的有：{documents}。").format(documents=_named(self.documents))
        )

    def template_name(self, document: Document) -> str:
        """Return how a document's template is named in messages."""
        return self.pack(document.pack).file(f"{TEMPLATES}/{document.template}")

    def template(self, document: Document) -> bytes:
        """Return the bytes of a document's template, or so many that they are seen to be too many.

        Raises PackError when the file is not there.
        """
        pack = self.pack(document.pack)
        try:
            return pack.template(document.template)
        except OSError:
            raise PackError([missing_template(pack.folder, document)]) from None


def is_inside(template: str) -> bool:
    """Return whether the name of a template leads to a place in its pack."""
    path = PurePosixPath(template)
    return not (path.is_absolute() or ".." in path.parts or "\\" in template or ":" in template)


def missing_template(folder: Traversable, document: Document) -> Problem:
    """Return the fault of a document whose template is not there."""
    place, _slash, name = document.template.rpartition("/")
    beside = folder / TEMPLATES / place
    names = [entry.name for entry in beside.iterdir()] if beside.is_dir() else []
    return Problem(
        code="P010",
        where=document.where,
        what=_("没有模板文件 templates/{template}。").format(template=document.template),
        advice=did_you_mean(name, names),
    )


def _named(documents: Iterable[Document]) -> str:
    return listed(noted(document.title, document.id) for document in documents)
