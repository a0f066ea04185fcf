"""Reads lines of any length from a terminal, without redrawing: what is typed shows as it comes.

The system's own way of reading a line drops what is longer than 4095 bytes, without a word: some 1365 Chinese
characters, which is one pasted passage. Here the terminal is read key by key, and the few keys that edit a line
are done by hand: Backspace, Ctrl-U (all of it), Ctrl-W (a word), Ctrl-D (end). Ctrl-C and Ctrl-Z stay the system's.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

_END: Final = 4
_KILL: Final = 21
_WORD: Final = 23
_ESCAPE: Final = 27
_INTRODUCERS: Final = (ord("["), ord("O"))
"""With Escape before it: the beginning of what an arrow or a function key sends."""
_ERASE: Final = (8, 127)
_LINE_ENDS: Final = (10, 13)
_TAB: Final = 9
_SPACE: Final = 32
_FINAL: Final = range(0x40, 0x7F)
"""The byte that ends it."""
_REST: Final = range(0x80, 0xC0)
"""The bytes of a character after its first."""


class Keyboard:
    """Standard input, line by line."""

    def __init__(self) -> None:
        self._terminal: int | None = None
        self._pending: Iterator[int] = iter(b"")
        """Read already, and not yet taken."""

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep the terminal in this way of reading, between two questions too: nothing of a long paste is dropped."""
        if sys.stdin is None or not sys.stdin.isatty() or os.name != "posix":
            yield
            return
        import termios

        terminal = sys.stdin.fileno()
        before = termios.tcgetattr(terminal)

        def hold(*_signal: object) -> None:
            termios.tcsetattr(terminal, termios.TCSADRAIN, _key_by_key(before))

        continued = signal.signal(signal.SIGCONT, hold)  # after Ctrl-Z the shell gives the terminal back its own way
        try:
            hold()
            self._terminal = terminal
            yield
        finally:
            self._terminal = None
            signal.signal(signal.SIGCONT, continued)
            with contextlib.suppress(termios.error):  # the terminal may be gone
                termios.tcsetattr(terminal, termios.TCSADRAIN, before)

    def line(self) -> str | None:
        """Return the next line without its end, None at the end of the input; a broken byte comes as a surrogate."""
        if self._terminal is None:
            text = sys.stdin.readline()
            return text.rstrip("\r\n") if text else None
        typed = bytearray()
        while (key := self._key()) is not None:
            if key in _LINE_ENDS:
                _show(b"\n")
                sys.stdout.flush()
                return typed.decode("utf-8", errors="surrogateescape")
            if key == _END and not typed:
                break
            _edit(typed, key)
        return None

    def _key(self) -> int | None:
        """Return the next byte typed; what an arrow or a function key sends is passed over."""
        key = self._byte()
        while key == _ESCAPE:
            key = self._byte()
            if key in _INTRODUCERS:
                key = self._byte()
                while key is not None and key not in _FINAL:
                    key = self._byte()
                key = self._byte()
        return key

    def _byte(self) -> int | None:
        byte = next(self._pending, None)
        if byte is None and self._terminal is not None:
            sys.stdout.flush()
            try:
                self._pending = iter(os.read(self._terminal, 65536))
            except OSError:  # the terminal is gone
                return None
            byte = next(self._pending, None)
        return byte


def _key_by_key(settings: list[Any]) -> list[Any]:
    """Return the settings of a terminal that is read key by key and shows nothing by itself."""
    import termios

    changed = [*settings[:6], list(settings[6])]
    changed[0] |= termios.ICRNL
    changed[3] &= ~(termios.ICANON | termios.ECHO | termios.IEXTEN)
    changed[3] |= termios.ISIG
    changed[6][termios.VMIN], changed[6][termios.VTIME] = 1, 0
    changed[6][termios.VQUIT] = b"\0"  # it would leave the terminal so
    return changed


def _edit(typed: bytearray, key: int) -> None:
    """Do what a key means to the line."""
    if key in _ERASE:
        _rub_out(typed)
    elif key == _KILL:
        while typed:
            _rub_out(typed)
    elif key == _WORD:
        while typed and typed[-1] == _SPACE:
            _rub_out(typed)
        while typed and typed[-1] != _SPACE:
            _rub_out(typed)
    elif key >= _SPACE or key == _TAB:
        typed.append(key)
        _show(bytes([key]))


def _rub_out(typed: bytearray) -> None:
    """Take the last character away, on the screen too."""
    from prompt_toolkit.utils import get_cwidth

    start = len(typed) - 1
    while start > 0 and typed[start] in _REST:
        start -= 1
    character = typed[max(start, 0) :].decode("utf-8", errors="replace")
    del typed[max(start, 0) :]
    _show(b"\b \b" * get_cwidth(character))


def _show(shown: bytes) -> None:
    sys.stdout.buffer.write(shown)
