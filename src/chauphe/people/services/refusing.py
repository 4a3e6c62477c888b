"""How the services on people say no: every reason at once, with the clause where the regulation gives one."""

from collections.abc import Iterable
from datetime import date

from chauphe.core.refusal import Reasons, Refusal, Refused
from chauphe.people.models import Board
from chauphe.people.naming import Unfit
from chauphe.people.selectors import book_of


def reasons_of(board: Board, *, on: date) -> Reasons:
    """Return what makes refusals that cite the board's regulation; before it begins, as it stands on its first day."""
    book = book_of(board)
    return Reasons(book, max(on, book.since))


def plain(code: str, says: str, /, **params: str) -> Refusal:
    """Refuse for a reason that no clause is needed for; `params` may bear any name."""
    return Refusal(code, says, "", "", params)


def unfit(error: Unfit) -> Refusal:
    """Refuse a name."""
    return plain("name", error.says, **error.params)


def unless(*refusals: Refusal | None) -> None:
    """Raise Refused with those that are given; do nothing where there is none."""
    refuse(each for each in refusals if each)


def refuse(refusals: Iterable[Refusal]) -> None:
    """Raise Refused with all of these; do nothing where there is none."""
    found = tuple(refusals)
    if found:
        raise Refused(found)
