"""A paper that is not clean is not written, and the person is told which answer to change."""

from __future__ import annotations

import dataclasses
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from drafter import drafting
from drafter.errors import ReadBackError
from drafter.fields import Field
from drafter.packs import Library
from drafter.store import AnswersFile
from drafter.word.readback import Finished, read_back
from tests.conftest import ROOT
from tests.test_word import render, template


def with_paragraph(library: Library, folder: Path, text: str) -> Library:
    """Return the library with a paragraph of this text in the police report."""
    shutil.copytree(ROOT / "templates", folder / "templates")
    target = folder / "templates" / "docx" / "police_report.docx"
    document = docx.Document(str(target))
    document.paragraphs[2].runs[0].text = text
    for run in document.paragraphs[2].runs[1:]:
        run.text = ""
    document.save(str(target))
    pack = dataclasses.replace(library.packs[0], folder=folder)
    return dataclasses.replace(library, packs=(pack,))


def refused(library: Library, found: AnswersFile) -> str:
    with pytest.raises(ReadBackError) as caught:
        drafting.draft(found.answers, library, found.today)
    return str(caught.value)


def test_the_answer_that_meets_the_template_badly_is_named(
    library: Library, example: Callable[[str], AnswersFile], tmp_path: Path
) -> None:
    """Given an answer that ends with a stop where the template sets one, then section, item and question are told."""
    found = example("wuhan-neighbour")
    found.answers.set("requests.more", "请尽快处理。")
    found.answers.set("incidents[i2].what", "又来捶门。")
    said = refused(with_paragraph(library, tmp_path / "a", "{{ 请求.补充 }}。"), found)
    assert "03_报案材料.docx “您想要什么：补充” 正文 第 3 段：标点重复或者错位" in said
    assert "请改一改这个答案开头、结尾的标点" in said
    said = refused(with_paragraph(library, tmp_path / "b", "{% for 件 in 事件 %}{{ 件.经过 }}。{% endfor %}"), found)
    assert "“事件经过第2项：经过”" in said or "“事件经过第1项：经过”" in said
    assert "incidents[" not in said


def test_where_no_answer_has_part_in_it_none_is_named(
    library: Library, example: Callable[[str], AnswersFile], tmp_path: Path
) -> None:
    said = refused(with_paragraph(library, tmp_path, "见证据9-9。甲，，乙"), example("wuhan-neighbour"))
    assert "03_报案材料.docx 正文 第 3 段：标点重复或者错位" in said
    assert "03_报案材料.docx 正文 第 3 段：引用了证据9-9" in said


def test_reading_back_takes_time_in_proportion() -> None:
    """Given a passage of four times as many lines, then the read-back takes some four times as long, not sixteen."""

    def seconds(lines: int) -> float:
        text = "\n".join(f"第{number}天，对方打电话来，说：“还钱。”" for number in range(lines))
        rendered = render(
            template("经过：{{ a }}", *["又，{{ b }}"] * 20), a=Field(text, address="x"), b=Field("甲，", address="y")
        )
        best = float("inf")
        for _try in range(3):
            begun = time.perf_counter()
            assert read_back([Finished(name="t.docx", rendered=rendered)], []) == []
            best = min(best, time.perf_counter() - begun)
        return best

    assert seconds(3200) < 8 * seconds(800)
