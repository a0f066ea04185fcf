"""Who sees what: which document prints the answer to which question, for whose eyes; worked out from the templates.

The context that documents are rendered with is built for a case with something in every list, and the tags of each
template are followed through it. Nothing is kept by hand: a template that prints one more field shows here at once.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from drafter import context
from drafter.context import Sight, sample
from drafter.documents import Document
from drafter.fields import Field
from drafter.i18n import gettext as _
from drafter.i18n import joined, listed, noted
from drafter.library import Library
from drafter.questionnaire import Question, Questionnaire
from drafter.word.usage import Usage, usage

__all__ = ["Matrix", "Sight", "brief", "matrix", "told", "uses"]

Matrix = Mapping[str, Mapping[str, Sight]]
"""Question id → document id → what the reader of the document sees of the answer."""
_CLOSED: Final = ("choice", "choices", "yes_no")
_FEW: Final = 2
_last: list[tuple[Library, Matrix]] = []
_lock = threading.Lock()


def matrix(library: Library) -> Matrix:
    """Return what every document shows of every answer; worked out once and kept.

    A document that asks for a choice or a yes or no says it in its own words, and so shows it; a yes or no that the
    program concludes from several answers (情形) shows none of them.
    """
    with _lock:
        if not _last or _last[0][0] is not library:
            _last[:] = [(library, _matrix(library))]
        return _last[0][1]


def uses(library: Library) -> Iterator[tuple[Document, Usage]]:
    """Return what the template of each document uses of the names it may use."""
    for document, names in sample.names(library, library.documents):
        yield document, usage(library.template(document), library.template_name(document), names)


def told(library: Library, question: Question) -> str:
    """Return who reads the answer and who does not, in a sentence for the person who is asked."""
    sights = matrix(library)[question.id]
    groups = _groups(library, sights)
    shown = {key: sight for key, sight in groups.items() if sight.shown}
    if not shown:
        return _("不写进任何材料，只用来判断该写哪些、怎么写。")
    everything = (Sight.FULL,) * len(groups)
    if tuple(groups.values()) == everything:
        return _("写进：所有材料，包括法院会送给对方的。")
    delicate = question.sensitive or question.served_when is not None
    if not delicate and len(shown) * 2 > len(groups) and set(shown.values()) == {Sight.FULL}:
        written = _("写进：大多数材料")
        if any(key.served for key in shown):
            return _("{written}，包括法院会送给对方的。").format(written=written)
        return _("{written}；不写进：法院会送给对方的材料。").format(written=written)
    parts = [
        (_("写进：{papers}"), [key for key, sight in shown.items() if sight is Sight.FULL]),
        (
            _("对方已经知道的，才写进：{papers}"),
            [key for key, sight in shown.items() if sight is Sight.CONDITIONAL and key.served],
        ),
        (
            _("您同意的，才写进：{papers}"),
            [key for key, sight in shown.items() if sight is Sight.CONDITIONAL and not key.served],
        ),
        (
            _("只写一部分，中间用星号遮住：{papers}"),
            [key for key, sight in shown.items() if sight is Sight.MASKED],
        ),
    ]
    said = [sentence.format(papers=_named(keys)) for sentence, keys in parts if keys]
    hidden = _left_out([key for key, sight in groups.items() if not sight.shown], shown)
    said += [_("不写进：{papers}").format(papers=hidden)] if hidden else []
    whole = _("{parts}。").format(parts=_("；").join(said))
    return whole[0].upper() + whole[1:]


def brief(library: Library, question: Question) -> str:
    """Return in one short sentence what matters most of who reads the answer: whether the other side does."""
    groups = _groups(library, matrix(library)[question.id])
    if not any(sight.shown for sight in groups.values()):
        return told(library, question)
    served = {sight for key, sight in groups.items() if key.served}
    if Sight.FULL in served:
        sentence = _("这一项会写进法院送给对方的材料。")
    elif Sight.CONDITIONAL in served and question.served_when is not None and len(question.served_when.names) > 1:
        sentence = _("法院送给对方的材料里会有这一项；对方还不知道的证人除外。")
    elif Sight.CONDITIONAL in served:
        sentence = _("法院送给对方的材料里，对方已经知道的才写。")
    elif Sight.MASKED in served:
        sentence = _("法院送给对方的材料里只写一部分，中间用星号遮住。")
    else:
        sentence = _("法院送给对方的材料里没有这一项。")
    lender = any(key.to_lender and sight is Sight.FULL for key, sight in groups.items())
    return joined(sentence, _("交给放款机构的材料里有。")) if lender and not served & {Sight.FULL} else sentence


@dataclass(frozen=True, slots=True)
class _Group:
    """Documents that the same people read."""

    reader: str
    title: str
    """Its title, for a document of which nobody says who reads it."""
    served: bool
    apart: bool
    """Whether the same reader also gets documents that are served on the other side."""
    to_lender: bool
    """Whether the reader is the lender itself: nothing is sent on, and nothing is kept from it."""

    @property
    def name(self) -> str:
        """What the group is called in a sentence."""
        note = _("会送给对方") if self.served else _("单独交，不给对方") if self.apart else ""
        return noted(_(self.reader or self.title), note)


def _groups(library: Library, sights: Mapping[str, Sight]) -> dict[_Group, Sight]:
    """Return the groups in the order of the pack, each with the most that one of its documents shows.

    Documents that only follow up on a step, and those for the person alone, are no part of them.
    """
    first = [document for document in library.documents if not document.follows and not document.unnumbered]
    serving = {_reader(library, document) for document in first if document.served} - {""}
    found: dict[_Group, Sight] = {}
    order = list(Sight)
    for document in first:
        reader = _reader(library, document)
        title = "" if reader else document.title
        to_lender = _to_lender(library, document)
        served = document.served and not to_lender
        key = _Group(reader, title, served, not served and not to_lender and reader in serving, to_lender)
        found[key] = min(found.get(key, Sight.HIDDEN), sights[document.id], key=order.index)
    return found


def _reader(library: Library, document: Document) -> str:
    channel = library.law.channels.get(document.channel)
    return document.reader or (channel.reader if channel is not None else "")


def _to_lender(library: Library, document: Document) -> bool:
    channel = library.law.channels.get(document.channel)
    return channel is not None and channel.to_lender


def _named(keys: Iterable[_Group]) -> str:
    """Return the groups in words: readers first, then single papers."""
    known = list(keys)
    readers = [key.name for key in known if key.reader]
    papers = [key.name for key in known if not key.reader]
    given = [_("交给{readers}的材料").format(readers=listed(readers))] if readers else []
    return _("，").join([*given, *papers])


def _left_out(hidden: list[_Group], shown: Iterable[_Group]) -> str:
    """Return what does not show the answer, in short: what matters is whether the other side reads it."""
    served_alike = any(key.served for key in shown)
    if hidden and not served_alike and all(key.served for key in hidden):
        return _("法院会送给对方的材料")
    if len(hidden) <= _FEW or served_alike:
        return _named(hidden) if len(hidden) <= _FEW else _("其他材料")
    others = [key for key in hidden if not key.served]
    served = _("法院会送给对方的材料") if len(others) < len(hidden) else ""
    return _("和").join(filter(None, [served, _("其他材料") if others else ""]))


def _matrix(library: Library) -> Matrix:
    questionnaire = library.questionnaire
    found: dict[str, dict[str, Sight]] = {
        question: dict.fromkeys((document.id for document in library.documents), Sight.HIDDEN)
        for question in questionnaire.questions
    }
    for document, used in uses(library):
        discloses = context.disclosed_in(document, library.law)
        whole = questions(questionnaire, used.printed)
        said = {q for q in questions(questionnaire, used.tested) if questionnaire.questions[q].kind in _CLOSED}
        for id_ in questions(questionnaire, used.masked):
            seen = context.sight(questionnaire.questions[id_], document, discloses)
            found[id_][document.id] = Sight.MASKED if seen is Sight.FULL else seen
        for id_ in whole | said:
            found[id_][document.id] = context.sight(questionnaire.questions[id_], document, discloses)
    return found


def questions(questionnaire: Questionnaire, fields: Iterable[Field]) -> set[str]:
    """Return the ids of the questions whose answers these fields show."""
    found = set()
    for field in fields:
        for address in (field.address.partition("|")[0], *field.of):
            question = questionnaire.questions.get(address) or questionnaire.question_at(address)
            if question is not None:
                found.add(question.id)
    return found
