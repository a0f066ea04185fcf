"""An interview from its first line to its last: it holds the terminal, and what was said is saved however it ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from drafter.errors import Stopped
from drafter.i18n import gettext as _
from drafter.i18n import language
from drafter.interview import path, progress
from drafter.store import Store
from drafter.terminal.asking import Asker, Back, Help, Jump, Leave, NotKnown, Option, Stop, Withhold
from drafter.terminal.conversation import Conversation
from drafter.terminal.holding import has_controls
from drafter.terminal.journey import Journey
from drafter.terminal.plain import PlainAsker

if TYPE_CHECKING:
    from drafter.library import Library


def converse(store: Store, *, continued: bool, plain: bool, library: Library) -> None:
    """Ask everything that is open, then show a summary in which every answer can be changed.

    `library` is where the questions come from.
    Raises Stopped when the person stops; every answer given is saved by then.
    """
    with _conversing(store, library, plain=plain) as conversation:
        _greet(conversation.asker, continued=continued)
        conversation.readers.prepare()
        Journey(conversation).whole()


def revise(store: Store, section: str, *, plain: bool, library: Library) -> None:
    """Show the summary, beginning with a section where one is named; ask what a change has opened.

    Raises Stopped when the person stops; every answer given is saved by then.
    """
    with _conversing(store, library, plain=plain) as conversation:
        conversation.asker.tell(conversation.asker.keys())
        conversation.readers.prepare()
        journey = Journey(conversation)
        if section in {part.section.id for part in journey.review.parts()}:
            journey.look(section)
        elif section:
            conversation.asker.tell(_("照现在的答案，这一部分用不到。"))
        journey.summary()


def wants_more(store: Store, *, plain: bool) -> bool:
    """Ask whether the questions that an answers file left open are to be asked now; with none open there is no need.

    Raises Stopped when the person stops.
    """
    done, total = progress(path(store.questionnaire, store.answers), store.answers)
    if done == total:
        return False
    asker = _asker(plain=plain)
    options = [
        Option(key="ask", label=_("现在接着问")),
        Option(key="write", label=_("先写文书，没有答的留空位")),
    ]
    try:
        with _stoppable(store, asker):
            message = _("答案文件里还有 {count} 题没有答。").format(count=total - done)
            return asker.pick(message, options, "ask", extras=False) == "ask"
    except (Back, Help, Jump, NotKnown, Withhold):
        return False


def _greet(asker: Asker, *, continued: bool) -> None:
    if continued:
        asker.tell(_("接着上次的填。以前的答案都在。"), strong=True)
    else:
        asker.tell(_("一次问完，写好每一份文书。每答一题就保存，随时可以停，下次接着填。"), strong=True)
    asker.tell(_("一切都在这台电脑上，不联网。想不起来的就答“记不清”，文书里会留出空位。"))
    if language() != "zh":
        asker.tell(_("机关看的是中文。您写的话会照原样放进文书，能写中文的请写中文。"))
    asker.tell(asker.keys())


@contextmanager
def _conversing(store: Store, library: Library, *, plain: bool) -> Iterator[Conversation]:
    """Hold the terminal for a conversation, and save what was said however it ends."""
    asker = _asker(plain=plain)
    conversation = Conversation(store, asker, library)
    try:
        with _stoppable(store, asker):
            yield conversation
    finally:
        conversation.readers.finish()
        store.checkpoint()


@contextmanager
def _stoppable(store: Store, asker: Asker) -> Iterator[None]:
    """Hold the terminal; raise Stopped when the person stops, after clearing the screen where that was wished."""
    try:
        with asker.held():
            yield
    except Leave as leave:
        asker.clear()
        raise Stopped(folder="", exit_code=leave.exit_code) from None
    except Stop as stop:
        raise Stopped(folder=str(store.folder.path), exit_code=stop.exit_code) from None


def _asker(*, plain: bool) -> Asker:
    """Return menus where the terminal can show them, else lines."""
    if plain or not has_controls():
        return PlainAsker()
    from drafter.terminal.falling_back import FallingBack

    return FallingBack()
