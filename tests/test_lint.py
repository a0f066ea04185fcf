"""Every fault that a template can have is told with its place and its mend, and the mended template is clean."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from drafter import linting
from drafter.packs import Library
from drafter.word import lint, reading
from drafter.word.lint.tagging import scan
from tests import hostile, old_files
from tests.conftest import ROOT

TEMPLATES = sorted((ROOT / "templates" / "docx").glob("*.docx"))
Edit = Callable[[Any], object]


@pytest.fixture(scope="module", name="linter")
def _linter(library: Library) -> linting.Linter:
    return linting.Linter(library)


@pytest.fixture(scope="module", name="guide")
def _guide(linter: linting.Linter) -> lint.Guide:
    return linter.guide(Path("自己的.docx"))


def saved(document: Any) -> bytes:
    document.core_properties.author = document.core_properties.comments = ""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def word(*paragraphs: str, table: list[list[str]] | None = None, footer: str = "", edit: Edit | None = None) -> bytes:
    """Return a Word file with these paragraphs and then a table; a new line in a cell begins a paragraph."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        grid = document.add_table(rows=len(table), cols=len(table[0]))
        for row, texts in zip(grid.rows, table, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                first, *others = text.split("\n")
                cell.paragraphs[0].text = first
                for other in others:
                    cell.add_paragraph(other)
    if footer:
        document.sections[0].footer.paragraphs[0].text = footer
    if edit is not None:
        edit(document)
    return saved(document)


def with_member(data: bytes, name: str, text: str) -> bytes:
    """Return an archive with one member put in or replaced."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for entry in source.namelist():
            if entry != name:
                target.writestr(entry, source.read(entry))
        target.writestr(name, text)
    return buffer.getvalue()


def wrapped(tag: str, *, first: int, last: int) -> Edit:
    """Return an edit that puts runs `first` to `last` of the first paragraph into a link or an insertion."""

    def edit(document: Any) -> None:
        paragraph = document.paragraphs[0]._p
        runs = list(paragraph.iterchildren(qn("w:r")))
        around = OxmlElement(tag)
        runs[first].addprevious(around)
        for run in runs[first : last + 1]:
            around.append(run)

    return edit


def split(*texts: str) -> Edit:
    """Return an edit that gives the first paragraph these runs."""

    def edit(document: Any) -> None:
        paragraph = document.paragraphs[0]
        for run in list(paragraph.runs):
            run._r.getparent().remove(run._r)
        for text in texts:
            paragraph.add_run(text)

    return edit


def both(*edits: Edit) -> Edit:
    return lambda document: [edit(document) for edit in edits]


WRITTEN = [
    ("T002", ["{{ 申请入.姓名 }}"], "第 1 段", "没有“申请入”这个字段。是不是“申请人”？", ["{{ 申请人.姓名 }}"]),
    ("T002", ["{{ 申请人.xingming }}"], "第 1 段", "没有“xingming”这个字段", ["{{ 申请人.姓名 }}"]),
    ("T002", ["{{ applicant.nmae }}"], "第 1 段", "是不是“name”？", ["{{ applicant.name }}"]),
    ("T002", ["{{ 这里写经过 }}"], "第 1 段", "如果这不是标签，请不要用两层花括号。", ["（这里写经过）"]),
    ("T003", ["{{ 申请人 }}"], "第 1 段", "没有可以印出来的文字", ["{{ 申请人.姓名 }}"]),
    ("T003", ["{{ 事件 }}"], "第 1 段", "没有可以印出来的文字", ["{{ 统计.事件数 }}"]),
    ("T003", ["{{ 申请人.性别 == 'female' }}"], "第 1 段", "没有可以印出来的文字", ["{{ 申请人.性别 }}"]),
    ("T003", ["{{ none }}"], "第 1 段", "没有可以印出来的文字", [""]),
    ("T005", ["{{ 申请人.姓名|大些 }}"], "第 1 段", "没有“大些”这个过滤器。是不是“大写”？", ["{{ 申请人.姓名|句 }}"]),
    ("T005", ["{% fi 申请人.姓名 %}"], "第 1 段", "没有“fi”这种标签", [""]),
    ("T005", ["{%pif 申请人.姓名 %}"], "第 1 段", "p、tr 后面要空一格。", [""]),
    ("T005", ["{{ }}"], "第 1 段", "花括号里是空的", [""]),
    ("T005", ["{{ 申请人..姓名 }}"], "第 1 段", "点号后面要写字段的名称", ["{{ 申请人.姓名 }}"]),
    ("T005", ["{{ 申请人—姓名 }}"], "第 1 段", "不能用“—”这个符号", ["{{ 申请人.姓名 }}"]),
    ("T005", ["甲{% if 申请人.姓名 is string %}乙{% endif %}"], "第 1 段", "没有“is string”这种判断", ["甲"]),
    ("T007", ["甲{% for 字 in 申请人.姓名 %}乙{% endfor %}"], "第 1 段", "不能逐个取出来", ["甲"]),
    ("T008", ["甲{% if 申请人.性别 == 'femal' %}乙{% endif %}"], "第 1 段", "是不是“female”？", ["甲"]),
    ("T009", ["甲{% if 申请人.请求保密 == 'yes' %}乙{% endif %}"], "第 1 段", "不能这样比", ["甲"]),
    ("T030", ["｛｛ 申请人.姓名 ｝｝"], "第 1 段", "花括号或者百分号是全角的", ["{{ 申请人.姓名 }}"]),
    ("T030", ["｛{ 申请人.姓名 }}"], "第 1 段", "花括号或者百分号是全角的", ["{{ 申请人.姓名 }}"]),
    ("T030", ["甲{％ if 申请人.姓名 ％}乙{% endif %}"], "第 1 段", "“{％ if 申请人.姓名 ％}”", ["甲"]),
    ("T030", ["甲｛% if 申请人.姓名 %｝乙{% endif %}"], "第 1 段", "会原样印出来", ["甲"]),
    ("T031", ["{ 姓名 }"], "第 1 段", "请写成 {{ ", ["{{ 申请人.姓名 }}"]),
    ("T031", ["甲｛申请人.姓名｝乙"], "第 1 段", "请写成 {{ 申请人.姓名 }}。", ["甲{{ 申请人.姓名 }}乙"]),
    ("T032", ["{{ 申请人.姓名 }"], "第 1 段", "没有以“}}”结束", ["{{ 申请人.姓名 }}"]),
    ("T032", ["甲", "申请人.姓名 }}"], "第 2 段", "“}}”前面没有对应的“{{”", ["甲", "{{ 申请人.姓名 }}"]),
    ("T033", ["{{ 申请人", ".姓名 }}"], "第 1 段", "断在两段里，到第 2 段才结束", ["{{ 申请人.姓名 }}"]),
    ("T035", ["{{ 申请人．姓名 }}"], "第 1 段", "全角或者看不见的符号：．", ["{{ 申请人.姓名 }}"]),
    ("T035", ["{{ 申请人。姓名 }}"], "第 1 段", "全角或者看不见的符号：。", ["{{ 申请人.姓名 }}"]),
    ("T035", ["{{ 申请人.姓名｜句 }}"], "第 1 段", "符号：｜", ["{{ 申请人.姓名|句 }}"]),
    ("T035", ["{{ 统计.电话|量（'次'，'共'） }}"], "第 1 段", "符号：（ ， ）", ["{{ 统计.电话|量('次','共') }}"]),
    ("T035", ["甲{% if 申请人.性别 ＝＝ ＂female＂ %}乙{% endif %}"], "第 1 段", "符号：＝ ＂", ["甲"]),
    ("T035", ["{{ 「原件」|待填 }}"], "第 1 段", "符号：「 」", ["{{ '原件'|待填 }}"]),
    ("T035", ["{{ 申请人\u200b.姓名 }}"], "第 1 段", "U+200B", ["{{ 申请人.姓名 }}"]),
    ("T036", ["{% p if 申请人.姓名 %}", "甲", "{%p endif %}"], "第 1 段", "空格放错了地方", ["甲"]),
    ("T037", ["{{ 申请人 姓名 }}"], "第 1 段", "请写成 申请人.姓名。", ["{{ 申请人.姓名 }}"]),
    ("T038", ["{{ 申请人-姓名 }}"], "第 1 段", "“申请人-姓名”会被当成减法。", ["{{ 申请人.姓名 }}"]),
    ("T039", ["{%p if 申请人.姓名 == '5%' %}", "甲", "{%p endif %}"], "第 1 段", "里面不能再有 % 和 }", ["甲"]),
    ("T040", ["{{ 'R&D'|待填 }}"], "第 1 段", "会多出 amp; 这几个字母", ["R&D"]),
    ("T041", ["重要文字{%p if 申请人.姓名 %}", "甲", "{%p endif %}"], "第 1 段", "“重要文字”，填好以后会消失", ["甲"]),
    ("T042", ["{%p if 申请人.姓名 %}{%p endif %}"], "第 1 段", "还有别的标签，填好以后会丢掉", [""]),
    ("T044", ["{%tr if 申请人.姓名 %}", "甲", "{%tr endif %}"], "第 1 段", "不在表格里", ["甲"]),
    ("T044", ["甲{% vm %}"], "第 1 段", "它只能写在表格的格子里", ["甲"]),
    ("T045", ["{{p 申请人.姓名 }}"], "第 1 段", "请写成 {{ 申请人.姓名 }}", ["{{ 申请人.姓名 }}"]),
    ("T046", ["{%p if 申请人.姓名 %}", "甲", "乙{% endif %}"], "第 3 段", "一个带 p、tr、tc，一个不带", ["甲"]),
    ("T047", ["{%p if 申请人.姓名 %}", "甲"], "第 1 段", "没有用 endif 结束", ["甲"]),
    ("T047", ["甲", "{%p endfor %}"], "第 2 段", "前面没有对应的开头", ["甲"]),
    ("T052", ["{{ 情形.有监护人 }}"], "第 1 段", "会印成“是”或者“否”", ["甲{% if 情形.有监护人 %}乙{% endif %}"]),
    ("T053", ["依照《民法典》第九百九十七条"], "第 1 段", "名称: {article: cc-997}", ["依照{{ 法条.禁令 }}"]),
    ("T053", ["依照民法典第九百九十七条"], "第 1 段", "法律改了它不会跟着改", ["依照{{ 法条.禁令 }}"]),
    ("T054", ["依照《村规民约》第三条"], "第 1 段", "法律库里没有", ["依照村规民约"]),
    ("T055", ["请于15日内答复"], "第 1 段", "期限“15日内”是直接打上去的", ["请尽快答复"]),
    ("T055", ["应当在72小时以内答复"], "第 1 段", "期限“72小时以内”", ["请尽快答复"]),
    ("T056", ["住____，电话"], "第 1 段", "没有换成标签的空白：“____”", ["住＿＿＿，电话"]),
    ("T056", ["XXX人民法院"], "第 1 段", "“XXX”", ["{{ 法院.名称 }}"]),
    ("T056", ["×××人民法院"], "第 1 段", "“×××”", ["{{ 法院.名称 }}"]),
    ("T056", ["甲方：【】"], "第 1 段", "“【】”", ["甲方：{{ 申请人.姓名 }}"]),
    ("T056", ["甲方：〔 〕"], "第 1 段", "“〔 〕”", ["甲方：{{ 申请人.姓名 }}"]),
    ("T056", ["甲方：【请填写姓名】"], "第 1 段", "“【请填写姓名】”", ["甲方：{{ 申请人.姓名 }}"]),
    ("T056", ["生于    年  月  日"], "第 1 段", "“年  月  日”", ["生于{{ 申请人.出生日期 }}"]),
    ("T056", ["____年__月__日"], "第 1 段", "“____年__月__日”", ["签名：＿＿＿＿", "    年  月  日"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "paragraphs", "spot", "said", "clean"), WRITTEN, ids=[f"{row[0]}-{row[1][0][:20]}" for row in WRITTEN]
)
def test_a_fault_in_the_text_is_told_with_its_place_and_its_mend(  # noqa: PLR0913, PLR0917 - a table
    code: str, paragraphs: list[str], spot: str, said: str, clean: list[str], guide: lint.Guide
) -> None:
    found = lint.faults(word(*paragraphs), "我的.docx", guide)
    assert {finding.problem.code for finding in found} == {code}, [str(finding.problem) for finding in found]
    assert found[0].problem.where.part == "正文"
    assert found[0].problem.where.spot.startswith(spot)
    assert said in str(found[0].problem)
    assert found[0].remark == lint.RULES[code].remark
    assert lint.faults(word(*clean), "我的.docx", guide) == []


FOR, END = "{%tr for 件 in 事件 %}", "{%tr endfor %}"
HEAD = ["时间", "经过"]
ROW = ["{{ 件.时间 }}", "{{ 件.叙述 }}"]
GOOD = [HEAD, [FOR, ""], ROW, [END, ""]]
TABLES = [
    ("T043", [HEAD, [FOR, "会消失"], ROW, [END, ""]], "表1 第 2 行第 1 列", "“会消失”", GOOD),
    ("T043", [HEAD, [FOR, "{{ 申请人.姓名 }}"], ROW, [END, ""]], "表1 第 2 行", "别的标签", GOOD),
    ("T046", [HEAD, ["{%p if 事件 %}\n甲", "{%p endif %}\n乙"]], "表1 第 2 行第 2 列", "在另一格里", GOOD),
    ("T048", [HEAD, ["{% for 件 in 事件 %}", ""], ROW, ["{% endfor %}", ""]], "表1 第 2 行", "{%tr for 件 in 事件 %}",
     GOOD),
    ("T049", [HEAD, ["{%p if 事件 %}\n甲\n{%p endif %}", "乙"]], "表1 第 2 行第 1 列", "一段也不剩",
     [HEAD, ["{%p if 事件 %}\n甲\n{%p else %}\n无\n{%p endif %}", "乙"]]),
    ("T050", [[FOR, ""], ROW, [END, ""]], "表1 第 1 行", "表格就没有行了", GOOD),
    ("T002", [HEAD, [FOR, ""], ["{{ 件.时问 }}", "甲"], [END, ""]], "表1 第 3 行第 1 列", "是不是“时间”或者“时段”？",
     GOOD),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "table", "spot", "said", "clean"), TABLES, ids=[f"{row[0]}-{n}" for n, row in enumerate(TABLES)]
)
def test_a_fault_in_a_table_is_told_by_row_and_column(  # noqa: PLR0913, PLR0917 - a table
    code: str, table: list[list[str]], spot: str, said: str, clean: list[list[str]], guide: lint.Guide
) -> None:
    found = lint.faults(word(table=table), "我的.docx", guide)
    assert {finding.problem.code for finding in found} == {code}, [str(finding.problem) for finding in found]
    assert found[0].problem.where.spot.startswith(spot)
    assert said in str(found[0].problem)
    assert lint.faults(word(table=clean), "我的.docx", guide) == []


def test_a_plain_loop_on_paragraphs_of_its_own_leaves_empty_ones(guide: lint.Guide) -> None:
    found = lint.faults(word("{% for 件 in 事件 %}", "{{ 件.时间 }}", "{% endfor %}"), "t.docx", guide)
    assert [(finding.problem.code, finding.problem.where.spot[:5]) for finding in found] == [
        ("T048", "第 1 段"), ("T048", "第 3 段"),
    ]  # fmt: skip
    assert "请写成 {%p for 件 in 事件 %}" in found[0].problem.advice
    assert lint.faults(word("{%p for 件 in 事件 %}", "{{ 件.时间 }}", "{%p endfor %}"), "t.docx", guide) == []


def test_a_table_that_stands_only_when_its_list_has_items_needs_no_head(guide: lint.Guide) -> None:
    def guarded(document: Any) -> None:
        document.element.body.insert(0, document.add_paragraph("{%p if 事件 %}")._p)
        document.add_paragraph("{%p endif %}")

    assert lint.faults(word(table=[[FOR, ""], ROW, [END, ""]], edit=guarded), "t.docx", guide) == []


@pytest.mark.parametrize("around", ["w:hyperlink", "w:ins"])
def test_a_tag_that_ends_outside_the_link_it_begins_in(around: str, guide: lint.Guide) -> None:
    edit = both(split("见{{ 申请人", ".姓名 }}"), wrapped(around, first=0, last=0))
    found = lint.faults(word("", edit=edit), "t.docx", guide)
    assert "T034" in {finding.problem.code for finding in found}
    data, changes = lint.mended(word("", edit=edit), "t.docx", guide.names)
    assert [change.after for change in changes] == ["{{ 申请人.姓名 }}"]
    assert "T034" not in {finding.problem.code for finding in lint.faults(data, "t.docx", guide)}


def test_a_block_that_ends_outside_the_link_it_begins_in(guide: lint.Guide) -> None:
    edit = both(split("{% if 申请人.姓名 %}甲", "乙{% endif %}"), wrapped("w:hyperlink", first=0, last=0))
    (found,) = lint.faults(word("", edit=edit), "t.docx", guide)
    assert found.problem.code == "T034"
    assert "段落会粘在一起" in found.problem.what


def test_a_tag_around_a_link_is_none_of_these(guide: lint.Guide) -> None:
    edit = both(split("{{ 申请人", ".姓", "名 }}"), wrapped("w:hyperlink", first=1, last=1))
    assert lint.faults(word("", edit=edit), "t.docx", guide) == []


ENDNOTES = (
    '<w:endnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:endnote w:id="2"><w:p><w:r>'
    "<w:t>{{ 申请人.姓名 }}</w:t></w:r></w:p></w:endnote></w:endnotes>"
)
CUSTOM = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property pid="2" name="甲"><vt:lpwstr>{{ 申请人.姓名 }}</vt:lpwstr></property></Properties>'
)
APP = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Company>{}</Company></Properties>"
)
SUBJECT = APP.format("{{ 申请人.姓名 }}").replace("Company", "Subject")


def link(target: str) -> Edit:
    return lambda document: document.part.relate_to(
        target, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink", is_external=True
    )


def title(document: Any) -> None:
    document.core_properties.title = "{{ 申请人.姓名 }}"


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (with_member(word("甲"), "word/endnotes.xml", ENDNOTES), "尾注"),
        (with_member(word("甲"), "docProps/custom.xml", CUSTOM), "文件属性"),
        (with_member(word("甲"), "docProps/app.xml", SUBJECT), "文件属性"),
        (word("甲", edit=title), "文件属性"),
        (word("甲", edit=link("http://甲.cn/{{ 申请人.姓名 }}")), "链接地址"),
    ],
    ids=["endnote", "custom", "app", "core", "link"],
)
def test_a_tag_where_nothing_is_filled_in(data: bytes, part: str, guide: lint.Guide) -> None:
    (found,) = lint.faults(data, "t.docx", guide)
    assert (found.problem.code, found.problem.where.part) == ("T051", part)
    assert "会原样留在文书里" in found.problem.what


def test_alternative_text_is_filled_in_and_so_it_is_checked(guide: lint.Guide) -> None:
    def described(document: Any) -> None:
        drawing = OxmlElement("w:drawing")
        drawing.set("descr", "{{ 申请人.姓明 }}")
        document.paragraphs[0].runs[0]._r.append(drawing)

    (found,) = lint.faults(word("甲", edit=described), "t.docx", guide)
    assert (found.problem.code, found.problem.advice) == ("T002", "是不是“姓名”？")


def test_footers_are_checked_too(guide: lint.Guide) -> None:
    (found,) = lint.faults(word("甲", footer="{{ 申请人.姓明 }}"), "t.docx", guide)
    assert (found.problem.code, found.problem.where.part) == ("T002", "页脚")


def font(name: str) -> Edit:
    def edit(document: Any) -> None:
        properties = document.paragraphs[0].runs[0]._r.get_or_add_rPr()
        fonts = OxmlElement("w:rFonts")
        fonts.set(qn("w:eastAsia"), name)
        properties.append(fonts)

    return edit


def test_a_font_that_windows_has_not(guide: lint.Guide) -> None:
    (found,) = lint.faults(word("甲", edit=font("仿宋_GB2312")), "t.docx", guide)
    assert found.problem.code == "T057"
    assert found.remark
    assert found.problem.advice == "请改用仿宋。"
    assert lint.faults(word("甲", edit=font("仿宋")), "t.docx", guide) == []


def test_a_font_of_a_style_that_nobody_uses_is_none_of_ours(guide: lint.Guide) -> None:
    def styled(document: Any, used: str) -> None:
        document.styles["Heading 3"].font.name = "方正小标宋简体"
        document.paragraphs[0].style = document.styles[used]

    assert lint.faults(word("甲", edit=lambda document: styled(document, "Normal")), "t.docx", guide) == []
    (found,) = lint.faults(word("甲", edit=lambda document: styled(document, "Heading 3")), "t.docx", guide)
    assert (found.problem.code, found.problem.where.part) == ("T057", "样式")


def test_names_in_the_properties_are_told_and_can_be_removed(guide: lint.Guide) -> None:
    document = docx.Document()
    document.core_properties.author, document.core_properties.last_modified_by = "王律师", "李助理"
    document.core_properties.comments = ""
    buffer = io.BytesIO()
    document.save(buffer)
    data = with_member(buffer.getvalue(), "docProps/app.xml", APP.format("众和律师事务所"))
    found = lint.faults(data, "t.docx", guide)
    assert [finding.problem.code for finding in found] == ["T058", "T058"]
    assert "王律师、李助理" in found[0].problem.what
    clean, changes = lint.mended(data, "t.docx", guide.names)
    assert [change.before for change in changes] == ["王律师", "李助理", "众和律师事务所"]
    assert lint.faults(clean, "t.docx", guide) == []


def test_a_template_that_a_file_is_attached_to_is_taken_out_of_the_copy(guide: lint.Guide) -> None:
    """Given a file with the path of somebody's Normal.dotm, then it is refused as it stands and mended in a copy."""
    data = old_files.attached(word("申请人：{{ 申请人.姓名 }}"), "file:///C:\\Users\\Wang\\Templates\\Normal.dotm")
    (found,) = lint.faults(data, "t.docx", guide)
    assert (found.problem.code, found.closed) == ("T017", True)
    assert "drafter template lint --fix" in found.problem.advice
    clean, changes = lint.mended(data, "t.docx", guide.names)
    assert [change.before for change in changes] == ["附加的模板 Normal.dotm"]
    assert lint.faults(clean, "t.docx", guide) == []


@pytest.mark.parametrize("name", [name for name in hostile.FILES if not name.startswith("attached")])
def test_what_may_not_be_opened_is_not_mended(name: str, guide: lint.Guide) -> None:
    data = hostile.FILES[name][1]()
    assert lint.mended(data, name, guide.names) == (data, [])


def test_many_comments_are_one_line(guide: lint.Guide) -> None:
    def commented(document: Any) -> None:
        for text in ("看一下", "再看一下"):
            document.add_comment(document.paragraphs[0].runs[0], text=text, author="王律师")

    (found,) = lint.faults(word("申请人", edit=commented), "t.docx", guide)
    assert "还有 2 条批注（“看一下”等）" in found.problem.what


def test_a_tracked_deletion_is_told_with_what_was_deleted(guide: lint.Guide) -> None:
    def deleted(document: Any) -> None:
        run = document.paragraphs[0].runs[0]._r
        run.find(qn("w:t")).tag = qn("w:delText")
        wrapped("w:del", first=0, last=0)(document)

    (found,) = lint.faults(word("别告诉对方", edit=deleted), "t.docx", guide)
    assert found.problem.code == "T059"
    assert "别告诉对方" in found.problem.what


def test_a_comment_left_in_the_file(guide: lint.Guide) -> None:
    def commented(document: Any) -> None:
        document.add_comment(document.paragraphs[0].runs, text="这个客户难缠", author="王")

    (found,) = lint.faults(word("甲", edit=commented), "t.docx", guide)
    assert (found.problem.code, found.problem.where.part) == ("T060", "批注")


def test_a_column_without_a_width(guide: lint.Guide) -> None:
    def unmeasured(document: Any) -> None:
        del document.tables[0]._tbl.tblGrid.gridCol_lst[1].attrib[qn("w:w")]

    (found,) = lint.faults(word(table=[["甲", "乙"]], edit=unmeasured), "t.docx", guide)
    assert found.problem.code == "T061"
    assert lint.faults(word(table=[["甲", "乙"]]), "t.docx", guide) == []


def test_a_content_control_that_is_bound_to_something_else(guide: lint.Guide) -> None:
    def bound(document: Any) -> None:
        control, properties, content = OxmlElement("w:sdt"), OxmlElement("w:sdtPr"), OxmlElement("w:sdtContent")
        binding = OxmlElement("w:dataBinding")
        binding.set(qn("w:storeItemID"), "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}")
        properties.append(binding)
        control.extend([properties, content])
        run = document.paragraphs[0].runs[0]._r
        run.addprevious(control)
        content.append(run)

    (found,) = lint.faults(word("{{ 申请人.姓名 }}", edit=bound), "t.docx", guide)
    assert found.problem.code == "T062"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("~$报案.docx", b"x" * 162, "临时文件"),
        ("a.docx", b"", "空文件"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "另存为 .docx"),
        ("a.docx", "这是文字".encode(), "这不是 Word 文件"),
        ("a.docx", word("甲")[:900], "不完整，或者坏了"),
    ],
)
def test_what_is_no_word_file_is_told_as_what_it_is(name: str, data: bytes, said: str, guide: lint.Guide) -> None:
    (found,) = lint.faults(data, name, guide)
    assert found.closed
    assert said in str(found.problem)


