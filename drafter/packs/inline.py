"""Questions that stand in the tags of a pack's templates, as questions of the interview."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from drafter.documents import Document
from drafter.errors import Problem, Where, reason
from drafter.i18n import gettext as _
from drafter.i18n import listed
from drafter.library import TEMPLATES, Pack
from drafter.questionnaire import Question, Questionnaire
from drafter.yamlfile import did_you_mean

_KINDS: Final[Mapping[str, str]] = {
    "文字": "text",
    "长文": "passage",
    "姓名": "name",
    "地址": "address",
    "数量": "count",
    "金额": "money",
    "日期": "date",
    "电话": "phone",
    "是非": "yes_no",
}
"""What a tag may say of its answer, and the kind of question that it means."""
_OR: Final = "/"
"""Between choices: 按件/按时."""


def questions(
    pack: Pack, documents: Iterable[Document], groups: Mapping[str, str], base: Questionnaire
) -> tuple[tuple[Question, ...], list[Problem], list[Problem]]:
    """Return what the templates of a pack ask, each once, what is wrong with it, and which may not be opened.

    One that is not there is told of elsewhere.
    """
    from drafter.word import archive
    from drafter.word.questions import asked

    by_name = {name: id_ for id_, name in groups.items()} | {id_: id_ for id_ in groups}
    found: dict[str, Question] = {}
    problems: list[Problem] = []
    closed: list[Problem] = []
    for template in dict.fromkeys(document.template for document in documents):
        where = Where(file=pack.file(f"{TEMPLATES}/{template}"))
        try:
            data = pack.template(template)
        except PermissionError as error:
            what = _("读不了这个文件：{reason}。").format(reason=reason(error))
            problems.append(Problem(code="P012", where=where, what=what))
            continue
        except (OSError, ValueError):
            continue
        if faults := archive.faults(data, where.file):
            closed += faults
            continue
        for each in asked(data):
            place = where._replace(question=each.name)
            group = by_name.get(each.group)
            if group is None or not each.ask or len(each.more) > 1:
                example = f"{{{{ {next(iter(groups.values()))}.名称|问(“问什么？”) }}}}"
                what = _("问题要写成 {example}。").format(example=example)
                problems.append(Problem(code="P035", where=place, what=what))
                continue
            kind, choices = _kind(each.more[0] if each.more else next(iter(_KINDS)))
            if not kind:
                advice = did_you_mean(each.more[0], _KINDS) or _("可以写：{known}；或者写几个选项，用 / 隔开。").format(
                    known=listed(_KINDS)
                )
                what = _("没有“{kind}”这种回答。").format(kind=each.more[0])
                problems.append(Problem(code="P035", where=place, what=what, advice=advice))
                continue
            question = Question(
                id=f"{group}.{each.name}", name=each.name, gap=each.name, ask=each.ask, kind=kind, choices=choices,
                where=place,
            )  # fmt: skip
            other = found.setdefault(question.id, question)
            if question.id in base.questions or (other.ask, other.kind, other.choices) != (each.ask, kind, choices):
                what = _("“{name}”已经有一个问题了，问法不一样。").format(name=each.name)
                problems.append(Problem(code="P035", where=place, what=what, advice=_("请只在一处写“问”。")))
    return tuple(found.values()), problems, closed


def _kind(told: str) -> tuple[str, dict[str, str]]:
    """Return the kind of question that a tag means, and its choices; nothing when it means none."""
    if _OR in told:
        choices = [choice.strip() for choice in told.split(_OR) if choice.strip()]
        return "choice", {choice: choice for choice in choices}
    return _KINDS.get(told, ""), {}
