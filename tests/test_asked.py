"""Who is asked what: a question is left out only when an answer has made it pointless."""

from __future__ import annotations

from typing import Any

import pytest

from drafter.answers import UNKNOWN, Answer, Answers
from drafter.interview import path
from drafter.packs import Library


def asked(library: Library, **given: dict[str, Answer] | list[dict[str, Answer]]) -> set[str]:
    """Return the ids of the questions that these answers lead to."""
    answers = Answers()
    for group, told in given.items():
        if isinstance(told, dict):
            for leaf, answer in told.items():
                answers.set(f"{group}.{leaf}", answer)
            continue
        for entry in told:
            item = answers.next_item(group)
            answers.add_item(group, item)
            for leaf, answer in entry.items():
                answers.set(f"{group}[{item}].{leaf}", answer)
    return {step.question.id for step in path(library.questionnaire, answers) if step.question is not None}


def of_incident(library: Library, conducts: Any, **more: Answer) -> set[str]:
    found = asked(library, own_numbers=[{"number": "13900000001"}], incidents=[{"conducts": conducts, **more}])
    return {id_.partition(".")[2] for id_ in found if id_.startswith("incidents[]")}


NUMBERS = {"number", "own_number", "calls", "messages"}


def test_an_act_that_is_not_remembered_closes_no_question(library: Library) -> None:
    assert {"place", "visits", "night_times", "third_parties", "third_count", *NUMBERS} <= of_incident(library, UNKNOWN)


@pytest.mark.parametrize(
    "conduct", ["fake_image", "disclosure", "data_misuse", "threat", "suspect_papers", "inquiring"]
)
def test_what_may_have_happened_anywhere_is_asked_for_place_and_numbers(library: Library, conduct: str) -> None:
    assert {"place", *NUMBERS} <= of_incident(library, (conduct,))


def test_who_came_is_not_asked_for_calls_and_who_called_is_not_asked_for_visits(library: Library) -> None:
    came = of_incident(library, ("visit", "door_banging"))
    assert not came & NUMBERS
    assert {"place", "visits"} <= came
    called = of_incident(library, ("harassing_calls", "harassing_messages"))
    assert not called & {"place", "visits"}
    assert called >= NUMBERS
    both = of_incident(library, ("visit", "harassing_calls"))
    assert {"place", "visits", *NUMBERS} <= both


def test_whether_a_number_is_part_of_another_is_asked_only_of_a_number(library: Library) -> None:
    assert "counted" not in of_incident(library, ("threat",))
    assert "counted" in of_incident(library, ("threat",), messages="三五条")


def test_of_an_empty_list_nothing_is_to_be_chosen(library: Library) -> None:
    """Given no number of one's own, then nobody is asked which of them was called: Back would stop there for ever."""
    assert "incidents[].own_number" not in asked(library, incidents=[{"conducts": ("harassing_calls",)}])


def test_every_conduct_belongs_to_one_place_or_to_both(library: Library) -> None:
    """A new conduct is asked for everything until somebody puts it into a list."""
    for conduct in library.questionnaire.questions["incidents[].conducts"].choices:
        found = of_incident(library, (conduct,))
        assert "place" in found or found >= NUMBERS, conduct


@pytest.mark.parametrize(
    ("relation", "company"), [("stranger", True), (UNKNOWN, True), ("suitor", True), ("spouse", False)]
)
def test_a_company_is_asked_of_everybody_outside_the_household(
    library: Library, relation: Answer, *, company: bool
) -> None:
    found = asked(library, collectors=[{"relation": relation}])
    assert ("collectors[].company" in found) is company


MONEY = {"debt.received", "debt.upfront", "debt.rate", "debt.repaid"}


@pytest.mark.parametrize(
    ("debt", "money"),
    [
        ({"debtor": "applicant", "signed": UNKNOWN, "exists": "yes"}, True),
        ({"debtor": UNKNOWN, "signed": UNKNOWN, "exists": UNKNOWN}, True),
        ({"debtor": "applicant", "signed": ("nothing",), "exists": "disputed"}, True),
        ({"debtor": "family", "signed": ("guarantor",), "exists": "not_mine"}, True),
        ({"debtor": "applicant", "signed": ("borrower",), "exists": "no"}, True),
        ({"debtor": "nobody", "signed": UNKNOWN, "exists": UNKNOWN}, False),
        ({"debtor": "family", "signed": ("nothing",), "exists": "yes"}, False),
        ({"debtor": "applicant", "signed": ("contact_without_consent",), "exists": "not_mine"}, False),
    ],
)
def test_what_was_received_and_repaid_is_asked_unless_it_is_no_debt_of_ones_own(
    library: Library, debt: dict[str, Answer], *, money: bool
) -> None:
    found = asked(library, debt=debt)
    assert (found >= MONEY) is money
    assert bool(found & MONEY) is money


@pytest.mark.parametrize(
    ("lender", "registration", "office"),
    [
        ({"kind": "microloan", "name": "示例小贷"}, True, True),
        ({"kind": "unlicensed", "name": "示例公司"}, True, False),
        ({"kind": "bank_loan", "name": "示例银行", "links": ("guarantor",)}, True, False),
        ({"kind": "person", "name": "李某"}, False, False),
        ({"kind": "microloan", "name": UNKNOWN}, False, True),
    ],
)
def test_registration_and_office_are_asked_where_a_paper_needs_them(
    library: Library, lender: dict[str, Answer], *, registration: bool, office: bool
) -> None:
    found = asked(library, lender=lender)
    assert (found >= {"lender.province", "lender.address", "lender.uscc"}) is registration
    assert ("local_finance.office" in found) is office


def test_who_applies_together_is_asked_for_home_and_occupation(library: Library) -> None:
    found = asked(library, filer={"role": "couple"}, co_applicants=[{"name": "严乙"}])
    assert {"co_applicants[].address", "co_applicants[].occupation"} <= found
