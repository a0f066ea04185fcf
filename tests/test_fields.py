"""The catalogue of fields: nothing is missing, both names of each do the same, and every example is true."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
from markupsafe import Markup

from drafter import values as kinds
from drafter import vocabulary
from drafter.cli.fields import catalogue
from drafter.context import sample
from drafter.drafting import Result
from drafter.fields import Counters, Scope
from drafter.library import Library
from drafter.vocabulary import Entry, Group, Vocabulary
from drafter.word import marks, reading
from drafter.word.environment import Ledger, environment
from drafter.word.mistakes import FILTER_NAMES
from drafter.word.render import compile_template
from tests.conftest import ROOT
from tests.vocabulary_values import contexts, texts


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "drafter", *arguments], capture_output=True, encoding="utf-8", check=False
    )


TODAY = dt.date(2026, 11, 23)


@pytest.fixture(scope="module", name="known")
def _known(library: Library) -> Vocabulary:
    return vocabulary.vocabulary(library)


@pytest.fixture(scope="module", name="every")
def _every(library: Library, drawn: Callable[[str], Result]) -> list[Scope]:
    return list(contexts(library, drawn))


@pytest.fixture(scope="module", name="cases")
def _cases(every: list[Scope]) -> list[Scope]:
    return every[::4]


def filled(source: str, *cases: Scope) -> list[str]:
    """Return what a text with tags becomes in each case; its counters begin anew."""
    template = environment(Ledger()).from_string(source)
    fresh = [{**names.flat(), **dict.fromkeys(("号", "counters"), Counters())} for names in cases]
    return [marks.strip(Markup(template.render(names)).unescape()) for names in fresh]


def inside(group: Group, language: int, source: str) -> str:
    """Return a source with the loops of a group around it."""
    before = "".join(f"{{% {loop[language]} %}}" for loop in group.loops)
    return before + source + "{% endfor %}" * len(group.loops)


def entries(known: Vocabulary) -> Iterator[tuple[Group, Entry]]:
    return ((group, entry) for group in known.groups for entry in group.entries)


def test_the_catalogue_has_every_name_that_templates_see_and_no_other(library: Library, known: Vocabulary) -> None:
    """Given anybody's case, when its names are walked, then they are those of the catalogue, in both languages."""
    ((_document, root),) = sample.names(library, [sample.document(library)])
    groups = {group.id: group for group in known.groups}
    same = {entry.id: entry.same for _group, entry in entries(known) if entry.same}
    told = {(entry.id, entry.name) for _group, entry in entries(known)}
    told |= {(group.id.removesuffix("[]"), group.name) for group in known.groups if group.id and "." not in group.id}
    seen: set[tuple[str, str]] = set()

    def walk(scope: Scope, group: str) -> None:
        borrowed = [name for id_ in groups[group].same for name in borrowable(id_)]
        for chinese, english, value in pairs(scope):
            if (chinese in borrowed or english in borrowed) and (f"{group}.{english}", chinese) not in told:
                continue
            id_ = f"{group}.{english}" if group else english
            seen.add((id_, chinese))
            members = value if isinstance(value, list) else [value] if isinstance(value, Scope) else []
            for member in members:
                if id_ in same:
                    allowed = {name for other in same[id_] for name in borrowable(other)}
                    further = {n for other in same[id_] for outer in groups[other].same for n in borrowable(outer)}
                    assert set(member.own()) <= allowed | further
                else:
                    walk(member, f"{id_}[]" if isinstance(value, list) else id_)

    def borrowable(group: str) -> list[str]:
        leaves = [entry.id.rpartition(".")[2] for entry in groups[group].entries]
        return [*leaves, *(entry.name for entry in groups[group].entries)]

    walk(root, "")
    assert seen == told


def pairs(scope: Scope) -> Iterator[tuple[str, str, object]]:
    """Yield every value of a scope with its Chinese and its English name."""
    named: dict[int, list[str]] = {}
    for name, value in scope.own().items():
        named.setdefault(id(value), []).append(name)
    for names in named.values():
        yield from [
            (chinese, english, scope.own()[chinese])
            for english in ([name for name in names if ID.fullmatch(name)] or names)
            for chinese in ([name for name in names if not ID.fullmatch(name)] or names)
        ]


def test_both_names_of_every_field_print_the_same(known: Vocabulary, cases: list[Scope]) -> None:
    for group, entry in entries(known):
        if entry.kind == "列表":
            continue
        chinese = inside(group, 0, f"{{{{ {entry.tag} }}}}；")
        english = inside(group, 1, f"{{{{ {entry.english} }}}}；")
        having = [names for names in cases if has(names, entry)]
        assert filled(chinese, *having) == filled(english, *having), entry.tag


