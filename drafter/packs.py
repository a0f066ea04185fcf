"""Template packs: a folder of questionnaires, law and templates, loaded into a `Library`.

The repository's own content is a pack, loaded by the same function as any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from drafter import law_reading
from drafter import questionnaire as questionnaire_module
from drafter.documents import Document, Notice, read_documents, read_notices
from drafter.errors import ContentError, PackError, Problem, Where, reason
from drafter.i18n import gettext as _
from drafter.law import PURPOSES
from drafter.yamlfile import Shapes, YamlMap, did_you_mean, unknown_keys
from drafter.yamlfile import parse as parse_yaml

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from drafter.conditions import Condition
    from drafter.law import Law
    from drafter.questionnaire import Questionnaire

FORMAT: Final = 1
_PACK: Final = "templates/pack.yaml"
_WORDING: Final = "templates/wording.yaml"
_PACK_KEYS: Final = ("pack", "title", "format", "version", "documents", "notices")
_COMPUTED_GROUPS: Final = ("stats", "grounds", "parties")
_PHRASE_KEYS: Final = ("id", "name", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A sentence shared by several documents, written in the tags of a template; it is a field too."""

    id: str
    name: str
    text: str
    where: Where

    @property
    def group(self) -> str:
        """The English name of the group it belongs to."""
        return self.id.replace("[]", "").partition(".")[0]

    @property
    def leaf(self) -> str:
        """Its English name within the group."""
        return self.id.partition(".")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """Everything that is asked, cited and printed."""

    name: str
    title: str
    version: str
    questionnaire: Questionnaire
    law: Law
    documents: tuple[Document, ...]
    notices: tuple[Notice, ...]
    phrases: tuple[Phrase, ...]
    flags: Mapping[str, str]
    """English name of a conclusion → its Chinese name in templates."""
    folder: Traversable

    def template(self, document: Document) -> bytes:
        """Return the bytes of a document's template.

        Raises PackError when the file is not there.
        """
        try:
            return (self.folder / "templates" / document.template).read_bytes()
        except OSError:
            shelf = self.folder / "templates" / "docx"
            names = [entry.name for entry in shelf.iterdir()] if shelf.is_dir() else []
            problem = Problem(
                code="P010",
                where=document.where,
                what=_("没有模板文件 templates/{template}。").format(template=document.template),
                advice=did_you_mean(document.template.rpartition("/")[2], names),
            )
            raise PackError([problem]) from None


def builtin_content() -> Traversable:
    """Return the folder that holds `law/`, `questionnaires/` and `templates/`.

    A wheel carries them as `drafter/_content`; in a source tree, and so in an editable install, they stand at
    the root of the repository.
    """
    packaged = files("drafter") / "_content"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[1]


def load(folder: Traversable) -> Library:
    """Load a pack.

    Raises PackError with every fault of every file.
    """
    problems: list[Problem] = []
    questionnaire = law = None
    try:
        questionnaire = questionnaire_module.load(folder / "questionnaires")
    except ContentError as error:
        problems += error.problems
    try:
        law = law_reading.load(folder)
    except ContentError as error:
        problems += error.problems
    pack, found = _read(folder, _PACK)
    problems += found
    problems += unknown_keys(pack, _PACK_KEYS, _PACK)
    if str(pack.get("format", "")) != str(FORMAT):
        where = Where(file=_PACK, line=pack.lines.get("format"))
        problems.append(Problem(code="P011", where=where, what=_("format 应当是 {format}。").format(format=FORMAT)))
    documents, found = read_documents(pack, _PACK)
    problems += found
    notices, found = read_notices(pack, _PACK)
    problems += found
    wording, found = _read(folder, _WORDING)
    problems += found
    problems += unknown_keys(wording, ("flags", "phrases"), _WORDING)
    phrases, found = _phrases(wording)
    problems += found
    shapes = Shapes(_WORDING, problems)
    named = shapes.map(wording, "flags")
    flags = {name: shapes.text(named, name) for name in named}
    shapes = Shapes(_PACK, problems)
    name, title, version = (shapes.text(pack, key) for key in ("pack", "title", "version"))
    conditions = [(rule.when, rule.where) for document in documents for rule in document.requires]
    conditions += [(d.alternative.when, d.alternative.where) for d in documents if d.alternative is not None]
    conditions += [(notice.when, notice.where) for notice in notices]
    if questionnaire is not None:
        problems += _check_conditions(conditions, questionnaire, [*_names(flags), *_due_names(law)])
        problems += _check_phrases(phrases, questionnaire)
    if law is not None:
        problems += _check_articles(documents, law)
    if questionnaire is not None and law is not None:
        problems += _check_disclosure(documents, law, questionnaire)
    if problems or questionnaire is None or law is None:
        raise PackError(problems)
    return Library(
        name=name,
        title=title,
        version=version,
        questionnaire=questionnaire,
        law=law,
        documents=documents,
        notices=notices,
        phrases=phrases,
        flags=flags,
        folder=folder,
    )


