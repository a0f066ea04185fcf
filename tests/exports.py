"""Makes exports as telephones, operators and chats write them, from a seed: the same seed gives the same file.

`contacts` invents what happened: a collector's numbers (neighbouring landlines, mobiles that begin with 170 and 171,
106 channels for messages) and a few acquaintances, over some weeks, a third of the calls unanswered.

Each `write_…` puts the same contacts into a file the way its source does, with what stands around them there. SMS
Backup & Restore: by the fields that its maker publishes, with emoji in two halves as the app writes them. The records
of operators: title rows, headings, footers, encodings and lengths as in their spreadsheets. Chats: the usual layouts.
"""

from __future__ import annotations

import csv
import datetime as dt
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final
from xml.sax.saxutils import quoteattr

OWN: Final = "13800000001"
CHINA: Final = dt.timezone(dt.timedelta(hours=8))
_SENTENCES: Final = (
    "【普惠金融】您的案件已移交外勤，今日12点前不处理将联合村居委上门。拒收请回复R",
    "最后通知：请立即联系专员，逾期后果自负",
    '【分期金融】外勤已到户籍地😀，"联系人"将同步通知',
    "你好，方便回个电话吗",
)  # fmt: skip


@dataclass(frozen=True)
class Contact:
    when: dt.datetime
    kind: str
    number: str
    incoming: bool
    seconds: int
    text: str

    @property
    def answered(self) -> bool:
        return self.seconds > 0


def numbers(seed: int) -> tuple[list[str], list[str], list[str]]:
    """Return the collector's numbers for calls, those for messages, and the acquaintances."""
    rng = random.Random(seed)
    calls = [f"05718000{rng.randrange(10000):04}" for _ in range(12)]
    calls += [f"17{rng.randrange(2)}1000{rng.randrange(10000):04}" for _ in range(8)]
    messages = [f"1069{rng.randrange(10**8):08}" for _ in range(15)]
    return calls, messages, [f"1390000{rng.randrange(10000):04}" for _ in range(4)]


