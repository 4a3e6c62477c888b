"""A board lives through random days: people come, leave, go away and delegate, the clock moves, items are decided on.

Every act that anybody could think of is tried by anybody, and held against `tests.walk.oracle`: what was done must
have been lawful at that instant, and what is lawful must be possible. How an act is put to the code under test, and
how its answer is read, is left to the walks through the core alone and through the services on the database.
"""

from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from chauphe.core.moves import FORWARD, MOVES, UNLISTS, Move, State, move_from
from tests.walk import oracle
from tests.walk.absence import reader
from tests.walk.beside import Beside
from tests.walk.people import CHIEF, CONTRIBUTOR, DEPUTIES, DEPUTY, MEMBER, SECRETARY, STANDING, Away, Paper, Seat
from tests.walk.short import HARMLESS, OPEN, SENSITIVE
from tests.walk.story import Story
from tests.walk.walk import HOSTS, NAMES, SECTIONS, UNITS, leading, one, several, turned

MOST_ITEMS = 6
PASSING = {
    "a minute": timedelta(minutes=1),
    "three minutes": timedelta(minutes=3),
    "an hour": timedelta(hours=1),
    "seven hours": timedelta(hours=7),
    "a day": timedelta(days=1),
    "four days": timedelta(days=4),
}
GIVEN = (
    *[frozenset({"sign_off"})] * 7,
    *[frozenset({"sign_off", "recall", "take_down", "withdraw"})] * 2,
    *[frozenset({one}) for one in ("recall", "take_down", "withdraw")],
    frozenset({"sign_off", "moderate"}), frozenset({"publish"}), frozenset({"edit"}), frozenset[str](),
)  # fmt: skip
"""What papers name: mostly what is the chief's to give."""

ANSWERS = (HARMLESS, SENSITIVE, OPEN)
ASIDE = tuple(sorted({move.verb for move in MOVES} - {*FORWARD, "edit"}))

numbers = st.integers(0, 30)
names = st.sampled_from(NAMES)
offices = st.sampled_from((CHIEF, STANDING, DEPUTY, MEMBER, SECRETARY, "anybody"))
leavers = st.sampled_from((CHIEF, CHIEF, CHIEF, STANDING, STANDING, DEPUTY, MEMBER, SECRETARY, "anybody"))


