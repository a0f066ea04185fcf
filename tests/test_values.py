"""What people type is understood, or they are told how to mend it."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter import values, wording
from drafter.case import total

TODAY = dt.date(2026, 11, 23)


def _if_read(kind: str, text: str) -> Any:
    """Return what is read, or None when the text is refused, which says how to mend it."""
    with contextlib.suppress(values.ValueProblem):
        return values.read(kind, text, TODAY)
    return None


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("11月22日晚上七点多", "2026年11月22日19时许"),
        ("2026年10月3日晚9点", "2026年10月3日21时"),
        ("约10月上旬", "约2026年10月上旬"),
        ("10月1日至22日，几乎每天", "2026年10月1日至22日（几乎每天）"),
        ("今年10月初", "2026年10月初"),
        ("昨天晚上", "2026年11月22日晚上"),
        ("2026.10.3", "2026年10月3日"),
        ("２０２６／１０／３", "2026年10月3日"),
        ("上周三", "2026年11月18日"),
        ("2024年6月1日上午9点多至下午3点多", "2024年6月1日9时许至15时许"),
        ("12月20日至1月13日", "2025年12月20日至2026年1月13日"),
        ("从2026年10月到现在", "2026年10月至11月23日"),
        ("去年12月", "2025年12月"),
        ("二〇二六年十月三日下午三点半", "2026年10月3日15时30分"),
        ("2026-11-20 21:30", "2026年11月20日21时30分"),
        ("2026/11/20 21:30:05", "2026年11月20日21时30分"),
        ("2026-11-20 21:30-22:30", "2026年11月20日21时30分至22时30分"),
        ("10月1日至10月22日几乎每天", "2026年10月1日至22日（几乎每天）"),
        ("10月1日起几乎每天", "2026年10月1日至11月23日（几乎每天）"),
        ("上周", "约2026年11月16日至22日"),
        ("上周三到周五", "2026年11月18日至20日"),
        ("周六九点", "2026年11月21日9时"),
        ("去年年底", "2025年年底"),
        ("去年底", "2025年年底"),
        ("今年上半年", "2026年上半年"),
        ("10月3日星期六晚上", "2026年10月3日晚上"),
        ("10月3日（周六）晚上9点", "2026年10月3日21时"),
        ("10月3日（周六晚上九点）", "2026年10月3日21时"),
        ("10月3日（晚上）9点", "2026年10月3日21时"),
        ("10月3日，晚上9点", "2026年10月3日21时"),
        ("10月3日（周六）至10月5日（周一）", "2026年10月3日至5日"),
        ("10月3日（国庆）晚上9点", "2026年10月3日21时（国庆）"),
        ("10月3日（打电话（多次））", "2026年10月3日（打电话，多次）"),
        ("10月3日（没有写完", "2026年10月3日（没有写完）"),
        ("10月3日（记不清了）", "约2026年10月3日"),
        ("两周前", "约2026年11月9日至15日"),
        ("三个月前", "约2026年8月"),
        ("2026 10 3", "2026年10月3日"),
        ("2O26年1O月3日", "2026年10月3日"),
        ("2026。10。3", "2026年10月3日"),
    ],
)
def test_a_moment_is_read_as_people_say_it(typed: str, printed: str) -> None:
    assert values.show("moment", values.read("moment", typed, TODAY)) == printed


@pytest.mark.parametrize(
    ("hours", "printed"),
    [
        ("晚上9点到10点", "21时至22时"),
        ("下午2点到4点", "14时至16时"),
        ("晚上10点到凌晨2点", "22时至次日2时"),
        ("晚上10点到2点", "22时至次日2时"),
        ("晚10点到第二天早上", "22时至次日早上"),
        ("22:00-2:00", "22时至次日2时"),
        ("晚上9点到12点", "21时至次日0时"),
        ("上午9点到12点", "9时至12时"),
        ("上午9点到3点", "9时至15时"),
        ("上午9点到中午12点", "9时至12时"),
        ("中午12点到1点", "12时至13时"),
        ("晚上9点到当晚11点", "21时至23时"),
        ("21时至22时", "21时至22时"),
        ("晚上到凌晨", "晚上至次日凌晨"),
    ],
)
def test_the_end_of_a_range_is_in_the_same_part_of_the_day(hours: str, printed: str) -> None:
    assert values.show("moment", values.read("moment", f"2026年10月3日{hours}", TODAY)) == f"2026年10月3日{printed}"


@pytest.mark.parametrize(
    ("typed", "reason", "remedy"),
    [
        ("2026年11月1日至12月31日", "结束的时间（2026-12-31）还没有到", "2026年11月1日至今"),
        ("2026年10月22日至10月1日", "不比开始的时间晚", "10月1日至22日"),
        ("2026年10月3日9点到3点", "不比开始的时间晚", "次日"),
        ("10月3日星期五", "2026年10月3日是星期六，不是星期五", "检查日期"),
        ("10月3日凌晨12点", "说不准", "0时"),
        ("10月3日晚上12点", "说不准", "0时"),
    ],
)
def test_a_range_that_cannot_be_is_refused_with_the_remedy(typed: str, reason: str, remedy: str) -> None:
    with pytest.raises(values.ValueProblem) as caught:
        values.read("moment", typed, TODAY)
    assert reason in caught.value.what
    assert remedy in caught.value.advice


@pytest.mark.parametrize(
    ("typed", "known", "exact"),
    [
        ("2026年10月3日", True, True),
        ("约2026年10月3日", False, False),
        ("10月3日左右", False, False),
        ("10月3日（大概）", False, False),
        ("10月上旬", False, False),
        ("10月至11月3日", True, False),
        ("10月1日至11月", False, False),
        ("上周", False, False),
    ],
)
def test_a_moment_says_whether_its_day_may_be_printed(typed: str, known: bool, exact: bool) -> None:  # noqa: FBT001
    moment = values.read("moment", typed, TODAY)
    assert (moment.last_day_known, moment.day_exact) == (known, exact)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2025年初", dt.date(2025, 1, 1), dt.date(2025, 3, 31)),
        ("2025年中", dt.date(2025, 5, 1), dt.date(2025, 8, 31)),
        ("2025年末", dt.date(2025, 12, 1), dt.date(2025, 12, 31)),
        ("2025年下半年", dt.date(2025, 7, 1), dt.date(2025, 12, 31)),
    ],
)
def test_a_part_of_a_year_has_its_days(typed: str, first: dt.date, last: dt.date) -> None:
    moment = values.read("moment", typed, TODAY)
    assert (moment.first_day(), moment.last_day()) == (first, last)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("2026年2月30日", "没有30日"),
        ("去年夏天吧", "看不懂"),
        ("2027年1月1日", "还没有到"),
        ("13月1日", "没有13月"),
        ("10月22日至10月1日", ""),
        ("晚上12点", ""),
    ],
)
def test_a_moment_that_cannot_be_is_refused_with_the_reason(typed: str, reason: str) -> None:
    with pytest.raises(values.ValueProblem) as caught:
        values.read("moment", "2026年" + typed if typed.startswith("10月22") else typed, dt.date(2026, 10, 5))
    assert reason in str(caught.value)
    assert caught.value.advice


@pytest.mark.parametrize(
    ("typed", "printed", "exact"),
    [
        ("186", "186", True),
        ("约20", "约20", False),
        ("至少5次", "至少5", False),
        ("二十多个", "20余", False),
        ("一天二三十个", "每天20至30", False),
        ("20至30", "20至30", False),
        ("１００个", "100", True),
        ("两三次", "2至3", False),
        ("三五次", "3至5", False),
        ("三两个", "2至3", False),
        ("三四个人", "3至4", False),
        ("2、3个", "2至3", False),
        ("每天两三个", "每天2至3", False),
        ("十七八个", "17至18", False),
        ("一百二三十", "120至130", False),
        ("一两百", "100至200", False),
        ("三百五百", "300至500", False),
        ("500到1万", "500至10000", False),
        ("100+", "至少100", False),
        ("100+个", "至少100", False),
        ("上百个", "至少100", False),
        ("几十个", "数十", False),
        ("几百条", "数百", False),
        ("每天好几百个", "每天数百", False),
        ("至少几百个", "至少数百", False),
        ("百十来个", "约100", False),
        ("二十来个", "20余", False),
        ("日均20个", "每天约20", False),
        ("十几个", "10余", False),
        ("一百几十个", "100余", False),
        ("十几万次", "10余万", False),
        ("不到20", "不足20", False),
        ("20个不到", "不足20", False),
        ("每天不到20个", "每天不足20", False),
        ("一万零二", "10002", True),
        ("1万2", "12000", True),
        ("1千50", "1050", True),
        ("一共打了30个", "30", True),
        ("打了三十多个", "30余", False),
        ("有二十来个", "20余", False),
        ("大概打了有二三十个吧", "约20至30", False),
        ("他打了十好几个", "10余", False),
        ("少说也有20个", "至少20", False),
        ("起码三十", "至少30", False),
        ("30个往上", "至少30", False),
        ("三十出头", "30余", False),
        ("打了30个一天", "每天30", False),
        ("有一天打了30个", "30", True),
        ("快一百个了", "约100", False),
        ("20?", "约20", False),
        ("5个朋友", "5", True),
        ("一个都没有", "0", True),
        ("没打过", "0", True),
        ("1O个", "10", True),
        ("“约20”", "约20", False),
        ("186。", "186", True),
    ],
)
def test_a_count_keeps_its_exactness(typed: str, printed: str, exact: bool) -> None:  # noqa: FBT001
    count = values.read("count", typed, TODAY)
    assert (values.show("count", count), count.exact) == (printed, exact)


@pytest.mark.parametrize(
    "typed",
    [
        "百八十个",
        "千八百",
        "三百二百",
        "30至20",
        "1万20",
        "1千2000",
        "几次",
        "成百上千",
        "不到1次",
        "8到1万",
        "不到几百",
    ],
)
def test_a_count_that_is_no_number_is_not_made_one(typed: str) -> None:
    with pytest.raises(values.ValueProblem) as caught:
        values.read("count", typed, TODAY)
    assert caught.value.advice


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("about 20", "约20"),
        ("at least 5 calls", "至少5"),
        ("more than 20", "至少20"),
        ("20 or more", "至少20"),
        ("less than 20", "不足20"),
        ("20 to 30", "20至30"),
        ("20-30", "20至30"),
        ("between twenty and thirty", "20至30"),
        ("20 a day", "每天20"),
        ("About 20 calls a day", "每天约20"),
        ("twenty-five times", "25"),
        ("a hundred and five", "105"),
        ("a dozen", "12"),
        ("dozens of calls", "数十"),
        ("hundreds", "数百"),
        ("twice", "2"),
    ],
)
def test_a_count_is_read_in_english_and_printed_in_chinese(typed: str, printed: str) -> None:
    assert values.show("count", values.read("count", typed, TODAY)) == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Oct 3, 2026", "2026年10月3日"),
        ("October 3rd, 2026 at 9 pm", "2026年10月3日21时"),
        ("3 October 2026", "2026年10月3日"),
        ("3rd of Oct", "2026年10月3日"),
        ("October 2026", "2026年10月"),
        ("early October 2026", "2026年10月上旬"),
        ("end of October", "2026年10月底"),
        ("late 2025", "2025年年底"),
        ("about October 3", "约2026年10月3日"),
        ("yesterday", "2026年11月22日"),
        ("last night", "2026年11月22日晚上"),
        ("this morning", "2026年11月23日早上"),
        ("9:30 pm yesterday", "2026年11月22日21时30分"),
        ("around 9 pm on Oct 3", "2026年10月3日21时许"),
        ("Oct 3, 9 o'clock in the evening", "2026年10月3日21时"),
        ("Saturday, October 3, 2026", "2026年10月3日"),
        ("last week", "约2026年11月16日至22日"),
        ("two weeks ago", "约2026年11月9日至15日"),
        ("3 days ago", "2026年11月20日"),
        ("Oct 1 to Oct 22, almost every day", "2026年10月1日至22日（几乎每天）"),
        ("Oct 1-22, 2026", "2026年10月1日至22日"),
        ("since October 2026", "2026年10月至11月23日"),
        ("Oct 3, 2026, they came to my door", "2026年10月3日（they came to my door）"),
    ],
)
def test_a_moment_is_read_in_english_and_printed_in_chinese(typed: str, printed: str) -> None:
    moment = values.read("moment", typed, TODAY)
    assert values.show("moment", moment) == printed
    assert values.read("moment", printed, TODAY) == moment


MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
]  # fmt: skip


@given(day=st.dates(dt.date(2020, 1, 1), TODAY), short=st.booleans(), order=st.integers(0, 3))
def test_every_day_is_read_in_english(day: dt.date, short: bool, order: int) -> None:  # noqa: FBT001
    month = MONTHS[day.month - 1][: 3 if short else None]
    forms = (
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month} {day.year}",
        f"{month}. {day.day} {day.year}",
        f"{day.day} of {month}, {day.year}",
    )
    assert values.read("date", forms[order], TODAY) == day
    assert values.read("birthday", forms[order], TODAY) == values.Birthday(year=day.year, month=day.month, day=day.day)


ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
TENS = ["zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def _in_english(number: int, joint: str) -> str:
    """Spell a number below a million in English."""
    for unit, name in ((1000, "thousand"), (100, "hundred")):
        if number >= unit:
            rest = f"{joint}{_in_english(number % unit, joint)}" if number % unit else ""
            return f"{_in_english(number // unit, joint)} {name}{rest}"
    if number < 20:
        return ONES[number]
    return TENS[number // 10] + (f"-{ONES[number % 10]}" if number % 10 else "")


@given(number=st.integers(0, 99_999), joint=st.sampled_from([" ", " and "]))
def test_a_number_in_english_words_is_the_number(number: int, joint: str) -> None:
    assert values.read("count", _in_english(number, joint), TODAY).low == number


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        (["几百个", "5"], "至少205"),
        (["几千个", "几十个"], "至少2020"),
        (["不到20个", "5"], "6至24"),
        (["几百个"], "数百"),
        (["上百个", "每天几十个"], "至少100"),
    ],
)
def test_sums_take_several_hundred_as_at_least_two_hundred(typed: list[str], printed: str) -> None:
    counts = [values.read("count", one, TODAY) for one in typed]
    summed = total(counts) if len(counts) > 1 else counts[0]
    assert summed is not None
    assert values.show("count", summed) == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("1221元", "1221元"),
        ("三万五", "35000元"),
        ("3.5万元", "35000元"),
        ("￥1,221.00", "1221元"),
        ("大概两千块", "约2000元"),
        ("3.47元", "3.47元"),
        ("三万到五万", "30000元至50000元"),
        ("1万2", "12000元"),
        ("1万2千", "12000元"),
        ("5千5", "5500元"),
        ("1千2", "1200元"),
        ("3万5", "35000元"),
        ("1万零2", "10002元"),
        ("3k", "3000元"),
        ("30w", "300000元"),
        ("3.5W", "35000元"),
        ("3块5", "3.50元"),
        ("几千块钱", "数千元"),
        ("几百块", "数百元"),
        ("几十万", "数十万元"),
        ("十几万", "10余万元"),
        ("上万块", "至少10000元"),
        ("不到两千块", "不足2000元"),
        ("两三千", "2000元至3000元"),
        ("百把块", "约100元"),
        ("1,221 yuan", "1221元"),
        ("RMB 500", "500元"),
        ("about 2000 yuan", "约2000元"),
        ("35 thousand", "35000元"),
        ("5k yuan", "5000元"),
        ("还了5000", "5000元"),
        ("到手八千", "8000元"),
        ("3。5万", "35000元"),
        ("没还过", "0元"),
    ],
)
def test_money_is_read_in_words_and_digits(typed: str, printed: str) -> None:
    assert values.show("money", values.read("money", typed, TODAY)) == printed


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("13800000001", "13800000001"),
        ("138OOOO0001", "13800000001"),
        ("+86 138 0000 0001", "13800000001"),
        ("１３８－００００－０００１", "13800000001"),
        ("027-12345678转801", "027-12345678转801"),
        ("85551234", "85551234"),
        ("+852 1234 5678", "+85212345678"),
    ],
)
def test_a_persons_own_number_is_one_on_which_they_are_reached(typed: str, read: str) -> None:
    assert values.read("phone", typed, TODAY) == read


@pytest.mark.parametrize("typed", ["110", "95588", "1380000", "1380000000123", "12345678901", "1069 0000 1234"])
def test_nobody_is_reached_on_the_number_of_a_service_or_on_half_a_number(typed: str) -> None:
    assert values.read("phones", typed, TODAY)  # somebody may well have called from it
    with pytest.raises(values.ValueProblem):
        values.read("phone", typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("13800000001 17000000003", ("13800000001", "17000000003")),
        ("13800000001和17000000003", ("13800000001", "17000000003")),
        ("13800000001。17000000003", ("13800000001", "17000000003")),
        ("1069 0000 1234", ("106900001234",)),
    ],
)
def test_numbers_are_parted_as_people_part_them(typed: str, read: tuple[str, ...]) -> None:
    assert values.read("phones", typed, TODAY) == read


@pytest.mark.parametrize(
    ("kind", "typed", "told"),
    [
        ("birthday", "2026年11月22日", "不满一岁"),
        ("birthday", "2026年", "不满一岁"),
        ("birthday", "2025年11月23日", ""),
        ("birthday", "1988年5月", ""),
        ("phones", "1380000000", "“1380000000”是10位"),
        ("phones", "13800000001、95588、106900001234", ""),
        ("count", "30", ""),
    ],
)
def test_what_can_be_and_is_mostly_a_slip_is_read_with_a_remark(kind: str, typed: str, told: str) -> None:
    remark = values.remark(kind, values.read(kind, typed, TODAY), TODAY)
    assert told in remark
    assert bool(told) == bool(remark)


@pytest.mark.parametrize(
    "name", ["周敏", "彪哥138", "360借条", "A·B", "湖南省××县", "自称“清收人员”", "阿依古丽·买买提"]
)
def test_a_name_is_kept_as_it_is_told(name: str) -> None:
    assert values.read("name", name, TODAY) == name


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("110105194912310021", "最后一位"),
        ("123", "您写了3位"),
        ("110105194913310021", "出生日期"),
        ("周敏", "不像证件号码"),
    ],
)
def test_a_wrong_identity_number_says_what_is_wrong(number: str, reason: str) -> None:
    with pytest.raises(values.ValueProblem, match=reason):
        values.read("identity", number, TODAY)


def test_identity_numbers_of_all_kinds_are_read_and_masked() -> None:
    assert values.read("identity", "１１０１０５１９４９１２３１００２ｘ", TODAY) == "11010519491231002X"
    assert values.mask("identity", "11010519491231002X") == "110105********002X"
    assert values.read("identity", "11O1O519491231OO2*", TODAY) == "11010519491231002X"
    for number in ("130503670401001", "E12345678", "H1234567890"):
        assert values.read("identity", number, TODAY) == number


@pytest.mark.parametrize("number", ["13800000001", "027-12345678转801", "95588", "1069 0000 1234", "+63 912 345 6789"])
def test_any_callers_number_is_read(number: str) -> None:
    (read,) = values.read("phones", number, TODAY)
    assert not re.search("[ \u4e00-\u9fff]", read.replace("转", ""))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("027-12345678-801", "027-12345678转801"),
        ("（027）12345678转801", "027-12345678转801"),
        ("02712345678", "027-12345678"),
        ("0710-1234567", "0710-1234567"),
        ("400-820-8820-3", "4008208820转3"),
        ("138-0000-0001", "13800000001"),
        ("1380000-0001", "13800000001"),
        ("13800000001。", "13800000001"),
    ],
)
def test_a_number_keeps_its_extension(typed: str, printed: str) -> None:
    assert values.show("phone", values.read("phone", typed, TODAY)) == printed
    assert values.show("phones", values.read("phones", typed, TODAY)) == printed


def test_numbers_that_can_only_be_described_stay_words() -> None:
    words = "106开头的短信号码，尾号各不相同"
    assert values.read("phones", words, TODAY) == (words,)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("106开头的短信号码，尾号各不相同。", "106开头的短信号码，尾号各不相同"),
        ("17000000003等。", "17000000003等"),
        ("13800000001、17000000003。", "13800000001、17000000003"),
        ("很多号码。\n都是170开头；", "很多号码，都是170开头"),
    ],
)
def test_numbers_bring_no_stop_into_a_sentence(typed: str, printed: str) -> None:
    assert values.show("phones", values.read("phones", typed, TODAY)) == printed


@pytest.mark.parametrize("text", ["& < > \" ' {{ {_{ }}", "😀👨‍👩‍👧", "䶮𬊤", "甲" * 1_000_000])
def test_a_passage_keeps_what_was_typed(text: str) -> None:
    assert values.read("passage", text, TODAY) == text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("来了\n，敲门", "来了，敲门"),
        ("来了。\n，敲门", "来了。\n敲门"),
        ("，敲门", "敲门"),
        ("来了\n。", "来了。"),
        ("来了。\n。", "来了。"),
        ("他说“来了\n”就走", "他说“来了”就走"),
        ("来了\n\n；骂人\n……\n走了", "来了；骂人……\n走了"),
        ("……他没说话\n- 走了", "……他没说话\n- 走了"),
        ("花了\n.5元", "花了\n.5元"),
    ],
)
def test_no_paragraph_begins_with_punctuation(typed: str, kept: str) -> None:
    assert values.read("passage", typed, TODAY) == kept


@given(text=st.text(alphabet="来了敲门，。、；：？！”）…— 　\n“（5.,", max_size=40))
def test_a_passage_of_any_punctuation_is_clean_and_keeps_its_words(text: str) -> None:
    passage = _if_read("passage", text)
    if passage is not None:
        assert not any(line[0] in "，。、；：？！”）," for line in passage.split("\n"))
        assert re.sub(r"[^来了敲门5]", "", passage) == re.sub(r"[^来了敲门5]", "", text)
        assert values.read("passage", passage, TODAY) == passage


@pytest.mark.parametrize(("kind", "typed"), [("passage", "。"), ("passage", "……\n——"), ("phones", "。")])
def test_punctuation_alone_is_no_answer(kind: str, typed: str) -> None:
    with pytest.raises(values.ValueProblem, match="只有标点"):
        values.read(kind, typed, TODAY)


def test_cleaning_takes_out_what_would_break_or_deceive() -> None:
    assert values.clean("甲\x00乙\x0b丙\ud800丁\u202e戊\u200b己\ufdd0") == "甲乙\n丙丁戊己"


@given(kind=st.sampled_from(sorted(values.KINDS)), text=st.text(max_size=60))
def test_no_input_breaks_a_kind(kind: str, text: str) -> None:
    value = _if_read(kind, text)
    assert value is None or isinstance(values.show(kind, value), str)


DAYS = st.dates(dt.date(2020, 1, 1), TODAY)


@given(first=DAYS, length=st.integers(0, 400), hour=st.none() | st.integers(0, 23), about=st.booleans())
def test_a_moment_reads_back_as_it_was_written(first: dt.date, length: int, hour: int | None, about: bool) -> None:  # noqa: FBT001
    last = min(first + dt.timedelta(days=length), TODAY)
    start = values.Stamp(year=first.year, month=first.month, day=first.day, hour=hour, hour_about=hour is not None)
    end = values.Stamp(year=last.year, month=last.month, day=last.day) if last > first else None
    moment = values.Moment(start=start, end=end, about=about and hour is None, note="几乎每天" if end else "")
    assert values.read("moment", values.write("moment", moment), TODAY) == moment


@given(first=st.dates(dt.date(2020, 1, 1), dt.date(2026, 11, 20)), at=st.times(), minutes=st.integers(1, 2880))
def test_a_range_of_hours_reads_back_as_it_was_written(first: dt.date, at: dt.time, minutes: int) -> None:
    start = dt.datetime.combine(first, at.replace(second=0, microsecond=0))
    moment = values.Moment(start=_stamp(start), end=_stamp(start + dt.timedelta(minutes=minutes)))
    assert values.read("moment", values.write("moment", moment), TODAY) == moment


def _stamp(at: dt.datetime) -> values.Stamp:
    return values.Stamp(year=at.year, month=at.month, day=at.day, hour=at.hour, minute=at.minute or None)


@given(first=st.integers(1, 11), length=st.integers(0, 11), daypart=st.sampled_from(["上午", "下午", "晚上"]))
def test_an_end_without_a_part_of_day_is_never_before_the_beginning(first: int, length: int, daypart: str) -> None:
    last = (first + length - 1) % 12 + 1
    moment = _if_read("moment", f"10月3日{daypart}{first}点到{last}点")
    if moment is not None:
        hours = (moment.end.first_day() - moment.start.first_day()).days * 24 + moment.end.hour - moment.start.hour
        assert 0 < hours < 24
        assert values.read("moment", values.write("moment", moment), TODAY) == moment


PIECES = st.sampled_from(
    [
        *(
            "10月3日",
            "2026年",
            "2026-10-03",
            "上周",
            "周六",
            "（周六）",
            "国庆",
            "年底",
            "至今",
            "次日",
            "凌晨",
            "晚上",
        ),
        *(
            "9点",
            "10点",
            "21:30",
            "到",
            "至",
            "，",
            "（",
            "）",
            "、",
            "。",
            " ",
            "几乎每天",
            "多次",
            "左右",
            "约",
            "记不清了",
        ),
    ]
)


@given(pieces=st.lists(PIECES, max_size=8))
def test_what_is_read_of_a_moment_is_printed_whole_and_reads_back(pieces: list[str]) -> None:
    moment = _if_read("moment", "".join(pieces))
    if moment is not None:
        printed = values.write("moment", moment)
        assert printed.count("（") == printed.count("）") <= 1
        assert moment.last_day() <= dt.date(2026, 12, 31)
        assert values.read("moment", printed, TODAY) == moment


COUNTS = st.builds(
    values.Count,
    low=st.integers(0, 99_999),
    mark=st.sampled_from(["exact", "about", "at_least", "more"]),
    per_day=st.booleans(),
)


@given(count=COUNTS)
def test_a_count_reads_back_as_it_was_written(count: values.Count) -> None:
    assert values.read("count", values.write("count", count), TODAY) == count


_VAGUE = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "每天", "约", "至少", "不到", "上", "每天不到", "好"]),
        st.sampled_from(["", "几", "十", "一", "两三", "三五", "二百", "3", "20", "1万2"]),
        st.sampled_from(["", "几", "来", "多", "十", "百", "千", "万", "多万", "k", "+"]),
        st.sampled_from(["", "个", "次", "个人", "左右"]),
    ),
)


@given(typed=_VAGUE)
def test_vague_numbers_read_back_as_they_were_written(typed: str) -> None:
    for kind in ("count", "money"):
        value = _if_read(kind, typed)
        assert value is None or values.read(kind, values.write(kind, value), TODAY) == value


def _in_words(number: int) -> str:
    """Spell a number below a hundred million as it is said: another way from the one that reads it."""
    if number >= 10_000:
        rest = number % 10_000
        between = "零" if 0 < rest < 1000 else ""
        return f"{_in_words(number // 10_000)}万{between}{_in_words(rest) if rest else ''}"
    spelled, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            spelled += ("零" if zero and spelled else "") + "零一二三四五六七八九"[digit] + name
        zero = digit == 0
    return spelled or "零"


@given(number=st.integers(0, 99_999_999))
def test_a_number_in_words_is_the_number(number: int) -> None:
    words = _in_words(number)
    assert values.number(words) == number
    mixed = words.translate(str.maketrans("一二三四五六七八九", "123456789"))
    assert values.number(mixed) == number
    if number >= 10_000:
        assert values.number(f"{number // 10_000}万{number % 10_000:04d}") == number


@given(
    head=st.integers(1, 9), tail=st.integers(1, 9), unit=st.sampled_from([("万", 10_000), ("千", 1000), ("百", 100)])
)
def test_a_lone_digit_counts_the_unit_below_and_after_a_zero_it_does_not(
    head: int, tail: int, unit: tuple[str, int]
) -> None:
    name, size = unit
    for one, other in ((str(head), str(tail)), ("零一二三四五六七八九"[head], "零一二三四五六七八九"[tail])):
        assert values.number(f"{one}{name}{other}") == head * size + tail * size // 10
        assert values.number(f"{one}{name}零{other}") == head * size + tail


@given(cents=st.integers(0, 10**13), mark=st.sampled_from(["exact", "about", "at_least"]))
def test_money_reads_back_as_it_was_written(cents: int, mark: str) -> None:
    money = values.Money(amount=Decimal(cents) / 100, mark=mark)  # type: ignore[arg-type]
    assert values.read("money", values.write("money", money), TODAY) == money


FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
SPACES = " \t\u00a0\u2002\u2003\u2009\u202f\u205f\u3000\u200b\ufeff\u2060"
PARTS = {
    "count": st.one_of(
        COUNTS,
        st.builds(lambda low, more: values.Count(low=low, high=low + more), st.integers(1, 999), st.integers(1, 99)),
    ),
    "money": st.builds(
        lambda cents, mark: values.Money(amount=Decimal(cents) / 100, mark=mark),
        st.integers(0, 10**11),
        st.sampled_from(["exact", "about", "at_least"]),
    ),
    "date": DAYS,
    "day": st.dates(dt.date(2026, 1, 1), dt.date(2030, 12, 31)),
    "birthday": st.builds(
        lambda day, parts: values.Birthday(
            year=day.year, month=day.month if parts else None, day=day.day if parts > 1 else None
        ),
        st.dates(dt.date(1930, 1, 1), TODAY),
        st.integers(0, 2),
    ),
    "moment": st.builds(
        lambda day, at, note: values.Moment(
            start=values.Stamp(year=day.year, month=day.month, day=day.day, hour=at.hour, minute=at.minute or None),
            note=note,
        ),
        DAYS,
        st.times(),
        st.sampled_from(["", "几乎每天", "国庆，多次"]),
    ),
    "time": st.builds(lambda at: f"{at.hour}时{f'{at.minute}分' if at.minute else ''}", st.times()),
    "phone": st.one_of(
        st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
        st.from_regex(r"0[3-9][1-9]{2}-[2-8][0-9]{6,7}", fullmatch=True),
    ),
    "phones": st.lists(
        st.from_regex(r"1[3-9][0-9]{9}|95[0-9]{3}|106[0-9]{8}", fullmatch=True), min_size=1, max_size=3, unique=True
    ).map(tuple),
    "identity": st.builds(
        lambda day, rest: _with_check_digit(f"110105{day:%Y%m%d}{rest:03d}"),
        st.dates(dt.date(1930, 1, 1), TODAY),
        st.integers(0, 999),
    ),
    "uscc": st.just("91350100M000100Y43"),
    "text": st.just("到手机上打了三十个"),
    "passage": st.just("他来了。\n他走了"),
    "name": st.sampled_from(["周敏", "武汉市江岸区"]),
    "address": st.just("武汉市江岸区示例路一号"),
    "relation": st.sampled_from(["丈夫", "前同事"]),
    "ethnic_group": st.sampled_from(["汉族", "维吾尔族"]),
}
"""Values of every kind; words are kept as they are typed, so that theirs are of Chinese letters."""


def _with_check_digit(digits: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11]


def test_there_are_values_of_every_kind() -> None:
    assert set(PARTS) == set(values.KINDS)


@given(data=st.data(), kind=st.sampled_from(sorted(PARTS)))
def test_what_is_written_reads_the_same_in_full_width(data: st.DataObject, kind: str) -> None:
    value = data.draw(PARTS[kind])
    written = values.write(kind, value)
    assert values.read(kind, written, TODAY) == value
    assert values.read(kind, written.translate(FULL_WIDTH), TODAY) == value


@given(data=st.data(), kind=st.sampled_from(sorted(PARTS)), around=st.text(SPACES, max_size=3))
def test_spaces_of_any_kind_around_an_answer_change_nothing(data: st.DataObject, kind: str, around: str) -> None:
    value = data.draw(PARTS[kind])
    assert values.read(kind, f"{around}{values.write(kind, value)}{around}", TODAY) == value


@given(data=st.data(), kind=st.sampled_from(["phone", "identity", "uscc", "count", "money"]))
def test_spaces_of_any_kind_within_a_number_change_nothing(data: st.DataObject, kind: str) -> None:
    value = data.draw(PARTS[kind])
    written = values.write(kind, value)
    for position in data.draw(st.lists(st.integers(0, len(written)), max_size=4)):
        written = written[:position] + data.draw(st.sampled_from(SPACES)) + written[position:]
    assert values.read(kind, written, TODAY) == value


@given(data=st.data(), kind=st.sampled_from(["date", "day", "birthday", "moment", "time", "phones"]))
def test_spaces_between_the_words_of_an_answer_change_nothing(data: st.DataObject, kind: str) -> None:
    value = data.draw(PARTS[kind])
    words = re.findall("[0-9]+|[^0-9]", values.write(kind, value))
    spaced = "".join(word + data.draw(st.sampled_from(["", *SPACES])) for word in words)
    assert values.read(kind, spaced, TODAY) == value


@pytest.mark.parametrize(
    ("amount", "capitals"),
    [
        ("2833855", "贰佰捌拾叁万叁仟捌佰伍拾伍元整"),
        ("65000", "陆万伍仟元整"),
        ("3.47", "叁元肆角柒分"),
        ("0.47", "肆角柒分"),
        ("10.05", "壹拾元零伍分"),
        ("1000010", "壹佰万零壹拾元整"),
        ("0", "零元整"),
    ],
)
def test_amounts_in_capitals(amount: str, capitals: str) -> None:
    assert wording.capital_amount(Decimal(amount)) == capitals


def _slow_capitals(yuan: int) -> str:
    """Spell a sum digit by digit and then drop the zeros: another way to the same words."""
    digits = "零壹贰叁肆伍陆柒捌玖"
    units = ["", "拾", "佰", "仟", "万", "拾", "佰", "仟", "亿", "拾", "佰", "仟"]
    spelled = ""
    for power, digit in enumerate(reversed(str(yuan))):
        unit = units[power]
        if digit == "0":
            spelled = (
                (unit if unit in ("万", "亿") else "") + "零" + spelled if unit not in ("万", "亿") else unit + spelled
            )
            continue
        spelled = digits[int(digit)] + unit + spelled
    while "零零" in spelled:
        spelled = spelled.replace("零零", "零")
    spelled = spelled.replace("零万", "万").replace("零亿", "亿").replace("亿万", "亿")
    return spelled.rstrip("零") + "元整"


@given(yuan=st.integers(1, 99_999_999))
def test_capitals_agree_with_a_slow_reference(yuan: int) -> None:
    fast = wording.capital_amount(Decimal(yuan)).replace("零", "")
    assert fast == _slow_capitals(yuan).replace("零", "")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("九二年三月", "1992年3月"),
        ("92年3月5号", "1992年3月5日"),
        ("05年", "2005年"),
        ("31年生", "1931年"),
        ("19880503", "1988年5月3日"),
        ("1988", "1988年"),
        ("198805", "1988年5月"),
    ],
)
def test_a_year_of_two_digits_is_of_the_century_that_fits(typed: str, printed: str) -> None:
    assert values.show("birthday", values.read("birthday", typed, TODAY)) == printed


@pytest.mark.parametrize("typed", ["2027年", "春天", "1988年至1990年", "约1988年", "农历1988年5月3日"])
def test_a_date_of_birth_that_cannot_be_read_tells_how_to_write_one(typed: str) -> None:
    with pytest.raises(values.ValueProblem) as caught:
        values.read("birthday", typed, TODAY)
    assert "1988年" in caught.value.advice
    assert "发生过的事" not in str(caught.value)


@pytest.mark.parametrize("typed", ["约10月3日", "10月1日至5日", "10月上旬"])
def test_a_date_is_one_whole_day(typed: str) -> None:
    with pytest.raises(values.ValueProblem, match="不是完整的日期"):
        values.read("date", typed, TODAY)


@pytest.mark.parametrize("typed", ["无", "没有", "不知道", "记不清了", "无族", "族", "x", "1"])
def test_no_ethnic_group_is_made_of_no_answer(typed: str) -> None:
    with pytest.raises(values.ValueProblem) as caught:
        values.read("ethnic_group", typed, TODAY)
    assert "不知道就答“记不清”" in caught.value.advice


@pytest.mark.parametrize(
    ("typed", "printed"),
    [("汉", "汉族"), ("汉族", "汉族"), ("回。", "回族"), ("维吾尔族", "维吾尔族"), ("Han", "汉族")],
)
def test_an_ethnic_group_is_printed_in_full(typed: str, printed: str) -> None:
    assert values.show("ethnic_group", values.read("ethnic_group", typed, TODAY)) == printed
