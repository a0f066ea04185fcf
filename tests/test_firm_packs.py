"""A firm's pack over the stock content: what it replaces, adds and asks, where it is found, and its faults."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from drafter import comparing, packs
from drafter.answers import Answers
from drafter.drafting import draft
from drafter.errors import PackError
from drafter.packs import Candidate, Library
from drafter.store import AnswersFile
from drafter.word import reading
from tests.conftest import ROOT

HEAD = "pack: zhonghe\ntitle: 众和律师事务所\nformat: 1\nversion: '1.0'\n"
REPORT = "  - {id: police_report, template: docx/报案材料.docx}\n"


def word(path: Path, *paragraphs: str) -> None:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    path.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(path))


def pack(folder: Path, head: str = HEAD, documents: str = REPORT, **templates: str) -> Path:
    """Write a pack: what its pack.yaml says, and templates of one paragraph each."""
    (folder / "templates" / "docx").mkdir(parents=True)
    (folder / "templates" / "pack.yaml").write_text(f"{head}documents:\n{documents}", encoding="utf-8")
    for name, text in (templates or {"报案材料": "报案人：{{ 申请人.姓名 }}"}).items():
        word(folder / "templates" / "docx" / f"{name}.docx", text)
    return folder


def over(library: Library, *folders: Path) -> Library:
    return packs.stack(library, [Candidate(folder=folder, place=folder.name) for folder in folders])


def told(library: Library, *folders: Path) -> list[str]:
    with pytest.raises(PackError) as caught:
        over(library, *folders)
    return [str(problem) for problem in caught.value.problems]


def test_a_document_of_a_stock_id_stands_in_its_place(
    library: Library, example: Callable[[str], AnswersFile], tmp_path: Path
) -> None:
    """Given a pack that names police_report and its template alone, then the rest is the stock document's."""
    both = over(library, pack(tmp_path / "众和 律所"))
    found = example("guilin-order")
    drafts = {each.document.id: each for each in draft(found.answers, both, found.today).drafts}
    assert reading.as_text(drafts["police_report"].rendered.data).startswith("报案人：")
    assert drafts["police_report"].document.channel == "police"
    assert drafts["police_report"].document.title == "报案材料"
    assert [each.document.id for each in draft(found.answers, library, found.today).drafts] == list(drafts)


def test_what_an_override_dropped_is_told(library: Library, tmp_path: Path) -> None:
    both = over(library, pack(tmp_path / "zhonghe", documents=REPORT.replace("}", ", requires: []}")))
    (override,) = both.overrides
    lost = comparing.overridden(both, override.document, override.instead_of)
    assert "报案请求" in lost.elements
    assert any("第九十条" in citation for citation in lost.citations)
    assert "申请人·身份证号码" in lost.answers
    assert lost.grounds
    assert any(passage.heading.startswith("三、") and "立案调查" in passage.text for passage in lost.passages)
    assert [rule.reason for rule in lost.conditions] == ["还没有写任何一件事。"]


def test_what_was_kept_from_the_other_side_and_no_longer_is_is_told(library: Library, tmp_path: Path) -> None:
    """Given a court application that is said not to be served, then the answers that it now shows are named."""
    documents = "  - {id: court_injunction, served: false, discloses: [applicant.phone]}\n"
    both = over(library, pack(tmp_path / "zhonghe", documents=documents))
    (override,) = both.overrides
    lost = comparing.overridden(both, override.document, override.instead_of)
    assert "申请人·联系电话" in lost.protection
    assert not lost.passages


def test_nothing_is_dropped_by_the_same_template(library: Library, tmp_path: Path) -> None:
    folder = pack(tmp_path / "zhonghe")
    copied = (ROOT / "templates" / "docx" / "police_report.docx").read_bytes()
    (folder / "templates" / "docx" / "报案材料.docx").write_bytes(copied)
    both = over(library, folder)
    (override,) = both.overrides
    assert not comparing.overridden(both, override.document, override.instead_of)


