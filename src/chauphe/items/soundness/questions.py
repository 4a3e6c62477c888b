"""Whether questions to units, their answers, and what was found still right are what the ledger recorded of them.

Each row is read once with the acts that it names; an act without its row is named as well.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery

from chauphe.core.consultation import ANSWER, ASK
from chauphe.core.review import VERB
from chauphe.items.facts import id_of
from chauphe.items.models import Consultation, Item, Review
from chauphe.ledger.models import Entry
from chauphe.people.models import Board

CHUNK = 1_000


def astray_of_questions(board: Board) -> Iterator[tuple[int, str]]:
    """Yield items by number with the name of the table whose row is not what was recorded, or is gone."""
    yield from ((row.item.number, "consultation") for row in _consultations(board) if not _is_asked(row))
    yield from _gone(board, ASK, "consultation", Consultation.objects.filter(asked=OuterRef("pk")))
    yield from _gone(board, ANSWER, "consultation", Consultation.objects.filter(answered=OuterRef("pk")))
    yield from ((number, "review") for number in _reviews(board))
    yield from _gone(board, VERB, "review", Review.objects.filter(entry=OuterRef("pk")))


def _consultations(board: Board) -> Iterator[Consultation]:
    rows = Consultation.objects.filter(Q(board=board) | Q(item__board=board)).order_by("pk")
    named = rows.select_related("board", "item", "revision", "unit", "asked", "answered").defer("revision__content")
    return named.iterator(chunk_size=CHUNK)


def _is_asked(row: Consultation) -> bool:
    """Say whether a question, and its answer where there is one, is the act that it names."""
    asked = json.loads(row.asked.record)
    about = row.board.slug, row.item_id.hex, row.revision.number, row.revision.digest
    said = {"unit": row.unit.code, "until": row.until.isoformat()}
    if row.revision.item_id != row.item_id or not _same(
        asked, ASK, about, person=str(row.asked_by_id), at=row.asked_at, reason=row.text, **said
    ):
        return False
    if row.answered is None:
        return (row.answer, row.opinion) == ("", "")
    told = json.loads(row.answered.record)
    said |= {"asked": str(asked["seq"]), "opinion": row.opinion}
    person = id_of(row.answered_by_id)
    return _same(told, ANSWER, about, person=person, at=row.answered_at, reason=row.answer, **said)


def _same(
    record: dict[str, Any],
    act: str,
    about: tuple[object, ...],
    *,
    person: str | None,
    at: datetime | None,
    reason: str,
    **details: str,
) -> bool:
    written = (at or datetime.min.replace(tzinfo=UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    found = tuple(record[name] for name in ("board", "item", "revision", "digest"))
    who = record["person"]["id"], record["at"], record["reason"], record["act"]
    kept = {name: record.get("details", {}).get(name) for name in details}
    return (found, who, kept) == (about, (person, written, reason, act), details)


def _reviews(board: Board) -> Iterator[int]:
    """Yield the numbers of items of which a review is not the act that it names, on the copy that it names."""
    differs = (
        ~Q(at=F("entry__at"))
        | ~Q(publication__item__id=F("entry__item"))
        | ~Q(publication__sign_off__revision__number=F("entry__revision"))
        | ~Q(board=F("publication__board"))
        | ~Q(entry__act=VERB)
    )
    rows = Review.objects.filter(differs, publication__board=board)
    yield from rows.order_by("publication__item__number").values_list("publication__item__number", flat=True).distinct()


def _gone(board: Board, act: str, name: str, rows: Any) -> Iterator[tuple[int, str]]:
    """Yield the items with an act that left no row behind."""
    numbers = Item.objects.filter(pk=OuterRef("item")).values("number")[:1]
    lost = Entry.objects.filter(log__board=board, act=act).exclude(Exists(rows)).order_by("seq")
    yield from ((number or 0, name) for number in lost.values_list(Subquery(numbers), flat=True))
