"""Exported call logs and messages: read whatever they were exported by, counted as an independent count counts them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import re
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.errors import CaseStoreError, DrafterError, ExportError
from drafter.library import Library
from drafter.packs import builtin_content
from drafter.records import Record, android, limits, numbers, read, times
from drafter.records.counting import Found, Hours, chosen, summary
from drafter.records.merging import Merged
from tests import exports
from tests.conftest import ROOT
from tests.exports import OWN, Contact

TODAY = dt.date(2026, 11, 23)
MADE = list(exports.contacts(1200))
CALLS = [contact for contact in MADE if contact.kind == "call"]
MESSAGES = [contact for contact in MADE if contact.kind == "message"]

Writer = Callable[[Path], None]


def counted(path: Path, **how: Any) -> Found:
    return summary(read(path, today=TODAY, **how).records)


def by_sqlite(made: Iterable[Contact], *, answered: bool = True) -> dict[str, Any]:
    """Count what came in with SQL, from what was put into the file and not from what was read out of it."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE c (t TEXT, kind TEXT, number TEXT, seconds INTEGER)")
    rows = [(str(c.when), c.kind, c.number, c.seconds) for c in made if c.incoming]
    base.executemany("INSERT INTO c VALUES (?, ?, ?, ?)", rows)

    def grouped(what: str) -> dict[Any, int]:
        return dict(base.execute(f"SELECT {what}, count(*) FROM c GROUP BY 1"))

    night = "CAST(strftime('%H', t) AS INT) >= 22 OR CAST(strftime('%H', t) AS INT) < 8"
    gaps = "SELECT max(gap) FROM (SELECT strftime('%s', t) - lag(strftime('%s', t)) OVER (ORDER BY t) AS gap FROM c)"
    return {
        "calls": grouped("kind").get("call", 0),
        "messages": grouped("kind").get("message", 0),
        "answered": base.execute("SELECT count(*) FROM c WHERE kind = 'call' AND seconds > 0").fetchone()[0] * answered,
        "night": base.execute(f"SELECT count(*) FROM c WHERE {night}").fetchone()[0],
        "days": grouped("date(t)"),
        "hours": {int(hour): count for hour, count in grouped("strftime('%H', t)").items()},
        "numbers": grouped("number"),
        "nights": dict(base.execute(f"SELECT date(t, '-8 hours'), count(*) FROM c WHERE {night} GROUP BY 1")),
        "silence": base.execute(gaps).fetchone()[0],
    }


def as_counted(found: Found) -> dict[str, Any]:
    assert found.silence is not None
    return {
        "calls": found.total.calls,
        "messages": found.total.messages,
        "answered": found.total.answered,
        "night": found.total.night,
        "days": {str(day): tally.contacts for day, tally in found.days.items()},
        "hours": {hour: tally.contacts for hour, tally in enumerate(found.hours) if tally.contacts},
        "numbers": {number: tally.contacts for number, tally in found.parties.items()},
        "nights": {str(night): count for night, count in found.nights.items()},
        "silence": found.silence.length.total_seconds(),
    }


LOGS: dict[str, tuple[list[Contact], Writer]] = {
    "短信.xml": (MESSAGES, lambda path: exports.write_android(path, MESSAGES, root="smses")),
    "通话.xml": (CALLS, lambda path: exports.write_android(path, CALLS, root="calls")),
    "全部.bin": (MADE, lambda path: exports.write_android(path, MADE)),
    "移动.csv": (CALLS, lambda path: exports.write_csv(path, exports.mobile_rows(CALLS))),
    "移动.xlsx": (CALLS, lambda path: exports.write_xlsx(path, exports.mobile_rows(CALLS))),
    "联通.csv": (CALLS, lambda path: exports.write_csv(path, exports.unicom_rows(CALLS), encoding="utf-8-sig")),
    "联通.txt": (CALLS, lambda path: exports.write_csv(path, exports.unicom_rows(CALLS), encoding="gb18030")),
    "联通.xlsx": (CALLS, lambda path: exports.write_xlsx(path, exports.unicom_rows(CALLS))),
    "电信.csv": (CALLS, lambda path: exports.write_csv(path, exports.telecom_rows(CALLS), encoding="utf-8")),
    "电信.xls": (
        CALLS,
        lambda path: exports.write_csv(path, exports.telecom_rows(CALLS), encoding="utf-16", separator="\t"),
    ),
    "电信.xlsx": (CALLS, lambda path: exports.write_xlsx(path, exports.telecom_rows(CALLS))),
}


@pytest.mark.parametrize("name", LOGS)
def test_each_export_is_counted_as_sql_counts_what_was_put_into_it(name: str, tmp_path: Path) -> None:
    made, write = LOGS[name]
    write(tmp_path / name)
    export = read(tmp_path / name, today=TODAY)
    found = summary(export.records)
    assert as_counted(found) == by_sqlite(made)
    assert found.total.unanswered == found.total.calls - found.total.answered
    assert found.outgoing == sum(not contact.incoming for contact in made)
    assert {problem.code for problem in export.notes.problems()} <= {"R111"}  # the cover sheet of the spreadsheets


