"""`drafter check` on a pack or a template: every fault of every file in one run, then what the pack dropped."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest

from tests.conftest import ROOT
from tests.test_firm_packs import ASKING, CASE_NUMBER, HEAD, drafter, pack

QINGHELI = ROOT / "examples" / "packs" / "qingheli"
RENAME = "两个包不能同名：请移走一个，或者改 pack。 [P030]"
MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACROS = b"application/vnd.ms-word.document.macroEnabled.main+xml"


def with_macros(data: bytes) -> bytes:
    """Return a .docx as Word would write it with macros, whatever its name then is."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(MAIN, MACROS))
    return out.getvalue()


def sound(folder: Path, name: str = "zhonghe") -> Path:
    """Write a pack without faults; its template has no author."""
    made = pack(folder, HEAD.replace("zhonghe", name))
    path = made / "templates" / "docx" / "报案材料.docx"
    document = docx.Document(str(path))
    document.core_properties.author = ""
    document.save(str(path))
    return made


def test_a_sound_pack_is_told_to_be_sound_and_what_it_dropped() -> None:
    ran = drafter("check", str(QINGHELI))
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith(
        "检查了 5 个文件：0 处要改，0 处请看一眼。\n  换了：报案材料（原来是drafter 通用文书的）\n"
    )
    assert drafter("check", str(QINGHELI), "--pack", str(QINGHELI)).stdout == ran.stdout


def test_every_fault_of_every_file_is_one_line_and_the_rest_is_still_checked(tmp_path: Path) -> None:
    """Given a pack with a fault in each of its files, then each has its line, and no line hides another."""
    folder = sound(tmp_path / "众和")
    told = folder / "templates" / "pack.yaml"
    told.write_text(told.read_text(encoding="utf-8").replace("version:", "verson: 2\nversion:"), encoding="utf-8")
    words = folder / "templates" / "docx"
    good = (words / "报案材料.docx").read_bytes()
    (words / "文字.docx").write_text("不是 Word 文件", encoding="utf-8")
    (words / "加密.docx").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le") * 200)
    (words / "截断.docx").write_bytes(good[: len(good) // 2])
    (words / "宏.docx").write_bytes(with_macros(good))
    docx.Document(str(words / "报案材料.docx")).save(str(words / "错字.docx"))
    wrong = docx.Document(str(words / "错字.docx"))
    wrong.add_paragraph("{{ 申请人.姓明 }}")
    wrong.save(str(words / "错字.docx"))
    ran = drafter("check", str(folder))
    assert ran.returncode == 1
    lines = ran.stdout.splitlines()
    for file, what in {
        "templates/pack.yaml": "没有“verson”这个键。是不是“version”？",
        "templates/docx/文字.docx": "这不是 Word 文件",
        "templates/docx/加密.docx": "密码",
        "templates/docx/截断.docx": "这个文件不完整",
        "templates/docx/宏.docx": "带着宏",
        "templates/docx/错字.docx": "没有“姓明”这个字段。是不是“姓名”？",
    }.items():
        (line,) = [line for line in lines if line.startswith(f"{folder}/{file}")]
        assert what in line
    assert "检查了 6 个文件：5 处要改" in ran.stdout
    assert "有 6 处要补上或者改过来。" in ran.stderr


def test_a_pack_without_its_pack_yaml_has_its_templates_checked(tmp_path: Path) -> None:
    folder = sound(tmp_path / "众和")
    (folder / "templates" / "pack.yaml").unlink()
    ran = drafter("check", str(folder))
    assert ran.returncode == 1
    assert ran.stdout.splitlines() == [
        (
            f"{folder}：这不是模板包：里面没有 templates/pack.yaml。"
            "请写好这个文件（怎么写：drafter packs --help），或者把文件夹移走。 [P033]"
        ),
        "检查了 1 个文件：0 处要改，0 处请看一眼。",
    ]


def test_two_packs_of_one_name_are_one_line_and_the_templates_are_checked(tmp_path: Path) -> None:
    one, two = sound(tmp_path / "one"), sound(tmp_path / "two")
    ran = drafter("check", str(one), "--pack", str(two))
    assert ran.returncode == 1
    assert ran.stdout.splitlines() == [
        f"{one}/templates/pack.yaml 第 1 行：“zhonghe”已经是 {two} 这个包的名字了。" + RENAME,
        "检查了 1 个文件：0 处要改，0 处请看一眼。",
    ]


def test_packs_over_each_other_in_a_circle_are_one_line(tmp_path: Path) -> None:
    one, two = sound(tmp_path / "one"), sound(tmp_path / "two", "second")
    for folder, other in ((one, "second"), (two, "zhonghe")):
        told = folder / "templates" / "pack.yaml"
        told.write_text(f"over: [{other}]\n{told.read_text(encoding='utf-8')}", encoding="utf-8")
    ran = drafter("check", str(one), "--pack", str(two))
    assert ran.returncode == 1
    assert len(ran.stdout.splitlines()) == 2
    assert "这几个包互相写在对方之上，没有先后" in ran.stdout


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("docx/报案材料.docx}", "docx/报案材料.docx, follows: [no_term]}", "terms.yaml 里没有“no_term”"),
        ("docx/报案材料.docx}", "docx/报案材料.docx, channel: polcie}", "没有“polcie”这个渠道。是不是“police”？"),
        ("docx/报案材料.docx}", "docx/报案材料.docx, articles: {甲: {article: no-1}}}", "法律库里没有“no-1”"),
        ("documents:", "documents: 5\nx:", "“documents”应当是列表"),
        ("pack: zhonghe", "pack: 众和", "pack 应当是这个包的英文名"),
    ],
)
def test_what_pack_yaml_says_wrongly_does_not_stop_the_check(
    tmp_path: Path, before: str, after: str, expected: str
) -> None:
    folder = sound(tmp_path / "众和")
    told = folder / "templates" / "pack.yaml"
    text = told.read_text(encoding="utf-8")
    assert before in text
    told.write_text(text.replace(before, after), encoding="utf-8")
    ran = drafter("check", str(folder))
    assert ran.returncode == 1
    assert expected in ran.stdout
    assert "检查了 1 个文件：" in ran.stdout


def test_a_question_of_a_pack_that_cannot_be_read_is_not_taken_for_a_misspelt_field(tmp_path: Path) -> None:
    """Given a pack.yaml that cannot be read, then it is said that names of the pack's own are not known yet."""
    folder = pack(tmp_path / "众和", ASKING, 报案材料=CASE_NUMBER)
    (folder / "templates" / "pack.yaml").write_bytes(b"\xff")
    ran = drafter("check", str(folder))
    assert "它不是 UTF-8 编码" in ran.stdout
    assert "可能有本包自己问的。改好以后再检查一遍。" in ran.stdout


def test_a_word_file_is_looked_over(tmp_path: Path) -> None:
    folder = sound(tmp_path / "众和")
    template = folder / "templates" / "docx" / "报案材料.docx"
    assert drafter("check", str(template)).returncode == 0
    ran = drafter("check", str(tmp_path / "没有.docx"))
    assert ran.returncode == 1
    assert "没有找到。 [T001]" in ran.stdout


def test_a_folder_that_is_neither_is_taken_for_a_case(tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    ran = drafter("check", str(tmp_path / "空"))
    assert ran.returncode == 2
    assert "里没有案卷" in ran.stderr
