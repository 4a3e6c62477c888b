"""The pen: who has the working copy in hand, on which open pages, and for how long after the last sign of life."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from chauphe.core.authority import Bench
from chauphe.items.models import Draft
from chauphe.items.services.lock import permitted
from chauphe.people.models import Board, Person

HOLD_FOR = timedelta(minutes=2)
"""How long an editor keeps the item after the last sign of life."""
_HELD = ("held_by", "held_since", "held_until", "held_pages")


class Held(Exception):
    """Raised when somebody else is editing; `by` is that person, `since` when they took up the pen."""

    def __init__(self, by: Person, since: datetime | None = None) -> None:
        super().__init__(by.full_name)
        self.by, self.since = by, since


@transaction.atomic
def hold(item_id: UUID, *, board: Board, by: Person, at: datetime, page: str = "", bench: Bench | None = None) -> Draft:
    """Take or renew the pen; `page` and `bench` as for `save`. Raises Refused, or Held while somebody else has it."""
    draft = opened(item_id, board=board, by=by, at=at, page=page, bench=bench)
    draft.save(update_fields=_HELD)
    return draft


@transaction.atomic
def let_go(item_id: UUID, *, board: Board, by: Person, page: str = "") -> None:
    """Put the pen down; a `page` that is left keeps it for the other pages that the same person has open."""
    draft = Draft.objects.select_for_update().filter(item_id=item_id, item__board=board, held_by=by).first()
    if draft is None:
        return
    others = {name: until for name, until in draft.held_pages.items() if page and name != page}
    last = max((datetime.fromisoformat(until) for until in others.values()), default=None)
    draft.held_pages, draft.held_until = others, last
    if last is None:
        draft.held_by = draft.held_since = None
    draft.save(update_fields=_HELD)


def locked_draft(item_id: UUID, *, board: Board) -> Draft:
    """Lock an item of this board, and with it its working copy; Draft.DoesNotExist for any other board's."""
    return (
        Draft.objects.select_for_update(of=("item", "self"))
        .select_related("item__board", "item__unit", "item__section", "item__current", "item__sign_off")
        .get(item=item_id, item__board=board)
    )


def opened(item_id: UUID, *, board: Board, by: Person, at: datetime, page: str, bench: Bench | None) -> Draft:
    """Lock a working copy for somebody who may edit it, and give them the pen."""
    draft = locked_draft(item_id, board=board)
    permitted("edit", draft.item, board=board, by=by, at=at, bench=bench)
    _take_up(draft, by, at, page)
    return draft


def _take_up(draft: Draft, by: Person, at: datetime, page: str) -> None:
    """Give the pen to `by` or let them keep it; raises Held while somebody else has it."""
    held = draft.held_by_id is not None and draft.held_until is not None and draft.held_until > at
    if held and draft.held_by_id != by.pk:
        raise Held(draft.held_by, draft.held_since)  # type: ignore[arg-type]  # held means by somebody
    pages = draft.held_pages if held else {}
    draft.held_pages = {name: until for name, until in pages.items() if datetime.fromisoformat(until) > at}
    if page:
        draft.held_pages[page] = (at + HOLD_FOR).isoformat()
    draft.held_since = draft.held_since if held else at
    draft.held_by, draft.held_until = by, at + HOLD_FOR