def test_all_faults_are_told_in_one_run_whatever_else_is_wrong(guide: lint.Guide) -> None:
    data = word(
        "{{ 申请人.姓名|没有 }}",
        "{{ 申请入.姓名 }}",
        "{%p if 申请人.姓名 %}",
        "{{ 事件 }}",
        "｛｛ 申请人.姓明 ｝｝",
        "{{ 甲",
    )
    codes = [finding.problem.code for finding in lint.faults(data, "t.docx", guide)]
    assert codes == ["T005", "T002", "T047", "T003", "T030", "T002", "T032"]


def test_a_blank_to_be_signed_is_meant(guide: lint.Guide) -> None:
    clean = ["申请人（签名）：____________", "    年  月  日", "住址：＿＿＿＿＿＿"]
    assert lint.faults(word(*clean), "t.docx", guide) == []


def test_a_term_that_somebody_else_said_is_no_term_of_the_paper(guide: lint.Guide) -> None:
    assert lint.faults(word("对方说“三日内还款”。"), "t.docx", guide) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_of_the_stock_pack_is_clean(path: Path, linter: linting.Linter) -> None:
    assert linter.lint(path).findings == ()


def test_a_hostile_tag_is_read_and_never_carried_out(guide: lint.Guide) -> None:
    bombs = ["{{ 'x' * 10**10 }}", "{{ ''.__class__.__mro__ }}", "{{ range(10**9) }}", "{{ " + "(" * 5000 + " }}"]
    codes = [finding.problem.code for finding in lint.faults(word(*bombs), "t.docx", guide)]
    assert len(codes) == len(bombs)
    assert all("T020" < code < "T030" for code in codes)


