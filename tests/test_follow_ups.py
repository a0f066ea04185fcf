"""The papers that answer a step: each opens on its day, closes on its day, and follows no other step."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from drafter import case, drafting
from drafter.packs import Library
from drafter.plan import plan
from drafter.store import AnswersFile, read_answers_file
from drafter.word import reading

FOLLOW_UPS = (
    "criminal_review",
    "criminal_second_review",
    "filing_supervision",
    "government_reconsideration",
    "local_finance_reconsideration",
    "finance_reconsideration",
    "order_review",
    "order_extension",
)
CASE = """
  filer: {role: ROLE}
  applicant:
    {name: 严某, real_name: yes, gender: female, birthday: 1990年5月2日, ethnicity: 汉族, phone: '13900000041',
     id_number: '510104199403080028', area: 重庆市江津区, address: 重庆市江津区示例路1号101室, address_scope: SCOPE}
  debt: {debtor: applicant, signed: [SIGNED], exists: disputed}
  lender: {kind: LENDER, name: 示例公司, province: 重庆市}
  collectors:
    - {name: 邹某, relation: RELATION}
  incidents:
    - {when: 2026年8月1日至8月20日, conducts: [harassing_calls], who: [c1], calls: '30', what: 邹某打来电话要钱}
    - {when: 2026年11月19日, conducts: [CONDUCT], who: [c1], what: 邹某推门进屋，不肯离开}
  conduct: {status: STATUS, announced: 还会再来, series: no}
  requests: {wishes: [no_contact]}