@pytest.mark.parametrize("form", ["name first", "time first", "by day"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_chat_is_counted_and_its_words_are_kept(form: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "聊天.txt"
    exports.write_chat(path, MESSAGES, form=form, encoding=encoding)
    records = list(read(path, today=TODAY, mine={"我"}).records)
    assert [record.text for record in records] == [f"{contact.text}\n第二行" for contact in MESSAGES]
    assert [record.direction for record in records] == ["in" if contact.incoming else "out" for contact in MESSAGES]
    exact = "%Y-%m-%d %H:%M:%S" if form == "time first" else "%Y-%m-%d %H:%M"
    assert [f"{record.when:{exact}}" for record in records] == [f"{contact.when:{exact}}" for contact in MESSAGES]
    assert {record.party for record in records} == {"专员小李 138", "我"}
    assert {record.exact for record in records} == {"second" if form == "time first" else "minute"}


def test_a_chat_as_a_web_page_reads_like_the_text(tmp_path: Path) -> None:
    exports.write_page(tmp_path / "聊天.html", MESSAGES)
    exports.write_chat(tmp_path / "聊天.txt", MESSAGES, form="time first")
    page, text = (list(read(tmp_path / f"聊天.{ext}", today=TODAY).records) for ext in ("html", "txt"))
    assert [(r.when, r.party, r.text) for r in page] == [(r.when, r.party, r.text) for r in text]


def test_an_operators_xls_that_is_a_web_page_is_a_table(tmp_path: Path) -> None:
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in exports.mobile_rows(CALLS))
    page = "<html><body><table>" + "\n".join(f"<tr>{row}</tr>" for row in cells) + "</table></body></html>"
    (tmp_path / "详单.xls").write_text(page, encoding="gbk")
    export = read(tmp_path / "详单.xls", today=TODAY)
    assert as_counted(summary(export.records)) == by_sqlite(CALLS)
    assert export.form == "table"


def test_what_the_other_side_wrote_is_theirs_once_their_name_is_chosen(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("李专员 2026/1/3 21:05\n还钱\n小周 2026/1/3 21:06\n不认识\n", encoding="utf-8")
    undecided = counted(tmp_path / "a.txt")
    assert (undecided.total.messages, undecided.undirected) == (0, 2)
    found = summary(chosen(read(tmp_path / "a.txt", today=TODAY).records, {"李专员"}))
    assert (found.total.messages, found.undirected) == (1, 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[2026年1月3日 下午9:05] 李专员：还钱\n", ("李专员", "2026-01-03 21:05:00", "还钱")),
        ("李专员(2026-01-03 21:05:11):\n还钱\n", ("李专员", "2026-01-03 21:05:11", "还钱")),
        (
            "2026-01-03 21:05:11 李专员\n2026-01-03 不还就上门\n",
            ("李专员", "2026-01-03 21:05:11", "2026-01-03 不还就上门"),
        ),
        ("2026-01-03 21:05\t李专员\n还钱\n", ("李专员", "2026-01-03 21:05:00", "还钱")),
        ("李专员\n2026年1月3日 21:05\n还钱\n", ("李专员", "2026-01-03 21:05:00", "还钱")),
    ],
)
def test_other_layouts_of_a_chat(text: str, expected: tuple[str, str, str], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    [record] = read(tmp_path / "a.txt", today=TODAY).records
    assert (record.party, str(record.when), record.text) == expected


def test_a_table_without_headings_is_known_by_what_stands_in_it(tmp_path: Path) -> None:
    rows = [[c.number, str(c.when), "被叫" if c.incoming else "主叫", exports.length(c.seconds)] for c in CALLS]
    exports.write_csv(tmp_path / "a.csv", rows)
    assert as_counted(counted(tmp_path / "a.csv")) == by_sqlite(CALLS)


def test_columns_can_be_given_once(tmp_path: Path) -> None:
    rows = [["甲", "乙", "丙"], *([str(c.when), c.number, str(c.seconds)] for c in CALLS)]
    exports.write_csv(tmp_path / "a.csv", rows)
    for columns in ({"when": "甲", "party": "乙", "seconds": "丙"}, {"when": "#1", "party": "#2", "seconds": "#3"}):
        records = list(read(tmp_path / "a.csv", today=TODAY, columns=columns).records)
        assert [(r.when, r.party, r.seconds) for r in records] == [(c.when, c.number, c.seconds) for c in CALLS]
    with pytest.raises(ExportError, match=r"没有“丁”这一栏.*这里有：甲、乙、丙") as told:
        read(tmp_path / "a.csv", today=TODAY, columns={"when": "甲", "party": "丁"})
    assert told.value.column == "丁"
    with pytest.raises(ExportError, match="是不是“seconds”"):
        read(tmp_path / "a.csv", today=TODAY, columns={"second": "甲"})


def test_a_message_list_of_an_operator_is_of_messages(tmp_path: Path) -> None:
    text = "起始时间,对方号码,通信方式,信息类型\n"
    text += "2026-01-03 09:00:00,10690001,接收,短信\n2026-01-03 09:01:00,10690001,发送,短信\n"
    (tmp_path / "a.csv").write_text(text, encoding="gbk")
    found = counted(tmp_path / "a.csv")
    assert (found.total.messages, found.total.calls, found.outgoing) == (1, 0, 1)


def test_the_words_for_a_missed_call_and_for_a_rejected_one(tmp_path: Path) -> None:
    rows = ["时间,号码,类型,时长"]
    rows += [
        f"2026-01-03 09:00:0{i},10690001,{way},0" for i, way in enumerate(("未接来电", "拒接", "呼入", "呼出", "流量"))
    ]
    (tmp_path / "a.csv").write_text("\n".join(rows), encoding="utf-8")
    found = counted(tmp_path / "a.csv")
    assert (found.total.unanswered, found.total.answered, found.outgoing) == (3, 0, 1)


def test_connected_says_nothing_of_the_direction(tmp_path: Path) -> None:
    rows = ["时间,号码,通话状态"]
    rows += [f"2026-01-03 09:00:0{i},13900000001,{way}" for i, way in enumerate(("已接通", "未接通", "已接", "未接"))]
    (tmp_path / "a.csv").write_text("\n".join(rows), encoding="utf-8")
    found = counted(tmp_path / "a.csv")
    assert (found.undirected, found.total.answered, found.total.unanswered) == (2, 1, 1)
    said = summary(chosen(read(tmp_path / "a.csv", today=TODAY).records, {"13900000001"}, came_in=True))
    assert (said.undirected, said.total.answered, said.total.unanswered) == (0, 2, 2)


def test_a_picture_message_to_several_is_its_senders(tmp_path: Path) -> None:
    text = """<smses count="1"><mms date="1767445511000" msg_box="1" address="13800000001~10690001">
    <parts><part ct="application/smil" text="x"/><part ct="text/plain" text="还钱"/></parts>
    <addrs><addr address="13800000001" type="151"/><addr address="10690001" type="137"/></addrs></mms></smses>"""
    (tmp_path / "a.xml").write_text(text, encoding="utf-8")
    [record] = read(tmp_path / "a.xml", today=TODAY).records
    assert (record.party, record.text, str(record.when)) == ("10690001", "还钱", "2026-01-03 21:05:11")


# Times, lengths, encodings, numbers


@given(st.integers(0, 99 * 3600))
def test_a_length_reads_back_however_it_is_written(length: int) -> None:
    hours, rest = divmod(length, 3600)
    forms = [str(length), f"{length}秒", f"{length}.0", f"{hours:02}:{rest // 60:02}:{rest % 60:02}"]
    forms += [
        f"{hours}小时{rest // 60}分{rest % 60}秒",
        exports.length(length),
        f"{hours}时{rest // 60}分钟{rest % 60}秒钟",
    ]
    assert {form: times.seconds(form) for form in forms} == dict.fromkeys(forms, length)


@given(st.datetimes(dt.datetime.fromisoformat("2002-01-01"), dt.datetime.fromisoformat("2035-12-31")))
def test_a_time_reads_back_however_it_is_written(when: dt.datetime) -> None:
    when = when.replace(microsecond=0)
    half = "上午" if when.hour < 12 else "下午"
    twelve = when.hour % 12 or 12
    forms = [
        f"{when:%Y-%m-%d %H:%M:%S}", f"{when:%Y/%m/%d %H:%M:%S}", f"{when:%Y.%m.%d %H:%M:%S}",
        f"{when.year}/{when.month}/{when.day} {when:%H:%M:%S}", f"{when:%Y-%m-%dT%H:%M:%S}",
        f"{when:%Y%m%d%H%M%S}", f"{when:%Y年%m月%d日 %H时%M分%S秒}",
        f"{when.year}年{when.month}月{when.day}日 {half}{twelve}:{when:%M:%S}", str(exports.stamp(when)),
    ]  # fmt: skip
    assert {form: times.Dates().read(form) for form in forms} == dict.fromkeys(forms, times.Time(when, "second"))
    dates = times.Dates(order="dmy", months=((when.year, when.month),))
    assert dates.read(f"{when.day}-{when.month}-{when.year} {when:%H:%M:%S}") == times.Time(when, "second")
    assert dates.read(f"{when:%m-%d %H:%M:%S}") == times.Time(when, "second")


@given(st.text())
def test_no_text_makes_the_readers_of_cells_fall(text: str) -> None:
    times.Dates().read(text)
    times.seconds(text)
    numbers.normal(text)


@given(
    texts=st.lists(
        st.text("的一是在还钱短信😀\U00020000é,\"'\n；abc 0", min_size=1, max_size=30), min_size=1, max_size=8
    ),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
)
def test_words_read_back_in_every_encoding(
    texts: list[str], encoding: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("words") / "a.csv"
    rows = [
        ["时间", "号码", "内容"],
        *([f"2026-01-03 21:05:{i:02}", "10690001", f"催收{text}"] for i, text in enumerate(texts)),
    ]
    exports.write_csv(path, rows, encoding=encoding)
    assert [record.text for record in read(path, today=TODAY).records] == [f"催收{text}".strip() for text in texts]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("+86 138-0000-0001", "13800000001"), ("008613800000001", "13800000001"), ("13800000001\t", "13800000001"),
        ('="13800000001"', "13800000001"), ("13800000001.0", "13800000001"), ("0571-8000 1234", "057180001234"),
        ("+8657180001234", "057180001234"), ("+8695588", "95588"), ("0063 917 000 0000", "+639170000000"), ("-1", ""),
        ("王（普惠）", "王（普惠）"),
    ],
)  # fmt: skip
def test_a_number_is_written_in_one_way(text: str, number: str) -> None:
    assert numbers.normal(text) == number


def test_numbers_that_are_alike_are_put_together() -> None:
    counts = dict.fromkeys([f"05718000{i:04}" for i in range(3)] + ["10690001", "10690002", "95588"], 2)
    counts |= {
        "17010000001": 1,
        "17110000001": 1,
        "+639170000000": 1,
        "13900000001": 1,
        "13900000002": 1,
        "": 3,
        "李专员": 1,
    }
    found = {group.name: group.count for group in numbers.groups(counts)}
    assert found == {
        "座机局号05718000": 6, "106开头": 4, "95、96开头": 2, "170、171号段": 2, "+63开头": 1, "号码没有显示": 3,
        "13900000001": 1, "13900000002": 1, "李专员": 1,
    }  # fmt: skip


def test_emoji_in_two_halves_are_whole_wherever_the_file_is_cut() -> None:
    data = "<a b='&#55357;&#56832;😀&#x1F600;&amp;&#10;&#55357;x&#0;\x01'/>".encode()
    whole = b"".join(android.readable(iter([data])))
    assert whole == "<a b='&#128512;😀&#128512;&amp;&#10;&#65533;x&#65533;'/>".encode()
    for cut in range(len(data)):
        assert b"".join(android.readable(iter([data[:cut], data[cut:]]))) == whole


# Counting


def at(time: str, **more: Any) -> Record:
    exact = {10: "day", 16: "minute"}.get(len(time), "second")
    given = {
        "kind": "call",
        "party": "10",
        "direction": "in",
        "seconds": 0,
        "answered": False,
        "text": "",
        "own": "",
        "row": 1,
    }
    return Record(when=dt.datetime.fromisoformat(time), exact=exact, **(given | more))  # type: ignore[arg-type]


def test_a_night_bears_the_date_of_its_evening() -> None:
    times_told = [
        "2026-01-03 21:59:59",
        "2026-01-03 22:00:00",
        "2026-01-04 02:00:00",
        "2026-01-04 07:59:59",
        "2026-01-04 08:00:00",
    ]
    found = summary(map(at, times_told))
    assert found.nights == {dt.date(2026, 1, 3): 3}
    assert {str(day): tally.contacts for day, tally in found.days.items()} == {"2026-01-03": 2, "2026-01-04": 3}


def test_a_day_without_a_time_counts_on_its_day_and_in_no_night() -> None:
    found = summary([at("2026-01-03"), at("2026-01-05 12:00:00")])
    assert (found.total.contacts, found.total.night, found.untimed, found.peak) == (2, 0, 1, 12)
    assert found.silence is not None
    assert found.silence.length == dt.timedelta(hours=36)  # from the end of the day of which no time is known


@given(
    st.lists(
        st.datetimes(dt.datetime.fromisoformat("2026-01-01"), dt.datetime.fromisoformat("2026-01-20")),
        min_size=2,
        max_size=40,
    )
)
def test_the_longest_silence_is_that_of_the_sorted_times(whens: list[dt.datetime]) -> None:
    found = summary(at(when.isoformat(" ", "microseconds")) for when in whens)
    gaps = [later - earlier for earlier, later in zip(sorted(whens), sorted(whens)[1:], strict=False)]
    if max(gaps) >= dt.timedelta(hours=1):
        assert found.silence is not None
        assert found.silence.length == max(gaps)


def test_what_went_out_is_counted_apart() -> None:
    found = summary(
        [at("2026-01-03 09:00:00"), at("2026-01-03 10:00:00", direction="out"), at("2026-01-03 11:00:00", direction="")]
    )
    assert (found.total.contacts, found.outgoing, found.undirected) == (1, 1, 1)


def test_the_186_messages_and_100_calls_of_42_days_are_counted_from_the_telephone(tmp_path: Path) -> None:
    begun, step = dt.datetime.fromisoformat("2024-06-01 09:12:00"), dt.timedelta(minutes=206)
    told = [
        Contact(begun + step * i, "message" if i % 2 or i > 199 else "call", f"1069{i:06}", True, 0, f"第{i}条")  # noqa: FBT003
        for i in range(286)
    ]
    exports.write_android(tmp_path / "王果.xml", told)
    found = counted(tmp_path / "王果.xml")
    assert (found.total.messages, found.total.calls) == (186, 100)
    assert (str(found.first), str(found.last)) == ("2024-06-01", "2024-07-12")


# Merging


def test_two_exports_that_overlap_are_merged_and_not_doubled(tmp_path: Path) -> None:
    exports.write_android(tmp_path / "1.xml", MADE[:800])
    exports.write_android(tmp_path / "2.xml", MADE[300:])
    with Merged(tmp_path) as merged:
        new = [merged.add(read(tmp_path / f"{i}.xml", today=TODAY).records, source="android") for i in (2, 1)]
        assert (new, merged.doubles, len(merged)) == ([900, 300], 500, 1200)
        assert as_counted(summary(merged)) == by_sqlite(MADE)
        whens = [record.when for record in merged]
        assert whens == sorted(whens)
        assert [record.text for record in merged if record.kind == "message"] == [contact.text for contact in MESSAGES]


def test_an_operators_record_of_the_same_calls_adds_none_though_its_clock_differs(tmp_path: Path) -> None:
    apart = [contact for contact in CALLS if contact.answered]
    late = [Contact(c.when + dt.timedelta(seconds=15), c.kind, c.number, c.incoming, c.seconds, "") for c in apart]
    exports.write_android(tmp_path / "1.xml", CALLS)
    exports.write_csv(tmp_path / "2.csv", exports.telecom_rows(late))
    with Merged(tmp_path) as merged:
        for name in ("1.xml", "2.csv"):
            export = read(tmp_path / name, today=TODAY)
            merged.add(export.records, source=export.form)
        assert (len(merged), merged.doubles) == (len(CALLS), len(late))


def test_two_calls_shortly_after_each_other_stay_two(tmp_path: Path) -> None:
    long = {"seconds": 20, "answered": True}
    with Merged(tmp_path) as merged:
        merged.add([at("2026-01-03 09:00:00", **long)], source="android")
        merged.add([at("2026-01-03 09:00:00", **long), at("2026-01-03 09:01:00", **long)], source="android")
        assert len(merged) == 2
        merged.add(
            [at("2026-01-03 09:00:05", **long), at("2026-01-03 09:01:05", **long), at("2026-01-03 09:02:05", **long)],
            source="table",
        )
        assert len(merged) == 3


def test_the_same_words_twice_in_a_minute_are_two_messages_once(tmp_path: Path) -> None:
    said = [at("2026-01-03 09:00", kind="message", text="还钱", answered=None, seconds=None)] * 2
    with Merged(tmp_path) as merged:
        merged.add(said, source="chat")
        merged.add(said, source="chat")
        assert len(merged) == 2


@pytest.mark.skipif(os.name == "nt", reason="an open file keeps its name there")
def test_the_file_on_disk_is_the_owners_alone_and_is_gone_even_after_a_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modes: list[int] = []
    unlink = Path.unlink

    def noted(path: Path, *, missing_ok: bool = False) -> None:
        if path.exists():
            modes.append(path.stat().st_mode & 0o777)
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", noted)
    merged = Merged(tmp_path)
    merged.add([at("2026-01-03 09:00:00")])
    assert (modes, list(tmp_path.iterdir())) == ([0o600], [])


@pytest.mark.skipif(os.name == "nt", reason="no limit of size there")
def test_a_full_disk_is_told_and_leaves_nothing_behind(tmp_path: Path) -> None:
    """A process that may write no file larger than 100 kB meets what a full disk would do."""
    program = """
import datetime as dt, resource, sys
from pathlib import Path
from drafter.errors import CaseStoreError
from drafter.records import read
from drafter.records.merging import Merged
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    with Merged(Path(sys.argv[1])) as merged:
        merged.add(read(Path(sys.argv[2]), today=dt.date(2036, 1, 1)).records)
except CaseStoreError as error:
    print(error)
"""
    exports.write_android(tmp_path / "a.xml", MADE)
    (tmp_path / "案卷").mkdir()
    command = [sys.executable, "-c", program, str(tmp_path / "案卷"), str(tmp_path / "a.xml")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, cwd=ROOT, timeout=60)
    assert "合并记录时写不了临时文件，可能是磁盘满了。请腾出空间，再导入。" in done.stdout
    assert list((tmp_path / "案卷").iterdir()) == []


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CaseStoreError, match="这里放不了临时文件"):
        Merged(tmp_path / "没有")


# Limits


def test_each_limit_holds_from_its_day_and_for_its_lenders(library: Library) -> None:
    known = limits.load(builtin_content(), library.law)
    answered = [
        at(f"{day} 09:0{i}:00", answered=True, seconds=9) for day in ("2025-02-27", "2025-02-28") for i in range(4)
    ]
    missed = [at(f"{day} 10:0{i}:00", own="SIM 1") for day in ("2026-01-29", "2026-01-30") for i in range(7)]
    three = [at(f"2026-03-01 09:0{i}:00", answered=True, seconds=9) for i in range(3)]
    night = [at("2025-02-27 23:00:00"), at("2025-02-28 01:00:00"), at("2026-02-01 22:00:00")]
    found = summary([*answered, *missed, *three, *night])

    def told(lender: str, *, debtor: bool = True) -> list[tuple[str, str, int]]:
        return [
            (e.limit.article.id, str(e.day), e.count)
            for e in limits.exceeded(found, known, lender=lender, debtor=debtor)
        ]

    standard = [("gbt45251-frequency", "2025-02-28", 4)]
    association = [("cba2026-frequency", "2026-01-30", 7)]
    nights = [("gbt45251-hours", "2025-02-27", 1), ("gbt45251-hours", "2026-02-01", 1)]
    assert told("consumer_finance") == [*standard, *association, *nights, ("cba2026-hours", "2026-02-01", 1)]
    assert told("microloan") == [*standard, *nights]
    assert told("bank_card") == [*association, ("cba2026-hours", "2026-02-01", 1)]
    assert told("microloan", debtor=False) == nights
    assert told("person") == []


def test_unanswered_calls_to_two_numbers_of_ones_own_are_not_added_up(library: Library) -> None:
    known = limits.load(builtin_content(), library.law)
    found = summary(at(f"2026-02-01 10:{i:02}:00", own=f"SIM {i % 2}") for i in range(12))
    assert limits.exceeded(found, known, lender="bank_loan", debtor=True) == ()


def test_the_numbers_of_the_limits_are_those_of_their_verified_articles(library: Library) -> None:
    for limit in limits.load(builtin_content(), library.law):
        assert limit.article.status == "verified"
        assert limit.word in limit.article.text
        if limit.each == "night":
            assert limit.hours == Hours(begins=22, ends=8)
            assert re.search(r"22:00至次日早?8:00", limit.article.text)
        else:
            assert f"{limit.most}次" in limit.article.text


# Files that cannot be read, and rows that cannot be right


def zipped(members: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


BAD: dict[str, tuple[str, bytes, str]] = {
    "zero bytes": ("a.csv", b"", "a.csv：这是一个空文件。"),
    "blanks": ("a.csv", b"\r\n  \0\0\n", "a.csv：这是一个空文件。"),
    "a PDF": ("a.csv", b"%PDF-1.7\n", "a.csv：这是 PDF"),
    "a picture": ("a.csv", b"\xff\xd8\xff\xe0" + b"\0" * 50, "a.csv：这是图片"),
    "an old spreadsheet": ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.xls：这是旧式 .xls"),
    "a bomb": ("a.xlsx", zipped({"xl/workbook.xml": b"<a/>", "xl/sheet1.xml": b" " * 9_000_000}), "大得不正常"),
    "entities": ("a.xlsx", zipped({"xl/workbook.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}), "表格里有 DOCTYPE"),
    "another archive": ("a.xlsx", zipped({"短信.xml": b"<smses/>"}), "a.xlsx：这是压缩包"),
    "half a spreadsheet": ("a.xlsx", b"PK\x03\x04" + b"\0" * 100, "a.xlsx：这个表格坏了"),
    "a hollow spreadsheet": ("a.xlsx", zipped({"xl/workbook.xml": b"<a/>"}), "a.xlsx：这个表格坏了"),
    "entities in XML": (
        "a.xml",
        b"<!DOCTYPE smses [<!ENTITY b 'c'>]><smses><sms body='&b;'/></smses>",
        "第 1 行：文件开头有 DOCTYPE",
    ),
    "XML cut off": (
        "a.xml",
        b"<smses>\n<sms date='1767402311000' type='1' body='x'/>\n<sms da",
        "a.xml 第 3 行：文件在这一行断了",
    ),
    "other XML": ("a.xml", b"<?xml version='1.0'?><rss/>", "a.xml：这是 XML，但不是"),
    "another encoding": (
        "a.csv",
        "時刻,号码\n".encode() + "ひらがな,電話番号\n".encode("euc_jis_2004") * 3 + b"\xff\xfe\xff,\xff\n",
        "第 2 行：里面的文字既不是 UTF-8",
    ),
    "garbled": ("a.csv", "鏃堕棿,鍙风爜\n1,2\n".encode(), "a.csv 第 1 行：里面的中文已经成了乱码"),
    "no time": ("a.csv", "姓名,号码,备注\n甲,13900000001,x\n乙,13900000002,y\n".encode(), "没有一栏像是时间"),
    "no number": ("a.csv", "时间,时长\n2026-01-03 09:00:00,9\n".encode(), "没有一栏像是对方的号码"),
    "times alone": ("a.csv", "时间\n2026-01-03 09:00:00\n".encode(), "没有一栏像是对方的号码"),
    "an open quotation": (
        "a.csv",
        '时间,号码,内容\n2026-01-03 09:00:00,1069,"还\n2026-01-03 09:01:00,1069,x\n'.encode(),
        "a.csv 第 2 行：这一行里有一个引号没有收尾",
    ),
    "a page without a chat": ("a.html", b"<html><body>hello</body></html>", "这个网页里没有"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_imported_is_told_in_one_line_with_the_remedy(name: str, tmp_path: Path) -> None:
    file, data, told = BAD[name]
    path = tmp_path / file
    path.write_bytes(data)
    with pytest.raises(ExportError) as error:
        list(read(path, today=TODAY).records)
    assert told in str(error.value)
    assert "\n" not in str(error.value)
    assert error.value.advice
    assert isinstance(error.value, DrafterError)
    assert error.value.exit_code == 2


def test_a_file_without_permission_or_gone(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="读不了：没有找到"):
        read(tmp_path / "没有.csv", today=TODAY)
    with pytest.raises(ExportError, match="文件和文件夹弄混了"):
        read(tmp_path, today=TODAY)


def test_days_that_cannot_be_right_are_told_with_their_row_and_set_apart(tmp_path: Path) -> None:
    rows = ["2026-01-03 21:05:11", "1970-01-01 08:00:00", "2027-01-01 00:00:00", "2026-11-23 23:59:59"]
    (tmp_path / "a.csv").write_text("时间,号码\n" + "".join(f"{row},1069\n" for row in rows), encoding="utf-8")
    export = read(tmp_path / "a.csv", today=TODAY)
    assert [str(record.when) for record in export.records] == [rows[0], rows[3]]
    assert [str(record.when) for record in export.notes.apart] == rows[1:3]
    told = [str(problem) for problem in export.notes.problems()]
    assert "a.csv 第 3 行：时间早得不可能：1970-01-01 08:00" in told[0]
    assert "a.csv 第 4 行：时间在将来：2027-01-01 00:00" in told[1]


def test_dates_in_two_ways_are_not_guessed(tmp_path: Path) -> None:
    rows = ["2026/1/3 21:05", "3-1-2026 21:05", "13-1-2026 21:05", "昨天"]
    (tmp_path / "a.csv").write_text("时间,号码\n" + "".join(f"{row},1069\n" for row in rows), encoding="utf-8")
    export = read(tmp_path / "a.csv", today=TODAY)
    assert [f"{record.when:%m-%d}" for record in export.records] == ["01-03", "01-13"]
    told = [str(problem) for problem in export.notes.problems()]
    assert "a.csv 第 3 行 时间：“3-1-2026 21:05”可能是两个不同的日子" in told[0]
    assert "a.csv 第 5 行 时间：“昨天”读不成时间。" in told[1]


def test_dates_that_all_end_with_the_year_show_by_one_of_them_which_comes_first(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("时间,号码\n3-1-2026 21:05,1069\n23-1-2026 21:05,1069\n", encoding="utf-8")
    assert [f"{record.when:%m-%d}" for record in read(tmp_path / "a.csv", today=TODAY).records] == ["01-03", "01-23"]


def test_a_month_without_a_year_is_told_where_nothing_says_the_year(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("时间,号码\n01-03 21:05:11,1069\n", encoding="utf-8")
    export = read(tmp_path / "a.csv", today=TODAY)
    assert list(export.records) == []
    assert "没有年份" in str(export.notes.problems()[0])


def test_a_number_that_a_spreadsheet_has_rewritten_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("时间,号码\n2026-01-03 21:05:11,1.39E+10\n", encoding="utf-8")
    export = read(tmp_path / "a.csv", today=TODAY)
    assert len(list(export.records)) == 1
    assert "第 2 行 号码：号码“1.39E+10”被表格软件改写过" in str(export.notes.problems()[0])


def test_a_torn_character_makes_no_other_encoding_of_a_file(tmp_path: Path) -> None:
    rows = "时间,号码,内容\n" + "".join(f"2026-01-03 09:00:{i:02},1069,请立即联系专员处理\n" for i in range(60))
    data = rows.encode().replace("专员处理\n".encode(), "专员处理\n".encode()[:-2] + b"\n", 1)
    (tmp_path / "a.csv").write_bytes(data)
    export = read(tmp_path / "a.csv", today=TODAY)
    records = list(export.records)
    assert (len(records), records[1].text) == (60, "请立即联系专员处理")
    assert [problem.where.line for problem in export.notes.problems()] == [2]


def test_of_many_rows_with_one_fault_a_few_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("时间,号码\n2026-01-03 09:00:00,1\n" + "坏了,1\n" * 400, encoding="utf-8")
    export = read(tmp_path / "a.csv", today=TODAY, columns={"when": "时间", "party": "号码"})
    list(export.records)
    assert len(export.notes.problems()) == 6
    assert "还有 395 处也是这样" in str(export.notes.problems()[-1])


def test_a_backup_that_says_it_has_more_than_it_has_is_told(tmp_path: Path) -> None:
    sms = "<sms address='1069' date='1767402311000' type='{}' body='x'/>"
    (tmp_path / "a.xml").write_text(f"<smses count='9'>{sms.format(1)}{sms.format(3)}</smses>", encoding="utf-8")
    export = read(tmp_path / "a.xml", today=TODAY)
    assert len(list(export.records)) == 1
    told = " ".join(str(problem) for problem in export.notes.problems())
    assert "开头说有 9 条，实际有 2 条" in told
    assert "有 1 条短信没有发出" in told


LONG = {
    "blanks after a day": "2026-01-03" + " " * 200_000,
    "blanks in a name": "2026-01-03 21:05:11 李" + " " * 200_000 + "x",
    "tabs": "李" + "\t" * 200_000 + "x",
    "digits": "9" * 200_000,
    "dashes": "—" * 200_000,
    "years": "2026" * 50_000,
    "lengths": "1分" * 100_000,
}


@pytest.mark.parametrize("name", LONG)
def test_no_line_takes_long_to_be_looked_at(name: str, tmp_path: Path) -> None:
    """Patterns that try a long line in every way would take hours for one of these."""
    line, began = LONG[name], time.monotonic()
    (tmp_path / "a.txt").write_text(f"李 2026-01-03 21:05:11\n{line}\n", encoding="utf-8")
    assert len(list(read(tmp_path / "a.txt", today=TODAY).records)) == 1
    rows = [line, "时间,号码,时长", f"2026-01-03 21:05:11,1069,{line}", f"{line},1069,1", ""]
    (tmp_path / "b.csv").write_text("\n".join(rows), encoding="utf-8")
    assert len(list(read(tmp_path / "b.csv", today=TODAY).records)) >= 1
    assert time.monotonic() - began < 20


# Size


_PROGRAM = """
import datetime as dt, resource, sys
from pathlib import Path
from drafter.records import read
from drafter.records.counting import summary
from drafter.records.merging import Merged

def megabytes():
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 ** (2 if sys.platform == "darwin" else 1))
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1024

def export(name):
    return read(Path(sys.argv[1]) / name, today=dt.date(2036, 1, 1), mine={"我"})

def all_of(name):
    count = summary(export(name).records).total.contacts
    with Merged(Path(sys.argv[1])) as merged:
        merged.add(export(name).records)
        merged.add(export(name).records)
        assert summary(merged).total.contacts == count
    return count

all_of(sys.argv[2])
small = megabytes()
print(all_of(sys.argv[3]), megabytes() - small)
"""


@pytest.mark.skipif(os.name == "nt", reason="memory is told in another way there")
@pytest.mark.parametrize("form", ["csv", "xml", "txt"])
def test_a_hundred_thousand_rows_take_no_more_memory_than_ten_thousand(form: str, tmp_path: Path) -> None:
    """The file on disk may keep 16 MB of itself in memory; the records alone would take 50 MB."""
    for rows in (10_000, 100_000):
        made = list(exports.contacts(rows))
        path = tmp_path / f"{rows}.{form}"
        if form == "csv":
            exports.write_csv(path, exports.unicom_rows(made))
        elif form == "xml":
            exports.write_android(path, made)
        else:
            exports.write_chat(path, made, form="time first")
    command = [sys.executable, "-c", _PROGRAM, str(tmp_path), f"10000.{form}", f"100000.{form}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, timeout=300)
    count, grown = map(int, done.stdout.split())
    assert count == sum(contact.incoming for contact in made)
    assert grown < 24, grown


def test_the_same_seed_makes_the_same_file(tmp_path: Path) -> None:
    for name in ("1.csv", "2.csv"):
        exports.write_csv(tmp_path / name, exports.mobile_rows(exports.contacts(50, seed=7)))
    assert (tmp_path / "1.csv").read_bytes() == (tmp_path / "2.csv").read_bytes()
    with (tmp_path / "1.csv").open(encoding="gbk", newline="") as stream:
        ways = Counter(row[2] for row in csv.reader(stream) if len(row) > 7)
    assert ways["被叫"] > ways["主叫"] > 0
    assert OWN in (tmp_path / "1.csv").read_text(encoding="gbk")
