"""The chief acknowledges what was done in the chief's place, one by one or all at once (Điều 7 khoản 3)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from chauphe.core.moves import State
from chauphe.core.report import permit_to_acknowledge
from chauphe.items.models import StandIn
from chauphe.items.services.lock import locked, recorded
from chauphe.people.models import Board, Person
from chauphe.people.selectors import bench_of, book_of, local


@transaction.atomic
def acknowledge(stand_ins: Iterable[int], *, board: Board, by: Person, at: datetime) -> list[StandIn]:
    """Acknowledge reports, each as an act of its own on what was decided, and return those that were still open.

    Raises Refused for anybody but the chief. What was acknowledged before stays as it is; another board's is not seen.
    """
    bench, book = bench_of(board, at=at), book_of(board)
    permit_to_acknowledge(str(by.pk), State.DRAFT, bench, book, at=local(at))
    done = []
    wanted = StandIn.objects.filter(pk__in=list(stand_ins), board=board, acknowledged=None).order_by("pk")
    for number in wanted.values_list("pk", flat=True):
        row = StandIn.objects.select_for_update(of=("self",)).select_related("entry").get(pk=number)
        if row.acknowledged_id is not None:
            continue
        item = locked(row.item_id, board=board)
        state, about = State(item.state), row.entry.act
        permit = permit_to_acknowledge(str(by.pk), state, bench, book, at=local(at), about=about)
        row.acknowledged = recorded(permit, item, board=board, at=at, about=row.entry)
        row.save(update_fields=["acknowledged"])
        done.append(row)
    return done
