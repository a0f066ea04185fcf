"""How long the whole set of papers of one case takes: drafter against plain docxtpl on the same templates and values.

drafter does more: it works out the values, marks each of them, reads every document back and compares them with each
other. Plain docxtpl gets the values for nothing. Both fill the same templates to the same text, which is checked.
Rounds alternate between the two in one process; the result is the ratio of the medians.

    python benchmarks/whole_set.py [--rounds 15] [--example chengdu-consumer]
"""

from __future__ import annotations

import argparse
import io
import statistics
import time
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import Environment

from drafter import context, drafting, packs
from drafter.case import build
from drafter.fields import Counter, Field, Scope
from drafter.plan import Paper
from drafter.store import read_answers_file
from drafter.word import reading
from drafter.word.environment import Ledger, Phrase, environment

ROOT = Path(__file__).parents[1]


def plain_environment() -> Environment:
    """Return plain Jinja with the filters that the templates use: no sandbox, no strict names, no marks."""
    env = Environment(autoescape=True, finalize=lambda value: plain(value, env))
    env.filters.update(environment(Ledger()).filters)
    return env


def plain(value: Any, env: Environment) -> Any:  # noqa: ANN401
    match value:
        case Field():
            return value.shown
        case Counter():
            return str(value.next())
        case Phrase():
            return env.from_string(value.source).render(value.scope.flat()).strip()
    return value


def with_docxtpl(path: Path, names: dict[str, Any]) -> bytes:
    template = DocxTemplate(path)
    template.render(names, plain_environment(), autoescape=True)
    buffer = io.BytesIO()
    template.save(buffer)
    return buffer.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--example", default="chengdu-consumer")
    options = parser.parse_args()
    library = packs.load(packs.builtin_content())
    answers_file = ROOT / "examples" / options.example / "answers.yaml"
    found = read_answers_file(answers_file.read_text(encoding="utf-8"), answers_file.name, library.questionnaire, None)
    result = drafting.draft(found.answers, library, found.today)
    case = build(found.answers, library.questionnaire, library.law, found.today)

    papers = tuple(
        Paper(document=d.document, name=d.name, gaps=d.gaps) for d in result.drafts if not d.document.unnumbered
    )

    def scope(entry: drafting.Draft) -> Scope:
        written = papers if entry.document.unnumbered else ()
        return context.build(case, entry.document, library, result.plan, written)

    ours, theirs = [], []
    for _round in range(options.rounds):
        started = time.perf_counter()
        drafting.draft(found.answers, library, found.today)
        ours.append(time.perf_counter() - started)
        prepared = [(ROOT / "templates" / entry.document.template, scope(entry).flat()) for entry in result.drafts]
        started = time.perf_counter()
        documents = [with_docxtpl(path, names) for path, names in prepared]
        theirs.append(time.perf_counter() - started)
    for entry, document in zip(result.drafts, documents, strict=True):
        assert reading.as_text(document).split() == reading.as_text(entry.rendered.data).split(), entry.name
    print(f"{len(result.drafts)} documents of {options.example}, {options.rounds} rounds, medians")
    print(f"drafter        {statistics.median(ours) * 1000:7.0f} ms (least {min(ours) * 1000:.0f})")
    print(f"plain docxtpl  {statistics.median(theirs) * 1000:7.0f} ms (least {min(theirs) * 1000:.0f})")
    print(f"ratio          {statistics.median(ours) / statistics.median(theirs):7.2f}")


if __name__ == "__main__":
    main()
