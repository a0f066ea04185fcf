"""Menus in a small window: every option can be read whole, and a menu that goes on below says so."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from drafter.packs import Library
from drafter.terminal.menus import _folded
from tests.test_review import prepare
from tests.test_terminal import PATIENCE, Tmux, begin

GOES_ON = "屏幕放不下"


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


def test_no_line_begins_with_what_ends_a_clause() -> None:
    assert _folded("夜里打电话、发短信", 10) == ["夜里打电", "话、发短信"]
    assert _folded("夜里打电话，", 10) == ["夜里打电", "话，"]
    assert _folded("、、、", 2) == ["、", "、", "、"]
