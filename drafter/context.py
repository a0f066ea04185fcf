"""Case, document and law → the names a template may use, each with what this document's reader may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from drafter import values, wording
from drafter.answers import Answer, AsTyped, NonAnswer
from drafter.case import Case, Exhibit, Incident, Party
from drafter.documents import ArticleUse, Document
from drafter.fields import Counters, Field, Scope, gap
from drafter.interview import as_fact
from drafter.law import Citation, Law, combine
from drafter.packs import Library
from drafter.questionnaire import Question
from drafter.values import Count
from drafter.word.environment import Phrase

_GROUND_PARTS: Final = (
    ("条文", "citations", "cite"), ("旧条文", "former", "cite"), ("参照", "standards", "refer"),
    ("自律", "self_regulation", "self_regulation"), ("待核条文", "if_confirmed", "if_confirmed"),
)  # fmt: skip
_YES: Final = {True: "是", False: "否"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Builder:
    case: Case
    document: Document
    library: Library
    discloses: frozenset[str]
    root: Scope

    def group_name(self, group: str) -> str:
        return self.library.questionnaire.groups.get(group, group)


def build(case: Case, document: Document, library: Library) -> Scope:
    """Return the names that the template of `document` may use."""
    channel = library.law.channels.get(document.channel)
    discloses = (
        frozenset(document.discloses or ())
        if document.discloses is not None
        else (channel.discloses if channel is not None else frozenset())
    )
    builder = _Builder(case=case, document=document, library=library, discloses=discloses, root=Scope({}))
    _add_groups(builder)
    _add_items(builder)
    _add_parties(builder)
    _add_statistics(builder)
    _add_law(builder)
    _name(builder.root, "文书", "document", _document(builder))
    _name(builder.root, "称谓", "called", Field(document.called, address=f"={document.id}.called", label="称谓"))
    _add_phrases(builder)
    return builder.root


def _name(scope: Scope, chinese: str, english: str, value: Any) -> None:  # noqa: ANN401 - a field, a scope or a list
    scope.add(chinese, value)
    scope.add(english, value)


def _computed(address: str, label: str, text: str, raw: Any = None) -> Field:  # noqa: ANN401
    """Return a field worked out by the program; its address begins with `=`."""
    return Field(text, address=f"={address}", label=label, raw=raw) if text else gap(label, f"={address}")


def _truth(address: str, *, truth: bool) -> Field:
    return Field(_YES[truth], address=f"={address}", truth=truth)


# --- answers -------------------------------------------------------------------------------------------------------


def _field(builder: _Builder, question: Question, item: str) -> Field:
    """Return the field of one answer as this document's reader may see it."""
    address = question.address(item)
    answer = builder.case.given.get(address)
    if answer is None or isinstance(answer, NonAnswer) or not _may_stand(builder, question, item):
        return gap(question.gap, address)
    disclosed = question.id.replace("[]", "") in builder.discloses
    known = builder.document.served and question.served_when is not None
    hidden = question.sensitive and not disclosed and not known
    if isinstance(answer, AsTyped):
        return gap(question.gap, address) if hidden else Field(answer.text, address=address, label=question.name)
    if hidden:
        shown = values.mask(question.kind, answer) if not builder.document.served else None
        return gap(question.gap, address) if shown is None else Field(shown, address=address, label=question.name)
    return _shown(question, address, answer)


def _may_stand(builder: _Builder, question: Question, item: str) -> bool:
    """Return whether the answer may stand in a paper that the other side receives; elsewhere it always may."""
    if not builder.document.served or question.served_when is None:
        return True
    facts = {
        f"this.{other.leaf}": as_fact(builder.case.given[other.address(item)])
        for other in builder.library.questionnaire.questions.values()
        if other.group == question.group and other.address(item) in builder.case.given
    }
    return question.served_when.holds(facts)


def _shown(question: Question, address: str, answer: Answer) -> Field:
    match question.kind:
        case "yes_no":
            return Field(_YES[answer], address=address, label=question.name, truth=answer)
        case "choice":
            return Field(question.choices[answer], address=address, label=question.name, keys=(answer,))
        case "choices":
            labels = [question.choices[key] for key in answer if key != "none"]
            return Field("、".join(labels), address=address, label=question.name, keys=tuple(answer))
        case "items":
            return Field("、".join(answer), address=address, label=question.name, keys=tuple(answer))
    raw = answer.low if isinstance(answer, Count) else answer
    return Field(values.show(question.kind, answer), address=address, label=question.name, raw=raw)


