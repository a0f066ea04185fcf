"""What one template has and another has not: required elements, citations, answers, passages.

Templates are compared as they stand, in every branch, without filling them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final

from drafter.context import Sight, disclosed_in, sample, sight
from drafter.documents import Document, Requirement
from drafter.fields import Field
from drafter.law import Element
from drafter.library import Library
from drafter.questionnaire import Question, Questionnaire
from drafter.word import passages as word_passages
from drafter.word.passages import Passage
from drafter.word.usage import Usage, usage

_ITEM: Final = re.compile(r"\[[^\]]*\]")
_WORDS: Final = re.compile(r"[\W_\d]")
_LIKE: Final = 0.6
"""From which likeness on two passages say the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a template carries into a paper."""

    elements: Mapping[str, str]
    """The required elements of its channel that it has, by id, in words."""
    citations: Mapping[str, str]
    """The articles that it asks for: name in the template → as they are cited."""
    answers: Mapping[str, str]
    """The questions whose answers it prints: id → name."""
    grounds: bool
    """Whether it cites the articles that the acts come under."""
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """What one template has and another has not."""

    elements: tuple[str, ...]
    citations: tuple[str, ...]
    grounds: bool
    answers: tuple[str, ...]
    passages: tuple[Passage, ...]
    conditions: tuple[Requirement, ...] = ()
    """What had to hold for the paper to be written, and no longer has to."""
    protection: tuple[str, ...] = ()
    """Answers that were kept from the reader, and no longer are."""

    def __bool__(self) -> bool:
        return bool(
            self.elements or self.citations or self.grounds or self.answers or self.passages or self.conditions
            or self.protection
        )  # fmt: skip


def content(library: Library, document: Document, data: bytes, file: str = "") -> Content:
    """Return what the template `data` carries as this document; `file` is how it is named in messages.

    Raises TemplateError when its tags cannot be read.
    """
    ((_document, names),) = sample.names(library, [document])
    used = usage(data, file or library.template_name(document), names)
    printed = (*used.printed, *used.masked)
    fields = {_field(address) for field in printed for address in (field.address, *field.of)}
    passages = tuple(word_passages.passages(data))
    channel = library.law.channels.get(document.channel)
    said = [words for passage in passages for words in (passage.heading, passage.text)]
    text = "\n".join([*said, *(phrase.text for phrase in library.phrases)])
    required = channel.required if channel is not None else ()
    return Content(
        elements={each.id: each.element for each in required if _stands(each, fields, text)},
        citations=_citations(used, document),
        answers={
            id_: f"{library.questionnaire.groups[question.group]}·{question.name}"
            for id_, question in library.questionnaire.questions.items()
            if _field(id_) in fields
        },
        grounds=any(field.startswith("grounds.") for field in fields),
        passages=passages,
    )


def under_new_names(old: Content, renamed: Mapping[str, str]) -> Content:
    """Return a content with its questions under the ids that they have now: renamed is not dropped and written anew."""
    return replace(old, answers={renamed.get(id_, id_): name for id_, name in old.answers.items()})


def dropped(old: Content, new: Content) -> Dropped:
    """Return what stands in the old template and no longer in the new one."""
    return Dropped(
        elements=_gone(old.elements, new.elements),
        citations=_gone(old.citations, new.citations),
        grounds=old.grounds and not new.grounds,
        answers=_gone(old.answers, new.answers),
        passages=_gone_passages(old.passages, new.passages),
    )


def overridden(library: Library, document: Document, instead_of: Document) -> Dropped:
    """Return what a document has lost against the one in whose place it stands.

    Raises TemplateError when a template cannot be read, PackError when it is not there.
    """
    before = content(library, instead_of, library.template(instead_of))
    now = content(library, document, library.template(document))
    lost = dropped(before, now)
    kept_from = _kept_from(library, instead_of) - _kept_from(library, document)
    names = (library.questionnaire.questions[id_] for id_ in library.questionnaire.questions if id_ in kept_from)
    held = {rule.when.source for rule in document.requires}
    return Dropped(
        elements=lost.elements, citations=lost.citations, grounds=lost.grounds, answers=lost.answers,
        passages=lost.passages,
        conditions=tuple(rule for rule in instead_of.requires if rule.when.source not in held),
        protection=tuple(f"{library.questionnaire.groups[question.group]}·{question.name}" for question in names),
    )  # fmt: skip


def _kept_from(library: Library, document: Document) -> set[str]:
    """Return the sensitive questions whose answers this document does not show in full."""
    discloses = disclosed_in(document, library.law)
    questions = library.questionnaire.questions.items()
    return {id_ for id_, question in questions if sight(question, document, discloses) is not Sight.FULL}


def _field(address: str) -> str:
    """Return the question behind an address: incidents.words of incidents[i3].words|引."""
    return _ITEM.sub("", address.removeprefix("=").partition("|")[0])


def _stands(element: Element, fields: set[str], text: str) -> bool:
    def printed(name: str) -> bool:
        if name.endswith(".*"):
            return any(field.startswith(name[:-1]) for field in fields)
        return name in fields

    return (
        all(map(printed, element.fields))
        and (not element.any_of or any(map(printed, element.any_of)))
        and all(word in text for word in element.words)
    )


def _citations(used: Usage, document: Document) -> dict[str, str]:
    prefix = f"={document.id}.articles."
    return {_named(field, prefix): field.text for field in used.printed if field.address.startswith(prefix)}


def _named(field: Field, prefix: str) -> str:
    return field.address.removeprefix(prefix).partition(".")[0]


def _gone(old: Mapping[str, str], new: Iterable[str]) -> tuple[str, ...]:
    there = set(new)
    return tuple(told for name, told in old.items() if name not in there)


def _gone_passages(old: Sequence[Passage], new: Sequence[Passage]) -> tuple[Passage, ...]:
    there = [_WORDS.sub("", passage.text) for passage in new]
    return tuple(passage for passage in old if not _found(_WORDS.sub("", passage.text), there))


def _found(words: str, there: Iterable[str]) -> bool:
    for other in there:
        if words in other:
            return True
        matcher = SequenceMatcher(None, words, other, autojunk=False)
        if matcher.real_quick_ratio() >= _LIKE and matcher.quick_ratio() >= _LIKE and matcher.ratio() >= _LIKE:
            return True
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How what two packs ask differs, question by question."""

    added: tuple[Question, ...]
    removed: tuple[Question, ...]
    renamed: tuple[tuple[Question, Question], ...]
    changed: tuple[tuple[Question, Question], ...]
    """Asked in other words, with another kind of answer, other choices, or on another condition."""


def asked(old: Questionnaire, new: Questionnaire) -> Asked:
    """Return how what is asked differs; a question that was renamed by a rule is the same question."""
    was, is_ = old.questions, new.questions
    moved = {id_: new.renamed[id_] for id_ in was if id_ not in is_ and new.renamed.get(id_) in is_}
    same = [(was[id_], is_[id_]) for id_ in was if id_ in is_]
    return Asked(
        added=tuple(question for id_, question in is_.items() if id_ not in was and id_ not in moved.values()),
        removed=tuple(question for id_, question in was.items() if id_ not in is_ and id_ not in moved),
        renamed=tuple((was[id_], is_[now]) for id_, now in moved.items()),
        changed=tuple((one, other) for one, other in same if _as_put(one) != _as_put(other)),
    )


def _as_put(question: Question) -> tuple[object, ...]:
    when = question.when.source if question.when is not None else ""
    return question.name, question.ask, question.kind, tuple(question.choices.items()), when
