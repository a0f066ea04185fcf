"""The way through the interview in a real terminal: jumping, putting off, remembering, copying, and who fills in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from drafter.answers import UNKNOWN, Answer
from drafter.packs import Library
from drafter.values import Count
from tests.test_review import prepare
from tests.test_terminal import ON_THE_DAY, Tmux, answers, begin, open_at, plain


def replies(*script: tuple[str, str]) -> Callable[[str], str]:
    """Return what answers each prompt: the next of the script when its words are asked, else nothing is known."""
    waiting = list(script)

    def reply(shown: str) -> str:
        if waiting and waiting[0][0] in shown:
            return f"{waiting.pop(0)[1]}\n"
        if not waiting:
            return "\x04"
        return "没有了\n" if "没有了" in shown else "没有\n" if ". 没有\n" in shown.replace("\r", "") else "记不清\n"

    return reply


def test_a_map_shows_what_is_left_and_leads_anywhere(library: Library, tmp_path: Path, windows: list[Tmux]) -> None:
    """Given a half-told case, when F6 is pressed, then the parts are shown with what is left, and one can be told."""
    prepare(tmp_path, library, "applicant.gender", given={"applicant.name": "周敏"})
    window = begin(tmp_path, windows)
    window.until_asked("性别？")
    window.press("F6")
    shown = window.until("跳到哪一部分？（大约还要")
    assert "先看安全　答完了" in shown
    assert "被骚扰的人　还有 10 题没答，大约还要" in shown
    window.press(*["Down"] * 13, "Enter")
    window.until_asked("有证据吗")
    window.press("F6")
    window.until("跳到哪一部分", times=2)
    window.press("Enter")
    window.until_asked("有证据吗")
    window.press("F6")
    window.until_asked("跳到哪一部分")
    window.press("Down", "Enter")
    window.until_asked("眼下的危险")
    window.press("Enter")
    window.until_asked("有证据吗")
    window.press("F6")
    window.until_asked("跳到哪一部分")
    window.press("Up", "Enter")
    window.until_asked("都好了，写文书")
    window.press("Enter")
    assert window.exit_code() == 0
    assert (tmp_path / "案卷" / "办理方案.docx").is_file()
    assert answers(tmp_path)["applicant"]["name"] == "周敏"


def test_a_hard_part_can_wait_until_all_the_rest_is_told(library: Library, tmp_path: Path) -> None:
    prepare(tmp_path, library, "incidents[]")
    reply = replies(("下面要写对方做过的事", "2"), ("身体、家人、工作的影响", "1"), ("下面要写对方做过的事", "1"))
    code, output = plain(tmp_path, reply, *ON_THE_DAY)
    assert code == 130, output
    before, _heading, after = output.partition("别的都答完了。剩下的是先放着的部分。")
    assert "现在停了吗" in before
    assert "还有什么要说明的" in before
    assert "什么时候的事" not in before
    assert "［第1件］这是什么时候的事" in after


def test_a_hard_part_can_be_left_out_for_this_time(library: Library, tmp_path: Path) -> None:
    prepare(tmp_path, library, "incidents[]")
    reply = replies(
        ("下面要写对方做过的事", "2"),
        ("身体、家人、工作的影响", "2"),
        ("下面要写对方做过的事", "这次先不写，文书里留空位"),
        ("身体、家人、工作的影响", "2"),
        ("改一改哪里吗", "1"),
    )
    code, output = plain(tmp_path, reply, *ON_THE_DAY)
    assert code == 0, output
    assert "有人受伤吗" not in output
    assert (tmp_path / "案卷" / "办理方案.docx").is_file()


def test_what_comes_to_mind_is_added_to_the_text_that_it_belongs_to(tmp_path: Path) -> None:
    """Given an account, when a reminder is chosen, then the words go behind it, or into the answer that they are."""
    open_at(tmp_path, "incidents[i1].what")
    reply = replies(
        ("经过是怎样的", "李某捶门约半小时"), ("> ", ""), ("再想一想", "2"),
        ("已经写的：李某捶门约半小时", "还到单位找了我的同事"), ("> ", ""),
        ("再想一想", "谁看见、听见了？"), ("接着写", "物业保安"),
        ("再想一想", ""), ("改一改哪里吗", "退出"),
    )  # fmt: skip
    code, output = plain(tmp_path, reply, *ON_THE_DAY)
    assert code == 130, output
    kept = answers(tmp_path)["incidents"][0]
    assert kept["what"] == "李某捶门约半小时\n还到单位找了我的同事"
    assert kept["witnesses"].endswith("物业保安")


def test_the_last_incident_is_a_start_for_the_next(library: Library, tmp_path: Path, windows: list[Tmux]) -> None:
    """Given one incident, when the next is begun as its copy, then each answer is offered, and none is taken unseen."""
    given: dict[str, Answer] = {
        "incidents[i1].conducts": ("harassing_calls",),
        "incidents[i1].whereabouts": "武汉市江岸区",
        "incidents[i1].calls": Count(low=20),
    }
    prepare(tmp_path, library, "incidents[]", {"incidents": 1}, given)
    window = begin(tmp_path, windows, *ON_THE_DAY)
    window.until_asked("再写最严重的一件吗")
    window.press("Down", "Enter")
    window.until("抄好了")
    window.until_asked("［第2件］这是什么时候的事？")
    window.type("昨天")
    window.until_asked("［第2件］对方做了什么")
    window.press("Enter")
    window.until("［第2件］对方做了什么？（可多选）　频繁打电话")
    window.until_asked("武汉市江岸区")
    window.type("")
    window.until_asked("［第2件］对方用的是哪个号码？")
    window.press("C-c")
    assert window.exit_code() == 130
    first, second = answers(tmp_path)["incidents"]
    assert first["calls"] == "20"
    assert second == {
        "id": "i2",
        "when": "2026年11月22日",
        "conducts": ["harassing_calls"],
        "whereabouts": "武汉市江岸区",
    }


def asked_whether_to_delete(library: Library, folder: Path, windows: list[Tmux], name: str) -> Tmux:
    """Go back out of an exhibit of which only the name was told, and choose to take it away."""
    prepare(folder, library, "exhibits[e1].group", {"exhibits": 1}, {"exhibits[e1].name": name})
    window = begin(folder, windows)
    window.until_asked("属于哪一类")
    window.press("F3")
    window.until_asked("这份证据是什么")
    window.press("F3")
    window.until_asked("这一项只写了开头")
    window.press("Down", "Enter")
    window.until_asked("真的要删掉")
    return window


def test_an_item_that_was_only_begun_can_be_taken_away_on_the_spot(
    library: Library, tmp_path: Path, windows: list[Tmux]
) -> None:
    window = asked_whether_to_delete(library, tmp_path, windows, "写错了")
    window.press("Down", "Enter")
    window.until_asked("有证据吗")
    window.press("C-c")
    assert window.exit_code() == 130
    assert answers(tmp_path).get("exhibits", []) == []


def test_what_a_change_takes_out_of_the_papers_is_said_and_comes_back_by_itself(
    library: Library, tmp_path: Path
) -> None:
    prepare(tmp_path, library, "applicant.secrecy", given={"applicant.name": "周敏", "applicant.real_name": True})
    waiting: Iterator[str] = iter(["上一题", "上一题", "记不清", "上一题", "周敏", "", "\x04"])
    code, output = plain(tmp_path, lambda _shown: f"{next(waiting)}\n")
    assert code == 130, output
    assert "照现在的答案，这些用不到了，不写进文书（没有删，改回来还在）：是真名" in output
    assert "这些以前答过的又用上了：是真名" in output
    assert answers(tmp_path)["applicant"] == {"name": "周敏", "real_name": "true"}


def test_who_fills_in_for_another_person_is_asked_about_that_person(library: Library, tmp_path: Path) -> None:
    for role, asked in (("self", "打哪个电话能找到您？"), ("agent", "打哪个电话能找到当事人？")):
        folder = tmp_path / role
        folder.mkdir()
        prepare(folder, library, "applicant.phone", given={"filer.role": role})
        code, output = plain(folder, lambda _shown: "\x04")
        assert code == 130, output
        assert asked in output


def test_a_choice_that_denies_the_others_is_asked_again(library: Library, tmp_path: Path) -> None:
    prepare(tmp_path, library, "applicant.frailty")
    waiting = iter(["3 5", "5", "\x04"])
    code, output = plain(tmp_path, lambda _shown: f"{next(waiting)}\n")
    assert code == 130, output
    assert "选了“都没有”，又选了别的，两样对不上。只留“都没有”，或者只留“怀孕”。" in output
    assert answers(tmp_path)["applicant"]["frailty"] == ["none"]


def test_an_answer_left_out_stays_left_out_when_enter_is_pressed(
    library: Library, tmp_path: Path, windows: list[Tmux]
) -> None:
    prepare(tmp_path, library, "applicant.area", given={"applicant.phone": UNKNOWN})
    window = begin(tmp_path, windows)
    window.until_asked("住在哪个市")
    window.press("F3")
    window.until_asked("（现在：记不清，直接回车不变）")
    window.press("F5")
    window.until("能找到您？　不写进文书")
    window.until_asked("住在哪个市")
    window.press("F3")
    window.until_asked("（现在：不写进文书，直接回车不变）")
    window.press("Enter")
    window.until("能找到您？　不写进文书", times=2)
    window.until_asked("住在哪个市")
    window.press("C-c")
    assert window.exit_code() == 130
    assert answers(tmp_path)["applicant"]["phone"] == {"withheld": "true"}


@pytest.mark.parametrize("keys", [["F6"], ["C-c"], ["F3"], ["F2"]], ids=["map", "stop", "back", "leave"])
def test_what_was_half_typed_is_there_again(
    library: Library, tmp_path: Path, windows: list[Tmux], keys: list[str]
) -> None:
    """Given a line that is not finished, when the person goes elsewhere or stops, then it goes on where it was."""
    prepare(tmp_path, library, "applicant.area")
    window = begin(tmp_path, windows)
    window.until_asked("住在哪个市")
    window.press("-l", "武汉市江")
    window.until_asked("武汉市江")
    window.press(*keys)
    if keys == ["F6"]:
        window.until_asked("跳到哪一部分")
        window.press("Enter")
    elif keys == ["F3"]:
        window.until_asked("能找到您")
        window.press("Enter")
    else:
        assert window.exit_code() == 130
        assert "area" not in answers(tmp_path)["applicant"]
        window.log.unlink()
        window = begin(tmp_path, windows)
    window.until_asked("住在哪个市")
    window.until_asked("武汉市江")
    window.press("-l", "岸区")
    window.press("Enter")
    window.until("住在哪个市、哪个区（县）？　武汉市江岸区")
    window.press("C-c")
    assert window.exit_code() == 130
    assert answers(tmp_path)["applicant"]["area"] == "武汉市江岸区"


def test_help_in_the_middle_of_an_addition_keeps_what_was_typed(tmp_path: Path, windows: list[Tmux]) -> None:
    open_at(tmp_path, "incidents[i1].what")
    window = begin(tmp_path, windows, *ON_THE_DAY)
    window.until_asked("连按两次回车结束")
    window.press("-l", "捶门")
    window.press("Enter", "Enter")
    window.until_asked("再想一想")
    window.press("Down", "Enter")
    window.until_asked("捶门")
    window.press("-l", "还找了同事")
    window.until_asked("还找了同事")
    window.press("F1")
    window.until("接着前面的写")
    window.until_asked("还找了同事")
    window.press("F3")
    window.until_asked("再想一想")
    window.press("C-c")
    assert window.exit_code() == 130
    assert answers(tmp_path)["incidents"][0]["what"] == "捶门\n还找了同事"


def test_a_word_typed_in_a_menu_is_what_it_means_or_nothing(
    library: Library, tmp_path: Path, windows: list[Tmux]
) -> None:
    """Given a menu of 是 and 否, when 没有 is typed, then the answer is 否; a word that means none chooses none."""
    prepare(tmp_path, library, "applicant.real_name", given={"applicant.name": "周敏"})
    window = begin(tmp_path, windows)
    window.until_asked("为什么问")
    window.press("-l", "没有")
    window.press("Enter")
    window.until("身份证上的名字吗？　否")
    window.until_asked("要不要请派出所")
    window.press("-l", "随便")
    window.press("Enter")
    window.until("没有“随便”这一项。用 ↑↓ 移到要选的那一项，再按回车。")
    window.until_asked("要不要请派出所")
    window.press("-l", "2")
    window.press("Enter")
    window.until("保密？　否")
    window.press("C-c")
    assert window.exit_code() == 130
    assert answers(tmp_path)["applicant"] == {"name": "周敏", "real_name": "false", "secrecy": "false"}


def test_a_day_is_told_as_it_was_understood(library: Library, tmp_path: Path) -> None:
    prepare(tmp_path, library, "incidents[i1].when", {"incidents": 1})
    waiting = iter(["6月1日到7月12日", "\x04"])
    code, output = plain(tmp_path, lambda _shown: f"{next(waiting)}\n", *ON_THE_DAY)
    assert code == 130, output
    assert "记下的是：2026年6月1日至7月12日" in output


def test_a_reminder_that_cannot_be_read_is_told_and_asked_again(library: Library, tmp_path: Path) -> None:
    prepare(tmp_path, library, "incidents[i1].what", {"incidents": 1})
    reply = replies(
        ("经过是怎样的", "捶门"), ("> ", ""), ("再想一想", "谁看见、听见了？"), ("接着写", "。"),
        ("这里只有标点", "物业保安"), ("再想一想", ""),
    )  # fmt: skip
    code, output = plain(tmp_path, reply, *ON_THE_DAY)
    assert code == 130, output
    assert "物业保安" in answers(tmp_path)["incidents"][0]["witnesses"]


def test_letters_typed_where_several_can_be_ticked_tick_nothing(
    library: Library, tmp_path: Path, windows: list[Tmux]
) -> None:
    prepare(tmp_path, library, "applicant.frailty")
    window = begin(tmp_path, windows)
    window.until_asked("空格打勾")
    window.press("-l", "aijk")
    window.press("Enter")
    window.until_asked("一项也没有打勾")
    window.press("C-c")
    assert window.exit_code() == 130
    assert "frailty" not in answers(tmp_path)["applicant"]


def test_one_more_item_in_the_summary_is_asked_for_itself(library: Library, tmp_path: Path) -> None:
    """Given an item with nothing left open, when another is added and left at once, then there is none."""
    prepare(tmp_path, library, items={"exhibits": 1}, given={"exhibits[e1].name": "照片"})
    script = [
        ("改一改哪里吗", "证据　答完了"), ("再加一项", "再加一项"), ("［第2份证据］这份证据是什么", "上一题"),
        ("再加一项", "再加一项"), ("这份证据是什么", "录音"), ("属于哪一类", "上一题"),
        ("第2份：录音", "← 回到总览"), ("改一改哪里吗", "退出"),
    ]  # fmt: skip
    code, output = plain(tmp_path, replies(*script), *ON_THE_DAY)
    assert code == 130, output
    assert [exhibit["name"] for exhibit in answers(tmp_path)["exhibits"]] == ["照片", "录音"]


def test_a_copy_is_still_offered_after_a_stop(library: Library, tmp_path: Path) -> None:
    """Given a copied incident that is left in its middle, when the interview goes on, then the rest is offered."""
    given: dict[str, Answer] = {"incidents[i1].conducts": ("visit",), "incidents[i1].place": "单位前台"}
    prepare(tmp_path, library, "incidents[]", {"incidents": 1}, given)
    first = iter(["2", "昨天", "\x04"])
    plain(tmp_path, lambda _shown: f"{next(first)}\n", *ON_THE_DAY)
    second = iter(["", "\x04"])
    code, output = plain(tmp_path, lambda _shown: f"{next(second)}\n", *ON_THE_DAY)
    assert code == 130, output
    assert "现在的答案：单位前台" in output
    assert answers(tmp_path)["incidents"][1] == {"id": "i2", "when": "2026年11月22日", "conducts": ["visit"]}


def test_who_goes_back_does_not_come_into_a_part_that_waits(library: Library, tmp_path: Path) -> None:
    prepare(tmp_path, library, "damage.injury")
    waiting = iter(["2", "上一题", "\x04"])
    code, output = plain(tmp_path, lambda _shown: f"{next(waiting)}\n", *ON_THE_DAY)
    assert code == 130, output
    assert output.rstrip().rpartition("有需要一起保护的家人吗")[2].count("同一种做法") == 1
    assert "最担心发生什么" not in output


def test_f3_in_the_summary_goes_back_to_what_was_asked_last(
    library: Library, tmp_path: Path, windows: list[Tmux]
) -> None:
    """Given the last question answered, when F3 is pressed in the summary, then it is asked again."""
    prepare(tmp_path, library, "requests.more")
    window = begin(tmp_path, windows)
    window.until_asked("还有什么")
    window.press("F4")
    window.until_asked("要看一看")
    window.press("F3")
    window.until_asked("还有什么")
    window.press("F3")
    window.until_asked("准备交到哪个派出所")
    window.press("C-c")
    assert window.exit_code() == 130


def test_f3_in_a_question_about_the_way_goes_back_and_changes_nothing(
    library: Library, tmp_path: Path, windows: list[Tmux]
) -> None:
    prepare(tmp_path, library, "applicant.phone", given={"applicant.name": "周敏"})
    window = begin(tmp_path, windows)
    window.until_asked("能找到您")
    window.press("F6")
    window.until_asked("跳到哪一部分")
    window.type("被骚扰")
    window.until_asked("这一部分答了一半")
    window.press("F3")
    window.until_asked("跳到哪一部分")
    window.press("F3")
    window.until_asked("能找到您")
    window.press("C-c")
    assert window.exit_code() == 130
    assert answers(tmp_path)["applicant"]["name"] == "周敏"


def test_f3_where_something_is_to_be_deleted_keeps_it(library: Library, tmp_path: Path, windows: list[Tmux]) -> None:
    window = asked_whether_to_delete(library, tmp_path, windows, "录音")
    window.press("F3")
    window.until_asked("有希望对方不要靠近的地方吗")
    window.press("C-c")
    assert window.exit_code() == 130
    assert answers(tmp_path)["exhibits"][0]["name"] == "录音"