def test_a_question_in_a_tag_is_asked_and_printed(
    library: Library, example: Callable[[str], AnswersFile], tmp_path: Path
) -> None:
    head = HEAD + "groups: {zhonghe: 众和}\nask_after: applicant\n"
    text = (
        "案号：{{ 众和.案号|问(“本所案号？”) }}，{{ 众和.收费方式|问(“怎么收费？”, “按件/按时”) }}，{{ zhonghe.案号 }}"
    )
    both = over(library, pack(tmp_path / "zhonghe", head, 报案材料=text))
    order = [section.id for section in both.questionnaire.sections]
    assert order[order.index("applicant") + 1] == "zhonghe"
    question = both.questionnaire.questions["zhonghe.收费方式"]
    assert (question.ask, question.kind, list(question.choices)) == ("怎么收费？", "choice", ["按件", "按时"])
    found = example("guilin-order")
    answers = Answers(items=dict(found.answers.items), given=dict(found.answers.given))
    answers.set("zhonghe.案号", "（2026）众字第7号")
    drafts = {each.document.id: each for each in draft(answers, both, found.today).drafts}
    printed = reading.as_text(drafts["police_report"].rendered.data)
    assert "案号：（2026）众字第7号，〔待填：收费方式〕，（2026）众字第7号" in printed


def test_questions_in_files_stand_where_they_say(library: Library, tmp_path: Path) -> None:
    folder = pack(tmp_path / "zhonghe", HEAD + "groups: {zhonghe: 众和}\n")
    (folder / "questionnaires").mkdir()
    (folder / "questionnaires" / "委托.yaml").write_text(
        "id: zhonghe_retainer\ntitle: 委托\nafter: debt\nquestions:\n"
        "  - {id: zhonghe.fee, name: 律师费, ask: 律师费多少？, kind: money, when: debt.relation == 'borrower'}\n",
        encoding="utf-8",
    )
    both = over(library, folder)
    order = [section.id for section in both.questionnaire.sections]
    assert order[order.index("debt") + 1] == "zhonghe_retainer"
    assert both.questionnaire.groups["zhonghe"] == "众和"


@pytest.mark.parametrize(
    ("head", "documents", "expected"),
    [
        (HEAD.replace("zhonghe", "众和"), REPORT, "pack 应当是这个包的英文名"),
        (HEAD.replace("format: 1", "format: 9"), REPORT, "请更新 drafter 再用"),
        (HEAD.replace("version: '1.0'\n", ""), REPORT, "缺少“version”"),
        (HEAD + "verson: 2\n", REPORT, "没有“verson”这个键。是不是“version”？"),
        (HEAD + "over: [zongheng]\n", REPORT, "over 里的“zongheng”这个包没有启用"),
        (HEAD + "groups: {zhonghe: 申请人}\n", REPORT, "“申请人”已经是“applicant”这一组的中文名了"),
        (HEAD + "groups: {applicant: 众和}\n", REPORT, "应当是 zhonghe，或者以“zhonghe_”开头"),
        (HEAD + "renamed: {zhonghe.a: zhonghe.b}\n", REPORT, "renamed 里的“zhonghe.b”没有对应的问题"),
        (HEAD + "renamed: {applicant.name: applicant.phone}\n", REPORT, "现在还有这个问题"),
        (HEAD + "renamed: {applicant.nom: applicant.name}\n", REPORT, "“applicant.name”不是这个包的问题"),
        (HEAD + "removed: {applicant.name: 不问了}\n", REPORT, "removed 里的“applicant.name”现在还有这个问题"),
        (HEAD + "ask_after: [filer]\n", REPORT, "“ask_after”应当是文字"),
        (HEAD.replace("众和律师事务所", '"\\e[2J众和"'), REPORT, "有一个看不见的控制字符（U+001B）"),
        (HEAD + "x: " + "长" * 1_000_000 + "\n", REPORT, "这个文件太大，没有读：超过 2 MB"),
        (HEAD, "  - {id: 报案材料, template: docx/报案材料.docx}\n", "要换掉“报案材料”，请写 id: police_report"),
        (HEAD, "  - {id: police_reprt, template: docx/报案材料.docx}\n", "缺少“title”。是不是“police_report”？"),
        (HEAD, "  - {id: ../../x, title: 函, template: docx/报案材料.docx}\n", "文书的 id 只能是小写字母开头"),
        (HEAD, "  - {id: /tmp/x, title: 函, template: docx/报案材料.docx}\n", "文书的 id 只能是小写字母开头"),
        (HEAD, "  - {id: letter, title: ../../函, template: docx/报案材料.docx}\n", "title 会用作文件名"),
        (HEAD, f"  - {{id: letter, title: {'函' * 61}, template: docx/报案材料.docx}}\n", "title 会用作文件名"),
        (HEAD, "  - {id: police_report, alternative: {when: applicant.secrecy, title: a/b, called: 我}}\n",
         "title 会用作文件名"),
        (HEAD, f"  - {{id: police_report, template: {'长' * 300}.docx}}\n", "没有模板文件"),
        (HEAD, "  - {id: police_report, template: 'C:/x.docx'}\n", "模板要写 templates 文件夹里面的文件"),
        (HEAD, "  - {id: police_reprt}\n", "缺少“title”"),
        (HEAD, "  - {id: police_report, template: docx/报按材料.docx}\n", "是不是“报案材料.docx”？"),
        (HEAD, "  - {id: police_report, template: ../../secret.docx}\n", "模板要写 templates 文件夹里面的文件"),
        (HEAD, "  - {id: police_report, template: /etc/passwd}\n", "模板要写 templates 文件夹里面的文件"),
        (HEAD, "  - {id: police_report, channel: polcie}\n", "没有“polcie”这个渠道。是不是“police”？"),
        (HEAD, "  - {id: letter, title: 函, template: x, alternative: {when: zhonghe.x, title: 信, called: 我}}\n",
         "条件里的“zhonghe.x”没有对应的问题"),
    ],
)  # fmt: skip
def test_what_a_pack_says_wrongly_has_its_line(
    library: Library, tmp_path: Path, head: str, documents: str, expected: str
) -> None:
    found = told(library, pack(tmp_path / "zhonghe", head, documents))
    assert any(expected in problem for problem in found), found
    assert all(problem.startswith("zhonghe/templates/pack.yaml") for problem in found)


