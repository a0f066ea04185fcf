"""The fonts that a template uses and that Windows has not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from lxml import etree

from drafter.i18n import gettext as _
from drafter.word.lint.finding import Finding, Guide, at, of_file
from drafter.word.lint.lines import Package, parsed
from drafter.word.marks import W
from drafter.word.mistakes import Mistake

_FONT: Final = tuple(f"{{{W}}}{name}" for name in ("ascii", "hAnsi", "eastAsia", "cs"))
_USING: Final = tuple(f"{{{W}}}{name}" for name in ("pStyle", "rStyle", "tblStyle"))
_VALUE: Final = f"{{{W}}}val"


def faults(file: str, package: Package, guide: Guide) -> Iterator[Finding]:
    """Yield the fonts in use that Windows has not, each once, first those of the text, then those of its styles."""
    told: dict[str, Finding] = {}
    for line in (line for lines in package.lines.values() for line in lines):
        for name, instead in _absent([line.element], guide):
            told.setdefault(name, at(file, line, _mistake(name, instead)))
    for name, instead in _absent(_styles(package), guide):
        told.setdefault(name, of_file(file, _("样式"), _mistake(name, instead)))
    yield from told.values()


def _styles(package: Package) -> Iterator[etree._Element]:
    """Yield the styles in use, with those they are based on, and the defaults."""
    try:
        root = parsed(package.members["word/styles.xml"])
    except (KeyError, etree.XMLSyntaxError):
        return
    yield from root.iterfind(f"{{{W}}}docDefaults")
    styles = {str(style.get(f"{{{W}}}styleId")): style for style in root.iter(f"{{{W}}}style")}
    wanted = [str(node.get(_VALUE)) for part in package.roots.values() for node in part.iter(*_USING)]
    wanted += [name for name, style in styles.items() if style.get(f"{{{W}}}default") in ("1", "true")]
    seen: set[str] = set()
    while wanted:
        name = wanted.pop()
        if name in seen or name not in styles:
            continue
        seen.add(name)
        yield styles[name]
        wanted += [str(base.get(_VALUE)) for base in styles[name].iterfind(f"{{{W}}}basedOn")]


def _absent(elements: Iterable[etree._Element], guide: Guide) -> Iterator[tuple[str, str]]:
    for fonts in (fonts for element in elements for fonts in element.iter(f"{{{W}}}rFonts")):
        for attribute in _FONT:
            name = str(fonts.get(attribute, ""))
            instead = next(
                (other for start, other in guide.fonts.items() if name.lower().startswith(start.lower())), ""
            )
            if instead:
                yield name, instead


def _mistake(name: str, instead: str) -> Mistake:
    return Mistake(
        code="T057",
        what=_("字体“{name}”不是每台 Windows 电脑都有，打印出来会变成别的字体。").format(name=name),
        advice=_("请改用{instead}。").format(instead=instead),
    )