"""
DEFAULTS = {
    "ROLE": "self",
    "SIGNED": "nothing",
    "LENDER": "consumer_finance",
    "RELATION": "ex_partner",
    "CONDUCT": "trespass",
    "SCOPE": "all",
    "STATUS": "announced",
}
POLICE = "{what: police, when: 2026年9月8日, where: 示例派出所, number: 示例88号"
ORDER = "{what: court, court_case: protection_order, when: 2026年11月10日, where: 示例区人民法院"
STEPS = {
    "police silent": POLICE + ", accepted: waiting}",
    "police at work": POLICE + ", accepted: accepted}",
    "criminal notice": POLICE + ", accepted: refused, notice: criminal, answered: 2026年11月18日}",
    "administrative notice": POLICE + ", accepted: refused, notice: administrative, answered: 2026年11月18日}",
    "refused by word": POLICE + ", accepted: refused, notice: oral, answered: 2026年11月18日}",
    "review refused": (
        "{what: police_review, when: 2026年11月10日, where: 示例分局, accepted: refused, answered: 2026年11月18日}"
    ),
    "local finance silent": (
        "{what: local_finance, when: 2026年9月8日, where: 重庆市地方金融管理局, accepted: waiting}"
    ),
    "regulator silent": ("{what: nfra, when: 2026年9月8日, where: 国家金融监督管理总局重庆监管局, accepted: waiting}"),
    "order pending": ORDER + ", accepted: waiting}",
    "order refused": ORDER + ", accepted: refused, answered: 2026年11月18日}",
    "order granted": ORDER + ", accepted: accepted, expires: 2026-12-20}",
    "injunction refused": (
        "{what: court, court_case: injunction, when: 2026年11月10日, where: 示例区人民法院, accepted: refused,"
        " answered: 2026年11月18日}"
    ),
    "injunction granted": (
        "{what: court, court_case: injunction, when: 2026年11月10日, where: 示例区人民法院, accepted: accepted}"
    ),
    "lender silent": "{what: lender, when: 2026年9月8日, where: 示例公司, accepted: waiting}",
}


def told(library: Library, *steps: str, extra: str = "", **facts: str) -> AnswersFile:
    text = CASE
    for name, value in {**DEFAULTS, **facts}.items():
        text = text.replace(name, value)
    taken = "".join(f"    - {STEPS.get(step, step)}\n" for step in steps)
    text = f"today: 2028-12-31\nanswers:{text}{extra}  steps:\n{taken}"
    return read_answers_file(text, "a.yaml", library.questionnaire, None)


def written(library: Library, *steps: str, today: str = "2026-11-23", extra: str = "", **facts: str) -> set[str]:
    answers = told(library, *steps, extra=extra, **facts).answers
    built = case.build(answers, library.questionnaire, library.law, dt.date.fromisoformat(today))
    entries = plan(library.documents, built, library.law).entries
    return {entry.document.id for entry in entries if entry.outcome == "write"} & set(FOLLOW_UPS)


def texts(library: Library, *steps: str, today: str = "2026-11-23", extra: str = "", **facts: str) -> dict[str, str]:
    found = told(library, *steps, extra=extra, **facts)
    result = drafting.draft(found.answers, library, dt.date.fromisoformat(today))
    return {draft.document.id: reading.as_text(draft.rendered.data) for draft in result.drafts}


@pytest.mark.parametrize(
    ("step", "papers"),
    [
        ("police silent", {"government_reconsideration"}),
        ("police at work", set()),
        ("criminal notice", {"criminal_review", "filing_supervision"}),
        ("administrative notice", {"government_reconsideration"}),
        ("refused by word", {"government_reconsideration"}),
        ("review refused", {"criminal_second_review"}),
        ("local finance silent", {"local_finance_reconsideration"}),
        ("regulator silent", {"finance_reconsideration"}),
        ("order refused", {"order_review"}),
        ("order granted", {"order_extension"}),
        ("injunction refused", set()),
        ("injunction granted", set()),
        ("lender silent", set()),
    ],
)
def test_a_step_leads_to_its_own_paper_and_to_no_other(library: Library, step: str, papers: set[str]) -> None:
    """Only a protection order is prolonged; a criminal refusal is nothing for the government."""
    assert written(library, step) == papers


@pytest.mark.parametrize(
    ("step", "document", "first", "last"),
    [
        ("criminal notice", "criminal_review", "2026-11-18", "2026-11-25"),
        ("review refused", "criminal_second_review", "2026-11-18", "2026-11-25"),
        ("police silent", "government_reconsideration", "2026-11-08", "2027-01-06"),
        ("administrative notice", "government_reconsideration", "2026-11-18", "2027-01-17"),
        ("local finance silent", "local_finance_reconsideration", "2026-11-08", "2027-01-06"),
        ("regulator silent", "finance_reconsideration", "2026-11-08", "2027-01-06"),
        ("order refused", "order_review", "2026-11-18", "2026-11-23"),
        ("order granted", "order_extension", "2026-11-20", "2026-12-20"),
    ],
)
def test_a_paper_opens_on_its_day_and_closes_after_its_last(
    library: Library, step: str, document: str, first: str, last: str
) -> None:
    opens, closes = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    day = dt.timedelta(days=1)
    for today, expected in ((opens - day, False), (opens, True), (closes, True), (closes + day, False)):
        assert (document in written(library, step, today=today.isoformat())) is expected, today


def test_supervision_has_no_last_day(library: Library) -> None:
    assert written(library, "criminal notice", today="2028-01-01") == {"filing_supervision"}


def test_a_refusal_whose_day_is_not_known_opens_no_term(library: Library) -> None:
    step = POLICE + ", accepted: refused, notice: criminal}"
    assert written(library, step) == {"filing_supervision"}


def test_silence_of_two_authorities_yields_two_papers(library: Library) -> None:
    steps = ("local finance silent", "police silent")
    assert written(library, *steps) == {"government_reconsideration", "local_finance_reconsideration"}
    found = texts(library, *steps)
    assert "被申请人：示例派出所" in found["government_reconsideration"]
    assert "被申请人：重庆市地方金融管理局" in found["local_finance_reconsideration"]


@pytest.mark.parametrize("step", ["police silent", "administrative notice", "refused by word"])
def test_only_silence_must_go_through_reconsideration_first(library: Library, step: str) -> None:
    text = texts(library, step)["government_reconsideration"]
    silent = step == "police silent"
    assert ("第二十三条" in text) is silent
    assert ("应当先申请行政复议" in text) is silent
    assert "《中华人民共和国行政复议法》第十一条第（十一）项" in text
    assert ("《行政案件不予立案告知书》" in text) is (step == "administrative notice")


@pytest.mark.parametrize(
    ("step", "document"),
    [
        ("police silent", "government_reconsideration"),
        ("local finance silent", "local_finance_reconsideration"),
        ("regulator silent", "finance_reconsideration"),
    ],
)
def test_a_reconsideration_names_what_it_must(library: Library, step: str, document: str) -> None:
    text = texts(library, step)[document]
    for must in (
        "严某，女，身份证号码：510104199403080028，住重庆市江津区示例路1号101室，送达地址：同住所，联系电话：13900000041。",
        "被申请人：",
        "行政复议请求",
        "事实和理由",
        "2026年11月23日",
        "身份证复印件",
    ):
        assert must in text
    assert "（其中第2项含此后的情况）" in text


def test_an_address_for_the_court_alone_leaves_the_place_of_service_open(library: Library) -> None:
    text = texts(library, "police silent", SCOPE="court")["government_reconsideration"]
    assert "住重庆市江津区，送达地址：〔待填：送达地址〕" in text


@pytest.mark.parametrize("step", ["local finance silent", "regulator silent"])
def test_a_customer_is_not_made_to_say_that_he_reported(library: Library, step: str) -> None:
    document = next(iter(written(library, step)))
    assert "向被申请人举报示例公司" in texts(library, step)[document]
    customer = texts(library, step, SIGNED="borrower")[document]
    assert "向被申请人反映示例公司在催收中的问题" in customer
    assert "对申请人的举报" not in customer


def test_a_single_source_is_neither_quoted_nor_alone(library: Library) -> None:
    for step, document in (("criminal notice", "criminal_review"), ("review refused", "criminal_second_review")):
        text = texts(library, step)[document]
        assert "《中华人民共和国刑事诉讼法》第一百一十二条、《公安机关办理刑事案件程序规定》第一百七十九条" in text
        assert "强行进入住宅（第2项事实）：涉嫌构成《中华人民共和国刑法》第二百四十五条第一款规定的犯罪。" in text
        assert not re.search(r"[67七]\s*日", text)


def test_without_a_crime_that_the_facts_carry_the_reason_stays_open(library: Library) -> None:
    text = texts(library, "criminal notice", CONDUCT="visit")["criminal_review"]
    assert "〔待填：理由〕" in text
    assert "涉嫌" not in text


def test_supervision_tells_the_refusal_and_the_review(library: Library) -> None:
    review = "{what: police_review, when: 2026年11月19日, where: 示例分局, accepted: waiting}"
    text = texts(library, "criminal notice", review)["filing_supervision"]
    assert "2026年11月18日，申请人收到《不予立案通知书》。" in text
    assert "截至2026年11月23日，申请人没有收到复议决定。" in text
    assert "《中华人民共和国刑事诉讼法》第一百一十三条" in text


@pytest.mark.parametrize(
    ("step", "document"), [("order refused", "order_review"), ("order granted", "order_extension")]
)
def test_what_the_court_serves_carries_no_number(library: Library, step: str, document: str) -> None:
    text = texts(library, step)[document]
    for secret in ("510104199403080028", "13900000041", "101室", "139****0041"):
        assert secret not in text
    assert "见送达信息表" in text
    assert "仍有下列情况：\n（1）2026年11月19日" in text
    assert "2026年8月1日至8月20日，" not in text


@pytest.mark.parametrize(
    ("step", "today", "asked"),
    [
        ("police at work", "2026-11-23", True),
        ("order pending", "2026-11-11", False),
        ("order pending", "2026-12-30", False),
        ("order refused", "2026-11-19", False),
        ("order refused", "2026-11-24", True),
        ("order granted", "2026-11-19", False),
        ("order granted", "2026-12-01", False),
        ("order granted", "2026-12-21", True),
    ],
)
def test_no_second_order_is_asked_for_while_the_first_is_alive(
    library: Library, *, step: str, today: str, asked: bool
) -> None:
    answers = told(library, step).answers
    built = case.build(answers, library.questionnaire, library.law, dt.date.fromisoformat(today))
    assert plan(library.documents, built, library.law).written("court_protection_order") is asked


@pytest.mark.parametrize("step", ["order refused", "order granted"])
def test_who_acts_in_a_review_or_a_prolongation_is_empowered_for_it(library: Library, step: str) -> None:
    """Given an agent and no fresh application, then the power of attorney and the service sheet go with the paper."""
    agent = "  agent: {kind: close_relative, name: 严乙, relation: 姐姐, phone: '13900000042'}\n"
    found = texts(library, step, extra=agent, ROLE="agent")
    assert "委托人因申请人身安全保护令一案" in found["power_of_attorney_court"]
    assert "service_sheet" in found


def test_a_review_is_not_written_against_a_stranger(library: Library) -> None:
    assert written(library, "order refused", RELATION="stranger") == set()


def test_an_order_against_the_family_is_reviewed_by_the_measure_of_the_family(library: Library) -> None:
    family = texts(library, "order refused", RELATION="sibling")["order_review"]
    assert "《中华人民共和国反家庭暴力法》第二十七条" in family
    assert "妇女权益保障法" not in family
    former = texts(library, "order refused")["order_review"]
    assert "《中华人民共和国妇女权益保障法》第二十九条" in former
    assert "第二十七条" not in former


def test_a_prolongation_without_new_facts_asks_for_its_reason(library: Library) -> None:
    step = STEPS["order granted"].replace("2026年11月10日", "2026年11月20日")
    text = texts(library, step, STATUS="over", today="2026-12-01")["order_extension"]
    assert "仍然需要保护的理由：〔待填：理由〕" in text
    assert "仍有下列情况" not in text
    assert "变更保护措施" not in text
    assert "申请人遭受侵害的事实见原申请书。" in text


@pytest.mark.parametrize("role", ["agent", "guardian"])
def test_who_acts_for_another_is_named_where_the_authority_asks(library: Library, role: str) -> None:
    other = (
        "  agent: {kind: close_relative, name: 严乙, relation: 姐姐, phone: '13900000042'}\n"
        if role == "agent"
        else "  guardian: {name: 严乙, relation: 母亲, phone: '13900000042'}\n"
    )
    steps = ("criminal notice", "police silent", "review refused", "order refused", "order granted")
    documents = written(library, *steps, ROLE=role, extra=other)
    found = texts(library, *steps, ROLE=role, extra=other)
    assert len(documents) == 6
    assert all("严乙" in found[document] for document in documents)