def contacts(count: int, *, seed: int = 1, start: str = "2026-01-03 09:05:11") -> Iterator[Contact]:
    """Yield so many contacts in their order, no two in the same second."""
    rng = random.Random(seed)
    calls, messages, friends = numbers(seed)
    when, step = dt.datetime.fromisoformat(start), max(2, min(2400, 42 * 86400 // max(count, 1)))
    for _ in range(count):
        kind = "message" if rng.random() < 0.4 else "call"
        friend = rng.random() < 0.1
        number = rng.choice(friends if friend else messages if kind == "message" else calls)
        seconds = 0 if rng.random() < 0.35 else rng.randrange(1, 400)
        text = rng.choice(_SENTENCES) + str(rng.randrange(10**6)) if kind == "message" else ""
        yield Contact(when, kind, number, not (friend and rng.random() < 0.5), seconds if kind == "call" else 0, text)
        when += dt.timedelta(seconds=rng.randrange(1, step) + (rng.randrange(20000) if rng.random() < 0.01 else 0))
        if count < 5000 and when.hour < 7 and rng.random() < 0.5:
            when += dt.timedelta(hours=2)


def stamp(when: dt.datetime) -> int:
    """Return the thousandths since 1970 of a time in China."""
    return round(when.replace(tzinfo=CHINA).timestamp() * 1000)


def write_android(path: Path, made: Iterable[Contact], *, root: str = "") -> None:
    """Write XML of SMS Backup & Restore; without `root`, calls and messages mixed."""
    made = list(made) if root else made
    with path.open("w", encoding="utf-8") as out:
        count = f' count="{sum(1 for _ in made)}"' if root else ""
        out.write(
            "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<!--File Created By SMS Backup & Restore-->\n"
        )
        out.write(f'<{root or "calls"}{count} backup_set="1" backup_date="1767400000000" type="full">\n')
        for contact in made:
            out.write(_android(contact))
        out.write(f"</{root or 'calls'}>\n")


def _android(contact: Contact) -> str:
    readable, sent = contact.when.strftime("%Y年%m月%d日 %H:%M:%S"), stamp(contact.when)
    if contact.kind == "call":
        sort = (1 if contact.answered else 3) if contact.incoming else 2
        return (
            f'  <call number="{contact.number}" duration="{contact.seconds}" date="{sent}" type="{sort}" '
            f'presentation="1" subscription_id="1" readable_date="{readable}" contact_name="(Unknown)" />\n'
        )
    body = "".join(c if ord(c) < 0x10000 else _halves(c) for c in quoteattr(contact.text))
    return (
        f'  <sms protocol="0" address="{contact.number}" date="{sent}" type="{1 if contact.incoming else 2}" '
        f'subject="null" body={body} toa="null" sc_toa="null" service_center="null" read="1" status="-1" locked="0" '
        f'sub_id="1" readable_date="{readable}" contact_name="(Unknown)" />\n'
    )


def _halves(char: str) -> str:
    code = ord(char) - 0x10000
    return f"&#{0xD800 + (code >> 10)};&#{0xDC00 + (code & 0x3FF)};"


def length(seconds: int) -> str:
    """Return a length as 中国移动 writes it: 1分23秒."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}分{rest}秒" if minutes else f"{rest}秒"


MOBILE: Final = ["起始时间", "通信地点", "通信方式", "对方号码", "通信时长", "通信类型", "套餐优惠", "通信费(元)"]
UNICOM: Final = ["序号", "通话日期", "通话时间", "呼叫类型", "对方号码", "通话时长", "通话地点", "通话类型", "费用小计"]
TELECOM: Final = ["主叫号码", "被叫号码", "开始时间", "通话时长(秒)", "通话类型", "费用"]


def mobile_rows(made: Iterable[Contact]) -> Iterator[list[str]]:
    """Yield the rows of 中国移动: title rows above, dates without a year, a footer."""
    yield ["中国移动通信客户通话详单"]
    yield ["客户姓名：周敏", "手机号码：" + OWN, "查询周期：2026年01月01日至2026年06月30日"]
    yield []
    yield MOBILE
    for c in made:
        way = "主叫" if not c.incoming else "被叫"
        yield [
            c.when.strftime("%m-%d %H:%M:%S"),
            "杭州",
            way,
            c.number + "\t",
            length(c.seconds),
            "国内通话",
            "套餐",
            "0.00",
        ]
    yield ["合计", "", "", "", "", "", "", "0.00"]
    yield ["温馨提示：本详单仅供参考。"]


def unicom_rows(made: Iterable[Contact]) -> Iterator[list[str]]:
    """Yield the rows of 中国联通: day and time apart, 00:01:23, headings again after every 1000 rows."""
    yield ["中国联通语音详单"]
    yield UNICOM
    for index, c in enumerate(made, start=1):
        if index % 1000 == 0:
            yield UNICOM
        lasted = str(dt.timedelta(seconds=c.seconds)).rjust(8, "0")
        way = "主叫" if not c.incoming else "被叫"
        yield [
            str(index),
            c.when.strftime("%Y/%m/%d"),
            c.when.strftime("%H:%M:%S"),
            way,
            c.number,
            lasted,
            "杭州",
            "本地",
            "0",
        ]
    yield ["总计", "", "", "", "", "", "", "", "0"]


def telecom_rows(made: Iterable[Contact]) -> Iterator[list[str]]:
    """Yield the rows of 中国电信: caller and called, seconds alone."""
    yield TELECOM
    for c in made:
        ends = [c.number, OWN] if c.incoming else [OWN, c.number]
        yield [*ends, c.when.strftime("%Y-%m-%d %H:%M:%S"), str(c.seconds), "国内", "0.00"]


def write_csv(path: Path, rows: Iterable[list[str]], *, encoding: str = "gbk", separator: str = ",") -> None:
    with path.open("w", encoding=encoding, newline="") as out:
        csv.writer(out, delimiter=separator).writerows(rows)


def write_xlsx(path: Path, rows: Iterable[list[str]], *, title: str = "语音") -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.create_sheet("封面").append(["说明"])
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    book.save(path)


def write_chat(path: Path, made: Iterable[Contact], *, form: str = "name first", encoding: str = "utf-8") -> None:
    """Write a chat as text: `name first` (copied from WeChat), `time first`, or `by day` (sent by mail)."""
    with path.open("w", encoding=encoding) as out:
        day = ""
        for c in made:
            name = "专员小李 138" if c.incoming else "我"
            if form == "name first":
                out.write(f"{name} {c.when.year}/{c.when.month}/{c.when.day} {c.when:%H:%M}\n{c.text}\n第二行\n\n")
            elif form == "time first":
                out.write(f"{c.when:%Y-%m-%d %H:%M:%S} {name}\n{c.text}\n第二行\n\n")
            else:
                if day != f"{c.when:%Y-%m-%d}":
                    day = f"{c.when:%Y-%m-%d}"
                    out.write(f"—————  {day}  —————\n\n\n")
                out.write(f"{name}  {c.when:%H:%M}\n\n{c.text}\n第二行\n\n\n")


def write_page(path: Path, made: Iterable[Contact]) -> None:
    """Write a chat as a web page."""
    with path.open("w", encoding="utf-8") as out:
        out.write(
            "<!DOCTYPE html><html><head><meta charset='utf-8'><title>聊天</title><style>p{}</style></head><body>\n"
        )
        for c in made:
            name = "专员小李 138" if c.incoming else "我"
            out.write(f"<div class='h'><span class='n'>{name}</span> <span class='t'>{c.when:%Y-%m-%d %H:%M:%S}")
            out.write(f"</span></div><div class='c'>{escape(c.text)}<br>第二行</div>\n")
        out.write("</body></html>\n")
