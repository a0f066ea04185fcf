"""Answers are on the disk before the next question, and nothing that was given is lost."""

from __future__ import annotations

import datetime as dt
import resource
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from drafter import casefile
from drafter.answer_tree import to_tree
from drafter.answers import UNKNOWN, WITHHELD, AsTyped
from drafter.errors import AnswersError, CaseStoreError
from drafter.packs import Library
from drafter.store import Store, read_answers_file
from tests.conftest import EXAMPLES, ROOT

TODAY = dt.date(2026, 11, 23)


def open_store(folder: casefile.CaseFolder, library: Library) -> Store:
    return Store(
        folder=folder, questionnaire=library.questionnaire, today=TODAY, packs={"stock": "1"}, law_checked="2026-11-23"
    )


def test_what_was_said_comes_back_after_a_crash(tmp_path: Path, library: Library) -> None:
    """Given answers of every kind and no goodbye, when the case is opened again, then they are all there."""
    with casefile.CaseFolder(tmp_path / "案 卷") as folder:
        store = open_store(folder, library)
        store.record("applicant.name", "周敏 & <b>")
        store.record("applicant.id_number", UNKNOWN)
        store.record("applicant.workplace", WITHHELD)
        item = store.add("incidents")
        store.record(f"incidents[{item}].conducts", ("threat", "insult"))
        store.record(f"incidents[{item}].when", AsTyped(text="去年夏天吧"))
        store.close("incidents")
        before = store.answers
    with casefile.CaseFolder(tmp_path / "案 卷") as folder:
        again = open_store(folder, library)
        assert again.load()
        assert again.answers == before
        again.checkpoint()
    with casefile.CaseFolder(tmp_path / "案 卷") as folder:
        third = open_store(folder, library)
        third.load()
        assert third.answers == before
        assert not folder.exists(casefile.JOURNAL)


@pytest.mark.parametrize("typed", ["13800000001", "没有", "去年夏天吧", "。"])
def test_words_that_a_person_wanted_kept_are_kept_however_often_the_case_is_opened(
    tmp_path: Path, library: Library, typed: str
) -> None:
    places = ("collectors[c1].name", "applicant.ethnicity", "conduct.announced", "collectors[c1].numbers")
    with casefile.CaseFolder(tmp_path / "c") as folder:
        store = open_store(folder, library)
        store.add("collectors")
        for place in places:
            store.record(place, AsTyped(text=typed))
    for _opening in range(3):
        with casefile.CaseFolder(tmp_path / "c") as folder:
            again = open_store(folder, library)
            again.load()
            assert not again.problems
            kept = [again.answers.given[place] for place in places]
            assert [one.text if isinstance(one, AsTyped) else one for one in kept] == [typed] * len(places)
            again.checkpoint()


@pytest.mark.parametrize("odd", ["\u2028", "\x85", "\u2029", "\x1c"])
def test_a_character_that_some_programs_take_for_a_line_end_does_not_tear_the_journal(
    tmp_path: Path, library: Library, odd: str
) -> None:
    for checkpoint in (False, True):
        with casefile.CaseFolder(tmp_path / f"c{checkpoint}") as folder:
            store = open_store(folder, library)
            store.record("requests.more", f"甲{odd}乙")
            if checkpoint:
                store.checkpoint()
        with casefile.CaseFolder(tmp_path / f"c{checkpoint}") as folder:
            again = open_store(folder, library)
            assert again.load()
            kept = again.answers.given["requests.more"]
        assert isinstance(kept, str)
        assert kept.startswith("甲")
        assert kept.endswith("乙")
        assert again.problems == []


