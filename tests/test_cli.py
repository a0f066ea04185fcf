"""The command line, as a person runs it: what it says, what it writes, and with which exit code it leaves."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pytest

from drafter.word import reading
from tests.conftest import ROOT

WUHAN = ROOT / "examples" / "wuhan-neighbour" / "answers.yaml"


def drafter(*arguments: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, **environment}
    return subprocess.run(
        [sys.executable, "-m", "drafter", *map(str, arguments)],
        cwd=cwd, env=env, capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL, check=False, timeout=120,
    )  # fmt: skip


def test_an_answers_file_becomes_documents(tmp_path: Path) -> None:
    run = drafter("new", "案 卷", "--answers", WUHAN, cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert "写好了 5 份文书" in run.stdout
    assert "人身安全保护令只适用于家庭成员" in run.stdout
    names = sorted(path.name for path in (tmp_path / "案 卷" / "文书").iterdir())
    assert names == [
        "01_人格权侵害禁令申请书.docx", "02_当事人送达信息表.docx", "03_报案材料.docx", "04_调查取证申请书.docx",
        "05_证据目录.docx",
    ]  # fmt: skip
    assert "请求书面答复" not in run.stdout  # no step waits for an answer: nothing to explain
    for path in (tmp_path / "案 卷" / "文书").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("locale", [{"LC_ALL": "C", "PYTHONUTF8": "0"}, {"LC_ALL": "POSIX", "PYTHONIOENCODING": "gbk"}])
def test_the_locale_does_not_matter(tmp_path: Path, locale: dict[str, str]) -> None:
    run = drafter("new", "case", "--answers", WUHAN, cwd=tmp_path, **locale)
    assert run.returncode == 0, run.stderr


def test_an_edited_document_stays_and_the_new_one_is_put_beside_it(tmp_path: Path) -> None:
    drafter("new", "c", "--answers", WUHAN, cwd=tmp_path)
    folder = tmp_path / "c" / "文书"
    edited = folder / "03_报案材料.docx"
    document = docx.Document(str(edited))
    document.add_paragraph("我补充一句")
    document.save(str(edited))
    changed = tmp_path / "b.yaml"
    changed.write_text(WUHAN.read_text(encoding="utf-8").replace("180元", "190元"), encoding="utf-8")
    run = drafter("new", "c", "--answers", changed, cwd=tmp_path)
    assert "以前的答案放在 c/case.旧1.yaml" in run.stdout
    assert "您改过的 03_报案材料.docx 没有动" in run.stdout
    assert docx.Document(str(edited)).paragraphs[-1].text == "我补充一句"
    assert "190元" in "".join(p.text for p in docx.Document(str(folder / "03_报案材料（新稿）.docx")).paragraphs)
    assert len(list(folder.glob("*.docx"))) == 6
    again = drafter("draft", "c", "--today", "2026-11-23", cwd=tmp_path)
    assert "新写的放在旁边" in again.stdout
    assert len(list(folder.glob("*.docx"))) == 6
    (folder / "03_报案材料（新稿）.docx").unlink()
    once_more = drafter("draft", "c", "--today", "2026-11-23", cwd=tmp_path)
    assert "新写的放在旁边" in once_more.stdout
    assert (folder / "03_报案材料（新稿）.docx").is_file()
    assert (tmp_path / "c" / "case.旧1.yaml").is_file()


def test_an_edited_document_is_known_under_any_name(tmp_path: Path) -> None:
    drafter("new", "c", "--answers", WUHAN, cwd=tmp_path)
    folder = tmp_path / "c" / "文书"
    document = docx.Document(str(folder / "03_报案材料.docx"))
    document.add_paragraph("我补充一句")
    document.save(str(folder / "给派出所的 终稿.docx"))
    (folder / "03_报案材料.docx").unlink()
    run = drafter("draft", "c", "--today", "2026-11-23", cwd=tmp_path)
    assert "给派出所的 终稿.docx" in run.stdout
    assert "没有变化" in run.stdout
    assert not (folder / "03_报案材料.docx").exists()


def test_a_lost_record_of_what_was_written_makes_it_careful(tmp_path: Path) -> None:
    drafter("new", "c", "--answers", WUHAN, cwd=tmp_path)
    (tmp_path / "c" / ".drafter" / "rendered.json").write_text("乱", encoding="utf-8")
    run = drafter("draft", "c", "--today", "2026-11-24", cwd=tmp_path)
    assert run.returncode == 0
    assert (tmp_path / "c" / "文书" / "03_报案材料（新稿）.docx").is_file()


def test_papers_that_no_longer_apply_are_taken_away_unless_edited(tmp_path: Path) -> None:
    drafter("new", "c", "--answers", WUHAN, cwd=tmp_path)
    folder = tmp_path / "c" / "文书"
    document = docx.Document(str(folder / "02_当事人送达信息表.docx"))
    document.add_paragraph("我补充一句")
    document.save(str(folder / "02_当事人送达信息表.docx"))
    case = tmp_path / "c" / "case.yaml"
    case.write_text(case.read_text(encoding="utf-8").replace("status: ongoing", "status: over"), encoding="utf-8")
    run = drafter("draft", "c", "--today", "2026-11-23", cwd=tmp_path)
    assert "01_人格权侵害禁令申请书.docx 现在不适用了，已经收走" in run.stdout
    assert "02_当事人送达信息表.docx 现在不适用了；您改过它，没有动" in run.stdout
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["01_报案材料.docx", "02_当事人送达信息表.docx", "02_证据目录.docx"]


def test_an_address_that_the_other_side_does_not_know_is_not_served_on_it(tmp_path: Path) -> None:
    text = WUHAN.read_text(encoding="utf-8")
    hidden = "address: 武汉市汉阳区躲藏路9号"
    moved = text.replace("address: 湖北省武汉市江岸区二七街示例小区1栋1单元101室", hidden, 1)
    assert moved != text
    source = tmp_path / "a.yaml"
    for places in ("", "    - {kind: home, address: 武汉市汉阳区躲藏路9号, known: no}\n"):
        source.write_text(moved.replace("  places:\n", f"  places:\n{places}"), encoding="utf-8")
        drafter("new", "c", "--answers", source, cwd=tmp_path)
        folder = tmp_path / "c" / "文书"
        served = reading.as_text((folder / "01_人格权侵害禁令申请书.docx").read_bytes())
        assert "躲藏路" not in served
        assert "躲藏路" in reading.as_text((folder / "02_当事人送达信息表.docx").read_bytes())


def test_a_reader_that_stops_reading_is_no_fault(tmp_path: Path) -> None:
    command = f"{sys.executable} -m drafter new c --answers {WUHAN}"
    run = subprocess.run(
        ["bash", "-c", f"{command} | head -n 1; exit ${{PIPESTATUS[0]}}"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, b"")
    assert len(list((tmp_path / "c" / "文书").iterdir())) == 5
    full = subprocess.run(["bash", "-c", f"{command} > /dev/full"], cwd=tmp_path, capture_output=True, check=False)
    assert full.returncode == 2
    assert "写不出来" in full.stderr.decode()


def test_a_closed_output_is_no_fault(tmp_path: Path) -> None:
    command = f"{sys.executable} -m drafter new c --answers {WUHAN}"
    for closed in (">&-", ">&- 2>&-", "<&- >&- 2>&-"):
        run = subprocess.run(["bash", "-c", f"{command} {closed}"], cwd=tmp_path, capture_output=True, check=False)
        assert (run.returncode, run.stderr) == (0, b""), closed
        assert (tmp_path / "c" / "文书" / "03_报案材料.docx").is_file()
        assert b"files:" not in (tmp_path / "c" / ".drafter" / "lock").read_bytes()
    run = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m drafter new d >&- <&-"], cwd=tmp_path, capture_output=True, check=False
    )
    assert run.returncode == 2
    assert "不是可以问答的终端" in run.stderr.decode()


def test_an_old_answer_that_does_not_fit_today_is_told_when_papers_are_drawn(tmp_path: Path) -> None:
    drafter("new", "c", "--answers", WUHAN, cwd=tmp_path)
    case = tmp_path / "c" / "case.yaml"
    text = case.read_text(encoding="utf-8") + "kept: {'incidents[i2].consequence': [甲, 乙]}\n"
    case.write_text(text, encoding="utf-8")
    run = drafter("draft", "c", "--today", "2026-11-23", cwd=tmp_path)
    assert run.returncode == 0
    assert "有一处读不懂，原样保留着：case.yaml “后果”" in run.stderr


def test_without_a_terminal_it_says_what_to_do(tmp_path: Path) -> None:
    run = drafter("new", cwd=tmp_path)
    assert run.returncode == 2
    assert "不是可以问答的终端" in run.stderr
    assert "--answers" in run.stderr
    assert not (tmp_path / "案卷").exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("answers:\n  applicant: {nmae: 周敏}\n", "第 2 行：没有“applicant.nmae”这个问题。是不是“name”？"),
        ("answers:\n  applicant: 周敏\n", "下面应当是“键: 值”"),
        ("answers:\n  incidents:\n    - when: 2026年2月30日\n", "第 3 行 “时间”：2026年2月没有30日。"),
        ("answers:\n  applicant: {id_number: '110105194912310021'}\n", "最后一位对不上"),
        ("answers: [\n", "这不是能读的 YAML"),
        ("today: 2026-13-01\nanswers: {}\n", "没有13月"),
        ("answers:\n  incidents: [{who: {as_typed: 张三}}]\n", "第 2 行 “行为人”"),
        ("answers: &a {applicant: *a}\n", "第 1 行：这里不能用 YAML 的引用"),
        ("answers: " + "[" * 3000 + "]" * 3000 + "\n", "套得太深"),
        ("answers:\n  applicant: {name: ~}\n", "第 2 行 “姓名”：这里没有写答案。"),
        ("today: 明天\nanswers: {}\n", "没有写明是哪一年"),
        ('answers: {applicant: {name: "a\0b"}}\n', "第 1 行：有一个看不见的控制字符（U+0000）"),
        ("- a\n- b\n", "answers:"),
        ("answers:\n  applicant: {name: [甲, 乙]}\n", "只能写一个值"),
        ("", "answers:"),
    ],
)
def test_a_faulty_answers_file_is_told_with_its_line(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(content, encoding="utf-8")
    run = drafter("new", "c", "--answers", path, cwd=tmp_path)
    assert run.returncode == 2, run.stdout
    assert told in run.stderr
    assert "Traceback" not in run.stderr
    assert not (tmp_path / "c").exists()


def test_a_file_in_another_encoding_or_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "gbk.yaml").write_bytes("answers:\n  applicant: {name: 周敏}\n".encode("gbk"))
    run = drafter("new", "c", "--answers", "gbk.yaml", cwd=tmp_path)
    assert (run.returncode, "不是 UTF-8" in run.stderr) == (2, True)
    run = drafter("new", "c", "--answers", "没有.yaml", cwd=tmp_path)
    assert (run.returncode, "没有这个文件" in run.stderr) == (2, True)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "占位").write_text("x", encoding="utf-8")
    run = drafter("new", "占位", "--answers", WUHAN, cwd=tmp_path)
    assert run.returncode == 2
    assert "不是文件夹" in run.stderr
    run = drafter("new", "/proc/案卷", "--answers", WUHAN, cwd=tmp_path)
    assert run.returncode == 2
    assert "Traceback" not in run.stderr


def test_a_wrong_command_line_is_told_in_chinese(tmp_path: Path) -> None:
    for arguments in (("nwe",), ("new", "--answer"), ("draft",), ("new", "a", "b")):
        run = drafter(*arguments, cwd=tmp_path)
        assert run.returncode == 2
        assert not [
            word for word in ("Usage", "Error", "No such", "Try", "Missing", "unexpected") if word in run.stderr
        ]
    run = drafter("new", "--today", "没日子", "--answers", WUHAN, cwd=tmp_path)
    assert (run.returncode, "--today" in run.stderr) == (2, True)


def test_help_has_no_english_sentence(tmp_path: Path) -> None:
    for arguments in (("--help",), ("new", "--help"), ("draft", "--help")):
        run = drafter(*arguments, cwd=tmp_path)
        assert run.returncode == 0
        words = (
            run.stdout.replace("--answers", "").replace("--today", "").replace("--help", "").replace("--version", "")
        )
        for english in ("Usage", "Options", "Commands", "Show", "exit", "message"):
            assert english not in words


def test_today_on_the_command_line_beats_the_file(tmp_path: Path) -> None:
    run = drafter("new", "c", "--answers", WUHAN, "--today", "2026-12-01", cwd=tmp_path)
    assert run.returncode == 0
    text = "".join(p.text for p in docx.Document(str(tmp_path / "c" / "文书" / "03_报案材料.docx")).paragraphs)
    assert "2026年12月1日" in text


def test_a_condition_of_a_document_that_means_nothing_is_reported(tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "copy"
    for folder in ("drafter", "law", "questionnaires", "templates"):
        shutil.copytree(ROOT / folder, copy / folder)
    pack = copy / "templates" / "pack.yaml"
    text = pack.read_text(encoding="utf-8")
    text = text.replace("when: flags.identified", "when: flags.identifed", 1).replace("'trust_auto'", "'trust'", 1)
    text = text.replace("[court_civil]", "[court_civl]", 1).replace("applicant.id_number", "applicant.id_numbr", 1)
    pack.write_text(text, encoding="utf-8")
    debt = copy / "questionnaires" / "debt.yaml"
    debt.write_text(debt.read_text(encoding="utf-8").replace("kind: money", "kind: mony", 1), encoding="utf-8")
    periods = copy / "law" / "periods.yaml"
    periods.write_text(periods.read_text(encoding="utf-8").replace("psapl2025-25", "psapl2025-2555"), encoding="utf-8")
    wording = copy / "templates" / "wording.yaml"
    wording.write_text(wording.read_text(encoding="utf-8").replace("id: debt.b", "id: dept.b", 1), encoding="utf-8")
    run = drafter("new", tmp_path / "c", "--answers", WUHAN, cwd=copy, PYTHONPATH=str(copy))
    assert run.returncode == 2
    assert "没有“psapl2025-2555”" in run.stderr
    assert "debt.yaml" in run.stderr
    assert "没有“mony”这种问题。是不是“money”" in run.stderr
    assert "Traceback" not in run.stderr
    debt.write_text(debt.read_text(encoding="utf-8").replace("kind: mony", "kind: money", 1), encoding="utf-8")
    periods.write_text(periods.read_text(encoding="utf-8").replace("psapl2025-2555", "psapl2025-25"), encoding="utf-8")
    run = drafter("new", tmp_path / "c", "--answers", WUHAN, cwd=copy, PYTHONPATH=str(copy))
    assert "“flags.identifed”没有对应的问题" in run.stderr
    assert "没有“trust”这个选项。是不是“trust_auto”" in run.stderr
    assert "没有“court_civl”这一类依据。是不是“court_civil”" in run.stderr
    assert "“applicant.id_numbr”没有对应的问题。是不是“applicant.id_number”" in run.stderr
    assert "没有“dept”这一组。是不是“debt”" in run.stderr


def test_a_missing_or_faulty_template_writes_nothing(tmp_path: Path) -> None:
    """Given a copy of the program with a template gone, or with an unknown field, then no document is written."""
    import shutil

    copy = tmp_path / "copy"
    for folder in ("drafter", "law", "questionnaires", "templates"):
        shutil.copytree(ROOT / folder, copy / folder)
    target = copy / "templates" / "docx" / "police_report.docx"
    document = docx.Document(str(target))
    document.paragraphs[2].runs[0].text = "{{ 申请人.性名 }}"
    document.save(str(target))
    run = drafter("new", tmp_path / "c", "--answers", WUHAN, cwd=copy, PYTHONPATH=str(copy))
    assert run.returncode == 2
    assert "templates/docx/police_report.docx 正文 第 3 段" in run.stderr
    assert "没有“性名”这个字段。" in run.stderr
    assert "“姓名”" in run.stderr
    assert not (tmp_path / "c" / "文书").exists()
    assert (tmp_path / "c" / "case.yaml").is_file()
    target.unlink()
    run = drafter("new", tmp_path / "c", "--answers", WUHAN, cwd=copy, PYTHONPATH=str(copy))
    assert run.returncode == 2
    assert "没有模板文件 templates/docx/police_report.docx" in run.stderr


def test_a_paper_that_fails_its_read_back_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    """Given papers of an earlier run, when a template types full-width braces, then those papers stay as they are."""
    import shutil

    copy = tmp_path / "copy"
    for folder in ("drafter", "law", "questionnaires", "templates"):
        shutil.copytree(ROOT / folder, copy / folder)
    drafter("new", tmp_path / "c", "--answers", WUHAN, cwd=copy, PYTHONPATH=str(copy))
    before = {path: path.read_bytes() for path in (tmp_path / "c" / "文书").iterdir()}
    target = copy / "templates" / "docx" / "police_report.docx"
    document = docx.Document(str(target))
    document.paragraphs[2].add_run("｛｛ 申请人.姓名 ｝｝")
    document.save(str(target))
    for folder, left in (("c", before), ("d", {})):
        run = drafter("new", tmp_path / folder, "--answers", WUHAN, cwd=copy, PYTHONPATH=str(copy))
        assert run.returncode == 1, run.stdout
        assert "生成的文书没有通过复核，一份也没有写入：" in run.stderr
        assert "03_报案材料.docx 正文 第 3 段：留下了没有填的标签“" in run.stderr
        assert "Traceback" not in run.stderr
        assert "写好了" not in run.stdout
        assert {path: path.read_bytes() for path in (tmp_path / folder).glob("文书/*")} == left
        assert (tmp_path / folder / "case.yaml").is_file()
        assert not (tmp_path / "d" / "办理方案.docx").exists()


@pytest.mark.parametrize("arguments", ["new c", "new c --plain"])
def test_a_closed_input_is_no_terminal(tmp_path: Path, arguments: str) -> None:
    command = f"{sys.executable} -m drafter {arguments} <&-"
    run = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, check=False, timeout=60)
    assert run.returncode == 2
    assert "不是可以问答的终端" in run.stderr.decode()
    assert "Traceback" not in run.stderr.decode()
    assert not (tmp_path / "c").exists()


def test_a_damaged_document_in_the_folder_does_not_stop_the_others(tmp_path: Path) -> None:
    """Given a paper whose bytes were damaged, then it is kept as somebody's, and check and draft go on."""
    assert drafter("new", "c", "--answers", WUHAN, cwd=tmp_path).returncode == 0
    paper = tmp_path / "c" / "文书" / "03_报案材料.docx"
    data = bytearray(paper.read_bytes())
    with zipfile.ZipFile(paper) as archive:
        begins = archive.getinfo("word/document.xml").header_offset + 60
    for position in range(begins, begins + 200):
        data[position] = (data[position] * 7 + 13) % 256
    paper.write_bytes(bytes(data))
    checked = drafter("check", "c", cwd=tmp_path)
    assert checked.returncode == 1
    assert "报案" in checked.stdout
    again = drafter("draft", "c", "--today", "2026-11-23", cwd=tmp_path)
    assert again.returncode == 0
    assert paper.read_bytes() == bytes(data)
    assert (tmp_path / "c" / "文书" / "03_报案材料（新稿）.docx").is_file()


