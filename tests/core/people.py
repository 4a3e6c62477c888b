"""A whole board for tests of the core: two divisions, an organisation unit, a full bench."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from chauphe.core.authority import Absence, Appointment, Bench, Role
from chauphe.core.checklist import put_up
from chauphe.core.item import Attempt, ItemFacts, Permit
from chauphe.core.moves import BACK, STANDS, State

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


def after(facts: ItemFacts, permit: Permit, person: str) -> ItemFacts:
    """Do what the services do to an item when a move other than an edit is permitted."""
    move = permit.move
    moved = replace(facts, state=move.target, put_up=put_up(("moderate",) * facts.put_up + (move.verb,)))
    if move.verb in BACK:
        kept = STANDS[move.target]
        return replace(
            moved,
            forwarded_by=facts.forwarded_by if "forward" in kept else None,
            moderated_by=facts.moderated_by if "moderate" in kept else None,
            signed_digest=facts.signed_digest if "sign_off" in kept else None,
            signed_by=facts.signed_by if "sign_off" in kept else None,
        )
    done: dict[str, object] = {"forward": {"forwarded_by": person}, "moderate": {"moderated_by": person}}.get(
        move.verb, {}
    )
    done |= {"moderated_by": person} if move.short else {}
    done |= {"signed_digest": facts.digest, "signed_by": person} if move.verb == "sign_off" else {}
    done |= {"edited_by": frozenset[str]()} if move.verb == "publish" else {}
    return replace(moved, **done)  # type: ignore[arg-type]  # each is a field


def attempt(verb: str, person: str, **changes: object) -> Attempt:
    made = Attempt(verb, person, "board", NOW, seen="d1", reason="vì sao")
    return replace(made, **changes)  # type: ignore[arg-type]  # tests name fields freely
