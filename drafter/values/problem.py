"""What is wrong with an answer as typed, and how to mend it."""

from __future__ import annotations


class ValueProblem(Exception):  # noqa: N818 - not an error of the program
    """An answer that its kind cannot read: `what` is wrong, and `advice` with an example."""

    def __init__(self, what: str, advice: str = "") -> None:
        super().__init__(what, advice)
        self.what = what
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.what}{self.advice}"
