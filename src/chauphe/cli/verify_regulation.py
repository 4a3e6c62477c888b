"""What a recorded act's own regulation allowed, as far as the regulation came with this software.

A board's regulation says whether a chief who had to moderate for want of a deputy may sign off too
(`separation.moderator_and_signer`, docs/decisions/0006), whether a signer may publish
(`separation.signer_and_publisher`, docs/decisions/0015), for which items there is a short chain that leaves the chief
out (`chain.short`, `chain.checklist`, docs/decisions/0011), and who signs off urgently (`sign_off.urgent`,
docs/decisions/0012). A regulation that we do not have is not second-guessed.
"""

from collections.abc import Collection, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from chauphe.public.fragment import local

if TYPE_CHECKING:
    from chauphe.regulation.book import Book


def both_duties(regulation: str, at: str, rule: str) -> bool:
    """Say whether a regulation (`founding@2020-05-01`) let one person do both at an instant; an unknown one may have.

    `rule` is the one that keeps the two apart: moderating and signing off, or signing off and publishing.
    """
    book = _book(regulation)
    if book is None:
        return True
    from chauphe.regulation.book import NotInForce, UnknownRule

    try:
        return bool(book.rule(rule, on=local(at).date()).value != "distinct")
    except (NotInForce, UnknownRule, ValueError):
        return False


def short_chain(regulation: str, at: str, snapshot: Mapping[str, Any]) -> bool:
    """Say whether a regulation let this item go without the chief at an instant; an unknown one may have.

    The hosts that its links lead to are taken for known: which of them a board knew is in no public file.
    """
    book = _book(regulation)
    if book is None:
        return True
    from chauphe.core.checklist import against_short
    from chauphe.core.refusal import Reasons
    from chauphe.regulation.book import NotInForce, UnknownRule

    try:
        reasons = Reasons(book, local(at).date())
        return not against_short(snapshot, snapshot["section"]["slug"], (), reasons)
    except (NotInForce, UnknownRule, ValueError):
        return False


def urgent_by(regulation: str, at: str) -> Collection[str] | None:
    """Return the offices that a regulation let sign off urgently at an instant; None where it is unknown."""
    book = _book(regulation)
    if book is None:
        return None
    from chauphe.regulation.book import NotInForce, UnknownRule

    try:
        value = book.rule("sign_off.urgent", on=local(at).date()).value
    except (NotInForce, UnknownRule, ValueError):
        return ()
    return tuple(value["by"]) if value else ()


@cache
def _book(version: str) -> "Book | None":
    # Reading a regulation takes as long as checking a small site, and few sites ever ask.
    from chauphe.regulation.book import load, shipped

    path = shipped().get(version.partition("@")[0])
    book = load(path) if path else None
    return book if book is not None and book.version == version else None
