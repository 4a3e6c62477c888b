"""Random days on which something happens often that an ordinary walk meets too seldom to find a fault in it."""

from datetime import timedelta

from hypothesis.stateful import rule

from tests.walk.beside import PAPER
from tests.walk.machine import Days, numbers
from tests.walk.people import CHIEF, DEPUTIES, SECRETARY, Away, Merger, Paper
from tests.walk.walk import UNITS, one


class Merging(Days):
    """A unit joins another that a paper names, while an item of it awaits sign-off."""

    @rule(pick=numbers, who=numbers)
    def a_unit_joins_one_that_a_paper_names(self, pick: int, who: int) -> None:
        self._step("units")
        today, story = self.now.date(), self._at("awaiting_sign_off", pick)
        into = next(
            (each for each in UNITS if (not story or each != story.unit) and self.people.goes_on(each, today)), ""
        )
        if story is None or not into or not self.people.goes_on(story.unit, today):
            return
        hands = {story.who("forward"), story.who("moderate"), *story.writers}
        chief, to = one(self._seats(CHIEF), who), one([s for s in self._seats(*DEPUTIES) if s.person not in hands], who)
        if chief is None or to is None:
            return
        until = self.now + timedelta(hours=9)
        paper = Paper(chief, to.person, frozenset({"sign_off"}), self.now, until, "GUQ", frozenset({into}))
        self._give(paper, chief.person)
        if paper not in self.people.papers:
            return
        by = self._somebody(SECRETARY, who)
        if self.reorganised((story.unit,), into, new=False, since=today, by=by, paper=PAPER):
            self.people.mergers.append(Merger(story.unit, into, today))
            self._step("units")
            made = self._made("sign_off", story, "")
            if made is not None:
                self._others_try(made, story, who)


class MakingWay(Days):
    """Whoever stands in records that the one above is away."""

    @rule(who=numbers)
    def somebody_makes_way(self, who: int) -> None:
        self._step("absence")
        chief, by = one(self._seats(CHIEF), who), one(self._seats(*DEPUTIES), who)
        if chief is not None and by is not None:
            self._leave(Away(chief.person, self.now, self.now + timedelta(hours=1)), by.person)
