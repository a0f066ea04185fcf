"""From answers to a case: what was typed becomes incidents with their numbers, exhibits with theirs, and parties."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from drafter.answers import Answer, Answers, AsTyped, NonAnswer
from drafter.case.conclusions import conclusions
from drafter.case.record import Case, Exhibit, Incident, Party, total
from drafter.interview import path
from drafter.law import Law
from drafter.questionnaire import Questionnaire
from drafter.values import bare

_UNTOLD: Final = re.compile(r"不|未知|没")
"""How an answer begins that says: I do not know the name."""
_DESCRIBED: Final = re.compile(
    r"(?:自称|号称|说是|某|一个|一名|几个|那个).*|.*(?:的人|人员|男子|女子|客服|专员)"
    r"|.{1,2}(?:总|经理|主任|队长|老板|老师|律师|警官|法官)"
)
"""An answer that tells somebody apart without naming him: nobody whom a court could summon."""
_NICKNAME: Final = re.compile(r"[小老大阿].|.{1,2}(?:哥|姐|爷|叔|嫂)")
"""彪哥, 小刘, 老王: what somebody is called, not his name."""
_COMPANY: Final = re.compile(r".{2,}(?:有限公司|责任公司|股份公司|分公司|事务所|合伙企业|（有限合伙）|\(有限合伙\))")
"""A name in full, with the form of the company: 重庆某某信用管理有限公司, not 某某催收."""


def build(answers: Answers, questionnaire: Questionnaire, law: Law, today: dt.date) -> Case:
    """Build the case from the answers to questions that can be reached; items without any answer are left out."""
    steps = path(questionnaire, answers)
    given = {step.address: answers.given[step.address] for step in steps if step.address in answers.given}
    told = {address.partition("]")[0] for address in given if "[" in address}
    reached = {step.section.repeat for step in steps if step.section.repeat}
    items = {
        group: tuple(item for item in answers.items.get(group, []) if f"{group}[{item}" in told) for group in reached
    }
    exhibits = _exhibits(given, items.get("exhibits", ()), questionnaire)
    case = Case(
        today=today,
        given=given,
        items=items,
        exhibits=exhibits,
        incidents=_each_counted(_incidents(given, items.get("incidents", ()), exhibits, law)),
        parties=_parties(given, items.get("collectors", ())),
        complete=frozenset(answers.closed),
    )
    case = replace(case, incidents=_by_their_number(case, law))
    return replace(case, criminal=_criminal(case, law))


def _each_counted(incidents: tuple[Incident, ...]) -> tuple[Incident, ...]:
    """Return the incidents as told; where each is said to be part of another's numbers, there is none of that."""
    if all(incident.counted for incident in incidents):
        return tuple(replace(incident, counted=False) for incident in incidents)
    return incidents


def _by_their_number(case: Case, law: Law) -> tuple[Incident, ...]:
    """Return the incidents, with calls and messages named by how many there were in all, when all were counted."""
    counts = (case.total("calls"), case.total("messages"))
    times = total(count for count in counts if count is not None)
    if times is None or not times.exact:
        return case.incidents
    fewer = {
        conduct: about.frequent.fewer
        for conduct, about in law.conducts.items()
        if about.frequent and times.low < about.frequent.least and case.counted(conduct)
    }
    return tuple(replace(i, conducts=tuple(fewer.get(name, name) for name in i.conducts)) for i in case.incidents)


def _criminal(case: Case, law: Law) -> bool:
    """Return whether criminal law may be cited for any of the acts."""
    known = [name for name, truth in conclusions(case).items() if truth]
    return any(
        citation.wording == "cite"
        for incident in case.incidents
        for conduct in incident.conducts
        for citation in law.cite(conduct, "police_criminal", on=incident.last_day or case.today, flags=known)
    )


def _typed(given: Mapping[str, Answer], address: str) -> Any:  # noqa: ANN401 - by kind
    answer = given.get(address)
    return None if isinstance(answer, NonAnswer | AsTyped) else answer


