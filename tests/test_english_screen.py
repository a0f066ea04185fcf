"""An English screen is English: whatever is Chinese on it is quoted — a paper, a law, a file, or what was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from drafter import i18n
from drafter.answers import UNKNOWN, WITHHELD
from drafter.i18n import gettext as _
from drafter.interview import Step
from drafter.library import Library
from drafter.said import LONG
from drafter.store import read_answers_file
from drafter.values import write
from tests import catalogue
from tests.conftest import ROOT
from tests.test_cli import drafter
from tests.test_terminal import plain
from tests.transcript import EXAMPLE, Told

EXAMPLES = sorted(path.name for path in (ROOT / "examples").iterdir() if (path / "answers.yaml").is_file())
DAY = ("--today", "2026-11-23", "--lang", "en")
HAN = re.compile("[\u3400-\u9fff]+")
CHINESE = re.compile("[\u3400-\u9fff，。；：？、“”（）]")
CITED = re.compile("《[^》]+》(?:（[^）]*修正）)?(?:有关规定|[第条款项、（）一二三四五六七八九十百千零之]*)")
TO_BE_READ = re.compile("^“[^\n]*”$|(?<=字）：).*?(?=\n事实|\n表格)", flags=re.DOTALL | re.MULTILINE)
"""In the plan: what to say, and what to paste into a form."""
SPOKEN = re.compile('^"我在.*?"', flags=re.MULTILINE)


def strings(node: object) -> Iterator[str]:
    match node:
        case dict():
            for value in node.values():
                yield from strings(value)
        case list():
            for value in node:
                yield from strings(value)
        case str():
            yield from (node, *node.split("\n"), node.replace("\n", " ")[:LONG])


def quotable(library: Library, case: Path) -> list[str]:
    """Return what may stand on an English screen in Chinese.

    The names of papers, laws and files, the Chinese that a translation itself puts beside its English, and what was
    typed.
    """
    found = {document.title for document in library.documents}
    found |= {document.alternative.title for document in library.documents if document.alternative}
    found |= {name for statute in library.law.statutes for name in (statute.title, statute.short)}
    for text in catalogue.translations(catalogue.read(ROOT / catalogue.ENGLISH)).values():
        found |= {run for run in HAN.findall(text) if len(run) > 1} if "{" in text else {text}
    found |= {part for path in case.rglob("*.docx") for part in (path.stem, path.name)} | {case.name, "文书"}
    found |= set(strings(yaml.safe_load((case / "case.yaml").read_text(encoding="utf-8"))["answers"]))
    return [words for words in found if CHINESE.search(words)]


def read_out(plan: str) -> list[str]:
    """Return the lines of a plan that are to be said, or pasted into a form."""
    return [line for words in TO_BE_READ.findall(plan) for line in words.split("\n")]


def not_english(shown: str, allowed: list[str]) -> list[str]:
    """Return the lines that have Chinese in them beside what may be quoted; what is being typed is no part."""
    found = []
    known = sorted({CITED.sub("", words) for words in allowed}, key=len, reverse=True)
    for line in shown.splitlines():
        rest = CITED.sub("", line) if CHINESE.search(line) else ""
        for words in known if rest else ():
            rest = rest.replace(words, "")
        if CHINESE.search(rest) and not line.startswith("> "):
            found.append(f"{line.strip()}   [{rest.strip()}]")
    return found


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_a_command_says_of_a_case_is_english(name: str, tmp_path: Path, library: Library) -> None:
    """Given a case told in Chinese, when it is looked at in English, then only what is quoted is Chinese."""
    answers = ROOT / "examples" / name / "answers.yaml"
    shown = [drafter("new", "c", "--answers", answers, *DAY, cwd=tmp_path).stdout]
    for command in (["check", "c"], ["plan", "c", "--who-sees"], ["edit", "c", "--set", "applicant.phone=13800000009"]):
        run = drafter(*command, *DAY, cwd=tmp_path)
        assert "Traceback" not in run.stderr
        shown += [run.stdout, run.stderr]
    plan = drafter("plan", "c", *DAY, cwd=tmp_path).stdout
    chinese = drafter("plan", "c", *DAY[:2], cwd=tmp_path).stdout
    allowed = [*read_out(chinese), *quotable(library, tmp_path / "c")]
    assert not_english("\n".join([*shown, SPOKEN.sub("", plan)]), allowed) == []
    assert len(plan.splitlines()) == len(chinese.splitlines())


def test_a_paper_is_called_in_english_with_the_name_of_its_file(tmp_path: Path) -> None:
    drafter("new", "c", "--answers", ROOT / "examples" / EXAMPLE / "answers.yaml", *DAY, cwd=tmp_path)
    assert "\nPolice report (03_报案材料)\nWhen: Today." in drafter("plan", "c", *DAY, cwd=tmp_path).stdout


def test_every_line_of_a_whole_interview_is_english(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given an example typed answer by answer, with help asked for at every question, then only quotes are Chinese."""
    monkeypatch.setenv("LANGUAGE", "")  # as it was, when the test is over
    source = ROOT / "examples" / EXAMPLE / "answers.yaml"
    target = read_answers_file(source.read_text(encoding="utf-8"), str(source), library.questionnaire, None)
    told = Told(library, target.answers)
    helped: set[str] = set()

    def reply(shown: str) -> str:
        if _("再想一想，有没有漏掉的？没有就直接回车：") in shown or _("要看一看、改一改哪里吗？") in shown:
            return "1\n"
        step = told.next()
        assert step is not None, shown
        if step.section.announce and _(step.section.announce) in shown:
            if step.question is None and step.index == 0:
                told.keep(step)
            return "1\n"
        if step.question is not None and step.address not in helped:
            helped.add(step.address)
            return "?\n"
        line = typed(told, step)
        told.keep(step)
        return f"{line}\n"

    i18n.use("en")
    try:
        code, output = plain(tmp_path, reply, *DAY)
    finally:
        i18n.use("zh")
    assert code == 0, output
    assert len(helped) > 60
    assert not_english(output.replace("\r", ""), quotable(library, tmp_path / "案卷")) == []


def typed(told: Told, step: Step) -> str:
    """Return what is typed to answer a step."""
    question, answer = step.question, told.wanted(step)
    if question is None:
        more = step.index < len(told.target.items.get(step.section.repeat, []))
        return "1" if more else "3" if step.index and step.section.copy else "2"
    if answer is UNKNOWN or answer is WITHHELD:
        return "unknown" if answer is UNKNOWN else "skip"
    known = list(question.choices) or told.ours.items.get(question.of, [])
    match question.kind:
        case "yes_no":
            return "1" if answer else "2"
        case "choice":
            return str(known.index(answer) + 1)
        case "choices" | "items":
            return " ".join(str(known.index(key) + 1) for key in answer)
    return write(question.kind, answer) + ("\n" if question.kind == "passage" else "")
