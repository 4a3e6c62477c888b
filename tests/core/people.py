"""A whole board for tests of the core: two divisions, an organisation unit, a full bench."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from chauphe.core.authority import Absence, Appointment, Bench, Role
from chauphe.core.item import Attempt, ItemFacts, State

SINCE = date(2024, 1, 1)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=timezone(timedelta(hours=7)))


def office(person: str, role: Role, *, units: str = "", sections: str = "", rank: int = 0) -> Appointment:
    return Appointment(
        id=f"{person}-{role}",
        person=person,
        name=person.title(),
        role=role,
        title=str(role),
        since=SINCE,
        units=frozenset(units.split()),
        sections=frozenset(sections.split()),
        rank=rank,
    )


FULL = (
    office("chief", Role.EDITOR_IN_CHIEF),
    office("standing", Role.STANDING_DEPUTY, units="office"),
    office("deputy", Role.DEPUTY_EDITOR, units="labour", rank=1),
    office("other", Role.DEPUTY_EDITOR, units="merit", rank=2),
    office("member", Role.BOARD_MEMBER, units="labour"),
    office("organiser", Role.BOARD_MEMBER, units="organisation"),
    office("secretary", Role.SECRETARY),
    office("author", Role.CONTRIBUTOR, units="labour"),
)
BENCH = Bench("board", FULL, organisation_unit="organisation")


def away(bench: Bench, *people: str) -> Bench:
    absences = tuple(Absence(person, NOW - timedelta(days=1), NOW + timedelta(days=1)) for person in people)
    return replace(bench, absences=bench.absences + absences)


CONTENT = {
    "kind": "news",
    "title": "Khai mạc lớp bồi dưỡng",
    "body": "<p>Sáng nay.</p>",
    "section": {"slug": "tin-tuc"},
    "unit": {"code": "labour"},
    "authors": [{"name": "Author", "share": 100}],
    "images": [],
    "files": [],
    "document": None,
}


def item(state: State = State.DRAFT, **changes: object) -> ItemFacts:
    facts = ItemFacts(
        board="board",
        unit="labour",
        section="tin-tuc",
        state=state,
        authors=frozenset({"author"}),
        digest="d1",
        content=CONTENT,
        created_by="author",
        signed_digest="d1" if state is State.SIGNED_OFF else None,
    )
    return replace(facts, **changes)  # type: ignore[arg-type]  # tests name fields freely


def attempt(verb: str, person: str, **changes: object) -> Attempt:
    made = Attempt(verb, person, "board", NOW, seen="d1", reason="vì sao")
    return replace(made, **changes)  # type: ignore[arg-type]  # tests name fields freely