def _exhibits(given: Mapping[str, Answer], items: Sequence[str], questionnaire: Questionnaire) -> tuple[Exhibit, ...]:
    """Number the exhibits by group, in the order in which the questionnaire lists the groups."""
    question = questionnaire.questions.get("exhibits[].group")
    order = [*(question.choices if question else ()), ""]
    groups: dict[str, list[str]] = {}
    for group in order:
        members = [item for item in items if (_typed(given, f"exhibits[{item}].group") or "") == group]
        if members:
            groups[group] = members
    return tuple(
        Exhibit(
            id=item,
            number=f"{index}-{position}",
            group=group,
            held=_typed(given, f"exhibits[{item}].held") or "",
            incidents=_typed(given, f"exhibits[{item}].incidents") or (),
        )
        for index, (group, members) in enumerate(groups.items(), start=1)
        for position, item in enumerate(members, start=1)
    )


def _incidents(
    given: Mapping[str, Answer], items: Sequence[str], exhibits: Sequence[Exhibit], law: Law
) -> tuple[Incident, ...]:
    sorts = {item: law.sorts(_typed(given, f"incidents[{item}].conducts") or ()) for item in items}

    def order(item: str) -> tuple[bool, Any]:
        when = _typed(given, f"incidents[{item}].when")
        return (when is None, when.sort_key() if when is not None else 0)

    def typed(item: str, leaf: str) -> Any:  # noqa: ANN401 - by kind
        return _typed(given, f"incidents[{item}].{leaf}")

    def to_whom(item: str) -> str:
        if answer := typed(item, "to_whom"):
            return str(answer)
        if typed(item, "third_parties") or typed(item, "third_count"):
            return "both" if "contact" in sorts[item] else "others"
        return "me"

    def reached(item: str) -> bool:
        told = any(typed(item, leaf) is not None for leaf in ("calls", "messages", "number"))
        return ("contact" in sorts[item] or told) and to_whom(item) != "others"

    return tuple(
        Incident(
            id=item,
            number=number,
            when=typed(item, "when"),
            conducts=typed(item, "conducts") or (),
            sorts=sorts[item],
            who=typed(item, "who") or (),
            calls=typed(item, "calls"),
            messages=typed(item, "messages"),
            visits=typed(item, "visits"),
            night=typed(item, "night_times"),
            third_parties=typed(item, "third_count"),
            counted=typed(item, "counted") is True,
            answered=typed(item, "answered_calls"),
            to_whom=to_whom(item),
            reached=reached(item),
            checked=typed(item, "checked") or "",
            exhibits=tuple(exhibit.id for exhibit in exhibits if item in exhibit.incidents),
        )
        for number, item in enumerate(sorted(items, key=order), start=1)
    )


def _parties(given: Mapping[str, Answer], collectors: Sequence[str]) -> tuple[Party, ...]:
    found = []
    for item in collectors:
        told = _name(given, f"collectors[{item}].name")
        found.append(_person(f"collectors[{item}]", "collector", told, _typed(given, f"collectors[{item}].relation")))
    for role in ("agency", "assignee", "guarantor", "lender"):
        name = _name(given, f"{role}.name")
        if name and role == "lender" and _typed(given, "lender.kind") == "person":
            found.append(_person(role, role, name, ""))
        elif name:
            found.append(Party(id=role, kind="company", role=role, name=name))
    named = {party.name for party in found}
    for item in collectors:
        company = _name(given, f"collectors[{item}].company")
        if company not in named and _COMPANY.fullmatch(company) and not _DESCRIBED.fullmatch(company):
            named.add(company)
            found.append(Party(id=f"collectors[{item}].company", kind="company", role="agency", name=company))
    people = {party.name or party.described for party in found if party.role == "collector"} - {""}
    return tuple(party for party in found if not (party.role == "lender" and (party.name or party.described) in people))


def _person(id_: str, role: str, told: str, relation: str | None) -> Party:
    """Return somebody as he was told: by name, by what he calls himself, or by what others call him."""
    nickname = bool(_NICKNAME.fullmatch(told))
    described = told if nickname or _DESCRIBED.fullmatch(told) else ""
    return Party(
        id=id_,
        kind="person" if told and not described else "unknown",
        role=role,
        name="" if described else told,
        described=described,
        nickname=nickname,
        relation=relation or "",
    )


def _name(given: Mapping[str, Answer], address: str) -> str:
    name = _typed(given, address)
    return bare(name) if isinstance(name, str) and not _UNTOLD.match(name) else ""
