"""`drafter template preview`: a template filled to be looked at, once or each time it is saved."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from drafter.cli.opening import OPTIONS, in_use, now, opened, read_file, today_option
from drafter.errors import CheckFailed, DrafterError, UsageError
from drafter.i18n import gettext as _
from drafter.i18n import labelled, listed, noted

if TYPE_CHECKING:
    import datetime as dt

    from drafter.answers import Answers
    from drafter.library import Library
    from drafter.office import Office
    from drafter.preview import Preview

_PAUSE = 1.0
"""Seconds between two looks at a file that is watched."""
_SETTLING = 0.3
"""Seconds for which a file that was saved must stay as it is before it is read."""


@click.command(options_metavar=OPTIONS, help=_("用样例填一遍模板，看写出来什么样、什么没有用到、什么没有印出来。"))
@click.argument("file", metavar=_("文件"), type=click.Path())
@click.option("--case", "case", metavar=_("文件夹"), type=click.Path(), help=_("用这个案卷填，不用样例；案卷只读。"))
@click.option("--document", metavar=_("文书"), help=_("当作哪一份文书：名称、id 或者渠道，例如：报案材料。"))
@click.option("--watch", is_flag=True, help=_("每保存一次就再看一遍，Ctrl-C 结束。"))
@click.option("-o", "--output", metavar=_("文件夹"), type=click.Path(), help=_("写到哪里。默认：模板旁边的“预览”。"))
@today_option
def preview(  # noqa: PLR0913 - the options of the command
    file: str, case: str | None, document: str | None, output: str | None, today: dt.date | None, *, watch: bool
) -> None:
    """Fill a template, write what came out and tell what is wrong with it."""
    from drafter import preview as previews
    from drafter.office import Office

    path, day = Path(file), today or now()
    if path.name.startswith("~$"):
        advice = _("请写模板自己的文件名：{name}").format(name=path.name.removeprefix("~$"))
        raise UsageError(what=_("{file} 是 Word 打开文件时的临时文件。").format(file=path), advice=advice)
    folder = Path(output) if output is not None else path.parent / previews.FOLDER
    if case is not None and folder.resolve().is_relative_to(Path(case).resolve()):
        raise UsageError(what=_("预览不写进案卷里。"), advice=_("请用 -o 写一个案卷外面的文件夹。"))
    library = in_use()
    answers = _answers(case, library, day)
    look = _Look(path=path, folder=folder, document=document, library=library, day=day, answers=answers)
    with Office() as office:
        if watch and _state(path) is not None:
            _watch(look, office)
        else:
            look.once(office)


def _answers(case: str | None, library: Library, day: dt.date) -> Answers | None:
    if case is None:
        return None
    with opened(case, library, day, reading=True) as store:
        return store.answers


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """What is looked at, and with what."""

    path: Path
    folder: Path
    document: str | None
    library: Library
    day: dt.date
    answers: Answers | None

    def once(self, office: Office) -> None:
        """Fill the template and tell what came out.

        Raises CheckFailed when values are lost, or other errors for a template that cannot be filled.
        """
        from drafter import preview as previews

        data = read_file(self.path)
        document = previews.document_for(data, str(self.path), self.document, self.library)
        found = previews.look(data, str(self.path), document, self.library, today=self.day, real=self.answers)
        written, notes = previews.write(found, self.path, self.folder, office)
        self._tell_files(written, notes, found)
        _tell(found)
        count = len(found.lost) + len(found.unclean)
        if count:
            raise CheckFailed(count=count)

    def _tell_files(self, written: list[Path], notes: list[str], found: Preview) -> None:
        click.secho(_("写好了，在 {folder}：").format(folder=self.folder), bold=True)
        pages = sum(path.suffix == ".png" for path in written)
        for path in written:
            if path.suffix != ".png":
                click.echo(f"  {path.name}")
        if pages:
            click.echo(_("  图片 {count} 页（.png）").format(count=pages))
        for note in notes:
            click.echo(note)
        if found.document not in self.library.documents:
            click.echo(
                _("没有说是哪一份文书，所以不核对机关的要求；要核对，加上 --document 文书，例如：--document 报案材料。")
            )


def _tell(found: Preview) -> None:
    """Tell what is lost first, then what is required, never used, never taken."""
    for title, problems in ((_("没有印出来的："), found.lost), (_("印出来不对的："), found.unclean)):
        if problems:
            click.secho(title, fg="red", bold=True)
        for problem in problems:
            click.echo(f"  {problem}")
    if found.lacking:
        click.secho(_("机关要求写、模板里从来没有的："), bold=True)
    for element, missing in found.lacking:
        told = noted(_(element.element), _("机关可以不要") if element.waivable else "")
        click.echo(f"  {labelled(told, listed(missing))}")
    if found.untaken:
        click.secho(
            _("这个案卷没有走到的分支：")
            if found.cases == 1
            else _("试了 {count} 个样例，这些分支一次也没有走到：").format(count=found.cases),
            bold=True,
        )
    for branch in found.untaken:
        click.echo(f"  {labelled(str(branch.where._replace(file='')), branch.tag)}")
    if found.unused:
        _tell_unused(found)


def _tell_unused(found: Preview) -> None:
    click.secho(_("没有用到的字段（不一定要用）："), bold=True)
    for group in found.unused:
        if not group.whole:
            click.echo(f"  {labelled(_(group.name), listed(map(_, group.fields)))}")
    whole = [_(group.name) for group in found.unused if group.whole]
    if whole:
        none = _("整组没有用到")
        click.echo(f"  {labelled(none, listed(whole))}")


def _watch(look: _Look, office: Office) -> NoReturn:
    """Look at the template each time it is saved, until Ctrl-C; what is wrong with it is told, and we go on."""
    seen: tuple[int, ...] | None = None
    times = 0
    while True:
        state = _state(look.path)
        if state is not None and state != seen and _settled(look.path, state):
            seen, times = state, times + 1
            click.secho(_("—— 第 {count} 遍 ——").format(count=times), bold=True)
            try:
                look.once(office)
            except DrafterError as error:
                click.secho(str(error), fg="red")
            click.echo(_("等着下一次保存；Ctrl-C 结束。"))
        time.sleep(_PAUSE)


def _state(path: Path) -> tuple[int, ...] | None:
    """Return what changes when a file is saved, or None while it is not there: Word puts a new one in its place."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def _settled(path: Path, state: tuple[int, ...]) -> bool:
    """Return whether a file that was saved has stayed as it is for a moment: it may be written still."""
    time.sleep(_SETTLING)
    return _state(path) == state
