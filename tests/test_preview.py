"""A template is filled to be looked at: what comes out, what it never uses, never takes, or loses."""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import signal
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import docx
import pytest

from drafter import preview
from drafter.drafting import Result
from drafter.errors import TemplateError, UsageError
from drafter.office import Office, OfficeError
from drafter.packs import Library
from drafter.preview import EMPTY, FULL, Preview
from drafter.word import reading
from tests.conftest import ROOT, need
from tests.test_word import template

TODAY = dt.date(2026, 11, 25)
DRAFTER = [sys.executable, "-m", "drafter"]


def look(library: Library, data: bytes, document: str | None = None) -> Preview:
    chosen = preview.document_for(data, "所里的报案.docx", document, library)
    return preview.look(data, "所里的报案.docx", chosen, library, today=TODAY)


def test_which_document_it_is_shows_its_name(library: Library) -> None:
    data = template("{{ 申请人.姓名 }}")
    for file, asked in (("报案材料_模板_已改2.docx", None), ("所里的.docx", "报案材料"), ("所里的.docx", "police")):
        assert preview.document_for(data, file, asked, library).id == "police_report"
    assert preview.document_for(data, "所里的.docx", None, library) not in library.documents


def run(*arguments: str | Path, path: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **({"PATH": path} if path is not None else {})}
    return subprocess.run(
        [*DRAFTER, "template", "preview", *map(str, arguments)],
        capture_output=True, text=True, encoding="utf-8", env=environment, timeout=300, check=False,
    )  # fmt: skip


def with_deletion(data: bytes, text: str) -> bytes:
    """Return a Word file in which a tracked change has deleted a piece with this text."""
    buffer = io.BytesIO()
    deleted = f'<w:del w:id="9" w:author="x"><w:r><w:delText>{text}</w:delText></w:r></w:del>'
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                content = content.replace(b"</w:p>", deleted.encode() + b"</w:p>", 1)
            target.writestr(name, content)
    return buffer.getvalue()


def test_every_field_says_which_it_is_and_every_list_has_two_items(library: Library) -> None:
    data = template(
        "{{ 申请人.姓名 }}，{{ 申请人.民族 }}，{{ 申请人.身份证号码 }}",
        "{%p for 件 in 事件 %}", "第{{ 件.序号 }}件：{{ 件.时间 }}，{{ 件.地点 }}。{{ 件.经过 }}", "{%p endfor %}",
    )  # fmt: skip
    found = look(library, data)
    lines = reading.as_text(found.filled[FULL].data).splitlines()
    assert re.fullmatch(r"〈申请人·姓名〉，汉族，000000\d{12}", lines[0])
    assert lines[1].startswith("第1件：2026年11月")
    assert lines[1].endswith("〈事件1·经过〉第一段。") or lines[1].endswith("〈事件2·经过〉第一段。")
    assert len([line for line in lines if line.startswith("第") and "·地点〉" in line]) == 2
    assert reading.as_text(found.filled[EMPTY].data).startswith("〔待填：姓名〕，〔待填：民族〕")
    assert (found.lost, found.unclean, found.untaken) == ((), (), ())


def test_what_the_channel_requires_comes_before_what_is_merely_unused(library: Library) -> None:
    """Given a police statement without the identity number, then this is told first, with its field."""
    found = look(library, template("{{ 文书.名称 }}", "{{ 申请人.姓名 }}，{{ 申请人.性别 }}"), "police_report")
    lacking = {element.id: missing for element, missing in found.lacking}
    assert lacking["identity"] == ("申请人.身份证号码",)
    assert lacking["reporter"] == ("申请人.出生日期", "申请人.民族")
    assert "title" not in lacking
    assert [element.waivable for element, _missing in found.lacking] == sorted(
        element.waivable for element, _missing in found.lacking
    )
    applicant = next(group for group in found.unused if group.name == "申请人")
    assert "身份证号码" in applicant.fields
    assert "姓名" not in applicant.fields
    assert not applicant.whole
    assert next(group for group in found.unused if group.name == "事件").whole


def test_a_branch_that_no_case_takes_is_told_with_its_place(library: Library) -> None:
    data = template(
        "{% if 申请人.姓名 %}有{% elif not 申请人.姓名 %}无{% else %}从来没有{% endif %}",
        "{%p if 申请人.性别 == 'female' and 申请人.性别 == 'male' %}", "两样", "{%p endif %}",
        table=[["甲", "{% if 申请人.民族 and not 申请人.民族 %}乙{% endif %}"]],
        footer="{% for 件 in 事件 %}{% if not 件 %}空{% endif %}{% endfor %}",
    )  # fmt: skip
    found = look(library, data).untaken
    told = [(branch.where.part, branch.where.spot.partition("“")[0], branch.tag) for branch in found]
    assert told == [
        ("正文", "第 1 段", "{% else %}"),
        ("正文", "第 2 段", "{% if 申请人.性别 == 'female' and 申请人.性别 == 'male' %}"),
        ("正文", "表1 第 1 行第 2 列", "{% if 申请人.民族 and not 申请人.民族 %}"),
        ("页脚", "第 1 段", "{% if not 件 %}"),
    ]


