"""Another unit is asked about a frozen copy, and answers once: two acts on record, on the same digest."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from chauphe.core.consultation import Asking, permit_to_answer, permit_to_ask
from chauphe.core.moves import State
from chauphe.core.text import nfc
from chauphe.items.consultations import question_of
from chauphe.items.facts import facts_of, unfrozen
from chauphe.items.models import Consultation, Revision
from chauphe.items.services.lock import demand_as_recorded, locked, recorded
from chauphe.people.models import Board, Person, Unit
from chauphe.people.selectors import bench_of, book_of, local


@transaction.atomic
def consult(
    item_id: UUID, *, board: Board, by: Person, at: datetime, seen: str, units: Iterable[Unit], text: str, until: date,
    factor: str = "password",
) -> list[Consultation]:  # fmt: skip
    """Ask units about the revision that was on the screen, until the end of a day; each question is an act of its own.

    Raises Refused with every reason; then nobody was asked. Units of another board are not seen.
    """
    item = locked(item_id, board=board)
    demand_as_recorded(item, board)
    asked = [unit for unit in units if unit.board_id == board.pk]
    still_open = Consultation.objects.filter(item=item, answered=None).values_list("unit__code", flat=True)
    asking = Asking(
        person=str(by.pk),
        board=board.slug,
        units={unit.code: unit.name for unit in asked},
        open=frozenset(still_open),
        text=text,
        until=until,
        seen=seen,
        at=local(at),
    )
    facts = replace(facts_of(item), unfrozen=unfrozen(item))
    permit = permit_to_ask(asking, facts, bench_of(board, at=at), book_of(board))
    said: dict[str, Any] = {"board": board, "at": at, "reason": nfc(text), "factor": factor}
    return [
        Consultation.objects.create(
            board=board,
            item=item,
            revision=_current(item.current),
            unit=unit,
            asked_by=by,
            asked_at=at,
            asked=recorded(permit, item, details=_to(unit) | {"until": until.isoformat()}, **said),
            text=nfc(text),
            until=until,
        )
        for unit in asked
    ]


@transaction.atomic
def answer(
    seq: int, *, board: Board, by: Person, at: datetime, opinion: str, text: str = "", factor: str = "password"
) -> Consultation:
    """Answer the question at a place of the board's log, once, on the revision that was asked about.

    Raises Consultation.DoesNotExist where there is none. The item may have gone on or changed: the answer is on record
    all the same, and late where it is.
    """
    item_id = Consultation.objects.values_list("item_id", flat=True).get(asked__seq=seq, board=board)
    item = locked(item_id, board=board)
    rows = Consultation.objects.select_for_update(of=("self",))
    row = rows.select_related("board", "unit", "item", "asked").get(asked__seq=seq, board=board)
    question = question_of(row)
    people, book, state = bench_of(board, at=at), book_of(board), State(item.state)
    permit = permit_to_answer(question, str(by.pk), opinion, text, state, people, book, at=local(at))
    late = question.late(local(at).date())
    details = _to(row.unit) | {"asked": str(row.asked.seq), "opinion": opinion, "until": row.until.isoformat()}
    details |= {"late": "yes"} if late else {}
    row.answered = recorded(
        permit, item, board=board, at=at, reason=nfc(text), factor=factor, about=row.asked, details=details
    )
    row.answered_by, row.answered_at, row.opinion, row.answer = by, at, opinion, nfc(text)
    row.save(update_fields=["answered", "answered_by", "answered_at", "opinion", "answer"])
    return row


def _current(revision: Revision | None) -> Revision:
    if revision is None:
        raise Revision.DoesNotExist
    return revision


def _to(unit: Unit) -> dict[str, str]:
    return {"unit": unit.code, "name": unit.name}
