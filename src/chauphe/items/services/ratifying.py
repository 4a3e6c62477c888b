"""An urgent sign-off is ratified by whoever may sign off, on the copy that was signed; or it ends by being undone."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from chauphe.core.moves import URGENT, State
from chauphe.core.refusal import N_, Reasons, Refusal, Refused
from chauphe.core.report import permit_to_ratify
from chauphe.core.urgent import RULE, who_ratifies
from chauphe.items.models import Item, SignOff, StandIn
from chauphe.items.services.lock import locked, recorded
from chauphe.items.urgent import came_by, stands, was_published
from chauphe.ledger.models import Entry
from chauphe.ledger.selectors import trail_of
from chauphe.people.models import Board, Person
from chauphe.people.selectors import bench_of, book_of, local
from chauphe.people.services import take_answer
from chauphe.seal.device import FACTOR


@transaction.atomic
def ratify(
    report: int,
    *,
    item_id: UUID,
    board: Board,
    by: Person,
    at: datetime,
    seen: str,
    reason: str = "",
    factor: str = "password",
    answer: Mapping[str, str] | None = None,
) -> StandIn:
    """Ratify the urgent sign-off that a report is about; `seen` is the digest of what was signed.

    Raises ObjectDoesNotExist for anything else or another board's, Refused with every reason against it. `answer` is
    what the person's own device said to the content, in place of the weaker `factor`.
    """
    item = locked(item_id, board=board)
    rows = StandIn.objects.select_for_update(of=("self",)).select_related("entry")
    row = rows.get(pk=report, item=item, entry__act=URGENT)
    signed = SignOff.objects.select_related("revision").get(entry=row.entry)
    bench, book = bench_of(board, at=at), book_of(board)
    against = _against(row, item, signed, seen, Reasons(book, local(at).date()))
    try:
        way = came_by(row.entry.seq, item, trail_of(item.pk, board=board))
        permit = permit_to_ratify(str(by.pk), State(item.state), *way, bench, book, at=local(at))
    except Refused as no:
        raise Refused((*no.refusals, *against)) from no
    if against:
        raise Refused(against)
    device = take_answer(answer, person=by, board=board, item=item.pk, digest=seen, at=at) if answer else None
    row.acknowledged = recorded(
        permit, item, board=board, at=at, reason=reason, factor=FACTOR if device else factor, device=device,
        about=row.entry, details={"act": URGENT, "seq": str(row.entry.seq)},
    )  # fmt: skip
    row.save(update_fields=["acknowledged"])
    return row


def _against(row: StandIn, item: Item, signed: SignOff, seen: str, reasons: Reasons) -> tuple[Refusal, ...]:
    if row.acknowledged_id is not None:
        return (reasons.no("state", N_("This sign-off was ratified, undone or acknowledged already."), RULE),)
    found = []
    if seen != signed.snapshot_id:
        says = N_("This is not the text that was signed off. Read the text that was, then decide.")
        found.append(reasons.no("digest", says, RULE))
    if not stands(row.entry, item, published=was_published(row.entry)):
        says = N_("What was signed off urgently was undone, or is no longer on the site: there is nothing to ratify.")
        found.append(reasons.no("void", says, RULE))
    return tuple(found)


def close_if_undone(
    signed: SignOff | None, item: Item, entry: Entry, *, board: Board, by: Person, at: datetime
) -> None:
    """End the report of an urgent sign-off by the act that undid it, where that was done by who could have ratified."""
    if signed is None or signed.entry.act != URGENT:
        return
    rows = StandIn.objects.select_for_update(of=("self",)).filter(entry=signed.entry, acknowledged=None)
    for row in rows:
        way = came_by(signed.entry.seq, item, trail_of(item.pk, board=board))
        whose = who_ratifies(*way, bench_of(board, at=at), book_of(board), at=local(at))
        if whose.holder(str(by.pk)) is not None:
            row.acknowledged = entry
            row.save(update_fields=["acknowledged"])
