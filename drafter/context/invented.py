"""Cases of nobody, to see a template filled: every answer says of itself which field it is.

Words are a field's own name in brackets, 〈申请人·姓名〉, numbered in lists; all else is realistic. Nothing comes by
chance: the same questionnaire gives the same cases.
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from drafter import case as case_module
from drafter import context, plan, values
from drafter.answers import UNKNOWN, Answer, Answers
from drafter.case import Case, Party
from drafter.context import sample
from drafter.documents import Document
from drafter.fields import Scope
from drafter.library import Library
from drafter.plan import Paper, Plan
from drafter.questionnaire import Question
from drafter.terms import Due, opened_by
from drafter.values.identity import check_digit

_VARIANTS: Final = 24
"""How many different cases there are beside the full and the empty one."""
_IN_LISTS: Final = 2
_OPEN: Final = 6
"""Of so many answers of a variant, about one is not known."""
_ADDRESS_SCOPE: Final = "applicant.address_scope"
"""How far the address may go: its last choice is everywhere, so that it shows."""
_MASKS: Final = {
    "ethnic_group": ("汉族", "满族", "回族"),
    "count": ("{n}", "约{n}", "至少{n}", "数百", "二三十"),
    "money": ("{n}00元", "约{n}00元", "{n}00.50元"),
    "birthday": ("1990年3月{d}日", "1986年11月{d}日", "2012年5月{d}日"),
    "time": ("晚上9点", "早上7点", "凌晨1点"),
    "phone": ("138000000{n}", "139000000{n}"),
    "phones": ("170000000{n}、17100000000", "+6390000000{n}"),
    "uscc": ("91350100M000100Y43",),
    "date": ("{day}",),
    "day": ("{day}",),
    "moment": ("{day}晚上9点", "{day}", "{first}至{day}，几乎每天", "{month}", "约{day}"),
}
"""Kind → ways of answering it: `n` is a number of two digits, `d` a day of the month, the others are days."""
_DAYS: Final = (3, 12, 40, 100, 250, 420, 800)
"""How many days before today things may have happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invented:
    """A case of nobody, and what follows from it."""

    answers: Answers
    case: Case
    plan: Plan
    papers: tuple[Paper, ...]

    def names(self, document: Document, library: Library) -> Scope:
        """Return the names that a template of `document` may use; what it follows has happened."""
        found, steps = self.plan, self.case.items.get("steps", ())
        if document.follows and steps and opened_by(found.dues, document.follows) is None:
            term = library.law.terms[document.follows[len(self.case.given) % len(document.follows)]]
            today = self.case.today
            due = Due(term=term, item=steps[0] if term.of_steps else "", begins=today, exact=True, last_day=today,
                      closes=today, state="open")  # fmt: skip
            found = replace(found, dues=(*found.dues, due))
        return context.build(self.case, document.under(found.facts), library, found, self.papers)


def full(library: Library, today: dt.date) -> Invented:
    """Return a case in which every question is answered, two items in every list, and everybody has a part.

    It has answers that exclude one another: this is what lets every field be seen at once.
    """
    answers = _answers(library, today, 0)
    built = case_module.build(answers, library.questionnaire, library.law, today)
    items = {group: tuple(ids) for group, ids in answers.items.items()}
    built = replace(built, given=dict(answers.given), items=items, parties=tuple(_everybody(answers)))
    found, papers = sample.everything(library, built, next(iter(items.get("steps", ())), ""))
    return Invented(answers=answers, case=built, plan=found, papers=papers)


def empty(library: Library, today: dt.date) -> Invented:
    """Return a case in which nothing was answered."""
    return of_answers(Answers(), library, today)


def variants(library: Library, today: dt.date) -> Iterator[Invented]:
    """Yield cases that differ in every choice, in how exactly things are told and in what is not known."""
    for variant in range(1, _VARIANTS + 1):
        yield of_answers(_answers(library, today, variant), library, today)


