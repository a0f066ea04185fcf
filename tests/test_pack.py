"""Every fault of a pack is told with its place, all in one run, and a broken file makes no noise elsewhere."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from drafter import drafting, packs
from drafter.errors import PackError, TemplateError
from drafter.packs import Library
from drafter.store import AnswersFile
from tests.conftest import ROOT


@pytest.fixture(name="copy")
def _copy(tmp_path: Path) -> Path:
    """Return a copy of the stock pack that a test may spoil."""
    for folder in ("law", "questionnaires", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def spoil(pack: Path, file: str, old: str, new: str) -> int:
    """Replace the first `old` of a file; return its line."""
    path = pack / file
    text = path.read_text(encoding="utf-8")
    before, found, after = text.partition(old)
    assert found, (file, old)
    path.write_text(before + new + after, encoding="utf-8")
    return before.count("\n") + 1


def told(pack: Path) -> list[str]:
    with pytest.raises(PackError) as caught:
        packs.load(pack)
    return [str(problem) for problem in caught.value.problems]


def test_faults_of_every_file_come_in_one_run(copy: Path) -> None:
    """Given a fault in each kind of file, when the pack is loaded once, then all are told and nothing else."""
    spoil(copy, "questionnaires/debt.yaml", "kind: money", "kind: mony")
    spoil(copy, "law/periods.yaml", "psapl2025-25", "psapl2025-2555")
    where = {
        "pack": spoil(copy, "templates/pack.yaml", "template: docx/plan.docx", "template: docx/paln.docx"),
        "rule": spoil(copy, "templates/pack.yaml", "flags.identified", "flags.identifed"),
        "option": spoil(copy, "templates/wording.yaml", "债务.被指欠款人 == 'nobody'", "债务.被指欠款人 == 'nobdy'"),
        "field": spoil(copy, "templates/wording.yaml", "{{ 当时所在|句", "{{ 当时所再|句"),
        "flag": spoil(copy, "templates/wording.yaml", "情形.报过警", "情形.抱过警"),
        "term": spoil(copy, "law/terms.yaml", "this.what == 'lender'", "this.what == 'lendr'"),
        "channel": spoil(copy, "law/channels.yaml", "applicant.secrecy == true", "applicant.secrecy == 'yes'"),
    }
    found = "\n".join(told(copy))
    for expected in (
        "questionnaires/debt.yaml 第 ",
        "没有“mony”这种问题。是不是“money”？",
        "law/periods.yaml 第 ",
        "法律库里没有“psapl2025-2555”",
        "没有模板文件 templates/docx/paln.docx。是不是“plan.docx”？",
        f"templates/pack.yaml 第 {where['rule']} 行：条件里的“flags.identifed”没有对应的问题",
        "是不是“flags.identified”？",
        f"templates/wording.yaml 第 {where['option']} 行 “背景”：“被指欠款人”没有“nobdy”这个选项。是不是“nobody”？",
        f"templates/wording.yaml 第 {where['field']} 行 “叙述”：没有“当时所再”这个字段。是不是“当时所在”？",
        f"templates/wording.yaml 第 {where['flag']} 行 “当面说法”：没有“抱过警”这个字段。是不是“报过警”？",
        "law/terms.yaml 第 ",
        "“this.what”没有“lendr”这个选项。是不是“lender”？",
        f"law/channels.yaml 第 {where['channel']} 行：“applicant.secrecy”不能这样比。它是一个是非",
    ):
        assert expected in found
    assert len(found.split("\n")) == 9


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("'borrower' not in 债务.签过什么", "债务.签过什么 != 'borrower'", "“签过什么”不能这样比。它可以有几个答案"),
        ("'borrower' in 债务", "'borower' in 债务", "“签过什么”没有“borower”这个选项。是不是“borrower”？"),
        ("{{ 统计.首日 }}", "{{ 统计.首天 }}", "没有“首天”这个字段"),
        ("{{ 称谓 }}没有借款", "{{ 城谓 }}没有借款", "没有“城谓”这个字段"),
        ("最近一次是{{ 统计.末日 }}", "最近一次是{{ 证据 }}", "没有可以印出来的文字"),
        ("|量('次')", "|粮('次')", "没有“粮”这个过滤器"),
        ("for 件 in 事件", "for 件 in 事建", "没有“事建”这个字段。是不是“事件”？"),
        ("{{ 件.叙述 }}", "{{ 件.叙诉 }}", "没有“叙诉”这个字段。是不是“叙述”？"),
        ("{{ 件.叙述 }}", "{{ 事件.叙述 }}", "“叙述”前面是一个列表"),
        ("与申请人关系 == 'sibling'", "与申请人关系 == 'sibing'", "没有“sibing”这个选项。是不是“sibling”？"),
        ("{%- endif -%}", "{%- endfi -%}", "没有“endfi”这种标签"),
        ("name: 背景", "name: 被指欠款人", "这一组里已经有“被指欠款人”了"),
    ],
)
def test_a_mistake_in_a_shared_sentence_is_told_at_load(copy: Path, old: str, new: str, expected: str) -> None:
    line = spoil(copy, "templates/wording.yaml", old, new)
    found = told(copy)
    assert expected in found[0]
    if "{%-" not in old and not old.startswith("name:"):
        assert f"templates/wording.yaml 第 {line} 行 " in found[0]


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("templates/pack.yaml", "\"'compensation' in requests.wishes\"", "requests.wishes == 'compensation'", "'…' in"),
        ("templates/pack.yaml", "when: flags.customer", "when: flags.customer == 'yes'", "它是一个是非"),
        ("templates/pack.yaml", "lender.kind == 'microloan' or", "not 'microloan' in lender.kind or", "它只有一个答案"),
        ("law/terms.yaml", "this.notice == 'criminal'", "this.answered == 'criminal'", "只能问有没有"),
        ("law/terms.yaml", "when: flags.has_incident and", "when: this.what == 'police' and", "没有对应的问题"),
        ("law/channels.yaml", "when: flags.agent", "when: flags.agnet", "是不是“flags.agent”？"),
        ("law/terms.yaml", "and flags.financial_institution", "and flags.licensed", "是不是“flags.licensed_lender”？"),
        (
            "law/grounds.yaml",
            "only_if: [series]",
            "only_if: [sereis]",
            "only_if 里的“sereis”不是程序会得出的情形。是不是“",
        ),
        ("templates/wording.yaml", "no_steps: ", "nosteps: ", "程序不会得出“nosteps”这个情形。是不是“no_steps”？"),
        ("templates/pack.yaml", "when: flags.customer", "when: flags.old_law", "条件里的“flags.old_law”没有对应的问题"),
    ],
)
def test_a_condition_outside_the_questionnaires_is_checked_by_kind(
    copy: Path, file: str, old: str, new: str, expected: str
) -> None:
    spoil(copy, file, old, new)
    found = told(copy)
    assert len(found) == 1
    assert found[0].startswith(f"{file} 第 ")
    assert expected in found[0]


@pytest.mark.parametrize(
    "file",
    [
        "questionnaires/interview.yaml",
        "questionnaires/debt.yaml",
        "questionnaires/incidents.yaml",
        "law/periods.yaml",
        "law/terms.yaml",
        "law/channels.yaml",
        "law/grounds.yaml",
        "law/hotlines.yaml",
        "law/statutes/civil_code.yaml",
        "law/workdays/2026.yaml",
        "templates/pack.yaml",
        "templates/wording.yaml",
    ],
)
def test_a_file_that_cannot_be_read_is_one_fault(copy: Path, file: str) -> None:
    """Given one broken YAML file, then that is told, and not everything that can no longer be found in it."""
    path = copy / file
    path.write_text("a: [\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    found = told(copy)
    assert len(found) == 1, found
    assert found[0].startswith(f"{file} 第 ")
    assert "不是能读的 YAML" in found[0]


def test_a_broken_file_hides_no_fault_of_another(copy: Path) -> None:
    spoil(copy, "law/periods.yaml", "\n", "\na: [\n")
    spoil(copy, "questionnaires/people.yaml", "served_when: this.known", "served_when: this.knwon")
    spoil(copy, "templates/pack.yaml", "verdict: not_yet", "verdict: notyet")
    found = "\n".join(told(copy))
    assert "law/periods.yaml" in found
    assert (
        "questionnaires/people.yaml 第 19 行 “姓名”：条件里的“this.knwon”没有对应的问题。是不是“this.known”？" in found
    )
    assert "verdict 只能是" in found
    assert found.count("\n") == 2


def test_the_stock_templates_have_no_mistake_in_any_branch(library: Library) -> None:
    assert packs.template_faults(library) == []


def rewrite(pack: Path, template: str, old: str, new: str) -> None:
    """Change the words of a paragraph of a template, as somebody would in Word."""
    path = pack / "templates" / "docx" / f"{template}.docx"
    document = docx.Document(str(path))
    cells = (cell for table in document.tables for row in table.rows for cell in row.cells)
    paragraphs = [*document.paragraphs, *(paragraph for cell in cells for paragraph in cell.paragraphs)]
    paragraph = next(paragraph for paragraph in paragraphs if old in paragraph.text)
    paragraph.text = paragraph.text.replace(old, new)
    document.save(str(path))


def test_mistakes_of_all_templates_are_told_in_one_run(copy: Path, example: Callable[[str], AnswersFile]) -> None:
    """Given mistakes in three templates, one in a branch that few cases take, then all have their place.

    So it is too when papers are drawn and only two of the three are among them.
    """
    rewrite(copy, "court_injunction", "申请人.性别", "申请人.姓别")
    rewrite(copy, "court_injunction", "监护人.关系", "监护人.关糸")
    rewrite(copy, "nfra_report", "受托人：", "{% if 代理人.种类 == 'lawer' %}{% endif %}受托人：")
    rewrite(copy, "service_sheet", "人.身份证号码", "人.身份证号")
    library = packs.load(copy)
    found = "\n".join(map(str, packs.template_faults(library)))
    for expected in (
        "templates/docx/court_injunction.docx 正文 第 ",
        "没有“姓别”这个字段。是不是“性别”",
        "没有“关糸”这个字段。是不是“关系”？",
        "templates/docx/nfra_report.docx 正文 第 ",
        "“种类”没有“lawer”这个选项。是不是“lawyer”？",
        "templates/docx/service_sheet.docx 正文 表",
        "没有“身份证号”这个字段。是不是“身份证号码”？",
    ):
        assert expected in found
    told_of = example("wuhan-neighbour")
    with pytest.raises(TemplateError) as caught:
        drafting.draft(told_of.answers, library, told_of.today)
    assert [str(problem) for problem in caught.value.problems] == found.split("\n")


def test_a_template_that_is_no_word_file_is_told_with_the_others(copy: Path) -> None:
    (copy / "templates" / "docx" / "plan.docx").write_bytes(b"x")
    rewrite(copy, "court_injunction", "申请人.性别", "申请人.姓别")
    rewrite(copy, "police_report", "{{ 申请人.性别 }}", "{% if x")
    found = [str(problem) for problem in packs.template_faults(packs.load(copy))]
    assert len(found) == 3
    assert "姓别" in found[0]
    assert "标签写得不对" in found[1]
    assert "这不是 Word 文件" in found[2]
