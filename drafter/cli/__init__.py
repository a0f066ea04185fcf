"""The commands; the only place, with `__main__`, that catches and exits."""

from __future__ import annotations

import click

from drafter import __version__
from drafter.cli import edit, law, papers, questions, steps


@click.group(
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]...",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, "--version", message="drafter %(version)s")
def drafter() -> None:
    """从一次问答生成应对暴力催收、软暴力催收的法律文书。

    有人正堵在门口或者正在动手，请先打 110。

    一切都在本机，不联网。
    """


for command in (papers.new, papers.draft, edit.edit, questions.questions, steps.check, steps.plan, law.law):
    drafter.add_command(command)
