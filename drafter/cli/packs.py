"""`drafter packs`: which packs are in use, what each of them replaces, adds and asks, and what is lost by that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from drafter.cli.differences import dropped
from drafter.cli.opening import OPTIONS, in_use
from drafter.errors import PackError, TemplateError
from drafter.i18n import gettext as _
from drafter.i18n import labelled, listed, noted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drafter.library import Library, Override, Pack

_FEW = 6
"""How many passages are told one by one."""


@click.command(
    options_metavar=OPTIONS,
    help=_("在用的模板包：各自换了哪些文书、加了哪些、多问什么；换掉的文书里有、换上的没有的内容。"),
    epilog="\b\n"
    + _(
        "一个模板包是一个文件夹，最少有两个文件：\n"
        "  众和/templates/docx/报案材料.docx\n"
        "  众和/templates/pack.yaml，里面写：\n"
        "    pack: zhonghe\n"
        "    title: 众和律师事务所\n"
        "    format: 1\n"
        "    version: '1.0'\n"
        "    documents:\n"
        "      - id: police_report\n"
        "        template: docx/报案材料.docx\n"
        "有哪些文书，各自的 id：drafter template new"
    ),
)
def packs() -> None:
    """Print the packs in use, the uppermost first, and what is wrong with their templates."""
    from drafter.packs import template_faults

    library = in_use(whatever=True)
    for pack in reversed(library.packs):
        name = noted(f"{_(pack.title)} {pack.version}", pack.name)
        place = noted(pack.place, pack.found) if pack.place else _("drafter 自带")
        click.secho(labelled(name, place), bold=True)
        for line in _told(library, pack):
            click.echo(line)
    own = [document for document in library.documents if document.pack != library.packs[0].name]
    if own and (faults := template_faults(library, own)):
        raise PackError(faults)


def _told(library: Library, pack: Pack) -> Iterator[str]:
    if pack is library.packs[0]:
        yield _("  文书 {count} 种").format(count=len(_ids(library)))
        return
    replaced = [override for override in library.overrides if override.pack == pack.name]
    for override in replaced:
        yield from overridden(library, override)
    own = {override.document.id for override in replaced}
    added = [each.title for each in library.documents if each.pack == pack.name and each.id not in own]
    if added:
        yield _("  新增：{titles}").format(titles=listed(added))
    asked = [
        question.name for question in library.questionnaire.questions.values()
        if question.group == pack.name or question.group.startswith(f"{pack.name}_")
    ]  # fmt: skip
    if asked:
        yield _("  多问：{names}").format(names=listed(asked))


def _ids(library: Library) -> set[str]:
    stock = library.packs[0].name
    replaced = [override.instead_of for override in library.overrides]
    return {each.id for each in (*library.documents, *replaced) if each.pack == stock}


def overridden(library: Library, override: Override) -> Iterator[str]:
    """Say which document stands instead of which, and what the other had and this one has not."""
    from drafter import comparing

    other = library.pack(override.instead_of.pack)
    yield _("  换了：{title}（原来是{pack}的）").format(title=override.document.title, pack=_(other.title))
    try:
        lost = comparing.overridden(library, override.document, override.instead_of)
    except TemplateError:
        return  # its template is told of at the end
    lines = list(dropped(lost, limit=_FEW)) or [_("原来有的都还在。")]
    yield from (f"    {line}" for line in lines)