def linked(folder: Path, name: str) -> None:
    outside = folder.parent / "别处"
    outside.write_bytes(b"secret: 1\n")
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(outside)


def piped(folder: Path, name: str) -> None:
    (folder / name).unlink(missing_ok=True)
    os.mkfifo(folder / name)


def filled(folder: Path, name: str) -> None:
    (folder / name).unlink(missing_ok=True)
    (folder / name).mkdir()


@pytest.mark.skipif(os.name == "nt", reason="no such files there")
@pytest.mark.parametrize("name", ["templates/pack.yaml", "templates/docx/报案材料.docx", "questionnaires/x.yaml"])
@pytest.mark.parametrize(
    ("put", "expected"),
    [(linked, "这是一个链接，指到模板包外面去了"), (piped, "这不是普通的文件"), (filled, "这不是普通的文件")],
)
def test_nothing_but_the_files_of_a_pack_is_read_for_it(
    library: Library, tmp_path: Path, put: Callable[[Path, str], None], expected: str, name: str
) -> None:
    """Given a pack of a stranger with a link out of it, a pipe or a folder for a file, then that alone is told."""
    folder = pack(tmp_path / "zhonghe")
    (folder / "questionnaires").mkdir()
    put(folder, name)
    (problem,) = told(library, folder)
    assert problem.startswith(f"zhonghe/{name}：{expected}")


@pytest.mark.parametrize(
    "name", ["law/articles.yaml", "questionnaires/interview.yaml", "questionnaires/hints.yaml", "templates/fields.yaml"]
)
def test_a_file_that_no_pack_may_have_is_told(library: Library, tmp_path: Path, name: str) -> None:
    """What nothing reads would be a silent mistake of whoever wrote it."""
    folder = pack(tmp_path / "zhonghe")
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("{}", encoding="utf-8")
    assert any("模板包里不能有" in problem for problem in told(library, folder))


def test_sections_after_the_same_one_stand_in_the_order_of_their_files(library: Library, tmp_path: Path) -> None:
    """Given three files, one of them after another, then they are asked in the order of their names, tags last."""
    folder = pack(tmp_path / "zhonghe", HEAD + "ask_after: filer\n", 报案材料="{{ 众和律师事务所.案号|问(“案号？”) }}")
    (folder / "questionnaires").mkdir()
    for number, after in ((1, "zhonghe_3"), (2, "filer"), (3, "filer")):
        section = f"id: zhonghe_{number}\ntitle: 第{number}节\nafter: {after}\nquestions:\n"
        question = f"  - {{id: zhonghe.q{number}, name: 问{number}, ask: 问？, kind: text}}\n"
        (folder / "questionnaires" / f"{number}.yaml").write_text(section + question, encoding="utf-8")
    order = [section.id for section in over(library, folder).questionnaire.sections]
    first = order.index("filer") + 1
    assert order[first : first + 4] == ["zhonghe_2", "zhonghe_3", "zhonghe_1", "zhonghe"]


class Closed(type(Path())):  # type: ignore[misc]
    """A path that the system does not let us read."""

    def is_file(self) -> bool:
        raise PermissionError(13, "Permission denied")


