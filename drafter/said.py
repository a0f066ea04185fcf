"""Answers in words: as they are shown on the screen, where options have their labels and items their names."""

from __future__ import annotations

import string

from drafter import values
from drafter.answers import UNKNOWN, Answer, Answers, AsTyped, NonAnswer
from drafter.i18n import gettext as _
from drafter.questionnaire import Question, Questionnaire


def in_words(questionnaire: Questionnaire, answers: Answers, question: Question, answer: Answer) -> str:
    """Return an answer as it is shown to the person; nothing where there is none."""
    match answer:
        case None:
            return ""
        case NonAnswer():
            return _("记不清") if answer is UNKNOWN else _("不写进文书")
        case AsTyped(text=text):
            return text
        case bool():
            return _("是") if answer else _("否")
    match question.kind:
        case "choice":
            return question.choices.get(answer, answer)
        case "choices":
            return "、".join(question.choices.get(key, key) for key in answer)
        case "items":
            return "、".join(item_name(questionnaire, answers, question.of, item) for item in answer)
    return values.write(question.kind, answer)


def item_name(questionnaire: Questionnaire, answers: Answers, group: str, item: str) -> str:
    """Return how an item of a list is called: 第2件：2026年10月3日."""
    section = next(section for section in questionnaire.sections if section.repeat == group)
    items = answers.items.get(group, [])
    shown = {"index": str(items.index(item) + 1) if item in items else item}
    named = {name for _text, name, _form, _conversion in string.Formatter().parse(section.item)}
    for question in section.questions:
        if question.leaf not in named:
            continue
        answer = answers.given.get(question.address(item))
        told = "" if isinstance(answer, NonAnswer) else in_words(questionnaire, answers, question, answer)
        shown[question.leaf] = told or _("（没有写）")
    return section.item.format_map(shown)