class Days(Beside):
    """The days of a board: each rule is one step."""

    @rule(how=st.sampled_from((*PASSING, "before midnight", "midnight")))
    def time_passes(self, how: str) -> None:
        self._step("clock")
        midnight = (self.now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        ends = {"midnight": midnight, "before midnight": midnight - timedelta(seconds=1)}
        self.now = max(self.now, ends[how]) if how in ends else self.now + PASSING[how]

    @rule(
        role=leavers, pick=numbers, by=names, own=st.booleans(), waits=st.sampled_from((0, 0, 0, 2)),
        hours=st.integers(0, 90),
    )  # fmt: skip
    def somebody_leaves(self, role: str, pick: int, by: str, own: bool, waits: int, hours: int) -> None:
        self._step("absence")
        if pick % 4 == 0:
            self._come_back(pick // 4, by, own)
            return
        person = self._somebody(role, pick)
        since = self.now + timedelta(hours=waits)
        away = Away(person, since, since + timedelta(hours=hours) if hours else None)
        by = self._somebody(STANDING, pick) if pick % 4 == 1 else by
        self._leave(away, person if own else by)

    @rule(
        pick=numbers, who=numbers, moves=st.sampled_from(GIVEN), by_chief=st.integers(0, 5),
        waits=st.sampled_from((0, 0, 0, 0, 1, -1)), days=st.integers(0, 20),
        limit=st.sampled_from(("",) * 6 + UNITS), words=st.sampled_from(("GUQ",) * 5 + (" ",)),
    )  # fmt: skip
    def power_is_delegated(
        self, pick: int, who: int, moves: frozenset[str], by_chief: int, waits: int, days: int, limit: str, words: str
    ) -> None:
        self._step("delegation")
        if pick % 5 == 0:
            self._take_back(pick // 5, who)
            return
        giver = one(self._seats(CHIEF) if by_chief else self._seats(*DEPUTIES), pick)
        to = one(self._seats(*DEPUTIES) if who % 4 else self.people.seats, who)
        if giver is None or to is None:
            return
        since = self.now + timedelta(hours=5 * waits)
        kinds = frozenset[str]() if pick % 6 else frozenset({"feature"})
        paper = Paper(giver, to.person, moves, since, since + timedelta(days=days), words, several(limit), kinds)
        by = giver.person if who % 7 else to.person
        self._give(paper, by)

    @rule(who=numbers, days=st.integers(1, 9))
    def the_chief_goes_on_leave(self, who: int, days: int) -> None:
        """Let the chief give a paper to a deputy, and mostly be away as long as it holds."""
        self._step("delegation")
        giver, to = one(self._seats(CHIEF), who), one(self._seats(*DEPUTIES), who)
        if giver is None or to is None:
            return
        until = self.now + timedelta(days=days)
        self._give(Paper(giver, to.person, GIVEN[who % 12], self.now, until, "GUQ"), giver.person)
        away = Away(giver.person, self.now + timedelta(hours=who % 3), until)
        if who % 4:
            self._leave(away, giver.person)

    @rule(person=names, role=offices, units=st.sets(st.sampled_from(UNITS), max_size=2), waits=st.integers(0, 2),
          days=st.sampled_from((None, None, 0, 3)))  # fmt: skip
    def an_office_is_given(self, person: str, role: str, units: set[str], waits: int, days: int | None) -> None:
        """Give an office to somebody, the one that nobody holds first."""
        self._step("appointment")
        empty = [each for each in self.house.offices if not self._seats(each)]
        role, waits, days = (empty[0], 0, None) if empty else (role, waits, days)
        role = role if role in self.house.offices else CONTRIBUTOR
        since = self.now.date() + timedelta(days=waits)
        until = None if days is None else since + timedelta(days=days)
        section = frozenset(SECTIONS[:1]) if waits == 1 else frozenset[str]()
        seat = Seat(person, role, since, until, frozenset(units), section)
        if not self.people.clashes(seat):
            self._seat(seat)

    @rule(pick=numbers, days=st.integers(0, 2), to=names, units=st.sets(st.sampled_from(UNITS), max_size=2))
    def an_office_changes_hands(self, pick: int, days: int, to: str, units: set[str]) -> None:
        """Let an office end; mostly somebody has it from the next day on, the same or another, with another remit."""
        self._step("appointment")
        last = self.now.date() + timedelta(days=days)
        seat = one([each for each in self.people.seats if each.held(last) and each.until != last], pick)
        if seat is None or not self.dismissed(seat, last):
            return
        seat.until = last
        person = seat.person if pick % 3 == 0 else to
        new = Seat(person, seat.role, last + timedelta(days=1), None, frozenset(units) or seat.units, seat.sections)
        if not self.people.clashes(new):
            self._seat(new)

    @rule(writer=names, unit=st.sampled_from(UNITS), section=st.sampled_from(SECTIONS), now=st.booleans())
    def an_item_is_begun(self, writer: str, unit: str, section: str, now: bool) -> None:
        self._step("item")
        if len(self.stories) == MOST_ITEMS:
            return
        today = self.now.date()
        unit = self.people.placed(unit, today) if now else unit
        story = self.begun(writer, unit, section)
        if (story is not None) != bool(self.people.offices(writer, today) and self.people.exists(unit, today)):
            self._wrong(f"an item was begun by {writer}, or refused")
        self.stories += [story] if story else []

    @rule(
        pick=numbers, person=names, author=st.sampled_from(("", "", "", "moderator", *NAMES)), keep=st.integers(0, 5),
        unit=st.sampled_from(("", "", "", *UNITS)), section=st.sampled_from(("", "", *SECTIONS)),
        host=st.sampled_from(("", *HOSTS)), answers=st.sampled_from(("as they are", "as they are", *ANSWERS)),
    )  # fmt: skip
    def words_are_changed(
        self, pick: int, person: str, author: str, keep: int, unit: str, section: str, host: str, answers: str
    ) -> None:
        self._step("writing")
        story = self._waiting(pick)
        unit = self.people.placed(unit, self.now.date()) if keep % 2 else unit
        if story is not None:
            words = leading(story, host)
            words = replace(words, answers=answers) if answers in ANSWERS else words
            self._write(story, pick, person if keep == 0 else "", author, unit, section, words, keep=keep > 1)

    @rule(pick=numbers, who=numbers)
    def an_item_goes_on(self, pick: int, who: int) -> None:
        self._goes_on(pick, who, 1)

    @rule(pick=numbers, who=numbers, far=st.integers(1, 5))
    def an_item_goes_far(self, pick: int, who: int, far: int) -> None:
        self._goes_on(pick, who, far)

    @rule(pick=numbers, who=numbers, far=st.integers(1, 5))
    def an_item_goes_as_far(self, pick: int, who: int, far: int) -> None:
        self._goes_on(pick, who, far)

    @rule(pick=numbers, who=numbers, move=st.sampled_from(MOVES))
    def somebody_in_the_right_moves(self, pick: int, who: int, move: Move) -> None:
        self._step("lawful tries")
        story = self._at(move.source, pick)
        if story is not None:
            self._by_right(move.verb, story, who)

    @rule(pick=numbers, who=numbers, verb=st.sampled_from(ASIDE))
    def somebody_in_the_right_steps_aside(self, pick: int, who: int, verb: str) -> None:
        self._step("lawful tries")
        # The first step from this one on that some item can take: else the rarest would hardly ever be taken.
        for each in turned(ASIDE, ASIDE.index(verb)):
            story = one([item for item in self.stories if _can(each, item)], pick)
            if story is not None and each not in oracle.NEVER:
                self._by_right(each, story, who)
                return

    @rule(pick=numbers, person=names, move=st.sampled_from(MOVES), care=st.integers(0, 15), anywhere=st.booleans())
    def anybody_tries_anything(self, pick: int, person: str, move: Move, care: int, anywhere: bool) -> None:
        self._step("wild tries")
        story = self._story(pick) if anywhere else self._at(move.source, pick)
        if story is None or move.verb == "edit":
            return
        made = self._made(move.verb, story, person) or self._with(move, story, person)
        stale = one([*story.old, "0" * 64], pick)
        made = replace(made, seen=stale) if care == 1 else made
        made = replace(made, reason="  ") if care == 2 else made
        made = replace(made, ground="whim") if care == 3 else made
        made = replace(made, ticked=False) if care == 5 else made
        self._put(replace(made, notice="") if care == 4 else made, story)

    @rule(pick=numbers, who=numbers, move=st.sampled_from(MOVES), on=st.booleans())
    def everybody_else_tries(self, pick: int, who: int, move: Move, on: bool) -> None:
        """Let all whose right it is not take a step, mostly the one that the item waits for."""
        self._step("wild tries")
        story = self._waiting(pick) if on else self._at(move.source, pick)
        made = story and self._made(self._next(story, who) if on else move.verb, story, "")
        if story is None or made is None or made.verb == "edit":
            return
        self._others_try(made, story, who)

    @rule(person=st.sampled_from((CHIEF, *NAMES)))
    def what_is_reported_is_read(self, person: str) -> None:
        self._step("reading")
        chiefs = [each.person for each in self._seats(CHIEF)]
        person = (chiefs or ["minh"])[0] if person == CHIEF else person
        mine = [each for each in self.owed if reader(*each, self.people, self.now) == person]
        lawful = len(mine) if mine or (not self.owed and person in chiefs) else None
        count = self.acknowledged(person)
        if count != lawful:
            self._wrong(f"{count} reports were acknowledged by {person}, and {lawful} could be of {self.owed}")
        self.owed = [each for each in self.owed if each not in mine]
        # To ratify in the chief's place is reported as well; to have read something is not.
        self.owed += [("ratify", person) for verb, _ in mine if verb == "take_down_at_once" and person not in chiefs]
        self.tally["acknowledged"] += count or 0


def _can(verb: str, story: Story) -> bool:
    return move_from(verb, State(story.state)) is not None and bool(story.live or verb not in UNLISTS)
