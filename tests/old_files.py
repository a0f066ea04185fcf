"""Old Word files as law firms have them: forms with blanks of every kind, papers filled in for an earlier client."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any, Final

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def saved(document: Any) -> bytes:
    """Return the bytes of a document."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def put_table(document: Any, rows: Sequence[Sequence[str]]) -> Any:
    """Add a table; a new line in a text begins a paragraph."""
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            first, *others = text.split("\n")
            cell.text = first
            for other in others:
                cell.add_paragraph(other)
    return table


def put_box(paragraph: Any, text: str) -> None:
    """Put a text box into a paragraph, in both forms in which Word writes it."""
    inner = f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
    spaces = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    paragraph.add_run()._r.append(
        parse_xml(
            f"<mc:AlternateContent {nsdecls('w')} {spaces}>"
            f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{inner}</wps:txbx></w:drawing></mc:Choice>'
            f"<mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
        )
    )


def report() -> bytes:
    """Return an old 报案材料."""
    document = docx.Document()
    for text in (
        "报案材料",
        "一、报案人基本情况",
        "姓　名：________　性别：____　出生日期：    年  月  日　民族：____族",
        "公民身份号码：__________________",
        "住址：____省____市____区________",
        "联系电话：",
    ):
        document.add_paragraph(text)
    work = document.add_paragraph("工作单位：")
    line = work.add_run("        ")
    line.underline, line.font.size, line.font.name = True, Pt(14), "仿宋"
    work.add_run("，职业：").bold = True
    work.add_run("\t").underline = True
    work.add_run("。")
    for text in (
        "二、被控告人",
        "姓名：×××，绰号：____，电话：XXXXXXXXXXX，住【　　】。",
        "三、报案请求",
        "请求贵局依法查处（以下简称“本案”），参照〔2026〕1号文件，金额3×5元，时间为10:30。",
        "借款本金____元，在____平台借款。",
        "四、事实经过",
    ):
        document.add_paragraph(text)
    put_table(document, [["序号", "时间", "来电号码", "内容"], *[["", "", "", ""]] * 3])
    for text in ("此致", "____公安局____派出所", "报案人（签名）：________", "　　　年　　月　　日"):
        document.add_paragraph(text)
    document.sections[0].header.paragraphs[0].text = "报案人：________"
    put_box(document.paragraphs[0], "受理派出所：________")
    return saved(document)


def power() -> bytes:
    """Return an old 授权委托书 with a table, filled in for an earlier client in part."""
    document = docx.Document()
    document.add_paragraph("授权委托书")
    rows = [
        ["委托人", "姓名", "", "性别", ""],
        ["", "身份证号", "", "联系电话", ""],
        ["", "住址", "", "", ""],
        ["受托人", "姓名", "张某某", "执业证号", ""],
        ["", "工作单位", "湖北示例律师事务所", "联系电话", "13800000000"],
    ]
    table = put_table(document, rows)
    for first, last in ((0, 2), (3, 4)):
        table.cell(first, 0).merge(table.cell(last, 0))
    for text in (
        "委托人与被申请人XX公司纠纷一案，委托受托人代理。",
        "代理权限：□一般代理　□特别授权",
        "委托人（签字）：\t\t",
        "      年   月   日",
    ):
        document.add_paragraph(text)
    return saved(document)


def complaint() -> bytes:
    """Return an old 民事起诉状 in the form of tables."""
    document = docx.Document()
    document.add_paragraph("民事起诉状")
    put_table(
        document,
        [
            ["当事人信息", ""],
            [
                "原告（自然人）",
                (
                    "姓名：\n性别：男□ 女□\n出生日期：    年   月   日    民族：\n"
                    "工作单位：      职务：      联系电话：\n"
                    "住所地（户籍所在地）：\n证件号码："
                ),
            ],
            ["委托诉讼代理人", "姓名：\n单位：        职务：        联系电话："],
            ["被告（自然人）", "姓名：\n性别：男□ 女□\n联系电话："],
            [
                "被告（法人、非法人组织）",
                "名称：\n住所地（主要办事机构所在地）：\n法定代表人/负责人：      职务：\n统一社会信用代码：",
            ],
            ["诉讼请求", "1. 停止侵害；\n2. 赔礼道歉。"],
        ],
    )
    put_table(
        document,
        [["编号", "证据名称", "证据来源", "拟证明事项", "页码"], *[[str(n), "", "", "", ""] for n in (1, 2, 3)]],
    )
    for text in ("此致", "XX市XX区人民法院", "具状人（签字、盖章）：", "日期：　　年　月　日"):
        document.add_paragraph(text)
    return saved(document)


def letter() -> bytes:
    """Return an old 律师函, filled in for an earlier client."""
    document = docx.Document()
    for text in (
        "律 师 函",
        "（2026）鄂示律函字第    号",
        "致：________公司",
        "湖北示例律师事务所接受_______的委托，指派_______律师致函如下：",
        "一、委托人王小明于2026年3月1日向贵司借款，合同编号：【        】。",
        "委托人：王小明，男，汉族，1990年1月1日出生，公民身份号码：420101199001011234，住湖北省武汉市示例路1号。",
        "联系电话：13800000001",
        "被申请人一：______，住所地：______，法定代表人：____。",
        "被申请人二：______，住所地：______，法定代表人：____。",
        "请向　　　派出所说明，王小明保留权利。",
        "特此函告",
        "二〇二　年　月　日",
    ):
        document.add_paragraph(text)
    return saved(document)


def attached(data: bytes, target: str) -> bytes:
    """Return a file with the relation to a template that Word writes into its settings."""
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{_RELATIONS}/attachedTemplate" '
        f'Target="{target}" TargetMode="External"/></Relationships>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as made:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/settings.xml":
                start = content.index(b">", content.index(b"<w:settings")) + 1
                setting = f'<w:attachedTemplate xmlns:r="{_RELATIONS}" r:id="rId1"/>'
                content = content[:start] + setting.encode() + content[start:]
            made.writestr(name, content)
        made.writestr("word/_rels/settings.xml.rels", relations)
    return buffer.getvalue()
