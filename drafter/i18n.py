"""The language of the program: Chinese is the source, other languages are gettext catalogues.

Every text that a person reads on the screen passes through `gettext` (imported as `_`).
Documents do not: they are Chinese whatever the language of the interview.
"""

from __future__ import annotations

import gettext as _gettext
import os
from typing import Final

LOCALE_DIR: Final = os.path.join(os.path.dirname(__file__), "locale")  # noqa: PTH118, PTH120 - `--help` starts fast
DOMAIN: Final = "drafter"

_catalogue: _gettext.NullTranslations = _gettext.NullTranslations()


def use(language: str) -> None:
    """Make `language` ("zh" or "en") the language of everything printed from now on.

    click asks the process-wide gettext domain for its own words, so that is set too.
    """
    global _catalogue  # noqa: PLW0603 - the one process-wide setting, as in gettext itself
    _catalogue = _gettext.translation(DOMAIN, LOCALE_DIR, [language], fallback=True)
    os.environ["LANGUAGE"] = "zh_CN" if language == "zh" else language
    _gettext.bindtextdomain("messages", LOCALE_DIR)


def gettext(message: str) -> str:
    """Return `message` (Chinese) in the language in use."""
    return _catalogue.gettext(message)
