"""What is typed between two prompts, while an answer is saved: it is not shown there, and it is not lost."""

from __future__ import annotations

import sys
import time

import pytest

from tests.pseudo import Pseudo

TWO_LINES = """
import time
from drafter.terminal.asking import NotKnown
from drafter.terminal.menus import MenuAsker
asker = MenuAsker()
with asker.held():
    asker.line("先问？", "", passage=False)
    print("正在存。", flush=True)
    time.sleep(0.5)
    print("存好了。", flush=True)
    try:
        print(f"得到：{asker.line('再问？', '', passage=False)}。")
    except NotKnown:
        print("得到：记不清。")
"""


@pytest.mark.parametrize(
    ("keys", "got"), [("\x1bOS", "记不清"), ("周敏\r", "周敏"), ("\x7f周敏\r", "周敏"), ("周敏\x1bOS", "记不清")]
)
def test_what_is_typed_while_an_answer_is_saved_is_for_the_next_question(
    terminals: list[Pseudo], keys: str, got: str
) -> None:
    program = Pseudo(sys.executable, "-c", TWO_LINES)
    terminals.append(program)
    program.until("先问？")
    time.sleep(0.1)
    program.type("\r")
    program.until("正在存。")
    program.type(keys)
    assert program.until("存好了。") == "\r\n存好了。"
    program.until(f"得到：{got}。")
    assert program.exit_code() == 0
    assert program.sane()
