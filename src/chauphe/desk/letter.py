"""The letter: one item as whoever decides needs it, on one page.

The frozen copy exactly as it will appear; what changed since the last decision; who has had it in hand and under which
clause; where its links lead; and what this person may do with it now, as the core judges it at this instant. Nothing
here decides: `decide` does, and asks again.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from chauphe.core.chain import Bar, Turn
from chauphe.core.checklist import put_up
from chauphe.core.consultation import INTERNAL, holder_of
from chauphe.core.item import ItemFacts, whose_turn
from chauphe.core.moves import ENDS, RIGHTS, UNLISTS, URGENT, State
from chauphe.core.term import Term
from chauphe.desk import words
from chauphe.desk.course import Course, course_of
from chauphe.desk.hours import Hours, hours_of
from chauphe.desk.outbound import Host, hosts_of, new_ones
from chauphe.desk.seat import Seat
from chauphe.desk.steps import Choice, choice_of, grounds_of, held_up, side_steps
from chauphe.desk.thread import RETURNS, Record, Thread, returns, thread_of
from chauphe.desk.urgent import Mark, Offer, mark_of, offer_of
from chauphe.items.changes import Changes, FieldChange, changes
from chauphe.items.consultations import Opinion, opinions_in
from chauphe.items.facts import facts_of, with_live
from chauphe.ledger.selectors import trail_of
from chauphe.public.fragment import fragment

if TYPE_CHECKING:
    from chauphe.items.models import Item

ASIDE = INTERNAL | {"edit"}
"""Acts that decide nothing about the copy."""

BEFORE_SIGN_OFF = frozenset({State.DRAFT, State.IN_EDITING, State.IN_MODERATION})
_PUBLIC = {State.PUBLISHED, State.EXPIRED, State.WITHDRAWN, State.TAKEN_DOWN}
SEALED = frozenset({State.SIGNED_OFF, State.SCHEDULED, *_PUBLIC})


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything that the page of an item shows. `digest` is of the copy shown and goes with every decision."""

    item: "Item"
    content: Mapping[str, Any]
    digest: str
    intact: bool
    facts: ItemFacts
    trail: Sequence[Record]
    turn: Turn | None
    term: Term | None
    thread: Thread
    choice: Choice | None
    may: frozenset[str]
    since: Record | None
    changes: Changes | None
    marked: bool
    hosts: list[Host]
    grounds: Mapping[str, str]
    opinions: Sequence[Opinion]
    asks: bool
    hours: Hours
    course: Course | None
    offer: Offer | None
    mark: Mark | None

    @property
    def unanswered(self) -> list[Opinion]:
        """The questions to other units that are still out."""
        return [each for each in self.opinions if not each.opinion]

    @property
    def fields(self) -> list[FieldChange]:
        """What changed beside the text; of the board's questions, in their words."""
        found = self.changes.fields if self.changes else ()
        return [self.course.worded(each) if self.course and each.name == "checklist" else each for each in found]

    @property
    def course_open(self) -> bool:
        """Whether it is still open which chain the item takes."""
        return self.facts.state in BEFORE_SIGN_OFF

    @property
    def sends_up(self) -> bool:
        """Whether this person may put to the chief what they could sign off themselves."""
        return self.choice is not None and self.choice.signs and self.facts.state is State.IN_MODERATION

    @property
    def to_tick(self) -> list[Host]:
        """The hosts, new to the board, that whoever signs off ticks first."""
        asked = self.choice is not None and self.choice.signs and self.choice.ticks
        return new_ones(self.hosts) if asked or self.offer else []

    @property
    def sealed(self) -> bool:
        return self.facts.state in SEALED

    @property
    def unfrozen(self) -> bool:
        """Whether the editor holds something newer than the copy shown."""
        current, draft = self.item.current, getattr(self.item, "draft", None)
        return bool(current and draft and not self.sealed and draft.saved_at > current.made_at)

    @property
    def round(self) -> int:
        """How many times the item has been put to the board, this time included."""
        return returns(self.trail) + 1

    @property
    def returned(self) -> Record | None:
        """The last return, while what it asked for is being decided."""
        return self._last(RETURNS)

    @property
    def refused(self) -> Record | None:
        """The refusal, while it stands."""
        return self._last({"refuse"})

    @property
    def refused_at(self) -> datetime | None:
        return datetime.fromisoformat(self.refused["at"]) if self.refused else None

    @property
    def back_to(self) -> list[tuple[str, str]]:
        """To whom this person may return the item: each move and whom it leads to."""
        return [(verb, str(words.RETURN_TO[verb])) for verb in words.RETURN_TO if verb in self.may]

    @property
    def own_hand(self) -> bool:
        """Whether what this person did last keeps them from going on with the item, so that they may but return it."""
        passed = self.turn.passed if self.turn else ()
        return bool(self.back_to) and any(each.bar in (Bar.OWN_EDIT, Bar.SIGNED) for each in passed)

    @property
    def down(self) -> str:
        """The way by which this person may take what is live off the site, if any."""
        return next((verb for verb in ENDS if verb in self.may), "")

    @property
    def puts_right(self) -> bool:
        """Whether this person may put right or end what is live and in force, and so has to choose between the ways."""
        return not self.facts.withdrawn and not self.may.isdisjoint({*UNLISTS, *RIGHTS})

    def _last(self, wanted: Collection[str]) -> Record | None:
        """Return the last return, refusal, revision or publication, if it is one of those wanted."""
        found = [record for record in self.trail if record["act"] in {*RETURNS, "refuse", "publish", "revise", *RIGHTS}]
        return found[-1] if found and found[-1]["act"] in wanted else None

    @property
    def returned_at(self) -> datetime | None:
        return datetime.fromisoformat(self.returned["at"]) if self.returned else None

    @property
    def since_at(self) -> datetime | None:
        return datetime.fromisoformat(self.since["at"]) if self.since else None

    def page(self) -> tuple[SafeString, SafeString]:
        """Return the sealed part of the public page in two: its header, and all below it.

        Raises ValueError while a draft cannot be shown as it would appear.
        """
        shown = dict(self.content)
        if self.marked and self.changes:
            shown |= {"body": self.changes.body, "images": list(self.changes.images)}
        revision = self.content["revision"]
        beside = reverse("desk:beside", args=[self.item.number, revision, "-"])[:-1]
        head, mark, rest = fragment(shown, published=None, beside=beside).partition("</header>")
        # The fragment escapes every text and takes the body from the sanitiser alone.
        return mark_safe(head + mark), mark_safe(rest)  # noqa: S308

    def passed(self) -> list[tuple[str, str]]:
        """Name those whose turn it would have been, and why it is not."""
        if self.turn is None:
            return []
        return [(each.appointment.name, str(words.BARS[each.bar])) for each in self.turn.passed]


