"""The catalogue of what a template may use: every field by both its names, what it means, and who may see it.

Questions tell of themselves; what the program computes is told in `templates/fields.yaml`. From which questions a value
comes is read off the names of anybody's case, and who sees it off the templates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from drafter import audience, packs
from drafter.context import sample
from drafter.errors import PackError, Problem
from drafter.fields import Field, Scope
from drafter.i18n import gettext as _
from drafter.i18n import listed, noted
from drafter.library import Library
from drafter.questionnaire import Question
from drafter.word.usage import shown_by
from drafter.yamlfile import Shapes, YamlMap, did_you_mean, read, unknown_keys

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

FILE: Final = "templates/fields.yaml"
_KEYS: Final = ("kinds", "notes", "set_like", "examples", "lists", "groups", "filters")
_GROUP_KEYS: Final = ("id", "name", "about", "each", "one", "same", "fields")
_FIELD_KEYS: Final = ("id", "name", "kind", "means", "example", "same", "tag", "english")
_FILTER_KEYS: Final = ("id", "name", "means", "tag", "english", "example")
_NAME: Final = re.compile(r"[^\W\d]\w*")
_MANY: Final = 4
_ITEM: Final = ("项", "item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One field: what stands between the braces in either language, and what is to be known of it."""

    id: str
    """Its whole English name: incidents[].when."""
    name: str
    tag: str
    english: str
    means: str
    kind: str
    example: str
    options: Mapping[str, str]
    """Of a choice: the ids and the words that it may be compared with."""
    filled_by: str
    """The question that it answers, or those it is worked out from."""
    seen: str
    same: tuple[str, ...] = ()
    """Of a list, or of a group: the groups whose names its items have too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Fields that stand under one name, or in the items of one list."""

    id: str
    name: str
    about: str
    loops: tuple[tuple[str, str], ...]
    """What opens the loops around an item, in either language, the outer first."""
    same: tuple[str, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What may stand behind a field, with an example."""

    id: str
    name: str
    tag: str
    english: str
    means: str
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Everything that a template of a pack may use."""

    notes: tuple[str, ...]
    set_like: str
    groups: tuple[Group, ...]
    filters: tuple[Filter, ...]


def vocabulary(library: Library) -> Vocabulary:
    """Return what the templates of a library may use.

    Raises PackError with every fault of `templates/fields.yaml`.
    """
    problems: list[Problem] = []
    shapes = Shapes(FILE, problems)
    data = _read(packs.builtin_content(), shapes)
    problems += unknown_keys(data, _KEYS, FILE)
    found = _Reader(library, data, shapes).groups()
    filters = []
    for entry in shapes.maps(data, "filters"):
        problems += unknown_keys(entry, _FILTER_KEYS, FILE)
        filters.append(Filter(**{key: shapes.text(entry, key) for key in _FILTER_KEYS}))
    notes, set_like = shapes.texts(data, "notes"), shapes.text(data, "set_like")
    if problems:
        raise PackError(problems)
    return Vocabulary(notes=notes, set_like=set_like, groups=tuple(found), filters=tuple(filters))


def search(words: Vocabulary, asked: Iterable[str]) -> list[Entry | Filter]:
    """Return what has all the words in its names, its meaning or its options, the nearest first."""
    wanted = [word.strip("{}% ").casefold() for word in asked]
    known: list[Entry | Filter] = [entry for group in words.groups for entry in group.entries]
    known += words.filters
    found = [(min(_near(entry, word) for word in wanted), entry) for entry in known if _has(entry, wanted)]
    return [entry for _rank, entry in sorted(found, key=lambda pair: -pair[0])]


def nearest(words: Vocabulary, asked: str) -> str:
    """Return 是不是“x”？ over all names in both languages."""
    known = [name for group in words.groups for entry in group.entries for name in _names(entry)]
    known += [name for entry in words.filters for name in (entry.name, entry.id)]
    return did_you_mean(asked, dict.fromkeys([*known, *(group.name for group in words.groups)]))


def _names(entry: Entry | Filter) -> tuple[str, ...]:
    return (entry.name, entry.id.rpartition(".")[2], entry.id, entry.tag, entry.english)


def _has(entry: Entry | Filter, wanted: list[str]) -> bool:
    texts = [*_names(entry), entry.means]
    if isinstance(entry, Entry):
        texts += [entry.filled_by, *entry.options, *entry.options.values()]
    text = "\n".join(texts).casefold()
    return all(word in text for word in wanted)


def _near(entry: Entry | Filter, word: str) -> int:
    names = [name.casefold() for name in _names(entry)]
    return 2 if word in names else int(any(word in name for name in names))


def _read(folder: Traversable, shapes: Shapes) -> YamlMap:
    tree, _text, found = read(folder / FILE, FILE)
    if found:
        raise PackError(found)
    return shapes.root(tree)


class _Reader:
    """Puts the groups together: questions first, then what is computed beside them."""

    def __init__(self, library: Library, data: YamlMap, shapes: Shapes) -> None:
        self.library = library
        self.shapes = shapes
        self.kinds = shapes.map(data, "kinds")
        self.examples = shapes.map(data, "examples")
        self.lists = dict(shapes.named(shapes.map(data, "lists")))
        self.told: dict[str, YamlMap] = {}
        for entry in shapes.maps(data, "groups"):
            shapes.problems += unknown_keys(entry, _GROUP_KEYS, FILE)
            self.told[shapes.text(entry, "id")] = entry
        ((_document, self.names),) = sample.names(library, [sample.document(library)])

    def groups(self) -> Iterator[Group]:
        asked: dict[str, list[Question]] = {}
        for question in self.library.questionnaire.questions.values():
            asked.setdefault(question.id.rpartition(".")[0], []).append(question)
        for id_ in dict.fromkeys([*asked, *self.told]):
            entries = [*map(self.question, asked.get(id_, ())), *self.computed(id_)]
            told = self.told.get(id_, YamlMap())
            yield Group(
                id=id_,
                name=self.group_name(id_),
                about=self.shapes.text(told, "about"),
                loops=self.loops(id_),
                same=self.shapes.texts(told, "same"),
                entries=tuple({entry.id: entry for entry in entries}.values()),
            )

    def group_name(self, id_: str) -> str:
        known = self.library.questionnaire.groups.get(id_.removesuffix("[]"))
        return known or self.shapes.text(self.told.get(id_, YamlMap()), "name", id_)

    def loops(self, id_: str) -> tuple[tuple[str, str], ...]:
        """Return what opens the loops around an item of a list, in both languages."""
        if not id_.endswith("[]"):
            return ()
        outer, _dot, leaf = id_.removesuffix("[]").rpartition(".")
        one, other = self.item(id_)
        chinese, english = self.before(outer)
        name = self.list_name(outer, leaf) if outer else self.group_name(id_)
        return (*self.loops(outer), (f"for {one} in {chinese}{name}", f"for {other} in {english}{leaf}"))

    def list_name(self, outer: str, leaf: str) -> str:
        fields = self.shapes.maps(self.told.get(outer, YamlMap()), "fields")
        return next((self.shapes.text(entry, "name") for entry in fields if entry.get("id") == leaf), leaf)

    def item(self, id_: str) -> tuple[str, str]:
        """Return what an item of a list is called in a loop."""
        told = self.told.get(id_, YamlMap())
        told = told if "each" in told else self.lists.get(id_.removesuffix("[]"), YamlMap())
        return self.shapes.text(told, "each", _ITEM[0]), self.shapes.text(told, "one", _ITEM[1])

    def before(self, id_: str) -> tuple[str, str]:
        """Return what stands before the name of a field of this group, in both languages."""
        if not id_:
            return "", ""
        if id_.endswith("[]"):
            one, other = self.item(id_)
            return f"{one}.", f"{other}."
        return f"{self.group_name(id_)}.", f"{id_}."

    def entry(
        self, group: str, leaf: str, name: str, told: Mapping[str, str], options: Mapping[str, str] | None = None
    ) -> Entry:
        """Return a field of a group; what nobody told of it is worked out."""
        id_ = f"{group}.{leaf}" if group else leaf
        chinese, english = self.before(group)
        sources = self.sources(id_)
        return Entry(
            id=id_,
            name=name,
            tag=told.get("tag") or _reached(chinese, name),
            english=told.get("english") or _reached(english, leaf),
            means=told.get("means", ""),
            kind=self.kind(told.get("kind", "text")),
            example=told.get("example") or (self.cited(id_) if told.get("kind") == "article" else ""),
            options=options or {},
            filled_by=told.get("filled_by") or self.worked_out(sources),
            seen=told.get("seen") or self.partly(sources),
            same=tuple(filter(None, told.get("same", "").split())),
        )

    def kind(self, kind: str) -> str:
        return self.shapes.text(self.kinds, kind, kind)

    def question(self, question: Question) -> Entry:
        group, _dot, leaf = question.id.rpartition(".")
        section = next(s for s in self.library.questionnaire.sections if question in s.questions)
        seen = audience.told(self.library, question)
        told = {
            "kind": question.kind,
            "means": _(question.ask),
            "example": self.shapes.text(self.examples, question.id),
            "filled_by": _("问答里的“{section}”").format(section=_(section.title)),
            "seen": _("敏感。{seen}").format(seen=seen) if question.sensitive else seen,
        }
        options = {key: _(label) for key, label in question.choices.items()}
        return self.entry(group, leaf, question.name, told, options)

    def computed(self, id_: str) -> Iterator[Entry]:
        """Yield what the program computes in a group, and its shared sentences."""
        told = {
            self.shapes.text(entry, "id"): entry for entry in self.shapes.maps(self.told.get(id_, YamlMap()), "fields")
        }
        named = dict(self.declared(id_))
        for leaf in dict.fromkeys([*named, *told]):
            entry = told.get(leaf, YamlMap())
            self.shapes.problems += unknown_keys(entry, _FIELD_KEYS, FILE)
            texts = {key: self.shapes.text(entry, key) for key in entry if key != "same"}
            same = self.shapes.texts(entry, "same")
            kind = {"kind": "list"} if same else {}
            known = {**kind, **named.get(leaf, {}), **texts, "same": " ".join(same)}
            yield self.entry(id_, leaf, known.get("name", leaf), known)

    def declared(self, id_: str) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield the names that other files of the pack declare: sentences, conclusions, articles, periods, papers."""
        for phrase in self.library.phrases:
            if phrase.id == f"{id_}.{phrase.leaf}":
                means = _("共用的句子（wording.yaml）")
                yield phrase.leaf, {"name": phrase.name, "kind": "sentence", "means": means}
        match id_:
            case "flags":
                yield from self.conclusions()
            case "articles":
                yield from self.articles()
            case "periods":
                yield from self.periods()
            case "written":
                yield from self.papers()

    def conclusions(self) -> Iterator[tuple[str, dict[str, str]]]:
        flags = self.library.flags
        for flag in self.names["flags"].own():
            if flag in flags:
                yield flag, {"name": flags[flag], "kind": "yes_no"}

    def articles(self) -> Iterator[tuple[str, dict[str, str]]]:
        for name in dict.fromkeys(name for document in self.library.documents for name in document.articles):
            yield name, {"name": name, "kind": "article", "means": self.users_of(name)}

    def periods(self) -> Iterator[tuple[str, dict[str, str]]]:
        for period in self.library.law.periods.values():
            example = str(self.names["periods"][period.id])
            yield period.id, {"name": period.name, "means": period.what, "example": example}

    def papers(self) -> Iterator[tuple[str, dict[str, str]]]:
        for document in self.library.documents:
            means = _("写不写《{title}》").format(title=document.title)
            yield document.id, {"name": document.title, "kind": "yes_no", "means": means}

    def users_of(self, article: str) -> str:
        titles = [document.title for document in self.library.documents if article in document.articles]
        return _("用在：{papers}").format(papers=listed(titles))

    def held(self, id_: str) -> list[object]:
        """Return everything that a name of the catalogue stands for in anybody's case."""
        found: list[object] = [self.names]
        for part in id_.replace("[]", "").split("."):
            members = [member for value in found for member in (value if isinstance(value, list) else [value])]
            found = [member[part] for member in members if isinstance(member, Scope) and part in member]
        return found

    def cited(self, id_: str) -> str:
        """Return an article as a paper cites it there."""
        return next((value.text for value in self.held(id_) if isinstance(value, Field) and value.text), "")

    def sources(self, id_: str) -> list[Question]:
        """Return the questions that a computed value is worked out from."""
        questions = self.library.questionnaire
        found = audience.questions_behind(questions, [f for value in self.held(id_)[:1] for f in shown_by(value)])
        return [question for question in questions.questions.values() if question.id in found]

    def worked_out(self, sources: list[Question]) -> str:
        groups = self.library.questionnaire.groups
        names = [f"{_(groups[question.group])}·{_(question.name)}" for question in sources]
        more = _("等 {count} 题").format(count=len(names)) if len(names) > _MANY else ""
        told = listed(names[:_MANY])
        return _("由程序得出：{questions}").format(questions=f"{told}{more}") if told else _("由程序得出")

    def partly(self, sources: list[Question]) -> str:
        delicate = any(question.sensitive or question.served_when is not None for question in sources)
        return _("里面敏感的部分，和各题一样。") if delicate else ""


def _reached(before: str, name: str) -> str:
    """Return a name with what stands before it; one that is no word of the tags goes between brackets."""
    return f"{before}{name}" if _NAME.fullmatch(name) else f"{before.removesuffix('.')}['{name}']"


def shown(entry: Entry) -> str:
    """Return the example of a field, or everything that it may be."""
    if entry.options:
        return listed(noted(label, key) for key, label in entry.options.items())
    return entry.example
