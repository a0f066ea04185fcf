"""The repeated groups: incidents, exhibits and the others, with what is worked out for each item."""

from __future__ import annotations

from collections.abc import Iterable

from drafter import values, wording
from drafter.answers import AsTyped
from drafter.case import Exhibit, Incident
from drafter.context.answered import answered
from drafter.context.builder import Builder, computed, put, truth_field
from drafter.fields import Field, Scope

_COUNTS = ("calls", "messages", "visits", "night_times")


def add_items(builder: Builder) -> None:
    """Add the repeated groups as lists of scopes, incidents in order of time, exhibits in order of number."""
    questionnaire = builder.library.questionnaire
    for group in questionnaire.repeated_groups():
        questions = [q for q in questionnaire.questions.values() if q.repeated and q.group == group]
        order = builder.case.items.get(group, ())
        if group == "incidents":
            order = tuple(incident.id for incident in builder.case.incidents)
        elif group == "exhibits":
            order = tuple(exhibit.id for exhibit in builder.case.exhibits)
        scopes = []
        for item in order:
            scope = Scope({}, builder.root)
            for question in questions:
                put(scope, question.name, question.leaf, answered(builder, question, item))
            scopes.append(scope)
        put(builder.root, builder.group_name(group), group, scopes)
    for scope, exhibit in zip(builder.root["exhibits"], builder.case.exhibits, strict=True):
        put(
            scope,
            "编号",
            "number",
            computed(f"exhibits[{exhibit.id}].number", "编号", exhibit.number, of=("exhibits[].group",)),
        )
        numbers = [i.number for i in builder.case.incidents if i.id in exhibit.incidents]
        cited = item_numbers(f"exhibits[{exhibit.id}].incident_numbers", numbers, of=("exhibits[].incidents",))
        put(scope, "件号", "incident_numbers", cited)
        put(scope, "行为文字", "conduct_text", _proved(builder, exhibit))
    for scope, incident in zip(builder.root["incidents"], builder.case.incidents, strict=True):
        _add_incident(builder, scope, incident)
    put(builder.root, "证据组", "exhibit_groups", _exhibit_groups(builder))
    put(builder.root, "电信企业", "operators", _operators(builder))
    put(builder.root, "对方号码", "caller_numbers", _caller_numbers(builder))


def _proved(builder: Builder, exhibit: Exhibit) -> Field:
    """Return the conducts of the incidents that an exhibit proves; of all incidents when nobody said which."""
    law = builder.library.law.conducts
    incidents = [i for i in builder.case.incidents if i.id in exhibit.incidents] or builder.case.incidents
    done = dict.fromkeys(conduct for incident in incidents for conduct in incident.conducts if conduct in law)
    text = "、".join(law[conduct].title for conduct in done)
    return computed(f"exhibits[{exhibit.id}].conduct_text", "行为", text, of=("incidents[].conducts",))


def _operators(builder: Builder) -> list[Scope]:
    """Return the telecom companies of the applicant's own numbers, each once; one without a name is a gap."""
    companies: dict[str, Scope] = {}
    for item in builder.case.items.get("own_numbers", ()):
        question = builder.library.questionnaire.questions["own_numbers[].operator"]
        operator = builder.case.value(question.address(item))
        if operator is not None and operator not in companies:
            name = question.choices[operator] if operator != "other" else ""
            scope = companies[operator] = Scope({}, builder.root)
            told = computed(f"operators[{operator}].name", "电信企业名称", name, of=("own_numbers[].operator",))
            put(scope, "名称", "name", told)
    return list(companies.values())


def _caller_numbers(builder: Builder) -> Field:
    """Return the numbers that called, each once: those of the collectors, then those of the incidents."""
    places = [f"collectors[{item}].numbers" for item in builder.case.items.get("collectors", ())]
    places += [f"incidents[{incident.id}].number" for incident in builder.case.incidents if incident.reached]
    found = values.in_one_line(number for place in places for number in builder.case.chosen(place))
    return computed("caller_numbers", "来电号码", found, of=("collectors[].numbers", "incidents[].number"))


def item_numbers(address: str, numbers: Iterable[int], *, of: tuple[str, ...]) -> Field:
    """Return the numbers of incidents as one field: 1、3."""
    return computed(address, "件号", "、".join(str(number) for number in numbers), of=of)


