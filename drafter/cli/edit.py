"""`drafter edit`: change answers of a case; the papers follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import click

from drafter.cli.opening import OPTIONS, folder_argument, in_use, now, opened, plain_option, today_option
from drafter.cli.papers import at_terminal, finish
from drafter.errors import UsageError
from drafter.i18n import gettext as _
from drafter.i18n import labelled, listed

if TYPE_CHECKING:
    import datetime as dt

    from drafter.answers import Answer
    from drafter.interview import Step
    from drafter.questionnaire import Question, Questionnaire
    from drafter.store import Store

_LONGEST: Final = 60
"""Letters shown of an answer before and after."""
_SOME: Final = 6
"""How many places are named where one name is that of several."""


@click.command(options_metavar=OPTIONS, help=_("改案卷里的答案，文书跟着重写。"))
@folder_argument
@click.argument("section", required=False, default="", metavar=_("[部分]"))
@click.option("--set", "changes", multiple=True, metavar=_("问题=答案"), help=_("不提问，直接改这一题；可以写好几次。"))
@today_option
@plain_option
def edit(folder: str, section: str, changes: tuple[str, ...], today: dt.date | None, *, plain: bool) -> None:
    """Change answers of a case, by section or one by one."""
    if changes and section:
        raise UsageError(
            what=_("写了“{section}”这个部分，又写了 --set。").format(section=section),
            advice=_("用 --set 改，就去掉“{section}”；要打开这一部分来改，就不写 --set。").format(section=section),
        )
    library = in_use()
    with opened(folder, library, today or now()) as store:
        wanted = _section(section, library.questionnaire)
        if changes:
            for place, answer in [_read(change, store) for change in changes]:
                _change(place, answer, store)
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
        finish(store, library, whole=False)


def _section(name: str, questionnaire: Questionnaire) -> str:
    """Return the id of a section that was named by its id or its title."""
    from drafter.yamlfile import did_you_mean

    known = {_(section.title): section.id for section in questionnaire.sections}
    found = ({section.title: section.id for section in questionnaire.sections} | known).get(name, name)
    if found and found not in known.values():
        advice = did_you_mean(name, [*known, *known.values()]) or _("可以写：{names}。").format(names=listed(known))
        raise UsageError(what=_("没有“{name}”这个部分。").format(name=name), advice=advice)
    return found


class _Place(NamedTuple):
    """A question that can be changed now, and what it may be called."""

    step: Step
    question: Question
    names: tuple[str, ...]
    """incidents[2].when, 事件[2].时间, 时间 and incidents[i2].when: an item has its number as the summary counts."""


def _places(store: Store) -> list[_Place]:
    """Return every question that can be reached."""
    from drafter import interview

    found = []
    for step in interview.path(store.questionnaire, store.answers):
        if (question := step.question) is not None:
            number = f"[{step.index}]" if step.item else ""
            group = store.questionnaire.groups.get(question.group, question.group)
            names = (f"{question.group}{number}.{question.leaf}", f"{group}{number}.{question.name}")
            found.append(_Place(step, question, (*names, question.name, step.address)))
    return found


def _read(change: str, store: Store) -> tuple[_Place, Answer]:
    """Return the question and its answer of `问题=答案`."""
    from drafter import answers, values

    name, equals, text = change.partition("=") if "=" in change else change.partition("＝")
    place = _place(name, store) if equals else None
    if place is None:
        raise UsageError(
            what=_("“{change}”里没有等号。").format(change=change), advice=_("写成“applicant.phone=13800000001”这样。")
        )
    word = text.strip()
    if word in ("记不清", _("记不清")):
        return place, answers.UNKNOWN
    if word in ("不写进文书", _("不写进文书")):
        return place, answers.WITHHELD
    try:
        answer = answers.read(place.question, text, store.today)
        if place.question.kind == "items" and isinstance(answer, tuple):
            answer = answers.known_items(answer, store.answers.items.get(place.question.of, []))
    except values.ValueProblem as problem:
        raise UsageError(what=labelled(_(place.question.name), problem.what), advice=problem.advice) from None
    return place, answer


def _place(told: str, store: Store) -> _Place:
    """Return the one question that is called so."""
    from drafter.values import half_width
    from drafter.yamlfile import did_you_mean

    name, places = half_width(told), _places(store)
    found = [place for place in places if name in place.names]
    if len(found) == 1:
        return found[0]
    if found:
        several = listed(place.names[1] for place in found[:_SOME]) + ("……" if len(found) > _SOME else "")
        raise UsageError(
            what=_("叫“{name}”的有 {count} 题。").format(name=name, count=len(found)),
            advice=_("请写明是哪一题：{places}。").format(places=several),
        )
    raise UsageError(
        what=_("“{name}”不是现在能改的一题。").format(name=told.strip()),
        advice=did_you_mean(name, dict.fromkeys(called for place in places for called in place.names))
        or _("写成“applicant.phone=13800000001”“申请人.联系电话=13800000001”“事件[2].时间=昨天”这样。"),
    )


def _change(place: _Place, answer: Answer, store: Store) -> None:
    """Record an answer, and show what stood there and what stands there now."""
    from drafter import answers
    from drafter.said import Said

    address = place.step.address
    old = answers.words(store.answers.misfits.get(address))
    before = old or _shown(place, store.answers.given.get(address), store)
    store.record(address, answer)
    after = _shown(place, answer, store)
    told = f"{before} → {after}" if before != after else _("{answer}（没有变）").format(answer=after)
    click.echo(labelled(Said(store.questionnaire, store.answers).name(place.step), told))
    if remark := answers.remark(place.question, answer, store.today):
        click.secho(remark, fg="yellow")


def _shown(place: _Place, answer: Answer, store: Store) -> str:
    from drafter.said import Said

    said = Said(store.questionnaire, store.answers)
    return said.told(place.question, answer, place.step.section.id, _LONGEST)
