"""Answers as fields, each as this document's reader may see it; the questions outside lists."""

from __future__ import annotations

from drafter import values, wording
from drafter.answers import WITHHELD, Answer, AsTyped, NonAnswer
from drafter.case import Case
from drafter.context.builder import YES, Builder, put, truth_field
from drafter.context.sight import ADDRESS, Sight, sight
from drafter.fields import Field, Scope, gap, withheld
from drafter.interview import as_fact
from drafter.questionnaire import Question
from drafter.values import Count


def answered(builder: Builder, question: Question, item: str) -> Field:
    """Return the field of one answer as this document's reader may see it."""
    address = question.address(item)
    answer = builder.case.given.get(address)
    if answer is WITHHELD:
        asked = question.id.replace("[]", "") in builder.asked
        return withheld(question.gap, address, builder.library.withheld[asked])
    if answer is None or isinstance(answer, NonAnswer):
        return gap(question.gap, address)
    seen = sight(question, builder.document, builder.discloses)
    if seen is Sight.HIDDEN or (seen is Sight.CONDITIONAL and not _known(builder, question, item)):
        return gap(question.gap, address)
    if seen is Sight.MASKED:
        part = None if isinstance(answer, AsTyped) else values.mask(question.kind, answer)
        return gap(question.gap, address) if part is None else Field(part, address=address, label=question.name)
    if isinstance(answer, AsTyped):
        return _line(question, address, answer.text)
    if question.kind == "items":
        return _chosen_items(builder, question, address, answer)
    return _shown(question, address, answer)


def _chosen_items(builder: Builder, question: Question, address: str, chosen: tuple[str, ...]) -> Field:
    """Return the items that were chosen, called by their numbers or by the first thing told of them."""
    if question.of == "incidents":
        told = [str(incident.number) for incident in builder.case.incidents if incident.id in chosen]
        return Field("、".join(told), address=address, label=question.name, keys=chosen)
    first = next(q for q in builder.library.questionnaire.questions.values() if q.repeated and q.group == question.of)
    told = [answered(builder, first, item).shown for item in chosen]
    return Field("、".join(told), address=address, label=question.name, keys=chosen, of=(first.id,))


def _known(builder: Builder, question: Question, item: str) -> bool:
    """Return whether the other side knows the answer, so that it may stand in a paper that they receive."""
    if question.served_when is None:
        return False
    facts = {
        f"this.{other.leaf}": as_fact(builder.case.given[other.address(item)])
        for other in builder.library.questionnaire.questions.values()
        if other.group == question.group and other.address(item) in builder.case.given
    }
    return question.served_when.holds(facts)


def _shown(question: Question, address: str, answer: Answer) -> Field:
    match question.kind:
        case "yes_no":
            return Field(YES[answer], address=address, label=question.name, truth=answer)
        case "choice":
            return Field(question.choices[answer], address=address, label=question.name, keys=(answer,))
        case "choices":
            labels = [question.choices[key] for key in answer if key != "none"]
            return Field("、".join(labels), address=address, label=question.name, keys=tuple(answer))
    if question.kind == "passage" and not values.bare(answer):
        return gap(question.gap, address)
    if question.kind in values.WORDS and question.kind != "passage":
        return _line(question, address, answer)
    if isinstance(answer, Count):
        some = answer.low > 0 or not answer.exact
        shown = values.show(question.kind, answer)
        return Field(shown, address=address, label=question.name, raw=answer.low, truth=some)
    return Field(values.show(question.kind, answer), address=address, label=question.name, raw=answer)


def _line(question: Question, address: str, text: str) -> Field:
    """Return a line of a person's own words, fit to stand inside a sentence."""
    line = values.bare(text)
    return Field(line, address=address, label=question.name) if line else gap(question.gap, address)


def add_groups(builder: Builder) -> None:
    """Add the groups that stand once: 申请人, 债务, 放款机构."""
    groups: dict[str, Scope] = {}
    for question in builder.library.questionnaire.questions.values():
        if question.repeated:
            continue
        scope = groups.setdefault(question.group, Scope({}, builder.root))
        put(scope, question.name, question.leaf, answered(builder, question, ""))
    for group, scope in groups.items():
        put(builder.root, builder.group_name(group), group, scope)
    _special_cases(builder, groups["applicant"])


def _known_home(case: Case) -> bool:
    """Return whether the other side knows this very address: not just some home, and not when told otherwise."""

    def told(item: str) -> tuple[str, str]:
        return (_plain_address(case.value(f"places[{item}].address")), str(case.value(f"places[{item}].known")))

    address = _plain_address(case.value("applicant.address"))
    homes = [told(item) for item in case.items.get("places", ()) if case.value(f"places[{item}].kind") == "home"]
    same = {known for home, known in homes if home == address}
    return bool(address) and same == {"yes"}


def _plain_address(text: object) -> str:
    return "".join(text.split()).strip("。，、") if isinstance(text, str) else ""


def _special_cases(builder: Builder, applicant: Scope) -> None:
    """An alias leaves the real name open; an address goes only as far as its owner allows."""
    questions = builder.library.questionnaire.questions
    if builder.case.value("applicant.real_name") is False:
        put(applicant, questions["applicant.name"].name, "name", gap("真实姓名", "applicant.name"))
    scope = builder.case.given.get("applicant.address_scope")  # 记不清 is not a yes
    allowed = scope != "court" and not isinstance(scope, NonAnswer)
    full = {
        Sight.FULL: True,
        Sight.CONDITIONAL: _known_home(builder.case) if builder.document.served else allowed,
    }.get(sight(questions[ADDRESS], builder.document, builder.discloses), False)
    address = builder.case.value(ADDRESS)
    area = applicant["area"]
    label = questions[ADDRESS].name
    whole = wording.whole_address(area.text if area else "", address) if address and full else ""
    shown = Field(whole, address=ADDRESS, label=label, of=(area.address,)) if whole else area
    left_out = [field for field in (applicant["address"], area) if field.withheld]
    empty = left_out[0] if left_out else gap(label, ADDRESS, of=(area.address,))
    put(applicant, label, "address", shown or empty)
    complete = bool(shown) and shown is not area
    put(applicant, "住址完整", "address_complete", truth_field("applicant.address_complete", truth=complete))
