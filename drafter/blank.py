"""A blank answers file for those who prefer an editor, and the JSON Schema by which editors complete and check it."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterator
from typing import Any, Final

from drafter.answers import UNKNOWN, WITHHELD
from drafter.i18n import gettext as _
from drafter.questionnaire import Question, Questionnaire
from drafter.values import WORDS

_WIDTH: Final = 60
"""Letters in a line of explanation."""
_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_NON_ANSWERS: Final = [
    {
        "type": "object",
        "properties": {way.value: {"const": True}},
        "required": [way.value],
        "additionalProperties": False,
    }
    for way in (UNKNOWN, WITHHELD)
]
_AS_TYPED: Final = {
    "type": "object",
    "properties": {"as_typed": {"type": "string"}},
    "required": ["as_typed"],
    "additionalProperties": False,
}


def template(questionnaire: Questionnaire, today: dt.date) -> str:
    """Return an answers file in which every question stands, explained and with its line commented out.

    As it is it can be read, and answers nothing.
    """
    lines = [
        *_told(_("答案文件。要答的，去掉行首的“# ”写上答案；不答的留着不动。两个 # 开头的是说明。"), ""),
        *_told(_("不知道的写 {unknown: true}，不想写进文书的写 {withheld: true}。"), ""),
        *_told(_("日期、数字只能照原话写的，写 {as_typed: 原话}。"), ""),
        f"today: {today.isoformat()}",
        "answers:",
    ]
    begun = ""
    for group, questions in _groups(questionnaire).items():
        section = next(s for s in questionnaire.sections if questions[0] in s.questions)
        lines += ["", *_told(f"—— {_(questionnaire.groups[group])} ——", "  ")]
        if section.id != begun and section.intro:
            lines += _told(_(section.intro), "  ")
        begun = section.id
        lines.append(f"  {group}:")
        repeated = questions[0].repeated
        if repeated:
            lines += _told(_("可以写好几项；每一项的第一行以“- ”开头。"), "    ")
        for index, question in enumerate(questions):
            for text in (_(question.ask), _(question.help), *_form(question)):
                lines += _told(text, "    ")
            lead = ("- " if index == 0 else "  ") if repeated else ""
            lines.append(f"    # {lead}{question.leaf}: ")
    return "\n".join(lines) + "\n"


def schema(questionnaire: Questionnaire) -> dict[str, Any]:
    """Return the JSON Schema of an answers file."""
    groups: dict[str, Any] = {}
    for group, questions in _groups(questionnaire).items():
        leaves = {question.leaf: _leaf(question) for question in questions}
        entry = {"type": ["object", "null"], "properties": leaves, "additionalProperties": False}
        if questions[0].repeated:
            entry = {**entry, "type": "object", "properties": {"id": {"type": "string"}, **leaves}}
            entry = {"type": ["array", "null"], "items": entry}
        groups[group] = {"title": _(questionnaire.groups[group]), **entry}
    answers = {"type": "object", "properties": groups, "additionalProperties": False}
    return {
        "$schema": _DIALECT,
        "title": _("drafter 答案文件"),
        "type": "object",
        "properties": {
            "about": {"type": "string"},
            "source": {"type": "string"},
            "today": {"type": "string"},
            "answers": answers,
        },
        "required": ["answers"],
        "additionalProperties": False,
    }


def _groups(questionnaire: Questionnaire) -> dict[str, list[Question]]:
    """Return the questions by group, in the order of asking."""
    groups: dict[str, list[Question]] = {}
    for section in questionnaire.sections:
        for question in section.questions:
            groups.setdefault(question.group, []).append(question)
    return groups


def _told(text: str, indent: str) -> Iterator[str]:
    """Return lines of explanation; Chinese has no spaces to fold at."""
    for line in text.split("\n"):
        yield from (f"{indent}## {part}" for part in textwrap.wrap(line, _WIDTH, break_on_hyphens=False))


def _form(question: Question) -> list[str]:
    """Return in which form the answer is written, line by line."""
    options = [f"  {key}　{_(label)}" for key, label in question.choices.items()]
    match question.kind:
        case "yes_no":
            return [_("写 yes 或者 no。")]
        case "choice":
            return [_("写下面的一个："), *options]
        case "choices":
            alone = [_("“{label}”要单独写。").format(label=question.choices[question.alone])] if question.alone else []
            return [_("写下面的一个或者几个，像 [甲, 乙]："), *options, *alone]
        case "items":
            return [_("写编号，像 [{first}1]：按写的次序数，从1开始。").format(first=question.of[0])]
        case "date" | "day":
            return [_("像 2026-11-23。")]
        case "moment":
            return [_("像 2026年11月2日晚上8点、2026年10月1日至7日、约2026年10月。")]
        case "passage":
            return [_("可以写好几行：冒号后面写 |，下面每行多空两格。")]
    return []


def _leaf(question: Question) -> dict[str, Any]:
    options = [*question.choices, *question.choices.values()]
    text: dict[str, Any] = {"type": ["string", "number"]}
    match question.kind:
        case "yes_no":
            value: dict[str, Any] = {"enum": [True, False, "yes", "no", "是", "否"]}
        case "choice":
            value = {"enum": [*options, *({"yes": True, "no": False}[key] for key in options if key in ("yes", "no"))]}
        case "choices":
            value = {"type": "array", "items": {"enum": options}, "minItems": 1}
            if question.alone:
                alone = {"enum": [question.alone, question.choices[question.alone]]}
                value |= {"if": {"contains": alone}, "then": {"maxItems": 1}}
        case "items":
            value = {"type": "array", "items": {"type": "string"}}
        case "phones":
            value = {"anyOf": [text, {"type": "array", "items": text}]}
        case _:
            value = {"type": "string"} if question.kind in WORDS else text
    told = "\n".join(_(text) for text in (question.ask, question.help) if text)
    ways = [*_NON_ANSWERS, *([_AS_TYPED] if question.kind not in ("yes_no", "choice", "choices", "items") else [])]
    return {"title": _(question.name), "description": told, "anyOf": [value, *ways]}
