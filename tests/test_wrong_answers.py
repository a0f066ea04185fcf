"""A wrong answer of every kind: what is told of it, and how it is mended. Nobody is blamed, and nothing is a trap."""

from __future__ import annotations

import ast
import datetime as dt
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter import answers, i18n, values
from drafter.answers import UNKNOWN
from drafter.questionnaire import ALL_KINDS, Question
from drafter.yamlfile import parse
from tests.conftest import ROOT

TODAY = dt.date(2026, 11, 23)
OPTIONS = {
    "choice": {"female": "女", "male": "男"},
    "choices": {"over70": "七十周岁以上", "pregnant": "怀孕", "disabled": "残疾", "none": "都没有"},
}
QUESTIONS = {
    kind: Question(
        id=f"group.{kind}",
        name=kind,
        ask="？",
        kind=kind,
        choices=OPTIONS.get(kind, {}),
        alone="none" if kind == "choices" else "",
        of="collectors" if kind == "items" else "",
    )
    for kind in ALL_KINDS
}


def read(kind: str, typed: str) -> Any:
    """Read an answer as the interview does; there are two collectors to choose from."""
    answer = answers.read(QUESTIONS[kind], typed, TODAY)
    return answers.known_items(answer, ["c1", "c2"]) if kind == "items" and isinstance(answer, tuple) else answer


def refusal(kind: str, typed: str) -> values.ValueProblem | None:
    """Return what is told of an answer; None when it is read."""
    try:
        read(kind, typed)
    except values.ValueProblem as problem:
        return problem
    return None


def kept_and_read_again(kind: str, answer: Any) -> Any:
    return answers.from_plain(QUESTIONS[kind], answers.plain(QUESTIONS[kind], answer), TODAY)


LEAVE = "想不起来、没有，就答“记不清”。"
NAME = "这里写是谁、是哪里，例如“周敏”“武汉市江岸区”。" + LEAVE
ADDRESS = "地址例如“武汉市江岸区示例路1号2单元301室”；可以先空着，打印出来再手写。"
RELATION = "这里写是什么人，例如“丈夫”“前同事”。" + LEAVE
GROUP = "请写全称，例如“汉族”“维吾尔族”；不知道就答“记不清”。"
UNCOUNTED = "数不清，就写肯定有的数，例如“至少20”；一天多少说得出来的，写“每天约20”。" + LEAVE
NONE = "一点没有就写“0”；记不清就答“记不清”。"
COUNT = "请只写一个数，例如“186”“约20”“至少5”。"
MONEY = "请只写一个数，例如“1221元”“三万五千”“约2000元”。"
NOT_LESS = "写出多少就行，例如“500元”。"
YUAN = "这里写合人民币多少，例如“约3500元”。"
DATE = "请写成“2026年10月3日”这样。" + LEAVE
DAY = "请写成“2026-10-03”这样。"
BIRTHDAY = "请写成“1988年5月3日”“1988年5月”或者“1988年”。"
PAST = "这里写已经发生的事，例如“2026年11月23日”；请检查年份。"
MOMENT = "可以写“2026年10月3日晚9点”“约10月上旬”“10月1日至22日，几乎每天”。" + LEAVE
TIME = "例如“晚上9点半”“21:30”。"
PHONE = "例如“13800000001”“027-12345678”。" + LEAVE
IDENTITY = "请对着身份证再核对一遍；可以先空着，打印出来再手写。"
PAPER = "身份证号码是18位，护照像“E12345678”；可以先空着，打印出来再手写。"
USCC = "请对着营业执照再核对一遍。" + LEAVE
YES_NO = "请答“是”或“否”。"
CHOICE = "可以选：female（女）、male（男）。"
ITEMS = "可以写：c1、c2。"

