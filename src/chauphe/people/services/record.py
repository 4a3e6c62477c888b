"""What every act on people leaves behind: one row that says who did what to whom, when."""

from datetime import datetime

from chauphe.people.models import Board, Change, Person


def note(
    verb: str, *, at: datetime, by: Person | None, board: Board | None = None, person: Person | None = None,
    **facts: object,
) -> Change:  # fmt: skip
    """Record an act (inside the caller's transaction); `facts` are plain values that outlive what they speak of."""
    name = by.full_name if by else ""
    return Change.objects.create(board=board, person=person, by=by, by_name=name, at=at, verb=verb, facts=facts)
