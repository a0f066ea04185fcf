"""Who may see what: the one rule of what a document's reader sees of an answer that its template prints."""

from __future__ import annotations

import enum
from typing import Final

from drafter import values
from drafter.documents import Document
from drafter.i18n import gettext as _
from drafter.law import Law
from drafter.questionnaire import Question

ADDRESS: Final = "applicant.address"
"""The one answer whose owner says how far it goes, down to the door number (住址写到哪里)."""


class Sight(enum.Enum):
    """What the reader of one document sees of one answer."""

    FULL = "full"
    CONDITIONAL = "conditional"
    """In full, but only when the other side knows it already; of the address, as far as its owner allows."""
    MASKED = "masked"
    HIDDEN = "hidden"

    @property
    def label(self) -> str:
        """The word for it in a table."""
        match self:
            case Sight.FULL:
                return _("写")
            case Sight.CONDITIONAL:
                return _("有条件地写")
            case Sight.MASKED:
                return _("遮住一部分")
        return _("不写")

    @property
    def shown(self) -> bool:
        """Whether anything of the answer can stand in the document."""
        return self is not Sight.HIDDEN


def disclosed_in(document: Document, law: Law) -> frozenset[str]:
    """Return the ids of the sensitive questions that the document tells in full: its own list or its channel's."""
    if document.discloses is not None:
        return frozenset(document.discloses)
    channel = law.channels.get(document.channel)
    return channel.discloses if channel is not None else frozenset()


def sight(question: Question, document: Document, discloses: frozenset[str]) -> Sight:
    """Return what the reader of a document sees of an answer wherever its template prints it."""
    disclosed = question.id.replace("[]", "") in discloses
    if question.id == ADDRESS and (document.served or (disclosed and document.discloses is None)):
        return Sight.CONDITIONAL
    if question.served_when is not None and (document.served or (document.forwarded and not question.sensitive)):
        return Sight.CONDITIONAL
    if disclosed or not question.sensitive:
        return Sight.FULL
    return Sight.MASKED if not document.served and values.maskable(question.kind) else Sight.HIDDEN
