"""Days with an hour, as people write them in two fields, and what a page says of an item's own time."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format

from chauphe.core.item import ItemFacts
from chauphe.core.refusal import Refusal, Refused
from chauphe.core.timer import Scheduled, permit_to_send_out
from chauphe.desk.seat import Seat
from chauphe.desk.sent import read_day

if TYPE_CHECKING:
    from chauphe.items.models import Item

_HOUR = re.compile(r"\s*(\d{1,2})(?:\s*(?:[:.hg]|giờ)\s*(\d{1,2})?)?\s*(?:phút|p)?\s*", re.IGNORECASE)
_WRITTEN = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)")


def read_hour(text: str) -> time | None:
    """Read an hour as people write it: "8h", "8h30", "08:30", "8 giờ 30"; None for anything else."""
    found = _HOUR.fullmatch(text)
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return None
    return time(int(found[1]), int(found[2] or 0))


def read_moment(day: str, hour: str) -> datetime | None:
    """Read a day and an hour of the office; None unless both are there."""
    on, at = read_day(day), read_hour(hour)
    return timezone.make_aware(datetime.combine(on, at)) if on and at else None


def written(day: str, hour: str) -> str:
    """Return how the working copy keeps the two: a day alone begins with it, what is no time stays as it was typed."""
    on, at = read_day(day), read_hour(hour) if hour.strip() else time.min
    return f"{on.isoformat()}T{at:%H:%M}" if on and at else f"{day.strip()} {hour.strip()}".strip()


def fields_of(kept: str) -> tuple[str, str]:
    """Return what the two fields show of what is kept."""
    found = _WRITTEN.fullmatch(kept)
    day = read_day(found[1]) if found else None
    return (f"{day:%d/%m/%Y}", found[2]) if found and day else (kept, "")


@dataclass(frozen=True, slots=True)
class Hours:
    """What a page says of an item's time.

    `first` is when it may be published at the earliest, `due` the hour that is set; `stuck` says why what is due was
    not sent out, `ahead` that the first hour is still to come. Its last day stands in the copy itself.
    """

    first: datetime | None
    due: datetime | None
    stuck: tuple[Refusal, ...]
    late: bool
    ahead: bool = False

    @property
    def proposed(self) -> tuple[str, str]:
        """The day and the hour that the form begins with, where there is an hour to wait for."""
        return fields_of(f"{self.first:%Y-%m-%dT%H:%M}") if self.ahead and self.first else ("", "")


def hours_of(item: "Item", content: Mapping[str, Any], facts: ItemFacts, *, seat: Seat) -> Hours:
    """Gather it (nothing is asked of the database but what `item` brings)."""
    due = timezone.localtime(item.due) if item.due else None
    late = due is not None and due <= seat.at
    stuck: tuple[Refusal, ...] = ()
    if late and item.scheduled is not None:
        stuck = _stuck(item.scheduled.record, facts, seat)
    first = _read(content.get("not_before"))
    return Hours(first, due, stuck, late, first is not None and first > seat.at)


def told(at: datetime) -> str:
    """Say an instant in full: "08:00, thứ Tư, 25/11/2026"."""
    return date_format(timezone.localtime(at), "H:i, l, d/m/Y")


def _stuck(record: str, facts: ItemFacts, seat: Seat) -> tuple[Refusal, ...]:
    try:
        permit_to_send_out(Scheduled.of(json.loads(record)), facts, seat.book, at=seat.local)
    except Refused as no:
        return no.refusals
    return ()


def _read(said: object) -> datetime | None:
    """Return what was sealed as an instant; what is none yet is mended by the writers, and not shown."""
    try:
        at = datetime.fromisoformat(str(said))
    except ValueError:
        return None
    return at if at.tzinfo else timezone.make_aware(at)
