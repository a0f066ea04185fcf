"""Who sees what: the matrix agrees with what is printed, and what is for one reader stands in no other's paper."""

from __future__ import annotations

import io
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import docx
import pytest

from drafter import audience, casefile, drafting, values
from drafter.answers import Answer, AsTyped, NonAnswer
from drafter.audience import Sight
from drafter.case import Case
from drafter.drafting import Result
from drafter.errors import TemplateError, Where
from drafter.fields import Field, Scope, gap
from drafter.interview import path
from drafter.packs import Library
from drafter.questionnaire import Question
from drafter.store import Store
from drafter.terminal.asking import Help, Option
from drafter.terminal.conversation import Conversation
from drafter.word import reading
from drafter.word.environment import Phrase
from drafter.word.usage import usage
from tests.conftest import EXAMPLES, ROOT
from tests.test_any_case import TODAY, anybody

Drawn = Callable[[str], Result]
WITHOUT_ANSWER = ("documents.", "document.", "plan.", "terms.", "periods.", "stats.incidents", "incidents[x].number")
"""What is printed and comes from no answer, or tells no more than how many there are and in which order."""


def disagreements(result: Result, library: Library) -> Iterator[tuple[str, str, str]]:
    """Return every answer that a document prints and the matrix does not say so of."""
    sights = audience.matrix(library)
    for draft in result.drafts:
        for mark in draft.rendered.marks:
            if mark.missing or not mark.address or mark.address.startswith("="):
                continue
            question = library.questionnaire.question_at(mark.address.partition("|")[0])
            if question is None:
                yield draft.document.id, mark.address, "no question"
                continue
            sight = sights[question.id][draft.document.id]
            if sight is Sight.HIDDEN:
                yield draft.document.id, mark.address, "hidden"
            if (sight is Sight.MASKED) != ("*" in mark.text) and question.sensitive:
                yield draft.document.id, mark.address, mark.text


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_an_example_prints_is_what_the_matrix_says(name: str, drawn: Drawn, library: Library) -> None:
    assert list(disagreements(drawn(name), library)) == []


@pytest.mark.parametrize("seed", range(100, 116))
def test_what_anybody_prints_is_what_the_matrix_says(seed: int, library: Library) -> None:
    """Answers at random, with every kind of person, lender and step: documents that no example has."""
    result = drafting.draft(anybody(seed, library), library, TODAY)
    assert list(disagreements(result, library)) == []


def test_every_name_of_every_template_is_followed(library: Library) -> None:
    """Else something would be printed that the matrix does not see."""
    assert {document.id: used.unknown for document, used in audience.uses(library) if used.unknown} == {}


def test_every_computed_value_that_is_printed_knows_its_questions(library: Library) -> None:
    """A field worked out from answers says from which: `computed(…, of=…)`."""
    questions = library.questionnaire.questions
    unknown = set()
    for document, used in audience.uses(library):
        for field in used.printed:
            assert all(name in questions for name in field.of), field.address
            computed = field.address.startswith("=") and ".articles." not in field.address
            own = field.address.removeprefix("=")
            if computed and not field.of and not own.startswith(WITHOUT_ANSWER) and field.label != "称谓":
                unknown.add((document.id, field.address))
    assert unknown == set()


def answers_of(case: Case, library: Library) -> Iterator[tuple[Question, str, Answer]]:
    for address, answer in case.given.items():
        question = library.questionnaire.question_at(address)
        if question is not None and not isinstance(answer, NonAnswer):
            yield question, address, answer


def spoken(question: Question, answer: Answer) -> str:
    """Return the words in which an answer would stand in a paper, where they are words of the person's own."""
    if isinstance(answer, AsTyped):
        return answer.text
    if question.kind in (*values.WORDS, "phone", "identity"):
        return str(values.show(question.kind, answer)).rstrip("。；，")
    return ""


