"""The facts of a case, frozen, and everything that is counted or concluded from them.

A case is built once from the answers that count. What a paper merely prints stays in `given` under the address
of its question; what the program reasons about (incidents, exhibits, parties, steps) has a type of its own.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from drafter.answers import Answer, Answers, AsTyped, NonAnswer
from drafter.interview import as_fact, path
from drafter.law import Law
from drafter.questionnaire import Questionnaire
from drafter.values import Count, Moment, bare

_HOUSEHOLD: Final = frozenset({"spouse", "parent_child", "sibling", "grandparent", "cohabitant"})
_FORMER: Final = frozenset({"ex_spouse", "ex_partner", "suitor"})
_COURT_AGENTS: Final = frozenset({"lawyer", "legal_worker", "close_relative", "recommended"})
_LICENSED: Final = frozenset({
    "bank_card", "bank_loan", "consumer_finance", "microloan", "trust_auto", "insurer",
})  # fmt: skip
_KEPT_BY_OTHERS: Final = frozenset({"police", "property", "other"})
"""A customer gets the operator's list of his own calls himself; a witness is not kept by anybody."""
_DAMAGES: Final = ("injury", "property", "work", "children", "family", "mind")
_LATELY: Final = dt.timedelta(days=31)
"""For how long conduct that is said to go on may be without an incident before the person is asked about it."""
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
_WORDS: Final = re.compile("(?!转)[\u4e00-\u9fff]")
"""What a list of numbers has that is told in words: 106开头，尾号各不相同."""
_ADULT: Final = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One dated act, or a series told as one ("10月1日至22日，几乎每天")."""

    id: str
    number: int
    when: Moment | None
    conducts: tuple[str, ...]
    sorts: frozenset[str]
    """Of which sorts its conducts are: contact, visit, posting, third_party, papers."""
    who: tuple[str, ...]
    calls: Count | None
    messages: Count | None
    visits: Count | None
    night: Count | None
    third_parties: Count | None
    counted: bool
    """Whether its numbers are already part of another incident's."""
    answered: Count | None
    """How many of its calls were answered."""
    to_whom: str
    """To whom its calls and messages went: me, others or both."""
    reached: bool
    """Whether calls or messages came to a number of the applicant's own."""
    checked: str
    """What came out when its papers were checked: no, fake, real, unclear; empty when nobody said."""
    exhibits: tuple[str, ...]
    """Ids of the exhibits that prove it, in the order of their numbers."""

    @property
    def first_day(self) -> dt.date | None:
        """The earliest day on which it can have happened."""
        return self.when.first_day() if self.when else None

    @property
    def last_day(self) -> dt.date | None:
        """The latest day on which it can have happened."""
        return self.when.last_day() if self.when else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """One piece of evidence; `number` is 2-1: the first of the second group."""

    id: str
    number: str
    group: str
    held: str
    incidents: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody on the other side: a person, a company, or callers whom nobody could name."""

    id: str
    kind: str
    """person, company or unknown"""
    role: str
    """collector, agency, assignee, guarantor or lender"""
    name: str
    described: str = ""
    """What stands for the name of somebody who only gave himself one: 自称小刘."""
    nickname: bool = False
    """Whether it is only what others call him: 彪哥."""
    relation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What the papers may rely on."""

    today: dt.date
    given: Mapping[str, Answer]
    items: Mapping[str, tuple[str, ...]]
    incidents: tuple[Incident, ...]
    """In the order of time; those without a time stand last."""
    exhibits: tuple[Exhibit, ...]
    parties: tuple[Party, ...]
    complete: frozenset[str] = frozenset()
    """The lists of which the person said: that is all."""
    criminal: bool = False
    """Whether criminal law may be cited for any of the acts."""

    def value(self, address: str) -> Any:  # noqa: ANN401 - by kind
        """Return the value of an answer, or None when there is none or it is a non-answer."""
        answer = self.given.get(address)
        return None if answer is None or isinstance(answer, NonAnswer | AsTyped) else answer

    def chosen(self, address: str) -> tuple[str, ...]:
        """Return the choices of a multiple choice; none when it has no answer."""
        value = self.value(address)
        return value if isinstance(value, tuple) else ()

    @property
    def respondents(self) -> tuple[Party, ...]:
        """The parties that a court application can name."""
        return tuple(party for party in self.parties if party.kind != "unknown" and party.role != "guarantor")

    @property
    def family_respondents(self) -> tuple[Party, ...]:
        """The parties against whom a protection order can be asked for at all."""
        admitted = _HOUSEHOLD | _FORMER | {"inlaw_apart"}
        return tuple(party for party in self.respondents if party.relation in admitted)

    @property
    def conducts(self) -> tuple[str, ...]:
        """All kinds of conduct, each once, in the order of first mention."""
        return tuple(dict.fromkeys(conduct for incident in self.incidents for conduct in incident.conducts))

    @property
    def first_day(self) -> dt.date | None:
        """The first day of all incidents."""
        days = [incident.first_day for incident in self.incidents if incident.first_day]
        return min(days, default=None)

    @property
    def last_day(self) -> dt.date | None:
        """The last day of all incidents."""
        days = [incident.last_day for incident in self.incidents if incident.last_day]
        return max(days, default=None)

    @property
    def certain_last_day(self) -> dt.date | None:
        """The earliest day that the last act can have happened on."""
        return max((incident.when.certain_last_day() for incident in self.incidents if incident.when), default=None)

    def first_told(self) -> str:
        """Return the beginning of the earliest incident as exactly as it is known: 2026年10月, 约2026年10月3日."""
        moments = [incident.when for incident in self.incidents if incident.when]
        return _told(min(moments, key=lambda when: when.first_day()), last=False) if moments else ""

    def last_told(self) -> str:
        """Return the end of the latest incident as exactly as it is known."""
        moments = [incident.when for incident in self.incidents if incident.when]
        return _told(max(moments, key=lambda when: when.last_day()), last=True) if moments else ""

    def all_dated(self) -> bool:
        """Return whether every incident has its time, so that a sum may be told with the span of all."""
        return all(incident.when is not None for incident in self.incidents)

    def days_exact(self) -> bool:
        """Return whether first and last day are known to the day."""
        edges = (self.first_day, self.last_day)
        exact = [i for i in self.incidents if i.when and i.when.day_exact and not i.when.about]
        return all(any(edge in (i.first_day, i.last_day) for i in exact) for edge in edges)

    def days(self) -> int | None:
        """Return the number of calendar days from first to last, both counted."""
        if self.first_day is None or self.last_day is None:
            return None
        return (self.last_day - self.first_day).days + 1

    def total(self, what: str, *, to_whom: str = "") -> Count | None:
        """Return the sum of a number (calls, messages, visits, night, third_parties) over the incidents.

        `to_whom` counts only what went to the applicant (me), to other people (others), or to both and nobody
        knows how many to whom (both).
        """
        counted = [
            (incident, count)
            for incident in self.incidents
            if not incident.counted and to_whom in ("", incident.to_whom)
            for count in (getattr(incident, what),)
            if count is not None
        ]
        counted = [(incident, _of_one_day(incident, count)) for incident, count in counted if count != Count(low=0)]
        if len(counted) == 1:
            incident, count = counted[0]
            whole = (incident.first_day, incident.last_day) == (self.first_day, self.last_day)
            return count if whole or not count.per_day else None
        return total(count for _incident, count in counted)

    def counted(self, conduct: str) -> bool:
        """Return whether a number of calls or messages was told of every incident of that conduct."""
        acts = [i for i in self.incidents if conduct in i.conducts and not i.counted]
        return all(i.calls is not None or i.messages is not None for i in acts)

    def night_is_part(self) -> bool:
        """Return whether the nightly contacts are among the calls and messages told: 其中22时至次日8时…."""
        for incident in self.incidents:
            if incident.night is None or incident.counted:
                continue
            counts = (incident.calls, incident.messages, incident.visits)
            told = [n for count in counts if count is not None and not (n := _of_one_day(incident, count)).per_day]
            if incident.to_whom != "me" or sum(count.high or count.low for count in told) < incident.night.low:
                return False
        return True

    def answered(self) -> Count | None:
        """Return how many of the calls to the applicant were answered; None unless it was told of all of them."""
        called = [i for i in self.incidents if i.calls is not None and not i.counted and i.to_whom == "me"]
        told = [i.answered for i in called if i.answered is not None]
        return total(told) if len(told) == len(called) else None

    def any_per_day(self) -> bool:
        """Return whether somewhere a number is told per day, so that the sums do not hold it."""
        numbers = ((i, count) for i in self.incidents for count in (i.calls, i.messages, i.visits))
        return any(count is not None and _of_one_day(i, count).per_day for i, count in numbers)

    def per_day(self, what: str) -> Decimal | None:
        """Return the mean per calendar day, one decimal.

        None unless number and days are exact, the days with the number are those of all incidents, and it is one or
        more.
        """
        count = self.total(what, to_whom="me")
        told = [i for i in self.incidents if getattr(i, what) is not None and not i.counted and i.to_whom == "me"]
        spans = [(i.first_day, i.last_day) for i in told if i.when and i.when.day_exact]
        firsts, lasts = [first for first, _last in spans if first], [last for _first, last in spans if last]
        if count is None or not count.exact or len(spans) < len(told) or not firsts:
            return None
        days = (max(lasts) - min(firsts)).days + 1
        if days < 2 or (min(firsts), max(lasts)) != (self.first_day, self.last_day):  # noqa: PLR2004
            return None
        mean = (Decimal(count.low) / days).quantize(Decimal("0.1"), ROUND_HALF_UP)
        return mean if mean >= 1 else None

    def flags(self) -> dict[str, bool]:
        """Return the yes/no conclusions that routing and papers ask for."""
        conducts = set(self.conducts)
        sorts = {sort for incident in self.incidents for sort in incident.sorts}
        relations = {party.relation for party in self.parties}
        signed = self.chosen("debt.signed")
        lender = self.value("lender.kind")
        continuing = self.value("conduct.status") in ("ongoing", "announced")
        family = bool(relations & (_HOUSEHOLD | {"inlaw_apart"}))
        woman_and_ex = self.value("applicant.gender") == "female" and bool(relations & _FORMER)
        household_only = bool(self.respondents) and all(party.relation in _HOUSEHOLD for party in self.respondents)
        injunction = all((self.incidents, self.respondents, continuing, self.exhibits, not household_only))
        order = all((self.incidents, self.family_respondents, family or woman_and_ex))
        guardian = self.value("filer.role") == "guardian"
        online, app = self.value("lender.online"), self.value("lender.app")
        checked = {incident.checked for incident in self.incidents if "papers" in incident.sorts}
        return {
            "customer": bool({"borrower", "guarantor"} & set(signed)),
            "identified": bool(self.respondents),
            "continuing": continuing,
            "has_incident": bool(self.incidents),
            "quiet_while_continuing": continuing and self.last_day is not None and self.last_day < self.today - _LATELY,
            "has_exhibit": bool(self.exhibits),
            "contacts": "contact" in sorts or self.total("calls") is not None or self.total("messages") is not None,
            "reached": any(incident.reached for incident in self.incidents),
            "visits": "visit" in sorts,
            "postings": "posting" in sorts,
            "third_parties": "third_party" in sorts,
            "threat": "threat" in conducts,
            "insulted": bool(conducts & {"insult", "defamation"}),
            "papers": bool(checked - {"fake", "real"}),
            "papers_real": "real" in checked,
            "bodily": "visit" in sorts or bool(conducts & {"threat", "assault", "detention"}),
            "repeated": self.value("conduct.series") is True
            or any(sum(c in i.conducts for i in self.incidents) > 1 for c in conducts)
            or any(incident.when is not None and incident.when.is_range for incident in self.incidents),
            "numbers_described": any(_WORDS.search(number) for number in self._numbers()),
            "criminal": self.criminal,
            "online": online is True or (online is None and bool(app)),
            "offline": online is False,
            "forced_payment": "forced_payment" in conducts,
            "to_be_obtained": any(exhibit.held in _KEPT_BY_OTHERS for exhibit in self.exhibits),
            "witnesses": any(exhibit.held == "witness" for exhibit in self.exhibits),
            "no_steps": "steps" in self.complete and not self.items.get("steps"),
            "id_and_birthday_differ": self._id_and_birthday_differ(),
            "series": self.value("conduct.series") is True,
            "agent": self.value("filer.role") in ("agent", "relative"),
            "court_agent": self.value("agent.kind") in _COURT_AGENTS,
            "guardian": guardian,
            "minor_applicant": guardian and not self._adult(),
            "household": bool(self.items.get("people")),
            "family_or_cohabitant": bool(relations & _HOUSEHOLD),
            "cohabitant": "cohabitant" in relations,
            "household_only": household_only,
            "inlaw_apart": "inlaw_apart" in relations,
            "woman_and_ex": woman_and_ex,
            "injunction": injunction,
            "order": order,
            "to_court": injunction or order,
            "lender_known": lender is not None,
            "company_respondent": any(party.kind == "company" for party in self.respondents),
            "licensed_lender": lender in _LICENSED,
            "financial_institution": lender in _LICENSED - {"microloan"},
            "operator_known": any(self.value(f"own_numbers[{i}].operator") for i in self.items.get("own_numbers", ())),
            "criminal_refused": self._step("police", "refused", notice="criminal"),
            "lender_named": bool(self.value("lender.name") or self.value("lender.app")),
            "unlawful_debt": bool({"usury", "gambling", "fabricated"} & set(self.chosen("debt.unlawful"))),
            "debt_contradiction": self.value("debt.debtor") == "nobody"
            and bool({"borrower", "guarantor"} & set(signed)),
            "family_identified": bool(self.family_respondents),
            "no_debt": self.value("debt.debtor") == "nobody" or self.value("debt.exists") == "no",
            "assigned": "assignee" in self.chosen("lender.links"),
            "injury": self.value("damage.injury") is True,
            "damage": any(self.value(f"damage.{leaf}") is not None for leaf in _DAMAGES),
            "alias": self.value("applicant.real_name") is False,
            "continued_after_police": self._continued_after_police(),
            "police_before": any(self.value(f"steps[{item}].what") == "police" for item in self.items.get("steps", ())),
        }

    def _continued_after_police(self) -> bool:
        """Return whether something happened after a day on which the police had dealt with it."""
        stopped = [i for i in self.items.get("steps", ()) if self.value(f"steps[{i}].stopped") is True]
        dealt = [self.value(f"steps[{i}].when") for i in stopped]
        days = [when.first_day() for when in dealt if when is not None]
        return bool(days) and self.certain_last_day is not None and self.certain_last_day > min(days)

    def _step(self, what: str, accepted: str, **more: str) -> bool:
        """Return whether such a step was taken, with this outcome."""
        wanted = {"what": what, "accepted": accepted, **more}
        return any(
            all(self.value(f"steps[{item}].{leaf}") == value for leaf, value in wanted.items())
            for item in self.items.get("steps", ())
        )

    def _numbers(self) -> tuple[str, ...]:
        """Return every number that called, or the words that stand for them."""
        places = [f"collectors[{item}].numbers" for item in self.items.get("collectors", ())]
        places += [f"incidents[{incident.id}].number" for incident in self.incidents if incident.reached]
        return tuple(number for place in places for number in self.chosen(place))

    def _adult(self) -> bool:
        """Return whether the applicant is known to be of age."""
        birthday = self.value("applicant.birthday")
        if birthday is None:
            return False
        last = (birthday.year + _ADULT, birthday.month or 12, birthday.day or 31)
        return last <= (self.today.year, self.today.month, self.today.day)

    def _id_and_birthday_differ(self) -> bool:
        number, birthday = self.value("applicant.id_number"), self.value("applicant.birthday")
        if birthday is None or not isinstance(number, str) or len(number) != 18:  # noqa: PLR2004 - an identity card
            return False
        told = (birthday.year, birthday.month, birthday.day)
        printed = (int(number[6:10]), int(number[10:12]), int(number[12:14]))
        return any(a is not None and a != b for a, b in zip(told, printed, strict=True))

    def facts(self) -> dict[str, object]:
        """Return what conditions of documents may ask: single answers by question id, and flags."""
        facts = {address: as_fact(answer) for address, answer in self.given.items() if "[" not in address}
        facts.update({f"flags.{name}": value for name, value in self.flags().items()})
        return facts


