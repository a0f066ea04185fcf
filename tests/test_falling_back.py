"""Where menus fail, the same question is asked line by line, and the interview goes on."""

from __future__ import annotations

import os
import resource
import sys
import time
from pathlib import Path

import pytest

from tests.pseudo import PATIENCE, Pseudo, new
from tests.test_terminal import answers

ASKED = """
import resource, sys
from drafter.terminal.asking import Option
from drafter.terminal.falling_back import FallingBack
options = [Option(key="a", label="甲"), Option(key="b", label="乙")]
asker = FallingBack()
with asker.held():
    print("收到", asker.pick("先问？", options, "", extras=True))
    few, many = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (4, many))
    print("收到", asker.{question})
    resource.setrlimit(resource.RLIMIT_NOFILE, (few, many))
    print("收到", asker.line("最后问？", "", passage=False))
"""


def alone(process: int) -> None:
    """Wait until nothing but the conversation runs in a process."""
    deadline = time.monotonic() + PATIENCE
    while len(os.listdir(f"/proc/{process}/task")) > 1:  # noqa: PTH208 - names are enough
        assert time.monotonic() < deadline
        time.sleep(0.05)


def no_more_files(process: int) -> None:
    """Leave a process one file at a time: enough to save an answer, too few for the loop of a menu."""
    taken = [int(name) for name in os.listdir(f"/proc/{process}/fd")]  # noqa: PTH208
    _few, many = resource.prlimit(process, resource.RLIMIT_NOFILE)
    resource.prlimit(process, resource.RLIMIT_NOFILE, (max(taken) - 1, many))


def test_an_interview_goes_on_line_by_line_when_menus_fail(tmp_path: Path, terminals: list[Pseudo]) -> None:
    """Given a process that can open no event loop any more, when an answer is given, then the next is asked plainly."""
    program = Pseudo(*new(tmp_path / "案卷"))
    terminals.append(program)
    program.until("正在动手")
    alone(program.process.pid)
    no_more_files(program.process.pid)
    program.type("\x1b[B\r")
    program.until("这个终端显示不了光标菜单，改用逐行显示。\r\n任何时候都可以写：？")
    program.until("转了账")
    program.until("  2. 否")
    program.until("> ")
    program.type("2\n")
    program.until("您是在为谁填")
    program.until("> ")
    program.type("1\n")
    program.until("姓名是什么")
    program.until("> ")
    program.type("周敏\n")
    program.until("身份证上的名字")
    program.until("> ")
    program.type("\x03")
    assert program.exit_code() == 130
    assert program.sane()
    assert program.shown.count("这个终端显示不了光标菜单") == 1
    assert "Traceback" not in program.shown
    kept = answers(tmp_path)
    assert kept["safety"] == {"now": "false", "paid_now": "false"}
    assert kept["applicant"] == {"name": "周敏"}


@pytest.mark.parametrize(
    ("question", "shown", "typed", "kept"),
    [
        ('pick("再问？", options, "b", extras=True)', "  2. 乙（现在的答案）", "", "b"),
        ('pick_many("再问？", options, ("a",))', "  1. 甲（已选）", "1 2", "('a', 'b')"),
        ('line("再问？", "旧的", passage=False)', "现在的答案：旧的", "新的", "新的"),
        ('line("再问？", "", passage=True)', "（可写多行，空行结束）", "一行\n\n", "一行"),
    ],
    ids=["pick", "pick_many", "line", "passage"],
)
def test_every_kind_of_question_falls_back(
    terminals: list[Pseudo], question: str, shown: str, typed: str, kept: str
) -> None:
    program = Pseudo(sys.executable, "-c", ASKED.format(question=question))
    terminals.append(program)
    program.until("先问？")
    program.read(0.2)
    program.type("\r")
    program.until("收到 a")
    program.until("改用逐行显示")
    program.until("再问？")
    program.until(shown)
    program.until("> ")
    program.type(f"{typed}\n")
    program.until(f"收到 {kept}")
    program.until("最后问？")
    program.until("> ")
    program.type("好\n")
    program.until("收到 好")
    assert program.exit_code() == 0
    assert program.sane()


@pytest.mark.parametrize(
    ("key", "wish"), [("\x1bOR", "Back"), ("\x1bOS", "NotKnown"), ("\x1bOQ", "Leave"), ("\x03", "Stop")]
)
def test_what_a_person_wishes_is_no_failure(terminals: list[Pseudo], key: str, wish: str) -> None:
    program = Pseudo(sys.executable, "-c", ASKED.format(question="keys()"))
    terminals.append(program)
    program.until("先问？")
    program.read(0.2)
    program.type(key)
    program.until(f"asking.{wish}")
    assert program.exit_code() == 1
    assert "改用逐行显示" not in program.shown
