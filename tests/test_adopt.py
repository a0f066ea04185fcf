"""An old Word file becomes a template: every blank is found, what is sure becomes a tag, the rest stays and is told."""

from __future__ import annotations

import dataclasses
import io
import re
import time
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drafter import adopting
from drafter.adopting import labels
from drafter.context import sample
from drafter.errors import PackError, TemplateError
from drafter.fields import Scope
from drafter.packs import Library
from drafter.word import archive, reading
from drafter.word.render import inspect_template
from tests import hostile, office, old_files
from tests.conftest import ROOT
from tests.test_cli import drafter

FILES = {
    "report": old_files.report,
    "power": old_files.power,
    "complaint": old_files.complaint,
    "letter": old_files.letter,
}


@pytest.fixture(scope="module", name="names")
def _names(library: Library) -> Scope:
    ((_document, names),) = sample.names(library, [sample.document(library)])
    return names


def adopt(data: bytes, library: Library) -> adopting.Adopted:
    return adopting.adopt(data, "旧.docx", library)


def lines(*texts: str) -> bytes:
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    return old_files.saved(document)


def text_of(*texts: str, library: Library) -> list[str]:
    return reading.as_text(adopt(lines(*texts), library).data).rstrip("\n").split("\n")


REPORT = """\
报案材料
一、报案人基本情况
姓　名：{{ 申请人.姓名 }}　性别：{{ 申请人.性别 }}　出生日期：{{ 申请人.出生日期 }}　民族：{{ 申请人.民族 }}
公民身份号码：{{ 申请人.身份证号码 }}
住址：{{ 申请人.住址 }}
联系电话：{{ 申请人.联系电话 }}
工作单位：{{ 申请人.工作单位 }}，职业：{{ 申请人.职业 }}。
二、被控告人
{%p for 人 in 嫌疑人 %}
姓名：{{ 人.名称 }}，绰号：{{ 人.绰号 }}，电话：{{ 人.号码 }}，住{{ 人.住址线索 }}。
{%p endfor %}
三、报案请求
请求贵局依法查处（以下简称“本案”），参照〔2026〕1号文件，金额3×5元，时间为10:30。
借款本金____元，在____平台借款。
四、事实经过
│ 序号 │ 时间 │ 来电号码 │ 内容 │
│ {%tr for 件 in 事件 %} │
│ {{ 件.序号 }} │ {{ 件.时间 }} │ {{ 件.来电号码 }} │ {{ 件.叙述 }} │
│ {%tr endfor %} │
此致
{{ 公安.派出所 }}
报案人（签名）：________
　　　年　　月　　日
[页眉] 报案人：{{ 申请人.姓名 }}
"""


def test_an_old_report_becomes_a_template(library: Library) -> None:
    adopted = adopt(old_files.report(), library)
    text = reading.as_text(adopted.data)
    boxed = [p.text for p in reading.paragraphs(adopted.data) if "受理派出所" in p.text]
    assert boxed == ["受理派出所：{{ 公安.派出所 }}"] * 2  # a text box is kept in two forms
    assert text == REPORT


def test_the_kind_of_each_place_is_told(library: Library) -> None:
    adopted = adopt(old_files.report(), library)
    assert [(p.label, p.sure) for p in adopted.places if p.sure != "sure"] == [
        ("住", "likely"),
        ("借款本金", "guess"),
        ("“在…”", "guess"),
        ("报案人", "hand"),
        ("", "hand"),
    ]


def test_a_table_of_an_old_power_of_attorney_is_read_by_row_and_by_party(library: Library) -> None:
    adopted = adopt(old_files.power(), library)
    text = reading.as_text(adopted.data)
    for expected in (
        "姓名 │ {{ 申请人.姓名 }} │ 性别 │ {{ 申请人.性别 }} │",
        "身份证号 │ {{ 申请人.身份证号码 }} │ 联系电话 │ {{ 申请人.联系电话 }} │",
        "住址 │ {{ 申请人.住址 }} │  │  │",
        "姓名 │ {{ 代理人.姓名 }} │ 执业证号 │  │",
        "工作单位 │ {{ 代理人.单位 }} │ 联系电话 │ {{ 代理人.电话 }} │",
        "与被申请人XX公司纠纷",
        "□一般代理　□特别授权",
    ):
        assert expected in text
    assert [(p.label, p.old) for p in adopted.places if p.example] == [
        ("姓名", "张**"),
        ("工作单位", "湖********"),
        ("联系电话", "1**********"),
    ]