WRONG: dict[str, list[tuple[str, str, str, str, Any]]] = {
    "text": [
        ("\u3000 ", "这里是空的。", LEAVE, "在派出所门口", "在派出所门口"),
        ("。。。", "这里只有标点，没有字。", LEAVE, "在派出所门口", "在派出所门口"),
        ("？？", "这里只有标点，没有字。", LEAVE, "不清楚是谁，口音像本地人", "不清楚是谁，口音像本地人"),
        ("甲" * 2001, "这里太长了（2001 个字）。", "这里写一句话，例如“有人捶门半小时”；长的写进事情的经过里。",
         "他在楼下喊了半小时", "他在楼下喊了半小时"),
    ],
    "passage": [
        ("null", "这里是空的。", LEAVE, "他来捶门", "他来捶门"),
        ("", "这里是空的。", LEAVE, "他来捶门\n捶了半小时", "他来捶门\n捶了半小时"),
        ("……", "这里只有标点，没有字。", LEAVE, "他来捶门", "他来捶门"),
        ("——\n。", "这里只有标点，没有字。", LEAVE, "他来捶门", "他来捶门"),
        ("\u3000", "这里是空的。", LEAVE, "他来捶门", "他来捶门"),
    ],
    "name": [
        ("13800000001", "“13800000001”看上去是电话号码。", NAME, "周敏", "周敏"),
        ("１３８　００００　０００１", "“１３８　００００　０００１”看上去是电话号码。", NAME, "周敏", "周敏"),
        ("+8613800000001", "“+8613800000001”看上去是电话号码。", NAME, "武汉市江岸区", "武汉市江岸区"),
        ("https://example.com/app", "“https://example.com/…”看上去是网址。", NAME,
         "示例小额贷款有限公司", "示例小额贷款有限公司"),
        ("www.example.cn", "“www.example.cn”看上去是网址。", NAME, "示例小额贷款有限公司", "示例小额贷款有限公司"),
        ("11010519491231002X", "“11010519491231002X”看上去是身份证号码。", NAME, "周敏", "周敏"),
        ("123", "“123”只有数字和符号。", NAME, "李某", "李某"),
        ("😭😭", "“😭😭”里没有字。", NAME, "李某", "李某"),
        ("……", "这里只有标点，没有字。", LEAVE, "李某", "李某"),
        ("\u3000", "这里是空的。", LEAVE, "李某", "李某"),
    ],
    "address": [
        ("13800000001", "“13800000001”看上去是电话号码。", ADDRESS, "武汉市江岸区示例路1号", "武汉市江岸区示例路1号"),
        ("101", "“101”只有数字和符号。", ADDRESS, "1栋101室", "1栋101室"),
        ("😭", "“😭”里没有字。", ADDRESS, "武汉市江岸区", "武汉市江岸区"),
        ("，", "这里只有标点，没有字。", LEAVE, "武汉市江岸区", "武汉市江岸区"),
    ],
    "relation": [
        ("13800000001", "“13800000001”看上去是电话号码。", RELATION, "我的女儿", "女儿"),
        ("1", "“1”只有数字和符号。", RELATION, "丈夫", "丈夫"),
        ("。", "这里只有标点，没有字。", LEAVE, "丈夫", "丈夫"),
        ("🙏", "“🙏”里没有字。", RELATION, "前同事", "前同事"),
    ],
    "ethnic_group": [
        ("x", "“x”不是民族的名称。", GROUP, "汉", "汉族"),
        ("13800000001", "“13800000001”不是民族的名称。", GROUP, "汉", "汉族"),
        ("1", "“1”不是民族的名称。", GROUP, "han", "汉族"),
        ("族", "“族”不是民族的名称。", GROUP, "土家族", "土家族"),
        ("😀", "“😀”不是民族的名称。", GROUP, "回族", "回族"),
    ],
    "count": [
        ("数不清", "“数不清”没有说到数。", UNCOUNTED, "至少20", "至少20"),
        ("数都数不过来", "“数都数不过来”没有说到数。", UNCOUNTED, "一天二三十个", "每天20至30"),
        ("好多好多", "“好多好多”没有说到数。", UNCOUNTED, "约20", "约20"),
        ("老打", "“老打”没有说到数。", UNCOUNTED, "每天约20", "每天约20"),
        ("天天打", "“天天打”没有说到数。", UNCOUNTED, "一天十几个", "每天10余"),
        ("几次", "“几次”没有说到数。", UNCOUNTED, "两三次", "2至3"),
        ("没有", "“没有”可能是一点没有，也可能是记不清。", NONE, "0", "0"),
        ("无", "“无”可能是一点没有，也可能是记不清。", NONE, "没打过", "0"),
        ("-5", "“-5”前面有负号。", "写出多少就行，例如“5”。", "5", "5"),
        ("负三", "“负三”前面有负号。", "写出多少就行，例如“5”。", "三", "3"),
        ("2.5", "次数、条数没有小数。", "数不清就写“约20”“至少5”。", "两三个", "2至3"),
        ("13800000001", "“13800000001次”太多了，像是号码。", "这里写多少次、多少条，例如“186”。", "30", "30"),
        ("3天打了30个", "“3天打了30个”看不懂是多少。", COUNT, "30", "30"),
        ("微信30条短信20条", "“微信30条短信20条”看不懂是多少。", COUNT, "50", "50"),
        ("成百上千", "“成百上千”看不懂是多少。", COUNT, "上百个", "至少100"),
        ("不到1次", "“不到1次”就是没有。", "没有就写“0”。", "0", "0"),
        ("30至20", "“30至20”看不懂是多少。", COUNT, "20到30", "20至30"),
        ("1万20", "“1万20”看不懂是多少。", COUNT, "1万零20", "10020"),
        ("😡😡", "“😡😡”里看不出数字。", COUNT, "一共打了30个", "30"),
        ("！！！", "这里只有标点，没有字。", LEAVE, "30", "30"),
        ("a lot", "“a lot”没有说到数。", UNCOUNTED, "at least 20", "至少20"),
        ("none", "“none”可能是一点没有，也可能是记不清。", NONE, "0", "0"),
        ("9999999999999", "这个数太大了，可能多打了几位。", COUNT, "９９", "99"),
        ("打了二十一天", "“打了二十一天”看不懂是多少。", COUNT, "一共打了三十多个", "30余"),
        ("什么时候都打", "“什么时候都打”里看不出数字。", COUNT, "有二十来个", "20余"),
    ],
    "money": [
        ("很多钱", "“很多钱”里看不出数字。", MONEY, "约2000元", "约2000元"),
        ("没有", "“没有”可能是一点没有，也可能是记不清。", NONE, "0", "0元"),
        ("-500", "“-500”前面有负号。", NOT_LESS, "500元", "500元"),
        ("负五百", "“负五百”前面有负号。", NOT_LESS, "五百", "500元"),
        ("500美元", "“500美元”不是人民币。", YUAN, "约3500元", "约3500元"),
        ("$500", "“$500”不是人民币。", YUAN, "3500块", "3500元"),
        ("USD 500", "“USD 500”不是人民币。", YUAN, "RMB 3500", "3500元"),
        ("两万多一点", "“两万多一点”看不懂是多少。", MONEY, "两万多", "20000余元"),
        ("三万两万", "“三万两万”看不懂是多少。", MONEY, "两三万", "20000元至30000元"),
        ("1千2000", "“1千2000”看不懂是多少。", MONEY, "1千2", "1200元"),
        ("9999999999999", "这个数太大了，可能多打了几位。", MONEY, "9999", "9999元"),
        ("不知道多少", "“不知道多少”里看不出数字。", MONEY, "记不清", UNKNOWN),
        ("😭", "“😭”里看不出数字。", MONEY, "三万五", "35000元"),
        ("。", "这里只有标点，没有字。", LEAVE, "1221", "1221元"),
        ("本金八千利息三千", "“本金八千利息三千”看不懂是多少。", MONEY, "一万一", "11000元"),
    ],
    "date": [
        ("10月", "“10月”不是完整的日期。", DATE, "10月3日", "2026年10月3日"),
        ("约10月3日", "“约10月3日”不是完整的日期。", DATE, "10月3日", "2026年10月3日"),
        ("10月1日至5日", "“10月1日至5日”不是完整的日期。", DATE, "10月5日", "2026年10月5日"),
        ("2026年2月30日", "2026年2月没有30日。", DATE, "2026年2月28日", "2026年2月28日"),
        ("13月1日", "没有13月，月份是1到12。", DATE, "12月1日", "2025年12月1日"),
        ("2026年12月31日", "这个时间（2026-12-31）还没有到。", DATE, "2025年12月31日", "2025年12月31日"),
        ("1850年1月1日", "1850年不在1900年到2200年之间。", DATE, "1950年1月1日", "1950年1月1日"),
        ("10/3/2026", "“10/3/2026”里哪个是月、哪个是日，说不准。", DATE, "Oct 3, 2026", "2026年10月3日"),
        ("前几天", "看不懂“前几天”是什么时候。", DATE, "前天", "2026年11月21日"),
        ("10月3日星期五", "2026年10月3日是星期六，不是星期五。", DATE, "10月3日", "2026年10月3日"),
        ("。", "这里只有标点，没有字。", LEAVE, "昨天", "2026年11月22日"),
        ("13800000001", "看不懂“13800000001”是什么时候。", DATE, "2026.10.3", "2026年10月3日"),
    ],
    "day": [
        ("10月3日", "“10月3日”没有写明是哪一年。", DAY, "2027年10月3日", "2027年10月3日"),
        ("明年3月1日", "“明年3月1日”没有写明是哪一年。", DAY, "2027年3月1日", "2027年3月1日"),
        ("2027年2月29日", "2027年2月没有29日。", DAY, "2027-02-28", "2027年2月28日"),
        ("半年", "“半年”没有写明是哪一年。", DAY, "2027年5月23日", "2027年5月23日"),
        ("2027年", "“2027年”不是完整的日期。", DAY, "2027.1.1", "2027年1月1日"),
        ("。", "这里只有标点，没有字。", LEAVE, "二〇二七年一月一日", "2027年1月1日"),
    ],
    "birthday": [
        ("昨天", "“昨天”里没有出生的年份。", BIRTHDAY, "1988年", "1988年"),
        ("5月3日", "“5月3日”里没有出生的年份。", BIRTHDAY, "88年5月3日", "1988年5月3日"),
        ("38岁", "“38岁”是年纪，这里要写出生的日子。", BIRTHDAY, "1988", "1988年"),
        ("三十八岁", "“三十八岁”是年纪，这里要写出生的日子。", BIRTHDAY, "一九八八年", "1988年"),
        ("2027年", "这个时间（2027-01-01）还没有到。", BIRTHDAY, "1988年", "1988年"),
        ("1850年", "1850年太早了，不会是出生的年份。", "请检查年份，例如“1950年”。", "1950年", "1950年"),
        ("一八五〇年五月", "1850年不在1900年到2200年之间。", BIRTHDAY, "一九五〇年五月", "1950年5月"),
        ("2月30日", "2026年2月没有30日。", BIRTHDAY, "1988年2月28日", "1988年2月28日"),
        ("1988年13月", "没有13月，月份是1到12。", BIRTHDAY, "1988年12月", "1988年12月"),
        ("农历1988年五月初三", "农历的日子和公历不同。", "请写身份证上的出生日期；只写“1988年”也可以。",
         "1988年", "1988年"),
        ("属龙", "看不懂“属龙”是什么时候。", BIRTHDAY, "1988年", "1988年"),
        ("约1988年", "“约1988年”不是出生日期。", BIRTHDAY, "1988年", "1988年"),
        ("1988年至1990年", "“1988年至1990年”不是出生日期。", BIRTHDAY, "1988年", "1988年"),
        ("1988年5月3日晚上9点", "“1988年5月3日晚上9点”不是出生日期。", BIRTHDAY, "1988年5月3日", "1988年5月3日"),
        ("13800000001", "看不懂“13800000001”是什么时候。", BIRTHDAY, "19880503", "1988年5月3日"),
        ("😀", "看不懂“😀”是什么时候。", BIRTHDAY, "May 3, 1988", "1988年5月3日"),
    ],
    "moment": [
        ("2026年2月30日", "2026年2月没有30日。", "请检查日子；只记得月份就写“2026年2月”。",
         "2026年2月28日", "2026年2月28日"),
        ("13月5号", "没有13月，月份是1到12。", "请检查月份，例如“10月3日”；只记得年份就写“2026年”。",
         "12月5号", "2025年12月5日"),
        ("2026年25月", "没有25月，月份是1到12。", "请检查月份，例如“10月3日”；只记得年份就写“2026年”。",
         "2026年5月", "2026年5月"),
        ("2027年1月1日", "这个时间（2027-01-01）还没有到。", PAST, "去年1月1日", "2025年1月1日"),
        ("明天", "这个时间（2026-11-24）还没有到。", PAST, "今天", "2026年11月23日"),
        ("1850年5月", "1850年不在1900年到2200年之间。", "请检查年份，例如“2026年”。", "2025年5月", "2025年5月"),
        ("10月3日25点", "没有这个钟点。", "例如“10月3日晚上9点半”“10月3日21:30”。",
         "10月3日晚上9点半", "2026年10月3日21时30分"),
        ("10月3日星期五", "2026年10月3日是星期六，不是星期五。", "请检查日期；分不清就不写星期几，例如“10月3日”。",
         "10月3日星期六", "2026年10月3日"),
        ("10月3日晚上12点", "夜里12点是哪一天，说不准。", "请写成“10月3日23时59分”或者“10月4日0时”。",
         "10月4日0点", "2026年10月4日0时"),
        ("Oct 3, 12 am", "夜里12点是哪一天，说不准。", "请写成“10月3日23时59分”或者“10月4日0时”。",
         "Oct 3, 11:59 pm", "2026年10月3日23时59分"),
        ("2026年10月22日至10月1日", "结束的时间不比开始的时间晚。",
         "请写成“10月1日至22日”“10月3日晚上10点到次日凌晨2点”。",
         "10月1日至22日", "2026年10月1日至22日"),
        ("2026年11月1日至12月31日", "结束的时间（2026-12-31）还没有到。",
         "还在继续的，请写“2026年11月1日至今”；已经结束的，请检查结束的日期。",
         "11月1日至今", "2026年11月1日至23日"),
        ("2026年10月3日9点到3点", "结束的时间不比开始的时间晚。",
         "请写成“10月1日至22日”“10月3日晚上10点到次日凌晨2点”。",
         "10月3日9点到15点", "2026年10月3日9时至15时"),
        ("10/3/2026", "“10/3/2026”里哪个是月、哪个是日，说不准。", "请写成“2026年10月3日”。",
         "3 October 2026", "2026年10月3日"),
        ("前几天", "看不懂“前几天”是什么时候。", MOMENT, "三天前", "2026年11月20日"),
        ("去年夏天吧", "看不懂“去年夏天吧”是什么时候。", MOMENT, "去年下半年", "2025年下半年"),
        ("过年那会儿", "看不懂“过年那会儿”是什么时候。", MOMENT, "2月初", "2026年2月初"),
        ("一直", "看不懂“一直”是什么时候。", MOMENT, "从2026年10月到现在", "2026年10月至11月23日"),
        ("半夜", "“半夜”没有说是哪一天。", "请连日子一起写，例如“10月3日晚9点”“昨天半夜”。",
         "昨天半夜", "2026年11月22日夜里"),
        ("9点", "“9点”没有说是哪一天。", "请连日子一起写，例如“10月3日晚9点”“昨天半夜”。",
         "昨天9点", "2026年11月22日9时"),
        ("13800000001", "看不懂“13800000001”是什么时候。", MOMENT, "上周三", "2026年11月18日"),
        ("老打", "看不懂“老打”是什么时候。", MOMENT, "10月1日至22日，几乎每天", "2026年10月1日至22日（几乎每天）"),
        ("😭", "看不懂“😭”是什么时候。", MOMENT, "last week", "约2026年11月16日至22日"),
        ("。。", "这里只有标点，没有字。", LEAVE, "两周前", "约2026年11月9日至15日"),
        ("2026年3日", "少了月份。", "请写成“2026年10月3日”。", "2026年3月3日", "2026年3月3日"),
    ],
    "time": [
        ("25点", "“25点”不是钟点。", TIME, "晚上9点半", "21时30分"),
        ("半夜12点", "“半夜12点”不是钟点。", TIME, "23:59", "23时59分"),
        ("老早", "“老早”不是钟点。", TIME, "清晨6点", "6时"),
        ("9点到10点", "“9点到10点”不是钟点。", TIME, "9点", "9时"),
        ("😀", "“😀”不是钟点。", TIME, "21:30", "21时30分"),
        ("。", "这里只有标点，没有字。", LEAVE, "9:30 pm", "21时30分"),
    ],
    "phone": [
        ("110", "“110”只有3位，打这个号码找不到您。", PHONE, "13800000001", "13800000001"),
        ("95588", "“95588”只有5位，打这个号码找不到您。", PHONE, "027-12345678", "027-12345678"),
        ("1380000", "手机号码是11位，您写了7位。", PHONE, "13800000001", "13800000001"),
        ("1380000000123", "手机号码是11位，您写了13位。", PHONE, "138OOOO0001", "13800000001"),
        ("138000000", "手机号码是11位，您写了9位。", PHONE, "138 0000 0001", "13800000001"),
        ("12345678901", "没有“12”开头的手机号码。", PHONE, "13345678901", "13345678901"),
        ("1069000012345", "手机号码是11位，您写了13位。", PHONE, "１３８００００００００", "13800000000"),
        ("13800000001，13800000002", "这里只写一个号码，您写了2个。", PHONE, "13800000001", "13800000001"),
        ("周敏", "“周敏”不像电话号码。", PHONE, "+86 138 0000 0001", "13800000001"),
        ("微信同号", "“微信同号”不像电话号码。", PHONE, "+852 1234 5678", "+85212345678"),
        ("没法打", "“没法打”不像电话号码。", PHONE, "记不清", UNKNOWN),
        ("😀", "“😀”不像电话号码。", PHONE, "027-12345678转801", "027-12345678转801"),
        ("0271234", "“0271234”的位数和手机、座机都对不上。", PHONE, "0271234567", "027-1234567"),
    ],
    "phones": [
        ("。", "这里只有标点，没有字。", LEAVE, "110", "110"),
        ("……", "这里只有标点，没有字。", LEAVE, "106开头的短信号码，尾号各不相同", "106开头的短信号码，尾号各不相同"),
        ("\u3000", "这里是空的。", LEAVE, "13800000001、17000000003", "13800000001、17000000003"),
        ("，，", "这里只有标点，没有字。", LEAVE, "95588", "95588"),
    ],
    "identity": [
        ("11010519491231002", "身份证号码应当是18位，您写了17位。", IDENTITY,
         "11010519491231002X", "11010519491231002X"),
        ("110105194912310021", "身份证号码的最后一位对不上，可能打错了一位。", IDENTITY,
         "11010519491231002X", "11010519491231002X"),
        ("11010519491231002Ｘ1", "身份证号码里，X 只会在最后一位。", IDENTITY,
         "１１０１０５１９４９１２３１００２ｘ", "11010519491231002X"),
        ("110105194913310021", "身份证号码中间的八位是出生日期，没有 19491331 这一天。", IDENTITY,
         "11010519491231002*", "11010519491231002X"),
        ("11010X194912310022", "身份证号码里，X 只会在最后一位。", IDENTITY,
         "11O1O519491231002X", "11010519491231002X"),
        ("1101051949023000218", "身份证号码应当是18位，您写了19位。", IDENTITY, "130503670401001", "130503670401001"),
        ("13800000001", "身份证号码应当是18位，您写了11位。", IDENTITY, "E12345678", "E12345678"),
        ("6222020000000000000", "身份证号码应当是18位，您写了19位。", IDENTITY, "H1234567890", "H1234567890"),
        ("周敏", "“周敏”不像证件号码。", PAPER, "没有", UNKNOWN),
        ("就不写了吧", "“就不写了吧”不像证件号码。", PAPER, "记不清", UNKNOWN),
        ("😀", "“😀”不像证件号码。", PAPER, "11010519491231002X", "11010519491231002X"),
    ],
    "uscc": [
        ("91350100M000100Y4", "统一社会信用代码应当是18位，您写了17位。", USCC,
         "91350100M000100Y43", "91350100M000100Y43"),
        ("91350100M000100Y44", "统一社会信用代码的最后一位对不上，可能打错了一位。", USCC,
         "９１３５０１００Ｍ０００１００Ｙ４３", "91350100M000100Y43"),
        ("91350100M000100YS3", "统一社会信用代码里没有字母“S”。", USCC, "91350100MOOO1OOY43", "91350100M000100Y43"),
        ("示例小额贷款有限公司", "“示例小额贷款有限公司”不像统一社会信用代码，它是18位数字和大写字母。", USCC,
         "没有", UNKNOWN),
        ("123", "统一社会信用代码应当是18位，您写了3位。", USCC, "91350100M000100Y43", "91350100M000100Y43"),
        ("。", "这里只有标点，没有字。", LEAVE, "91350100M000100Y43", "91350100M000100Y43"),
    ],
    "yes_no": [
        ("可能吧", "“可能吧”看不出是还是否。", YES_NO, "是", True),
        ("有时候", "“有时候”看不出是还是否。", YES_NO, "有的", True),
        ("2", "“2”看不出是还是否。", YES_NO, "１", True),
        ("😀", "“😀”看不出是还是否。", YES_NO, "ｎｏ", False),
        ("？", "“？”看不出是还是否。", YES_NO, "不是", False),
        ("maybe", "“maybe”看不出是还是否。", YES_NO, "no", False),
    ],
    "choice": [
        ("女人", "没有“女人”这个选项。", "是不是“女”？", "女", "female"),
        ("femal", "没有“femal”这个选项。", "是不是“female”？", "female", "female"),
        ("3", "没有“3”这个选项。", CHOICE, "male", "male"),
        ("", "这里是空的。", LEAVE, "男", "male"),
        ("都不是", "没有“都不是”这个选项。", CHOICE, "ｍａｌｅ", "male"),
        ("。", "没有“。”这个选项。", CHOICE, "男", "male"),
    ],
    "choices": [
        ("都没有、怀孕", "选了“都没有”，又选了别的，两样对不上。", "只留“都没有”，或者只留“怀孕”。",
         "都没有", ["none"]),
        ("none, pregnant, disabled", "选了“都没有”，又选了别的，两样对不上。", "只留“都没有”，或者只留“怀孕、残疾”。",
         "怀孕、残疾", ["pregnant", "disabled"]),
        ("怀了", "没有“怀了”这个选项。", "是不是“怀孕”？", "怀孕", ["pregnant"]),
        ("，", "这里只有标点，没有字。", LEAVE, "ｎｏｎｅ", ["none"]),
        ("七十多岁", "没有“七十多岁”这个选项。", "是不是“七十周岁以上”？",
         "七十周岁以上，怀孕", ["over70", "pregnant"]),
        ("怀孕和残疾", "没有“怀孕和残疾”这个选项。",
         "可以选：over70（七十周岁以上）、pregnant（怀孕）、disabled（残疾）、none（都没有）。",
         "残疾、怀孕", ["disabled", "pregnant"]),
    ],
    "items": [
        ("c7", "没有“c7”这一项。", "是不是“c2”或者“c1”？", "c2", ["c2"]),
        ("，", "这里只有标点，没有字。", LEAVE, "c1", ["c1"]),
        ("李某", "没有“李某”这一项。", ITEMS, "c1、c2", ["c1", "c2"]),
        ("1", "没有“1”这一项。", "是不是“c1”？", "ｃ１", ["c1"]),
        ("😀", "没有“😀”这一项。", ITEMS, "c2,c1", ["c2", "c1"]),
    ],
}  # fmt: skip

