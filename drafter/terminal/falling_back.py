"""Menus where the terminal can show them, and plain lines from the moment that it turns out that it cannot."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from traceback import clear_frames
from typing import TypeVar

from drafter.i18n import gettext as _
from drafter.terminal.asking import Asker, Option, Wish
from drafter.terminal.menus import MenuAsker
from drafter.terminal.plain import PlainAsker

Answered = TypeVar("Answered")


class FallingBack:
    """Asks with menus until they fail; then asks the same question, and all others, line by line.

    A console without a cursor, or a program between us and the terminal, must not end the interview: nothing that was
    answered would be lost, but the person may not come back.
    """

    def __init__(self) -> None:
        self._asker: Asker = MenuAsker()
        self._hold: ExitStack | None = None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the terminal while the conversation lasts, for whichever asks."""
        try:
            with ExitStack() as self._hold:
                self._hold.enter_context(self._asker.held())
                yield
        finally:
            self._hold = None

    def tell(self, text: str, *, strong: bool = False, warning: bool = False) -> None:
        """Show some lines."""
        self._by(lambda asker: asker.tell(text, strong=strong, warning=warning))

    def explain(self, lines: Sequence[str]) -> None:
        """Show what helps with what was just asked."""
        self._by(lambda asker: asker.explain(lines))

    def clear(self) -> None:
        """Take everything off the screen, and out of what can be scrolled back to."""
        self._by(lambda asker: asker.clear())

    def keys(self) -> str:
        """Return how to get help, go back, leave something out and stop on this screen."""
        return self._asker.keys()

    def line(self, message: str, default: str, *, passage: bool, empty: str = "") -> str:
        """Ask for a line, or for several."""
        return self._by(lambda asker: asker.line(message, default, passage=passage, empty=empty))

    def more(self, message: str, text: str, *, passage: bool) -> str:
        """Ask for what is to be added to a text."""
        return self._by(lambda asker: asker.more(message, text, passage=passage))

    def pick(self, message: str, options: Sequence[Option], default: str, *, extras: bool) -> str:
        """Ask for one of the options."""
        return self._by(lambda asker: asker.pick(message, options, default, extras=extras))

    def pick_many(
        self, message: str, options: Sequence[Option], default: Sequence[str], at: str = ""
    ) -> tuple[str, ...]:
        """Ask for at least one of the options."""
        return self._by(lambda asker: asker.pick_many(message, options, default, at))

    def _by(self, act: Callable[[Asker], Answered]) -> Answered:
        try:
            return act(self._asker)
        except Wish:
            raise
        except Exception as error:
            if isinstance(self._asker, PlainAsker):
                raise
            _let_go(error)
            self._fall_back()
        return act(self._asker)

    def _fall_back(self) -> None:
        plain = PlainAsker()
        if self._hold is not None:
            self._hold.close()
            self._hold.enter_context(plain.held())
        self._asker = plain
        plain.tell(_("这个终端显示不了光标菜单，改用逐行显示。"))
        plain.tell(plain.keys())


def _let_go(error: Exception) -> None:
    """Drop what was left half made, with the files it holds; what asyncio complains of then is not for the screen."""
    heard, sys.unraisablehook = sys.unraisablehook, lambda _complaint: None
    try:
        clear_frames(error.__traceback__)
        gc.collect()
    finally:
        sys.unraisablehook = heard
