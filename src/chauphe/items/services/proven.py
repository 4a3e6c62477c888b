"""What the desk accepts, the public record must bear out: the reader's own check, made before a publication is kept.

The core has judged each act when it was done. This asks the opened acts once more, as the baker and any reader will
(`chauphe.seal.acts`), so that nothing is ever told to be published and then held back.
"""

import json
from datetime import datetime

from chauphe.core.moves import act_name, shown
from chauphe.core.refusal import N_, Reasons, Refused
from chauphe.items.models import Item, SignOff
from chauphe.items.store import path_of
from chauphe.ledger.selectors import acts_on
from chauphe.people.models import Board
from chauphe.people.selectors import book_of, local
from chauphe.seal.acts import unlawful
from chauphe.seal.proof import OpenedAct


def demand_stored(signed: SignOff, *, board: Board, at: datetime) -> None:
    """Raise Refused unless the store still has every picture and file that was sealed."""
    snapshot = json.loads(bytes(signed.snapshot.data))
    shown = [(image["alt"], one["sha256"]) for image in snapshot["images"] for one in image["renditions"]]
    shown += [(file["title"] or file["name"], file["sha256"]) for file in snapshot["files"]]
    gone = dict.fromkeys(name for name, sha256 in shown if not path_of(sha256).exists())
    if gone:
        says = N_("Missing from the store: %(names)s. Tell whoever runs the server; nothing was published.")
        reasons = Reasons(book_of(board), local(at).date())
        raise Refused((reasons.no("unstored", says, "chain.publish", names=", ".join(f"“{name}”" for name in gone)),))


def demand_proven(item: Item, signed: SignOff, *, board: Board, at: datetime) -> None:
    """Raise Refused unless the acts of the item's way, its publication among them, prove it lawful (1 query)."""
    snapshot = json.loads(bytes(signed.snapshot.data))
    read = [(entry, json.loads(entry.record)) for entry in acts_on([item.pk], board=board)]
    kept = shown((act_name(record), (entry, record)) for entry, record in read)
    opened = [OpenedAct(entry.seq, bytes(entry.salt), record, ()) for entry, record in kept]
    codes = ", ".join(str(code) for code, _ in unlawful(snapshot, signed.snapshot_id, opened))
    if codes:
        says = N_(
            "What is recorded of this item would not stand before a reader (%(codes)s). Begin a new revision and let "
            "it take its way again."
        )
        raise Refused((Reasons(book_of(board), local(at).date()).no("unproven", says, "chain.publish", codes=codes),))
