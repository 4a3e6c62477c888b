"""What the baker reads of the ledger: its head, and its entries as rows."""

import json
from collections.abc import Iterator

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext_noop as N_

from chauphe.bake.log import Row
from chauphe.bake.trouble import LedgerDamaged
from chauphe.ledger.selectors import entries
from chauphe.people.models import Board
from chauphe.seal.urgent import RATIFY

CHUNK = 2_000


def head(board: Board) -> tuple[int, list[str]]:
    """Return the size of a board's log and its frontier, as they are now; nothing where no log was opened."""
    try:
        log = Board.objects.select_related("log").get(pk=board.pk).log
    except ObjectDoesNotExist:
        return 0, []
    return log.size, log.frontier


def rows(board: Board, *, since: int, until: int) -> Iterator[Row]:
    """Yield entries `since` up to, not including, `until`; raises LedgerDamaged if the last ones are missing."""
    found = entries(board, since=since).filter(seq__lt=until)
    seq = since
    for seq, record, salt, leaf in found.values_list("seq", "record", "salt", "leaf").iterator(chunk_size=CHUNK):
        yield seq, record, bytes(salt), bytes(leaf)
        seq += 1
    if seq != until:
        raise LedgerDamaged(N_("the ledger has no entry %(seq)s"), seq=seq)


def ratified(board: Board, *, since: int, until: int) -> set[int]:
    """Return by number the items about which somebody ratified a decision in these entries."""
    found = entries(board, since=since).filter(seq__lt=until, act=RATIFY).values_list("record", flat=True)
    return {int(json.loads(record)["number"]) for record in found}
