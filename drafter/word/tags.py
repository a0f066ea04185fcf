"""The tags of a template, paragraph by paragraph: which of them is wrong.

The engine reads a part as one text, after Word's own marks have been taken out: where a brace is missing it notices
paragraphs later, or not at all, and drops what lies between. So the paragraphs are gone through one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from jinja2 import Environment
from jinja2 import TemplateError as JinjaError

from drafter.i18n import gettext as _
from drafter.word.mistakes import TAGS, Mistake, explain
from drafter.yamlfile import did_you_mean

_OPENING: Final = re.compile(r"\{[{%#]")
_BRACES: Final = re.compile(r"\{[{%#]|[}%#]\}")
_CLOSING: Final = {"{{": "}}", "{%": "%}", "{#": "#}"}
_QUOTES: Final = str.maketrans("“”‘’", "\"\"''")
_LEVEL: Final = re.compile(r"(?:p|tr|tc|r)\s")
_ENDS: Final = {"endif": "if", "endfor": "for"}
_BRANCHES: Final = {"elif": ("if",), "else": ("if", "for")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One tag: its braces, what stands in them, and the paragraph it is in."""

    braces: str
    inner: str
    level: str
    """`p`, `tr`, `tc` or `r`: what disappears with it."""
    paragraph: int

    @property
    def word(self) -> str:
        """The first word of a statement: if, for, endif."""
        return self.inner.split(maxsplit=1)[0] if self.braces == "{%" and self.inner else ""

    def __str__(self) -> str:
        level = f"{self.level} " if self.level else ""
        return f"{self.braces}{level or ' '}{self.inner} {_CLOSING[self.braces]}"


def faults(paragraphs: Sequence[str], env: Environment | None) -> Iterator[tuple[int, Mistake]]:
    """Yield (paragraph, mistake) for what is wrong with the tags of these paragraphs.

    Without `env` only their braces, and how if and for begin and end.
    """
    found: list[Tag] = []
    for number, text in enumerate(paragraphs):
        here: list[Tag] = []
        for tag in _scan(text, number):
            if isinstance(tag, Mistake):
                yield number, tag
            else:
                here.append(tag)
        if len(here) > 1 and any(tag.level in ("p", "tr") for tag in here):
            tag = next(tag for tag in here if tag.level in ("p", "tr"))
            yield number, _wrong(_("“{tag}”要独占一段").format(tag=tag))
        found += here
    if env is not None:
        alone = [(tag.paragraph, _alone(tag, env)) for tag in found]
        yield from [(number, mistake) for number, mistake in alone if mistake is not None]
    yield from _nesting(found)


def _wrong(reason: str, advice: str = "") -> Mistake:
    return Mistake(code="T005", what=_("标签写得不对：{reason}。").format(reason=reason), advice=advice)


def _scan(text: str, number: int) -> Iterator[Tag | Mistake]:
    """Yield the tags of a paragraph, and a mistake where braces have no partner."""
    position = 0
    while match := _BRACES.search(text, position):
        opening = match.group()
        closing = _CLOSING.get(opening)
        if closing is None:
            yield _wrong(_("“{braces}”前面没有对应的“{other}”").format(
                braces=opening, other=f"{{{opening[0] if opening[0] != '}' else '{'}"))  # fmt: skip
            return
        end = text.find(closing, match.end())
        following = _OPENING.search(text, match.end())
        if end < 0 or (following is not None and following.start() < end):
            stop = following.start() if following is not None else len(text)
            yield _wrong(
                _("“{tag}”没有以“{closing}”结束").format(tag=text[match.start() : stop].strip()[:40], closing=closing),
                _("开头和结尾的花括号要成对，写在同一段里。"),
            )
            position = stop
            continue
        inner = text[match.end() : end].strip("-+").strip()
        level = _LEVEL.match(text[match.end() : end])
        if level is not None:
            inner = inner[level.end() :].strip()
        if opening != "{#":
            yield Tag(
                braces=opening, inner=inner.translate(_QUOTES), level=level.group().strip() if level else "",
                paragraph=number,
            )  # fmt: skip
        position = end + len(closing)


def _alone(tag: Tag, env: Environment) -> Mistake | None:
    """Return what is wrong with a tag by itself."""
    if tag.braces == "{{":
        source = f"{{{{ {tag.inner} }}}}"
    elif tag.word in ("if", "elif"):
        source = f"{{% {tag.inner.removeprefix('el')} %}}{{% endif %}}"
    elif tag.word == "for":
        source = f"{{% {tag.inner} %}}{{% endfor %}}"
    elif tag.word == "set":
        source = f"{{% {tag.inner} %}}"
    elif tag.word in TAGS:
        return None
    elif not tag.word:
        return _wrong(_("花括号里是空的"))
    else:
        reason = _("没有“{name}”这种标签").format(name=tag.word)
        return _wrong(reason, did_you_mean(tag.word, TAGS))
    try:
        env.parse(source)
    except JinjaError as error:
        return explain(error)
    return None


def _nesting(tags: Sequence[Tag]) -> Iterator[tuple[int, Mistake]]:
    """Yield what is wrong with the way in which if and for begin and end."""
    opened: list[Tag] = []
    for tag in tags:
        if tag.word in ("if", "for"):
            opened.append(tag)
        elif tag.word in _ENDS:
            wanted = _ENDS[tag.word]
            if not opened:
                yield tag.paragraph, _wrong(_("“{tag}”前面没有对应的 {word}").format(tag=tag, word=wanted))
                return
            last = opened.pop()
            if last.word != wanted:
                yield last.paragraph, _wrong(_("“{tag}”没有用 end{word} 结束").format(tag=last, word=last.word))
                return
        elif tag.word in _BRANCHES and (not opened or opened[-1].word not in _BRANCHES[tag.word]):
            yield tag.paragraph, _wrong(_("“{tag}”前面没有对应的 if").format(tag=tag))
            return
    for tag in opened:
        yield tag.paragraph, _wrong(_("“{tag}”没有用 end{word} 结束").format(tag=tag, word=tag.word))