def known_to_the_other_side(address: str, case: Case) -> bool:
    item = address.rpartition(".")[0]
    match address.partition("[")[0]:
        case "places":
            return bool(case.value(f"{item}.known") == "yes")
        case "people":
            return case.value(f"{item}.known") is True
        case "incidents":
            return case.value(f"{item}.witnesses_known") is True
        case "exhibits":
            return case.value(f"{item}.held") != "witness" or case.value(f"{item}.witness_known") is True
    return False


def secrets(result: Result, library: Library) -> Iterator[tuple[str, str]]:
    """Return (address, text) of every answer that the other side must not read."""
    for question, address, answer in answers_of(result.case, library):
        text = spoken(question, answer)
        delicate = question.sensitive or question.served_when is not None
        if delicate and text and not known_to_the_other_side(address, result.case):
            yield address, text


def texts(result: Result) -> dict[str, str]:
    return {draft.document.id: reading.as_text(draft.rendered.data) for draft in result.drafts}


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_served_paper_tells_what_the_other_side_does_not_know(name: str, drawn: Drawn, library: Library) -> None:
    result = drawn(name)
    found = texts(result)
    visited = {
        result.case.value(f"places[{item}].{field}")
        for item in result.case.items.get("places", ())
        if result.case.value(f"places[{item}].known") == "yes"
        for field in ("address", "name")
    }
    called = {result.case.value(f"own_numbers[{item}].number") for item in result.case.items.get("own_numbers", ())}
    for document in (draft.document for draft in result.drafts if draft.document.served):
        channel = library.law.channels.get(document.channel)
        known = visited | (called if channel and "own_numbers.number" in channel.discloses else set())
        for address, text in secrets(result, library):
            assert text in known or text not in found[document.id], (document.id, address)


def test_the_examples_have_secrets_to_keep(drawn: Drawn, library: Library) -> None:
    """Else the test above would show nothing."""
    kept = {address.partition("[")[0] for name in EXAMPLES for address, _text in secrets(drawn(name), library)}
    assert {"applicant.phone", "applicant.id_number", "applicant.address", "places", "incidents"} <= kept


def only_on_the_sheet(library: Library) -> set[str]:
    """Return the questions whose answers stand on 当事人送达信息表 alone."""
    return {
        question
        for question, sights in audience.matrix(library).items()
        if {document for document, sight in sights.items() if sight.shown} == {"service_sheet"}
    }


def test_what_stands_only_on_the_service_sheet(library: Library) -> None:
    assert only_on_the_sheet(library) == {"people[].name", "exhibits[].witness_known"}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_service_sheet_alone_has_what_is_for_the_court_alone(name: str, drawn: Drawn, library: Library) -> None:
    """By what is printed, value for value: the same word (丈夫) may stand elsewhere as somebody's own words."""
    alone = only_on_the_sheet(library)
    for draft in drawn(name).drafts:
        for mark in draft.rendered.marks:
            question = library.questionnaire.question_at(mark.address)
            if question is not None and question.id in alone:
                assert draft.document.id == "service_sheet", mark.address


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_place_the_other_side_does_not_know_is_for_the_court_alone(name: str, drawn: Drawn, library: Library) -> None:
    """And for those to whom the address is disclosed as the person's own."""
    result = drawn(name)
    own = spoken(library.questionnaire.questions["applicant.address"], result.case.value("applicant.address") or "")
    for address, text in secrets(result, library):
        if address.startswith("places[") and text != own:
            told = {document for document, body in texts(result).items() if text in body}
            assert told <= {"service_sheet"}, address


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("applicant.id_number", "不写进：法院会送给对方的材料"),
        ("applicant.address", "对方已经知道的，才写进：交给法院（会送给对方）的材料"),
        ("incidents[].whereabouts", "写进：交给派出所的材料；不写进：法院会送给对方的材料"),
        ("exhibits[].holder", "对方已经知道的，才写进："),
        ("people[].name", "写进：交给法院（单独交，不给对方）的材料；不写进：法院会送给对方的材料"),
        ("incidents[].what", "写进：大多数材料，包括法院会送给对方的。"),
        ("applicant.name", "写进：所有材料，包括法院会送给对方的。"),
        ("applicant.real_name", "不写进任何材料"),
    ],
)
def test_the_sentence_for_the_person(library: Library, question: str, expected: str) -> None:
    assert expected in audience.told(library, library.questionnaire.questions[question])


