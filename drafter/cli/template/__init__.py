"""`drafter template …`: for those who write templates in Word."""

from __future__ import annotations

import click

from drafter.cli.opening import OPTIONS, SUBCOMMANDS, help_if_alone
from drafter.cli.template.adopt import adopt
from drafter.cli.template.diff import diff
from drafter.cli.template.lint import lint
from drafter.cli.template.new import new
from drafter.cli.template.preview import preview
from drafter.i18n import gettext as _


@click.group(
    invoke_without_command=True,
    options_metavar=OPTIONS,
    subcommand_metavar=SUBCOMMANDS,
    help=_("写自己的 Word 模板：从旧文件改、检查、预览、比较。"),
)
@click.pass_context
def template(context: click.Context) -> None:
    """Hold the commands for templates together."""
    help_if_alone(context)


template.add_command(diff)
template.add_command(preview)
template.add_command(new)
template.add_command(lint)
template.add_command(adopt)