def _add_incident(builder: Builder, scope: Scope, incident: Incident) -> None:
    prefix = f"incidents[{incident.id}]"
    conducts = builder.library.law.conducts
    titles = [conducts[conduct].title for conduct in incident.conducts if conduct in conducts]
    parties = [party for party in builder.case.parties if party.id in {f"collectors[{who}]" for who in incident.who}]
    known = [name for party in parties if (name := party.name or party.described)]
    numbers = [exhibit.number for exhibit in builder.case.exhibits if exhibit.id in incident.exhibits]
    words = builder.case.value(f"{prefix}.words") or ""
    said = _said(words)
    quoted = "；".join(wording.quoted(line) for line in said if wording.is_quoted(line))
    gist = "；".join(line for line in said if not wording.is_quoted(line))
    put(scope, "序号", "ordinal", computed(f"{prefix}.ordinal", "序号", str(incident.number)))
    done = computed(f"{prefix}.conduct_text", "行为", "、".join(titles), of=("incidents[].conducts",))
    put(scope, "行为文字", "conduct_text", done)
    who = "、".join(dict.fromkeys(known))
    if known and len(parties) > len(known):
        who = wording.with_others(who, len(parties))
    doers = Field(who, address=f"{prefix}.who|文字", label="行为人", of=("collectors[].name",))
    put(scope, "行为人文字", "who_text", doers)
    proofs = computed(
        f"{prefix}.exhibit_text", "证据", _cited(numbers), of=("exhibits[].incidents", "exhibits[].group")
    )
    put(scope, "证据文字", "exhibit_text", proofs)
    story = builder.case.value(f"{prefix}.what")
    everybody = [name for party in builder.case.parties if (name := party.name or party.described)]
    told = isinstance(story, str) and any(name in story for name in everybody)
    put(scope, "主语已写", "subject_told", truth_field(f"{prefix}.subject_told", truth=told))
    counts = (incident.calls, incident.messages, incident.visits, incident.night)
    typed = any(isinstance(builder.case.given.get(f"{prefix}.{leaf}"), AsTyped) for leaf in _COUNTS)
    several = typed or any(count is not None and (count.low > 1 or not count.exact) for count in counts)
    per_day = any(count is not None and count.per_day for count in counts)
    put(scope, "按日", "per_day", truth_field(f"{prefix}.per_day", truth=per_day))
    span = incident.when is not None and incident.when.is_range
    put(scope, "时段", "spans", truth_field(f"{prefix}.spans", truth=span))
    put(scope, "打到本机", "reached", truth_field(f"{prefix}.reached", truth=incident.reached))
    put(scope, "写次数", "tell_counts", truth_field(f"{prefix}.tell_counts", truth=span or several))
    own = dict(zip(builder.case.items.get("own_numbers", ()), builder.root["own_numbers"], strict=True))
    chosen = [own[item]["number"] for item in builder.case.chosen(f"{prefix}.own_number") if item in own]
    reached = "、".join(number.text for number in chosen if number) if len(own) > 1 else ""
    number = Field(reached, address=f"{prefix}.own_number|文字", label="被打的号码", of=("own_numbers[].number",))
    put(scope, "被打的号码", "own_number", number)
    put(scope, "原话引", "quoted_words", Field(quoted, address=f"{prefix}.words|引", label="原话"))
    put(scope, "大意", "gist", Field(gist, address=f"{prefix}.words|大意", label="原话"))


def _said(words: str) -> list[str]:
    """Return the lines that say something; quotations that share a line stand apart."""
    told = (line.strip().rstrip("。；，") for line in words.split("\n"))
    lines = (piece for line in told for piece in wording.spoken_apart(line))
    return [line for line in lines if values.bare(line).strip("-—")]


def _cited(numbers: Iterable[str]) -> str:
    found = "、".join(numbers)
    return f"证据{found}" if found else ""


def _exhibit_groups(builder: Builder) -> list[Scope]:
    question = builder.library.questionnaire.questions["exhibits[].group"]
    groups: dict[str, list[tuple[Exhibit, Scope]]] = {}
    for exhibit, scope in zip(builder.case.exhibits, builder.root["exhibits"], strict=True):
        groups.setdefault(exhibit.group, []).append((exhibit, scope))
    found, of = [], (question.id,)
    for index, (group, members) in enumerate(groups.items(), start=1):
        title = question.choices.get(group, "").partition("（")[0] or "其他"
        scope = Scope({}, builder.root)
        put(scope, "序号", "number", computed(f"exhibit_groups[{group}].number", "序号", str(index), of=of))
        put(scope, "名称", "name", computed(f"exhibit_groups[{group}].name", "类别", title, of=of))
        put(scope, "证据", "exhibits", [member for _exhibit, member in members])
        found.append(scope)
    return found
