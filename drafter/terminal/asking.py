"""What a conversation needs of a screen, and the ways of not answering."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final, Protocol

WAYS: Final = {"unknown": "\0unknown", "withheld": "\0withheld", "back": "\0back", "help": "\0help"}
"""The keys of the ways of not answering, where a screen shows them among the options."""


class Wish(Exception):  # noqa: N818 - not an error
    """What a person, or the system, wants instead of an answer; `typed` is what stood in the line by then."""

    typed: str = ""


class Back(Wish):
    """The person wants the question before."""


class Help(Wish):
    """The person wants to know more about this question; `typed` is what stands there so far.

    Of a menu it is the option that the cursor is on, and `ticked` are the options chosen so far.
    """

    def __init__(self, typed: str = "", ticked: Sequence[str] | None = None) -> None:
        super().__init__(typed)
        self.typed = typed
        self.ticked = ticked


class Jump(Wish):
    """The person wants to see all parts, and to go to one of them."""


class NotKnown(Wish):
    """记不清／暂时没有."""


class Withhold(Wish):
    """不写进文书."""


class Stop(Wish):
    """The person, or the system, wants to stop; `exit_code` is what the program leaves with."""

    def __init__(self, exit_code: int = 130) -> None:
        super().__init__(exit_code)
        self.exit_code = exit_code


class Leave(Stop):
    """Somebody is coming: save, and leave nothing on the screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A choice: what stands in the file, and what is shown."""

    key: str
    label: str


class Asker(Protocol):
    """A screen. Each method returns the answer or raises Back, Jump, Help, NotKnown, Withhold or Stop."""

    def held(self) -> AbstractContextManager[None]:
        """Hold the terminal while the conversation lasts."""

    def tell(self, text: str, *, strong: bool = False, warning: bool = False) -> None:
        """Show some lines."""

    def explain(self, lines: Sequence[str]) -> None:
        """Show what helps with what was just asked, so that it can be read before that is asked again."""

    def clear(self) -> None:
        """Take everything off the screen, and out of what can be scrolled back to."""

    def keys(self) -> str:
        """Return how to get help, go back, leave something out and stop on this screen."""

    def line(self, message: str, default: str, *, passage: bool, empty: str = "") -> str:
        """Ask for a line, or for several; `empty` says what it means when nothing is written."""

    def more(self, message: str, text: str, *, passage: bool) -> str:
        """Ask for what is to be added to a text; return the whole."""

    def pick(self, message: str, options: Sequence[Option], default: str, *, extras: bool) -> str:
        """Ask for one of the options; `extras` adds the WAYS, and `default` may be one of them."""

    def pick_many(
        self, message: str, options: Sequence[Option], default: Sequence[str], at: str = ""
    ) -> tuple[str, ...]:
        """Ask for at least one of the options; the cursor begins at the option `at`."""