COMPLAINT = """\
民事起诉状
│ 当事人信息 │  │
│ 原告（自然人） │ 姓名：{{ 申请人.姓名 }} ⏎ 性别：男□ 女□ ⏎ \
出生日期：{{ 申请人.出生日期 }}    民族：{{ 申请人.民族 }} ⏎ \
工作单位：{{ 申请人.工作单位 }}  职务：      联系电话：{{ 申请人.联系电话 }} ⏎ \
住所地（户籍所在地）：{{ 申请人.住址 }} ⏎ \
证件号码：{{ 申请人.身份证号码 }} │
│ 委托诉讼代理人 │ 姓名：{{ 代理人.姓名 }} ⏎ 单位：{{ 代理人.单位 }}  职务：        联系电话：{{ 代理人.电话 }} │
│ {%tr for 人 in 被申请人 %} │
│ {%tr if 人.种类 != 'company' %} │
│ 被告（自然人） │ 姓名：{{ 人.名称 }} ⏎ 性别：男□ 女□ ⏎ 联系电话：{{ 人.号码 }} │
│ {%tr endif %} │
│ {%tr endfor %} │
│ {%tr for 人 in 被申请人 %} │
│ {%tr if 人.种类 == 'company' %} │
│ 被告（法人、非法人组织） │ 名称：{{ 人.名称 }} ⏎ 住所地（主要办事机构所在地）：{{ 人.住址线索 }} ⏎ \
法定代表人/负责人：      职务： ⏎ 统一社会信用代码：{{ 人.统一社会信用代码 }} │
│ {%tr endif %} │
│ {%tr endfor %} │
│ 诉讼请求 │ 1. 停止侵害； ⏎ 2. 赔礼道歉。 │
│ 编号 │ 证据名称 │ 证据来源 │ 拟证明事项 │ 页码 │
│ {%tr for 据 in 证据 %} │
│ {{ 据.编号 }} │ {{ 据.名称文字 }} │ {{ 据.来源说明 }} │ {{ 据.目的文字 }} │  │
│ {%tr endfor %} │
此致
{{ 法院.名称 }}
具状人（签字、盖章）：
日期：　　年　月　日
"""


def test_the_official_form_of_a_complaint_gets_a_row_for_each_respondent(library: Library) -> None:
    assert reading.as_text(adopt(old_files.complaint(), library).data) == COMPLAINT


def test_a_letter_that_was_filled_in_is_emptied_and_what_remains_is_told(library: Library) -> None:
    adopted = adopt(old_files.letter(), library)
    text = reading.as_text(adopted.data)
    assert "致：{{ 放款机构.全称 }}\n" in text
    assert "接受{{ 申请人.姓名 }}的委托，指派{{ 代理人.姓名 }}律师" in text
    assert (
        "委托人：{{ 申请人.姓名 }}，{{ 申请人.性别 }}，{{ 申请人.民族 }}，{{ 申请人.出生日期 }}出生，"
        "公民身份号码：{{ 申请人.身份证号码 }}，住{{ 申请人.住址 }}。" in text
    )
    assert (
        "{%p for 人 in 被申请人 %}\n被申请人一：{{ 人.名称 }}，住所地：{{ 人.住址线索 }}，"
        "法定代表人：____。\n{%p endfor %}" in text
    )
    assert "被申请人二：______，住所地：______" in text  # told as a repetition, for the lawyer to delete
    assert [p.where for p in adopted.places if p.sure == "remains"] == ["正文 第 5 段", "正文 第 10 段"]
    assert "420101199001011234" not in text