def test_what_pointed_to_a_removed_item_points_there_no_longer(tmp_path: Path, library: Library) -> None:
    found = read_answers_file(
        (ROOT / "examples" / "wuhan-neighbour" / "answers.yaml").read_text(encoding="utf-8"),
        "a.yaml", library.questionnaire, TODAY,
    )  # fmt: skip
    with casefile.CaseFolder(tmp_path / "c") as folder:
        store = open_store(folder, library)
        store.answers = found.answers
        store.checkpoint()
        store.remove("incidents", "i1")
    with casefile.CaseFolder(tmp_path / "c") as folder:
        again = open_store(folder, library)
        again.load()
        again.checkpoint()
        assert again.problems == []
        assert again.answers.given["exhibits[e1].incidents"] == ("i2",)
        assert again.answers.given["exhibits[e2].incidents"] == UNKNOWN


def test_a_journal_that_cannot_be_read_whole_is_set_aside(tmp_path: Path, library: Library) -> None:
    with casefile.CaseFolder(tmp_path / "c") as folder:
        open_store(folder, library).record("applicant.name", "周敏")
    journal = tmp_path / "c" / casefile.JOURNAL
    damaged = b"\xff\xfe\n[1, 2]\n" + journal.read_bytes()
    journal.write_bytes(damaged)
    with casefile.CaseFolder(tmp_path / "c") as folder:
        store = open_store(folder, library)
        store.load()
        store.checkpoint()
        assert store.answers.given["applicant.name"] == "周敏"
        assert "journal.坏1.jsonl" in str(store.problems[0])
    assert (tmp_path / "c" / ".drafter" / "journal.坏1.jsonl").read_bytes() == damaged


@pytest.mark.parametrize("text", ["answers: 5\n", "笔记\n", "answers:\n  - a\n", "{{{"])
def test_a_case_file_that_is_none_is_not_overwritten(tmp_path: Path, library: Library, text: str) -> None:
    case = tmp_path / "c" / "case.yaml"
    case.parent.mkdir()
    case.write_text(text, encoding="utf-8")
    with casefile.CaseFolder(tmp_path / "c") as folder, pytest.raises(AnswersError):
        open_store(folder, library).load()
    assert case.read_text(encoding="utf-8") == text


def test_a_torn_last_line_costs_nothing_else(tmp_path: Path, library: Library) -> None:
    with casefile.CaseFolder(tmp_path) as folder:
        store = open_store(folder, library)
        store.record("applicant.name", "周敏")
        with (tmp_path / casefile.JOURNAL).open("ab") as journal:
            journal.write(b'{"set": "applicant.phone", "to": "138')
    with casefile.CaseFolder(tmp_path) as folder:
        store = open_store(folder, library)
        store.load()
        store.record("applicant.phone", "13800000001")
        assert store.answers.given == {"applicant.name": "周敏", "applicant.phone": "13800000001"}
    with casefile.CaseFolder(tmp_path) as folder:
        store = open_store(folder, library)
        store.load()
        assert store.answers.given == {"applicant.name": "周敏", "applicant.phone": "13800000001"}


def test_an_item_id_is_never_used_again(tmp_path: Path, library: Library) -> None:
    with casefile.CaseFolder(tmp_path) as folder:
        store = open_store(folder, library)
        first, second = store.add("incidents"), store.add("incidents")
        store.record(f"incidents[{second}].place", "家门口")
        store.remove("incidents", second)
        store.checkpoint()
        assert first == "i1"
    with casefile.CaseFolder(tmp_path) as folder:
        store = open_store(folder, library)
        store.load()
        assert store.add("incidents") == "i3"
        assert "incidents[i2].place" not in store.answers.given


def test_an_old_answer_that_no_longer_fits_is_kept_and_shown(tmp_path: Path, library: Library) -> None:
    (tmp_path / "case.yaml").write_text(
        "format: 1\nanswers:\n  applicant: {name: 周敏, id_number: '123', shoe_size: '38'}\n", encoding="utf-8"
    )
    with casefile.CaseFolder(tmp_path) as folder:
        store = open_store(folder, library)
        store.load()
        assert store.answers.given == {"applicant.name": "周敏"}
        assert [problem.where.line for problem in store.problems] == [3, 3]
        store.checkpoint()
    text = (tmp_path / "case.yaml").read_text(encoding="utf-8")
    assert "applicant.id_number: '123'" in text
    assert "applicant.shoe_size: '38'" in text


