"""`drafter edit`: one answer changed, by hand or at a terminal, and the papers follow."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafter.word import reading
from tests.conftest import ROOT
from tests.test_cli import drafter
from tests.test_terminal import Tmux, answers

WUHAN = ROOT / "examples" / "wuhan-neighbour" / "answers.yaml"


@pytest.fixture(name="case")
def _case(tmp_path: Path) -> Path:
    run = drafter("new", tmp_path / "案卷", "--answers", WUHAN, cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    return tmp_path / "案卷"


def report(case: Path) -> str:
    (paper,) = (case / "文书").glob("*报案材料.docx")
    return reading.as_text(paper.read_bytes())


def test_a_change_reaches_the_papers(case: Path) -> None:
    assert "13800000009" not in report(case)
    told = (
        "--set",
        "applicant.phone=13800000009",
        "--set",
        "incidents[2].place=小区门口",
        "--set",
        "applicant.gender=男",
    )
    run = drafter("edit", case, *told, "--today", "2026-11-23", cwd=case.parent)
    assert run.returncode == 0, run.stderr
    assert "13800000009" in report(case)
    assert "在小区门口" in report(case)
    kept = answers(case.parent)
    assert kept["applicant"]["gender"] == "male"
    assert kept["incidents"][1]["place"] == "小区门口"


def test_an_answer_is_taken_back_in_words(case: Path) -> None:
    run = drafter(
        "edit", case, "--set", "applicant.phone=记不清", "--set", "applicant.name=不写进文书", cwd=case.parent
    )
    assert run.returncode == 0, run.stderr
    kept = answers(case.parent)["applicant"]
    assert kept["phone"] == {"unknown": "true"}
    assert kept["name"] == {"withheld": "true"}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("applicant.name=周敏敏", "姓名：周敏 → 周敏敏"),
        ("申请人.姓名=周敏敏", "姓名：周敏 → 周敏敏"),
        ("申请人．姓名＝周敏敏", "姓名：周敏 → 周敏敏"),
        ("出生日期=1990年", "出生日期：1988年5月 → 1990年"),
        ("applicant.gender=女", "性别：女（没有变）"),
        ("applicant.gender=male", "性别：女 → 男"),
        ("applicant.phone=不写进文书", "联系电话：13800000001 → 不写进文书"),
        ("身份证号码=11010519491231002X", "身份证号码：记不清 → 11010519491231002X"),
        ("safety.now=是", "眼下的危险：否 → 是"),
        ("特殊情况=怀孕、残疾", "特殊情况：都没有 → 怀孕、残疾"),
        ("incidents[2].place=小区门口", "［第2件］地点：住处门外 → 小区门口"),
        ("事件[2].时间=昨天", "［第2件］时间：2026年11月22日19时许 → 2026年11月22日"),
        ("事件［2］.地点=小区门口", "［第2件］地点：住处门外 → 小区门口"),
        ("incidents[i2].who=c1", "［第2件］行为人：第1人："),
        ("applicant.birthday=2026年11月22日", "到今天还不满一岁"),
    ],
)
def test_a_change_is_shown_in_words_with_what_stood_there(case: Path, change: str, told: str) -> None:
    run = drafter("edit", case, "--set", change, "--today", "2026-11-23", cwd=case.parent)
    assert run.returncode == 0, run.stderr
    assert told in run.stdout


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("applicant.phnoe=13800000009", "是不是“applicant.phone”？"),
        ("applicant.phone", "“applicant.phone”里没有等号。写成“applicant.phone=13800000001”这样"),
        ("incidents[9].when=昨天", "“incidents[9].when”不是现在能改的一题"),
        ("applicant.id_number=510104199403080029", "身份证号码：身份证号码的最后一位对不上"),
        ("applicant.gender=女人", "没有“女人”这个选项。是不是“女”？"),
        ("incidents[1].who=c7", "没有“c7”这一项。是不是“c1”？"),
        ("agent.name=某人", "“agent.name”不是现在能改的一题"),
        ("申请人.性名=某人", "是不是“申请人.性别”或者“申请人.姓名”？"),
        ("身份证号=123", "是不是“身份证号码”？"),
        ("性别=男", "叫“性别”的有 2 题。请写明是哪一题：申请人.性别、催收人员[1].性别。"),
        ("特殊情况=都没有、怀孕", "特殊情况：选了“都没有”，又选了别的"),
    ],
)
def test_a_change_that_cannot_be_made_says_why_and_changes_nothing(case: Path, change: str, told: str) -> None:
    before = (case / "case.yaml").read_bytes()
    run = drafter("edit", case, "--set", "applicant.name=别人", "--set", change, cwd=case.parent)
    assert run.returncode == 2
    assert told in run.stderr
    assert (case / "case.yaml").read_bytes() == before
    assert "周敏" in report(case)


def test_a_section_is_opened_or_an_answer_set_not_both(case: Path) -> None:
    before = (case / "case.yaml").read_bytes()
    run = drafter("edit", case, "事件经过", "--set", "applicant.name=周敏敏", cwd=case.parent)
    assert run.returncode == 2
    assert "写了“事件经过”这个部分，又写了 --set。用 --set 改，就去掉“事件经过”" in run.stderr
    assert (case / "case.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "drafter edit"),
        (("事件精过",), "是不是“事件经过”？"),
        (("nothing",), "可以写：先看安全、"),
    ],
)
def test_without_a_terminal_or_with_an_unknown_section_it_says_what_to_do(
    case: Path, arguments: tuple[str, ...], told: str
) -> None:
    run = drafter("edit", case, *arguments, cwd=case.parent)
    assert run.returncode == 2
    assert told in run.stderr


class Edit(Tmux):
    """A tmux window that runs `drafter edit`."""

    command = "edit"


def test_a_section_is_opened_changed_and_left(case: Path, windows: list[Tmux]) -> None:
    window = Edit(case.parent, "被骚扰的人", "--today", "2026-11-23")
    windows.append(window)
    window.until("姓名：周敏")
    window.press("Down", "Enter")
    window.until_asked("姓名是什么")
    window.press("C-u")
    window.type("周敏敏")
    window.until("姓名：周敏敏")
    window.press("Enter")
    window.until("改一改哪里吗")
    window.press("Enter")
    assert window.exit_code() == 0, window.screen()
    assert "报案人：周敏敏，" in report(case)


def test_a_section_that_is_not_reached_is_said_to_be_so(case: Path, windows: list[Tmux]) -> None:
    window = Edit(case.parent, "co_applicants")
    windows.append(window)
    window.until("这一部分用不到")
    window.until("改一改哪里吗")
    window.press("C-c")
    assert window.exit_code() == 130
