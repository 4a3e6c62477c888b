"""What the engine lets a board do passes the outsider's check, on any board; a way with a step taken out never does."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as some

from chauphe.cli.verify_regulation import both_duties, short_chain
from chauphe.core.authority import Absence, Appointment, Bench, Role
from chauphe.core.checklist import short_of
from chauphe.core.events import Subject, act_of
from chauphe.core.item import Attempt, ItemFacts, Permit, judge
from chauphe.core.moves import MOVES, State, act_name, way
from chauphe.regulation.book import Book, load, shipped
from chauphe.seal.acts import SHORT, cut_short, unlawful
from chauphe.seal.findings import Code
from chauphe.seal.hands import done_by_one
from chauphe.seal.proof import OpenedAct
from tests.core.people import NOW, after, item, office

BOOKS = tuple(load(path) for path in shipped().values())
PEOPLE = ("an", "binh", "chi", "dung", "giang", "hai", "khanh")
STEPS = ("submit", "forward", "moderate", "sign_off", "publish")
Record = dict[str, Any]


def seat(role: Role, *usual: str | None) -> some.SearchStrategy[Appointment | None]:
    """Draw who holds an office, mostly the first, or that it stands vacant."""
    who = some.sampled_from([usual[0]] * 6 + list(usual[1:]))
    return who.map(lambda person: office(person, role, units="labour") if person else None)


SEATS = (
    seat(Role.EDITOR_IN_CHIEF, "an", "binh", None),
    seat(Role.STANDING_DEPUTY, "binh", "dung", None),
    seat(Role.DEPUTY_EDITOR, "chi", "binh", "giang", None),
    seat(Role.DEPUTY_EDITOR, "hai", "dung", None, None),
    seat(Role.BOARD_MEMBER, "dung", "khanh", "chi", None),
    seat(Role.SECRETARY, "giang", "an", "dung"),
    seat(Role.CONTRIBUTOR, "khanh"),
)
absences = some.builds(
    lambda person, start: Absence(person, NOW + timedelta(hours=start), NOW + timedelta(hours=start + 3)),
    some.sampled_from(PEOPLE),
    some.integers(-2, 8),
)
benches = some.builds(
    lambda seats, gone: Bench("board", tuple(each for each in seats if each), tuple(gone), "organisation"),
    some.tuples(*SEATS),
    some.lists(absences, max_size=2),
)


class Walk:
    """An item on its way through a board; `done` holds the records of all that was done."""

    def __init__(self, bench: Bench, book: Book, author: str, answers: dict[str, bool] | None = None) -> None:
        self.bench, self.book, self.author = bench, book, author
        self.facts: ItemFacts = item(authors=frozenset({author}), created_by=author, fresh_hosts=())
        if answers is not None:
            self.facts = replace(self.facts, content={**self.facts.content, "checklist": answers})
        self.revision, self.seq, self.at = 1, 0, NOW
        self.ground = next(iter(book.rule("move.refuse", on=NOW.date()).value))
        self.done: list[Record] = []

    def moves(self) -> Iterator[tuple[str, str, Permit]]:
        """Yield what the engine allows now, and to whom."""
        for verb in {move.verb for move in MOVES if move.source is self.facts.state}:
            seen = self.facts.signed_digest if verb == "publish" else self.facts.digest
            for person in PEOPLE:
                attempt = Attempt(verb, person, "board", self.at, seen, "lý do", self.ground)
                permit = judge(attempt, self.facts, self.bench, self.book).permit
                if permit:
                    yield verb, person, permit

    def go(self, verb: str, person: str, permit: Permit) -> None:
        """Do as the services do: change the item, and record it unless it is a draft being written."""
        if verb == "edit":
            self.revision += 1
            edits = {person} if self.facts.state is State.IN_EDITING else set()
            edited = self.facts.edited_by | edits
            self.facts = replace(self.facts, digest=f"d{self.revision}", last_editor=person, edited_by=edited)
        if verb != "edit" or self.facts.state is not State.DRAFT:
            subject = Subject("0" * 32, 7, self.revision, self.facts.digest)
            self.done.append(act_of(permit, subject, self.book, board="board", at=self.at).record(self.seq))
            self.seq += 1
        self.facts = after(self.facts, permit, person)

    @property
    def way(self) -> list[Record]:
        """The records that a proof would open."""
        return way((act_name(record), record) for record in self.done)

    def told(self, way: list[Record]) -> list[Code]:
        """Return what the check says of these records."""
        snapshot = {"board": "board", "item": "0" * 32, "number": 7, "revision": self.revision}
        opened = [OpenedAct(record["seq"], bytes(32), record, ()) for record in way]
        authors = {"authors": [{"name": self.author.title(), "share": 100}]}
        whole = {**self.facts.content, **snapshot, **authors}
        found = [*unlawful(whole, self.facts.digest, opened), *done_by_one(opened, both_duties)]
        return [code for code, _ in (*found, *cut_short(opened, whole, short_chain))]


CODES = ("personal_data", "national_map", "minors", "state_secret", "ongoing_case")
NO = dict.fromkeys(CODES, False)
NOT_ASKED: some.SearchStrategy[dict[str, bool] | None] = some.none()

BY_CHAIN = {"any": BOOKS, "short": tuple(book for book in BOOKS if short_of(book, on=NOW.date()))}
TO_CHIEF = ("moderate", "recall", "return_to_sign_off")


@some.composite
def published(
    draw: some.DrawFn,
    answers: some.SearchStrategy[dict[str, bool] | None] = NOT_ASKED,
    chain: str = "any",
    left_out: tuple[str, ...] = (),
) -> Walk:
    """Walk an item through a board, with detours, until it is public, without the moves that are left out."""
    author = draw(some.sampled_from(["khanh", "khanh", *PEOPLE]))
    walk = Walk(draw(benches), draw(some.sampled_from(BY_CHAIN[chain])), author, draw(answers))
    for turn in range(24):
        if walk.facts.state is State.PUBLISHED:
            break
        moves = sorted(walk.moves(), key=lambda move: move[:2])
        moves = [move for move in moves if move[0] not in left_out]
        onward = [move for move in moves if move[0] in STEPS]
        if moves:
            walk.go(*draw(some.sampled_from(moves if turn < 6 or not onward else onward)))
        walk.at += timedelta(hours=1)
    assume(walk.facts.state is State.PUBLISHED)
    return walk


@settings(max_examples=300, deadline=None)
@given(published())
def test_what_any_board_may_do_is_lawful(walk: Walk) -> None:
    assert walk.told(walk.way) == []


@pytest.mark.parametrize(
    ("verb", "code"),
    [
        ("forward", Code.ACTS_NOT_FORWARDED),
        ("moderate", Code.ACTS_NOT_MODERATED),
        ("sign_off", Code.ACTS_NO_SIGN_OFF),
        ("publish", Code.ACTS_NOT_PUBLISHED),
    ],
)
@settings(max_examples=60, deadline=None)
@given(published())
def test_no_step_can_be_left_out_of_any_way(verb: str, code: Code, walk: Walk) -> None:
    assert code in walk.told([record for record in walk.way if record["act"] != verb])


@settings(max_examples=60, deadline=None)
@given(published(), some.sampled_from(["moderate", "sign_off"]))
def test_nobody_decides_on_what_they_put_forward(walk: Walk, verb: str) -> None:
    person = next(record["person"] for record in walk.way if record["act"] == "forward")
    way = [record | {"person": person} if record["act"] == verb else record for record in walk.way]
    assert Code.ACTS_SAME_PERSON in walk.told(way)


@settings(max_examples=60, deadline=None)
@given(published())
def test_no_edit_can_be_left_out_of_any_way(walk: Walk) -> None:
    begun = next(place for place, record in enumerate(walk.way) if record["act"] == "forward")
    edits = [record for record in walk.way[begun:] if record["act"] == "edit"]
    for edit in edits:
        assert Code.ACTS_CHANGED_UNSEEN in walk.told([record for record in walk.way if record is not edit])


def test_a_chief_may_do_both_where_the_regulation_says_so() -> None:
    at = "2026-11-20T08:15:00Z"
    name = "separation.moderator_and_signer"
    rules = [book.rule(name, on=date(2026, 11, 20)) for book in BOOKS]
    assert [both_duties(book.version, at, name) for book in BOOKS] == [rule.value != "distinct" for rule in rules]
    assert both_duties("another@2025-01-01", at, name)
    assert both_duties("founding@1999-01-01", at, name)
    assert not both_duties("three-member@2024-01-15", "2019-01-01T00:00:00Z", name)
    assert not both_duties("three-member@2024-01-15", "some day", name)


@settings(max_examples=60, deadline=None)
@given(published(some.just(NO), "short"))
def test_what_a_board_does_on_its_short_chain_is_lawful(walk: Walk) -> None:
    assert walk.told(walk.way) == []
    event("short" if _short(walk) else "full")


@settings(max_examples=60, deadline=None)
@given(published(some.dictionaries(some.sampled_from(CODES), some.booleans())))
def test_nothing_sensitive_is_public_without_the_chief(walk: Walk) -> None:
    sensitive = walk.facts.content["checklist"] != NO
    event("sensitive" if sensitive else "harmless")
    if sensitive or walk.book.id == "founding":
        assert not _short(walk)
        assert {"moderate", "sign_off"} <= {record["act"] for record in walk.way}


@settings(max_examples=40, deadline=None)
@given(published(some.just(NO), "short", TO_CHIEF), some.sampled_from(CODES))
def test_a_short_sign_off_of_something_sensitive_is_told(walk: Walk, code: str) -> None:
    assert _short(walk)
    content = dict(walk.facts.content)
    for answers in (NO | {code: True}, {each: no for each, no in NO.items() if each != code}, {}):
        walk.facts = replace(walk.facts, content=content | {"checklist": answers})
        assert Code.ACTS_SHORT in walk.told(walk.way)
    walk.facts = replace(walk.facts, content=content | {"kind": "feature"})
    assert walk.told(walk.way) == [Code.ACTS_SHORT]


@settings(max_examples=40, deadline=None)
@given(published(some.just(NO), "short", TO_CHIEF))
def test_a_regulation_without_a_short_chain_lets_nobody_use_it(walk: Walk) -> None:
    assert _short(walk)
    assert walk.told([record | {"regulation": "founding@2020-05-01"} for record in walk.way]) == [Code.ACTS_SHORT]


def _short(walk: Walk) -> bool:
    """Say whether the last sign-off is of the short chain."""
    return [record["rule"] for record in walk.way if record["act"] == "sign_off"][-1] == SHORT