def _read(folder: Traversable, name: str) -> tuple[YamlMap, list[Problem]]:
    try:
        text = (folder / name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        what = _("读不了这个文件：{reason}。").format(reason=reason(error))
        return YamlMap(), [Problem(code="P012", where=Where(file=name), what=what)]
    tree, problems = parse_yaml(text, name)
    return Shapes(name, problems).root(tree), problems


def _phrases(tree: YamlMap) -> tuple[tuple[Phrase, ...], list[Problem]]:
    problems: list[Problem] = []
    shapes = Shapes(_WORDING, problems)
    phrases = []
    for entry in shapes.maps(tree, "phrases"):
        problems += unknown_keys(entry, _PHRASE_KEYS, _WORDING)
        told = {key: shapes.text(entry, key) for key in _PHRASE_KEYS}
        if not all(told.values()):
            what = _("每一条应当有 id、name 和 text。")
            problems.append(Problem(code="P013", where=Where(file=_WORDING, line=entry.line), what=what))
            continue
        where = Where(file=_WORDING, line=entry.lines["text"])
        phrases.append(Phrase(id=told["id"], name=told["name"], text=told["text"], where=where))
    return tuple(phrases), problems


def _names(flags: Mapping[str, str]) -> list[str]:
    return [f"flags.{flag}" for flag in flags]


def _due_names(law: Law | None) -> list[str]:
    return [f"due.{term}" for term in law.terms] if law is not None else []


def _check_conditions(
    conditions: Sequence[tuple[Condition, Where]], questionnaire: Questionnaire, concluded: Sequence[str]
) -> list[Problem]:
    problems = []
    single = {id_: question for id_, question in questionnaire.questions.items() if not question.repeated}
    names = [*single, *concluded]
    for condition, where in conditions:
        for name in condition.names:
            if name not in names:
                what = _("条件里的“{name}”没有对应的问题，也不是 wording.yaml 里的情形。").format(name=name)
                problems.append(Problem(code="P016", where=where, what=what, advice=did_you_mean(name, names)))
        for name, constant in condition.comparisons:
            choices = single[name].choices if name in single else {}
            if choices and constant not in choices:
                what = _("“{name}”没有“{choice}”这个选项。").format(name=name, choice=constant)
                problems.append(Problem(code="P017", where=where, what=what, advice=did_you_mean(constant, choices)))
    return problems


def _check_phrases(phrases: tuple[Phrase, ...], questionnaire: Questionnaire) -> list[Problem]:
    known = [*questionnaire.groups, *_COMPUTED_GROUPS]
    return [
        Problem(
            code="P018",
            where=phrase.where,
            what=_("没有“{group}”这一组。").format(group=phrase.group),
            advice=did_you_mean(phrase.group, known),
        )
        for phrase in phrases
        if phrase.group not in known
    ]


def _check_disclosure(documents: tuple[Document, ...], law: Law, questionnaire: Questionnaire) -> list[Problem]:
    known = [id_.replace("[]", "") for id_ in questionnaire.questions]
    named = [(name, document.where) for document in documents for name in document.discloses or ()]
    named += [
        (name, Where(file="law/channels.yaml")) for channel in law.channels.values() for name in channel.discloses
    ]
    return [
        Problem(
            code="P019",
            where=where,
            what=_("discloses 里的“{name}”没有对应的问题。").format(name=name),
            advice=did_you_mean(name, known),
        )
        for name, where in named
        if name not in known
    ]


def _check_articles(documents: tuple[Document, ...], law: Law) -> list[Problem]:
    """Return every name that a document uses and `law/` does not have."""
    problems = []

    def check(name: str, known: Iterable[str], where: Where, code: str, what: str) -> None:
        candidates = list(known)
        if name not in candidates:
            said, advice = what.format(name=name), did_you_mean(name, candidates)
            problems.append(Problem(code=code, where=where, what=said, advice=advice))

    for document in documents:
        for purpose in document.purposes:
            check(purpose, PURPOSES, document.where, "P020", _("没有“{name}”这一类依据。"))
        for term in document.follows:
            check(term, law.terms, document.where, "P022", _("terms.yaml 里没有“{name}”。"))
        for use in document.articles.values():
            for conduct in use.conducts:
                check(conduct, law.conducts, use.where, "P021", _("没有“{name}”这种行为。"))
            for article in (*use.articles, *(use.before.articles if use.before is not None else ())):
                check(article, law.articles, use.where, "P014", _("法律库里没有“{name}”。"))
        check(document.channel, ("none", *law.channels), document.where, "P015", _("没有“{name}”这个渠道。"))
    return problems
