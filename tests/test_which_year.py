"""A day without a year, told by somebody whose whole story lies in an earlier year."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from drafter import values
from drafter.answers import Answer
from drafter.terminal.which_year import earlier
from tests.test_terminal import answers, open_at, plain

TODAY = dt.date(2026, 11, 25)
STORY = "2024年6月1日至7月12日"


def moment(text: str) -> Answer:
    return values.read("moment", text, TODAY)


@pytest.mark.parametrize(("typed", "meant"), [("6月1号上午9点", "2024年6月1日9时"), ("12月3日", "2024年12月3日")])
def test_a_day_may_be_of_the_year_told_so_far(typed: str, meant: str) -> None:
    assert earlier(typed, moment(typed), [moment(STORY)], TODAY) == moment(meant)


@pytest.mark.parametrize("typed", ["2026年6月1日", "26年6月1日", "昨天", "上周三", "去年6月1日", "今年6月1日"])
def test_a_year_that_was_told_is_not_asked_for(typed: str) -> None:
    assert earlier(typed, moment(typed), [moment(STORY)], TODAY) is None


@pytest.mark.parametrize("told", [[], ["2026年10月3日"], [STORY, "2026年10月3日"]])
def test_a_story_of_this_year_is_not_asked_about(told: list[str]) -> None:
    assert earlier("6月1日", moment("6月1日"), [moment(text) for text in told], TODAY) is None


def test_the_year_is_asked_for_on_the_screen(tmp_path: Path) -> None:
    """Given events of 2026, when a day without a year is typed in 2028, then it is asked which year it is of."""
    open_at(tmp_path, "incidents[i1].when")
    waiting = iter(["10月3日\n", "1\n", "\x04"])
    code, output = plain(tmp_path, lambda _shown: next(waiting), "--today", "2028-03-01")
    assert code == 130, output
    assert "没有写年份，是哪一年的？" in output
    assert answers(tmp_path)["incidents"][0]["when"] == "2026年10月3日"
