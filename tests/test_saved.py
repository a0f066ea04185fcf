"""Nothing that was given is lost when the disk is full in mid-interview."""

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
