"""Who sits at the desk, on which board, and when: gathered once a request and handed to services as arguments."""

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.http import HttpRequest

from chauphe.core.authority import Appointment, Bench, Role
from chauphe.core.chain import Step
from chauphe.core.deadline import Calendar
from chauphe.core.term import Term, term_of
from chauphe.items.selectors import hidden_uploads, people_and_rules, visible
from chauphe.people.calendar import Calendars
from chauphe.people.models import Board, Person
from chauphe.people.selectors import duties_of, local
from chauphe.people.services.accounts import OPENED_BY
from chauphe.regulation.book import Book

if TYPE_CHECKING:
    from chauphe.items.models import Asset, Item


class Seat:
    """A person at the desk of one board at one instant, with what follows from it (5 queries, when first asked)."""

    def __init__(self, person: Person, board: Board, boards: tuple[Board, ...], *, at: datetime) -> None:
        self.person, self.board, self.boards, self.at = person, board, boards, at

    @cached_property
    def _people_and_rules(self) -> tuple[Bench, Book]:
        return people_and_rules(self.board, at=self.at)

    @property
    def bench(self) -> Bench:
        """The people of the board as the core sees them."""
        return self._people_and_rules[0]

    @property
    def book(self) -> Book:
        """The board's regulation."""
        return self._people_and_rules[1]

    @cached_property
    def offices(self) -> tuple[Appointment, ...]:
        """The offices this person holds here today."""
        return duties_of(self.person, self.bench, at=self.at)

    @property
    def title(self) -> str:
        """How the office calls them: "Trưởng Ban biên tập"."""
        return self.offices[0].title if self.offices else ""

    @property
    def only_contributes(self) -> bool:
        """Whether they see their own unit's items alone."""
        return all(office.role is Role.CONTRIBUTOR for office in self.offices)

    @property
    def keeps_accounts(self) -> bool:
        """Whether they look after the board's accounts, by the board's rule."""
        keepers = self.book.rule(OPENED_BY, on=self.local.date()).value
        return any(str(office.role) in keepers for office in self.offices)

    @cached_property
    def items(self) -> QuerySet["Item"]:
        """The items they may see."""
        return visible(self.board, self.person, self.bench, at=self.at)

    def sees(self, upload: "Asset") -> bool:
        """Whether they may see an upload: the board its own, a contributor theirs and those in drafts they may see."""
        return not hidden_uploads([upload], self.board, self.person, self.bench, at=self.at)

    @cached_property
    def calendars(self) -> Calendars:
        """When the office works, as it was known at any instant (1 query, when first asked)."""
        return Calendars(self.board, self.book)

    @property
    def calendar(self) -> Calendar:
        """When the office works, as it is known now."""
        return self.calendars.at(self.at)

    def term(self, step: Step, since: datetime) -> Term | None:
        """Return until when a step is due that waits since an instant; None where it has no limit."""
        return term_of(step, local(since), self.book, self.calendar)

    @property
    def local(self) -> datetime:
        """The instant in the board's own time zone."""
        return local(self.at)


class DeskRequest(HttpRequest):
    """A request that `CurrentBoard` let through to a screen of the desk."""

    seat: Seat
    board: Board
