"""What units were asked about items, and what they answered: as the ledger tells it of one item, and as it waits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from chauphe.core.authority import Bench
from chauphe.core.consultation import ANSWER, ASK, GOING_ON, RULE_BLOCKS, Blocks, Question, against_going_on, answerers
from chauphe.core.moves import OVER
from chauphe.core.refusal import Refusal
from chauphe.items.models import Consultation, Item
from chauphe.people.models import Board, Person
from chauphe.people.selectors import book_of, local
from chauphe.regulation.book import Book

FOLLOWED = timedelta(days=60)
"""For how long what was asked is shown to whoever asked, while its item is under way; it stays on the item's page."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """A question and its answer as they are on record; `seq` is the place of the question in the board's log."""

    seq: int
    unit: str
    name: str
    until: date
    text: str
    digest: str
    opinion: str = ""
    answer: str = ""
    late: bool = False

    def question(self) -> Question:
        """Return what the core asks of it."""
        return Question("", self.unit, self.name, frozenset(), self.until, bool(self.opinion))


class Open(NamedTuple):
    """A question on somebody's first page; `unit`, `title` and `by` are names, `code` is the unit's."""

    seq: int
    number: int
    title: str
    code: str
    unit: str
    text: str
    until: date
    by: str
    opinion: str


class Asked(NamedTuple):
    """What somebody is to answer, the nearest deadline first, and what they asked of others."""

    to_answer: list[Open]
    followed: list[Open]


def opinions_in(trail: Iterable[Mapping[str, Any]]) -> list[Opinion]:
    """Gather the questions about an item, and their answers, from the acts on record."""
    acts = list(trail)
    told = {record["details"]["asked"]: record for record in acts if record["act"] == ANSWER}
    return [_opinion(record, told.get(str(record["seq"]))) for record in acts if record["act"] == ASK]


def _opinion(asked: Mapping[str, Any], told: Mapping[str, Any] | None) -> Opinion:
    details = asked["details"]
    return Opinion(
        seq=asked["seq"],
        unit=details["unit"],
        name=details["name"],
        until=date.fromisoformat(details["until"]),
        text=asked["reason"],
        digest=asked["digest"],
        opinion=told["details"]["opinion"] if told else "",
        answer=told["reason"] if told else "",
        late=bool(told and "late" in told["details"]),
    )


def find(items: QuerySet[Item], *, number: int, seq: int) -> Consultation | None:
    """Return a question about one of these items, by the item's number and its place in the log (1 query)."""
    rows = Consultation.objects.select_related("board", "item", "unit", "revision", "asked", "asked_by", "answered_by")
    return rows.filter(item__in=items.filter(number=number), asked__seq=seq).first()


def question_of(row: Consultation) -> Question:
    """Turn a row into the core's value (1 query, for the item's writers)."""
    writers = {str(writer.pk) for writer in row.item.writers.all()}
    return Question(
        board=row.board.slug,
        unit=row.unit.code,
        name=row.unit.name,
        barred=frozenset(writers | {str(row.item.created_by_id), str(row.asked_by_id)}),
        until=row.until,
        answered=row.answered_id is not None,
    )


def against_unanswered(verb: str, item: Item, *, board: Board, at: datetime) -> tuple[Refusal, ...]:
    """Say why an item may not go on before units have answered (1 query, on boards that wait for them)."""
    book, on = book_of(board), local(at).date()
    if verb not in GOING_ON or book.rule(RULE_BLOCKS, on=on).value == Blocks.NEVER:
        return ()
    rows = Consultation.objects.filter(item=item, answered=None).order_by("pk").values_list("unit__name", "until")
    out = [Question(board.slug, "", name, frozenset(), until) for name, until in rows]
    return against_going_on(verb, out, book, on=on)


def asked_around(person: Person, *, board: Board, bench: Bench, book: Book, at: datetime) -> Asked:
    """Return the questions that this person may answer or has asked, on items still under way (1 query).

    What was published meanwhile is asked no longer, though it may still be answered.
    """
    mine = Q(asked_by=person, asked_at__gte=at - FOLLOWED)
    rows = Consultation.objects.filter(Q(answered=None) | mine, board=board).exclude(item__state__in=OVER)
    found: dict[int, tuple[UUID, Open]] = {}
    barred: dict[int, set[str]] = {}
    for pk, writer, maker, asker, *row in rows.order_by("until", "pk").values_list("pk", *_BARRED, *_SHOWN):
        barred.setdefault(pk, set()).update(map(str, (writer, maker, asker)))
        found[pk] = asker, Open._make(row)
    followed = [each for asker, each in found.values() if asker == person.pk]
    to_answer = [
        each
        for pk, (asker, each) in found.items()
        if asker != person.pk
        and any(
            holder.appointment.person == str(person.pk)
            for holder in answerers(each.code, frozenset(barred[pk]), bench, book, at=local(at))
        )
    ]
    return Asked(to_answer, followed)


_BARRED = ("item__writers", "item__created_by", "asked_by")
_SHOWN = (
    "asked__seq",
    "item__number",
    "item__title",
    "unit__code",
    "unit__name",
    "text",
    "until",
    "asked_by__full_name",
    "opinion",
)
