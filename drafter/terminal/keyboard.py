"""Reads lines of any length from a terminal, without redrawing: what is typed shows as it comes.

The system's own way of reading a line drops what is longer than 4095 bytes, without a word: some 1365 Chinese
characters, which is one pasted passage. Here the terminal is read key by key, and the few keys that edit a line
are done by hand: Backspace, Ctrl-U (all of it), Ctrl-W (a word), Ctrl-D (end). Ctrl-C and Ctrl-Z stay the system's.

Several lines that are pasted are one entry: the second must not answer the question after. A terminal delivers a paste
in one piece, while a person presses Enter by itself; so only where Enter came together with what stands before it is
there a short wait for more. What was typed before the question was shown is no paste, but typed ahead: line by line.
"""

from __future__ import annotations

import contextlib
import os
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from drafter.terminal import holding

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
_PASTE_PAUSE: Final = 0.03
"""Seconds within which the pieces of one paste follow each other."""
_LOOK_UP: Final = 0.2
"""Seconds after which a wait looks up: a signal that came in the moment before it has not ended it."""
_AHEAD: Final = 64
"""Bytes that may be typed ahead."""


class Keyboard:
    """Standard input, line by line."""

    def __init__(self) -> None:
        self._terminal: int | None = None
        self.encoding = sys.stdin.encoding if sys.stdin is not None else "utf-8"
        """How the terminal speaks."""
        self._pending = bytearray()
        """Read already, and not yet taken."""
        self._taken = 0
        """How many bytes have been taken of the piece that was read last."""

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep the terminal in this way of reading, between two questions too: nothing of a long paste is dropped."""
        with holding.held(_key_by_key) as terminal:
            self._terminal = terminal
            try:
                yield
            finally:
                self._terminal = None

    def ahead(self) -> bool:
        """Return whether something short was typed before it was asked for; what is longer was pasted."""
        while self._more_within(0) and self._read():
            pass
        return 0 < len(self._pending) <= _AHEAD

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
                return _text(typed, self.encoding)
            if key == _END and not typed:
                break
            _edit(typed, key, self.encoding)
        return None

    def entry(self) -> str | None:
        """Return the next line, or all the lines of one paste."""
        text = line = self.line()
        while text is not None and line is not None and self._goes_on(after=line):
            line = self.line()
            text = text if line is None else f"{text}\n{line}"
        return text

    def _goes_on(self, after: str) -> bool:
        """Return whether the line that has just ended is followed by more of the same paste."""
        if self._taken == 1 and (after or not self._pending):  # Enter came by itself
            return False
        while self._more_within(_PASTE_PAUSE) and (piece := self._read()):
            if len(piece) == 1 and piece[0] in _LINE_ENDS:  # and here it does
                return False
        return bool(self._pending) and self._pending[0] != _END

    def _more_within(self, seconds: float) -> bool:
        return self._terminal is not None and bool(select.select([self._terminal], [], [], seconds)[0])

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
        if not self._pending:
            sys.stdout.flush()
            self._read()
            self._taken = 0
        self._taken += 1
        return self._pending.pop(0) if self._pending else None

    def _read(self) -> bytes:
        """Wait for the next piece of what is typed; it is empty at the end of the input."""
        piece = b""
        while self._terminal is not None and not self._more_within(_LOOK_UP):
            pass
        if self._terminal is not None:
            with contextlib.suppress(OSError):  # the terminal is gone
                piece = os.read(self._terminal, 65536)
        self._pending += piece
        return piece


def _key_by_key(settings: holding.Settings) -> None:
    import termios

    holding.unseen(settings)
    settings[0] |= termios.ICRNL


def _text(typed: bytearray, encoding: str) -> str:
    return typed.decode(encoding, errors="surrogateescape")


def _edit(typed: bytearray, key: int, encoding: str) -> None:
    """Do what a key means to the line."""
    if key == _TAB or (key >= _SPACE and key not in _ERASE):
        typed.append(key)
        _show(bytes([key]))
        return
    text = _text(typed, encoding)
    if key in _ERASE:
        _rub_out(typed, text, len(text) - 1, encoding)
    elif key == _KILL:
        _rub_out(typed, text, 0, encoding)
    elif key == _WORD:
        _rub_out(typed, text, text.rstrip(" ").rfind(" ") + 1, encoding)


def _rub_out(typed: bytearray, text: str, kept: int, encoding: str) -> None:
    """Take away all but the first characters, on the screen too."""
    from prompt_toolkit.utils import get_cwidth

    kept = max(kept, 0)
    del typed[len(text[:kept].encode(encoding, errors="surrogateescape")) :]
    gone = text[kept:].encode(errors="replace").decode()  # a broken byte is one sign on the screen
    _show(b"\b \b" * get_cwidth(gone))


def _show(shown: bytes) -> None:
    sys.stdout.buffer.write(shown)