MENDED = [
    ("｛｛ 申请人.姓名 ｝｝", "{{ 申请人.姓名 }}"),
    ("｛％ if 申请人．姓名 ％｝甲｛％ endif ％｝", "{% if 申请人.姓名 %}甲{% endif %}"),
    ("{{ “原件，复印件”｜待填 }}", '{{ "原件，复印件"|待填 }}'),
    ("{{ 申请人 姓名｜句 }}", "{{ 申请人.姓名|句 }}"),
    ("{% p if 申请人.姓名 %}", "{%p if 申请人.姓名 %}"),
]


@pytest.mark.parametrize(("typed", "better"), MENDED)
def test_what_is_sure_is_mended(typed: str, better: str, guide: lint.Guide) -> None:
    data, changes = lint.mended(word(f"前，{typed}。后"), "t.docx", guide.names)
    assert reading.as_text(data) == f"前，{better}。后\n"
    assert changes


@pytest.mark.parametrize(
    "typed", ["｛｛ 这里写：经过。｝｝", "{{ 件 时问 }}", "{{ 申请人—姓名 }}", "{ 姓名 }", "｛注｝", "{{ 甲"]
)
def test_what_is_not_sure_is_left(typed: str, guide: lint.Guide) -> None:
    data = word(f"前，{typed}。后")
    assert lint.mended(data, "t.docx", guide.names) == (data, [])


