"""Two windows on one case: the second is turned away, the first goes on, and what it was told is there."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest

from tests.test_terminal import Tmux, answers, begin, to_name

TURNED_AWAY = "另一个窗口正在用这个案卷。请先关掉那个窗口，再运行。"


def second(folder: Path, windows: list[Tmux], *arguments: str) -> tuple[Tmux, Path]:
    """Start the program on the case of another window; return the window and where its last state is written."""
    other = folder / "other"
    other.mkdir()
    (other / "案卷").symlink_to(folder / "案卷")
    return begin(other, windows, *arguments), other


def files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("arguments", [(), ("--plain",)], ids=["menus", "plain"])
def test_a_second_window_is_turned_away_and_the_first_goes_on(
    tmp_path: Path, windows: list[Tmux], arguments: tuple[str, ...]
) -> None:
    first = begin(tmp_path, windows)
    to_name(first)
    first.type("周敏")
    first.until("身份证上的名字")
    late, log = second(tmp_path, windows, *arguments)
    assert late.exit_code() == 2
    assert TURNED_AWAY in "".join(late.screen().split())
    assert "您" not in late.screen()
    settings = (log / "stty").read_text(encoding="utf-8")
    assert "-icanon" not in settings
    assert "-echo " not in settings
    first.press("Enter")
    first.until("要不要请派出所")
    first.press("C-c")
    assert first.exit_code() == 130
    assert answers(tmp_path)["applicant"] == {"name": "周敏", "real_name": "true"}
    first.kill()
    (tmp_path / "exit").unlink()
    again = begin(tmp_path, windows, *arguments)
    again.until("接着上次的填。以前的答案都在。")
    again.until("要不要请派出所")


def test_a_second_window_that_writes_the_papers_is_turned_away_too(tmp_path: Path, windows: list[Tmux]) -> None:
    first = begin(tmp_path, windows)
    to_name(first)
    before = files(tmp_path / "案卷")
    source = tmp_path / "答案.yaml"
    source.write_text("today: 2026-11-25\nanswers:\n  applicant: {name: 别人}\n", encoding="utf-8")
    late, _log = second(tmp_path, windows, "--answers", str(source))
    assert late.exit_code() == 2
    assert TURNED_AWAY in "".join(late.screen().split())
    assert files(tmp_path / "案卷") == before


def test_the_lock_of_a_window_that_was_killed_is_no_obstacle(tmp_path: Path, windows: list[Tmux]) -> None:
    first = begin(tmp_path, windows)
    to_name(first)
    subprocess.run(["pkill", "-9", "-f", f"drafter new {tmp_path}/"], check=True)
    assert first.exit_code() == 128 + signal.SIGKILL
    again = begin(tmp_path, windows)
    again.until("接着上次的填")
    again.until("姓名是什么")
