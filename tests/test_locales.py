"""Whatever the locale says, Chinese is typed, shown and kept; files are UTF-8 in every case."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from drafter.__main__ import named_encoding, spoken_encoding, understood
from tests.conftest import ROOT, need
from tests.pseudo import KEPT, Pseudo, new
from tests.test_terminal import answers

WUHAN = ROOT / "examples" / "wuhan-neighbour" / "answers.yaml"
OF_A_UTF8_TERMINAL: list[dict[str, str]] = [
    {"LC_ALL": "C", "PYTHONUTF8": "0"},
    {"LC_ALL": "C"},
    {"LC_ALL": "POSIX"},
    {"LANG": "zh_CN.UTF-8"},
    {"LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "gbk"},
    {"LC_ALL": "POSIX", "PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"},
    {},
]
OF_A_GBK_TERMINAL: list[dict[str, str]] = [
    {"LC_ALL": "zh_CN.GBK"},
    {"LANG": "zh_CN.gb2312"},
    {"LC_CTYPE": "zh_CN.GBK", "PYTHONUTF8": "0"},
    {"LC_ALL": "zh_CN.GBK", "PYTHONIOENCODING": "utf-8"},
]


def speech(locale: Mapping[str, str]) -> str:
    return " ".join(f"{name}={value}" for name, value in locale.items()) or "none"


def interviewed(program: Pseudo, *, enter: str, menus: bool) -> None:
    """Answer up to the name, with a mistake that is rubbed out, and stop at the question after it."""
    for asked, picked in (("正在动手", "2"), ("转了账", "2"), ("您是在为谁填", "1")):
        program.until(asked)
        program.until("记不清")
        if menus:
            program.read(0.2)
            program.type("\x1b[B" * (int(picked) - 1))
            program.type("\r")
        else:
            program.until("> ")
            program.type(f"{picked}\n")
    program.until("姓名是什么")
    if menus:
        program.read(0.2)
    else:
        program.until("> ")
    program.type("周敏错")
    program.until("错")
    program.type("\x7f")
    program.type(enter)
    program.until("身份证上的名字")
    program.read(0.2)
    program.type("\x03")


@pytest.mark.parametrize("menus", [True, False], ids=["menus", "plain"])
@pytest.mark.parametrize(
    ("locale", "encoding"),
    [*((locale, "utf-8") for locale in OF_A_UTF8_TERMINAL), *((locale, "gbk") for locale in OF_A_GBK_TERMINAL)],
    ids=lambda value: speech(value) if isinstance(value, dict) else value,
)
def test_chinese_is_typed_shown_and_kept(
    tmp_path: Path, terminals: list[Pseudo], locale: dict[str, str], encoding: str, *, menus: bool
) -> None:
    program = Pseudo(*new(tmp_path / "案卷", *(() if menus else ("--plain",))), locale=locale, encoding=encoding)
    terminals.append(program)
    interviewed(program, enter="\r", menus=menus)
    assert program.exit_code() == 130
    assert program.sane()
    assert "已保存" in program.shown
    assert "\ufffd" not in program.shown
    assert answers(tmp_path)["applicant"] == {"name": "周敏"}


GBK = {"LC_ALL": "zh_CN.GBK"}


def installed(folder: Path) -> dict[str, str]:
    """Return the environment of a system where the GBK locale is there."""
    (folder / "locale").mkdir()
    compiler = need("localedef")
    made = [compiler, "--no-archive", "-i", "zh_CN", "-f", "GBK", str(folder / "locale" / "zh_CN.GBK")]
    run = subprocess.run(made, check=False, capture_output=True)
    if not (folder / "locale" / "zh_CN.GBK" / "LC_CTYPE").exists():
        pytest.skip(f"the sources of the locale are not installed: {run.stderr.decode()}")
    return {**GBK, "LOCPATH": str(folder / "locale")}


@pytest.mark.parametrize("there", [True, False], ids=["installed", "not installed"])
def test_a_gbk_terminal_is_spoken_to_in_gbk_to_the_end(tmp_path: Path, terminals: list[Pseudo], *, there: bool) -> None:
    """Given arguments typed in GBK, then papers are written under UTF-8 names, and what is told can be read."""
    locale = installed(tmp_path) if there else GBK
    target = os.fsencode(tmp_path) + "/案 卷".encode("gbk")
    program = Pseudo(*new(target, "--answers", str(WUHAN), "--plain"), locale=locale, encoding="gbk")
    terminals.append(program)
    program.until("还有")
    program.until("> ")
    program.type("2\n")
    assert program.exit_code() == 0
    assert "写好了 5 份文书" in program.shown
    assert "案 卷/文书：" in program.shown
    assert "\ufffd" not in program.shown
    case = tmp_path / "案 卷"
    assert "周敏" in (case / "case.yaml").read_text(encoding="utf-8")
    assert (case / "文书" / "03_报案材料.docx").is_file()
    change = "applicant.name=陆猫".encode("gbk")
    again = Pseudo(sys.executable, "-m", "drafter", "edit", target, "--set", change, locale=locale, encoding="gbk")
    terminals.append(again)
    assert again.exit_code() == 0, again.shown
    assert answers(case.parent, "案 卷")["applicant"]["name"] == "陆猫"


def test_a_folder_that_is_named_in_gbk_is_opened(tmp_path: Path, terminals: list[Pseudo]) -> None:
    named = os.fsencode(tmp_path) + "/旧案".encode("gbk")
    os.mkdir(named)  # noqa: PTH102 - a path of bytes
    program = Pseudo(*new(named, "--plain"), locale=GBK, encoding="gbk")
    terminals.append(program)
    interviewed(program, enter="\r", menus=False)
    assert program.exit_code() == 130
    assert b"case.yaml" in os.listdir(named)  # noqa: PTH208
    assert not (tmp_path / "旧案").exists()


def test_what_cannot_be_read_from_a_gbk_terminal_is_told(tmp_path: Path, terminals: list[Pseudo]) -> None:
    program = Pseudo(*new(tmp_path / "案卷", "--plain"), locale=GBK, encoding="gbk")
    terminals.append(program)
    for answer in ("2", "2", "1"):
        program.until("> ")
        program.type(f"{answer}\n")
    program.until("姓名是什么")
    program.until("> ")
    program.type(b"\xff\xff\n")
    program.until("终端的编码要设成 GBK")


@pytest.mark.parametrize("locale", [*OF_A_UTF8_TERMINAL, *OF_A_GBK_TERMINAL], ids=speech)
def test_what_goes_to_a_file_or_a_pipe_is_utf8(tmp_path: Path, locale: dict[str, str]) -> None:
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    command = [sys.executable, "-m", "drafter", "new", str(tmp_path / "案 卷"), "--answers", str(WUHAN)]
    run = subprocess.run(command, env={"PYTHONPATH": str(ROOT), **kept, **locale}, capture_output=True, check=True)
    assert "写好了 5 份文书" in run.stdout.decode("utf-8")
    assert "周敏" in (tmp_path / "案 卷" / "case.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("environment", "encoding"),
    [
        ({"LC_ALL": "zh_CN.GBK", "LANG": "C.UTF-8"}, "gbk"),
        ({"LC_ALL": "", "LC_CTYPE": "zh_CN.GB18030", "LANG": "en_US.UTF-8"}, "gb18030"),
        ({"LANG": "zh_CN.eucCN@pinyin"}, "gbk"),
        ({"LANG": "zh_CN"}, "utf-8"),
        ({"LC_ALL": "C.UTF-8", "LANG": "zh_CN.GBK"}, "utf-8"),
        ({"LANG": "ja_JP.eucJP"}, "utf-8"),
        ({}, "utf-8"),
    ],
)
def test_the_first_locale_that_is_set_names_the_encoding(environment: dict[str, str], encoding: str) -> None:
    assert named_encoding(environment) == encoding


def test_a_windows_console_keeps_its_own_encoding_and_a_file_is_utf8() -> None:
    """Given a console of code page 936 that Python reads in bytes, as with PYTHONLEGACYWINDOWSSTDIO."""
    assert spoken_encoding(terminal=True, system="nt", own="cp936", named="utf-8") == "cp936"
    assert spoken_encoding(terminal=True, system="nt", own="utf-8", named="utf-8") == "utf-8"
    assert spoken_encoding(terminal=False, system="nt", own="cp936", named="utf-8") == "utf-8"


@pytest.mark.parametrize("text", ["--answers", "案 卷", "applicant.name=陆猫", "周敏䶮"])
def test_arguments_are_understood_in_the_encoding_of_the_terminal(text: str) -> None:
    typed = text.encode("gb18030")
    assert understood(os.fsdecode(typed), "gb18030") == text
    assert understood(os.fsdecode(typed), "utf-8") == os.fsdecode(typed)


def test_chinese_in_utf8_is_understood_at_a_gbk_terminal_too() -> None:
    assert understood("案 卷", "gbk") == "案 卷"
