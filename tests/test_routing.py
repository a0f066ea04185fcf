"""Which paper for whom: the facts decide, and every refusal has its reason."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from drafter import drafting
from drafter.packs import Library
from drafter.store import read_answers_file
from drafter.word import reading

PERSON = """
  filer: {{role: {role}}}
  applicant: {{name: 严某, real_name: yes, gender: {gender}, birthday: 1990年, ethnicity: 汉族, area: 重庆市江津区}}
  debt: {{debtor: {debtor}, signed: [{signed}], exists: not_mine, relation: 前夫}}
  lender: {{kind: {lender}, online: yes, name: {lender_name}, province: 重庆市}}
  collectors:
    - {{name: {name}, relation: {relation}}}
  incidents:
    - {{when: 2026年11月20日, conducts: [{conduct}], who: [c1], what: {what}, calls: '{calls}'}}
  conduct: {{status: {status}, series: no}}
  requests: {{wishes: [no_contact]}}
"""
DEFAULTS = {
    "role": "self", "gender": "female", "debtor": "applicant", "signed": "nothing", "lender": "person",
    "lender_name": "邹某", "name": "邹某", "relation": "stranger", "conduct": "visit", "status": "ongoing",
    "calls": "2", "what": "到家门口不走",
}  # fmt: skip
EXHIBIT = "  exhibits: [{name: 监控视频, group: scene, held: mine, incidents: [i1], proves: 上门}]\n"


def outcome(library: Library, *, exhibit: bool = True, extra: str = "", **facts: str) -> drafting.Result:
    text = (
        "today: 2026-11-23\nanswers:" + PERSON.format_map({**DEFAULTS, **facts}) + (EXHIBIT if exhibit else "") + extra
    )
    found = read_answers_file(text, "a.yaml", library.questionnaire, None)
    return drafting.draft(found.answers, library, found.today)


def of(result: drafting.Result, document: str) -> str:
    return next(entry.outcome for entry in result.entries if entry.document.id == document)


def reasons(result: drafting.Result, document: str) -> str:
    entry = next(entry for entry in result.entries if entry.document.id == document)
    return "".join(rule.reason for rule in entry.lacking)


@pytest.mark.parametrize(
    ("relation", "gender", "expected"),
    [
        ("stranger", "female", "not_applicable"),
        ("acquaintance", "female", "not_applicable"),
        ("spouse", "male", "write"),
        ("cohabitant", "male", "write"),
        ("inlaw_apart", "male", "write"),
        ("ex_spouse", "female", "write"),
        ("ex_spouse", "male", "not_applicable"),
        ("suitor", "female", "write"),
    ],
)
def test_a_protection_order_is_for_the_household_and_for_women_against_a_former_partner(
    library: Library, relation: str, gender: str, expected: str
) -> None:
    result = outcome(library, relation=relation, gender=gender)
    assert of(result, "court_protection_order") == expected
    if expected == "write":
        text = {d.document.id: reading.as_text(d.rendered.data) for d in result.drafts}["court_protection_order"]
        assert "第二十九条" in text
        assert ("妇女权益保障法" in text) == (relation in ("ex_spouse", "suitor"))


@pytest.mark.parametrize(
    ("facts", "lacking"),
    [
        ({"name": "{unknown: true}", "lender_name": "{unknown: true}"}, "明确的被申请人"),
        ({"status": "over"}, "正在实施或者即将实施"),
        ({"exhibit": False}, "要有证据"),
    ],
)
def test_an_injunction_says_what_is_lacking(library: Library, facts: dict[str, Any], lacking: str) -> None:
    if "name" in facts:
        facts = {**facts, "conduct": "harassing_calls"}
    text_facts = {key: value for key, value in facts.items() if key != "exhibit"}
    result = outcome(library, exhibit=facts.get("exhibit", True), **text_facts)
    assert of(result, "court_injunction") == "not_yet"
    assert lacking in reasons(result, "court_injunction")


@pytest.mark.parametrize(
    ("lender", "signed", "written", "refused"),
    [
        ("bank_card", "borrower", ["nfra_complaint", "nfra_report"], ["local_finance_complaint", "nifa_report"]),
        ("bank_card", "nothing", ["nfra_report"], ["nfra_complaint"]),
        ("consumer_finance", "borrower", ["nfra_complaint", "nifa_report"], ["local_finance_report"]),
        ("microloan", "borrower", ["local_finance_complaint", "nifa_report"], ["nfra_complaint", "nfra_report"]),
        ("microloan", "nothing", ["local_finance_report"], ["local_finance_complaint", "nfra_report"]),
        (
            "unlicensed",
            "borrower",
            ["police_report"],
            ["nfra_report", "local_finance_report", "personal_information_request"],
        ),
        ("none", "nothing", ["police_report"], ["nfra_report", "nifa_report", "local_finance_report"]),
        ("{unknown: true}", "borrower", ["police_report"], ["nfra_complaint"]),
    ],
)
def test_the_kind_of_lender_chooses_the_authority(
    library: Library, lender: str, signed: str, written: list[str], refused: list[str]
) -> None:
    result = outcome(library, lender=lender, signed=signed, lender_name="某某公司", conduct="harassing_calls")
    for document in written:
        assert of(result, document) == "write", document
    for document in refused:
        assert of(result, document) != "write", document
        assert reasons(result, document)


@pytest.mark.parametrize(
    ("kind", "court"), [("close_relative", "write"), ("lawyer", "write"), ("other", "not_applicable")]
)
def test_only_those_whom_the_law_admits_act_in_court(library: Library, kind: str, court: str) -> None:
    agent = f"  agent: {{kind: {kind}, name: 严乙, relation: 姐姐}}\n"
    result = outcome(library, role="agent", extra=agent)
    assert of(result, "power_of_attorney_court") == court
    assert of(result, "power_of_attorney") == "write"


@pytest.mark.parametrize("name", ["自称小刘", "自称某公司的人", "催收专员", "一个光头", "不认识", "没说名字"])
def test_who_only_gave_himself_a_name_cannot_be_summoned(library: Library, name: str) -> None:
    result = outcome(library, name=name, lender="consumer_finance", lender_name="{unknown: true}")
    assert "还没有明确的被申请人" in reasons(result, "court_injunction")
    told = texts(result)["police_report"]
    known = "" if name in ("不认识", "没说名字") else f"，{name}"
    assert f"1. 姓名不详{known}。与报案人不相识。" in told


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("说要来我家", "对方曾说要来我家。"),
        ("要来我家闹", "对方曾说要来我家闹。"),
        ("威胁泼油漆", "对方曾威胁泼油漆。"),
        ("你不还，我天天来", "对方曾说，大意是：你不还，我天天来。"),
        ("“你不还，我天天来”", "对方曾说：“你不还，我天天来”。"),
    ],
)
def test_only_words_that_were_said_stand_in_quotation_marks(library: Library, typed: str, told: str) -> None:
    assert told in texts(outcome(library, status=f"ongoing, announced: '{typed}'"))["police_report"]


def test_a_number_per_day_of_one_day_is_its_number(library: Library) -> None:
    facts = {"conduct": "harassing_calls, night_contact", "calls": "一天二三十个', night_times: '十来次"}
    text = texts(outcome(library, **facts))["police_report"]  # type: ignore[arg-type]
    assert "报案人共收到来电20至30个，其中22时至次日8时被联系10余次。" in text


def test_two_phone_calls_yield_a_short_honest_paper(library: Library) -> None:
    nobody = "{unknown: true}"
    facts = {"name": nobody, "lender": "none", "lender_name": nobody, "status": "over", "what": "打来电话"}
    result = outcome(library, conduct="harassing_calls", exhibit=False, **facts)
    text = {d.document.id: reading.as_text(d.rendered.data) for d in result.drafts}["police_report"]
    assert "共收到来电2个" in text
    assert "日均" not in text
    for word in ("严重", "长期", "威胁"):
        assert word not in text


@pytest.mark.parametrize(("calls", "frequent"), [("2", False), ("3", True), ("约2", True), ("每天2", False)])
def test_calls_are_frequent_from_the_third(library: Library, calls: str, *, frequent: bool) -> None:
    """Fewer, when they were counted, are told and requested nothing for; law/grounds.yaml has the number."""
    text = texts(outcome(library, conduct="harassing_calls", what="打来电话", calls=calls))["police_report"]
    assert ("第五十条第一款第（五）项" in text) is frequent
    assert ("频繁拨打电话" in text) is frequent
    assert ("禁止" in text) is frequent
    assert ("拨打催收电话（第1项事实）：请公安机关一并审查。" in text) is not frequent


@pytest.mark.parametrize(("messages", "frequent"), [("2", False), ("3", True), ("几百条", True)])
def test_messages_are_frequent_from_the_third(library: Library, messages: str, *, frequent: bool) -> None:
    act = f"when: 2026年11月20日, conducts: [harassing_messages], messages: '{messages}', what: 发来"
    told = f"  incidents:\n    - {{{act}}}\n"
    found = read_answers_file(f"today: 2026-11-23\nanswers:\n{told}", "a.yaml", library.questionnaire, None)
    report = texts(drafting.draft(found.answers, library, found.today))["police_report"]
    assert ("频繁发送短信等信息（第1项事实）：涉嫌违反" in report) is frequent
    assert ("发送催收信息（第1项事实）：请公安机关一并审查。" in report) is not frequent


def test_of_calls_that_nobody_counted_it_is_not_said_that_they_were_few(library: Library) -> None:
    told = """
  incidents:
    - {when: 2026年11月20日, conducts: [harassing_calls], what: 打来}
    - {when: 2026年11月21日, conducts: [harassing_calls], calls: '1', what: 打来}
