"""Which sections of a board are looked at again, how often, and who owns that."""

from datetime import date

from chauphe.core.review import MONTHS, Plan
from chauphe.people.models import Board, ReviewPlan
from chauphe.regulation.book import Book


def plans_of(board: Board, book: Book, *, on: date) -> dict[str, Plan]:
    """Return the plan of each section that has one, by its slug; its months are its own or the rule's (1 query)."""
    rows = ReviewPlan.objects.filter(section__board=board).values_list("section__slug", "months", "person", "role")
    usual = book.rule(MONTHS, on=max(on, book.since)).value
    return {
        section: Plan(section, months or usual, str(person) if person else "", role)
        for section, months, person, role in rows
    }