def test_a_tag_in_several_runs_is_joined_when_it_is_mended(guide: lint.Guide) -> None:
    data, changes = lint.mended(word("", edit=split("前{", "{ 申请人．", "姓名 }", "}后")), "t.docx", guide.names)
    runs = [run.text for run in docx.Document(io.BytesIO(data)).paragraphs[0].runs]
    assert [change.after for change in changes] == ["{{ 申请人.姓名 }}"]
    assert runs[0] == "前{{ 申请人.姓名 }}"
    assert "".join(runs) == "前{{ 申请人.姓名 }}后"


def doubled(document: Any) -> None:
    """Put a text box into the first paragraph as Word does: once, and once more for old readers."""
    space = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    both_kinds = etree.SubElement(document.paragraphs[0].runs[0]._r, f"{{{space}}}AlternateContent")
    for kind in ("Choice", "Fallback"):
        box = OxmlElement("w:txbxContent")
        etree.SubElement(both_kinds, f"{{{space}}}{kind}").append(box)
        box.append(docx.Document().add_paragraph("｛｛ 申请人.姓名 ｝｝")._p)


def test_a_text_box_is_told_once_and_mended_wherever_it_stands(guide: lint.Guide) -> None:
    data = word("甲", edit=doubled)
    (found,) = lint.faults(data, "t.docx", guide)
    assert found.problem.code == "T030"
    clean, changes = lint.mended(data, "t.docx", guide.names)
    assert len(changes) == 2
    assert "｛" not in reading.as_text(clean)
    assert lint.faults(clean, "t.docx", guide) == []


PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [typed for typed, _better in MENDED] + ["{{ 甲", "}}", "｛注｝", "“引”", "，。", "{{申请人.姓名}}"]
        ),
        st.text("甲乙，。“”｛｝{}%％ .x", max_size=6),
    ),
    max_size=6,
)


@settings(max_examples=80, deadline=None)
@given(PIECES, st.integers(1, 5))
def test_mending_twice_changes_nothing_more_and_never_a_word_outside_tags(pieces: list[str], size: int) -> None:
    text = "".join(pieces)
    library = _names()
    data = word("", edit=split(*[text[at : at + size] for at in range(0, len(text), size)]))
    once, _changes = lint.mended(data, "t.docx", library)
    twice, changes = lint.mended(once, "t.docx", library)
    assert (twice, changes) == (once, [])
    assert outside(once) == outside(data)


def _names() -> Any:
    from drafter.fields import Field, Scope

    return Scope({"申请人": Scope({"姓名": Field("张三")})})


def outside(data: bytes) -> str:
    text = docx.Document(io.BytesIO(data)).paragraphs[0].text
    for tag in reversed(scan(text)[0]):
        text = text[: tag.start] + "▣" + text[tag.end :]
    return text


def test_findings_become_comments_in_a_copy(guide: lint.Guide) -> None:
    data = word("好", "{{ 申请入.姓名 }}", table=[HEAD, ["____", "甲"]], footer="{{ 申请人.姓明 }}")
    found = lint.faults(data, "t.docx", guide)
    document = docx.Document(io.BytesIO(lint.annotated(data, "t.docx", found)))
    texts = [comment.text for comment in document.comments]
    assert len(texts) == 3
    assert texts[0].startswith("页脚 第 1 段“{{ 申请人.姓明 }}”：没有“姓明”这个字段。是不是“姓名”？ [T002]")
    assert texts[1].startswith("没有“申请入”这个字段。")
    assert "T056" in texts[2]
    anchors = [p.text for p in document.paragraphs if p._p.xpath(".//w:commentReference")]
    assert anchors == ["好", "{{ 申请入.姓名 }}"]
    again = lint.faults(lint.annotated(data, "t.docx", found), "t.docx", guide)
    assert "T051" not in {finding.problem.code for finding in again}


