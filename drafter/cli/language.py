"""`--lang`, which every command takes. `__main__` has read it by then: the texts below are in that language already."""

from __future__ import annotations

import click

from drafter.errors import UsageError
from drafter.i18n import LANGUAGES, joined
from drafter.i18n import gettext as _


def _known(_context: click.Context, _option: click.Parameter, asked: str | None) -> None:
    """Refuse another language, in both: who asks for one may not read the other."""
    if asked is not None and asked not in LANGUAGES:
        raise UsageError(
            what=_("没有“{language}”这种语言：--lang 后面写 zh（中文）或者 en（英文）。").format(language=asked),
            advice="--lang takes zh (Chinese) or en (English).",
        )


def add_to(command: click.Command) -> None:
    """Give a command, and every command below it, the option."""
    command.params.append(
        click.Option(
            ["--lang"],
            metavar="|".join(LANGUAGES),
            expose_value=False,
            is_eager=True,
            callback=_known,
            help=joined(_("界面的语言：中文或者英文。"), _("文书总是中文的。")),
        )
    )
    if isinstance(command, click.Group):
        for below in command.commands.values():
            add_to(below)
