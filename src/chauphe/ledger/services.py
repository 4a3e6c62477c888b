"""Append to the ledger: the only place that writes it, inside the caller's transaction."""

import secrets

from chauphe.core.events import Act
from chauphe.ledger.models import Entry, Log
from chauphe.people.models import Board
from chauphe.seal.canonical import canonical
from chauphe.seal.merkle import Frontier, leaf_hash
from chauphe.seal.proof import leaf_bytes


def open_log(board: Board) -> Log:
    """Begin a board's log, once."""
    return Log.objects.get_or_create(board=board)[0]


def append(act: Act, *, board: Board) -> Entry:
    """Append one act to its board's log (must run inside a transaction).

    Appends of one board queue up on the log's row; the cost is O(log n) in the size of the log.
    """
    log = Log.objects.select_for_update().get(board=board)
    record = act.record(log.size)
    salt = secrets.token_bytes(32)
    leaf = leaf_hash(leaf_bytes(log.size, salt, record))
    frontier = Frontier.from_state(log.size, log.frontier)
    frontier.append(leaf)
    entry = Entry.objects.create(
        log=log,
        seq=log.size,
        at=act.at,
        act=act.verb,
        item=act.subject.item,
        revision=act.subject.revision,
        record=canonical(record).decode(),
        salt=salt,
        leaf=leaf,
    )
    log.size, log.frontier = frontier.size, frontier.state()
    log.save(update_fields=["size", "frontier"])
    return entry
