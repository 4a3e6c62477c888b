"""What stands on the site and is to be looked at again, and by whom (Điều 5 khoản 3)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from chauphe.core.authority import Appointment, Bench
from chauphe.core.moves import State
from chauphe.core.review import Owned, Plan, due_on, last_due, owned_by, owners
from chauphe.items.models import Item, Publication, Review
from chauphe.people.models import Board, Section
from chauphe.people.selectors import local


@dataclass(frozen=True, slots=True)
class Due:
    """An item to be looked at again since a day: what is live (its digest), who owns it, when it was last right."""

    item: Item
    section: Section
    digest: str
    last: datetime
    reviewed: bool
    since: date
    owners: tuple[Appointment, ...]

    def is_of(self, person: str) -> bool:
        return any(each.person == person for each in self.owners)


def due_for_review(
    board: Board, plans: dict[str, Plan], bench: Bench, *, at: datetime, most: int, of: str | None = None
) -> list[Due]:
    """Return what is to be looked at again, the longest on the site first, at most so many (1 query, or none).

    `of` asks for what one person (id) owns. Publications are walked by their age from the oldest on and no further
    than the answer needs, so that it costs what is shown and not what the board has on its site.
    """
    sections = None if of is None else owned_by(of, plans.values(), bench, at=local(at))
    late = _late(board, plans, sections, on=local(at).date())
    if late is None:
        return []
    rows = (
        Publication.objects.filter(late, board=board, item__live=F("pk"), item__state=State.PUBLISHED)
        .select_related("item__unit", "section")
        .defer("item__folded")
        .annotate(digest=F("sign_off__snapshot"), reviewed_at=Subquery(_reviews().order_by("-at").values("at")[:1]))
        .order_by("at", "section_id", "pk")[:most]
    )
    return [_told(row, plans[row.section.slug], bench, at) for row in rows]


def _late(board: Board, plans: dict[str, Plan], owned: list[Owned] | None, *, on: date) -> Q | None:
    """Match what was neither published nor found right since its section's time began; None where nothing can be."""
    mine = {name: Owned(name, frozenset(), all_but=True) for name in plans}
    if owned is not None:
        mine = {each.section: each for each in owned}
    late = Q()
    newest: datetime | None = None
    for months in sorted({plans[name].months for name in mine}):
        begins = timezone.make_aware(datetime.combine(last_due(on, months) + timedelta(days=1), time.min))
        newest = max(newest or begins, begins)
        where = Q()
        for each in (each for name, each in mine.items() if plans[name].months == months):
            sections = Section.objects.filter(board=board, slug=each.section)
            where |= Q(_units(each), section__in=sections)
        late |= Q(where, ~Exists(_reviews().filter(at__gte=begins)), at__lt=begins)
    return None if newest is None else Q(late, at__lt=newest)


def _units(owned: Owned) -> Q:
    """Match the units of which something is owned."""
    if owned.all_but and not owned.units:
        return Q()
    units = Q(item__unit__code__in=owned.units)
    return ~units if owned.all_but else units


def _reviews() -> QuerySet[Review]:
    return Review.objects.filter(publication=OuterRef("pk")).order_by()


def _told(row: Publication, plan: Plan, bench: Bench, at: datetime) -> Due:
    digest, reviewed = row.digest, row.reviewed_at  # type: ignore[attr-defined]  # annotated above
    last = reviewed or row.at
    own = owners(plan, row.item.unit.code, bench, at=local(at))
    return Due(row.item, row.section, digest, last, reviewed is not None, due_on(local(last).date(), plan.months), own)
