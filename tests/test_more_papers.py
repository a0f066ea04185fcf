"""The operator, the appeal, the letter to the lender, the evidence that others keep, the answer that did not come."""

from __future__ import annotations

from typing import Any

import pytest

from drafter import drafting
from drafter.packs import Library
from drafter.store import read_answers_file
from tests.test_routing import of, outcome, reasons, texts

NUMBER = "  own_numbers: [{number: '13800000006', operator: mobile}]\n"
LENDER: dict[str, Any] = {"lender": "consumer_finance", "lender_name": "某某消费金融公司"}


def step(what: str, when: str, accepted: str, more: str = "") -> str:
    return f"  steps: [{{what: {what}, when: {when}, where: 某单位, accepted: {accepted}{more}}}]\n"


def drawn(library: Library, told: str, *, today: str = "2026-11-23") -> drafting.Result:
    text = f"today: {today}\nanswers:\n  applicant: {{name: 严某, real_name: yes}}\n{told}"
    found = read_answers_file(text, "a.yaml", library.questionnaire, None)
    return drafting.draft(found.answers, library, found.today)


def test_the_operator_of_the_called_number_is_asked_and_nobody_else(library: Library) -> None:
    result = outcome(library, conduct="harassing_calls", what="打来电话", extra=NUMBER)
    letter = texts(result)["operator_complaint"]
    assert "中国移动：" in letter
    assert "13800000006（中国移动）" in letter
    assert "第一千零三十三条第（一）项" in letter
    assert "反电信网络诈骗法" not in letter
    assert "不要求贵方向投诉人提供" in letter
    assert "身份证" not in letter


def test_a_spoofed_number_is_for_the_operator_to_trace(library: Library) -> None:
    letter = texts(outcome(library, conduct="spoofed_number", what="来电", extra=NUMBER))["operator_complaint"]
    assert "《中华人民共和国反电信网络诈骗法》第十三条" in letter
    codes = texts(outcome(library, conduct="code_bombing", what="收到验证码", extra=NUMBER))["operator_complaint"]
    assert "第十三条" not in codes
    assert "第十四条第二款" in codes
    assert "如经核查" in codes


def test_one_letter_for_several_numbers(library: Library) -> None:
    numbers = """  own_numbers:
    - {number: '13800000006', operator: mobile}
    - {number: '13800000007', operator: mobile}
    - {number: '18900000008', operator: telecom}
"""
    result = outcome(library, conduct="harassing_calls", what="打来电话", extra=numbers)
    assert [draft.document.id for draft in result.drafts].count("operator_complaint") == 1
    letter = texts(result)["operator_complaint"]
    assert "中国移动、中国电信：" in letter
    assert "投诉人的号码：13800000007（中国移动）。" in letter
    assert "投诉人的号码：18900000008（中国电信）。" in letter


def test_an_operator_without_a_name_is_a_gap(library: Library) -> None:
    other = NUMBER.replace("mobile", "other")
    letter = texts(outcome(library, conduct="harassing_calls", what="打来电话", extra=other))["operator_complaint"]
    assert "〔待填：电信企业名称〕：" in letter
    assert "其他）" not in letter


def test_the_operator_hears_only_what_came_to_the_own_numbers(library: Library) -> None:
    incidents = """
  incidents:
    - {when: 2026年11月19日, conducts: [visit], visits: '1', what: 到家门口不走}
    - {when: 2026年11月20日, conducts: [third_party_contact], calls: '5', third_parties: 母亲, what: 打给母亲}
    - {when: 2026年11月21日, conducts: [threat], number: '17000000001', what: 来电威胁}
"""
    letter = texts(drawn(library, incidents + NUMBER))["operator_complaint"]
    assert "1. 2026年11月21日，来电威胁" in letter
    assert "到家门口" not in letter
    assert "打给母亲" not in letter


@pytest.mark.parametrize(
    ("facts", "extra", "expected", "reason"),
    [
        ({"conduct": "visit", "calls": "{unknown: true}"}, NUMBER, "not_applicable", "没有写到"),
        ({"conduct": "harassing_calls"}, "", "not_yet", "哪家运营商"),
        ({"conduct": "harassing_calls"}, NUMBER.replace(", operator: mobile", ""), "not_yet", "哪家运营商"),
    ],
)
def test_when_the_operator_is_not_asked(
    library: Library, facts: dict[str, Any], extra: str, expected: str, reason: str
) -> None:
    incident = (
        f"  incidents: [{{when: 2026年11月20日, conducts: [{facts['conduct']}], calls: {facts.get('calls', 2)}}}]\n"
    )
    result = drawn(library, incident + extra)
    assert of(result, "operator_complaint") == expected
    assert reason in reasons(result, "operator_complaint")