"""
    found = read_answers_file(f"today: 2026-11-23\nanswers:\n{told}", "a.yaml", library.questionnaire, None)
    report = texts(drafting.draft(found.answers, library, found.today))["police_report"]
    assert "频繁拨打电话（第1、2项事实）：涉嫌违反" in report


def texts(result: drafting.Result) -> dict[str, str]:
    return {d.document.id: reading.as_text(d.rendered.data) for d in result.drafts}


def test_one_day_is_told_as_one_day(library: Library) -> None:
    text = texts(outcome(library, conduct="harassing_calls", what="打来电话"))["police_report"]
    assert "2026年11月20日，报案人共收到来电2个。" in text
    assert "至2026年11月20日" not in text


def test_messages_to_other_people_are_not_counted_as_received(library: Library) -> None:
    incidents = """
  incidents:
    - {when: 2026年11月20日, conducts: [third_party_contact], messages: '5', third_parties: 母亲、同事, what: 群发短信}
    - {when: 2026年11月21日, conducts: [harassing_calls], calls: '3', what: 打来电话}
"""
    text = "today: 2026-11-23\nanswers:\n  applicant: {name: 严某}\n" + incidents
    found = read_answers_file(text, "a.yaml", library.questionnaire, None)
    report = texts(drafting.draft(found.answers, library, found.today))["police_report"]
    assert "报案人共收到来电3个；对方另向他人发送短信等信息5条。" in report


SAID = {
    "“滚”": "其原话为：“滚”。", "“滚！”\n。\n-": "其原话为：“滚！”。", "“滚”，“死”": "其原话为：“滚”；“死”。",
    "「来」：“他说‘滚’”": "其原话为：“「来」：‘他说“滚”’”。",
    "滚": "据报案人所述，其所说的大意为：滚。", "说要来我家闹": "据报案人所述，其所说的大意为：说要来我家闹。",
    "他说“滚”，又说“死”": "据报案人所述，其所说的大意为：他说“滚”，又说“死”。",
    "“滚”\n要来我家闹": "其原话为：“滚”。据报案人所述，其所说的大意为：要来我家闹。",
}  # fmt: skip


@pytest.mark.parametrize("typed", SAID)
def test_words_stand_in_quotation_marks_only_when_they_were_typed_in_them(library: Library, typed: str) -> None:
    lines = "".join(f"\n        {line}" for line in typed.split("\n"))
    told = f"  incidents:\n    - when: 2026年11月20日\n      conducts: [insult]\n      words: |{lines}\n"
    found = read_answers_file(f"today: 2026-11-23\nanswers:\n{told}", "a.yaml", library.questionnaire, None)
    report = texts(drafting.draft(found.answers, library, found.today))["police_report"]
    assert SAID[typed] in report


@pytest.mark.parametrize(
    ("times", "told"),
    [("3", "，共3次"), ("每天两次", "，每天2次"), ("{as_typed: 好几回}", "，好几回，"), ("0", "（某所），已受理")],
)
def test_numbers_are_told_as_they_were_given(library: Library, times: str, told: str) -> None:
    step = f"  steps: [{{what: police, when: 2026年11月, where: 某所, times: {times}, accepted: accepted}}]\n"
    assert told in texts(outcome(library, extra=step))["police_report"]


@pytest.mark.parametrize(
    ("known", "told"),
    [("yes", "证人：对门邻居"), ("no", "证人身份见送达信息表"), ("{unknown: true}", "证人身份见送达信息表")],
)
def test_a_witness_is_named_to_the_other_side_only_when_it_knows_him(library: Library, known: str, told: str) -> None:
    witness = f"{{name: 邻居的证言, group: scene, held: witness, holder: 对门邻居, witness_known: {known}}}"
    result = outcome(library, exhibit=False, extra=f"  exhibits: [{witness}]\n")
    found = texts(result)
    assert told in found["evidence_list"]
    assert ("对门邻居" in found["evidence_list"]) == ("对门邻居" in told)
    assert "对门邻居" in found["service_sheet"]
    assert "对门邻居" in found["police_report"]


@pytest.mark.parametrize("typed", ["南岸区的父母家", "在南岸区的父母家"])
def test_where_the_victim_then_was_is_told_to_the_police_alone(library: Library, typed: str) -> None:
    facts: dict[str, Any] = {"lender": "consumer_finance", "signed": "borrower", "calls": f"30', whereabouts: '{typed}"}
    papers = texts(outcome(library, conduct="harassing_calls", **facts))
    assert "当时报案人在南岸区的父母家。" in papers.pop("police_report")
    assert {"court_injunction", "nfra_complaint"} <= set(papers)
    assert [name for name, text in papers.items() if "父母家" in text] == ["plan"]  # the person's own


def test_a_protection_order_says_how_they_are_related_and_counts_its_respondents(library: Library) -> None:
    text = texts(outcome(library, relation="ex_partner", lender="microloan", lender_name="某某公司"))
    assert "被申请人邹某与申请人的关系：曾系恋爱关系。" in text["court_protection_order"]
    assert "副本1份" in text["court_protection_order"]
    assert "副本2份" in text["court_injunction"]
    assert "法定代表人：〔待填：法定代表人姓名、职务〕。" in text["court_injunction"]


def test_everybody_who_applies_signs(library: Library) -> None:
    together = "  co_applicants: [{name: 严乙, relation: 丈夫}]\n"
    text = texts(outcome(library, role="couple", extra=together))["court_injunction"]
    assert text.count("申请人（签名）") == 2
    guarded = texts(outcome(library, role="guardian", extra="  guardian: {name: 严父, relation: 父亲}\n"))
    assert "法定代理人（签名）" in guarded["court_injunction"]
    assert "监护人（签名、捺指印）" in guarded["police_report"]


def test_nothing_asked_is_not_reported_as_nothing_done(library: Library) -> None:
    facts: dict[str, Any] = {"lender": "consumer_finance", "signed": "borrower", "lender_name": "某某公司"}
    assert "〔待填：是否已向" in texts(outcome(library, **facts))["nifa_report"]
    assert "没有就同一事项" in texts(outcome(library, extra="  steps: []\n", **facts))["nifa_report"]


def test_the_person_is_warned_beside_the_papers_and_never_dissuaded(library: Library) -> None:
    old = "  incidents: [{when: 2024年7月12日, conducts: [harassing_calls], what: 打来电话}]\n"
    text = "today: 2026-11-23\nanswers:\n  applicant: {name: 严某, real_name: no}\n" + old
    found = read_answers_file(text, "a.yaml", library.questionnaire, None)
    result = drafting.draft(found.answers, library, found.today)
    assert of(result, "police_report") == "write"
    assert any("报案材料照样可以交" in notice for notice in result.notices)
    assert any("真实姓名" in notice for notice in result.notices)
    assert outcome(library).notices == ()
    mistaken = PERSON.replace("ethnicity:", "id_number: 11010519491231002X, ethnicity:")
    text = "today: 2026-11-23\nanswers:" + mistaken.format_map(DEFAULTS)
    found = read_answers_file(text, "a.yaml", library.questionnaire, None)
    assert "核对一遍" in drafting.draft(found.answers, library, found.today).notices[0]


def test_no_incident_means_no_paper_but_the_plan(library: Library) -> None:
    text = "today: 2026-11-23\nanswers:\n  applicant: {name: 周敏}\n"
    found = read_answers_file(text, "a.yaml", library.questionnaire, None)
    drafts = drafting.draft(found.answers, library, dt.date(2026, 11, 23)).drafts
    assert [draft.document.id for draft in drafts] == ["plan"]


def test_a_child_as_applicant_has_a_guardian_in_every_paper(library: Library) -> None:
    guardian = "  guardian: {name: 严父, relation: 父亲, phone: '13800000009'}\n"
    result = outcome(library, role="guardian", extra=guardian)
    for draft in result.drafts:
        if draft.document.id in ("court_injunction", "police_report", "service_sheet"):
            assert "严父" in reading.as_text(draft.rendered.data)
