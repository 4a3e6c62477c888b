"""Which hosts a board knows: those that links of its approved items lead to. Whoever approves a new one says so.

A link put into an approved text is how strangers' pages get onto an office's site.
"""

import json
from collections.abc import Iterable
from datetime import datetime

from chauphe.core.refusal import N_, Reasons, Refusal
from chauphe.items.hosts import readable
from chauphe.items.models import Item, KnownHost, SignOff
from chauphe.people.models import Board
from chauphe.people.selectors import book_of, local

RULE = "sign_off.new_hosts"


def links_of(item: Item) -> list[str]:
    """Return the links of an item's newest revision."""
    return list(json.loads(item.current.content)["links"]) if item.current else []


def against_unseen(hosts: list[str], *, board: Board, at: datetime) -> tuple[Refusal, ...]:
    """Say why nothing is signed off while the signer has not ticked these hosts; empty where none are left."""
    reasons = Reasons(book_of(board), local(at).date())
    if not hosts or not reasons.book.rule(RULE, on=reasons.on).value:
        return ()
    named = ", ".join(f"“{named_twice(host)}”" for host in hosts)
    says = N_("The item leads to sites that are new to this board. Look at them and tick them: %(hosts)s.")
    return (reasons.no("new_hosts", says, RULE, hosts=named),)


def named_twice(host: str) -> str:
    """Write a host as it decides, and where that is not how it reads, in its own letters as well."""
    letters = readable(host)
    # Isolated, so that letters that run from right to left cannot turn what stands around them.
    return host if letters == host else f"{host} (\u2068{letters}\u2069)"


def know(hosts: Iterable[str], signed: SignOff, *, board: Board) -> None:
    """Keep the new hosts of a sign-off, in its transaction; two at once keep one row."""
    rows = [KnownHost(board=board, host=host, sign_off=signed) for host in hosts]
    KnownHost.objects.bulk_create(rows, ignore_conflicts=True)
