"""All findings of a template in one run."""

from __future__ import annotations

from drafter.errors import Problem, Where
from drafter.i18n import gettext as _
from drafter.word import archive
from drafter.word.lint import file as file_lint
from drafter.word.lint import fonts, naming, placing, wordings, writing
from drafter.word.lint.finding import Finding, Guide, at
from drafter.word.lint.lines import read
from drafter.word.lint.tagging import scan
from drafter.word.lint.weaving import weave


def faults(data: bytes, name: str, guide: Guide) -> list[Finding]:
    """Return everything that is to be said of a template, in the order of its text; `name` is for messages."""
    if problems := archive.faults(data, name):
        return [Finding(problem=problem, closed=True) for problem in problems]
    package = read(data)
    if package is None:
        what, advice = _("这不是能读的 Word 文件。"), _("请在 Word 或 WPS 里打开，另存为 .docx。")
        where = Where(file=name)
        return [Finding(problem=Problem(code="T001", where=where, what=what, advice=advice), closed=True)]
    found: list[Finding] = []
    for lines in package.lines.values():
        scanned = [scan(line.text) for line in lines]
        tags = [tags for tags, _strays in scanned]
        woven = weave(lines, tags)
        mistakes = [
            *writing.faults(lines, scanned, guide.names),
            *placing.faults(lines, tags, woven),
            *naming.faults(woven, guide),
            *wordings.faults(lines, tags, guide),
        ]
        mistakes.sort(key=lambda mistake: mistake[0])
        found += [at(name, lines[number], mistake) for number, mistake in mistakes]
    found += file_lint.faults(name, package)
    found += fonts.faults(name, package, guide)
    return list(dict.fromkeys(found))
