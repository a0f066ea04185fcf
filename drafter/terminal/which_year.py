"""A day without a year, in a case whose other days lie in an earlier year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from drafter import values
from drafter.answers import Answer


def earlier(text: str, understood: Answer, told: Iterable[Answer], today: dt.date) -> values.Moment | None:
    """Return what a moment means in the year of everything told so far; None where its year is not in doubt.

    Without a year the latest one is read: 6月1日 is this year's, also from somebody whose whole story is of 2024.
    """
    years = {moment.start.year for moment in told if isinstance(moment, values.Moment)}
    if not isinstance(understood, values.Moment) or not years or understood.start.year in years:
        return None
    year = max(years)
    if year >= understood.start.year or "今年" in text:
        return None
    try:
        other = values.read("moment", text, min(today, dt.date(year, 12, 31)))
    except values.ValueProblem:
        return None
    same = isinstance(other, values.Moment) and replace(other.start, year=understood.start.year) == understood.start
    return other if same and other.start.year == year else None