"""Kind → what was typed, what is told of it and the advice; what is typed then, and how that is kept."""


class Row(NamedTuple):
    """A wrong answer, what is told of it, and what is typed then."""

    kind: str
    typed: str
    what: str
    advice: str
    mended: str
    kept: Any


ROWS = [Row(kind, *row) for kind, rows in WRONG.items() for row in rows]
rows = pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.kind}-{row.typed[:20]}")


def test_every_kind_has_its_wrong_answers() -> None:
    assert set(WRONG) == set(ALL_KINDS)
    assert len(ROWS) > 150


@rows
def test_a_wrong_answer_is_told_and_mended(row: Row) -> None:
    """Given what a tired person types, then it is told what is not understood; mended it is read, and kept so."""
    problem = refusal(row.kind, row.typed)
    assert problem is not None
    assert (problem.what, problem.advice) == (row.what, row.advice)
    answer = read(row.kind, row.mended)
    assert (answer if row.kept is UNKNOWN else answers.plain(QUESTIONS[row.kind], answer)) == row.kept
    assert kept_and_read_again(row.kind, answer) == answer


NO_EXAMPLES = ("记不清", "not sure")
"""What stands in quotation marks and is no example of an answer: the way to leave the question open."""
WAYS_ON = ("答“记不清”", "可以先空着", "可以选：", "可以写：", 'answer "not', "leave it empty", "You can ")


