"""Whether an item may move, from draft to public (Điều 2 to 6): every reason against a move, each with its clause.

The moves themselves are the table in core.moves; what is asked here is who makes one, when, and what they bring.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from chauphe.core import urgent
from chauphe.core.authority import Appointment, Bench, Capacity, Role
from chauphe.core.barred import BARRED, NO_CHIEF, not_your_turn
from chauphe.core.chain import Holder, Passage, Step, Turn, answering, turn
from chauphe.core.checklist import SHORT, against_put_up, against_short, short_of
from chauphe.core.content import emptiness, shortcomings
from chauphe.core.moves import (
    BEGUN,
    DIGEST,
    DUE,
    GROUND,
    LIVE,
    MOVES,
    MOVING,
    NEXT,
    NOTICE,
    REASON,
    RIGHTS,
    SENDS,
    SIGNS,
    STEP_OF,
    UNLISTS,
    URGENT,
    WHOLE,
    Duty,
    Move,
    State,
    move_from,
)
from chauphe.core.refusal import N_, Reasons, Refusal
from chauphe.core.timing import against_publishing, against_scheduling
from chauphe.regulation.book import Book


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What the core needs to know of an item; people are ids, `digest` is of the newest revision.

    `content` is the snapshot mapping of the newest revision, looked at for completeness alone. `signed_digest` is
    the digest of the sign-off that publication would send out, `live_digest` that of what is on the site, and
    `live_passage` whose that is (given where a move needs them), `withdrawn` that it stands there under a notice.
    `unfrozen` says that the working copy holds changes which are in no revision yet. `fresh_hosts` are those that its
    links lead to and the board does not know, None where nobody has looked; `put_up` says that it has lain before the
    chief since it was last published.
    """

    board: str
    unit: str
    section: str
    state: State
    authors: frozenset[str]
    digest: str
    content: Mapping[str, object]
    created_by: str | None = None
    forwarded_by: str | None = None
    moderated_by: str | None = None
    edited_by: frozenset[str] = frozenset()
    last_editor: str | None = None
    signed_by: str | None = None
    signed_digest: str | None = None
    live_digest: str | None = None
    live_passage: Passage | None = None
    withdrawn: bool = False
    unfrozen: bool = False
    fresh_hosts: tuple[str, ...] | None = None
    put_up: bool = False

    @property
    def passage(self) -> Passage:
        """The people side of the item: the authors and whoever made the draft count as its writers."""
        made = {self.created_by} if self.created_by else set()
        kind = str(self.content.get("kind", ""))
        return Passage(
            self.unit, self.section, self.authors | made, self.forwarded_by, self.moderated_by, kind,
            self.edited_by, self.last_editor, self.signed_by,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody tries a move: what was on their screen, why they do it, and when (board's own time zone).

    `ground` is the code of one of the board's grounds for refusing an item, `notice` what the public is told, `due`
    the hour that is set for publication.
    """

    verb: str
    person: str
    board: str
    at: datetime
    seen: str | None = None
    reason: str = ""
    ground: str = ""
    notice: str = ""
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Permit:
    """How a lawful attempt is to be recorded."""

    move: Move
    appointment: Appointment
    capacity: Capacity
    rule: str
    in_place_of: Appointment | None = None
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Either a permit, or every reason against."""

    permit: Permit | None
    refusals: tuple[Refusal, ...] = field(default=())


FULL_CHAIN = (Step.EDIT, Step.MODERATE, Step.SIGN_OFF, Step.PUBLISH)
SHORT_CHAIN = (Step.EDIT, Step.MODERATE, Step.PUBLISH)


@dataclass(frozen=True, slots=True)
class Standing:
    """How one person stands to the next step of an item: the permit they would act under, or what is against it."""

    office: Appointment
    permit: Permit | None
    against: tuple[Refusal, ...]


def whose_turn(item: ItemFacts, bench: Bench, book: Book, *, at: datetime) -> Turn | None:
    """Say whom the item waits for, or None when it waits for nobody on the board."""
    return turn(STEP_OF[item.state], item.passage, bench, book, at=at) if item.state in MOVING else None


def why_full(item: ItemFacts, book: Book, *, at: datetime) -> tuple[Refusal, ...]:
    """Say every reason why an item goes up the full chain, to the chief; empty means that the short one will do."""
    reasons = Reasons(book, at.date())
    found = against_short(item.content, item.section, item.fresh_hosts, reasons)
    return (*found, against_put_up(reasons)) if item.put_up and short_of(book, on=at.date()) else found


def chain_of(item: ItemFacts, book: Book, *, at: datetime) -> tuple[Step, ...]:
    """Return the steps of an item's chain, as it is worked out now; on the short one the moderation signs off.

    What was sent up to the chief stays there.
    """
    sent_up = item.state is State.AWAITING_SIGN_OFF
    return FULL_CHAIN if sent_up or why_full(item, book, at=at) else SHORT_CHAIN


def next_move(item: ItemFacts, book: Book, *, at: datetime) -> Move | None:
    """Return the move that takes an item on from where it stands, by the chain that it takes."""
    move = NEXT.get(item.state)
    if move is None or move.verb != "moderate" or why_full(item, book, at=at):
        return move
    return move_from("sign_off", item.state)


def against_rerouting(
    item: ItemFacts, bench: Bench, book: Book, *, unit: str, section: str, at: datetime
) -> tuple[Refusal, ...]:
    """Say why an item may not be given another unit or section: once it is handed in, others answer for it.

    The unit stands from then on, and so does the section, unless the same people answer for the other (Điều 4 khoản 1
    and 5, Điều 5 khoản 2).
    """
    now, then = item.passage, replace(item.passage, unit=unit, section=section)
    same = bench.placed(unit) == bench.placed(now.unit)
    if item.state is State.DRAFT or (same and answering(then, bench, at) == answering(now, bench, at)):
        return ()
    says = N_(
        "The item was handed in for its unit and section. To give it to one that others answer for, return it first."
    )
    rule = "chain.forward" if item.state is State.IN_EDITING else "chain.moderate"
    return (Reasons(book, at.date()).no("routed", says, rule),)


def refusals(attempt: Attempt, item: ItemFacts, bench: Bench, book: Book) -> tuple[Refusal, ...]:
    """Say every reason why this attempt is not allowed; empty means allowed."""
    return judge(attempt, item, bench, book).refusals


def judge(attempt: Attempt, item: ItemFacts, bench: Bench, book: Book) -> Verdict:
    """Weigh an attempt: give the permit to record it under, or every reason against it."""
    reasons = Reasons(book, attempt.at.date())
    if attempt.board != item.board or bench.board != item.board:
        return Verdict(None, (reasons.no("board", N_("This item belongs to another board."), "chain.submit"),))
    move = move_from(attempt.verb, item.state)
    if move is None:
        return Verdict(None, (_not_from_here(attempt, item, reasons),))
    permit, against = _person(move, attempt, item, bench, book)
    against += _brought(move, attempt, item, reasons)
    if permit is None or against:
        return Verdict(None, against)
    return Verdict(permit)


def who_could(
    item: ItemFacts, bench: Bench, book: Book, *, at: datetime, verb: str | None = None
) -> tuple[Standing, ...]:
    """Say of everybody in office whether they could take the step that the item waits for (or this one), and why not.

    Only what lies in the person is weighed, not what the item still lacks; whoever could comes first.
    """
    move = next_move(item, book, at=at) if verb is None else move_from(verb, item.state)
    if move is None:
        return ()
    found = []
    for person in dict.fromkeys(each.person for each in bench.appointments):
        offices = bench.of(person, at.date())
        if offices:
            permit, against = _person(move, Attempt(move.verb, person, item.board, at), item, bench, book)
            found.append(Standing(offices[0] if permit is None else permit.appointment, permit, against))
    return tuple(sorted(found, key=lambda each: each.permit is None))


def _not_from_here(attempt: Attempt, item: ItemFacts, reasons: Reasons) -> Refusal:
    rule = next((move.rule for move in MOVES if move.verb == attempt.verb), "chain.submit")
    return reasons.no(
        "state", N_("The item has already moved on: it is now at “%(state)s”."), rule, state=f"state:{item.state}"
    )


def _brought(move: Move, attempt: Attempt, item: ItemFacts, reasons: Reasons) -> tuple[Refusal, ...]:
    """Check what the mover brings: the digest seen, the reason, a complete item."""
    found: list[Refusal] = []
    held = item.signed_digest if move.verb in SENDS else item.digest
    if DIGEST in move.needs and (not held or attempt.seen != held):
        found.append(
            reasons.no(
                "digest",
                N_("The text has changed since you opened it. Read the new text, then decide."),
                "chain.publish.as_signed_off" if move.verb in SENDS else move.rule,
            )
        )
    if DIGEST in move.needs and move.verb not in SENDS and item.unfrozen:
        found.append(
            reasons.no(
                "unfrozen",
                N_("The text was changed and not yet kept. Open it, keep or undo the change, then decide."),
                move.rule,
            )
        )
    if LIVE in move.needs:
        found.extend(_live(move, attempt, item, reasons))
    if NOTICE in move.needs and not attempt.notice.strip():
        says = N_("Write what the public is to read in its place.")
        found.append(reasons.no("notice", says, move.rule))
    if REASON in move.needs and not attempt.reason.strip():
        found.append(reasons.no("reason", N_("Write the reason, so that the next person knows what to do."), move.rule))
    if GROUND in move.needs and attempt.ground not in reasons.book.rule(move.rule, on=reasons.on).value:
        found.append(reasons.no("ground", N_("Choose one of the grounds on which the board refuses items."), move.rule))
    return (*found, *_fit(move, attempt, item, reasons))


def _fit(move: Move, attempt: Attempt, item: ItemFacts, reasons: Reasons) -> Iterator[Refusal]:
    """Yield what in the content itself keeps it from going on by this move."""
    if BEGUN in move.needs:
        yield from emptiness(item.content, reasons)
    if WHOLE in move.needs:
        yield from shortcomings(item.content, reasons)
    if move.verb in SIGNS:
        yield from (_signing_short if move.short else _signing)(attempt, item, reasons)
    if move.verb == "publish":
        yield from against_publishing(item.content, reasons, attempt.at)
    if DUE in move.needs:
        yield from against_scheduling(attempt.due, item.content, reasons, attempt.at)


def _signing_short(attempt: Attempt, item: ItemFacts, reasons: Reasons) -> Iterator[Refusal]:
    """Yield what keeps an item from being signed off without the chief; two pairs of eyes see its last words."""
    full = why_full(item, reasons.book, at=attempt.at)
    yield from full
    if not full and item.last_editor == attempt.person:
        says = N_(
            "You changed the words last, so this goes to the chief: on the short chain nobody signs off own words."
        )
        yield reasons.no("own_edit", says, SHORT)


def _signing(attempt: Attempt, item: ItemFacts, reasons: Reasons) -> Iterator[Refusal]:
    """Yield what keeps these words from being signed off by this person, however complete they are."""
    if attempt.verb == URGENT and attempt.reason.strip():
        yield from urgent.against_reason(attempt.reason, reasons)
    if item.moderated_by in item.passage.authors:
        says = N_(
            "Whoever moderated the item has been named as its author since. Return it, so that others moderate it."
        )
        yield reasons.no("moderator_wrote", says, "separation.author")


def _live(move: Move, attempt: Attempt, item: ItemFacts, reasons: Reasons) -> tuple[Refusal, ...]:
    if not item.live_digest:
        return (reasons.no("not_live", N_("Nothing of this item is on the site."), move.rule),)
    if item.withdrawn and move.verb == "withdraw":
        return (reasons.no("withdrawn", N_("What is on the site is withdrawn already."), move.rule),)
    if attempt.seen != item.live_digest:
        says = N_("The site shows another text than the one you opened. Read it, then decide.")
        return (reasons.no("digest", says, move.rule),)
    return ()


_STEPS = {Duty.SIGNER: Step.SIGN_OFF, Duty.PUBLISHER: Step.PUBLISH}
"""Whose turn a move goes by that belongs to no step of the item's own."""


def _person(
    move: Move, attempt: Attempt, item: ItemFacts, bench: Bench, book: Book
) -> tuple[Permit | None, tuple[Refusal, ...]]:
    reasons = Reasons(book, attempt.at.date())
    offices = bench.of(attempt.person, attempt.at.date())
    if not offices:
        return None, (reasons.no("office", N_("You hold no office on this board today."), move.rule),)
    if move.duty is Duty.WRITER:
        return _writer(move, attempt, item, offices, bench, reasons)
    if move.duty is Duty.URGENT:
        return _urgent(move, attempt, item, bench, reasons)
    step = _STEPS.get(move.duty) or STEP_OF[item.state]
    # What is live is taken down, or withdrawn, by those who answer for it as it stands, whatever its draft says by now.
    passage = item.live_passage if move.verb in UNLISTS and item.live_passage else item.passage
    # To recall, withdraw or take down is not part of signing off: a delegation gives it only where it names it.
    power = move.verb if move.duty is Duty.SIGNER else step
    whose = turn(step, passage, bench, book, at=attempt.at, power=power)
    holder = whose.holder(attempt.person)
    if holder is None and move.verb not in (*SIGNS, *SENDS):
        # Own words are not approved, and what one approved is not sent out; but either may be changed or given back.
        freely = replace(passage, last_editor=None, signed_by=None)
        holder = turn(step, freely, bench, book, at=attempt.at, power=power).holder(attempt.person)
    if holder is None:
        return None, not_your_turn(attempt.person, whose, bench, reasons, at=attempt.at)
    return _held(move, holder), ()


def _held(move: Move, holder: Holder) -> Permit:
    """Record a step under the rule that gave the turn, any other move under its own rule."""
    steps = {"forward", "moderate", *SIGNS, "publish"}
    rule = holder.rule if not move.short and move.verb in steps else move.rule
    return Permit(move, holder.appointment, holder.capacity, rule, holder.in_place_of, holder.paper)


def _writer(
    move: Move,
    attempt: Attempt,
    item: ItemFacts,
    offices: tuple[Appointment, ...],
    bench: Bench,
    reasons: Reasons,
) -> tuple[Permit | None, tuple[Refusal, ...]]:
    """Let the writers move their draft; the unit's board member may edit, revise and return to it as well."""
    member = next((each for each in offices if edits_for(each, item.unit, item.section)), None)
    if attempt.person in item.passage.authors:
        return Permit(move, member or offices[0], Capacity.OWN, move.rule), ()
    if member is not None and move.verb in {"edit", "revise", *RIGHTS}:
        return Permit(move, member, Capacity.OWN, move.rule), ()
    names = ", ".join(sorted({each.name for each in bench.appointments if each.person in item.passage.authors}))
    return None, (
        reasons.no("writer", N_("Only those who wrote the item can do this: %(names)s."), move.rule, names=names),
    )


def _urgent(
    move: Move, attempt: Attempt, item: ItemFacts, bench: Bench, reasons: Reasons
) -> tuple[Permit | None, tuple[Refusal, ...]]:
    """Let a named office sign off urgently, where the board's regulation knows it, while it is not their turn."""
    book, at = reasons.book, attempt.at
    whose = turn(Step.SIGN_OFF, item.passage, bench, book, at=at)
    against = urgent.against(attempt.person, whose, bench, reasons)
    if against:
        return None, against
    held = urgent.holder_of(attempt.person, item.passage, bench, book, at=at)
    if isinstance(held, Holder):
        return _held(move, held), ()
    return None, (reasons.no("missing", NO_CHIEF, whose.rule) if held is None else reasons.no(*BARRED[held]),)


def edits_for(office: Appointment, unit: str, section: str) -> bool:
    """Say whether somebody, by this office, edits and revises what a unit has in a section, beside its writers."""
    return office.role is Role.BOARD_MEMBER and office.answers_for(unit, section)
