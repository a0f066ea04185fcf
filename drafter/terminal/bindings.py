"""What the keys do in a prompt: the ways of not answering, words typed in a menu, Enter in a line or a passage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from prompt_toolkit.application.current import get_app
from prompt_toolkit.filters import Condition
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.keys import Keys
from questionary.prompts.common import InquirerControl

from drafter.terminal.asking import Back, Help, Jump, Leave, NotKnown, Stop, Wish, Withhold
from drafter.terminal.plain import meaning

if TYPE_CHECKING:
    from prompt_toolkit.key_binding.key_processor import KeyPressEvent

_KEYS: Final[tuple[tuple[tuple[str, ...], type[Wish]], ...]] = (
    (("f1",), Help),
    (("f2", "c-q"), Leave),
    (("f3", "c-b"), Back),
    (("f4", "c-n"), NotKnown),
    (("f5", "c-x"), Withhold),
    (("f6", "c-g"), Jump),
)
TYPED: Final = "\0typed"
"""Before a word that was typed in a menu and means none of its options."""


def bindings(*, passage: bool) -> KeyBindings:
    """Return what the keys do in a prompt: in a menu, in a line or in a passage."""
    ours = KeyBindings()

    def bind(key: str, wish: type[Wish]) -> None:
        @ours.add(key, eager=True)
        def _pressed(event: KeyPressEvent) -> None:
            event.app.exit(exception=_help(event) if wish is Help else with_typed(wish(), event.app))

    for keys, wish in _KEYS:
        for key in keys:
            bind(key, wish)

    @ours.add("c-d", eager=True, filter=Condition(lambda: not get_app().current_buffer.text))
    def _end(event: KeyPressEvent) -> None:
        event.app.exit(exception=Stop())

    @ours.add(Keys.BracketedPaste, eager=True, filter=~Condition(_typed_into))
    def _nothing(event: KeyPressEvent) -> None:
        """A menu has no place for what is pasted."""

    _bind_words(ours)

    @ours.add("enter", eager=True, filter=Condition(_typed_into))
    def _enter(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if _pasted(event) or (passage and buffer.document.current_line.strip()):
            buffer.newline(copy_margin=False)
        else:
            buffer.validate_and_handle()

    return ours


def _bind_words(bindings: KeyBindings) -> None:
    """Let a word that is typed in a menu lead to the option that it means; one that leads nowhere chooses nothing.

    A word ends when the cursor is moved.
    """
    word, place, lost = "", -1, False

    # questionary takes a, i, j and k for ticking all, for the opposite, and for the arrow keys.
    @bindings.add("a", eager=True, filter=~Condition(_typed_into))
    @bindings.add("i", eager=True, filter=~Condition(_typed_into))
    @bindings.add("j", eager=True, filter=~Condition(_typed_into))
    @bindings.add("k", eager=True, filter=~Condition(_typed_into))
    @bindings.add(Keys.Any, filter=~Condition(_typed_into))
    def _letter(event: KeyPressEvent) -> None:
        nonlocal word, place, lost
        menu = menu_of(event.app)
        if menu is None or not event.data.strip():
            return
        word = (word if menu.pointed_at == place else "") + event.data
        meant = _meant(menu, word)
        lost = meant is None
        place = menu.pointed_at = menu.pointed_at if meant is None else meant

    def nowhere() -> bool:
        menu = menu_of(get_app())
        return menu is not None and lost and menu.pointed_at == place

    @bindings.add("enter", eager=True, filter=Condition(nowhere))
    def _nowhere(event: KeyPressEvent) -> None:
        event.app.exit(result=f"{TYPED}{word}")


def _meant(menu: InquirerControl, word: str) -> int | None:
    """Return the place of the option that a typed word begins, or that it means: 没有 is 否."""
    titles = [str(choice.title) for choice in menu.choices]
    meant = meaning(word, titles)
    if word.isdecimal():
        return int(word) - 1 if 0 < int(word) <= len(titles) else None
    return next((place for place, title in enumerate(titles) if title.startswith(meant)), None)


def _typed_into() -> bool:
    """Return whether what is asked is not a menu."""
    return menu_of(get_app()) is None


def _pasted(event: KeyPressEvent) -> bool:
    """Return whether text came in one piece with this Enter: a paste, which not every terminal marks as one."""
    return any(not isinstance(press.key, Keys) for press in event.app.key_processor.input_queue)


def menu_of(application: Any) -> InquirerControl | None:  # noqa: ANN401 - prompt_toolkit's generic application
    """Return the list of options on the screen, if that is what is asked."""
    controls = application.layout.find_all_controls()
    return next((control for control in controls if isinstance(control, InquirerControl)), None)


def with_typed(wish: Wish, application: Any) -> Wish:  # noqa: ANN401 - prompt_toolkit's generic application
    """Return a wish with what stands in the line, so that it is not lost."""
    wish.typed = application.current_buffer.text if menu_of(application) is None else ""
    return wish


def _help(event: KeyPressEvent) -> Help:
    """Return the wish for help with what stands on the screen, so that it can be put there again."""
    menu = menu_of(event.app)
    if menu is None:
        return Help(event.current_buffer.text)
    return Help(str(menu.get_pointed_at().value), [str(choice.value) for choice in menu.get_selected_values()])
