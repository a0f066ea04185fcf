"""What follows from the facts of a case: the flags that routing, conditions and papers ask for."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from drafter.case.record import FORMER, HOUSEHOLD, INLAW_APART, Case
from drafter.interview import as_fact

_COURT_AGENTS: Final = frozenset({"lawyer", "legal_worker", "close_relative", "recommended"})
_LICENSED: Final = frozenset({
    "bank_card", "bank_loan", "consumer_finance", "microloan", "trust_auto", "insurer",
})  # fmt: skip
_KEPT_BY_OTHERS: Final = frozenset({"police", "property", "other"})
"""A customer gets the operator's list of his own calls himself; a witness is not kept by anybody."""
_DAMAGES: Final = ("injury", "property", "work", "children", "family", "mind")
_LATELY: Final = dt.timedelta(days=31)
"""For how long conduct that is said to go on may be without an incident before the person is asked about it."""
_WORDS: Final = re.compile("(?!转)[\u4e00-\u9fff]")
"""What a list of numbers has that is told in words: 106开头，尾号各不相同."""
_ADULT: Final = 18


def conclusions(case: Case) -> dict[str, bool]:
    """Return the yes/no conclusions that routing and papers ask for."""
    return {**_of_acts(case), **_of_people(case), **_of_debt(case), **_of_steps(case)}


def _of_acts(case: Case) -> dict[str, bool]:
    """Return the conclusions about what was done."""
    conducts = set(case.conducts)
    sorts = {sort for incident in case.incidents for sort in incident.sorts}
    checked = {incident.checked for incident in case.incidents if "papers" in incident.sorts}
    continuing = case.value("conduct.status") in ("ongoing", "announced")
    series = case.value("conduct.series") is True
    return {
        "has_incident": bool(case.incidents),
        "contacts": "contact" in sorts or case.total("calls") is not None or case.total("messages") is not None,
        "reached": any(incident.reached for incident in case.incidents),
        "visits": "visit" in sorts,
        "postings": "posting" in sorts,
        "third_parties": "third_party" in sorts,
        "threat": "threat" in conducts,
        "insulted": bool(conducts & {"insult", "defamation"}),
        "forced_payment": "forced_payment" in conducts,
        "bodily": "visit" in sorts or bool(conducts & {"threat", "assault", "detention"}),
        "repeated": series
        or any(sum(c in i.conducts for i in case.incidents) > 1 for c in conducts)
        or any(incident.when is not None and incident.when.is_range for incident in case.incidents),
        "series": series,
        "numbers_described": any(_WORDS.search(number) for number in _numbers(case)),
        "papers": bool(checked - {"fake", "real"}),
        "papers_real": "real" in checked,
        "criminal": case.criminal,
        "continuing": continuing,
        "quiet_while_continuing": continuing and case.last_day is not None and case.last_day < case.today - _LATELY,
        "injury": case.value("damage.injury") is True,
        "damage": any(case.value(f"damage.{leaf}") is not None for leaf in _DAMAGES),
    }


def _of_people(case: Case) -> dict[str, bool]:
    """Return the conclusions about who is asking, and against whom."""
    relations = {party.relation for party in case.parties}
    guardian = case.value("filer.role") == "guardian"
    return {
        "agent": case.value("filer.role") in ("agent", "relative"),
        "court_agent": case.value("agent.kind") in _COURT_AGENTS,
        "guardian": guardian,
        "minor_applicant": guardian and not _adult(case),
        "household": bool(case.items.get("people")),
        "alias": case.value("applicant.real_name") is False,
        "id_and_birthday_differ": _id_and_birthday_differ(case),
        "identified": bool(case.respondents),
        "company_respondent": any(party.kind == "company" for party in case.respondents),
        "family_identified": bool(case.family_respondents),
        "family_or_cohabitant": bool(relations & HOUSEHOLD),
        "cohabitant": "cohabitant" in relations,
        "household_only": bool(case.respondents) and all(party.relation in HOUSEHOLD for party in case.respondents),
        "inlaw_apart": INLAW_APART in relations,
        "woman_and_ex": case.value("applicant.gender") == "female" and bool(relations & FORMER),
    }


