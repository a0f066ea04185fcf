"""A template filled to be looked at: with cases of nobody or with a real one, and what it never uses or loses.

Branches are looked for in more cases than are written: one with everything, one with nothing, and others between.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from drafter import audience, casefile, drafting
from drafter.answers import Answers
from drafter.context import invented, sample
from drafter.context.invented import Invented
from drafter.documents import Document
from drafter.errors import Problem, TemplateError, UsageError, Where, reason
from drafter.i18n import gettext as _
from drafter.law import Element
from drafter.library import Library
from drafter.office import Office, OfficeError
from drafter.word import reading
from drafter.word.coverage import TagAt, Trace
from drafter.word.readback import Finished, lost, read_back
from drafter.word.render import CompiledTemplate, Rendered, compile_template, document_id, inspect_template
from drafter.word.usage import usage

_OURS: Final = re.compile(r"(?:_(?:模板|已改|批注)\d*)+$")
"""What is put behind the name of a file when it is adopted or mended."""
FOLDER: Final = "预览"
FULL: Final = "样例"
EMPTY: Final = "空白"
REAL: Final = "案卷"
_ENOUGH: Final = 12
"""After so many cases in a row that took no new branch no more are tried."""
_LOST: Final = "R006"
_ITEM: Final = re.compile(r"\[[^\]]*\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The fields of a group that a template never uses."""

    name: str
    fields: tuple[str, ...]
    whole: bool
    """Whether it uses none of the group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A branch that no case took."""

    where: Where
    tag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What became of a template."""

    document: Document
    filled: Mapping[str, Rendered]
    """What is to be looked at, by 样例, 空白 or 案卷."""
    cases: int
    """How many cases it was filled with."""
    lacking: tuple[tuple[Element, tuple[str, ...]], ...]
    """What its channel requires and it never has, with the fields or words."""
    unused: tuple[Group, ...]
    untaken: tuple[Branch, ...]
    lost: tuple[Problem, ...]
    """Values that a tag printed and that do not stand in the document, and tags where nothing is filled."""
    unclean: tuple[Problem, ...]
    """What else the read-back found."""


def document_for(data: bytes, file: str, asked: str | None, library: Library) -> Document:
    """Return the document that a template is meant for: as asked, by its name, or one that may use everything.

    Raises UsageError when there is none of that name.
    """
    if asked is not None:
        return library.find(asked)
    known = {document.id: document for document in library.documents}
    name = _OURS.sub("", Path(file).stem)
    found = known.get(document_id(data) or "") or next(
        (document for document in known.values() if name in (Path(document.template).stem, document.title)), None
    )
    if found is not None:
        return found
    sensitive = [q.id.replace("[]", "") for q in library.questionnaire.questions.values() if q.sensitive]
    called = library.documents[0].called if library.documents else ""
    anybody = sample.document(library)
    return replace(anybody, title=Path(file).stem, called=called, discloses=tuple(sensitive))


def look(  # noqa: PLR0913 - what a preview hangs on
    data: bytes, file: str, document: Document, library: Library, *, today: dt.date, real: Answers | None = None
) -> Preview:
    """Fill a template with cases of nobody, or with a real case alone.

    Raises TemplateError with every mistake of its tags.
    """
    ((_document, everything),) = sample.names(library, [document])
    faults = inspect_template(data, file, everything, library.questionnaire.question_at)
    if faults:
        raise TemplateError(faults)
    template = compile_template(data, file)
    run = _Run(template=template, document=document, library=library)
    if real is not None:
        run.fill(invented.of_answers(real, library, today), REAL)
    else:
        run.fill(invented.full(library, today), FULL)
        run.fill(invented.empty(library, today), EMPTY)
        run.go_on(invented.variants(library, today))
    used = usage(data, file, everything)
    fields = [*used.printed, *used.masked]
    addresses = {_plain(address) for field in fields for address in (field.address, *field.of)} | run.printed
    questions = audience.questions_behind(library.questionnaire, [*fields, *used.tested])
    untaken = run.untaken()
    return Preview(
        document=document,
        filled=run.kept,
        cases=run.cases,
        lacking=tuple(_lacking(document, library, addresses, "\n".join(run.texts))),
        unused=tuple(_unused(library, questions)),
        untaken=tuple(
            Branch(where=where, tag=tag.text) for tag, where in zip(untaken, template.places(untaken), strict=True)
        ),
        lost=(*run.lost, *_never_filled(data, file)),
        unclean=tuple(run.unclean),
    )


class _Run:
    """One template filled with one case after the other."""

    def __init__(self, *, template: CompiledTemplate, document: Document, library: Library) -> None:
        self.template = template
        self.document = document
        self.library = library
        self.trace = Trace()
        self.kept: dict[str, Rendered] = {}
        self.cases = 0
        self.texts: list[str] = []
        self.printed: set[str] = set()
        """The fields that were printed, with those that only the template names."""
        self.lost: list[Problem] = []
        self.unclean: list[Problem] = []
        self._told: set[tuple[str, str]] = set()

    def fill(self, case: Invented, name: str = "") -> None:
        """Fill the template, and note what was lost; under a name, keep what came out."""
        self.cases += 1
        self.trace.printed.clear()
        document = self.document.under(case.plan.facts)
        names = case.names(document, self.library)
        rendered = self.template.render(names, document=document.id, title=document.title, trace=self.trace)
        if name:
            self.kept[name] = rendered
        self.texts.append("\n".join(p.text for p in reading.paragraphs(rendered.data)))
        self.printed.update(_plain(mark.address) for mark in rendered.marks)
        exhibits = [exhibit.number for exhibit in case.case.exhibits]
        self._lose(rendered)
        # A paper that would not be written is not read: what is empty in it may meet punctuation.
        if self.document not in self.library.documents or case.plan.written(document.id):
            found = read_back([Finished(name=name or FULL, rendered=rendered)], exhibits)
            self._note([problem for problem in found if problem.code != _LOST], case)

    def _lose(self, rendered: Rendered) -> None:
        """Note the tags whose values do not stand in the document, each tag once."""
        for mark in lost(rendered):
            tag = self.trace.printing(mark.number)
            key = (_LOST, repr(tag) if tag is not None else mark.address)
            if key in self._told:
                continue
            self._told.add(key)
            where = self.template.places([tag])[0] if tag is not None else Where(file=self.template.name)
            what = _("“{tag}”印出了“{text}”，文书里却没有。").format(tag=tag.text if tag else "", text=mark.text[:20])
            advice = _("它可能在删掉的修订里、链接里，或者在不显示的地方；请把标签写进普通的一段或者一格。")
            self.lost.append(Problem(code=_LOST, where=where, what=what, advice=advice))

    def _note(self, found: Sequence[Problem], case: Invented) -> None:
        for problem in drafting.in_words(found, self.library, case.answers):
            if (problem.code, problem.what) not in self._told:
                self._told.add((problem.code, problem.what))
                self.unclean.append(problem)

    def go_on(self, cases: Iterable[Invented]) -> None:
        """Fill the template with more cases while they take branches that none has taken."""
        idle = 0
        for case in cases:
            before = len(self.trace.taken)
            if not self.untaken() or idle == _ENOUGH:
                return
            self.fill(case)
            idle = 0 if len(self.trace.taken) > before else idle + 1

    def untaken(self) -> list[TagAt]:
        """Return the branches that no case took so far, each once, in their order."""
        return [tag for tag in dict.fromkeys(self.trace.branches) if tag not in self.trace.taken]


def _plain(address: str) -> str:
    """Return the field behind an address: incidents.words of incidents[i3].words|引."""
    return _ITEM.sub("", address.removeprefix("=").partition("|")[0])


def _lacking(
    document: Document, library: Library, used: set[str], text: str
) -> Iterator[tuple[Element, tuple[str, ...]]]:
    """Yield what the channel requires and the template never has; what the authority can do without comes last."""
    channel = library.law.channels.get(document.channel)
    required = channel.required if channel is not None else ()
    groups = {address.partition(".")[0] for address in used}

    def stands(field: str) -> bool:
        return field in used or (field.endswith(".*") and field.removesuffix(".*") in groups)

    for element in sorted(required, key=lambda element: element.waivable):
        missing = [_called(field, library) for field in element.fields if not stands(field)]
        if element.any_of and not any(map(stands, element.any_of)):
            missing += [_called(field, library) for field in element.any_of]
        missing += [word for word in element.words if word not in text]
        if missing:
            yield element, tuple(dict.fromkeys(missing))


def _called(field: str, library: Library) -> str:
    """Return 申请人.姓名 for applicant.name, where it is a question; else the field as it is."""
    group, _dot, leaf = field.partition(".")
    questions = library.questionnaire.questions
    question = questions.get(field) or questions.get(f"{group}[].{leaf}")
    return f"{library.questionnaire.groups.get(group, group)}.{question.name}" if question is not None else field


def _unused(library: Library, used: set[str]) -> Iterator[Group]:
    """Yield by group the questions whose answers a template never uses, groups that it uses in part first."""
    groups: dict[str, list[tuple[str, bool]]] = {}
    for question in library.questionnaire.questions.values():
        groups.setdefault(question.group, []).append((question.name, question.id in used))
    found = [
        Group(
            name=library.questionnaire.groups.get(group, group),
            fields=tuple(name for name, known in fields if not known),
            whole=not any(known for _name, known in fields),
        )
        for group, fields in groups.items()
        if not all(known for _name, known in fields)
    ]
    yield from sorted(found, key=lambda group: group.whole)


def _never_filled(data: bytes, file: str) -> Iterator[Problem]:
    """Yield the tags in parts that are never filled."""
    for part, tag in reading.elsewhere(data):
        what = _("“{tag}”写在不会填写的地方（{part}），会原样留着。").format(tag=tag, part=part)
        advice = _("请把它移到正文、页眉、页脚或者脚注里。")
        yield Problem(code=_LOST, where=Where(file=file), what=what, advice=advice)


def write(preview: Preview, file: Path, folder: Path, office: Office) -> tuple[list[Path], list[str]]:
    """Write the documents with their PDF and pages; return what was written, and what could not be made and why.

    Raises UsageError when the folder cannot be written.
    """
    documents = {f"{file.stem}_{name}": rendered.data for name, rendered in preview.filled.items()}
    files = {f"{name}.docx": data for name, data in documents.items()}
    notes = []
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            for name, pdf in office.pdfs(documents, folder).items():
                files[f"{name}.pdf"] = pdf
            for name in documents:
                for number, page in enumerate(office.pictures(files[f"{name}.pdf"], folder), 1):
                    files[f"{name}-{number:02d}.png"] = page
        except OfficeError as error:
            notes.append(str(error))
        for stale in folder.iterdir():
            if any(re.fullmatch(re.escape(name) + r"(?:\.pdf|-\d+\.png)", stale.name) for name in documents):
                stale.unlink()
        for name, data in files.items():
            casefile.put(folder / name, data)
    except OSError as error:
        raise UsageError(
            what=_("预览写不进 {folder}：{reason}。").format(folder=folder, reason=reason(error)),
            advice=_("先关掉正在看的预览，或者用 -o 换一个文件夹。"),
        ) from error
    return [folder / name for name in files], notes
