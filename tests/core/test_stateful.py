"""Random days of a board, put to the core alone: every act that it permits is the regulation's, and none is missing."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date, datetime

import pytest

from chauphe.core import chain, delegation, item, report
from chauphe.core.absence import against_recording
from chauphe.core.authority import DEPUTIES, Absence, Appointment, Bench, Delegation, Role
from chauphe.core.chain import Bar, Passage
from chauphe.core.item import Attempt, ItemFacts
from chauphe.core.moves import MOVES, PUBLIC, State
from chauphe.core.refusal import Refused
from chauphe.regulation.book import Book, load, shipped
from tests.core.people import after
from tests.core.people import item as facts_at
from tests.walk.machine import Days
from tests.walk.oracle import KNOWN, Deed, Story, Try, faults_of_publication
from tests.walk.people import THREE, Away, Paper, People, Seat
from tests.walk.walk import BEGAN, caught, walked

BOOKS = {name: load(path) for name, path in shipped().items()}


class CoreWalk(Days):
    """The walk with the facts of each item in memory, as the services would keep them in rows."""

    def __init__(self, tally: Counter[str]) -> None:
        self.facts: dict[str, ItemFacts] = {}
        self.reports: list[tuple[State, str]] = []
        self.book = BOOKS[self.house.regulation]
        super().__init__(tally)

    def appointed(self, seat: Seat) -> bool:
        seat.id = f"s{seat.rank:03}"
        return True

    def dismissed(self, seat: Seat, until: date) -> bool:
        return True

    def recorded_away(self, away: Away, by: str) -> bool:
        return not against_recording(by, away.person, self.bench(), self.book, at=self.now)

    def recorded_back(self, away: Away, by: str) -> bool:
        return not against_recording(by, away.person, self.bench(), self.book, at=self.now)

    def delegated(self, paper: Paper, by: str) -> bool:
        paper.id = f"p{len(self.people.papers)}"
        others = [_delegation(each) for each in self.people.papers]
        return not delegation.against(_delegation(paper), others, self.bench(), self.book, by=by, at=self.now)

    def revoked(self, paper: Paper, by: str) -> bool:
        return by == paper.giver.person

    def begun(self, writer: str, unit: str, section: str) -> Story | None:
        if not self.bench().of(writer, self.now.date()):
            return None
        digest = self.digest()
        key = f"item-{digest}"
        self.facts[key] = facts_at(
            unit=unit, section=section, authors=frozenset({writer}), created_by=writer, digest=digest
        )
        return Story(key, unit, section, {writer}, digest)

    def changed(self, story: Story, by: str, *, author: str, unit: str, section: str) -> bool:
        facts, bench = self.facts[story.key], self.bench()
        if item.refusals(Attempt("edit", by, "board", self.now), facts, bench, self.book):
            return False
        if not item.against_rerouting(facts, bench, self.book, unit=unit, section=section, at=self.now):
            story.unit, story.section = unit, section
        self.facts[story.key] = replace(facts, unit=story.unit, section=story.section, unfrozen=True)
        return True

    def done(self, made: Try, story: Story) -> Deed | None:
        facts = self.facts[story.key]
        brought = made.seen, made.reason, made.ground, made.notice, made.due
        permit = item.judge(
            Attempt(made.verb, made.person, "board", self.now, *brought), facts, self.bench(), self.book
        ).permit
        if permit is None:
            return None
        digest = facts.digest
        if made.verb != "edit":
            facts = after(facts, permit, made.person)
        if made.verb == "edit" or (made.verb == "revise" and made.source in ("withdrawn", "taken_down")):
            digest = self.digest()
            authors = facts.authors | story.pending
            facts = replace(facts, digest=digest, last_editor=made.person, authors=authors, unfrozen=False)
        if permit.move.target is State.PUBLISHED:
            digest = facts.signed_digest or ""
            passage = Passage(facts.unit, facts.section, frozenset(), kind="news")
            facts = replace(facts, live_digest=digest, live_passage=passage, withdrawn=False)
        elif made.verb in PUBLIC:
            digest = self.digest()
            withdrawn = made.verb == "withdraw"
            facts = replace(facts, digest=digest, live_digest=digest if withdrawn else None, withdrawn=withdrawn)
        self.facts[story.key] = facts
        told = report.is_reported(permit, self.book, at=self.now)
        if told:
            self.reports.append((facts.state, made.verb))
        place = (permit.in_place_of.person, str(permit.in_place_of.role)) if permit.in_place_of else None
        return Deed(made, facts.unit, permit.appointment.id, permit.capacity, place, told, digest)

    def acknowledged(self, by: str) -> int | None:
        bench = self.bench()
        try:
            report.permit_to_acknowledge(by, State.DRAFT, bench, self.book, at=self.now)
            for state, verb in self.reports:
                report.permit_to_acknowledge(by, state, bench, self.book, at=self.now, about=verb)
        except Refused:
            return None
        count, self.reports = len(self.reports), []
        return count

    def bench(self) -> Bench:
        return Bench(
            "board",
            tuple(_office(each) for each in self.people.seats),
            tuple(Absence(each.person, each.since, each.until) for each in self.people.aways),
            self.people.organisation,
            tuple(_delegation(each) for each in self.people.papers),
        )

    def digest(self) -> str:
        self.count += 1
        return f"d{self.count}"


def _office(seat: Seat) -> Appointment:
    return Appointment(
        seat.id, seat.person, seat.person, Role(seat.role), seat.role, seat.since, seat.until,
        seat.units, seat.sections, seat.rank,
    )  # fmt: skip


def _delegation(paper: Paper) -> Delegation:
    return Delegation(
        paper.id, _office(paper.giver), paper.to, paper.moves, paper.since, paper.until, paper.words, paper.units,
        kinds=paper.kinds, revoked=paper.revoked,
    )  # fmt: skip


class Hostile(CoreWalk):
    """The same days with a core that was tampered with: only what is done is looked at, not what is refused."""

    complete = False


def test_random_days_of_a_board_hold_nothing_unlawful() -> None:
    tally = walked(CoreWalk, walks=140, steps=200)
    assert tally["steps"] >= 20_000
    assert {verb for verb in KNOWN if not tally[verb]} == set()
    assert tally["publish"] >= 100
    assert tally["in the chief's place"] >= 100
    assert tally["by delegation"] >= 20
    assert tally["refused"] >= 20_000
    assert tally["reported"] - tally["take_down_at_once"] == tally["in the chief's place"]


class ThreeMembers(CoreWalk):
    """The days of a board of three, by its own regulation."""

    house = THREE


def test_random_days_of_a_board_of_three_hold_nothing_unlawful() -> None:
    tally = walked(ThreeMembers, walks=30, steps=150)
    assert tally["steps"] >= 3_000
    assert tally["publish"] >= 20
    assert tally["refused"] >= 3_000


def only_absence(
    step: object, appointment: Appointment, _item: object, bench: Bench, _book: object, at: datetime
) -> Bar | None:
    return Bar.AWAY if bench.away(appointment.person, at) else None


def still_there(office: Appointment, on: date) -> bool:
    return office.since <= on


def no(*_: object, **__: object) -> bool:
    return False


def nothing(*_: object, **__: object) -> tuple[()]:
    return ()


def anybody_with_a_paper(paper: Delegation, bench: Bench, book: Book, *, at: datetime) -> Appointment | None:
    return next((each for each in bench.of(paper.delegate, at.date()) if each.role in DEPUTIES), None)


FORGOTTEN = {
    "absences": (Bench, "away", no, "had no right to"),
    "who wrote it": (item, "_signing", nothing, "its moderator is a writer of it"),
    "who took the step before": (chain, "_bar", only_absence, "had no right to"),
    "that papers end": (chain, "office_of", anybody_with_a_paper, "had no right to"),
    "whose a paper's power is": (delegation, "_form", nothing, "a delegation:"),
    "what was on the screen": (item, "_brought", nothing, "decided on|what is published|nothing is said|no reason"),
    "the report": (report, "is_reported", no, "not reported to the chief"),
    "the day on which an office ends": (
        Appointment,
        "holds",
        still_there,
        "an item was begun by|holds no office|not theirs that day|had no right to",
    ),
}


@pytest.mark.parametrize("what", FORGOTTEN)
def test_the_walk_finds_what_the_core_forgets(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    place, name, instead, said = FORGOTTEN[what]
    monkeypatch.setattr(place, name, instead)
    assert re.search(said, caught(Hostile, walks=60, steps=150))


def test_the_walk_finds_nothing_where_nothing_is_forgotten() -> None:
    assert caught(Hostile, walks=20, steps=150) == ""


WHOLE = (("forward", "em"), ("moderate", "chi"), ("sign_off", "an"))


def told(*steps: tuple[str, str], writer: str = "khanh", sealed: str = "d1") -> list[str]:
    """Say what is wrong with the publication of an item that these steps were taken on."""
    story = Story("i0", "labour", "tin-tuc", {writer}, "d1", state="signed_off")
    for verb, person in steps:
        move = next(each for each in MOVES if each.verb == verb)
        made = Try(verb, person, BEGAN, move.source, move.target, move.duty, move.needs)
        story.deeds.append(Deed(made, "labour", "s001", "own", None, False, sealed))
    move = next(each for each in MOVES if each.verb == "publish")
    made = Try("publish", "hai", BEGAN, move.source, move.target, move.duty, move.needs)
    return faults_of_publication(Deed(made, "labour", "s007", "own", None, False, "d1"), story, People("organisation"))


@pytest.mark.parametrize(
    ("found", "wrong"),
    [
        (told(*WHOLE), []),
        (told(*WHOLE[1:]), ["published without a step of its way"]),
        (told(WHOLE[0], WHOLE[2]), ["published without a step of its way"]),
        (told(*WHOLE[:2]), ["published without a step of its way"]),
        (told(*WHOLE, ("recall", "an")), ["published without a step of its way"]),
        (told(*WHOLE, ("return_to_moderation", "an"), WHOLE[2]), ["published without a step of its way"]),
        (told(*WHOLE[:2], ("sign_off", "chi")), ["two steps of its way by one person"]),
        (told(*WHOLE, writer="an"), ["approved by a writer of it"]),
        (told(*WHOLE, sealed="d0"), ["published on another digest than was signed off"]),
    ],
)
def test_a_publication_that_lacks_an_approval_is_named(found: list[str], wrong: list[str]) -> None:
    assert found == wrong