def comments(data: bytes) -> list[str]:
    return [comment.text for comment in docx.Document(io.BytesIO(data)).comments]


def test_comments_say_which_field_how_sure_and_what_else(library: Library) -> None:
    told = comments(adopt(old_files.letter(), library).data)
    assert "确定：这里是“放款机构.全称”。" in told
    assert "多半是“人.住址线索”，请看一下。也可能是：人.住所。" in told
    assert any("前面的循环会给每一位各写一块" in note for note in told)
    assert any("“法定代表人”没有对应的问题" in note for note in told)
    assert any("已经换成字段" in note for note in told)
    assert any("还有以前当事人的资料" in note for note in told)
    assert not any(re.search(r"[{}]|王小明|4201|1380", note) for note in told)


def test_what_word_cannot_comment_is_told_nearby(library: Library) -> None:
    told = comments(adopt(old_files.report(), library).data)
    assert "页眉 第 1 段：确定：这里是“申请人.姓名”。" in told
    with zipfile.ZipFile(io.BytesIO(adopt(old_files.report(), library).data)) as archive:
        body, header = (archive.read(f"word/{part}.xml").decode() for part in ("document", "header1"))
    assert not re.search(r"<w:txbxContent>(?:(?!</w:txbxContent>).)*commentReference", body)
    assert "comment" not in header


@pytest.mark.parametrize("name", FILES)
def test_the_copy_is_healthy(library: Library, names: Scope, name: str) -> None:
    data = adopt(FILES[name](), library).data
    assert inspect_template(data, "t.docx", names, library.questionnaire.question_at) == []
    tags = [match for paragraph in reading.paragraphs(data) for match in re.findall(r"\{\{.*?\}\}", paragraph.text)]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = "".join(archive.read(part).decode() for part in archive.namelist() if part.startswith("word/"))
    assert tags
    assert all(f">{tag}</w:t>" in xml for tag in tags)  # each in a run of its own


@pytest.mark.parametrize("name", FILES)
def test_adopting_again_proposes_nothing_new(library: Library, name: str) -> None:
    once = adopt(FILES[name](), library)
    again = adopt(once.data, library)
    assert [place for place in again.places if place.sure != "hand"] == []
    assert again.data == once.data


@pytest.mark.parametrize("name", FILES)
def test_the_same_file_gives_the_same_bytes(library: Library, name: str) -> None:
    data = FILES[name]()
    assert adopt(data, library).data == adopt(data, library).data


@pytest.mark.parametrize("name", FILES)
def test_the_copy_is_a_word_file_for_other_programs(library: Library, tmp_path: Path, name: str) -> None:
    path = tmp_path / "t.docx"
    path.write_bytes(adopt(FILES[name](), library).data)
    old = tmp_path / "old.docx"
    old.write_bytes(FILES[name]())
    found, known = ({re.sub(r"\[\d+\]", "", e) for e in office.audit_errors(file)} for file in (path, old))
    assert found <= known


def test_a_tag_keeps_font_and_underline(library: Library) -> None:
    document = docx.Document(io.BytesIO(adopt(old_files.report(), library).data))
    runs = {run.text: run for paragraph in document.paragraphs for run in paragraph.runs}
    work = runs["{{ 申请人.工作单位 }}"]
    assert (work.underline, work.font.name, work.font.size) == (True, "仿宋", 177800)
    assert runs["{{ 申请人.职业 }}"].underline
    assert not runs["{{ 申请人.姓名 }}"].underline


def test_a_blank_over_several_runs_becomes_one_tag(library: Library) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("原告：")
    for piece in ("__", "____", "_", "，住"):
        paragraph.add_run(piece)
    paragraph.add_run("____").italic = True
    copy = docx.Document(io.BytesIO(adopt(old_files.saved(document), library).data)).paragraphs[0]
    assert [run.text for run in copy.runs if run.text] == ["原告：", "{{ 申请人.姓名 }}", "，住", "{{ 申请人.住址 }}"]


