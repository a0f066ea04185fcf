"""The commands."""

from __future__ import annotations

import datetime as dt
import sys
from typing import TYPE_CHECKING

import click

from drafter import __version__
from drafter.errors import UsageError
from drafter.i18n import gettext as _

if TYPE_CHECKING:
    from pathlib import Path

    from drafter.casefile import CaseFolder
    from drafter.drafting import Result
    from drafter.packs import Library
    from drafter.store import Store
    from drafter.writing import Outcome

_DEFAULT_FOLDER = "案卷"


@click.group(
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]...",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, "--version", message="drafter %(version)s")
def drafter() -> None:
    """从一次问答生成应对暴力催收、软暴力催收的法律文书。

    有人正堵在门口或者正在动手，请先打 110。

    一切都在本机，不联网。
    """


@drafter.command(options_metavar="[选项]")
@click.argument("folder", required=False, metavar="[文件夹]", type=click.Path())
@click.option("--answers", "answers_file", metavar="文件", type=click.Path(), help="从答案文件读取，不提问。")
@click.option("--today", metavar="日期", help="文书按哪一天写，例如 2026-11-23。默认今天。")
@click.option("--plain", is_flag=True, help="逐行显示，不用光标菜单（适合读屏软件和简单终端）。")
def new(folder: str | None, answers_file: str | None, today: str | None, *, plain: bool) -> None:
    """新建案卷：问一遍，写好每一份文书；已有案卷则接着填。"""
    from pathlib import Path

    from drafter import packs

    target = Path(folder or _DEFAULT_FOLDER)
    day = _day(today)
    library = packs.load(packs.builtin_content())
    if answers_file is not None:
        _from_file(target, Path(answers_file), day, library)
    else:
        _from_person(target, day or _now(), library, plain=plain)


@drafter.command(options_metavar="[选项]")
@click.argument("folder", metavar="文件夹", type=click.Path())
@click.option("--today", metavar="日期", help="文书按哪一天写，例如 2026-11-23。默认今天。")
def draft(folder: str, today: str | None) -> None:
    """不提问，按案卷里的答案重新写文书。"""
    from pathlib import Path

    from drafter import casefile, packs

    target = Path(folder)
    if not (target / casefile.ANSWERS).is_file():
        raise UsageError(
            what=_("{folder} 里没有案卷。").format(folder=target),
            advice=_("先运行：drafter new {folder}").format(folder=target),
        )
    library = packs.load(packs.builtin_content())
    with casefile.CaseFolder(target) as opened:
        store = _store(opened, library, _day(today) or _now())
        store.load()
        _warn(store)
        _finish(store, library)


def _now() -> dt.date:
    return dt.date.today()  # noqa: DTZ011 - the day on the person's own clock


def _day(text: str | None) -> dt.date | None:
    """Return the day given on the command line.

    Raises UsageError when it is not a date.
    """
    if text is None:
        return None
    if not text.strip():
        raise UsageError(what=_("--today 后面没有日期。"), advice=_("请写成“--today 2026-11-23”这样。"))
    from drafter import values

    try:
        day: dt.date = values.read_day(text)
    except values.ValueProblem as problem:
        raise UsageError(what=f"--today：{problem.what}", advice=problem.advice) from None
    return day


def _store(folder: CaseFolder, library: Library, today: dt.date) -> Store:
    from drafter.store import Store

    packs = {library.name: library.version}
    return Store(
        folder=folder,
        questionnaire=library.questionnaire,
        today=today,
        packs=packs,
        law_checked=library.law.checked.isoformat(),
    )


def _from_file(target: Path, answers_file: Path, day: dt.date | None, library: Library) -> None:
    from drafter import casefile
    from drafter.store import NoToday, read_answers_file

    text = casefile.read_file(answers_file)
    try:
        found = read_answers_file(text, str(answers_file), library.questionnaire, day)
    except NoToday:
        found = read_answers_file(text, str(answers_file), library.questionnaire, _now())
    with casefile.CaseFolder(target) as folder:
        if folder.exists(casefile.ANSWERS) or folder.exists(casefile.JOURNAL):
            _keep_old(folder)
        store = _store(folder, library, found.today)
        store.answers = found.answers
        store.checkpoint()
        _finish(store, library)


def _keep_old(folder: CaseFolder) -> None:
    """Set an existing case aside before an answers file takes its place: nothing is lost."""
    from drafter import casefile

    number = 1
    while folder.exists(f"case.旧{number}.yaml"):
        number += 1
    old = folder.read(casefile.ANSWERS)
    if old is not None:
        folder.replace(f"case.旧{number}.yaml", old)
    journal = folder.read(casefile.JOURNAL)
    if journal is not None:
        folder.replace(f"{casefile.PRIVATE}/journal.旧{number}.jsonl", journal)
        folder.remove(casefile.JOURNAL)


def _from_person(target: Path, day: dt.date, library: Library, *, plain: bool) -> None:
    if sys.stdin is None or not sys.stdin.isatty() or not sys.stdout.isatty():
        raise UsageError(
            what=_("这里不是可以问答的终端。"),
            advice=_("请在终端窗口里运行；或者用答案文件：drafter new {folder} --answers 答案.yaml").format(
                folder=target
            ),
        )
    from drafter import casefile, terminal

    with casefile.CaseFolder(target) as folder:
        store = _store(folder, library, day)
        continued = store.load()
        _warn(store)
        terminal.converse(store, continued=continued, plain=plain)
        _finish(store, library)


def _warn(store: Store) -> None:
    for problem in store.problems:
        click.secho(_("有一处读不懂，原样保留着：{problem}").format(problem=problem), fg="yellow", err=True)


def _finish(store: Store, library: Library) -> None:
    """Draw the documents, write them and say what was written, what was not, and why."""
    from drafter import drafting, writing

    result = drafting.draft(store.answers, library, store.today)
    _report_papers(store, writing.write(store.folder, result.drafts))
    _report_others(result)
    click.echo(_("打印前请逐字看一遍，黄色的〔待填〕要补上；签名、日期由本人手写。"))


def _report_papers(store: Store, outcome: Outcome) -> None:
    from drafter.writing import FOLDER

    click.secho(
        _("写好了 {count} 份文书，在 {folder}：").format(count=len(outcome.written), folder=store.folder.path / FOLDER),
        bold=True,
    )
    for paper in outcome.written:
        gaps = len(paper.draft.gaps)
        click.echo(f"  {paper.name}" + (_("（还有 {count} 处待填）").format(count=gaps) if gaps else ""))
        if paper.kept and not paper.unchanged:
            click.echo(_("    您改过的 {kept} 没有动，新写的放在旁边。").format(kept=paper.kept))
        elif paper.kept:
            click.echo(_("    您改过这份，内容没有变化，没有动它。"))
    for name in outcome.withdrawn:
        click.echo(_("  {name} 现在不适用了，已经收走。").format(name=name))
    for name in outcome.left:
        click.echo(_("  {name} 现在不适用了；您改过它，没有动。").format(name=name))


def _report_others(result: Result) -> None:
    for verdict, title in (("not_yet", _("暂时不写的：")), ("not_applicable", _("不适用的："))):
        told = [entry for entry in result.entries if entry.lacking or not entry.document.follows]
        entries = [entry for entry in told if entry.outcome == verdict]
        if entries:
            click.secho(title, bold=True)
        for entry in entries:
            click.echo(f"  {entry.document.title}")
            for rule in entry.lacking:
                click.echo(f"    {rule.reason}{rule.instead}")
    for notice in result.notices:
        click.secho(notice, fg="yellow")
