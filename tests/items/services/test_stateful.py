"""The same random days through the services on the database, and what rows, ledger and seal say of them in the end."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from inspect import signature
from typing import Any

import pytest

from chauphe.core import chain, item
from chauphe.core.authority import Bench, Role
from chauphe.core.moves import PUBLIC
from chauphe.core.refusal import Refused
from chauphe.items import services
from chauphe.items.models import Consultation, Item, Publication, SignOff, StandIn
from chauphe.items.services import chain as signing
from chauphe.items.services import lock
from chauphe.items.soundness import astray
from chauphe.ledger.models import Entry
from chauphe.ledger.selectors import astray as ledger_astray
from chauphe.people import models
from chauphe.people.models import Person, Section, Unit
from chauphe.people.services import (
    Reorganisation,
    appoint,
    delegate,
    dismiss,
    end_absence,
    record_absence,
    reorganise,
    revoke,
)
from chauphe.seal.acts import unlawful
from chauphe.seal.proof import OpenedAct
from tests import factories
from tests.rights import undone
from tests.walk.beside import Question
from tests.walk.machine import Days
from tests.walk.oracle import KNOWN, NEVER
from tests.walk.people import FOUNDING, THREE, Away, House, Paper, Seat
from tests.walk.short import Words, checklist
from tests.walk.story import Deed, Story, Try, led_to
from tests.walk.walk import HOSTS, NAMES, SECTIONS, UNITS, Unlawful, caught, published, walked

pytestmark = pytest.mark.django_db


class Office:
    """A board with units, sections and accounts, and nobody in office yet."""

    def __init__(self, house: House = FOUNDING) -> None:
        self.board = factories.board(regulation=house.regulation)
        self.persons = {name: factories.person(name, f"Người Thử {name.title()}") for name in NAMES}
        self.names = {str(person.pk): name for name, person in self.persons.items()}
        self.named = {person.full_name: name for name, person in self.persons.items()}
        self.units = {
            code: Unit.objects.create(board=self.board, code=code, name=code, is_organisation=code == "organisation")
            for code in UNITS
        }
        self.sections = {slug: Section.objects.create(board=self.board, slug=slug, name=slug) for slug in SECTIONS}


class DatabaseWalk(Days):
    """The walk through the services; at its end everything is held against the ledger, and undone."""

    crowd = 2

    def __init__(self, tally: Counter[str], office: Office) -> None:
        self.office, self.board = office, office.board
        self.around = ExitStack()
        self.around.enter_context(undone())
        self.read, self.reported = 0, set[int]()
        self.units = dict(office.units)
        super().__init__(tally)

    def teardown(self) -> None:
        try:
            if not self.broken:
                self.reckoning()
        finally:
            self.around.close()

    def appointed(self, seat: Seat) -> bool:
        remit = {
            "units": [self.units[code] for code in sorted(seat.units)],
            "sections": [self.office.sections[slug] for slug in sorted(seat.sections)],
        }
        at = None if seat.since < self.now.date() else self.now
        try:
            row = appoint(
                self.person(seat.person), Role(seat.role), board=self.board, title=seat.role, since=seat.since,
                until=seat.until, rank=seat.rank, at=at, **remit,
            )  # fmt: skip
        except Refused:
            return False
        seat.id = str(row.pk)
        return True

    def dismissed(self, seat: Seat, until: date) -> bool:
        row = models.Appointment.objects.get(pk=int(seat.id))
        return _possible(lambda: dismiss(row, last_day=until, by=None, at=self.now, anyway=True))

    def recorded_away(self, away: Away, by: str) -> bool:
        try:
            row = record_absence(
                self.person(away.person), board=self.board, since=away.since, until=away.until, by=self.person(by),
                at=self.now,
            )  # fmt: skip
        except Refused:
            return False
        away.id = row.pk
        return True

    def recorded_back(self, away: Away, by: str) -> bool:
        row = models.Absence.objects.filter(pk=away.id).first()
        return row is not None and _possible(lambda: end_absence(row, by=self.person(by), at=self.now))

    def delegated(self, paper: Paper, by: str) -> bool:
        giver = models.Appointment.objects.get(pk=int(paper.giver.id))
        try:
            row = delegate(
                giver, self.person(paper.to), since=paper.since, until=paper.until, paper=paper.words,
                by=self.person(by), at=self.now, moves=paper.moves, kinds=paper.kinds,
                units=[self.units[code] for code in paper.units],
            )  # fmt: skip
        except Refused:
            return False
        paper.id = str(row.pk)
        return True

    def revoked(self, paper: Paper, by: str) -> bool:
        row = models.Delegation.objects.get(pk=int(paper.id))
        return _possible(lambda: revoke(row, by=self.person(by), at=self.now))

    def begun(self, writer: str, unit: str, section: str) -> Story | None:
        words = {"title": "Khai giảng lớp bồi dưỡng", "summary": "180 học viên.", "body": "<p>Sáng nay.</p>"}
        try:
            row = services.create(
                self.board, by=self.person(writer), at=self.now, kind="news", unit=self.units[unit],
                section=self.office.sections[section], content=words,
            )  # fmt: skip
        except Refused:
            return None
        revision = services.freeze(row.pk, board=self.board, by=self.person(writer), at=self.now)
        return Story(row.pk.hex, unit, section, {writer}, revision.digest)

    def changed(self, story: Story, by: str, words: Words, *, author: str, unit: str, section: str) -> bool:
        draft = self.row(story).draft
        self.count += 1
        people = [each["person"] for each in draft.content["authors"]]
        people += [str(self.person(author).pk)] if author else []
        links = "".join(f' <a href="https://{host}/tin">Xem thêm</a>' for host in words.hosts)
        body = f"<p>Sáng nay, lần {self.count}.{links}</p>"
        said = {"body": body, "authors": self.shares(dict.fromkeys(people)), "checklist": checklist(words.answers)}
        given: dict[str, Any] = {"board": self.board, "by": self.person(by), "at": self.now, "version": draft.version}
        places = {"unit": self.units[unit], "section": self.office.sections[section]}
        moved = (unit, section) != (story.unit, story.section)
        try:
            services.save(story.key, draft.content | said, **given, **places)
            story.unit, story.section = unit, section
        except Refused:
            if not moved or not _possible(lambda: services.save(story.key, draft.content | said, **given)):
                return False
        services.let_go(story.key, board=self.board, by=self.person(by))
        return True

    def done(self, made: Try, story: Story) -> Deed | None:
        row = self.row(story)
        if not self.put(made, row):
            return None
        row = self.row(story)
        assert row.current is not None
        if made.verb == "edit" and made.source == "draft":
            return Deed(made, story.unit, self.an_office(made.person), "own", None, False, row.current.digest)
        return self.on_record(made, row)

    def on_record(self, made: Try, row: Item) -> Deed:
        """Read the last act on record."""
        entry = Entry.objects.filter(log__board=self.board).order_by("-seq").first()
        assert row.current is not None
        assert entry is not None
        record = json.loads(entry.record)
        if (record["act"], record["item"], entry.at) != (made.verb, row.pk.hex, self.now):
            raise AssertionError(f"{made} left no act on record")
        place = record["in_place_of"]
        return Deed(
            made=made,
            unit=row.unit.code,
            office=record["appointment"]["id"],
            capacity=record["capacity"],
            in_place_of=(self.office.named[place["name"]], place["title"]) if place else None,
            reported=StandIn.objects.filter(entry=entry).exists(),
            digest=record["digest"] if made.verb == "publish" else row.current.digest,
            seq=entry.seq,
        )

    def put(self, made: Try, row: Item) -> bool:
        """Call the service of an act with what it takes of what is brought."""
        given: dict[str, Any] = {"board": self.board, "by": self.person(made.person), "at": self.now}
        if made.verb == "edit":
            return _possible(lambda: services.freeze(row.pk, **given))
        if made.verb == "publish":
            signed = row.sign_off or SignOff.objects.filter(item=row).last()
            return signed is not None and _possible(lambda: services.publish(signed.pk, seen=made.seen, **given))
        service = getattr(services, made.verb)
        brought: dict[str, object] = {"seen": made.seen or "", "reason": made.reason, "ground": made.ground}
        brought |= {"notice": made.notice, "due": made.due, "ticked": HOSTS if made.ticked else ()}
        given |= {name: each for name, each in brought.items() if name in signature(service).parameters}
        return _possible(lambda: service(row.pk, **given))

    def reorganised(self, units: Sequence[str], into: str, *, new: bool, since: date, by: str, paper: str) -> bool:
        ended = tuple(self.units[each] for each in units)
        given: dict[str, Any] = {"name": into} if new else {"into": self.units[into]}
        what = Reorganisation(since, paper, ended, **given)
        try:
            made = reorganise(what, board=self.board, by=self.person(by), at=self.now, anyway=True)
        except Refused:
            return False
        self.units[into] = made
        return True

    def asked(self, made: Try, story: Story, unit: str, until: date) -> Deed | None:
        given: dict[str, Any] = {"board": self.board, "by": self.person(made.person), "at": self.now}
        given |= {"units": [self.units[unit]], "seen": made.seen, "text": made.reason, "until": until}
        if not _possible(lambda: services.consult(story.key, **given)):
            return None
        deed = self.on_record(made, self.row(story))
        self.reported |= {deed.seq} if deed.reported else set()
        return deed

    def answered(self, question: Question, by: str, opinion: str, text: str) -> bool:
        given: dict[str, Any] = {"board": self.board, "by": self.person(by), "at": self.now}
        return _possible(lambda: services.answer(question.key, opinion=opinion, text=text, **given))

    def acknowledged(self, by: str) -> int | None:
        wanted = StandIn.objects.filter(board=self.board).values_list("pk", flat=True)
        try:
            done = services.acknowledge(wanted, board=self.board, by=self.person(by), at=self.now)
        except Refused:
            return None
        self.read += len(done)
        if by not in {each.person for each in self._seats("editor_in_chief")}:
            self.reported |= {each.acknowledged.seq for each in done if each.acknowledged.act == "ratify"}
        return len(done)

    def row(self, story: Story) -> Item:
        return Item.objects.select_related("unit", "current", "sign_off").get(pk=story.key)

    def person(self, name: str) -> Person:
        return self.office.persons[name]

    def shares(self, people: Iterable[str]) -> list[dict[str, Any]]:
        found = list(people)
        first = 100 - (len(found) - 1) * (100 // len(found))
        return [
            {"person": key, "name": f"Người Thử {self.office.names[key].title()}", "share": share}
            for key, share in zip(found, [first, *[100 // len(found)] * len(found)], strict=False)
        ]

    def an_office(self, person: str) -> str:
        return self.people.offices(person, self.now.date())[0].id

    def reckoning(self) -> None:
        """Hold rows, ledger and seal against what the walk saw being done."""
        deeds = [deed for story in self.stories for deed in story.deeds]
        entries = {entry.seq: entry for entry in Entry.objects.filter(log__board=self.board)}
        told = set(StandIn.objects.filter(board=self.board).values_list("entry__seq", flat=True))
        public = {deed.seq for deed in deeds if deed.verb in PUBLIC}
        questions = [self.asked_and_answered(each, entries) for each in self.questions]
        found = {
            "entries": len(entries) != len(deeds) + self.read + sum(questions),
            "questions": sum(questions) != self.tally_of_questions(),
            "reports": told != {deed.seq for deed in deeds if deed.reported} | self.reported,
            "publications": public != set(Publication.objects.values_list("entry__seq", flat=True)),
            "rows": list(astray(self.board)) != [],
            "ledger": list(ledger_astray(self.board)) != [],
            "proofs": any(self.unproven(story, entries) for story in self.stories),
        }
        self.tally["reckonings"] += 1
        wrong = [name for name, is_wrong in found.items() if is_wrong]
        if wrong:
            raise Unlawful(f"in the end: {', '.join(wrong)}")

    def asked_and_answered(self, question: Question, entries: Mapping[int, Entry]) -> int:
        """Return how many acts a question left on record that are about the words that were before whoever asked."""
        row = Consultation.objects.get(asked__seq=question.key, board=self.board)
        acts = [entries[each] for each in (question.key, row.answered and row.answered.seq) if each is not None]
        return sum(json.loads(each.record)["digest"] == question.digest for each in acts)

    def tally_of_questions(self) -> int:
        return sum(1 + each.answered for each in self.questions)

    def unproven(self, story: Story, entries: Mapping[int, Entry]) -> bool:
        """Say whether the acts that led to one of an item's publications would not stand before a reader."""
        for place, deed in enumerate(story.deeds):
            if deed.verb in PUBLIC:
                led = led_to(story.deeds[: place + 1])
                rows = [entries[each.seq] for each in led]
                opened = [OpenedAct(each.seq, bytes(each.salt), json.loads(each.record), ()) for each in rows]
                sealed = Publication.objects.get(entry__seq=deed.seq, board=self.board).sign_off.snapshot
                if list(unlawful(json.loads(bytes(sealed.data)), sealed.digest, opened)):
                    return True
                self.tally["proofs"] += 1
        return False


