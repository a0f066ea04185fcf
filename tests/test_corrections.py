"""What docs/corrections.md says of the law and of the papers stands in law/ and in the papers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from drafter.context.builder import period_text
from drafter.packs import Library
from drafter.word import reading
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "corrections.md"
TEXT = PAGE.read_text(encoding="utf-8")
VERDICTS = {"不对", "不准确", "不全", "过时", "说过头了", "没有依据", "没有查实"}
ADDED = "- 核对以后补写的。"


@dataclass(frozen=True, slots=True)
class Claim:
    heading: str
    text: str

    @property
    def basis(self) -> str:
        """The item that begins with 依据, with its further lines."""
        found = re.search(r"^- 依据：.+?(?=^- |\Z)", self.text, re.MULTILINE | re.DOTALL)
        assert found, self.heading
        return found.group()

    @property
    def articles(self) -> list[str]:
        return re.findall(r"`([\w-]+)", self.basis)


@dataclass(frozen=True, slots=True)
class Quotation:
    words: str
    place: str
    path: Path


def _claims() -> list[Claim]:
    parts = re.split(r"^### (.+)$|^## .+$", TEXT, flags=re.MULTILINE)
    return [Claim(heading, text) for heading, text in zip(parts[1::2], parts[2::2], strict=True) if heading]


def _quotations(claim: Claim) -> Iterator[Quotation]:
    for line in claim.text.splitlines():
        if line.startswith("- 现在写"):
            found = re.fullmatch(r"- 现在写：「(.+?)」（(.+?)；\[([\w.]+)\]\(\.\./([\w/.]+)\)）", line)
            assert found, line
            path = ROOT / found.group(4)
            assert path.name == found.group(3)
            yield Quotation(found.group(1), found.group(2), path)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for member in value.values():
            yield from _strings(member)
    elif isinstance(value, list):
        for member in value:
            yield from _strings(member)


def _under(value: Any, keys: list[str]) -> Any:
    for key in keys:
        value = value[key] if isinstance(value, dict) else next(member for member in value if member.get("id") == key)
    return value


def _section(text: str, heading: str) -> str:
    found = re.search(
        rf"^{re.escape(heading)}[^\n]*$\n(.+?)(?=^[一二三四五六七八九十]+、|\Z)", text, re.MULTILINE | re.DOTALL
    )
    assert found, heading
    return found.group(1)


CLAIMS = _claims()


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.heading.split(".")[0])
def test_every_sentence_that_is_quoted_stands_where_the_page_says(claim: Claim, library: Library) -> None:
    quotations = list(_quotations(claim))
    assert quotations, claim.heading
    for quotation in quotations:
        if quotation.path.suffix == ".docx":
            title, heading = quotation.place.split("，", 1)
            titles = {d.title for d in library.documents if d.template == f"docx/{quotation.path.name}"}
            assert title in titles
            assert quotation.words in _section(reading.as_text(quotation.path.read_bytes()), heading)
        else:
            content = yaml.safe_load(quotation.path.read_text(encoding="utf-8"))
            part = _under(content, re.findall(r"`([^`]+)`", quotation.place))
            assert any(quotation.words in text for text in _strings(part)), quotation


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.heading.split(".")[0])
def test_every_article_exists_and_one_of_a_single_source_says_so(claim: Claim, library: Library) -> None:
    if not claim.articles:
        assert claim.basis.strip() == "- 依据：没有可引的条文。"
    for id_ in claim.articles:
        article = library.law.articles[id_]
        assert article.status in ("verified", "single"), id_
        mark = "，一处来源" if article.status == "single" else ""
        place = article.number or "有关规定"
        assert f"{place}（`{id_}`{mark}）" in claim.basis
        assert f"《{article.statute.title.removeprefix('中华人民共和国')}》" in claim.basis
        assert f"(../law/statutes/{Path(str(article.statute.where.file)).name})" in claim.basis
        assert article.in_force(library.law.checked), id_
    if claim.articles:
        assert any(library.law.articles[id_].status == "verified" for id_ in claim.articles), "a single source alone"


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.heading.split(".")[0])
def test_every_number_of_days_is_one_of_the_articles_named(claim: Claim, library: Library) -> None:
    told = {
        period_text(period) for period in library.law.periods.values() if set(period.articles) & set(claim.articles)
    }
    for number in re.findall(r"\d+(?:个工作日|个月|小时|日(?!起))", re.sub(r"\d+年\d+月\d+日", "", claim.text)):
        assert number in told, (claim.heading, number)


def test_the_claims_are_numbered_judged_and_counted() -> None:
    assert [claim.heading.split(".")[0] for claim in CLAIMS] == [str(index + 1) for index in range(len(CLAIMS))]
    for claim in CLAIMS:
        verdict = re.match(r"\s*\*\*(.+?)。\*\* ", claim.text)
        assert verdict, claim.heading
        assert verdict.group(1) in VERDICTS, claim.heading
    added = sum(ADDED in claim.text for claim in CLAIMS)
    assert f"这里列出{len(CLAIMS)}种说法" in TEXT
    assert f"其中{added}种，是核对以后在方案里补写的" in TEXT


def test_the_readers_find_the_page_and_its_links_lead_somewhere() -> None:
    for path in (ROOT / "README.md", ROOT / "README.zh-CN.md"):
        assert "docs/corrections.md" in path.read_text(encoding="utf-8")
    assert "corrections.md" in (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)]+)\)", TEXT):
        assert (PAGE.parent / target).exists(), target


def test_hotlines_on_the_page_are_known(library: Library) -> None:
    for number in re.findall(r"(?<![\d-])(?:110|12\d{3})(?!\d)", TEXT):
        assert number in library.law.hotlines, number
