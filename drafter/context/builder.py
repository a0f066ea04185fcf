"""What every part of a context is built with: the case, the reader, and names in two languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from drafter.case import Case
from drafter.documents import Document
from drafter.fields import Field, Scope, gap
from drafter.law import Period
from drafter.library import Library

YES: Final = {True: "是", False: "否"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Builder:
    """One context in the making."""

    case: Case
    document: Document
    library: Library
    discloses: frozenset[str]
    """Ids of the sensitive questions that this document's reader may see in full."""
    asked: frozenset[str]
    """What the reader of this document asks for, as in `applicant.id_number`."""
    root: Scope
    gettext: Callable[[str], str] = str
    """How a text of the content is put: documents leave it as it is, the screen looks it up."""

    def date(self, day: dt.date) -> str:
        """Return 2026年11月23日."""
        return self.gettext("{year}年{month}月{day}日").format(year=day.year, month=day.month, day=day.day)

    def listed(self, texts: Iterable[str]) -> str:
        """Return texts as a list within a sentence."""
        return self.gettext("、").join(map(self.gettext, texts))

    def joined(self, texts: Iterable[str]) -> str:
        """Return sentences one after the other."""
        return self.gettext("{before}{after}").format(before="", after="").join(map(self.gettext, texts))

    @property
    def part(self) -> str:
        """What the address of a number bears that this document counts over a part of the incidents."""
        return ".reached" if self.document.contacts_only else ""

    def group_name(self, group: str) -> str:
        """Return the Chinese name of a group."""
        return self.library.questionnaire.groups.get(group, group)


def put(scope: Scope, chinese: str, english: str, value: Any) -> None:  # noqa: ANN401 - a field, a scope or a list
    """Give a value its Chinese name and its English id."""
    scope.add(chinese, value)
    scope.add(english, value)


def computed(address: str, label: str, text: str, raw: Any = None, *, of: tuple[str, ...] = ()) -> Field:  # noqa: ANN401
    """Return a field worked out by the program; its address begins with `=`, `of` are the questions it comes from."""
    if not text:
        return gap(label, f"={address}", of=of)
    return Field(text, address=f"={address}", label=label, raw=raw, of=of)


def truth_field(address: str, *, truth: bool) -> Field:
    """Return a yes or no worked out by the program."""
    return Field(YES[truth], address=f"={address}", truth=truth)


def period_text(period: Period, gettext: Callable[[str], str] = str) -> str:
    """Return a period in words: 6个月, 7个工作日."""
    words = {
        "hours": gettext("{amount}小时"),
        "working_days": gettext("{amount}个工作日"),
        "calendar_days": gettext("{amount}日"),
        "months": gettext("{amount}个月"),
    }
    return words[period.unit].format(amount=period.amount)
