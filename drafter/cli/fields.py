"""`drafter fields`: the catalogue of what a template may use, on the screen, as a Word file or as Markdown."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from drafter.cli.opening import OPTIONS, in_use, write_new
from drafter.errors import UsageError
from drafter.i18n import gettext as _
from drafter.i18n import labelled, listed, noted, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drafter.library import Library
    from drafter.vocabulary import Entry, Filter, Group, Vocabulary

_COLUMNS: Final = 80
_NEVER_FIRST: Final = "，。、；：？！）》”’"
_TAG: Final = re.compile(r"\{([{%]).*?[}%]\}")
_WIDTHS: Final = (26, 26, 36, 40)


@click.command(
    options_metavar=OPTIONS,
    help=_("模板里能写的字段和过滤器：中文名、英文名、意思、例子、由哪一题填、谁看得到。"),
)
@click.argument("words", nargs=-1, metavar=_("[词]..."))
@click.option(
    "--output", "-o", "output", metavar=_("文件"), type=click.Path(), help=_("整本目录存成 .docx 或者 .md 文件。")
)
def fields(words: tuple[str, ...], output: str | None) -> None:
    """Print the fields that have the words, or all of them in short, or write them all into a file."""
    from drafter import vocabulary

    library = in_use()
    known = vocabulary.vocabulary(library)
    if output is not None:
        if words:
            raise UsageError(what=_("--output 存的是整本目录，不能同时查词。"), advice=_("去掉词，或者去掉 --output。"))
        write_new(output, catalogue(known, library, Path(output).suffix.lower()))
        click.echo(_("目录写在 {file}。").format(file=output))
        return
    if not words:
        for line in _brief(known):
            click.echo(line)
        return
    found = vocabulary.search(known, words)
    if not found:
        asked = " ".join(words)
        raise UsageError(
            what=_("没有和“{words}”有关的字段。").format(words=asked),
            advice=vocabulary.nearest(known, asked) or _("不带词运行 drafter fields，看全部。"),
        )
    groups = {entry.id: group for group in known.groups for entry in group.entries}
    for entry in found:
        _tell(entry, groups.get(entry.id) if isinstance(entry, vocabulary.Entry) else None)


def catalogue(known: Vocabulary, library: Library, suffix: str) -> bytes:
    """Return the whole catalogue as a file of the kind that its name says."""
    if suffix == ".md":
        return _markdown(known).encode()
    if suffix == ".docx":
        return _word(known, library)
    raise UsageError(what=_("不知道要写成哪一种文件。"), advice=_("文件名请以 .docx（Word）或者 .md（Markdown）结尾。"))


def _brief(known: Vocabulary) -> Iterator[str]:
    """Yield the names of all fields by group, in lines that fit a terminal."""
    for group in known.groups:
        opened = [f"{{%p {chinese} %}}" for chinese, _english in group.loops]
        for line in _flowed([_title(group), *opened], ""):
            yield click.style(line, bold=True)
        names = [_pair(entry) for entry in group.entries]
        yield from _flowed(names)
    yield click.style(_("过滤器（写在竖线后面）"), bold=True)
    yield from _flowed([f"{entry.name} {entry.id}" for entry in known.filters])
    yield ""
    yield from _wrapped(_("查一个字段：drafter fields 时间"), "")
    yield from _wrapped(_("存成 Word 放在手边：drafter fields --output 字段.docx"), "")


def _title(group: Group) -> str:
    return " ".join(dict.fromkeys(filter(None, (_(group.name), group.id.removesuffix("[]")))))


def _pair(entry: Entry) -> str:
    return " ".join(dict.fromkeys((entry.name, entry.id.rpartition(".")[2])))


def _tell(entry: Entry | Filter, group: Group | None) -> None:
    """Print everything that is known of one field or filter."""
    from drafter import vocabulary

    click.secho(_tags(entry, "　"), bold=True)
    rows = [*_around(group), (_("意思"), entry.means)]
    if isinstance(entry, vocabulary.Entry):
        rows += zip(_heads()[2:], _cells(entry)[2:], strict=True)
    else:
        rows.append((_("例子"), entry.example))
    for head, text in rows:
        if text:
            for line in _wrapped(labelled(head, text), "  "):
                click.echo(line)


def _tags(entry: Entry | Filter, between: str) -> str:
    return between.join(dict.fromkeys(f"{{{{ {tag} }}}}" for tag in (entry.tag, entry.english)))


def _around(group: Group | None) -> list[tuple[str, str]]:
    """Return what must stand around the fields of a list, in both languages."""
    if group is None or not group.loops:
        return []
    ends = "{%p endfor %}"
    return [
        (_("写在循环里"), " ".join(f"{{%p {loop[language]} %}}" for loop in group.loops) + f" … {ends}")
        for language in (0, 1)
    ]


def _heads() -> tuple[str, ...]:
    return (_("标签"), _("意思"), _("种类"), _("例子或者选项"), _("来自"), _("谁看得到"))


def _cells(entry: Entry) -> tuple[str, ...]:
    from drafter import vocabulary

    return (
        _tags(entry, "\n"), entry.means, entry.kind, vocabulary.shown(entry), entry.filled_by, entry.seen,
    )  # fmt: skip


def _same(known: Vocabulary, ids: tuple[str, ...]) -> str:
    names = {group.id: _(group.name) for group in known.groups}
    return listed(quoted(names.get(id_, id_)) for id_ in ids)


def _markdown(known: Vocabulary) -> str:
    lines = [f"# {_('模板里能写的字段')}", "", _("由 drafter fields --output 写成，不要手改。"), ""]
    lines += [f"- {_code(note)}" for note in known.notes]
    for group in known.groups:
        lines += ["", f"## {_title(group)}", ""]
        lines += [f"{_code(text)}\n" for text in _introduced(group)]
        lines += _rows(_heads(), [_cells(_listed(known, entry)) for entry in group.entries])
    lines += ["", f"## {_('过滤器')}", ""]
    heads = (_("名称"), _("写法"), _("意思"), _("例子"))
    lines += _rows(heads, [(f"{f.name} {f.id}", _tags(f, "\n"), f.means, f.example) for f in known.filters])
    return "\n".join(lines) + "\n"


def _introduced(group: Group) -> Iterator[str]:
    if group.about:
        yield group.about
    for head, text in _around(group):
        yield labelled(head, text)


def _listed(known: Vocabulary, entry: Entry) -> Entry:
    """Return a field with what the items of it are, when it is a list of what another group has."""
    from dataclasses import replace

    if not entry.same:
        return entry
    items = _("每一项有{groups}的各项").format(groups=_same(known, entry.same))
    return replace(entry, example=items)


def _rows(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for cells in rows:
        yield f"| {' | '.join(_code(cell) for cell in cells)} |"


def _code(text: str) -> str:
    """Return a text with its tags as code, in a shape that a table of Markdown takes."""
    plain = text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")
    return _TAG.sub(r"`\g<0>`", plain).replace("\n", "<br>")


def _word(known: Vocabulary, library: Library) -> bytes:
    from drafter.word.composing import Block, Line, Table, compose

    title = _("模板里能写的字段")
    blocks: list[Block] = [Line(title, "Title"), *(Line(note, "说明文字") for note in known.notes)]
    for group in known.groups:
        blocks.append(Line(_title(group), "Heading 1"))
        blocks += [Line(text, "说明文字") for text in _introduced(group)]
        rows = tuple(_folded(_cells(_listed(known, entry))) for entry in group.entries)
        tag, means, kind, example, origin, seen = _heads()
        head = (tag, noted(means, kind), example, listed((origin, seen)))
        blocks.append(Table(head=head, rows=rows, widths=_WIDTHS))
    blocks.append(Line(_("过滤器"), "Heading 1"))
    rows = tuple((f"{f.name} {f.id}", _tags(f, "\n"), f.means, f.example) for f in known.filters)
    blocks.append(Table(head=(_("名称"), _("写法"), _("意思"), _("例子")), rows=rows, widths=(16, 44, 40, 28)))
    model = next((d for d in library.documents if d.id == known.set_like), library.documents[0])
    return compose(library.template(model), blocks, title=title)


def _folded(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Return the same in four cells: a page is not wide enough for six."""
    tag, means, kind, example, origin, seen = cells
    return (tag, noted(means, kind), example, "\n".join(filter(None, (origin, seen))))


def _flowed(names: list[str], indent: str = "  ") -> Iterator[str]:
    """Yield names side by side in lines that fit, each indented."""
    line = ""
    for name in names:
        longer = f"{line}　{name}" if line else f"{indent}{name}"
        if line and _width(longer) > _COLUMNS:
            yield line
            line = f"{indent}{name}"
        else:
            line = longer
    if line:
        yield line


def _wrapped(text: str, indent: str) -> Iterator[str]:
    """Yield a text in lines that fit, each indented; a stop never begins one."""
    line = indent
    for letter in text:
        if _width(line + letter) > _COLUMNS - 2 and letter not in _NEVER_FIRST:
            yield line
            line = f"{indent}  "
        line += letter
    yield line


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)
