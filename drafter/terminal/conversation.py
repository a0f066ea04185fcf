"""One step of the interview at a time: it is asked, explained, kept, and what it brings with it is said."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, TypeVar

from drafter import values
from drafter.answers import UNKNOWN, WITHHELD, Answer, AsTyped, NonAnswer, checked, read, remark, words
from drafter.errors import CaseStoreError
from drafter.i18n import gettext as _
from drafter.i18n import joined, listed
from drafter.interview import Path, Step, is_done, parts
from drafter.questionnaire import Question, Section
from drafter.said import Said, not_answered
from drafter.store import Store
from drafter.terminal import pasting, which_year
from drafter.terminal.asking import WAYS, Asker, Back, Help, Jump, NotKnown, Option, Stop, Withhold
from drafter.terminal.hinting import hinted
from drafter.terminal.readers import Readers
from drafter.terminal.reminding import Reminding

if TYPE_CHECKING:
    from drafter.library import Library

Result = TypeVar("Result")
_TRIES = 2
_TOLD_AGAIN = ("moment", "date", "day", "birthday", "count", "money")
"""The kinds of answer that are read: a year that was not typed, a number in words."""
_COARSE = 10
"""From so many minutes on the time that is left is told in steps of five."""


class Conversation:
    """Asks the steps of one case on one screen; each answer is kept before the next thing is said."""

    def __init__(self, store: Store, asker: Asker, library: Library) -> None:
        self.store = store
        self.asker = asker
        self.said = Said(store.questionnaire, store.answers)
        self.readers = Readers(library)
        self.section: Section | None = None
        self._hints = library.hints
        self._path = Path(store.questionnaire, store.answers)
        self._reminding = Reminding(self.said, asker, store, self.steps, self._keep)

    def steps(self) -> list[Step]:
        """Return what can be reached with the answers given by now."""
        return self._path.steps()

    def visit(self, step: Step) -> None:
        """Ask one step, with its section's title when that changes; raise Back or Jump when that is wished."""
        self.enter(step.section)
        if step.question is None:
            self._another(step)
        else:
            self._question(step, step.question)

    def enter(self, section: Section) -> None:
        """Tell which part begins, and about how long the rest takes, unless it has begun already."""
        if self.section is not None and self.section.id == section.id:
            return
        self.section = section
        reached = parts(self.store.questionnaire, self.steps(), self.store.answers)
        number = [part.section.id for part in reached].index(section.id) + 1
        title = _("第{number}部分（共{count}部分）　{title}").format(
            number=number, count=len(reached), title=self.said.put(section.title, section.id)
        )
        self.asker.tell("")
        left = time_left(sum(part.seconds for part in reached))
        self.asker.tell(_("{title}　{state}").format(title=title, state=left) if left else title, strong=True)
        if section.intro:
            self.asker.tell(self.said.put(section.intro, section.id))

    def choose(self, message: str, options: Sequence[Option], default: str = "", back: str | None = None) -> str:
        """Ask for one of the options where not answering has no meaning: it is explained and asked again.

        `back` is what it means to go back, where none of the options says so.
        """
        while True:
            try:
                return self.asker.pick(message, options, default, extras=False)
            except (Help, Jump, NotKnown, Withhold):
                self.asker.tell(_("这里请选一项。"))
            except Back:
                if back is not None:
                    return back
                for way in ("back", "", "again"):
                    if way in (option.key for option in options):
                        return way
                self.asker.tell(_("这里请选一项。"))

    def saved(self, act: Callable[[], Result]) -> Result:
        """Do what writes to the disk; where that fails, offer to try again, so that the answer just given is not lost.

        Raises CaseStoreError when the person would rather stop.
        """
        while True:
            try:
                return act()
            except CaseStoreError as error:
                self.asker.tell(str(error), warning=True)
                options = [
                    Option(key="again", label=_("再存一次")),
                    Option(key="stop", label=_("先退出（只有刚才这一题没存上）")),
                ]
                if self.choose(_("刚才的答案还没有存上。"), options, "again") == "stop":
                    raise

    def _another(self, step: Step) -> None:
        """Ask whether there is another item in the list."""
        section = step.section
        asked = {0: section.first, 1: section.second or section.another}.get(step.index, section.another)
        options = [Option(key="yes", label=_("是，现在写"))]
        if step.index and section.copy:
            options.append(Option(key="copy", label=self.said.put(section.copy, section.id)))
        options += [
            Option(key="no", label=_("没有了") if step.index else _("没有")),
            Option(key="back", label=_("← 上一题")),
        ]
        closed = is_done(step, self.store.answers)
        match self.pick_or_jump(self.said.put(asked, section.id), options, "no" if closed else ""):
            case "yes":
                self.saved(lambda: self.store.add(section.repeat))
            case "copy":
                self._copy(section)
            case "back":
                raise Back
            case _:
                self.saved(lambda: self.store.close(section.repeat))

    def pick_or_jump(self, message: str, options: Sequence[Option], default: str) -> str:
        """Ask for one of the options, from where the person may also jump elsewhere."""
        while True:
            try:
                return self.asker.pick(message, options, default, extras=False)
            except (Help, NotKnown, Withhold):
                self.asker.tell(_("选一项就行，以后还可以改。"))

    def _copy(self, section: Section) -> None:
        """Begin an item with the answers of the one before, but for what is told anew each time.

        They are shown, and are given only when the person has said so.
        """
        before = self.store.answers.items[section.repeat][-1]
        self.saved(lambda: self.store.add(section.repeat, like=before))
        self.asker.tell(_("抄好了。一题一题看：一样的直接回车，不一样的改掉。"))

    def _question(self, step: Step, question: Question) -> None:
        """Ask until there is an answer that can be kept."""
        if readers := self.readers.first(question):
            self.asker.tell(readers)
        old = self.store.answers.given.get(step.address)
        answer = self._answer(step, question)
        self._keep(step, question, answer)
        while isinstance(answer, str) and answer != old and self._reminding.goes_back(step, question):
            old, answer = answer, self._answer(step, question)
            self._keep(step, question, answer)
        for line in hinted(self._hints, self.store, step, question, self.store.answers.given.get(step.address)):
            self.asker.tell(line, warning=True)

    def _answer(self, step: Step, question: Question) -> Answer:
        message = self.said.asked(step, question)
        failures, typed, ticked = 0, self._misfit(step), None
        while True:
            try:
                return self._one_try(step, question, message, typed, ticked)
            except Help as wish:
                self._explain(step, question)
                typed, ticked = wish.typed, wish.ticked
            except NotKnown:
                return UNKNOWN
            except Withhold:
                return WITHHELD
            except _NotReadError as failed:
                failures, typed = failures + 1, failed.text
                self._hold(step, failed.text)
                self.asker.tell(joined(failed.problem.what, failed.problem.advice), warning=True)
                kept = self._after_failures(failed.text) if failures >= _TRIES else None
                if kept is not None:
                    return kept

    def _misfit(self, step: Step) -> str:
        """Return the words of an old answer that no longer fits, after saying so."""
        old = words(self.store.answers.misfits.get(step.address))
        if old:
            self.asker.tell(_("以前写的是“{old}”，现在读不懂了，请再看一看。").format(old=old), warning=True)
        return self.store.answers.begun.get(step.address) or old

    def _one_try(
        self, step: Step, question: Question, message: str, typed: str, ticked: Sequence[str] | None
    ) -> Answer:
        """Ask once, starting from what was typed or ticked before; raise _NotReadError when it cannot be read."""
        current = self._current(step, question)
        way = WAYS[current.value] if isinstance(current, NonAnswer) else ""
        match question.kind:
            case "yes_no":
                options = [Option(key="yes", label=_("是")), Option(key="no", label=_("否"))]
                default = {True: "yes", False: "no"}.get(current, "") if isinstance(current, bool) else way
                return self.asker.pick(message, options, typed or default, extras=True) == "yes"
            case "choice":
                options = self._options(step, question)
                default = current if isinstance(current, str) else way
                return self.asker.pick(message, options, typed or default, extras=True)
            case "choices" | "items":
                options = self._options(step, question)
                known = [option.key for option in options]
                chosen = self._chosen(step, current, known) if ticked is None else ticked
                return self._several(question, message, options, chosen, typed)
        stored = self.store.answers.begun.get(step.address) or self.said.answer(question, current, step.section.id)
        try:
            text = self._words(step, question, message, typed or stored, not_answered(current))
        except (Back, Jump, Stop) as wish:
            if wish.typed.strip() not in ("", stored):
                self._hold(step, wish.typed)
            raise
        if not text:
            return current if isinstance(current, NonAnswer) else UNKNOWN
        try:
            answer = read(question, text, self.store.today)
        except values.ValueProblem as problem:
            raise _NotReadError(text, problem) from None
        answer = self._in_which_year(step, question, text, answer)
        self._understood(step, question, text, answer)
        return answer

    def _current(self, step: Step, question: Question) -> Answer:
        """Return the answer, or what the item says that this one began as a copy of."""
        answers = self.store.answers
        source = answers.copies.get(f"{step.section.repeat}[{step.item}]", "")
        proposed = answers.given.get(question.address(source)) if source and not question.afresh else None
        return answers.given.get(step.address, proposed)

    def _hold(self, step: Step, text: str) -> None:
        """Keep what is no answer yet."""
        self.saved(lambda: self.store.begin(step.address, text))

    def _in_which_year(self, step: Step, question: Question, text: str, answer: Answer) -> Answer:
        """Ask which year is meant, where none was typed and everything else told is of an earlier one."""
        told = [said for place, said in self.store.answers.given.items() if "[" in place and place != step.address]
        if not step.item or (other := which_year.earlier(text, answer, told, self.store.today)) is None:
            return answer
        self._hold(step, text)
        label = self.said.answer(question, answer, step.section.id)
        options = [
            Option(key="earlier", label=self.said.answer(question, other, step.section.id)),
            Option(key="typed", label=label),
        ]
        return other if self.choose(_("没有写年份，是哪一年的？"), options) == "earlier" else answer

    def _understood(self, step: Step, question: Question, text: str, answer: Answer) -> None:
        """Tell a day or a number as it was understood, where that is not how it was typed."""
        understood = self.said.answer(question, answer, step.section.id)
        if question.kind in _TOLD_AGAIN and understood not in ("", values.half_width(text), text):
            self.asker.tell(_("记下的是：{answer}").format(answer=understood))

    def _words(self, step: Step, question: Question, message: str, default: str, empty: str) -> str:
        """Ask for a line or a passage; where a line is asked for and several were pasted, ask what is meant."""
        passage = question.kind == "passage"
        text = self.asker.line(message, default, passage=passage, empty=empty)
        while not passage and len(lines := pasting.lines(text)) > 1:
            self._hold(step, text)
            one = pasting.in_one(lines, question.kind)
            options = [
                Option(key="join", label=_("连成一句：{text}").format(text=pasting.beginning(one))),
                Option(key="first", label=_("只留第一行：{text}").format(text=pasting.beginning(lines[0]))),
                Option(key="again", label=_("回去改")),
            ]
            match self.choose(_("这一题只写一行，粘贴了 {count} 行。要怎么办？").format(count=len(lines)), options):
                case "join":
                    return one
                case "first":
                    return lines[0]
            text = self.asker.line(message, lines[0], passage=False)
        return text

    def _several(
        self, question: Question, message: str, options: Sequence[Option], chosen: Sequence[str], at: str
    ) -> tuple[str, ...]:
        """Ask for several options until those that were ticked can be so together."""
        while True:
            keys = self.asker.pick_many(message, options, chosen, at)
            try:
                return checked(question, keys, {option.key: option.label for option in options})
            except values.ValueProblem as problem:
                self.asker.tell(joined(problem.what, problem.advice), warning=True)
                chosen, at = keys, ""

    def _options(self, step: Step, question: Question) -> list[Option]:
        options = self.said.options(question, step.section.id)
        return [Option(key=key, label=label) for key, label in options.items()]

    def _chosen(self, step: Step, current: Answer, options: Collection[str]) -> Sequence[str]:
        """Return what is ticked at first: the present answer, or what of an old one can still be chosen."""
        if isinstance(current, tuple):
            return [key for key in current if key in options]
        old = self.store.answers.misfits.get(step.address)
        return [str(key) for key in old if key in options] if isinstance(old, list) else ()

    def _explain(self, step: Step, question: Question) -> None:
        """Show what helps with this question, why it is asked and who reads the answer."""
        told = [self.said.put(question.help, step.section.id)] if question.help else []
        if question.why:
            told.append(_("为什么问：{why}").format(why=self.said.put(question.why, step.section.id)))
        if not told:
            told.append(_("照实写就行，写多少算多少。不知道的空着，文书里会留出空位，以后可以补。"))
        self.asker.explain([line for line in (*told, self.readers.told(question), self.asker.keys()) if line])

    def _after_failures(self, text: str) -> Answer | None:
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

    def _keep(self, step: Step, question: Question, answer: Answer) -> None:
        """Keep an answer, and say what comes of it: a word of ours, and answers that count no longer, or again."""
        given = self.store.answers.given
        changed = step.address in given and given[step.address] != answer
        before = self._counting() if changed else {}
        self.saved(lambda: self.store.record(step.address, answer))
        key = {True: "yes", False: "no"}[answer] if isinstance(answer, bool) else answer
        if isinstance(key, str) and key in question.say:
            self.asker.tell(self.said.put(question.say[key], step.section.id), warning=True)
        if slip := remark(question, answer, self.store.today):
            self.asker.tell(slip, warning=True)
        if changed:
            after = self._counting()
            before.pop(step.address, None)  # what is answered anew is no news
            after.pop(step.address, None)
            self._tell_names(_("照现在的答案，这些用不到了，不写进文书（没有删，改回来还在）：{names}"), before, after)
            self._tell_names(_("这些以前答过的又用上了：{names}"), after, before)

    def _counting(self) -> dict[str, Step]:
        """Return the steps whose answers say something, by address."""
        given = self.store.answers.given
        return {step.address: step for step in self.steps() if given.get(step.address, UNKNOWN) is not UNKNOWN}

    def _tell_names(self, told: str, here: dict[str, Step], there: dict[str, Step]) -> None:
        names = [self.said.name(step) for address, step in here.items() if address not in there]
        if names:
            self.asker.tell(told.format(names=listed(names)), warning=True)


def time_left(seconds: int) -> str:
    """Return in words about how long it takes; nothing when there is nothing left."""
    minutes = round(seconds / 60)
    if minutes >= _COARSE:
        minutes = round(minutes / 5) * 5
    return _("大约还要 {minutes} 分钟").format(minutes=max(minutes, 1)) if seconds else ""


class _NotReadError(Exception):
    """What was typed cannot be read as this kind of answer."""

    def __init__(self, text: str, problem: values.ValueProblem) -> None:
        super().__init__(text)
        self.text = text
        self.problem = problem
