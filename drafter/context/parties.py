"""Everybody on the other side, under the roles that papers know."""

from __future__ import annotations

from typing import Final

from drafter import values
from drafter.case import Party
from drafter.context.builder import Builder, put
from drafter.context.lists import item_numbers
from drafter.fields import Field, Scope, gap

_KINDS: Final = {"person": "个人", "company": "单位", "unknown": "身份不详"}
_COMPANY: Final = ".company"
"""How the id of a party ends that a collector said to be from."""


def add_parties(builder: Builder) -> None:
    """Add 对方 and its parts: 被申请人, 保护令被申请人, 嫌疑人, 有关单位."""
    put(builder.root["agency"], "名称文字", "companies", _collecting_companies(builder))
    scopes = {party.id: _party(builder, party) for party in builder.case.parties}
    put(builder.root, "对方", "parties", list(scopes.values()))
    put(builder.root, "被申请人", "respondents", [scopes[party.id] for party in builder.case.respondents])
    suspects = [
        party for party in builder.case.parties if party.role in ("collector", "agency") or party.kind == "person"
    ]
    put(builder.root, "嫌疑人", "suspects", [scopes[party.id] for party in suspects])
    others = [scopes[party.id] for party in builder.case.parties if party not in suspects]
    put(builder.root, "有关单位", "other_companies", others)
    family = [scopes[party.id] for party in builder.case.family_respondents]
    put(builder.root, "保护令被申请人", "family_respondents", family)


def _party(builder: Builder, party: Party) -> Scope:
    if party.role == "collector":
        index = builder.case.items["collectors"].index(party.id.partition("[")[2].rstrip("]"))
        outer: Scope = builder.root["collectors"][index]
        _add_incident_numbers(builder, outer, party)
    else:
        outer = Scope({}) if party.id.endswith(_COMPANY) else builder.root[party.role]
    scope = Scope({**_blanks(builder), **outer.own()}, builder.root)
    put(scope, "种类", "kind", Field(_KINDS[party.kind], address=f"={party.id}.kind", keys=(party.kind,)))
    role = builder.group_name("collectors" if party.role == "collector" else party.role)
    put(scope, "角色", "role", Field(role, address=f"={party.id}.role", keys=(party.role,)))
    address = party.id if party.id.endswith(_COMPANY) else f"{party.id}.name"
    for chinese, english, told in (
        ("自称", "described", "" if party.nickname else party.described),
        ("绰号", "nickname", party.described if party.nickname else ""),
    ):
        field = Field(told, address=f"{address}|{chinese}", label=chinese)
        put(scope, chinese, english, field if told else gap(chinese, address))
    name = Field(party.name, address=address, label="姓名或者名称") if party.name else gap("姓名", address)
    put(scope, "名称", "label", name)
    return scope


def _collecting_companies(builder: Builder) -> Field:
    """Return the companies that collect: the one that is known, or those that the collectors said to be from."""
    case = builder.case
    own = ["agency.name"] if case.value("agency.name") else []
    places = own or [f"collectors[{item}].company" for item in case.items.get("collectors", ())]
    told = {place: values.bare(name) for place in places if isinstance(name := case.value(place), str)}
    told = {place: name for place, name in told.items() if name}
    of = ("agency.name", "collectors[].company")
    if not told:
        return gap("催收公司全称", "agency.name", of=of)
    text = "、".join(dict.fromkeys(told.values()))
    return Field(text, address=f"{next(iter(told))}|名称", label="催收公司全称", of=of)


def _blanks(builder: Builder) -> dict[str, Field]:
    """Return a gap for every field that any kind of party may have, so that one sentence can tell them all."""
    fields: dict[str, Field] = {}
    for question in builder.library.questionnaire.questions.values():
        if question.group in ("collectors", "lender"):
            fields[question.name] = fields[question.leaf] = gap(question.gap)
    return {**fields, "件号": gap("件号"), "incident_numbers": gap("件号")}


def _add_incident_numbers(builder: Builder, scope: Scope, party: Party) -> None:
    numbers = [i.number for i in builder.case.incidents if party.id in {f"collectors[{who}]" for who in i.who}]
    put(
        scope,
        "件号",
        "incident_numbers",
        item_numbers(f"{party.id}.incident_numbers", numbers, of=("incidents[].who",)),
    )
