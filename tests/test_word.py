"""Values reach the document whole, gaps show, and a template's mistakes have a place."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import docx
import pytest
from docx.enum.text import WD_COLOR_INDEX
from lxml import etree

from drafter.errors import TemplateError
from drafter.fields import Counters, Field, Scope, gap
from drafter.word import marks, reading
from drafter.word.readback import Finished, read_back
from drafter.word.render import Rendered, compile_template, document_id


def template(*paragraphs: str, footer: str = "", table: list[list[str]] | None = None) -> bytes:
    """Return a Word file with these paragraphs."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        cells = document.add_table(rows=len(table), cols=len(table[0]))
        for row, texts in zip(cells.rows, table, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    if footer:
        document.sections[0].footer.paragraphs[0].text = footer
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def render(data: bytes, **names: Any) -> Rendered:
    return compile_template(data, "t.docx").render(Scope(names), document="test", title="标题")


HARD = [
    "& < > \" '",
    "{{ x }} {% if %} {_{ }_} {_% %_}",
    "甲\n乙",
    "甲\t乙",
    "😀👨‍👩‍👧",
    "䶮𬊤",
    "</w:t></w:r>",
    "甲" * 1_000_000,
]


@pytest.mark.parametrize("text", HARD, ids=range(len(HARD)))
def test_a_value_comes_out_as_typed(text: str) -> None:
    rendered = render(template("前{{ a }}后", footer="{{ a }}"), a=Field(text, address="x"))
    found = reading.marked(rendered.data)
    assert found["df_1"] == [text]
    assert found["df_2"] == [text]
    assert read_back([Finished(name="t.docx", rendered=rendered)], []) == []


def test_control_characters_do_not_reach_the_document() -> None:
    rendered = render(template("{{ a }}"), a=Field("甲\x00\x07\ud800乙", address="x"))
    assert reading.as_text(rendered.data) == "甲乙\n"


def test_new_lines_become_paragraphs_with_the_same_properties() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("（{{ a }}）")
    paragraph.paragraph_format.first_line_indent = 355600
    buffer = io.BytesIO()
    document.save(buffer)
    rendered = render(buffer.getvalue(), a=Field("一\n二", address="x"))
    result = docx.Document(io.BytesIO(rendered.data)).paragraphs
    assert [p.text for p in result] == ["（一", "二）"]
    assert {p.paragraph_format.first_line_indent for p in result} == {355600}


def test_a_gap_is_highlighted_and_counted() -> None:
    rendered = render(template("住{{ a }}。"), a=gap("住址", "applicant.address"))
    run = next(r for r in docx.Document(io.BytesIO(rendered.data)).paragraphs[0].runs if "待填" in r.text)
    assert run.text == "〔待填：住址〕"
    assert run.font.highlight_color == WD_COLOR_INDEX.YELLOW
    assert [(mark.address, mark.missing) for mark in rendered.marks] == [("applicant.address", True)]


def test_a_gap_that_the_template_names_is_highlighted_and_counted_too() -> None:
    rendered = render(template("{% if x %}{{ x }}{% else %}{{ '原始载体'|待填 }}{% endif %}。"), x=gap("x"))
    run = next(r for r in docx.Document(io.BytesIO(rendered.data)).paragraphs[0].runs if "待填" in r.text)
    assert run.text == "〔待填：原始载体〕"
    assert run.font.highlight_color == WD_COLOR_INDEX.YELLOW
    assert [(mark.text, mark.missing) for mark in rendered.marks] == [("〔待填：原始载体〕", True)]


def test_numbering_stays_right_when_a_paragraph_is_left_out() -> None:
    data = template("{{ 号.甲 }}. 一", "{%p if no %}", "{{ 号.甲 }}. 二", "{%p endif %}", "{{ 号.甲 }}. 三")
    rendered = render(data, 号=Counters(), no=Field("", truth=False))
    assert reading.as_text(rendered.data) == "1. 一\n2. 三\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{{ 申请人.姓名字 }}", "没有“姓名字”这个字段。是不是“姓名”？"),
        ("{{ 申请入.姓名 }}", "没有“申请入”这个字段。是不是“申请人”？"),
        ("{% if 申请人.电话 %}{% endif %}", "没有“电话”这个字段"),
        ("{{ 申请人 }}", "没有可以印出来的文字"),
        ("{{ 申请人.姓名", "标签写得不对"),
        ("{{ 申请人.姓名|没有 }}", "标签写得不对"),
        ("{{ ''.__class__.__mro__ }}", "不允许"),
        ("{{ range(9) }}", "不能调用“range()”"),
        ("{{ cycler.__init__.__globals__ }}", "不允许"),
        ("{{ 1/0 }}", "模板里不能计算（/）。"),
        ("{{ 申请人.姓名[0] }}", "这里要的是列表"),
        ("{% for 字 in 申请人.姓名 %}{% endfor %}", "这里要的是列表"),
        ("{{ 申请人|first }}", "这里要的是列表"),
        ("{{ 申请人.姓名.upper() }}", "模板里不能调用“upper()”"),
        ("{{ 申请人.姓名() }}", "字段和过滤器后面不能这样加括号。"),
        ("{{ 申请人.姓名 + 1 }}", "模板里不能计算（+）。"),
        ("{{ 申请人.姓名|量 }}", "过滤器的参数多了或者少了。"),
        ("{{ '甲'|大写 }}", "过滤器只能用在它那一种字段上。"),
        ("{{ 申请人.姓名|大些 }}", "没有“大些”这个过滤器。是不是“大写”？"),
        ("{{ 申请人.姓名 }", "“{{ 申请人.姓名 }”没有以“}}”结束。"),
        ("{{ 申请人.姓名 申请人 }}", "“申请人”不应当出现在这里。"),
        ("{{ 申请人.姓名 | }}", "标签没有写完。"),
        ("{{ 申请人..姓名 }}", "点号后面要写字段的名称。"),
        ("{% fi 申请人 %}", "没有“fi”这种标签。是不是“if”？"),
        ("{%p endif %}", "“{%p endif %}”前面没有对应的 if。"),
        ("{%p if 申请人.姓名 %}", "“{%p if 申请人.姓名 %}”没有用 endif 结束。"),
        ("{%p if 申请人.姓名 %}甲{%p endif %}", "要独占一段"),
        ("{# 批注", "没有以“#}”结束"),
    ],
)
def test_a_mistake_in_a_template_has_its_paragraph(text: str, told: str) -> None:
    with pytest.raises(TemplateError) as caught:
        render(template("第一段", "第二段", text), 申请人=Scope({"姓名": Field("周敏"), "住址": Field("武汉")}))
    assert told in str(caught.value)
    assert str(caught.value).startswith("t.docx 正文 第 3 段")
    said = re.sub(r"“[^”]*”", "", str(caught.value).replace("for、[0]、first、last", "").replace("endif、endfor", ""))
    assert not re.search(r"[A-Za-z]{4,}(?<!docx)|'\.", said.replace("endif", "").replace("[T", "")), said
    assert ".。" not in said