def test_a_pack_that_may_not_be_read_is_one_line(library: Library, tmp_path: Path) -> None:
    (problem,) = told(library, Closed(pack(tmp_path / "zhonghe")))
    assert problem == "zhonghe：读不了这个文件夹：没有权限。请检查权限。 [P033]"


def test_a_section_has_an_id_of_its_own(library: Library, tmp_path: Path) -> None:
    folder = pack(tmp_path / "zhonghe")
    (folder / "questionnaires").mkdir()
    section = "id: filer\ntitle: 承办\nquestions: [{id: zhonghe.no, name: 案号, ask: 案号？, kind: text}]\n"
    (folder / "questionnaires" / "承 办.yaml").write_text(section, encoding="utf-8")
    assert "zhonghe/questionnaires/承 办.yaml 第 1 行：“filer”已经是一节的 id 了。请换一个 id。 [Q030]" in told(
        library, folder
    )


def test_a_shared_sentence_keeps_the_name_by_which_others_ask_for_it(library: Library, tmp_path: Path) -> None:
    folder = pack(tmp_path / "zhonghe")
    sentence = "phrases:\n  - {id: 'incidents[].narrative', name: 别名, text: 事}\n"
    (folder / "templates" / "wording.yaml").write_text(sentence, encoding="utf-8")
    (problem,) = told(library, folder)
    assert "“incidents[].narrative”在别的模板里叫“叙述”，不能改名" in problem


def test_a_question_renamed_in_two_versions_keeps_its_answer(library: Library, tmp_path: Path) -> None:
    head = HEAD + "groups: {zhonghe: 众和}\nrenamed: {zhonghe.a: zhonghe.b, zhonghe.b: zhonghe.案号}\n"
    both = over(library, pack(tmp_path / "zhonghe", head, 报案材料="{{ 众和.案号|问(“案号？”) }}"))
    assert both.questionnaire.renamed == {"zhonghe.a": "zhonghe.案号", "zhonghe.b": "zhonghe.案号"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ 申请人.网名|问(“网名？”) }}", "问题要写成 {{ 众和.名称|问(“问什么？”) }}"),
        ("{{ 众和.案号|问(“案号？”, “金而”) }}", "没有“金而”这种回答。是不是“金额”？"),
        ("{{ 众和.案号|问(“案号？”) }}{{ 众和.案号|问(“什么案号？”) }}", "“案号”已经有一个问题了，问法不一样"),
    ],
)
def test_a_question_in_a_tag_that_cannot_be_asked_has_its_template(
    library: Library, tmp_path: Path, text: str, expected: str
) -> None:
    found = told(library, pack(tmp_path / "zhonghe", HEAD + "groups: {zhonghe: 众和}\n", 报案材料=text))
    assert [problem for problem in found if expected in problem and "templates/docx/报案材料.docx" in problem], found


def test_a_folder_that_is_no_pack_is_one_line_and_the_others_are_checked(library: Library, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    bad = pack(tmp_path / "众和", documents="  - {id: police_report, template: docx/no.docx}\n")
    found = told(library, tmp_path / "empty", bad, tmp_path / "nowhere")
    assert len(found) == 3
    assert "empty：这不是模板包：里面没有 templates/pack.yaml。" in "\n".join(found)
    assert "nowhere：没有这个文件夹。" in "\n".join(found)
    assert "没有模板文件 templates/docx/no.docx" in "\n".join(found)


def test_two_packs_of_one_name(library: Library, tmp_path: Path) -> None:
    (found,) = told(library, pack(tmp_path / "one"), pack(tmp_path / "two"))
    assert found.startswith("one/templates/pack.yaml 第 1 行：“zhonghe”已经是 two 这个包的名字了。")


def test_packs_that_lie_over_each_other_in_a_circle(library: Library, tmp_path: Path) -> None:
    one = pack(tmp_path / "one", HEAD + "over: [second]\n")
    two = pack(tmp_path / "two", HEAD.replace("zhonghe", "second") + "over: [zhonghe]\n")
    found = told(library, one, two)
    assert len(found) == 1
    assert "这几个包互相写在对方之上，没有先后：second、zhonghe。" in found[0]


def test_the_first_of_two_packs_lies_above_unless_the_other_says_so(library: Library, tmp_path: Path) -> None:
    one = pack(tmp_path / "one")
    two = pack(tmp_path / "two", HEAD.replace("zhonghe", "second"))
    assert [each.name for each in over(library, one, two).packs] == ["stock", "second", "zhonghe"]
    three = pack(tmp_path / "three", HEAD.replace("zhonghe", "third") + "over: [zhonghe]\n")
    assert [each.name for each in over(library, one, three).packs] == ["stock", "zhonghe", "third"]
    assert [each.pack for each in over(library, one, two).overrides] == ["second", "zhonghe"]


def drafter(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "drafter", *arguments], capture_output=True, encoding="utf-8", timeout=120, check=False,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "HOME": "/nonexistent", **environment},
    )  # fmt: skip


