"""What holds for the files of the repository: no law in code, clean templates, one test command, a true wheel."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from drafter import law_reading
from drafter.packs import Library
from drafter.word import reading
from drafter.word.environment import EACH, Ledger, environment
from drafter.word.mistakes import FILTERS
from tests.conftest import ROOT

CODE = sorted((ROOT / "drafter").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates" / "docx").glob("*.docx"))
ARTICLE = re.compile(r"第[一二三四五六七八九十百千零]+条")


def _docstrings(tree: ast.AST) -> set[ast.expr]:
    """Return the nodes of bare strings: docstrings of modules, classes, functions and fields."""
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.stem)
def test_code_types_no_article_of_law_and_no_number_of_days(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = _docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in told:
            assert not _typed(node.value), node.value


WRITTEN = [
    *sorted((ROOT / "questionnaires").glob("*.yaml")),
    *sorted((ROOT / "templates").glob("*.yaml")),
    ROOT / "law" / "channels.yaml",
    ROOT / "law" / "terms.yaml",
]
SPAN = re.compile(
    r"(?:\d+|[一二三四五六七八九十百两]+)\s*个?(?:工作日|小时|月内|个月|(?:日|天|小时|月)之?内|日以内|天以内)"
)
WRONGLY_SAID = ("“12378 十五个工作日答复”：没有这个规定。",)
"""What others say, told in order to correct it."""


def _typed(text: str) -> list[str]:
    for said in WRONGLY_SAID:
        text = text.replace(said, "")
    return [match.group() for pattern in (ARTICLE, SPAN) for match in pattern.finditer(text)]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_types_no_article_and_no_number_of_days(path: Path) -> None:
    assert _typed(reading.as_text(path.read_bytes())) == []


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_a_sentence_in_yaml_types_no_article_and_no_number_of_days(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").split("\n")
    assert _typed("\n".join(line for line in lines if not line.lstrip().startswith("#"))) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_is_made_for_chinese_word(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        styles = archive.read("word/styles.xml").decode()
        core = archive.read("docProps/core.xml").decode()
        document = archive.read("word/document.xml").decode()
    assert "word/stylesWithEffects.xml" not in names
    assert not [name for name in names if "vbaProject" in name or "attachedTemplate" in name]
    assert 'w:eastAsia="zh-CN"' in styles
    assert "eastAsiaTheme" not in styles
    assert "MS 明朝" not in styles
    assert "<dc:creator></dc:creator>" in core
    for indent in re.findall(r"<w:ind [^>]*firstLineChars[^>]*>", styles + document):
        assert "w:firstLine=" in indent


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_the_text_of_a_template_is_the_reviewed_one(path: Path, request: pytest.FixtureRequest) -> None:
    import os

    expected = ROOT / "tests" / "templates" / f"{path.stem}.txt"
    text = reading.as_text(path.read_bytes())
    if os.environ.get("DRAFTER_UPDATE_EXPECTED"):
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8"), request.node.name


def test_every_template_belongs_to_a_document(library: Library) -> None:
    declared = {document.template for document in library.documents}
    assert declared == {f"docx/{path.name}" for path in TEMPLATES}


def test_every_article_that_a_document_asks_for_is_used_by_its_template(library: Library) -> None:
    for document in library.documents:
        text = reading.as_text(library.template(document))
        used = set(re.findall(r"法条\.([^\s.}|%)]+)", text))
        assert used == set(document.articles), document.id


def test_hotlines_on_the_screen_are_known(library: Library) -> None:
    known = set(library.law.hotlines)
    for question in library.questionnaire.questions.values():
        for text in (question.help, question.why, *question.say.values()):
            for number in re.findall(r"(?<![\d-])(?:110|12\d{3}|96110)(?!\d)", text):
                assert number in known, (question.id, number)


def test_ci_runs_the_test_command_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    command = re.search(r"<!-- test command -->\s+```sh\n(.+)\n```", readme)
    assert command
    assert "test command" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    chinese = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
    assert command.group(1) in chinese


def test_the_wheel_has_the_content_and_nothing_else(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path), str(ROOT)],
        check=True,
    )
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        names = wheel.namelist()
    for wanted in (
        "law/grounds.yaml",
        "questionnaires/interview.yaml",
        "templates/pack.yaml",
        "templates/docx/police_report.docx",
    ):
        assert f"drafter/_content/{wanted}" in names
    assert "drafter/locale/zh_CN/LC_MESSAGES/messages.mo" in names
    assert "drafter/locale/en/LC_MESSAGES/drafter.mo" in names
    assert not [name for name in names if "~$" in name or name.startswith(("tests/", "examples/"))]


def test_the_law_files_are_read_from_one_place(library: Library) -> None:
    assert law_reading.load(ROOT).articles.keys() == library.law.articles.keys()


def test_every_counter_of_a_template_has_a_known_name(library: Library) -> None:
    """A counter begins when it is first named: one that is mistyped would count from one again."""
    counters = {"附", "请求", "依据", "步骤", "对方", "损害", "先做", "日子", "事实", "证据", "附件", "后续", "类"}
    for document in library.documents:
        used = set(re.findall(r"号\.([^\s.}|%)]+)", reading.as_text(library.template(document))))
        assert used <= counters, document.id


def test_the_filters_that_a_mistake_is_told_by_are_those_there_are() -> None:
    assert {*FILTERS, EACH} == set(environment(Ledger()).filters)
