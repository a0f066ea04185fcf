"""What was said: answers by address, the items of lists, and what stands in a file for them.

An answer is a value of its question's kind, the words as typed, or one of two non-answers:
`UNKNOWN` (记不清／暂时没有) and `WITHHELD` (不写进文书). What was never asked is simply absent.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final, TypeAlias

from drafter import values
from drafter.errors import Problem, Where
from drafter.i18n import gettext as _
from drafter.i18n import listed, noted
from drafter.questionnaire import Question, Questionnaire
from drafter.yamlfile import YamlList, YamlMap, did_you_mean

_YES: Final = ("yes", "y", "true", "是", "是的", "有", "有的", "对", "对的", "要", "嗯", "1")
_NO: Final = ("no", "n", "false", "否", "没", "没有", "不是", "不", "不对", "不要", "0")
_NOT_KNOWN: Final = re.compile(
    r"(?:我|也|真|都|实在|已经)*(?:不知道|不清楚|不详|不晓得|未知|没印象|忘记?|不记得"
    r"|记不(?:清楚?|得|起来)|想不起来|说不清楚?)(?:了|啊)?"
    r"|(?:i )?(?:don[’']?t|do not|can[’']?t|cannot) (?:know|remember|recall|say)|(?:i )?forgot|not sure|no idea"
    r"|unknown|n/a",
    re.IGNORECASE,
)
"""A tired person's way of leaving a question open."""
_NOTHING: Final = re.compile(
    r"(?:我)?(?:没有|没|无|暂无|暂时没有|没说|没有说|没说过|没有说过)(?:了)?|(?:no|none|nothing)", re.IGNORECASE
)
"""The same where it cannot mean the number nought."""
_NO_EFFECT: Final = re.compile(r"(?:没|没有)(?:什么|太大|啥)?影响|无影响|不影响|没事")
"""The same in a line of words: it is no fact to print."""
_CLAUSES: Final = re.compile(r"[，、,；;。]|(?<=[\u4e00-\u9fff])\s+")
_AMOUNTS: Final = ("count", "money")
_EMPTY: Final = ("", "~", "null", "Null", "NULL")
"""What stands for nothing in a file."""


class NonAnswer(Enum):
    """The two ways of not answering that are answers."""

    UNKNOWN = "unknown"
    WITHHELD = "withheld"


UNKNOWN: Final = NonAnswer.UNKNOWN
WITHHELD: Final = NonAnswer.WITHHELD


@dataclass(frozen=True, slots=True, kw_only=True)
class AsTyped:
    """Words that do not fit the question's kind but that the person wants kept as they are."""

    text: str


Answer: TypeAlias = Any
"""A value of `drafter.values`, bool, str, tuple[str, ...], AsTyped or NonAnswer."""


@dataclass(slots=True)
class Answers:
    """Everything said so far. Addresses are `applicant.name` and `incidents[i3].when`."""

    given: dict[str, Answer] = field(default_factory=dict)
    items: dict[str, list[str]] = field(default_factory=dict)
    """List → ids of its items, in the order of telling."""
    closed: set[str] = field(default_factory=set)
    """Lists of which the person said: that is all."""
    highest: dict[str, int] = field(default_factory=dict)
    """List → the highest number ever used in an item id, so that no id is used again."""
    misfits: dict[str, Any] = field(default_factory=dict)
    """Old answers that no longer fit their question, as they stood in the file: kept, shown, asked again."""
    begun: dict[str, str] = field(default_factory=dict)
    """What was typed and not finished, to be gone on with."""
    copies: dict[str, str] = field(default_factory=dict)
    """Item (`incidents[i3]`) → the item that it began as a copy of."""
    changes: dict[str, int] = field(default_factory=dict, compare=False)
    """Item (`incidents[i3]`) → how often something was said of it, so that what was worked out of it can be kept."""

    def next_item(self, group: str) -> str:
        """Return an item id for a list that was never used before in it."""
        return f"{group[0]}{self.highest.get(group, 0) + 1}"

    def add_item(self, group: str, item: str) -> None:
        """Add the item with this id unless it is there."""
        entries = self.items.setdefault(group, [])
        if item not in entries:
            entries.append(item)
        digits = item[1:]
        if digits.isdecimal():
            self.highest[group] = max(self.highest.get(group, 0), int(digits))

    def remove_item(self, group: str, item: str) -> None:
        """Take an item out of its list, with its answers; its id is not used again."""
        if item in self.items.get(group, []):
            self.items[group].remove(item)
        for kept in (self.given, self.misfits, self.begun):
            for address in [a for a in kept if a.startswith(f"{group}[{item}].")]:
                del kept[address]
        self.copies.pop(f"{group}[{item}]", None)

    def set(self, address: str, answer: Answer) -> None:
        """Give, or change, the answer at an address."""
        self.given[address] = answer
        self.misfits.pop(address, None)
        self.begun.pop(address, None)
        item = address.partition(".")[0]
        self.changes[item] = self.changes.get(item, 0) + 1