def test_packs_are_found_in_four_places_and_the_first_lies_above(tmp_path: Path) -> None:
    """Given packs by option, variable, own folder and installed distribution, then `packs` tells them in this order."""
    named = {place: pack(tmp_path / place, HEAD.replace("zhonghe", place)) for place in ("asked", "told")}
    pack(tmp_path / "config" / "drafter" / "packs" / "own", HEAD.replace("zhonghe", "own"))
    site = tmp_path / "site"
    pack(site / "firmpack", HEAD.replace("zhonghe", "installed"))
    (site / "firmpack" / "__init__.py").write_text("raise SystemExit('a pack is data: nothing of it is run')\n")
    info = site / "firmpack-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: firmpack\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[drafter.packs]\nfirm = firmpack\n", encoding="utf-8")
    ran = drafter(
        "packs", "--pack", str(named["asked"]), DRAFTER_PACKS=str(named["told"]),
        XDG_CONFIG_HOME=str(tmp_path / "config"), PYTHONPATH=f"{ROOT}:{site}",
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    heads = [line for line in ran.stdout.splitlines() if not line.startswith(" ")]
    assert [line.partition("（")[2].partition("）")[0] for line in heads] == [
        "asked", "told", "own", "installed", "stock",
    ]  # fmt: skip
    assert "（firmpack 1.0）" in heads[3]
    assert "没有了，这个机关要求写的" in ran.stdout


def test_a_template_that_is_no_word_file_stops_the_interview_and_not_the_looking(tmp_path: Path) -> None:
    """Given a text file for a template and a wrong name in another, then `packs` tells both, `new` the first.

    Nobody answers for half an hour and then gets no papers; `lint` and `packs` are for mending it.
    """
    more = "  - {id: letter, title: 律师函, template: docx/律师函.docx, reader: 法院}\n"
    folder = pack(tmp_path / "zhonghe", documents=REPORT + more, 报案材料="x", 律师函="{{ 没有的 }}")
    (folder / "templates/docx/报案材料.docx").write_bytes(b"hello")
    ran = drafter("packs", "--pack", str(folder))
    assert ran.returncode == 2
    assert "报案材料.docx：这不是 Word 文件" in ran.stderr
    assert "律师函.docx 正文 第 1 段“{{没有的}}”：没有“没有的”这个字段。" in ran.stderr
    assert "新增：律师函" in ran.stdout
    ran = drafter("new", str(tmp_path / "案卷"), "--pack", str(folder))
    assert ran.returncode == 2
    assert "报案材料.docx：这不是 Word 文件" in ran.stderr
    assert not (tmp_path / "案卷").exists()
    ran = drafter("template", "lint", str(folder), "--pack", str(folder))
    assert (ran.returncode, "检查了 2 个文件" in ran.stdout) == (1, True)


def test_a_pack_is_checked_where_a_case_may_be(tmp_path: Path) -> None:
    """Given a pack and no `--pack`, then `check` looks over its templates, with the names that it asks for itself."""
    ran = drafter("check", str(ROOT / "examples/packs/qingheli"))
    assert (ran.returncode, ran.stdout.splitlines()[0]) == (0, "检查了 5 个文件：0 处要改，0 处请看一眼。"), ran.stderr
    ran = drafter("check", str(pack(tmp_path / "zhonghe", 报案材料="{{ 众和.案号 }}____")))
    assert (ran.returncode, "没有“众和”这个字段" in ran.stdout, "[T056]" in ran.stdout) == (1, True, True)
    ran = drafter("check", str(pack(tmp_path / "another", HEAD + "verson: 2\n")))
    assert (ran.returncode, "是不是“version”？" in ran.stdout) == (1, True)


def test_a_pack_is_named_once_however_often_it_is_asked_for(tmp_path: Path) -> None:
    folder = str(pack(tmp_path / "众 和"))
    ran = drafter("--pack", folder, "packs", "--pack", folder, DRAFTER_PACKS=f":: {folder}/ :")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.count("zhonghe") == 1
    assert "--pack 后面没有写文件夹" in drafter("packs", "--pack", "").stderr


def test_a_broken_pack_stops_every_command_with_its_faults(tmp_path: Path) -> None:
    bad = pack(tmp_path / "众和", documents="  - {id: police_report, template: docx/no.docx}\n")
    ran = drafter("new", str(tmp_path / "case"), "--answers", str(ROOT / "examples/guilin-order/answers.yaml"),
                  "--pack", str(bad))  # fmt: skip
    assert ran.returncode == 2
    assert "没有模板文件 templates/docx/no.docx" in ran.stderr
    assert not (tmp_path / "case").exists()


ASKING = HEAD + "groups: {zhonghe: 众和}\n"
CASE_NUMBER = "案号：{{ 众和.案号|问(“本所案号？”) }}"


def made(tmp_path: Path, folder: Path) -> Path:
    """Return a case that was made with a pack, whose question is answered."""
    answers = (ROOT / "examples/guilin-order/answers.yaml").read_text(encoding="utf-8")
    tmp_path.mkdir(exist_ok=True)
    file = tmp_path / "answers.yaml"
    file.write_text(answers.rstrip() + "\n  zhonghe:\n    案号: （2026）众字第7号\n", encoding="utf-8")
    ran = drafter("new", str(tmp_path / "案卷"), "--answers", str(file), "--pack", str(folder))
    assert ran.returncode == 0, ran.stderr
    return tmp_path / "案卷"


def test_a_case_without_its_pack_keeps_what_the_pack_asked(tmp_path: Path) -> None:
    """Given a case made with a pack, when it is drawn without it and then with it again, then nothing is lost."""
    folder = pack(tmp_path / "zhonghe", ASKING, 报案材料=CASE_NUMBER)
    case = made(tmp_path, folder)
    today = ("--today", "2026-11-23")
    without = drafter("edit", str(case), "--set", "applicant.phone=13800138000", *today)
    assert "这个案卷用过模板包 zhonghe 1.0，现在没有启用" in without.stderr
    assert "读不懂" not in without.stderr
    kept = (case / "case.yaml").read_text(encoding="utf-8")
    assert "zhonghe.案号: （2026）众字第7号" in kept
    assert "zhonghe: '1.0'" in kept
    again = drafter("draft", str(case), "--pack", str(folder), *today)
    assert again.returncode == 0, again.stderr
    report = next((case / "文书").glob("*报案材料.docx"))
    assert "案号：（2026）众字第7号" in reading.as_text(report.read_bytes())


def test_a_renamed_question_is_no_difference_of_the_papers_that_print_it(tmp_path: Path) -> None:
    folder = pack(tmp_path / "old", ASKING, 报案材料=CASE_NUMBER)
    head = ASKING.replace("1.0", "1.1") + "renamed: {zhonghe.案号: zhonghe.卷号}\n"
    newer = pack(tmp_path / "new", head, 报案材料=CASE_NUMBER.replace("众和.案号", "众和.卷号"))
    ran = drafter("template", "diff", str(folder), str(newer))
    assert ran.stdout.splitlines() == [
        "版本：1.0 → 1.1", "改名：zhonghe.案号 → zhonghe.卷号，原来的回答照用",
    ]  # fmt: skip


def test_a_question_that_was_renamed_keeps_its_answer_and_a_removed_one_says_why(tmp_path: Path) -> None:
    folder = pack(tmp_path / "zhonghe", ASKING, 报案材料=CASE_NUMBER)
    case = made(tmp_path, folder)
    head = ASKING.replace("1.0", "1.1") + "renamed: {zhonghe.案号: zhonghe.卷号}\n"
    newer = pack(tmp_path / "newer", head, 报案材料="卷号：{{ 众和.卷号|问(“本所卷号？”) }}")
    ran = drafter("draft", str(case), "--pack", str(newer), "--today", "2026-11-23")
    assert "这个案卷上次用的是模板包 zhonghe 1.0，现在是 1.1。" in ran.stderr
    report = next((case / "文书").glob("*报案材料.docx"))
    assert "卷号：（2026）众字第7号" in reading.as_text(report.read_bytes())
    gone = pack(tmp_path / "gone", ASKING + "removed: {zhonghe.案号: 案号改由立案系统编。}\n")
    ran = drafter("check", str(made(tmp_path / "second", folder)), "--pack", str(gone), "--today", "2026-11-23")
    assert "没有“zhonghe.案号”这个问题。案号改由立案系统编。" in ran.stderr
