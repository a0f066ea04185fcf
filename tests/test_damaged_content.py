"""However a file of law, of questions or of the pack is damaged: it is told with its place, and nothing breaks."""

from __future__ import annotations

import functools
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drafter import law_reading, packs, questionnaire_reading, yamlfile
from drafter.errors import ContentError, LawError, PackError, Problem, QuestionnaireError
from drafter.packs import Library
from tests.conftest import ROOT

FOLDERS = ("law", "questionnaires", "templates")
VALUES = (
    "", "[]", "{}", "[甲, 乙]", "{甲: 乙}", "[[甲], {乙: 丙}]", "{? [a, b] : x}", "甲", "'", "99999999999999999999",
    "[", "&a *a", "2026-02-30", "!!python/object:os.system x", "true", "~",
)  # fmt: skip
DAMAGES = ("delete", "indent", "outdent", "value", "item", "double", "cut")
CHECKED = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def damaged(text: str, place: int, damage: str, value: str) -> str:
    """Return text with one line of it changed."""
    lines = text.split("\n")
    number = place % len(lines)
    line = lines[number]
    indent = line[: len(line) - len(line.lstrip())]
    match damage:
        case "delete":
            del lines[number]
        case "indent":
            lines[number] = f"  {line}"
        case "outdent":
            lines[number] = line.removeprefix("  ")
        case "value":
            lines[number] = re.sub(r":( .*)?$", lambda _m: f": {value}", line, count=1)
        case "item":
            lines[number] = f"{indent}- {value}"
        case "double":
            lines.insert(number, line)
        case "cut":
            del lines[number:]
    return "\n".join(lines)


@pytest.fixture(name="content", scope="module")
def _content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("content")
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name)
    return folder


