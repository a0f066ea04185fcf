"""Every fault of a questionnaire is told with its place, all in one run."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from drafter import questionnaire
from drafter.answers import Answers
from drafter.errors import QuestionnaireError
from drafter.interview import next_step, path, step_before
from drafter.packs import Library

INTERVIEW = "sections: [debt]\ngroups: {debt: 债务}\n"


def load(folder: Path, debt: str, interview: str = INTERVIEW) -> questionnaire.Questionnaire:
    (folder / "interview.yaml").write_text(interview, encoding="utf-8")
    (folder / "debt.yaml").write_text(debt, encoding="utf-8")
    return questionnaire.load(folder)


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
