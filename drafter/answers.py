"""What was said: answers by address, the items of lists, and what stands in a file for each.

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
from drafter.i18n import gettext as _
from drafter.i18n import listed, noted
from drafter.questionnaire import Question
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
EMPTY: Final = ("", "~", "null", "Null", "NULL")
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
    if text in EMPTY:
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
    if entry in EMPTY:
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


def known_items(chosen: tuple[str, ...], known: list[str]) -> tuple[str, ...]:
    """Return the items that were chosen.

    Raises values.ValueProblem for one that is not in the list.
    """
    for item in chosen:
        if item not in known:
            advice = did_you_mean(item, known) or _("可以写：{known}。").format(known=listed(known) or _("（还没有）"))
            raise values.ValueProblem(_("没有“{item}”这一项。").format(item=item), advice)
    return chosen
