"""What a stranger's template may not do: each is refused by name, quickly, with nothing opened, made or left behind."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from drafter import packs
from drafter.errors import TemplateError, Where
from drafter.fields import Counters, Field, Scope
from drafter.word import archive
from drafter.word.environment import Ledger, Phrase, environment, inspect
from drafter.word.mistakes import FILTERS, RefusedError
from drafter.word.render import Rendered, compile_template
from drafter.word.usage import usage
from tests.conftest import ROOT
from tests.hostile import FILES, OFFICE, TAGS, Made, body, field, packed, parts, related, tag

_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(TemplateError) as caught:
        compile_template(data, name)
    return str(caught.value)


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_or_damaged_file_is_never_opened(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a file that is not what a template may be, then it is refused by name before anything opens it."""
    code, made = FILES[name]
    data = made()

    def opened(*_args: object, **_kwargs: object) -> None:
        pytest.fail("it was opened")

    monkeypatch.setattr("docxtpl.DocxTemplate.__init__", opened)
    monkeypatch.setattr("drafter.word.reading.sources", opened)
    told = refusal(data, f"templates/docx/{name}")
    first = told.split("\n")[0]
    assert first.startswith(f"templates/docx/{name}：")
    assert f"[{code}]" in told
    assert _CHINESE.search(first)
    assert len(told.split("\n")) <= 5
    with pytest.raises(TemplateError, match=re.escape(f"[{code}]")):
        usage(data, name, Scope({}))


