"""The kinds of answer: how each is read, written to a file, shown in a document and masked.

`read` turns what a person typed into a value or raises ValueProblem with the remedy. `write` gives the text that
stands in a case file; reading it again gives the same value.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from drafter.i18n import gettext as _
from drafter.values.calendar_days import (
    Birthday,
    just_born,
    read_birthday,
    read_date,
    read_day,
    read_time,
    show_birthday,
    show_date,
)
from drafter.values.cleaning import bare, clean, half_width, unquoted
from drafter.values.identity import mask_identity, read_identity, read_uscc
from drafter.values.moment import Moment, Stamp, show_moment
from drafter.values.moment_reading import read_moment
from drafter.values.numerals import number
from drafter.values.phones import in_one_line, mask_phone, read_phone, read_phones, unusual
from drafter.values.problem import ValueProblem, only_stops, way_out
from drafter.values.quantities import Count, Money, read_count, read_money, show_count, show_money
from drafter.values.words import (
    read_address,
    read_ethnic_group,
    read_name,
    read_passage,
    read_relation,
    read_text,
)

__all__ = [
    "KINDS", "WORDS", "Birthday", "Count", "Moment", "Money", "Stamp", "ValueProblem",
    "bare", "clean", "half_width", "in_one_line", "mask", "maskable", "number", "read", "read_day", "remark", "show",
    "way_out", "write",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How one kind of answer is read, shown and masked, and what is to be said of it though it can be read."""

    read: Callable[[str, dt.date], Any]
    show: Callable[[Any], str] = str
    mask: Callable[[Any], str] | None = None
    remark: Callable[[Any, dt.date], str] | None = None


KINDS: Final[Mapping[str, Kind]] = {
    "text": Kind(read=lambda text, _today: read_text(text)),
    "passage": Kind(read=lambda text, _today: read_passage(text)),
    "name": Kind(read=lambda text, _today: read_name(text)),
    "address": Kind(read=lambda text, _today: read_address(text)),
    "relation": Kind(read=lambda text, _today: read_relation(text)),
    "ethnic_group": Kind(read=lambda text, _today: read_ethnic_group(text)),
    "count": Kind(read=lambda text, _today: read_count(text), show=show_count),
    "money": Kind(read=lambda text, _today: read_money(text), show=show_money),
    "date": Kind(read=read_date, show=show_date),
    "day": Kind(read=lambda text, _today: read_day(text), show=show_date),
    "birthday": Kind(read=read_birthday, show=show_birthday, remark=just_born),
    "moment": Kind(read=read_moment, show=show_moment),
    "time": Kind(read=read_time),
    "phone": Kind(read=lambda text, _today: read_phone(text), mask=mask_phone),
    "phones": Kind(
        read=lambda text, _today: read_phones(text), show="、".join, remark=lambda numbers, _today: unusual(numbers)
    ),
    "identity": Kind(read=lambda text, _today: read_identity(text), mask=mask_identity),
    "uscc": Kind(read=lambda text, _today: read_uscc(text)),
}


WORDS: Final = ("text", "passage", "name", "address", "ethnic_group", "relation")
"""Kinds that take words as they are."""
_AS_TOLD: Final = (*WORDS, "phones")
"""Kinds whose quotation marks and stops may be part of the answer."""


def read(kind: str, text: str, today: dt.date) -> Any:  # noqa: ANN401 - by kind
    """Return the value that `text` spells.

    Raises ValueProblem, which says what is wrong and how to mend it.
    """
    if not clean(text):
        raise ValueProblem(_("这里是空的。"), way_out())
    plain = text if kind in _AS_TOLD else unquoted(text)
    if not plain:
        raise only_stops()
    return KINDS[kind].read(plain, today)


def remark(kind: str, value: Any, today: dt.date) -> str:  # noqa: ANN401 - by kind
    """Return what is to be said of a value that can be and yet is more often a slip; nothing of most."""
    told = KINDS[kind].remark
    return told(value, today) if told is not None else ""


def write(kind: str, value: Any) -> str:  # noqa: ANN401 - by kind
    """Return the text of a value in a case file."""
    return KINDS[kind].show(value)


def show(kind: str, value: Any) -> str:  # noqa: ANN401 - by kind
    """Return a value as it is printed in a document."""
    return KINDS[kind].show(value)


def mask(kind: str, value: Any) -> str | None:  # noqa: ANN401 - by kind
    """Return a value with its middle hidden, or None when this kind cannot be shown in part."""
    masker = KINDS[kind].mask
    return masker(value) if masker is not None else None


def maskable(kind: str) -> bool:
    """Return whether this kind can be shown in part."""
    return kind in KINDS and KINDS[kind].mask is not None