def test_a_copy_beside_the_papers_is_nobodys_business(tmp_path: Path) -> None:
    drafter("new", "c", "--answers", WUHAN, cwd=tmp_path)
    copy = tmp_path / "c" / "01_人格权侵害禁令申请书.docx"
    copy.write_bytes((tmp_path / "c" / "文书" / copy.name).read_bytes())
    run = drafter("draft", "c", "--today", "2026-11-23", cwd=tmp_path)
    assert copy.is_file()
    assert "收走" not in run.stdout
    assert "没有动" not in run.stdout


def test_check_looks_at_the_paper_as_it_was_edited(tmp_path: Path) -> None:
    """Given a gap filled in Word, check finds it filled; a name changed in one paper alone contradicts the others."""
    drafter("new", "c", "--answers", WUHAN, cwd=tmp_path)
    before = drafter("check", "c", "--today", "2026-11-23", cwd=tmp_path)
    assert before.returncode == 1
    assert "还空着：身份证号码" in before.stdout
    path = tmp_path / "c" / "文书" / "03_报案材料.docx"
    document = docx.Document(str(path))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace("〔待填：身份证号码〕", "420102198805010024")
    document.save(str(path))
    filled = drafter("check", "c", "--today", "2026-11-23", cwd=tmp_path)
    assert "还空着：身份证号码" not in filled.stdout
    assert filled.returncode == 0
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace("周敏", "周明")
    document.save(str(path))
    changed = drafter("check", "c", "--today", "2026-11-23", cwd=tmp_path)
    assert changed.returncode == 1
    assert "周明" in changed.stdout
    assert "不一致" in changed.stdout


