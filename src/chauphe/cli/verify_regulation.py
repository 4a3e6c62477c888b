"""What a recorded act's own regulation allowed, as far as the regulation came with this software.

A board's regulation says whether a chief who had to moderate for want of a deputy may sign off too
(`separation.moderator_and_signer`, docs/decisions/0006). A regulation that we do not have is not second-guessed.
"""

from functools import cache
from typing import TYPE_CHECKING

from chauphe.public.fragment import local

if TYPE_CHECKING:
    from chauphe.regulation.book import Book


def both_duties(regulation: str, at: str) -> bool:
    """Say whether a regulation (`founding@2020-05-01`) let the chief do both at an instant; an unknown one may have."""
    book = _book(regulation)
    if book is None:
        return True
    from chauphe.regulation.book import NotInForce, UnknownRule

    try:
        rule = book.rule("separation.moderator_and_signer", on=local(at).date())
    except (NotInForce, UnknownRule, ValueError):
        return False
    return bool(rule.value == "chief_when_alone")


@cache
def _book(version: str) -> "Book | None":
    # Reading a regulation takes as long as checking a small site, and few sites ever ask.
    from chauphe.regulation.book import load, shipped

    path = shipped().get(version.partition("@")[0])
    book = load(path) if path else None
    return book if book is not None and book.version == version else None
