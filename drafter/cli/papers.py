"""The commands that ask and that write papers: `new`, `draft`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from drafter.cli.opening import (
    OPTIONS,
    folder_argument,
    in_use,
    new_store,
    now,
    opened,
    plain_option,
    today_option,
    warn,
)
from drafter.documents import PLAN
from drafter.errors import UsageError
from drafter.i18n import gettext as _
from drafter.i18n import joined, listed, noted

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from drafter.casefile import CaseFolder
    from drafter.completeness import Paper
    from drafter.drafting import Result
    from drafter.library import Library
    from drafter.store import Store
    from drafter.writing import Outcome

_DEFAULT_FOLDER = "案卷"


@click.command(options_metavar=OPTIONS, help=_("新建案卷：问一遍，写好每一份文书；已有案卷则接着填。"))
@click.argument("folder", required=False, metavar=_("[文件夹]"), type=click.Path())
@click.option(
    "--answers",
    "answers_file",
    metavar=_("文件"),
    type=click.Path(),
    help=_("从答案文件读取；在终端里，没有答的可以接着问。"),
)
@today_option
@plain_option
def new(folder: str | None, answers_file: str | None, today: dt.date | None, *, plain: bool) -> None:
    """Ask, and write the papers; go on where a case was left."""
    from pathlib import Path

    target = Path(folder or _DEFAULT_FOLDER)
    library = in_use()
    if answers_file is not None:
        _from_file(target, Path(answers_file), today, library, plain=plain)
    else:
        _from_person(target, today or now(), library, plain=plain)


@click.command(options_metavar=OPTIONS, help=_("不提问，按案卷里的答案重新写文书。"))
@folder_argument
@today_option
def draft(folder: str, today: dt.date | None) -> None:
    """Write the papers again, from the answers of a case."""
    library = in_use()
    with opened(folder, library, today or now()) as store:
        finish(store, library)


def _from_file(target: Path, answers_file: Path, day: dt.date | None, library: Library, *, plain: bool) -> None:
    from drafter import casefile
    from drafter.store import NoToday, read_answers_file

    text = casefile.read_file(answers_file)
    try:
        found = read_answers_file(text, str(answers_file), library.questionnaire, day)
    except NoToday:
        found = read_answers_file(text, str(answers_file), library.questionnaire, now())
    with casefile.CaseFolder(target) as folder:
        if folder.exists(casefile.ANSWERS) or folder.exists(casefile.JOURNAL):
            _keep_old(folder)
        store = new_store(folder, library, found.today)
        store.answers = found.answers
        store.checkpoint()
        if at_terminal():
            from drafter import terminal

            if terminal.wants_more(store, plain=plain):
                terminal.converse(store, continued=True, plain=plain, library=library)
        finish(store, library)


def at_terminal() -> bool:
    """Return whether a person can be asked here."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def _keep_old(folder: CaseFolder) -> None:
    """Set an existing case aside before an answers file takes its place: nothing is lost."""
    from drafter import casefile

    number = 1
    while any(
        folder.exists(name) for name in (f"case.旧{number}.yaml", f"{casefile.PRIVATE}/journal.旧{number}.jsonl")
    ):
        number += 1
    old = folder.read(casefile.ANSWERS)
    if old is not None:
        folder.replace(f"case.旧{number}.yaml", old)
        click.echo(
            _("这里已经有案卷，以前的答案放在 {name}。要接着填以前的，运行时不要写 --answers。").format(
                name=folder.path / f"case.旧{number}.yaml"
            )
        )
    journal = folder.read(casefile.JOURNAL)
    if journal is not None:
        folder.replace(f"{casefile.PRIVATE}/journal.旧{number}.jsonl", journal)
        folder.remove(casefile.JOURNAL)


