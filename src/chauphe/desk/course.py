"""Which chain an item takes and why, as the desk shows it: the board's questions, what was answered, what it leads to.

Shown to whoever writes and to whoever decides alike; a board without a short chain asks nothing, and sees none of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chauphe.core.checklist import SHORT, TO_CHIEF, Question, answers_of, questions
from chauphe.core.item import ItemFacts, why_full
from chauphe.core.moves import State
from chauphe.core.refusal import Refusal
from chauphe.desk.seat import Seat
from chauphe.items.changes import FieldChange

LOCKED = frozenset({State.IN_MODERATION, State.AWAITING_SIGN_OFF})
"""Where an answer may be raised and not eased."""


_WORDS: Mapping[str, Callable[[], str]] = {
    "yes": lambda: _("yes"),
    "no": lambda: _("no"),
    "": lambda: _("not answered"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One question in the reader's language, and its answer: "yes", "no" or nothing yet."""

    code: str
    ask: str
    help: str
    law: str
    computed: bool
    answer: str
    locked: bool = False

    @property
    def word(self) -> str:
        """The answer in words."""
        return _WORDS[self.answer]()


@dataclass(frozen=True, slots=True)
class Course:
    """The chain of an item: short, or full because of `why`; `clause` is that of the short chain."""

    rows: tuple[Row, ...]
    why: tuple[Refusal, ...]
    clause: str
    to_chief: bool
    locked: bool
    hosts: tuple[str, ...]

    @property
    def short(self) -> bool:
        return not self.why

    @property
    def asked(self) -> list[Row]:
        """The questions that a person answers."""
        return [row for row in self.rows if not row.computed]

    def worded(self, change: FieldChange) -> FieldChange:
        """Say a changed answer in the words of its question."""
        asks = {row.code: row.ask for row in self.rows} | {TO_CHIEF: _("Put it to the chief all the same")}
        said = {word: _WORDS[word]() for word in (change.old, change.new)}
        return FieldChange(change.name, said[change.old], said[change.new], asks.get(change.which, change.which))

    @property
    def unanswered(self) -> int:
        return sum(1 for row in self.asked if not row.answer)


def course_of(facts: ItemFacts, seat: Seat) -> Course | None:
    """Say which chain an item takes as it stands (`with_chain`); None where the board asks nothing."""
    on = seat.local.date()
    asks = questions(seat.book, on=on)
    if not asks:
        return None
    answers = answers_of(facts.content)
    locked = facts.state in LOCKED
    rows = tuple(_row(each, answers, facts, locked=locked) for each in asks)
    clause = seat.book.rule(SHORT, on=on).clause
    why = why_full(facts, seat.book, at=seat.local)
    return Course(rows, why, clause, answers.get(TO_CHIEF) is True, locked, facts.fresh_hosts or ())


def _row(asked: Question, answers: Mapping[str, object], facts: ItemFacts, *, locked: bool) -> Row:
    said = _said(answers.get(asked.code))
    if asked.computed:
        said = _computed(facts)
    shut = locked and said != "no"
    return Row(asked.code, _in(asked.ask), _in(asked.help), asked.law, asked.computed, said, shut)


def _computed(facts: ItemFacts) -> str:
    """Answer whether a link leads to a host new to the board."""
    return "yes" if facts.fresh_hosts else "no"


def _said(answer: object) -> str:
    return {True: "yes", False: "no"}.get(answer, "") if isinstance(answer, bool) else ""


def _in(words: Mapping[str, Any]) -> str:
    """Read the regulation's words in the reader's language."""
    return str(words["vi" if (get_language() or "").startswith("vi") else "en"])
