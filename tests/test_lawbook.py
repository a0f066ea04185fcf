"""`drafter law show` and `drafter law check`: an article on a day, its other versions, and what needs another look."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from click.testing import CliRunner

from drafter import lawbook
from drafter.cli import drafter
from drafter.errors import UsageError
from drafter.packs import Library

CHECKED = dt.date(2026, 11, 25)


@pytest.mark.parametrize(
    ("day", "current", "others"),
    [
        (dt.date(2025, 12, 31), "psapl2012-42", ["psapl2025-50"]),
        (dt.date(2026, 1, 1), "psapl2025-50", ["psapl2012-42"]),
    ],
)
def test_an_article_is_shown_as_it_was_in_force_with_its_other_version(
    library: Library, day: dt.date, current: str, others: list[str]
) -> None:
    shown = lawbook.show(library.law, "治安管理处罚法", "50", day)
    assert shown.current is not None
    assert shown.current.id == current
    assert [article.id for article in shown.others] == others


@pytest.mark.parametrize("number", ["293之一", "第二百九十三条之一", "293-1"])
def test_a_number_may_be_written_in_any_way(library: Library, number: str) -> None:
    shown = lawbook.show(library.law, "《刑法》", number, CHECKED)
    assert shown.current is not None
    assert shown.current.id == "cl-293-1"
    assert lawbook.show(library.law, "刑法", number, dt.date(2020, 1, 1)).current is None


@pytest.mark.parametrize(
    ("name", "number", "told"),
    [
        ("治安管理法", "50", "是不是“治安管理处罚法”"),
        ("民法典", "9999", "收了的有"),
        ("民法典", "甲", "不是条文号"),
        ("规定", "1", "不止一部"),
    ],
)
def test_what_is_not_there_is_told_with_what_is(library: Library, name: str, number: str, told: str) -> None:
    with pytest.raises(UsageError) as caught:
        lawbook.show(library.law, name, number, CHECKED)
    assert told in str(caught.value)


def test_the_command_prints_text_dates_status_and_sources() -> None:
    run = CliRunner().invoke(drafter, ["law", "show", "治安管理处罚法", "50", "--on", "2025-12-20"])
    assert run.exit_code == 0
    head, _, rest = run.output.partition("别的版本")
    assert "第四十二条" in head
    assert "2006-03-01 至 2025-12-31" in head
    assert "已核实" in head
    assert "来源：" in head
    assert "用于：频繁拨打电话（第（五）项，是否适用有争议）；" in head
    assert "第五十条" in rest


def test_nothing_has_to_be_mended_on_the_day_of_the_check(library: Library) -> None:
    """Given the law as checked, then no paper cites what is not in force, and no check is too old."""
    assert [finding.what for finding in lawbook.audit(library, CHECKED) if finding.mend] == []


def test_after_half_a_year_every_law_is_to_be_checked_again(library: Library) -> None:
    checked = library.law.checked
    before = lawbook.audit(library, checked + lawbook.SHELF_LIFE)
    after = lawbook.audit(library, checked + lawbook.SHELF_LIFE + dt.timedelta(days=1))
    assert not [finding for finding in before if finding.kind == "stale"]
    assert [finding for finding in after if finding.kind == "stale"]


def test_a_paper_that_cites_a_law_out_of_force_is_found(library: Library) -> None:
    found = [f for f in lawbook.audit(library, dt.date(2025, 12, 31)) if f.kind == "expired"]
    assert any("psapl2025-90" in finding.what for finding in found)


def test_single_sources_and_uncited_articles_are_listed(library: Library) -> None:
    found = lawbook.audit(library, CHECKED)
    singles = {finding.where for finding in found if finding.kind == "single"}
    assert len(singles) == sum(article.status == "single" for article in library.law.articles.values())
    assert any(finding.kind == "uncited" for finding in found)
    everything = dataclasses.replace(library, documents=())
    more = [f for f in lawbook.audit(everything, CHECKED) if f.kind == "uncited"]
    assert sum(f.what.count("、") for f in more) > sum(f.what.count("、") for f in found if f.kind == "uncited")


def test_an_article_for_the_time_before_another_is_cited(library: Library) -> None:
    """Given that a paper names an article of former law for days before 2026, it is not listed as cited by no one."""
    assert "psapl2012-77" in lawbook.cited(library)


def test_the_check_fails_when_something_has_to_be_mended() -> None:
    from drafter.errors import CheckFailed

    assert CliRunner().invoke(drafter, ["law", "check", "--today", "2026-11-25"]).exit_code == 0
    late = CliRunner().invoke(drafter, ["law", "check", "--today", "2027-09-01"])
    assert isinstance(late.exception, CheckFailed)
    assert late.exception.exit_code == 1
