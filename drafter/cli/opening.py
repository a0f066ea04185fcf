"""What several commands begin with: the day, the folder, the answers of a case."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from drafter.cli import places
from drafter.errors import UsageError
from drafter.i18n import gettext as _
from drafter.i18n import joined, labelled

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from drafter.casefile import CaseFolder
    from drafter.library import Library
    from drafter.store import Store

Command = TypeVar("Command", bound="Callable[..., Any]")

OPTIONS = _("[选项]")
SUBCOMMANDS = _("命令 [参数]...")


def help_if_alone(context: click.Context) -> None:
    """Show the help of a group of commands when none of them is named, also beside an option."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def now() -> dt.date:
    """Return the day on the person's own clock: the only place that reads it."""
    import datetime as dt

    return dt.date.today()  # noqa: DTZ011 - see above


def day_option(flag: str, name: str, told: str) -> Callable[[Command], Command]:
    """Return an option that takes a date; a bad one is told like every other bad input."""
    return click.option(
        flag, name, metavar=_("日期"), help=told, callback=lambda _context, _option, text: _day(flag, text)
    )


def _day(flag: str, text: str | None) -> dt.date | None:
    if text is None:
        return None
    if not text.strip():
        raise UsageError(
            what=_("{flag} 后面没有日期。").format(flag=flag),
            advice=_("请写成“{flag} 2026-11-23”这样。").format(flag=flag),
        )
    from drafter import values

    try:
        day: dt.date = values.read_day(text)
    except values.ValueProblem as problem:
        raise UsageError(what=labelled(flag, problem.what), advice=problem.advice) from None
    return day


today_option = day_option("--today", "today", _("文书按哪一天写，例如 2026-11-23。默认今天。"))
plain_option = click.option("--plain", is_flag=True, help=_("逐行显示，不用光标菜单（适合读屏软件和简单终端）。"))
folder_argument = click.argument("folder", metavar=_("文件夹"), type=click.Path())


def in_use(*, whatever: bool = False) -> Library:
    """Return what the program comes with, and over it the packs that are asked for or kept somewhere.

    Raises PackError with every fault of every pack; `whatever` their templates are, where they are being looked over.
    """
    from drafter import packs
    from drafter.errors import PackError

    library = packs.stack(packs.load(packs.builtin_content()), places.found())
    if library.unopened and not whatever:
        raise PackError(library.unopened)
    return library


def read_file(path: Path) -> bytes:
    """Return a Word file that was named, or so much of it that it is seen to be too large.

    Raises UsageError when it cannot be read.
    """
    from drafter.errors import reason
    from drafter.word.archive import LARGEST

    try:
        if path.exists() and not path.is_file():
            raise UsageError(what=_("{file} 不是文件。").format(file=path), advice=_("请写 Word 文件的名字。"))
        with path.open("rb") as stream:
            return stream.read(LARGEST + 1)
    except OSError as error:
        raise UsageError(
            what=_("读不了 {file}：{reason}。").format(file=path, reason=reason(error)), advice=_("请检查路径。")
        ) from None


def quoted_path(path: Path) -> str:
    """Return a path as it is typed into a command line."""
    text = str(path)
    return text if re.fullmatch(r"[\w./:\\-]+", text) else f'"{text}"'


def write_new(file: str, data: bytes) -> None:
    """Write a file that is not there yet.

    Raises UsageError when it is, or when it cannot be written.
    """
    from pathlib import Path

    from drafter.errors import reason

    try:
        with Path(file).open("xb") as stream:
            stream.write(data)
    except FileExistsError:
        raise UsageError(
            what=_("已经有 {file} 了，没有覆盖它。").format(file=file), advice=_("请用 -o 写另一个名字。")
        ) from None
    except OSError as error:
        raise UsageError(
            what=_("写不了 {file}：{reason}。").format(file=file, reason=reason(error)),
            advice=_("请换一个文件夹或者文件名。"),
        ) from None


def new_store(folder: CaseFolder, library: Library, today: dt.date) -> Store:
    """Return the store of a case folder, without its answers."""
    from drafter.store import Store

    return Store(
        folder=folder,
        questionnaire=library.questionnaire,
        today=today,
        packs=library.versions,
        law_checked=library.law.checked.isoformat(),
    )


def warn(store: Store) -> None:
    """Tell what of the stored answers could not be read, and which packs it was made with that are not in use."""
    for name, version in store.made_with.items():
        if name not in store.packs:
            told = _("这个案卷用过模板包 {name} {version}，现在没有启用：它的文书不写，它问过的回答留在案卷里。")
            told = joined(told.format(name=name, version=version), _("要用它，加上 --pack 文件夹。"))
            click.secho(told, fg="yellow", err=True)
        elif store.packs[name] != version:
            told = _("这个案卷上次用的是模板包 {name} {version}，现在是 {now}。")
            click.secho(told.format(name=name, version=version, now=store.packs[name]), err=True)
    for problem in store.problems:
        click.secho(_("有一处读不懂，原样保留着：{problem}").format(problem=problem), fg="yellow", err=True)


@contextmanager
def opened(folder: str, library: Library, today: dt.date, *, reading: bool = False) -> Iterator[Store]:
    """Open the case in a folder, with its answers; only for `reading`, nothing in it is touched.

    Raises UsageError when there is none.
    """
    from pathlib import Path

    from drafter import casefile

    target = Path(folder)
    if not (target / casefile.ANSWERS).is_file():
        raise UsageError(
            what=_("{folder} 里没有案卷。").format(folder=target),
            advice=_("先运行：drafter new {folder}").format(folder=target),
        )
    with casefile.CaseFolder(target, reading=reading) as case_folder:
        store = new_store(case_folder, library, today)
        store.load()
        warn(store)
        yield store
