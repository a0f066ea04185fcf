"""The days of a case: what has to be done by when, what is to be answered by when, and what is open once it was not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from drafter.case import Case, case_facts
from drafter.days import UnknownYearError
from drafter.interview import as_fact
from drafter.law import Law, Period, Term

State = Literal["running", "open", "over"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A term as it runs in a case."""

    term: Term
    item: str
    """The step that set it off; empty when it is the last act."""
    begins: dt.date
    exact: bool
    """Whether the day on which it begins is known to the day."""
    last_day: dt.date | None
    """None when it counts working days of a year without a notice (`unknown_year`)."""
    closes: dt.date | None
    """The last day of the way that opens when nobody answered; None: no limit in law."""
    state: State
    """`running`: an answer may still come. `open`: the person can (ours: must) act now. `over`: too late."""
    unknown_year: int | None = None


def dues(case: Case, law: Law) -> tuple[Due, ...]:
    """Return every term that the case has set off, the earliest last day first."""
    found = [due for term in law.terms.values() for due in _of_term(term, case, law)]
    return tuple(sorted(found, key=lambda due: (due.last_day is None, due.last_day or due.begins)))


def is_stale(case: Case, law: Law) -> bool:
    """Return whether the last act is past the limitation of 治安管理处罚法 (`police_limitation` in periods.yaml)."""
    period, last = law.periods.get("police_limitation"), case.last_day
    return bool(period and last and period.last_day(last, law.years) < case.today)


def facts(found: Iterable[Due], law: Law) -> dict[str, object]:
    """Return `due.<term>`: whether it is open today, and `running.<term>`: whether it is still to come.

    Terms that nothing has set off are neither.
    """
    states = {(due.state, due.term.id) for due in found}
    names = (("due", "open"), ("running", "running"))
    return {f"{name}.{term}": (state, term) in states for name, state in names for term in law.terms}


def _of_term(term: Term, case: Case, law: Law) -> Iterable[Due]:
    known = case_facts(case)
    if not term.of_steps:
        last = case.certain_last_day if term.ours else case.last_day
        if last is not None and (term.when is None or term.when.holds(known)):
            yield _due(term, _Beginning(item="", day=last, exact=case.days_exact()), case.today, law)
        return
    for item in case.items.get("steps", ()):
        prefix = f"steps[{item}]."
        this = {
            f"this.{address.removeprefix(prefix)}": as_fact(answer)
            for address, answer in case.given.items()
            if address.startswith(prefix)
        }
        if term.when is not None and not term.when.holds({**known, **this}):
            continue
        beginning = _begins(case, item, term)
        if beginning is not None:
            yield _due(term, beginning, case.today, law)


def step_day(case: Case, item: str) -> dt.date | None:
    """Return the day on which a step was taken; of one told with a span, its last day."""
    value = case.value(f"steps[{item}].when")
    return value.last_day() if value is not None else None


def _begins(case: Case, item: str, term: Term) -> _Beginning | None:
    """Return the day of a step; of one told with a span or roughly, the day that is on the safe side."""
    value = case.value(f"steps[{item}].{term.begins}")
    if value is None:
        return None
    if isinstance(value, dt.date):
        return _Beginning(item=item, day=value, exact=True)
    day = value.certain_last_day() if term.ours else value.last_day()
    return _Beginning(item=item, day=day, exact=value.last_day_known)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Beginning:
    item: str
    day: dt.date
    exact: bool


def _due(term: Term, beginning: _Beginning, today: dt.date, law: Law) -> Due:
    begins = beginning.day
    last_day, unknown = _last_day(term.period, begins, law)
    closes = None
    if term.window is not None and last_day is not None:
        closes, _unknown = _last_day(term.window, last_day, law)
    return Due(
        term=term,
        item=beginning.item,
        begins=begins,
        exact=beginning.exact,
        last_day=last_day,
        closes=closes,
        state=_state(term, begins, last_day, closes, today),
        unknown_year=unknown,
    )


def _last_day(period: Period | None, begins: dt.date, law: Law) -> tuple[dt.date | None, int | None]:
    if period is None:
        return begins, None
    try:
        return period.last_day(begins, law.years), None
    except UnknownYearError as unknown:
        return None, unknown.year


def _state(term: Term, begins: dt.date, last_day: dt.date | None, closes: dt.date | None, today: dt.date) -> State:
    if last_day is None or today < begins - dt.timedelta(days=term.lead):
        return "running"
    if term.ours:
        return "open" if today <= last_day else "over"
    if today <= last_day:
        return "running"
    return "open" if closes is None or today <= closes else "over"


def opened_by(found: Iterable[Due], terms: Iterable[str]) -> Due | None:
    """Return the first open due of these terms: the step that a follow-up answers."""
    wanted = tuple(terms)
    return next((due for due in found if due.term.id in wanted and due.state == "open"), None)