@pytest.mark.parametrize(
    ("extra", "status", "expected"),
    [
        ("", "ongoing", "not_applicable"),
        (step("operator", "2026年11月10日", "waiting"), "ongoing", "not_applicable"),
        (step("operator", "2026年11月7日", "waiting"), "over", "write"),
        (step("operator", "2026年10月1日", "closed", ", answered: 2026年10月9日"), "ongoing", "write"),
        (step("operator", "2026年10月1日", "refused", ", answered: 2026年10月9日"), "ongoing", "write"),
        (step("operator", "2026年10月1日", "closed", ", answered: 2026年10月9日"), "over", "not_yet"),
        (step("miit_12321", "2026年10月1日", "waiting"), "ongoing", "not_applicable"),
    ],
)
def test_an_appeal_follows_a_complaint_that_was_not_settled(
    library: Library, extra: str, status: str, expected: str
) -> None:
    result = outcome(library, conduct="harassing_calls", status=status, what="打来电话", extra=NUMBER + extra)
    assert of(result, "telecom_appeal") == expected


def test_an_appeal_has_what_its_rules_ask_for(library: Library) -> None:
    asked = step("operator", "2026年11月7日", "waiting", ", number: TS0001, answer: 称会核实")
    text = texts(outcome(library, conduct="harassing_calls", what="打来电话", extra=NUMBER + asked))["telecom_appeal"]
    for wanted in (
        "〔待填：邮政编码〕", "被申诉人：中国移动", "地址：〔待填：电信企业地址〕", "申诉要求",
        "申诉日期：2026年11月23日",
        "2026年11月7日，申诉人就上述号码收到的催收来电、短信向被申诉人（某单位）投诉，投诉编号：TS0001。当时的回应：称会核实。",
        "已超过15日", "只针对被申诉人",
    ):  # fmt: skip
        assert wanted in text
    answered = step("operator", "2026年10月1日", "closed", ", answered: 2026年10月9日, answer: 称号码正常")
    text = texts(outcome(library, conduct="harassing_calls", what="打来", extra=NUMBER + answered))["telecom_appeal"]
    assert "2026年10月9日，被申诉人作出答复：称号码正常。申诉人对该处理结果不满意。" in text
    assert "15日" not in text


@pytest.mark.parametrize(
    ("lender", "expected"),
    [
        ("bank_card", "write"),
        ("microloan", "write"),
        ("person", "not_applicable"),
        ("unlicensed", "not_applicable"),
        ("none", "not_applicable"),
        ("{unknown: true}", "not_yet"),
    ],
)
def test_only_a_licensed_lender_gets_a_letter(library: Library, lender: str, expected: str) -> None:
    result = outcome(library, lender=lender, lender_name="某某公司", conduct="harassing_calls")
    assert of(result, "lender_letter") == expected
    assert bool(reasons(result, "lender_letter")) == (expected != "write")


def test_the_letter_to_the_lender_gives_nothing_away(library: Library) -> None:
    known = """  applicant:
    {name: 严某, real_name: yes, id_number: 11010519491231002X, phone: '13800000005', area: 重庆市江津区,
     address: 重庆市江津区示例路1号, address_scope: all, workplace: 示例小学}
"""
    told = """  debt: {debtor: applicant, signed: [borrower], exists: disputed, product: 示例贷}
  lender: {kind: bank_loan, name: 某某银行, province: 重庆市, links: [agency]}
  agency: {name: 某某信用管理公司}
  incidents:
    - {when: 2026年11月20日, conducts: [third_party_contact], third_parties: 母亲, witnesses: 邻居王某, what: 打给母亲}
  conduct: {status: ongoing}
"""
    text = f"today: 2026-11-23\nanswers:\n{known}{told}{NUMBER}"
    found = read_answers_file(text, "a.yaml", library.questionnaire, None)
    letter = texts(drafting.draft(found.answers, library, found.today))["lender_letter"]
    assert "13800000006" in letter
    for secret in ("11010519491231002X", "13800000005", "示例路", "示例小学", "王某", "借款合同关系", "协商", "分期"):
        assert secret not in letter
    assert "实施催收的公司为某某信用管理公司" in letter
    assert "停止联系与债务无关的第三人" in letter
    assert "不构成对任何债务及其数额的承认或者否认" in letter


