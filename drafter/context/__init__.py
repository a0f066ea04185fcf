"""Case, document and law → the names a template may use, each with what this document's reader may see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from drafter import wording
from drafter.case import Case, case_facts
from drafter.context.answered import add_groups
from drafter.context.builder import Builder, computed, put
from drafter.context.legal import add_law
from drafter.context.lists import add_items
from drafter.context.numbers import add_statistics
from drafter.context.parties import add_parties
from drafter.context.schedule import add_schedule
from drafter.context.sight import Sight, disclosed_in, sight
from drafter.documents import Document
from drafter.fields import Field, Scope
from drafter.library import Library
from drafter.plan import Paper, Plan
from drafter.word.environment import Phrase

__all__ = ["Sight", "build", "disclosed_in", "sight"]


def build(  # noqa: PLR0913, PLR0917 - all that a document is made of
    case: Case,
    document: Document,
    library: Library,
    plan: Plan,
    papers: Sequence[Paper] = (),
    gettext: Callable[[str], str] = str,
) -> Scope:
    """Return the names that the template of `document` may use; `papers` are the documents drawn before it.

    `gettext` puts what is told of papers and days into another language, for the screen.
    """
    discloses = disclosed_in(document, library.law)
    if document.contacts_only:
        reached = tuple(incident for incident in case.incidents if incident.reached)
        cited = {exhibit for incident in reached for exhibit in incident.exhibits}
        exhibits = tuple(exhibit for exhibit in case.exhibits if exhibit.id in cited)
        case = replace(case, incidents=reached, exhibits=exhibits)
    asked = _asked(case, document, library)
    builder = Builder(
        case=case, document=document, library=library, discloses=discloses, asked=asked, root=Scope({}), gettext=gettext
    )
    add_groups(builder)
    add_items(builder)
    add_parties(builder)
    add_statistics(builder)
    add_law(builder)
    add_schedule(builder, plan, papers)
    put(builder.root, "文书", "document", _document(builder))
    put(builder.root, "称谓", "called", Field(document.called, address=f"={document.id}.called", label="称谓"))
    _add_phrases(builder)
    return builder.root


def _asked(case: Case, document: Document, library: Library) -> frozenset[str]:
    """Return what the reader asks for: the required elements of the channel, or what a paper without one discloses."""
    channel = library.law.channels.get(document.channel)
    if channel is None:
        return frozenset(document.discloses or ())
    facts = case_facts(case)
    wanted = [e for e in channel.required if not e.waivable and (e.when is None or e.when.holds(facts))]
    return frozenset(field for element in wanted for field in (*element.fields, *element.any_of))


def _document(builder: Builder) -> Scope:
    scope = Scope({}, builder.root)
    put(
        scope,
        "名称",
        "title",
        Field(builder.gettext(builder.document.title), address=f"=documents.{builder.document.id}.title"),
    )
    copies = max(len(builder.case.respondents), 1)
    put(scope, "副本数", "copies", computed("document.copies", "副本数", str(copies), copies))
    put(scope, "日期", "date", computed("document.date", "日期", builder.date(builder.case.today)))
    in_chinese = wording.date_text(builder.case.today)
    put(scope, "中文日期", "date_in_chinese", computed("document.date_in_chinese", "日期", in_chinese))
    return scope


def _add_phrases(builder: Builder) -> None:
    for phrase in builder.library.phrases:
        target = builder.root[phrase.group]
        scopes: list[Scope] = target if isinstance(target, list) else [target]
        for scope in scopes:
            put(scope, phrase.name, phrase.leaf, Phrase(phrase.text, scope, phrase.where))
