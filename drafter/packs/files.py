"""What `templates/pack.yaml` and `templates/wording.yaml` of any pack hold."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from drafter.errors import Problem, Where
from drafter.i18n import gettext as _
from drafter.library import Phrase
from drafter.yamlfile import Shapes, Unreadable, YamlMap, unknown_keys
from drafter.yamlfile import read as read_yaml

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

FORMAT: Final = 1
PACK: Final = "templates/pack.yaml"
WORDING: Final = "templates/wording.yaml"
FOLDERS: Final = ("templates", "questionnaires")
"""The folders of a pack that are read; what else stands beside them is left alone."""
_PHRASE_KEYS: Final = ("id", "name", "text")


def stray_faults(folder: Traversable, place: str) -> Iterator[Problem]:
    """Yield what in the folders of a pack is no file of its own: links that lead out of it, pipes, devices.

    A pack may come from a stranger: nothing else on this computer is read for it, and nothing waits for ever.
    """
    if not isinstance(folder, Path):
        return

    def unread(error: OSError) -> None:
        raise error

    home = Path(os.path.realpath(folder))
    for below in FOLDERS:
        for parent, folders, names in os.walk(folder / below, onerror=unread if (folder / below).is_dir() else None):
            for path in (Path(parent) / name for name in sorted((*folders, *names))):
                real = Path(os.path.realpath(path))
                where = Where(file=f"{place}/{path.relative_to(folder).as_posix()}")
                if not real.is_relative_to(home):
                    what = _("这是一个链接，指到模板包外面去了。")
                    yield Problem(code="P039", where=where, what=what, advice=_("请把文件本身放进来。"))
                elif not (real.is_file() or real.is_dir()) or (real.is_dir() and path.suffix in (".yaml", ".docx")):
                    what = _("这不是普通的文件，读不了。")
                    yield Problem(code="P039", where=where, what=what, advice=_("请把它移走，放上文件本身。"))


def read(folder: Traversable, name: str, file: str) -> tuple[YamlMap, str, list[Problem]]:
    """Read a file of a pack, named `file` in messages; return its tree, its text and what is wrong with it."""
    tree, text, problems = read_yaml(folder / name, file)
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
