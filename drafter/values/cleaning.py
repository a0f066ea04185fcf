"""Makes typed and pasted text safe for a document without changing what it says."""

from __future__ import annotations

import re
from typing import Final

_DROPPED: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff\ufdd0-\ufdef\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff]"
)
_LINE_ENDS: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_EDGES: Final = "。．！!；;，,、：: \t\n\u3000\xa0"
_FULL: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FULL[0x3000] = 0x20


def clean(text: str) -> str:
    """Drop control characters, lone surrogates, bidi overrides, zero-width spaces and noncharacters.

    Everything else stays as typed: `& < > " '`, tags, emoji, rare characters. Line ends become new lines.
    """
    return _DROPPED.sub("", _LINE_ENDS.sub("\n", text)).strip(" \t\n\u3000\xa0")


def bare(text: str) -> str:
    """Return text without the stops and commas at its edges: the sentence that takes it in sets its own."""
    return text.strip(_EDGES)


def half_width(text: str) -> str:
    """Return text with full-width letters, digits and signs as half-width ones."""
    return clean(text).translate(_FULL)