def test_a_day_that_was_wrong_once_costs_no_answer(tmp_path: Path, library: Library) -> None:
    """Given a case opened once with a day before its incidents, when the day is right again, then all is there."""
    path = ROOT / "examples" / "wuhan-neighbour" / "answers.yaml"
    found = read_answers_file(path.read_text(encoding="utf-8"), str(path), library.questionnaire, None)
    before = to_tree(found.answers, library.questionnaire)
    with casefile.CaseFolder(tmp_path) as folder:
        store = open_store(folder, library)
        store.answers = found.answers
        store.checkpoint()
        early = open_store(folder, library)
        early.today = dt.date(2025, 1, 1)
        early.load()
        assert "incidents[i2].when" in early.answers.misfits
        assert "incidents[i2].when" not in early.answers.given
        early.checkpoint()
        early.load()
        assert [problem.where.question for problem in early.problems].count("时间") >= 2
        early.checkpoint()
        again = open_store(folder, library)
        again.load()
        assert again.problems == []
        assert again.answers.misfits == {}
        assert to_tree(again.answers, library.questionnaire) == before


def test_what_is_kept_goes_with_its_item_and_yields_to_a_new_answer(tmp_path: Path, library: Library) -> None:
    (tmp_path / "case.yaml").write_text(
        "format: 1\nanswers:\n  applicant: {name: 周敏}\n  incidents: [{id: i1, when: 2026年2月30日}]\n"
        "kept: {applicant.name: [甲, 乙], 'incidents[i7].when': 2026年1月1日}\n",
        encoding="utf-8",
    )
    with casefile.CaseFolder(tmp_path) as folder:
        store = open_store(folder, library)
        store.load()
        assert set(store.answers.misfits) == {"incidents[i1].when", "incidents[i7].when"}
        store.remove("incidents", "i1")
        assert set(store.answers.misfits) == {"incidents[i7].when"}


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_answers_file_survives_the_round_trip(name: str, tmp_path: Path, library: Library) -> None:
    path = ROOT / "examples" / name / "answers.yaml"
    found = read_answers_file(path.read_text(encoding="utf-8"), str(path), library.questionnaire, None)
    with casefile.CaseFolder(tmp_path) as folder:
        store = open_store(folder, library)
        store.today, store.answers = found.today, found.answers
        store.checkpoint()
        again = open_store(folder, library)
        again.today = found.today
        again.load()
        assert again.problems == []
        assert to_tree(again.answers, library.questionnaire) == to_tree(found.answers, library.questionnaire)


def test_every_fault_of_an_answers_file_is_told_with_its_line(library: Library) -> None:
    text = (
        "today: 2026-11-23\n"
        "answers:\n"
        "  applicant:\n"
        "    nmae: 周敏\n"
        "    gender: 女性\n"
        "    id_number: '110105194912310021'\n"
        "  incidents:\n"
        "    - when: 2026年2月30日\n"
        "      conducts: [threat, harrassing_calls]\n"
        "      who: [c9]\n"
        "  colectors: []\n"
    )
    with pytest.raises(AnswersError) as caught:
        read_answers_file(text, "a.yaml", library.questionnaire, None)
    message = str(caught.value)
    for told in (
        "a.yaml 第 4 行：没有“applicant.nmae”这个问题。是不是“name”？",
        "a.yaml 第 5 行 “性别”：没有“女性”这个选项",
        "a.yaml 第 6 行 “身份证号码”：身份证号码的最后一位对不上",
        "a.yaml 第 8 行 “时间”：2026年2月没有30日",
        "没有“harrassing_calls”这个选项。是不是“harassing_calls”",
        "没有“c9”这一项",
        "a.yaml 第 11 行：没有“colectors”这一组。是不是“collectors”？",
    ):
        assert told in message
    assert caught.value.exit_code == 2