def _told(when: Moment, *, last: bool) -> str:
    stamp = when.end if last and when.end is not None else when.start
    return ("约" if when.about else "") + stamp.date_text()


def _of_one_day(incident: Incident, count: Count) -> Count:
    """A number per day of an incident of one day is simply its number."""
    one_day = incident.when is not None and incident.when.day_exact and incident.first_day == incident.last_day
    return replace(count, per_day=False) if one_day else count


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
        incidents=_incidents(given, items.get("incidents", ()), exhibits, law),
        parties=_parties(given, items.get("collectors", ())),
        complete=frozenset(answers.closed),
    )
    case = replace(case, incidents=_by_their_number(case, law))
    return replace(case, criminal=_criminal(case, law))


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
    flags = [name for name, truth in case.flags().items() if truth]
    return any(
        citation.wording == "cite"
        for incident in case.incidents
        for conduct in incident.conducts
        for citation in law.cite(conduct, "police_criminal", on=incident.last_day or case.today, flags=flags)
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


def total(counts: Iterable[Count]) -> Count | None:
    """Return the sum; an estimate anywhere makes the sum an estimate. None when there is nothing to add.

    A number per day cannot be added: beside one, the sum of the others is a lower bound.
    """
    known = list(counts)
    added = [count for count in known if not count.per_day]
    if not added:
        return None
    low = sum(count.low for count in added)
    high = sum(count.high if count.high is not None else count.low for count in added)
    marks = {count.mark for count in added}
    if len(added) < len(known) or marks & {"at_least", "more"}:
        return Count(low=low, mark="at_least")
    return Count(low=low, high=high if high != low else None, mark="about" if "about" in marks else "exact")
