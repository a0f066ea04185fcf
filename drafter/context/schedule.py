"""The plan as a template sees it: papers with where they go, days with what is to be done, and the step before."""

from __future__ import annotations

from collections.abc import Sequence

from drafter.context.builder import Builder, computed, period_text, put, truth_field
from drafter.fields import Field, Scope, gap
from drafter.law import Term, combine
from drafter.plan import Entry, Paper, Plan
from drafter.terms import Due, opened_by, step_day


def add_schedule(builder: Builder, plan: Plan, papers: Sequence[Paper]) -> None:
    """Add 方案 (papers, what is not written, days), 写了 and, for a paper that answers a step, 前一步."""
    scope = Scope({}, builder.root)
    channels = builder.library.law.channels
    filed = sorted(
        (p for p in papers if p.document.channel in channels), key=lambda p: channels[p.document.channel].rank
    )
    enclosed = [paper for paper in papers if paper.document.channel not in channels]
    put(scope, "文书", "papers", [_paper(builder, paper) for paper in filed])
    put(scope, "随附", "enclosed", [_paper(builder, paper) for paper in enclosed])
    left = [entry for entry in plan.entries if entry.outcome != "write" and not entry.document.follows]
    put(scope, "暂不写", "not_yet", [_left(builder, entry) for entry in left if entry.outcome == "not_yet"])
    put(
        scope,
        "不适用",
        "not_applicable",
        [_left(builder, entry) for entry in left if entry.outcome == "not_applicable"],
    )
    for chinese, english, state in (("现在", "now", "open"), ("等待", "waiting", "running"), ("已过", "past", "over")):
        put(scope, chinese, english, [_due(builder, due) for due in plan.dues if due.state == state])
    put(builder.root, "方案", "plan", scope)
    written = Scope({}, builder.root)
    for document in builder.library.documents:
        truth = truth_field(f"written.{document.id}", truth=plan.written(document.id))
        put(written, document.title, document.id, truth)
    put(builder.root, "写了", "written", written)
    if builder.document.follows:
        due = opened_by(plan.dues, builder.document.follows)
        put(builder.root, "前一步", "previous_step", _previous(builder, due))


def _paper(builder: Builder, paper: Paper) -> Scope:
    channel = builder.library.law.channels.get(paper.document.channel)
    scope, address = Scope({}, builder.root), f"plan.{paper.document.id}"
    put(scope, "文件名", "file", computed(f"{address}.file", "文件名", _called(builder, paper)))
    for chinese, english in (
        ("机关", "authority"),
        ("何时", "timing"),
        ("交到", "where"),
        ("怎么交", "how"),
        ("之后", "after"),
    ):
        put(
            scope,
            chinese,
            english,
            computed(f"{address}.{english}", chinese, builder.gettext(getattr(channel, english, ""))),
        )
    bring = builder.listed(channel.bring if channel else ())
    put(scope, "带什么", "bring", computed(f"{address}.bring", "带什么", bring))
    put(scope, "待填", "gaps", computed(f"{address}.gaps", "待填", builder.listed(paper.gaps)))
    return scope


def _called(builder: Builder, paper: Paper) -> str:
    """Return the title of a paper with the name of its file in it: 03_报案材料, Police report (03_报案材料)."""
    title = paper.document.title
    return builder.gettext(title).replace(title, paper.name.removesuffix(".docx"))


def _left(builder: Builder, entry: Entry) -> Scope:
    scope, address = Scope({}, builder.root), f"plan.{entry.document.id}"
    put(scope, "名称", "title", computed(f"{address}.title", "名称", builder.gettext(entry.document.title)))
    reason = builder.joined(text for rule in entry.lacking for text in (rule.reason, rule.instead) if text)
    put(scope, "原因", "reason", computed(f"{address}.reason", "原因", reason))
    return scope


def _due(builder: Builder, due: Due) -> Scope:
    scope, address = Scope({}, builder.root), f"terms.{due.term.id}.{due.item}"
    law, today, of = builder.library.law, builder.case.today, _asked(due.term)
    articles = due.term.period.articles if due.term.period is not None else ()
    basis = combine((law.citation(article) for article in articles), today)
    put(scope, "事项", "title", computed(f"{address}.title", "事项", builder.gettext(due.term.title)))
    put(scope, "怎么办", "then", computed(f"{address}.then", "怎么办", builder.gettext(due.term.then)))
    put(scope, "依据", "basis", computed(f"{address}.basis", "依据", basis))
    put(scope, "起算日", "begins", computed(f"{address}.begins", "起算日", builder.date(due.begins), of=of))
    for chinese, english, day in (("届满日", "last_day", due.last_day), ("截止日", "closes", due.closes)):
        text = builder.date(day) if day else ""
        put(scope, chinese, english, computed(f"{address}.{english}", chinese, text, of=of))
    unknown = str(due.unknown_year or "")
    put(scope, "缺年份", "unknown_year", computed(f"{address}.unknown_year", "年份", unknown))
    length = period_text(due.term.period, builder.gettext) if due.term.period is not None else ""
    put(scope, "多久", "length", computed(f"{address}.length", "多久", length))
    put(scope, "准确", "exact", truth_field(f"{address}.exact", truth=due.exact))
    put(scope, "自己的", "ours", truth_field(f"{address}.ours", truth=due.term.ours))
    return scope


def _asked(term: Term) -> tuple[str, ...]:
    """Return the question that the days of a term come from."""
    return (f"steps[].{term.begins}",) if term.of_steps else ("incidents[].when",)


def _previous(builder: Builder, due: Due | None) -> Scope:
    """Return the step that the paper answers, with the day it set off and the last day; all gaps when there is none."""
    order = builder.case.items.get("steps", ())
    if due is not None and due.item in order:
        step: Scope = builder.root["steps"][order.index(due.item)]
        values = step.own()
    else:
        values = _blank_step(builder)
    scope = Scope(values, builder.root)
    text = builder.date(due.begins) if due else ""
    followed = [builder.library.law.terms[term] for term in builder.document.follows]
    of = tuple(dict.fromkeys(question for term in followed for question in _asked(term)))
    put(scope, "起算日", "begins", computed("previous_step.begins", "起算日", text, of=of))
    put(scope, "此后事件", "incidents_since", _incidents_since(builder, due))
    return scope


def _incidents_since(builder: Builder, due: Due | None) -> list[Scope]:
    """Return what happened, or still went on, after the day on which the step was taken."""
    since = step_day(builder.case, due.item) if due is not None else None
    told = zip(builder.root["incidents"], builder.case.incidents, strict=True)
    return [scope for scope, event in told if since and event.last_day and event.last_day > since]


def _blank_step(builder: Builder) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for question in builder.library.questionnaire.questions.values():
        if question.group == "steps":
            fields[question.name] = fields[question.leaf] = gap(question.gap)
    return fields
