"""Where packs are looked for: `--pack`, DRAFTER_PACKS, the person's own folder, installed distributions."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from drafter.errors import UsageError, reason
from drafter.i18n import gettext as _

if TYPE_CHECKING:
    from drafter.packs import Candidate

VARIABLE: Final = "DRAFTER_PACKS"
_GROUP: Final = "drafter.packs"
_ASKED: Final = "drafter.packs"


def add_option(command: click.Command) -> None:
    """Give a command, and every command below it, `--pack`."""
    command.params.append(
        click.Option(
            ["--pack"],
            metavar=_("文件夹"),
            multiple=True,
            expose_value=False,
            callback=_noted,
            help=_("再用上这个文件夹里的模板包（律所自己的模板和问题）。可以写几次，写在前面的盖过后面的。"),
        )
    )
    if isinstance(command, click.Group):
        for below in command.commands.values():
            add_option(below)


def _noted(context: click.Context, _option: click.Parameter, folders: Sequence[str]) -> None:
    """Keep what was asked for: it may stand before and after the name of a command."""
    if "" in folders:
        raise UsageError(what=_("--pack 后面没有写文件夹。"), advice=_("请写模板包的文件夹，例如：--pack 众和"))
    context.meta.setdefault(_ASKED, []).extend(folders)


def own_folder() -> Path:
    """Return the folder in which a person keeps packs that are always in use."""
    return Path(click.get_app_dir("drafter")) / "packs"


def found() -> tuple[Candidate, ...]:
    """Return the packs that are asked for or kept somewhere, those that lie over the others first."""
    from drafter.packs import Candidate

    asked = [(Path(folder), "--pack") for folder in click.get_current_context().meta.get(_ASKED, ())]
    parts = map(str.strip, os.environ.get(VARIABLE, "").split(os.pathsep))
    told = [(Path(folder), VARIABLE) for folder in parts if folder]
    kept = own_folder()
    own = [(folder, str(kept)) for folder in _below(kept)]
    each_once: dict[str, Candidate] = {}
    for folder, how in (*asked, *told, *own, *_installed()):
        each_once.setdefault(os.path.realpath(folder), Candidate(folder=folder, place=str(folder), found=how))
    return tuple(each_once.values())


def _below(folder: Path) -> list[Path]:
    """Return the folders in a folder; none where it is not there or its place is closed to us.

    Raises UsageError when it is there and cannot be read.
    """
    if not os.path.isdir(folder):  # noqa: PTH112 - a home that is closed to us has no packs, and is no error
        return []
    try:
        return sorted(each for each in folder.iterdir() if each.is_dir())
    except OSError as error:
        what = _("读不了放模板包的文件夹 {folder}：{reason}。").format(folder=folder, reason=reason(error))
        raise UsageError(what=what, advice=_("请改一改它的权限，或者把它移走。")) from None


def _installed() -> Iterator[tuple[Path, str]]:
    """Yield the folders that installed distributions declare; their files are read, nothing of them is imported."""
    from importlib.metadata import entry_points

    for entry in sorted(entry_points(group=_GROUP), key=lambda entry: entry.name):
        if entry.dist is not None:
            folder = Path(str(entry.dist.locate_file(entry.value.replace(".", "/"))))
            yield folder, f"{entry.dist.name} {entry.dist.version}"
