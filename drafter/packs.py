"""Template packs: a folder of questionnaires, law and templates, loaded into a `Library`.

The repository's own content is a pack, loaded by the same function as any other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from drafter import hints, law_reading, questionnaire_reading
from drafter.case import Case, conclusions
from drafter.context import sample
from drafter.documents import Document, Notice, read_documents, read_notices
from drafter.errors import PackError, Problem, Where, reason
from drafter.fields import Scope, UnknownNameError
from drafter.i18n import gettext as _
from drafter.law import PURPOSES, Law
from drafter.library import Library, Phrase, missing_template
from drafter.questionnaire import FOLDER, Question, Questionnaire, concluded, misuses
from drafter.yamlfile import Shapes, Unreadable, YamlMap, did_you_mean, unknown_keys
from drafter.yamlfile import parse as parse_yaml

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from drafter.conditions import Condition

__all__ = ["Library", "Phrase", "builtin_content", "load", "template_faults"]

FORMAT: Final = 1
_PACK: Final = "templates/pack.yaml"
_WORDING: Final = "templates/wording.yaml"
_PACK_KEYS: Final = ("pack", "title", "format", "version", "documents", "notices")
_COMPUTED_GROUPS: Final = ("stats", "grounds", "parties")
_OF_PAPERS: Final = ("stale", "old_law", "all_old")
"""Conclusions (情形) that are drawn with the law at hand: templates may ask for them."""
_WITHHELD: Final = {True: "asked", False: "not_asked"}
_PHRASE_KEYS: Final = ("id", "name", "text")


def builtin_content() -> Traversable:
    """Return the folder that holds `law/`, `questionnaires/` and `templates/`.

    A wheel carries them as `drafter/_content`; in a source tree, and so in an editable install, they stand at
    the root of the repository.
    """
    packaged = files("drafter") / "_content"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[1]


def load(folder: Traversable) -> Library:
    """Load a pack.

    Raises PackError with every fault of every file; those of the Word templates are told by `template_faults`.
    """
    asked = questionnaire_reading.read(folder / FOLDER)
    law = law_reading.read(folder)
    guard, found = hints.read(folder, asked.questionnaire.questions)
    problems: list[Problem] = [*asked.problems, *law.problems, *(found if asked.whole else ())]
    pack, found = _read(folder, _PACK)
    problems += found
    problems += unknown_keys(pack, _PACK_KEYS, _PACK)
    wording, found = _read(folder, _WORDING)
    problems += found
    problems += unknown_keys(wording, ("flags", "withheld", "phrases"), _WORDING)
    documents, notices, found = _documents(pack)
    problems += found
    phrases, found = _phrases(wording)
    problems += found
    shapes = Shapes(_WORDING, problems)
    named = shapes.map(wording, "flags")
    flags = {name: shapes.text(named, name) for name in named}
    problems += _check_flags(named)
    notes = shapes.map(wording, "withheld")
    problems += unknown_keys(notes, _WITHHELD.values(), _WORDING)
    withheld = {asked_for: shapes.text(notes, key) for asked_for, key in _WITHHELD.items()}
    shapes = Shapes(_PACK, problems)
    library = Library(
        name=shapes.text(pack, "pack"),
        title=shapes.text(pack, "title"),
        version=shapes.text(pack, "version"),
        questionnaire=asked.questionnaire,
        hints=guard,
        law=law.law,
        documents=documents,
        notices=notices,
        phrases=phrases,
        flags=flags,
        withheld=withheld,
        folder=folder,
    )
    problems += _check_articles(documents, law)
    problems += _check_files(library)
    if asked.whole:
        problems += _check_phrases(phrases, asked.questionnaire)
        problems += _check_disclosure(library)
        problems += _check_conditions(library, terms_known="terms.yaml" not in law.unread)
    problems += _check_grounds(law.law)
    named_elsewhere = {name for name in law.unread if name.startswith(("statutes/", "periods"))}
    if not (isinstance(pack, Unreadable) or isinstance(wording, Unreadable) or named_elsewhere) and asked.whole:
        problems += _check_sentences(library, sound=not problems)
    if problems:
        raise PackError(problems)
    return library


def template_faults(library: Library) -> list[Problem]:
    """Return every mistake in the tags of every template, in whatever branch.

    Reading all templates takes longer than starting may: it is done when one could not be filled, and in tests.
    """
    from drafter.word.render import inspect_template

    problems: list[Problem] = []
    for document, names in sample.names(library, library.documents):
        try:
            data = library.template(document)
        except PackError as error:
            problems += error.problems
            continue
        question_of = library.questionnaire.question_at
        problems += inspect_template(data, f"templates/{document.template}", names, question_of)
    return list(dict.fromkeys(problems))


def _documents(pack: YamlMap) -> tuple[tuple[Document, ...], tuple[Notice, ...], list[Problem]]:
    if isinstance(pack, Unreadable):
        return (), (), []
    problems = []
    if str(pack.get("format", "")) != str(FORMAT):
        where = Where(file=_PACK, line=pack.lines.get("format"))
        problems.append(Problem(code="P011", where=where, what=_("format 应当是 {format}。").format(format=FORMAT)))
    documents, found = read_documents(pack, _PACK)
    problems += found
    notices, found = read_notices(pack, _PACK)
    return documents, notices, [*problems, *found]


def _read(folder: Traversable, name: str) -> tuple[YamlMap, list[Problem]]:
    try:
        text = (folder / name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        what = _("读不了这个文件：{reason}。").format(reason=reason(error))
        return Unreadable(), [Problem(code="P012", where=Where(file=name), what=what)]
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


def _concluded() -> tuple[str, ...]:
    """Return the names of what every case concludes by itself (情形)."""
    return tuple(conclusions(Case(today=dt.date.min, given={}, items={}, incidents=(), exhibits=(), parties=())))


def _check_flags(named: YamlMap) -> list[Problem]:
    """Return the Chinese names for conclusions that nothing draws."""
    known = (*_concluded(), *_OF_PAPERS)
    return [
        Problem(
            code="P024",
            where=Where(file=_WORDING, line=named.lines[name]),
            what=_("程序不会得出“{name}”这个情形。").format(name=name),
            advice=did_you_mean(name, known),
        )
        for name in named
        if name not in known
    ]


def _check_grounds(law: Law) -> list[Problem]:
    """Return the conclusions that a ground waits for and nothing draws."""
    known = _concluded()
    grounds = [ground for conduct in law.conducts.values() for group in conduct.grounds.values() for ground in group]
    return [
        Problem(
            code="P025",
            where=ground.where,
            what=_("only_if 里的“{name}”不是程序会得出的情形。").format(name=name),
            advice=did_you_mean(name, known),
        )
        for ground in grounds
        for name in sorted(ground.only_if)
        if name not in known
    ]


def _check_conditions(library: Library, *, terms_known: bool) -> list[Problem]:
    """Return what no condition outside the questionnaires can mean: names, options, comparisons."""
    questions, law = library.questionnaire.questions, library.law
    facts = {name: question for name, question in questions.items() if not question.repeated}
    facts |= {f"flags.{flag}": concluded(f"flags.{flag}") for flag in _concluded()}
    of_terms = [f"{state}.{term}" for term in law.terms for state in ("due", "running")]
    due = {name: concluded(name) for name in ("flags.stale", *of_terms)}
    steps = {f"this.{question.leaf}": question for question in questions.values() if question.group == "steps"}
    asked: list[tuple[Condition | None, Where, Mapping[str, Question]]] = []
    written: dict[str, Question] = {}
    for document in library.documents:
        before = {**facts, **due, **written}
        asked += [(rule.when, rule.where, before) for rule in document.requires]
        if (other := document.alternative) is not None:
            asked.append((other.when, other.where, before))
        written[f"written.{document.id}"] = concluded(f"written.{document.id}")
    asked += [(notice.when, notice.where, {**facts, **due, **written}) for notice in library.notices]
    asked += [(term.when, term.where, {**facts, **(steps if term.of_steps else {})}) for term in law.terms.values()]
    asked += [(each.when, each.where, facts) for channel in law.channels.values() for each in channel.required]
    problems = []
    for condition, where, known in asked:
        if condition is None:
            continue
        for name in condition.names:
            if name not in known and (terms_known or not name.startswith(("due.", "running."))):
                what = _("条件里的“{name}”没有对应的问题，也不是程序会得出的情形。").format(name=name)
                problems.append(Problem(code="P016", where=where, what=what, advice=did_you_mean(name, known)))
        problems += [
            Problem(code="P017", where=where, what=what, advice=advice)
            for _code, what, advice in misuses(condition, known.get)
        ]
    return problems


def _check_files(library: Library) -> list[Problem]:
    return [
        missing_template(library.folder, document)
        for document in library.documents
        if document.template and not (library.folder / "templates" / document.template).is_file()
    ]


def _check_sentences(library: Library, *, sound: bool) -> list[Problem]:
    """Return every mistake in the tags of the shared sentences, with the line where it stands.

    Beside other faults (not `sound`) a pack may lack what the sample needs; then the sentences wait for the next run.
    """
    from drafter.word.environment import inspect

    try:
        ((_document, names),) = sample.names(library, [sample.document(library)])
    except (ArithmeticError, LookupError, UnknownNameError, ValueError):
        if sound:
            raise
        return []
    lines = (library.folder / _WORDING).read_text(encoding="utf-8").split("\n")
    ends = [*(phrase.where.line or 0 for phrase in library.phrases[1:]), len(lines) + 1]
    problems = []
    for phrase, end in zip(library.phrases, ends, strict=False):
        try:
            target = names[phrase.group]
        except UnknownNameError:
            continue
        scope = target[0] if isinstance(target, list) and target else target
        if not isinstance(scope, Scope):
            continue
        for fault in inspect(phrase.text, scope, library.questionnaire.question_at):
            first = phrase.where.line or 1
            line = next((n for n in range(first, end) if fault.word and fault.word in lines[n - 1]), first)
            where = Where(file=_WORDING, line=line, question=phrase.name)
            mistake = fault.mistake
            problems.append(Problem(code=mistake.code, where=where, what=mistake.what, advice=mistake.advice))
    return problems


def _check_phrases(phrases: tuple[Phrase, ...], questionnaire: Questionnaire) -> list[Problem]:
    """Return the sentences whose group does not exist, or whose name is somebody else's."""
    known = [*questionnaire.groups, *_COMPUTED_GROUPS]
    taken = {(question.group, name) for question in questionnaire.questions.values()
             for name in (question.name, question.leaf)}  # fmt: skip
    problems = []
    for phrase in phrases:
        if phrase.group not in known:
            what = _("没有“{group}”这一组。").format(group=phrase.group)
            advice = did_you_mean(phrase.group, known)
            problems.append(Problem(code="P018", where=phrase.where, what=what, advice=advice))
        for name in dict.fromkeys((phrase.name, phrase.leaf)):
            if (phrase.group, name) in taken:
                what = _("这一组里已经有“{name}”了。").format(name=name)
                problems.append(Problem(code="P023", where=phrase.where, what=what, advice=_("请换一个名字。")))
            taken.add((phrase.group, name))
    return problems


