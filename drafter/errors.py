"""Everything that can go wrong, as one tree.

DrafterError                         exit code
├── ContentError                     2   a pack's file is wrong; carries every problem found
│   ├── QuestionnaireError
│   ├── LawError
│   ├── PackError
│   └── TemplateError                    part, paragraph or table cell of a Word template
├── AnswersError                     2   an answers file or a case cannot be read
├── CaseStoreError                   2   a file of the case cannot be read, written or locked
├── ExportError                      2   an exported call log or chat cannot be read
├── UsageError                       2   a command line that cannot be followed
├── CheckFailed                      1   `check` found what a person can mend
├── ReadBackError                    1   a finished document lost or kept something; nothing was written
└── Stopped                        130   interrupted; the answers are saved

An exception takes facts and composes its sentence when it is shown: where, what, what to do.
A fault in a file that a person wrote is a `Problem`: a value, collected, and reported with the others.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NamedTuple

from drafter.i18n import gettext as _
from drafter.i18n import joined, labelled, quoted


class Where(NamedTuple):
    """A place in a file that a person can find again."""

    file: str = ""
    line: int | None = None
    question: str = ""
    """The question's own words or its Chinese name."""
    part: str = ""
    """Part of a Word file: body, header, footer."""
    spot: str = ""
    """Paragraph, or table, row and column, in words."""

    def __str__(self) -> str:
        file = self.file
        if file and self.line is not None:
            file = _("{file} 第 {line} 行").format(file=file, line=self.line)
        question = quoted(_(self.question)) if self.question else ""
        return " ".join(bit for bit in (file, question, self.part, self.spot) if bit)


class Problem(NamedTuple):
    """One fault that a person can mend: where, what, what to do."""

    code: str
    where: Where
    what: str
    advice: str = ""

    def __str__(self) -> str:
        told, where = joined(self.what, self.advice), str(self.where)
        return f"{labelled(where, told) if where else told} [{self.code}]"


def reason(error: OSError | UnicodeDecodeError) -> str:
    """Return in Chinese why a file could not be read."""
    match error:
        case UnicodeDecodeError():
            return _("它不是 UTF-8 编码")
        case FileNotFoundError():
            return _("没有找到")
        case PermissionError():
            return _("没有权限")
        case IsADirectoryError() | NotADirectoryError():
            return _("文件和文件夹弄混了")
    return str(error.strerror)


class DrafterError(Exception):
    """Base of all errors that are told to the user."""

    exit_code: int = 2


class ContentError(DrafterError):
    """A questionnaire, a law file, a pack or a template has faults; all of them are carried."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems)
        self.problems = tuple(problems)

    def __str__(self) -> str:
        lines = [str(problem) for problem in self.problems]
        if len(lines) > 1:
            lines.append(_("共 {count} 处，改好后再运行。").format(count=len(lines)))
        return "\n".join(lines)


class QuestionnaireError(ContentError):
    """A questionnaire file has faults."""


class LawError(ContentError):
    """A file under `law/` has faults."""


class PackError(ContentError):
    """A template pack has faults."""


class TemplateError(ContentError):
    """A Word template cannot be read or filled."""


class AnswersError(ContentError):
    """An answers file or a `case.yaml` has faults."""


class CaseStoreError(DrafterError):
    """A file of the case could not be read, written or locked."""

    def __init__(self, *, file: str, what: str, advice: str) -> None:
        super().__init__(file, what, advice)
        self.file = file
        self.what = what
        self.advice = advice

    def __str__(self) -> str:
        return labelled(self.file, joined(self.what, self.advice))


class ExportError(DrafterError):
    """An exported call log or chat cannot be read: in which file, row and column, why, and what to do."""

    def __init__(self, *, file: str, what: str, advice: str, row: int | None = None, column: str = "") -> None:
        super().__init__(file, what, advice, row, column)
        self.file = file
        self.row = row
        self.column = column
        self.what = what
        self.advice = advice

    def __str__(self) -> str:
        where = Where(file=self.file, line=self.row, spot=self.column)
        return labelled(str(where), joined(self.what, self.advice))


class UsageError(DrafterError):
    """The command line asks for something that cannot be done."""

    def __init__(self, *, what: str, advice: str = "") -> None:
        super().__init__(what, advice)
        self.what = what
        self.advice = advice

    def __str__(self) -> str:
        return joined(self.what, self.advice)


class ReadBackError(ContentError):
    """A rendered document was read back and is not what it should be; nothing was written."""

    exit_code = 1

    def __str__(self) -> str:
        return _("生成的文书没有通过复核，一份也没有写入：") + "\n" + super().__str__()


class CheckFailed(DrafterError):  # noqa: N818 - not a fault of the program
    """A check found what a person can mend; what it is has been told."""

    exit_code = 1

    def __init__(self, *, count: int) -> None:
        super().__init__(count)
        self.count = count

    def __str__(self) -> str:
        return _("有 {count} 处要补上或者改过来。").format(count=self.count)


def program() -> str:
    """Return what a person types to run this program again: its name where the shell finds it, else its path."""
    import shutil

    if shutil.which("drafter"):
        return "drafter"
    return f"{sys.executable} -m drafter" if sys.argv[0].endswith("__main__.py") else sys.argv[0]


class Stopped(DrafterError):  # noqa: N818 - not a fault
    """The person or the system stopped the program; every answer given so far is saved.

    Without a folder there is nothing to say: who looks at the screen is not to know what it was.
    """

    exit_code = 130

    def __init__(self, *, folder: str, exit_code: int = 130) -> None:
        super().__init__(folder, exit_code)
        self.folder = folder
        self.exit_code = exit_code

    def __str__(self) -> str:
        if not self.folder:
            return ""
        return _("已保存。要接着填，运行：{program} new {folder}").format(program=program(), folder=self.folder)
