"""`drafter questions`: the questions as a form to fill in with an editor."""

from __future__ import annotations

import click

from drafter.cli.opening import OPTIONS, in_use, now
from drafter.errors import UsageError
from drafter.i18n import gettext as _


@click.command(options_metavar=OPTIONS, help=_("问题清单：空白答案文件或者它的 JSON Schema。"))
@click.option("--template", "form", is_flag=True, help=_("空白的答案文件，每题带说明，用编辑器填。"))
@click.option("--schema", is_flag=True, help=_("答案文件的 JSON Schema，编辑器靠它补全和检查。"))
def questions(*, form: bool, schema: bool) -> None:
    """Print a blank answers file, or its JSON Schema."""
    if form == schema:
        raise UsageError(
            what=_("要写清楚是哪一样。"),
            advice=_("空白答案文件：drafter questions --template > 答案.yaml；或者 --schema。"),
        )
    import json

    from drafter import blank

    questionnaire = in_use().questionnaire
    if form:
        click.echo(blank.template(questionnaire, now()), nl=False)
    else:
        click.echo(json.dumps(blank.schema(questionnaire), ensure_ascii=False, indent=2))
