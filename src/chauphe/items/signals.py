"""What others may listen to: an act was recorded and committed. Signals tell; they never change state."""

from functools import partial

from django.db import transaction
from django.dispatch import Signal

from chauphe.ledger.models import Entry
from chauphe.people.models import Board

acted = Signal()
"""Sent after commit with `board` (Board) and `entry` (ledger Entry)."""


def tell(entry: Entry, *, board: Board) -> None:
    """Tell listeners once the present transaction has been committed; their errors stay theirs."""
    transaction.on_commit(partial(acted.send_robust, sender=Entry, board=board, entry=entry))