def test_every_sight_has_a_word_of_its_own() -> None:
    assert len({sight.label for sight in Sight}) == len(Sight)


def test_every_question_has_a_short_sentence(library: Library) -> None:
    for question in library.questionnaire.questions.values():
        sentence = audience.told(library, question)
        assert "写进" in sentence
        assert len(sentence) <= 120, (question.id, sentence)


def test_a_paper_that_only_follows_up_and_the_plan_are_not_told(library: Library) -> None:
    later = [document.title for document in library.documents if document.follows or document.unnumbered]
    for question in library.questionnaire.questions.values():
        assert not [title for title in later if title in audience.told(library, question)]


def test_a_sentence_appears_at_once(library: Library) -> None:
    """A question is on the screen within 50 ms of the last answer."""
    audience.matrix(library)
    started = time.perf_counter()
    for question in library.questionnaire.questions.values():
        audience.told(library, question)
    assert (time.perf_counter() - started) / len(library.questionnaire.questions) < 0.005


def template(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines[:-1]:
        document.add_paragraph(line)
    document.sections[0].footer.paragraphs[0].text = lines[-1]
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.fixture(name="names")
def _names() -> Scope:
    root = Scope({})
    person = Scope({"姓名": gap("姓名", "p.name"), "电话": gap("电话", "p.phone")}, root)
    person.add("写法", Phrase("{% if 电话 %}{{ 姓名 }}{% endif %}", person, Where(file="wording.yaml", line=1)))
    for name, value in {"人们": [person], "首": person, "备注": Field("", address="note")}.items():
        root.add(name, value)
    return root


def found(data: bytes, names: Scope) -> tuple[set[str], set[str], set[str], tuple[str, ...]]:
    used = usage(data, "t.docx", names)
    return (
        {field.address for field in used.printed},
        {field.address for field in used.masked},
        {field.address for field in used.tested},
        used.unknown,
    )


@pytest.mark.parametrize(
    ("lines", "printed", "masked", "tested"),
    [
        (("{{ 首.姓名 }}", ""), {"p.name"}, set(), set()),
        (("{%p for 人 in 人们 %}", "{{ 人.姓名|句 }}", "{%p endfor %}", ""), {"p.name"}, set(), set()),
        (("{% if 首.电话 == “x” and 备注 %}有{% endif %}", ""), set(), set(), {"p.phone", "note"}),
        (("{{ 首.写法 }}", ""), {"p.name"}, set(), {"p.phone"}),
        (("{% if 首.写法 %}有{% endif %}", ""), set(), set(), {"p.name", "p.phone"}),
        (("{% set 甲 = 人们[0] %}{{ 甲.电话|遮盖 }}", ""), set(), {"p.phone"}, set()),
        (("{{ (人们|first).电话 }}", "{{ 备注 }}"), {"p.phone", "note"}, set(), set()),
        (("{{ 首.姓名 if 备注 else 首.电话 }}", ""), {"p.name", "p.phone"}, set(), {"note"}),
        (("{{ 人们|length }}{{ '空'|待填 }}", ""), set(), set(), set()),
    ],
)
def test_what_a_template_uses(
    names: Scope, lines: tuple[str, ...], printed: set[str], masked: set[str], tested: set[str]
) -> None:
    assert found(template(*lines), names) == (printed, masked, tested, ())


def test_a_name_that_does_not_exist_and_a_loop_over_nothing_are_said(names: Scope) -> None:
    names.add("无", [])
    lines = ("{{ 首.年龄 }}{{ 谁 }}", "{%p for 甲 in 无 %}", "{{ 甲.姓名 }}", "{%p endfor %}", "")
    assert found(template(*lines), names)[3] == ("年龄", "谁", "for 甲")


def test_tags_that_cannot_be_read_are_an_error_of_the_template(names: Scope) -> None:
    for data in (template("{% if 首 %}", ""), b"no zip"):
        with pytest.raises(TemplateError):
            usage(data, "t.docx", names)


def test_the_matrix_needs_no_rendering() -> None:
    """docxtpl is slow to import; the sentence must not wait for it."""
    script = (
        "import sys\nfrom drafter import audience, packs\n"
        "audience.matrix(packs.load(packs.builtin_content()))\nprint('docxtpl' in sys.modules)\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert run.stdout.strip() == "False"


class Screen:
    """Asks for nothing: gives what is scripted and keeps what it was told."""

    def __init__(self, *script: str | Exception) -> None:
        self.script = list(script)
        self.told: list[str] = []

    def tell(self, text: str, *, strong: bool = False, warning: bool = False) -> None:  # noqa: ARG002
        self.told.append(text)

    def held(self) -> AbstractContextManager[None]:
        return nullcontext()

    def explain(self, lines: Sequence[str]) -> None:
        self.told += lines

    def clear(self) -> None:
        pass

    def keys(self) -> str:
        return ""

    def line(self, message: str, default: str, *, passage: bool, empty: str = "") -> str:  # noqa: ARG002
        given = self.script.pop(0)
        if isinstance(given, Exception):
            raise given
        return given

    def more(self, message: str, text: str, *, passage: bool) -> str:
        raise NotImplementedError

    def pick(self, message: str, options: Sequence[Option], default: str, *, extras: bool) -> str:  # noqa: ARG002
        assert options[0].key == ""  # nothing more comes to mind
        return ""

    def pick_many(
        self, message: str, options: Sequence[Option], default: Sequence[str], at: str = ""
    ) -> tuple[str, ...]:
        raise NotImplementedError


def ask(library: Library, folder: Path, asker: Screen, *questions: str) -> list[str]:
    """Ask these questions and return what the screen was told."""
    with casefile.CaseFolder(folder / "案卷") as opened:
        store = Store(folder=opened, questionnaire=library.questionnaire, today=TODAY, packs={}, law_checked="")
        conversation = Conversation(store, asker, library)
        for id_ in questions:
            question = library.questionnaire.questions[id_]
            step = next(step for step in path(library.questionnaire, store.answers) if step.question is question)
            conversation.section = step.section
            conversation.visit(step)
    return asker.told


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("applicant.phone", "法院送给对方的材料里没有这一项。交给放款机构的材料里有。"),
        ("incidents[].whereabouts", "法院送给对方的材料里没有这一项。"),
        ("incidents[].witnesses", "法院送给对方的材料里，对方已经知道的才写。"),
        ("incidents[].what", "这一项会写进法院送给对方的材料。"),
        ("incidents[].counted", "不写进任何材料，只用来判断该写哪些、怎么写。"),
    ],
)
def test_in_short_it_is_told_whether_the_other_side_reads_the_answer(
    library: Library, question: str, told: str
) -> None:
    assert audience.brief(library, library.questionnaire.questions[question]) == told


def test_a_sensitive_question_says_once_who_reads_the_answer(library: Library, tmp_path: Path) -> None:
    phone = audience.brief(library, library.questionnaire.questions["applicant.phone"])
    asker = Screen("无", "13800000001", "13800000002")
    shown = ask(library, tmp_path, asker, "applicant.phone", "applicant.phone")
    assert shown[0] == f"{phone}写进哪些材料，帮助里有。"
    assert sum(phone in line for line in shown) == 1


def test_the_help_of_every_question_says_who_reads_the_answer(library: Library, tmp_path: Path) -> None:
    name = audience.told(library, library.questionnaire.questions["applicant.name"])
    assert name not in ask(library, tmp_path / "1", Screen("周敏"), "applicant.name")
    assert ask(library, tmp_path / "2", Screen(Help(), "周敏"), "applicant.name")[-1] == name
