"""How an item goes on from the editor: the step that is this person's to take, and whom it goes to then.

A contributor hands in, the unit's board member puts forward (their own drafts too, Điều 5 khoản 2). Whoever edits at a
later step saves what they changed and then decides on the item's own page.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from chauphe.core.chain import Step, turn
from chauphe.core.item import Attempt, judge
from chauphe.core.moves import State
from chauphe.desk import words
from chauphe.desk.course import Course, course_of
from chauphe.desk.errors import NOT_YOURS
from chauphe.desk.seat import Seat
from chauphe.items.facts import facts_of, with_chain
from chauphe.items.html import links

if TYPE_CHECKING:
    from chauphe.items.models import Item

LOOK = "look"
"""No step of the chain: save, and look at the item again before deciding."""

STEPS = {State.DRAFT: ("forward", "submit"), State.IN_EDITING: ("forward",)}
LEADS_TO = {"submit": Step.EDIT, "forward": Step.MODERATE}


@dataclass(frozen=True, slots=True)
class Way:
    """The step that the button takes, the names and titles of those whom it leads to, and the chain it is on."""

    verb: str
    to: list[tuple[str, str]]
    course: Course | None = None

    @property
    def button(self) -> str:
        """What the button says."""
        return str(words.BUTTONS[self.verb]) if self.verb in words.BUTTONS else ""


def way_on(item: "Item", seat: Seat, content: Mapping[str, Any] | None = None) -> Way:
    """Find the step; what the item may still lack for it is another question. `content` is what the page shows."""
    facts = facts_of(item, content={})
    shown = item.draft.content if content is None else content
    course = course_of(with_chain(replace(facts, content=_asked_of(item, shown)), item, seat.book, at=seat.at), seat)
    for verb in STEPS.get(facts.state, ()):
        attempt = Attempt(verb, str(seat.person.pk), seat.board.slug, seat.local, seen=facts.digest)
        if not any(no.code in NOT_YOURS for no in judge(attempt, facts, seat.bench, seat.book).refusals):
            passage = facts.passage
            if verb == "forward":
                passage = replace(passage, forwarded_by=str(seat.person.pk))
            whose = turn(LEADS_TO[verb], passage, seat.bench, seat.book, at=seat.local)
            return Way(verb, [(each.appointment.name, each.appointment.title) for each in whose.holders], course)
    return Way(LOOK, [], course)


def _asked_of(item: "Item", content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of a working copy decides which chain the item takes."""
    return {"kind": item.kind, "links": list(links(content["body"])), "checklist": content.get("checklist", {})}
