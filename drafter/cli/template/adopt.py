"""`drafter template adopt`: an old Word file becomes a template, in a copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from drafter.cli.opening import OPTIONS, in_use, quoted_path, read_file, write_new
from drafter.errors import program
from drafter.i18n import gettext as _
from drafter.i18n import labelled, noted

if TYPE_CHECKING:
    from pathlib import Path

    from drafter.adopting import Adopted, Place


@click.command(
    options_metavar=OPTIONS,
    help=_("从旧的 Word 文件改：找出要填的空，在副本里写上字段和批注。原来的文件不动。"),
)
@click.argument("file", metavar=_("文件"), type=click.Path())
@click.option(
    "-o", "--output", metavar=_("文件"), type=click.Path(), help=_("副本写到哪里。默认放在旁边，名字后面加“_模板”。")
)
def adopt(file: str, output: str | None) -> None:
    """Write a copy of an old file with tags and comments, and tell what was found."""
    from pathlib import Path

    from drafter import adopting

    source = Path(file)
    target = Path(output) if output is not None else source.with_name(f"{source.stem}_模板.docx")
    data = read_file(source)
    adopted = adopting.adopt(data, str(source), in_use())
    write_new(str(target), adopted.data)
    _tell(adopted, target)


def _tell(adopted: Adopted, target: Path) -> None:
    from drafter import adopting

    for place in adopted.places:
        if place.sure != adopting.REMAINS:
            click.echo(_row(place))
    for name in adopted.detached:
        click.echo(_("副本里去掉了附加的模板 {name}：打开文件时不再到别处去找它。").format(name=name))
    examples = [place for place in adopted.places if place.example]
    if examples:
        click.secho(_("文件里有以前当事人的资料，请逐一看过："), fg="yellow")
        for place in examples:
            state = _("已经换成字段") if place.sure in adopting.FILLED else _("还在文件里")
            click.echo(f"  {place.where}　{noted(place.old, state)}")
    found = len(adopted.places) - adopted.count(adopting.REMAINS)
    click.secho(
        _("找到 {found} 处，填好 {filled} 处，{open} 处要您选，{hand} 处留给手写（签名、落款日期）。").format(
            found=found,
            filled=adopted.count(*adopting.FILLED),
            open=adopted.count(adopting.GUESS),
            hand=adopted.count(adopting.HAND),
        ),
        bold=True,
    )
    click.echo(_("副本：{file}。每一处都有批注，看过就删掉批注。").format(file=target))
    click.echo(labelled(_("下一步"), f"{program()} template lint {quoted_path(target)}"))


def _row(place: Place) -> str:
    from drafter.adopting import how_sure

    return "　".join(filter(None, (f"  {place.where}", place.label, place.tag, how_sure(place.sure))))
