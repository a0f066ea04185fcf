"""Holds a terminal: how it reads while a conversation lasts, and how it is left."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeAlias

Settings: TypeAlias = list[Any]
"""What termios.tcgetattr returns."""
_WITHOUT_CONTROLS: Final = ("dumb", "unknown")
"""What TERM is where nothing but lines can be shown."""
_AS_ALWAYS: Final = "\x1b[?25h\x1b[?7h\x1b[?2004l\x1b[?1l\x1b[m"
"""Cursor shown, lines folded, pastes unmarked, arrow keys and colours as at first: what a killed program may leave."""


def has_controls() -> bool:
    """Return whether a terminal knows more than lines, as far as it says."""
    return os.environ.get("TERM", "") not in _WITHOUT_CONTROLS


@contextmanager
def held(change: Callable[[Settings], None]) -> Iterator[int | None]:
    """Keep the terminal in another way of reading, which `change` makes of its own; give its number where there is one.

    What a killed program has left behind is undone first.
    """
    if sys.stdin is None or not sys.stdin.isatty() or os.name != "posix":
        yield None
        return
    import termios

    if sys.stdout.isatty() and has_controls():
        sys.stdout.write(_AS_ALWAYS)
        sys.stdout.flush()
    terminal = sys.stdin.fileno()
    before = _mended(termios.tcgetattr(terminal))
    wanted = [*before[:6], list(before[6])]
    change(wanted)

    def hold(*_signal: object) -> None:
        termios.tcsetattr(terminal, termios.TCSADRAIN, wanted)

    continued = signal.signal(signal.SIGCONT, hold)  # after Ctrl-Z the shell gives the terminal back its own way
    try:
        hold()
        yield terminal
    finally:
        signal.signal(signal.SIGCONT, continued)
        with contextlib.suppress(termios.error):  # the terminal may be gone
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def unseen(settings: Settings) -> None:
    """Let a terminal hand over every key at once, and show nothing by itself."""
    import termios

    settings[3] &= ~(termios.ICANON | termios.ECHO | termios.IEXTEN)
    settings[3] |= termios.ISIG
    settings[6][termios.VMIN], settings[6][termios.VTIME] = 1, 0
    settings[6][termios.VQUIT] = b"\0"  # it would leave the terminal so


def _mended(settings: Settings) -> Settings:
    """Return how a terminal is to be left: not key by key, as only a killed program leaves it to the next."""
    import termios

    if not settings[3] & termios.ICANON:
        settings[0] |= termios.ICRNL | termios.IXON
        settings[1] |= termios.OPOST
        settings[3] |= termios.ICANON | termios.ECHO | termios.IEXTEN | termios.ISIG
    return settings
