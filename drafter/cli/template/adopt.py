"""`drafter template adopt`: an old Word file becomes a template, in a copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from drafter.cli.opening import OPTIONS, in_use
from drafter.errors import UsageError, program, reason
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
    data = _read(source)
    if target.exists():
        raise UsageError(
            what=_("{file} 已经有了，没有覆盖。").format(file=target), advice=_("请用 -o 写一个新的名字。")
        )
    adopted = adopting.adopt(data, str(source), in_use())
    _write(target, adopted.data)
    _tell(adopted, target)


def _read(source: Path) -> bytes:
    try:
        return source.read_bytes()
    except OSError as error:
        raise UsageError(
            what=_("读不了 {file}：{reason}。").format(file=source, reason=reason(error)), advice=_("请检查路径。")
        ) from None


def _write(target: Path, data: bytes) -> None:
    try:
        with target.open("xb") as stream:
            stream.write(data)
    except OSError as error:
        raise UsageError(
            what=_("写不了 {file}：{reason}。").format(file=target, reason=reason(error)),
            advice=_("请用 -o 写一个您能写的地方。"),
        ) from None


def _tell(adopted: Adopted, target: Path) -> None:
    from drafter import adopting

    for place in adopted.places:
        if place.sure != adopting.REMAINS:
            click.echo(_row(place))
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
    click.echo(labelled(_("下一步"), f"{program()} template lint {target}"))


def _row(place: Place) -> str:
    from drafter.adopting import how_sure

    return "　".join(filter(None, (f"  {place.where}", place.label, place.tag, how_sure(place.sure))))
