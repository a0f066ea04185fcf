"""What a person told stands in the papers as it was told: no exact day, no number and no fact that nobody gave."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from drafter import drafting
from drafter.drafting import Result
from drafter.errors import AnswersError
from drafter.packs import Library
from drafter.store import read_answers_file
from drafter.word import reading
from drafter.yamlfile import dump

Drawn = Callable[..., Result]
BASE: dict[str, Any] = {
    "filer": {"role": "self"},
    "applicant": {"name": "郑某", "real_name": "yes", "gender": "male", "area": "重庆市江津区"},
    "debt": {"debtor": "applicant", "exists": "disputed"},
    "collectors": [{"name": "王强", "relation": "stranger"}],
    "exhibits": [{"name": "录音", "held": "mine", "group": "contact", "carrier": "手机", "proves": "来电"}],
    "conduct": {"status": "ongoing", "announced": "明天还来"},
    "requests": {"wishes": ["no_contact"]},
}


@pytest.fixture(name="told")
def _told(library: Library) -> Drawn:
    def draw(*incidents: dict[str, Any], today: str = "2026-11-23", **more: Any) -> Result:
        answers = {**BASE, "incidents": [{"who": ["c1"], **incident} for incident in incidents], **more}
        found = read_answers_file(dump({"today": today, "answers": answers}), "x", library.questionnaire, None)
        return drafting.draft(found.answers, library, found.today)

    return draw


def text(result: Result, document: str = "police_report") -> str:
    return {d.document.id: reading.as_text(d.rendered.data) for d in result.drafts}[document]


def written(result: Result) -> set[str]:
    return {draft.document.id for draft in result.drafts}


@pytest.mark.parametrize(
    ("when", "shown", "never"),
    [
        ("2026年10月", "2026年10月，报案人共遭上门3次", "2026年10月31日"),
        ("2026年", "2026年，报案人共遭上门3次", "12月31日"),
        ("约2026年10月3日", "约2026年10月3日，报案人共遭上门3次", "自2026年10月3日"),
    ],
)
def test_an_inexact_time_stays_inexact_everywhere(told: Drawn, when: str, shown: str, never: str) -> None:
    result = told({"when": when, "conducts": ["visit"], "visits": "3", "what": "上门"})
    assert shown in text(result)
    for document in written(result) - {"plan"}:
        assert never not in text(result, document)


def test_after_an_inexact_time_nothing_more_exact_is_said(told: Drawn) -> None:
    result = told({"when": "2026年10月", "conducts": ["visit"], "what": "上门"}, conduct={"status": "over"})
    assert "2026年10月之后，没有再发生上述行为。" in text(result)


def test_words_kept_as_typed_reach_the_paper(told: Drawn) -> None:
    result = told(
        {"when": "2026年10月3日", "conducts": ["harassing_calls"], "calls": {"as_typed": "好几十回"}, "what": "来电"}
    )
    assert "拨打电话好几十回" in text(result)


def test_a_sum_is_not_told_with_a_span_that_does_not_hold_it(told: Drawn) -> None:
    """Given messages of an unknown time beside a visit of a known day, then no sum claims that day."""
    result = told(
        {"when": {"as_typed": "去年冬天"}, "conducts": ["harassing_messages"], "messages": "约50", "what": "发短信"},
        {"when": "2026年10月3日", "conducts": ["visit"], "what": "上门"},
    )
    assert "综上" not in text(result)
    assert "约50条" in text(result)


def test_the_only_event_is_part_of_no_other(told: Drawn) -> None:
    """Given one event that is said to be counted in another already (one Enter too many), then its numbers stand."""
    only = {"when": "2026年10月3日", "conducts": ["visit"], "visits": "3", "what": "上门", "counted": "yes"}
    assert "报案人共遭上门3次" in text(told(only))


def test_a_mean_is_told_only_over_the_days_of_its_own_number(told: Drawn) -> None:
    calls = {"when": "2026年10月1日至10日", "conducts": ["harassing_calls"], "calls": "100", "what": "来电"}
    assert "日均10.0个" in text(told(calls))
    assert "日均" not in text(told(calls, {"when": "2026年11月20日", "conducts": ["visit"], "what": "上门"}))


def test_an_act_without_a_time_has_its_law_and_the_time_is_a_gap(told: Drawn) -> None:
    result = told({"when": {"unknown": "true"}, "conducts": ["threat"], "what": "威胁"})
    police = text(result)
    assert "〔待填：行为的时间，据此核对适用哪一年的规定〕涉嫌违反" in police
    assert "受《中华人民共和国民法典》" in text(result, "court_injunction")


@pytest.mark.parametrize("word", ["没有", "不知道", "没说", "记不清了", "无", "不清楚。"])
def test_nothing_said_is_no_fact(told: Drawn, word: str) -> None:
    incident = {"when": "2026年10月3日", "conducts": ["visit"], "what": "上门", "words": word, "witnesses": word}
    result = told(incident, damage={"property": word, "injury": "no"}, conduct={"status": "ongoing", "announced": word},
                  lender={"kind": "microloan", "name": word, "app": word})  # fmt: skip
    everything = "\n".join(text(result, document) for document in written(result) - {"plan"})
    assert f"“{word}”" not in everything
    assert f"在场人：{word}" not in everything
    assert "受损财物" not in everything
    assert "local_finance_report" not in written(result)


@pytest.mark.parametrize("words", ["-", "——", "。"])
def test_a_stroke_is_no_answer(told: Drawn, words: str) -> None:
    with pytest.raises(AnswersError, match="只有标点"):
        told({"when": "2026年10月3日", "conducts": ["threat"], "what": "威胁", "words": words})


@pytest.mark.parametrize(
    ("announced", "shown"),
    [
        ("他说还要再来", "对方曾说还要再来。"),
        ("他们扬言泼油漆", "对方曾扬言泼油漆。"),
        ("“你等着”", "对方曾说：“你等着”。"),
        ("你等着", "对方曾说，大意是：你等着。"),
    ],
)
def test_what_was_announced_is_told_not_quoted_twice(told: Drawn, announced: str, shown: str) -> None:
    result = told(
        {"when": "2026年11月3日", "conducts": ["visit"], "what": "上门"},
        conduct={"status": "ongoing", "announced": announced},
    )
    assert shown in text(result)


def test_my_mother_is_called_as_the_paper_calls_her(told: Drawn) -> None:
    result = told(
        {"when": "2026年11月3日", "conducts": ["third_party_contact"], "messages": "2", "what": "发短信",
         "third_parties": "我母亲、两名同事"},
        debt={"debtor": "family", "relation": "我的丈夫", "exists": "not_mine"},
    )  # fmt: skip
    assert "对方联系了报案人的母亲、两名同事" in text(result)
    assert "报案人的丈夫欠款" in text(result)


def test_somebody_named_in_the_story_is_not_called_unknown(told: Drawn) -> None:
    result = told({"when": "2026年11月3日", "conducts": ["threat"], "who": [], "what": "王强打来电话说要上门"})
    assert "行为人姓名不详" not in text(result)


def test_an_injunction_without_a_request_says_so(told: Drawn) -> None:
    result = told({"when": "2026年11月3日", "conducts": ["visit"], "what": "上门"}, requests={"wishes": ["apology"]})
    assert "1. 〔待填：请求法院责令停止的具体行为〕；" in text(result, "court_injunction")


def test_a_protection_order_needs_a_name(told: Drawn) -> None:
    woman = {**BASE["applicant"], "gender": "female"}
    result = told(
        {"when": "2026年11月3日", "conducts": ["visit"], "what": "上门"},
        applicant=woman,
        collectors=[{"name": {"unknown": "true"}, "relation": "ex_spouse"}],
    )
    entry = next(entry for entry in result.entries if entry.document.id == "court_protection_order")
    assert entry.outcome == "not_yet"
    assert "还没有写明被申请人的姓名" in entry.lacking[0].reason


def test_going_on_without_anything_lately_is_asked_about(told: Drawn) -> None:
    old = told({"when": "2026年9月1日", "conducts": ["visit"], "what": "上门"})
    lately = told({"when": "2026年11月1日", "conducts": ["visit"], "what": "上门"})
    assert any("已经一个多月" in notice for notice in old.notices)
    assert not any("已经一个多月" in notice for notice in lately.notices)


def test_no_debt_and_a_borrower_contradict_each_other(told: Drawn) -> None:
    result = told(
        {"when": "2026年11月3日", "conducts": ["visit"], "what": "上门"},
        debt={"debtor": "nobody", "signed": ["borrower"]},
    )
    assert any("两处只能有一处对" in notice for notice in result.notices)


def test_an_unknown_kind_of_lender_yields_what_cannot_be_wrong_and_says_so(told: Drawn) -> None:
    result = told({"when": "2026年11月3日", "conducts": ["harassing_calls"], "calls": "9", "what": "来电"})
    assert written(result) >= {"police_report", "miit_12321_report", "court_injunction", "plan"}
    assert not written(result) & {"nfra_complaint", "nfra_report", "local_finance_report", "nifa_report"}
    assert any("不会送错的" in notice for notice in result.notices)
    assert "不会送错的" in text(result, "plan")


def test_an_unnamed_companion_stays_in_the_story(told: Drawn) -> None:
    """Given a visit by 王强 and somebody nobody can name, then no paper says that 王强 came alone."""
    two = [{"name": "王强", "relation": "stranger"}, {"relation": "stranger", "claims": "没说"}]
    visit = {"when": "2026年11月20日", "conducts": ["visit"], "who": ["c1", "c2"], "what": "两个人上门要钱"}
    found = text(told(visit, collectors=two))
    assert "行为人：王强等2人。" in found
    assert "行为人：王强。" in text(told({**visit, "who": ["c1"]}, collectors=two))


def test_two_events_are_not_told_as_the_days_between_them(told: Drawn) -> None:
    days = ("2026年5月20日", "2026年11月10日")
    apart = told(*({"when": day, "conducts": ["few_calls"], "calls": "1", "what": "来电"} for day in days))
    assert "自2026年5月20日至2026年11月10日，报案人共收到来电2个" in text(apart)
    span = told({"when": "2026年11月1日至10日", "conducts": ["harassing_calls"], "calls": "90", "what": "来电"})
    assert "自2026年11月1日至2026年11月10日（共10天），报案人共收到来电90个" in text(span)


def test_a_platform_is_not_called_the_lender(told: Drawn) -> None:
    visit = {"when": "2026年11月20日", "conducts": ["visit"], "what": "上门"}
    found = text(told(visit, lender={"kind": {"unknown": True}, "app": "某某借"}))
    assert "对方所称的平台为“某某借”，放款机构的全称不详。" in found
    assert "放款方为" not in found


def test_without_exhibits_nothing_is_enclosed(told: Drawn) -> None:
    numbers = {"own_numbers": [{"number": "13900000001", "operator": "mobile"}]}
    calls = {"when": "2026年11月20日", "conducts": ["harassing_calls"], "calls": "30", "what": "来电"}
    visit = {"when": "2026年11月21日", "conducts": ["visit"], "what": "上门"}
    photo = {"name": "门口照片", "held": "mine", "group": "scene", "incidents": ["i2"], "proves": "上门"}
    other = told(calls, visit, exhibits=[photo], **numbers)
    for document in ("miit_12321_report", "operator_complaint"):
        assert "另附" not in text(other, document)
        assert "附：" not in text(other, document)
    record = {**photo, "group": "contact", "incidents": ["i1"]}
    shown = told(calls, visit, exhibits=[record], **numbers)
    assert "截图等证据另附" in text(shown, "miit_12321_report")
    assert "附：证据材料（编号与正文所注一致）" in text(shown, "operator_complaint")


@pytest.mark.parametrize(
    ("area", "address", "shown"),
    [
        ("四川省成都市武侯区", "玉林街道示例路1号", "四川省成都市武侯区玉林街道示例路1号"),
        ("四川省成都市武侯区", "武侯区示例路1号", "武侯区示例路1号"),
        ("成都", "示例路1号", "示例路1号"),
    ],
)
def test_an_address_is_told_with_its_city(told: Drawn, area: str, address: str, shown: str) -> None:
    person = {**BASE["applicant"], "area": area, "address": address, "address_scope": "all"}
    visit = {"when": "2026年11月20日", "conducts": ["visit"], "what": "上门"}
    assert f"住{shown}，" in text(told(visit, applicant=person))


def test_an_injunction_without_wishes_asks_that_what_was_done_stops(told: Drawn) -> None:
    visit = {"when": "2026年11月20日", "conducts": ["visit", "threat"], "what": "上门威胁"}
    found = text(told(visit, requests={"wishes": {"unknown": True}}), "court_injunction")
    assert "1. 禁止被申请人以上门等方式骚扰、纠缠、威胁、接触申请人；" in found


@pytest.mark.parametrize("nothing", ["没影响", "没有", "没有什么影响。", "无", "不影响"])
def test_no_effect_is_not_told_as_an_effect(told: Drawn, nothing: str) -> None:
    visit = {"when": "2026年11月20日", "conducts": ["visit"], "what": "上门", "witnesses": nothing}
    result = told(visit, damage={"work": nothing, "mind": "没有睡好"})
    for document in written(result):
        assert "工作：" not in text(result, document)
        assert "在场人" not in text(result, document)
    assert "没有睡好" in text(result)


def test_what_happened_after_a_report_has_its_own_last_day(told: Drawn) -> None:
    """Given a report in May and a visit in November, then the plan tells until when to report that visit."""
    report = {"what": "police", "when": "2026年5月20日", "accepted": "waiting"}
    visit = {"when": "2026年11月20日", "conducts": ["visit"], "what": "上门"}
    assert "最晚2027年5月20日" in text(told(visit, steps=[report]), "plan")
    before = {**visit, "when": "2026年5月19日"}
    assert "一般追究期限）：" not in text(told(before, steps=[report]), "plan")


def kept_out() -> dict[str, bool]:
    return {"withheld": True}


def test_what_is_kept_out_by_choice_is_no_gap(told: Drawn) -> None:
    """Given a person who keeps number and telephone out, then no paper prints them as forgotten."""
    person = {**BASE["applicant"], "id_number": kept_out(), "phone": kept_out(), "workplace": kept_out()}
    visit = {"when": "2026年11月20日", "conducts": ["visit"], "what": "上门"}
    result = told(visit, applicant=person, exhibits=[{**BASE["exhibits"][0], "carrier": kept_out()}])
    everything = "\n".join(text(result, document) for document in written(result))
    for label in ("身份证号码", "联系电话", "工作单位", "原始载体"):
        assert f"〔待填：{label}〕" not in everything
        assert all(label not in draft.gaps for draft in result.drafts)
    assert "身份证号码：（身份证号码另行提供）" in text(result), "the police ask for it"
    assert "（原始载体不提供）" in text(result, "evidence_list"), "nobody asks for it"
    assert "工作单位" not in text(result)


def test_what_is_not_known_stays_a_gap_beside_what_is_kept_out(told: Drawn) -> None:
    person = {**BASE["applicant"], "gender": kept_out(), "ethnicity": {"unknown": True}}
    found = text(told({"when": "2026年11月20日", "conducts": ["visit"], "what": "上门"}, applicant=person))
    assert "（性别另行提供），" in found
    assert "〔待填：民族〕" in found


@pytest.mark.parametrize("injury", [{"unknown": True}, kept_out()])
def test_nobody_is_called_unhurt_who_did_not_say_so(told: Drawn, injury: dict[str, bool]) -> None:
    visit = {"when": "2026年11月20日", "conducts": ["visit"], "what": "上门"}
    assert "没有人受伤" not in text(told(visit, damage={"injury": injury, "mind": "睡不着"}))
    assert "没有人受伤" in text(told(visit, damage={"injury": "no", "mind": "睡不着"}))


def test_what_came_to_mind_without_quotation_marks_is_no_quotation(told: Drawn) -> None:
    threat = {"when": "2026年11月20日", "conducts": ["menace"], "what": "打来电话"}
    found = text(told({**threat, "words": "说要来我家闹\n“你等着”"}))
    assert "其原话为：“你等着”。据报案人所述，其所说的大意为：说要来我家闹。" in found


def test_words_that_stand_for_numbers_are_not_listed_as_one_of_them(told: Drawn) -> None:
    words = "好几个号码，都是010开头"
    callers = [{"name": "王强", "numbers": "13900000001、13900000002"}, {"name": "李强", "numbers": words}]
    calls = {
        "when": "2026年11月20日",
        "conducts": ["harassing_calls"],
        "calls": "30",
        "number": "13900000003",
        "what": "来电",
    }
    found = text(told(calls, collectors=callers), "miit_12321_report")
    assert f"13900000001、13900000002、13900000003；{words}" in found


@pytest.mark.parametrize("nobody", ["没有别人，就我自己", "就我一个人", "没有", "只有我自己。", "no one else"])
def test_nobody_is_no_witness(told: Drawn, nobody: str) -> None:
    visit = {"when": "2026年11月20日", "conducts": ["visit", "disclosure"], "what": "上门", "witnesses": nobody}
    found = text(told({**visit, "third_parties": "就找了我" if nobody != "没有" else nobody}))
    assert "在场人" not in found
    assert "对方联系了" not in found


@pytest.mark.parametrize("nobody", ["没有，就我这个号", "没有，只打我一个人", "没打给别人"])
def test_nobody_else_was_called(told: Drawn, nobody: str) -> None:
    calls = {"when": "2026年11月20日", "conducts": ["third_party_contact"], "calls": "3", "what": "打来电话"}
    assert "对方联系了" not in text(told({**calls, "third_parties": nobody}))


@pytest.mark.parametrize(("company", "address"), [("从来不说", "不"), ("不报公司名", "没见过")])
def test_what_a_collector_does_not_tell_is_no_fact(told: Drawn, company: str, address: str) -> None:
    call = {"when": "2026年11月20日", "conducts": ["menace"], "what": "打来电话", "place": "就打我手机"}
    collector = {"relation": "stranger", "claims": "自称清收人员", "company": company, "address": address}
    result = told(call, collectors=[collector], lender={"kind": "microloan", "name": "重庆某小额贷款有限公司"})
    for document in written(result):
        paper = text(result, document)
        assert company not in paper
        assert "住址线索" not in paper
        assert "在就打我手机" not in paper


def test_quotations_in_one_line_stand_apart(told: Drawn) -> None:
    call = {
        "when": "2026年11月20日",
        "conducts": ["menace"],
        "what": "发来短信",
        "words": "“专员上门”“联合村居委会收缴”",
    }
    assert "其原话为：“专员上门”；“联合村居委会收缴”。" in text(told(call))


def test_lines_of_a_story_are_sentences(told: Drawn) -> None:
    story = "发来短信说“专员上门”\n我说了好多次,他们说备注了\n第二天还打"
    found = text(told({"when": "2026年11月20日", "conducts": ["menace"], "what": story}))
    assert "发来短信说“专员上门”。\n我说了好多次，他们说备注了。\n第二天还打。" in found


def test_what_one_list_of_numbers_says_is_not_said_by_the_next(told: Drawn) -> None:
    callers = [{"name": "王强", "numbers": "短信都是106开头，尾号不一样"}]
    calls = {"when": "2026年11月20日", "conducts": ["harassing_messages"], "messages": "30", "number": "106开头"}
    found = text(told({**calls, "what": "来短信"}, collectors=callers), "miit_12321_report")
    assert "短信都是106开头，尾号不一样；106开头" not in found


def test_somebody_beside_nobody_else_is_a_witness(told: Drawn) -> None:
    visit = {"when": "2026年11月20日", "conducts": ["visit"], "what": "上门", "witnesses": "物业保安，没有别人"}
    assert "在场人：物业保安，没有别人。" in text(told(visit))


@pytest.mark.parametrize(
    ("held", "told_so"), [("operator", "只有运营商的记录"), ("mine", "没有列出由派出所、物业等别人保管的")]
)
def test_why_the_court_is_not_asked_for_evidence_is_true(told: Drawn, held: str, told_so: str) -> None:
    """Given a list of calls that the operator has, then nobody is told that others keep nothing."""
    bill = {"name": "通话记录", "held": held, "group": "contact", "proves": "来电"}
    result = told({"when": "2026年11月20日", "conducts": ["visit"], "what": "上门"}, exhibits=[bill])
    entry = next(entry for entry in result.entries if entry.document.id == "evidence_application")
    assert told_so in entry.lacking[0].reason


def test_a_workplace_kept_from_the_other_side_is_found_in_the_story(told: Drawn) -> None:
    person = {**BASE["applicant"], "workplace": "示例纺织厂", "phone": "13800000001"}
    visit = {"when": "2026年11月20日", "conducts": ["visit"], "what": "到示例纺织厂门口喊我，又打 138-0000-0001"}
    lines = told(visit, applicant=person).exposed
    assert [line for line in lines if line.startswith("“示例纺织厂”（被骚扰的人：工作单位）")]
    assert [line for line in lines if line.startswith("“13800000001”（被骚扰的人：联系电话）")]
    assert all("“事件经过第1项：经过”" in line and "《人格权侵害禁令申请书》" in line for line in lines)


def test_what_the_other_side_may_read_is_no_exposure(told: Drawn) -> None:
    person = {**BASE["applicant"], "workplace": "示例纺织厂", "occupation": "示例纺织厂职工"}
    visit = {"when": "2026年11月20日", "conducts": ["visit"], "what": "上门", "whereabouts": "在家"}
    assert not told(visit).exposed
    assert len(told(visit, applicant=person).exposed) == 1, "the occupation names it"
