"""What linting finds, and what it has to know of the pack to find it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from drafter.errors import Problem, Where
from drafter.fields import Scope
from drafter.word.branches import QuestionOf
from drafter.word.lint.codes import RULES
from drafter.word.lint.lines import Line
from drafter.word.mistakes import Mistake


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding: what is told of it, and the paragraph of the body (from 0) it belongs to, for a comment."""

    problem: Problem
    paragraph: int | None = None
    closed: bool = False
    """Whether the file was not opened because of it."""

    @property
    def remark(self) -> bool:
        """Whether it is to be looked at and need not be changed."""
        rule = RULES.get(self.problem.code)
        return rule is not None and rule.remark


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """What a pack says of templates."""

    names: Scope
    question_of: QuestionOf
    articles: Mapping[tuple[str, str], str]
    """(title or short title of a law, 第…条) → the article's id in `law/`."""
    fonts: Mapping[str, str]
    """Beginning of the name of a font that Windows has not → the font to take instead."""
    by_hand: tuple[str, ...]
    """Words beside which a blank is meant: it is filled in with a pen."""
    asking: tuple[str, ...]
    """Words that say of a text in brackets that it is still to be filled in."""


def at(file: str, line: Line, mistake: Mistake) -> Finding:
    """Return the finding of a mistake in a paragraph."""
    where = Where(file=file, part=line.label, spot=line.told)
    return Finding(
        problem=Problem(code=mistake.code, where=where, what=mistake.what, advice=mistake.advice),
        paragraph=line.number if line.body else None,
    )


def of_file(file: str, part: str, mistake: Mistake) -> Finding:
    """Return the finding of a mistake that stands in no paragraph."""
    where = Where(file=file, part=part)
    return Finding(problem=Problem(code=mistake.code, where=where, what=mistake.what, advice=mistake.advice))
