"""No path reaches the public without every step by distinct, lawful persons, on any board, in any order."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import event, given, settings
from hypothesis import strategies as st

from chauphe.core.authority import DEPUTIES, Absence, Appointment, Bench, Role
from chauphe.core.item import Attempt, ItemFacts, Permit, against_rerouting, judge
from chauphe.core.moves import BACK, MOVES, STANDS, Duty, State
from chauphe.regulation.book import founding
from tests.core.people import NOW, after, item, office

BOOK = founding()
PEOPLE = ("an", "binh", "chi", "dung", "giang", "hai")
UNITS = ("labour", "merit", "organisation")
VERBS = tuple(sorted({move.verb for move in MOVES}))

offices = st.builds(
    office,
    st.sampled_from(PEOPLE),
    st.sampled_from(Role),
    units=st.lists(st.sampled_from(UNITS), max_size=3).map(" ".join),
    rank=st.integers(0, 3),
)
absences = st.builds(
    lambda person, start, length: Absence(person, NOW + timedelta(hours=start), NOW + timedelta(hours=start + length)),
    st.sampled_from(PEOPLE),
    st.integers(-5, 5),
    st.integers(1, 6),
)
FULL = (
    office("an", Role.EDITOR_IN_CHIEF),
    office("binh", Role.STANDING_DEPUTY, units="merit"),
    office("chi", Role.DEPUTY_EDITOR, units="labour", rank=1),
    office("dung", Role.BOARD_MEMBER, units="labour merit organisation"),
    office("giang", Role.SECRETARY),
    office("hai", Role.CONTRIBUTOR, units="labour"),
)
benches = st.builds(
    lambda appointments, gone: Bench("board", tuple(appointments), tuple(gone), "organisation"),
    st.lists(offices, min_size=3, max_size=10) | st.lists(offices, max_size=4).map(lambda more: [*FULL, *more]),
    st.lists(absences, max_size=3),
)
steps = st.lists(
    st.tuples(st.integers(0, 999), st.integers(0, 3), st.sampled_from(UNITS), st.sampled_from((*PEOPLE, "", "", ""))),
    min_size=12,
    max_size=40,
)


def done_to(facts: ItemFacts, permit: Permit, person: str, edits: int, named: str) -> ItemFacts:
    """Do what the services do to an item when a move is permitted; an edit may name a further author."""
    if permit.move.verb == "edit":
        return replace(facts, digest=f"d{edits}", last_editor=person, authors=facts.authors | ({named} - {""}))
    return after(facts, permit, person)


def chief_or_ladder(appointment: Appointment) -> bool:
    return appointment.role in {Role.EDITOR_IN_CHIEF, *DEPUTIES}


@settings(max_examples=200, deadline=None)
@given(benches, steps, st.sampled_from(UNITS), st.sets(st.sampled_from(PEOPLE), min_size=1, max_size=3).map(frozenset))
def test_no_path_to_the_public_without_every_lawful_step(
    bench: Bench, tries: list[tuple[int, int, str, str]], unit: str, authors: frozenset[str]
) -> None:
    facts = item(unit=unit, authors=authors, created_by=min(authors))
    done: dict[str, tuple[str, Permit, str]] = {}
    moderated_for = ""
    for count, (choice, hours, other, named) in enumerate(tries):
        at = NOW + timedelta(hours=hours)
        open_ways = list(lawful(facts, bench, at))
        if not open_ways:
            continue
        person, permit = open_ways[choice % len(open_ways)]
        assert not bench.away(person, at) or permit.move.duty is Duty.WRITER
        done[permit.move.verb] = (person, permit, facts.digest)
        if permit.move.verb == "edit" and not against_rerouting(facts, bench, BOOK, unit=other, section="", at=at):
            facts = replace(facts, unit=other)
        if permit.move.verb == "moderate":
            moderated_for = facts.unit
        facts = done_to(facts, permit, person, count, named)
        if permit.move.verb in BACK:
            done = {verb: each for verb, each in done.items() if verb in STANDS[permit.move.target]}
        if facts.state is State.PUBLISHED:
            event("published")
            assert facts.unit == moderated_for
            _all_steps_lawful(done, facts.authors)


def lawful(facts: ItemFacts, bench: Bench, at: datetime) -> Iterator[tuple[str, Permit]]:
    """Yield who may do what now; the ways forward twice, or too few walks would get anywhere."""
    for verb in (*VERBS, "submit", "forward", "moderate", "sign_off", "publish"):
        for person in PEOPLE:
            seen = facts.signed_digest if verb == "publish" else facts.digest
            permit = judge(Attempt(verb, person, "board", at, seen, "lý do", "duplicate"), facts, bench, BOOK).permit
            if permit is not None:
                yield person, permit


def _all_steps_lawful(done: dict[str, tuple[str, Permit, str]], authors: frozenset[str]) -> None:
    moderator, moderated, _ = done["moderate"]
    signer, signed, signed_digest = done["sign_off"]
    _, published, _ = done["publish"]
    assert "forward" in done
    assert len({done["forward"][0], moderator, signer}) == 3
    assert not {moderator, signer} & authors
    assert moderated.appointment.role in DEPUTIES
    assert chief_or_ladder(signed.appointment)
    assert published.appointment.role is Role.SECRETARY
    assert signed_digest


@settings(max_examples=200, deadline=None)
@given(benches, st.sampled_from(State), st.sampled_from(VERBS), st.sampled_from(PEOPLE))
def test_a_verdict_is_a_permit_or_reasons_never_both(bench: Bench, state: State, verb: str, person: str) -> None:
    facts = item(state)
    verdict = judge(Attempt(verb, person, "board", NOW, facts.digest, "lý do"), facts, bench, BOOK)
    assert (verdict.permit is None) == bool(verdict.refusals)
