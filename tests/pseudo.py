"""A program on a pseudo-terminal, driven as a person drives it: keys go in, what is shown comes out."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Mapping
from pathlib import Path

from tests.conftest import ROOT

PATIENCE = 20
"""Seconds that a screen may take; far more than it needs."""
KEPT = ("PATH", "HOME", "PYTHONPATH", "VIRTUAL_ENV")
"""What of the environment of the tests a program sees: no locale of theirs."""
UTF8: Mapping[str, str] = {"LC_ALL": "C.UTF-8"}


class Pseudo:
    """A running program and the terminal it has, which speaks `encoding`."""

    def __init__(
        self,
        *command: str | bytes | Path,
        locale: Mapping[str, str] = UTF8,
        encoding: str = "utf-8",
        rows: int = 50,
        columns: int = 100,
    ) -> None:
        self.encoding = encoding
        self.terminal, self._slave = os.openpty()  # ours stays open too, so that its settings can be looked at
        termios.tcsetwinsize(self.terminal, (rows, columns))
        self.before = termios.tcgetattr(self._slave)
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        # Nobody is here who could tell where the cursor is.
        self._env = {"TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1", "PYTHONPATH": str(ROOT), **kept, **locale}
        self._command = [os.fsencode(part) for part in command]
        self.process = self._started()
        self.shown = ""
        self._raw = b""
        self._seen = 0

    def _started(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self._command,
            env=self._env,
            preexec_fn=self._take,  # noqa: PLW1509 - the tests have no threads
        )

    def killed(self) -> None:
        """Kill the program, and run it again on its terminal as it was left."""
        self.process.kill()
        self.process.wait()
        assert not self.sane()
        self.process = self._started()

    def _take(self) -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a test run in the background ignores it
        os.login_tty(self._slave)

    def read(self, patience: float) -> bool:
        """Take in what is shown next; return whether there was anything."""
        if not select.select([self.terminal], [], [], patience)[0]:
            return False
        self._raw += os.read(self.terminal, 65536)
        self.shown = self._raw.decode(self.encoding, errors="replace")
        return True

    def until(self, text: str, patience: float = PATIENCE) -> str:
        """Wait until the text is shown after what was waited for before; return what came with it."""
        deadline = time.monotonic() + patience
        while text not in self.shown[self._seen :]:
            over = time.monotonic() > deadline
            assert not over or self.read(0), f"{text!r} was not shown:\n{self.shown[self._seen :]}"
            self.read(0.05)
        start, self._seen = self._seen, self.shown.index(text, self._seen) + len(text)
        return self.shown[start : self._seen]

    def type(self, text: str | bytes) -> None:
        """Send keys, in one write as a paste comes."""
        typed = text.encode(self.encoding) if isinstance(text, str) else text
        while typed:
            typed = typed[os.write(self.terminal, typed) :]

    def exit_code(self) -> int:
        """Wait for the end, and read what is shown until then."""
        deadline = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < deadline, self.shown
            self.read(0.05)
        while self.read(0.05):
            pass
        return self.process.returncode

    def sane(self) -> bool:
        """Return whether the terminal is set as it was before the program."""
        return termios.tcgetattr(self._slave)[:4] == self.before[:4]

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.terminal)
        os.close(self._slave)


def new(folder: Path | bytes, *arguments: str) -> tuple[str | bytes | Path, ...]:
    """Return the command that a person runs."""
    return (sys.executable, "-m", "drafter", "new", folder, *arguments)