def test_files_are_private(tmp_path: Path, library: Library) -> None:
    with casefile.CaseFolder(tmp_path / "案卷") as folder:
        store = open_store(folder, library)
        store.record("applicant.name", "周敏")
        store.checkpoint()
        folder.replace("文书/甲.docx", b"x")
        store.record("applicant.name", "周敏")
    for path in (tmp_path / "案卷").rglob("*"):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path


def test_a_second_window_is_turned_away(tmp_path: Path) -> None:
    with casefile.CaseFolder(tmp_path), pytest.raises(CaseStoreError, match="另一个窗口正在用这个案卷"):
        casefile.CaseFolder(tmp_path)


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    """A write that the system cuts off in the middle leaves the file that was there, and no half one beside it."""
    script = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from drafter.casefile import CaseFolder\n"
        "from drafter.errors import CaseStoreError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "folder = CaseFolder(Path(sys.argv[1]))\n"
        "folder.replace('case.yaml', b'old')\n"
        "folder.append('.drafter/journal.jsonl', 'first')\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))\n"
        "for act in (lambda: folder.replace('case.yaml', b'x' * 100),\n"
        "            lambda: folder.append('.drafter/journal.jsonl', 'x' * 100)):\n"
        "    try:\n"
        "        act()\n"
        "    except CaseStoreError as error:\n"
        "        print(error.what)\n"
    )
    run = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True)
    assert run.stdout.count("磁盘满了") == 2
    assert (tmp_path / "case.yaml").read_bytes() == b"old"
    assert (tmp_path / ".drafter" / "journal.jsonl").read_text(encoding="utf-8") == "first\n"
    assert not list(tmp_path.glob(".*.tmp"))
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 64


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(CaseStoreError) as caught:
        casefile.CaseFolder(tmp_path / "file" / "案卷")
    assert "不是文件夹" in caught.value.what
    with pytest.raises(CaseStoreError):
        casefile.CaseFolder(Path("/proc/drafter"))


def test_an_item_that_was_taken_out_leaves_no_pointer_even_when_killed_at_once(
    tmp_path: Path, library: Library
) -> None:
    """Given a journal that ends with the removal, when it is replayed, then no answer points to what is gone."""
    questionnaire, today = library.questionnaire, dt.date(2026, 11, 25)
    with casefile.CaseFolder(tmp_path) as folder:
        store = Store(folder=folder, questionnaire=questionnaire, today=today, packs={}, law_checked="")
        store.add("incidents")
        store.add("incidents")
        store.add("exhibits")
        store.record("exhibits[e1].incidents", ("i1", "i2"))
        store.remove("incidents", "i2")
        assert (tmp_path / ".drafter" / "journal.jsonl").read_text(encoding="utf-8").count('"remove"') == 1
        assert folder.lines(".drafter/journal.jsonl")[-1].startswith('{"remove"')
        again = Store(folder=folder, questionnaire=questionnaire, today=today, packs={}, law_checked="")
        again.load()
        assert again.answers.given["exhibits[e1].incidents"] == ("i1",) == store.answers.given["exhibits[e1].incidents"]


def test_what_is_kept_out_after_all_stays_in_no_file(tmp_path: Path, library: Library) -> None:
    """Given a workplace that was typed and then kept out, then its words stand nowhere in the case folder."""
    with casefile.CaseFolder(tmp_path / "c") as folder:
        store = open_store(folder, library)
        store.record("applicant.workplace", "示例纺织厂")
        store.begin("applicant.workplace", "示例纺织厂二车间")
        store.record("applicant.workplace", WITHHELD)
        kept = [path.read_text(encoding="utf-8") for path in folder.path.rglob("*") if path.is_file()]
    assert kept
    assert not any("示例纺织厂" in text for text in kept)
