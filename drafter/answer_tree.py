"""The `answers:` tree of a file: written from what was said, and read again with every mistake found."""

from __future__ import annotations

import datetime as dt
from typing import Any

from drafter import values
from drafter.answers import EMPTY, Answers, NonAnswer, from_plain, known_items, plain
from drafter.errors import Problem, Where
from drafter.i18n import gettext as _
from drafter.i18n import noted
from drafter.questionnaire import Question, Questionnaire
from drafter.yamlfile import YamlList, YamlMap, did_you_mean


def to_tree(answers: Answers, questionnaire: Questionnaire) -> dict[str, Any]:
    """Return the `answers:` tree of a case file, in the order of the questionnaire."""
    tree: dict[str, Any] = {}
    for section in questionnaire.sections:
        if section.repeat:
            if section.repeat in answers.items or section.repeat in answers.closed:
                tree[section.repeat] = [_item_tree(answers, section.questions, item)
                                        for item in answers.items.get(section.repeat, [])]  # fmt: skip
            continue
        for question in section.questions:
            if question.id in answers.given:
                tree.setdefault(question.group, {})[question.leaf] = plain(question, answers.given[question.id])
    return tree


def _item_tree(answers: Answers, questions: tuple[Question, ...], item: str) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": item}
    for question in questions:
        address = question.address(item)
        if address in answers.given:
            entry[question.leaf] = plain(question, answers.given[address])
    return entry


def from_tree(tree: YamlMap, questionnaire: Questionnaire, file: str, today: dt.date) -> tuple[Answers, list[Problem]]:
    """Read an `answers:` tree; every entry that does not fit is a problem and is kept among the misfits."""
    reader = _TreeReader(questionnaire, file, today)
    reader.read(tree)
    return reader.answers, reader.problems


class _TreeReader:
    def __init__(self, questionnaire: Questionnaire, file: str, today: dt.date) -> None:
        self.questionnaire = questionnaire
        self.file = file
        self.today = today
        self.answers = Answers()
        self.problems: list[Problem] = []
        self.lists = questionnaire.repeated_groups()
        self.groups = {question.group for question in questionnaire.questions.values()}

    def read(self, tree: YamlMap) -> None:
        for group, entry in tree.items():
            line = tree.lines.get(group)
            if group not in self.groups and isinstance(entry, YamlMap) and self._asked_once(group, entry):
                self._leaves(group, "", entry)
            elif group not in self.groups:
                self._fault(
                    "A001", line, "", _("没有“{name}”这一组。").format(name=group), did_you_mean(group, self.groups)
                )
                leaves = entry.items() if isinstance(entry, YamlMap) else ()
                self.answers.misfits |= {f"{group}.{leaf}": value for leaf, value in leaves} or {group: entry}
            elif entry in EMPTY:
                continue  # a form that was not filled in here
            elif group in self.lists:
                self._list(group, entry, line)
            elif isinstance(entry, YamlMap):
                self._leaves(group, "", entry)
            else:
                self._fault("A002", line, "", _("“{name}”下面应当是“键: 值”。").format(name=group))
                self.answers.misfits[group] = entry
        self._check_items()

    def _asked_once(self, group: str, entry: YamlMap) -> bool:
        """Return whether a pack says of one of these questions that it is asked no more."""
        return any(f"{group}.{leaf}" in self.questionnaire.removed for leaf in entry)

    def _fault(self, code: str, line: int | None, question: str, what: str, advice: str = "") -> None:
        self.problems.append(
            Problem(code=code, where=Where(file=self.file, line=line, question=question), what=what, advice=advice)
        )

    def _list(self, group: str, entries: object, line: int | None) -> None:
        if not isinstance(entries, YamlList):
            self._fault("A003", line, "", _("“{name}”应当是列表，每一项以“- ”开头。").format(name=group))
            self.answers.misfits[group] = entries
            return
        self.answers.items.setdefault(group, [])
        self.answers.closed.add(group)
        taken = {str(entry["id"]) for entry in entries if isinstance(entry, YamlMap) and "id" in entry}
        for index, entry in enumerate(entries):
            if not isinstance(entry, YamlMap):
                self._fault("A004", entries.lines[index], "", _("“{name}”的每一项应当是“键: 值”。").format(name=group))
                self.answers.misfits[f"{group}[{index + 1}]"] = entry
                continue
            item = str(entry.get("id", "")) or self._free_id(group, taken)
            if not (item[:1] == group[0] and item[1:].isdecimal()) or item in self.answers.items[group]:
                advice = _("id 写成 {example} 这样，不要重复；也可以不写。").format(example=f"{group[0]}{index + 1}")
                self._fault(
                    "A005", entry.lines.get("id", entry.line), "", _("“{id}”不能作为编号。").format(id=item), advice
                )
                self.answers.misfits[f"{group}[{index + 1}]"] = entry
                continue
            self.answers.add_item(group, item)
            self._leaves(group, item, entry)

    def _free_id(self, group: str, taken: set[str]) -> str:
        number = 1
        while f"{group[0]}{number}" in taken:
            number += 1
        taken.add(f"{group[0]}{number}")
        return f"{group[0]}{number}"

    def _leaves(self, group: str, item: str, mapping: YamlMap) -> None:
        prefix = f"{group}[]." if item else f"{group}."
        known = [q.leaf for q in self.questionnaire.questions.values() if q.id.startswith(prefix)]
        for leaf, entry in mapping.items():
            if item and leaf == "id":
                continue
            address = self.questionnaire.present(f"{group}[{item}].{leaf}" if item else f"{group}.{leaf}")
            question = self.questionnaire.question_at(address)
            line = mapping.lines.get(leaf)
            if question is None:
                what = _("没有“{name}”这个问题。").format(name=f"{group}.{leaf}")
                self._fault(
                    "A006", line, "", what,
                    self.questionnaire.removed.get(prefix + leaf, "") or did_you_mean(leaf, known),
                )  # fmt: skip
                self.answers.misfits[address] = entry
                continue
            try:
                self.answers.given[address] = from_plain(question, entry, self.today)
            except values.ValueProblem as problem:
                self._fault("A007", line, question.name, problem.what, problem.advice)
                self.answers.misfits[address] = entry

    def _check_items(self) -> None:
        for address, answer in list(self.answers.given.items()):
            question = self.questionnaire.question_at(address)
            if question is None or question.kind != "items" or isinstance(answer, NonAnswer):
                continue
            try:
                known_items(answer, self.answers.items.get(question.of, []))
            except values.ValueProblem as problem:
                self._fault("A008", None, noted(_(question.name), address), problem.what, problem.advice)
