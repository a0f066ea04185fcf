"""Puts the tags of a part together: which begins and ends which block, and their source without anything around them.

What cannot be read is left out and what is missing is filled in, so that one mistake does not hide the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from drafter.word.lint.lines import Line
from drafter.word.lint.tagging import ENGINE, Tag, alone, scan, spaced_path

_ENDS: Final = {"endif": "if", "endfor": "for"}
_TARGET: Final = re.compile(r"for\s+([^\W\d]\w*)\s+in\b")
_BRANCHES: Final = {"elif": ("if",), "else": ("if", "for")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A tag in its paragraph; `hidden` when it is no text of it."""

    line: int
    tag: Tag
    hidden: bool = False


@dataclass(slots=True, kw_only=True)
class Block:
    """What lies between an if or for and its end; `end` is None when it never ends."""

    begin: Placed
    branches: list[Placed] = field(default_factory=list)
    end: Placed | None = None


@dataclass(slots=True, kw_only=True)
class Woven:
    """The tags of a part: blocks, ends that end nothing, and the source, a line for each paragraph."""

    blocks: list[Block] = field(default_factory=list)
    loose: list[Placed] = field(default_factory=list)
    source: list[list[str]] = field(default_factory=list)
    whole: bool = True
    """Whether every tag could be read; of those that could not, only what they begin is kept."""


def weave(lines: Sequence[Line], tags: Sequence[Sequence[Tag]]) -> Woven:
    """Put the tags of a part together."""
    woven = Woven(source=[[] for _line in lines])
    opened: list[Block] = []
    for number, line in enumerate(lines):
        here = [Placed(line=number, tag=tag) for tag in tags[number]]
        here += [Placed(line=number, tag=tag, hidden=True) for text in line.hidden for tag in scan(text)[0]]
        for placed in here:
            source = woven.source[number]
            if placed.tag.kind != "#":
                woven.whole = woven.whole and _readable(placed.tag)
                if body := _body(placed.tag):
                    _take(placed, body, opened, woven, source)
    if lines:
        woven.source[-1] += [_ending(block) for block in reversed(opened)]
    return woven


def _readable(tag: Tag) -> bool:
    return not spaced_path(tag) and alone(tag.kind, tag.body) is None


def _body(tag: Tag) -> str:
    """Return what stands in a tag, or what can be kept of it when it cannot be read."""
    if _readable(tag):
        return tag.body
    if tag.word == "for":
        target = _TARGET.match(tag.body)
        return f"for {target[1] if target else '_'} in _"
    return f"{tag.word} 1" if tag.word in ("if", "elif") else ""


def _take(placed: Placed, body: str, opened: list[Block], woven: Woven, source: list[str]) -> None:
    tag = placed.tag
    if tag.kind == "{":
        source.append(f"{{{{ {body} }}}}")
    elif tag.word in ENGINE:
        if tag.rest:
            source.append(f"{{% set _ = {tag.rest} %}}")
    elif tag.word in ("if", "for"):
        opened.append(Block(begin=placed))
        woven.blocks.append(opened[-1])
        source.append(f"{{% {body} %}}")
    elif tag.word in _ENDS:
        wanted = _ENDS[tag.word]
        if all(block.begin.tag.word != wanted for block in opened):
            woven.loose.append(placed)
            return
        while opened[-1].begin.tag.word != wanted:
            source.append(_ending(opened.pop()))
        opened.pop().end = placed
        source.append(f"{{% {body} %}}")
    elif tag.word in _BRANCHES:
        if not opened or opened[-1].begin.tag.word not in _BRANCHES[tag.word]:
            woven.loose.append(placed)
            return
        opened[-1].branches.append(placed)
        source.append(f"{{% {body} %}}")
    else:
        source.append(f"{{% {body} %}}")


def _ending(block: Block) -> str:
    return f"{{% end{block.begin.tag.word} %}}"