def test_the_codes_in_the_docs_are_those_in_the_code() -> None:
    text = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (T\d{3}) \| (.+) \| (fault|remark) \| (yes|) ?\|$", text, re.MULTILINE)
    told = {code: lint.Rule(remark=kind == "remark", mends=mends == "yes") for code, _what, kind, mends in rows}
    assert told == dict(lint.RULES)


def test_every_code_that_is_told_has_a_rule() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "drafter" / "word" / "lint").glob("*.py")]
    used = set(re.findall(r'code="(T0\d\d)"', "".join(sources)))
    assert used <= set(lint.RULES)
    assert {code for code in lint.RULES if code >= "T030"} <= used


def command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `drafter template lint` in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "drafter", "template", "lint", *arguments],
        cwd=folder, capture_output=True, text=True, check=False, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def test_files_that_cannot_be_read_do_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "旧.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    (tmp_path / "好.docx").write_bytes(word("{{ 申请人.姓名 }}"))
    (tmp_path / "错.docx").write_bytes(word("{{ 申请人.姓明 }}"))
    done = command(tmp_path, "旧.doc", "没有.docx", "好.docx", "错.docx")
    assert done.returncode == 1
    told = done.stdout.splitlines()
    assert [line.partition("：")[0].partition(" ")[0] for line in told[:3]] == ["旧.doc", "没有.docx", "错.docx"]
    assert told[-1] == "检查了 4 个文件：3 处要改，0 处请看一眼。"
    assert "Traceback" not in done.stderr


