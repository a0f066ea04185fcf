"""The language of `when:` can hold or not hold, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.conditions import ConditionError, parse

FACTS: dict[str, object] = {
    "a.kind": "bank",
    "a.many": ("x", "y"),
    "a.none": None,
    "a.number": 3,
    "a.yes": True,
    "a.no": False,
}


@pytest.mark.parametrize(
    ("source", "holds"),
    [
        ("a.kind == 'bank'", True),
        ("a.kind != 'bank'", False),
        ("'x' in a.many and not a.no", True),
        ("a.kind in ('bank', 'person')", True),
        ("a.kind ＝＝ “bank”", True),
        ("a.number >= 3", True),
        ("a.yes", True),
        ("a.none", False),
        ("a.none != 'bank'", True),
        ("'x' in a.none", False),
        ("a.none > 1", False),
        ("missing == 'x'", False),
        ("not missing", False),
        ("missing or a.yes", True),
        ("a.no == false", True),
    ],
)
def test_conditions_hold_as_a_lawyer_reads_them(source: str, holds: bool) -> None:  # noqa: FBT001
    assert parse(source).holds(FACTS) is holds


@pytest.mark.parametrize(
    "source",
    [
        "__import__('os')", "a.kind.upper()", "a[0]", "1 + 1", "lambda: 1", "f'{a}'", "[x for x in a]", "a if b else c",
        "a := 1", "", "a ==", "'x' * 10**9", "(" * 300 + "a" + ")" * 300, "a" * 5000,
    ],
)  # fmt: skip
def test_anything_else_is_refused(source: str) -> None:
    with pytest.raises(ConditionError):
        parse(source)


ATOMS = st.sampled_from(["a.yes", "a.no", "missing"])
TREES = st.recursive(
    ATOMS, lambda t: st.builds("({} {} {})".format, t, st.sampled_from(["and", "or"]), t) | t.map("not {}".format)
)


@given(source=TREES)
def test_what_is_not_known_follows_kleene(source: str) -> None:
    """A condition with an unknown holds only if it holds whatever the unknown turns out to be."""
    always = all(parse(source).holds({**FACTS, "missing": value}) for value in (True, False))
    if parse(source).holds(FACTS):
        assert always
