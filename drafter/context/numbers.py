"""What is counted over a case, and the yes/no conclusions."""

from __future__ import annotations

from typing import Final

from drafter import values
from drafter.case import conclusions
from drafter.context.builder import Builder, computed, conduct_words, put, truth_field
from drafter.fields import Scope
from drafter.terms import is_stale

_WHEN: Final = ("incidents[].when",)
_ASKED: Final = {"night": "night_times", "third_parties": "third_count"}
"""The questions whose numbers go by another name in the case."""


def add_statistics(builder: Builder) -> None:
    """Add 统计 and 情形."""
    case, stats = builder.case, Scope({}, builder.root)
    of_all = f"stats{builder.part}"

    def count(chinese: str, english: str, what: str, *, to_whom: str = "") -> None:
        total = case.total(what, to_whom=to_whom)
        text = values.show("count", total) if total is not None else ""
        of = (f"incidents[].{_ASKED.get(what, what)}",)
        low = total.low if total is not None else None
        put(stats, chinese, english, computed(f"{of_all}.{english}", chinese, text, low, of=of))

    put(stats, "首日", "first", computed(f"{of_all}.first", "首日", case.first_told(), of=_WHEN))
    put(stats, "末日", "last", computed(f"{of_all}.last", "末日", case.last_told(), of=_WHEN))
    put(stats, "都有时间", "all_dated", truth_field("stats.all_dated", truth=case.all_dated()))
    put(stats, "夜间在内", "night_is_part", truth_field("stats.night_is_part", truth=case.night_is_part()))
    days = case.days() if case.days_exact() else None
    put(stats, "天数", "days", computed(f"{of_all}.days", "天数", str(days) if days else "", days, of=_WHEN))
    for chinese, english, what in (("电话", "calls", "calls"), ("短信", "messages", "messages")):
        count(chinese, english, what, to_whom="me")
        count(f"他人{chinese}", f"{english}_to_others", what, to_whom="others")
        count(f"双方{chinese}", f"{english}_to_both", what, to_whom="both")
    answered = case.answered()
    text = values.show("count", answered) if answered is not None else ""
    put(stats, "接通", "answered", computed(f"{of_all}.answered", "接通", text, of=("incidents[].answered_calls",)))
    for chinese, english in (("上门", "visits"), ("夜间", "night"), ("被联系人数", "third_parties")):
        count(chinese, english, english)
    for chinese, english, what in (
        ("日均电话", "calls_per_day", "calls"),
        ("日均短信", "messages_per_day", "messages"),
    ):
        mean = case.per_day(what)
        text = str(mean) if mean is not None else ""
        put(stats, chinese, english, computed(f"{of_all}.{english}", chinese, text, of=(f"incidents[].{what}", *_WHEN)))
    titles = [builder.library.law.conducts[c].title for c in case.conducts if c in builder.library.law.conducts]
    done = computed(f"{of_all}.conducts", "行为", "、".join(titles), of=("incidents[].conducts",))
    put(stats, "行为", "conducts", done.with_keys(case.conducts, conduct_words(builder, case.conducts)))
    put(stats, "有按日计", "any_per_day", truth_field("stats.any_per_day", truth=case.any_per_day()))
    number = len(case.incidents)
    put(stats, "事件数", "incidents", computed(f"{of_all}.incidents", "事件数", str(number) if number else "", number))
    put(builder.root, "统计", "stats", stats)
    flags = Scope({}, builder.root)
    for name, truth in {**conclusions(case), "stale": is_stale(case, builder.library.law)}.items():
        put(flags, builder.library.flags.get(name, name), name, truth_field(f"flags.{name}", truth=truth))
    put(builder.root, "情形", "flags", flags)