@pytest.mark.parametrize("number", range(len(TAGS)))
def test_a_hostile_tag_is_never_made_into_code(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given tags that call, calculate or go round for ever, then they are refused as read, with their place."""
    text, (code, made) = list(TAGS.items())[number]

    def generated(*_args: object, **_kwargs: object) -> None:
        pytest.fail(f"code was made of {text[:80]}")

    monkeypatch.setattr("jinja2.environment.Environment._generate", generated)
    told = refusal(made(), "t.docx")
    assert told.startswith("t.docx 正文")
    assert f"[{code}]" in told, told


def test_all_of_it_is_refused_quickly_in_little_memory_and_leaves_nothing_behind(tmp_path: Path) -> None:
    """Given all of them one after another in a process that may take a gigabyte, then each is refused in time."""
    resource = pytest.importorskip("resource")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (1_000_000_000, 1_000_000_000))

    environ = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile"], cwd=tmp_path, env=environ, preexec_fn=limit, capture_output=True,
        text=True, encoding="utf-8", timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    count = len(FILES) + len(TAGS)
    assert f"{count} of {count} refused" in done.stdout
    times = [float(line.split(" ms")[0]) for line in done.stdout.splitlines() if " ms  " in line]
    assert max(times) < 10_000
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("{% include 'secret' %}", "T020"),
        ("{% macro m() %}{% endmacro %}", "T020"),
        ("{% with a = 1 %}{% endwith %}", "T020"),
        ("{% set x %}甲{% endset %}", "T020"),
        ("{% filter upper %}甲{% endfilter %}", "T020"),
        ("{% extends 'a' %}", "T020"),
        ("{{ 甲.upper() }}", "T021"),
        ("{{ 'x' * 10**10 }}", "T022"),
        ("{% for i in range(9) %}{% endfor %}", "T024"),
    ],
)
def test_a_shared_sentence_is_read_by_the_same_rules(source: str, code: str) -> None:
    found = inspect(source, Scope({"甲": Field("x")}), lambda _address: None)
    assert code in {fault.mistake.code for fault in found}
    with pytest.raises(TemplateError, match=code):
        Phrase(source, Scope({"甲": Field("x")}), Where(file="wording.yaml", line=3)).render(Ledger())


def test_every_fault_of_a_sentence_is_told_at_once() -> None:
    found = inspect("{{ 甲() }}\n{{ 1 + 1 }}\n{{ _x }}", Scope({}), lambda _address: None)
    assert [(fault.line, fault.mistake.code) for fault in found] == [(1, "T021"), (2, "T022"), (3, "T025")]


def test_nothing_is_worked_out_while_code_is_made() -> None:
    """Given a constant in a filter, when code is made of it, then the filter has not run yet."""
    ran: list[str] = []
    env = environment(Ledger())

    def noted(text: str) -> str:
        ran.append(text)
        return text

    env.filters["句"] = noted
    template = env.from_string("{{ '甲'|句 }}{{ 'a' }}{% if '乙'|句 %}{% endif %}")
    assert ran == []
    template.render()
    assert ran == ["甲", "乙"]


@pytest.mark.parametrize(
    "text",
    [
        "{{ 申请人.姓名 }}{{ 申请人['姓名'] }}{{ 事件[0].甲 }}{{ (事件|first).甲 }}",
        "{% if 甲 == '周' or not (甲 in ('a', 'b')) and 甲 is defined %}甲{% elif 甲 %}{% else %}{% endif %}",
        "{% for 件 in 事件 if 件.甲 %}{{ loop.index }}{% if not loop.last %}、{% endif %}{% else %}无{% endfor %}",
        "{% for 件 in (事件 if 甲 else 空) %}{{ 件.甲|冠('在')|句 }}{% endfor %}{{ loop.length if no else '' }}",
        "{% set x = ('a、' if 甲 else '') ~ 'b' %}{{ x|句 }}{{ 事件|length }}{{ '原件'|待填 }}",
        "{{ 甲|代称(申请人.姓名) }}",
        "{{ 号.甲|中文 }}",
    ],
)
def test_what_a_template_may_say_is_said(text: str) -> None:
    names = {
        "申请人": Scope({"姓名": Field("周敏")}), "甲": Field("我母亲"), "事件": [Scope({"甲": Field("家")})], "空": [],
        "no": Field("", truth=False), "号": Counters(),
    }  # fmt: skip
    rendered = compile_template(packed(parts(text)), "t.docx").render(Scope(names), document="x", title="y")
    assert isinstance(rendered, Rendered)


@pytest.mark.parametrize(
    "made",
    [
        related(f"{OFFICE}/hyperlink", "https://www.12348.gov.cn/"),
        related(f"{OFFICE}/hyperlink", "mailto:office@example.cn"),
        field(" PAGE  \\* MERGEFORMAT "),
        field(' HYPERLINK "https://www.12348.gov.cn/" '),
        field(' TOC \\o "1-3" \\h '),
        body('<w:p><w:hyperlink w:anchor="甲"><w:r><w:t>甲</w:t></w:r></w:hyperlink></w:p>'),
    ],
)
def test_what_a_firm_has_in_its_letter_paper_passes(made: Made) -> None:
    assert archive.faults(made(), "t.docx") == []


def test_the_stock_templates_pass() -> None:
    for path in sorted((ROOT / "templates" / "docx").glob("*.docx")):
        assert archive.faults(path.read_bytes(), path.name) == []


def test_a_value_has_fields_and_nothing_of_python() -> None:
    """Given names that Python has and no field is called, then they are unknown, and not what Python knows by them."""
    names = Scope({"甲": Field("周敏", raw="机密"), "组": Scope({"text": Field("乙")}), "事件": [Scope({})]})
    for text in (
        "{{ 甲.raw }}",
        "{{ 甲.text }}",
        "{{ 组.own }}",
        "{{ 组['flat'] }}",
        "{{ 事件.append }}",
        "{{ 甲.of }}",
    ):
        with pytest.raises(TemplateError, match="没有“"):
            compile_template(packed(parts(text)), "t.docx").render(names, document="x", title="y")
    assert environment(Ledger()).from_string("{{ 组.text }}").render(names.flat()).count("乙") == 1


def test_loops_within_loops_end() -> None:
    """Given four loops over two hundred incidents each, when filled, then it stops and says so."""
    text = "{% for 一 in 事件 %}" * 4 + "{{ 甲 }}" + "{% endfor %}" * 4
    names = Scope({"甲": Field("x"), "事件": [Scope({})] * 200})
    with pytest.raises(TemplateError, match=r"t\.docx 正文 第 1 段.*循环次数太多.*\[T029\]"):
        compile_template(packed(parts(text)), "t.docx").render(names, document="x", title="y")


@pytest.mark.parametrize("use", ["{{{{ {name} }}}}{{{{ {name} }}}}", "{{% if {name} %}}{{% endif %}}" * 2])
def test_sentences_within_sentences_end(use: str) -> None:
    """Given thirty sentences that each tell the next one twice, when one is told, then it stops and says so."""
    scope = Scope({"s30": Field("甲")})
    for number in range(29, -1, -1):
        scope.add(f"s{number}", Phrase(use.format(name=f"s{number + 1}"), scope, Where(file="wording.yaml")))
    with pytest.raises(TemplateError, match="T029"):
        scope["s0"].render(Ledger())


def test_a_sentence_that_tells_itself_ends() -> None:
    scope = Scope({})
    scope.add("甲", Phrase("{{ 甲 }}", scope, Where(file="wording.yaml")))
    with pytest.raises(TemplateError):
        scope["甲"].render(Ledger())


def test_a_whole_book_as_an_answer_is_refused_and_not_cut_off() -> None:
    """Given more text than Word's files hold in one place, then the paper is refused; plain docxtpl cuts it off."""
    names = Scope({"甲": Field("甲" * 3_500_000, address="x")})
    with pytest.raises(TemplateError, match="文字太长"):
        compile_template(packed(parts("{{ 甲 }}")), "t.docx").render(names, document="x", title="y")


def test_a_hostile_template_in_a_pack_is_told_beside_the_others(tmp_path: Path) -> None:
    """Given a pack in which one template is a stranger's, then it is told by its file, and the others are read."""
    for folder in ("law", "questionnaires", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "templates" / "docx" / "plan.docx").write_bytes(FILES["attached-http.docx"][1]())
    before = sorted(path.name for path in tmp_path.rglob("*"))
    found = [str(problem) for problem in packs.template_faults(packs.load(tmp_path))]
    assert len(found) == 1
    assert found[0].startswith(
        "templates/docx/plan.docx：这个文件会从别处取东西（attachedTemplate：http://203.0.113.9/evil.dotm）"
    )
    assert sorted(path.name for path in tmp_path.rglob("*")) == before


def test_no_template_can_write_the_filter_that_counts() -> None:
    assert "each" not in FILTERS
    with pytest.raises(RefusedError):
        environment(Ledger()).parse("{{ 甲|each(1) }}")


def test_harmless_files_made_the_same_way_are_not_refused() -> None:
    assert archive.faults(tag("{{ 甲 }}")(), "t.docx") == []