@pytest.fixture(autouse=True)
def _files_are_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the trees of the files that are not damaged: reading does not change them."""
    kept = functools.lru_cache(maxsize=500)(yamlfile.parse)

    def fresh(text: str, file: str, *, shown: bool = False) -> Any:
        tree, problems = kept(text, file, shown=shown)
        return tree, list(problems)

    monkeypatch.setattr(yamlfile, "parse", fresh)


def check(path: Path, change: tuple[int, str, str], load: Callable[[], object], error: type[ContentError]) -> None:
    """Damage a file, load all, and put it right again."""
    text = path.read_text(encoding="utf-8")
    path.write_text(damaged(text, *change), encoding="utf-8")
    problems: tuple[Problem, ...] = ()
    try:
        load()
    except error as told:
        problems = told.problems
    finally:
        path.write_text(text, encoding="utf-8")
    for problem in problems:
        assert problem.where.file
        assert "Node(" not in str(problem)
        assert "Yaml" not in str(problem)


CHANGES = st.tuples(st.integers(0, 2000), st.sampled_from(DAMAGES), st.sampled_from(VALUES))


@CHECKED
@given(data=st.data(), change=CHANGES)
def test_law(content: Path, data: st.DataObject, change: tuple[int, str, str]) -> None:
    path = data.draw(st.sampled_from(sorted((content / "law").rglob("*.yaml"))))
    check(path, change, lambda: law_reading.load(content), LawError)


@CHECKED
@given(data=st.data(), change=CHANGES)
def test_questions(content: Path, data: st.DataObject, change: tuple[int, str, str]) -> None:
    path = data.draw(st.sampled_from(sorted((content / "questionnaires").glob("*.yaml"))))
    check(path, change, lambda: questionnaire_reading.load(content / "questionnaires"), QuestionnaireError)


@CHECKED
@given(name=st.sampled_from(["pack.yaml", "wording.yaml"]), change=CHANGES)
def test_pack_and_wording(
    content: Path, library: Library, monkeypatch: pytest.MonkeyPatch, name: str, change: tuple[int, str, str]
) -> None:
    law = law_reading.Reading(law=library.law, problems=(), unread=frozenset())
    asked = questionnaire_reading.Reading(questionnaire=library.questionnaire, problems=(), whole=True)
    monkeypatch.setattr(law_reading, "read", lambda _folder: law)
    monkeypatch.setattr(questionnaire_reading, "read", lambda _folder: asked)
    check(content / "templates" / name, change, lambda: packs.load(content), PackError)


@CHECKED
@given(data=st.data(), change=CHANGES)
def test_what_of_a_damaged_pack_can_be_read_is_checked(
    content: Path, data: st.DataObject, change: tuple[int, str, str]
) -> None:
    """What is checked across files meets lists that lack something, and breaks on none of them."""
    path = data.draw(st.sampled_from([path for name in FOLDERS for path in sorted((content / name).rglob("*.yaml"))]))
    check(path, change, lambda: packs.load(content), PackError)


@pytest.mark.parametrize("gone", ["law", "law/statutes", "law/workdays", "law/terms.yaml", "questionnaires"])
def test_a_folder_or_file_that_is_gone_is_told(tmp_path: Path, gone: str) -> None:
    for name in FOLDERS:
        shutil.copytree(ROOT / name, tmp_path / name)
    target = tmp_path / gone
    if target.is_dir():
        shutil.rmtree(target)
    else:
        target.unlink()
    with pytest.raises(PackError) as caught:
        packs.load(tmp_path)
    assert "没有找到" in str(caught.value)
    assert "Errno" not in str(caught.value)


def test_faults_of_shape_are_told_together_with_their_lines(tmp_path: Path) -> None:
    """Given four law files of the wrong shape, when the law is loaded, then each fault has file, line and remedy."""
    shutil.copytree(ROOT / "law", tmp_path / "law")
    (tmp_path / "law" / "hotlines.yaml").write_text("number: 110\n", encoding="utf-8")
    (tmp_path / "law" / "periods.yaml").write_text("甲: [一, 二]\n", encoding="utf-8")
    (tmp_path / "law" / "workdays" / "2026.yaml").write_text("- 2026\n", encoding="utf-8")
    code = tmp_path / "law" / "statutes" / "civil_code.yaml"
    code.write_text(code.read_text(encoding="utf-8").replace("title: ", "title: [甲]\nx: ", 1), encoding="utf-8")
    with pytest.raises(LawError) as caught:
        law_reading.load(tmp_path)
    said = str(caught.value)
    assert "law/hotlines.yaml 第 1 行：“hotlines.yaml”应当是列表。每一项以“- ”开头。" in said
    assert "law/periods.yaml 第 1 行：“甲”下面应当是“键: 值”的形式。请检查冒号和缩进。" in said
    assert "law/workdays/2026.yaml 第 1 行：文件应当是“键: 值”的形式。" in said
    assert "law/statutes/civil_code.yaml 第 1 行：“title”应当是文字。" in said


def test_a_choice_without_choices_is_told_beside_what_is_checked_across_files(tmp_path: Path) -> None:
    for name in FOLDERS:
        shutil.copytree(ROOT / name, tmp_path / name)
    path = tmp_path / "questionnaires" / "exhibits.yaml"
    text, removed = re.subn(r"    choices:\n      mine: .*\n(?:      .*\n)+", "", path.read_text(encoding="utf-8"))
    assert removed == 1
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PackError) as caught:
        packs.load(tmp_path)
    assert "choices 要和 kind: choice 或 choices 一起用。" in str(caught.value)


def test_a_key_that_is_a_list_is_told_plainly() -> None:
    from drafter.yamlfile import parse

    _tree, problems = parse("甲: 1\n? [a, b]\n: x\n", "a.yaml")
    (problem,) = problems
    assert str(problem) == (
        "a.yaml 第 2 行：冒号前面的键只能是一个词，这里是列表或者“键: 值”。"
        "请检查这一行开头的方括号、花括号、问号和横线。 [Y007]"
    )
