"""One table of rights: who may make which move from which state, present or away, author or not (Điều 3 to 7).

Every cell is asked of `judge`, on a model board with one of each: nothing is written down here that the core does not
decide. The docs print the table, and the tests put each cell to the services and to the desk.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum

from chauphe.core.authority import Absence, Appointment, Bench, Role
from chauphe.core.chain import Passage
from chauphe.core.checklist import TO_CHIEF, asked
from chauphe.core.item import Attempt, ItemFacts, Verdict, judge
from chauphe.core.moves import MOVES, SENDS, Move, State
from chauphe.regulation.book import Book


class Who(StrEnum):
    """One of each who may meet an item of the model unit."""

    CHIEF = "chief"
    STANDING = "standing"
    DEPUTY = "deputy"
    OTHER_DEPUTY = "other_deputy"
    MEMBER = "member"
    OTHER_MEMBER = "other_member"
    SECRETARY = "secretary"
    CONTRIBUTOR = "contributor"
    COLLEAGUE = "colleague"
    STRANGER = "stranger"


class Case(StrEnum):
    """Under what circumstances a row of the table is asked."""

    ORDINARY = "ordinary"
    AUTHOR = "author"
    AWAY = "away"
    CHIEF_AWAY = "chief_away"


REASON = "Lý do được viết đủ dài để ai đọc cũng hiểu vì sao việc này cần làm ngay"

UNIT, ELSEWHERE, ORGANISATION = "unit", "elsewhere", "organisation"
AT = datetime(2026, 11, 23, 9, tzinfo=timezone(timedelta(hours=7)))
_SINCE = date(2020, 5, 1)
_OFFICES = {
    Who.CHIEF: (Role.EDITOR_IN_CHIEF, ""),
    Who.STANDING: (Role.STANDING_DEPUTY, ELSEWHERE),
    Who.DEPUTY: (Role.DEPUTY_EDITOR, UNIT),
    Who.OTHER_DEPUTY: (Role.DEPUTY_EDITOR, ORGANISATION),
    Who.MEMBER: (Role.BOARD_MEMBER, UNIT),
    Who.OTHER_MEMBER: (Role.BOARD_MEMBER, ELSEWHERE),
    Who.SECRETARY: (Role.SECRETARY, ""),
    Who.CONTRIBUTOR: (Role.CONTRIBUTOR, UNIT),
    Who.COLLEAGUE: (Role.CONTRIBUTOR, UNIT),
}
"""The offices of the model board; the contributor is the item's author, and the stranger holds none."""

CONTENT = {
    "kind": "news",
    "title": "Tin",
    "body": "<p>Tin.</p>",
    "section": {"slug": "section"},
    "unit": {"code": UNIT},
    "authors": [{"name": "contributor", "share": 100}],
    "images": [],
    "files": [],
    "document": None,
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One question of the table and its answer."""

    who: Who
    move: Move
    case: Case
    verdict: Verdict

    @property
    def allowed(self) -> bool:
        return self.verdict.permit is not None


def cells(book: Book, content: Mapping[str, object] = CONTENT) -> Iterator[Cell]:
    """Yield every cell: each row of the table of moves, put by each, under each circumstance, on this content."""
    for case in Case:
        for who in Who:
            for move in MOVES:
                yield Cell(who, move, case, _asked(who, move, case, book, content))


def bench(book: Book, *away: Who) -> Bench:
    """Return the model board, some of whom are away."""
    offices = tuple(
        Appointment(
            id=who, person=who, name=who, role=role, title=str(book.rule(f"role.{role}", on=AT.date()).value),
            since=_SINCE, units=frozenset(unit.split()), rank=rank,
        )
        for rank, (who, (role, unit)) in enumerate(_OFFICES.items())
    )  # fmt: skip
    absences = tuple(Absence(who, AT - timedelta(hours=1)) for who in away)
    return Bench("model", offices, absences, ORGANISATION)


def harmless(book: Book) -> Mapping[str, object]:
    """Return the model content with a “no” to everything that the board asks."""
    codes = asked(book, on=AT.date()) - {TO_CHIEF}
    return {**CONTENT, "checklist": dict.fromkeys(sorted(codes), False)}


def _asked(who: Who, move: Move, case: Case, book: Book, content: Mapping[str, object]) -> Verdict:
    gone = {Case.AWAY: (who,), Case.CHIEF_AWAY: (Who.CHIEF,)}.get(case, ())
    authors = frozenset({Who.CONTRIBUTOR, who} if case is Case.AUTHOR else {Who.CONTRIBUTOR})
    item = replace(_item(move.source, authors), content=content, fresh_hosts=())
    ground = next(iter(book.rule("move.refuse", on=AT.date()).value))
    seen = item.signed_digest if move.verb in SENDS else item.digest
    attempt = Attempt(move.verb, who, "model", AT, seen, REASON, ground, "Đã gỡ", due=AT + timedelta(hours=1))
    return judge(attempt, item, bench(book, *gone), book)


def _item(state: State, authors: frozenset[str]) -> ItemFacts:
    """Return an item of the model unit as it comes to a state: put forward by its member, moderated by its deputy.

    An earlier revision of it is on the site.
    """
    item = ItemFacts("model", UNIT, "section", state, authors, "digest", CONTENT, created_by=Who.CONTRIBUTOR)
    signed = {State.SIGNED_OFF, State.SCHEDULED}
    if state in {State.IN_MODERATION, State.AWAITING_SIGN_OFF, *signed}:
        item = replace(item, forwarded_by=Who.MEMBER)
    if state in {State.AWAITING_SIGN_OFF, *signed}:
        item = replace(item, moderated_by=Who.DEPUTY)
    item = replace(item, live_digest="digest", live_passage=Passage(UNIT, "section", frozenset(), kind="news"))
    return replace(item, signed_digest="digest") if state in {*signed, State.PUBLISHED} else item
