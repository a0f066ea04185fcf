"""All findings of a template in one run."""

from __future__ import annotations

from drafter.i18n import gettext as _
from drafter.word.lint import file as file_lint
from drafter.word.lint import fonts, naming, placing, wordings, writing
from drafter.word.lint.finding import Finding, Guide, at, of_file
from drafter.word.lint.lines import read
from drafter.word.lint.tagging import scan
from drafter.word.lint.weaving import weave
from drafter.word.mistakes import Mistake

_OLE: bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def faults(data: bytes, name: str, guide: Guide) -> list[Finding]:
    """Return everything that is to be said of a template, in the order of its text; `name` is for messages."""
    package = read(data)
    if package is None:
        return [_unreadable(data, name)]
    found: list[Finding] = []
    for lines in package.lines.values():
        scanned = [scan(line.text) for line in lines]
        tags = [tags for tags, _strays in scanned]
        woven = weave(lines, tags)
        mistakes = [
            *writing.faults(lines, scanned, guide.names),
            *placing.faults(lines, tags, woven),
            *naming.faults(woven.source, guide),
            *wordings.faults(lines, tags, guide),
        ]
        mistakes.sort(key=lambda mistake: mistake[0])
        found += [at(name, lines[number], mistake) for number, mistake in mistakes]
    found += file_lint.faults(name, package)
    found += fonts.faults(name, package, guide)
    return list(dict.fromkeys(found))


def _unreadable(data: bytes, name: str) -> Finding:
    if name.rpartition("/")[2].startswith("~$"):
        what, advice = _("这是 Word 打开文件时留下的锁文件，不是模板。"), _("请关掉 Word，检查没有 ~$ 的那个文件。")
    elif not data:
        what, advice = _("这个文件是空的。"), _("请换成原来的 .docx。")
    elif data.startswith(_OLE):
        what, advice = _("这是旧式 .doc 文件，或者加了密码。"), _("请在 Word 或 WPS 里另存为 .docx，不要加密码。")
    else:
        what, advice = _("这不是能读的 Word 文件。"), _("请在 Word 或 WPS 里打开，另存为 .docx。")
    return of_file(name, "", Mistake(code="T001", what=what, advice=advice))
