"""A firm's pack, laid over what is loaded already: it replaces documents or adds some, and may ask more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from drafter import questionnaire_reading
from drafter.documents import Document, read_documents, read_notices
from drafter.errors import Problem, Where, reason
from drafter.i18n import gettext as _
from drafter.library import Library, Override, Pack, Phrase
from drafter.packs import checking, files, inline
from drafter.questionnaire import FOLDER, Questionnaire, Section
from drafter.yamlfile import Shapes, Unreadable, YamlMap, did_you_mean, unknown_keys

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_KEYS: Final = (
    "pack", "title", "format", "version", "over", "groups", "ask_after", "documents", "notices", "renamed", "removed",
)  # fmt: skip
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_NOT_ITS_OWN: Final = (
    "law", "questionnaires/interview.yaml", "questionnaires/hints.yaml", "templates/fields.yaml",
    "templates/starting.yaml",
)  # fmt: skip
"""What of the stock content no pack may replace; a file that nothing reads would be a silent mistake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a pack says of itself, and what is wrong with that."""

    pack: Pack
    tree: YamlMap
    problems: tuple[Problem, ...]


def head(folder: Traversable, place: str, found: str = "") -> Head:
    """Read `templates/pack.yaml`; `place` is how the folder is named in messages, `found` how it was found."""
    file = f"{place}/{files.PACK}"
    try:
        closed = tuple(_closed(folder, place))
    except OSError as error:
        what = _("读不了这个文件夹：{reason}。").format(reason=reason(error))
        closed = (Problem(code="P033", where=Where(file=place), what=what, advice=_("请检查权限。")),)
    if closed:
        pack = Pack(name="", title="", version="", folder=folder, place=place)
        return Head(pack=pack, tree=Unreadable(), problems=closed)
    tree, _text, problems = files.read(folder, files.PACK, file)
    shapes = Shapes(file, problems)
    problems += unknown_keys(tree, _KEYS, file)
    problems += files.format_faults(tree, file)
    name = shapes.text(tree, "pack")
    if not _NAME.fullmatch(name) and not isinstance(tree, Unreadable):
        where = Where(file=file, line=tree.lines.get("pack"))
        what = _("pack 应当是这个包的英文名：小写字母开头，只有小写字母、数字和下划线，例如 zhonghe。")
        problems.append(Problem(code="P026", where=where, what=what))
    for key in ("title", "version"):
        if not shapes.text(tree, key) and not isinstance(tree, Unreadable):
            problems.append(Problem(code="P027", where=Where(file=file), what=_("缺少“{key}”。").format(key=key)))
    pack = Pack(
        name=name, title=shapes.text(tree, "title"), version=shapes.text(tree, "version"), folder=folder, place=place,
        found=found, over=shapes.texts(tree, "over"),
    )  # fmt: skip
    return Head(pack=pack, tree=tree, problems=tuple(problems))


def lay(base: Library, head: Head) -> tuple[Library, list[Problem]]:
    """Return what is loaded with a pack over it as far as it can be read, and every fault of every file of the pack."""
    return _Adding(base, head).added()


def _closed(folder: Traversable, place: str) -> Iterator[Problem]:
    """Yield why a folder is not looked into any further."""
    stray = tuple(files.stray_faults(folder, place))
    yield from stray
    if stray or (folder / files.PACK).is_file():
        return
    advice = _("请检查路径。")
    if folder.is_dir():
        what = _("这不是模板包：里面没有 {file}。").format(file=files.PACK)
        advice = _("请写好这个文件（怎么写：drafter packs --help），或者把文件夹移走。")
    elif folder.is_file():
        what = _("这是一个文件，不是模板包的文件夹。")
    else:
        what = _("没有这个文件夹。")
    yield Problem(code="P033", where=Where(file=place), what=what, advice=advice)


class _Adding:
    def __init__(self, base: Library, head: Head) -> None:
        self.base = base
        self.pack = head.pack
        self.tree = head.tree
        self.problems = list(head.problems)
        self.file = self.pack.file(files.PACK)
        self.shapes = Shapes(self.file, self.problems)
        self.unopened: list[Problem] = []

    def added(self) -> tuple[Library, list[Problem]]:
        """Return the library with the pack, and every fault of the pack."""
        if isinstance(self.tree, Unreadable):
            return self.base, self.problems
        for name in _NOT_ITS_OWN:
            if (self.pack.folder / name).is_dir() or (self.pack.folder / name).is_file():
                what = _("模板包里不能有 {name}：这里用 drafter 自己的。").format(name=name)
                self._fault("P028", "", what, _("请把它移走。"))
        others = {document.id: document for document in self.base.documents}
        own, found = read_documents(self.tree, self.file, self.pack.name, others)
        self.problems += found
        notices, found = read_notices(self.tree, self.file)
        self.problems += found
        wording, text, phrases = self._wording()
        questionnaire, whole = self._questions(own)
        documents = tuple({**others, **{document.id: document for document in own}}.values())
        sentences = tuple(
            {**{each.id: each for each in self.base.phrases}, **{each.id: each for each in phrases}}.values()
        )
        library = replace(
            self.base,
            packs=(*self.base.packs, self.pack),
            questionnaire=questionnaire,
            documents=documents,
            notices=(*self.base.notices, *notices),
            phrases=sentences,
            unopened=(*self.base.unopened, *self.unopened),
            overrides=(
                *self.base.overrides,
                *(Override(pack=self.pack.name, document=each, instead_of=others[each.id]) for each in own
                  if each.id in others),
            ),
        )  # fmt: skip
        self._check(library, own, phrases, text, whole=whole and not isinstance(wording, Unreadable))
        return library, self.problems

    def _check(
        self, library: Library, own: Sequence[Document], phrases: Sequence[Phrase], text: str, *, whole: bool
    ) -> None:
        self.problems += checking.article_faults(own, library.law)
        self.problems += checking.file_faults(library, own)
        if not whole:
            return
        known = {phrase.id: phrase.name for phrase in self.base.phrases}
        added = [phrase for phrase in phrases if phrase.id not in known]
        for phrase in phrases:
            if (name := known.get(phrase.id, phrase.name)) != phrase.name:
                what = _("“{id}”在别的模板里叫“{name}”，不能改名。").format(id=phrase.id, name=name)
                problem = Problem(code="P023", where=phrase.where, what=what, advice=_("请照写，或者换一个 id。"))
                self.problems.append(problem)
        self.problems += checking.phrase_faults(added, library.questionnaire)
        self.problems += checking.disclosure_faults(library, own)
        everywhere = checking.condition_faults(library, terms_known=True)
        self.problems += [problem for problem in everywhere if problem.where.file == self.file]
        if phrases:
            self.problems += checking.sentence_faults(library, phrases, text, sound=not self.problems)

    def _wording(self) -> tuple[YamlMap, str, tuple[Phrase, ...]]:
        """Return the shared sentences of the pack; it need not have any."""
        if not (self.pack.folder / files.WORDING).is_file():
            return YamlMap(), "", ()
        file = self.pack.file(files.WORDING)
        wording, text, found = files.read(self.pack.folder, files.WORDING, file)
        self.problems += found
        self.problems += unknown_keys(wording, ("phrases",), file)
        phrases, found = files.phrases(wording, file)
        self.problems += found
        return wording, text, phrases

    def _questions(self, documents: Iterable[Document]) -> tuple[Questionnaire, bool]:
        """Return the questionnaire with what the pack asks, in files and in the tags of its templates."""
        groups = self._groups()
        own = [document for document in documents if document.pack == self.pack.name]
        questions, found, self.unopened = inline.questions(self.pack, own, groups, self.base.questionnaire)
        self.problems += found
        sections: tuple[tuple[Section, str], ...] = ()
        after = self.shapes.text(self.tree, "ask_after")
        if questions:
            where = Where(file=self.file, line=self.tree.lines.get("ask_after"))
            section = Section(id=self.pack.name, title=self.pack.title, questions=questions, where=where)
            sections = ((section, after),)
        more = questionnaire_reading.More(
            folder=self.pack.folder / FOLDER, place=self.pack.file(FOLDER), groups=groups, sections=sections
        )
        reading = questionnaire_reading.read_more(self.base.questionnaire, more)
        self.problems += reading.problems
        renamed = self._renamed(reading.questionnaire, groups)
        removed = self._removed(reading.questionnaire)
        questionnaire = reading.questionnaire
        return replace(
            questionnaire,
            renamed={**questionnaire.renamed, **renamed},
            removed={**questionnaire.removed, **removed},
        ), reading.whole

    def _groups(self) -> dict[str, str]:
        """Return the groups under which the pack asks; without any, one that is called as the pack is."""
        groups = self._texts("groups")
        taken = {name: id_ for id_, name in self.base.questionnaire.groups.items()}
        for id_, name in groups.items():
            if id_ != self.pack.name and not id_.startswith(f"{self.pack.name}_"):
                what = _("groups 里的“{name}”应当是 {pack}，或者以“{pack}_”开头。").format(
                    name=id_, pack=self.pack.name
                )
                self._fault("P036", "groups", what)
            elif name in taken:
                what = _("“{name}”已经是“{id}”这一组的中文名了。").format(name=name, id=taken[name])
                self._fault("P036", "groups", what, _("请换一个名字。"))
        return groups or {self.pack.name: self.pack.title}

    def _removed(self, questionnaire: Questionnaire) -> Mapping[str, str]:
        """Return why questions of an earlier version are no longer asked."""
        removed = self._texts("removed")
        for name in removed:
            if name in questionnaire.questions:
                what = _("removed 里的“{name}”现在还有这个问题。").format(name=name)
                self._fault("P034", "removed", what, _("请从 removed 里去掉，或者不再问它。"))
        return removed

    def _renamed(self, questionnaire: Questionnaire, groups: Iterable[str]) -> Mapping[str, str]:
        """Return the questions that had another id in an earlier version, each with the id that it has now."""
        told = self._texts("renamed")
        renamed = {old: _last(old, told) for old in told}
        for old, new in renamed.items():
            if new not in questionnaire.questions:
                what = _("renamed 里的“{name}”没有对应的问题。").format(name=new)
                self._fault("P034", "renamed", what, did_you_mean(new, questionnaire.questions))
            elif old in questionnaire.questions:
                what = _("renamed 里的“{name}”现在还有这个问题，不能再改成别的。").format(name=old)
                self._fault("P034", "renamed", what)
            elif _group(old) != _group(new):
                what = _("“{old}”和“{new}”不在同一组，不能改名。").format(old=old, new=new)
                self._fault("P034", "renamed", what)
            elif _group(new) not in groups:
                what = _("renamed 里的“{name}”不是这个包的问题。").format(name=new)
                self._fault("P034", "renamed", what)
        return renamed

    def _texts(self, key: str) -> dict[str, str]:
        entries = self.shapes.map(self.tree, key)
        return {name: self.shapes.text(entries, name) for name in entries}

    def _fault(self, code: str, key: str, what: str, advice: str = "") -> None:
        where = Where(file=self.file, line=self.tree.lines.get(key))
        self.problems.append(Problem(code=code, where=where, what=what, advice=advice))


def _group(question: str) -> str:
    return question.partition(".")[0].removesuffix("[]")


def _last(name: str, renamed: Mapping[str, str]) -> str:
    """Return what a question is called now that was renamed, once or in several versions."""
    for _step in renamed:
        name = renamed.get(name, name)
    return name
