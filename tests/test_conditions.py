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


@pytest.mark.parametrize(
    ("source", "holds"),
    [
        ("a.many in ('x', 'y', 'z')", True),
        ("a.many in ('x',)", False),
        ("a.many not in ('x',)", True),
        ("a.many not in xy", False),
        ("a.none not in xy", True),
        ("missing not in xy", False),
        ("a.kind in banks", True),
    ],
)
def test_in_of_several_choices_means_nothing_else_was_chosen(source: str, holds: bool) -> None:  # noqa: FBT001
    lists = {"xy": ("x", "y"), "banks": ("bank",)}
    assert parse(source, lists).holds(FACTS) is holds


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("a.kind == 'bank' or 'person'", "“person”没有和名字比"),
        ("'x'", "“x”没有和名字比"),
        ("a.kind in 'bank'", "in 后面要写名字，或者括号里的几个选项"),
        ("a.kind == ('bank', 'person')", "几个选项要用 in 来比"),
        ("(a.yes or a.no) == 'x'", "条件里不能这样写"),
        ("3 and a.yes", "条件里不能这样写"),
    ],
)
def test_what_could_only_be_meant_otherwise_is_refused(source: str, told: str) -> None:
    with pytest.raises(ConditionError, match=told):
        parse(source)
