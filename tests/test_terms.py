"""The days of a case: when each begins, when it ends, and what is open the day after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from drafter import case as case_module
from drafter.packs import Library
from drafter.store import AnswersFile, read_answers_file
from drafter.terms import Due, dues
from drafter.yamlfile import dump

Dues = Callable[..., dict[str, Due]]


@pytest.fixture(name="terms")
def _terms(library: Library) -> Dues:
    """Return the dues, by term, of a case with one incident and these steps, on a day."""

    def found(today: str, *steps: dict[str, Any], last: str = "2026年1月13日", **more: Any) -> dict[str, Due]:
        answers: dict[str, Any] = {
            "incidents": [{"when": last, "conducts": ["threat"], "what": "来电威胁"}],
            "steps": list(steps),
            **more,
        }
        text = dump({"today": today, "answers": answers})
        read: AnswersFile = read_answers_file(text, "x", library.questionnaire, None)
        case = case_module.build(read.answers, library.questionnaire, library.law, read.today)
        return {due.term.id: due for due in dues(case, library.law)}

    return found


@pytest.mark.parametrize(
    ("today", "state"),
    [("2026-07-12", "open"), ("2026-07-13", "open"), ("2026-07-14", "over")],
)
def test_six_months_end_on_the_same_day_of_the_sixth_month(terms: Dues, today: str, state: str) -> None:
    due = terms(today)["police_limitation"]
    assert due.last_day == dt.date(2026, 7, 13)
    assert due.state == state


def test_six_months_run_from_the_last_act_and_to_the_end_of_a_shorter_month(terms: Dues) -> None:
    assert terms("2026-09-01", last="2026年8月31日")["police_limitation"].last_day == dt.date(2027, 2, 28)
    series = terms("2026-09-01", last="2026年1月1日至8月30日，几乎每天")["police_limitation"]
    assert series.last_day == dt.date(2027, 2, 28)
    assert series.begins == dt.date(2026, 8, 30)


def test_a_report_made_in_time_preserves_it(terms: Dues) -> None:
    found = terms("2026-02-01", {"what": "police", "when": "2026年1月15日", "accepted": "accepted"})
    assert "police_limitation" not in found


@pytest.mark.parametrize(
    ("today", "state"),
    [("2026-03-16", "running"), ("2026-03-17", "open"), ("2026-05-15", "open"), ("2026-05-16", "over")],
)
def test_silence_of_the_police_opens_a_way_and_the_way_closes(terms: Dues, today: str, state: str) -> None:
    """Given a report of 15 January without an answer: 60 days of waiting, then 60 days to ask for review."""
    due = terms(today, {"what": "police", "when": "2026年1月15日", "accepted": "waiting"})["police_silence"]
    assert (due.last_day, due.closes) == (dt.date(2026, 3, 16), dt.date(2026, 5, 15))
    assert due.state == state


def test_a_refusal_leads_where_its_paper_says(terms: Dues) -> None:
    step = {"what": "police", "when": "2026年1月15日", "accepted": "refused", "answered": "2026年1月20日"}
    criminal = terms("2026-01-21", {**step, "notice": "criminal"})
    administrative = terms("2026-01-21", {**step, "notice": "administrative"})
    assert criminal["criminal_refusal"].last_day == dt.date(2026, 1, 27)
    assert "police_refusal" not in criminal
    assert administrative["police_refusal"].last_day == dt.date(2026, 3, 21)
    assert "criminal_refusal" not in administrative


@pytest.mark.parametrize(("today", "state"), [("2026-01-27", "open"), ("2026-01-28", "over")])
def test_seven_days_for_a_review_end_on_the_seventh(terms: Dues, today: str, state: str) -> None:
    step = {"what": "police", "when": "2026年1月15日", "accepted": "refused", "answered": "2026年1月20日"}
    assert terms(today, {**step, "notice": "criminal"})["criminal_refusal"].state == state


def test_a_protection_order_is_reviewed_in_five_days_and_prolonged_before_it_ends(terms: Dues) -> None:
    step = {"what": "court", "court_case": "protection_order", "when": "2026年1月15日"}
    refused = terms("2026-01-20", {**step, "accepted": "refused", "answered": "2026年1月18日"})
    assert refused["order_refused"].last_day == dt.date(2026, 1, 23)
    granted = terms(
        "2026-06-30", {**step, "accepted": "closed", "answered": "2026年1月17日", "expires": "2026年7月17日"}
    )
    assert granted["order_expires"].last_day == dt.date(2026, 7, 17)
    other = {**step, "court_case": "injunction", "accepted": "refused", "answered": "2026年1月18日"}
    injunction = terms("2026-01-20", other)
    assert not {"order_refused", "order_expires"} & set(injunction)


def test_working_days_past_the_published_years_are_not_guessed(terms: Dues) -> None:
    due = terms(
        "2026-12-29",
        {"what": "nfra", "when": "2026年12月28日", "accepted": "waiting"},
        debt={"signed": ["borrower"]},
        lender={"kind": "consumer_finance", "name": "某消费金融公司"},
    )["department_answer"]
    assert due.last_day is None
    assert due.unknown_year == 2027
    assert due.state == "running"


def test_working_days_over_the_national_day(terms: Dues) -> None:
    due = terms(
        "2026-10-01",
        {"what": "nfra", "when": "2026年9月30日", "accepted": "waiting"},
        last="2026年9月29日",
        debt={"signed": ["borrower"]},
        lender={"kind": "consumer_finance", "name": "某消费金融公司"},
    )["department_answer"]
    assert due.last_day == dt.date(2026, 10, 15)


def test_a_day_told_roughly_is_marked_as_such(terms: Dues) -> None:
    due = terms("2026-02-20", {"what": "police", "when": "约2026年1月上旬", "accepted": "waiting"})["police_silence"]
    assert not due.exact
