"""Writes findings as Word comments into a copy, each at the paragraph it is about."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import docx
from docx.text.paragraph import Paragraph

from drafter.errors import TemplateError
from drafter.i18n import gettext as _
from drafter.i18n import labelled
from drafter.word.lint.file import AUTHOR
from drafter.word.lint.finding import Finding, of_file
from drafter.word.marks import W
from drafter.word.mistakes import Mistake
from drafter.word.reading import UNREADABLE

if TYPE_CHECKING:
    from docx.text.run import Run

_TEXT_BOX: Final = f"{{{W}}}txbxContent"
_P: Final = f"{{{W}}}p"


def annotated(data: bytes, name: str, findings: Sequence[Finding]) -> bytes:
    """Return a Word file with its findings as comments; those outside the body stand at its first paragraph.

    Raises TemplateError when the file cannot be written again.
    """
    try:
        document = docx.Document(io.BytesIO(data))
    except UNREADABLE as error:
        mistake = Mistake(code="T001", what=_("这个文件不能加批注。"), advice=_("请在 Word 或 WPS 里另存一份再试。"))
        raise TemplateError([of_file(name, "", mistake).problem]) from error
    body = document.element.body
    paragraphs = list(document.element.iter(_P)) or [body.add_p()]
    texts: dict[int, list[str]] = {}
    for finding in findings:
        problem = finding.problem
        place = "" if finding.paragraph is not None else str(problem.where._replace(file=""))
        told = str(problem._replace(where=problem.where._replace(file="", part="", spot="")))
        texts.setdefault(finding.paragraph or 0, []).append(labelled(place, told) if place else told)
    for number, lines in sorted(texts.items()):
        runs = _runs(paragraphs[number], document)
        comment = document.add_comment([runs[0], runs[-1]], text="\n".join(lines), author=AUTHOR, initials="dr")
        comment._comment_elm.attrib.pop(f"{{{W}}}date", "")  # noqa: SLF001 - no clock in a file
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _runs(element: Any, document: Any) -> list[Run]:  # noqa: ANN401 - python-docx
    """Return the runs to hang a comment on; a text box holds none, the paragraph around it does."""
    box = next(element.iterancestors(_TEXT_BOX), None)
    while box is not None:
        element = next(box.iterancestors(_P))
        box = next(element.iterancestors(_TEXT_BOX), None)
    paragraph = Paragraph(element, document)
    return paragraph.runs or [paragraph.add_run()]
