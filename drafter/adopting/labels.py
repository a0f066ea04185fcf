"""The words before the blanks of old files, and the fields that belong there: `templates/labels.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from drafter.errors import PackError, Problem, Where
from drafter.i18n import gettext as _
from drafter.yamlfile import Shapes, Unreadable, YamlMap, unknown_keys
from drafter.yamlfile import read as read_yaml

if TYPE_CHECKING:
    from drafter.library import Library

FILE: Final = "templates/labels.yaml"
BLANK: Final = "＿"
_KEYS: Final = ("parties", "labels", "phrases", "leads", "nobody", "tables", "headings", "closing", "signs", "dates")
_LABEL_KEYS: Final = ("words", "shape", "of", "any", "after")
_PHRASE_KEYS: Final = ("say", "any", "label", "guess")
_SAID: Final = re.compile(r"[^\[\]]*(?:\[[^\[\]]+\][^\[\]]*)?")
ITEM: Final = "人"
"""What an item of a list of parties is called in a loop."""
_SHAPES: Final = (
    "name", "gender", "date", "ethnicity", "identity", "phone", "address", "text", "uscc", "money", "none",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody whom paragraphs are about; `each` names the list when there may be several."""

    id: str
    each: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What may stand before a blank; `of` gives the fields by party, `any` whoever it is about."""

    words: tuple[str, ...]
    shape: str
    of: Mapping[str, tuple[str, ...]]
    any: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A blank with the words that the field brings along."""

    say: str
    any: tuple[str, ...]
    label: str
    guess: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table that is filled row by row."""

    list: str
    each: str
    needs: str
    columns: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Everything that is known of the words of old files."""

    parties: Mapping[str, Party]
    labels: tuple[Label, ...]
    phrases: tuple[Phrase, ...]
    leads: tuple[str, ...]
    nobody: tuple[str, ...]
    tables: tuple[Table, ...]
    headings: tuple[str, ...]
    closing: tuple[str, ...]
    signs: tuple[str, ...]
    dates: tuple[str, ...]

    def fields(self) -> set[tuple[str, str]]:
        """Return every field that may be proposed, each with the list of its item (人, 据, 件) or nothing."""
        found = {
            (field, self.parties[who].each) for label in self.labels for who, of in label.of.items() for field in of
        }
        found |= {(field, "") for label in self.labels for field in label.any}
        found |= {(field, "") for phrase in self.phrases for field in phrase.any}
        return found | {(field, table.list) for table in self.tables for field in table.columns}

    def label(self, word: str) -> Label | None:
        """Return the label that a word is."""
        plain = squeezed(word)
        return next((label for label in self.labels if plain in label.words), None)

    def party(self, word: str) -> Party | None:
        """Return the party that a word names."""
        plain = squeezed(word)
        return next((party for party in self.parties.values() if plain in party.words), None)


def squeezed(text: str) -> str:
    """Return text without blanks."""
    return re.sub(r"\s", "", text)


def spelled(words: Iterable[str]) -> str:
    """Return a pattern for any of these words, the longest first, however they are spaced."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(r"\s*".join(map(re.escape, word)) for word in ordered)


def read(library: Library) -> Labels:
    """Read the words of the uppermost pack that has any of its own.

    Raises PackError with every fault of the file.
    """
    path, name = library.uppermost(FILE)
    tree, _text, problems = read_yaml(path, name)
    shapes = Shapes(name, problems)
    root = shapes.root(tree)
    problems += unknown_keys(root, _KEYS, shapes.file)
    parties = {
        shapes.text(entry, "id"): Party(
            id=shapes.text(entry, "id"), each=shapes.text(entry, "each"), words=shapes.texts(entry, "words")
        )
        for entry in shapes.maps(root, "parties")
    }
    found = Labels(
        parties=parties,
        labels=tuple(_label(shapes, entry, parties) for entry in shapes.maps(root, "labels")),
        phrases=tuple(phrase for entry in shapes.maps(root, "phrases") for phrase in _phrases(shapes, entry)),
        leads=shapes.texts(root, "leads"),
        nobody=shapes.texts(root, "nobody"),
        tables=tuple(_table(shapes, entry) for entry in shapes.maps(root, "tables")),
        headings=shapes.texts(root, "headings"),
        closing=shapes.texts(root, "closing"),
        signs=shapes.texts(root, "signs"),
        dates=shapes.texts(root, "dates"),
    )
    if not isinstance(root, Unreadable):
        problems += _lacking(root, found, name)
    if problems:
        raise PackError(problems)
    return found


def _lacking(root: YamlMap, found: Labels, file: str) -> Iterator[Problem]:
    """Yield what must be there: without words of one kind every line, or none, would be of that kind."""
    where = Where(file=file)
    for key in _KEYS:
        if not root.get(key):
            yield Problem(code="P038", where=where, what=_("缺少“{key}”。").format(key=key))
    if found.labels and found.labels[0].shape != "name":
        yield Problem(code="P038", where=where, what=_("labels 的第一项应当是姓名（shape: name）。"))
    if not all([*(who.words for who in found.parties.values()), *(label.words for label in found.labels)]):
        yield Problem(code="P038", where=where, what=_("parties 和 labels 的每一项都要有 words。"))
    for phrase in found.phrases:
        if BLANK not in phrase.say or not _SAID.fullmatch(phrase.say):
            what = _("say 里要有空位 {blank}，方括号最多一对：{say}").format(blank=BLANK, say=phrase.say)
            yield Problem(code="P038", where=where, what=what)


def _label(shapes: Shapes, entry: YamlMap, parties: Mapping[str, Party]) -> Label:
    shapes.problems += unknown_keys(entry, _LABEL_KEYS, shapes.file)
    shape, by_party = shapes.text(entry, "shape"), shapes.map(entry, "of")
    shapes.problems += unknown_keys(by_party, parties, shapes.file)
    if shape not in _SHAPES:
        what = _("shape 只能是：{shapes}。").format(shapes=" ".join(_SHAPES))
        shapes.problems.append(Problem(code="P038", where=Where(file=shapes.file, line=entry.line), what=what))
    return Label(
        words=shapes.texts(entry, "words"),
        shape=shape,
        of={who: shapes.texts(by_party, who) for who in by_party if who in parties},
        any=shapes.texts(entry, "any"),
        after=shapes.texts(entry, "after"),
    )


def _phrases(shapes: Shapes, entry: YamlMap) -> list[Phrase]:
    shapes.problems += unknown_keys(entry, _PHRASE_KEYS, shapes.file)
    return [
        Phrase(
            say=say,
            any=shapes.texts(entry, "any"),
            label=shapes.text(entry, "label"),
            guess=shapes.flag(entry, "guess"),
        )
        for say in shapes.texts(entry, "say")
    ]


def _table(shapes: Shapes, entry: YamlMap) -> Table:
    columns = shapes.map(entry, "columns")
    return Table(
        list=shapes.text(entry, "list"),
        each=shapes.text(entry, "each"),
        needs=shapes.text(entry, "needs"),
        columns={field: shapes.texts(columns, field) for field in columns},
    )
