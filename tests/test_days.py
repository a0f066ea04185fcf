"""Working days follow the State Council's notices, and a year without one is never guessed."""

from __future__ import annotations

import datetime as dt

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.days import UnknownYearError, add_months, add_working_days, is_working_day
from drafter.packs import Library


def test_every_day_of_every_year_agrees_with_chinesecalendar(library: Library) -> None:
    years = library.law.years
    assert {2024, 2025, 2026} <= set(years)
    for year in years:
        day = dt.date(year, 1, 1)
        try:
            chinese_calendar.is_workday(day)
        except NotImplementedError:
            continue
        while day.year == year:
            assert is_working_day(day, years) == chinese_calendar.is_workday(day), day
            day += dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("begins", "count", "ends"),
    [
        ("2026-09-30", 1, "2026-10-08"),  # the National Day week
        ("2026-09-30", 3, "2026-10-10"),  # Saturday 10 October is worked
        ("2026-09-30", 7, "2026-10-15"),
        ("2026-09-18", 1, "2026-09-20"),  # so is Sunday 20 September
        ("2026-02-13", 2, "2026-02-24"),  # Saturday 14 February is worked, then the Spring Festival
        ("2026-01-01", 1, "2026-01-04"),
    ],
)
def test_working_days_are_counted_over_holidays_and_make_up_days(
    library: Library, begins: str, count: int, ends: str
) -> None:
    found = add_working_days(dt.date.fromisoformat(begins), count, library.law.years)
    assert found == dt.date.fromisoformat(ends)


def test_a_year_without_a_notice_is_said_not_guessed(library: Library) -> None:
    assert add_working_days(dt.date(2026, 12, 28), 3, library.law.years) == dt.date(2026, 12, 31)
    with pytest.raises(UnknownYearError) as caught:
        add_working_days(dt.date(2026, 12, 28), 4, library.law.years)
    assert caught.value.year == 2027


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), st.integers(0, 240))
def test_months_later_is_the_same_day_or_the_last_of_its_month(day: dt.date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + dt.timedelta(days=1)).day == 1)