def read(question: Question, plain: str, today: dt.date) -> Answer:
    """Return the value of an answer typed as text.

    Raises values.ValueProblem, whose words tell how to mend it.
    """
    text = values.clean(plain)
    if text in _EMPTY:
        raise values.ValueProblem(_("这里是空的。"), values.way_out())
    match question.kind:
        case "yes_no":
            return _yes_no(text)
        case "choice":
            return _choice(question, text)
        case "choices":
            return checked(question, [_choice(question, part) for part in _parts(text, question.choices.values())])
        case "items":
            return tuple(_parts(text, ()))
    return UNKNOWN if _left_open(question, values.bare(text)) else values.read(question.kind, text, today)


def _left_open(question: Question, text: str) -> bool:
    """Return whether these words only say that there is nothing to say."""
    kind = question.kind
    clauses = list(filter(None, map(values.bare, _CLAUSES.split(text))))
    if question.none and any(_same(clause, question.none) for clause in clauses):
        return all(_same(clause, question.none) or _NOTHING.fullmatch(clause) for clause in clauses)
    if _NOT_KNOWN.fullmatch(text) or (kind not in _AMOUNTS and _NOTHING.fullmatch(text)):
        return True
    return kind in values.WORDS and bool(_NO_EFFECT.fullmatch(text))


def _same(clause: str, words: Iterable[str]) -> bool:
    return values.half_width(clause).lower() in words


def _yes_no(text: str) -> bool:
    word = values.bare(values.half_width(text)).lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise values.ValueProblem(_("“{text}”看不出是还是否。").format(text=text[:20]), _("请答“是”或“否”。"))


def _parts(text: str, labels: Iterable[str]) -> list[str]:
    """Return what was listed, in half-width; a label that has a comma of its own is one part.

    Raises values.ValueProblem when there is nothing but commas.
    """
    known = sorted(map(_flat, labels), key=len, reverse=True)
    pattern = "|".join([*(rf"{re.escape(label)}(?=\s*(?:,|$))" for label in known), "[^,]+"])
    parts = [part for found in re.findall(pattern, _flat(text)) if (part := values.bare(found))]
    if not parts:
        raise values.ValueProblem(_("这里只有标点，没有字。"), values.way_out())
    return list(dict.fromkeys(parts))


def _flat(text: str) -> str:
    return values.half_width(text).replace("、", ",")


def _choice(question: Question, text: str) -> str:
    plain = _flat(text)
    if plain in question.choices:
        return plain
    for key, label in question.choices.items():
        if plain in (_flat(label), _flat(_(label))):
            return key
    labels = {key: _(label) for key, label in question.choices.items()}
    near = did_you_mean(text, [*labels, *labels.values()])
    options = listed(noted(key, label) for key, label in labels.items())
    raise values.ValueProblem(
        _("没有“{text}”这个选项。").format(text=text[:20]), near or _("可以选：{options}。").format(options=options)
    )


