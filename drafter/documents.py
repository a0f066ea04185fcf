"""The documents of a pack as declared in `templates/pack.yaml`: for whom, when, from which template."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Final, Literal

from drafter.conditions import Condition, ConditionError, parse
from drafter.errors import Problem, Where
from drafter.i18n import gettext as _
from drafter.i18n import listed
from drafter.yamlfile import Shapes, YamlMap, did_you_mean, sentence, unknown_keys

PLAN: Final = "plan"
"""The document that tells the person what to do next; `drafter plan` shows it."""
Verdict = Literal["not_applicable", "not_yet"]
VERDICTS: Final = ("not_applicable", "not_yet")
_DOCUMENT_KEYS: Final = (
    "id",
    "title",
    "called",
    "channel",
    "template",
    "served",
    "reader",
    "forwarded",
    "contacts_only",
    "alternative",
    "follows",
    "unnumbered",
    "discloses",
    "purposes",
    "articles",
    "requires",
)
_RULE_KEYS: Final = ("when", "verdict", "reason", "instead")
_NOTICE_KEYS: Final = ("when", "text")
_USE_KEYS: Final = ("article", "item", "conducts", "before")
_ALTERNATIVE_KEYS: Final = ("when", "title", "called")
_ID: Final = re.compile(r"[a-z][a-z0-9_]{0,59}")
_TITLE: Final = re.compile(r"""(?![. ])[^\x00-\x1f\x7f/\\:*?"<>|]{1,60}(?<![. ])""")
"""What names a file on every system, and no other place: a paper is stored under its id and its title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """What must hold for a document to be written, and what to say when it does not."""

    when: Condition
    verdict: Verdict
    reason: str
    instead: str
    where: Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What the person is told beside the papers when `when` holds."""

    when: Condition
    text: str
    where: Where


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleUse:
    """An article that a template asks for by a name of its own."""

    articles: tuple[str, ...]
    items: tuple[str, ...] = ()
    """The part of each article that is meant; a single one is of all of them."""
    conducts: tuple[str, ...] = ()
    """When given, the article stands only if such an act happened while it was in force."""
    before: ArticleUse | None = None
    """What stands instead in a paper drawn for a day on which the articles are not in force yet."""
    where: Where

    def parts(self) -> tuple[tuple[str, str], ...]:
        """Return each article with the part of it that is meant."""
        items = self.items if len(self.items) == len(self.articles) else (*self.items, "")[:1] * len(self.articles)
        return tuple(zip(self.articles, items, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Another title of the same paper, and what it then calls the person."""

    when: Condition
    title: str
    called: str
    where: Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One paper for one channel, drawn from one template."""

    id: str
    title: str
    called: str
    """What the paper calls the person: 申请人, 报案人, 投诉人."""
    channel: str
    template: str
    served: bool
    """Whether the other side receives it: then no identity number, phone or unknown address is in it."""
    reader: str
    """Who reads it, where it has no channel that says so."""
    forwarded: bool
    """Whether it reaches the lender, who has to know who writes: only what is told to be unknown to it is left out."""
    contacts_only: bool
    """Whether it tells only the incidents in which calls or messages came to a number of the person's own."""
    alternative: Alternative | None
    """The title that it has when a condition holds."""
    follows: tuple[str, ...]
    """The terms (`law/terms.yaml`) of which one must be open: the paper answers the step that set it off."""
    unnumbered: bool
    """Whether it stands in the case folder itself, for the person alone, and not in 文书/ to be filed."""
    discloses: tuple[str, ...] | None
    """Sensitive fields printed in full; None: what the channel requires."""
    purposes: tuple[str, ...]
    """Under which headings of `law/grounds.yaml` its grounds are looked up."""
    articles: Mapping[str, ArticleUse]
    requires: tuple[Requirement, ...]
    where: Where
    pack: str = ""
    """The pack in which its template stands."""

    def under(self, facts: Mapping[str, object]) -> Document:
        """Return the document with the title that it has when these facts hold."""
        other = self.alternative
        if other is None or not other.when.holds(facts):
            return self
        return replace(self, title=other.title, called=other.called)


def read_documents(
    pack: YamlMap, file: str, name: str = "", others: Mapping[str, Document] | None = None
) -> tuple[tuple[Document, ...], list[Problem]]:
    """Read the `documents:` list of the pack `name`; return the documents and every fault.

    One that has the id of another takes from it whatever it does not say itself.
    """
    reader = _Reader(file, name, others or {})
    if not pack.get("documents"):
        return (), [reader.problem("P001", pack.lines.get("documents"), _("没有 documents 列表。"))]
    documents = tuple(reader.document(entry) for entry in reader.shapes.maps(pack, "documents"))
    seen: dict[str, int | None] = {}
    for document in documents:
        if document.id in seen:
            reader.fault("P002", document.where.line, _("“{id}”写了两次。").format(id=document.id))
        seen[document.id] = document.where.line
    return documents, reader.problems


def read_notices(pack: YamlMap, file: str) -> tuple[tuple[Notice, ...], list[Problem]]:
    """Read the `notices:` list of a pack; return the notices and every fault."""
    reader = _Reader(file)
    entries = reader.shapes.maps(pack, "notices")
    return tuple(notice for entry in entries if (notice := reader.notice(entry)) is not None), reader.problems


class _Reader:
    def __init__(self, file: str, pack: str = "", others: Mapping[str, Document] | None = None) -> None:
        self.file = file
        self.pack = pack
        self.others = others or {}
        self.problems: list[Problem] = []
        self.shapes = Shapes(file, self.problems)

    def problem(self, code: str, line: int | None, what: str, advice: str = "") -> Problem:
        return Problem(code=code, where=Where(file=self.file, line=line), what=what, advice=advice)

    def fault(self, code: str, line: int | None, what: str, advice: str = "") -> None:
        self.problems.append(self.problem(code, line, what, advice))

    def document(self, data: YamlMap) -> Document:
        self.problems += unknown_keys(data, _DOCUMENT_KEYS, self.file)
        other = self.others.get(self.shapes.text(data, "id"))
        for key in ("id", "title", "template"):
            if not data.get(key) and (other is None or key in data):
                meant = did_you_mean(self.shapes.text(data, "id"), self.others) if key == "title" else ""
                self.fault("P004", data.line, _("缺少“{key}”。").format(key=key), meant)
        self._check_names(data)
        said = Document(
            id=self.shapes.text(data, "id"),
            title=self.shapes.text(data, "title"),
            called=self.shapes.text(data, "called"),
            channel=self.shapes.text(data, "channel", "none"),
            template=self.shapes.text(data, "template"),
            served=self.shapes.flag(data, "served"),
            reader=self.shapes.text(data, "reader"),
            forwarded=self.shapes.flag(data, "forwarded"),
            contacts_only=self.shapes.flag(data, "contacts_only"),
            alternative=self._alternative(data),
            follows=self.shapes.texts(data, "follows"),
            unnumbered=self.shapes.flag(data, "unnumbered"),
            discloses=self.shapes.texts(data, "discloses") if "discloses" in data else None,
            purposes=self.shapes.texts(data, "purposes"),
            articles=self._articles(data),
            requires=self._requires(data),
            where=Where(file=self.file, line=data.line),
            pack=self.pack if other is None or "template" in data else other.pack,
        )
        if other is None:
            return said
        kept = (each.name for each in fields(Document) if each.name in _DOCUMENT_KEYS and each.name not in data)
        return replace(said, **{name: getattr(other, name) for name in kept})

    def _check_names(self, data: YamlMap) -> None:
        """Look at what becomes the name of a file."""
        if (name := data.get("id")) and isinstance(name, str) and not _ID.fullmatch(name):
            what = _("文书的 id 只能是小写字母开头的小写字母、数字和下划线，不是“{name}”。").format(name=name[:60])
            self.fault("P037", data.lines["id"], what, self._meant(name))
        other = data.get("alternative")
        for each in (data, other if isinstance(other, YamlMap) else YamlMap()):
            title = each.get("title")
            if title and isinstance(title, str) and not _TITLE.fullmatch(title):
                what = _('title 会用作文件名：不超过 60 个字，不能有 / \\ : * ? " < > |，不能以点或者空格开头、结尾。')
                self.fault("P037", each.lines["title"], what)

    def _meant(self, name: str) -> str:
        """Return the id of the document that somebody calls by its title."""
        found = next((each.id for each in self.others.values() if each.title == name), None)
        return _("要换掉“{title}”，请写 id: {id}。").format(title=name, id=found) if found else ""

    def _alternative(self, data: YamlMap) -> Alternative | None:
        if "alternative" not in data:
            return None
        other = self.shapes.map(data, "alternative")
        if not all(other.get(key) for key in _ALTERNATIVE_KEYS):
            what = _("alternative 应当有 when、title 和 called。")
            self.fault("P004", data.lines.get("alternative"), what)
            return None
        self.problems += unknown_keys(other, _ALTERNATIVE_KEYS, self.file)
        condition = self._condition(other)
        if condition is None:
            return None
        where = Where(file=self.file, line=other.lines.get("when", other.line))
        title, called = self.shapes.text(other, "title"), self.shapes.text(other, "called")
        return Alternative(when=condition, title=title, called=called, where=where)

    def notice(self, data: YamlMap) -> Notice | None:
        self.problems += unknown_keys(data, _NOTICE_KEYS, self.file)
        condition = self._condition(data)
        if condition is None:
            return None
        return Notice(
            when=condition, text=sentence(self.shapes.text(data, "text")), where=Where(file=self.file, line=data.line)
        )

    def _condition(self, data: YamlMap) -> Condition | None:
        try:
            return parse(self.shapes.text(data, "when"))
        except ConditionError as error:
            self.fault("P008", data.lines.get("when", data.line), str(error))
            return None

    def _articles(self, data: YamlMap) -> dict[str, ArticleUse]:
        found = {}
        uses = self.shapes.map(data, "articles")
        for name, use in self.shapes.named(uses):
            line = uses.lines.get(name)
            if (read := self._use(use, name, line)) is not None:
                found[name] = read
        return found

    def _use(self, use: YamlMap, name: str, line: int | None) -> ArticleUse | None:
        if not use.get("article"):
            self.fault("P005", line, _("“{name}”缺少 article。").format(name=name))
            return None
        self.problems += unknown_keys(use, _USE_KEYS, self.file)
        articles, items = self.shapes.texts(use, "article"), self.shapes.texts(use, "item")
        if len(items) > 1 and len(items) != len(articles):
            self.fault("P005", line, _("“{name}”的 item 应当和 article 一样多，或者只写一个。").format(name=name))
        return ArticleUse(
            articles=articles,
            items=items,
            conducts=self.shapes.texts(use, "conducts"),
            before=self._use(self.shapes.map(use, "before"), name, line) if "before" in use else None,
            where=Where(file=self.file, line=line),
        )

    def _requires(self, data: YamlMap) -> tuple[Requirement, ...]:
        found = []
        for rule in self.shapes.maps(data, "requires"):
            self.problems += unknown_keys(rule, _RULE_KEYS, self.file)
            verdict = self.shapes.text(rule, "verdict")
            if verdict not in VERDICTS:
                self.fault("P007", rule.lines.get("verdict", rule.line), _("verdict 只能是 {options}。").format(
                    options=listed(VERDICTS)), did_you_mean(verdict, VERDICTS))  # fmt: skip
                continue
            condition = self._condition(rule)
            if condition is None:
                continue
            found.append(
                Requirement(
                    when=condition,
                    verdict="not_yet" if verdict == "not_yet" else "not_applicable",
                    reason=sentence(self.shapes.text(rule, "reason")),
                    instead=sentence(self.shapes.text(rule, "instead")),
                    where=Where(file=self.file, line=rule.lines.get("when", rule.line)),
                )
            )
        return tuple(found)
