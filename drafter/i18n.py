"""The language of the program: Chinese is the source, other languages are gettext catalogues.

Every text that a person reads on the screen passes through `gettext` (imported as `_`), the questions and the reasons
of the content files too, where they are shown. Documents do not: they are Chinese whatever the language is.
What is put together on the screen is put together here, with the marks and blanks of the language in use.
"""

from __future__ import annotations

import gettext as _gettext
import os
from collections.abc import Iterable
from typing import Final

LANGUAGES: Final = ("zh", "en")
LOCALE_DIR: Final = os.path.join(os.path.dirname(__file__), "locale")  # noqa: PTH118, PTH120 - `--help` starts fast
DOMAIN: Final = "drafter"

_catalogue: _gettext.NullTranslations = _gettext.NullTranslations()
_language: str = LANGUAGES[0]


def use(language: str) -> None:
    """Make `language` (one of LANGUAGES) the language of everything printed from now on.

    click asks the process-wide gettext domain for its own words, which goes by LANGUAGE before all other variables.
    """
    global _catalogue, _language  # noqa: PLW0603 - the one process-wide setting, as in gettext itself
    _catalogue = _gettext.translation(DOMAIN, LOCALE_DIR, [language], fallback=True)
    _language = language
    os.environ["LANGUAGE"] = "zh_CN" if language == "zh" else language
    _gettext.bindtextdomain("messages", LOCALE_DIR)


def language() -> str:
    """Return the language in use."""
    return _language


def gettext(message: str) -> str:
    """Return `message` (Chinese) in the language in use; nothing for nothing, where gettext has its own header."""
    return _catalogue.gettext(message) if message else ""


def joined(*sentences: str) -> str:
    """Return sentences one after the other: what is wrong, what to do. Those that are empty are left out."""
    whole = ""
    for sentence in filter(None, sentences):
        whole = gettext("{before}{after}").format(before=whole, after=sentence) if whole else sentence
    return whole


def listed(words: Iterable[str]) -> str:
    """Return words as a list within a sentence: 甲、乙. Words that are lists themselves are kept apart: 甲、乙；丙."""
    parts = list(words)
    mark = gettext("；") if any("、" in part for part in parts) else gettext("、")
    return mark.join(parts)


def labelled(head: str, text: str) -> str:
    """Return what something is about, and then what it is: 姓名：周敏."""
    return gettext("{head}：{text}").format(head=head, text=text)


def noted(text: str, note: str) -> str:
    """Return a text with a note behind it: 法院（会送给对方）."""
    return gettext("{text}（{note}）").format(text=text, note=note) if note else text


def quoted(text: str) -> str:
    """Return a text in quotation marks."""
    return gettext("“{text}”").format(text=text)
