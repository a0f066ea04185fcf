"""Makes typed and pasted text safe for a document without changing what it says."""

from __future__ import annotations

import re
from typing import Final

_DROPPED: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\xad\ud800-\udfff\ufffe\uffff\ufdd0-\ufdef\u180e\u200b\u200e\u200f\u202a-\u202e\u2060"
    "\u2066-\u2069\ufeff]"
)
_LINE_ENDS: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BLANKS: Final = " \t\n\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_EDGES: Final = f"。．！!；;，,、：:{_BLANKS}"
_HALF: Final = (
    {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | {ord(blank): " " for blank in _BLANKS if blank not in "\t\n"}
    | {ord(dash): "-" for dash in "‐‑‒−﹣"}
    | {ord(joiner): "" for joiner in "\u200c\u200d"}
)
_POINT: Final = re.compile(r"(?<=[0-9])。(?=[0-9])")
"""The stop of a Chinese keyboard where a point was meant: 3。5万, 2026。10。3."""
_LOOKALIKE: Final = re.compile(r"(?<![A-Za-z])[OoIl]+(?=[0-9])|(?<=[0-9])[OoIl]+(?![A-Za-z'’])")
"""A letter that was typed for the digit it looks like: 138OOOO0001, 1O月3日."""
_DIGIT: Final = str.maketrans("OoIl", "0011")
_SHORT: Final = 20
_QUOTED: Final = re.compile(r"[“\"「『'‘]+(.*?)[”\"」』'’]+", re.DOTALL)


def clean(text: str) -> str:
    """Drop control characters, lone surrogates, bidi marks and overrides, zero-width spaces and noncharacters.

    Everything else stays as typed: `& < > " '`, tags, emoji, rare characters. Line ends become new lines.
    """
    return _DROPPED.sub("", _LINE_ENDS.sub("\n", text)).strip(_BLANKS)


def bare(text: str) -> str:
    """Return text without the stops and commas at its edges: the sentence that takes it in sets its own."""
    return text.strip(_EDGES)


def unquoted(text: str) -> str:
    """Return what is to be read of text: an example is copied with its quotation marks, a line ends with a stop."""
    line = bare(clean(text))
    match = _QUOTED.fullmatch(line)
    return bare(match[1]) if match else line


def half_width(text: str) -> str:
    """Return text with full-width letters, digits and signs as half-width ones, and spaces of all kinds as spaces."""
    return _POINT.sub(".", clean(text).translate(_HALF))


def figures(text: str) -> str:
    """Return half-width text in which letters that were typed for the digits they look like are digits."""
    return _LOOKALIKE.sub(lambda match: match.group().translate(_DIGIT), half_width(text))


def short(text: str) -> str:
    """Return as much of an answer as a message repeats of it."""
    line = clean(text)
    return f"{line[:_SHORT]}…" if len(line) > _SHORT else line
