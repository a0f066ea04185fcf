"""Going back from every kind of prompt, ending a menu, and changing answers at the end, in a real terminal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pytest

from drafter.answers import UNKNOWN, WITHHELD, Answer, Answers
from drafter.casefile import CaseFolder
from drafter.interview import Step, next_step, path, step_before
from drafter.packs import Library
from drafter.store import Store
from tests.pseudo import Pseudo, new
from tests.test_terminal import Tmux, answers, begin


def prepare(
    folder: Path,
    library: Library,
    until: str = "",
    items: Mapping[str, int] | None = None,
    given: Mapping[str, Answer] | None = None,
) -> Answers:
    """Put a case into the folder that is answered up to an address, 记不清 where nothing is given."""
    found, wanted = Answers(), items or {}
    while (step := next_step(path(library.questionnaire, found), found)) is not None:
        group = step.section.repeat
        if step.address == until and (step.question or step.index == wanted.get(group, 0)):
            break
        if step.question is not None:
            found.set(step.address, (given or {}).get(step.address, UNKNOWN))
        elif step.index < wanted.get(group, 0):
            found.add_item(group, found.next_item(group))
        else:
            found.closed.add(group)
            found.items.setdefault(group, [])
    with CaseFolder(folder / "案卷") as case:
        store = Store(
            folder=case, questionnaire=library.questionnaire, today=dt.date(2026, 11, 23), packs={}, law_checked=""
        )
        store.answers = found
        store.checkpoint()
    return found


def asked(step: Step) -> str:
    """Return the beginning of what a step asks."""
    if step.question is not None:
        return step.question.ask[:12]
    section = step.section
    return {0: section.first, 1: section.second or section.another}.get(step.index, section.another)[:12]


@pytest.mark.parametrize(
    ("until", "items"),
    [
        ("applicant.area", {}),
        ("applicant.secrecy", {}),
        ("incidents[i1].conducts", {"incidents": 1}),
        ("incidents[i1].what", {"incidents": 1}),
        ("exhibits[]", {}),
        ("incidents[]", {"incidents": 1}),
        ("requests.wishes", {}),
    ],
    ids=["text", "select", "checkbox", "passage", "first", "another", "checkbox-after-a-list"],
)
def test_f3_goes_back_from_every_kind_of_prompt(
    library: Library, tmp_path: Path, windows: list[Tmux], until: str, items: dict[str, int]
) -> None:
    """Given a case answered up to a question, when F3 is pressed there, then the question before is asked again."""
    found = prepare(tmp_path, library, until, items)
    steps = path(library.questionnaire, found)
    here = next_step(steps, found)
    assert here is not None
    before = step_before(steps, here)
    assert before is not None
    window = begin(tmp_path, windows)
    window.until(asked(here))
    window.press("F3")
    window.until(asked(before))
    window.press("C-c")
    assert window.exit_code() == 130


@pytest.mark.parametrize(
    "until", ["safety.now", "filer.role", "debt.signed", "exhibits[]"], ids=["yes_no", "choice", "choices", "another"]
)
def test_the_end_of_input_ends_a_menu_like_a_line(
    library: Library, tmp_path: Path, windows: list[Tmux], until: str
) -> None:
    found = prepare(tmp_path, library, until)
    here = next_step(path(library.questionnaire, found), found)
    assert here is not None
    window = begin(tmp_path, windows)
    window.until(asked(here))
    window.press("C-d")
    assert window.exit_code() == 130
    assert "已保存" in window.screen()


def test_the_end_of_input_ends_an_empty_line_and_no_other(
    library: Library, tmp_path: Path, windows: list[Tmux]
) -> None:
    prepare(tmp_path, library, "applicant.name")
    window = begin(tmp_path, windows)
    window.until("姓名是什么")
    window.press("周", "C-d", "敏", "Enter")
    window.until("姓名是什么？　周敏")
    window.until("身份证上的名字")
    window.press("F3")
    window.until("姓名是什么", times=2)
    window.press("C-u", "C-d")
    assert window.exit_code() == 130
    assert answers(tmp_path)["applicant"] == {"name": "周敏"}


def test_at_the_end_answers_are_looked_at_changed_and_deleted(
    library: Library, tmp_path: Path, windows: list[Tmux]
) -> None:
    """Given a whole case, when a name is changed, an answer taken back and an incident deleted, then so it is kept."""
    given: dict[str, Answer] = {
        "applicant.name": "周敏",
        "applicant.real_name": True,
        "incidents[i1].conducts": ("visit",),
        "incidents[i1].what": "敲门",
        "incidents[i2].conducts": ("threat",),
        "incidents[i2].what": "写错了的一件",
    }
    found = prepare(tmp_path, library, items={"incidents": 2}, given=given)
    reached = {step.section.id for step in path(library.questionnaire, found)}
    sections = [section.id for section in library.questionnaire.sections if section.id in reached]

    def open_section(name: str, times: int) -> None:
        window.until("改一改哪里吗", times=times)
        window.press(*["Down"] * (sections.index(name) + 1), "Enter")

    window = begin(tmp_path, windows)
    open_section("applicant", 1)
    window.until("姓名：周敏")
    window.press("Down", "Enter")
    window.until("姓名是什么")
    window.press("C-u")
    window.type("周敏敏")
    window.until("姓名：周敏敏")
    window.press("Down", "Down", "Enter")
    window.until("身份证上的名字")
    window.press("F4")
    window.until("是真名：记不清")
    window.press("Enter")
    open_section("incidents", 2)
    window.until("第2件：")
    window.press("Down", "Down", "Enter")
    for answered in ("留着", "删掉"):
        window.until_asked("删掉这一项（第2件：")
        window.press("Down", "Enter")
        window.until_asked("真的要删掉这一项吗")
        window.press(*(["Down"] if answered == "删掉" else []), "Enter")
        window.until(f"真的要删掉这一项吗？　{answered}")
    window.until_asked("再加一项")
    assert "第2件" not in window.screen().rpartition("▸")[2]
    window.press("Enter")
    window.until("改一改哪里吗", times=3)
    window.press("Enter")
    assert window.exit_code() == 0, window.screen()
    kept = answers(tmp_path)
    assert kept["applicant"]["name"] == "周敏敏"
    assert kept["applicant"]["real_name"] == {"unknown": "true"}
    assert [incident["what"] for incident in kept["incidents"]] == ["敲门"]
    assert "写错了的一件" not in (tmp_path / "案卷" / "case.yaml").read_text(encoding="utf-8")
    assert list((tmp_path / "案卷" / "文书").glob("*报案材料.docx"))


def test_enter_with_nothing_ticked_is_never_a_silent_answer(
    library: Library, tmp_path: Path, windows: list[Tmux]
) -> None:
    """Given a cursor moved to an option without ticking it, when Enter is pressed, then that option is offered."""
    prepare(tmp_path, library, "incidents[i1].conducts", {"incidents": 1})
    window = begin(tmp_path, windows)
    window.until("对方做了什么")
    window.press("Down", "Enter")
    window.until("就选“频繁发短信、微信”")
    window.press("Enter")
    window.until("一项也没有打勾。　回去打勾")
    window.until_asked("空格打勾，回车；F4")
    window.press("Enter")
    window.until_asked("就选“频繁发短信、微信”")
    window.press("F1")
    window.until("照实写就行")
    window.until_asked("空格打勾，回车；F4")
    assert "●" not in window.screen()
    window.press("Enter")
    window.until_asked("就选“频繁发短信、微信”")
    window.press("Down", "Enter")
    window.until("对方做了什么？（可多选）　频繁发短信、微信")
    window.until_asked("自己当时在哪里？")
    window.press("C-c")
    assert window.exit_code() == 130
    assert answers(tmp_path)["incidents"][0]["conducts"] == ["harassing_messages"]


def test_help_leaves_cursor_and_ticks_where_they_were(library: Library, tmp_path: Path, windows: list[Tmux]) -> None:
    prepare(tmp_path, library, "incidents[i1].conducts", {"incidents": 1})
    window = begin(tmp_path, windows)
    window.until("对方做了什么")
    window.press("Space", "Down", "Down", "F1")
    window.until("照实写就行")
    window.press("Space", "Enter")
    window.until("对方做了什么？（可多选）　频繁打电话、打电话催收，次数不多")
    window.until_asked("［第1件］")
    window.press("C-c")
    assert window.exit_code() == 130
    window.kill()
    other = tmp_path / "other"
    other.mkdir()
    prepare(other, library, "debt.debtor")
    window = begin(other, windows)
    window.until("← 上一题")
    window.press("Down", "F1")
    window.until("照实写就行")
    window.press("Enter")
    second, label = list(library.questionnaire.questions["debt.debtor"].choices.items())[1]
    window.until(f"　{label}")
    window.until_asked("那个人是您的什么人")
    window.press("C-c")
    assert window.exit_code() == 130
    assert answers(other)["debt"] == {"debtor": second}


def test_who_goes_back_twice_comes_forward_question_by_question(
    library: Library, tmp_path: Path, windows: list[Tmux]
) -> None:
    """Given three answers, when the person goes back two, then Enter keeps each on the way forward."""
    given: dict[str, Answer] = {"applicant.name": "周敏", "applicant.real_name": False, "applicant.secrecy": WITHHELD}
    prepare(tmp_path, library, "applicant.gender", given=given)
    window = begin(tmp_path, windows)
    window.until("性别？")
    for question in ("要不要请派出所", "身份证上的名字", "姓名是什么"):
        window.press("F3")
        window.until_asked(question)
    window.press("Enter")
    window.until("姓名是什么？　周敏\n")
    window.until_asked("身份证上的名字")
    window.press("Enter")
    window.until("身份证上的名字吗？　否")
    window.until_asked("要不要请派出所")
    window.press("Enter")
    window.until("保密？　不写进文书")
    window.until_asked("性别？")
    window.press("C-c")
    assert window.exit_code() == 130
    kept = answers(tmp_path)["applicant"]
    assert kept == {"name": "周敏", "real_name": "false", "secrecy": {"withheld": "true"}}


def test_an_item_begun_by_mistake_goes_when_the_person_goes_back(
    library: Library, tmp_path: Path, windows: list[Tmux]
) -> None:
    prepare(tmp_path, library, "exhibits[]", {})
    window = begin(tmp_path, windows)
    window.until("← 上一题")
    window.press("Enter")
    window.until("［第1份证据］")
    window.press("F3")
    window.until("已经去掉")
    window.until_asked("← 上一题")
    window.press("Down", "Enter")
    window.until_asked("报过警、投诉过")
    window.press("C-c")
    assert window.exit_code() == 130
    assert answers(tmp_path).get("exhibits", []) == []


@pytest.mark.parametrize("columns", [40, 80])
def test_a_menu_taller_than_the_screen_says_that_it_goes_on(
    library: Library, tmp_path: Path, terminals: list[Pseudo], columns: int
) -> None:
    """Given 24 lines, then a list of 32 says so, and its last choices can be reached; a short one says nothing."""
    prepare(tmp_path, library, "incidents[i1].conducts", {"incidents": 1})
    program = Pseudo(*new(tmp_path / "案卷"), rows=24, columns=columns)
    terminals.append(program)
    program.until("空格打勾")
    program.until("共 32 项")
    program.type("\x1b[A")  # up from the first is the last
    program.until("通讯录")
    program.type(" \r")
    program.until("在哪里发生的")
    program.type("\x03")
    assert program.exit_code() == 130
    assert answers(tmp_path)["incidents"][0]["conducts"] == ["data_misuse"]
    other = tmp_path / "另一个"
    other.mkdir()
    prepare(other, library, "applicant.gender")
    short = Pseudo(*new(other / "案卷"), rows=24, columns=columns)
    terminals.append(short)
    short.until("为什么问")
    assert "屏幕放不下" not in short.shown
