"""The documents of a pack as declared in `templates/pack.yaml`: for whom, when, from which template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from drafter.conditions import Condition, ConditionError, parse
from drafter.errors import Problem, Where
from drafter.i18n import gettext as _
from drafter.yamlfile import YamlList, YamlMap, did_you_mean, sentence, unknown_keys

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
    "follows",
    "unnumbered",
    "discloses",
    "purposes",
    "articles",
    "requires",
)
_RULE_KEYS: Final = ("when", "verdict", "reason", "instead")
_NOTICE_KEYS: Final = ("when", "text")
_USE_KEYS: Final = ("article", "item", "conducts")


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
    item: str = ""
    conducts: tuple[str, ...] = ()
    """When given, the article stands only if such an act happened while it was in force."""
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


def read_documents(entries: object, file: str) -> tuple[tuple[Document, ...], list[Problem]]:
    """Read the `documents:` list of a pack; return the documents and every fault."""
    reader = _Reader(file)
    if not isinstance(entries, YamlList):
        return (), [reader.problem("P001", None, _("documents 应当是列表。"))]
    documents = tuple(d for entry in entries if (d := reader.document(entry)) is not None)
    seen: dict[str, int | None] = {}
    for document in documents:
        if document.id in seen:
            reader.fault("P002", document.where.line, _("“{id}”写了两次。").format(id=document.id))
        seen[document.id] = document.where.line
    return documents, reader.problems


def read_notices(entries: object, file: str) -> tuple[tuple[Notice, ...], list[Problem]]:
    """Read the `notices:` list of a pack; return the notices and every fault."""
    reader = _Reader(file)
    if not isinstance(entries, YamlList):
        return (), [reader.problem("P006", None, _("notices 应当是列表。"))]
    found = tuple(notice for entry in entries if (notice := reader.notice(entry)) is not None)
    return found, reader.problems


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def problem(self, code: str, line: int | None, what: str, advice: str = "") -> Problem:
        return Problem(code=code, where=Where(file=self.file, line=line), what=what, advice=advice)

    def fault(self, code: str, line: int | None, what: str, advice: str = "") -> None:
        self.problems.append(self.problem(code, line, what, advice))

    def document(self, data: object) -> Document | None:
        if not isinstance(data, YamlMap):
            self.fault("P003", None, _("每份文书应当是“键: 值”的形式。"))
            return None
        self.problems += unknown_keys(data, _DOCUMENT_KEYS, self.file)
        for key in ("id", "title", "template"):
            if not data.get(key):
                self.fault("P004", data.line, _("缺少“{key}”。").format(key=key))
        discloses = data.get("discloses")
        return Document(
            id=str(data.get("id", "")),
            title=str(data.get("title", "")),
            called=str(data.get("called", "")),
            channel=str(data.get("channel", "none")),
            template=str(data.get("template", "")),
            served=str(data.get("served", "false")) == "true",
            reader=str(data.get("reader", "")),
            follows=self._texts(data, "follows"),
            unnumbered=str(data.get("unnumbered", "false")) == "true",
            discloses=tuple(str(name) for name in discloses) if isinstance(discloses, YamlList) else None,
            purposes=self._texts(data, "purposes"),
            articles=self._articles(data),
            requires=self._requires(data),
            where=Where(file=self.file, line=data.line),
        )

    def notice(self, data: object) -> Notice | None:
        if not isinstance(data, YamlMap):
            self.fault("P006", None, _("notices 的每一项应当是“键: 值”的形式。"))
            return None
        self.problems += unknown_keys(data, _NOTICE_KEYS, self.file)
        condition = self._condition(data)
        if condition is None:
            return None
        return Notice(when=condition, text=sentence(data.get("text", "")), where=Where(file=self.file, line=data.line))

    def _condition(self, data: YamlMap) -> Condition | None:
        try:
            return parse(str(data.get("when", "")))
        except ConditionError as error:
            self.fault("P008", data.lines.get("when", data.line), str(error))
            return None

    def _texts(self, data: YamlMap, key: str) -> tuple[str, ...]:
        value = data.get(key, YamlList())
        if isinstance(value, YamlList):
            return tuple(str(entry) for entry in value)
        return (str(value),) if value else ()

    def _articles(self, data: YamlMap) -> dict[str, ArticleUse]:
        uses = data.get("articles", YamlMap())
        if not isinstance(uses, YamlMap):
            self.fault(
                "P005", data.lines.get("articles"), _("articles 应当是“名称: 条文”的形式，条文里有 article 一项。")
            )
            return {}
        found = {}
        for name, use in uses.items():
            line = uses.lines.get(name)
            if not isinstance(use, YamlMap) or not use.get("article"):
                self.fault("P005", line, _("“{name}”缺少 article。").format(name=name))
                continue
            self.problems += unknown_keys(use, _USE_KEYS, self.file)
            found[name] = ArticleUse(
                articles=self._texts(use, "article"),
                item=str(use.get("item", "")),
                conducts=self._texts(use, "conducts"),
                where=Where(file=self.file, line=line),
            )
        return found

    def _requires(self, data: YamlMap) -> tuple[Requirement, ...]:
        rules = data.get("requires", YamlList())
        if not isinstance(rules, YamlList):
            self.fault("P006", data.lines.get("requires"), _("requires 应当是列表。"))
            return ()
        found = []
        for rule in rules:
            if not isinstance(rule, YamlMap):
                self.fault("P006", data.lines.get("requires"), _("requires 的每一项应当是“键: 值”的形式。"))
                continue
            self.problems += unknown_keys(rule, _RULE_KEYS, self.file)
            verdict = str(rule.get("verdict", ""))
            if verdict not in VERDICTS:
                self.fault("P007", rule.lines.get("verdict", rule.line), _("verdict 只能是 {options}。").format(
                    options="、".join(VERDICTS)), did_you_mean(verdict, VERDICTS))  # fmt: skip
                continue
            condition = self._condition(rule)
            if condition is None:
                continue
            found.append(
                Requirement(
                    when=condition,
                    verdict="not_yet" if verdict == "not_yet" else "not_applicable",
                    reason=sentence(rule.get("reason", "")),
                    instead=sentence(rule.get("instead", "")),
                    where=Where(file=self.file, line=rule.lines.get("when", rule.line)),
                )
            )
        return tuple(found)