def checked(question: Question, chosen: Iterable[str], labels: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return the choices that were ticked as an answer, each once; `labels` are how they were shown.

    Raises values.ValueProblem when one of them says that none of the others is so: 都没有.
    """
    keys = tuple(dict.fromkeys(chosen))
    if question.alone in keys and len(keys) > 1:
        shown = labels or {key: _(label) for key, label in question.choices.items()}
        alone, others = shown[question.alone], listed(shown[key] for key in keys if key != question.alone)
        what = _("选了“{alone}”，又选了别的，两样对不上。").format(alone=alone)
        raise values.ValueProblem(what, _("只留“{alone}”，或者只留“{others}”。").format(alone=alone, others=others))
    return keys


def plain(question: Question, answer: Answer) -> Any:  # noqa: ANN401 - YAML
    """Return what stands in a file for an answer: text, a list of texts, or a one-key mapping."""
    if isinstance(answer, NonAnswer):
        return {answer.value: True}
    if isinstance(answer, AsTyped):
        return {"as_typed": answer.text}
    match question.kind:
        case "yes_no":
            return bool(answer)
        case "choices" | "items":
            return list(answer)
        case "choice":
            return answer
    return values.write(question.kind, answer)


def from_plain(question: Question, entry: Any, today: dt.date) -> Answer:  # noqa: ANN401 - YAML
    """Return the answer that `plain` wrote, or that a person wrote in an answers file."""
    if isinstance(entry, YamlMap | dict):
        return _from_mapping(question, entry, today)
    if entry in _EMPTY:
        raise values.ValueProblem(
            _("这里没有写答案。"), _("不知道写 {unknown: true}，不想写进文书写 {withheld: true}。")
        )
    if isinstance(entry, bool):
        entry = "yes" if entry else "no"
    if isinstance(entry, YamlList | list):
        if question.kind == "items":
            return tuple(str(part) for part in entry)
        if question.kind == "choices":
            return checked(question, [_choice(question, str(part)) for part in entry])
        if question.kind == "phones":
            entry = "、".join(str(part) for part in entry)
        else:
            raise values.ValueProblem(_("这里只能写一个值，不是列表。"), "")
    return read(question, str(entry), today)


def _from_mapping(question: Question, entry: Mapping[str, Any], today: dt.date) -> Answer:
    if len(entry) == 1:
        key, value = next(iter(entry.items()))
        if key in ("unknown", "withheld") and value in (True, "true"):
            return NonAnswer(key)
        if key == "as_typed" and question.kind in values.KINDS and isinstance(value, str):
            return _as_typed(question, values.clean(value), today)
    raise values.ValueProblem(
        _("这里不能写成“键: 值”。"), _("不知道写 {unknown: true}，不想写进文书写 {withheld: true}。")
    )


def _as_typed(question: Question, text: str, today: dt.date) -> Answer:
    """Return what was kept as it was typed; words that can be read as they are need no such mark."""
    if question.kind not in values.WORDS:
        return AsTyped(text=text)
    try:
        return AsTyped(text=text) if isinstance(read(question, text, today), NonAnswer) else text
    except values.ValueProblem:
        return AsTyped(text=text)


def remark(question: Question, answer: Answer, today: dt.date) -> str:
    """Return what is to be said of an answer that can be and yet is more often a slip; nothing of most."""
    if question.kind not in values.KINDS or isinstance(answer, NonAnswer | AsTyped):
        return ""
    return values.remark(question.kind, answer, today)


def words(entry: Any) -> str:  # noqa: ANN401 - YAML
    """Return an old answer that no longer fits as a person would type it; nothing where it has no words."""
    match entry:
        case str():
            return entry
        case list():
            return "、".join(str(part) for part in entry if isinstance(part, str))
        case {"as_typed": str(text)}:
            return text
    return ""


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


def known_items(chosen: tuple[str, ...], known: list[str]) -> tuple[str, ...]:
    """Return the items that were chosen.

    Raises values.ValueProblem for one that is not in the list.
    """
    for item in chosen:
        if item not in known:
            advice = did_you_mean(item, known) or _("可以写：{known}。").format(known=listed(known) or _("（还没有）"))
            raise values.ValueProblem(_("没有“{item}”这一项。").format(item=item), advice)
    return chosen


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
            if group not in self.groups:
                self._fault(
                    "A001", line, "", _("没有“{name}”这一组。").format(name=group), did_you_mean(group, self.groups)
                )
                self.answers.misfits[group] = entry
            elif entry in _EMPTY:
                continue  # a form that was not filled in here
            elif group in self.lists:
                self._list(group, entry, line)
            elif isinstance(entry, YamlMap):
                self._leaves(group, "", entry)
            else:
                self._fault("A002", line, "", _("“{name}”下面应当是“键: 值”。").format(name=group))
                self.answers.misfits[group] = entry
        self._check_items()

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
            question = self.questionnaire.questions.get(prefix + leaf)
            address = f"{group}[{item}].{leaf}" if item else f"{group}.{leaf}"
            line = mapping.lines.get(leaf)
            if question is None:
                what = _("没有“{name}”这个问题。").format(name=f"{group}.{leaf}")
                self._fault("A006", line, "", what, did_you_mean(leaf, known))
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