@pytest.mark.parametrize(
    "prose",
    [
        "本公司（以下简称甲方）与乙方签订合同。",
        "法〔2026〕82号、【2026】1号、（2026）鄂0102民初12号",
        "共3×5=15份，XXL号，A××不是空。",
        "某些人、某种情形、某年的事。",
        "被告应当承担责任，原告有权请求。",
        "2026年3月1日，对方打来电话；同年4月。",
        "□同意　□不同意",
        "王某某于2026年来到某某小区。",
        "联系电话保密，住址不公开。",
        "说：“你等着”",
    ],
)
def test_running_text_is_left_alone(library: Library, prose: str) -> None:
    data = lines("事实与理由", prose)
    adopted = adopt(data, library)
    assert adopted.places == ()
    assert adopted.data == data


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("被申请人", "姓名：____"), "{{ 人.名称 }}"),
        (("申请人", "姓名：____"), "{{ 申请人.姓名 }}"),
        (("报案人：", "姓　名："), "{{ 申请人.姓名 }}"),
        (("放款机构：____银行",), "放款机构：{{ 放款机构.全称 }}"),
        (("催收公司：", "住所地：____"), "{{ 催收公司.住所 }}"),
        (("受托人：__，执业机构：【 】",), "执业机构：{{ 代理人.单位 }}"),
        (("法定代理人：（　　）",), "{{ 监护人.姓名 }}"),
        (("原告：李四",), "原告：{{ 申请人.姓名 }}"),
        (("原告身份证号：____",), "{{ 申请人.身份证号码 }}"),
        (("姓名：____",), "{{ 申请人.姓名 }}"),
        (("原告：__，____年__月__日出生",), "{{ 申请人.出生日期 }}出生"),
        (("原告：张三，二〇二 年 月 日出生",), "{{ 申请人.出生日期 }}出生"),
        (("向某某派出所报案",), "向{{ 公安.派出所 }}报案"),
        (("____市____区人民法院",), "{{ 法院.名称 }}"),
        (("武汉市____区人民法院",), "{{ 法院.名称 }}"),
        (("湖北XX律师事务所",), "湖北XX律师事务所"),
        (("甲方（委托人）：【　　】", "电话：【 】"), "电话：{{ 申请人.联系电话 }}"),
        (("甲方（委托人）：____", "乙方：示例律师事务所", "地址：示例路1号"), "地址：示例路1号"),
        (("申请人：____，住          ，联系方式          。",), "住{{ 申请人.住址 }}，联系方式{{ 申请人.联系电话 }}。"),
        (("借款日期：2026年1月2日",), "借款日期：{{ 债务.借款时间 }}"),
        (("已还金额：人民币3,000元",), "{{ 债务.已还金额 }}"),
    ],
)
def test_the_field_follows_from_label_and_party(library: Library, given: tuple[str, ...], expected: str) -> None:
    texts = given if isinstance(given, tuple) else (given,)
    assert expected in "\n".join(text_of(*texts, library=library))


def test_a_respondent_in_the_middle_of_a_line_about_another_is_left_to_choose(library: Library) -> None:
    adopted = adopt(lines("申请人：____，被申请人：____。"), library)
    assert [(p.tag, p.sure) for p in adopted.places] == [("{{ 申请人.姓名 }}", "sure"), ("人.名称", "guess")]
    assert any("要先写循环" in note for note in comments(adopted.data))


def test_a_second_agent_is_not_filled_with_the_first(library: Library) -> None:
    assert text_of("受委托人姓名：____　工作单位：____", "受委托人姓名：____　工作单位：____", library=library) == [
        "受委托人姓名：{{ 代理人.姓名 }}　工作单位：{{ 代理人.单位 }}",
        "受委托人姓名：____　工作单位：____",
    ]


