"""The examples: what each case must and must not yield, and the reviewed text of every document."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from drafter.drafting import Result
from drafter.word import reading
from tests import office
from tests.conftest import EXAMPLES, ROOT

Drawn = Callable[[str], Result]


def texts(result: Result) -> dict[str, str]:
    return {draft.document.id: reading.as_text(draft.rendered.data) for draft in result.drafts}


def outcomes(result: Result) -> dict[str, str]:
    return {entry.document.id: entry.outcome for entry in result.entries}


def compare_with_expected(folder: Path, result: Result) -> None:
    """Compare every paper with its reviewed text, or write the texts anew when asked to."""
    found = {f"{draft.name.removesuffix('.docx')}.txt": reading.as_text(draft.rendered.data) for draft in result.drafts}
    if os.environ.get("DRAFTER_UPDATE_EXPECTED"):
        folder.mkdir(exist_ok=True)
        for old in folder.glob("*.txt"):
            old.unlink()
        for file, text in found.items():
            (folder / file).write_text(text, encoding="utf-8")
    expected = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.txt")}
    assert found == expected


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_text_of_every_document_is_the_reviewed_one(name: str, drawn: Drawn) -> None:
    compare_with_expected(ROOT / "examples" / name / "expected", drawn(name))


@pytest.mark.parametrize("name", EXAMPLES)
def test_documents_are_valid_and_open_elsewhere(name: str, drawn: Drawn, tmp_path: Path) -> None:
    """LibreOffice opens every document; the Open XML SDK and openxml-audit find no fault in it."""
    files = []
    for draft in drawn(name).drafts:
        path = tmp_path / draft.name
        path.write_bytes(draft.rendered.data)
        files.append(path)
    for path in files:
        assert office.audit_errors(path) == []
        assert office.sdk_errors(path) == []
    for pdf, draft in zip(office.pdfs(files, tmp_path), drawn(name).drafts, strict=True):
        text = office.pdf_text(pdf).replace(" ", "").replace("\n", "")
        heading = reading.as_text(draft.rendered.data).split("\n", 1)[0]
        assert heading in text
        assert "None" not in text


def test_a_neighbours_old_debt_leads_to_court_and_police(drawn: Drawn) -> None:
    """Given 江岸's case of the twenty-year-old debt: injunction, police statement, exhibit list; no regulator."""
    result = drawn("wuhan-neighbour")
    written = [entry.document.id for entry in result.entries if entry.outcome == "write"]
    assert written == [
        "court_injunction",
        "service_sheet",
        "police_report",
        "evidence_application",
        "evidence_list",
        "plan",
    ]
    filed = {name: text for name, text in texts(result).items() if name != "plan"}
    everything = "\n".join(filed.values())
    assert "第九百九十七条" in texts(result)["court_injunction"]
    assert "数额前后不一" in everything
    for word in ("父亲欠债的事实", "三万", "五万", "不欠", "严重损失", "民警告知", "人身安全保护令"):
        assert word not in everything
    assert "180" not in texts(result)["court_injunction"]
    assert "申请依法调查收集" in texts(result)["evidence_list"]


def test_a_woman_and_a_former_partner_lead_to_both_court_papers(drawn: Drawn) -> None:
    """Given what she was told after parting, the protection order rests on the law of women, and comes first."""
    result = drawn("guiyang-partner")
    papers = texts(result)
    assert "《中华人民共和国妇女权益保障法》第二十九条" in papers["court_protection_order"]
    assert "家庭成员以外" not in papers["court_protection_order"]
    assert "第九百九十七条" in papers["court_injunction"]
    assert any("交一份就够了" in notice for notice in result.notices)
    assert outcomes(result)["order_review"] == "not_applicable"


def test_the_full_address_goes_only_as_far_as_its_owner_allows(drawn: Drawn) -> None:
    """周敏 allows the door number for the court alone; the neighbour knows her home, so the application has it."""
    found = texts(drawn("wuhan-neighbour"))
    assert "1单元101室" in found["service_sheet"]
    assert "1单元101室" in found["court_injunction"]
    assert "1单元101室" not in found["police_report"]


