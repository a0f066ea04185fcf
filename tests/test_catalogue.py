"""The catalogues: every text of the screen has its English, every word of click its Chinese, and the .mo are those."""

from __future__ import annotations

import ast
import gettext
import io
import re
import string
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from babel.messages.extract import extract_from_dir

from drafter.library import Library
from tests import catalogue
from tests.conftest import ROOT

if TYPE_CHECKING:
    from babel.messages import Message

ENGLISH = catalogue.read(ROOT / catalogue.ENGLISH)
MESSAGES = [message for message in ENGLISH if message.id]
CATALOGUES = sorted((ROOT / catalogue.LOCALE).rglob("*.po"))
CLICK = ROOT / catalogue.LOCALE / "zh_CN" / "LC_MESSAGES" / "messages.po"
PROMPTS = ("termui.py", "_termui_impl.py")
"""Where click's words for prompts, editors and pagers stand: drafter has its own."""


def chinese(message: Message) -> str:
    return str(message.id)


def test_the_catalogue_has_what_the_sources_say_and_nothing_else() -> None:
    """Else: `python -m tests.catalogue`, translate what it lists, and once more."""
    wanted = {chinese(message) for message in catalogue.template() if message.id}
    there = {chinese(message) for message in MESSAGES}
    assert (sorted(wanted - there), sorted(there - wanted)) == ([], [])
    assert not ENGLISH.obsolete


def test_every_message_is_translated_for_certain() -> None:
    assert [chinese(message) for message in MESSAGES if not message.string or message.fuzzy] == []


def forms(text: str | Sequence[str] | None) -> Sequence[str]:
    """Return the singular and the plural, or the only form."""
    return (text,) if isinstance(text, str) else text or ()


TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")


def fields(text: str) -> list[str]:
    if tags := TAG.findall(text):  # of a template; filters are the language's own: （一） and (1)
        return sorted({re.sub(r"\s*\|\s*中文", "", tag) for tag in tags})
    return sorted({name for _text, name, _form, _conversion in string.Formatter().parse(text) if name is not None})


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_a_translation_fills_in_what_its_message_fills_in(path: Path) -> None:
    for message in catalogue.read(path):
        known = {field for source in forms(message.id) for field in fields(source)}
        for text in forms(message.string):
            if message.pluralizable:  # one form may say "one" where the other has the number
                assert set(fields(text)) <= known, message.id
            else:
                assert fields(text) == sorted(known), message.id


def test_a_translation_begins_and_ends_with_the_blanks_of_its_message() -> None:
    for message in MESSAGES:
        source, shown = chinese(message), str(message.string)
        assert shown.startswith(" ") or not source[0].isspace(), source
        assert shown.endswith(" ") or not source[-1].isspace(), source
        assert source.count("\n") == shown.count("\n"), source


def test_the_english_is_calm_and_has_one_kind_of_quotation_marks() -> None:
    loud = [str(message.string) for message in MESSAGES if re.search("[!“”‘’]", str(message.string))]
    assert loud == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_the_compiled_catalogue_is_the_written_one(path: Path) -> None:
    with path.with_suffix(".mo").open("rb") as file:
        committed = gettext.GNUTranslations(file)
    fresh = gettext.GNUTranslations(io.BytesIO(catalogue.compiled(catalogue.read(path))))
    assert said(committed) == said(fresh)


def said(compiled: gettext.GNUTranslations) -> dict[object, str]:
    """Return what is said; the header, where Babel writes its own version, is not."""
    messages: dict[object, str] = compiled._catalog  # type: ignore[attr-defined]
    return {source: shown for source, shown in messages.items() if source}


def shown(library: Library) -> Iterator[str]:
    """Yield every text of the content as the program holds it when it shows it."""
    yield from library.questionnaire.groups.values()
    for section in library.questionnaire.sections:
        yield from (section.title, section.intro, section.first, section.another, section.item)
    for question in library.questionnaire.questions.values():
        yield from (question.name, question.gap, question.ask, question.help, question.why)
        yield from (*question.choices.values(), *question.say.values())
    for hint in library.hints.hints:
        yield from (hint.say, hint.why)
    yield library.hints.numbers_say
    for document in library.documents:
        yield from (document.title, document.reader, document.alternative.title if document.alternative else "")
        for rule in document.requires:
            yield from (rule.reason, rule.instead)
    for notice in library.notices:
        yield notice.text
    for channel in library.law.channels.values():
        yield from (channel.reader, channel.timing, channel.where, channel.how, channel.after, *channel.bring)
        for element in channel.required:
            yield element.element
    for term in library.law.terms.values():
        yield from (term.title, term.then)


def test_what_the_program_shows_of_its_content_is_what_is_translated(library: Library) -> None:
    """A text that YAML folds over two lines is looked up as the program reads it."""
    known = catalogue.translations(ENGLISH)
    assert [text for text in shown(library) if re.search("[\u4e00-\u9fff]", text) and text not in known] == []


def test_a_paper_has_its_chinese_title_in_its_english_one(library: Library) -> None:
    """The name of its file stands there on an English screen."""
    known = catalogue.translations(ENGLISH)
    for document in library.documents:
        for title in filter(None, (document.title, document.alternative.title if document.alternative else "")):
            assert title in known[title]


def test_no_message_is_hidden_from_the_extraction() -> None:
    """Babel does not look into f-strings: a message that is called for there would stay Chinese."""
    known = {chinese(message) for message in MESSAGES}
    for path in sorted((ROOT / "drafter").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="_" | "gettext"), args=[ast.Constant(value=str(text))]):
                    assert text in known, (path.name, node.lineno)


def test_click_speaks_chinese_wherever_it_is_heard() -> None:
    known = {message.id for message in catalogue.read(CLICK)}
    for name, line, message, _comments, _context in extract_from_dir(Path(click.__file__).parent):
        if name not in PROMPTS:
            assert message in known, (name, line)