def _add_groups(builder: _Builder) -> None:
    groups: dict[str, Scope] = {}
    for question in builder.library.questionnaire.questions.values():
        if question.repeated:
            continue
        scope = groups.setdefault(question.group, Scope({}, builder.root))
        _name(scope, question.name, question.leaf, _field(builder, question, ""))
    for group, scope in groups.items():
        _name(builder.root, builder.group_name(group), group, scope)
    _special_cases(builder, groups["applicant"])


def _special_cases(builder: _Builder, applicant: Scope) -> None:
    """An alias leaves the real name open; an address goes only as far as its owner allows."""
    questions = builder.library.questionnaire.questions
    if builder.case.value("applicant.real_name") is False:
        _name(applicant, questions["applicant.name"].name, "name", gap("真实姓名", "applicant.name"))
    scope = builder.case.value("applicant.address_scope")
    known = any(
        builder.case.value(f"places[{item}].kind") == "home" and builder.case.value(f"places[{item}].known") == "yes"
        for item in builder.case.items.get("places", ())
    )
    named = builder.document.discloses is not None  # the pack names this field for this very document
    full = "applicant.address" in builder.discloses and (scope != "court" or named)
    address = builder.case.value("applicant.address")
    area = applicant["area"]
    if address and ((builder.document.served and known) or (not builder.document.served and full)):
        shown = Field(address, address="applicant.address", label=questions["applicant.address"].name)
    else:
        shown = area
    label = questions["applicant.address"].name
    _name(applicant, label, "address", shown or gap(label, "applicant.address"))
    complete = bool(shown) and shown is not area
    _name(applicant, "住址完整", "address_complete", _truth("applicant.address_complete", truth=complete))


# --- lists ---------------------------------------------------------------------------------------------------------


def _add_items(builder: _Builder) -> None:
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
                _name(scope, question.name, question.leaf, _field(builder, question, item))
            scopes.append(scope)
        _name(builder.root, builder.group_name(group), group, scopes)
    for scope, exhibit in zip(builder.root["exhibits"], builder.case.exhibits, strict=True):
        _name(scope, "编号", "number", _computed(f"exhibits[{exhibit.id}].number", "编号", exhibit.number))
        numbers = [i.number for i in builder.case.incidents if i.id in exhibit.incidents]
        _name(scope, "件号", "incident_numbers", _numbers(f"exhibits[{exhibit.id}].incident_numbers", numbers))
    for scope, incident in zip(builder.root["incidents"], builder.case.incidents, strict=True):
        _add_incident(builder, scope, incident)
    _name(builder.root, "证据组", "exhibit_groups", _exhibit_groups(builder))


def _numbers(address: str, numbers: Iterable[int]) -> Field:
    return _computed(address, "件号", "、".join(str(number) for number in numbers))


def _add_incident(builder: _Builder, scope: Scope, incident: Incident) -> None:
    prefix = f"incidents[{incident.id}]"
    conducts = builder.library.law.conducts
    titles = [conducts[conduct].title for conduct in incident.conducts if conduct in conducts]
    names = [party.name for party in builder.case.parties if party.id in {f"collectors[{who}]" for who in incident.who}]
    known = [name for name in names if name]
    numbers = [exhibit.number for exhibit in builder.case.exhibits if exhibit.id in incident.exhibits]
    words = builder.case.value(f"{prefix}.words")
    quoted = "；".join(f"“{_unquoted(line)}”" for line in words.split("\n")) if isinstance(words, str) else ""
    _name(scope, "序号", "number", _computed(f"{prefix}.number", "序号", str(incident.number)))
    _name(scope, "行为文字", "conduct_text", _computed(f"{prefix}.conduct_text", "行为", "、".join(titles)))
    _name(scope, "行为人文字", "who_text", _computed(f"{prefix}.who_text", "行为人", "、".join(dict.fromkeys(known))))
    _name(scope, "证据文字", "exhibit_text", _computed(f"{prefix}.exhibit_text", "证据", _cited(numbers)))
    story = builder.case.value(f"{prefix}.what")
    told = isinstance(story, str) and any(name in story for name in known)
    _name(scope, "主语已写", "subject_told", _truth(f"{prefix}.subject_told", truth=told))
    counts = (incident.calls, incident.messages, incident.visits, incident.night)
    several = any(count is not None and (count.low > 1 or not count.exact) for count in counts)
    span = incident.when is not None and incident.when.is_range
    _name(scope, "时段", "spans", _truth(f"{prefix}.spans", truth=span))
    _name(scope, "写次数", "tell_counts", _truth(f"{prefix}.tell_counts", truth=span or several))
    _name(scope, "原话引", "quoted_words", Field(quoted, address=f"{prefix}.words|引", label="原话"))