def _of_debt(case: Case) -> dict[str, bool]:
    """Return the conclusions about the debt and the lender."""
    liable = bool({"borrower", "guarantor"} & set(case.chosen("debt.signed")))
    lender, online = case.value("lender.kind"), case.value("lender.online")
    numbers = case.items.get("own_numbers", ())
    return {
        "customer": liable,
        "no_debt": case.value("debt.debtor") == "nobody" or case.value("debt.exists") == "no",
        "unlawful_debt": bool({"usury", "gambling", "fabricated"} & set(case.chosen("debt.unlawful"))),
        "debt_contradiction": case.value("debt.debtor") == "nobody" and liable,
        "lender_known": lender is not None,
        "lender_named": bool(case.value("lender.name") or case.value("lender.app")),
        "licensed_lender": lender in _LICENSED,
        "financial_institution": lender in _LICENSED - {"microloan"},
        "online": online is True or (online is None and bool(case.value("lender.app"))),
        "offline": online is False,
        "assigned": "assignee" in case.chosen("lender.links"),
        "operator_known": any(case.value(f"own_numbers[{i}].operator") for i in numbers),
    }


def _of_steps(case: Case) -> dict[str, bool]:
    """Return the conclusions about the exhibits, and the steps taken."""
    steps = case.items.get("steps", ())
    return {
        "has_exhibit": bool(case.exhibits),
        "to_be_obtained": any(exhibit.held in _KEPT_BY_OTHERS for exhibit in case.exhibits),
        "operator_records": any(exhibit.held == "operator" for exhibit in case.exhibits),
        "witnesses": any(exhibit.held == "witness" for exhibit in case.exhibits),
        "no_steps": "steps" in case.complete and not steps,
        "police_before": any(case.value(f"steps[{item}].what") == "police" for item in steps),
        "new_since_police": _new_since_police(case),
        "continued_after_police": _continued_after_police(case),
        "criminal_refused": _step(case, "police", "refused", notice="criminal"),
    }


def _new_since_police(case: Case) -> bool:
    """Return whether something happened after the last day on which it was reported to the police."""
    reports = [i for i in case.items.get("steps", ()) if case.value(f"steps[{i}].what") == "police"]
    days = [when.last_day() for i in reports if (when := case.value(f"steps[{i}].when")) is not None]
    last = case.certain_last_day
    return bool(days) and len(days) == len(reports) and last is not None and last > max(days)


def _continued_after_police(case: Case) -> bool:
    """Return whether something happened after a day on which the police had dealt with it."""
    stopped = [i for i in case.items.get("steps", ()) if case.value(f"steps[{i}].stopped") is True]
    dealt = [case.value(f"steps[{i}].when") for i in stopped]
    days = [when.first_day() for when in dealt if when is not None]
    return bool(days) and case.certain_last_day is not None and case.certain_last_day > min(days)


def _step(case: Case, what: str, accepted: str, **more: str) -> bool:
    """Return whether such a step was taken, with this outcome."""
    wanted = {"what": what, "accepted": accepted, **more}
    return any(
        all(case.value(f"steps[{item}].{leaf}") == value for leaf, value in wanted.items())
        for item in case.items.get("steps", ())
    )


def _numbers(case: Case) -> tuple[str, ...]:
    """Return every number that called, or the words that stand for them."""
    places = [f"collectors[{item}].numbers" for item in case.items.get("collectors", ())]
    places += [f"incidents[{incident.id}].number" for incident in case.incidents if incident.reached]
    return tuple(number for place in places for number in case.chosen(place))


def _adult(case: Case) -> bool:
    """Return whether the applicant is known to be of age."""
    birthday = case.value("applicant.birthday")
    if birthday is None:
        return False
    last = (birthday.year + _ADULT, birthday.month or 12, birthday.day or 31)
    return last <= (case.today.year, case.today.month, case.today.day)


def _id_and_birthday_differ(case: Case) -> bool:
    number, birthday = case.value("applicant.id_number"), case.value("applicant.birthday")
    if birthday is None or not isinstance(number, str) or len(number) != 18:  # noqa: PLR2004 - an identity card
        return False
    told = (birthday.year, birthday.month, birthday.day)
    printed = (int(number[6:10]), int(number[10:12]), int(number[12:14]))
    return any(a is not None and a != b for a, b in zip(told, printed, strict=True))


def case_facts(case: Case) -> dict[str, object]:
    """Return what conditions of documents may ask: single answers by question id, and flags."""
    facts = {address: as_fact(answer) for address, answer in case.given.items() if "[" not in address}
    facts.update({f"flags.{name}": value for name, value in conclusions(case).items()})
    return facts
