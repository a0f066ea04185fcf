"""Several lines pasted where one is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_ENDS: Final = "。；;，,、"
"""What need not stand before the sign that joins a line to the next."""
_SHOWN: Final = 40


def lines(text: str) -> list[str]:
    """Return the lines in which something stands."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def in_one(parts: Sequence[str], kind: str = "") -> str:
    """Return the lines as one: telephone numbers are a list, everything else clauses of a sentence."""
    joined = [part.rstrip(_ENDS) for part in parts[:-1]]
    return ("、" if kind == "phones" else "；").join([*joined, *parts[-1:]])


def beginning(text: str) -> str:
    """Return as much of a text as tells it from another, for an option of a menu."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
