"""An office to tell the regulation's stories with: plainly fictional people, one sentence an act."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chauphe.core.authority import Role
from chauphe.items import services
from chauphe.items.models import Item, Publication, SignOff, StandIn
from chauphe.items.reports import Report
from chauphe.ledger.selectors import trail_of
from chauphe.ledger.services import open_log
from chauphe.people.models import Appointment, Board, Person, Section, Unit
from chauphe.people.services import appoint, record_absence

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
SINCE = date(2026, 1, 1)
BODY = "<p>Sáng nay, lớp bồi dưỡng khai giảng với 180 học viên.</p>"

BENCH = (
    ("chief", Role.EDITOR_IN_CHIEF, "Trưởng Ban biên tập", ""),
    ("standing", Role.STANDING_DEPUTY, "Phó Trưởng Ban trực", "office"),
    ("deputy", Role.DEPUTY_EDITOR, "Phó Trưởng Ban biên tập", "labour"),
    ("other", Role.DEPUTY_EDITOR, "Phó Trưởng Ban biên tập", "merit"),
    ("member", Role.BOARD_MEMBER, "Ủy viên Ban biên tập", "labour"),
    ("organiser", Role.BOARD_MEMBER, "Ủy viên Ban biên tập", "organisation"),
    ("secretary", Role.SECRETARY, "Thư ký Ban biên tập", ""),
    ("author", Role.CONTRIBUTOR, "Người cung cấp tin, bài", "labour"),
    ("clerk", Role.CONTRIBUTOR, "Người cung cấp tin, bài", "organisation"),
)


@dataclass
class Office:
    """A board with a full bench; every act moves the clock on by ten minutes."""

    board: Board
    people: dict[str, Person]
    units: dict[str, Unit]
    section: Section
    now: datetime = field(default=datetime(2026, 11, 23, 8, 0, tzinfo=HANOI))

    def later(self, **by: int) -> datetime:
        self.now += timedelta(**(by or {"minutes": 10}))
        return self.now

    def write(self, who: str, *, unit: str = "labour", kind: str = "news", **content: Any) -> Item:
        whole = {"title": "Khai giảng lớp bồi dưỡng", "summary": "180 học viên.", "body": BODY} | content
        item = services.create(
            self.board,
            by=self.people[who],
            at=self.later(),
            kind=kind,
            unit=self.units[unit],
            section=self.section,
            content=whole,
        )
        self.freeze(who, item)
        return self.fresh(item)

    def rewrite(
        self, who: str, item: Item, *, unit: str | None = None, section: Section | None = None, **content: Any
    ) -> Item:
        """Change the words, and where the item belongs, and freeze both."""
        draft = services.hold(item.pk, board=self.board, by=self.people[who], at=self.later())
        services.save(
            item.pk,
            draft.content | content,
            board=self.board,
            by=self.people[who],
            at=self.later(),
            version=draft.version,
            unit=self.units[unit] if unit else None,
            section=section,
        )
        self.freeze(who, item)
        return self.fresh(item)

    def freeze(self, who: str, item: Item) -> None:
        services.freeze(item.pk, board=self.board, by=self.people[who], at=self.later())

    def act(self, verb: str, who: str, item: Item, **given: Any) -> Item:
        """Let somebody take a step on what is on the screen now."""
        given = {"seen": self.fresh(item).current.digest} | given
        getattr(services, verb)(item.pk, board=self.board, by=self.people[who], at=self.later(), **given)
        return self.fresh(item)

    def submit(self, who: str, item: Item) -> Item:
        return self.act("submit", who, item)

    def forward(self, who: str, item: Item) -> Item:
        return self.act("forward", who, item)

    def moderate(self, who: str, item: Item) -> Item:
        return self.act("moderate", who, item)

    def sign_off(self, who: str, item: Item, **given: Any) -> SignOff:
        signed = self.act("sign_off", who, item, **given).sign_off
        assert signed is not None
        return signed

    def publish(self, who: str, signed: SignOff) -> Publication:
        return services.publish(
            signed.pk, board=self.board, by=self.people[who], at=self.later(), seen=signed.snapshot_id
        )

    def moderated(self, **written: Any) -> Item:
        """Bring an item of the labour division as far as the chief."""
        item = self.forward("member", self.submit("author", self.write("author", **written)))
        return self.moderate("deputy", item)

    def published(self, **written: Any) -> Item:
        item = self.moderated(**written)
        return self.fresh(self.publish("secretary", self.sign_off("chief", item)).item)

    def office_of(self, who: str) -> Appointment:
        """Return the office that somebody was given first."""
        return Appointment.objects.filter(board=self.board, person=self.people[who]).earliest("since", "pk")

    def record_away(self, who: str, *, by: str, days: int = 3, waits: int = 0) -> None:
        """Let somebody record that a person is away, from now on or from a later day."""
        at, board = self.later(), self.board
        since = at + timedelta(days=waits)
        record_absence(
            self.people[who], board=board, since=since, until=since + timedelta(days=days), by=self.people[by], at=at
        )

    def acknowledge(self, who: str, *reports: Report) -> list[StandIn]:
        """Let somebody acknowledge what was done in the chief's place."""
        wanted = [report.id for report in reports]
        return services.acknowledge(wanted, board=self.board, by=self.people[who], at=self.later())

    def away(self, *who: str, days: int = 3) -> None:
        for name in who:
            record_absence(self.people[name], board=self.board, since=self.now, until=self.now + timedelta(days=days))

    def fresh(self, item: Item) -> Item:
        return Item.objects.select_related("current", "sign_off", "live").get(pk=item.pk)

    def trail(self, item: Item) -> list[dict[str, Any]]:
        return trail_of(item.pk, board=self.board)


def found(slug: str = "so-thu", regulation: str = "founding", bench: tuple[Any, ...] = BENCH) -> Office:
    """Found a board with its units and people, all in office since the beginning of the year."""
    board = Board.objects.create(
        slug=slug,
        name="Sở Thử nghiệm tỉnh An Hải",
        base_url=f"https://{slug}.example",
        origin=f"chauphe.example/{slug}",
        regulation=regulation,
    )
    open_log(board)
    names = {
        "labour": "Phòng Lao động",
        "merit": "Phòng Thi đua",
        "office": "Văn phòng",
        "organisation": "Phòng Tổ chức",
    }
    units = {
        code: Unit.objects.create(board=board, code=code, name=name, is_organisation=code == "organisation")
        for code, name in names.items()
    }
    section = Section.objects.create(board=board, slug="tin-tuc", name="Tin tức")
    people: dict[str, Person] = {}
    for rank, (name, role, title, remit) in enumerate(bench):
        people[name] = Person.objects.create_user(f"{name}.{slug}", full_name=f"Người Thử {name.title()}")
        remits = [units[code] for code in remit.split()]
        appoint(people[name], role, board=board, title=title, since=SINCE, units=remits, rank=rank)
    return Office(board, people, units, section)
