"""Parts a time from what is said beside it: 10月1日至22日，几乎每天; 10月3日（国庆）晚上9点."""

from __future__ import annotations

import re
from typing import Final

from drafter.values.clock import DAYPART

_WEEKDAY: Final = "(?:周|星期|礼拜)[一二三四五六日天]"
_FIGURE: Final = "[0-9零一二两三四五六七八九十]"
_MINUTE: Final = rf"半|整|[一三]刻|{_FIGURE}{{1,3}}分?"
_CLOCK: Final = (
    rf"(?:{_FIGURE}{{1,3}}(?:点钟?|时)(?:{_MINUTE})?|[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?)(?:多|许|左右|前后)?"
)
_HOUR: Final = rf"(?:{_WEEKDAY})?\s*(?:{DAYPART})?\s*{_CLOCK}"
_BESIDE_WEEKDAY: Final = re.compile(rf"(?:,\s*)?\(\s*({_WEEKDAY})\s*\)|,\s*({_WEEKDAY})(?=\s*(?:[,;(]|$))")
_BESIDE_HOUR: Final = re.compile(
    rf"(?:,\s*)?\(\s*({_HOUR})\s*\)|,\s*({_HOUR})(?=\s*(?:[,;(]|$))|\(\s*({DAYPART})\s*\)(?=\s*{_CLOCK})"
)
_SPAN: Final = re.compile(r"[至到~—–]|[日号月点时分]\s*-|(?:[-./]\d+){2}\s*-")
_OFTEN: Final = re.compile(
    r"(?<=.)(?:都|是)?(?:(?:几乎|差不多|基本上?|大概|平均)(?:都|是|在)?)?"
    r"(?:每天|每日|每晚|每夜|天天|夜夜|每周|每星期|每个?月|每隔|隔三差五|断断续续|陆续|经常|不断|不停|反复|多次|"
    r"(?:一直|连续|持续)(?![至到])).*",
    re.DOTALL,
)
_DOUBT: Final = re.compile(
    r"(?:具体|日期|日子|哪天|时间|的|是|,)*"
    r"(?:(?:大概|大约|可能|好像|也许|左右|前后|估计|不确定|不太?清楚|记不太?清)[的吧了,]*)+"
)


def split_note(text: str) -> tuple[str, str, bool]:
    """Return the time, what is said beside it, and whether that is only doubt (10月3日，记不清了)."""
    plain, note = _split(text)
    for _turn in range(3):  # until it stays as it will be printed
        again = _split(f"{plain}({note})") if note else (plain, note)
        if again == (plain, note):
            break
        plain, note = again
    return (plain, "", True) if note and _DOUBT.fullmatch(note) else (plain, note.replace(",", "，"), False)


def _split(text: str) -> tuple[str, str]:
    text = _BESIDE_WEEKDAY.sub(lambda match: match[1] or match[2], text)
    if not _SPAN.search(text):
        text = _BESIDE_HOUR.sub(lambda match: match[1] or match[2] or match[3], text)
    plain, note = _parted(text)
    if often := _OFTEN.search(plain):
        plain, note = plain[: often.start()], f"{often.group()},{note}"
    note = re.sub(r"\s+(?![A-Za-z])|(?<![A-Za-z])\s+", "", note)  # words in Latin letters stay apart
    return plain, re.sub(r"[。.]?[,;()]+", ",", note).strip(",。.")


def _parted(text: str) -> tuple[str, str]:
    match = re.search("[,;(]", text)
    if match is None:
        return text, ""
    plain, rest = text[: match.start()], text[match.start() :]
    bracket = re.match(r"\(([^()]*)\)\s*([^,;()]+)(.*)", rest, re.DOTALL)
    if bracket is None:
        return plain, rest
    return plain + bracket[2], f"{bracket[1]},{bracket[3]}"
