"""What the papers say: given these answers, then this sentence."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from drafter import drafting
from drafter.packs import Library
from drafter.store import read_answers_file
from drafter.word import reading

BLOCKS: Mapping[str, str] = {
    "filer": "{role: self}",
    "applicant": "{name: 赵某, real_name: yes, gender: female, birthday: 1990年, ethnicity: 汉族, area: 重庆市江津区}",
    "debt": "{debtor: applicant, signed: [borrower], exists: disputed}",
    "lender": "{kind: consumer_finance, online: yes, name: 示例消费金融有限公司, province: 重庆市, links: [none]}",
    "collectors": "[{name: 钱某, relation: stranger}]",
    "incidents": "[{when: 2026年11月20日, conducts: [harassing_calls], who: [c1], calls: '20', what: 打来电话}]",
    "conduct": "{status: ongoing, series: no}",
    "exhibits": "[{name: 通话记录, group: contact, held: mine, incidents: [i1], proves: 来电}]",
    "requests": "{wishes: [no_contact]}",
}


def drawn(library: Library, today: str = "2026-11-23", **blocks: str) -> drafting.Result:
    told = {**BLOCKS, **blocks}
    lines = [f"  {name}: {text}" for name, text in told.items() if text]
    found = read_answers_file(f"today: {today}\nanswers:\n" + "\n".join(lines), "a.yaml", library.questionnaire, None)
    return drafting.draft(found.answers, library, found.today)


def texts(library: Library, today: str = "2026-11-23", **blocks: str) -> dict[str, str]:
    return {d.document.id: reading.as_text(d.rendered.data) for d in drawn(library, today, **blocks).drafts}


def incident(*conducts: str, more: str = "", when: str = "2026年11月20日") -> str:
    return f"[{{when: {when}, conducts: [{', '.join(conducts)}], who: [c1], what: 到家门口{more}}}]"


# The injunction.


def test_the_acts_that_are_proved_are_what_is_to_be_forbidden(library: Library) -> None:
    people = "[{relation: 丈夫, minor: no, name: 孙某, known: yes}, {relation: 儿子, minor: yes}]"
    acts = incident("insult", "threat", "assault", "detention", "trespass", "refusing_to_leave", "visit")
    text = texts(library, incidents=acts, people=people)["court_injunction"]
    whom = "申请人及其丈夫、未成年儿子（身份见送达信息表）"
    assert f"以上门等方式骚扰、纠缠、辱骂、威胁、接触{whom}；" in text
    assert "对上述人员实施殴打、限制人身自由、强行进入住宅、滞留住宅不走等行为；" in text
    assert "跟踪" not in text
    assert "孙某" not in text


@pytest.mark.parametrize(
    ("conducts", "told"),
    [
        (("posters",), "公共区域张贴与"),
        (("loudspeaker",), "公共区域播放与"),
        (("posters", "loudspeaker"), "张贴、播放与"),
    ],
)
def test_what_was_posted_or_played_is_to_be_forbidden_and_no_more(
    library: Library, conducts: tuple[str, ...], told: str
) -> None:
    found = texts(library, incidents=incident(*conducts), requests="{wishes: [no_posting]}")["court_injunction"]
    assert told in found
    none = texts(library, requests="{wishes: [no_posting]}")["court_injunction"]
    assert "公共区域" not in none
    assert "〔待填：请求法院责令停止的具体行为〕" in none


def test_without_a_distance_the_court_sets_it(library: Library) -> None:
    places = "[{kind: home, known: no}]"
    text = texts(library, places=places, requests="{wishes: [no_approach]}")["court_injunction"]
    assert "下列场所（具体距离请人民法院酌定）：申请人的住所" in text
    text = texts(library, places=places, requests="{wishes: [no_approach], radius: '100'}")["court_injunction"]
    assert "下列场所周边100米范围：" in text


def test_the_harm_has_the_injury_that_a_doctor_saw(library: Library) -> None:
    seen = "{injury: yes, medical: 某医院诊断为软组织挫伤}"
    text = texts(library, incidents=incident("assault"), damage=seen)["court_injunction"]
    assert "受伤和就诊：某医院诊断为软组织挫伤。" in text
    assert "安宁的生活、人身安全和人格尊严" in text
    assert "安宁的生活和人格尊严一旦" in texts(library)["court_injunction"]


@pytest.mark.parametrize(
    ("relation", "told"),
    [("acquaintance", "与申请人相识。"), ("stranger", "与申请人不相识。"), ("ex_partner", "与申请人曾系恋爱关系。")],
)
def test_the_relation_to_everybody_is_told(library: Library, relation: str, told: str) -> None:
    found = texts(library, collectors=f"[{{name: 钱某, relation: {relation}}}]")
    assert told in found["court_injunction"]
    assert told.replace("申请人", "报案人") in found["police_report"]


# The protection order.


def order(library: Library, relation: str, conducts: str, **blocks: str) -> str:
    told = f"[{{when: 2026年10月1日至11月20日, conducts: [{conducts}], who: [c1], what: 在家里}}]"
    who = blocks.pop("collectors", f"[{{name: 钱某, relation: {relation}}}]")
    return texts(library, collectors=who, incidents=told, **blocks)["court_protection_order"]


def test_a_protection_order_says_why_it_is_domestic_violence(library: Library) -> None:
    text = order(library, "spouse", "assault, insult, threat", damage="{injury: yes, medical: 挫伤, property: 手机}")
    assert "对申请人实施的殴打行为，属于《中华人民共和国反家庭暴力法》第二条规定的家庭暴力。" in text
    assert "对申请人的辱骂、威胁行为反复发生，依照" in text
    assert "较大可能性（《最高人民法院关于办理人身安全保护令案件适用法律若干问题的规定》第六条第一款）" in text
    assert "受伤和就诊：挫伤。" in text
    assert "财物：手机。" in text
    assert "共同生活的人" not in text
    assert "迁出" not in text


def test_one_threat_is_a_present_danger_and_not_a_habit(library: Library) -> None:
    told = "[{when: 2026年11月20日, conducts: [threat], who: [c1], what: 在家里}]"
    found = texts(library, collectors="[{name: 钱某, relation: spouse}]", incidents=told)
    assert "面临家庭暴力的现实危险；此种行为经常发生的" in found["court_protection_order"]
    assert "反复发生" not in found["court_protection_order"]


def test_who_lives_together_is_judged_like_the_family(library: Library) -> None:
    text = order(library, "cohabitant", "threat")
    assert "第三十七条、《最高人民法院关于办理人身安全保护令案件适用法律若干问题的规定》第四条" in text


def test_moving_out_is_asked_for_when_it_is_wished(library: Library) -> None:
    who = "[{name: 钱某, relation: spouse, move_out: yes}]"
    text = order(library, "spouse", "assault", collectors=who, requests="{wishes: [no_approach], radius: '200'}")
    assert "责令被申请人钱某迁出申请人住所；" in text
    assert "第二十九条第（三）项责令其迁出。" in text
    assert "经常出入场所周边200米范围内从事" in text


def test_everybody_who_asks_for_protection_stands_in_it(library: Library) -> None:
    family = "[{name: 孙某, relation: 母亲, gender: female}]"
    text = order(library, "spouse", "threat", filer="{role: couple}", co_applicants=family)
    assert "申请人：孙某（系赵某的母亲），女" in text
    assert text.count("申请人（签名）") == 2


def test_a_former_partner_is_judged_by_the_law_for_women_and_in_time(library: Library) -> None:
    text = order(library, "ex_spouse", "harassing_calls")
    assert "被申请人钱某在离婚之后纠缠、骚扰申请人，符合《中华人民共和国妇女权益保障法》第二十九条规定的情形。" in text
    assert "在72小时内、情况紧急的在24小时内作出裁定" in text
    assert "有效期请确定为6个月" in text
    assert "家庭暴力；" not in text


@pytest.mark.parametrize(
    ("relation", "written", "told"),
    [
        ("spouse", ["court_protection_order"], ""),
        ("inlaw_apart", ["court_injunction", "court_protection_order"], "各地法院认识不一"),
        ("ex_partner", ["court_injunction", "court_protection_order"], "交一份就够了"),
        ("stranger", ["court_injunction"], ""),
    ],
)
def test_which_application_is_for_whom(library: Library, relation: str, written: list[str], told: str) -> None:
    lender = "{kind: person, name: 钱某}"
    result = drawn(library, collectors=f"[{{name: 钱某, relation: {relation}}}]", lender=lender)
    assert [d.document.id for d in result.drafts if d.document.id.startswith("court_")] == written
    assert told in "".join(result.notices)


# The police.


def test_a_crime_is_charged_and_an_offence_is_reported(library: Library) -> None:
    hurt = "{injury: yes}"
    result = drawn(library, incidents=incident("assault"), damage=hurt)
    paper = next(d for d in result.drafts if d.document.id == "police_report")
    text = reading.as_text(paper.rendered.data)
    assert paper.name.endswith("_刑事控告书.docx")
    assert text.startswith("刑事控告书\n一、控告人\n控告人：赵某")
    assert "三、控告请求" in text
    assert "报案人" not in text
    assert "第五十一条；经鉴定构成轻伤以上的，涉嫌构成《中华人民共和国刑法》第二百三十四条规定的犯罪。" in text
    plain = texts(library)["police_report"]
    assert plain.startswith("报案材料\n一、报案人\n报案人：赵某")
    assert "控告人：" not in plain


def test_an_unlawful_debt_is_told_where_its_collection_is_called_a_crime(library: Library) -> None:
    debt = "{debtor: applicant, signed: [borrower], unlawful: [usury, fabricated], upfront: 2000元}"
    text = texts(library, debt=debt, incidents=incident("threat"))["police_report"]
    assert "放款时先行扣除2000元" in text
    assert "据控告人所知，该款项利息畸高，存在虚增金额、逼写借条的情形。" in text
    assert (
        "第（一）项；情节严重、构成犯罪的，涉嫌构成《中华人民共和国刑法》第二百九十三条之一第（三）项规定的犯罪。"
        in text
    )


def test_who_has_only_a_nickname_cannot_be_summoned(library: Library) -> None:
    for name in ("彪哥", "王姐", "老李", "小刘"):
        found = texts(library, collectors=f"[{{name: {name}, relation: acquaintance}}]", lender="{kind: none}")
        assert "court_injunction" not in found
        assert f"1. 〔待填：真实姓名〕，绰号“{name}”。与报案人相识。" in found["police_report"]


def test_laws_of_one_name_are_named_once(library: Library) -> None:
    text = texts(library)["police_report"]
    assert "治安管理处罚法》第五十条第一款第（三）项、第七十二条第（二）项、《中华人民共和国刑法》" in text


def test_a_paper_of_a_day_before_the_revision_asks_by_the_law_of_that_day(library: Library) -> None:
    told = incident("harassing_calls", when="2025年12月1日")
    text = texts(library, "2025-12-10", incidents=told)["police_report"]
    assert "（《中华人民共和国治安管理处罚法》第七十七条、第七十八条、" in text
    assert "请依照《中华人民共和国治安管理处罚法》有关规定，收集、调取" in text
    assert "第四十二条第（三）项、第六十条第（二）项、《中华人民共和国刑法》第二百四十三条" in text
    assert "第九十条" not in text
    later = texts(library, "2026-01-12", incidents=told)["police_report"]
    assert "上述行为均发生在现行规定施行之前，请依照" in later


@pytest.mark.parametrize(
    ("checked", "told", "cited"),
    [
        (
            "checked: fake, checked_how: 12368答复没有这份传票",
            "发送经核实不真实的文书（第1项事实）：12368答复没有这份传票。",
            True,
        ),
        ("checked: unclear, checked_how: 打不通", "（第1项事实）：打不通。文书的真伪请公安机关核查；", True),
        ("checked: 'no'", "（第1项事实）：文书的真伪请公安机关核查；", True),
        ("checked: real, checked_how: 12368答复有这份传票", "该文书的核实情况：12368答复有这份传票。", False),
    ],
)
def test_papers_that_were_checked_are_told_as_they_are(
    library: Library, checked: str, told: str, *, cited: bool
) -> None:
    text = texts(library, incidents=incident("suspect_papers", more=f", {checked}"))["police_report"]
    assert told in text
    assert ("第六十三条" in text) == cited


# The regulators and the lender.


def test_a_suit_is_told_where_it_is_asked_who_else_has_the_matter(library: Library) -> None:
    debt = "{debtor: applicant, signed: [borrower], judgment: pending}"
    text = texts(library, debt=debt, steps="[]")["nifa_report"]
    assert "有关款项正在诉讼中" in text
    assert "没有就同一事项" not in text


@pytest.mark.parametrize(
    ("numbers", "gap", "enclosed"),
    [("", True, False), ("17000000003、17000000004", False, False), ("106开头的号码，尾号各不相同", False, True)],
)
def test_numbers_are_listed_and_a_list_is_enclosed_only_where_they_are_not(
    library: Library, numbers: str, *, gap: bool, enclosed: bool
) -> None:
    told = f", numbers: '{numbers}'" if numbers else ""
    found = texts(library, collectors=f"[{{name: 钱某, relation: stranger{told}}}]")
    assert ("〔待填：被举报号码〕" in found["miit_12321_report"]) == gap
    assert ("〔待填：被举报号码〕" in found["nifa_report"]) == gap
    assert ("以上号码没有列全" in found["miit_12321_report"]) == enclosed


def test_12321_hears_of_calls_and_not_of_blows(library: Library) -> None:
    told = """
    - {when: 2026年11月10日, conducts: [assault, visit], visits: '3', who: [c1], what: 推倒赵某}
    - {when: 2026年11月20日, conducts: [harassing_calls], calls: '20', who: [c1], what: 打来电话}
