"""The chain drawn as beads on a thread: who did what in which capacity under which clause, who is asked now, who comes.

Done beads come from the ledger, which is written out in full; the present one and those to come are worked out by the
core for this instant, and say so when somebody is missing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from chauphe.core.chain import Step, Turn, turn
from chauphe.core.checklist import SHORT
from chauphe.core.item import FULL_CHAIN, SHORT_CHAIN, ItemFacts, chain_of
from chauphe.core.moves import BACK, STEP_OF, State
from chauphe.core.passed import Taken
from chauphe.desk import time_words, words
from chauphe.desk.seat import Seat
from chauphe.items.passed import passed_in
from chauphe.public.approval import bound

Record = Mapping[str, Any]

ORDER = FULL_CHAIN
_CLASSES = ("done", "now", "next")
RETURNS = frozenset(verb for verb in BACK if verb.startswith("return_")) | {"recall"}
"""The acts by which an item came back, with a reason that whoever works on it reads."""


@dataclass(frozen=True, slots=True)
class Bead:
    """One bead: `place` is done, now or next; `when` is an instant, or None for what is to come.

    `took` says how long a step that is done had waited, and `late` by how much that was too long; `paper` names the
    delegation under which it was done.
    """

    place: str
    label: str
    clause: str
    who: str
    when: datetime | None = None
    note: str = ""
    signs: bool = False
    house: bool = False
    took: str = ""
    late: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """The beads of the present round; `earlier` holds those before the last return or revision."""

    earlier: tuple[Bead, ...]
    beads: tuple[Bead, ...]


def small(state: str) -> list[str]:
    """Return the classes of the four small beads of a list row."""
    step = STEP_OF.get(State(state))
    last = len(ORDER) if state in (State.PUBLISHED, State.EXPIRED) else -1
    at = last if step is None else ORDER.index(step)
    places = [_CLASSES[(place >= at) + (place > at)] for place in range(len(ORDER))]
    return [f"sign {place}" if step is Step.SIGN_OFF else place for step, place in zip(ORDER, places, strict=True)]


def thread_of(trail: Sequence[Record], whose: Turn | None, facts: ItemFacts, since: datetime, *, seat: Seat) -> Thread:
    """String the beads of an item: what was done, what waits since `since`, what comes."""
    passed = passed_in(trail, seat.book, seat.calendars)
    done = [
        _done(record, passed.get(place), again=_returned_before(trail, place)) for place, record in enumerate(trail)
    ]
    begun = _round_begins(trail)
    coming = [] if facts.state not in STEP_OF else _coming(whose, facts, since, seat)
    return Thread(tuple(done[:begun]), (*done[begun:], *coming))


def returns(trail: Sequence[Record]) -> int:
    """Count how often an item went back."""
    return sum(1 for record in trail if record["act"] in RETURNS)


def _round_begins(trail: Sequence[Record]) -> int:
    """Find where the present round begins: at the last return, refusal or revision, which stays in sight."""
    last = [place for place, record in enumerate(trail) if record["act"] in BACK - {"retract"}]
    return last[-1] if last and len(trail) > 4 else 0


def _returned_before(trail: Sequence[Record], place: int) -> bool:
    return trail[place]["act"] == "forward" and any(record["act"] in RETURNS for record in trail[:place])


def _done(record: Record, passed: Taken | None, *, again: bool) -> Bead:
    place = words.capacity(record)
    title = f"{place}, {record['appointment']['title']}" if place else record["appointment"]["title"]
    return Bead(
        place="done",
        label=str(words.AGAIN) if again else words.deed(record),
        clause=record["clause"],
        who=f"{bound(record['person']['name'])}, {bound(title)}",
        when=datetime.fromisoformat(record["at"]),
        note=words.note(record),
        signs=record["act"] == "sign_off",
        house=record["basis"] == "house",
        took=time_words.took(passed) if passed else "",
        late=time_words.late(passed.term, passed.at) if passed and passed.term else "",
        paper=record.get("paper", ""),
    )


def _coming(whose: Turn | None, facts: ItemFacts, since: datetime, seat: Seat) -> list[Bead]:
    """Return the present step, ringed, and those after it; a draft waits for its writers before the first step."""
    present = STEP_OF[facts.state]
    chain = chain_of(facts, seat.book, at=seat.local) if present is not Step.PUBLISH else FULL_CHAIN
    later = chain[chain.index(present) + (whose is not None) :]
    short = chain == SHORT_CHAIN
    beads = [] if whose is None else [_bead("now", whose, seat, since, short=short)]
    turns = (turn(step, facts.passage, seat.bench, seat.book, at=seat.local) for step in later)
    return beads + [_bead("next", each, seat, None, short=short) for each in turns]


def _bead(place: str, whose: Turn, seat: Seat, since: datetime | None, *, short: bool) -> Bead:
    signs = short and whose.step is Step.MODERATE
    given = whose.holders[0].rule if whose.holders else whose.rule
    rule = seat.book.rule(SHORT if signs else given, on=seat.local.date())
    return Bead(
        place=place,
        label=str(words.SIGNED_SHORT if signs else words.STEPS[whose.step]),
        clause=rule.clause,
        who=_who(whose),
        when=since,
        signs=signs or whose.step is Step.SIGN_OFF,
        house=str(rule.basis) == "house",
    )


def _who(whose: Turn) -> str:
    people = whose.holders
    if not people:
        return _("Nobody can take this step: %(office)s is missing") % {"office": words.ROLES[whose.missing]}
    if len({each.appointment.title for each in people}) > 1 or len(people) > 2:
        return words.names(f"{each.appointment.name} ({each.appointment.title})" for each in people)
    title = people[0].appointment.title
    mark = words.CAPACITIES[people[0].capacity]
    place = people[0].in_place_of
    if mark and place:
        title = f"{mark} {place.title}, {title}"
    return f"{words.names(each.appointment.name for each in people)}, {bound(title)}"
