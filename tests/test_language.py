"""`--lang`: the screen in Chinese or in English, in one language at a time, and the papers in Chinese."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from drafter import audience, i18n
from drafter.library import Library
from drafter.word import reading
from tests.test_cli import WUHAN, drafter
from tests.test_terminal import Tmux, answers, begin, plain

SYSTEMS = [
    {"LANGUAGE": "zh_CN:zh", "LC_ALL": "zh_CN.UTF-8", "LANG": "zh_CN.UTF-8"},
    {"LANGUAGE": "en_US:en", "LC_ALL": "en_US.UTF-8", "LANG": "en_US.UTF-8"},
    {"LANGUAGE": "", "LC_ALL": "C.UTF-8"},
    {"LANGUAGE": "de", "LC_ALL": "", "LC_MESSAGES": "fr_FR.UTF-8"},
]
COMMANDS = ("", "new", "draft", "edit", "questions", "check", "plan", "law", "law show", "law check")
CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
NAMES = ("期限.ics", "治安管理处罚法")
"""Chinese that stays Chinese: a file and a law."""


def without(text: str, *words: str) -> str:
    for word in words:
        text = text.replace(word, "")
    return text


@pytest.mark.parametrize("system", SYSTEMS, ids=["chinese", "english", "plain", "other"])
def test_help_is_in_one_language_on_every_system(tmp_path: Path, system: dict[str, str]) -> None:
    english = drafter("--help", "--lang", "en", cwd=tmp_path, **system)
    assert english.returncode == 0
    assert english.stdout.startswith("Usage: drafter")
    assert "Show this message and exit." in english.stdout
    assert not CHINESE.search(english.stdout)
    chinese = drafter("--help", "--lang", "zh", cwd=tmp_path, **system)
    assert "显示这段说明。" in chinese.stdout
    assert chinese.stdout == drafter("--help", cwd=tmp_path, **system).stdout
    assert not re.search("Usage|Options|Commands|Show|exit|the", chinese.stdout)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_takes_the_option_and_explains_itself(tmp_path: Path, command: str) -> None:
    run = drafter("--lang", "en", *command.split(), "--help", cwd=tmp_path)
    assert run.returncode == 0
    assert "--lang zh|en" in run.stdout
    assert not CHINESE.search(without(run.stdout, *NAMES)), run.stdout
    assert run.stdout == drafter(*command.split(), "--help", "--lang=en", cwd=tmp_path).stdout


@pytest.mark.parametrize(
    ("arguments", "english", "chinese"),
    [
        (("nwe",), "Error: No such command 'nwe'. Did you mean 'new'?", "没有 'nwe' 这个命令。 是不是 'new'？"),
        (("new", "--todya"), "No such option '--todya'. Did you mean '--today'?", "没有 '--todya' 这个选项。"),
        (("draft",), "Missing argument 'FOLDER'", "缺少参数 '文件夹'"),
        (("new", "a", "b"), "Got unexpected extra argument (b)", "多写了：b"),
        (("plan", "c", "--today"), "Option '--today' requires an argument.", "选项 '--today' 后面要写值。"),
        (("plan", "c", "--ics=1"), "Option '--ics' does not take a value.", "选项 '--ics' 后面不能写值。"),
        (("questions",), "Please say which one you want. Blank answers file:", "要写清楚是哪一样。空白答案文件："),
        (("plan", "c"), "There is no case folder in c. First run: drafter new c --lang en", "c 里没有案卷。先运行："),
        (("plan", "c", "--today", "x"), "--today: ", "--today：“x”"),
    ],
)
def test_a_wrong_command_line_is_told_in_one_language(
    tmp_path: Path, arguments: tuple[str, ...], english: str, chinese: str
) -> None:
    """Given a system in the other language, then nothing of it is in what is said."""
    run = drafter("--lang", "en", *arguments, cwd=tmp_path, **SYSTEMS[0])
    assert run.returncode == 2
    assert english in run.stderr
    assert not CHINESE.search(run.stderr), run.stderr
    run = drafter(*arguments, cwd=tmp_path, **SYSTEMS[1])
    assert run.returncode == 2
    assert chinese in run.stderr
    assert not re.search(r"Usage|Error|No such|Missing|Try|Please", run.stderr), run.stderr


@pytest.mark.parametrize("arguments", [("--lang", "fr", "new"), ("new", "--lang=fr"), ("--lang", "fr"), ("--lang=",)])
def test_another_language_is_refused_in_both(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    run = drafter(*arguments, cwd=tmp_path)
    assert run.returncode == 2
    assert "--lang 后面写 zh（中文）或者 en（英文）。" in run.stderr
    assert "--lang takes zh (Chinese) or en (English)." in run.stderr
    assert not (tmp_path / "案卷").exists()


def test_the_option_alone_shows_the_help(tmp_path: Path) -> None:
    assert drafter("--lang", "en", cwd=tmp_path).stdout == drafter("--lang", "en", "--help", cwd=tmp_path).stdout
    assert "用法：" in drafter(cwd=tmp_path).stdout


def test_the_papers_are_the_same_in_either_language(tmp_path: Path) -> None:
    """Given the same answers, when the screen is English, then what lies in the folder is the same to the letter."""
    told = {}
    for language in i18n.LANGUAGES:
        run = drafter("new", language, "--answers", WUHAN, "--lang", language, cwd=tmp_path)
        assert run.returncode == 0, run.stderr
        folder = tmp_path / language
        files = (*folder.glob("*.docx"), *folder.glob("文书/*.docx"))
        papers = {path.relative_to(folder): reading.as_text(path.read_bytes()) for path in files}
        told[language] = (papers, (folder / "case.yaml").read_text(encoding="utf-8"))
    assert len(told["zh"][0]) == 6
    assert told["zh"] == told["en"]


def test_the_report_is_in_english(tmp_path: Path) -> None:
    run = drafter("new", "c", "--answers", WUHAN, "--lang", "en", cwd=tmp_path)
    assert "Papers written: 5, in c/文书:\n  01_人格权侵害禁令申请书.docx\n" in run.stdout
    assert "  02_当事人送达信息表.docx (1 still to fill in)\n" in run.stdout
    assert "Nobody acts for you.\n" in run.stdout
    assert "  03_报案材料.docx　ID card number\n" in run.stdout
    sentences = [line for line in run.stdout.splitlines() if re.search("[，。；]", line)]
    assert sentences == []
    check = drafter("check", "c", "--lang", "en", cwd=tmp_path)
    missing = "  missing: ID number of the person who reports (usual practice)  still empty: ID card number\n"
    assert missing in check.stdout
    assert check.stderr == "1 to add or correct.\n"
    sees = drafter("plan", "c", "--who-sees", "--lang", "en", cwd=tmp_path).stdout
    assert "Applicant·Phone\n  02_当事人送达信息表　in full\n" in sees


def test_a_faulty_answers_file_is_told_in_english_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("answers:\n  applicant: {gender: x}\n  incidents:\n    - when: 2026年2月30日\n", encoding="utf-8")
    run = drafter("new", "c", "--answers", path, "--lang", "en", cwd=tmp_path)
    assert run.returncode == 2
    first, second, last = run.stderr.splitlines()
    assert f'{path}, line 2 "Sex": "x" is not one of the options.' in first
    assert "You can choose: female (Female), male (Male)." in first
    assert f'{path}, line 4 "Time": ' in second
    assert not CHINESE.search(first + second + last)


def test_a_section_and_a_choice_may_be_named_in_either_language(tmp_path: Path) -> None:
    drafter("new", "c", "--answers", WUHAN, cwd=tmp_path)
    for language, gender in (("en", "Male"), ("en", "女"), ("zh", "男"), ("en", "female")):
        run = drafter("edit", "c", "--set", f"applicant.gender={gender}", "--lang", language, cwd=tmp_path)
        assert run.returncode == 0, run.stderr
    for section in ("incidents", "事件经过", "nothing of the kind"):
        run = drafter("edit", "c", section, "--lang", "en", cwd=tmp_path)
        assert ("There is no part" in run.stderr) == (section == "nothing of the kind"), run.stderr


def test_a_blank_answers_file_explains_itself_in_english_and_can_be_read(tmp_path: Path) -> None:
    form = drafter("questions", "--template", "--lang", "en", cwd=tmp_path).stdout
    assert "## Is this the name on the ID card" in form
    (tmp_path / "a.yaml").write_text(form, encoding="utf-8")
    assert drafter("new", "c", "--answers", "a.yaml", "--lang", "en", cwd=tmp_path).returncode == 0


def test_the_report_in_a_real_terminal_is_english(tmp_path: Path, windows: list[Tmux]) -> None:
    drafter("new", "案卷", "--answers", WUHAN, cwd=tmp_path)

    class Draft(Tmux):
        command = "draft"

    window = Draft(tmp_path, "--lang", "en", "--today", "2026-11-23")
    windows.append(window)
    window.until("Papers written: 5")
    assert window.exit_code() == 0
    assert "Read this one first" in window.screen()


def test_who_reads_an_answer_is_one_sentence_in_english(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "")  # as it was, when the test is over
    questions = library.questionnaire.questions
    i18n.use("en")
    try:
        told = [audience.told(library, question) for question in questions.values()]
    finally:
        i18n.use("zh")
    for sentence in told:
        assert sentence.endswith(".")
        assert not CHINESE.search(re.sub(r"\([^()]*（[^()]*|\([^()]*\)", "", sentence)), sentence
    assert "Goes into: all papers, including those the court sends to the other side." in told


def test_a_whole_interview_is_asked_in_english(tmp_path: Path) -> None:
    """Given English words for going on, then every line is English, if with the name of a paper or an office."""
    script = {"What is the name?": "Zhou Min", "reach you on": "13800000001", "What would you like to change": "1"}
    prompts: list[str] = []

    def reply(shown: str) -> str:
        prompts.append(shown)
        told = next((answer for words, answer in script.items() if words in shown), None)
        labels = re.findall(r"^  \d+\. (.*?)\r?$", shown, flags=re.MULTILINE)
        no = next((label for label in labels if label in ("No", "No more") and "← back" in labels), None)
        later = next(
            (label for label in labels if label.startswith(("Leave it for later", "Do not write it this time"))), None
        )
        done = next((label for label in labels if label.startswith("All done")), None)
        return f"{told or done or later or no or 'unknown'}\n"

    code, output = plain(tmp_path, reply, "--lang", "en", "--today", "2026-11-23")
    assert code == 0, output
    assert "the police and the regulators read Chinese" in output
    assert len(prompts) > 40
    for line in "".join(prompts).split("\n"):
        assert not CHINESE.search(line) or re.search("[A-Za-z]{3}", line), line
    assert answers(tmp_path)["applicant"]["name"] == "Zhou Min"
    assert (tmp_path / "案卷" / "办理方案.docx").is_file()


def test_menus_are_in_english_too(tmp_path: Path, windows: list[Tmux]) -> None:
    window = begin(tmp_path, windows, "--lang", "en")
    window.until("F6")
    window.until_asked("blocking your door")
    window.press("F4")
    window.until("not sure")
    window.press("C-c")
    assert window.exit_code() == 130
    assert not CHINESE.search(without(window.screen(), "案卷", "　")), window.screen()
