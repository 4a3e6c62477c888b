"""Several decisions at once: each its own act on its own digest, in its own transaction (Điều 3, 4, 5 and 6).

Nothing is decided here that the service of the move would not decide alone. One refusal stops none of the others, and
if the process dies half-way, what was recorded stands and the rest is as it was.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from chauphe.core.refusal import N_, Reasons, Refusal, Refused
from chauphe.core.several import against_several
from chauphe.items.facts import weigh
from chauphe.items.models import Item
from chauphe.items.services.chain import forward, moderate, publish, sign_off
from chauphe.items.services.lock import Tampered
from chauphe.people.models import Board, Person
from chauphe.people.selectors import book_of, local


@dataclass(frozen=True, slots=True)
class Wanted:
    """An item, and the digest that was on the screen when it was chosen."""

    item: UUID
    seen: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one: nothing against it means that the act is recorded."""

    wanted: Wanted
    against: tuple[Refusal, ...] = ()


def decide_several(
    verb: str, wanted: Sequence[Wanted], *, board: Board, by: Person, at: datetime, factor: str = "password",
    answer: Mapping[str, str] | None = None,
) -> list[Outcome]:  # fmt: skip
    """Put each item to the service of the move, one after the other, and return what became of each.

    `answer` is what the signer's own device said to all of them at once (`people.services.ask_device`).

    Raises Refused where the board does not let such decisions, or so many, be taken together; nothing is done then.
    """
    against = against_several(verb, len(wanted), book_of(board), on=local(at).date())
    if against:
        raise Refused(against)
    given = {"board": board, "by": by, "at": at}
    proof = {"factor": factor, "answer": answer}
    return [_put(verb, each, given, proof) for each in wanted]


def _put(verb: str, wanted: Wanted, given: Mapping[str, Any], proof: Mapping[str, Any]) -> Outcome:
    try:
        # Durable: committed before the next one begins, whatever the caller does.
        with transaction.atomic(durable=True):
            _SERVICES[verb](wanted, given, proof)
    except Refused as no:
        return Outcome(wanted, no.refusals)
    except Item.DoesNotExist:
        return Outcome(wanted, (unknown(board=given["board"], at=given["at"]),))
    except Tampered:
        says = N_("The stored text does not match its digest. Nothing was decided on it; tell the secretary.")
        return Outcome(wanted, (_no("tampered", says, given["board"], given["at"]),))
    return Outcome(wanted)


def unknown(*, board: Board, at: datetime) -> Refusal:
    """Refuse what is not on this board, or not for this person to see."""
    return _no("unknown", N_("This board has no such item."), board, at)


def _no(code: str, says: str, board: Board, at: datetime) -> Refusal:
    return Reasons(book_of(board), local(at).date()).no(code, says, "chain.submit")


def _forward(wanted: Wanted, given: Mapping[str, Any], proof: Mapping[str, Any]) -> None:
    forward(wanted.item, seen=wanted.seen, factor=proof["factor"], **given)


def _moderate(wanted: Wanted, given: Mapping[str, Any], proof: Mapping[str, Any]) -> None:
    moderate(wanted.item, seen=wanted.seen, factor=proof["factor"], **given)


def _sign_off(wanted: Wanted, given: Mapping[str, Any], proof: Mapping[str, Any]) -> None:
    """Sign one off; hosts new to the board are ticked on the item's own page, and so never here."""
    sign_off(wanted.item, seen=wanted.seen, **proof, **given)


def _publish(wanted: Wanted, given: Mapping[str, Any], proof: Mapping[str, Any]) -> None:
    item = Item.objects.select_related("board", "unit", "section", "current", "sign_off").get(
        pk=wanted.item, board=given["board"]
    )
    if item.sign_off_id is None:
        raise Refused(weigh("publish", item, seen=wanted.seen, **given).refusals)
    publish(item.sign_off_id, seen=wanted.seen, factor=proof["factor"], **given)


_SERVICES: Mapping[str, Callable[[Wanted, Mapping[str, Any], Mapping[str, Any]], None]] = {
    "forward": _forward,
    "moderate": _moderate,
    "sign_off": _sign_off,
    "publish": _publish,
}
