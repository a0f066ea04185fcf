"""Questions, answers and items in words, as the screen shows them: in the language in use, to whoever fills in."""

from __future__ import annotations

from collections.abc import Sequence

from drafter import values
from drafter.answers import UNKNOWN, WITHHELD, Answer, AsTyped, NonAnswer
from drafter.i18n import gettext as _
from drafter.i18n import labelled, listed
from drafter.interview import Step, as_fact
from drafter.questionnaire import Question, Section
from drafter.store import Store
from drafter.terminal.asking import Option

_LONG = 30
"""Letters of an answer in a list of answers."""


class Showing:
    """Puts into words what stands in a case."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, text: str, section: str) -> str:
        """Return a text of the questionnaire in the language in use, put to whoever is at the keyboard."""
        behalf, given = self._store.questionnaire.on_behalf, self._store.answers.given
        if behalf.when is not None:
            facts = {name: as_fact(given[name]) for name in behalf.when.names if name in given}
            if behalf.when.holds(facts):
                text = behalf.put(text, section)
        return _(text) if text else ""

    def asked(self, step: Step, question: Question) -> str:
        """Return what is asked, with the item that it is asked of."""
        ask = self.put(question.ask, step.section.id)
        return f"{self.nth(step)}{ask}"

    def nth(self, step: Step) -> str:
        """Return which item a step belongs to: ［第2件］; nothing outside of lists."""
        if not step.item:
            return ""
        nth = _(step.section.nth or "第{index}项").format(index=step.index)
        return _("［{nth}］").format(nth=nth)

    def name(self, step: Step) -> str:
        """Return what an answer is called in a sentence."""
        return f"{self.nth(step)}{_(step.question.name)}" if step.question is not None else ""

    def options(self, question: Question, section: str) -> list[Option]:
        """Return what can be chosen."""
        if question.kind in ("choice", "choices"):
            return [Option(key=key, label=self.put(label, section)) for key, label in question.choices.items()]
        return self.items(self._list(question.of))

    def items(self, section: Section) -> list[Option]:
        """Return the items of a list."""
        items = self._store.answers.items.get(section.repeat, [])
        return [Option(key=item, label=self.item(section, item, i)) for i, item in enumerate(items, start=1)]

    def _list(self, group: str) -> Section:
        return next(section for section in self._store.questionnaire.sections if section.repeat == group)

    def item(self, section: Section, item: str, index: int) -> str:
        """Return how an item of a list is called: 第2件：2026年10月3日."""
        shown = {"index": str(index)}
        for question in section.questions:
            answer = self._store.answers.given.get(question.address(item))
            shown[question.leaf] = self.answer(question, answer, section.id) or _("（没有写）")
        return _(section.item).format_map(shown)

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
                chosen = [option.label for option in self.items(self._list(question.of)) if option.key in answer]
                return listed(chosen)
        return values.write(question.kind, answer)

    def _labels(self, question: Question, keys: Sequence[str], section: str) -> str:
        return listed(self.put(question.choices.get(key, key), section) for key in keys)

    def line(self, step: Step) -> str:
        """Return the name and the answer of a step in one line."""
        if step.question is None:
            return _("再加一项")
        answer = self._store.answers.given.get(step.address)
        text = not_answered(answer) or self.answer(step.question, answer, step.section.id) or _("（没有答）")
        line = text.replace("\n", " ")
        return labelled(_(step.question.name), f"{line[:_LONG]}{'…' if len(line) > _LONG else ''}")


def not_answered(answer: Answer) -> str:
    """Return a non-answer in words; nothing for an answer."""
    return {UNKNOWN: _("记不清"), WITHHELD: _("不写进文书")}.get(answer, "") if isinstance(answer, NonAnswer) else ""
