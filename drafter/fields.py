"""What a template sees: fields that carry their text and their address, in scopes that know their names.

A field compares like its answer's id (`申请人.性别 == 'female'`), is true when it has something to print, and prints
its text, or 〔待填：姓名〕 when there is none. What a person chose to leave out is false and prints a neutral note, no
gap. A scope refuses a name it does not have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

GAP: Final = "〔待填：{label}〕"
_GAP: Final = re.compile(r"〔待填：([^〕]*)〕")


class UnknownNameError(Exception):
    """A template asks for a name that its scope does not have."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name = name
        self.known = known


class NotAListError(Exception):
    """A template takes the first, the last or each of something that is no list."""


class Field:
    """One value on its way into a document."""

    __slots__ = ("address", "keys", "label", "missing", "of", "parts", "raw", "text", "truth", "withheld")

    def __init__(  # noqa: PLR0913 - a plain value
        self,
        text: str,
        *,
        address: str = "",
        label: str = "",
        keys: tuple[str, ...] = (),
        truth: bool | None = None,
        missing: bool = False,
        withheld: bool = False,
        raw: Any = None,  # noqa: ANN401 - the typed value, for filters
        parts: Mapping[str, Field] | None = None,
        of: tuple[str, ...] = (),
    ) -> None:
        self.text = text
        self.address = address
        self.label = label
        self.keys = keys
        self.missing = missing
        self.withheld = withheld
        """Whether the person chose to keep the answer out of the papers; `text` says so in neutral words."""
        self.truth = bool(text) and not missing and not withheld if truth is None else truth
        self.raw = raw
        self.parts = parts
        self.of = of
        """Ids of the questions, beside the one its address names, whose answers it is worked out from."""

    def with_text(self, text: str, part: str = "") -> Field:
        """Return the same field with other words, as a filter does; what has no answer stays as it is.

        `part` says what was made of it, where the words differ in more than a stop at the end.
        """
        if self.missing or self.withheld:
            return self
        address = f"{self.address}|{part}" if part else self.address
        return Field(
            text, address=address, label=self.label, keys=self.keys, truth=self.truth, raw=self.raw, of=self.of
        )

    def with_keys(self, keys: tuple[str, ...]) -> Field:
        """Return the same field with the ids that a template may look for in it."""
        return Field(
            self.text, address=self.address, label=self.label, keys=keys, truth=self.truth, missing=self.missing,
            withheld=self.withheld, raw=self.raw, of=self.of,
        )  # fmt: skip

    @property
    def shown(self) -> str:
        """What is printed."""
        return GAP.format(label=self.label) if self.missing else self.text

    def __str__(self) -> str:
        return self.shown

    def __bool__(self) -> bool:
        return self.truth

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Field):
            return (self.text, self.keys, self.missing) == (other.text, other.keys, other.missing)
        if isinstance(other, bool):
            return self.truth is other and not self.missing and not self.withheld
        if isinstance(other, int):
            return bool(self.raw == other)
        return not self.missing and (other == self.text or (len(self.keys) == 1 and other == self.keys[0]))

    def __hash__(self) -> int:
        return hash((self.text, self.keys))

    def __contains__(self, key: object) -> bool:
        return key in self.keys

    def __lt__(self, other: object) -> bool:
        return isinstance(other, int) and isinstance(self.raw, int) and self.raw < other

    def __gt__(self, other: object) -> bool:
        return isinstance(other, int) and isinstance(self.raw, int) and self.raw > other

    def __getitem__(self, name: str) -> Field:
        _only_names(name)
        if self.parts is None or name not in self.parts:
            raise UnknownNameError(name, tuple(self.parts or ()))
        return self.parts[name]


def _only_names(name: object) -> None:
    """Refuse a number: Python asks for 0, 1, 2 … where a list is expected."""
    if not isinstance(name, str):
        raise NotAListError


def gap(label: str, address: str = "", *, of: tuple[str, ...] = ()) -> Field:
    """Return a field without an answer."""
    return Field("", address=address, label=label, missing=True, of=of)


def withheld(label: str, address: str, note: str, *, of: tuple[str, ...] = ()) -> Field:
    """Return a field whose answer the person chose to leave out; `note` is what stands in its place."""
    return Field(note.replace("{label}", label), address=address, label=label, withheld=True, of=of)


def gap_label(text: str) -> str:
    """Return what is to be filled in where a gap was printed, or nothing when `text` has no gap."""
    match = _GAP.search(text)
    return match.group(1) if match else ""


class Scope:
    """Names and what they stand for; asking for another name raises UnknownNameError."""

    __slots__ = ("_outer", "_values")

    def __init__(self, values: Mapping[str, Any], outer: Scope | None = None) -> None:
        self._values = dict(values)
        self._outer = outer

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - a field, a scope or a list of scopes
        _only_names(name)
        scope: Scope | None = self
        while scope is not None:
            if name in scope._values:  # noqa: SLF001 - another object of this class
                return scope._values[name]  # noqa: SLF001
            scope = scope._outer  # noqa: SLF001
        raise UnknownNameError(name, tuple(self))

    def __contains__(self, name: object) -> bool:
        return any(name == known for known in self)

    def __iter__(self) -> Iterator[str]:
        yield from self._values
        if self._outer is not None:
            yield from self._outer

    def __bool__(self) -> bool:
        return True

    def add(self, name: str, value: Any) -> None:  # noqa: ANN401
        """Add a name; used while a context is being built."""
        self._values[name] = value

    def own(self) -> dict[str, Any]:
        """Return the names of this scope alone."""
        return dict(self._values)

    def flat(self) -> dict[str, Any]:
        """Return the names as a dictionary, outer names included."""
        outer = self._outer.flat() if self._outer is not None else {}
        return {**outer, **self._values}


class Counter:
    """Counts up each time it is printed, so that numbering stays right when a paragraph is left out."""

    __slots__ = ("value",)

    def __init__(self) -> None:
        self.value = 0

    def next(self) -> int:
        """Return the next number."""
        self.value += 1
        return self.value


class Counters:
    """Counters by name, made when they are first asked for; one set serves one render."""

    __slots__ = ("_counters",)

    def __init__(self) -> None:
        self._counters: dict[str, Counter] = {}

    def __getitem__(self, name: str) -> Counter:
        _only_names(name)
        return self._counters.setdefault(name, Counter())