def _possible(do: Callable[[], object]) -> bool:
    try:
        do()
    except Refused:
        return False
    return True


class Hostile(DatabaseWalk):
    """The same days over services that were tampered with: only what is done is looked at, not what is refused."""

    complete = False
    crowd = len(NAMES)


@pytest.fixture
def office() -> Office:
    return Office()


def test_random_days_on_the_database_hold_nothing_unlawful(office: Office) -> None:
    tally = walked(lambda tally: DatabaseWalk(tally, office), walks=14, steps=60, derandomize=True)
    assert tally["steps"] >= 400
    assert tally["refused"] >= 100
    assert tally["publish"] >= 3
    assert tally["in the chief's place"] >= 1
    assert tally["proofs"] == published(tally)


class ThreeMembers(DatabaseWalk):
    """The days of a board of three, by its own regulation."""

    house = THREE


def test_random_days_of_a_board_of_three_on_the_database_hold_nothing_unlawful() -> None:
    office = Office(THREE)
    tally = walked(lambda tally: ThreeMembers(tally, office), walks=12, steps=50, derandomize=True)
    assert tally["steps"] >= 200
    assert tally["refused"] >= 30
    assert tally["proofs"] == published(tally)


@pytest.mark.exhaustive
def test_five_thousand_steps_of_a_board_of_three_hold_nothing_unlawful() -> None:
    office = Office(THREE)
    tally = walked(lambda tally: ThreeMembers(tally, office), walks=65, steps=100)
    assert tally["steps"] >= 5_000
    assert tally["short"] >= 5
    assert tally["proofs"] == published(tally)