def test_a_clean_template_ends_with_nought_and_no_file_with_two(tmp_path: Path) -> None:
    (tmp_path / "好.docx").write_bytes(word("{{ 申请人.姓名 }}"))
    assert command(tmp_path, "好.docx").returncode == 0
    assert command(tmp_path, ".", "--annotate", "--fix").returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["好.docx"]
    assert command(tmp_path).returncode == 2
    (tmp_path / "空").mkdir()
    assert command(tmp_path, "空").returncode == 2


def test_copies_lie_beside_the_file_which_stays_as_it_is(tmp_path: Path) -> None:
    original = word("｛｛ 申请人．姓名 ｝｝", "住____")
    (tmp_path / "报案.docx").write_bytes(original)
    first = command(tmp_path, "报案.docx", "--fix")
    assert first.returncode == 1
    assert "报案.docx 正文 第 1 段：｛｛ 申请人．姓名 ｝｝ → {{ 申请人.姓名 }}" in first.stdout
    assert "改了 1 处，写在 报案_已改.docx。" in first.stdout
    assert "报案_已改.docx 正文 第 2 段“住____”" in first.stdout
    kept = (tmp_path / "报案_已改.docx").read_bytes()
    command(tmp_path, "报案.docx", "--fix", "--annotate")
    assert {path.name for path in tmp_path.iterdir()} == {
        "报案.docx", "报案_已改.docx", "报案_已改2.docx", "报案_已改2_批注.docx",
    }  # fmt: skip
    assert (tmp_path / "报案.docx").read_bytes() == original
    assert (tmp_path / "报案_已改.docx").read_bytes() == kept
