"""Finds tags as people type them, full-width braces included, and says how each should have been written."""

from __future__ import annotations

import functools
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from jinja2 import Environment, nodes
from jinja2 import TemplateError as JinjaError

from drafter.i18n import gettext as _
from drafter.word.environment import Ledger, environment
from drafter.word.mistakes import TAGS, Mistake, RefusedError, explain
from drafter.yamlfile import did_you_mean

_BRACES: Final = re.compile(r"[{｛][{｛%％#＃]|[}｝%％#＃][}｝]")
_HALF: Final = str.maketrans("｛｝％＃", "{}%#")
_CLOSING: Final = {"{": "}}", "%": "%}", "#": "#}"}
_SIGNS: Final = {
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in "＋－"},
    "。": ".",
    "、": ",",
    "【": "[",
    "】": "]",
}
"""Full-width signs and what is meant; a dash is never made a minus."""
_UNSEEN: Final = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
_QUOTES: Final = {'"': "“”„＂", "'": "‘’＇「」『』"}
_STRAIGHT: Final = {sign: plain for plain, signs in _QUOTES.items() for sign in (plain, *signs)}
_DOCUMENTED: Final = frozenset("“”‘’")
"""Quotation marks that the engine straightens by itself."""
_LEVEL: Final = re.compile(r"(?P<dash>[-+]?)(?P<gap>\s*)(?P<level>tr|tc|p|r)(?P<blank>\s+)(?=\S)")
_NAME: Final = r"[^\W\d]\w*"
_SPACED: Final = re.compile(rf"\s*({_NAME}(?:\s*\.\s*{_NAME})*(?:[ \u00a0\u3000\t]+{_NAME})+)\s*(\|.*)?", re.DOTALL)
_DASHED: Final = re.compile(rf"({_NAME}(?:\.{_NAME})*)\s*-\s*({_NAME}(?:\.{_NAME})*)")
_WORDS: Final = frozenset(("and", "or", "not", "in", "is", "if", "else"))
_ENDING: Final = ("else", "endif", "endfor")
MASK: Final = "\ufffc"
"""What stands for a tag where only the text around it is looked at."""
ENGINE: Final = ("vm", "hm", "colspan", "cellbg")
"""Tags of docxtpl's own, for merging and colouring cells."""
Known = Callable[[str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A tag as it was typed."""

    start: int
    end: int
    raw: str
    kind: str
    """`{` prints, `%` states, `#` comments."""
    inner: str
    level: str
    """`p`, `tr`, `tc`, `r`: what disappears with it; empty for a tag in the line."""
    body: str
    """What stands in it, as it should have been typed."""
    wide: bool
    """Whether a brace is full-width."""
    misspaced: bool
    """Whether `{%p ` has its blank in the wrong place."""

    @property
    def word(self) -> str:
        """The first word of a statement: if, for, endif."""
        return self.body.split(maxsplit=1)[0] if self.kind == "%" and self.body else ""

    @property
    def rest(self) -> str:
        """What follows the first word."""
        return self.body[len(self.word) :].strip()

    @property
    def merging(self) -> bool:
        """Whether it takes the line before or after it along (`{%-`)."""
        return self.inner.startswith(("-", "+")) or self.inner.endswith(("-", "+"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stray:
    """Braces without their partner in the paragraph."""

    start: int
    text: str
    kind: str
    opens: bool


def scan(text: str) -> tuple[list[Tag], list[Stray]]:
    """Return the tags of a text, and the braces that have no partner in it."""
    tags: list[Tag] = []
    strays: list[Stray] = []
    position, open_comment = 0, False
    while match := _BRACES.search(text, position):
        plain = match.group().translate(_HALF)
        position = match.end()
        if plain[0] != "{":
            if plain != "#}":
                strays.append(
                    Stray(start=match.start(), text=match.group(), kind=plain[0].replace("}", "{"), opens=False)
                )
            continue
        kind = plain[1]
        end = None if open_comment else _end(text, match.end(), _CLOSING[kind], comment=kind == "#")
        if end is None:
            open_comment = open_comment or kind == "#"
            following = _BRACES.search(text, match.end())
            stop = following.start() if following else len(text)
            strays.append(Stray(start=match.start(), text=text[match.start() : stop].strip(), kind=kind, opens=True))
            continue
        tags.append(_tag(text, match.start(), end, kind))
        position = end
    return tags, strays


def _end(text: str, start: int, closing: str, *, comment: bool) -> int | None:
    for match in _BRACES.finditer(text, start):
        plain = match.group().translate(_HALF)
        if plain == closing:
            return match.end()
        if plain[0] == "{" and not comment:
            return None
    return None


def _tag(text: str, start: int, end: int, kind: str) -> Tag:
    raw = text[start:end]
    inner = raw[2:-2]
    body, level, misspaced = straight(inner), "", False
    found = _LEVEL.match(body)
    if found is not None and (not found["gap"] or (kind == "%" and _first(body[found.end() :]) in TAGS)):
        level, misspaced = found["level"], bool(found["gap"]) or not found["blank"].startswith(" ")
        body = body[found.end() :]
    return Tag(
        start=start, end=end, raw=raw, kind=kind, inner=inner, level=level, body=body.strip().strip("-+").strip(),
        wide=raw[:2] + raw[-2:] != (raw[:2] + raw[-2:]).translate(_HALF), misspaced=misspaced,
    )  # fmt: skip


def _first(text: str) -> str:
    return text.split(maxsplit=1)[0] if text.strip() else ""


def masked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return a text of the same length in which some passages cannot be read; they come one after the other."""
    ends = [0, *(end for _start, end in spans)]
    starts = [*(start for start, _end in spans), len(text)]
    lengths = [*(end - start for start, end in spans), 0]
    pieces = zip(ends, starts, lengths, strict=True)
    return "".join(text[end:start] + MASK * length for end, start, length in pieces)


def straight(inner: str) -> str:
    """Return what stands in a tag in half-width signs and plain quotation marks; what is quoted stays as it is."""
    return "".join(plain for _typed, plain, _quoted in _signs(inner))


def odd_signs(inner: str) -> str:
    """Return the signs of a tag, outside quotation marks, that the engine cannot read."""
    odd = (
        typed for typed, plain, quoted in _signs(inner) if typed != plain and not quoted and typed not in _DOCUMENTED
    )
    return "".join(dict.fromkeys(odd))


def _signs(inner: str) -> Iterator[tuple[str, str, bool]]:
    """Yield each sign as typed, as it should be, and whether it is within quotation marks."""
    quote = ""
    for sign in inner:
        plain = _STRAIGHT.get(sign, "")
        if quote:
            quoted = plain != quote
            yield sign, sign if quoted else plain, quoted
            quote = quote if quoted else ""
        elif plain:
            quote = plain
            yield sign, plain, False
        else:
            yield sign, "" if sign in _UNSEEN else _SIGNS.get(sign, sign), False


def spaced_path(tag: Tag) -> str:
    """Return `申请人.姓名` for `{{ 申请人 姓名 }}`, or nothing when that is not what is wrong with a tag."""
    found = _SPACED.fullmatch(tag.body) if tag.kind == "{" else None
    if found is None:
        return ""
    words = found[1].split()
    return "" if _WORDS.intersection(words) else ".".join(re.sub(r"\s*\.\s*", ".", found[1]).split())


def mend(tag: Tag, known: Known) -> str:
    """Return the tag as it should have been typed, or as it is when that is not sure; `known` names fields."""
    inner = straight(tag.inner)
    if tag.kind == "#":
        inner = tag.inner
    if tag.misspaced:
        found = _LEVEL.match(inner)
        if found is not None:
            inner = f"{found['dash']}{found['level']} {inner[found.end() :]}"
    body = tag.body
    path = spaced_path(tag)
    if path and known(path):
        found = _SPACED.fullmatch(tag.body)
        rest = (found[2] or "") if found is not None else ""
        inner = inner.replace(tag.body, f"{path}{rest}")
        body = f"{path}{rest}"
    if alone(tag.kind, body) is not None:
        return tag.raw
    braces = tag.raw[:2].translate(_HALF), tag.raw[-2:].translate(_HALF)
    return f"{braces[0]}{inner}{braces[1]}"


@functools.cache
def engine() -> Environment:
    """Return the environment that reads tags; it never compiles or fills one."""
    return environment(Ledger())


def parse(source: str) -> nodes.Template:
    """Read tags without carrying anything out."""
    return engine().parse(source)


@functools.lru_cache(maxsize=4096)
def alone(kind: str, body: str) -> Mistake | None:
    """Return what is wrong with a tag by itself."""
    word = body.split(maxsplit=1)[0] if body else ""
    if kind == "#" or (kind == "%" and (word in _ENDING or word in ENGINE)):
        return None
    if not body:
        return Mistake(code="T005", what=_("标签写得不对：{reason}。").format(reason=_("花括号里是空的")))
    if kind == "{":
        source = f"{{{{ {body} }}}}"
    elif word in ("if", "elif"):
        source = f"{{% {body.removeprefix('el')} %}}{{% endif %}}"
    elif word == "for":
        source = f"{{% {body} %}}{{% endfor %}}"
    elif word == "set":
        source = f"{{% {body} %}}"
    else:
        reason = _("没有“{name}”这种标签").format(name=word)
        advice = did_you_mean(word, TAGS)
        if word.removeprefix("tr").removeprefix("p") in TAGS:
            advice = _("p、tr 后面要空一格。")
        return Mistake(code="T005", what=_("标签写得不对：{reason}。").format(reason=reason), advice=advice)
    return _read(source, body)


def _read(source: str, body: str) -> Mistake | None:
    try:
        deque(parse(source).find_all(nodes.Node), maxlen=0)
    except RefusedError as error:
        return _minus(body) or error.faults[0].mistake
    except JinjaError as error:
        return explain(error)
    except RecursionError:
        return too_deep()
    return None


def _minus(body: str) -> Mistake | None:
    """Return the mistake of a minus between two names, which was meant as part of a name or as a dot."""
    found = _DASHED.search(body)
    if found is None:
        return None
    return Mistake(
        code="T038",
        what=_("“{left}-{right}”会被当成减法。").format(left=found[1], right=found[2]),
        advice=_("名称里不能有减号；如果是“谁的什么”，请写成 {path}。").format(path=f"{found[1]}.{found[2]}"),
    )


def too_deep() -> Mistake:
    """Return the mistake of brackets, or of blocks, that are nested too deep to be read."""
    return Mistake(code="T005", what=_("标签写得不对：{reason}。").format(reason=_("套得太深了")))
