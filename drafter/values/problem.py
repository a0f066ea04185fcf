"""What is wrong with an answer as typed, and how to mend it."""

from __future__ import annotations

from drafter.i18n import gettext as _
from drafter.i18n import joined


class ValueProblem(Exception):  # noqa: N818 - not an error of the program
    """An answer that its kind cannot read: `what` is wrong, and `advice` with an example."""

    def __init__(self, what: str, advice: str = "") -> None:
        super().__init__(what, advice)
        self.what = what
        self.advice = advice

    def __str__(self) -> str:
        return joined(self.what, self.advice)


def way_out() -> str:
    """Return what to do when there is nothing to write: it ends an advice, so that no question is a trap."""
    return _("想不起来、没有，就答“记不清”。")


def only_stops() -> ValueProblem:
    """Return what is told of an answer that says nothing."""
    return ValueProblem(_("这里只有标点，没有字。"), way_out())
