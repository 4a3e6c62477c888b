"""Who has to prove more than a password: whoever can decide or publish (the board's rule `account.second_factor`).

What counts is a passkey or a code of the moment; recovery codes alone are no second factor, they only replace one.
"""

from collections.abc import Iterable
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db.models import Exists, QuerySet

from chauphe.core.authority import Bench
from chauphe.people.models import Board, Person
from chauphe.people.selectors import bench_of, boards_of, book_of, duties_of, local
from chauphe.regulation.book import Book
from chauphe.regulation.law import NotInForce, UnknownRule

RULE = "account.second_factor"
SERVICE = "account.service_factor"
PROVED = "proofs"
"""The key in the session: how the office's sign-in service says that it asked, when this session began by it."""

FACTORS = (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP)


def is_asked_of(person: Person, bench: Bench, book: Book, *, at: datetime) -> bool:
    """Say whether a person holds an office on this board for which a second factor is asked."""
    asked = book.rule(RULE, on=local(at).date()).value
    return any(str(office.role) in asked for office in duties_of(person, bench, at=at))


def is_asked_anywhere(person: Person, *, at: datetime) -> bool:
    """Say whether any board of a person asks it of them (1 query, and those of a bench for each board)."""
    boards = boards_of(person, at=at)
    return any(is_asked_of(person, bench_of(board, at=at), book_of(board), at=at) for board in boards)


def is_accepted(proofs: Iterable[str], book: Book, *, at: datetime) -> bool:
    """Say whether what the office's sign-in service says of how it asked counts for a second factor on this board."""
    try:
        accepted = book.rule(SERVICE, on=local(at).date()).value or ()
    except (UnknownRule, NotInForce):
        return False
    return not set(accepted).isdisjoint(proofs)


def is_accepted_everywhere(proofs: Iterable[str], person: Person, *, at: datetime) -> bool:
    """Say whether every board that asks a second factor of a person accepts this for one, and there is such a board."""
    books = [(board, book_of(board)) for board in boards_of(person, at=at)]
    asking = [book for board, book in books if is_asked_of(person, bench_of(board, at=at), book, at=at)]
    said = tuple(proofs)
    return bool(asking) and all(is_accepted(said, book, at=at) for book in asking)


def factors_of(person: Person) -> QuerySet[Authenticator]:
    """Return the passkeys and code generators of a person."""
    return Authenticator.objects.filter(user=person, type__in=FACTORS).order_by("pk")


def with_factor(boards: QuerySet[Board], person: Person) -> QuerySet[Board]:
    """Let each row say whether the person `has_factor`, and whether they `has_passkey`: no query of their own."""
    passkeys = factors_of(person).filter(type=Authenticator.Type.WEBAUTHN)
    return boards.annotate(has_factor=Exists(factors_of(person)), has_passkey=Exists(passkeys))
