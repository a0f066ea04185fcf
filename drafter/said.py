"""Questions, answers and items in words, as the screen shows them: in the language in use, to whoever fills in."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from typing import Final

from drafter import values
from drafter.answers import UNKNOWN, Answer, Answers, AsTyped, NonAnswer
from drafter.i18n import gettext as _
from drafter.i18n import labelled, listed
from drafter.interview import Step, as_fact
from drafter.questionnaire import Question, Questionnaire, Section

LONG: Final = 30
"""Letters of an answer in a list of answers."""


class Said:
    """Puts into words what is asked and what was said in one case."""

    def __init__(self, questionnaire: Questionnaire, answers: Answers) -> None:
        self._questionnaire = questionnaire
        self._answers = answers

    def put(self, text: str, section: str) -> str:
        """Return a text of a section in the language in use, put to whoever is at the keyboard."""
        behalf, given = self._questionnaire.on_behalf, self._answers.given
        if behalf.when is not None:
            facts = {name: as_fact(given[name]) for name in behalf.when.names if name in given}
            if behalf.when.holds(facts):
                text = behalf.put(text, section)
        return _(text)

    def asked(self, step: Step, question: Question) -> str:
        """Return what is asked, with the item that it is asked of."""
        return f"{self.nth(step)}{self.put(question.ask, step.section.id)}"

    def nth(self, step: Step) -> str:
        """Return which item a step belongs to: ［第2件］; nothing outside of lists."""
        if not step.item:
            return ""
        nth = _(step.section.nth or "第{index}项").format(index=step.index)
        return _("［{nth}］").format(nth=nth)

    def name(self, step: Step) -> str:
        """Return what the answer of a step is called in a sentence."""
        return f"{self.nth(step)}{_(step.question.name)}" if step.question is not None else ""

    def options(self, question: Question, section: str) -> Mapping[str, str]:
        """Return what can be chosen: key → label."""
        if question.kind == "items":
            return self.items(self._list(question.of))
        return {key: self.put(label, section) for key, label in question.choices.items()}

    def items(self, section: Section) -> Mapping[str, str]:
        """Return the items of a list: id → how it is called."""
        items = self._answers.items.get(section.repeat, [])
        return {item: self._item(section, item, index) for index, item in enumerate(items, start=1)}

    def _list(self, group: str) -> Section:
        return next(section for section in self._questionnaire.sections if section.repeat == group)

    def _item(self, section: Section, item: str, index: int) -> str:
        """Return how an item of a list is called: 第2件：2026年10月3日."""
        shown = {"index": str(index)}
        asked = {question.leaf: question for question in section.questions}
        for _text, name, _form, _conversion in string.Formatter().parse(section.item):
            if name and name not in shown:
                told = (self._brief(asked[leaf], item, section) for leaf in name.split("|"))
                shown[name] = next(filter(None, told), _("（没有写）"))
        return _(section.item).format_map(shown)

    def _brief(self, question: Question, item: str, section: Section) -> str:
        """Return as much of an answer of an item as tells the item from others."""
        answer = self._answers.given.get(question.address(item))
        text = self.answer(question, answer, section.id)
        return f"{text[:LONG]}…" if question.kind == "text" and len(text) > LONG else text

    def answer(self, question: Question, answer: Answer, section: str) -> str:
        """Return an answer in words; nothing for a non-answer."""
        match answer:
            case None | NonAnswer():
                return ""
            case AsTyped(text=text):
                return text
            case bool():
                return _("是") if answer else _("否")
        match question.kind:
            case "choice":
                return self._labels(question, [answer], section)
            case "choices":
                return self._labels(question, answer, section)
            case "items":
                return listed(label for item, label in self.items(self._list(question.of)).items() if item in answer)
        return values.write(question.kind, answer)

    def _labels(self, question: Question, keys: Iterable[str], section: str) -> str:
        return listed(self.put(question.choices.get(key, key), section) for key in keys)

    def told(self, question: Question, answer: Answer, section: str, length: int = LONG) -> str:
        """Return an answer, or what stands for none, in one line that is not too long."""
        text = not_answered(answer) or self.answer(question, answer, section) or _("（没有答）")
        line = text.replace("\n", " ")
        return f"{line[:length]}{'…' if len(line) > length else ''}"

    def line(self, step: Step) -> str:
        """Return the name and the answer of a step in one line."""
        if step.question is None:
            return _("再加一项")
        answer = self._answers.given.get(step.address)
        return labelled(_(step.question.name), self.told(step.question, answer, step.section.id))


def not_answered(answer: Answer) -> str:
    """Return a non-answer in words; nothing for an answer."""
    if not isinstance(answer, NonAnswer):
        return ""
    return _("记不清") if answer is UNKNOWN else _("不写进文书")