def examples(advice: str) -> list[str]:
    found = re.findall('“([^“”]+)”|"([^"]+)"', advice)
    return [quoted for one, other in found if (quoted := one or other) not in NO_EXAMPLES]


def is_of_use(kind: str, problem: values.ValueProblem) -> bool:
    """Return whether there is a way on, and every example that is given would be understood."""
    for example in examples(problem.advice):
        assert read(kind, example) is not UNKNOWN, example
    return bool(examples(problem.advice)) or any(way in problem.advice for way in WAYS_ON)


@rows
def test_what_is_advised_is_understood(row: Row) -> None:
    problem = refusal(row.kind, row.typed)
    assert problem is not None
    assert is_of_use(row.kind, problem)


@pytest.fixture(name="_english")
def _in_english() -> Iterator[None]:
    i18n.use("en")
    yield
    i18n.use("zh")


@rows
@pytest.mark.usefixtures("_english")
def test_what_is_advised_in_english_is_understood(row: Row) -> None:
    problem = refusal(row.kind, row.typed)
    assert problem is not None
    assert is_of_use(row.kind, problem)


PIECES = st.sampled_from(
    [
        "10月3日", "2026年", "13月", "40日", "星期五", "晚上", "12点", "9点", "25点", "至", "到", "今天",
        "明天", "1850年", "/", "-", "。", "，", " ", "至少", "约", "不到", "三", "30", "万", "个", "元", "没有",
        "数不清", "13800000001", "110", "X", "都没有", "怀孕", "c1", "c9", "是", "😭", "Oct", "am", "about",
        "a day", "老打", "岁", "农历", "www.a.cn",
    ]
)  # fmt: skip
TYPED = st.lists(PIECES, max_size=6).map("".join) | st.text(max_size=30)


