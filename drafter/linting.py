"""Looks over the Word files of those who write templates: what is wrong, as comments in a copy, mended in a copy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from drafter.context import sample
from drafter.errors import PackError, Problem, UsageError, Where, reason
from drafter.i18n import gettext as _
from drafter.library import TEMPLATES
from drafter.yamlfile import Shapes, Unreadable, read, unknown_keys

if TYPE_CHECKING:
    from drafter.documents import Document
    from drafter.fields import Scope
    from drafter.library import Library
    from drafter.word.lint import Change, Finding, Guide

_DATA: Final = "templates/lint.yaml"
_KEYS: Final = ("fonts", "by_hand", "asking")
_STATE: Final = "中华人民共和国"
_COMMENTED: Final = "批注"
_MENDED: Final = "已改"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is to be said of one file; `data` is what it held."""

    file: Path
    data: bytes
    findings: tuple[Finding, ...]

    @property
    def faults(self) -> int:
        """How many findings have to be mended."""
        return sum(not finding.remark for finding in self.findings)

    @property
    def readable(self) -> bool:
        """Whether it could be taken apart; of one that could not be, nothing else is known."""
        return not any(finding.closed for finding in self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """What was put right in a copy, and what is still to be said of the copy."""

    changes: tuple[Change, ...]
    report: Report | None
    """None when there was nothing that can safely be put right."""


class Linter:
    """Lints any number of files with the names of one library."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._fonts, self._by_hand, self._asking = _words(library)

    @cached_property
    def _articles(self) -> Mapping[tuple[str, str], str]:
        """The articles of the law folder by title and number, those in force before others."""
        found: dict[tuple[str, str], str] = {}
        for article in sorted(self.library.law.articles.values(), key=lambda article: article.end is not None):
            for title in (article.statute.title, article.statute.title.removeprefix(_STATE), article.statute.short):
                found.setdefault((title, article.number), article.id)
        return found

    def guide(self, file: Path) -> Guide:
        """Return what is known for a file: the names of its own document, or of all where it belongs to none."""
        from drafter.word.lint import Guide

        return Guide(
            names=self._names(file),
            question_of=self.library.questionnaire.question_at,
            articles=self._articles,
            fonts=self._fonts,
            by_hand=self._by_hand,
            asking=self._asking,
        )

    def _names(self, file: Path) -> Scope:
        document = next((each for each in self.library.documents if self._is_its(each, file)), None)
        ((_document, names),) = sample.names(self.library, [document or sample.document(self.library)])
        return names

    def _is_its(self, document: Document, file: Path) -> bool:
        template = self.library.pack(document.pack).folder / TEMPLATES / document.template
        return bool(document.template) and isinstance(template, Path) and template.resolve() == file.resolve()

    def lint(self, file: Path) -> Report:
        """Look a file over; one that cannot be read is a finding."""
        from drafter.word import lint
        from drafter.word.archive import LARGEST

        try:
            with file.open("rb") as stream:
                data = stream.read(LARGEST + 1)
        except OSError as error:
            return Report(file=file, data=b"", findings=(_unread(file, error),))
        return Report(file=file, data=data, findings=tuple(lint.faults(data, str(file), self.guide(file))))

    def annotate(self, report: Report) -> Path:
        """Write the findings as comments into a copy beside the file, and return the copy.

        Raises TemplateError when the file cannot be written again.
        """
        from drafter.word import lint

        return _beside(report.file, _COMMENTED, lint.annotated(report.data, str(report.file), report.findings))

    def mend(self, report: Report) -> Mended:
        """Write a copy with everything put right that safely can be, and look the copy over."""
        from drafter.word import lint

        guide = self.guide(report.file)
        data, changes = lint.mended(report.data, str(report.file), guide.names)
        if not changes:
            return Mended(changes=(), report=None)
        copy = _beside(report.file, _MENDED, data)
        findings = tuple(lint.faults(data, str(copy), guide))
        return Mended(changes=tuple(changes), report=Report(file=copy, data=data, findings=findings))


def files(named: Iterable[str]) -> list[Path]:
    """Return the files that were named; of a folder, the Word files in it."""
    found: list[Path] = []
    for name in named:
        path = Path(name)
        if path.is_dir():
            found += sorted(each for each in path.rglob("*.docx") if not each.name.startswith("~$"))
        else:
            found.append(path)
    if not found:
        raise UsageError(what=_("这个文件夹里没有 .docx 文件。"), advice=_("请写出要检查的 Word 文件。"))
    return list(dict.fromkeys(found))


def _words(library: Library) -> tuple[dict[str, str], tuple[str, ...], tuple[str, ...]]:
    """Return fonts, words beside blanks that are meant, words that ask to fill something in.

    Raises PackError when the file with them cannot be read.
    """
    path, name = library.uppermost(_DATA)
    tree, _text, problems = read(path, name)
    shapes = Shapes(name, problems)
    data = shapes.root(tree)
    if not isinstance(data, Unreadable):
        problems += unknown_keys(data, _KEYS, name)
    named = shapes.map(data, "fonts")
    fonts = {name: shapes.text(named, name) for name in named}
    by_hand, asking = shapes.texts(data, "by_hand"), shapes.texts(data, "asking")
    if problems:
        raise PackError(problems)
    return fonts, by_hand, asking


def _unread(file: Path, error: OSError) -> Finding:
    from drafter.word.lint import Finding

    what = _("读不了这个文件：{reason}。").format(reason=reason(error))
    return Finding(problem=Problem(code="T001", where=Where(file=str(file)), what=what), closed=True)


def _beside(file: Path, word: str, data: bytes) -> Path:
    """Write a copy beside a file under a name that is not taken, and return it.

    Raises UsageError when it cannot be written.
    """
    number = 1
    while True:
        copy = file.with_name(f"{file.stem}_{word}{number if number > 1 else ''}.docx")
        try:
            with copy.open("xb") as stream:
                stream.write(data)
        except FileExistsError:
            number += 1
            continue
        except OSError as error:
            what = _("写不了 {file}：{reason}。").format(file=copy, reason=reason(error))
            raise UsageError(what=what, advice=_("请把模板放到可以写的文件夹里。")) from error
        return copy
