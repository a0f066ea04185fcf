"""What ends a conversation from outside: Ctrl-C between two prompts, SIGTERM, SIGHUP."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from drafter.terminal.asking import Stop

_NAMES: Final = ("SIGINT", "SIGTERM", "SIGHUP")


def _raise(number: int) -> None:
    raise Stop(128 + number)


class Signals:
    """The signals of one conversation: obeyed while it asks, noted while it works.

    Between two questions an answer is on its way to the disk. A signal that comes there waits for the next question,
    some milliseconds later, so that it neither tears what is being written nor loses what was just answered.
    """

    def __init__(self) -> None:
        self._noted = 0
        self._obey: Callable[[int], None] | None = None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Take the signals while a conversation lasts; raise Stop at its end for one that no question came after."""
        self._noted = 0
        numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]  # Windows has no SIGHUP
        before = {number: signal.signal(number, self._received) for number in numbers}
        try:
            yield
            self.check()
        finally:
            for number, handler in before.items():
                signal.signal(number, signal.SIG_DFL if handler is None else handler)

    @contextmanager
    def obeyed(self, obey: Callable[[int], None] = _raise) -> Iterator[None]:
        """Let a signal end what is asked here, at once; raise Stop for one that came before.

        `obey` is called once: while it is done, what else comes is noted.
        """
        self._obey = obey
        try:
            self.check()
            yield
        finally:
            self._obey = None

    def check(self) -> None:
        """Raise Stop where a signal was noted."""
        if self._noted:
            _raise(self._noted)

    def _received(self, number: int, _frame: object) -> None:
        self._noted = self._noted or number
        obey, self._obey = self._obey, None
        if obey is not None:
            obey(self._noted)
