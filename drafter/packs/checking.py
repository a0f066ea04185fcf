"""What a pack says that its own questions, the law or the engine do not have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from drafter.case import Case, conclusions
from drafter.context import sample
from drafter.documents import Document
from drafter.errors import Problem, Where
from drafter.fields import Scope, UnknownNameError
from drafter.i18n import gettext as _
from drafter.law import PURPOSES, Law
from drafter.library import TEMPLATES, Library, Phrase, is_inside, missing_template
from drafter.questionnaire import Question, Questionnaire, concluded, misuses
from drafter.yamlfile import YamlMap, did_you_mean

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from drafter.conditions import Condition

_COMPUTED_GROUPS: Final = ("stats", "grounds", "parties")
_OF_PAPERS: Final = ("stale", "old_law", "all_old")
"""Conclusions (情形) that are drawn with the law at hand: templates may ask for them."""


def drawn() -> tuple[str, ...]:
    """Return the names of what every case concludes by itself (情形)."""
    return tuple(conclusions(Case(today=dt.date.min, given={}, items={}, incidents=(), exhibits=(), parties=())))


def flag_faults(named: YamlMap, file: str) -> list[Problem]:
    """Return the Chinese names for conclusions that nothing draws."""
    known = (*drawn(), *_OF_PAPERS)
    return [
        Problem(
            code="P024",
            where=Where(file=file, line=named.lines[name]),
            what=_("程序不会得出“{name}”这个情形。").format(name=name),
            advice=did_you_mean(name, known),
        )
        for name in named
        if name not in known
    ]


def ground_faults(law: Law) -> list[Problem]:
    """Return the conclusions that a ground waits for and nothing draws."""
    known = drawn()
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


def condition_faults(library: Library, *, terms_known: bool) -> list[Problem]:
    """Return what no condition outside the questionnaires can mean: names, options, comparisons."""
    questions, law = library.questionnaire.questions, library.law
    facts = {name: question for name, question in questions.items() if not question.repeated}
    facts |= {f"flags.{flag}": concluded(f"flags.{flag}") for flag in drawn()}
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


def file_faults(library: Library, documents: Iterable[Document]) -> list[Problem]:
    """Return the templates that are not there, or that are to be elsewhere than in the pack."""
    missing = []
    for document in documents:
        if not is_inside(document.template):
            what = _("模板要写 templates 文件夹里面的文件，不能写到外面去：{name}。").format(name=document.template)
            missing.append(Problem(code="P029", where=document.where, what=what))
            continue
        folder = library.pack(document.pack).folder
        if document.template and not _is_there(folder / TEMPLATES / document.template):
            missing.append(missing_template(folder, document))
    return missing


def _is_there(path: Traversable) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # no name that a file may have
        return False


def sentence_faults(library: Library, phrases: Sequence[Phrase], text: str, *, sound: bool) -> list[Problem]:
    """Return every mistake in the tags of shared sentences, with its line in the `text` of their file.

    Beside other faults (not `sound`) a pack may lack what the sample needs; then the sentences wait for the next run.
    """
    from drafter.word.environment import inspect

    try:
        ((_document, names),) = sample.names(library, [sample.document(library)])
    except (ArithmeticError, LookupError, UnknownNameError, ValueError):
        if sound:
            raise
        return []
    lines = text.split("\n")
    ends = [*(phrase.where.line or 0 for phrase in phrases[1:]), len(lines) + 1]
    problems = []
    for phrase, end in zip(phrases, ends, strict=False):
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
            where = Where(file=phrase.where.file, line=line, question=phrase.name)
            mistake = fault.mistake
            problems.append(Problem(code=mistake.code, where=where, what=mistake.what, advice=mistake.advice))
    return problems


def phrase_faults(phrases: Sequence[Phrase], questionnaire: Questionnaire) -> list[Problem]:
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


def disclosure_faults(library: Library, documents: Iterable[Document]) -> list[Problem]:
    """Return what is to be disclosed and is no question."""
    known = [id_.replace("[]", "") for id_ in library.questionnaire.questions]
    named = [(name, document.where) for document in documents for name in document.discloses or ()]
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


def article_faults(documents: Iterable[Document], law: Law, unread: Collection[str] = ()) -> list[Problem]:
    """Return every name that a document uses and `law/` does not have."""
    problems = []
    unread = {name.partition("/")[0] for name in unread}

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
