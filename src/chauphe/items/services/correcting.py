"""Putting right what was published: a new revision that says on the page what was wrong, and takes the whole way.

What was false is corrected (cải chính), a slip of form is put right by an erratum (đính chính). The notice stays on the
page from then on, and the earlier text is kept and linked.
"""

from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from chauphe.items.content import notice_of, tidy
from chauphe.items.models import Draft, Item
from chauphe.items.services.chain import moved
from chauphe.items.services.drafting import freeze
from chauphe.people.models import Board, Person
from chauphe.people.selectors import local


@transaction.atomic
def _begun(
    verb: str,
    item_id: UUID,
    *,
    board: Board,
    by: Person,
    at: datetime,
    seen: str,
    reason: str,
    notice: str,
    factor: str = "password",
) -> Item:
    """Begin to put an item right; `seen` is the digest of what is live, `notice` what the page will say."""
    said = notice_of(notice)
    item = moved(verb, item_id, board=board, by=by, at=at, seen=seen, reason=reason, notice=said, factor=factor)
    if item.live is None:
        raise Item.DoesNotExist
    shown = item.live.sign_off.revision
    draft = Draft.objects.select_for_update().get(item=item_id)
    row = {"kind": verb, "text": said, "day": local(at).date().isoformat(), "revision": shown.number}
    # Another text: whoever writes it answers the board's questions anew.
    draft.content = tidy(draft.content | {"notices": [*draft.content.get("notices", ()), row], "checklist": {}})
    draft.version += 1
    draft.save(update_fields=["content", "version"])
    freeze(item_id, board=board, by=by, at=at)
    return Item.objects.get(pk=item_id)


correct = partial(_begun, "correct")
"""Begin the correction of false content."""

erratum = partial(_begun, "erratum")
"""Begin to put a slip of form right."""
