"""Cases in which every answer is given: between them they yield every document of the stock pack."""

from __future__ import annotations

from typing import Final

from drafter.drafting import Result, draft
from drafter.packs import Library
from drafter.store import read_answers_file

VARIANTS: Final = {
    "household_microloan": {
        "lender": "microloan",
        "signed": "borrower",
        "relation": "spouse",
        "asked": "protection_order",
    },
    "household_without_order": {
        "lender": "microloan",
        "signed": "borrower",
        "relation": "spouse",
        "asked": "injunction",
    },
    "bank_customer": {"lender": "bank_loan", "signed": "borrower", "relation": "stranger", "asked": "injunction"},
    "microloan_stranger": {
        "lender": "microloan",
        "signed": "contact_without_consent",
        "relation": "stranger",
        "asked": "injunction",
    },
}
"""Who is owed, by whom, who collects, and what a court was asked for."""

_ANSWERS: Final = """
today: 2026-11-25
answers:
  safety: {{now: no, paid_now: no}}
  filer: {{role: agent}}
  agent: {{kind: close_relative, name: 严乙, relation: 姐姐, id_number: 500116198807230028, phone: '13800000012'}}
  applicant:
    name: 严甲
    real_name: yes
    secrecy: yes
    gender: female
    birthday: 1990年3月5日
    ethnicity: 汉族
    id_number: 500116199003050026
    phone: '13800000011'
    area: 重庆市江津区
    address: 重庆市江津区示例街道1号2单元301室
    address_scope: all
    occupation: 教师
    workplace: 示例小学
    frailty: [none]
  debt:
    debtor: applicant
    signed: [{signed}]
    exists: disputed
    voucher: yes
    judgment: no
    claimed: 12000元
    claim_varies: varies
    contract: SL-2026-001
    product: 示例贷
    borrowed: 2026年3月
    received: 8000元
    upfront: 500元
    rate: 年利率24%
    repaid: 3000元
    unlawful: [none]
  lender:
    kind: {lender}
    app: 示例借款
    name: 重庆示例贷款有限公司
    province: 重庆市
    address: 重庆市渝中区示例路1号
    uscc: 91350100M000100Y43
    website: www.example.com
    links: [agency]
  agency: {{name: 成都示例信息服务有限公司, address: 成都市示例路2号}}
  collectors:
    - name: 邹某
      gender: male
      relation: {relation}
      claims: 自称清收人员
      numbers: '17000000003'
      accounts: 微信号example
      plates: 渝A00000
      look: 四十岁上下，本地口音
      address: 重庆市江津区示例镇
  own_numbers:
    - {{number: '13800000011', since: 2019年3月起, operator: mobile}}
  incidents:
    - when: 2026年11月20日晚11点
      conducts: [harassing_calls, night_contact, threat, third_party_contact, visit, posters, assault]
      who: [c1]
      place: 住处门外
      whereabouts: 家里
      number: '17000000003'
      own_number: [o1]
      calls: '30'
      messages: '12'
      night_times: '6'
      visits: '2'
      counted: no
      what: |
        {what}
      words: “你不还我天天来”
      witnesses: 对门邻居
      witnesses_known: yes
      third_parties: 母亲、两名同事
      third_count: '3'
      told_stop: 11月10日告诉对方不要再打
      consequence: 门上留下涂写
    - when: 2026年11月22日
      conducts: [harassing_messages, insult, disclosure]
      who: [c1]
      number: '17000000003'
      messages: '20'
      what: 向申请人和同事群发短信
      words: 欠钱不还
  conduct: {{status: ongoing, announced: “你不还我天天来”, series: yes}}
  damage:
    injury: yes
    medical: 2026年11月21日在示例医院就诊，诊断为软组织挫伤
    property: 门锁损坏
    property_value: 180元
    work: 请假三天
    children: 孩子不敢自己上学
    family: 母亲受到惊吓
    mind: 一个多月睡不着
    urgent: 对方在打听孩子的学校，孩子不敢自己上学
  people:
    - {{relation: 女儿, minor: yes}}
  places:
    - {{kind: home, address: 重庆市江津区示例街道1号2单元301室, known: yes}}
    - {{kind: school, name: 示例小学, known: no}}
  exhibits:
    - {{name: 通话记录, group: contact, held: mine, source: 本人手机, carrier: 本人手机, incidents: [i1, i2],
        proves: 来电次数和时间, pages: 1份3页}}
    - {{name: 楼道监控, group: scene, held: property, holder: 示例物业, incidents: [i1], proves: 上门的经过}}
  steps:
    - {{what: police, when: 2026年11月20日, where: 示例派出所, number: '123', accepted: refused, notice: criminal,
        answered: 2026年11月23日, answer: 出具通知书}}
    - {{what: police, when: 2026年11月12日, where: 示例派出所, number: '124', accepted: refused, notice: administrative,
        answered: 2026年11月13日, answer: 出具告知书}}
    - {{what: police, when: 2026年8月1日, where: 示例派出所, number: '125', accepted: waiting}}
    - {{what: police_review, when: 2026年11月10日, where: 示例公安分局, accepted: refused, answered: 2026年11月23日}}
    - {{what: court, court_case: {asked}, when: 2026年11月22日, where: 示例法院, number: '1',
        accepted: refused, answered: 2026年11月24日}}
    - {{what: court, court_case: {asked}, when: 2026年6月1日, where: 示例法院, number: '2', accepted: accepted,
        expires: 2026年12月1日}}
    - {{what: nfra, when: 2026年8月1日, where: 示例监管局, number: '3', accepted: waiting}}
    - {{what: local_finance, when: 2026年8月1日, where: 示例地方金融管理局, number: '4', accepted: waiting}}
    - {{what: lender, when: 2026年8月1日, where: 重庆示例贷款有限公司, number: '5', accepted: waiting}}
    - {{what: operator, when: 2026年10月20日, where: 示例运营商, number: '6', accepted: refused,
        answered: 2026年11月10日, answer: 称无法处理}}
  requests:
    wishes: [no_contact, no_approach, no_posting, no_disclosure, delete_data, data_source, punish, apology]
    radius: 100
    more: 没有了
  mediation: {{agree: no}}
  court: {{name: 重庆市江津区人民法院}}
  police: {{station: 重庆市公安局江津区分局示例派出所}}
  nfra: {{office: 国家金融监督管理总局重庆监管局}}
  local_finance: {{office: 重庆市地方金融管理局}}
"""


def complete(library: Library, variant: str, what: str = "到门口敲门约半小时") -> Result:
    """Return what a case with every answer yields; `what` is how its first incident is told."""
    text = _ANSWERS.format(what=what, **VARIANTS[variant])
    found = read_answers_file(text, f"{variant}.yaml", library.questionnaire, None)
    return draft(found.answers, library, found.today)
