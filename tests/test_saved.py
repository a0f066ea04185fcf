"""Nothing that was given is lost: the disk is full in mid-interview, and the case is open in two windows."""

from __future__ import annotations

import resource
from pathlib import Path

from tests.pseudo import Pseudo, new
from tests.test_terminal import answers


def to_name(program: Pseudo) -> None:
    """Answer the first three questions in plain lines."""
    for asked, typed in (("正在动手", "2"), ("转了账", "2"), ("您是在为谁填", "1")):
        program.until(asked)
        program.until("> ")
        program.type(f"{typed}\n")
    program.until("姓名是什么")
    program.until("> ")


def test_a_full_disk_loses_no_answer(tmp_path: Path, terminals: list[Pseudo]) -> None:
    """Given a disk that is full when the name is given, when there is room again, then the name is saved after all."""
    program = Pseudo(*new(tmp_path / "案卷", "--plain"))
    terminals.append(program)
    to_name(program)
    process = program.process.pid
    before = resource.prlimit(process, resource.RLIMIT_FSIZE)
    written = (tmp_path / "案卷" / ".drafter" / "journal.jsonl").stat().st_size
    resource.prlimit(process, resource.RLIMIT_FSIZE, (written, before[1]))
    program.type("周敏\n")
    program.until("磁盘满了")
    program.until("刚才的答案还没有存上。")
    program.until("> ")
    program.type("1\n")
    program.until("磁盘满了")
    program.until("> ")
    resource.prlimit(process, resource.RLIMIT_FSIZE, before)
    program.type("1\n")
    program.until("身份证上的名字")
    program.until("> ")
    program.type("退出\n")
    assert program.exit_code() == 130
    assert program.sane()
    assert answers(tmp_path)["applicant"] == {"name": "周敏"}


def test_who_stops_while_the_disk_is_full_keeps_all_the_rest(tmp_path: Path, terminals: list[Pseudo]) -> None:
    program = Pseudo(*new(tmp_path / "案卷", "--plain"))
    terminals.append(program)
    to_name(program)
    written = (tmp_path / "案卷" / ".drafter" / "journal.jsonl").stat().st_size
    resource.prlimit(program.process.pid, resource.RLIMIT_FSIZE, (written, resource.RLIM_INFINITY))
    program.type("周敏\n")
    program.until("刚才的答案还没有存上。")
    program.until("> ")
    program.type("2\n")
    assert program.exit_code() == 2
    assert program.sane()
    assert "Traceback" not in program.shown
    again = Pseudo(*new(tmp_path / "案卷", "--plain"))
    terminals.append(again)
    again.until("接着上次的填")
    again.until("姓名是什么")


def test_a_case_is_open_in_one_window_at_a_time(tmp_path: Path, terminals: list[Pseudo]) -> None:
    """Given a case that is open, when it is opened again, then it says so, and the first window goes on undisturbed."""
    first = Pseudo(*new(tmp_path / "案卷"))
    terminals.append(first)
    first.until("正在动手")
    second = Pseudo(*new(tmp_path / "案卷"))
    terminals.append(second)
    assert second.exit_code() == 2
    assert second.sane()
    assert "另一个窗口" in second.shown
    assert "Traceback" not in second.shown
    first.type("\x1b[B\r")
    first.until("转了账")
    first.type("\x03")
    assert first.exit_code() == 130
    assert answers(tmp_path)["safety"] == {"now": "false"}
    third = Pseudo(*new(tmp_path / "案卷"))
    terminals.append(third)
    third.until("接着上次的填")
    third.until("转了账")
