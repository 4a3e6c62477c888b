"""The owner of a section says of what is live that it is still right: an act on that very revision (Điều 5 khoản 3)."""

from datetime import datetime
from typing import cast
from uuid import UUID

from django.db import transaction

from chauphe.core.review import Live, permit_to_review
from chauphe.items.facts import facts_of
from chauphe.items.models import Publication, Review
from chauphe.items.services.lock import locked, recorded
from chauphe.people.models import Board, Person
from chauphe.people.reviews import plans_of
from chauphe.people.selectors import bench_of, book_of, local


@transaction.atomic
def still_right(
    item_id: UUID, *, board: Board, by: Person, at: datetime, seen: str, factor: str = "password"
) -> Review:
    """Record that what is live, and was on the screen (its digest), is still right; its time begins anew."""
    item = locked(item_id, board=board)
    live = Publication.objects.select_related("sign_off", "entry").filter(item=item).order_by("-pk").first()
    bench, book, clock = bench_of(board, at=at), book_of(board), local(at)
    plan = plans_of(board, book, on=clock.date()).get(item.section.slug)
    permit = permit_to_review(str(by.pk), seen, _live(live), plan, facts_of(item), bench, book, at=clock)
    entry = recorded(permit, item, board=board, at=at, factor=factor, about=live.entry if live else None)
    return Review.objects.create(board=board, publication=cast("Publication", live), entry=entry, at=at)


def _live(live: Publication | None) -> Live | None:
    if live is None:
        return None
    last = live.reviews.order_by("-at").values_list("at", flat=True).first() or live.at
    return Live(live.sign_off.snapshot_id, local(last).date())
