"""Who reads the answer to a question; worked out while the first questions are being read."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from drafter.errors import ContentError
from drafter.i18n import gettext as _
from drafter.i18n import joined
from drafter.questionnaire import Question

if TYPE_CHECKING:
    from drafter.library import Library


class Readers:
    """Tells who reads an answer, as the templates of a library show it."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._mentioned: set[str] = set()
        self._thread = threading.Thread(target=self._prepare, daemon=True)

    def prepare(self) -> None:
        """Begin to work it out beside the conversation, so that no question waits for it."""
        self._thread.start()

    def finish(self) -> None:
        """Wait for what was begun: the interpreter must not end under a running thread."""
        if self._thread.is_alive():
            self._thread.join()

    def _prepare(self) -> None:
        from drafter import audience

        with suppress(ContentError):  # a template that cannot be read is told when the papers are written
            audience.matrix(self._library)

    def told(self, question: Question) -> str:
        """Return the whole sentence for the person; nothing where the templates cannot be read."""
        from drafter import audience

        with suppress(ContentError):
            return audience.told(self._library, question)
        return ""

    def first(self, question: Question) -> str:
        """Return what matters of it, in short, the first time that a delicate question is asked."""
        delicate = question.sensitive or question.served_when is not None
        if not delicate or question.id in self._mentioned:
            return ""
        more = "" if self._mentioned else _("写进哪些材料，帮助里有。")
        self._mentioned.add(question.id)
        from drafter import audience

        with suppress(ContentError):
            return joined(audience.brief(self._library, question), more)
        return ""
