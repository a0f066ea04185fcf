"""The interview as a conversation: section by section, one question at a time, saved as it goes."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from drafter import values
from drafter.answers import UNKNOWN, WITHHELD, Answer, AsTyped, NonAnswer, read, words
from drafter.errors import Stopped
from drafter.i18n import gettext as _
from drafter.interview import Step, is_done, is_untold, next_step, path, progress, step_after, step_before
from drafter.questionnaire import Question, Section
from drafter.store import Store
from drafter.terminal import pasting
from drafter.terminal.asking import WAYS, Asker, Back, Help, Leave, NotKnown, Option, Stop, Withhold
from drafter.terminal.plain import PlainAsker

if TYPE_CHECKING:
    from drafter.library import Library

_TRIES = 2


def converse(store: Store, *, continued: bool, plain: bool, library: Library) -> None:
    """Ask everything that is open, then show a summary in which every answer can be changed.

    `library` is where the questions come from.
    Raises Stopped when the person stops; every answer given is saved by then.
    """
    with _conversing(store, library, plain=plain) as conversation:
        conversation.greet(continued=continued)
        conversation.readers.prepare()
        conversation.ask_all()
        conversation.review()


def revise(store: Store, section: str, *, plain: bool, library: Library) -> None:
    """Show the summary, beginning with a section where one is named; ask what a change has opened.

    Raises Stopped when the person stops; every answer given is saved by then.
    """
    with _conversing(store, library, plain=plain) as conversation:
        conversation.asker.tell(conversation.asker.keys())
        conversation.readers.prepare()
        if section in {reached.id for reached in conversation.sections()}:
            conversation.review_section(section)
        elif section:
            conversation.asker.tell(_("照现在的答案，这一部分用不到。"))
        conversation.review()


@contextmanager
def _conversing(store: Store, library: Library, *, plain: bool) -> Iterator[_Conversation]:
    """Hold the terminal for a conversation, and save what was said however it ends."""
    asker = _asker(plain=plain)
    conversation = _Conversation(store, asker, library)
    try:
        with _stoppable(store, asker):
            yield conversation
    finally:
        conversation.readers.finish()
        store.checkpoint()


@contextmanager
def _stoppable(store: Store, asker: Asker) -> Iterator[None]:
    """Hold the terminal; raise Stopped when the person stops, after clearing the screen where that was wished."""
    try:
        with asker.held():
            yield
    except Leave as leave:
        asker.clear()
        raise Stopped(folder="", exit_code=leave.exit_code) from None
    except Stop as stop:
        raise Stopped(folder=str(store.folder.path), exit_code=stop.exit_code) from None


def wants_more(store: Store, *, plain: bool) -> bool:
    """Ask whether the questions that an answers file left open are to be asked now; with none open there is no need.

    Raises Stopped when the person stops.
    """
    done, total = progress(path(store.questionnaire, store.answers), store.answers)
    if done == total:
        return False
    asker = _asker(plain=plain)
    options = [
        Option(key="write", label=_("先写文书，没有答的留空位")),
        Option(key="ask", label=_("现在接着问")),
    ]
    try:
        with _stoppable(store, asker):
            message = _("答案文件里还有 {count} 题没有答。").format(count=total - done)
            return asker.pick(message, options, "write", extras=False) == "ask"
    except (Back, Help, NotKnown, Withhold):
        return False


def _asker(*, plain: bool) -> Asker:
    """Return menus where the terminal can show them, else lines."""
    if plain or os.environ.get("TERM", "") in ("dumb", "unknown"):
        return PlainAsker()
    from drafter.terminal.menus import MenuAsker

    return MenuAsker()


class _Readers:
    """Who reads the answer to a question; worked out while the first questions are being read."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._mentioned: set[str] = set()
        self._thread = threading.Thread(target=self._prepare, daemon=True)

    def prepare(self) -> None:
        """Begin to work it out beside the conversation, so that no question waits for it."""
        self._thread.start()

    def finish(self) -> None:
        """Wait for what was begun: the interpreter must not end under a running thread."""
        if self._thread.is_alive():
            self._thread.join()

    def _prepare(self) -> None:
        from drafter import audience
        from drafter.errors import ContentError

        with suppress(ContentError):  # a template that cannot be read is told when the papers are written
            audience.matrix(self._library)

    def told(self, question: Question) -> str:
        """Return the sentence for the person; nothing where the templates cannot be read."""
        from drafter import audience
        from drafter.errors import ContentError

        with suppress(ContentError):
            return audience.told(self._library, question)
        return ""

    def first(self, question: Question) -> str:
        """Return the sentence where it matters, the first time that the question is asked."""
        delicate = question.sensitive or question.served_when is not None
        if not delicate or question.id in self._mentioned:
            return ""
        self._mentioned.add(question.id)
        return self.told(question)


