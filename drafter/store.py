"""The answers of one case on disk: `case.yaml` and the journal of what came after it.

Every change is one synced line of the journal before the next question appears. `checkpoint` writes them into
`case.yaml` and empties the journal; replaying a line twice changes nothing, so a crash in between loses nothing.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Any, Final

from drafter import casefile, values
from drafter.answer_tree import from_tree, to_tree
from drafter.answers import UNKNOWN, WITHHELD, Answer, Answers, from_plain, plain
from drafter.errors import AnswersError, Problem, Where
from drafter.i18n import gettext as _
from drafter.questionnaire import Question, Questionnaire
from drafter.yamlfile import YamlList, YamlMap, did_you_mean, dump, unknown_keys
from drafter.yamlfile import parse as parse_yaml

FORMAT: Final = 1
_CASE_KEYS: Final = ("format", "packs", "law_checked", "today", "answers", "highest", "open", "kept", "begun", "copies")
_FILE_KEYS: Final = ("about", "source", "today", "answers")


@dataclass(slots=True)
class AnswersFile:
    """What stands in an answers file: the answers, and the day it asks the papers to be drawn for."""

    answers: Answers
    today: dt.date


def read_answers_file(text: str, file: str, questionnaire: Questionnaire, today: dt.date | None) -> AnswersFile:
    """Read an answers file (`today:`, `answers:`); `today` given here beats the one in the file.

    Raises AnswersError with every fault, each with its line.
    """
    tree, problems = parse_yaml(text, file)
    if not isinstance(tree, YamlMap):
        tree = YamlMap()
        problems.append(Problem(code="A010", where=Where(file=file, line=1), what=_("文件应当有 answers: 一项。")))
    problems += unknown_keys(tree, _FILE_KEYS, file)
    day = today
    if day is None and "today" in tree:
        try:
            day = values.read_day(str(tree["today"]))
        except values.ValueProblem as problem:
            where = Where(file=file, line=tree.lines["today"], question="today")
            problems.append(Problem(code="A011", where=where, what=problem.what, advice=problem.advice))
    if day is None and not problems:
        raise NoToday
    body = tree.get("answers")
    if not isinstance(body, YamlMap):
        if not problems:
            where = Where(file=file, line=tree.lines.get("answers", tree.line or 1))
            problems.append(Problem(code="A010", where=where, what=_("文件应当有 answers: 一项，下面是各组答案。")))
        body = YamlMap()
    answers, found = from_tree(body, questionnaire, file, day or dt.date.max)
    if problems or found:
        raise AnswersError([*problems, *found])
    return AnswersFile(answers=answers, today=day or dt.date.max)


class NoToday(Exception):  # noqa: N818 - a signal to the caller, who knows the clock
    """The answers file names no day; the caller must give one."""


@dataclass(slots=True)
class Store:
    """The answers of an open case and the files they are kept in."""

    folder: casefile.CaseFolder
    questionnaire: Questionnaire
    today: dt.date
    packs: dict[str, str]
    law_checked: str
    answers: Answers = field(default_factory=Answers)
    problems: list[Problem] = field(default_factory=list)
    """Old answers that no longer fit: kept, to be shown and asked again."""
    made_with: dict[str, str] = field(default_factory=dict)
    """The packs that the case was last written with, by id, each with its version."""

    def load(self) -> bool:
        """Read the case and replay its journal; return whether there was anything.

        Raises AnswersError when `case.yaml` is not readable at all.
        """
        text = self.folder.read_text(casefile.ANSWERS)
        lines = self.folder.lines(casefile.JOURNAL)
        if text is not None:
            self._load_tree(text)
        unread = [line for line in lines if not self._replay(line)]
        if (
            set(unread) - set(lines[-1:]) and not self.folder.reading
        ):  # more than the last line of a process that was killed while writing it
            self._set_aside(len(unread))
        return text is not None or bool(lines)

    def _set_aside(self, unread: int) -> None:
        """Keep a journal that could not be read whole, before a checkpoint empties it."""
        number = 1
        while self.folder.exists(name := f"{casefile.PRIVATE}/journal.坏{number}.jsonl"):
            number += 1
        self.folder.replace(name, self.folder.read(casefile.JOURNAL) or b"")
        what = _("有 {count} 条记录读不出来，原样另存为 {name}。").format(count=unread, name=name)
        self.problems.append(Problem(code="A013", where=Where(file=casefile.JOURNAL), what=what))

    def _is_of_absent_pack(self, group: str) -> bool:
        """Return whether a group of answers is of a pack that is not in use; they are kept, and nothing is wrong."""
        absent = [name for name in self.made_with if name not in self.packs]
        return any(group == name or group.startswith(f"{name}_") for name in absent)

    def _load_tree(self, text: str) -> None:
        file = str(self.folder.path / casefile.ANSWERS)
        tree, problems = parse_yaml(text, file)
        if problems or not isinstance(tree, YamlMap) or not isinstance(tree.get("answers"), YamlMap):
            what = _("不是案卷文件：没有 answers: 一项，或者它下面不是各组答案。")
            advice = _("请把它改回来；如果是别的文件，请换一个文件夹。")
            raise AnswersError(problems or [Problem(code="A010", where=Where(file=file), what=what, advice=advice)])
        if str(tree.get("format", FORMAT)) != str(FORMAT):
            raise AnswersError(
                [
                    Problem(
                        code="A012",
                        where=Where(file=file, line=tree.lines.get("format")),
                        what=_("这个案卷是较新版本的 drafter 写的。"),
                        advice=_("请更新 drafter 再打开。"),
                    )
                ]
            )
        problems = list(unknown_keys(tree, _CASE_KEYS, file))
        self.made_with = {name: str(version) for name, version in _items(tree.get("packs"))}
        self._lists_again(tree)
        self.answers, found = from_tree(tree["answers"], self.questionnaire, file, self.today)
        answers = self.answers
        kept = {line for group, line in tree["answers"].lines.items() if self._is_of_absent_pack(group)}
        self.problems = [*problems, *(each for each in found if each.code != "A001" or each.where.line not in kept)]
        for group, number in _items(tree.get("highest")):
            if str(number).isdecimal():
                answers.highest[group] = max(answers.highest.get(group, 0), int(number))
        still_open = tree.get("open")
        answers.closed -= {str(group) for group in still_open} if isinstance(still_open, YamlList) else set()
        for address, entry in _items(tree.get("kept")):
            self._take_back(self.questionnaire.present(address), entry)
        for address, begun in _items(tree.get("begun")):
            self._go_on(address, begun)
        answers.copies |= {item: source for item, source in _items(tree.get("copies")) if isinstance(source, str)}

    def _lists_again(self, tree: YamlMap) -> None:
        """Put lists that were kept while nobody asked for them (their pack was not in use) back among the answers."""
        kept, answers = tree.get("kept"), tree["answers"]
        for group in self.questionnaire.repeated_groups():
            if isinstance(kept, YamlMap) and isinstance(kept.get(group), YamlList) and group not in answers:
                answers[group] = kept.pop(group)

    def _take_back(self, address: str, entry: Any) -> None:  # noqa: ANN401 - YAML
        """Put an answer that once did not fit back in its place; when it still does not, keep it and tell.

        What is a fault on one day (a time after today) is none on another.
        """
        if address in self.answers.given:  # answered anew since then
            return
        question = self.questionnaire.question_at(address)
        item = address.partition("[")[2].partition("]")[0]
        if question is not None and (not item or item in self.answers.items.get(question.group, ())):
            self._set(address, question, entry, casefile.ANSWERS)
            return
        self.answers.misfits[address] = entry
        what = _("没有“{name}”这个问题或者这一项了。").format(name=address)
        self.problems.append(Problem(code="A006", where=Where(file=casefile.ANSWERS), what=what))

    def _replay(self, line: str) -> bool:
        """Do again what a line of the journal tells; return whether it could be read."""
        try:
            entry = json.loads(line)
        except ValueError:
            return not line
        match entry:
            case {"set": str(address), "to": to}:
                self._replay_answer(address, to)
            case {"add": str(group), "item": str(item)}:
                self._add(group, item, str(entry.get("like", "")))
            case {"remove": str(group), "item": str(item)}:
                self._remove(group, item)
            case {"begun": str(address), "text": str(text)}:
                self._go_on(address, text)
            case {"close": str(group)}:
                self.answers.closed.add(group)
                self.answers.items.setdefault(group, [])
            case _:
                return False
        return True

    def _go_on(self, address: str, text: object) -> None:
        if isinstance(text, str) and self.questionnaire.question_at(address) is not None:
            self.answers.begun[address] = text

    def _replay_answer(self, address: str, to: Any) -> None:  # noqa: ANN401 - JSON
        address = self.questionnaire.present(address)
        question = self.questionnaire.question_at(address)
        if question is not None:
            self._set(address, question, to, casefile.JOURNAL)
            return
        self.answers.misfits[address] = to
        what, advice = _("没有这个问题。"), did_you_mean(address, self.questionnaire.questions)
        self.problems.append(
            Problem(code="A007", where=Where(file=casefile.JOURNAL, question=address), what=what, advice=advice)
        )

    def _set(self, address: str, question: Question, entry: Any, file: str) -> None:  # noqa: ANN401 - YAML or JSON
        """Give the answer that stands in a file; keep it among the misfits when it does not fit the question."""
        try:
            answer = from_plain(question, entry, self.today)
        except values.ValueProblem as problem:
            self.answers.misfits[address] = entry
            where = Where(file=file, question=question.name)
            self.problems.append(Problem(code="A007", where=where, what=problem.what, advice=problem.advice))
        else:
            self.answers.set(address, answer)

    def record(self, address: str, answer: Answer) -> None:
        """Keep an answer; it is on the disk when this returns. Words that are withheld now stay in no file of ours."""
        question = self.questionnaire.question_at(address)
        if question is None:
            raise KeyError(address)
        said_before = address in self.answers.given or address in self.answers.begun or address in self.answers.misfits
        self._journal({"set": address, "to": plain(question, answer)})
        self.answers.set(address, answer)
        if answer is WITHHELD and said_before:
            self.checkpoint()

    def begin(self, address: str, text: str) -> None:
        """Keep what was typed and not finished, without the bytes that are no character."""
        text = text.encode(errors="ignore").decode()
        self._journal({"begun": address, "text": text})
        self.answers.begun[address] = text

    def add(self, group: str, like: str = "") -> str:
        """Add an item to a list, perhaps as a copy of another, and return its id."""
        item = self.answers.next_item(group)
        self._journal({"add": group, "item": item, **({"like": like} if like else {})})
        self._add(group, item, like)
        return item

    def _add(self, group: str, item: str, like: str) -> None:
        self.answers.add_item(group, item)
        self.answers.closed.discard(group)
        if like:
            self.answers.copies[f"{group}[{item}]"] = like

    def remove(self, group: str, item: str) -> None:
        """Take an item out of a list."""
        self._journal({"remove": group, "item": item})
        self._remove(group, item)

    def _remove(self, group: str, item: str) -> None:
        """Take an item out of its list, and out of the answers that point to it."""
        self.answers.remove_item(group, item)
        for address, answer in list(self.answers.given.items()):
            question = self.questionnaire.question_at(address)
            if question is not None and question.of == group and isinstance(answer, tuple) and item in answer:
                self.answers.set(address, tuple(other for other in answer if other != item) or UNKNOWN)

    def close(self, group: str) -> None:
        """Note that the person said: that is all."""
        self._journal({"close": group})
        self.answers.closed.add(group)
        self.answers.items.setdefault(group, [])

    def _journal(self, entry: dict[str, Any]) -> None:
        self.folder.append(casefile.JOURNAL, json.dumps(entry, ensure_ascii=False))

    def checkpoint(self) -> None:
        """Write `case.yaml` and empty the journal."""
        answers = self.answers
        tree: dict[str, Any] = {
            "format": FORMAT,
            "packs": {**self.made_with, **self.packs},
            "law_checked": self.law_checked,
            "answers": to_tree(answers, self.questionnaire),
            "highest": dict(answers.highest),
            "open": sorted(set(answers.items) - answers.closed),
        }
        if answers.begun:
            tree["begun"] = dict(answers.begun)
        if answers.copies:
            tree["copies"] = dict(answers.copies)
        if answers.misfits:
            tree["kept"] = {address: _plain_tree(entry) for address, entry in answers.misfits.items()}
        self.folder.replace(casefile.ANSWERS, dump(tree).encode())
        self.folder.remove(casefile.JOURNAL)


def _items(entry: object) -> list[tuple[str, Any]]:
    return list(entry.items()) if isinstance(entry, YamlMap) else []


def _plain_tree(entry: Any) -> Any:  # noqa: ANN401 - whatever stood in the file
    if isinstance(entry, dict):
        return {key: _plain_tree(value) for key, value in entry.items()}
    if isinstance(entry, list):
        return [_plain_tree(value) for value in entry]
    return entry
