"""The answers to the board's questions in a working copy: only what it asks, and raised alone once in moderation.

A board without a short chain asks nothing, so that nothing a form sends along gets into what is sealed.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chauphe.core.checklist import CHECKLIST, answers_of, asked, eased
from chauphe.core.moves import State
from chauphe.core.refusal import N_, Reasons, Refused
from chauphe.items.models import Draft, Item
from chauphe.people.models import Board
from chauphe.people.selectors import book_of, local

FREE = frozenset({State.DRAFT, State.IN_EDITING})
"""Where an answer may be changed either way."""


def only_asked(sent: object, board: Board, *, at: datetime) -> dict[str, Any]:
    """Return of the answers that were sent those to questions that the board asks on that day."""
    wanted = asked(book_of(board), on=local(at).date())
    given = sent if isinstance(sent, Mapping) else {}
    return {code: yes for code, yes in given.items() if code in wanted}


def ask_anew(item: Item) -> bool:
    """Forget the answers of a working copy: a new revision is another text, and its writer answers for it.

    Says whether there were any.
    """
    draft = Draft.objects.select_for_update().get(item=item)
    if not draft.content.pop("checklist", None):
        return False
    draft.version += 1
    draft.save(update_fields=["content", "version"])
    return True


def answered(draft: Draft, sent: object, *, at: datetime) -> dict[str, Any]:
    """Return the answers of a working copy after a saving that may not have held any.

    Whoever moderates or signs off may turn a “no” into a “yes”; raises Refused where it is the other way round.
    """
    item = draft.item
    given = only_asked(draft.content.get("checklist") if sent is None else sent, item.board, at=at)
    book, on = book_of(item.board), local(at).date()
    held = None if item.state in FREE or not asked(book, on=on) else item.current
    if held is not None and eased(answers_of(json.loads(held.content)), given):
        says = N_(
            "While it is being decided, an answer may be changed from “no” to “yes” alone. Return it to change it."
        )
        raise Refused((Reasons(book, on).no("eased", says, CHECKLIST),))
    return given
