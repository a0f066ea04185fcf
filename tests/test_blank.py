"""The form for those who prefer an editor: read as it is, filled in line by line, checked by the editor."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from drafter import blank
from drafter.answers import UNKNOWN
from drafter.packs import Library
from drafter.store import AnswersFile, read_answers_file
from tests.conftest import EXAMPLES, ROOT
from tests.test_cli import drafter

TODAY = dt.date(2026, 11, 25)


class Texts(yaml.SafeLoader):
    """YAML as an editor reads it, but a date stays text, which is what JSON has."""


Texts.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def load(text: str) -> Any:
    return yaml.load(text, Texts)


def test_a_blank_form_is_read_and_answers_nothing(library: Library) -> None:
    text = blank.template(library.questionnaire, TODAY)
    found = read_answers_file(text, "a.yaml", library.questionnaire, None)
    assert found.today == TODAY
    assert not found.answers.given
    assert not found.answers.closed
    for question in library.questionnaire.questions.values():
        assert question.ask[:20] in text.replace("\n    ## ", "")


def test_every_line_of_the_form_can_be_filled_in(library: Library) -> None:
    """Given the marks taken off and 记不清 written everywhere, then every question is answered so."""
    text = blank.template(library.questionnaire, TODAY)
    filled = re.sub(r"^(    )# (.*: )$", r"\1\2{unknown: true}", text, flags=re.MULTILINE)
    found = read_answers_file(filled, "a.yaml", library.questionnaire, None)
    assert len(found.answers.given) == len(library.questionnaire.questions)
    assert set(found.answers.given.values()) == {UNKNOWN}
    jsonschema.validate(load(filled), blank.schema(library.questionnaire))


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_editor_finds_no_fault_with_an_example(
    name: str, library: Library, example: Callable[[str], AnswersFile]
) -> None:
    assert example(name).answers.given
    text = (ROOT / "examples" / name / "answers.yaml").read_text(encoding="utf-8")
    jsonschema.validate(load(text), blank.schema(library.questionnaire))


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("applicant: {nmae: 周敏}", "applicant"),
        ("applicant: {gender: woman}", "gender"),
        ("incidents: {when: 2026年}", "incidents"),
        ("incidents: [{conducts: [vist]}]", "conducts"),
        ("debt: {signed: {unknown: maybe}}", "signed"),
        ("applicant: {frailty: [none, pregnant]}", "frailty"),
        ("applicant: {frailty: [怀孕, 都没有]}", "frailty"),
    ],
)
def test_an_editor_marks_what_the_program_would_refuse(library: Library, written: str, place: str) -> None:
    with pytest.raises(jsonschema.ValidationError) as caught:
        jsonschema.validate(load(f"today: '2026-11-25'\nanswers:\n  {written}\n"), blank.schema(library.questionnaire))
    assert place in list(caught.value.absolute_path)


def test_the_command_prints_one_or_the_other(tmp_path: Path) -> None:
    form = drafter("questions", "--template", cwd=tmp_path)
    assert form.returncode == 0
    (tmp_path / "答案.yaml").write_text(form.stdout, encoding="utf-8")
    run = drafter("new", tmp_path / "案卷", "--answers", tmp_path / "答案.yaml", cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    schema = drafter("questions", "--schema", cwd=tmp_path)
    jsonschema.Draft202012Validator.check_schema(json.loads(schema.stdout))
    neither = drafter("questions", cwd=tmp_path)
    assert neither.returncode == 2
    assert "drafter questions --template" in neither.stderr
