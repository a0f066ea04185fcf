"""Ctrl-C, SIGTERM and SIGHUP are heard at every moment, and never in the middle of what is being saved."""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from drafter import casefile
from drafter.packs import Library
from drafter.store import Store
from drafter.terminal.asking import Stop
from drafter.terminal.signals import Signals
from tests.pseudo import Pseudo

ROUNDS = 20
TWO_QUESTIONS = """
import sys, termios, time
from prompt_toolkit.input import create_input
from prompt_toolkit.input.typeahead import clear_typeahead
from drafter.terminal.asking import Option, Stop
from drafter.terminal.menus import MenuAsker
options = [Option(key="a", label="甲"), Option(key="b", label="乙")]
for number in range(int(sys.argv[1])):
    time.sleep(0.02)  # Enter may come after the end of its round
    termios.tcflush(0, termios.TCIFLUSH)
    clear_typeahead(create_input())
    asker = MenuAsker()
    try:
        with asker.held():
            asker.pick(f"先问{number}？", options, "", extras=False)
            asker.pick(f"再问{number}？", options, "", extras=False)
        print(f"没有停{number}。", flush=True)
    except Stop as stop:
        print(f"停{number}：{stop.exit_code}。", flush=True)
"""


HEARD_BY_A_THREAD = """
import signal, threading, time
from drafter.terminal.asking import Stop
from drafter.terminal.plain import PlainAsker
def raised():
    time.sleep(0.3)
    signal.raise_signal(signal.SIGINT)
asker = PlainAsker()
try:
    with asker.held():
        threading.Thread(target=raised, daemon=True).start()
        asker.line("问？", "", passage=False)
except Stop as stop:
    print(f"停：{stop.exit_code}。")
"""


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_in_the_moment_between_two_prompts_is_heard(terminals: list[Pseudo], name: str) -> None:
    """Given a prompt that was just answered, when a signal comes 0 to 16 ms later, then no question stays unstopped."""
    number = getattr(signal, name)
    program = Pseudo(sys.executable, "-c", TWO_QUESTIONS, str(ROUNDS))
    terminals.append(program)
    for turn in range(ROUNDS):
        program.until(f"先问{turn}？")
        time.sleep(0.02)
        program.type("\r")
        time.sleep(turn * 0.0008)
        os.kill(program.process.pid, number)
        program.until(f"停{turn}：{128 + number}。", patience=5)
    assert program.exit_code() == 0
    assert program.sane()


def test_ctrl_c_in_the_moment_between_two_prompts_is_heard(terminals: list[Pseudo]) -> None:
    program = Pseudo(sys.executable, "-c", TWO_QUESTIONS, str(ROUNDS))
    terminals.append(program)
    for turn in range(ROUNDS):
        program.until(f"先问{turn}？")
        time.sleep(0.02)
        program.type("\r")
        time.sleep(turn * 0.0008)
        program.type("\x03")
        program.until(f"停{turn}：130。", patience=5)


def test_a_signal_that_does_not_wake_the_wait_for_a_key_is_heard_too(terminals: list[Pseudo]) -> None:
    """Given a signal that another thread was told of, as in the moment before a wait begins, then it ends the wait."""
    program = Pseudo(sys.executable, "-c", HEARD_BY_A_THREAD)
    terminals.append(program)
    program.until("> ")
    program.until("停：130。", patience=5)
    assert program.exit_code() == 0
    assert program.sane()


def saved_under_a_signal(store: Store) -> None:
    signals = Signals()
    with signals.held():
        os.kill(os.getpid(), signal.SIGTERM)
        store.record("applicant.name", "周敏")
        with signals.obeyed():
            pytest.fail("the next question was asked")


def test_what_is_being_saved_is_saved_before_a_signal_is_obeyed(tmp_path: Path, library: Library) -> None:
    with casefile.CaseFolder(tmp_path / "c") as folder:
        store = Store(
            folder=folder, questionnaire=library.questionnaire, today=dt.date(2026, 11, 23), packs={}, law_checked=""
        )
        with pytest.raises(Stop) as stopped:
            saved_under_a_signal(store)
        assert stopped.value.exit_code == 143
        assert "周敏" in folder.lines(casefile.JOURNAL)[0]


def test_a_signal_after_the_last_question_is_heard_at_the_end() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(Stop), Signals().held():
        os.kill(os.getpid(), signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) == before


def tidied_under_a_signal(tidied: list[bool]) -> None:
    signals = Signals()
    with signals.held(), signals.obeyed():
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            pytest.fail("it was not obeyed at once")
        finally:
            os.kill(os.getpid(), signal.SIGINT)
            tidied.append(True)


def test_a_second_signal_does_not_disturb_what_the_first_has_begun() -> None:
    tidied: list[bool] = []
    with pytest.raises(Stop) as stopped:
        tidied_under_a_signal(tidied)
    assert tidied
    assert stopped.value.exit_code == 143
