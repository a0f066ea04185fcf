"""What `templates/pack.yaml` and `templates/wording.yaml` of any pack hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from drafter.errors import Problem, Where, reason
from drafter.i18n import gettext as _
from drafter.library import Phrase
from drafter.yamlfile import Shapes, Unreadable, YamlMap, unknown_keys
from drafter.yamlfile import parse as parse_yaml

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

FORMAT: Final = 1
PACK: Final = "templates/pack.yaml"
WORDING: Final = "templates/wording.yaml"
_PHRASE_KEYS: Final = ("id", "name", "text")


def read(folder: Traversable, name: str, file: str) -> tuple[YamlMap, str, list[Problem]]:
    """Read a file of a pack, named `file` in messages; return its tree, its text and what is wrong with it."""
    try:
        text = (folder / name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        what = _("读不了这个文件：{reason}。").format(reason=reason(error))
        return Unreadable(), "", [Problem(code="P012", where=Where(file=file), what=what)]
    tree, problems = parse_yaml(text, file)
    return Shapes(file, problems).root(tree), text, problems


def format_faults(pack: YamlMap, file: str) -> list[Problem]:
    """Return what is wrong with the number of the format."""
    if isinstance(pack, Unreadable) or (told := str(pack.get("format", ""))) == str(FORMAT):
        return []
    where = Where(file=file, line=pack.lines.get("format"))
    newer = told.isdecimal() and int(told) > FORMAT
    advice = _("这个包是给较新版本的 drafter 写的，请更新 drafter 再用。") if newer else ""
    what = _("format 应当是 {format}。").format(format=FORMAT)
    return [Problem(code="P011", where=where, what=what, advice=advice)]


def phrases(tree: YamlMap, file: str) -> tuple[tuple[Phrase, ...], list[Problem]]:
    """Return the shared sentences of a file and what is wrong with them."""
    problems: list[Problem] = []
    shapes = Shapes(file, problems)
    found = []
    for entry in shapes.maps(tree, "phrases"):
        problems += unknown_keys(entry, _PHRASE_KEYS, file)
        told = {key: shapes.text(entry, key) for key in _PHRASE_KEYS}
        if not all(told.values()):
            what = _("每一条应当有 id、name 和 text。")
            problems.append(Problem(code="P013", where=Where(file=file, line=entry.line), what=what))
            continue
        where = Where(file=file, line=entry.lines["text"])
        found.append(Phrase(id=told["id"], name=told["name"], text=told["text"], where=where))
    return tuple(found), problems