class _Conversation:
    def __init__(self, store: Store, asker: Asker, library: Library) -> None:
        self.store = store
        self.asker = asker
        self.hints = library.hints
        self.readers = _Readers(library)
        self.section: Section | None = None

    def greet(self, *, continued: bool) -> None:
        if continued:
            self.asker.tell(_("接着上次的填。以前的答案都在。"), strong=True)
        else:
            self.asker.tell(_("一次问完，写好每一份文书。每答一题就保存，随时可以停，下次接着填。"), strong=True)
        self.asker.tell(_("一切都在这台电脑上，不联网。想不起来的就答“记不清”，文书里会留出空位。"))
        self.asker.tell(self.asker.keys())

    def steps(self) -> list[Step]:
        return path(self.store.questionnaire, self.store.answers)

    def ask_all(self) -> None:
        """Ask until nothing is open; who has gone back comes forward again question by question."""
        step = next_step(self.steps(), self.store.answers)
        back = False
        while step is not None:
            try:
                self.visit(step)
            except Back:
                step, back = self.before(step), True
            else:
                after = step_after(self.steps(), step) if back else None
                back = after is not None and is_done(after, self.store.answers)
                step = after if back else next_step(self.steps(), self.store.answers)

    def before(self, step: Step) -> Step:
        """Return the step before; at the first question there is none, and that is said.

        An item that nothing was told of is taken away again: it was begun by mistake.
        """
        if is_untold(step, self.store.answers):
            self.store.remove(step.section.repeat, step.item)
            self.asker.tell(_("这一项什么都没有写，已经去掉。"))
            return next(other for other in self.steps() if other.question is None and other.section == step.section)
        found = step_before(self.steps(), step)
        if found is None:
            self.asker.tell(_("这已经是第一题了。"))
        return found or step

    def visit(self, step: Step) -> None:
        """Ask one step, with its section's title when that changes; raise Back when the person wants to go back."""
        if self.section is None or self.section.id != step.section.id:
            if self.section is not None:
                self.store.checkpoint()
            self.section = step.section
            done, total = progress(self.steps(), self.store.answers)
            reached = [section.id for section in self.sections()]
            number, count = reached.index(step.section.id) + 1, len(reached)
            self.asker.tell("")
            self.asker.tell(
                _("第{number}部分（共{count}部分）　{title}　已答 {done} 题，眼下共 {total} 题").format(
                    number=number, count=count, title=step.section.title, done=done, total=total
                ),
                strong=True,
            )
            if step.section.intro:
                self.asker.tell(step.section.intro)
        if step.question is None:
            self.another(step)
        else:
            self.question(step, step.question)

    def another(self, step: Step) -> None:
        """Ask whether there is another item in the list."""
        section = step.section
        message = section.another if step.index else section.first
        options = [
            Option(key="yes", label=_("是，现在写")),
            Option(key="no", label=_("没有了") if step.index else _("没有")),
        ]
        options.append(Option(key="back", label=_("← 上一题")))
        closed = is_done(step, self.store.answers)
        match self.choose(message, options, "no" if closed else ""):
            case "yes":
                self.store.add(section.repeat)
            case "back":
                raise Back
            case _:
                self.store.close(section.repeat)

    def choose(self, message: str, options: Sequence[Option], default: str = "") -> str:
        """Ask for one of the options where not answering has no meaning: it is explained and asked again."""
        while True:
            try:
                return self.asker.pick(message, options, default, extras=False)
            except (Help, NotKnown, Withhold):
                self.asker.tell(_("这里请选一项。"))
            except Back:
                for way in ("back", "", "again"):
                    if way in (option.key for option in options):
                        return way

    def question(self, step: Step, question: Question) -> None:
        """Ask until there is an answer that can be kept."""
        message = question.ask
        if step.item:
            message = _("［第{index}项］{ask}").format(index=step.index, ask=question.ask)
        failures, typed, ticked = 0, self.kept(step), None
        if readers := self.readers.first(question):
            self.asker.tell(readers)
        while True:
            try:
                answer = self.one_try(step, question, message, typed, ticked)
            except Help as wish:
                self.explain(question)
                typed, ticked = wish.typed, wish.ticked
                continue
            except NotKnown:
                answer = UNKNOWN
            except Withhold:
                answer = WITHHELD
            except _NotReadError as failed:
                failures, typed = failures + 1, failed.text
                self.asker.tell(f"{failed.problem.what}{failed.problem.advice}", warning=True)
                if failures < _TRIES:
                    continue
                chosen = self.after_failures(failed.text)
                if chosen is None:
                    continue
                answer = chosen
            self.store.record(step.address, answer)
            self.say(question, answer)
            self.hint(step, question, answer)
            return

    def kept(self, step: Step) -> str:
        """Return the words of an old answer that no longer fits, after saying so."""
        old = words(self.store.answers.misfits.get(step.address))
        if old:
            self.asker.tell(_("以前写的是“{old}”，现在读不懂了，请再看一看。").format(old=old), warning=True)
        return old

    def one_try(self, step: Step, question: Question, message: str, typed: str, ticked: Sequence[str] | None) -> Answer:
        """Ask once, starting from what was typed or ticked before; raise _NotReadError when it cannot be read."""
        current = self.store.answers.given.get(step.address)
        way = WAYS[current.value] if isinstance(current, NonAnswer) else ""
        match question.kind:
            case "yes_no":
                options = [Option(key="yes", label=_("是")), Option(key="no", label=_("否"))]
                default = {True: "yes", False: "no"}.get(current, "") if isinstance(current, bool) else way
                return self.asker.pick(message, options, typed or default, extras=True) == "yes"
            case "choice":
                options = [Option(key=key, label=label) for key, label in question.choices.items()]
                default = current if isinstance(current, str) else way
                return self.asker.pick(message, options, typed or default, extras=True)
            case "choices" | "items":
                chosen = self.chosen(step, current) if ticked is None else ticked
                return self.asker.pick_many(message, self.options(question), chosen, typed)
        text = self.words(question, message, typed or self.shown(question, current))
        if not text:
            return current if isinstance(current, NonAnswer) else UNKNOWN
        try:
            return read(question, text, self.store.today)
        except values.ValueProblem as problem:
            raise _NotReadError(text, problem) from None

    def words(self, question: Question, message: str, default: str) -> str:
        """Ask for a line or a passage; where a line is asked for and several were pasted, ask what is meant."""
        passage = question.kind == "passage"
        text = self.asker.line(message, default, passage=passage)
        while not passage and len(lines := pasting.lines(text)) > 1:
            joined = pasting.in_one(lines, question.kind)
            options = [
                Option(key="join", label=_("连成一句：{text}").format(text=pasting.beginning(joined))),
                Option(key="first", label=_("只留第一行：{text}").format(text=pasting.beginning(lines[0]))),
                Option(key="again", label=_("回去改")),
            ]
            match self.choose(_("这一题只写一行，粘贴了 {count} 行。要怎么办？").format(count=len(lines)), options):
                case "join":
                    return joined
                case "first":
                    return lines[0]
            text = self.asker.line(message, lines[0], passage=False)
        return text

    def chosen(self, step: Step, current: Answer) -> Sequence[str]:
        """Return what is ticked at first: the present answer, or what of an old one can still be chosen."""
        if isinstance(current, tuple):
            return current
        old = self.store.answers.misfits.get(step.address)
        return [str(key) for key in old] if isinstance(old, list) else ()

    def options(self, question: Question) -> list[Option]:
        if question.kind == "choices":
            return [Option(key=key, label=label) for key, label in question.choices.items()]
        section = next(s for s in self.store.questionnaire.sections if s.repeat == question.of)
        items = self.store.answers.items.get(question.of, [])
        return [Option(key=item, label=self.item_label(section, item, i)) for i, item in enumerate(items, start=1)]

    def item_label(self, section: Section, item: str, index: int) -> str:
        """Return how an item of a list is called: 第2件：2026年10月3日."""
        shown = {"index": str(index)}
        for question in section.questions:
            answer = self.store.answers.given.get(question.address(item))
            shown[question.leaf] = self.shown(question, answer) or _("（没有写）")
        return section.item.format_map(shown)

    def shown(self, question: Question, answer: Answer) -> str:
        """Return an answer in words, for defaults and for the summary."""
        match answer:
            case None | NonAnswer():
                return ""
            case AsTyped(text=text):
                return text
            case bool():
                return _("是") if answer else _("否")
        if question.kind == "choice":
            return question.choices.get(answer, "")
        if question.kind == "choices":
            return "、".join(question.choices.get(key, key) for key in answer)
        if question.kind == "items":
            section = next(s for s in self.store.questionnaire.sections if s.repeat == question.of)
            items = self.store.answers.items.get(question.of, [])
            return "、".join(self.item_label(section, item, items.index(item) + 1) for item in answer if item in items)
        return values.write(question.kind, answer)

    def explain(self, question: Question) -> None:
        """Show what helps with this question, why it is asked and who reads the answer."""
        for text in (question.help, _("为什么问：{why}").format(why=question.why) if question.why else ""):
            if text:
                self.asker.tell(text)
        if not question.help and not question.why:
            self.asker.tell(_("照实写就行。不知道就选“记不清／暂时没有”，不想写进文书就选“不写进文书”。"))
        if readers := self.readers.told(question):
            self.asker.tell(readers)

    def after_failures(self, text: str) -> Answer | None:
        """Offer to keep the words or to leave the gap; None means: try again."""
        options = [
            Option(key="again", label=_("再写一次")),
            Option(key="keep", label=_("就照我写的“{text}”放进文书").format(text=text[:20])),
            Option(key="gap", label=_("先空着，以后再补")),
        ]
        match self.choose(_("要怎么办？"), options, "again"):
            case "keep":
                return AsTyped(text=values.clean(text))
            case "gap":
                return UNKNOWN
        return None

    def say(self, question: Question, answer: Answer) -> None:
        """Tell at once what the questionnaire says to this answer."""
        keys: Sequence[str] = ()
        if isinstance(answer, bool):
            keys = ("yes",) if answer else ("no",)
        elif isinstance(answer, str):
            keys = (answer,)
        for key in keys:
            if key in question.say:
                self.asker.tell(question.say[key], warning=True)

    def hint(self, step: Step, question: Question, answer: Answer) -> None:
        """Tell what may be better put otherwise in a passage, and where a number does not agree with it."""
        looked_at = isinstance(answer, str) and question.id in self.hints.passages
        found = self.hints.on(answer) if looked_at else []
        told = [f"{hint.told(words)}（{hint.why}）" for hint, words in found if not hint.care]
        told += self.disagreeing(step, question)
        for line in (*(hint.say for hint, _words in found if hint.care), *told):
            self.asker.tell(line, warning=True)
        if told:
            self.asker.tell(_("只是提醒：要改就回到上一题，不改也可以。"))

    def disagreeing(self, step: Step, question: Question) -> list[str]:
        """Return what to say where the passages of an item and its counted numbers do not agree."""
        counted = {number.question for number in self.hints.numbers}
        if not step.item or question.id not in {*counted, *self.hints.passages}:
            return []
        given, group = self.store.answers.given, step.section.repeat
        counts = {id_: given.get(id_.replace("[]", f"[{step.item}]")) for id_ in counted}
        known = {id_: count for id_, count in counts.items() if isinstance(count, values.Count)}
        passages = [id_ for id_ in self.hints.passages if id_.startswith(f"{group}[]")]
        texts = [given.get(id_.replace("[]", f"[{step.item}]")) for id_ in passages]
        return [line for text in texts if isinstance(text, str) for line in self.hints.contradictions(text, known)]

    def review(self) -> None:
        """Show the sections; let the person change anything, or go on."""
        while True:
            options = [Option(key="write", label=_("都好了，写文书"))]
            options += [
                Option(key=s.id, label=_("看一看、改一改：{title}").format(title=s.title)) for s in self.sections()
            ]
            chosen = self.choose(_("都问完了。要改哪里吗？"), options)
            if chosen == "write":
                return
            self.review_section(chosen)
            self.section = None
            self.ask_all()

    def sections(self) -> list[Section]:
        reached = {step.section.id for step in self.steps()}
        return [section for section in self.store.questionnaire.sections if section.id in reached]

    def review_section(self, section_id: str) -> None:
        """List the answers of a section and ask the chosen one again."""
        while True:
            steps = [step for step in self.steps() if step.section.id == section_id]
            options = [Option(key="", label=_("← 回到总览"))]
            options += [Option(key=step.address, label=self.review_line(step)) for step in steps]
            options += [
                Option(
                    key=f"-{item}", label=_("删掉：{item}").format(item=self.item_label(steps[0].section, item, index))
                )
                for index, item in enumerate(self.store.answers.items.get(steps[0].section.repeat, []), start=1)
            ]
            chosen = self.choose(_("选一项来改："), options)
            if not chosen:
                return
            if chosen.startswith("-"):
                if self.sure():
                    self.store.remove(steps[0].section.repeat, chosen[1:])
                continue
            step = next(step for step in steps if step.address == chosen)
            try:
                self.visit(step)
                while (opened := self.opened(section_id)) is not None:
                    self.visit(opened)
            except Back:
                continue

    def sure(self) -> bool:
        """Ask before something is taken away."""
        options = [Option(key="no", label=_("留着")), Option(key="yes", label=_("删掉，写的内容不再用"))]
        return self.choose(_("真的要删掉这一项吗？"), options, "no") == "yes"

    def opened(self, section_id: str) -> Step | None:
        """Return a question of the section that a change has opened."""
        steps = (step for step in self.steps() if step.section.id == section_id)
        return next((step for step in steps if not is_done(step, self.store.answers)), None)

    def review_line(self, step: Step) -> str:
        if step.question is None:
            return _("再加一项")
        answer = self.store.answers.given.get(step.address)
        shown = {UNKNOWN: _("记不清"), WITHHELD: _("不写进文书")}.get(answer) if isinstance(answer, NonAnswer) else None
        text = shown or self.shown(step.question, answer) or _("（没有答）")
        prefix = _("［第{index}项］").format(index=step.index) if step.item else ""
        line = text.replace("\n", " ")
        return f"{prefix}{step.question.name}：{line[:30]}{'…' if len(line) > 30 else ''}"  # noqa: PLR2004


class _NotReadError(Exception):
    """What was typed cannot be read as this kind of answer."""

    def __init__(self, text: str, problem: values.ValueProblem) -> None:
        super().__init__(text)
        self.text = text
        self.problem = problem
