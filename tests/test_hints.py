"""Hints on what was written: the words and another way to put it; silence where a fact is told as a fact."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from drafter import packs
from drafter.casefile import CaseFolder
from drafter.errors import PackError
from drafter.interview import Step, path
from drafter.packs import Library
from drafter.store import AnswersFile, Store
from drafter.terminal.conversation import Conversation
from drafter.values import Count
from tests.conftest import EXAMPLES
from tests.test_audience import Screen

SPOKEN = [
    ("这帮骗子天天来", "label", "骗子"),
    ("他们敲诈我，是黑社会", "label", "敲诈"),
    ("我骂了他，他就砸门", "admission", "我骂了他"),
    ("我确实欠他的钱，但他不该堵门", "admission", "我确实欠他的钱"),
    ("是我不好，拖了半年", "admission", "是我不好"),
    ("再来我就找人收拾他", "threat", "我就找人"),
    ("逼急了跟他们拼了", "threat", "跟他们拼了"),
    ("我保证还钱，月底前都给", "promise", "我保证还钱"),
    ("我答应付清", "promise", "我答应付清"),
    ("他跑到示例路第一小学门口打听", "private", "他跑到示例路第一小学"),
    ("他念出我妈的证号110105194912310021", "private", "110105194912310021"),
    ("他在楼下喊：欠债还钱", "quotation", "喊："),
    ("我在他车上装了定位器", "evidence", "定位器"),
    ("我查到他的住址了", "evidence", "查到他的住址"),
    ("我真的撑不下去了", "despair", "撑不下去"),
]
SILENT = [
    "他捶门约半小时，边捶边喊，邻居报了警。",
    "他喊：“欠债还钱，你这个骗子”，喊了十几分钟。",
    "他说“你不想活了是吧”，我没有开门。",
    "对方打来电话，要求我替同事还款，我说不认识这个人。",
    "他在孩子的学校门口打听孩子的班级。",
    "他发来一张照片，照片上是我家的门牌。",
    "我要求他不要再打，他没有停。",
    "我报了警，民警让他离开。",
    "他说认识我的领导，要让我丢工作。",
    "他用17000000003打来，称是某公司的。",
]


@pytest.mark.parametrize(("text", "hint", "words"), SPOKEN)
def test_a_passage_is_hinted_at_with_its_words(library: Library, text: str, hint: str, words: str) -> None:
    assert (hint, words) in [(found.id, said) for found, said in library.hints.on(text)]


@pytest.mark.parametrize("text", SILENT)
def test_a_fact_told_as_a_fact_calls_for_no_hint(library: Library, text: str) -> None:
    assert [(hint.id, words) for hint, words in library.hints.on(text)] == []


def test_every_hint_has_an_example(library: Library) -> None:
    assert {hint for _text, hint, _words in SPOKEN} == {hint.id for hint in library.hints.hints}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_passages_of_the_examples_call_for_no_hint(
    name: str, library: Library, example: Callable[[str], AnswersFile]
) -> None:
    given = example(name).answers.given
    looked_at = {
        address: answer
        for address, answer in given.items()
        if (question := library.questionnaire.question_at(address)) is not None
        and question.id in library.hints.passages
        and isinstance(answer, str)
    }
    assert looked_at
    assert {address: library.hints.on(text) for address, text in looked_at.items() if library.hints.on(text)} == {}


@pytest.mark.parametrize(
    ("text", "counts", "told"),
    [
        ("一共打了30个电话", {"incidents[].calls": Count(low=20)}, "“打了30个电话”，单独答的是20"),
        ("那天打了三十次", {"incidents[].calls": Count(low=30)}, ""),
        ("收到十二条短信", {"incidents[].messages": Count(low=2)}, "“十二条短信”，单独答的是2"),
        ("上门两次", {"incidents[].visits": Count(low=3)}, "“上门两次”，单独答的是3"),
        ("打了30个电话", {"incidents[].calls": Count(low=20, mark="about")}, ""),
        ("打了30个电话", {"incidents[].calls": Count(low=20, per_day=True)}, ""),
        ("打了30个电话", {}, ""),
        ("打了百百千千次", {"incidents[].calls": Count(low=20)}, ""),
        ("收到十十条短信", {"incidents[].messages": Count(low=2)}, ""),
    ],
)
def test_a_number_that_contradicts_the_one_counted_is_told(
    library: Library, text: str, counts: dict[str, Count], told: str
) -> None:
    found = "".join(library.hints.contradictions(text, counts))
    assert told in found
    assert bool(found) == bool(told)


def tell(store: Store, asker: Screen, library: Library, step: Step) -> None:
    """Ask one step of a section that has begun."""
    conversation = Conversation(store, asker, library)
    conversation.section = step.section
    conversation.visit(step)


def test_a_hint_is_shown_and_blocks_nothing(library: Library, tmp_path: Path) -> None:
    """Given a label and a wrong number in a passage, then both are told, and the passage is kept as it was written."""
    written, asker = "这个骗子打了30个电话", Screen("这个骗子打了30个电话")
    with CaseFolder(tmp_path) as opened:
        store = Store(
            folder=opened, questionnaire=library.questionnaire, today=dt.date(2026, 11, 23), packs={}, law_checked=""
        )
        store.add("incidents")
        store.record("incidents[i1].conducts", ("harassing_calls",))
        store.record("incidents[i1].calls", Count(low=20))
        question = library.questionnaire.questions["incidents[].what"]
        step = next(step for step in path(library.questionnaire, store.answers) if step.question is question)
        tell(store, asker, library, step)
        assert store.answers.given["incidents[i1].what"] == written
        tell(store, tired := Screen("我真的撑不下去了"), library, step)
    assert tired.told == ["文书可以等。心里撑不住的时候，随时可以打 12356（全国统一心理援助热线），有人听您说。"]
    shown = "\n".join(asker.told)
    assert "您写了“骗子”。可以换成他做了什么" in shown
    assert "“打了30个电话”，单独答的是20。" in shown
    assert "只是提醒：要改就回到上一题，不改也可以。" in shown


def test_the_faults_of_the_rules_are_told_with_their_lines(tmp_path: Path) -> None:
    source = packs.builtin_content()
    for name in ("law", "questionnaires", "templates"):
        shutil.copytree(str(source / name), tmp_path / name)
    file = tmp_path / "questionnaires" / "hints.yaml"
    text = file.read_text(encoding="utf-8")
    text = text.replace("- damage.mind", "- damage.mnid").replace("pattern: '骗子", "pattern: '(骗子")
    file.write_text(text.replace("question: incidents[].visits", "question: incidents[].visit"), encoding="utf-8")
    with pytest.raises(PackError) as caught:
        packs.load(tmp_path)
    found = str(caught.value)
    line = text.split("\n").index(next(row for row in text.split("\n") if "(骗子" in row)) + 1
    assert f"questionnaires/hints.yaml 第 {line} 行：pattern 读不懂" in found
    assert "没有“damage.mnid”这个问题。是不是“damage.mind”" in found
    assert "没有“incidents[].visit”这个问题。是不是“incidents[].visits”" in found


def test_a_pack_needs_no_hints(tmp_path: Path) -> None:
    source = packs.builtin_content()
    for name in ("law", "questionnaires", "templates"):
        shutil.copytree(str(source / name), tmp_path / name)
    (tmp_path / "questionnaires" / "hints.yaml").unlink()
    assert packs.load(tmp_path).hints.hints == ()
