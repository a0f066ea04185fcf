"""What is asked: sections and questions as declared in `questionnaires/*.yaml`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from drafter.conditions import Comparison, Condition, Name
from drafter.errors import Where
from drafter.i18n import gettext as _
from drafter.values import KINDS, WORDS
from drafter.yamlfile import did_you_mean

CHOICE_KINDS: Final = ("choice", "choices")
ALL_KINDS: Final = (*KINDS, "yes_no", *CHOICE_KINDS, "items")
FOLDER: Final = "questionnaires"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A field of the papers. Its id is its English name with its group; `name` is the Chinese one."""

    id: str
    name: str

    @property
    def group(self) -> str:
        """The English name of the group: `incidents` of `incidents[].when`."""
        return self.id.replace("[]", "").partition(".")[0]

    @property
    def leaf(self) -> str:
        """The English name within the group: `when` of `incidents[].when`."""
        return self.id.partition(".")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """Something that people forget to tell at first, and the leaf of the question that it belongs to."""

    ask: str
    into: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OnBehalf:
    """How questions are put to somebody who fills in for another person."""

    when: Condition | None = None
    instead: Mapping[str, str] = field(default_factory=dict)
    """Words → what stands instead of them, the longer first."""
    apart: tuple[str, ...] = ()
    """The sections that mean the one at the keyboard."""

    def put(self, text: str, section: str) -> str:
        """Return a text of a section as it is put to somebody who fills in for another."""
        if section not in self.apart:
            for words, instead in self.instead.items():
                text = text.replace(words, instead)
        return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Named):
    """One question, which fills one field."""

    ask: str
    kind: str
    gap: str = ""
    """What an empty place in a paper is called, where the name alone would not say: 〔待填：人民法院名称〕."""
    help: str = ""
    why: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    alone: str = ""
    """For kind `choices`: the choice that says that none of the others is so, and cannot stand with one of them."""
    of: str = ""
    """For kind `items`: the repeated group whose items are chosen from."""
    when: Condition | None = None
    sensitive: bool = False
    served_when: Condition | None = None
    """In a paper that the other side receives, the answer stands only when this holds."""
    say: Mapping[str, str] = field(default_factory=dict)
    """What to tell the person at once when this choice was given."""
    none: tuple[str, ...] = ()
    """What says that there is nobody, nothing to tell here: 就我自己. Such an answer leaves the question open."""
    afresh: bool = False
    """Whether the answer is told anew when an item begins as a copy of the one before."""
    recall: tuple[Recall, ...] = ()
    """What may have been left out of a passage."""
    where: Where = field(default_factory=Where)

    @property
    def repeated(self) -> bool:
        """Whether the question belongs to the items of a list."""
        return "[]." in self.id

    def address(self, item: str = "") -> str:
        """Return where the answer stands: `incidents[i3].when`, or the id itself."""
        return self.id.replace("[]", f"[{item}]") if self.repeated else self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A run of questions under one title; with `repeat`, one run for each item of a list."""

    id: str
    title: str
    questions: tuple[Question, ...]
    intro: str = ""
    announce: str = ""
    """Of a section that is hard to tell: what is said before it, so that it can be put off."""
    when: Condition | None = None
    repeat: str = ""
    first: str = ""
    second: str = ""
    """Asked after the first item instead of `another`."""
    another: str = ""
    copy: str = ""
    """The choice of beginning the next item as a copy of the one before."""
    nth: str = ""
    """How an item is called by its number: 第{index}件."""
    item: str = ""
    where: Where = field(default_factory=Where)


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """All sections in the order in which they are asked."""

    sections: tuple[Section, ...]
    groups: Mapping[str, str]
    """English name of a group → its Chinese name."""
    questions: Mapping[str, Question]
    pace: Mapping[str, int] = field(default_factory=dict)
    """Kind of question → seconds that an answer takes, about; `another` stands for the question after an item."""
    on_behalf: OnBehalf = field(default_factory=OnBehalf)
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Id that a question had in an earlier version of a pack → the id that it has now."""
    removed: Mapping[str, str] = field(default_factory=dict)
    """Id of a question that a pack asks no more → why, in a sentence for whoever has answered it."""

    def question_at(self, address: str) -> Question | None:
        """Return the question that an address such as `incidents[i3].when` belongs to."""
        group, bracket, rest = address.partition("[")
        return self.questions.get(f"{group}[]{rest.partition(']')[2]}" if bracket else address)

    def present(self, address: str) -> str:
        """Return where the answer stands now that stood at `address` in an earlier version of a pack."""
        group, bracket, rest = address.partition("[")
        item, _closing, leaf = rest.partition("]")
        id_ = f"{group}[]{leaf}" if bracket else address
        return self.renamed[id_].replace("[]", f"[{item}]") if id_ in self.renamed else address

    def repeated_groups(self) -> frozenset[str]:
        """Return the names of the lists."""
        return frozenset(section.repeat for section in self.sections if section.repeat)