def _unquoted(line: str) -> str:
    inner = line.strip().rstrip("。；，")
    if inner[:1] in '“"' and inner[-1:] in '”"':
        inner = inner[1:-1]
    return inner.replace("“", "‘").replace("”", "’")


def _cited(numbers: Iterable[str]) -> str:
    found = "、".join(numbers)
    return f"证据{found}" if found else ""


def _exhibit_groups(builder: _Builder) -> list[Scope]:
    question = builder.library.questionnaire.questions["exhibits[].group"]
    groups: dict[str, list[tuple[Exhibit, Scope]]] = {}
    for exhibit, scope in zip(builder.case.exhibits, builder.root["exhibits"], strict=True):
        groups.setdefault(exhibit.group, []).append((exhibit, scope))
    found = []
    for index, (group, members) in enumerate(groups.items(), start=1):
        title = question.choices.get(group, "").partition("（")[0] or "其他"
        scope = Scope({}, builder.root)
        _name(scope, "序号", "number", _computed(f"exhibit_groups[{group}].number", "序号", str(index)))
        _name(scope, "名称", "name", _computed(f"exhibit_groups[{group}].name", "类别", title))
        _name(scope, "证据", "exhibits", [member for _exhibit, member in members])
        found.append(scope)
    return found


# --- parties -------------------------------------------------------------------------------------------------------


def _add_parties(builder: _Builder) -> None:
    scopes = {party.id: _party(builder, party) for party in builder.case.parties}
    _name(builder.root, "对方", "parties", list(scopes.values()))
    _name(builder.root, "被申请人", "respondents", [scopes[party.id] for party in builder.case.respondents])
    suspects = [
        party for party in builder.case.parties if party.role in ("collector", "agency") or party.kind == "person"
    ]
    _name(builder.root, "嫌疑人", "suspects", [scopes[party.id] for party in suspects])
    others = [scopes[party.id] for party in builder.case.parties if party not in suspects]
    _name(builder.root, "有关单位", "other_companies", others)
    family = [scopes[party.id] for party in builder.case.family_respondents]
    _name(builder.root, "保护令被申请人", "family_respondents", family)


def _party(builder: _Builder, party: Party) -> Scope:
    if party.role == "collector":
        index = builder.case.items["collectors"].index(party.id.partition("[")[2].rstrip("]"))
        outer: Scope = builder.root["collectors"][index]
        _add_incident_numbers(builder, outer, party)
    else:
        outer = builder.root[party.role]
    scope = Scope({**_blanks(builder), **outer.own()}, builder.root)
    _name(scope, "种类", "kind", Field(party.kind, address=f"={party.id}.kind", keys=(party.kind,)))
    _name(scope, "角色", "role", Field(party.role, address=f"={party.id}.role", keys=(party.role,)))
    _name(scope, "名称", "label", Field(party.name, address=f"{party.id}.name", label="姓名或者名称") if party.name
          else gap("姓名", f"{party.id}.name"))  # fmt: skip
    return scope


def _blanks(builder: _Builder) -> dict[str, Field]:
    """Return a gap for every field that any kind of party may have, so that one sentence can tell them all."""
    fields: dict[str, Field] = {}
    for question in builder.library.questionnaire.questions.values():
        if question.group in ("collectors", "lender"):
            fields[question.name] = fields[question.leaf] = gap(question.gap)
    return {**fields, "件号": gap("件号"), "incident_numbers": gap("件号")}