def of_answers(answers: Answers, library: Library, today: dt.date) -> Invented:
    """Return what follows from these answers, and what papers they yield."""
    built = case_module.build(answers, library.questionnaire, library.law, today)
    found = plan.plan(library.documents, built, library.law)
    papers = tuple(
        Paper(document=entry.document, name=entry.document.title, gaps=())
        for entry in found.entries
        if entry.outcome == "write" and not entry.document.unnumbered
    )
    return Invented(answers=answers, case=built, plan=found, papers=papers)


def _everybody(answers: Answers) -> Iterator[Party]:
    people = [f"collectors[{item}]" for item in answers.items.get("collectors", ())]
    for number, person in enumerate(people):
        name = str(answers.given.get(f"{person}.name", person))
        relation = "stranger" if number else "spouse"
        yield Party(id=person, kind="person", role="collector", name=name, relation=relation)
    for role in ("agency", "assignee", "guarantor", "lender"):
        yield Party(id=role, kind="company", role=role, name=str(answers.given.get(f"{role}.name", role)))


def _answers(library: Library, today: dt.date, variant: int) -> Answers:
    questionnaire, answers = library.questionnaire, Answers()
    for group in sorted(questionnaire.repeated_groups()):
        for _index in range(_IN_LISTS + (_pick(group, variant) % 3 - 1 if variant else 0)):
            answers.add_item(group, answers.next_item(group))
        answers.closed.add(group)
    for number, question in enumerate(questionnaire.questions.values()):
        for item in answers.items.get(question.group, []) if question.repeated else [""]:
            seed = variant and _pick(f"{question.id} {item}", variant)
            address = question.address(item)
            if variant and seed // 64 % _OPEN == 0:
                answers.set(address, UNKNOWN)
                continue
            asked = _Asked(question=question, index=int(item[1:]) if item else 0, number=number, seed=seed)
            answer = asked.answer(answers, today, questionnaire.groups)
            if answer is not None:
                answers.set(address, answer)
    return answers


def _pick(name: str, variant: int) -> int:
    """Return a number that is always the same for a name in a variant and has nothing to do with the others."""
    return zlib.crc32(f"{name} {variant}".encode())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A question put to nobody."""

    question: Question
    index: int
    """Which item of its list, from 1; 0 outside lists."""
    number: int
    """Which question of the questionnaire."""
    seed: int
    """What the answer is chosen by; 0 for the full case."""

    def answer(self, answers: Answers, today: dt.date, groups: Mapping[str, str]) -> Answer:
        """Return the answer, or None when there is nothing to choose from."""
        question, seed = self.question, self.seed
        label = f"〈{groups.get(question.group, question.group)}{self.index or ''}·{question.name}〉"
        match question.kind:
            case "yes_no":
                return seed % 2 == 0
            case "choice":
                options = list(question.choices)
                return options[seed % len(options)] if seed or question.id != _ADDRESS_SCOPE else options[-1]
            case "choices":
                return _chosen(question, seed)
            case "items":
                known = answers.items.get(question.of, [])
                return tuple(item for place, item in enumerate(known) if not seed >> place & 1) or None
            case "passage":
                return "\n".join((f"{label}第一段。", f"{label}第二段。"))
            case "identity":
                body = f"00000019900305{(self.number * 10 + self.index) % 1000:03d}"
                return body + check_digit(body)
        if question.kind not in _MASKS:
            return values.read("text", label, today)
        masks = _MASKS[question.kind]
        return values.read(question.kind, self.filled(masks[seed % len(masks)], today), today)

    def filled(self, mask: str, today: dt.date) -> str:
        """Return a way of answering with its number and its days."""
        day = today - dt.timedelta(days=_DAYS[self.seed // 8 % len(_DAYS)] - min(self.index, 2))
        first = day - dt.timedelta(days=20)
        return mask.format(
            n=10 + (self.number * 7 + self.index) % 90, d=1 + (self.number + self.index) % 28, day=_told(day),
            first=_told(first), month=f"{day.year}年{day.month}月",
        )  # fmt: skip


def _chosen(question: Question, seed: int) -> tuple[str, ...]:
    if question.alone and seed % 5 == 4:  # noqa: PLR2004 - now and then
        return (question.alone,)
    options = [option for option in question.choices if option != question.alone]
    return tuple(option for place, option in enumerate(options) if not seed >> place & 1) or (options[0],)


def _told(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