def askable(questions: Iterable[Question], repeat: str = "") -> Iterator[str]:
    """Yield the names that a condition may have: questions outside lists, and `this.x` of the item at hand."""
    for question in questions:
        if not question.repeated:
            yield question.id
        elif question.group == repeat:
            yield f"this.{question.leaf}"


def concluded(name: str) -> Question:
    """Return what a condition may ask of a yes or no that nobody is asked for: `flags.x`."""
    return Question(id=name, name=name, ask="", kind="yes_no")


def misuses(condition: Condition, question_of: Callable[[str], Question | None]) -> list[tuple[str, str, str]]:
    """Return code, fault and advice, each once, for the comparisons that can never hold, or always do."""
    found = []
    for comparison in condition.comparisons:
        question = question_of(comparison.name)
        if question is None or question.kind not in ALL_KINDS or comparison.other is None:
            continue
        if isinstance(comparison.other, Name):
            found.append(_unlike(question, question_of(comparison.other.dotted)))
        else:
            found.append(_misuse(question, comparison, comparison.other))
    return list(dict.fromkeys(fault for fault in found if fault is not None))


def _unlike(question: Question, other: Question | None) -> tuple[str, str, str] | None:
    if other is None or other.kind == question.kind:
        return None
    what = _("“{name}”和“{other}”不是同一种答案，不能比。").format(name=question.name, other=other.name)
    return "Q019", what, ""


def _misuse(question: Question, comparison: Comparison, other: str | int) -> tuple[str, str, str] | None:
    name, kind, manner = comparison.name, question.kind, comparison.manner
    if kind in CHOICE_KINDS and isinstance(other, str) and other not in question.choices:
        what = _("“{name}”没有“{choice}”这个选项。").format(name=name, choice=other)
        return "Q018", what, did_you_mean(other, question.choices)
    match kind:
        case "yes_no":
            fits = manner == "equal" and isinstance(other, bool)
            advice = _("它是一个是非，直接写 {name}、not {name}，或者 {name} == true。")
        case "choice":
            fits = manner in ("equal", "among") and isinstance(other, str)
            advice = _("它只有一个答案，写 {name} == '…' 或者 {name} in ('…', '…')。")
        case "choices" | "items":
            fits = manner in ("contains", "among") and isinstance(other, str)
            advice = _("它可以有几个答案，写 '…' in {name}。")
        case "count":
            fits = manner != "contains" and isinstance(other, int) and not isinstance(other, bool)
            advice = _("它是一个数，和数比：{name} > 3。")
        case _ if kind in WORDS:
            fits = manner in ("equal", "among") and isinstance(other, str)
            advice = _("它是一句话，只能问有没有：{name}、not {name}。")
        case _:
            fits = False
            advice = _("只能问有没有：{name}、not {name}。")
    if fits:
        return None
    what = _("“{name}”不能这样比。").format(name=name)
    return "Q019", what, advice.format(name=name)


def resolve(name: str, questions: Mapping[str, Question], repeat: str) -> Question | None:
    """Return the question that a name in a condition means; `this.x` is x of the item at hand."""
    if repeat and name.startswith("this."):
        return questions.get(f"{repeat}[].{name.removeprefix('this.')}")
    return questions.get(name)


def placed(sections: Sequence[Section], added: Iterable[tuple[Section, str]]) -> tuple[Section, ...]:
    """Return sections with others among them, each after the one that it names, or at the end.

    Those that name the same one stand in the order in which they come.
    """
    found, waiting, last = list(sections), list(added), dict[str, str]()
    while waiting:
        coming = {section.id for section, _after in waiting}
        section, after = each = next((each for each in waiting if each[1] not in coming), waiting[0])
        waiting.remove(each)
        ids = [other.id for other in found]
        before = last.get(after, after)
        found.insert(ids.index(before) + 1 if before in ids else len(ids), section)
        last = {name: section.id if end == before else end for name, end in last.items()} | {after: section.id}
    return tuple(found)