@given(kind=st.sampled_from(ALL_KINDS), typed=TYPED)
def test_whatever_is_typed_is_read_and_kept_or_answered_with_advice_that_is_of_use(kind: str, typed: str) -> None:
    problem = refusal(kind, typed)
    if problem is None:
        answer = read(kind, typed)
        assert kept_and_read_again(kind, answer) == answer
    else:
        assert problem.what
        assert is_of_use(kind, problem)


@pytest.mark.parametrize("kind", values.KINDS)
@pytest.mark.parametrize(
    "typed", ["不知道", "我也记不清了", "想不起来", "忘了。", "I don't know", "no idea", "Not sure"]
)
def test_whoever_does_not_know_may_say_so_anywhere(kind: str, typed: str) -> None:
    assert read(kind, typed) is UNKNOWN


@pytest.mark.parametrize("kind", sorted(set(values.KINDS) - {"count", "money"}))
@pytest.mark.parametrize("typed", ["没有", "无", "暂时没有", "none"])
def test_whoever_has_nothing_may_say_so_where_it_cannot_be_the_number_nought(kind: str, typed: str) -> None:
    assert read(kind, typed) is UNKNOWN


BLAME = re.compile("[！!]|无效|非法|错误|不合法|格式|有误|不正确|违规")
"""Words of machines, and marks that shout."""
CRIMES = re.compile("非法(?:债务|拘禁|讨债|获取|出售)")
"""What the law calls so."""


def told_by_the_program() -> Iterator[tuple[str, str]]:
    """Yield every message in the code, with its place."""
    for path in sorted((ROOT / "drafter").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
                yield from (
                    (f"{path.name}:{node.lineno}", str(message.value))
                    for message in node.args
                    if isinstance(message, ast.Constant)
                )


def texts(node: Any) -> Iterator[str]:
    match node:
        case str():
            yield node
        case list():
            for entry in node:
                yield from texts(entry)
        case dict():
            for key, entry in node.items():
                if key not in ("when", "served_when", "pattern"):
                    yield from texts(entry)


def told_by_the_questionnaire() -> Iterator[tuple[str, str]]:
    """Yield every text of the questionnaire but its conditions and the patterns of hints, with its file."""
    for path in sorted((ROOT / "questionnaires").glob("*.yaml")):
        tree, problems = parse(path.read_text(encoding="utf-8"), path.name)
        assert not problems
        yield from ((path.name, text) for text in texts(tree))


def test_nobody_is_shouted_at_or_told_that_something_is_invalid() -> None:
    told = [*told_by_the_program(), *told_by_the_questionnaire()]
    assert len(told) > 900
    assert [(place, text) for place, text in told if BLAME.search(CRIMES.sub("", text))] == []