def _from_person(target: Path, day: dt.date, library: Library, *, plain: bool) -> None:
    if not at_terminal():
        raise UsageError(
            what=_("这里不是可以问答的终端。"),
            advice=_("请在终端窗口里运行；或者用答案文件：drafter new {folder} --answers 答案.yaml").format(
                folder=target
            ),
        )
    from drafter import casefile, terminal

    with casefile.CaseFolder(target) as folder:
        store = new_store(folder, library, day)
        continued = store.load()
        warn(store)
        terminal.converse(store, continued=continued, plain=plain, library=library)
        finish(store, library)


def finish(store: Store, library: Library, *, whole: bool = True) -> None:
    """Draw the documents, write them and say what was not written, and why, and, where it stays in sight, what was.

    After a small change (not `whole`) what does not apply is not told again.
    """
    from drafter import completeness, drafting, writing

    result = drafting.draft(store.answers, library, store.today)
    for line in result.exposed:
        click.secho(line, fg="yellow")
    written = writing.write(store.folder, result.drafts)
    if whole:
        _report_others(result)
    _report_papers(store, written)
    _report_missing(completeness.examine(result, library, store.folder))
    for notice in result.notices:
        click.secho(_(notice), fg="yellow")
    click.echo(_("打印前请逐字看一遍，黄色的〔待填〕要补上；签名由本人手写，日期改成交的那天。"))


def _report_papers(store: Store, outcome: Outcome) -> None:
    from drafter.writing import FOLDER

    numbered = [paper for paper in outcome.written if not paper.draft.document.unnumbered]
    click.secho(
        _("写好了 {count} 份文书，在 {folder}：").format(count=len(numbered), folder=store.folder.path / FOLDER),
        bold=True,
    )
    for paper in numbered:
        gaps = len(paper.draft.gaps)
        open_ = _("还有 {count} 处待填").format(count=gaps) if gaps else ""
        click.echo(f"  {noted(paper.name, open_)}")
        if paper.kept and not paper.unchanged:
            click.echo(_("    您改过的 {kept} 没有动，新写的放在旁边。").format(kept=paper.kept))
        elif paper.kept:
            click.echo(_("    您改过这份，内容没有变化，没有动它。"))
    for name in outcome.withdrawn:
        click.echo(_("  {name} 现在不适用了，已经收走。").format(name=name))
    for name in outcome.left:
        click.echo(_("  {name} 现在不适用了；您改过它，没有动。").format(name=name))
    for paper in outcome.written:
        if paper.draft.document.unnumbered and paper.draft.document.id != PLAN:
            click.echo(_("留在案卷里、不交出去的：{file}").format(file=store.folder.path / paper.name))
    for paper in outcome.written:
        if paper.draft.document.id == PLAN:
            told = _("先看这一份：{file}（在屏幕上看：drafter plan {folder}）")
            click.secho(told.format(file=store.folder.path / paper.name, folder=store.folder.path), bold=True)


def _report_missing(papers: Sequence[Paper]) -> None:
    """Say what the authorities ask for and the papers do not have yet."""
    lacking = [paper for paper in papers if paper.missing]
    if lacking:
        click.secho(_("各机关要求写、现在还空着的（全表：drafter check）："), bold=True)
    for paper in lacking:
        wanted = listed(dict.fromkeys(_(label) for row in paper.missing for label in row.open))
        click.echo(f"  {paper.name}　{wanted}")
    if kept := dict.fromkeys(_(label) for paper in papers for label in paper.withheld):
        told = _("您选了不写、机关一般会问到的：{kept}。文书里没有留空；给不给、怎么给，交的时候您自己定。")
        click.echo(told.format(kept=listed(kept)))


def _report_others(result: Result) -> None:
    for verdict, title in (("not_applicable", _("不适用的：")), ("not_yet", _("暂时不写的："))):
        told = [entry for entry in result.entries if entry.lacking or not entry.document.follows]
        entries = [entry for entry in told if entry.outcome == verdict]
        if entries:
            click.secho(title, bold=True)
        for entry in entries:
            click.echo(f"  {_(entry.document.title)}")
            for rule in entry.lacking:
                click.echo(f"    {joined(_(rule.reason), _(rule.instead))}")
