"""What an urgent sign-off still owes: whether it stands, by which way it came, and until when it is to be ratified."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from chauphe.core.chain import Passage
from chauphe.core.deadline import Calendar
from chauphe.core.moves import EXPIRE, UNLISTS, URGENT, editors
from chauphe.core.term import Term
from chauphe.core.urgent import term_of
from chauphe.items.facts import facts_of
from chauphe.items.models import Item, SignOff, StandIn
from chauphe.items.waiting import Counted
from chauphe.ledger.models import Entry
from chauphe.people.models import Board
from chauphe.people.selectors import local
from chauphe.regulation.book import Book


def stands(entry: Entry, item: Item, *, published: bool) -> bool:
    """Say whether what this sign-off approved waits to be published, or is on the site, be it as an earlier text."""
    live = item.live
    if any(each is not None and each.entry_id == entry.pk for each in (item.sign_off, live.sign_off if live else None)):
        return True
    return published and live is not None and (live.entry.act == EXPIRE or live.entry.act not in UNLISTS)


def report_of(item: Item, seq: int) -> StandIn | None:
    """Return what is owed for the urgent sign-off of an item at `seq` of the log, ended or not (1 query)."""
    return StandIn.objects.select_related("entry").filter(item=item, entry__seq=seq, entry__act=URGENT).first()


def was_published(entry: Entry) -> bool:
    """Say whether this sign-off ever brought something before the public (1 query)."""
    return SignOff.objects.filter(entry=entry, publication__isnull=False).exists()


def came_by(seq: int, item: Item, trail: Iterable[Mapping[str, Any]]) -> tuple[Passage, str]:
    """Return the way by which an item came to the urgent sign-off at `seq` of the log, and who signed."""
    before = [each for each in trail if each["seq"] <= seq]
    last = {each["act"]: each for each in before}
    hands = {act: each["person"]["id"] for act, each in last.items()}
    edited = "edit" in last and last["edit"]["revision"] == last.get(URGENT, {}).get("revision")
    way = facts_of(item, content={}).passage
    forwarded, moderated = hands.get("forward"), hands.get("moderate")
    way = replace(way, kind=item.kind, forwarded_by=forwarded, moderated_by=moderated, edited_by=editors(before))
    return replace(way, last_editor=hands["edit"] if edited else None), hands.get(URGENT, "")


def owed(board: Board, book: Book, calendar: Calendar, *, at: datetime) -> Counted:
    """Count the urgent sign-offs that are to be ratified on a board, and those that are late (1 query)."""
    rows = StandIn.objects.filter(board=board, acknowledged=None, entry__act=URGENT).values_list("entry__at", flat=True)
    terms = [ratified_by(since, book, calendar) for since in rows]
    return Counted(len(terms), sum(term is not None and term.late(at) for term in terms))


def ratified_by(since: datetime, book: Book, calendar: Calendar) -> Term | None:
    """Return until when a sign-off of an instant is to be ratified."""
    return term_of(local(since), book, calendar)