def test_a_value_that_vanishes_is_told_with_its_tag(library: Library) -> None:
    """Given a tag in a piece that a tracked change deleted, then what it prints is not in the document."""
    data = with_deletion(template("报案人：{{ 申请人.姓名 }}", "{{ 申请人.姓名 }}"), "{{ 申请人.民族 }}")
    (problem,) = look(library, data).lost
    assert problem.code == "R006"
    assert problem.what == "“{{ 申请人.民族 }}”印出了“汉族”，文书里却没有。"
    assert str(problem.where).startswith("所里的报案.docx 正文")


def test_a_tag_in_the_properties_is_told_as_never_filled(library: Library) -> None:
    document = docx.Document()
    document.add_paragraph("{{ 申请人.姓名 }}")
    document.core_properties.title = "{{ 申请人.姓名 }}的报案材料"
    buffer = io.BytesIO()
    document.save(buffer)
    (problem,) = look(library, buffer.getvalue()).lost
    assert "“{{ 申请人.姓名 }}”写在不会填写的地方（docProps/core.xml）" in problem.what


def test_mistakes_are_told_as_everywhere_all_at_once(library: Library) -> None:
    with pytest.raises(TemplateError) as caught:
        look(library, template("{{ 申请人.性名 }}", "{{ 申请人.民足 }}"))
    assert "正文 第 1 段" in str(caught.value)
    assert "是不是“民族”？" in str(caught.value)
    with pytest.raises(UsageError, match=r"没有“police_reprt”这份文书，也没有这个渠道。是不是“police_report”"):
        look(library, template("甲"), "police_reprt")


@pytest.mark.parametrize("name", ["police_report", "telecom_appeal"])
def test_the_stock_templates_lose_nothing_and_lack_nothing(library: Library, name: str) -> None:
    document = next(document for document in library.documents if document.id == name)
    found = look(library, library.template(document), name)
    assert (found.lost, found.unclean, found.lacking) == ((), (), ())


def test_it_writes_word_pdf_and_pages_that_only_their_owner_reads(tmp_path: Path) -> None:
    """Given pages of an older preview, when a template is previewed, then these go, and nothing stays in temp."""
    need("soffice")
    need("pdftoppm")
    file = tmp_path / "所里的报案.docx"
    file.write_bytes(template("报案人：{{ 申请人.姓名 }}", "{{ 申请人.住址 }}"))
    folder = tmp_path / "预览"
    folder.mkdir(mode=0o700)
    (folder / "所里的报案_样例-07.png").write_bytes(b"old")
    (folder / "别人的.png").write_bytes(b"kept")
    before = set(Path("/tmp").glob("drafter-*"))
    done = run(file)
    assert done.returncode == 0, done.stderr
    names = {path.name for path in folder.iterdir()}
    stems = ("所里的报案_样例", "所里的报案_空白")
    assert names == {"别人的.png", *(f"{s}{end}" for s in stems for end in (".docx", ".pdf", "-01.png"))}
    assert (folder / "所里的报案_样例-01.png").read_bytes().startswith(b"\x89PNG")
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir() if path.name != "别人的.png"} == {0o600}
    assert {path for path in Path("/tmp").glob("drafter-*") if path.is_dir()} - before == set()
    assert "图片 2 页" in done.stdout
    assert "没有用到的字段" in done.stdout


def test_without_libreoffice_there_is_the_word_file_and_one_line(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(template("{{ 申请人.姓名 }}"))
    done = run(file, "-o", tmp_path / "出", path="/nonexistent")
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (tmp_path / "出").iterdir()} == {"a_样例.docx", "a_空白.docx"}
    assert done.stdout.count("LibreOffice") == 1


