"""Hints on what a person has written: the words, why they may do harm, and another way to put it. They block nothing.

The rules stand in `questionnaires/hints.yaml`. What is inside quotation marks is somebody else's and is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from drafter.errors import Problem, Where
from drafter.i18n import gettext as _
from drafter.values import Count, ValueProblem
from drafter.values.quantities import read_count
from drafter.yamlfile import Node, Shapes, YamlMap, did_you_mean, unknown_keys
from drafter.yamlfile import read as read_yaml

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

FILE: Final = "questionnaires/hints.yaml"
_QUOTED: Final = re.compile('“[^”]*”|「[^」]*」|‘[^’]*’|"[^"\n]*"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """What to look for in a passage, and what is said when it is there."""

    id: str
    pattern: re.Pattern[str]
    say: str
    why: str
    care: bool
    """Whether it is about the person, not about the wording: then it is said, and nothing else."""

    def told(self, words: str) -> str:
        """Return what is said of these words."""
        return _(self.say).replace("{words}", words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """How a passage tells a number that is also asked for by itself."""

    question: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """All hints of a pack; `passages` are the questions whose answers are looked at."""

    passages: tuple[str, ...] = ()
    hints: tuple[Hint, ...] = ()
    numbers: tuple[Number, ...] = ()
    numbers_say: str = ""

    def on(self, text: str) -> list[tuple[Hint, str]]:
        """Return every hint that a passage calls for, with the first words that do."""
        own = _QUOTED.sub(lambda quoted: "“" + "\N{IDEOGRAPHIC SPACE}" * (len(quoted[0]) - 2) + "”", text)
        found = ((hint, hint.pattern.search(own)) for hint in self.hints)
        return [(hint, match[0]) for hint, match in found if match is not None]

    def contradictions(self, text: str, counts: Mapping[str, Count]) -> Iterator[str]:
        """Return what to say where a passage tells another number than was counted; `counts` go by question."""
        for number in self.numbers:
            count = counts.get(number.question)
            if count is None or not count.exact:
                continue
            for match in number.pattern.finditer(text):
                told = _count(next(filter(None, match.groups()), ""))
                if told is not None and told.low != count.low:
                    yield _(self.numbers_say).replace("{words}", match[0]).replace("{count}", str(count.low))
                    break


def _count(text: str) -> Count | None:
    """Return the number that was written; None for what only looks like one."""
    try:
        return read_count(text)
    except ValueProblem:
        return None


def read(folder: Traversable, questions: Iterable[str]) -> tuple[Hints, list[Problem]]:
    """Read the rules beside the questionnaires, which need not be there; return them and every fault."""
    if not (folder / FILE).is_file():
        return Hints(), []
    tree, _text, problems = read_yaml(folder / FILE, FILE, "H001")
    reader = _Reader(tree, problems, list(questions))
    return reader.read(), reader.problems


class _Reader:
    """Reads the file and collects what is wrong with it."""

    def __init__(self, tree: Node, problems: list[Problem], questions: list[str]) -> None:
        self.problems = problems
        self.shapes = Shapes(FILE, problems)
        self.root = self.shapes.root(tree)
        self.questions = questions

    def read(self) -> Hints:
        self._keys(self.root, "passages", "hints", "numbers")
        passages = self.shapes.texts(self.root, "passages")
        for name in passages:
            self._asked(name, self.root.lines.get("passages"))
        hints = [self._hint(entry) for entry in self.shapes.maps(self.root, "hints")]
        about = self.shapes.map(self.root, "numbers")
        self._keys(about, "say", "of")
        numbers = [self._number(entry) for entry in self.shapes.maps(about, "of")]
        return Hints(
            passages=passages,
            hints=tuple(hint for hint in hints if hint is not None),
            numbers=tuple(number for number in numbers if number is not None),
            numbers_say=self.shapes.text(about, "say"),
        )

    def _hint(self, entry: YamlMap) -> Hint | None:
        self._keys(entry, "id", "pattern", "say", "why", "care")
        told = {key: self.shapes.text(entry, key) for key in ("id", "say", "why")}
        if not all(told.values()):
            self._fault(entry.line, "H005", _("每一条应当有 id、say 和 why。"))
        pattern = self._pattern(entry)
        care = self.shapes.flag(entry, "care")
        return Hint(pattern=pattern, care=care, **told) if pattern is not None else None

    def _number(self, entry: YamlMap) -> Number | None:
        self._keys(entry, "question", "pattern")
        question = self.shapes.text(entry, "question")
        self._asked(question, entry.lines.get("question", entry.line))
        pattern = self._pattern(entry)
        return Number(question=question, pattern=pattern) if pattern is not None else None

    def _pattern(self, entry: YamlMap) -> re.Pattern[str] | None:
        source, line = self.shapes.text(entry, "pattern"), entry.lines.get("pattern", entry.line)
        if not source:
            self._fault(line, "H002", _("没有写 pattern。"))
            return None
        try:
            return re.compile(source)
        except re.error as error:
            self._fault(line, "H003", _("pattern 读不懂：{reason}。").format(reason=error))
        return None

    def _asked(self, name: str, line: int | None) -> None:
        if name not in self.questions:
            what = _("没有“{name}”这个问题。").format(name=name)
            self._fault(line, "H004", what, did_you_mean(name, self.questions))

    def _keys(self, entry: YamlMap, *known: str) -> None:
        self.problems += unknown_keys(entry, known, FILE)

    def _fault(self, line: int | None, code: str, what: str, advice: str = "") -> None:
        self.problems.append(Problem(code=code, where=Where(file=FILE, line=line), what=what, advice=advice))
