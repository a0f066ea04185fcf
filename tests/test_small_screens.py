"""Menus in a small window: every option can be read whole, and a menu that goes on below says so."""

from __future__ import annotations

import re
import subprocess
import time
from pathlib import Path

import pytest

from drafter.packs import Library
from drafter.terminal.menus import _folded
from tests.test_review import prepare
from tests.test_terminal import PATIENCE, Tmux, begin

GOES_ON = "屏幕放不下"
BACK_TO_IT = "按回车回到这一题"


def pointed(window: Tmux) -> str:
    """Return what is shown of the option that the cursor is on, with its lines joined."""
    _above, _arrow, below = window.screen().rpartition("→")
    first, *others = below.rstrip("\n").split("\n")
    rest = [line.strip() for line in others]
    end = next((place for place, line in enumerate(others) if re.match(r" {3}\S", line)), len(rest))
    return "".join([first.strip(), *rest[:end]]).removeprefix("○ ")


def until_pointed(window: Tmux, label: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while pointed(window) != label:
        assert time.monotonic() < deadline, f"{label}\n{window.screen()}"
        time.sleep(0.02)


def visible(window: Tmux) -> str:
    """Return what is on the screen, without what has left it above."""
    return subprocess.run([*window.tmux, "capture-pane", "-p"], check=True, capture_output=True).stdout.decode()


def until_other(window: Tmux, page: str) -> None:
    """Wait for the next page of a help."""
    deadline = time.monotonic() + PATIENCE
    while visible(window) == page or "按回车" not in visible(window):
        assert time.monotonic() < deadline, window.screen()
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("address", "items"),
    [("incidents[i1].conducts", {"incidents": 1}), ("collectors[c1].relation", {"collectors": 1})],
    ids=["many", "one"],
)
def test_every_option_is_shown_whole_where_the_menu_does_not_fit(
    library: Library, tmp_path: Path, windows: list[Tmux], address: str, items: dict[str, int]
) -> None:
    """Given 40 columns and 12 lines, when the cursor goes through the options, then each can be read to its end."""
    prepare(tmp_path, library, address, items)
    window = begin(tmp_path, windows, width=40, height=12)
    question = library.questionnaire.question_at(address)
    assert question is not None
    extras = () if question.kind == "choices" else ("记不清／暂时没有", "不写进文书", "← 上一题", "？ 为什么问、怎么答")
    labels = [*question.choices.values(), *extras]
    window.until(f"（共 {len(labels)} 项")
    for label in labels:
        until_pointed(window, label)
        assert question.ask[:4] in window.screen()
        window.press("Down")
    until_pointed(window, labels[0])


@pytest.mark.parametrize(("height", "told"), [(60, False), (20, True)])
def test_only_a_menu_taller_than_the_window_says_that_it_goes_on(
    library: Library, tmp_path: Path, windows: list[Tmux], height: int, *, told: bool
) -> None:
    prepare(tmp_path, library, "incidents[i1].conducts", {"incidents": 1})
    window = begin(tmp_path, windows, width=40, height=height)
    window.until("→ ○ 频繁打电话")
    assert (GOES_ON in window.screen()) == told


@pytest.mark.parametrize(("width", "height"), [(100, 24), (80, 15), (40, 12)])
def test_help_can_be_read_where_the_menu_leaves_no_room_for_it(
    library: Library, tmp_path: Path, windows: list[Tmux], width: int, height: int
) -> None:
    """Given a menu as tall as the window, when F1 is pressed, then all of the help is seen before the menu is again."""
    address = "incidents[i1].conducts"
    prepare(tmp_path, library, address, {"incidents": 1})
    question = library.questionnaire.question_at(address)
    assert question is not None
    window = begin(tmp_path, windows, width=width, height=height)
    window.until("→ ○ 频繁打电话")
    window.press("Down", "Space", "F1")
    window.until_asked("按回车")
    pages = [visible(window)]
    while BACK_TO_IT not in pages[-1]:
        window.press("Enter")
        until_other(window, pages[-1])
        pages.append(visible(window))
    told = "".join("".join(pages).split())
    assert "".join(question.help.split()) in told
    assert "F1帮助F3上一题" in told
    assert "频繁打电话" not in visible(window)
    window.press("Enter")
    window.until("→ ● 频繁发短信")


@pytest.mark.parametrize("key", ["F1", "F3", "F4", "F6"])
def test_any_key_leads_from_the_help_to_the_question(
    library: Library, tmp_path: Path, windows: list[Tmux], key: str
) -> None:
    prepare(tmp_path, library, "incidents[i1].conducts", {"incidents": 1})
    window = begin(tmp_path, windows, height=15)
    window.until("→ ○ 频繁打电话")
    window.press("F1")
    window.until_asked(BACK_TO_IT)
    window.press(key)
    window.until_asked("对方做了什么")


def test_help_stands_above_its_question_where_both_fit(library: Library, tmp_path: Path, windows: list[Tmux]) -> None:
    prepare(tmp_path, library, "incidents[i1].conducts", {"incidents": 1})
    window = begin(tmp_path, windows, height=60)
    window.until("→ ○ 频繁打电话")
    window.press("F1")
    window.until("F1 帮助", times=2)
    window.until_asked("对方做了什么")
    assert BACK_TO_IT not in window.screen()


def test_no_line_begins_with_what_ends_a_clause() -> None:
    assert _folded("夜里打电话、发短信", 10) == ["夜里打电", "话、发短信"]
    assert _folded("夜里打电话，", 10) == ["夜里打电", "话，"]
    assert _folded("、、、", 2) == ["、", "、", "、"]
