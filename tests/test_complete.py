"""Every document of the stock pack, from cases with every answer: complete, valid, and whole on its last page."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from drafter import packs
from drafter.casefile import CaseFolder
from drafter.completeness import examine
from drafter.drafting import Draft, Result
from drafter.packs import Library
from drafter.word import reading
from tests import office
from tests.complete import VARIANTS, complete

DOCUMENTS = [document.id for document in packs.load(packs.builtin_content()).documents]
OPEN_BY_NATURE = {
    "telecom_appeal": {"applicant", "respondent"},
}
"""What no question fills: the postcode, and full name and address of the operator in its province."""
LENGTHS = range(0, 12, 3)
"""How many lines the first incident is longer than its shortest: the page break moves through the end of a paper."""
LINE = "当晚十一点对方再次到住处门外敲门，边敲边喊，约半小时后离开。"
Finished = Callable[[str], Result]


@pytest.fixture(scope="module", name="finished")
def _finished(library: Library) -> Finished:
    cache: dict[str, Result] = {}

    def result(variant: str) -> Result:
        if variant not in cache:
            cache[variant] = complete(library, variant)
        return cache[variant]

    return result


def drafts(finished: Finished) -> dict[str, Draft]:
    """Return one draft of every document that any of the cases yields."""
    return {draft.document.id: draft for variant in VARIANTS for draft in finished(variant).drafts}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_document_is_drawn_and_has_all_that_its_channel_requires(
    document: str, finished: Finished, library: Library, tmp_path: Path
) -> None:
    """Given cases with every answer, then each document is among their papers and no required element is missing."""
    seen = False
    for variant in VARIANTS:
        result = finished(variant)
        with CaseFolder(tmp_path / variant) as folder:
            papers = examine(result, library, folder)
        for paper in papers:
            if paper.draft.document.id == document:
                seen = True
                lacking = {row.element.id for row in paper.rows if row.state != "present"}
                assert lacking == OPEN_BY_NATURE.get(document, set()), variant
    assert seen


@pytest.fixture(scope="module", name="files")
def _files(finished: Finished, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("papers")
    found = {}
    for document, draft in drafts(finished).items():
        found[document] = folder / f"{document}.docx"
        found[document].write_bytes(draft.rendered.data)
    return found


@pytest.mark.parametrize("document", DOCUMENTS)
def test_openxml_audit_finds_no_fault(document: str, files: dict[str, Path]) -> None:
    assert office.audit_errors(files[document]) == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_open_xml_sdk_finds_no_fault(document: str, files: dict[str, Path]) -> None:
    assert office.sdk_errors(files[document]) == []


def test_libreoffice_opens_every_document(files: dict[str, Path], tmp_path: Path) -> None:
    found = office.pdfs(list(files.values()), tmp_path)
    for (document, path), pdf in zip(files.items(), found, strict=True):
        text = plain(office.pdf_text(pdf))
        heading = reading.as_text(path.read_bytes()).split("\n", 1)[0]
        assert plain(heading) in text, document
        assert "None" not in text, document


def plain(text: str) -> str:
    return "".join(text.split())


def pages(pdf: Path) -> list[list[str]]:
    """Return the lines of every page, without blanks and without empty lines."""
    found = office.pdf_text(pdf).removesuffix("\f").split("\f")
    return [[line for line in map(plain, page.split("\n")) if line] for page in found]


FOOTER = re.compile(r"第\d+页共\d+页|.*逐页签名、捺指印.*")


@pytest.fixture(scope="module", name="printed")
def _printed(library: Library, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int], list[list[str]]]:
    """Return the pages of every document that is signed, for each length of the first incident."""
    folder = tmp_path_factory.mktemp("pdf")
    files: dict[tuple[str, int], Path] = {}
    for length in LENGTHS:
        for variant in VARIANTS:
            for draft in complete(library, variant, LINE * (length + 1)).drafts:
                key = (draft.document.id, length)
                signed = "（签名" in reading.as_text(draft.rendered.data) and not draft.document.unnumbered
                if signed and key not in files:
                    files[key] = folder / f"{draft.document.id}-{length}.docx"
                    files[key].write_bytes(draft.rendered.data)
    return dict(zip(files, map(pages, office.pdfs(list(files.values()), folder)), strict=True))


def test_the_signature_stands_on_the_last_page_with_what_is_signed(
    printed: dict[tuple[str, int], list[list[str]]],
) -> None:
    """Given papers of many lengths, then 此致, signature and date share the last page with a line of the text."""
    alone = {}
    for key, sheets in printed.items():
        last = [line for line in sheets[-1] if not FOOTER.fullmatch(line)]
        signatures = [number for number, line in enumerate(last) if "（签名" in line]
        begins = last.index("此致") if "此致" in last else min(signatures, default=0)
        together = ("此致" in last) == any("此致" in sheet for sheet in sheets)
        dated = signatures and any(re.search(r"年\d*月\d*日", line) for line in last[signatures[-1] :])
        if not (together and dated and begins >= 1):
            alone[key] = last
    assert alone == {}


def test_every_page_of_a_police_report_has_a_line_to_be_signed(
    printed: dict[tuple[str, int], list[list[str]]],
) -> None:
    several = [sheets for (document, _length), sheets in printed.items() if document == "police_report"]
    assert max(map(len, several)) > 1
    for sheets in several:
        for sheet in sheets:
            assert any("（逐页签名、捺指印）" in line for line in sheet), sheet
