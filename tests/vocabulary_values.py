"""What the fields of the catalogue really hold in the cases of examples/."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from drafter import context
from drafter.drafting import Result
from drafter.fields import Field, Scope
from drafter.library import Library
from drafter.plan import Paper
from drafter.word.environment import Phrase
from tests.conftest import EXAMPLES


def contexts(library: Library, drawn: Callable[[str], Result]) -> Iterator[Scope]:
    """Yield the names of every paper of every example, papers with an address and a telephone first."""
    for example in EXAMPLES:
        result = drawn(example)
        papers = tuple(Paper(document=d.document, name=d.name, gaps=d.gaps) for d in result.drafts)
        documents = [draft.document for draft in result.drafts]
        for document in sorted(documents, key=lambda document: document.id != "police_report"):
            yield context.build(result.case, document, library, result.plan, papers)


def values(names: Scope, id_: str) -> Iterator[object]:
    """Yield every value that a name of the catalogue (incidents[].when) has there."""
    found: list[object] = [names]
    for part in id_.replace("[]", "").split("."):
        inside: list[object] = []
        for value in found:
            members = value if isinstance(value, list) else [value]
            inside += [member[part] for member in members if isinstance(member, Scope) and part in member]
        found = inside
    yield from found


def texts(names: Scope, id_: str) -> Iterator[str]:
    """Yield what is printed of a name of the catalogue; gaps are left out."""
    for value in values(names, id_):
        if isinstance(value, Phrase):
            if text := str(value):
                yield text
        elif isinstance(value, Field) and value.text:
            yield value.text
