"""`drafter template lint`: what is wrong with Word templates, as comments in a copy, mended in a copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from drafter.cli.opening import OPTIONS, in_use
from drafter.errors import CheckFailed
from drafter.i18n import gettext as _
from drafter.i18n import labelled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drafter.linting import Linter, Report


@click.command(
    options_metavar=OPTIONS,
    help=_("检查 Word 模板：标签、字段、表格、空白、法条、字体、批注和修订。例如：drafter template lint 报案材料.docx"),
)
@click.argument("files", metavar=_("文件..."), nargs=-1, required=True, type=click.Path())
@click.option("--annotate", is_flag=True, help=_("把每一处写成批注，放进旁边的一份副本。"))
@click.option("--fix", is_flag=True, help=_("把能放心改的改好，放进旁边的一份副本；原件不动。"))
def lint(files: tuple[str, ...], *, annotate: bool, fix: bool) -> None:
    """Look templates over, all of them in one run."""
    from drafter import linting

    linter = linting.Linter(in_use(whatever=True))
    reports = [linter.lint(file) for file in linting.files(files)]
    if fix:
        reports = [_mended(linter, report) for report in reports]
    for report in reports:
        tell(report)
        if annotate and report.findings and report.readable:
            click.echo(_("批注写在 {file}。").format(file=linter.annotate(report)))
    if faults := counted(reports):
        raise CheckFailed(count=faults)


def counted(reports: Sequence[Report]) -> int:
    """Tell how much was found in all files together; return how much of it has to be mended."""
    faults = sum(report.faults for report in reports)
    remarks = sum(len(report.findings) for report in reports) - faults
    click.echo(
        _("检查了 {files} 个文件：{faults} 处要改，{remarks} 处请看一眼。").format(
            files=len(reports), faults=faults, remarks=remarks
        )
    )
    return faults


def tell(report: Report) -> None:
    """Print everything that was found in a file."""
    for finding in report.findings:
        if finding.remark:
            click.secho(labelled(_("提醒"), str(finding.problem)), fg="yellow")
        else:
            click.echo(str(finding.problem))


def _mended(linter: Linter, report: Report) -> Report:
    """Mend a copy of a file, tell what was changed, and return what is still to be said."""
    done = linter.mend(report)
    if done.report is None:
        if report.findings and report.readable:
            click.echo(_("{file}：没有可以放心改的地方。").format(file=report.file))
        return report
    for change in done.changes:
        after = change.after or _("（删掉）")
        click.echo(f"{labelled(str(change.where), change.before)} → {after}")
    click.echo(_("改了 {count} 处，写在 {file}。").format(count=len(done.changes), file=done.report.file))
    return done.report
