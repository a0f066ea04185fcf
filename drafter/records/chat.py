"""Messages of a chat that was exported as text or as a web page: who and when on one line, then what was said."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from drafter.i18n import gettext as _
from drafter.records import pages, times
from drafter.records.opening import open_text
from drafter.records.record import Direction, Notes, Record

_DAY: Final = r"(?:\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}日?|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})"
_CLOCK: Final = r"(?:凌晨|早上|上午|中午|下午|傍晚|晚上)?\s{0,2}\d{1,2}:\d{2}(?::\d{2})?(?:\s{0,2}[AaPp][Mm])?"
_WHEN: Final = rf"(?P<when>{_DAY}[ \tT,，]{{0,4}}(?:(?:星期|周)[一二三四五六日天][ \t]{{0,4}})?{_CLOCK})"
_NAME: Final = r"(?P<name>[^\s].{0,59}?)"
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        rf"[\[【(（]?{_WHEN}[\]】)）]?[ \t]{{0,8}}(?P<name>[^\s:：][^:：]{{0,39}}?)[:：][ \t]?(?P<text>.*)",
        rf"[\[【]?{_WHEN}[\]】]?[ \t]{{1,8}}{_NAME}[:：]?",
        rf"{_NAME}[ \t]{{1,8}}[\[【(（]?{_WHEN}[\]】)）]?[:：]?",
        rf"{_NAME}[(（]{_WHEN}[)）][:：]?",
    )
)
"""Time, name and text on one line; time and name; name and time; name and (time)."""
_DAY_LINE: Final = re.compile(rf"[\s—\-–=*·]{{2,}}(?P<day>{_DAY})[\s—\-–=*·]{{2,}}")
_CLOCK_LINE: Final = re.compile(rf"{_NAME}[ \t]{{1,8}}(?P<when>{_CLOCK})")
_TIME_LINE: Final = re.compile(_WHEN)
_LOOK: Final = 2000
_ME: Final = frozenset({"我", "自己", "本人"})
_LONGEST: Final = 20_000
"""How many characters of one message are kept."""


class _Head(NamedTuple):
    """The line with which a message begins; where the name stands on the line before, it is not in it."""

    name: str
    when: str
    text: str = ""
    name_before: bool = False


Form: TypeAlias = Callable[[str], _Head | None]


def records(  # noqa: PLR0913 - how one file is read
    path: Path, encoding: str, notes: Notes, *, page: bool, mine: Collection[str], form: Form
) -> Iterator[Record]:
    """Yield the messages of a chat; what the names in `mine` (and 我) wrote went out."""
    return _messages(lines(path, encoding, page=page), form, notes, frozenset(mine))


def lines(path: Path, encoding: str, *, page: bool) -> Iterator[str]:
    """Yield the lines of a text, or those of a web page as they are seen."""
    if page:
        yield from pages.lines(path, encoding)
        return
    with open_text(path, encoding) as stream:
        for line in stream:
            yield line.strip("\r\n\ufeff").rstrip()


def form_of(first: Iterable[str]) -> Form | None:
    """Return how messages begin in a chat, by its first lines; None when it is none.

    It is the form of most of them. Only that is looked for later: what somebody wrote may look like another.
    """
    seen = list(islice(first, _LOOK))
    forms: list[Form] = [*map(_whole, _FORMS), _Days(), _time_line]
    counts = [sum(form(line) is not None for line in seen) for form in forms]
    if not any(counts):
        return None
    best = forms[counts.index(max(counts))]
    return _Days() if isinstance(best, _Days) else best


def _whole(pattern: re.Pattern[str]) -> Form:
    def head(line: str) -> _Head | None:
        match = pattern.fullmatch(line)
        if match is None:
            return None
        return _Head(match["name"].strip(), match["when"], match.groupdict().get("text") or "")

    return head


class _Days:
    """Messages under a line with their day, each beginning with name and time of day."""

    def __init__(self) -> None:
        self.day = ""

    def __call__(self, line: str) -> _Head | None:
        if match := _DAY_LINE.fullmatch(line):
            self.day = match["day"]
            return None
        match = _CLOCK_LINE.fullmatch(line) if self.day else None
        return _Head(match["name"].strip(), f"{self.day} {match['when']}") if match else None


def _time_line(line: str) -> _Head | None:
    """Take a line that is a time and nothing else: the name stands on the line before."""
    match = _TIME_LINE.fullmatch(line.strip())
    return _Head("", match["when"], name_before=True) if match else None


def _messages(said: Iterator[str], form: Form, notes: Notes, mine: frozenset[str]) -> Iterator[Record]:
    dates = times.Dates()
    head: _Head | None = None
    began, body, before = 0, list[str](), ""
    for row, line in enumerate(said, start=1):
        found = form(line)
        if found is None:
            if _DAY_LINE.fullmatch(line) is None and len(body) < _LONGEST:
                body.append(line)
            before = line.strip() or before
            continue
        if found.name_before:
            while body and not body[-1].strip():
                body.pop()
            body = body[:-1]
            found = found._replace(name=before)
        if head is not None and (record := _record(head, body, dates, notes, mine, began)) is not None:
            yield record
        head, began, body, before = found, row, [found.text] if found.text else [], ""
    if head is not None and (record := _record(head, body, dates, notes, mine, began)) is not None:
        yield record


def _record(  # noqa: PLR0913, PLR0917 - what one message is made of
    head: _Head, body: list[str], dates: times.Dates, notes: Notes, mine: frozenset[str], row: int
) -> Record | None:
    time = dates.read(head.when)
    if not isinstance(time, times.Time):
        _untimed(head.when, time, notes, row)
        return None
    name = head.name.strip("[]【】<>《》 ")
    direction: Direction = "out" if name in mine or name in _ME else "in" if mine else ""
    return Record(
        kind="message", when=time.when, exact=time.exact, party=name, direction=direction, seconds=None,
        answered=None, text="\n".join(body).strip()[:_LONGEST], own="", row=row,
    )  # fmt: skip


def _untimed(when: str, trouble: times.Trouble, notes: Notes, row: int) -> None:
    if trouble == "ambiguous":
        code, what = "R102", _("“{text}”可能是两个不同的日子，几月在前、几日在前看不出来。").format(text=when[:30])
    else:
        code, what = "R101", _("“{text}”读不成时间。").format(text=when[:30])
    notes.tell(code, what, _("这一条没有算进去。"), row=row)
