"""A template begun by the program has a place for everything that the authority requires, and can be filled at once."""

from __future__ import annotations

import datetime as dt
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from drafter import completeness, packs, starting
from drafter.casefile import CaseFolder
from drafter.context import sample
from drafter.documents import Document
from drafter.drafting import Result, draft
from drafter.errors import UsageError
from drafter.library import Library
from drafter.store import AnswersFile
from drafter.word import reading
from drafter.word.render import inspect_template
from tests import test_follow_ups as follow_ups
from tests.conftest import EXAMPLES, ROOT
from tests.test_cli import drafter

TODAY = dt.date(2026, 11, 23)
DOCUMENTS = packs.load(packs.builtin_content()).documents


@pytest.fixture(scope="module", name="begun")
def _begun(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Return the stock pack with every template replaced by the one that the program begins for its document."""
    folder = tmp_path_factory.mktemp("begun")
    for part in ("law", "questionnaires", "templates"):
        shutil.copytree(ROOT / part, folder / part)
    pack = folder / "templates" / "pack.yaml"
    lines, current = pack.read_text(encoding="utf-8").split("\n"), ""
    for number, line in enumerate(lines):
        if line.startswith("  - id: "):
            current = line.removeprefix("  - id: ")
        elif line.startswith("    template: "):
            lines[number] = f"    template: docx/{current}.docx"
    pack.write_text("\n".join(lines), encoding="utf-8")
    for document in library.documents:
        data = starting.start(library, document).data
        (folder / "templates" / "docx" / f"{document.id}.docx").write_bytes(data)
    return packs.load(folder)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.id)
def test_a_begun_template_has_no_mistake_and_the_styles_of_the_house(library: Library, document: Document) -> None:
    begun = starting.start(library, document)
    ((_document, names),) = sample.names(library, [document])
    assert inspect_template(begun.data, document.id, names, library.questionnaire.question_at) == []
    assert begun.open == ()
    file, stock = docx.Document(io.BytesIO(begun.data)), docx.Document(io.BytesIO(library.template(document)))
    assert getattr(file.paragraphs[0].style, "name", "") == "Title"
    assert {style.name for style in file.styles} == {style.name for style in stock.styles}
    assert file.sections[0].page_width == stock.sections[0].page_width
    assert (file.core_properties.author, file.core_properties.title) == ("", document.title)
    text = reading.as_text(begun.data)
    assert text.startswith("{{ 文书.名称 }}\n一、{{ 称谓 }}\n{{ 称谓 }}：{{ 申请人.姓名 }}")
    assert "{{ 文书.日期 }}" in text


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_element_is_missing_that_the_stock_template_has(  # noqa: PLR0913, PLR0917
    library: Library, begun: Library, example: Callable[[str], AnswersFile], drawn: Callable[[str], Result],
    tmp_path: Path, name: str,
) -> None:  # fmt: skip
    """Given begun templates instead of those of the house, when a case is checked, then nothing more is missing."""
    found = example(name)
    stock, ours = drawn(name), draft(found.answers, begun, found.today)
    assert [d.document.id for d in ours.drafts] == [d.document.id for d in stock.drafts]
    with CaseFolder(tmp_path / "案卷") as folder:
        assert lacking(ours, begun, folder) <= lacking(stock, library, folder)


@pytest.mark.parametrize(
    ("step", "facts", "paper"),
    [
        ("police silent", {}, "government_reconsideration"),
        ("criminal notice", {}, "criminal_review"),
        ("review refused", {}, "criminal_second_review"),
        ("local finance silent", {"LENDER": "microloan"}, "local_finance_reconsideration"),
        ("regulator silent", {}, "finance_reconsideration"),
        ("order refused", {}, "order_review"),
        ("order granted", {}, "order_extension"),
        ("police silent", {"LENDER": "microloan", "SIGNED": "borrower", "ROLE": "agent"}, "local_finance_complaint"),
    ],
)
def test_nothing_more_is_missing_in_a_paper_that_answers_a_step(  # noqa: PLR0913, PLR0917
    library: Library, begun: Library, tmp_path: Path, step: str, facts: dict[str, str], paper: str
) -> None:
    told = follow_ups.told(library, step, **facts).answers
    stock, ours = (draft(told, each, TODAY) for each in (library, begun))
    assert paper in {each.document.id for each in ours.drafts}
    with CaseFolder(tmp_path / "案卷") as folder:
        assert lacking(ours, begun, folder) <= lacking(stock, library, folder)


def lacking(result: Result, library: Library, folder: CaseFolder) -> set[tuple[str, str]]:
    papers = completeness.examine(result, library, folder)
    return {(paper.draft.document.id, row.element.id) for paper in papers for row in paper.missing}


def test_an_element_of_a_new_channel_gets_a_plain_line(tmp_path: Path) -> None:
    """Given a channel that asks for what nobody foresaw, then the template has its fields, in loops, and a gap."""
    for part in ("law", "questionnaires", "templates"):
        shutil.copytree(ROOT / part, tmp_path / part)
    channels = tmp_path / "law" / "channels.yaml"
    text = channels.read_text(encoding="utf-8")
    asked = (
        "    - {id: extra, element: 车辆, source: customary, status: customary, words: [停车位置],\n"
        "       fields: [collectors.plates, applicant.workplace]}\n"
    )
    anchor = "    - {id: reporter,"
    channels.write_text(text.replace(anchor, asked + anchor, 1), encoding="utf-8")
    library = packs.load(tmp_path)
    begun = starting.start(library, library.find("police_report"))
    assert begun.open == ("车辆",)
    assert (
        "、其他要写明的\n{%p for 人 in 催收人员 %}\n车牌：{{ 人.车牌 }}。\n{%p endfor %}\n"
        "工作单位：{{ 申请人.工作单位 }}。\n停车位置：{{ '停车位置'|待填 }}。\n此致\n" in reading.as_text(begun.data)
    )


@pytest.mark.parametrize(
    ("asked", "found"),
    [("报案材料", "police_report"), ("刑事控告书", "police_report"), ("police", "police_report"),
     ("报案", "police_report"), ("service_sheet", "service_sheet"), ("court_injunction", "court_injunction")],
)  # fmt: skip
def test_a_document_goes_by_title_id_or_channel(library: Library, asked: str, found: str) -> None:
    assert library.find(asked).id == found


def test_a_name_that_fits_nothing_or_too_much_is_told_with_the_nearest(library: Library) -> None:
    for asked, expected in (
        ("报案材枓", "没有“报案材枓”这份文书，也没有这个渠道。是不是“报案材料”？"),
        ("polcie_report", "是不是“police_report”？"),
        ("local_finance", "“local_finance”有好几份文书：投诉书（地方金融）（local_finance_complaint）、"),
        ("qqqqqqqq", "可以写的有：人格权侵害禁令申请书（court_injunction）；"),
    ):
        with pytest.raises(UsageError) as caught:
            library.find(asked)
        assert expected in str(caught.value)


def test_the_command_writes_beside_nothing_else(tmp_path: Path) -> None:
    first = drafter("template", "new", "报案材料", cwd=tmp_path)
    assert first.returncode == 0, first.stderr
    assert "起步模板写在 报案材料.docx" in first.stdout
    assert "{{ 法条.保密 }}" in first.stdout
    again = drafter("template", "new", "police", cwd=tmp_path)
    assert (again.returncode, again.stdout) == (2, "")
    assert "已经有 报案材料.docx 了，没有覆盖它。请用 -o 写另一个名字。" in again.stderr
    assert drafter("template", "new", "police", "-o", "甲.docx", cwd=tmp_path).returncode == 0
    lost = drafter("template", "new", "报案材枓", cwd=tmp_path)
    assert "是不是“报案材料”？" in lost.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["报案材料.docx", "甲.docx"]
