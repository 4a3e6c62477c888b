"""The desk's words as template filters."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from django import template
from django.utils import timezone
from django.utils.formats import date_format

from chauphe.core.chain import Step, Turn
from chauphe.core.consultation import Opinion
from chauphe.core.moves import State
from chauphe.core.refusal import Refusal
from chauphe.core.term import Term
from chauphe.desk import staff_words, time_words, words
from chauphe.desk.thread import small
from chauphe.people.models import Person
from chauphe.public.approval import bound as together

register = template.Library()


class HasSpan(Protocol):
    """What begins and may end."""

    since: datetime
    until: datetime | None


@register.filter
def waited(since: datetime, now: datetime) -> str:
    """Say how long something has waited."""
    return time_words.waiting(timezone.localtime(since), timezone.localtime(now))


@register.filter
def lasted(since: datetime, now: datetime) -> str:
    """Say how long, after words that name who is waited for."""
    return time_words.lasting(timezone.localtime(since), timezone.localtime(now))


@register.filter
def due(term: Term, now: datetime) -> str:
    """Say until when a step is due."""
    return time_words.due(term.until, timezone.localtime(now))


@register.filter
def late(term: Term | None, now: datetime) -> str:
    """Say by how much a step is late; empty while it is not, or has no limit."""
    return time_words.late(term, timezone.localtime(now)) if term else ""


@register.filter
def limit(value: Mapping[str, Any]) -> str:
    """Say how long a step may take."""
    return time_words.limit(value)


@register.filter
def you(person: Person) -> str:
    """Address somebody as the office does."""
    return words.you(person)


@register.filter
def bound(text: object) -> str:
    """Keep the words of a clause or a name on one line."""
    return together(str(text))


@register.filter
def state(code: str) -> str:
    """Name a state."""
    return str(words.STATES[State(code)])


@register.filter
def kind(code: str) -> str:
    """Name a kind of item."""
    return str(words.KINDS.get(code, code))


@register.filter
def act(code: str) -> str:
    """Name an act."""
    return str(words.ACTS.get(code, code))


@register.filter
def opinion(code: str) -> str:
    """Name what a unit answered."""
    return str(words.OPINIONS[Opinion(code)])


@register.filter
def field(code: str) -> str:
    """Name a field that changed."""
    return str(words.FIELDS.get(code, code))


@register.filter
def button(verb: str) -> str:
    """Name a decision as its button does."""
    return str(words.BUTTONS[verb])


@register.filter
def span(row: HasSpan) -> str:
    """Say from when to when somebody is away, or acts for another."""
    return staff_words.span(row.since, row.until)


@register.filter
def beads(state: str) -> list[str]:
    """Give the classes of the four small beads of a row."""
    return small(state)


@register.filter
def waits_for(step: Step) -> str:
    """Head what waits at a step."""
    return str(words.WAITS_FOR[step])


@register.filter
def day(moment: str) -> str:
    """Write the day of an instant as the ledger has it ("2026-11-20T08:15:00Z")."""
    return date_format(timezone.localtime(datetime.fromisoformat(moment)), "d/m/Y")


@register.filter
def asked(turn: Turn) -> str:
    """Say what is asked of whoever holds the turn."""
    return str(words.ASKED[turn.step])


@register.filter
def with_whom(turn: Turn) -> str:
    """Say whom an item waits for and for what: "chờ Đặng Thị Mỹ Lệ duyệt nội dung"."""
    return words.with_whom(turn)


@register.filter
def says(reason: Refusal) -> str:
    """Say a refusal in the reader's language."""
    return words.refusal(reason)


@register.filter
def short(digest: str) -> str:
    """Show the first eight characters of a digest in two groups, as the seal does."""
    return f"{digest[:4]} {digest[4:8]}"