def letter_of(number: int, *, seat: Seat, marked: bool | None = None) -> Letter:
    """Gather the letter of one item (6 queries at most beside the seat's); DoesNotExist where it may not be seen.

    `marked` shows or hides what changed; None shows it to whoever is to decide.
    """
    item = _read(number, seat)
    data = shown_of(item)
    content = json.loads(data) if data else {}
    digest = digest_of(item)
    hosts = hosts_of(content.get("links", ()), board=seat.board)
    fresh = tuple(host.host for host in new_ones(hosts))
    trail = trail_of(item.pk, board=seat.board)
    up = put_up(record["act"] for record in trail)
    facts = replace(with_live(facts_of(item, content), item), fresh_hosts=fresh, put_up=up)
    turn = whose_turn(facts, seat.bench, seat.book, at=seat.local)
    opinions = opinions_in(trail)
    choice = choice_of(facts, digest, opinions, seat)
    since = compared_with(trail, content, facts, seat)
    return Letter(
        item=item,
        content=content,
        digest=digest,
        intact=sha256(data.encode()).hexdigest() == digest if data else True,
        facts=facts,
        trail=trail,
        turn=turn,
        term=seat.term(turn.step, item.waiting_since) if turn else None,
        thread=thread_of(trail, turn, facts, item.waiting_since, seat=seat),
        choice=choice,
        may=side_steps(facts, digest, seat),
        since=since,
        changes=_changes(item, since, content),
        marked=choice is not None if marked is None else marked,
        hosts=hosts,
        grounds=grounds_of(seat),
        opinions=opinions,
        hours=hours_of(item, content, facts, seat=seat),
        asks=holder_of(facts, str(seat.person.pk), seat.bench, seat.book, at=seat.local) is not None,
        course=course_of(facts, seat),
        offer=offer_of(facts, digest, held_up(URGENT, opinions, seat), seat),
        mark=mark_of(item, trail, seat=seat),
    )


def _read(number: int, seat: Seat) -> "Item":
    rows = seat.items.select_related(
        "board",
        "unit",
        "section",
        "current",
        "sign_off__snapshot",
        "live__sign_off__snapshot",
        "live__entry",
        "scheduled",
        "draft__held_by",
        "draft__saved_by",
    )
    return rows.defer("draft__content").prefetch_related("writers").get(number=number)


def shown_of(item: "Item") -> str:
    """Return the bytes that the page shows: the sealed ones once there are any for the newest revision."""
    if item.state in SEALED and item.sign_off:
        return bytes(item.sign_off.snapshot.data).decode()
    return item.current.content if item.current else ""


def digest_of(item: "Item") -> str:
    """Return the digest of what the page shows, which goes with every decision on it."""
    if item.state in SEALED and item.sign_off:
        return item.sign_off.snapshot_id
    return item.current.digest if item.current else ""


def compared_with(trail: Sequence[Record], content: Mapping[str, Any], facts: ItemFacts, seat: Seat) -> Record | None:
    """Choose the earlier decision that the text is compared with: this person's own last one, or else the last one."""
    if not content or facts.state in SEALED:
        return None
    older = [record for record in trail if record["revision"] < content["revision"] and record["act"] not in ASIDE]
    mine = [record for record in older if record["person"]["id"] == str(seat.person.pk)]
    chosen = mine or older
    return chosen[-1] if chosen else None


def _changes(item: "Item", since: Record | None, content: Mapping[str, Any]) -> Changes | None:
    if since is None:
        return None
    old = item.revisions.filter(number=since["revision"]).values_list("content", flat=True).first()
    return changes(json.loads(old) if old else None, content)
