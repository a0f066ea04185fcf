"""Opens the files of `law/`, and reads what may stand in any of them: words, days, numbers, one of several."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from drafter.conditions import Condition, ConditionError, parse
from drafter.errors import Problem, Where, reason
from drafter.i18n import gettext as _
from drafter.i18n import listed
from drafter.yamlfile import Shapes, Unreadable, YamlMap, did_you_mean, unknown_keys
from drafter.yamlfile import read as read_yaml

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

WHOLE: Final = re.compile("[0-9]{1,4}")
"""A number as it stands in these files."""


class LawFiles:
    """The files below one folder, with every mistake found in them."""

    def __init__(self, folder: Traversable) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.file = ""
        self.unread: set[str] = set()
        self._shapes = Shapes("law", self.problems)

    def _fault(self, line: int | None, what: str, advice: str = "", code: str = "L001") -> None:
        where = Where(file=f"law/{self.file}", line=line)
        self.problems.append(Problem(code=code, where=where, what=what, advice=advice))

    def _open(self, name: str) -> Any:  # noqa: ANN401 - a YAML tree
        self.file = name
        self._shapes = Shapes(f"law/{name}", self.problems)
        entry = self.folder
        for part in name.split("/"):
            entry = entry / part
        tree, _text, problems = read_yaml(entry, f"law/{name}", "L001")
        self.problems += problems
        if isinstance(tree, Unreadable):
            self.unread.add(name)
        return tree

    def _root(self, name: str) -> YamlMap:
        tree = self._open(name)
        root = self._shapes.root(tree)
        if isinstance(root, Unreadable):
            self.unread.add(name)
        return root

    def _files(self, folder: str) -> list[Traversable]:
        """Return the YAML files of a folder below `law/`, in the order of their names."""
        try:
            entries = [entry for entry in (self.folder / folder).iterdir() if entry.name.endswith(".yaml")]
        except OSError as error:
            where = Where(file=f"law/{folder}")
            what = _("读不了这个文件夹：{reason}。").format(reason=reason(error))
            self.problems.append(Problem(code="L019", where=where, what=what, advice=_("请放回来再运行。")))
            self.unread.add(f"{folder}/")
            return []
        return sorted(entries, key=lambda entry: entry.name)

    def _needed(self, data: YamlMap, keys: Iterable[str]) -> None:
        for key in keys:
            if not data.get(key):
                self._fault(data.line or None, _("缺少“{key}”。").format(key=key), code="L015")

    def _keys(self, data: YamlMap, known: Iterable[str]) -> None:
        self.problems += unknown_keys(data, known, f"law/{self.file}")

    def _one_of(self, data: YamlMap, key: str, known: tuple[str, ...], default: str = "") -> str:
        value = self._shapes.text(data, key, default)
        if value not in known:
            what = _("{key} 不能是“{value}”。").format(key=key, value=value)
            self._fault(data.lines.get(key, data.line), what, did_you_mean(value, known) or listed(known), "L002")
            return known[0]
        return value

    def _many_of(self, data: YamlMap, key: str, known: Iterable[str]) -> frozenset[str]:
        values = self._shapes.texts(data, key)
        options = list(known)
        for value in values:
            if value not in options:
                what = _("{key} 里没有“{value}”。").format(key=key, value=value)
                self._fault(data.lines.get(key), what, did_you_mean(value, options), "L003")
        return frozenset(values)

    def _whole(self, data: YamlMap, key: str) -> int:
        text = self._shapes.text(data, key)
        if not WHOLE.fullmatch(text):
            what = _("{key} 应当是整数，现在是“{text}”。").format(key=key, text=text)
            self._fault(data.lines.get(key, data.line), what, code="L012")
            return 0
        return int(text)

    def _day(self, data: YamlMap, key: str) -> dt.date | None:
        text = self._shapes.text(data, key)
        if not text:
            return None
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            what = _("“{text}”不是日期。").format(text=text)
            self._fault(data.lines.get(key), what, _("请写成 2026-01-01。"), "L004")
            return None

    def _first_day(self, data: YamlMap, key: str) -> dt.date:
        day = self._day(data, key)
        if day is None:
            self._fault(data.line, _("缺少日期“{key}”。").format(key=key), code="L004")
        return day or dt.date.min

    def _days(self, data: YamlMap, key: str) -> frozenset[dt.date]:
        days = set()
        for text in self._shapes.texts(data, key):
            try:
                days.add(dt.date.fromisoformat(text))
            except ValueError:
                what = _("“{text}”不是日期。").format(text=text)
                self._fault(data.lines.get(key), what, _("请写成 2026-01-01。"), "L004")
        return frozenset(days)

    def _condition(self, data: YamlMap) -> Condition | None:
        if "when" not in data:
            return None
        try:
            return parse(self._shapes.text(data, "when"))
        except ConditionError as error:
            self._fault(data.lines["when"], str(error), code="L011")
            return None
