"""The content that comes with the program, loaded as the first pack."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files as resources
from pathlib import Path
from typing import TYPE_CHECKING, Final

from drafter import hints, law_reading, questionnaire_reading
from drafter.context import sample
from drafter.documents import Document, read_documents, read_notices
from drafter.errors import PackError, Problem
from drafter.library import Library, Pack
from drafter.packs import checking, files
from drafter.questionnaire import FOLDER
from drafter.yamlfile import Shapes, Unreadable, unknown_keys

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_WITHHELD: Final = {True: "asked", False: "not_asked"}
_PACK_KEYS: Final = ("pack", "title", "format", "version", "documents", "notices")


def builtin_content() -> Traversable:
    """Return the folder that holds `law/`, `questionnaires/` and `templates/`.

    A wheel carries them as `drafter/_content`; in a source tree, and so in an editable install, they stand at
    the root of the repository.
    """
    packaged = resources("drafter") / "_content"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[2]


def load(folder: Traversable) -> Library:
    """Load a pack that stands on no other.

    Raises PackError with every fault of every file; those of the Word templates are told by `template_faults`.
    """
    asked = questionnaire_reading.read(folder / FOLDER)
    law = law_reading.read(folder)
    guard, found = hints.read(folder, asked.questionnaire.questions)
    problems: list[Problem] = [*asked.problems, *law.problems, *(found if asked.whole else ())]
    pack, _text, found = files.read(folder, files.PACK, files.PACK)
    problems += found
    problems += unknown_keys(pack, _PACK_KEYS, files.PACK)
    problems += files.format_faults(pack, files.PACK)
    wording, text, found = files.read(folder, files.WORDING, files.WORDING)
    problems += found
    problems += unknown_keys(wording, ("flags", "withheld", "phrases"), files.WORDING)
    shapes = Shapes(files.PACK, problems)
    name = shapes.text(pack, "pack")
    unread = isinstance(pack, Unreadable)
    documents, found = ((), []) if unread else read_documents(pack, files.PACK, name)
    problems += found
    notices, found = read_notices(pack, files.PACK)
    problems += found
    phrases, found = files.phrases(wording, files.WORDING)
    problems += found
    named = Shapes(files.WORDING, problems).map(wording, "flags")
    flags = {flag: Shapes(files.WORDING, problems).text(named, flag) for flag in named}
    problems += checking.flag_faults(named, files.WORDING)
    notes = Shapes(files.WORDING, problems).map(wording, "withheld")
    problems += unknown_keys(notes, _WITHHELD.values(), files.WORDING)
    library = Library(
        packs=(Pack(name=name, title=shapes.text(pack, "title"), version=shapes.text(pack, "version"), folder=folder),),
        questionnaire=asked.questionnaire,
        hints=guard,
        law=law.law,
        documents=documents,
        notices=notices,
        phrases=phrases,
        flags=flags,
        withheld={asked_for: Shapes(files.WORDING, problems).text(notes, key) for asked_for, key in _WITHHELD.items()},
    )
    problems += checking.article_faults(documents, law.law, law.unread)
    problems += checking.file_faults(library, documents)
    if asked.whole:
        problems += checking.phrase_faults(phrases, asked.questionnaire)
        problems += checking.disclosure_faults(library, documents)
        problems += checking.condition_faults(library, terms_known="terms.yaml" not in law.unread)
    problems += checking.ground_faults(law.law)
    named_elsewhere = {name for name in law.unread if name.startswith(("statutes/", "periods"))}
    if not (unread or isinstance(wording, Unreadable) or named_elsewhere) and asked.whole:
        problems += checking.sentence_faults(library, phrases, text, sound=not problems)
    if problems:
        raise PackError(problems)
    return library


def template_faults(library: Library, documents: Sequence[Document] = ()) -> list[Problem]:
    """Return every mistake in the tags of the templates of these documents, or of all, in whatever branch.

    Reading all templates takes longer than starting may: it is done when one could not be filled, and in tests.
    """
    from drafter.word.render import inspect_template

    problems: list[Problem] = []
    for document, names in sample.names(library, documents or library.documents):
        try:
            data = library.template(document)
        except PackError as error:
            problems += error.problems
            continue
        question_of = library.questionnaire.question_at
        problems += inspect_template(data, library.template_name(document), names, question_of)
    return list(dict.fromkeys(problems))