def test_the_plan_is_printed_and_the_calendar_written(tmp_path: Path) -> None:
    drafter("new", "c", "--answers", ROOT / "examples" / "suzhou-operator" / "answers.yaml", cwd=tmp_path)
    plan = drafter("plan", "c", "--today", "2026-11-23", cwd=tmp_path)
    assert plan.returncode == 0
    assert "一、先做这几件" in plan.stdout
    assert (tmp_path / "c" / "办理方案.docx").is_file()
    run = drafter("plan", "c", "--ics", "--today", "2026-11-23", cwd=tmp_path)
    assert "期限.ics" in run.stdout
    calendar = (tmp_path / "c" / "期限.ics").read_text(encoding="utf-8")
    assert stat.S_IMODE((tmp_path / "c" / "期限.ics").stat().st_mode) == 0o600
    assert "BEGIN:VEVENT" in calendar
    summaries = {line for line in calendar.splitlines() if line.startswith("SUMMARY")}
    assert summaries == {"SUMMARY:提醒：看办理方案"}


def test_who_sees_is_a_list_of_answers_and_papers(tmp_path: Path) -> None:
    drafter("new", "c", "--answers", WUHAN, cwd=tmp_path)
    told = drafter("plan", "c", "--who-sees", "--today", "2026-11-23", cwd=tmp_path).stdout
    phone = told.partition("申请人·联系电话")[2].partition("·")[0]
    assert "02_当事人送达信息表" in phone
    assert "01_人格权侵害禁令申请书" not in phone
