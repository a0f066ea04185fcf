"""Prompts with a cursor, made by questionary: menus with arrow keys, lines that can be edited."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from typing import TYPE_CHECKING, Any, Final

import questionary
from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app_session
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Never
from prompt_toolkit.key_binding import merge_key_bindings
from prompt_toolkit.layout.containers import ScrollOffsets
from prompt_toolkit.utils import get_cwidth
from questionary import Choice, Question, Style
from questionary.prompts.common import InquirerControl

from drafter.i18n import gettext as _
from drafter.i18n import listed
from drafter.terminal import holding
from drafter.terminal.asking import WAYS, Back, Help, Jump, NotKnown, Option, Stop, Withhold
from drafter.terminal.bindings import TYPED, bindings, menu_of, with_typed
from drafter.terminal.pasting import in_one, lines
from drafter.terminal.plain import non_answer
from drafter.terminal.signals import Signals

if TYPE_CHECKING:
    from prompt_toolkit.formatted_text import StyleAndTextTuples

_MARK: Final = "▸"
_STYLE: Final = Style(
    [("qmark", "bold"), ("question", "bold"), ("instruction", ""), ("pointer", "bold"), ("highlighted", "bold")]
)
_EXTRAS: Final[dict[str, Exception]] = {
    WAYS["unknown"]: NotKnown(), WAYS["withheld"]: Withhold(), WAYS["back"]: Back(), WAYS["help"]: Help(WAYS["help"]),
}  # fmt: skip
_LOOK: Final[dict[str, Any]] = {"qmark": _MARK, "style": _STYLE, "erase_when_done": True}
_MARGIN: Final = 2
"""Columns left free at the right: some terminals draw … and “ over two."""
_CHOICE_MARGIN: Final = 6
"""What questionary puts before a choice."""
_NEVER_FIRST: Final = "、，。；：？！）】》”’…"
"""A line that began with one of these would be hard to read."""


class MenuAsker:
    """Asks with questionary; F1 help, F2 leave at once, F3 back, F4 not known, F5 withhold, Ctrl-C save and stop.

    A prompt is wiped when it is done, and question and answer are written as one line in our own words.
    """

    def __init__(self) -> None:
        self._signals = Signals()
        self._asked_lines = 0
        """How many lines what was asked last took on the screen."""

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the signals and the terminal: what is typed between two prompts is unseen, and is for the second."""
        with self._signals.held(), holding.held(_as_in_prompts):
            yield

    def tell(self, text: str, *, strong: bool = False, warning: bool = False) -> None:
        """Show some lines."""
        questionary.print(text, style="bold" if strong or warning else "")

    def explain(self, lines: Sequence[str]) -> None:
        """Show what helps with what was just asked, screen by screen where both together do not fit on one."""
        size = get_app_session().output.get_size()
        shown = [part for line in lines for part in _folded(line, size.columns - _MARGIN)]
        if len(shown) + self._asked_lines <= size.rows:
            self.tell("\n".join(shown))
            return
        page = max(size.rows - _MARGIN, 1)
        for start in range(0, len(shown), page):
            self.tell("\n".join(shown[start : start + page]))
            self._wait(_("按回车回到这一题") if start + page >= len(shown) else _("按回车看下面的"))

    def _wait(self, message: str) -> None:
        """Wait for Enter, or for any key that means something elsewhere, but for those that stop."""
        session: PromptSession[str] = PromptSession([("class:question", f"{_MARK} {message} ")], erase_when_done=True)
        with suppress(Back, Help, Jump, NotKnown, Withhold):
            self._ask(Question(session.app))

    def clear(self) -> None:
        """Take everything off the screen, and out of what can be scrolled back to."""
        output = get_app_session().output
        output.cursor_goto(0, 0)
        output.erase_screen()
        output.write_raw("\x1b[3J")
        output.flush()

    def keys(self) -> str:
        """Return the keys."""
        return _(
            "F1 帮助　F3 上一题　F4 记不清　F5 不写进文书　F6 看全部、跳着答　"
            "Ctrl-C 保存并退出　F2 保存、清屏，马上离开"
        )

    def line(self, message: str, default: str, *, passage: bool, empty: str = "") -> str:
        """Ask for a line, or for several, ended by an empty one."""
        hint = _("（可写多行，连按两次回车结束）") if passage else ""
        if empty:
            hint += _("（现在：{empty}，直接回车不变）").format(empty=empty)
        session: PromptSession[str] = PromptSession(
            lambda: _before_typing(message, hint), multiline=passage, style=_STYLE, erase_when_done=True
        )
        session.default_buffer.reset(Document(default))
        question = Question(session.app)
        with self._told_when_skipped(message):
            text: str = self._ask(question, passage=passage)
        shown = text.strip() if passage else in_one(lines(text))
        self._echo(message, shown or empty or _("记不清"))
        non_answer(text)
        return text.strip()

    def more(self, message: str, text: str, *, passage: bool) -> str:
        """Open the text again, with the cursor behind it."""
        return self.line(message, f"{text}\n" if text and passage else text, passage=passage, empty=_("没有要加的"))

    def pick(self, message: str, options: Sequence[Option], default: str, *, extras: bool) -> str:
        """Ask for one option with the arrow keys."""
        choices = [Choice(_label(option), value=option.key) for option in options]
        if extras:
            choices += [
                Choice(_("记不清／暂时没有"), value=WAYS["unknown"]),
                Choice(_("不写进文书"), value=WAYS["withheld"]),
                Choice(_("← 上一题"), value=WAYS["back"]),
                Choice(_("？ 为什么问、怎么答"), value=WAYS["help"]),
            ]
        hint = _hint(_("（↑↓ 选，回车）"), message, choices)
        while True:
            chosen = default if default in [choice.value for choice in choices] else None
            question = questionary.select(
                _above(message, hint), choices=choices, default=chosen, pointer="→", instruction=hint, **_LOOK
            )
            with self._told_when_skipped(message) if extras else nullcontext():
                key: str = self._ask(question)
                if key in _EXTRAS:
                    raise _EXTRAS[key]
            chosen_option = next((option for option in options if option.key == key), None)
            if chosen_option is not None:
                self._echo(message, chosen_option.label)
                return key
            self.tell(_("没有“{word}”这一项。用 ↑↓ 移到要选的那一项，再按回车。").format(word=key[len(TYPED) :]))

    def pick_many(
        self, message: str, options: Sequence[Option], default: Sequence[str], at: str = ""
    ) -> tuple[str, ...]:
        """Ask for any options with the space bar; Enter with none ticked asks what is meant."""
        while True:
            choices = [Choice(_label(option), value=option.key, checked=option.key in default) for option in options]
            hint = _hint(_("（空格打勾，回车；F4 记不清）"), message, choices)
            first = next((choice for choice in choices if choice.value == at), None)
            question = questionary.checkbox(
                _above(message, hint), choices=choices, pointer="→", instruction=hint, initial_choice=first, **_LOOK
            )
            with self._told_when_skipped(message):
                keys, at = self._ask_many(question)
                if not keys:
                    keys = self._none_ticked(options, at)
            if keys:
                self._echo(message, listed(option.label for option in options if option.key in keys))
                return keys

    def _none_ticked(self, options: Sequence[Option], at: str) -> tuple[str, ...]:
        """Return what was meant by Enter with nothing ticked: the option that the cursor is on, or nothing yet."""
        pointed = next((option for option in options if option.key == at), None)
        meant = [Option(key="", label=_("回去打勾（空格是打勾，可以打好几个）"))]
        if pointed is not None:
            meant.append(Option(key=pointed.key, label=_("就选“{label}”").format(label=pointed.label)))
        meant.append(Option(key=WAYS["unknown"], label=_("记不清／暂时没有")))
        try:
            key = self.pick(_("一项也没有打勾。"), meant, "", extras=False)
        except Help:
            raise Help(at, ()) from None  # nothing is ticked yet
        if key == WAYS["unknown"]:
            raise NotKnown
        return (key,) if key else ()

    @contextmanager
    def _told_when_skipped(self, message: str) -> Iterator[None]:
        """Write the question down with the non-answer that a key, or the menu, gave."""
        try:
            yield
        except NotKnown:
            self._echo(message, _("记不清"))
            raise
        except Withhold:
            self._echo(message, _("不写进文书"))
            raise

    def _ask(self, question: Question, *, passage: bool = False) -> Any:  # noqa: ANN401 - by prompt
        """Run a prompt with our keys; signals end it like a key, so that the terminal is set right again.

        They are ours and not prompt_toolkit's: between taking its own down and giving ours back it hears none.
        """
        application = question.application
        _prepare(application)
        ours, existing = bindings(passage=passage), application.key_bindings
        application.key_bindings = merge_key_bindings([existing, ours]) if existing is not None else ours
        try:
            with self._signals.obeyed(lambda number: _end(application, number)), asyncio.Runner() as runner:
                runner.get_loop().set_exception_handler(lambda _loop, fault: _fail(application, fault))
                run = application.run_async(
                    pre_run=lambda: self._begin(application), handle_sigint=False, set_exception_handler=False
                )
                return runner.run(run)
        except (KeyboardInterrupt, EOFError, asyncio.CancelledError):
            raise with_typed(Stop(), application) from None

    def _begin(self, application: Any) -> None:  # noqa: ANN401 - prompt_toolkit's generic application
        """Obey a signal that came before the prompt; note how tall it is."""
        self._signals.check()
        size = application.output.get_size()
        self._asked_lines = application.layout.container.preferred_height(size.columns, size.rows).preferred

    def _ask_many(self, question: Question) -> tuple[tuple[str, ...], str]:
        """Return what was ticked, and the option that the cursor was on."""
        self._ask(question)
        menu = menu_of(question.application)
        if menu is None:
            return (), ""
        return tuple(str(choice.value) for choice in menu.get_selected_values()), str(menu.get_pointed_at().value)

    def _echo(self, message: str, answer: str) -> None:
        self.tell(f"▸ {message}　{answer}")