def test_what_is_lost_exits_with_1_and_what_cannot_be_read_with_2(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(with_deletion(template("甲"), "{{ 申请人.民族 }}"))
    done = run(file, path="/nonexistent")
    assert done.returncode == 1
    assert "文书里却没有" in done.stdout
    for data, told in ((b"PK\x03\x04half", "这个文件不完整，或者坏了"), (template("{{ 申请人.性名 }}"), "没有“性名”")):
        file.write_bytes(data)
        done = run(file, path="/nonexistent")
        assert (done.returncode, told in done.stderr) == (2, True), done.stderr
    done = run(tmp_path / "~$a.docx")
    assert (done.returncode, "临时文件" in done.stderr) == (2, True)
    assert run(tmp_path / "没有.docx", "--watch").returncode == 2


def test_a_real_case_is_only_read(tmp_path: Path, drawn: Callable[[str], Result]) -> None:
    """Given a case, when a template is filled with it, then its values stand there and nothing in it has changed."""
    case = tmp_path / "案卷"
    answers = ROOT / "examples" / "chengdu-consumer" / "answers.yaml"
    made = subprocess.run([*DRAFTER, "new", str(case), "--answers", str(answers)], capture_output=True, check=False)
    assert made.returncode == 0
    name = drawn("chengdu-consumer").case.value("applicant.name")

    def state() -> list[tuple[str, int]]:
        return sorted((str(path), path.stat().st_mtime_ns) for path in [case, *case.rglob("*")])

    before = state()
    file = tmp_path / "a.docx"
    file.write_bytes(template("{{ 申请人.姓名 }}", "{% if not 申请人.姓名 %}无名{% endif %}"))
    done = run(file, "--case", case, path="/nonexistent")
    assert done.returncode == 0, done.stderr
    out = tmp_path / "预览" / "a_案卷.docx"
    assert reading.as_text(out.read_bytes()).startswith(str(name))
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert "这个案卷没有走到的分支" in done.stdout
    refused = run(file, "--case", case, "-o", case / "预览")
    assert (refused.returncode, "预览不写进案卷里" in refused.stderr) == (2, True)
    assert state() == before


@contextmanager
def watching(file: Path) -> Iterator[tuple[subprocess.Popen[bytes], Callable[[str], str]]]:
    """Watch a file in a process of its own; the second value waits until something was said, and returns all of it."""
    log = file.with_suffix(".log")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PATH": "/nonexistent"}
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [*DRAFTER, "template", "preview", str(file), "--watch"], stdout=stream, stderr=stream, env=environment
        )

    def until(told: str) -> str:
        end = time.monotonic() + 60
        while told not in (said := log.read_text(encoding="utf-8")):
            assert time.monotonic() < end, said
            time.sleep(0.1)
        return said

    try:
        yield process, until
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def save_as_word_does(file: Path, data: bytes) -> None:
    """Write beside the file, with a lock file there, then put the new one in its place."""
    lock, fresh, old = file.with_name(f"~${file.name}"), file.with_name("~WRD0001.tmp"), file.with_name("~WRL0001.tmp")
    lock.write_bytes(b"\x06Lawyer" + bytes(155))
    fresh.write_bytes(data)
    file.rename(old)
    time.sleep(0.5)
    fresh.rename(file)
    old.unlink()
    lock.unlink()


def test_watching_looks_again_at_every_save_and_outlives_a_broken_one(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(template("{{ 申请人.姓名 }}"))
    out = tmp_path / "预览" / "a_样例.docx"
    with watching(file) as (process, until):
        until("第 1 遍")
        until("等着下一次保存")
        save_as_word_does(file, template("改过：{{ 申请人.姓名 }}"))
        until("第 2 遍")
        data = template("{{ 申请人.性名 }}")
        file.write_bytes(data[: len(data) // 2])
        until("第 3 遍")
        until("这个文件不完整，或者坏了")
        file.write_bytes(data)
        until("没有“性名”这个字段")
        assert reading.as_text(out.read_bytes()) == "改过：〈申请人·姓名〉\n"
        save_as_word_does(file, template("好了：{{ 申请人.姓名 }}"))
        until("第 5 遍")
        end = time.monotonic() + 30
        while reading.as_text(out.read_bytes()) != "好了：〈申请人·姓名〉\n":
            assert time.monotonic() < end
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
    assert "Traceback" not in file.with_suffix(".log").read_text(encoding="utf-8")


def test_libreoffice_that_hangs_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a LibreOffice that never answers, then it is stopped with what it started, and its folder is gone."""
    need("ps")
    program = tmp_path / "soffice"
    script = f"#!/bin/sh\necho $$ > {tmp_path}/pid\necho $TMPDIR > {tmp_path}/temp\nsleep 600\n"
    program.write_text(script, encoding="utf-8")
    program.chmod(0o700)
    monkeypatch.setattr("drafter.office._PATIENCE", 1)
    with Office() as office:
        office.soffice = str(program)
        with pytest.raises(OfficeError, match="等了 1 秒没有结果"):
            office.pdfs({"a": b"x"}, tmp_path)
    temporary = Path((tmp_path / "temp").read_text(encoding="utf-8").strip())
    assert temporary.parent == tmp_path  # beside the papers, not among the temporary files of the machine
    assert not temporary.exists()
    group = (tmp_path / "pid").read_text(encoding="utf-8").strip()
    left = subprocess.run(
        ["ps", "-o", "stat=", "-g", group], capture_output=True, text=True, check=False
    ).stdout.split()
    assert [state for state in left if not state.startswith("Z")] == []  # dead, if not yet fetched by its parent
