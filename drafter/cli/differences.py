"""Differences between two papers as lines on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drafter.i18n import gettext as _
from drafter.i18n import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drafter.comparing import Dropped
    from drafter.word.passages import Passage

_SHOWN = 50
"""How much of a passage is told."""


def dropped(lost: Dropped, *, limit: int | None) -> Iterator[str]:
    """Yield what is no longer there; at most `limit` passages one by one."""
    yield from _listed(
        (
            (_("没有了，这个机关要求写的：{things}"), lost.elements),
            (_("没有了，条文：{things}"), lost.citations),
            (_("没有了，回答：{things}"), lost.answers),
            (_("不再满足也照写：{things}"), [rule.reason for rule in lost.conditions]),
            (_("原来不给对方看、现在给的：{things}"), lost.protection),
        )
    )
    if lost.grounds:
        yield _("没有了：各个行为对应的条文（依据）")
    shown = lost.passages[:limit]
    for passage in shown:
        yield _("没有了，{passage}").format(passage=_told(passage))
    if more := len(lost.passages) - len(shown):
        yield _("还有 {count} 段也没有了；用 drafter template diff 看全部。").format(count=more)


def added(gained: Dropped) -> Iterator[str]:
    """Yield what is new."""
    yield from _listed(
        (
            (_("新写的，这个机关要求写的：{things}"), gained.elements),
            (_("新写的，条文：{things}"), gained.citations),
            (_("新写的，回答：{things}"), gained.answers),
        )
    )
    if gained.grounds:
        yield _("新写的：各个行为对应的条文（依据）")
    for passage in gained.passages:
        yield _("新写的，{passage}").format(passage=_told(passage))


def _listed(kinds: Sequence[tuple[str, Sequence[str]]]) -> Iterator[str]:
    return (sentence.format(things=listed(things)) for sentence, things in kinds if things)


def _told(passage: Passage) -> str:
    text = passage.text if len(passage.text) <= _SHOWN else f"{passage.text[:_SHOWN]}……"
    if passage.heading:
        return _("“{heading}”下面的一段：{text}").format(heading=passage.heading, text=text)
    return _("一段：{text}").format(text=text)
