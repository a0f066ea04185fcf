"""Line by line: numbered lists, no redraw. For screen readers, TERM=dumb and when menus fail."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from drafter.i18n import gettext as _
from drafter.i18n import language
from drafter.terminal.asking import Back, Help, Jump, Leave, NotKnown, Option, Stop, Wish, Withhold
from drafter.terminal.keyboard import Keyboard
from drafter.terminal.signals import Signals
from drafter.values import half_width

_WISHES: Final[dict[str, type[Exception]]] = {
    "上一题": Back, "<": Back, "＜": Back, "?": Help, "？": Help, "目录": Jump, "退出": Stop, "离开": Leave,
}  # fmt: skip
_NON_ANSWERS: Final[dict[str, type[Exception]]] = {"记不清": NotKnown, "不写": Withhold, "不写进文书": Withhold}
_ENGLISH: Final = {
    "back": "上一题", "map": "目录", "quit": "退出", "leave": "离开", "unknown": "记不清", "skip": "不写",
}  # fmt: skip
"""The same words in an English interview."""
_SAID: Final = {
    "是": ("有", "对", "要", "嗯", "y"), "否": ("没有", "没", "不是", "不", "无", "n"),
    "没有": ("否", "无"), "Yes": ("y",), "No": ("n",),
}  # fmt: skip
"""An option → what people type for it."""
_BROKEN: Final = re.compile("[\ud800-\udfff]")
"""A byte that is no character, as it is read."""


def _command(text: str) -> str:
    word = text.strip()
    return word if language() == "zh" else _ENGLISH.get(word.lower(), word)


def meaning(word: str, labels: Sequence[str]) -> str:
    """Return the option that people mean by a word, where it is one of these; else the word."""
    return next((label for label, words in _SAID.items() if word in words and label in labels), word)


def non_answer(text: str) -> None:
    """Raise NotKnown or Withhold when just those words were typed."""
    if wish := _NON_ANSWERS.get(_command(text)):
        raise wish


def commands(text: str) -> None:
    """Raise what a typed command asks for; return when the text is an answer."""
    non_answer(text)
    if wish := _WISHES.get(_command(text)):
        raise wish


class PlainAsker:
    """Asks line by line and answers with numbers."""

    def __init__(self) -> None:
        self._keyboard = Keyboard()
        self._signals = Signals()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the terminal and the signals while the conversation lasts."""
        with self._signals.held(), self._keyboard.held():
            yield

    def tell(self, text: str, *, strong: bool = False, warning: bool = False) -> None:  # noqa: ARG002 - no colours here
        """Show some lines."""
        print(text)  # noqa: T201 - this is the screen

    def explain(self, lines: Sequence[str]) -> None:
        """Show what helps."""
        for line in lines:
            self.tell(line)

    def clear(self) -> None:
        """Take everything off the screen."""
        print("\x1b[H\x1b[2J\x1b[3J", end="", flush=True)  # noqa: T201

    def keys(self) -> str:
        """Return the words that can be typed instead of an answer."""
        return _(
            "任何时候都可以写：？（帮助）　上一题　记不清　不写（不写进文书）　目录（看全部、跳着答）　"
            "退出（先保存）　离开（清屏再退出）"
        )

    def line(self, message: str, default: str, *, passage: bool, empty: str = "") -> str:
        """Ask for a line, or for several, ended by an empty one."""
        hint = _("（可写多行，空行结束）") if passage else ""
        print(f"{message}{hint}")  # noqa: T201
        if default or empty:
            print(_("现在的答案：{default}（直接回车保留）").format(default=default or empty))  # noqa: T201
        return self._lines(passage=passage) or default

    def _lines(self, *, passage: bool) -> str:
        text = self._read()
        commands(text)
        try:
            while passage and text.rpartition("\n")[2].strip():  # a blank line ends it, but not within one paste
                text = f"{text}\n{self._read(more=True)}"
        except Wish as wish:
            wish.typed = text
            raise
        return text.strip()

    def more(self, message: str, text: str, *, passage: bool) -> str:
        """Ask for what comes behind the text."""
        if text:
            print(_("已经写的：{text}").format(text=text))  # noqa: T201
        print(_("{message}（接着写；没有要加的，直接回车）").format(message=message))  # noqa: T201
        added = self._lines(passage=passage)
        return "\n".join(filter(None, [text, added])) if passage else _("；").join(filter(None, [text, added]))

    def pick(self, message: str, options: Sequence[Option], default: str, *, extras: bool) -> str:
        """Ask for the number of one option."""
        shown = list(options)
        print(message)  # noqa: T201
        for number, option in enumerate(shown, start=1):
            mark = _("（现在的答案）") if default and option.key == default else ""
            print(f"  {number}. {option.label}{mark}")  # noqa: T201
        if extras:
            print(_("  写“记不清”“不写”“上一题”“？”“退出”也可以。"))  # noqa: T201
        while True:
            text = half_width(self._read_choice())
            if not text and default in (option.key for option in shown):
                return default
            commands(text)
            text = meaning(text, [option.label for option in shown])
            for number, option in enumerate(shown, start=1):
                if text in (str(number), option.key, half_width(option.label)):
                    return option.key
            print(_("请写 1 到 {count} 之间的数字。").format(count=len(shown)))  # noqa: T201

    def pick_many(
        self,
        message: str,
        options: Sequence[Option],
        default: Sequence[str],
        at: str = "",  # noqa: ARG002 - no cursor
    ) -> tuple[str, ...]:
        """Ask for the numbers of any options."""
        print(message)  # noqa: T201
        for number, option in enumerate(options, start=1):
            mark = _("（已选）") if option.key in default else ""
            print(f"  {number}. {option.label}{mark}")  # noqa: T201
        print(_("  写数字，用空格隔开，例如：1 3。写“记不清”“上一题”“？”“退出”也可以。"))  # noqa: T201
        while True:
            text = half_width(self._read_choice()).replace(",", " ").replace("、", " ")
            if not text and default:
                return tuple(default)
            commands(text)
            numbers = text.split()
            if numbers and all(number.isdecimal() and 1 <= int(number) <= len(options) for number in numbers):
                return tuple(dict.fromkeys(options[int(number) - 1].key for number in numbers))
            print(_("请写 1 到 {count} 之间的数字，用空格隔开。").format(count=len(options)))  # noqa: T201

    def _read_choice(self) -> str:
        """Return one line; what else was pasted with it is no answer to the questions that follow."""
        lines = [line for line in self._read().split("\n") if line.strip()]
        if len(lines) > 1:
            print(_("粘贴了 {count} 行，这里只看第一行，其余的没有收下。").format(count=len(lines)))  # noqa: T201
        return lines[0] if lines else ""

    def _read(self, *, more: bool = False) -> str:
        """Return a line, or the lines of one paste; `more` is asked for where a passage goes on."""
        while True:
            with self._signals.obeyed():
                ahead = not more and self._keyboard.ahead()
                print("> ", end="", flush=True)  # noqa: T201
                text = self._keyboard.line() if ahead else self._keyboard.entry()
            if text is None:
                raise Stop
            if not _BROKEN.search(text):
                return text
            encoding = self._keyboard.encoding.upper()
            told = _("这一行里有读不出来的字符，没有收下。请再打一遍（终端的编码要设成 {encoding}）。")
            print(told.format(encoding=encoding))  # noqa: T201
