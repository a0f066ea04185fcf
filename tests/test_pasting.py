"""Several lines pasted at once are one answer, never the answers to the questions that follow."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from drafter.terminal.pasting import beginning, in_one, lines
from tests.pseudo import Pseudo, new
from tests.test_terminal import ON_THE_DAY, Tmux, answers, begin, open_at

ASKED = """
from drafter.terminal.asking import Option
from drafter.terminal.{module} import {asker}
options = [Option(key="a", label="甲"), Option(key="b", label="乙")]
asker = {asker}()
with asker.held():
    print("收到", repr({question}))
    print("然后", repr(asker.line("下一题？", "", passage=False)))
"""
LINE = 'asker.line("哪里？", "", passage=False)'
PASSAGE = 'asker.line("经过？", "", passage=True)'
PICK = 'asker.pick("哪个？", options, "", extras=False)'
PICK_MANY = 'asker.pick_many("哪些？", options, ())'


def plain(terminals: list[Pseudo], question: str) -> Pseudo:
    """Return a program that asks one question, and another, line by line."""
    script = ASKED.format(module="plain", asker="PlainAsker", question=question)
    terminals.append(Pseudo(sys.executable, "-c", script))
    terminals[-1].until("> ")
    return terminals[-1]


def menus(terminals: list[Pseudo], question: str) -> Pseudo:
    """Return a program that asks one question, and another, with menus."""
    script = ASKED.format(module="menus", asker="MenuAsker", question=question)
    terminals.append(Pseudo(sys.executable, "-c", script))
    terminals[-1].until("？")
    terminals[-1].read(0.2)
    return terminals[-1]


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("家门口\n单位\n", "家门口\\n单位"),
        ("家门口\r单位\r", "家门口\\n单位"),
        ("家门口\n\n\n单位\n\n", "家门口\\n\\n\\n单位"),
        ("家门口\n\n", "家门口"),
        ("\n家门口\n", "家门口"),
    ],
)
def test_in_plain_lines_a_paste_is_one_answer(terminals: list[Pseudo], pasted: str, kept: str) -> None:
    program = plain(terminals, LINE)
    program.type(pasted)
    program.until(f"收到 '{kept}'")
    program.until("> ")
    program.type("下一个\n")
    program.until("然后 '下一个'")
    assert program.exit_code() == 0
    assert program.sane()


def test_the_last_line_of_a_paste_can_be_mended_before_enter(terminals: list[Pseudo]) -> None:
    program = plain(terminals, LINE)
    program.type("家门口\n单位位")
    program.until("单位位")
    program.type("\x7f")
    program.type("\n")
    program.until("收到 '家门口\\n单位'")


def test_what_is_pasted_is_shown_once_and_line_by_line(terminals: list[Pseudo]) -> None:
    program = plain(terminals, LINE)
    program.type("家门口\n单位\n")
    assert program.until("收到") == "家门口\r\n单位\r\n收到"


def test_lines_that_come_in_pieces_of_one_paste_are_one_answer(terminals: list[Pseudo]) -> None:
    """Given more than a terminal delivers in one piece, then all of it is one answer."""
    pasted = "\n".join(f"第{number}行，对方说要上门。" for number in range(1, 600))
    assert len(pasted.encode()) > 4095 * 4
    program = plain(terminals, LINE)
    program.type(f"{pasted}\n")
    program.until("第599行，对方说要上门。'")
    program.until("> ")
    program.type("下一个\n")
    program.until("然后 '下一个'")


def test_a_blank_line_within_a_paste_does_not_end_a_passage(terminals: list[Pseudo]) -> None:
    program = plain(terminals, PASSAGE)
    program.type("第一段。\n\n第二段。\n")
    program.until("> ")
    program.type("又打一行\n")
    program.until("> ")
    program.type("\n")
    program.until("收到 '第一段。\\n\\n第二段。\\n又打一行'")


def test_a_blank_line_at_the_end_of_a_paste_ends_a_passage(terminals: list[Pseudo]) -> None:
    program = plain(terminals, PASSAGE)
    program.type("第一段。\n\n第二段。\n\n")
    program.until("收到 '第一段。\\n\\n第二段。'")


@pytest.mark.parametrize(("question", "kept"), [(PICK, "'b'"), (PICK_MANY, "('b',)")], ids=["pick", "pick_many"])
def test_at_a_numbered_menu_only_the_first_line_of_a_paste_counts(
    terminals: list[Pseudo], question: str, kept: str
) -> None:
    program = plain(terminals, question)
    program.type("2\n1\n1\n")
    program.until("粘贴了 3 行，这里只看第一行")
    program.until(f"收到 {kept}")
    program.until("> ")
    program.type("下一个\n")
    program.until("然后 '下一个'")


def test_what_was_typed_before_a_question_was_shown_answers_line_by_line(terminals: list[Pseudo]) -> None:
    script = "import time; time.sleep(0.5)\n" + ASKED.format(module="plain", asker="PlainAsker", question=LINE)
    program = Pseudo(sys.executable, "-c", script)
    terminals.append(program)
    program.type("家门口\n下一个\n")
    program.until("收到 '家门口'")
    program.until("然后 '下一个'")


def test_what_comes_through_a_pipe_is_read_line_by_line() -> None:
    script = ASKED.format(module="plain", asker="PlainAsker", question=LINE)
    run = subprocess.run(
        [sys.executable, "-c", script], input="家门口\n单位\n".encode(), capture_output=True, check=True
    )
    assert "收到 '家门口'" in run.stdout.decode()
    assert "然后 '单位'" in run.stdout.decode()


@pytest.mark.parametrize(
    "pasted", ["\x1b[200~家门口\r单位\x1b[201~", "家门口\r单位"], ids=["marked by the terminal", "not marked"]
)
def test_with_menus_a_paste_is_one_answer(terminals: list[Pseudo], pasted: str) -> None:
    program = menus(terminals, LINE)
    program.type(pasted)
    program.until("单位")
    program.type("\r")
    program.until("▸ 哪里？　家门口；单位\r")
    program.until("收到 '家门口\\n单位'")


def test_with_menus_a_blank_line_within_a_paste_does_not_end_a_passage(terminals: list[Pseudo]) -> None:
    program = menus(terminals, PASSAGE)
    program.type("第一段。\r\r第二段。")
    program.until("第二段。")
    program.type("\r")
    program.type("\r")
    program.until("收到 '第一段。\\n\\n第二段。'")


@pytest.mark.parametrize(("question", "kept"), [(PICK, "'a'"), (PICK_MANY, "('a',)")], ids=["pick", "pick_many"])
def test_what_is_pasted_at_a_menu_is_not_shown_in_it(terminals: list[Pseudo], question: str, kept: str) -> None:
    program = menus(terminals, question)
    program.type("\x1b[200~家门口\r单位\x1b[201~")
    program.read(0.3)
    program.type(" ")
    program.type("\r")
    program.until(f"收到 {kept}")
    assert "家门口" not in program.shown


def test_lines_are_joined_like_clauses_and_numbers_like_a_list() -> None:
    pasted = lines(" 他来过。\n\n　又打电话，\n没有接。\n")
    assert pasted == ["他来过。", "又打电话，", "没有接。"]
    assert in_one(pasted) == "他来过；又打电话；没有接。"
    assert in_one(["13800000001，", "13800000002"], "phones") == "13800000001、13800000002"
    assert beginning("字" * 100) == "字" * 40 + "…"


PLACE = "incidents[i1].told_stop"


@pytest.mark.parametrize(
    ("chosen", "kept"), [("1", "说过不要再来；对方说知道了"), ("2", "说过不要再来")], ids=["joined", "first"]
)
def test_where_one_line_is_asked_for_it_is_asked_what_several_mean(
    tmp_path: Path, terminals: list[Pseudo], chosen: str, kept: str
) -> None:
    open_at(tmp_path, PLACE)
    program = Pseudo(*new(tmp_path / "案卷", "--plain", *ON_THE_DAY))
    terminals.append(program)
    program.until("不要再来吗？")
    program.until("> ")
    program.type("说过不要再来。\n\n对方说知道了\n")
    program.until("粘贴了 2 行")
    program.until("> ")
    program.type(f"{chosen}\n")
    program.until("改一改哪里吗")
    program.type("\x03")
    assert program.exit_code() == 130
    assert answers(tmp_path)["incidents"][0]["told_stop"].rstrip("。") == kept


def test_who_goes_back_from_a_paste_finds_its_first_line(tmp_path: Path, windows: list[Tmux]) -> None:
    open_at(tmp_path, PLACE)
    window = begin(tmp_path, windows, *ON_THE_DAY)
    window.until("不要再来吗？")
    window.press("-l", "\x1b[200~说过不要再来\r对方说知道了\x1b[201~")
    window.until("对方说知道了")
    window.press("Enter")
    window.until_asked("回去改")
    window.press("Up", "Enter")
    window.until_asked("> 说过不要再来")
    window.type("，没有用")
    window.until("不要再来吗？　说过不要再来，没有用")
    window.until("改一改哪里吗")
    window.press("C-c")
    assert window.exit_code() == 130
    assert answers(tmp_path)["incidents"][0]["told_stop"] == "说过不要再来，没有用"


def test_pasted_telephone_numbers_become_a_list(tmp_path: Path, terminals: list[Pseudo]) -> None:
    open_at(tmp_path, "collectors[c1].numbers")
    program = Pseudo(*new(tmp_path / "案卷", "--plain", *ON_THE_DAY))
    terminals.append(program)
    program.until("哪些电话号码")
    program.until("> ")
    program.type("13800000001\n13800000002\n")
    program.until("连成一句：13800000001、13800000002")
    program.until("> ")
    program.type("1\n")
    program.until("改一改哪里吗")
    program.type("\x03")
    assert program.exit_code() == 130
    assert answers(tmp_path)["collectors"][0]["numbers"] == "13800000001、13800000002"