def has(names: Scope, entry: Entry) -> bool:
    """Return whether a paper has a name: each declares its own articles, and not all follow a step."""
    if entry.id.startswith("articles."):
        return entry.name in names["articles"]
    return not entry.id.startswith("previous_step.") or "previous_step" in names


def test_both_names_of_every_field_answer_the_same_in_a_condition(known: Vocabulary, cases: list[Scope]) -> None:
    for group, entry in entries(known):
        question = "{% if not X %}无{% endif %}{{ '有' if X else '无' }}"
        chinese = inside(group, 0, question.replace("X", entry.tag))
        english = inside(group, 1, question.replace("X", entry.english))
        having = [names for names in cases if has(names, entry)]
        assert filled(chinese, *having) == filled(english, *having), entry.tag


def test_a_choice_is_found_by_its_id_and_by_its_words(known: Vocabulary, cases: list[Scope]) -> None:
    asked = 0
    for group, entry in entries(known):
        for key, label in entry.options.items():
            manner = "'{}' in {}" if entry.kind == "多选" else "{1} == '{0}'"
            one = inside(group, 0, f"{{% if {manner.format(key, entry.tag)} %}}是{{% else %}}否{{% endif %}}")
            other = inside(group, 1, f"{{% if {manner.format(label, entry.english)} %}}是{{% else %}}否{{% endif %}}")
            found = filled(one, *cases)
            assert found == filled(other, *cases), (entry.tag, label)
            asked += any("是" in text for text in found)
    assert asked > 70


def test_acts_are_found_by_their_words_in_what_is_counted(cases: list[Scope]) -> None:
    names = cases[0]
    assert filled("{% if '辱骂' in 统计.行为 and 'insult' in stats.conducts %}有{% endif %}", names) == ["有"]
    assert filled("{% for 项 in 依据 %}{% if '辱骂' in 项.行为 %}有{% endif %}{% endfor %}", names) == ["有"]
    assert filled("{% for 人 in 对方 %}{% if 人.种类 == '单位' %}有{% endif %}{% endfor %}", names) == filled(
        "{% for p in parties %}{% if p.kind == 'company' %}有{% endif %}{% endfor %}", names
    )


def test_a_word_file_may_be_written_in_either_language(cases: list[Scope]) -> None:
    """Given two Word files, one by Chinese names and one by English, then they come out alike."""
    chinese = ["{{ 称谓 }}：{{ 申请人.姓名 }}", "{%p for 件 in 事件 %}", "{{ 件.序号 }}. {{ 件.叙述 }}",
               "{%p endfor %}", "{%p if 情形.有证据 %}",
               "证据{{ 证据|个数 }}份，期限{{ 期限.保护令裁定 }}", "{%p endif %}"]  # fmt: skip
    english = ["{{ called }}：{{ applicant.name }}", "{%p for i in incidents %}", "{{ i.ordinal }}. {{ i.narrative }}",
               "{%p endfor %}", "{%p if flags.has_exhibit %}",
               "证据{{ exhibits|length }}份，期限{{ periods.protection_order }}", "{%p endif %}"]  # fmt: skip
    drawn = [
        reading.as_text(compile_template(word_file(lines), "甲.docx").render(cases[0], document="x", title="").data)
        for lines in (chinese, english)
    ]
    assert drawn[0] == drawn[1]
    assert "1. 20" in drawn[0]
    assert "{" not in drawn[0]


def word_file(lines: list[str]) -> bytes:
    document, buffer = docx.Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(buffer)
    return buffer.getvalue()


def test_every_example_is_a_real_value_or_one_that_fits_its_kind(
    library: Library, known: Vocabulary, every: list[Scope]
) -> None:
    of_kind = {name: kind for kind, name in KINDS.items()}
    for _group, entry in entries(known):
        if not entry.example or entry.kind == "法条" or entry.id.startswith("periods.") or entry.id == "counters":
            continue
        printed = {text for names in every for text in texts(names, entry.id)}
        beginning = entry.example.removesuffix("…")
        if any(text.startswith(beginning) if beginning != entry.example else text == entry.example for text in printed):
            continue
        question = library.questionnaire.questions.get(entry.id)
        assert not printed or question is not None, (entry.tag, entry.example, sorted(printed)[:3])
        kind = question.kind if question is not None else of_kind.get(entry.kind, "text")
        if kind in kinds.KINDS:
            assert kinds.show(kind, kinds.read(kind, entry.example, TODAY)), entry.tag


