"""The commands; the only place, with `__main__`, that catches and exits."""

from __future__ import annotations

import click

from drafter import __version__
from drafter.cli import edit, language, law, packs, papers, places, questions, steps
from drafter.cli.opening import OPTIONS, SUBCOMMANDS, help_if_alone
from drafter.cli.template import template
from drafter.i18n import gettext as _


@click.group(
    invoke_without_command=True,
    options_metavar=OPTIONS,
    subcommand_metavar=SUBCOMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="\n\n".join(
        (
            _("从一次问答生成应对暴力催收、软暴力催收的法律文书。"),
            _("有人正堵在门口或者正在动手，请先打 110。"),
            _("一切都在本机，不联网。"),
        )
    ),
)
@click.version_option(__version__, "--version", message="drafter %(version)s")
@click.pass_context
def drafter(context: click.Context) -> None:
    """Hold the commands together."""
    help_if_alone(context)


_CASES = (papers.new, papers.draft, edit.edit, questions.questions, steps.check, steps.plan)
for command in (*_CASES, law.law, packs.packs, template):
    drafter.add_command(command)
language.add_to(drafter)
places.add_option(drafter)
