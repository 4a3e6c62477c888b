"""What one person may do with an item now: the step that they are asked for, and those beside it.

As the core judges it at this instant, with whatever is written by hand taken as written. Nothing here decides: `decide`
does, and asks again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chauphe.core.checklist import CHECKLIST, SHORT
from chauphe.core.consultation import against_going_on
from chauphe.core.item import Attempt, ItemFacts, Permit, Verdict, judge
from chauphe.core.moves import BACK, MOVES, RIGHTS, UNLISTS, State
from chauphe.core.refusal import Refusal
from chauphe.core.timing import not_before
from chauphe.desk import words
from chauphe.desk.errors import NOT_YOURS
from chauphe.desk.seat import Seat
from chauphe.items.consultations import Opinion
from chauphe.items.services.known import RULE as TICKED

FORWARD = {
    State.DRAFT: ("forward", "submit"),
    State.IN_EDITING: ("forward",),
    State.IN_MODERATION: ("sign_off", "moderate"),
    State.AWAITING_SIGN_OFF: ("sign_off",),
    State.SIGNED_OFF: ("publish",),
    State.SCHEDULED: ("publish",),
    State.PUBLISHED: (),
    State.EXPIRED: (),
    State.REFUSED: (),
    State.WITHDRAWN: (),
    State.TAKEN_DOWN: (),
}
"""What takes an item on from a state, the longer step first; a sign-off in moderation is the short chain's."""

BESIDE = tuple(dict.fromkeys(move.verb for move in MOVES if move.verb in {*BACK, "edit", "schedule"}))
"""The side steps, in the order of the table."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The step that this person is asked for: a permit, or what the item still lacks for it.

    `ticks` says whether new hosts are ticked before a sign-off, as the board has it.
    """

    verb: str
    permit: Permit | None
    lacks: tuple[Refusal, ...]
    clause: str = ""
    ticks: bool = False

    @property
    def button(self) -> str:
        return str(words.BUTTONS[self.verb])

    @property
    def signs(self) -> bool:
        return self.verb == "sign_off"

    @property
    def capacity(self) -> str:
        """Say as what this person acts: "KT. Trưởng Ban biên tập, Phó Trưởng Ban trực"."""
        return words.acting_as(self.permit) if self.permit else ""


def choice_of(facts: ItemFacts, digest: str, opinions: Sequence[Opinion], seat: Seat) -> Choice | None:
    """Find the step that is this person's to take, even while the item lacks something for it."""
    if not digest:
        return None
    for verb in FORWARD[facts.state]:
        verdict = _judged(verb, facts, digest, seat)
        if any(no.rule in (SHORT, CHECKLIST) for no in verdict.refusals):
            continue  # the full chain goes by its own step
        if not any(reason.code in NOT_YOURS for reason in verdict.refusals):
            waits = held_up(verb, opinions, seat)
            permit = None if waits else verdict.permit
            clause = seat.book.rule(permit.rule, on=seat.local.date()).clause if permit else ""
            ticks = bool(seat.book.rule(TICKED, on=seat.local.date()).value)
            return Choice(verb, permit, (*verdict.refusals, *waits), clause, ticks)
    return None


def held_up(verb: str, opinions: Sequence[Opinion], seat: Seat) -> tuple[Refusal, ...]:
    """Say why the item may not go on before the units that were asked have answered."""
    still_open = [each.question() for each in opinions if not each.opinion]
    return against_going_on(verb, still_open, seat.book, on=seat.local.date())


def side_steps(facts: ItemFacts, digest: str, seat: Seat) -> frozenset[str]:
    """Say which of the side steps are open to this person."""
    return frozenset(verb for verb in BESIDE if _judged(verb, facts, digest, seat).permit is not None)


def grounds_of(seat: Seat) -> Mapping[str, str]:
    """Return the grounds on which the board refuses items, by code."""
    found: Mapping[str, str] = seat.book.rule("move.refuse", on=seat.local.date()).value
    return found


def _judged(verb: str, facts: ItemFacts, digest: str, seat: Seat) -> Verdict:
    ground = next(iter(grounds_of(seat)))
    seen = facts.live_digest if verb in (*UNLISTS, *RIGHTS) else digest
    brought = {"reason": "…", "ground": ground, "notice": "…"}
    due = _earliest(facts, seat) if verb == "schedule" else None
    attempt = Attempt(verb, str(seat.person.pk), seat.board.slug, seat.local, seen, **brought, due=due)
    return judge(attempt, facts, seat.bench, seat.book)


def _earliest(facts: ItemFacts, seat: Seat) -> datetime | None:
    """Return the first hour that may be set for what was signed off, and so is written as it should be."""
    if facts.state is not State.SIGNED_OFF:
        return None
    return max(seat.local + timedelta(minutes=1), not_before(facts.content) or seat.local)
