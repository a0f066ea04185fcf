"""Reads `questionnaires/*.yaml`, with every mistake found."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from drafter.conditions import Condition, ConditionError, parse
from drafter.errors import Problem, QuestionnaireError, Where
from drafter.i18n import gettext as _
from drafter.questionnaire import (
    ALL_KINDS,
    CHOICE_KINDS,
    FOLDER,
    OnBehalf,
    Question,
    Questionnaire,
    Recall,
    Section,
    placed,
)  # fmt: skip
from drafter.questionnaire_checking import Names, condition_faults, faults
from drafter.yamlfile import Shapes, Unreadable, YamlList, YamlMap, did_you_mean, sentence, unknown_keys
from drafter.yamlfile import read as read_yaml

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_INTERVIEW: Final = "interview.yaml"
_INTERVIEW_KEYS: Final = ("sections", "groups", "pace", "on_behalf")
_SECTION_KEYS: Final = (
    "id", "title", "intro", "announce", "when", "repeat", "first", "second", "another", "copy", "nth", "item", "lists",
    "questions",
)  # fmt: skip
_AFTER: Final = "after"
"""Of a section of a pack: after which other section it is asked."""
_LIST_KEYS: Final = ("second", "copy", "nth")
"""What only the section of a list may say."""
_QUESTION_KEYS: Final = (
    "id", "name", "gap", "ask", "help", "why", "kind", "choices", "alone", "of", "when", "sensitive", "say",
    "served_when", "none", "afresh", "recall",
)  # fmt: skip
_ANOTHER: Final = "another"
"""In the pace: whether there is another item in a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A questionnaire as far as it could be read, and what is wrong with it."""

    questionnaire: Questionnaire
    problems: tuple[Problem, ...]
    whole: bool
    """Whether every file could be read, so that a name that is nowhere is a mistake."""


def load(folder: Traversable) -> Questionnaire:
    """Read `interview.yaml` and the section files beside it.

    Raises QuestionnaireError with every fault of every file.
    """
    reading = read(folder)
    if reading.problems:
        raise QuestionnaireError(reading.problems)
    return reading.questionnaire


def read(folder: Traversable) -> Reading:
    """Read `interview.yaml` and the section files beside it; a fault in one place hides no other."""
    reader = _Reader(folder)
    questionnaire = reader.read()
    return Reading(questionnaire=questionnaire, problems=tuple(reader.problems), whole=reader.whole)


@dataclass(frozen=True, slots=True, kw_only=True)
class More:
    """What a pack asks beside what is asked already."""

    folder: Traversable
    """Where its section files are; there need not be any."""
    place: str
    """How that folder is named in messages."""
    groups: Mapping[str, str]
    """Its groups of questions, with their Chinese names; it may ask under these alone."""
    sections: tuple[tuple[Section, str], ...] = ()
    """Sections that stand elsewhere than in files, each with the section after which it is asked."""


def read_more(base: Questionnaire, more: More) -> Reading:
    """Read the sections of a pack into a questionnaire, each at its place."""
    reader = _Reader(more.folder, more.place)
    questionnaire = reader.extend(base, more)
    return Reading(questionnaire=questionnaire, problems=tuple(reader.problems), whole=reader.whole)


class _Reader:
    """Reads the files of one folder and collects what is wrong with them."""

    def __init__(self, folder: Traversable, place: str = FOLDER) -> None:
        self.folder = folder
        self.place = place
        self.interview = f"{place}/{_INTERVIEW}"
        self.problems: list[Problem] = []
        self.questions: dict[str, Question] = {}
        self.groups: dict[str, str] = {}
        self.lists: dict[str, tuple[str, ...]] = {}
        self.after = ""
        """After which section the one that was read last is to be asked."""
        self.whole = True

    def read(self) -> Questionnaire:
        root = self._file(self.interview)
        self.problems += unknown_keys(root, _INTERVIEW_KEYS, self.interview)
        shapes = Shapes(self.interview, self.problems)
        groups = shapes.map(root, "groups")
        self.groups = {key: shapes.text(groups, key) for key in groups}
        self._check_unique(((name, groups.lines[key]) for key, name in self.groups.items()), self.interview)
        names = shapes.texts(root, "sections")
        line = root.lines.get("sections", root.line)
        if not names:
            self.whole = False
            if not isinstance(root, Unreadable):
                self._fault("Q001", Where(file=self.interview, line=line or None), _("没有 sections 列表。"))
        listed = root.get("sections")
        lines = listed.lines if isinstance(listed, YamlList) else [line]
        sections = [self._section(name, place) for name, place in zip(names, lines, strict=False)]
        found = tuple(section for section in sections if section is not None)
        self.problems += faults(found, self._names())
        return Questionnaire(
            sections=found,
            groups=self.groups,
            questions=self.questions,
            pace=self._pace(root, shapes),
            on_behalf=self._on_behalf(root, shapes, names),
        )

    def extend(self, base: Questionnaire, more: More) -> Questionnaire:
        """Read the section files of a pack and put every section after the one that it names, or at the end."""
        self.questions = dict(base.questions)
        names = sorted(entry.name for entry in self.folder.iterdir()) if self.folder.is_dir() else []
        found = [self._added(name.removesuffix(".yaml"), more) for name in names if name.endswith(".yaml")]
        for elsewhere, _place in more.sections:
            self.questions |= {question.id: question for question in elsewhere.questions}
        asked = {question.group for question in self.questions.values()}
        self.groups = {**base.groups, **{id_: name for id_, name in more.groups.items() if id_ in asked}}
        added = [(section, after) for section, after in (*found, *more.sections) if section is not None]
        known = [section.id for section in (*base.sections, *(section for section, _after in added))]
        for section, after in added:
            where = section.where._replace(question="")
            if known.count(section.id) > 1:
                self._fault("Q030", where, _("“{id}”已经是一节的 id 了。").format(id=section.id), _("请换一个 id。"))
            if after and after not in known:
                self._fault("Q028", where, _("没有“{name}”这一节。").format(name=after), did_you_mean(after, known))
        sections = placed(base.sections, added)
        self.problems += faults(sections, self._names())
        return replace(base, sections=sections, groups=self.groups, questions=self.questions)

    def _added(self, name: str, more: More) -> tuple[Section | None, str]:
        section, after = self._section(name, 0, _AFTER), self.after
        for question in section.questions if section is not None else ():
            if question.group not in more.groups:
                what = _("这个包里的问题，id 应当以“{name}.”开头。").format(name=next(iter(more.groups)))
                self._fault("Q029", question.where, what)
        return section, after

    def _names(self) -> Names:
        return Names(questions=self.questions, groups=self.groups, choices=self.lists, whole=self.whole)

    def _pace(self, root: YamlMap, shapes: Shapes) -> dict[str, int]:
        """Return how long each kind of question takes; each is given, or none."""
        pace = shapes.map(root, "pace")
        known = (*ALL_KINDS, _ANOTHER)
        self.problems += unknown_keys(pace, known, self.interview)
        missing = [kind for kind in known if kind not in pace] if pace else []
        if missing:
            what = _("pace 里还缺：{kinds}。").format(kinds="、".join(missing))
            self._fault("Q027", Where(file=self.interview, line=root.lines["pace"]), what)
        for kind in pace:
            if not shapes.text(pace, kind).isdecimal():
                what = _("“{kind}”要写秒数，例如 20。").format(kind=kind)
                self._fault("Q027", Where(file=self.interview, line=pace.lines[kind]), what)
        return {kind: int(text) for kind, text in pace.items() if isinstance(text, str) and text.isdecimal()}

    def _on_behalf(self, root: YamlMap, shapes: Shapes, sections: tuple[str, ...]) -> OnBehalf:
        entry = shapes.map(root, "on_behalf")
        self.problems += unknown_keys(entry, ("when", "instead", "apart"), self.interview)
        when = self._condition(entry, self.interview)
        if when is not None:
            where = Where(file=self.interview, line=entry.lines["when"])
            self.problems += condition_faults(when, where, self.questions, "", self._names())
        apart = shapes.texts(entry, "apart")
        for name in apart:
            if name not in sections:
                what = _("没有“{name}”这一节。").format(name=name)
                where = Where(file=self.interview, line=entry.lines["apart"])
                self._fault("Q024", where, what, did_you_mean(name, sections))
        instead = self._texts(entry, "instead", self.interview)
        return OnBehalf(when=when, instead=dict(sorted(instead.items(), key=lambda pair: -len(pair[0]))), apart=apart)

    def _fault(self, code: str, where: Where, what: str, advice: str = "") -> None:
        self.problems.append(Problem(code=code, where=where, what=what, advice=advice))

    def _check_unique(self, names: Iterable[tuple[str, int]], file: str) -> None:
        seen: dict[str, int] = {}
        for name, line in names:
            if name in seen:
                what = _("“{name}”已经是第 {line} 行的中文名了。").format(name=name, line=seen[name])
                self._fault("Q020", Where(file=file, line=line), what, _("请换一个名字。"))
            seen.setdefault(name, line)

    def _file(self, name: str) -> YamlMap:
        tree, _text, problems = read_yaml(self.folder / name.rpartition("/")[2], name, "Q002")
        self.problems += problems
        root = Shapes(name, self.problems).root(tree)
        self.whole = self.whole and not isinstance(root, Unreadable)
        return root

    def _section(self, name: str, line: int, *more: str) -> Section | None:
        """Read the file of a section; `more` are keys that it may have beside the usual ones."""
        file = f"{self.place}/{name}.yaml"
        if not (self.folder / f"{name}.yaml").is_file():
            known = [
                entry.name.removesuffix(".yaml") for entry in self.folder.iterdir() if entry.name.endswith(".yaml")
            ]
            self._fault(
                "Q004", Where(file=self.interview, line=line), _("没有 {file} 这个文件。").format(file=file),
                did_you_mean(name, known),
            )  # fmt: skip
            self.whole = False
            return None
        data = self._file(file)
        shapes = Shapes(file, self.problems)
        self.problems += unknown_keys(data, (*_SECTION_KEYS, *more), file)
        self.after = shapes.text(data, _AFTER)
        self._required(data, ("id", "title", "questions"), file)
        repeat = shapes.text(data, "repeat")
        if repeat:
            self._required(data, ("first", "another", "item"), file)
        self.lists = self._lists(data, file)
        entries = shapes.maps(data, "questions")
        questions = tuple(q for entry in entries if (q := self._question(entry, file, repeat)) is not None)
        if repeat and data.get("item"):
            self._check_item(shapes.text(data, "item"), questions, Where(file=file, line=data.lines["item"]))
        if repeat and data.get("nth"):
            self._check_item(shapes.text(data, "nth"), (), Where(file=file, line=data.lines["nth"]))
        for key in _LIST_KEYS:
            if key in data and not repeat:
                what = _("“{key}”要和 repeat 一起用。").format(key=key)
                self._fault("Q025", Where(file=file, line=data.lines[key]), what)
        return Section(
            id=shapes.text(data, "id", name),
            title=shapes.text(data, "title"),
            intro=sentence(shapes.text(data, "intro")),
            announce=sentence(shapes.text(data, "announce")),
            when=self._condition(data, file),
            repeat=repeat,
            first=shapes.text(data, "first"),
            second=shapes.text(data, "second"),
            another=shapes.text(data, "another"),
            copy=shapes.text(data, "copy"),
            nth=shapes.text(data, "nth"),
            item=shapes.text(data, "item"),
            questions=questions,
            where=Where(file=file, line=data.lines.get("when", data.line or None), question=shapes.text(data, "title")),
        )

    def _lists(self, data: YamlMap, file: str) -> dict[str, tuple[str, ...]]:
        """Return the names that stand for several choices in the conditions of a section."""
        lists = Shapes(file, self.problems).map(data, "lists")
        found = {}
        for name, choices in lists.items():
            if isinstance(choices, YamlList) and choices and all(isinstance(choice, str) for choice in choices):
                found[name] = tuple(choices)
                continue
            what = _("lists 应当是“名字: [选项, 选项]”的形式。")
            self._fault("Q021", Where(file=file, line=lists.lines[name]), what)
        return found

    def _check_item(self, item: str, questions: tuple[Question, ...], where: Where) -> None:
        """The name of an item is made of its number and its own answers."""
        known = ["index", *(question.leaf for question in questions)]
        try:
            places = list(string.Formatter().parse(item))
        except ValueError:
            self._fault("Q022", where, _("item 里的花括号不成对。"))
            return
        for _text, name, form, conversion in places:
            if name is None:
                continue
            strange = [leaf for leaf in name.split("|") if leaf not in known or (leaf == "index" and name != leaf)]
            if strange:
                what = _("item 里的“{name}”不是 index，也不是这一节的问题。").format(name=strange[0])
                self._fault("Q022", where, what, did_you_mean(strange[0], known))
            elif form or conversion:
                self._fault("Q022", where, _("item 的花括号里只写名字：{{{name}}}。").format(name=name))

    def _required(self, data: YamlMap, keys: tuple[str, ...], file: str) -> None:
        for key in keys:
            if not data.get(key) and not isinstance(data, Unreadable):
                self._fault("Q006", Where(file=file, line=data.line or None), _("缺少“{key}”。").format(key=key))

    def _question(self, data: YamlMap, file: str, repeat: str) -> Question | None:
        shapes = Shapes(file, self.problems)
        self.problems += unknown_keys(data, _QUESTION_KEYS, file)
        self._required(data, ("id", "name", "ask", "kind"), file)
        where = Where(file=file, line=data.lines.get("id", data.line), question=shapes.text(data, "name"))
        question = Question(
            id=shapes.text(data, "id"),
            name=shapes.text(data, "name"),
            gap=shapes.text(data, "gap") or shapes.text(data, "name"),
            ask=sentence(shapes.text(data, "ask")),
            kind=shapes.text(data, "kind"),
            help=sentence(shapes.text(data, "help")),
            why=sentence(shapes.text(data, "why")),
            choices=self._texts(data, "choices", file),
            alone=shapes.text(data, "alone"),
            of=shapes.text(data, "of"),
            when=self._condition(data, file),
            served_when=self._condition(data, file, "served_when"),
            sensitive=shapes.flag(data, "sensitive"),
            say=self._texts(data, "say", file),
            none=shapes.texts(data, "none"),
            afresh=shapes.flag(data, "afresh"),
            recall=self._recall(shapes, data, file),
            where=where,
        )
        self._check_question(question, data, repeat)
        if question.id in self.questions:
            self._fault("Q007", where, _("“{id}”已经有一个问题了。").format(id=question.id), _("请换一个 id。"))
            return None
        self.questions[question.id] = question
        return question

    def _check_question(self, question: Question, data: YamlMap, repeat: str) -> None:
        where = question.where
        if question.kind and question.kind not in ALL_KINDS:
            place = Where(file=where.file, line=data.lines.get("kind"), question=where.question)
            self._fault(
                "Q008", place, _("没有“{kind}”这种问题。").format(kind=question.kind),
                did_you_mean(question.kind, ALL_KINDS),
            )  # fmt: skip
        if (question.kind in CHOICE_KINDS) != bool(question.choices):
            self._fault("Q009", where, _("choices 要和 kind: choice 或 choices 一起用。"))
        self._check_alone(question, data)
        if (question.kind == "items") != bool(question.of):
            self._fault("Q009", where, _("of 要和 kind: items 一起用。"))
        prefix = f"{repeat}[]." if repeat else ""
        if prefix and not question.id.startswith(prefix):
            self._fault("Q010", where, _("这一节重复，问题的 id 应当以“{prefix}”开头。").format(prefix=prefix))
        if not prefix and "[]" in question.id:
            self._fault("Q010", where, _("这一节不重复，问题的 id 里不能有 []。"))
        if "." not in question.id:
            self._fault("Q010", where, _("问题的 id 应当是“组.名称”，例如 applicant.name。"))
        allowed = ("yes", "no") if question.kind == "yes_no" else tuple(question.choices)
        for key in question.say:
            if key not in allowed:
                self._fault(
                    "Q011", where, _("say 里的“{key}”不是这个问题的选项。").format(key=key), did_you_mean(key, allowed)
                )

    def _recall(self, shapes: Shapes, data: YamlMap, file: str) -> tuple[Recall, ...]:
        found = []
        for entry in shapes.maps(data, "recall"):
            self.problems += unknown_keys(entry, ("ask", "into"), file)
            self._required(entry, ("ask",), file)
            into = shapes.text(entry, "into") or shapes.text(data, "id").partition(".")[2]
            found.append(Recall(ask=sentence(shapes.text(entry, "ask")), into=into))
        return tuple(found)

    def _check_alone(self, question: Question, data: YamlMap) -> None:
        if not question.alone:
            return
        where = question.where._replace(line=data.lines["alone"])
        if question.kind != "choices":
            self._fault("Q023", where, _("alone 要和 kind: choices 一起用。"))
        elif question.alone not in question.choices:
            what = _("alone 写的“{key}”不是这个问题的选项。").format(key=question.alone)
            self._fault("Q023", where, what, did_you_mean(question.alone, question.choices))

    def _texts(self, data: YamlMap, key: str, file: str) -> Mapping[str, str]:
        shapes = Shapes(file, self.problems)
        texts = shapes.map(data, key)
        return {name: sentence(shapes.text(texts, name)) for name in texts}

    def _condition(self, data: YamlMap, file: str, key: str = "when") -> Condition | None:
        if key not in data:
            return None
        try:
            return parse(Shapes(file, self.problems).text(data, key), self.lists)
        except ConditionError as error:
            self._fault("Q014", Where(file=file, line=data.lines.get(key)), str(error))
            return None
