"""Who holds which office, on which day, and who is away (Điều 3 to 7).

Everything here is a value handed in: the people of a board, their dated appointments, their absences. Who may act is
worked out from these at the instant of the act, so that nothing needs a timer to be right (Điều 7 khoản 3).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Role(StrEnum):
    """The offices that the regulation knows."""

    EDITOR_IN_CHIEF = "editor_in_chief"
    STANDING_DEPUTY = "standing_deputy"
    DEPUTY_EDITOR = "deputy_editor"
    BOARD_MEMBER = "board_member"
    SECRETARY = "secretary"
    CONTRIBUTOR = "contributor"


DEPUTIES = frozenset({Role.STANDING_DEPUTY, Role.DEPUTY_EDITOR})
"""Both kinds of deputy answer for the units in their remit (Điều 4 khoản 1)."""


class Capacity(StrEnum):
    """In what capacity a person signs (Nghị định 30/2020 Điều 13): own office, KT., TL., TUQ."""

    OWN = "own"
    FOR = "for"
    BY_ORDER = "by_order"
    BY_DELEGATION = "by_delegation"


@dataclass(frozen=True, slots=True)
class Appointment:
    """A person's office on a board between two days (`until` is the last day; None is open).

    `units` and `sections` are the remit of a deputy, or the unit of a board member or contributor. `rank` orders
    the deputies on the ladder, lowest first.
    """

    id: str
    person: str
    name: str
    role: Role
    title: str
    since: date
    until: date | None = None
    units: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    rank: int = 0

    def holds(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)

    def answers_for(self, unit: str, section: str) -> bool:
        return unit in self.units or section in self.sections


@dataclass(frozen=True, slots=True)
class Absence:
    """A person is away in [since, until); until None is "until further notice"."""

    person: str
    since: datetime
    until: datetime | None = None

    def covers(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True)
class Delegation:
    """Somebody acts in another's place in [since, until), or until it was revoked (Điều 4 khoản 3); people are ids.

    `giver` is the office whose power is given, `moves` are the verbs that it reaches. Empty `units`, `sections` or
    `kinds` mean all of them. `paper` names the written delegation ("Giấy ủy quyền số 03/GUQ-SNV ngày 20/11/2026").
    """

    id: str
    giver: Appointment
    delegate: str
    moves: frozenset[str]
    since: datetime
    until: datetime
    paper: str
    units: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    revoked: datetime | None = None

    @property
    def ends(self) -> datetime:
        """Return the instant from which it no longer holds."""
        return self.until if self.revoked is None else min(self.until, self.revoked)

    def covers(self, at: datetime) -> bool:
        """Say whether it holds at an instant; it ends with the giver's office, and no successor inherits it."""
        return self.since <= at < self.ends and self.giver.holds(at.date())

    def reaches(self, move: str, *, unit: str | None, section: str, kind: str) -> bool:
        """Say whether a decision on such an item lies within its matter; `unit` None is one that was merged."""
        return (
            move in self.moves
            and (not self.units or unit in self.units)
            and (not self.sections or section in self.sections)
            and (not self.kinds or kind in self.kinds)
        )

    def meets(self, other: "Delegation") -> bool:
        """Say whether some decision at some instant lies within both."""
        matters = ((self.units, other.units), (self.sections, other.sections), (self.kinds, other.kinds))
        return (
            max(self.since, other.since) < min(self.ends, other.ends)
            and bool(self.moves & other.moves)
            and all(not one or not two or one & two for one, two in matters)
        )


@dataclass(frozen=True, slots=True)
class Bench:
    """The people of one board: every appointment, absence and delegation that may matter at an instant.

    `former` leads from the code of each unit that is no more to the one whose its work is now, `renamed` from each that
    only changed its name to what it is called now.
    """

    board: str
    appointments: tuple[Appointment, ...]
    absences: tuple[Absence, ...] = ()
    organisation_unit: str | None = None
    delegations: tuple[Delegation, ...] = ()
    former: Mapping[str, str] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)

    def placed(self, unit: str) -> str:
        """Return the unit that does a unit's work now: itself, while it exists."""
        return self.former.get(unit, unit)

    def named(self, unit: str) -> str | None:
        """Return what a unit is called now, if it is still the same; None once it was merged with others."""
        now = self.renamed.get(unit, unit)
        return None if now in self.former else now

    def holding(self, *roles: Role, on: date) -> Iterator[Appointment]:
        """Yield the appointments in force to any of these roles, in ladder order."""
        found = [each for each in self.appointments if each.role in roles and each.holds(on)]
        return iter(sorted(found, key=lambda each: (each.rank, each.id)))

    def of(self, person: str, on: date) -> tuple[Appointment, ...]:
        """Return the appointments in force of one person."""
        return tuple(each for each in self.appointments if each.person == person and each.holds(on))

    def away(self, person: str, at: datetime) -> bool:
        return any(each.person == person and each.covers(at) for each in self.absences)
