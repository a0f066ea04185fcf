"""The tutorial is true: its commands run in order, what it changes in Word is changed, what it quotes is said.

Both languages have the same commands, changes and quotations. What comes out at the end is the pack in examples/.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from drafter import packs
from drafter.drafting import Result, draft
from drafter.linting import Linter
from drafter.packs import Candidate, Library
from drafter.store import read_answers_file
from drafter.word import reading
from tests import office, tutorial
from tests.conftest import ROOT
from tests.test_examples import compare_with_expected, texts

CHINESE, ENGLISH = ROOT / "docs" / "tutorial.zh-CN.md", ROOT / "docs" / "tutorial.md"
PACK, CLIENT = ROOT / "examples" / "packs" / "qingheli", ROOT / "examples" / "packs" / "qingheli-client"
STATUS = {
    "drafter fields 执业证号": 2,
    "drafter template lint 报案材料.docx": 1,
    "drafter template lint --fix 报案材料.docx": 1,
}
"""The commands that find something wrong, as the tutorial means them to."""


@dataclass(frozen=True, slots=True)
class Walked:
    """The folder in which the tutorial was followed, and what each quotation was to be found in."""

    folder: Path
    quoted: list[tuple[str, str]]


def run(command: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a person does in a folder, with a home of its own."""
    return subprocess.run(
        ["bash", "-ec", command], cwd=folder, capture_output=True, encoding="utf-8", timeout=300, check=False,
        env={"PATH": f"{folder / 'bin'}:/usr/bin:/bin", "HOME": str(folder), "PYTHONPATH": str(ROOT), **environment},
    )  # fmt: skip


@pytest.fixture(scope="module", name="walked")
def _walked(tmp_path_factory: pytest.TempPathFactory) -> Walked:
    """Follow the tutorial from beginning to end in a copy of what it needs."""
    folder = tmp_path_factory.mktemp("教程")
    for name in ("examples", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "bin").mkdir()
    program = folder / "bin" / "drafter"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m drafter "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    said, quoted = "", []
    for step in tutorial.steps(CHINESE):
        if step.kind == "sh":
            ran = run(step.text, folder)
            said = ran.stdout + ran.stderr
            assert ran.returncode == STATUS.get(step.text.strip(), 0), f"{step.text}{said}"
        elif step.kind == "text":
            quoted.append((step.text, said))
        elif step.kind == "diff":
            tutorial.edit(folder / step.file, step.text)
        elif step.kind == "yaml":
            quoted.append((step.text, (folder / step.file).read_text(encoding="utf-8")))
    return Walked(folder=folder, quoted=quoted)


def quoted_lines(quotation: str) -> Iterator[str]:
    return (part.strip("\n") for part in f"\n{quotation}".split("\n…\n") if part.strip("\n"))


def test_both_languages_have_the_same_steps() -> None:
    assert tutorial.steps(CHINESE) == tutorial.steps(ENGLISH)
    assert {step.kind for step in tutorial.steps(CHINESE)} == {"sh", "text", "diff", "yaml", "toml"}


def test_what_the_tutorial_quotes_is_what_is_said(walked: Walked) -> None:
    """Given the real output of each command, then it has the quoted lines in their order, whole."""
    for quotation, said in walked.quoted:
        rest = f"\n{said}"
        for part in quoted_lines(quotation):
            assert f"\n{part}" in rest, f"{part}\n--- not in ---\n{rest}"
            rest = rest.split(f"\n{part}", 1)[1]


def test_the_report_of_the_pack_is_what_comes_out_of_the_tutorial(walked: Walked) -> None:
    """Given the old file, the copy of `adopt` and the changes of the tutorial, then every part is that of the pack."""
    made = (walked.folder / "青禾里/templates/docx/报案材料.docx").read_bytes()
    kept = PACK / "templates" / "docx" / "报案材料.docx"
    if os.environ.get("DRAFTER_UPDATE_EXPECTED"):
        kept.write_bytes(made)
    assert parts(made) == parts(kept.read_bytes())


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_what_the_case_prints_is_the_reviewed_text(walked: Walked, client: Result) -> None:
    papers = walked.folder / "林晓雨" / "文书"
    assert {path.name for path in papers.glob("*.docx")} == {
        each.name for each in client.drafts if not each.document.unnumbered
    }