def _check_disclosure(library: Library) -> list[Problem]:
    known = [id_.replace("[]", "") for id_ in library.questionnaire.questions]
    named = [(name, document.where) for document in library.documents for name in document.discloses or ()]
    named += [
        (name, Where(file="law/channels.yaml")) for channel in library.law.channels.values()
        for name in channel.discloses
    ]  # fmt: skip
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


def _check_articles(documents: tuple[Document, ...], reading: law_reading.Reading) -> list[Problem]:
    """Return every name that a document uses and `law/` does not have."""
    problems = []
    law, unread = reading.law, {name.partition("/")[0] for name in reading.unread}

    def check(name: str, known: Iterable[str], where: Where, code: str, what: str, *, file: str = "") -> None:  # noqa: PLR0913
        candidates = list(known)
        if name not in candidates and file not in unread:
            said, advice = what.format(name=name), did_you_mean(name, candidates)
            problems.append(Problem(code=code, where=where, what=said, advice=advice))

    for document in documents:
        for purpose in document.purposes:
            check(purpose, PURPOSES, document.where, "P020", _("没有“{name}”这一类依据。"))
        for term in document.follows:
            check(term, law.terms, document.where, "P022", _("terms.yaml 里没有“{name}”。"), file="terms.yaml")
        for use in document.articles.values():
            for conduct in use.conducts:
                check(conduct, law.conducts, use.where, "P021", _("没有“{name}”这种行为。"), file="grounds.yaml")
            for article in (*use.articles, *(use.before.articles if use.before is not None else ())):
                check(article, law.articles, use.where, "P014", _("法律库里没有“{name}”。"), file="statutes")
        channels = ("none", *law.channels)
        check(document.channel, channels, document.where, "P015", _("没有“{name}”这个渠道。"), file="channels.yaml")
    return problems
