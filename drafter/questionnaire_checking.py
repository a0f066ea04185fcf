"""What the questions of a questionnaire say of each other: names, conditions, lists, groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from drafter.conditions import Condition
from drafter.errors import Problem, Where
from drafter.i18n import gettext as _
from drafter.questionnaire import Question, Recall, Section, askable, misuses, resolve
from drafter.values import WORDS
from drafter.yamlfile import did_you_mean


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What may be named: the questions by id, the groups, the lists of choices, and whether every file was read."""

    questions: Mapping[str, Question]
    groups: Mapping[str, str]
    choices: Mapping[str, tuple[str, ...]]
    whole: bool


def faults(sections: Sequence[Section], names: Names) -> Iterator[Problem]:
    """Yield what the questions of these sections, in the order in which they are asked, get wrong of each other."""
    yield from _same_names(names.questions.values())
    seen: dict[str, Question] = {}
    lists = [section.repeat for section in sections if section.repeat]
    for section in sections:
        own = {question.id: question for question in section.questions}
        for question in section.questions:
            if question.served_when is not None:
                yield from condition_faults(question.served_when, question.where, own, section.repeat, names)
        if section.when is not None:
            yield from condition_faults(section.when, section.where, seen, "", names)
        for question in section.questions:
            if question.when is not None:
                yield from condition_faults(question.when, question.where, seen, section.repeat, names)
            if question.of and question.of not in lists and names.whole:
                what = _("没有“{name}”这个重复的节。").format(name=question.of)
                yield _fault("Q015", question.where, what, did_you_mean(question.of, lists))
            for recall in question.recall:
                yield from _recall_faults(question, recall, own)
            if question.group not in names.groups and names.whole:
                what = _("interview.yaml 的 groups 里没有“{name}”。").format(name=question.group)
                yield _fault("Q016", question.where, what, did_you_mean(question.group, names.groups))
            seen[question.id] = question


def condition_faults(
    condition: Condition, where: Where, seen: Mapping[str, Question], repeat: str, names: Names
) -> Iterator[Problem]:
    """Yield what a condition names that is not asked before it, and what it compares that cannot be compared."""
    for name in condition.names:
        if resolve(name, seen, repeat) is None:
            later = resolve(name, names.questions, repeat) is not None
            if not later and not names.whole:
                continue
            what = _("条件里的“{name}”在这个问题之后才问。") if later else _("条件里的“{name}”没有对应的问题。")
            advice = "" if later else did_you_mean(name, [*askable(seen.values(), repeat), *names.choices])
            yield _fault("Q017", where, what.format(name=name), advice)
    for code, what, advice in misuses(condition, lambda name: resolve(name, seen, repeat)):
        yield _fault(code, where, what, advice)


def _fault(code: str, where: Where, what: str, advice: str = "") -> Problem:
    return Problem(code=code, where=where, what=what, advice=advice)


def _recall_faults(question: Question, recall: Recall, own: Mapping[str, Question]) -> Iterator[Problem]:
    """What is remembered goes into words: of this question, or of another of its section."""
    leaves = {other.leaf: other for other in own.values() if other.kind in WORDS}
    if question.kind != "passage":
        yield _fault("Q026", question.where, _("recall 要和 kind: passage 一起用。"))
    elif recall.into not in leaves:
        what = _("recall 的 into 里“{name}”不是这一节里用文字答的问题。").format(name=recall.into)
        yield _fault("Q026", question.where, what, did_you_mean(recall.into, leaves))


def _same_names(questions: Iterable[Question]) -> Iterator[Problem]:
    """Two questions of a group with one Chinese name: a template could reach only one of them."""
    seen: dict[tuple[str, str], Question] = {}
    for question in questions:
        other = seen.setdefault((question.group, question.name), question)
        if other is not question and question.name:
            what = _("这一组里“{name}”已经是“{id}”的中文名了。").format(name=question.name, id=other.id)
            yield _fault("Q020", question.where, what, _("请换一个名字。"))
