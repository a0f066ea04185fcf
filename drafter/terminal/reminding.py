"""What people forget at first: it is asked about after an account, and added to the text that it belongs to."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from drafter import values
from drafter.answers import WITHHELD, Answer, read
from drafter.i18n import gettext as _
from drafter.i18n import joined
from drafter.interview import Step
from drafter.questionnaire import Question, Recall
from drafter.said import Said
from drafter.store import Store
from drafter.terminal.asking import Asker, Back, Help, Jump, NotKnown, Option, Stop, Withhold


class Reminding:
    """Reminds of what may have been left out; `keep` is how what comes to mind is kept."""

    def __init__(
        self,
        said: Said,
        asker: Asker,
        store: Store,
        steps: Callable[[], list[Step]],
        keep: Callable[[Step, Question, Answer], None],
    ) -> None:
        self._said = said
        self._asker = asker
        self._store = store
        self._steps = steps
        self._keep = keep

    def goes_back(self, step: Step, question: Question) -> bool:
        """Ask what may have been left out; what comes to mind is added to the text that it belongs to.

        Return whether the person wants to go back to the passage itself. What is not to stand in the papers is not
        asked about.
        """
        given = self._store.answers.given
        left = [recall for recall in question.recall if given.get(_beside(step, recall)) is not WITHHELD]
        while left:
            options = [Option(key="", label=_("没有了，下一题"))]
            options += [
                Option(key=str(number), label=self._said.put(recall.ask, step.section.id))
                for number, recall in enumerate(left)
            ]
            try:
                chosen = self._asker.pick(_("再想一想，有没有漏掉的？没有就直接回车："), options, "", extras=False)
            except Back:
                return True
            except (NotKnown, Withhold):
                return False
            except Help:
                self._asker.tell(_("选一条，就接着写那一条；写完还会回到这里。"))
                continue
            if not chosen:
                return False
            self._add(step, left.pop(int(chosen)))
        return False

    def _add(self, step: Step, recall: Recall) -> None:
        """Let the person add to a text; without a word it stays as it was."""
        address = _beside(step, recall)
        reached = {other.address: other for other in self._steps()}
        target = reached.get(address, step)
        if target.question is None:
            return
        current = self._store.answers.given.get(target.address)
        text = current if isinstance(current, str) else ""
        message = self._said.put(recall.ask, step.section.id)
        added = text
        while True:
            try:
                added = self._more(message, added, target.question)
                answer = read(target.question, added, self._store.today) if added.strip() else current
                break
            except values.ValueProblem as problem:
                self._asker.tell(joined(problem.what, problem.advice), warning=True)
            except Stop as stop:
                with suppress(values.ValueProblem):
                    if stop.typed.strip() not in ("", text):
                        self._keep(target, target.question, read(target.question, stop.typed, self._store.today))
                raise
        if answer is not None and answer != current:
            self._keep(target, target.question, answer)

    def _more(self, message: str, text: str, question: Question) -> str:
        """Ask for what is to be added; whatever key ends it, what was typed by then counts."""
        while True:
            try:
                return self._asker.more(message, text, passage=question.kind == "passage")
            except Help as wish:
                text = wish.typed.strip() or text
                self._asker.tell(_("接着前面的写；没有要加的，直接回车。"))
            except (Back, Jump, NotKnown, Withhold) as wish:
                return wish.typed.strip() or text


def _beside(step: Step, recall: Recall) -> str:
    """Return the address of the question that a reminder belongs to, in the item of a step."""
    return step.address.rpartition(".")[0] + f".{recall.into}"
