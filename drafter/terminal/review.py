"""The summary: every answer can be looked at, changed, and every item taken away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from drafter.i18n import gettext as _
from drafter.interview import Part, Step, is_done, is_untold, parts
from drafter.terminal.asking import Back, Jump, Option
from drafter.terminal.conversation import Conversation, time_left


class Review:
    """Shows what was told, part by part."""

    def __init__(self, conversation: Conversation) -> None:
        self._talk = conversation
        self._store = conversation.store

    def parts(self) -> list[Part]:
        """Return the sections that are reached, with what is open in them."""
        return parts(self._store.questionnaire, self._talk.steps(), self._store.answers)

    def options(self) -> list[Option]:
        """Return the sections as lines: what is done, and about how long the rest of it takes."""
        return [Option(key=part.section.id, label=self._part(part)) for part in self.parts()]

    def _part(self, part: Part) -> str:
        title = self._talk.said.put(part.section.title, part.section.id)
        left = part.total - part.done
        if not left:
            state = _("答完了")
        elif not part.done:
            state = _("还没答，{time}").format(time=time_left(part.seconds))
        else:
            state = _("还有 {count} 题没答，{time}").format(count=left, time=time_left(part.seconds))
        return _("{title}　{state}").format(title=title, state=state)

    def overview(self) -> str:
        """Show the sections; return the one that was chosen, or nothing when all is well.

        Raises Back when the person wants what was asked before.
        """
        options = [Option(key="write", label=_("都好了，写文书")), *self.options()]
        chosen = self._talk.choose(_("要看一看、改一改哪里吗？"), options, back="back")
        if chosen == "back":
            raise Back
        return "" if chosen == "write" else chosen

    def section(self, section_id: str) -> None:
        """Let the person change the answers of a section; those of a list item by item."""
        while True:
            steps = self._steps(section_id)
            last = steps[-1]
            if last.question is not None:
                if not self._one(steps, []):
                    return
                continue
            items = [Option(key=item, label=label) for item, label in self._talk.said.items(last.section).items()]
            options = [Option(key="", label=_("← 回到总览")), *items, Option(key="+", label=_("再加一项"))]
            match self._talk.choose(_("选一项来看、来改："), options):
                case "":
                    return
                case "+":
                    self._new(last)
                case item:
                    self._item(section_id, item)

    def _item(self, section_id: str, item: str) -> None:
        """Let the person change the answers of one item, or take it away."""
        while steps := [step for step in self._steps(section_id) if step.item == item]:
            group, here = steps[0].section.repeat, steps[0]
            remove = Option(
                key="-", label=_("删掉这一项（{item}）").format(item=self._talk.said.items(here.section)[item])
            )
            chosen = self._one(steps, [remove])
            if chosen == "-" and self.sure():
                self._talk.saved(partial(self._store.remove, group, item))
            if not chosen:
                return

    def _one(self, steps: Sequence[Step], more: Sequence[Option]) -> str:
        """Let the person change one of some answers; return what was chosen, nothing for the way back."""
        lines = [Option(key=step.address, label=self._talk.said.line(step)) for step in steps]
        chosen = self._talk.choose(_("选一项来改："), [Option(key="", label=_("← 返回")), *more, *lines])
        step = next((step for step in steps if step.address == chosen), None)
        if step is not None:
            self._change(step)
        return chosen

    def _change(self, step: Step) -> None:
        """Ask a step again, and then what that has opened in its section."""
        try:
            self._talk.visit(step)
            while (opened := self._open(step.section.id)) is not None:
                self._talk.visit(opened)
        except (Back, Jump):
            return

    def _new(self, step: Step) -> None:
        """Ask the questions of one more item; without a word of it there is none."""
        group = step.section.repeat
        item = self._talk.saved(lambda: self._store.add(group))
        try:
            while (opened := self._open(step.section.id, item)) is not None:
                self._talk.visit(opened)
        except (Back, Jump):
            first = next(other for other in self._steps(step.section.id) if other.item == item)
            if is_untold(first, self._store.answers):
                self._talk.saved(lambda: self._store.remove(group, item))
        self._talk.saved(lambda: self._store.close(group))

    def _steps(self, section_id: str) -> list[Step]:
        return [step for step in self._talk.steps() if step.section.id == section_id]

    def _open(self, section_id: str, item: str = "") -> Step | None:
        """Return a question of the section, or of an item of it, that is not answered yet."""
        steps = [step for step in self._steps(section_id) if step.item == item or not item]
        return next((step for step in steps if not is_done(step, self._store.answers)), None)

    def sure(self) -> bool:
        """Ask before something is taken away."""
        options = [Option(key="no", label=_("留着")), Option(key="yes", label=_("删掉，写的内容不再用"))]
        return self._talk.choose(_("真的要删掉这一项吗？"), options, "no", back="no") == "yes"