def test_a_mistake_is_found_in_its_own_paragraph_among_many_that_look_alike() -> None:
    """Given a hundred paragraphs in which the same tags come again and again, then the faulty one is named."""
    block = ["{%p if 申请人.姓名 %}", "姓名：{{ 申请人.姓名 }}。", "{%p endif %}"]
    names = {"申请人": Scope({"姓名": Field("周敏")})}
    for faulty in ("{{ 申请人.姓名 }", "{% if 申请人.姓名 %}", "{{ 申请人.性名 }}", "{{ 1/0 }}"):
        with pytest.raises(TemplateError) as caught:
            render(template(*block * 30, faulty, *block * 30), **names)
        assert [problem.where.spot.partition("“")[0] for problem in caught.value.problems] == ["第 91 段"], faulty
    with pytest.raises(TemplateError) as caught:
        render(template(*block * 30, "{%p if 申请人.姓明 %}", *block[1:], *block * 30), **names)
    assert "第 91 段" in str(caught.value)


def test_every_faulty_tag_of_a_template_is_told_in_one_run() -> None:
    with pytest.raises(TemplateError) as caught:
        render(template("{{ 甲 }", "{{ 乙..丙 }}", "好的", "{%p if 丁 %}"))
    assert [problem.where.spot[:5] for problem in caught.value.problems] == ["第 1 段", "第 2 段", "第 4 段"]


def test_a_mistake_in_a_table_or_a_footer_has_its_cell_or_part() -> None:
    with pytest.raises(TemplateError, match=r"t\.docx 正文 表1 第 2 行第 2 列"):
        render(template("甲", table=[["一", "二"], ["三", "{{ 错 }}"]]))
    with pytest.raises(TemplateError, match=r"t\.docx 页脚 第 1 段"):
        render(template("甲", footer="{{ 错 }}"))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧式 .doc"),
        (b"", "这是一个空文件"),
        (b"PK\x03\x04 broken", "这个文件不完整，或者坏了"),
    ],
)
def test_what_is_not_a_word_file_gets_the_right_advice(data: bytes, told: str) -> None:
    with pytest.raises(TemplateError, match=told):
        compile_template(data, "t.docx")


