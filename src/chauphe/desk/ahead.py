"""What a change would leave missing, shown before it is recorded: whoever records it has seen it and says so.

What was on the screen, the form and what follows from it, goes back with the form as a digest. Where something else
would follow by then, that is shown, and nothing is recorded.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from chauphe.desk.seat import DeskRequest
from chauphe.people.outlook import Missing, foreseen

SEATED = "seated"
"""The field in which every form names the board that it was made for."""

ASIDE = frozenset({"csrfmiddlewaretoken", "seen", SEATED})
"""Fields that say nothing of the change itself."""


@dataclass(frozen=True, slots=True)
class Consequences:
    """What a change would leave missing, what else it touches, the form that asks for it, and when that was asked."""

    missing: tuple[Missing, ...]
    touched: tuple[str, ...]
    form: tuple[tuple[str, list[str]], ...]
    at: datetime

    @property
    def seen(self) -> str:
        """Return what stands for this very form and what follows from it."""
        # What is missing from the very instant on is so a minute later as well, when the answer comes back.
        told = sorted(
            f"{each.since.isoformat() if each.since > self.at else 'now'} {each.key}" for each in self.missing
        )
        return sha256(repr((self.form, self.touched, told)).encode()).hexdigest()

    def confirmed(self, request: DeskRequest) -> bool:
        """Say whether this was on the screen that the form was sent from."""
        return request.POST.get("seen", "") == self.seen


def consequences(
    request: DeskRequest,
    change: Callable[[], object],
    *,
    touched: Iterable[str] = (),
    until: datetime | None = None,
) -> Consequences:
    """Try a change out, undo it, and say what would follow; what it refuses is raised."""
    form = tuple(sorted((name, values) for name, values in request.POST.lists() if name not in ASIDE))
    seat = request.seat
    return Consequences(foreseen(seat.board, change, at=seat.at, until=until), tuple(touched), form, seat.at)
