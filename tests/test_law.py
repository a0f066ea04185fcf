"""What may be cited for an act of a given day, and what the loader refuses."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from drafter import law_reading
from drafter.errors import LawError
from drafter.law import combine
from drafter.packs import Library
from tests.conftest import ROOT

OLD, NEW, TODAY = dt.date(2025, 12, 31), dt.date(2026, 1, 1), dt.date(2026, 11, 23)


def test_an_act_is_cited_from_the_law_of_its_day(library: Library) -> None:
    """Given a threat on New Year's Eve and one the day after, then each has the article of its own day."""
    old = library.law.cite("threat", "police_administrative", on=OLD)
    new = library.law.cite("threat", "police_administrative", on=NEW)
    assert combine(old, TODAY) == "《中华人民共和国治安管理处罚法》（2012年修正）第四十二条第（一）项"
    assert combine(new, TODAY) == "《中华人民共和国治安管理处罚法》第五十条第一款第（一）项"


def test_a_span_over_the_revision_cites_the_new_article_first(library: Library) -> None:
    current, former = library.law.cite_span("harassing_calls", "police_administrative", first=OLD, last=NEW)
    assert [citation.article.id for citation in current] == ["psapl2025-50"]
    assert [citation.article.id for citation in former] == ["psapl2012-42"]


def test_rules_of_conduct_bind_only_their_lenders_and_only_from_their_day(library: Library) -> None:
    day = dt.date(2026, 2, 15)
    bank = [c.article.id for c in library.law.cite("night_contact", "regulator", on=day, lender="bank_card")]
    person = [c.article.id for c in library.law.cite("night_contact", "regulator", on=day, lender="person")]
    before = [c.article.id for c in library.law.cite("night_contact", "regulator", on=OLD, lender="bank_card")]
    assert "cba2026-hours" in bank
    assert "cba2026-hours" not in before
    assert "cfc-2024-collect" not in bank
    assert person == ["cc-1033"]


def test_illegal_debt_is_a_ground_only_when_somebody_said_so(library: Library) -> None:
    assert not library.law.cite("threat", "police_criminal", on=NEW)
    found = library.law.cite("threat", "police_criminal", on=NEW, flags=["unlawful_debt"])
    assert [citation.article.id for citation in found] == ["cl-293-1"]


def test_a_single_source_never_stands_alone(library: Library) -> None:
    for conduct in library.law.conducts:
        for lender in ("microloan", "bank_loan", "person"):
            found = library.law.cite(conduct, "regulator", on=NEW, lender=lender)
            assert not found or any(citation.article.status == "verified" for citation in found)


def test_an_article_without_a_number_is_cited_by_its_content(library: Library) -> None:
    assert library.law.citation("cfc-2024-collect").show(TODAY) == "《消费金融公司管理办法》有关规定"
    assert library.law.citation("cfc-2024-collect").quote() == ""
    assert library.law.citation("cc-997").quote().startswith("民事主体有证据证明")


def test_every_article_has_sources_and_dates(library: Library) -> None:
    assert len(library.law.articles) > 300
    assert all(article.status in ("verified", "single") for article in library.law.articles.values())
    assert all(period.articles for period in library.law.periods.values())


@pytest.fixture(name="broken")
def _broken(tmp_path: Path) -> Callable[[str, str, str], str]:
    """Return what the loader says when one passage of one law file is changed."""

    def load(file: str, old: str, new: str) -> str:
        shutil.copytree(ROOT / "law", tmp_path / "law")
        path = tmp_path / "law" / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(LawError) as caught:
            law_reading.load(tmp_path)
        return str(caught.value)

    return load


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "grounds.yaml",
            "{article: psapl2025-50, item: 第一款第（五）项}",
            "{article: psapl2025-500}",
            "是不是“psapl2025-50”",
        ),
        ("grounds.yaml", "police_administrative:", "police_administrativ:", "是不是“police_administrative”"),
        ("statutes/civil_code.yaml", "status: verified", "status: unverified", "status 不能是“unverified”"),
        ("statutes/civil_code.yaml", "from: '2021-01-01'", "from: '2021-13-01'", "不是日期"),
        ("channels.yaml", "  required:\n", "  requird:\n", "没有列出必备要素"),
        ("grounds.yaml", "fewer: few_calls", "fewer: few_cals", "是不是“few_calls”"),
        ("grounds.yaml", "least: 3, fewer: few_calls", "least: 三, fewer: few_calls", "least 应当是整数"),
        ("terms.yaml", "  lead: 30", "  lead: 一个月", "lead 应当是天数，现在是“一个月”"),
        ("periods.yaml", "articles: [psapl2025-25]", "articles: [psapl2025-255]", "法律库里没有“psapl2025-255”"),
        ("statutes/public_security_2025.yaml", "from: '2026-01-01'", "from: '2025-12-31'", "同时有效"),
        ("statutes/public_security_2012.yaml", "to: '2025-12-31'", "to: '2005-01-01'", "失效日早于施行日"),
        ("statutes/civil_code.yaml", "  - ImCa0/just-laws", "  # ImCa0/just-laws", "不同的来源"),
        (
            "statutes/public_security_2025.yaml",
            "formerly: [psapl2012-42]",
            "formerly: [psapl2012-43x]",
            "是不是“psapl2012-43”",
        ),
        (
            "channels.yaml",
            "status: verified, any_of: [collectors.name, lender.name]",
            "status: single, any_of: [collectors.name]",
            "它的条文是“verified”",
        ),
        ("channels.yaml", ", words: [请求事项, 禁止被申请人]", "", "没有写怎样算有"),
        ("terms.yaml", "period: police_case", "period: police_cas", "是不是“police_case”"),
        ("terms.yaml", "whose: theirs", "whose: their", "是不是“theirs”"),
        ("workdays/2026.yaml", "'2026-10-01', ", "'2026-10-03', ", "放错了地方"),
        ("workdays/2026.yaml", "year: 2026", "year: 2027", "和文件名对不上"),
        ("statutes/gbt_45251_2025.yaml", "- bank_loan", "- bank_lone", "是不是“bank_loan”"),
    ],
)
def test_the_loader_names_file_line_and_mend(
    broken: Callable[[str, str, str], str], file: str, old: str, new: str, told: str
) -> None:
    message = broken(file, old, new)
    assert told in message
    assert f"law/{file} 第 " in message


def test_all_faults_of_all_law_files_are_told_in_one_run(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "law", tmp_path / "law")
    for file, old, new in (
        ("statutes/civil_code.yaml", "from: '2021-01-01'", "from: '2021-13-01'"),
        ("periods.yaml", "articles: [psapl2025-25]", "articles: [psapl2025-255]"),
        ("workdays/2026.yaml", "'2026-10-01', ", "'2026-10-03', "),
    ):
        path = tmp_path / "law" / file
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LawError) as caught:
        law_reading.load(tmp_path)
    for file in ("statutes/civil_code.yaml", "periods.yaml", "workdays/2026.yaml"):
        assert f"law/{file} 第 " in str(caught.value)


def test_a_year_is_added_by_a_file_alone(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "law", tmp_path / "law")
    (tmp_path / "law" / "workdays" / "2027.yaml").write_text(
        "year: 2027\nsource: 通知\nchecked: '2026-12-01'\noff: ['2027-01-01']\n'on': []\n", encoding="utf-8"
    )
    assert set(law_reading.load(tmp_path).years) >= {2026, 2027}
