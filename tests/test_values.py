"""What people type is understood, or they are told how to mend it."""

from __future__ import annotations

import contextlib
import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter import values, wording

TODAY = dt.date(2026, 11, 23)


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
    ],
)
def test_a_moment_is_read_as_people_say_it(typed: str, printed: str) -> None:
    assert values.show("moment", values.read("moment", typed, TODAY)) == printed


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
    ],
)
def test_a_count_keeps_its_exactness(typed: str, printed: str, exact: bool) -> None:  # noqa: FBT001
    count = values.read("count", typed, TODAY)
    assert (values.show("count", count), count.exact) == (printed, exact)


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
    ],
)
def test_money_is_read_in_words_and_digits(typed: str, printed: str) -> None:
    assert values.show("money", values.read("money", typed, TODAY)) == printed


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
    for number in ("130503670401001", "E12345678", "H1234567890"):
        assert values.read("identity", number, TODAY) == number


@pytest.mark.parametrize("number", ["13800000001", "027-12345678转801", "95588", "1069 0000 1234", "+63 912 345 6789"])
def test_any_callers_number_is_read(number: str) -> None:
    assert values.read("phone", number, TODAY)


def test_numbers_that_can_only_be_described_stay_words() -> None:
    words = "106开头的短信号码，尾号各不相同"
    assert values.read("phones", words, TODAY) == (words,)


@pytest.mark.parametrize("text", ["& < > \" ' {{ {_{ }}", "😀👨‍👩‍👧", "䶮𬊤", "甲" * 1_000_000])
def test_a_passage_keeps_what_was_typed(text: str) -> None:
    assert values.read("passage", text, TODAY) == text


def test_cleaning_takes_out_what_would_break_or_deceive() -> None:
    assert values.clean("甲\x00乙\x0b丙\ud800丁\u202e戊\u200b己\ufdd0") == "甲乙\n丙丁戊己"


@given(kind=st.sampled_from(sorted(values.KINDS)), text=st.text(max_size=60))
def test_no_input_breaks_a_kind(kind: str, text: str) -> None:
    with contextlib.suppress(values.ValueProblem):  # it says what is wrong
        value = values.read(kind, text, TODAY)
        assert isinstance(values.show(kind, value), str)


DAYS = st.dates(dt.date(2020, 1, 1), TODAY)


@given(first=DAYS, length=st.integers(0, 400), hour=st.none() | st.integers(0, 23), about=st.booleans())
def test_a_moment_reads_back_as_it_was_written(first: dt.date, length: int, hour: int | None, about: bool) -> None:  # noqa: FBT001
    last = min(first + dt.timedelta(days=length), TODAY)
    start = values.Stamp(year=first.year, month=first.month, day=first.day, hour=hour, hour_about=hour is not None)
    end = values.Stamp(year=last.year, month=last.month, day=last.day) if last > first else None
    moment = values.Moment(start=start, end=end, about=about and hour is None, note="几乎每天" if end else "")
    assert values.read("moment", values.write("moment", moment), TODAY) == moment


COUNTS = st.builds(
    values.Count,
    low=st.integers(0, 99_999),
    mark=st.sampled_from(["exact", "about", "at_least", "more"]),
    per_day=st.booleans(),
)


@given(count=COUNTS)
def test_a_count_reads_back_as_it_was_written(count: values.Count) -> None:
    assert values.read("count", values.write("count", count), TODAY) == count


@given(cents=st.integers(0, 10**13), mark=st.sampled_from(["exact", "about", "at_least"]))
def test_money_reads_back_as_it_was_written(cents: int, mark: str) -> None:
    money = values.Money(amount=Decimal(cents) / 100, mark=mark)  # type: ignore[arg-type]
    assert values.read("money", values.write("money", money), TODAY) == money


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
    ],
)
def test_a_year_of_two_digits_is_of_the_century_that_fits(typed: str, printed: str) -> None:
    assert values.show("birthday", values.read("birthday", typed, TODAY)) == printed


@pytest.mark.parametrize(
    ("typed", "printed"), [("汉", "汉族"), ("汉族", "汉族"), ("回。", "回族"), ("维吾尔族", "维吾尔族")]
)
def test_an_ethnic_group_is_printed_in_full(typed: str, printed: str) -> None:
    assert values.show("ethnic_group", values.read("ethnic_group", typed, TODAY)) == printed
