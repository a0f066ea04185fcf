"""`drafter template diff OLD NEW`: what a new version of a template or of a pack asks, drops and changes, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drafter.cli.differences import added, dropped
from drafter.cli.opening import OPTIONS, in_use, read_file
from drafter.errors import UsageError
from drafter.i18n import gettext as _
from drafter.i18n import listed

if TYPE_CHECKING:
    from drafter.comparing import Content
    from drafter.documents import Document
    from drafter.library import Library
    from drafter.questionnaire import Question


@click.command(
    options_metavar=OPTIONS,
    help=_("比较两个模板（.docx）或者两个模板包（文件夹）：新的一版多了什么、少了什么、改了什么。"),
)
@click.argument("old", metavar=_("旧的"), type=click.Path())
@click.argument("new", metavar=_("新的"), type=click.Path())
@click.option(
    "--document", metavar=_("文书"), help=_("这个模板是哪一份文书的（名称或者 id），用来看机关要求写的还在不在。")
)
def diff(old: str, new: str, document: str | None) -> None:
    """Print how two templates or two packs differ."""
    one, other = Path(old), Path(new)
    for path in (one, other):
        if not path.exists():
            raise UsageError(what=_("没有“{path}”。").format(path=path))
    if one.is_dir() != other.is_dir():
        raise UsageError(what=_("一个是文件夹，一个是文件，没有办法比。"), advice=_("请写两个 .docx，或者两个模板包。"))
    lines = list(_packs(one, other) if one.is_dir() else _files(one, other, document))
    for line in lines or [_("没有不同。")]:
        click.echo(line)


def _files(one: Path, other: Path, named: str | None) -> Iterator[str]:
    from drafter import comparing
    from drafter.context import sample

    library = in_use()
    document = library.find(named) if named else sample.document(library)
    before, now = (
        comparing.content(library, document, read_file(path), str(path)) for path in (one, other)
    )  # fmt: skip
    yield from _contents(before, now, "")


def _contents(before: Content, now: Content, indent: str) -> Iterator[str]:
    from drafter import comparing

    lost, gained = comparing.dropped(before, now), comparing.dropped(now, before)
    if lost:
        yield from (f"{indent}{line}" for line in dropped(lost, limit=None))
    if gained:
        yield from (f"{indent}{line}" for line in added(gained))


def _packs(one: Path, other: Path) -> Iterator[str]:
    from drafter import comparing, packs

    base = packs.load(packs.builtin_content())
    old, new = (
        packs.stack(base, [packs.Candidate(folder=path, place=str(path))]) for path in (one, other)
    )  # fmt: skip
    if old.packs[-1].version != new.packs[-1].version:
        yield _("版本：{old} → {new}").format(old=old.packs[-1].version, new=new.packs[-1].version)
    asked = comparing.asked(old.questionnaire, new.questionnaire)
    for question in asked.added:
        yield _("新问：{question}").format(question=_put(question))
    for question in asked.removed:
        why = new.questionnaire.removed.get(question.id, "") or _("没有写为什么；案卷里的回答会留着。")
        yield _("不再问：{question}。{why}").format(question=_put(question), why=why)
    for before, now in asked.renamed:
        yield _("改名：{old} → {new}，原来的回答照用").format(old=before.id, new=now.id)
    for before, now in asked.changed:
        yield _("改了问法：{old} → {new}").format(old=_put(before), new=_put(now))
    yield from _papers(old, new)


def _put(question: Question) -> str:
    choices = listed(question.choices.values()) if question.choices else ""
    return f"{question.id}“{question.ask}”" + (f"（{choices}）" if choices else "")


def _papers(old: Library, new: Library) -> Iterator[str]:
    from drafter import comparing

    was, now = _own(old), _own(new)
    for id_, document in now.items():
        if id_ not in was:
            yield _("新增文书：{title}").format(title=document.title)
    for id_, document in was.items():
        if id_ not in now:
            yield _("不再有的文书：{title}").format(title=document.title)
            continue
        before = comparing.content(old, document, old.template(document))
        after = comparing.content(new, now[id_], new.template(now[id_]))
        lines = list(_contents(comparing.under_new_names(before, new.questionnaire.renamed), after, "  "))
        if document.title != now[id_].title:
            lines.insert(0, _("  名称：{old} → {new}").format(old=document.title, new=now[id_].title))
        if lines:
            yield _("改了：{title}").format(title=now[id_].title)
            yield from lines


def _own(library: Library) -> Mapping[str, Document]:
    """Return the documents of the uppermost pack, by id."""
    name = library.packs[-1].name
    replaced = {override.document.id for override in library.overrides if override.pack == name}
    return {each.id: each for each in library.documents if each.pack == name or each.id in replaced}
