"""`drafter check` and `drafter plan`: what is still missing, and what to do next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from drafter.cli import checking
from drafter.cli.opening import OPTIONS, folder_argument, in_use, now, opened, today_option
from drafter.documents import PLAN
from drafter.errors import CheckFailed
from drafter.i18n import gettext as _
from drafter.i18n import listed, noted

if TYPE_CHECKING:
    import datetime as dt

    from drafter.completeness import Paper
    from drafter.drafting import Result
    from drafter.law import Element, Law
    from drafter.library import Library

_CALENDAR = "期限.ics"


@click.command(
    options_metavar=OPTIONS,
    help="\n\n".join(
        (
            _("检查案卷：每个机关要求写的有没有写、依据哪一条，文书之间有没有对不上的。"),
            _("写模板包的文件夹，检查整个包：pack.yaml、问题、全部模板、换掉的文书少了什么；写一个 .docx，检查它。"),
        )
    ),
)
@click.argument("path", metavar=_("文件夹"), type=click.Path())
@today_option
def check(path: str, today: dt.date | None) -> None:
    """Tell what is missing in the papers of a case, or what is wrong with a pack or a template."""
    target = Path(path)
    if checking.is_pack(target):
        checking.pack(target)
    elif target.is_file() or (target.suffix.lower() == ".docx" and not target.is_dir()):
        checking.template(target)
    else:
        _case(path, today)


def _case(folder: str, today: dt.date | None) -> None:
    """Tell what each authority requires and whether it is there, and where papers contradict each other."""
    from drafter import completeness, drafting

    library = in_use()
    with opened(folder, library, today or now()) as store:
        result = drafting.draft(store.answers, library, store.today)
        papers = completeness.examine(result, library, store.folder)
        problems = drafting.in_words(completeness.contradictions(papers), library, store.answers)
    for paper in papers:
        if paper.rows:
            tell(paper, library.law)
    for problem in problems:
        click.secho(str(problem), fg="yellow")
    if not problems:
        click.echo(_("文书之间没有对不上的地方。"))
    for line in (*result.exposed, *map(_, result.notices)):
        click.secho(line, fg="yellow")
    if count := len(problems) + sum(len(paper.missing) for paper in papers):
        raise CheckFailed(count=count)


@click.command(
    options_metavar=OPTIONS,
    help=_("下一步做什么：先后次序、交到哪里、带什么、哪天之前、没有答复怎么办。"),
)
@folder_argument
@today_option
@click.option("--who-sees", is_flag=True, help=_("每一项回答写进哪几份文书，谁看得到。"))
@click.option("--ics", is_flag=True, help=_("把要记住的日子写成日历文件（期限.ics），标题不写内容。"))
def plan(folder: str, today: dt.date | None, *, ics: bool, who_sees: bool) -> None:
    """Tell what to do in which order, or write its days into a calendar, or tell who sees which answer."""
    from drafter import agenda, drafting

    library = in_use()
    with opened(folder, library, today or now()) as store:
        result = drafting.draft(store.answers, library, store.today)
        if who_sees:
            _tell_who_sees(library, result)
            return
        if ics:
            days = agenda.calendar(result.plan.dues, library.law, store.today)
            if days is None:
                click.echo(_("今天以后没有要记住的日子，没有写日历。已经过了的，见办理方案。"))
                return
            store.folder.replace(_CALENDAR, days)
            click.echo(_("日历写在 {file}。").format(file=store.folder.path / _CALENDAR))
            return
    for draft in result.drafts:
        if draft.document.id == PLAN:
            click.echo(drafting.on_screen(draft, result, library))


def _tell_who_sees(library: Library, result: Result) -> None:
    """Print, for every answer given, the papers of this case that show it, in full or in part."""
    from drafter import audience
    from drafter.answers import NonAnswer

    matrix = audience.matrix(library)
    titles = {draft.document.id: draft.name.removesuffix(".docx") for draft in result.drafts}
    answered = (address for address, answer in result.case.given.items() if not isinstance(answer, NonAnswer))
    asked = (library.questionnaire.question_at(address) for address in answered)
    given = {question.id: question for question in asked if question is not None}
    for id_, question in given.items():
        click.secho(f"{_(library.questionnaire.groups[question.group])}·{_(question.name)}", bold=True)
        seen = {title: matrix[id_][document] for document, title in titles.items() if matrix[id_][document].shown}
        for title, sight in seen.items():
            click.echo(f"  {title}　{sight.label}")
        if not seen:
            click.echo(_("  不写进任何一份"))


def tell(paper: Paper, law: Law) -> None:
    """Print the table of one paper: state, element, the article that asks for it, what is open."""
    click.secho(paper.name, bold=True)
    lines = {
        "present": _("  有　{element}"), "missing": _("  缺　{element}"), "waived": _("  可空　{element}"),
        "withheld": _("  不写　{element}"),
    }  # fmt: skip
    for row in paper.rows:
        element = noted(_(row.element.element), _asked_by(row.element, law))
        open_ = _("　还空着：{open}").format(open=listed(map(_, row.open))) if row.open else ""
        open_ += _("　您选了不写：{kept}").format(kept=listed(map(_, row.kept))) if row.kept else ""
        line = lines[row.state].format(element=element)
        click.secho(f"{line}{open_}", fg="yellow" if row.state == "missing" else None)


def _asked_by(element: Element, law: Law) -> str:
    article = law.articles.get(element.source)
    if article is None:
        return _("惯例")
    title = f"《{article.statute.short}》"
    return f"{title}{article.number}" if article.number else _("{title}有关规定").format(title=title)