def test_one_clients_failed_render_leaves_nothing_for_the_next() -> None:
    compiled = compile_template(template("{{ a }}", footer="{{ b }}"), "t.docx")
    with pytest.raises(TemplateError):
        compiled.render(Scope({"a": Field("甲的身份证")}), document="x", title="x")
    second = compiled.render(Scope({"a": Field("乙"), "b": Field("丙")}), document="x", title="x")
    assert "甲" not in reading.as_text(second.data)


def test_the_same_values_give_the_same_bytes_with_clean_metadata() -> None:
    first, second = (render(template("{{ a }}"), a=Field("甲")) for _ in range(2))
    assert first.data == second.data
    assert document_id(first.data) == "test"
    properties = docx.Document(io.BytesIO(first.data)).core_properties
    assert (properties.title, properties.author, properties.last_modified_by, properties.comments) == (
        "标题",
        "",
        "",
        "",
    )


def altered(rendered: Rendered, old: str, new: str) -> Rendered:
    """Return the document with a piece of its XML changed, as a faulty template or engine would."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(rendered.data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                assert old in data.decode()
                data = data.decode().replace(old, new).encode()
            target.writestr(name, data)
    return Rendered(data=buffer.getvalue(), marks=rendered.marks)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("｛｛ 姓名 ｝｝", "R001"),
        ("姓名：None", "R002"),
        ("甲，，乙", "R003"),
        ("甲（）乙", "R003"),
        ("见证据9-9。", "R005"),
    ],
)
def test_the_read_back_finds_each_fault_of_the_template(text: str, code: str) -> None:
    problems = read_back([Finished(name="t.docx", rendered=render(template(text)))], ["1-1"])
    assert [problem.code for problem in problems] == [code]


def test_the_read_back_finds_doubled_punctuation_where_a_value_meets_the_template() -> None:
    rendered = render(template("{{ a }}。"), a=Field("已经写完。", address="x"))
    assert [p.code for p in read_back([Finished(name="t.docx", rendered=rendered)], [])] == ["R003"]


def test_what_a_person_typed_is_not_judged() -> None:
    rendered = render(template("他说{{ a }}"), a=Field("你等着，，。。{{ None }}（）", address="x"))
    assert read_back([Finished(name="t.docx", rendered=rendered)], []) == []


def test_the_read_back_finds_a_lost_and_a_shortened_value() -> None:
    rendered = render(template("{{ a }}"), a=Field("二十年前的旧账", address="x"))
    for new in ("二十年前", ""):
        problems = read_back([Finished(name="t.docx", rendered=altered(rendered, "二十年前的旧账", new))], [])
        assert [problem.code for problem in problems] == ["R006"]


def test_the_read_back_finds_documents_that_disagree() -> None:
    one = Finished(
        name="一.docx", rendered=render(template("{{ a }}"), a=Field("13800000001", address="applicant.phone"))
    )
    masked = Finished(
        name="二.docx", rendered=render(template("{{ a }}"), a=Field("138****0001", address="applicant.phone"))
    )
    other = Finished(
        name="三.docx", rendered=render(template("{{ a }}"), a=Field("13800000002", address="applicant.phone"))
    )
    assert read_back([one, masked], []) == []
    assert [p.code for p in read_back([one, other], [])] == ["R007"]


def test_leftover_marks_are_found() -> None:
    rendered = altered(render(template("甲乙")), "甲乙", f"甲{marks.JOINER}乙")
    assert [p.code for p in read_back([Finished(name="t.docx", rendered=rendered)], [])] == ["R004"]


def test_bookmark_ids_are_unique() -> None:
    rendered = render(template("{{ a }}{{ a }}", footer="{{ a }}"), a=Field("甲", address="x"))
    ids: list[str] = []
    with zipfile.ZipFile(io.BytesIO(rendered.data)) as archive:
        for name in archive.namelist():
            if name.endswith(".xml") and name.startswith("word/"):
                starts = etree.fromstring(archive.read(name)).iter(f"{{{marks.W}}}bookmarkStart")
                ids += [str(start.get(f"{{{marks.W}}}id")) for start in starts]
    assert len(ids) == 3
    assert len(set(ids)) == 3


def test_comments_of_a_template_are_not_in_the_paper() -> None:
    """Given a template with a colleague's comment, then the paper has neither the comment nor its marks."""
    document = docx.Document()
    paragraph = document.add_paragraph("甲{{ 乙 }}")
    document.add_comment(paragraph.runs, text="这里问过王律师", author="李律师")
    buffer = io.BytesIO()
    document.save(buffer)
    template = compile_template(buffer.getvalue(), "甲.docx")
    data = template.render(Scope({"乙": Field("丙")}), document="a", title="甲").data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not [name for name in archive.namelist() if "comment" in name]
        assert b"comment" not in archive.read("word/document.xml")
        assert "甲" in archive.read("word/document.xml").decode()