def _as_in_prompts(settings: holding.Settings) -> None:
    """Let Enter be the same key between two prompts as in them."""
    import termios

    holding.unseen(settings)
    settings[0] &= ~(termios.ICRNL | termios.IXON)


def _columns() -> int:
    return get_app_session().output.get_size().columns


def _folded(text: str, columns: int) -> list[str]:
    """Return text in lines that fit: the prompt itself is never folded, and one that does not fit hides the typing."""
    lines = []
    for whole in text.split("\n"):
        line, used = "", 0
        for letter in whole:
            wide = get_cwidth(letter)
            if line and used + wide > columns:
                carried = line[1:][-1:] if letter in _NEVER_FIRST else ""
                lines.append(line.removesuffix(carried))
                line, used = carried, get_cwidth(carried)
            line, used = line + letter, used + wide
        lines.append(line)
    return lines


def _before_typing(message: str, hint: str) -> StyleAndTextTuples:
    """Return what stands before the cursor: a short question on its line, a long one or a passage's on lines above."""
    columns = _columns() - _MARGIN
    head = f"{_MARK} {message} "
    if not hint and get_cwidth(head) <= columns // 2:
        return [("class:question", head)]
    lines = [*_folded(head.rstrip(), columns), *(_folded(hint, columns) if hint else ())]
    return [("class:question", "".join(f"{line}\n" for line in lines)), ("class:qmark", "> ")]


