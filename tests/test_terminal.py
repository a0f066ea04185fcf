"""The interview in a real terminal: Chinese typing, back, help, stop, continue, signals, plain lines."""

from __future__ import annotations

import os
import pty
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from drafter.yamlfile import YamlMap, parse
from tests.conftest import need


class Tmux:
    """A tmux window that runs `drafter new`."""

    def __init__(self, folder: Path, *arguments: str, width: int = 100) -> None:
        self.tmux = [need("tmux"), "-u", "-L", f"drafter{os.getpid()}"]
        self.log = folder / "exit"
        command = shlex.join([sys.executable, "-m", "drafter", "new", str(folder / "案卷"), *arguments])
        script = f"{command}; echo $? > {shlex.quote(str(self.log))}; stty -a > {shlex.quote(str(folder / 'stty'))}; sleep 60"
        env = {**os.environ, "LC_ALL": "C.UTF-8"}
        subprocess.run(
            [*self.tmux, "new-session", "-d", "-x", str(width), "-y", "50", script], check=True, env=env
        )

    def screen(self) -> str:
        command = [*self.tmux, "capture-pane", "-p", "-S", "-200"]
        return subprocess.run(command, check=True, capture_output=True).stdout.decode()

    def until(self, text: str, seconds: float = 20) -> str:
        """Wait until the text is on the screen."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            screen = self.screen()
            if text in screen:
                return screen
            time.sleep(0.05)
        message = f"{text!r} did not appear:\n{self.screen()}"
        raise AssertionError(message)

    def press(self, *keys: str) -> None:
        subprocess.run([*self.tmux, "send-keys", *keys], check=True)

    def type(self, text: str) -> None:
        subprocess.run([*self.tmux, "send-keys", "-l", text], check=True)
        self.press("Enter")

    def exit_code(self) -> int:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            if self.log.is_file() and self.log.read_text(encoding="utf-8").strip():
                return int(self.log.read_text(encoding="utf-8"))
            time.sleep(0.05)
        raise AssertionError(self.screen())

    def kill(self) -> None:
        subprocess.run([*self.tmux, "kill-server"], check=False, capture_output=True)


@pytest.fixture(name="windows")
def _windows() -> Iterator[list[Tmux]]:
    opened: list[Tmux] = []
    yield opened
    for window in opened:
        window.kill()


def answers(folder: Path) -> YamlMap:
    tree, problems = parse((folder / "案卷" / "case.yaml").read_text(encoding="utf-8"), "case.yaml")
    assert problems == []
    assert isinstance(tree, YamlMap)
    found = tree["answers"]
    assert isinstance(found, YamlMap)
    return found


def begin(folder: Path, windows: list[Tmux], *arguments: str) -> Tmux:
    window = Tmux(folder, *arguments)
    windows.append(window)
    return window


def to_name(window: Tmux) -> None:
    """Answer the first three questions."""
    window.until("正在动手")
    window.press("Down", "Enter")
    window.until("逼着转了账")
    window.press("Down", "Enter")
    window.until("您是在为谁填")
    window.press("Enter")
    window.until("姓名是什么")


def test_typing_going_back_stopping_and_continuing(tmp_path: Path, windows: list[Tmux]) -> None:
    window = begin(tmp_path, windows)
    to_name(window)
    window.type("周敏䶮")
    window.until("身份证上的名字")
    window.press("F3")
    window.until("姓名是什么？    周敏䶮")
    window.press("BSpace")
    window.type("")
    window.until("身份证上的名字")
    window.press("F1")
    window.until("留出空位")
    window.press("Enter")
    window.until("要不要请派出所")
    window.press("C-c")
    assert window.exit_code() == 130
    assert "已保存" in window.screen()
    assert answers(tmp_path)["applicant"] == {"name": "周敏", "real_name": "true"}
    assert "echo " in (tmp_path / "stty").read_text(encoding="utf-8").replace("-echo", "")
    window.kill()
    again = begin(tmp_path, windows)
    again.until("接着上次的填")
    again.until("要不要请派出所")


def test_what_cannot_be_read_is_explained_and_never_traps(tmp_path: Path, windows: list[Tmux]) -> None:
    window = begin(tmp_path, windows)
    to_name(window)
    window.type("周敏")
    window.until("身份证上的名字")
    window.press("Enter")
    window.until("要不要请派出所")
    window.press("Down", "Enter")
    window.until("性别")
    window.press("Enter")
    window.until("出生日期？")
    window.type("龙年")
    window.until("看不懂“龙年”")
    window.type("龙年")
    window.until("要怎么办")
    window.press("Down", "Enter")
    window.until("民族")
    window.press("F4")
    window.until("身份证号码？")
    window.press("F5")
    window.until("打哪个电话")
    window.press("C-c")
    assert window.exit_code() == 130
    applicant = answers(tmp_path)["applicant"]
    assert applicant["birthday"] == {"as_typed": "龙年"}
    assert applicant["ethnicity"] == {"unknown": "true"}
    assert applicant["id_number"] == {"withheld": "true"}


@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_signal_saves_and_leaves_the_terminal_sane(tmp_path: Path, windows: list[Tmux], name: str, code: int) -> None:
    window = begin(tmp_path, windows)
    to_name(window)
    pid = subprocess.run(
        ["pgrep", "-f", f"drafter new {tmp_path}/"], check=True, capture_output=True, text=True
    ).stdout.split()
    for process in pid:
        command = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
        if command[0] == sys.executable.encode():
            os.kill(int(process), getattr(signal, name))
    assert window.exit_code() == code
    assert answers(tmp_path)["filer"] == {"role": "self"}
    settings = (tmp_path / "stty").read_text(encoding="utf-8")
    assert "-icanon" not in settings
    assert "-echo " not in settings


def test_killed_at_once_nothing_is_lost(tmp_path: Path, windows: list[Tmux]) -> None:
    window = begin(tmp_path, windows)
    to_name(window)
    window.type("周敏")
    window.until("身份证上的名字")
    window.kill()
    subprocess.run(["pkill", "-9", "-f", f"drafter new {tmp_path}/"], check=False)
    time.sleep(0.5)
    again = begin(tmp_path, windows)
    again.until("接着上次的填")
    again.until("身份证上的名字")


def plain(folder: Path, typed: str) -> tuple[int, str]:
    """Run the plain interview on a pseudo-terminal and type into it."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(sys.executable, [sys.executable, "-m", "drafter", "new", str(folder / "案卷"), "--plain"])
    os.write(terminal, typed.encode())
    output = b""
    while True:
        try:
            chunk = os.read(terminal, 65536)
        except OSError:
            break
        if not chunk:
            break
        output += chunk
    _pid, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status), output.decode()


