"""How an item goes on from the editor: the step that is this person's to take, and whom it goes to then.

A contributor hands in, the unit's board member puts forward (their own drafts too, Điều 5 khoản 2). Whoever edits at a
later step saves what they changed and then decides on the item's own page.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chauphe.core.chain import Step, turn
from chauphe.core.item import Attempt, judge
from chauphe.core.moves import State
from chauphe.desk import words
from chauphe.desk.errors import NOT_YOURS
from chauphe.desk.seat import Seat
from chauphe.items.facts import facts_of

if TYPE_CHECKING:
    from chauphe.items.models import Item

LOOK = "look"
"""No step of the chain: save, and look at the item again before deciding."""

STEPS = {State.DRAFT: ("forward", "submit"), State.IN_EDITING: ("forward",)}
LEADS_TO = {"submit": Step.EDIT, "forward": Step.MODERATE}


@dataclass(frozen=True, slots=True)
class Way:
    """The step that the button takes, and the names and titles of those whom it leads to."""

    verb: str
    to: list[tuple[str, str]]

    @property
    def button(self) -> str:
        """What the button says."""
        return str(words.BUTTONS[self.verb]) if self.verb in words.BUTTONS else ""


def way_on(item: "Item", seat: Seat) -> Way:
    """Find the step; what the item may still lack for it is another question."""
    facts = facts_of(item, content={})
    for verb in STEPS.get(facts.state, ()):
        attempt = Attempt(verb, str(seat.person.pk), seat.board.slug, seat.local, seen=facts.digest)
        if not any(no.code in NOT_YOURS for no in judge(attempt, facts, seat.bench, seat.book).refusals):
            passage = facts.passage
            if verb == "forward":
                passage = replace(passage, forwarded_by=str(seat.person.pk))
            whose = turn(LEADS_TO[verb], passage, seat.bench, seat.book, at=seat.local)
            return Way(verb, [(each.appointment.name, each.appointment.title) for each in whose.holders])
    return Way(LOOK, [])
