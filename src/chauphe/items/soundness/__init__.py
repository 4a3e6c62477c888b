"""Whether the rows beside the ledger still say what it recorded.

These are items, revisions, approvals, publications, questions, reviews, uploads and known hosts. The public site is
baked from what is sealed alone; but the board's own screens read these rows, people decide on what they show, and an
inspector asks for them: a change made behind the software's back is named here too. Each row and each act is read once,
so that the cost grows with the board's book and not faster; what people hold is in people.soundness.
"""

from collections.abc import Iterator

from chauphe.items.soundness.content import astray_of_content
from chauphe.items.soundness.published import astray_of_publications, lost
from chauphe.items.soundness.questions import astray_of_questions
from chauphe.items.soundness.told import astray_of_items
from chauphe.people.models import Board

__all__ = ["astray", "lost"]


def astray(board: Board) -> Iterator[tuple[int, str]]:
    """Yield items by number with the name of the table whose row no longer says what was recorded, each once."""
    told: set[tuple[int, str]] = set()
    for look in (astray_of_publications, astray_of_items, astray_of_content, astray_of_questions):
        for each in look(board):
            if each not in told:
                told.add(each)
                yield each
