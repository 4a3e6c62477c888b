"""Before when an item may not come before the public, when it is to, and until when it holds (the board's conventions).

The first and the last of these are part of the content that is approved; the hour of publication is the secretary's
(Điều 6 khoản 1). What becomes of all this when its time comes is in core.timer.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta

from chauphe.core.refusal import N_, Reasons, Refusal

EMBARGO, SCHEDULE, EXPIRY = "move.embargo", "move.schedule", "move.expire"

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d[+-]\d\d:\d\d")
_SHOWN = "%H:%M, %d/%m/%Y"


def not_before(content: Mapping[str, object]) -> datetime | None:
    """Return the instant before which the content may not be published; ValueError where what is there is none."""
    said = str(content.get("not_before") or "")
    if said and not _INSTANT.fullmatch(said):
        raise ValueError(said)
    return datetime.fromisoformat(said) if said else None


def last_day(content: Mapping[str, object]) -> date | None:
    """Return the last day on which the content holds; ValueError where what is there is no day."""
    said = str(content.get("expires") or "")
    return date.fromisoformat(said) if said else None


def over_at(content: Mapping[str, object], like: datetime) -> datetime | None:
    """Return the instant from which on the content holds no more: when its last day is over where `like` is told."""
    last = last_day(content)
    if last is None or last == date.max:
        return None
    return datetime.combine(last + timedelta(days=1), time.min, like.tzinfo)


def shortcomings(content: Mapping[str, object], reasons: Reasons) -> Iterator[Refusal]:
    """Yield what is wrong with what the content says of its own time."""
    first = last = None
    try:
        first = not_before(content)
    except ValueError:
        says = N_("“%(typed)s” is no day and hour. Write them as in 20/11/2026, 08:00.")
        yield reasons.no("not_before", says, EMBARGO, typed=str(content.get("not_before")))
    try:
        last = last_day(content)
    except ValueError:
        says = N_("“%(typed)s” is not a day. Write it as in 20/11/2026.")
        yield reasons.no("expires", says, EXPIRY, typed=str(content.get("expires")))
    if last is not None and last < reasons.on:
        yield _over(last, reasons)
    elif first is not None and last is not None and last < first.date():
        says = N_("It would be over on %(last)s, before it may be published on %(first)s.")
        told = {"last": f"{last:%d/%m/%Y}", "first": f"{first:%d/%m/%Y}"}
        yield reasons.no("expires", says, EXPIRY, **told)


def against_publishing(content: Mapping[str, object], reasons: Reasons, at: datetime) -> Iterator[Refusal]:
    """Yield what in the content keeps it from coming before the public at an instant."""
    first, last = not_before(content), last_day(content)
    if first is not None and at < first:
        says = N_("What was approved says: not before %(first)s.")
        yield reasons.no("embargo", says, EMBARGO, first=_told(first))
    if last is not None and last < at.date():
        yield _over(last, reasons)


def against_scheduling(
    due: datetime | None, content: Mapping[str, object], reasons: Reasons, at: datetime
) -> Iterator[Refusal]:
    """Yield why the hour that was given for the publication cannot be set."""
    if due is None:
        yield reasons.no("due", N_("Give the day and the hour of publication."), SCHEDULE)
        return
    if due <= at:
        says = N_("%(due)s is over already. To publish it now, use “Publish”.")
        yield reasons.no("due", says, SCHEDULE, due=_told(due))
    most = reasons.book.rule(SCHEDULE, on=reasons.on).value
    if due > at + timedelta(days=most):
        says = N_("That is too far ahead: at most %(most)s days.")
        yield reasons.no("due", says, SCHEDULE, most=str(most))
    yield from against_publishing(content, reasons, due)


def _over(last: date, reasons: Reasons) -> Refusal:
    says = N_("Its last day, %(last)s, is over. Give it another one, or none.")
    return reasons.no("over", says, EXPIRY, last=f"{last:%d/%m/%Y}")


def _told(at: datetime) -> str:
    return at.strftime(_SHOWN)