"""
    found = texts(library, incidents=told)
    assert "2. 2026年11月20日，打来电话。" in found["miit_12321_report"]
    assert "推倒" not in found["miit_12321_report"]
    assert "上门" not in found["miit_12321_report"]
    assert "推倒赵某" in found["nifa_report"]


def test_a_card_is_no_loan_contract(library: Library) -> None:
    found = texts(library, lender="{kind: bank_card, name: 示例银行股份有限公司, links: [none]}")
    assert "投诉人是信用卡的持卡人" in found["nfra_complaint"]
    assert "发卡银行为示例银行股份有限公司" in found["nfra_complaint"]
    assert "如系委托第三方催收，书面说明受托催收的公司名称" in found["nfra_complaint"]
    assert "借款合同" not in found["nfra_complaint"]
    assert "请求人与贵方存在信用卡领用合同关系。" in found["personal_information_request"]


def test_who_denies_the_debt_is_not_called_a_borrower(library: Library) -> None:
    debt = "{debtor: applicant, signed: [borrower], exists: 'no'}"
    text = texts(library, debt=debt)["personal_information_request"]
    assert "贵方称请求人为其借款人，请求人认为不存在该笔债务。" in text


def test_a_contact_who_never_agreed_tells_what_the_other_side_says(library: Library) -> None:
    debt = "{debtor: stranger, relation: 同乡, signed: [contact_without_consent], exists: not_mine}"
    assert "对方称报案人被登记为联系人，报案人没有同意过。" in texts(library, debt=debt)["police_report"]
    nobody = texts(library, debt="{debtor: nobody, exists: 'no'}")["police_report"]
    assert "无论债务是否存在" not in nobody


@pytest.mark.parametrize("third", [True, False])
def test_the_contact_book_is_named_when_somebody_in_it_was_called(library: Library, *, third: bool) -> None:
    conducts = ("harassing_calls", "third_party_contact") if third else ("harassing_calls",)
    wishes = "{wishes: [delete_data, data_source]}"
    found = texts(library, incidents=incident(*conducts), requests=wishes)
    for paper in ("court_injunction", "nfra_complaint", "personal_information_request"):
        assert ("通讯录" in found[paper]) == third, paper
    assert ("投诉人及其联系人信息的来源" in found["nfra_complaint"]) == third


@pytest.mark.parametrize(("online", "written"), [("yes", True), ("no", False)])
def test_the_association_hears_of_loans_from_the_internet(library: Library, online: str, *, written: bool) -> None:
    lender = f"{{kind: bank_loan, online: {online}, name: 示例银行股份有限公司, links: [none]}}"
    found = texts(library, lender=lender)
    assert ("nifa_report" in found) == written
    if written:
        assert "业态类别：〔待填：业态类别〕" in found["nifa_report"]


def test_who_took_over_the_debt_and_who_paid_for_it_are_named(library: Library) -> None:
    lender = "{kind: bank_loan, online: no, name: 示例银行股份有限公司, links: [assignee, guarantor]}"
    more = {"assignee": "{name: 某甲资产管理有限公司}", "guarantor": "{name: 某乙融资担保有限公司}"}
    text = texts(library, lender=lender, **more)["nfra_complaint"]
    assert "据称该债权已转让给某甲资产管理有限公司。据称该款项已由某乙融资担保有限公司代偿。" in text
    assert "有关单位：某甲资产管理有限公司（债权受让人）。" in text


def test_the_company_that_a_collector_is_from_can_be_named_to_a_court(library: Library) -> None:
    who = "[{name: {unknown: true}, relation: stranger, company: 重庆永安信用管理有限公司}]"
    found = texts(library, collectors=who)
    assert "被申请人：重庆永安信用管理有限公司（催收公司）。" in found["court_injunction"]
    assert "实施催收的公司：重庆永安信用管理有限公司。" in found["nfra_complaint"]
    short = texts(library, collectors=who.replace("重庆永安信用管理有限公司", "永安催收"))
    assert "被申请人：永安催收" not in short["court_injunction"]
    assert "实施催收的公司：永安催收。" in short["nfra_complaint"]


def test_a_customer_of_a_microloan_company_complains_and_reports(library: Library) -> None:
    lender = "{kind: microloan, online: yes, name: 示例小额贷款有限公司, province: 重庆市, links: [none]}"
    found = texts(library, lender=lender, requests="{wishes: [delete_data, data_source]}")
    assert "local_finance_report" in found
    assert "责令其删除所持有的与履行合同无关的投诉人个人信息；" in found["local_finance_complaint"]
    assert "责令其书面说明所使用的投诉人信息的来源；" in found["local_finance_complaint"]


def test_a_rate_is_what_was_agreed_and_a_sum_is_what_is_claimed(library: Library) -> None:
    debt = "{debtor: applicant, signed: [borrower], claimed: 12800元, rate: 年利率24%}"
    text = texts(library, debt=debt)["police_report"]
    assert "对方所称的数额为12800元。" in text
    assert "合同约定的利率（还款方式）：年利率24%" in text


# Who acts for whom.

GUARDIAN = "{name: 孙父, relation: 父亲, phone: '13800000009', id_number: '11010519491231002X'}"
CHILD = "{name: 孙某, real_name: yes, gender: male, birthday: 2014年5月, ethnicity: 汉族, area: 重庆市江津区}"


def test_a_child_is_the_applicant_and_its_guardian_answers_for_it(library: Library) -> None:
    found = texts(
        library,
        filer="{role: guardian}",
        guardian=GUARDIAN,
        applicant=CHILD,
        debt="{debtor: family, relation: 母亲, signed: [nothing]}",
        damage="{injury: no, children: 不敢上学}",
        places="[{kind: school, known: no}]",
        requests="{wishes: [no_approach]}",
    )
    assert "申请人就读的学校（见送达信息表）" in found["court_injunction"]
    assert "申请人的学习、生活：不敢上学。" in found["court_injunction"]
    assert "报案人的学习、生活：不敢上学。" in found["police_report"]
    assert "监护人孙父对以上陈述的真实性负责" in found["police_report"]
    for paper in ("nifa_report", "miit_12321_report", "personal_information_request"):
        assert "孙父" in found[paper], paper
        assert "13800000009" in found[paper], paper
        assert "〔待填：联系电话〕" not in found[paper], paper
    for paper in ("court_injunction", "police_report", "nfra_report"):
        assert "亲属关系证明各1份" in found[paper], paper
    assert "子女" not in found["court_injunction"] + found["police_report"]


def test_a_lawyer_shows_a_licence_and_acts_in_court_only_where_there_is_an_application(library: Library) -> None:
    agent = {"filer": "{role: agent}", "agent": "{kind: lawyer, name: 周某, relation: 代理律师, firm: 某律师事务所}"}
    found = texts(library, **agent)
    assert "执业证号：〔待填：执业证号〕" in found["power_of_attorney_court"]
    assert "人格权侵害禁令一案" in found["power_of_attorney_court"]
    assert "执业证号：〔待填：执业证号〕" in found["power_of_attorney"]
    assert "确有困难" not in found["power_of_attorney"]
    over = texts(library, conduct="{status: over}", **agent)
    assert "power_of_attorney_court" not in over


# Evidence and numbers.


def test_a_witness_that_the_other_side_does_not_know_is_nowhere_in_what_reaches_it(library: Library) -> None:
    shown = (
        "[{name: 邻居李某的证言, group: scene, held: witness, holder: 对门邻居李某, witness_known: no,"
        " incidents: [i1], proves: 李某看见钱某}]"
    )
    told = incident("harassing_calls", more=", calls: '20', witnesses: 李某")
    found = texts(library, exhibits=shown, incidents=told)
    reached = ("court_injunction", "evidence_list", "nfra_complaint", "personal_information_request", "nifa_report",
               "lender_letter")  # fmt: skip
    for paper in reached:
        assert "李某" not in found[paper], paper
    assert "证人证言 │ 证人身份见送达信息表 │ 频繁拨打电话的事实（第1项事实）" in found["evidence_list"]
    assert "证据1-1：证人证言（证人身份见送达信息表）" in found["nfra_complaint"]
    assert "对门邻居李某（对方尚不知道或者是否知道不确定）；姓名：＿＿＿＿＿＿；住所：" in found["service_sheet"]
    assert "邻居李某的证言" in found["police_report"]


def test_an_exhibit_list_has_one_date(library: Library) -> None:
    text = texts(library)["evidence_list"]
    assert text.count("2026年11月23日") == 1
    assert "年　　月" not in text


@pytest.mark.parametrize(
    ("whom", "told"),
    [
        ("", "对方向报案人和他人拨打电话20个。"),
        ("to_whom: me, ", "报案人共收到来电20个。"),
        ("to_whom: others, ", "对方向他人拨打电话20个。"),
        ("to_whom: both, ", "对方向报案人和他人拨打电话20个。"),
    ],
)
def test_calls_to_other_people_are_not_the_applicants(library: Library, whom: str, told: str) -> None:
    more = f", calls: '20', {whom}third_parties: 母亲、同事"
    text = texts(library, incidents=incident("harassing_calls", "third_party_contact", more=more))["police_report"]
    assert f"2026年11月20日，{told}" in text


def test_answered_calls_are_counted_beside_all_that_came(library: Library) -> None:
    told = incident("harassing_calls", more=", calls: '20', answered_calls: '3'")
    text = texts(library, incidents=told)["police_report"]
    assert "拨打电话20次（接通3次）" in text
    assert "报案人共收到来电20个（接通3个）。" in text
    assert "接通" not in texts(library)["police_report"]
