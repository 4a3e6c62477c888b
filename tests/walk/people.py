"""The raw facts of a board: who holds what from which day, who is away, which paper was given, what became of units.

They say nothing of who may do what: `tests.walk.oracle` reads that from them and from the regulation's words.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

CHIEF, STANDING, DEPUTY = "editor_in_chief", "standing_deputy", "deputy_editor"
MEMBER, SECRETARY, CONTRIBUTOR = "board_member", "secretary", "contributor"
DEPUTIES = (STANDING, DEPUTY)
LADDER = (CHIEF, *DEPUTIES)


@dataclass
class Seat:
    """An office held from a day to a day, both included; `until` None is open."""

    person: str
    role: str
    since: date
    until: date | None = None
    units: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    rank: int = 0
    id: str = ""

    def held(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)

    def meets(self, other: "Seat") -> bool:
        """Say whether both are held on some day."""
        ends = [each for each in (self.until, other.until) if each is not None]
        return not ends or max(self.since, other.since) <= min(ends)


@dataclass
class Away:
    """Somebody is away from an instant on, until another if it is known."""

    person: str
    since: datetime
    until: datetime | None
    id: int = 0


@dataclass
class Paper:
    """A written delegation: whose office gives what to whom, until when, for what matter (empty means all)."""

    giver: Seat
    to: str
    moves: frozenset[str]
    since: datetime
    until: datetime
    words: str
    units: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    revoked: datetime | None = None
    id: str = ""

    def open(self, at: datetime) -> bool:
        return self.since <= at < self.until and (self.revoked is None or at < self.revoked)


@dataclass(frozen=True)
class Merger:
    """A unit's work is another's from this day on, by a paper."""

    unit: str
    into: str
    since: date


@dataclass(frozen=True)
class House:
    """What one board's regulation answers differently, in raw words: who is on it, and who steps in for whom.

    `first` are person, role, units and sections of those who begin; `moderating` and `standing_in` the roles that step
    in for a deputy in charge and for the chief, `delegates` those to whom the chief may give a paper, `recorders` those
    who record anybody's absence and `registrars` what becomes of units. `alone` says that a chief whom nobody else
    spares moderates, and signs off as well, `short` that the deputy signs off where nothing is
    sensitive, `waits` that an item does not go on while an answer is out and its time is not over.
    """

    regulation: str
    first: tuple[tuple[str, str, str, str], ...]
    moderating: tuple[str, ...] = DEPUTIES
    standing_in: tuple[str, ...] = DEPUTIES
    delegates: tuple[str, ...] = DEPUTIES
    recorders: frozenset[str] = frozenset({STANDING, SECRETARY})
    registrars: frozenset[str] = frozenset({CHIEF, STANDING, SECRETARY})
    alone: bool = False
    short: bool = False
    waits: bool = False

    @property
    def offices(self) -> tuple[str, ...]:
        """The offices that this board keeps filled."""
        roles = {role for _, role, _, _ in self.first}
        return tuple(role for role in (CHIEF, STANDING, SECRETARY, MEMBER, DEPUTY) if role in roles)


FOUNDING = House(
    "founding",
    (
        ("an", CHIEF, "", ""),
        ("binh", STANDING, "office", ""),
        ("chi", DEPUTY, "labour", ""),
        ("dung", DEPUTY, "merit", "thong-bao"),
        ("em", MEMBER, "labour merit", ""),
        ("giang", MEMBER, "office organisation", "tin-tuc"),
        ("hai", SECRETARY, "", ""),
        ("khanh", CONTRIBUTOR, "labour", ""),
        ("lan", CONTRIBUTOR, "merit", ""),
    ),
)
THREE = House(
    "three-member",
    (
        ("an", CHIEF, "", ""),
        ("binh", STANDING, "labour merit office organisation", ""),
        ("hai", SECRETARY, "", ""),
        ("khanh", CONTRIBUTOR, "labour", ""),
        ("lan", CONTRIBUTOR, "merit", ""),
    ),
    standing_in=(STANDING,),
    delegates=(STANDING,),
    recorders=frozenset({CHIEF, STANDING, SECRETARY}),
    registrars=frozenset({CHIEF, STANDING}),
    alone=True,
    short=True,
    waits=True,
)
"""The boards of the two regulations that are shipped."""


@dataclass
class People:
    """Everybody of one board, with all that was ever given, recorded or ended.

    `founded` are the units that began on a day, `known` the hosts that something signed off leads to.
    """

    organisation: str
    house: House = FOUNDING
    seats: list[Seat] = field(default_factory=list)
    aways: list[Away] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    mergers: list[Merger] = field(default_factory=list)
    founded: dict[str, date] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)

    def placed(self, unit: str, day: date) -> str:
        """Return the unit whose a unit's work is that day: itself, as long as it exists."""
        into = next((each.into for each in self.mergers if each.unit == unit and each.since <= day), None)
        return unit if into is None else self.placed(into, day)

    def among(self, unit: str, units: Iterable[str], day: date) -> bool:
        """Say whether a unit's work is that of one of these units that day."""
        return unit in units or self.placed(unit, day) in {self.placed(each, day) for each in units}

    def renames(self, day: date) -> dict[str, str]:
        """Return the units that were given another name by this day, each with the next: nobody else became that."""
        found = {}
        for each in self.mergers:
            joined = [other for other in self.mergers if (other.into, other.since) == (each.into, each.since)]
            if each.since <= day and self.founded.get(each.into) == each.since and len(joined) == 1:
                found[each.unit] = each.into
        return found

    def called(self, unit: str, day: date) -> str:
        """Return what a unit is called that day, or was last."""
        renames = self.renames(day)
        while unit in renames:
            unit = renames[unit]
        return unit

    def still(self, unit: str, day: date) -> str:
        """Return what a unit is called that day, if it has not been merged; else nothing."""
        name = self.called(unit, day)
        return name if self.placed(name, day) == name else ""

    def exists(self, unit: str, day: date) -> bool:
        return self.founded.get(unit, day) <= day and self.placed(unit, day) == unit

    def goes_on(self, unit: str, day: date) -> bool:
        """Say whether a unit exists from this day on, for all that is recorded."""
        return self.founded.get(unit, day) <= day and all(each.unit != unit for each in self.mergers)

    def seated(self, day: date, *roles: str) -> list[Seat]:
        """Return who holds one of these offices that day, the lowest rank first."""
        return sorted((each for each in self.seats if each.role in roles and each.held(day)), key=lambda one: one.rank)

    def offices(self, person: str, day: date) -> list[Seat]:
        return [each for each in self.seats if each.person == person and each.held(day)]

    def away(self, person: str, at: datetime) -> bool:
        return any(
            each.person == person and each.since <= at and (each.until is None or at < each.until)
            for each in self.aways
        )

    def clashes(self, new: Seat) -> bool:
        """Say whether an office cannot be given: one chief, one standing deputy, nobody twice on the ladder."""
        for each in self.seats:
            if not each.meets(new):
                continue
            alone = each.role == new.role and new.role in (CHIEF, STANDING)
            ladder = each.role in LADDER and new.role in LADDER
            apart = {each.role, new.role} & {SECRETARY} and {each.role, new.role} & set(LADDER)
            if alone or (each.person == new.person and (ladder or apart or each.role == new.role)):
                return True
        return False