def test_who_is_no_customer_says_so(library: Library) -> None:
    facts = {"conduct": "harassing_calls", "signed": "contact_without_consent", "debtor": "acquaintance", **LENDER}
    letter = texts(outcome(library, **facts))["lender_letter"]
    assert "来函人不是贵方的客户，也没有同意担任联系人。" in letter
    assert "停止就他人的债务联系来函人" in letter
    untold = texts(
        drawn(library, "  lender: {kind: bank_loan, name: 某某银行}\n  incidents: [{when: 2026年11月20日}]\n")
    )
    assert "客户" not in untold["lender_letter"]
    microloan = outcome(library, conduct="harassing_calls", lender="microloan", lender_name="某某小贷公司")
    assert "银行保险机构" not in texts(microloan)["lender_letter"]


def test_the_court_is_asked_for_what_others_keep(library: Library) -> None:
    kept = """  exhibits:
    - {name: 门口录像, group: scene, held: mine, incidents: [i1], proves: 上门}
    - {name: 单元门监控, group: scene, held: property, holder: 某物业公司, incidents: [i1], proves: 上门的时间}
    - {name: 接处警记录, group: official, held: police, holder: 某派出所, incidents: [i1], proves: 报过警}
    - {name: 通话详单, group: contact, held: operator, holder: 中国移动, proves: 来电次数}
"""
    result = outcome(library, exhibit=False, extra=kept)
    assert of(result, "evidence_application") == "write"
    text = texts(result)["evidence_application"]
    assert "单元门监控。由某物业公司保管。" in text
    assert "用以证明：报过警（申请书第1项事实）。该证据由公安机关保存" in text
    assert "第六十七条第二款" in text
    assert "第九十四条" in text
    assert "门口录像" not in text
    assert "通话详单" not in text  # a customer prints the list of his own calls himself


def test_without_an_application_or_such_evidence_the_court_is_not_asked(library: Library) -> None:
    kept = "  exhibits: [{name: 监控, group: scene, held: property, holder: 某物业, incidents: [i1], proves: 上门}]\n"
    assert of(outcome(library, exhibit=False, status="over", extra=kept), "evidence_application") == "not_applicable"
    assert of(outcome(library), "evidence_application") == "not_applicable"


@pytest.mark.parametrize(
    ("extra", "signed", "expected"),
    [
        ("", "borrower", "not_applicable"),
        (step("nfra", "2026年11月19日", "waiting"), "borrower", "not_applicable"),
        (step("nfra", "2026年11月10日", "waiting"), "borrower", "write"),
        (step("nfra", "2026年11月10日", "waiting"), "nothing", "not_applicable"),
        (step("nfra", "2026年11月1日", "waiting"), "nothing", "write"),
        (step("nfra", "2026年11月1日", "closed"), "borrower", "not_applicable"),
        (step("police", "2026年11月1日", "accepted"), "nothing", "not_applicable"),
        (step("police", "2026年10月1日", "accepted"), "nothing", "write"),
        (step("police", "2026年10月1日", "waiting"), "nothing", "write"),
        (step("police", "2026年1月1日", "waiting"), "nothing", "write"),
    ],
)
def test_an_answer_is_asked_for_once_it_is_late(library: Library, extra: str, signed: str, expected: str) -> None:
    result = outcome(library, conduct="harassing_calls", signed=signed, extra=extra, **LENDER)
    assert of(result, "reply_request") == expected


def test_each_office_is_asked_under_its_own_law(library: Library) -> None:
    police = step("police", "2026年10月1日", "accepted", ", number: 回执0001")
    text = texts(outcome(library, conduct="harassing_calls", extra=police, **LENDER))["reply_request"]
    assert "某单位：" in text
    assert "2026年10月1日，提交人就催收中的有关行为向贵单位报案，编号：回执0001，贵单位已经受理。" in text
    assert "自立案之日起30日，《中华人民共和国治安管理处罚法》第一百一十八条第一款" in text
    assert "消费者" not in text
    late = step("nfra", "2026年11月1日", "waiting")
    customer = texts(outcome(library, conduct="harassing_calls", signed="borrower", extra=late, **LENDER))
    assert "向贵单位投诉。" in customer["reply_request"]
    assert "《中华人民共和国消费者权益保护法》第四十六条" in customer["reply_request"]
    other = texts(outcome(library, conduct="data_misuse", extra=late, **LENDER))["reply_request"]
    assert "向贵单位投诉、举报。" in other
    assert "《中华人民共和国个人信息保护法》第六十五条第一款" in other
    assert "消费者" not in other
    plain = texts(outcome(library, conduct="harassing_calls", extra=late, **LENDER))["reply_request"]
    assert "信访工作条例" not in plain  # of a single source: never the only ground
    assert "请贵单位书面告知" in plain