def _add_incident_numbers(builder: _Builder, scope: Scope, party: Party) -> None:
    numbers = [i.number for i in builder.case.incidents if party.id in {f"collectors[{who}]" for who in i.who}]
    _name(scope, "件号", "incident_numbers", _numbers(f"{party.id}.incident_numbers", numbers))


# --- numbers and conclusions ---------------------------------------------------------------------------------------


def _add_statistics(builder: _Builder) -> None:
    case, stats = builder.case, Scope({}, builder.root)

    def count(chinese: str, english: str, what: str, *, to_others: bool | None = None) -> None:
        total = case.total(what, to_others=to_others)
        text = values.show("count", total) if total is not None else ""
        _name(stats, chinese, english, _computed(f"stats.{english}", chinese, text, total.low if total else None))

    def day(chinese: str, english: str, value: dt.date | None) -> None:
        _name(
            stats, chinese, english, _computed(f"stats.{english}", chinese, wording.date_text(value) if value else "")
        )

    day("首日", "first", case.first_day)
    day("末日", "last", case.last_day)
    days = case.days() if case.days_exact() else None
    _name(stats, "天数", "days", _computed("stats.days", "天数", str(days) if days else "", days))
    for chinese, english, what in (("电话", "calls", "calls"), ("短信", "messages", "messages")):
        count(chinese, english, what, to_others=False)
        count(f"他人{chinese}", f"{english}_to_others", what, to_others=True)
    for chinese, english in (("上门", "visits"), ("夜间", "night"), ("被联系人数", "third_parties")):
        count(chinese, english, english)
    for chinese, english, what in (
        ("日均电话", "calls_per_day", "calls"),
        ("日均短信", "messages_per_day", "messages"),
    ):
        mean = case.per_day(what)
        _name(stats, chinese, english, _computed(f"stats.{english}", chinese, str(mean) if mean is not None else ""))
    number = len(case.incidents)
    _name(stats, "事件数", "incidents", _computed("stats.incidents", "事件数", str(number) if number else "", number))
    _name(builder.root, "统计", "stats", stats)
    flags = Scope({}, builder.root)
    for name, truth in {**case.flags(), **_dated_flags(builder)}.items():
        _name(flags, builder.library.flags.get(name, name), name, _truth(f"flags.{name}", truth=truth))
    _name(builder.root, "情形", "flags", flags)


def _dated_flags(builder: _Builder) -> dict[str, bool]:
    """Return the conclusions that depend on the law in force."""
    return {"stale": is_stale(builder.case, builder.library.law), "old_law": _under_former_law(builder)}


def is_stale(case: Case, law: Law) -> bool:
    """Return whether the last act is past the limitation of 治安管理处罚法 (`police_limitation` in periods.yaml)."""
    period, last = law.periods.get("police_limitation"), case.last_day
    return bool(period and last and add_months(last, period.amount) < case.today)


def _under_former_law(builder: _Builder) -> bool:
    """Return whether any act is judged by an article that is no longer in force."""
    today = builder.case.today
    return any(
        not citation.article.in_force(today)
        for incident in builder.case.incidents
        if incident.first_day is not None
        for conduct in incident.conducts
        for purpose in builder.document.purposes
        for citation in builder.library.law.cite(conduct, purpose, on=incident.first_day)
    )


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day some months later, or the last day of that month."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    for last in range(day.day, day.day - 4, -1):
        try:
            return dt.date(year, month, last)
        except ValueError:
            continue
    raise ValueError(day)


# --- law -----------------------------------------------------------------------------------------------------------


def _add_law(builder: _Builder) -> None:
    articles = Scope({}, builder.root)
    for name, use in builder.document.articles.items():
        articles.add(name, _article(builder, name, use))
    _name(builder.root, "法条", "articles", articles)
    _name(builder.root, "依据", "grounds", _grounds(builder, builder.document.purposes))
    periods = Scope({}, builder.root)
    for period in builder.library.law.periods.values():
        units = {"hours": "小时", "working_days": "个工作日", "calendar_days": "日", "months": "个月"}
        periods.add(period.id, _computed(f"periods.{period.id}", period.what, f"{period.amount}{units[period.unit]}"))
    _name(builder.root, "期限", "periods", periods)
    _name(builder.root, "号", "counters", Counters())


