"""Every fault of a questionnaire is told with its place, all in one run."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from pathlib import Path

import pytest

from drafter import questionnaire, questionnaire_reading
from drafter.answers import Answers, checked, from_plain, read
from drafter.errors import AnswersError, QuestionnaireError
from drafter.interview import next_step, path, step_before
from drafter.packs import Library
from drafter.store import read_answers_file
from drafter.values import ValueProblem

TODAY = dt.date(2026, 11, 25)

INTERVIEW = "sections: [debt]\ngroups: {debt: 债务}\n"


def load(folder: Path, debt: str, interview: str = INTERVIEW) -> questionnaire.Questionnaire:
    (folder / "interview.yaml").write_text(interview, encoding="utf-8")
    (folder / "debt.yaml").write_text(debt, encoding="utf-8")
    return questionnaire_reading.load(folder)


def test_all_faults_are_told_in_one_run(tmp_path: Path) -> None:
    """Given six faults in one file, when it is loaded, then each has its line and a suggestion."""
    with pytest.raises(QuestionnaireError) as caught:
        load(
            tmp_path,
            "id: debt\n"
            "title: 债务\n"
            "questions:\n"
            "  - id: debt.kind\n"
            "    name: 种类\n"
            "    ask: 哪一种？\n"
            "    kind: chioce\n"
            "  - id: debt.kind\n"
            "    nmae: 名称\n"
            "    ask: 名称？\n"
            "    kind: text\n"
            "    when: debt.knd == 'bank'\n"
            "  - id: debt.choice\n"
            "    name: 选\n"
            "    ask: 选？\n"
            "    kind: choice\n"
            "    choices: {bank: 银行}\n"
            "  - id: debt.late\n"
            "    name: 晚\n"
            "    ask: 晚？\n"
            "    kind: text\n"
            "    when: debt.choice == 'bnak' and debt.later\n"
            "  - {id: debt.later, name: 后, ask: 后？, kind: yes_no}\n",
        )
    text = str(caught.value)
    assert "debt.yaml 第 7 行 “种类”：没有“chioce”这种问题。是不是“choice”？" in text
    assert "debt.yaml 第 9 行：没有“nmae”这个键。是不是“name”？" in text
    assert "已经有一个问题了" in text
    assert "没有“bnak”这个选项。是不是“bank”？" in text
    assert "“debt.later”在这个问题之后才问" in text
    assert "缺少“name”" in text
    assert len(caught.value.problems) >= 6


def test_broken_yaml_says_the_line(tmp_path: Path) -> None:
    with pytest.raises(QuestionnaireError, match=r"debt.yaml 第 \d+ 行：这不是能读的 YAML"):
        load(tmp_path, "id: debt\ntitle: [债务\nquestions: []\n")


def test_a_missing_section_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(QuestionnaireError, match=r"没有 questionnaires/dept\.yaml 这个文件。是不是“debt”"):
        load(tmp_path, "id: debt\ntitle: 债务\nquestions: []\n", "sections: [dept]\ngroups: {}\n")


def test_every_question_can_be_reached_or_depends_on_one_that_can(library: Library) -> None:
    """The stock interview starts, and Back from every step leads to the step before."""
    steps = path(library.questionnaire, Answers())
    assert next_step(steps, Answers()) == steps[0]
    for before, step in itertools.pairwise(steps):
        assert step_before(steps, step) == before


def test_every_conduct_that_is_asked_for_has_its_grounds(library: Library) -> None:
    asked = set(library.questionnaire.questions["incidents[].conducts"].choices)
    assert asked == set(library.law.conducts)


def test_every_chinese_name_is_unique_in_its_group(library: Library) -> None:
    names = [(question.group, question.name) for question in library.questionnaire.questions.values()]
    assert len(names) == len(set(names))


KINDS = (
    "id: debt\n"
    "title: 债务\n"
    "questions:\n"
    "  - {id: debt.minor, name: 未成年, ask: 是吗？, kind: yes_no}\n"
    "  - {id: debt.kind, name: 种类, ask: 哪种？, kind: choice, choices: {bank: 银行, person: 个人}}\n"
    "  - {id: debt.many, name: 都有, ask: 哪些？, kind: choices, choices: {x: 甲, y: 乙}}\n"
    "  - {id: debt.number, name: 次数, ask: 几次？, kind: count}\n"
    "  - {id: debt.text, name: 文字, ask: 什么？, kind: text}\n"
    "  - {id: debt.sum, name: 金额, ask: 多少？, kind: money}\n"
)


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("debt.minor == 3", "“debt.minor”不能这样比。它是一个是非"),
        ("debt.minor == 'yes'", "“debt.minor”不能这样比。它是一个是非"),
        ("'bank' in debt.kind", "“debt.kind”不能这样比。它只有一个答案"),
        ("debt.kind > 3", "“debt.kind”不能这样比。"),
        ("debt.kind == true", "“debt.kind”不能这样比。"),
        ("debt.kind in ('bank', 'persn')", "“debt.kind”没有“persn”这个选项。是不是“person”？"),
        ("debt.many == 'x'", "“debt.many”不能这样比。它可以有几个答案，写 '…' in debt.many。"),
        ("'z' in debt.many", "没有“z”这个选项"),
        ("debt.number == 'x'", "“debt.number”不能这样比。它是一个数"),
        ("'x' in debt.text", "“debt.text”不能这样比。它是一句话"),
        ("debt.sum > 3", "“debt.sum”不能这样比。只能问有没有"),
        ("debt.kind == debt.many", "“种类”和“都有”不是同一种答案"),
    ],
)
def test_a_comparison_that_does_not_fit_the_kind_is_told(tmp_path: Path, when: str, told: str) -> None:
    question = f'  - {{id: debt.last, name: 最后, ask: 吗？, kind: text, when: "{when}"}}\n'
    with pytest.raises(QuestionnaireError) as caught:
        load(tmp_path, KINDS + question)
    text = str(caught.value)
    assert told in text
    assert text.startswith("questionnaires/debt.yaml 第 10 行 “最后”：")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (
            "kind: choices, choices: {x: 甲, none: 无}, alone: nnoe",
            "alone 写的“nnoe”不是这个问题的选项。是不是“none”？",
        ),
        ("kind: choice, choices: {x: 甲, none: 无}, alone: none", "alone 要和 kind: choices 一起用"),
        ("kind: text, alone: none", "alone 要和 kind: choices 一起用"),
        ("kind: choices, choices: {x: 甲, none: 无}, aloen: none", "没有“aloen”这个键。是不是“alone”？"),
    ],
)
def test_the_choice_that_stands_alone_is_one_of_the_choices(tmp_path: Path, question: str, told: str) -> None:
    with pytest.raises(QuestionnaireError) as caught:
        load(tmp_path, f"{KINDS}  - {{id: debt.last, name: 最后, ask: 吗？, {question}}}\n")
    text = str(caught.value)
    assert told in text
    assert text.startswith("questionnaires/debt.yaml 第 10 行")


def test_a_choice_that_denies_the_others_is_declared_to(library: Library) -> None:
    """都没有, 上面的都没有: every one of them stands alone."""
    denying = {
        question.id: key
        for question in library.questionnaire.questions.values()
        if question.kind == "choices"
        for key, label in question.choices.items()
        if re.search("都没|^没有，", label)
    }
    assert {question: library.questionnaire.questions[question].alone for question in denying} == denying
    assert len(denying) == 4


@pytest.mark.parametrize("typed", ["都没有、怀孕", "none, pregnant", "怀孕，都没有", "ｎｏｎｅ，残疾"])
def test_what_denies_the_others_cannot_stand_with_one_of_them(library: Library, typed: str) -> None:
    question = library.questionnaire.questions["applicant.frailty"]
    with pytest.raises(ValueProblem, match="选了“都没有”，又选了别的，两样对不上。只留“都没有”，或者只留“"):
        read(question, typed, TODAY)
    with pytest.raises(ValueProblem):
        checked(question, ("pregnant", "none"))
    with pytest.raises(ValueProblem):
        from_plain(question, ["none", "怀孕"], TODAY)


def test_what_denies_the_others_stands_alone(library: Library) -> None:
    question = library.questionnaire.questions["applicant.frailty"]
    assert read(question, "都没有", TODAY) == read(question, "none、都没有", TODAY) == ("none",)
    assert checked(question, ("pregnant", "disabled", "pregnant")) == ("pregnant", "disabled")
    assert checked(library.questionnaire.questions["requests.wishes"], ("punish",)) == ("punish",)


def test_an_answers_file_that_contradicts_itself_says_the_line(library: Library) -> None:
    text = "today: 2026-11-25\nanswers:\n  applicant:\n    frailty: [none, pregnant]\n"
    with pytest.raises(AnswersError, match=r"a.yaml 第 4 行 “特殊情况”：选了“都没有”，又选了别的"):
        read_answers_file(text, "a.yaml", library.questionnaire, None)


@pytest.mark.parametrize(
    "when",
    [
        "debt.minor and not debt.text and debt.sum and debt.many",
        "debt.minor == false or debt.minor != true",
        "debt.kind in ('bank', 'person') or debt.kind != 'bank'",
        "'x' in debt.many or debt.many not in ('x',)",
        "debt.number >= 3 or debt.number == 1 or debt.text == '无'",
    ],
)
def test_a_comparison_that_fits_is_not(tmp_path: Path, when: str) -> None:
    question = f'  - {{id: debt.last, name: 最后, ask: 吗？, kind: text, when: "{when}"}}\n'
    assert load(tmp_path, KINDS + question).questions["debt.last"].when is not None


def repeated(item: str, *questions: str, lists: str = "{}") -> str:
    head = "id: debt\ntitle: 债务\nrepeat: debt\nfirst: 吗？\nanother: 还有吗？\n"
    return f"{head}item: {item}\nlists: {lists}\nquestions:\n" + "".join(
        f"  - {{id: 'debt[].{question}}}\n" for question in questions
    )


NAMED = "name', name: 姓名, ask: 谁？, kind: text"


@pytest.mark.parametrize(
    ("item", "told"),
    [
        ("第{index}人：{nmae}", "item 里的“nmae”不是 index，也不是这一节的问题。是不是“name”？"),
        ("第{}人", "item 里的“”不是 index"),
        ("第{index人", "花括号不成对"),
        ("第{index!r}人", "只写名字：{index}"),
    ],
)
def test_the_name_of_an_item_is_made_of_its_own_answers(tmp_path: Path, item: str, told: str) -> None:
    with pytest.raises(QuestionnaireError) as caught:
        load(tmp_path, repeated(f"'{item}'", NAMED))
    assert str(caught.value).startswith("questionnaires/debt.yaml 第 6 行：")
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("served_when", "told"),
    [
        ("this.knwon", "条件里的“this.knwon”没有对应的问题。是不是“this.known”？"),
        ("known", "是不是“this.known”？"),
    ],
)
def test_a_condition_about_the_item_at_hand_has_its_nearest_name(tmp_path: Path, served_when: str, told: str) -> None:
    known = "known', name: 已知, ask: 吗？, kind: yes_no"
    with pytest.raises(QuestionnaireError) as caught:
        load(tmp_path, repeated("第{index}人", f"{NAMED}, served_when: {served_when}", known))
    assert told in str(caught.value)


def test_two_questions_of_a_group_cannot_have_one_chinese_name(tmp_path: Path) -> None:
    with pytest.raises(QuestionnaireError, match=r"questionnaires/debt\.yaml 第 10 行 “姓名”：.*已经是.*的中文名了"):
        load(tmp_path, repeated("第{index}人", NAMED, NAMED.replace("name'", "called'", 1)))
    with pytest.raises(QuestionnaireError, match=r"interview.yaml 第 \d+ 行：“债务”已经是第 \d+ 行的中文名了"):
        load(tmp_path, KINDS, "sections: [debt]\ngroups:\n  debt: 债务\n  loan: 债务\n")


def test_a_list_of_choices_is_checked_like_the_choices(tmp_path: Path) -> None:
    many = "many', name: 都有, ask: 哪些？, kind: choices, choices: {x: 甲, y: 乙}"
    last = "last', name: 最后, ask: 吗？, kind: text, when: this.many not in {}"
    with pytest.raises(QuestionnaireError, match=r"“this.many”没有“z”这个选项"):
        load(tmp_path, repeated("第{index}件", many, last.format("some"), lists="{some: [x, z]}"))
    with pytest.raises(QuestionnaireError, match="是不是“some”"):
        load(tmp_path, repeated("第{index}件", many, last.format("smoe"), lists="{some: [x]}"))
    with pytest.raises(QuestionnaireError, match=r"第 7 行：lists 应当是"):
        load(tmp_path, repeated("第{index}件", many, last.format("x"), lists="{x: y}"))
