"""The interview in a real terminal: Chinese typing, back, help, stop, continue, signals, plain lines."""

from __future__ import annotations

import datetime as dt
import os
import pty
import select
import shlex
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

from drafter import casefile, interview, packs
from drafter.answers import UNKNOWN
from drafter.store import Store, read_answers_file
from drafter.word import reading
from drafter.yamlfile import YamlMap, parse
from tests.conftest import ROOT, need

PATIENCE = 20
"""Seconds that a screen may take; far more than it needs."""


class Tmux:
    """A tmux window that runs `drafter new`."""

    command = "new"

    def __init__(self, folder: Path, *arguments: str, width: int = 100, height: int = 50) -> None:
        self.tmux = [need("tmux"), "-u", "-L", f"drafter-{uuid.uuid4().hex[:8]}"]
        self.log = folder / "exit"
        self.started = shlex.join([sys.executable, "-m", "drafter", self.command, str(folder / "案卷"), *arguments])
        env = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": ""}
        size = ["-x", str(width), "-y", str(height)]
        subprocess.run([*self.tmux, "new-session", "-d", *size, self.run_by(folder)], check=True, env=env)

    def run_by(self, folder: Path) -> str:
        """Return what runs in the window."""
        log, terminal = shlex.quote(str(self.log)), shlex.quote(str(folder / "stty"))
        return f"{self.started}; echo $? > {log}; stty -a > {terminal}; sleep 60"

    def screen(self) -> str:
        command = [*self.tmux, "capture-pane", "-p", "-S", "-200"]
        return subprocess.run(command, check=True, capture_output=True).stdout.decode()

    def until(self, text: str, times: int = 1) -> str:
        """Wait until the text is on the screen, or above it, so many times."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            screen = self.screen()
            if screen.count(text) >= times:
                return screen
            time.sleep(0.05)
        message = f"{text!r} did not appear {times} times:\n{self.screen()}"
        raise AssertionError(message)

    def until_last(self, text: str) -> None:
        """Wait until the text, folded to the width, is the last on the screen."""
        deadline = time.monotonic() + PATIENCE
        while not unfolded(self).endswith(text):
            assert time.monotonic() < deadline, self.screen()
            time.sleep(0.05)

    def until_asked(self, text: str) -> None:
        """Wait until the text stands in the last lines: in the prompt, not in what was answered above it."""
        deadline = time.monotonic() + PATIENCE
        while text not in self.screen().rstrip().rpartition("▸")[2]:
            assert time.monotonic() < deadline, self.screen()
            time.sleep(0.05)

    def press(self, *keys: str) -> None:
        subprocess.run([*self.tmux, "send-keys", *keys], check=True)

    def type(self, text: str) -> None:
        subprocess.run([*self.tmux, "send-keys", "-l", text], check=True)
        self.press("Enter")

    def exit_code(self) -> int:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self.log.is_file() and self.log.read_text(encoding="utf-8").strip():
                return int(self.log.read_text(encoding="utf-8"))
            time.sleep(0.05)
        raise AssertionError(self.screen())

    def kill(self) -> None:
        subprocess.run([*self.tmux, "kill-server"], check=False, capture_output=True)


def answers(folder: Path, name: str = "案卷") -> YamlMap:
    tree, problems = parse((folder / name / "case.yaml").read_text(encoding="utf-8"), "case.yaml")
    assert problems == []
    assert isinstance(tree, YamlMap)
    found = tree["answers"]
    assert isinstance(found, YamlMap)
    return found


def begin(folder: Path, windows: list[Tmux], *arguments: str, width: int = 100, height: int = 50) -> Tmux:
    window = Tmux(folder, *arguments, width=width, height=height)
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
    window.until("周敏䶮", times=2)
    window.press("BSpace")
    window.type("")
    window.until("姓名是什么？　周敏\n")
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


def test_in_menus_only_the_words_of_not_answering_are_more_than_words(tmp_path: Path, windows: list[Tmux]) -> None:
    window = begin(tmp_path, windows)
    to_name(window)
    window.type("停止")
    window.until("身份证上的名字")
    window.press("F3")
    window.until("姓名是什么？", times=2)
    window.press("C-u")
    window.type("记不清")
    window.until("姓名是什么？　记不清")
    assert "身份证上的名字" not in window.until("要不要请派出所")
    window.press("C-c")
    assert window.exit_code() == 130
    assert "姓名是什么？　停止" in window.screen()
    assert answers(tmp_path)["applicant"] == {"name": {"unknown": "true"}}


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
    window.type("龙")
    window.until("看不懂“龙”")
    window.press("F1")
    window.until("1988年5月")
    window.type("年")
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


def test_a_signal_in_plain_lines_saves_too(tmp_path: Path) -> None:
    def reply(shown: str) -> str:
        if "姓名是什么" in shown:
            found = subprocess.run(
                ["pgrep", "-f", f"drafter new {tmp_path}/"], check=True, capture_output=True, text=True
            )
            os.kill(int(found.stdout.split()[0]), signal.SIGTERM)
            return ""
        return "2\n" if "吗？" in shown else "1\n"

    code, output = plain(tmp_path, reply)
    assert code == 143, output
    assert "已保存" in output
    assert answers(tmp_path)["filer"] == {"role": "self"}


def test_a_signal_while_papers_are_written_leaves_nothing_half(tmp_path: Path) -> None:
    source = ROOT / "examples" / "chengdu-consumer" / "answers.yaml"
    command = [sys.executable, "-m", "drafter", "new", str(tmp_path / "c"), "--answers", str(source)]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    while run.poll() is None and not list((tmp_path / "c").glob("文书/*.docx")):
        time.sleep(0.002)
    run.send_signal(signal.SIGTERM)
    _out, error = run.communicate(timeout=PATIENCE)
    assert run.returncode == 143, error.decode()
    assert "已中断" in error.decode()
    assert not list((tmp_path / "c").rglob("*.tmp"))
    for path in (tmp_path / "c").glob("文书/*.docx"):
        assert reading.as_text(path.read_bytes())


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


def plain(folder: Path, reply: Callable[[str], str], *arguments: str) -> tuple[int, str]:
    """Run the plain interview on a pseudo-terminal; `reply` says what to type at what is shown since the last reply."""
    pid, terminal = pty.fork()
    if pid == 0:
        command = [sys.executable, "-m", "drafter", "new", str(folder / "案卷"), "--plain", *arguments]
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a test run in the background ignores it
        os.execv(sys.executable, command)
    output, shown = b"", 0
    deadline = time.monotonic() + PATIENCE * 2
    while time.monotonic() < deadline:
        if not select.select([terminal], [], [], 0.5)[0]:
            continue
        try:
            chunk = os.read(terminal, 65536)
        except OSError:  # the program has closed its end
            break
        output += chunk
        if output.endswith(b"> "):
            typed = reply(output[shown:].decode("utf-8", errors="replace")).encode("utf-8", errors="surrogateescape")
            while typed:
                typed = typed[os.write(terminal, typed) :]
            shown = len(output)
    else:
        os.kill(pid, signal.SIGKILL)
    _pid, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status), output.decode("utf-8", errors="replace")


def test_plain_lines_ask_the_same_and_end_of_input_saves(tmp_path: Path) -> None:
    waiting = iter(["2\n", "２\n", "1\n", "周敏\n", "上一题\n", "\n", "?\n", "1\n", "记不清\n", "\x04"])
    code, output = plain(tmp_path, lambda _shown: next(waiting))
    assert code == 130, output
    assert "  1. 是" in output
    assert "留出空位" in output
    assert "F3" not in output
    assert answers(tmp_path)["applicant"] == {"name": "周敏", "real_name": "true", "secrecy": {"unknown": "true"}}


def test_an_old_answer_that_no_longer_fits_is_asked_again_with_its_words(tmp_path: Path) -> None:
    """Given a case opened with too early a day, then a time is asked with the old words, and comes back by itself."""
    open_at(tmp_path, "damage.mind")
    when = answers(tmp_path)["incidents"][0]["when"]
    early = ("--today", "2025-01-01")
    code, output = plain(tmp_path, lambda shown: "\x04" if "以前写的是" in shown else "记不清\n", *early)
    assert code == 130, output
    assert f"以前写的是“{when}”" in output
    assert f"现在的答案：{when}" in output
    kept, _problems = parse((tmp_path / "案卷" / "case.yaml").read_text(encoding="utf-8"), "case.yaml")
    assert isinstance(kept, YamlMap)
    assert kept["kept"]["incidents[i1].when"] == when
    code, output = plain(tmp_path, lambda _shown: "\x04", *ON_THE_DAY)
    assert code == 130, output
    assert "以前写的是" not in output
    assert answers(tmp_path)["incidents"][0]["when"] == when


LONG = "".join(f"第{number}句，对方说要上门。" for number in range(1, 400))


def test_a_pasted_line_of_any_length_arrives_whole(tmp_path: Path) -> None:
    """Given a line longer than the 4095 bytes that a terminal keeps by itself, then all of it is in the case."""
    assert len(LONG.encode()) > 12_000
    open_at(tmp_path, "incidents[i1].what")
    waiting = iter([f"{LONG}\n", "\n", "\x04"])
    code, output = plain(tmp_path, lambda _shown: next(waiting), *ON_THE_DAY)
    assert code == 130, output
    assert answers(tmp_path)["incidents"][0]["what"] == LONG


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("周敏敏\x7f\n", "周敏"),
        ("错了\x15周敏\n", "周敏"),
        ("周敏 错\x17\n", "周敏"),
        ("周\x1b[D\x1b[1;5C\x1bOP敏\n", "周敏"),
        ("\x7f\x7f周\x03敏\n", None),
    ],
)
def test_in_plain_lines_the_keys_that_edit_a_line_work(tmp_path: Path, typed: str, kept: str | None) -> None:
    waiting = iter(["2\n", "2\n", "1\n", typed, "\x04"])
    code, output = plain(tmp_path, lambda _shown: next(waiting))
    assert code == 130, output
    assert answers(tmp_path).get("applicant", {}).get("name") == kept


def test_in_plain_lines_a_broken_byte_is_told_and_asked_again(tmp_path: Path) -> None:
    waiting = iter(["2\n", "2\n", "1\n", "周\udcd6\udcdc\n", "周敏\n", "\x04"])
    code, output = plain(tmp_path, lambda _shown: next(waiting))
    assert code == 130, output
    assert "这一行里有读不出来的字符" in output
    assert answers(tmp_path)["applicant"] == {"name": "周敏"}


def test_plain_lines_leave_the_terminal_as_it_was(tmp_path: Path, windows: list[Tmux]) -> None:
    window = begin(tmp_path, windows, "--plain")
    window.until("2. ")
    window.type("2")
    window.until("转了账")
    window.press("C-c")
    assert window.exit_code() == 130
    settings = (tmp_path / "stty").read_text(encoding="utf-8")
    assert "-icanon" not in settings
    assert "-echo " not in settings


ON_THE_DAY = ("--today", "2026-11-23")


def open_at(folder: Path, address: str) -> None:
    """Write a case in which everything is answered but one question."""
    library = packs.load(packs.builtin_content())
    text = (ROOT / "examples" / "wuhan-neighbour" / "answers.yaml").read_text(encoding="utf-8")
    found = read_answers_file(text, "a.yaml", library.questionnaire, None).answers
    while (step := interview.next_step(interview.path(library.questionnaire, found), found)) is not None:
        found.set(step.address, UNKNOWN)
    del found.given[address]
    with casefile.CaseFolder(folder / "案卷") as case:
        store = Store(
            folder=case, questionnaire=library.questionnaire, today=dt.date(2026, 11, 23), packs={}, law_checked=""
        )
        store.answers = found
        store.checkpoint()


def unfolded(window: Tmux) -> str:
    """Return what is on the screen as one line, without blanks: what was folded to fit is whole again."""
    return "".join(window.screen().split())


STORY = "对方来敲门，说要“上门催收”，我没有开门，后来走了，留下一张纸条。"


@pytest.mark.parametrize("width", [40, 60, 80, 90, 140])
def test_a_passage_shows_its_question_and_what_is_typed_at_every_width(
    tmp_path: Path, windows: list[Tmux], width: int
) -> None:
    """Given that only a passage is open, then its question, hint, typing and help can be seen, and it is kept whole."""
    open_at(tmp_path, "incidents[i1].what")
    window = begin(tmp_path, windows, *ON_THE_DAY, width=width)
    window.until("连按两次回车结束")
    assert "[第1件]经过是怎样的？" in unfolded(window).replace("［", "[").replace("］", "]")
    window.press("-l", STORY)
    window.until_last(STORY)
    window.press("F1")
    window.until("连按两次回车结束")
    window.until("大字报")
    window.until_last(STORY)
    window.press("Enter")
    window.press("-l", "第二行")
    window.until("第二行")
    window.press("Enter", "Enter")
    window.until("再想一想")
    window.press("Enter")
    window.until("改一改哪里吗")
    window.press("C-c")
    assert window.exit_code() == 130
    assert answers(tmp_path)["incidents"][0]["what"] == f"{STORY}\n第二行"


@pytest.mark.parametrize("width", [40, 60, 80, 90, 140])
def test_a_line_shows_its_question_and_what_is_typed_at_every_width(
    tmp_path: Path, windows: list[Tmux], width: int
) -> None:
    open_at(tmp_path, "incidents[i1].told_stop")
    window = begin(tmp_path, windows, *ON_THE_DAY, width=width)
    window.until("不要再来吗？")
    window.press("-l", STORY)
    window.until("纸条")
    shown = unfolded(window)
    assert "在这之前，您告诉过对方不要再打、不要再来吗？" in shown
    assert shown.endswith(STORY)
    window.press("F3")
    window.until("对方知道这些人")
    window.press("Enter")
    window.until("不要再来吗？", times=1)
    window.press("C-c")
    assert window.exit_code() == 130


@pytest.mark.parametrize("width", [40, 80])
def test_a_menu_shows_its_whole_question_at_every_width(tmp_path: Path, windows: list[Tmux], width: int) -> None:
    open_at(tmp_path, "conduct.series")
    window = begin(tmp_path, windows, *ON_THE_DAY, width=width)
    window.until("记不清／暂时没有")
    shown = unfolded(window)
    assert "这些事，是同一方、同一种做法、中间没有长时间停下来的一连串吗？" in shown
    assert "（↑↓选，回车）" in shown


TOLD = {
    "正在动手": "2", "转了账": "2", "您是在为谁填": "1", "姓名是什么": "周敏", "身份证上的名字": "1",
    "性别": "1", "住在哪个市": "武汉市江岸区",
    "谁欠了钱": "2", "您的什么人": "父亲", "签过、确认过": "5", "放款的是哪一种": "7", "放款人）的全名": "李某",
    "催收的人吗": "1", "这个人叫什么": "李某", "下面要写对方做过的事": "1", "什么时候的事": "11月22日晚上七点多",
    "对方做了什么": "12 13", "在哪里发生": "家门口", "是谁做的": "1", "经过是怎样": "捶门约半小时",
    "现在停了吗": "1", "有证据吗": "1", "这份证据是什么": "监控视频",
    "现在在谁手里": "1", "能证明哪几件事": "1", "用来证明什么": "捶门", "您想要什么": "1", "改一改哪里吗": "1",
}  # fmt: skip


def test_a_whole_interview_in_plain_lines_ends_in_documents(tmp_path: Path) -> None:
    """Given few honest answers and 记不清 to all the rest, when the person is done, then the papers are written."""

    def reply(shown: str) -> str:
        if "？" not in shown:  # the next line of a passage
            return "\n"
        told = next((answer for words, answer in TOLD.items() if words in shown), None)
        no_answer_means_no = "← 上一题" in shown
        if no_answer_means_no and "选一项就行" not in shown and not told:
            return "记不清\n"
        nothing = "没有了" if "没有了" in shown else "2" if no_answer_means_no else "记不清"
        return (told or nothing) + "\n"

    code, output = plain(tmp_path, reply)
    assert code == 0, output[-3000:]
    names = sorted(path.name for path in (tmp_path / "案卷" / "文书").iterdir())
    assert "选一项就行" in output
    assert names[:3] == ["01_人格权侵害禁令申请书.docx", "02_当事人送达信息表.docx", "03_报案材料.docx"], output


@pytest.mark.parametrize("more", [False, True])
def test_what_an_answers_file_leaves_open_can_be_asked(tmp_path: Path, windows: list[Tmux], *, more: bool) -> None:
    """Given a file with a name and no more, then at a terminal the rest is asked, or the papers are written at once."""
    file = tmp_path / "答案.yaml"
    told = "safety: {now: no, paid_now: no}\n  filer: {role: self}\n  applicant: {name: 周敏}\n"
    file.write_text(f"today: 2026-11-25\nanswers:\n  {told}", encoding="utf-8")
    window = begin(tmp_path, windows, "--answers", str(file))
    window.until("题没有答")
    if not more:
        window.press("Down", "Enter")
        assert window.exit_code() == 0
        assert (tmp_path / "案卷" / "办理方案.docx").is_file()
        return
    window.press("Enter")
    window.until_asked("身份证上的名字")
    window.press("C-c")
    assert window.exit_code() == 130
    assert not (tmp_path / "案卷" / "办理方案.docx").exists()
    assert answers(tmp_path)["applicant"] == {"name": "周敏"}


@pytest.mark.parametrize("arguments", [(), ("--plain",)], ids=["menus", "plain"])
def test_leaving_at_once_leaves_nothing_to_be_seen(
    tmp_path: Path, windows: list[Tmux], arguments: tuple[str, ...]
) -> None:
    """Given somebody at the door, when one key is pressed, then the screen is empty and the answers are kept."""
    window = begin(tmp_path, windows, *arguments)
    if arguments:
        window.until("正在动手")
        for answer, asked in (("2", "转了账"), ("2", "为谁填"), ("1", "姓名是什么"), ("周敏", "身份证上的名字")):
            window.type(answer)
            window.until(asked)
        window.type("离开")
    else:
        to_name(window)
        window.type("周敏")
        window.until("身份证上的名字")
        window.press("F2")
    assert window.exit_code() == 130
    assert window.screen().strip() == ""
    assert answers(tmp_path)["applicant"] == {"name": "周敏"}


def test_leaving_at_once_works_before_the_first_question_too(tmp_path: Path, windows: list[Tmux]) -> None:
    file = tmp_path / "答案.yaml"
    file.write_text("today: 2026-11-25\nanswers:\n  applicant: {name: 周敏}\n", encoding="utf-8")
    window = begin(tmp_path, windows, "--answers", str(file))
    window.until("题没有答")
    window.press("F2")
    assert window.exit_code() == 130
    assert window.screen().strip() == ""
