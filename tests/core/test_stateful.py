"""Random days of a board, put to the core alone: every act that it permits is the regulation's, and none is missing.

The same days each time, so that the gate says the same of the same code; `make faults` lives through new ones.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from chauphe.core import absence, chain, consultation, delegation, item, report
from chauphe.core import checklist as checklists
from chauphe.core.absence import against_recording
from chauphe.core.appointing import against_recording as against_changing
from chauphe.core.authority import DEPUTIES, Absence, Appointment, Bench, Capacity, Delegation, Role
from chauphe.core.chain import Bar, Passage, Step
from chauphe.core.consultation import Asking, permit_to_answer, permit_to_ask
from chauphe.core.item import Attempt, ItemFacts, Permit
from chauphe.core.moves import PUBLIC, State
from chauphe.core.refusal import Refused
from chauphe.regulation.book import Book, load, shipped
from tests.core.people import CONTENT, after
from tests.core.people import item as facts_at
from tests.walk.beside import Question, faults_of_change
from tests.walk.machine import Days
from tests.walk.often import MakingWay, Merging
from tests.walk.oracle import KNOWN, NEVER
from tests.walk.people import THREE, Away, Paper, Seat
from tests.walk.short import Words, checklist
from tests.walk.story import Deed, Story, Try
from tests.walk.walk import HOSTS, UNITS, caught, walked

BOOKS = {name: load(path) for name, path in shipped().items()}


class CoreWalk(Days):
    """The walk with the facts of each item in memory, as the services would keep them in rows."""

    def __init__(self, tally: Counter[str]) -> None:
        self.facts: dict[str, ItemFacts] = {}
        self.reports: list[tuple[State, str, str]] = []
        self.gathered: tuple[object, Bench] | None = None
        self.book = BOOKS[self.house.regulation]
        super().__init__(tally)
        # Links are looked at in the services: here every host is as well known as in an old board's items.
        self.people.known |= set(HOSTS)

    def appointed(self, seat: Seat) -> bool:
        seat.id = f"s{seat.rank:03}"
        return True

    def dismissed(self, seat: Seat, until: date) -> bool:
        return True

    def recorded_away(self, away: Away, by: str) -> bool:
        return not against_recording(by, away.person, self.bench(), self.book, at=self.now)

    def recorded_back(self, away: Away, by: str) -> bool:
        return not against_recording(by, away.person, self.bench(), self.book, at=self.now, back=True)

    def delegated(self, paper: Paper, by: str) -> bool:
        paper.id = f"p{len(self.people.papers)}"
        others = [self._delegation(each) for each in self.people.papers]
        bench = replace(self.bench(), renamed=self._renamed(date.max))
        return not delegation.against(self._delegation(paper), others, bench, self.book, by=by, at=self.now)

    def revoked(self, paper: Paper, by: str) -> bool:
        return by == paper.giver.person

    def begun(self, writer: str, unit: str, section: str) -> Story | None:
        if not self.bench().of(writer, self.now.date()) or unit in self.bench().former:
            return None
        digest = self.digest()
        key = f"item-{digest}"
        self.facts[key] = facts_at(
            unit=unit, section=section, authors=frozenset({writer}), created_by=writer, digest=digest
        )
        return Story(key, unit, section, {writer}, digest)

    def changed(self, story: Story, by: str, words: Words, *, author: str, unit: str, section: str) -> bool:
        facts, bench = self.facts[story.key], self.bench()
        if item.refusals(Attempt("edit", by, "board", self.now), facts, bench, self.book):
            return False
        held, given = checklists.answers_of(facts.content), checklist(words.answers)
        if facts.state in {State.IN_MODERATION, State.AWAITING_SIGN_OFF} and checklists.eased(held, given):
            return False
        there = unit == story.unit or self.people.exists(unit, self.now.date())
        if there and not item.against_rerouting(facts, bench, self.book, unit=unit, section=section, at=self.now):
            story.unit, story.section = unit, section
        self.facts[story.key] = replace(facts, unit=story.unit, section=story.section, unfrozen=True)
        return True

    def done(self, made: Try, story: Story) -> Deed | None:
        facts = self.facts[story.key]
        brought = made.seen, made.reason, made.ground, made.notice, made.due
        permit = item.judge(
            Attempt(made.verb, made.person, "board", self.now, *brought), facts, self.bench(), self.book
        ).permit
        if permit is None or consultation.against_going_on(made.verb, self.out(story), self.book, on=self.now.date()):
            return None
        digest = facts.digest
        if made.verb != "edit":
            facts = after(facts, permit, made.person)
        kept = story.kept_by(made)
        if kept is not None:
            digest = self.digest()
            authors, content = facts.authors | story.pending, CONTENT | {"checklist": checklist(kept.answers)}
            content |= {"notices": [{"text": "Nhầm."}]} if kept.noticed else {}
            facts = replace(facts, digest=digest, content=content, authors=authors, unfrozen=False)
            edits = {made.person} if (made.verb, facts.state) == ("edit", State.IN_EDITING) else set()
            facts = replace(facts, last_editor=made.person, edited_by=facts.edited_by | edits)
        if permit.move.target is State.PUBLISHED:
            digest = facts.signed_digest or ""
            passage = Passage(facts.unit, facts.section, frozenset(), kind="news")
            facts = replace(facts, live_digest=digest, live_passage=passage, withdrawn=False)
        elif made.verb in PUBLIC:
            digest = self.digest()
            withdrawn = made.verb == "withdraw"
            facts = replace(facts, digest=digest, live_digest=digest if withdrawn else None, withdrawn=withdrawn)
        self.facts[story.key] = facts
        return self.on_record(made, facts, permit, digest)

    def on_record(self, made: Try, facts: ItemFacts, permit: Permit, digest: str) -> Deed:
        told = report.is_reported(permit, self.book, at=self.now)
        if told:
            self.reports.append((facts.state, made.verb, made.person))
        place = (permit.in_place_of.person, str(permit.in_place_of.role)) if permit.in_place_of else None
        return Deed(made, facts.unit, permit.appointment.id, permit.capacity, place, told, digest)

    def acknowledged(self, by: str) -> int | None:
        left: list[tuple[State, str, str]] = []
        anew: list[tuple[State, str, str]] = []
        for state, verb, actor in self.reports or [(State.DRAFT, "", "")]:
            given = {"about": verb, "actor": actor}
            try:
                permit = report.permit_to_acknowledge(by, state, self.bench(), self.book, at=self.now, **given)
            except Refused:
                left.append((state, verb, actor))
                continue
            anew += [(state, permit.move.verb, by)] if report.is_reported(permit, self.book, at=self.now) else []
        if len(left) == max(1, len(self.reports)):
            return None
        count, self.reports = len(self.reports) - len(left), left + anew
        return count

    def reorganised(self, units: Sequence[str], into: str, *, new: bool, since: date, by: str, paper: str) -> bool:
        if against_changing(by, self.bench(), self.book, at=self.now, paper=paper):
            return False
        return not faults_of_change(units, into, since, paper, self.people, new=new, by=by, at=self.now)

    def asked(self, made: Try, story: Story, unit: str, until: date) -> Deed | None:
        facts, waited = self.facts[story.key], {each.unit for each in self.open_on(story)}
        units, seen = {unit: unit}, made.seen or ""
        asking = Asking(made.person, "board", units, frozenset(waited), made.reason, until, seen, self.now)
        try:
            permit = permit_to_ask(asking, facts, self.bench(), self.book)
        except Refused:
            return None
        return self.on_record(made, facts, permit, facts.digest)

    def answered(self, question: Question, by: str, opinion: str, text: str) -> bool:
        facts = self.facts[question.story.key]
        barred = facts.passage.authors | {question.by}
        about = consultation.Question("board", question.unit, "", barred, question.until, question.answered)
        try:
            permit_to_answer(about, by, opinion, text, facts.state, self.bench(), self.book, at=self.now)
        except Refused:
            return False
        return True

    def out(self, story: Story) -> list[consultation.Question]:
        """Return what was asked about an item and not answered, as the core knows it."""
        asked = self.open_on(story)
        return [consultation.Question("board", each.unit, "", frozenset(), each.until) for each in asked]

    def open_on(self, story: Story) -> list[Question]:
        return [each for each in self.questions if each.story is story and not each.answered]

    def bench(self) -> Bench:
        """Return everybody as they are at this step; many try in one, and nobody changes meanwhile but by coming in."""
        people = self.people
        known = (self.now, len(people.seats), len(people.aways), len(people.papers), len(people.mergers))
        if self.gathered is None or self.gathered[0] != known:
            self.gathered = known, self._bench()
        return self.gathered[1]

    def _bench(self) -> Bench:
        merged = {each.unit: self._placed(each.unit) for each in self.people.mergers}
        return Bench(
            "board",
            tuple(self._office(each) for each in self.people.seats),
            tuple(Absence(each.person, each.since, each.until) for each in self.people.aways),
            self._placed(self.people.organisation),
            tuple(self._delegation(each) for each in self.people.papers),
            {old: now for old, now in merged.items() if old != now},
            self._renamed(self.now.date()),
        )

    def _renamed(self, day: date) -> dict[str, str]:
        return {unit: self.people.called(unit, day) for unit in self.people.renames(day)}

    def _placed(self, unit: str) -> str:
        return self.people.placed(unit, self.now.date())

    def _units(self, units: frozenset[str]) -> frozenset[str]:
        """Return units with what became of them, and with all that became the same."""
        if not units or not self.people.mergers:
            return units
        everyone = {*UNITS, *self.people.founded}
        return units | {each for each in everyone if self.people.among(each, units, self.now.date())}

    def _office(self, seat: Seat) -> Appointment:
        return Appointment(
            seat.id, seat.person, seat.person, Role(seat.role), seat.role, seat.since, seat.until,
            self._units(seat.units), seat.sections, seat.rank,
        )  # fmt: skip

    def _delegation(self, paper: Paper) -> Delegation:
        return Delegation(
            paper.id, self._office(paper.giver), paper.to, paper.moves, paper.since, paper.until, paper.words,
            paper.units, kinds=paper.kinds, revoked=paper.revoked,
        )  # fmt: skip

    def digest(self) -> str:
        self.count += 1
        return f"d{self.count}"


class Hostile(CoreWalk):
    """The same days with a core that was tampered with: only what is done is looked at, not what is refused."""

    complete = False


def test_random_days_of_a_board_hold_nothing_unlawful() -> None:
    tally = walked(CoreWalk, walks=130, steps=200, derandomize=True)
    assert tally["steps"] >= 20_000
    assert {verb for verb in KNOWN if not tally[verb]} == NEVER
    assert tally["publish"] >= 100
    assert tally["in the chief's place"] >= 100
    assert tally["by delegation"] >= 20
    assert tally["refused"] >= 20_000
    assert tally["reported"] - tally["take_down_at_once"] == tally["in the chief's place"]


class ThreeMembers(CoreWalk):
    """The days of a board of three, by its own regulation."""

    house = THREE


def test_random_days_of_a_board_of_three_hold_nothing_unlawful() -> None:
    tally = walked(ThreeMembers, walks=30, steps=150, derandomize=True)
    assert tally["steps"] >= 3_000
    assert tally["publish"] >= 15
    assert tally["short"] >= 5
    assert tally["refused"] >= 3_000


BAR_OF = chain.bar_of


def only_absence(
    step: object, appointment: Appointment, _item: object, bench: Bench, _book: object, at: datetime
) -> Bar | None:
    return Bar.AWAY if bench.away(appointment.person, at) else None


def barred_before(
    step: chain.Step, appointment: Appointment, item: Passage, bench: Bench, book: Book, at: datetime
) -> Bar | None:
    before = replace(item, edited_by=frozenset(), last_editor=None, signed_by=None)
    return BAR_OF(step, appointment, before, bench, book, at)


def still_there(office: Appointment, on: date) -> bool:
    return office.since <= on


def no(*_: object, **__: object) -> bool:
    return False


def nothing(*_: object, **__: object) -> tuple[()]:
    return ()


def anybody_with_a_paper(paper: Delegation, bench: Bench, book: Book, *, at: datetime) -> Appointment | None:
    return next((each for each in bench.of(paper.delegate, at.date()) if each.role in DEPUTIES), None)


def itself(_: Bench, unit: str) -> str:
    return unit


def everybody_seated(
    _unit: str, _barred: frozenset[str], bench: Bench, _book: Book, *, at: datetime
) -> tuple[chain.Holder, ...]:
    return tuple(chain.Holder(each, Capacity.OWN, "") for each in bench.appointments if each.holds(at.date()))


in_order = chain._delegates


def by_the_step(step: Step, _power: str, *facts: Any) -> Iterator[chain.Holder]:
    return in_order(step, step, *facts)


def grown(bench: Bench, unit: str) -> str:
    return bench.placed(unit)


FORGOTTEN = {
    "absences": (Bench, "away", no, "had no right to"),
    "who changed it in editing, or last": (chain, "bar_of", barred_before, "had no right to"),
    "who makes way for themselves": (absence, "comes_to_act", no, "would come to act in the place"),
    "who wrote it": (item, "_signing", nothing, "its moderator is a writer of it"),
    "who took the step before": (chain, "bar_of", only_absence, "had no right to"),
    "that papers end": (chain, "office_of", anybody_with_a_paper, "had no right to"),
    "what a paper names": (chain, "_delegates", by_the_step, "had no right to (take_down|withdraw|recall) "),
    "which unit a paper names": (Bench, "named", grown, "had no right to"),
    "whose a paper's power is": (delegation, "_form", nothing, "a delegation:"),
    "what was on the screen": (
        item,
        "_brought",
        nothing,
        "decided on|decided while|what is published|nothing is said|no reason|its moderator is",
    ),
    "what became of units": (
        Bench,
        "placed",
        itself,
        "asked before|had no right to|no other unit|nobody could answer|was for",
    ),
    "who answers for a unit": (consultation, "answerers", everybody_seated, "the answer was for|nobody could answer"),
    "the report": (report, "is_reported", no, "not reported to the chief"),
    "the day on which an office ends": (
        Appointment,
        "holds",
        still_there,
        "an item was begun by|holds no office|not theirs that day|had no right to|not to a deputy",
    ),
}


class HostileMerging(Merging, Hostile):
    pass


class HostileMakingWay(MakingWay, Hostile):
    pass


OFTEN = {"which unit a paper names": HostileMerging, "who makes way for themselves": HostileMakingWay}


@pytest.mark.parametrize("what", FORGOTTEN)
def test_the_walk_finds_what_the_core_forgets(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    place, name, instead, said = FORGOTTEN[what]
    monkeypatch.setattr(place, name, instead)
    assert re.search(said, caught(OFTEN.get(what, Hostile), walks=60, steps=150))


class HostileThree(Hostile):
    """The same on a board that has a short chain."""

    house = THREE


def test_the_walk_finds_what_goes_around_the_chief(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(item, "against_short", nothing)
    assert re.search("what may be sensitive went around the chief", caught(HostileThree, walks=40, steps=150))


@pytest.mark.parametrize(("days", "walks"), [(Hostile, 20), *((days, 8) for days in OFTEN.values())])
def test_the_walk_finds_nothing_where_nothing_is_forgotten(days: type[Hostile], walks: int) -> None:
    assert caught(days, walks=walks, steps=150) == ""