def test_a_pack_that_is_installed_as_the_tutorial_says_is_found(walked: Walked) -> None:
    """Given what its pyproject.toml makes of a distribution, then the pack is in use without being named."""
    (written,) = [step.text for step in tutorial.steps(CHINESE) if step.kind == "toml"]
    project = tomllib.loads(written)
    ((group, entries),) = project["project"]["entry-points"].items()
    ((name, value),) = entries.items()
    site = walked.folder / "site"
    shutil.copytree(walked.folder / "青禾里-1.1", site / value)
    info = site / f"qingheli_drafter-{project['project']['version']}.dist-info"
    info.mkdir()
    head = f"Metadata-Version: 2.1\nName: {project['project']['name']}\nVersion: {project['project']['version']}\n"
    (info / "METADATA").write_text(head, encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[{group}]\n{name} = {value}\n", encoding="utf-8")
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == [value]
    ran = run("drafter packs", walked.folder, PYTHONPATH=f"{ROOT}:{site}", HOME=str(site))
    assert ran.stdout.startswith("青禾里律师事务所 1.1（qingheli）："), ran.stderr
    assert "（qingheli-drafter 1.1）" in ran.stdout


@pytest.fixture(scope="module", name="firm")
def _firm(library: Library) -> Library:
    return packs.stack(library, [Candidate(folder=PACK, place=str(PACK))])


@pytest.fixture(scope="module", name="client")
def _client(firm: Library) -> Result:
    path = CLIENT / "answers.yaml"
    found = read_answers_file(path.read_text(encoding="utf-8"), str(path), firm.questionnaire, None)
    return draft(found.answers, firm, found.today)


def test_the_text_of_every_paper_of_the_client_is_the_reviewed_one(client: Result) -> None:
    compare_with_expected(CLIENT / "expected", client)


def test_the_templates_of_the_pack_have_no_fault(firm: Library) -> None:
    linter = Linter(firm)
    files = sorted((PACK / "templates" / "docx").glob("*.docx"))
    assert [str(finding.problem) for file in files for finding in linter.lint(file).findings] == []
    assert len(files) == 5
    assert packs.template_faults(firm, [each for each in firm.documents if each.pack == "qingheli"]) == []


def test_the_papers_of_the_firm_are_valid_and_open_elsewhere(client: Result, tmp_path: Path) -> None:
    drafts = [each for each in client.drafts if each.document.pack == "qingheli"]
    assert len(drafts) == 5
    files = []
    for each in drafts:
        path = tmp_path / Path(each.name).name
        path.write_bytes(each.rendered.data)
        files.append(path)
        assert office.audit_errors(path) == []
        assert office.sdk_errors(path) == []
    for pdf, each in zip(office.pdfs(files, tmp_path), drafts, strict=True):
        heading = reading.as_text(each.rendered.data).split("\n", 1)[0]
        assert heading in office.pdf_text(pdf).replace(" ", "").replace("\n", "")


def test_the_old_file_and_the_templates_of_the_pack_are_valid() -> None:
    for path in (ROOT / "examples/packs/old/报案材料.docx", *(PACK / "templates" / "docx").glob("*.docx")):
        assert office.audit_errors(path) == []
        assert office.sdk_errors(path) == []


def test_the_other_side_gets_a_letter_without_identity_number_and_address(client: Result) -> None:
    letter = texts(client)["qingheli_letter"]
    for secret in ("510104199403080028", "502室", "示例路8号"):
        assert secret not in letter
    assert "510104199403080028" in texts(client)["police_report"]
    assert "（2026）青禾里民字第7号" in texts(client)["qingheli_firm_letter"]


def test_the_report_of_the_firm_lacks_nothing_that_the_stock_report_has(firm: Library) -> None:
    """Given the report of the pack, then of the stock report only two passages are gone, which it puts otherwise."""
    from drafter import comparing

    (override,) = [each for each in firm.overrides if each.document.id == "police_report"]
    lost = comparing.overridden(firm, override.document, override.instead_of)
    assert (lost.elements, lost.citations, lost.answers, lost.conditions, lost.protection) == ((), (), (), (), ())
    assert not lost.grounds
    assert ["系被侵害人" in each.text or "代为递交人" in each.text for each in lost.passages] == [True, True]
