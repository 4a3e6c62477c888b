"""What stands on the site and is to be looked at again, and by whom (Điều 5 khoản 3)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from chauphe.core.authority import Appointment, Bench
from chauphe.core.moves import State
from chauphe.core.review import Plan, due_on, last_due, owners
from chauphe.items.facts import facts_of
from chauphe.items.models import Item, Review
from chauphe.people.models import Board
from chauphe.people.selectors import local


@dataclass(frozen=True, slots=True)
class Due:
    """An item to be looked at again since a day: what is live (its digest), who owns it, when it was last right."""

    item: Item
    digest: str
    last: datetime
    reviewed: bool
    since: date
    owners: tuple[Appointment, ...]

    def is_of(self, person: str) -> bool:
        return any(each.person == person for each in self.owners)


def due_for_review(board: Board, plans: dict[str, Plan], bench: Bench, *, at: datetime, most: int) -> list[Due]:
    """Return what is to be looked at again, the longest on the site first, at most so many (2 queries, or none)."""
    if not plans:
        return []
    rows = (
        _due(board, plans, on=local(at).date())
        .select_related("board", "unit", "section", "current", "sign_off", "live__sign_off")
        .defer("current__content")
        .prefetch_related("writers")
        .annotate(reviewed_at=Subquery(_reviews().values("publication").annotate(last=Max("at")).values("last")))
        .order_by("live__at", "number")[:most]
    )
    return [_told(row, plans[row.section.slug], bench, at) for row in rows]


def _due(board: Board, plans: dict[str, Plan], *, on: date) -> QuerySet[Item]:
    """Match what is live, not under revision, and neither published nor found right since its section's time began."""
    late = Q()
    for months in sorted({plan.months for plan in plans.values()}):
        sections = [plan.section for plan in plans.values() if plan.months == months]
        begins = timezone.make_aware(datetime.combine(last_due(on, months) + timedelta(days=1), time.min))
        since = Exists(_reviews().filter(at__gte=begins))
        late |= Q(~Q(since), section__slug__in=sections, live__at__lt=begins)
    return Item.objects.filter(late, board=board, state=State.PUBLISHED)


def _reviews() -> QuerySet[Review]:
    return Review.objects.filter(publication=OuterRef("live")).order_by()


def _told(row: Item, plan: Plan, bench: Bench, at: datetime) -> Due:
    assert row.live is not None  # noqa: S101  every published item is live
    reviewed = row.reviewed_at  # type: ignore[attr-defined]  # annotated above
    last = reviewed or row.live.at
    own = owners(plan, facts_of(row, content={}), bench, at=local(at))
    digest = row.live.sign_off.snapshot_id
    return Due(row, digest, last, reviewed is not None, due_on(local(last).date(), plan.months), own)
