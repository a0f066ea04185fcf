"""`drafter template new`: a first template for a document, to go on with in Word."""

from __future__ import annotations

import click

from drafter.cli.opening import OPTIONS, in_use, write_new
from drafter.i18n import gettext as _
from drafter.i18n import listed


@click.command(
    options_metavar=OPTIONS,
    help=_(
        "给一份文书写一个起步模板：版式、必备的要素和标签都在。文书可以写标题、代号或者渠道，例如：报案材料、police；不写，就列出来。"
    ),
)
@click.argument("name", metavar=_("[文书]"), default="")
@click.option(
    "--output", "-o", "output", metavar=_("文件"), type=click.Path(), help=_("存成什么文件。默认是标题.docx。")
)
def new(name: str, output: str | None) -> None:
    """Write a template with everything that the document's channel requires."""
    from drafter import starting

    library = in_use()
    document = library.find(name)
    begun = starting.start(library, document)
    file = output or f"{document.title}.docx"
    write_new(file, begun.data)
    click.echo(_("起步模板写在 {file}。在 Word 或者 WPS 里改，标签照原样留着。").format(file=file))
    if begun.open:
        click.echo(_("只留了空位的：{elements}。").format(elements=listed(map(_, begun.open))))
    if document.articles:
        tags = listed(f"{{{{ 法条.{article} }}}}" for article in document.articles)
        click.echo(_("这份文书声明过的法条，要用的自己写进去：{tags}").format(tags=tags))
    click.echo(_("别的字段用 drafter fields 查。"))
