"""Where something is to be filled in, in one line of an old file: blanks, and what was filled in for somebody else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from drafter.adopting.labels import BLANK, Label, Labels, Party, Phrase, spelled
from drafter.word.sheet import Line

_CHARS: Final = r"_＿XxＸｘ×✕╳*＊●"
_INSIDE: Final = rf"[\s{_CHARS}]"
_BRACKETS: Final = rf"【{_INSIDE}*】|〔{_INSIDE}*〕|\[{_INSIDE}*\]|（{_INSIDE}+）|\({_INSIDE}+\)"
_MARKS: Final = rf"[_＿]+|[XxＸｘ]{{2,}}|[×✕╳]+|[*＊]{{3,}}|●+|…{{3,}}|\.{{6,}}|{_BRACKETS}"
_ROOM: Final = rf"(?:[\s{_CHARS}]|{_BRACKETS})++"
"""Room of any kind; possessive, so that a long line costs no more than its length."""
_NOT_INSIDE: Final = rf"(?!(?<=[\s某{_CHARS}])[\s某{_CHARS}])"
_STRONG: Final = rf"[{_CHARS}某【（〔\t]|\s{{2}}"
_YEAR: Final = r"(?:(?:19|20)\d{0,2}|二[〇○零O0]?[一二三四五六七八九]?)?"
DATE: Final = rf"{_NOT_INSIDE}(?:(?<=[:：，,])\s+)?(?<![\d年]){_YEAR}(?:{_ROOM})?年(?:{_ROOM})?月(?:{_ROOM})?日"
_UNIT: Final = r"(?:特别行政区|自治区|街道|单元|省|市|区|县|镇|乡|路|街|号|栋|幢|楼|层|室|村|组)"
_ADDRESS: Final = rf"{_NOT_INSIDE}(?:(?:某|{_ROOM})++{_UNIT}){{2,}}(?:{_MARKS}|某++)?"
_REACH: Final = 60
"""How far before a blank its label may begin."""
_STOPS: Final = "，。；！？,;"
_BESIDE: Final = (":", "：", "，", ",")
"""Behind these, blanks before what is to be filled in are part of it."""
_PLACE: Final = re.compile(r"(?:^|(?<=[^\u4e00-\u9fff]))(?P<place>[\u4e00-\u9fff]{1,6}[省市州区县])$")
_COMPANY: Final = r"(?:公司|银行|机构|中心|事务所|合作社|厂|店)"
_SHAPE: Final = {
    "name": (
        rf"[\u4e00-\u9fff]某[甲乙丙丁]?|[\u4e00-\u9fff]{{2,4}}|[\u4e00-\u9fff]+·[\u4e00-\u9fff·]+|"
        rf"[\u4e00-\u9fff（）()·A-Za-z]{{2,30}}{_COMPANY}"
    ),
    "gender": r"[男女]|男[/／、]女",
    "date": r"(?:19|20)\d\d[年.\-/]\d{1,2}[月.\-/]\d{1,2}日?",
    "ethnicity": r"[\u4e00-\u9fff]{1,6}族|汉",
    "identity": r"\d{17}[\dXxＸ]|\d{15}|\d{6}[*＊xX×]{6,8}[\dXx]{4}",
    "phone": r"1[3-9]\d[\d*＊ \-]{8,10}|0\d{2,3}[-－ ]?\d{7,8}",
    "uscc": r"[0-9A-Z]{18}",
    "money": r"(?:人民币|¥|￥)?\d[\d,，.]*(?:万|亿)?元(?:整)?",
    "address": r"[^{}：:]{2,60}",
    "text": r"[^{}：:]{2,60}",
    "none": r"(?!)",
}
_FREE: Final = re.compile(rf"(?<![\dA-Za-z])(?:{_SHAPE['identity']}|1[3-9]\d{{9}})(?![\dA-Za-z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """A place to fill in. `example`: what stands there was filled in for somebody."""

    start: int
    end: int
    kind: str
    example: bool = False
    phrase: Phrase | None = None


class Finder:
    """Finds the blanks of lines, with the words of one pack."""

    def __init__(self, labels: Labels) -> None:
        words = [word for label in labels.labels for word in label.words]
        party = spelled(word for who in labels.parties.values() for word in who.words)
        note = r"(?:\s*（[^）]{0,20}）|\s*\([^)]{0,20}\))?"
        self.labels = labels
        self.before = re.compile(
            rf"(?:^|(?<=[^\u4e00-\u9fffA-Za-z]))(?:第[一二三四五])?(?P<party>{party})?(?P<note>{note})[一二三四五六\d]?的?"
            rf"(?P<label>{spelled(words)})?{note}\s*(?:为|是)?\s*(?P<colon>[:：])?\s*(?:人民币|¥|￥)?\s*$"
        )
        head = rf"(?:^|(?<=[^\u4e00-\u9fffA-Za-z]))(?:(?:{party})[一二三四\d]?的?)?(?:{spelled(words)}|{party})"
        self.next_label = re.compile(rf"\s*(?:{head}){note}\s*[:：]")
        addresses = [word for label in labels.labels if label.shape == "address" for word in label.words]
        self.next_word = re.compile(rf"(?:{spelled(addresses)})(?=[\u4e00-\u9fff])")
        self.mention = re.compile(
            rf"(?:^|(?<=[^\u4e00-\u9fffA-Za-z]))(?:第[一二三四五])?(?P<party>{party})(?P<note>{note})[一二三四五六\d]*"
            rf"(?:的?(?:基本)?(?:信息|情况)|的?(?:{spelled(labels.labels[0].words)}))?(?P<note2>{note})\s*(?P<end>[:：]|$)"
        )
        self.phrases = [(phrase, _compiled(phrase)) for phrase in labels.phrases]

    def label_before(self, text: str) -> re.Match[str] | None:
        """Return the party and label that a text ends with."""
        match = self.before.search(text, max(0, len(text) - _REACH))
        return match if match is not None and (match["party"] or match["label"]) else None

    def find(self, line: Line) -> list[Blank]:
        """Return the blanks of a line, from left to right, none within another."""
        text = line.text
        taken: list[Blank] = []
        occupied: set[int] = set()
        for found in (
            self._phrases(text),
            self._patterns(text, DATE, "date"),
            self._patterns(text, _ADDRESS, "address"),
            self._underlined(line),
            self._behind_labels(text),
            self._wide(text),
            self._patterns(text, _MARKS, "mark"),
            self._told_in_line(text),
            self._patterns(text, _FREE.pattern, "number", example=True),
        ):
            for blank in found:
                cover = range(blank.start, max(blank.end, blank.start + 1))
                if occupied.isdisjoint(cover):
                    occupied.update(cover)
                    taken.append(blank)
        tags = [match.span() for match in re.finditer(r"\{[{%#].*?[}%#]\}", text)]
        return sorted(
            (blank for blank in taken if all(blank.end <= start or end <= blank.start for start, end in tags)),
            key=lambda blank: (blank.start, blank.end),
        )

    def _phrases(self, text: str) -> Iterator[Blank]:
        found = []
        for phrase, pattern in self.phrases:
            for match in pattern.finditer(text):
                start = match.start("field")
                if text[start - 1 : start] not in _BESIDE:
                    start = match.end("field") - len(match["field"].lstrip())
                if phrase.any and match.start("field") == match.start() and (place := _PLACE.search(text[:start])):
                    start = place.start("place")
                found.append(Blank(start=start, end=match.end("field"), kind="phrase", phrase=phrase))
        yield from sorted(found, key=lambda blank: blank.start - blank.end)

    def _patterns(self, text: str, pattern: str, kind: str, *, example: bool = False) -> Iterator[Blank]:
        for match in re.finditer(pattern, text):
            bare = match[0].strip() if text[match.start() - 1 : match.start()] not in _BESIDE else match[0].rstrip()
            start = match.start() + match[0].index(bare)
            if kind == "mark" and (_is_sign(text, match) or bare in ("_", "＿", "●")):
                continue
            if kind == "address" and not re.search(_STRONG, match[0]):
                continue
            begun = self._begun(text[:start]) if kind == "address" else None
            if begun is not None:
                yield Blank(start=begun, end=start + len(bare), kind="value", example=True)
            else:
                yield Blank(start=start, end=start + len(bare), kind=kind, example=example)

    def _begun(self, text: str) -> int | None:
        """Return where an address behind a label begins of which the end was made unreadable: 住址：武昌区××路."""
        match = re.search(r"[:：]\s*(?=[\u4e00-\u9fff][\u4e00-\u9fff\d]*$)", text)
        if match is None:
            return None
        before = self.label_before(text[: match.start() + 1])
        return match.end() if before is not None and self._shape(before) == "address" else None

    def _underlined(self, line: Line) -> Iterator[Blank]:
        for match in re.finditer(r"\s{2,}|\t", line.text):
            marked = [index for index in range(*match.span()) if line.underlined[index]]
            if marked and (len(marked) > 1 or "\t" in match[0]) and not _in_words(line, marked):
                yield Blank(start=marked[0], end=marked[-1] + 1, kind="underlined")

    def _behind_labels(self, text: str) -> Iterator[Blank]:
        """Yield what stands, or is missing, behind a label with a colon."""
        for colon in re.finditer(r"[:：]", text):
            before = self.label_before(text[: colon.end()])
            if before is None:
                continue
            rest = text[colon.end() :]
            gap = len(rest) - len(rest.lstrip())
            follows = self.next_label.match(rest)
            if (
                not rest[gap:]
                or follows is not None
                or rest[gap] in _STOPS
                or (rest[gap] in "（(" and "\n" in rest[:gap])
            ):
                kept = min(gap, 2) if follows is not None or rest[:gap].endswith("\t") else 0
                yield Blank(start=colon.end(), end=colon.end() + gap - kept, kind="label")
                continue
            value = self._value(rest[gap:], self._shape(before))
            blank = re.fullmatch(rf"(?:某|{_ROOM})++", value)
            start = colon.end() + gap
            if blank is not None:
                yield Blank(start=start, end=start + len(value), kind="mark")
            elif fits(self._shape(before), value) and not any(word in value for word in self.labels.nobody):
                yield Blank(start=start, end=start + len(value), kind="value", example=True)

    def _told_in_line(self, text: str) -> Iterator[Blank]:
        """Yield what is told of a party behind its name, without labels (男，汉族，1990年1月1日出生，住…)."""
        if not any(match["end"] for match in self.mention.finditer(text)):
            return
        for label in self.labels.labels:
            if label.shape in ("gender", "ethnicity"):
                for match in re.finditer(rf"(?<=[，,])(?:{_SHAPE[label.shape]})(?=[，,。；;])", text):
                    yield Blank(start=match.start(), end=match.end(), kind=label.shape, example=True)
            for word in label.after:
                for match in re.finditer(rf"(?:{_SHAPE['date']})(?={word})", text):
                    yield Blank(start=match.start(), end=match.end(), kind="date", example=True)
        for match in re.finditer(rf"(?<=[，,])[^{_STOPS}:：]{{4,60}}", text):
            before = self.next_word.match(match[0])
            if before is not None and fits("text", match[0][before.end() :]):
                yield Blank(start=match.start() + before.end(), end=match.end(), kind="value", example=True)

    def _wide(self, text: str) -> Iterator[Blank]:
        """Yield wide room behind a label without a colon (住          ，电话          。)."""
        for match in re.finditer(rf"\s{{2,}}(?=[{_STOPS}]|$)", text):
            if self.label_before(text[: match.start()]) is not None:
                yield Blank(start=match.start(), end=match.end(), kind="label")

    def party_of(self, match: re.Match[str] | None) -> Party | None:
        """Return whom a label or a heading names; who stands in brackets behind 甲方 is meant."""
        if match is None or not match["party"]:
            return None
        inside = (match["note"] or "").strip("（）() ")
        return self.labels.party(inside) or self.labels.party(match["party"])

    def _shape(self, before: re.Match[str]) -> str:
        label = self.labels.label(before["label"]) if before["label"] else self.labels.labels[0]
        return label.shape if label is not None else "none"

    def _value(self, rest: str, shape: str) -> str:
        """Return what was filled in, up to a stop, a wide blank or the next label."""
        if shape == "money" and (amount := re.match(_SHAPE[shape], rest)) is not None:
            return amount[0]
        end = re.search(rf"[{_STOPS}\t\n（()）]|\s{{2,}}", rest)
        value = rest[: end.start()] if end is not None else rest
        for match in re.finditer(r"(?<=\s)", value):
            if self.next_label.match(value, match.start()) or self.next_label.match(rest[match.start() :]):
                value = value[: match.start()]
                break
        return value.rstrip()


def fits(shape: str, value: str) -> bool:
    """Return whether a value is what was filled in under a label of this shape."""
    return "{" not in value and re.fullmatch(_SHAPE[shape], value) is not None


def is_blank(text: str) -> bool:
    """Return whether a text is nothing but room to fill in."""
    return re.fullmatch(rf"(?:{_ROOM})?", text) is not None


def handwritten_date(text: str, dates: Sequence[str]) -> bool:
    """Return whether a line is a date to be written in, and nothing else."""
    return re.fullmatch(rf"(?:(?:{spelled(dates)})\s*[:：])?(?:{DATE})", text.strip()) is not None


def shape_of(label: Label | None) -> str:
    """Return the shape of a label's values."""
    return label.shape if label is not None else "none"


