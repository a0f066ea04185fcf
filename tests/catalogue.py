"""The catalogues: `python -m tests.catalogue` after a text of the screen, or a translation, has changed.

It writes drafter/locale/en/LC_MESSAGES/drafter.po with every text that `babel.cfg` finds, keeps the translations that
are still wanted, compiles every .mo, and lists what has no English yet. Write that into the .po, and run it again.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Final

from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from drafter import questionnaire, questionnaire_reading
from drafter.word import reading, translation
from drafter.yamlfile import YamlList, YamlMap, parse, sentence

ROOT: Final = Path(__file__).parents[1]
LOCALE: Final = "drafter/locale"
ENGLISH: Final = f"{LOCALE}/en/LC_MESSAGES/drafter.po"
_FOLDERS: Final = ("drafter", "law", "questionnaires", "templates")
_HEADER: Final = """\
# What drafter says on the screen, in English. `python -m tests.catalogue` writes this file; edit nothing but msgstr.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: en\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
_CHINESE: Final = re.compile("[\u3400-\u9fff]")
_KEYWORDS: Final = {**DEFAULT_KEYWORDS, "gap": (1,), "computed": (2,)}
"""Beside gettext: what a value is called that the program works out, where it is still to be filled in."""
_GAP: Final = re.compile(r"['‘’]([^'‘’]+)['‘’]\s*\|\s*待填")
_DAY: Final = dt.datetime(2026, 11, 25, tzinfo=dt.UTC)
"""Compiled twice, the catalogue is the same to the byte: no clock in it."""


def texts(
    file: IO[bytes], _keywords: Sequence[str], _comment_tags: Sequence[str], options: Mapping[str, str]
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield the texts of a content file as the program holds them; an extraction method of Babel's."""
    keys = {key.strip() for key in options["keys"].split(",")}
    tree, problems = parse(file.read().decode("utf-8"), getattr(file, "name", ""))
    assert not problems, problems
    for line, text in _under(tree, keys, 0, wanted=False):
        if _CHINESE.search(text):  # an id among the texts has none
            yield line, "gettext", sentence(text), []


def paragraphs(
    file: IO[bytes], _keywords: Sequence[str], _comment_tags: Sequence[str], options: Mapping[str, str]
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield the paragraphs of a template as the program looks them up; an extraction method of Babel's."""
    assert not options, "nothing to choose"
    for line, text in enumerate(translation.texts(file.read()), 1):
        yield line, "gettext", text, []


def gaps(
    file: IO[bytes], _keywords: Sequence[str], _comment_tags: Sequence[str], options: Mapping[str, str]
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield what a template or a sentence says is to be filled in: {{ '证明材料'|待填 }}; an extraction method."""
    assert not options, "nothing to choose"
    data = file.read()
    pieces = reading.sources(data) if data[:2] == b"PK" else [data.decode("utf-8")]
    for line, label in enumerate(_GAP.findall("\n".join(pieces)), 1):
        yield line, "gettext", label, []


def _under(node: Any, keys: set[str], line: int, *, wanted: bool) -> Iterator[tuple[int, str]]:
    """Yield the texts below a node: all of them once `wanted`, else those below one of the keys."""
    match node:
        case YamlMap():
            for key, value in node.items():
                yield from _under(value, keys, node.lines[key], wanted=wanted or key in keys)
        case YamlList():
            for value, value_line in zip(node, node.lines, strict=True):
                yield from _under(value, keys, value_line, wanted=wanted)
        case str() if wanted:
            yield line, node


def template(root: Path = ROOT) -> Catalog:
    """Return everything there is to translate in a source tree, with where it stands."""
    with (root / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    catalog = Catalog()
    found = extract_from_dir(
        root,
        methods,
        options,
        _KEYWORDS,
        directory_filter=lambda path: Path(path).relative_to(root).parts[0] in _FOLDERS,
    )
    asked = questionnaire_reading.read(root / questionnaire.FOLDER).questionnaire
    files = {f"{questionnaire.FOLDER}/{section.id}.yaml": section.id for section in asked.sections}
    for name, line, message, comments, context in found:
        catalog.add(message, None, [(name, line)], auto_comments=comments, context=context)
        if name in files:  # put otherwise to who fills in for another person
            catalog.add(asked.on_behalf.put(str(message), files[name]), None, [(name, line)])
    return catalog


def read(path: Path) -> Catalog:
    """Return a catalogue from its .po; nothing is in one that is not there."""
    return read_po(io.BytesIO(path.read_bytes() if path.exists() else b""), locale=path.parts[-3])


def renewed(wanted: Catalog, known: Mapping[str, str]) -> Catalog:
    """Return the wanted messages, translated where a translation is known."""
    catalog = Catalog(locale="en")
    for message in wanted:
        if message.id:
            catalog.add(message.id, known.get(str(message.id), ""), message.locations)
    return catalog


def write(catalog: Catalog, path: Path) -> None:
    """Write a .po; without line numbers, so that a change of the code is no change of the catalogue."""
    written = io.BytesIO()
    write_po(written, catalog, width=120, omit_header=True, sort_by_file=True, include_lineno=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_HEADER.encode() + written.getvalue().rstrip() + b"\n")


def compiled(catalog: Catalog) -> bytes:
    """Return the .mo of a catalogue."""
    catalog.creation_date = catalog.revision_date = _DAY
    written = io.BytesIO()
    write_mo(written, catalog)
    return written.getvalue()


def translations(catalog: Catalog) -> dict[str, str]:
    """Return Chinese → English, without what has no English yet."""
    return {str(message.id): str(message.string) for message in catalog if message.id and message.string}


def main(root: Path = ROOT, more: Mapping[str, str] | None = None) -> list[str]:
    """Renew the catalogues of a source tree, with more translations where they are given; return what has none."""
    english = renewed(template(root), {**translations(read(root / ENGLISH)), **(more or {})})
    write(english, root / ENGLISH)
    for path in (root / LOCALE).rglob("*.po"):
        path.with_suffix(".mo").write_bytes(compiled(read(path)))
    return [str(message.id) for message in english if message.id and not message.string]


if __name__ == "__main__":
    missing = main()
    sys.exit("\n".join([f"No English yet in {ENGLISH}:", *missing]) if missing else None)
