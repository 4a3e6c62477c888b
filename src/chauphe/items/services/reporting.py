"""The chief acknowledges what was done in the chief's place, one by one or all at once (Điều 7 khoản 3)."""

import json
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from chauphe.core.moves import URGENT, State
from chauphe.core.refusal import N_, Reasons, Refusal, Refused
from chauphe.core.report import permit_to_acknowledge
from chauphe.core.urgent import RULE
from chauphe.items.models import Item, StandIn
from chauphe.items.services.lock import locked, recorded
from chauphe.items.urgent import stands, was_published
from chauphe.people.models import Board, Person
from chauphe.people.selectors import bench_of, book_of, local


@transaction.atomic
def acknowledge(
    stand_ins: Iterable[int], *, board: Board, by: Person, at: datetime, factor: str = "password"
) -> list[StandIn]:
    """Acknowledge reports, each as an act of its own on what was decided, and return those that were still open.

    Raises Refused for anybody but the chief, and for an urgent sign-off that stands: that one is ratified or undone.
    An act of the chief's own is for the next on the ladder. Of several, those that are somebody else's stay open. What
    was acknowledged before stays as it is; another board's is not seen.
    """
    bench, book = bench_of(board, at=at), book_of(board)
    done: list[StandIn] = []
    against: list[Refusal] = []
    wanted = StandIn.objects.filter(pk__in=list(stand_ins), board=board, acknowledged=None).order_by("pk")
    found = list(wanted.values_list("pk", "item"))
    if not found:
        permit_to_acknowledge(str(by.pk), State.DRAFT, bench, book, at=local(at))
    for number, item_id in found:
        # The item first, as every act that ends a report does.
        item = locked(item_id, board=board)
        row = StandIn.objects.select_for_update(of=("self",)).select_related("entry").get(pk=number)
        if row.acknowledged_id is not None:
            continue
        actor = json.loads(row.entry.record)["person"]["id"]
        about = {"about": _about(row, item, Reasons(book, local(at).date())), "actor": actor}
        try:
            permit = permit_to_acknowledge(str(by.pk), State(item.state), bench, book, at=local(at), **about)
        except Refused as no:
            against += no.refusals
            continue
        row.acknowledged = recorded(permit, item, board=board, at=at, factor=factor, about=row.entry)
        row.save(update_fields=["acknowledged"])
        done.append(row)
    if against and not done:
        raise Refused(tuple({each.code: each for each in against}.values()))
    return done


def _about(row: StandIn, item: Item, reasons: Reasons) -> str:
    """Return what is acknowledged; of an urgent sign-off, once it was undone, no more than the report."""
    if row.entry.act != URGENT:
        return str(row.entry.act)
    if stands(row.entry, item, published=was_published(row.entry)):
        says = N_("An urgent sign-off that stands is ratified or undone, on the text that was signed.")
        raise Refused((reasons.no("urgent", says, RULE),))
    return ""
