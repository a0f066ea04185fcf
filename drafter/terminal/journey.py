"""The way through the interview: on, back, forward again, to another part, and what is put off to the end."""

from __future__ import annotations

from drafter.i18n import gettext as _
from drafter.interview import Step, is_done, is_untold, next_step, step_before, step_towards
from drafter.questionnaire import Section
from drafter.terminal.asking import Back, Jump, Option
from drafter.terminal.conversation import Conversation, time_left
from drafter.terminal.review import Review


class Journey:
    """Takes a person through everything that is open, in any order they like."""

    def __init__(self, conversation: Conversation) -> None:
        self._talk = conversation
        self._store = conversation.store
        self.review = Review(conversation)
        self._apart: set[str] = set()
        """The sections that were put off."""
        self._asked: set[str] = set()
        """The hard sections of which it was asked whether to tell them now."""
        self._last_round = False
        self._last = ""
        """The address of what was asked last."""
        self._pass_over_what_waited()

    def _pass_over_what_waited(self) -> None:
        """Leave to the end the hard sections that were put off last time: what comes after them is told already."""
        begun = [self._begun(part.section) for part in self.review.parts()]
        for place, part in enumerate(self.review.parts()):
            if part.section.announce and not begun[place] and any(begun[place + 1 :]):
                self._apart.add(part.section.id)
                self._asked.add(part.section.id)

    def whole(self) -> None:
        """Ask everything that is open, then show the summary until nothing is to be changed."""
        self.ask()
        self.summary()

    def summary(self) -> None:
        """Show the summary until nothing is to be changed; ask what a change has opened."""
        while True:
            try:
                chosen = self.review.overview()
            except Back:
                self._again()
                continue
            if not chosen:
                return
            self.look(chosen)

    def _again(self) -> None:
        """Go back from the summary to what was asked last; with nothing asked yet, to the last question of all."""
        steps = self._talk.steps()
        complete = next_step(steps, self._store.answers) is None
        last = next((step for step in steps if step.address == self._last), steps[-1] if complete else None)
        if last is None:
            self._talk.asker.tell(_("这里请选一项。"))
            return
        self._talk.section = None
        self.ask(last)

    def look(self, section_id: str) -> None:
        """Show a section; ask what a change has opened, unless more was left open before."""
        complete = next_step(self._talk.steps(), self._store.answers) is None
        self.review.section(section_id)
        self._talk.section = None
        if complete:
            self.ask()

    def ask(self, first: Step | None = None) -> None:
        """Ask until nothing is open; who has gone back comes forward again question by question."""
        step, goal = first or self._open(None), ""
        while step is not None:
            here = step
            self._last = here.address
            try:
                step = self._announced(here)
                if step is not here:
                    continue
                self._talk.visit(here)
            except Back:
                step, goal = self._before(here), goal or here.address
            except Jump:
                step, goal = self._elsewhere(here, goal)
            else:
                step, goal = self._onward(here, goal)

    def _steps(self, section: Section) -> list[Step]:
        return [step for step in self._talk.steps() if step.section.id == section.id]

    def _open(self, after: Step | None) -> Step | None:
        """Return the next step without an answer; what was put off comes when all the rest is told."""
        answers = self._store.answers
        step = next_step(self._talk.steps(), answers, after, self._apart)
        if step is None and self._apart and not self._last_round:
            self._last_round = True
            self._apart.clear()
            self._asked.clear()
            self._talk.section = None
            self._talk.asker.tell(_("别的都答完了。剩下的是先放着的部分。"), strong=True)
            step = next_step(self._talk.steps(), answers)
        return step

    def _announced(self, step: Step) -> Step | None:
        """Announce a section that is hard to tell, before its first answer; return the step to go on with.

        It can be put off; who tells a list now is asked of its first item at once.
        """
        section = step.section
        if not section.announce or section.id in self._asked or self._begun(section):
            return step
        self._talk.enter(section)
        later = _("这次先不写，文书里留空位") if self._last_round else _("先放着，别的答完了再写")
        options = [
            Option(key="now", label=_("现在写")),
            Option(key="later", label=later),
            Option(key="back", label=_("← 上一题")),
        ]
        chosen = self._talk.pick_or_jump(self._talk.said.put(section.announce, section.id), options, "")
        if chosen == "back":
            raise Back
        self._asked.add(section.id)
        if chosen == "later":
            self._apart.add(section.id)
            return self._open(self._steps(section)[-1])
        if section.repeat:
            self._talk.saved(lambda: self._store.add(section.repeat))
            return self._open(step)
        return step

    def _begun(self, section: Section) -> bool:
        return any(step.item or is_done(step, self._store.answers) for step in self._steps(section))

    def _onward(self, step: Step, goal: str) -> tuple[Step | None, str]:
        """Return the step that follows an answer, and how far the way is walked again."""
        list_goes_on = step.question is None and not is_done(step, self._store.answers)
        after = step_towards(self._talk.steps(), step, goal) if goal and not list_goes_on else None
        if after is not None:
            return after, "" if after.address == goal else goal
        return self._open(step), ""

    def _before(self, step: Step) -> Step:
        """Return the step before; at the first question there is none, and that is said.

        An item that nothing was told of is taken away again: it was begun by mistake. Of the item that is being told
        the person is asked.
        """
        answers, group = self._store.answers, step.section.repeat
        if step.item and self._is_first_of_last(step):
            if is_untold(step, answers):
                self._talk.asker.tell(_("这一项什么都没有写，已经去掉。"))
            elif not self._dropped():
                return step_before(self._talk.steps(), step) or step
            self._talk.saved(lambda: self._store.remove(group, step.item))
            return self._steps(step.section)[-1]
        reached = [other for other in self._talk.steps() if self._in_turn(other)]
        found = step_before(reached, step)
        if found is None:
            self._talk.asker.tell(_("这已经是第一题了。"))
        return found or step

    def _in_turn(self, step: Step) -> bool:
        """Return whether a step is not one that was put off."""
        return step.section.id not in self._apart or is_done(step, self._store.answers)

    def _is_first_of_last(self, step: Step) -> bool:
        """Return whether a step begins the item that is being told."""
        steps = self._steps(step.section)
        being_told = not is_done(steps[-1], self._store.answers) and step.item == steps[-2].item
        return being_told and next(other for other in steps if other.item == step.item).address == step.address

    def _dropped(self) -> bool:
        """Ask whether the item that is being told is to be taken away."""
        options = [Option(key="back", label=_("留着，回到上一题")), Option(key="drop", label=_("去掉这一项"))]
        chosen = self._talk.choose(_("这一项只写了开头。要留着吗？"), options, "back")
        return chosen == "drop" and self.review.sure()

    def _goes_on(self) -> str:
        """Ask whether a part that is told to its half is to be gone on with (on), or looked at; or neither (back)."""
        options = [
            Option(key="on", label=_("接着答没答的")),
            Option(key="look", label=_("看已经答的，改一改")),
        ]
        return self._talk.choose(_("这一部分答了一半。"), options, "on", back="back")

    def _elsewhere(self, step: Step, goal: str) -> tuple[Step | None, str]:
        """Show all parts; return the step to go on with."""
        parts = self.review.parts()
        left = time_left(sum(part.seconds for part in parts))
        options = [
            Option(key="", label=_("← 回到刚才那一题")),
            *self.review.options(),
            Option(key="write", label=_("先到这里，写文书（没有答的留空位，以后可以接着填）")),
        ]
        chosen = self._talk.choose(_("跳到哪一部分？（{left}）").format(left=left or _("都答完了")), options)
        if not chosen:
            return step, goal
        self._talk.section = None
        if chosen == "write":
            return None, ""
        section = next(part.section for part in parts if part.section.id == chosen)
        open_ = next_step(self._steps(section), self._store.answers)
        way = "look" if open_ is None else self._goes_on() if self._begun(section) else "on"
        if way == "back":
            return self._elsewhere(step, goal)
        self._apart.discard(chosen)
        self._asked.add(chosen)
        if way == "on":
            return open_, ""
        self.review.section(chosen)
        self._talk.section = None
        return self._open(step_before(self._talk.steps(), step)), ""
