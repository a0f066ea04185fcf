"""`drafter edit`: change answers of a case; the papers follow."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import click

from drafter.cli.opening import OPTIONS, folder_argument, now, opened, plain_option, stock, today_option
from drafter.cli.papers import at_terminal, finish
from drafter.errors import UsageError
from drafter.i18n import gettext as _
from drafter.i18n import labelled, listed

if TYPE_CHECKING:
    import datetime as dt

    from drafter.questionnaire import Questionnaire
    from drafter.store import Store

_PLACE: Final = r"(?P<group>\w+)\[(?P<number>[0-9]+)\](?P<leaf>\.\w+)"
"""incidents[2].when: the second item, as the summary counts them. Compiled when it is used: `--help` starts fast."""


@click.command(options_metavar=OPTIONS, help=_("改案卷里的答案，文书跟着重写。"))
@folder_argument
@click.argument("section", required=False, default="", metavar=_("[部分]"))
@click.option("--set", "changes", multiple=True, metavar=_("问题=答案"), help=_("不提问，直接改这一题；可以写好几次。"))
@today_option
@plain_option
def edit(folder: str, section: str, changes: tuple[str, ...], today: dt.date | None, *, plain: bool) -> None:
    """Change answers of a case, by section or one by one."""
    library = stock()
    with opened(folder, library, today or now()) as store:
        wanted = _section(section, library.questionnaire)
        if changes:
            for change in [_read(change, store) for change in changes]:
                store.record(*change)
            store.checkpoint()
        elif at_terminal():
            from drafter import terminal

            terminal.revise(store, wanted, plain=plain, library=library)
        else:
            raise UsageError(
                what=_("这里不是可以问答的终端。"),
                advice=_("请在终端窗口里运行；或者直接改：drafter edit {folder} --set applicant.name=姓名").format(
                    folder=folder
                ),
            )
        finish(store, library)


def _section(name: str, questionnaire: Questionnaire) -> str:
    """Return the id of a section that was named by its id or its title."""
    from drafter.yamlfile import did_you_mean

    known = {_(section.title): section.id for section in questionnaire.sections}
    found = ({section.title: section.id for section in questionnaire.sections} | known).get(name, name)
    if found and found not in known.values():
        advice = did_you_mean(name, [*known, *known.values()]) or _("可以写：{names}。").format(names=listed(known))
        raise UsageError(what=_("没有“{name}”这个部分。").format(name=name), advice=advice)
    return found


def _read(change: str, store: Store) -> tuple[str, object]:
    """Return address and answer of `问题=答案`; an item may be called by its number in the list."""
    from drafter import answers, interview, values
    from drafter.yamlfile import did_you_mean

    place, equals, text = change.partition("=")
    address = place.strip()
    if match := re.fullmatch(_PLACE, address):
        items = store.answers.items.get(match["group"], [])
        number = int(match["number"])
        if 0 < number <= len(items):
            address = f"{match['group']}[{items[number - 1]}]{match['leaf']}"
    steps = {step.address: step for step in interview.path(store.questionnaire, store.answers)}
    question = steps[address].question if address in steps else None
    if not equals or question is None:
        known = [reached for reached, step in steps.items() if step.question is not None]
        what = _("“{place}”不是现在能改的一题。").format(place=place.strip() or change)
        raise UsageError(
            what=what,
            advice=did_you_mean(address, known) or _("写成“applicant.phone=13800000001”“incidents[2].when=昨天”这样。"),
        )
    word = text.strip()
    if word in ("记不清", _("记不清")):
        return address, answers.UNKNOWN
    if word in ("不写进文书", _("不写进文书")):
        return address, answers.WITHHELD
    try:
        answer = answers.read(question, text, store.today)
        if question.kind == "items":
            answer = answers.known_items(answer, store.answers.items.get(question.of, []))
    except values.ValueProblem as problem:
        raise UsageError(what=labelled(_(question.name), problem.what), advice=problem.advice) from None
    return address, answer