def test_plain_lines_ask_the_same_and_end_of_input_saves(tmp_path: Path) -> None:
    code, output = plain(tmp_path, "2\n２\n1\n周敏\n上一题\n\n?\n1\n记不清\n\x04")
    assert code == 130, output
    assert "  1. 是" in output
    assert "留出空位" in output
    assert answers(tmp_path)["applicant"] == {"name": "周敏", "real_name": "true", "secrecy": {"unknown": "true"}}


def test_a_whole_interview_in_plain_lines_ends_in_documents(tmp_path: Path) -> None:
    """Given the shortest honest answers, when the person says at the end that all is well, then the paper is written."""
    start = ["2", "2", "1", "周敏", "1", "2", "1", "1988年5月", "汉族", "记不清", "13800000001", "武汉市江岸区", "记不清"]
    start += ["不写", "不写", "5"]
    debt = ["2", "父亲", "5", "4", "2", "2", "记不清", "2"]
    lender = ["7", "李某"]
    collectors = ["1", "李某", "1", "1", "记不清", "记不清", "记不清", "记不清", "记不清", "六十来岁", "记不清", "2"]
    numbers = ["2"]
    incidents = ["1", "11月22日晚上七点多", "12 13", "1", "家门口", "3", "2", "捶门约半小时", "", "记不清", "记不清", "记不清", "记不清", "2"]
    conduct = ["1", "你爸不给钱，我天天来", "1"]
    damage = ["2", "记不清", "记不清", "记不清", "记不清", "睡不着", "记不清"]
    rest = ["2", "2", "1", "监控视频", "3", "1", "记不清", "我的手机", "1", "捶门", "记不清", "2", "2"]
    requests = ["1", "记不清", "武汉市江岸区人民法院", "二七街派出所", "记不清"]
    typed = start + debt + lender + collectors + numbers + incidents + conduct + damage + rest + requests + ["1"]
    code, output = plain(tmp_path, "\n".join(typed) + "\n")
    assert code == 0, output[-3000:]
    assert "写好了 4 份文书" in output
    names = sorted(path.name for path in (tmp_path / "案卷" / "文书").iterdir())
    assert names[0] == "01_人格权侵害禁令申请书.docx"
