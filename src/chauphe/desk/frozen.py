"""Several frozen copies side by side, each with what an approver has to know before deciding on it.

What stands beside a letter (`desk.letter`) is gathered here for many items with as many questions as for one.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from chauphe.core.checklist import put_up
from chauphe.core.item import Attempt, Permit, judge
from chauphe.core.refusal import Refusal
from chauphe.desk import words
from chauphe.desk.letter import compared_with, digest_of, shown_of
from chauphe.desk.seat import Seat
from chauphe.desk.steps import held_up
from chauphe.desk.thread import Record, returns
from chauphe.items.changes import changes
from chauphe.items.consultations import Opinion, opinions_in
from chauphe.items.facts import facts_of
from chauphe.items.hosts import hosts_in
from chauphe.items.selectors import contents_of, new_hosts
from chauphe.items.services.known import against_unseen
from chauphe.ledger.selectors import acts_on
from chauphe.public.approval import bound

if TYPE_CHECKING:
    from chauphe.items.models import Item


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy: its digest, what is new in it since `since`, what else to look at, and what is against deciding."""

    item: "Item"
    digest: str
    authors: str
    summary: str
    since: Record | None
    changed: int
    hosts: list[str]
    rounds: int
    opinions: list[Opinion]
    unfrozen: bool
    permit: Permit | None
    clause: str
    against: tuple[Refusal, ...]

    @property
    def capacity(self) -> str:
        """Say as what this person acts."""
        return words.acting_as(self.permit) if self.permit else ""


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read of one item: the copy, the acts on it, and the copy that it is compared with."""

    content: dict[str, Any]
    trail: Sequence[Record]
    since: Record | None
    older: str | None


def copies_of(numbers: Sequence[int], verb: str, *, seat: Seat) -> list[Copy]:
    """Return the copies of these items, in this order, as far as the person may see them (5 queries at most)."""
    if not numbers:
        return []
    rows = seat.items.filter(number__in=numbers).select_related(
        "board", "unit", "section", "current", "sign_off__snapshot", "draft"
    )
    items = sorted(rows.defer("draft__content").prefetch_related("writers"), key=lambda row: numbers.index(row.number))
    contents = {item.pk: json.loads(shown_of(item) or "{}") for item in items}
    trails = _trails(items, seat)
    since = {
        item.pk: compared_with(trails[item.pk], contents[item.pk], facts_of(item, contents[item.pk]), seat)
        for item in items
    }
    older = contents_of({pk: record["revision"] for pk, record in since.items() if record})
    links = [link for content in contents.values() for link in content.get("links", ())]
    new = set(new_hosts(links, board=seat.board))
    return [
        _copy(item, _Read(contents[item.pk], trails[item.pk], since[item.pk], older.get(item.pk)), new, verb, seat)
        for item in items
    ]


def _trails(items: Iterable["Item"], seat: Seat) -> dict[UUID, list[Record]]:
    found: dict[UUID, list[Record]] = {item.pk: [] for item in items}
    for entry in acts_on(list(found), board=seat.board):
        found[entry.item].append(json.loads(entry.record))
    return found


def _copy(item: "Item", read: _Read, new: set[str], verb: str, seat: Seat) -> Copy:
    content, digest = read.content, digest_of(item)
    attempt = Attempt(verb, str(seat.person.pk), seat.board.slug, seat.local, digest)
    hosts = [host for host in hosts_in(content.get("links", ())) if host in new]
    up = put_up(record["act"] for record in read.trail)
    facts = replace(facts_of(item, content), fresh_hosts=tuple(hosts), put_up=up)
    verdict = judge(attempt, facts, seat.bench, seat.book)
    ticked = against_unseen(hosts, board=seat.board, at=seat.at) if verb == "sign_off" else ()
    opinions = opinions_in(read.trail)
    current, draft = item.current, getattr(item, "draft", None)
    return Copy(
        item=item,
        digest=digest,
        authors=", ".join(bound(each["name"]) for each in content.get("authors", ())),
        summary=content.get("summary", ""),
        since=read.since,
        changed=changes(json.loads(read.older), content).count if read.older else 0,
        hosts=hosts,
        rounds=returns(read.trail) + 1,
        opinions=opinions,
        unfrozen=bool(current and draft and verb != "publish" and draft.saved_at > current.made_at),
        permit=verdict.permit,
        clause=seat.book.rule(verdict.permit.rule, on=seat.local.date()).clause if verdict.permit else "",
        against=(*verdict.refusals, *held_up(verb, opinions, seat), *ticked),
    )