def _article(builder: _Builder, name: str, use: ArticleUse) -> Field:
    citations = [builder.library.law.citation(article, use.item) for article in use.articles]
    applies = not use.conducts or any(
        set(use.conducts) & set(incident.conducts)
        and incident.last_day
        and citations[0].article.in_force(incident.last_day)
        for incident in builder.case.incidents
    )
    address = f"={builder.document.id}.articles.{name}"
    quote = Field(citations[0].quote(), address=f"{address}.quote", label=name)
    text = combine(citations, builder.case.today)
    return Field(text, address=address, label=name, truth=applies, parts={"原文": quote, "quote": quote})


def _grounds(builder: _Builder, purposes: Iterable[str]) -> list[Scope]:
    """Return one scope for each set of articles, with all the conducts and incidents that it covers."""
    merged: dict[tuple[str, ...], _Ground] = {}
    for conduct in builder.case.conducts:
        incidents = [incident for incident in builder.case.incidents if conduct in incident.conducts]
        days = [day for incident in incidents for day in (incident.first_day, incident.last_day) if day]
        texts = _ground(builder, conduct, tuple(purposes), min(days), max(days)) if days else {}
        if any(texts.values()):
            ground = merged.setdefault(tuple(texts.values()), _Ground(texts=texts, conducts=[], numbers=set()))
            ground.conducts.append(conduct)
            ground.numbers.update(incident.number for incident in incidents)
    return [_ground_scope(builder, ground) for ground in merged.values()]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    texts: Mapping[str, str]
    conducts: list[str]
    numbers: set[int]


def _ground_scope(builder: _Builder, ground: _Ground) -> Scope:
    scope, key = Scope({}, builder.root), ".".join(ground.conducts)
    titles = "、".join(builder.library.law.conducts[conduct].title for conduct in ground.conducts)
    _name(scope, "行为", "conduct", Field(titles, address=f"=grounds.{key}", label="行为", keys=tuple(ground.conducts)))
    _name(scope, "件号", "incident_numbers", _numbers(f"grounds.{key}.incident_numbers", sorted(ground.numbers)))
    for (chinese, english, _wording), text in zip(_GROUND_PARTS, ground.texts.values(), strict=True):
        address = f"=grounds.{key}.{builder.document.channel}.{english}"
        _name(scope, chinese, english, Field(text, address=address, label=chinese))
    return scope


def _ground(
    builder: _Builder, conduct: str, purposes: tuple[str, ...], first: dt.date, last: dt.date
) -> dict[str, str]:
    """Return the citations for a conduct by part, in words; all empty when nothing may be cited."""
    flags = [name for name, truth in builder.case.flags().items() if truth]
    lender = str(builder.case.value("lender.kind") or "")
    current: list[Citation] = []
    former: list[Citation] = []
    for purpose in purposes:
        now, before = builder.library.law.cite_span(
            conduct, purpose, first=first, last=last, lender=lender, flags=flags
        )
        current += now
        former += before
    parts = {}
    for _chinese, english, manner in _GROUND_PARTS:
        chosen = former if english == "former" else current
        parts[english] = combine((citation for citation in chosen if citation.wording == manner), builder.case.today)
    return parts


# --- the document and its shared sentences -------------------------------------------------------------------------


def _document(builder: _Builder) -> Scope:
    scope = Scope({}, builder.root)
    _name(scope, "名称", "title", Field(builder.document.title, address=f"=documents.{builder.document.id}.title"))
    copies = max(len(builder.case.respondents), 1)
    _name(scope, "副本数", "copies", _computed("document.copies", "副本数", str(copies), copies))
    _name(scope, "日期", "date", _computed("document.date", "日期", wording.date_text(builder.case.today)))
    return scope


def _add_phrases(builder: _Builder) -> None:
    for phrase in builder.library.phrases:
        target = builder.root[phrase.group]
        scopes: list[Scope] = target if isinstance(target, list) else [target]
        for scope in scopes:
            _name(scope, phrase.name, phrase.leaf, Phrase(phrase.text, scope, phrase.where))