def _in_words(line: Line, marked: Sequence[int]) -> bool:
    """Say whether a blank is the edge of underlined words."""
    beside = (marked[0] - 1, marked[-1] + 1)
    return any(0 <= place < len(line.text) and line.underlined[place] for place in beside)


def _is_sign(text: str, match: re.Match[str]) -> bool:
    """Say whether × or XX is a sign between numbers, or part of a word."""
    around = text[max(match.start() - 1, 0) : match.start()] + text[match.end() : match.end() + 1]
    return match[0] in "×✕╳" or (
        (match[0].isalpha() or match[0][0] in "×✕╳") and any(letter.isascii() and letter.isalnum() for letter in around)
    )


def _compiled(phrase: Phrase) -> re.Pattern[str]:
    """Return the pattern of a phrase; its blank, with what is in the same brackets, is the group `field`."""
    said = phrase.say if "[" in phrase.say else f"[{phrase.say}]"
    room = rf"(?=\s{{2}}|\s?[{_CHARS}某【〔（(\t])(?:[{_CHARS}某\s]|{_BRACKETS})++"
    before, inside, after = re.split(r"[\[\]]", said)
    pieces = [room.join(map(re.escape, part.split(BLANK))) for part in (before, inside, after)]
    return re.compile(
        f"{_NOT_INSIDE if said.startswith(('[＿', '＿')) else ''}{pieces[0]}(?P<field>{pieces[1]}){pieces[2]}"
    )