def test_a_stranger_gets_no_complaint_and_no_injunction_yet(drawn: Drawn) -> None:
    """Given 王果, no customer of the 小贷 company: local finance bureau, NIFA, 12321, request; nothing to NFRA."""
    result = drawn("hunan-stranger")
    found = outcomes(result)
    assert found["court_injunction"] == "not_yet"
    assert found["nfra_complaint"] == found["nfra_report"] == found["local_finance_complaint"] == "not_applicable"
    for document in ("local_finance_report", "nifa_report", "miit_12321_report", "personal_information_request"):
        assert found[document] == "write"
    everything = "\n".join(texts(result).values())
    assert "重庆市地方金融管理局" in everything
    assert "共42天" in everything
    assert "日均4.4条" in everything
    assert "日均2.4个" in everything
    assert "〔待填：真实姓名〕" in everything
    for word in ("王果", "威胁", "申请人的债务", "法院干警", "法院工作"):
        assert word not in everything


def test_acts_before_the_revision_are_judged_by_the_law_of_their_day(drawn: Drawn) -> None:
    police = texts(drawn("hunan-stranger"))["police_report"]
    assert "（2012年修正）第四十二条第（五）项" in police
    assert "第五十条第一款第（五）项" not in police
    assert "禁止接触" not in police
    assert "《中华人民共和国行政处罚法》第三十七条" in police


def test_a_customer_reaches_all_four_channels(drawn: Drawn) -> None:
    """Given a borrower of a 消费金融 company, harassed from 2025-12 to 2026-01: court, police, NFRA, NIFA."""
    result = drawn("chengdu-consumer")
    for document in ("court_injunction", "police_report", "nfra_complaint", "nfra_report", "nifa_report"):
        assert outcomes(result)[document] == "write"
    police = texts(result)["police_report"]
    assert "第五十条第一款第（五）项（其中较早的行为，对应行为发生时施行的" in police
    assert "（2012年修正）第四十二条第（五）项" in police
    assert "真伪" in police
    complaint = texts(result)["nfra_complaint"]
    assert (
        "《消费金融公司管理办法》《银行保险机构消费者权益保护管理办法》有关规定、《中华人民共和国民法典》" in complaint
    )
    assert "参照国家标准" in complaint
    assert "中国银行业协会" not in complaint  # its guideline was published after these acts


def test_what_the_other_side_receives_has_no_number_and_no_unknown_place(drawn: Drawn) -> None:
    found = texts(drawn("chengdu-consumer"))
    for served in ("court_injunction", "evidence_list"):
        for secret in ("510104199403080028", "13900000002", "502室", "139****0002"):
            assert secret not in found[served]
    assert "申请人的住所（见送达信息表）" in found["court_injunction"]
    assert "502室" in found["service_sheet"]


def test_a_late_operator_and_a_late_regulator_are_answered(drawn: Drawn) -> None:
    """Given a bank's customer, called 213 times: to the operator, to 12300, to the bank, and to the regulator again."""
    result = drawn("suzhou-operator")
    for document in ("operator_complaint", "telecom_appeal", "lender_letter", "reply_request"):
        assert outcomes(result)[document] == "write"
    found = texts(result)
    for document in ("lender_letter", "evidence_application"):
        for secret in ("320508199109120027", "示例弄", "303室"):
            assert secret not in found[document]
    assert "国家金融监督管理总局江苏监管局：" in found["reply_request"]
    assert "TS2026103000187" in found["telecom_appeal"]


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_paper_promises_payment_or_names_a_child(name: str, drawn: Drawn) -> None:
    everything = "\n".join(texts(drawn(name)).values())
    for word in (
        "协商还款",
        "老赖" if name != "chengdu-consumer" else "还款计划",
        "{{",
        "None",
        "。。",
        "，。",
        "）（）",
    ):
        assert word not in everything