def test_a_paper_is_about_the_client_until_it_names_somebody(library: Library) -> None:
    adopted = adopt(lines("登记表", "姓名：____", "对方：____", "事实", "姓名：____"), library)
    assert [(p.tag.partition("、")[0], p.sure) for p in adopted.places] == [
        ("{{ 申请人.姓名 }}", "likely"),
        ("{{ 人.名称 }}", "sure"),
        ("申请人.姓名", "guess"),
    ]


def test_a_line_that_only_names_a_party_is_no_blank(library: Library) -> None:
    assert text_of("报案人：", "姓名：____", "被控告人：", "姓名：____", library=library) == [
        "报案人：",
        "姓名：{{ 申请人.姓名 }}",
        "{%p for 人 in 嫌疑人 %}",
        "被控告人：",
        "姓名：{{ 人.名称 }}",
        "{%p endfor %}",
    ]
    assert text_of("报案人：", "联系电话：____", library=library)[0] == "报案人：{{ 申请人.姓名 }}"


@pytest.mark.parametrize("path", sorted((ROOT / "templates" / "docx").glob("*.docx")), ids=lambda path: path.stem)
def test_in_a_template_nothing_is_filled_in_once_more(library: Library, path: Path) -> None:
    assert adopt(path.read_bytes(), library).count(*adopting.FILLED) == 0


def test_columns_of_a_table_may_be_about_several_parties(library: Library) -> None:
    document = docx.Document()
    old_files.put_table(document, [["", "委托人", "受托人"], ["姓名", "", ""], ["联系电话", "", ""]])
    text = reading.as_text(adopt(old_files.saved(document), library).data)
    assert (
        "│ 姓名 │ {{ 申请人.姓名 }} │ {{ 代理人.姓名 }} │\n│ 联系电话 │ {{ 申请人.联系电话 }} │ {{ 代理人.电话 }} │"
        in text
    )


def test_a_table_about_respondents_alone_is_repeated_whole(library: Library, names: Scope) -> None:
    document = docx.Document()
    document.add_paragraph("名单")
    old_files.put_table(document, [["被告", "姓名", ""], ["", "联系电话", ""]])
    data = adopt(old_files.saved(document), library).data
    assert reading.as_text(data).split("\n")[1::3] == ["{%p for 人 in 被申请人 %}", "{%p endfor %}"]
    assert inspect_template(data, "t.docx", names, library.questionnaire.question_at) == []


def test_labels_name_fields_that_exist(library: Library, names: Scope) -> None:
    for field, each in sorted(labels.read(library).fields()):
        value: Any = names
        head, *rest = field.split(".")
        value = names[each][0] if each else names[head]
        for part in rest:
            value = value[part]
        assert not isinstance(value, Scope | list), field


WORDS = st.text(alphabet="他们上门催收打电话，。；、一二三 某年月日（）", min_size=0, max_size=12)
BLANKS = st.sampled_from(["____", "XXX", "【　】", "（　　）", "×××", "_____年__月__日", "\t"])
LABELS = st.sampled_from(["姓名：", "住址：", "原告：", "被告：", "联系电话：", "案号：", "金额", "民族：", "此致"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(LABELS, BLANKS, WORDS), min_size=1, max_size=5))
def test_text_outside_the_blanks_never_changes(library: Library, pieces: list[tuple[str, str, str]]) -> None:
    data = lines(*("".join(piece) for piece in pieces))
    adopted = adopt(data, library)
    old = [p.text for p in docx.Document(io.BytesIO(data)).paragraphs]
    new = [p.text for p in docx.Document(io.BytesIO(adopted.data)).paragraphs if not p.text.startswith("{%p")]
    assert len(old) == len(new)
    for before, after in zip(old, new, strict=True):
        kept = [re.escape(piece) for piece in re.split(r"\{\{.*?\}\}", after)]
        assert re.fullmatch("(.*?)".join(kept), before, re.DOTALL), (before, after)
    assert [p for p in adopt(adopted.data, library).places if p.sure != "hand"] == []