@pytest.mark.exhaustive
def test_twenty_thousand_steps_on_the_database_hold_nothing_unlawful(office: Office) -> None:
    tally = walked(lambda tally: DatabaseWalk(tally, office), walks=260, steps=100)
    assert tally["steps"] >= 20_000
    assert {verb for verb in KNOWN if not tally[verb]} == NEVER
    assert tally["publish"] >= 100
    assert tally["by delegation"] >= 20
    assert tally["proofs"] == published(tally)


def no(*_: object, **__: object) -> bool:
    return False


def nothing(*_: object, **__: object) -> tuple[()]:
    return ()


FORGOTTEN: dict[str, tuple[Any, str, Any, str]] = {
    "absences": (Bench, "away", no, "had no right to"),
    "who wrote it": (item, "_signing", nothing, "its moderator is a writer of it"),
    "the report": (lock, "is_reported", no, "not reported to the chief"),
    "where links lead": (signing, "against_unseen", nothing, "leads to where nobody looked"),
    "the order of the ladder": (chain, "_in_charge", nothing, "had no right to"),
}


IN_THE_GATE = "the order of the ladder"
"""What is found soonest; the walk through the core forgets more things, and finds each of them in the gate."""


@pytest.mark.parametrize(
    "what", [pytest.param(what, marks=() if what == IN_THE_GATE else pytest.mark.exhaustive) for what in FORGOTTEN]
)
def test_the_walk_finds_what_the_services_forget(what: str, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    place, name, instead, said = FORGOTTEN[what]
    monkeypatch.setattr(place, name, instead)
    assert re.search(said, caught(lambda tally: Hostile(tally, office), walks=20, steps=80))
