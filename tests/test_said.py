"""What an item of a list is called on the screen."""

from __future__ import annotations

import pytest

from drafter.library import Library
from drafter.said import LONG, Said
from drafter.store import read_answers_file
from drafter.yamlfile import dump

CLAIMS = "自称清收人员，短信落款一会儿是分期金融，一会儿是普惠金融，从来不报公司名"


@pytest.mark.parametrize(
    ("collector", "called"),
    [
        ({"name": "李某", "claims": CLAIMS}, "第1人：李某"),
        ({"claims": CLAIMS}, f"第1人：{CLAIMS[:LONG]}…"),
        ({"company": "某催收公司"}, "第1人：某催收公司"),
        ({"name": "不知道", "relation": "stranger"}, "第1人：（没有写）"),
    ],
)
def test_somebody_without_a_name_is_called_by_what_is_known(
    library: Library, collector: dict[str, str], called: str
) -> None:
    text = dump({"today": "2026-11-23", "answers": {"collectors": [collector]}})
    answers = read_answers_file(text, "x", library.questionnaire, None).answers
    section = next(section for section in library.questionnaire.sections if section.repeat == "collectors")
    assert list(Said(library.questionnaire, answers).items(section).values()) == [called]