def test_long_lines_take_no_longer_than_their_length(library: Library) -> None:
    start = time.monotonic()
    for text in ("_" * 20000, " " * 20000, "某" * 5000, "×年" * 5000, "姓名：" * 200, "（ " * 5000, "，住" * 3000):
        adopt(lines(text), library)
    assert time.monotonic() - start < 30


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("旧.doc", OLE, "旧式 .doc 文件"),
        ("旧.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "加了密码"),
        ("旧.wps", OLE, ".wps 文件"),
        ("~$旧.docx", b"\x05user" + b"\0" * 157, "请用名称前面没有 ~$ 的那个文件"),
        ("旧.docx", b"PK\x03\x04 half", "不完整"),
        ("旧.docx", b"", "空文件"),
        ("旧.doc", b"<html>", "旧式 .doc 文件"),
        ("旧.pdf", b"%PDF-1.7", "这是 PDF"),
    ],
)
def test_what_is_no_docx_gets_the_right_advice(library: Library, name: str, data: bytes, told: str) -> None:
    with pytest.raises(TemplateError) as caught:
        adopting.adopt(data, name, library)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("leads:", "lead:", "没有“lead”这个键。是不是“leads”？"),
        ("leads:", "lead:", "缺少“leads”"),
        ("受[＿]的委托", "受[＿的委托", "方括号最多一对"),
        ("[＿公安局＿派出所,", "[公安局派出所,", "say 里要有空位"),
        ("shape: name", "shape: text", "labels 的第一项应当是姓名"),
        ("shape: name", "shape: names", "shape 只能是"),
    ],
)
def test_what_a_pack_says_wrongly_of_labels_has_its_file(
    library: Library, tmp_path: Path, old: str, new: str, expected: str
) -> None:
    text = (ROOT / "templates" / "labels.yaml").read_text(encoding="utf-8")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "labels.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    own = dataclasses.replace(library.packs[0], name="zhonghe", folder=tmp_path, place="zhonghe")
    with pytest.raises(PackError) as caught:
        labels.read(dataclasses.replace(library, packs=(*library.packs, own)))
    assert {each.where.file for each in caught.value.problems} == {"zhonghe/templates/labels.yaml"}
    assert expected in str(caught.value)


@pytest.mark.parametrize("name", [name for name in hostile.FILES if not name.startswith("attached")])
def test_what_may_not_be_opened_is_not_adopted(library: Library, name: str) -> None:
    code, made = hostile.FILES[name]
    with pytest.raises(TemplateError, match=re.escape(f"[{code}]")):
        adopting.adopt(made(), name, library)


def test_the_template_that_an_old_file_is_attached_to_is_left_behind(library: Library) -> None:
    """Given a file as Word saves many, with the path of somebody's Normal.dotm, then the copy has it no more."""
    data = old_files.attached(old_files.report(), "file:///C:\\Users\\Wang\\Templates\\Normal.dotm")
    assert [problem.code for problem in archive.faults(data, "旧.docx")] == ["T017"]
    adopted = adopting.adopt(data, "旧.docx", library)
    assert adopted.detached == ("Normal.dotm",)
    assert archive.faults(adopted.data, "新.docx") == []
    assert adopted.places == adopting.adopt(old_files.report(), "旧.docx", library).places


def test_a_day_in_a_table_is_not_the_day_of_signing(library: Library) -> None:
    def sure(*cells: str) -> list[str]:
        document = docx.Document()
        table = document.add_table(1, len(cells))
        for cell, text in zip(table.rows[0].cells, cells, strict=True):
            cell.text = text
        buffer = io.BytesIO()
        document.save(buffer)
        return [place.sure for place in adopting.adopt(buffer.getvalue(), "旧.docx", library).places]

    assert sure("逾期日期", "    年  月  日") == [adopting.GUESS]
    assert sure("日期", "    年  月  日") == [adopting.HAND]
    assert sure("", "    年  月  日") == [adopting.HAND]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "报案人：张三，住址：武汉市武昌区××路××号，电话：____",
            "报案人：{{ 申请人.姓名 }}，住址：{{ 申请人.住址 }}，电话：",
        ),
        ("XXXX年XX月XX日XX时许，有人到本人住所（地址：__________）喷漆，共三次。", "（地址：{{ 申请人.住址 }}）喷漆"),
    ],
)
def test_what_was_made_unreadable_is_still_what_it_was(library: Library, text: str, expected: str) -> None:
    adopted = adopting.adopt(lines(text), "旧.docx", library)
    assert expected in reading.as_text(adopted.data)
    assert not any("_" in place.old for place in adopted.places)
    assert adopting.HAND not in [place.sure for place in adopted.places]


