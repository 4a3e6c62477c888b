"""A "no" that says why: a sentence, the rule behind it, and the clause that the rule stands on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from chauphe.regulation.book import Book


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason against a move.

    `says` is an English message for gettext with %(name)s places, `params` fills them, `rule` is the id in the
    board's regulation and `clause` what a person would look up ("Điều 4 khoản 1").
    """

    code: str
    says: str
    rule: str
    clause: str
    params: Mapping[str, str] = field(default_factory=dict)


class Refused(Exception):
    """Raised by a service when a move is not allowed; carries every reason, not the first."""

    def __init__(self, refusals: tuple[Refusal, ...]) -> None:
        super().__init__("; ".join(refusal.says % refusal.params for refusal in refusals))
        self.refusals = refusals


@dataclass(frozen=True, slots=True)
class Reasons:
    """Makes refusals that cite the regulation in force on one day."""

    book: Book
    on: date

    def no(self, code: str, says: str, rule: str, **params: str) -> Refusal:
        """Refuse under a rule; the clause is read from the book."""
        return Refusal(code, says, rule, self.book.rule(rule, on=self.on).clause, params)


def N_(message: str) -> str:
    """Mark an English message for translation without translating it here (the core knows no language)."""
    return message
