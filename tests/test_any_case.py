"""Whatever a person answers, skips or leaves out: the papers are clean, and nobody is left without them."""

from __future__ import annotations

import datetime as dt
import random
import re

import pytest

from drafter import drafting, values
from drafter.answers import UNKNOWN, WITHHELD, Answer, Answers, AsTyped, read
from drafter.interview import next_step, path
from drafter.packs import Library
from drafter.questionnaire import Question
from drafter.word import reading

TODAY = dt.date(2026, 11, 23)
TYPED = {
    "text": ["张三", "自称“清收人员”", "示例路1号。", "，同事", "工作。、", "（王某）", "A&B<公>", "{{ x }}", "。"],
    "passage": [
        "来敲门\n又来一次", "他说：“不还就去单位”。", "敲门！！", "，然后走了", "……", "。", "一、来了；",
        "{% if x %}",
    ],
    "count": ["3", "约20", "至少5", "二三十个", "一天十几个"],
    "money": ["12800元", "约5万元", "1万2"],
    "birthday": ["1990年3月5日", "1988年5月", "龙年"],
    "moment": [
        "2026年11月20日", "2026年10月初至11月22日，几乎每天", "2025年12月20日晚上11点", "约2024年6月", "去年夏天",
    ],
    "phones": ["13800000001", "17000000003、0571-88888888", "+63 912 345 6789"],
    "phone": ["13800000001"],
    "identity": ["11010519491231002X", "记不全"],
    "uscc": ["91350100M000100Y43", "不清楚"],
}  # fmt: skip
UNCLEAN = re.compile(r"None|〔待填：〕|（）|“”|[，、；][，、；。）]|。。|：。|（，|^[，、。；]|至至|自至", re.MULTILINE)


def answer(question: Question, chance: random.Random, answers: Answers) -> Answer:
    luck = chance.random()
    if luck < 0.25:
        return UNKNOWN if luck < 0.18 else WITHHELD
    match question.kind:
        case "yes_no":
            return chance.random() < 0.5
        case "choice":
            return chance.choice(list(question.choices))
        case "choices":
            return tuple(chance.sample(list(question.choices), chance.randint(1, min(3, len(question.choices)))))
        case "items":
            items = answers.items.get(question.of, [])
            return tuple(chance.sample(items, chance.randint(1, len(items)))) if items else UNKNOWN
    typed = chance.choice(TYPED.get(question.kind, TYPED["text"]))
    try:
        return read(question, typed, TODAY)
    except values.ValueProblem:
        return AsTyped(text=typed)


def anybody(seed: int, library: Library) -> Answers:
    """Walk the whole interview as somebody who answers at random."""
    chance, answers = random.Random(seed), Answers()
    while (step := next_step(path(library.questionnaire, answers), answers)) is not None:
        if step.question is not None:
            answers.set(step.address, answer(step.question, chance, answers))
        elif step.index < 3 and chance.random() < 0.6:
            answers.add_item(step.section.repeat, answers.next_item(step.section.repeat))
        else:
            answers.closed.add(step.section.repeat)
            answers.items.setdefault(step.section.repeat, [])
    return answers


@pytest.mark.parametrize("seed", range(24))
def test_any_answers_give_clean_papers(library: Library, seed: int) -> None:
    result = drafting.draft(anybody(seed, library), library, TODAY)
    for draft in result.drafts:
        text = reading.as_text(draft.rendered.data)
        assert text.count("〔待填：") == sum(mark.missing for mark in draft.rendered.marks)
        for typed in sorted({piece for kind in TYPED.values() for piece in kind}, key=len, reverse=True):
            text = text.replace(values.bare(typed) or typed, "甲")
        assert not UNCLEAN.search(text), (draft.name, UNCLEAN.findall(text))
    for entry in result.entries:
        assert entry.document.follows or (entry.outcome == "write") == (not entry.lacking)
        assert all(rule.reason for rule in entry.lacking)
