"""Which decisions may be taken on several items at once, and on how many (the board's own rules `several.*`).

Every such decision is still an act of its own, on its own digest, judged as if it were alone (`core.item`). What goes
back or changes the way needs words of its own, and so does a site that is new to the board: these are decided one by
one. Whether sign-offs may go together is for the board to say (Điều 3).
"""

from datetime import date

from chauphe.core.moves import NEXT, State
from chauphe.core.refusal import N_, Reasons, Refusal
from chauphe.regulation.book import Book

MOST = "several.most"
SIGN_OFF = "several.sign_off"
ONWARD = frozenset(move.verb for state, move in NEXT.items() if state is not State.DRAFT)
"""What takes an item on from where it waits for somebody; nothing else goes together."""


def against_several(verb: str, count: int, book: Book, *, on: date) -> tuple[Refusal, ...]:
    """Say every reason why a move may not be made on this many items at once; empty means it may."""
    reasons, found = Reasons(book, on), []
    most = book.rule(MOST, on=on).value
    if verb not in ONWARD:
        found.append(reasons.no("several", N_("This is decided item by item, each with its own words."), MOST))
    if verb == "sign_off" and not book.rule(SIGN_OFF, on=on).value:
        found.append(reasons.no("several", N_("On this board each item is signed off by itself."), SIGN_OFF))
    if not 1 <= count <= most:
        says = N_("Choose at least one item, and at most %(most)s at once.")
        found.append(reasons.no("several_most", says, MOST, most=str(most)))
    return tuple(found)
