"""`drafter law show` and `drafter law check`: what the law files say, and what is to be looked at again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from drafter.cli.opening import OPTIONS, SUBCOMMANDS, day_option, help_if_alone, in_use, now, today_option
from drafter.errors import CheckFailed
from drafter.i18n import gettext as _
from drafter.i18n import labelled, noted

if TYPE_CHECKING:
    import datetime as dt

    from drafter.law import Article, Law, Statute
    from drafter.lawbook import Shown


@click.group(
    invoke_without_command=True,
    options_metavar=OPTIONS,
    subcommand_metavar=SUBCOMMANDS,
    help=_("查法条：哪一天有效的是哪一条，什么时候核对过。"),
)
@click.pass_context
def law(context: click.Context) -> None:
    """Look into the law files."""
    help_if_alone(context)


@law.command(
    options_metavar=OPTIONS,
    help=_("显示一条法律：那一天有效的条文和别的版本。例如：drafter law show 治安管理处罚法 50"),
)
@click.argument("name", required=False, metavar=_("[法律]"))
@click.argument("number", required=False, metavar=_("[条]"))
@day_option("--on", "day", _("看哪一天有效的条文，例如 2025-12-20。默认今天。"))
def show(name: str | None, number: str | None, day: dt.date | None) -> None:
    """Show an article as it is in force on a day, with its other versions."""
    from drafter import lawbook

    book, on = in_use().law, day or now()
    if name is None:
        _list_laws(book)
    elif number is None:
        for statute in lawbook.versions(book, name):
            _list_articles(book, statute)
    else:
        _show(lawbook.show(book, name, number, on))


@law.command(
    options_metavar=OPTIONS,
    help=_("检查法律库：只有一个来源的、太久没有核对的、已经失效还在引用的、没有人引用的。"),
)
@today_option
def check(today: dt.date | None) -> None:
    """Tell what of the law is to be looked at again."""
    from drafter import lawbook

    library, day = in_use(), today or now()
    found = lawbook.audit(library, day)
    titles = {
        "stale": _("要重新核对的"),
        "expired": _("引用了但在这一天不再有效的"),
        "single": _("只有一个来源的"),
        "uncited": _("没有人引用的"),
    }
    for kind, title in titles.items():
        some = [finding for finding in found if finding.kind == kind]
        if some:
            click.secho(labelled(title, str(len(some))), bold=True)
        for finding in some:
            click.echo(f"  {labelled(str(finding.where), finding.what)}")
    click.echo(
        _("共 {laws} 个版本、{articles} 条；最早的一次核对是 {day}。引用的每一条都查得到，没有重叠的版本。").format(
            laws=len(library.law.statutes), articles=len(library.law.articles), day=library.law.checked
        )
    )
    if mend := sum(finding.mend for finding in found):
        raise CheckFailed(count=mend)


def _list_laws(book: Law) -> None:
    for statute in sorted(book.statutes, key=lambda statute: (statute.title, statute.start)):
        click.echo(f"{statute.short}　{statute.name(former=True)}　{_days(statute)}")


def _list_articles(book: Law, statute: Statute) -> None:
    from drafter import lawbook

    click.secho(f"{statute.name(former=True)}　{_days(statute)}", bold=True)
    for article in lawbook.articles_of(book, statute):
        number = article.number or _("（条号未核实）")
        click.echo(f"  {number}　{article.text.partition(chr(10))[0][:40]}")


def _show(shown: Shown) -> None:
    if shown.current is None:
        click.secho(_("{day} 没有有效的条文。").format(day=shown.day), fg="yellow")
    else:
        click.secho(_("{day} 有效：").format(day=shown.day), bold=True)
        _print(shown.current, shown)
    if shown.others:
        click.secho(_("别的版本（按内容对应，条号可能不同）："), bold=True)
    for article in shown.others:
        _print(article, shown)


def _print(article: Article, shown: Shown) -> None:
    statute = article.statute
    status = _("已核实") if article.status == "verified" else _("只有一个来源")
    quote = _("可以引用原文") if article.quotable and article.status == "verified" else _("不引用原文")
    click.secho(f"{statute.name(former=True)}{article.number}", bold=True)
    click.echo(
        f"  {_days(article)}　{statute.issuer}　{_force(statute)}　{status}　{quote}　"
        + _("{day} 核对").format(day=statute.checked)
    )
    for line in article.text.split("\n"):
        click.echo(f"  {line}")
    for source in article.sources:
        click.echo(_("  来源：{source}").format(source=source))
    uses = []
    for conduct, citation in shown.uses[article.id]:
        note = _("是否适用有争议") if citation.arguable else ""
        details = _("，").join(detail for detail in (citation.item, note) if detail)
        uses.append(noted(conduct.title, details))
    if uses:
        click.echo(_("  用于：{uses}").format(uses=_("；").join(uses)))


def _days(span: Statute | Article) -> str:
    end = str(span.end) if span.end is not None else _("今")
    return _("{start} 至 {end}").format(start=span.start, end=end)


def _force(statute: Statute) -> str:
    """Return what kind of rule it is, in words."""
    return {
        "law": _("法律"),
        "regulation": _("行政法规、党内法规"),
        "judicial_interpretation": _("司法解释"),
        "rule": _("部门规章"),
        "normative": _("规范性文件"),
        "recommended_standard": _("推荐性国家标准"),
        "self_regulation": _("行业自律文件"),
    }[statute.force]