def test_the_command_writes_a_copy_and_tells_what_it_found(tmp_path: Path) -> None:
    old = tmp_path / "旧 报案材料.docx"
    data = old_files.report()
    old.write_bytes(data)
    run = drafter("template", "adopt", old.name, cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert old.read_bytes() == data
    assert (tmp_path / "旧 报案材料_模板.docx").is_file()
    assert "正文 第 5 段　姓名　{{ 申请人.姓名 }}　确定" in run.stdout
    assert "找到 21 处，填好 17 处，2 处要您选，2 处留给手写" in run.stdout
    assert "template lint" in run.stdout
    again = drafter("template", "adopt", old.name, cwd=tmp_path)
    assert again.returncode == 2
    assert "没有覆盖它。请用 -o 写另一个名字。" in again.stderr
    itself = drafter("template", "adopt", old.name, "-o", old.name, cwd=tmp_path)
    assert itself.returncode == 2
    assert old.read_bytes() == data


def test_the_command_lists_what_is_left_of_an_earlier_client(tmp_path: Path) -> None:
    (tmp_path / "函.docx").write_bytes(old_files.letter())
    run = drafter("template", "adopt", "函.docx", "-o", "新.docx", cwd=tmp_path)
    assert "文件里有以前当事人的资料" in run.stdout
    assert "正文 第 5 段　王**（还在文件里）" in run.stdout
    assert "王小明" not in run.stdout
    assert drafter("template", "adopt", "没有.docx", cwd=tmp_path).returncode == 2
    assert drafter("template", "adopt", "函.docx", "-o", "没有/新.docx", cwd=tmp_path).returncode == 2


def test_a_table_and_lines_below_a_numbered_heading_are_about_the_party_in_it(library: Library) -> None:
    """Given 一、报案人 over a table and a line, then both are hers; a date beside a label is no day of signing."""
    document = docx.Document()
    document.add_paragraph("一、报案人")
    old_files.put_table(document, [["姓名", "", "出生日期", "    年  月  日"], ["联系电话", "XXXXXXXXXXX", "民族", ""]])
    document.add_paragraph("报案人系被侵害人，住________。")
    document.add_paragraph("二、报案请求")
    old_files.put_table(document, [["姓名", ""]])
    adopted = adopt(old_files.saved(document), library)
    assert [(place.tag, place.sure) for place in adopted.places[:-1]] == [
        (f"{{{{ 申请人.{name} }}}}", adopting.SURE) for name in ("姓名", "出生日期", "联系电话", "民族", "住址")
    ]
    assert adopted.places[-1].sure == adopting.GUESS


def test_a_line_for_a_second_suspect_below_one_heading_is_a_repetition(library: Library) -> None:
    line = "姓名：____，电话：____。"
    adopted = adopt(lines("二、被控告人（违法嫌疑人）", line, line, "三、报案请求"), library)
    assert reading.as_text(adopted.data).rstrip("\n").split("\n") == [
        "二、被控告人（违法嫌疑人）",
        "{%p for 人 in 嫌疑人 %}",
        "姓名：{{ 人.名称 }}，电话：{{ 人.号码 }}。",
        "{%p endfor %}",
        line,
        "三、报案请求",
    ]
    assert [place.sure for place in adopted.places] == [*[adopting.SURE] * 2, *[adopting.GUESS] * 2]