ID = re.compile("[a-z][a-z0-9_]*")
KINDS = {"text": "文字", "count": "数目", "day": "日期", "money": "金额"}


def test_every_field_has_an_example_unless_it_is_a_yes_or_no_a_list_or_a_choice(known: Vocabulary) -> None:
    bare = [entry.id for _group, entry in entries(known) if not entry.example and not entry.options
            and entry.kind not in ("是非", "列表")]  # fmt: skip
    of_few_cases = ["grounds[].former", "grounds[].standards", "grounds[].crimes[].threshold"]
    assert bare == of_few_cases
    assert [entry.id for _group, entry in entries(known) if not entry.means] == []


def test_every_filter_works_by_both_names_and_does_what_the_catalogue_shows(
    known: Vocabulary, every: list[Scope]
) -> None:
    assert {each.name: each.id for each in known.filters} == dict(FILTER_NAMES)
    for each in known.filters:
        shown = filled(f"{{{{ {each.tag} }}}}", *every)
        assert each.example in shown, each.name
        assert shown == filled(f"{{{{ {each.english} }}}}", *every), each.name


def test_who_sees_a_sensitive_answer_is_told_with_it(known: Vocabulary) -> None:
    entry = next(entry for _group, entry in entries(known) if entry.tag == "申请人.身份证号码")
    assert entry.seen.startswith("敏感。写进：")
    assert "不写进：法院会送给对方的材料" in entry.seen
    numbers = next(entry for _group, entry in entries(known) if entry.tag == "件.被打的号码")
    assert "里面敏感的部分" in numbers.seen
    assert "本人号码·号码" in numbers.filled_by


def test_the_page_of_the_documentation_is_the_catalogue(library: Library, known: Vocabulary) -> None:
    """After a change: remove docs/fields.md and run `drafter fields --output docs/fields.md`."""
    written = (ROOT / "docs" / "fields.md").read_bytes()
    assert catalogue(known, library, ".md") == written


def test_the_word_file_has_every_field_in_a_table(library: Library, known: Vocabulary) -> None:
    document = docx.Document(io.BytesIO(catalogue(known, library, ".docx")))
    text = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert len(document.tables) == len(known.groups) + 1
    for _group, entry in entries(known):
        assert f"{{{{ {entry.tag} }}}}" in text
    assert getattr(document.paragraphs[0].style, "name", "") == "Title"


def test_without_words_all_fields_are_told_in_lines_that_fit() -> None:
    shown = run("fields").stdout
    assert "事件 incidents　{%p for 件 in 事件 %}" in shown
    assert "叙述 narrative" in shown
    for line in shown.split("\n"):
        assert sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in line) <= 80, line


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (["叙述"], "{{ 件.叙述 }}　{{ incident.narrative }}"),
        (["narrative"], "{{ 件.叙述 }}　{{ incident.narrative }}"),
        (["{{申请人.姓名}}"], "{{ 申请人.姓名 }}　{{ applicant.name }}"),
        (["大写"], "{{ 债务.对方所称数额|大写 }}　{{ debt.claimed|capitals }}"),
        (["打了多少", "电话"], "{{ 件.电话次数 }}　{{ incident.calls }}"),
    ],
)
def test_a_field_is_found_by_either_name_and_by_what_it_means(words: list[str], first: str) -> None:
    assert run("fields", *words).stdout.split("\n")[0] == first


def test_what_cannot_be_found_or_written_is_told_with_the_remedy(tmp_path: Path) -> None:
    lost = run("fields", "姓明")
    assert (lost.returncode, lost.stdout) == (2, "")
    assert "没有和“姓明”有关的字段。是不是“姓名”？" in lost.stderr
    there = tmp_path / "字段.docx"
    there.write_text("别人的", encoding="utf-8")
    taken = run("fields", "--output", str(there))
    assert taken.returncode == 2
    assert "没有覆盖" in taken.stderr
    assert there.read_text(encoding="utf-8") == "别人的"
    assert "以 .docx（Word）或者 .md（Markdown）结尾" in run("fields", "-o", str(tmp_path / "字段.pdf")).stderr
    assert "不能同时查词" in run("fields", "姓名", "-o", str(tmp_path / "甲.md")).stderr
    assert "写不了" in run("fields", "-o", str(tmp_path / "没有" / "甲.md")).stderr