def _above(message: str, hint: str) -> str:
    """Return the question of a menu, folded where it would not fit beside its hint."""
    columns = _columns() - _MARGIN
    if get_cwidth(f"{_MARK} {message}  {hint}") <= columns:
        return message
    # The mark stands before the first line: it is folded with the others, and taken off again.
    return "\n".join(_folded(f"{_MARK} {message}", columns)).removeprefix(f"{_MARK} ") + "\n"


def _hint(hint: str, message: str, choices: Sequence[Choice]) -> str:
    """Return how to choose; where the menu is taller than the screen, that it goes on."""
    size = get_app_session().output.get_size()
    lines = sum(_height(choice) for choice in choices) + len(_folded(message, size.columns)) + 2
    more = _("（共 {count} 项，屏幕放不下，按 ↑↓ 看上面、下面的）").format(count=len(choices))
    return f"{hint}{more if lines > size.rows else ''}"


def _height(choice: Choice) -> int:
    return str(choice.title).count("\n") + 1


def _label(option: Option) -> str:
    return "\n     ".join(_folded(option.label, max(_columns() - _CHOICE_MARGIN - _MARGIN, _CHOICE_MARGIN)))


def _prepare(application: Any) -> None:  # noqa: ANN401 - prompt_toolkit's generic application
    """Let a menu that is taller than the screen scroll to all the lines of a choice: by itself it shows the first.

    The cursor is never hidden: if the program is killed nobody shows it again.
    """
    for window in application.layout.find_all_windows():
        window.always_hide_cursor = Never()
        if isinstance(window.content, InquirerControl):
            tallest = max(_height(choice) for choice in window.content.choices)
            window.scroll_offsets = ScrollOffsets(top=1, bottom=tallest)


def _end(application: Any, number: int) -> None:  # noqa: ANN401 - prompt_toolkit's generic application
    """End the running prompt from a signal, unless it has its answer: then the next prompt will not begin."""

    def end() -> None:
        if application.future is not None and not application.future.done():
            application.exit(exception=with_typed(Stop(128 + number), application))

    if application.loop is not None:
        application.loop.call_soon_threadsafe(end)


def _fail(application: Any, fault: dict[str, Any]) -> None:  # noqa: ANN401 - prompt_toolkit's generic application
    """End the running prompt with what went wrong while it was drawn or a key was read."""
    error = fault.get("exception")
    if isinstance(error, Exception) and application.future is not None and not application.future.done():
        application.exit(exception=error)
