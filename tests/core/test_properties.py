"""No path reaches the public without every step by distinct, lawful persons, on any board, in any order."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from chauphe.core.authority import DEPUTIES, Absence, Appointment, Bench, Role
from chauphe.core.item import MOVES, Attempt, ItemFacts, Permit, State, judge
from chauphe.regulation.book import founding
from tests.core.people import NOW, item, office

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
benches = st.builds(
    lambda appointments, gone: Bench("board", tuple(appointments), tuple(gone), "organisation"),
    st.lists(offices, min_size=3, max_size=10),
    st.lists(absences, max_size=3),
)
steps = st.lists(st.tuples(st.sampled_from(VERBS), st.sampled_from(PEOPLE), st.integers(0, 3)), max_size=40)


def after(facts: ItemFacts, permit: Permit, person: str, edits: int) -> ItemFacts:
    """Do what the services do to an item when a move is permitted."""
    move = permit.move
    if move.verb == "edit":
        return replace(facts, digest=f"d{edits}", last_editor=person)
    changed = replace(facts, state=move.target)
    if move.verb == "forward":
        return replace(changed, forwarded_by=person)
    if move.verb == "moderate":
        return replace(changed, moderated_by=person)
    if move.verb == "sign_off":
        return replace(changed, signed_digest=facts.digest)
    if move.target is State.DRAFT:
        return replace(changed, forwarded_by=None, moderated_by=None, signed_digest=None)
    return changed


def chief_or_ladder(appointment: Appointment) -> bool:
    return appointment.role in {Role.EDITOR_IN_CHIEF, *DEPUTIES}


@settings(max_examples=400, deadline=None)
@given(benches, steps, st.sampled_from(UNITS), st.sets(st.sampled_from(PEOPLE), min_size=1, max_size=3).map(frozenset))
def test_no_path_to_the_public_without_every_lawful_step(
    bench: Bench, tries: list[tuple[str, str, int]], unit: str, authors: frozenset[str]
) -> None:
    facts = item(unit=unit, authors=authors, created_by=min(authors))
    done: dict[str, tuple[str, Permit, str]] = {}
    for count, (verb, person, hours) in enumerate(tries):
        at = NOW + timedelta(hours=hours)
        seen = facts.signed_digest if verb == "publish" else facts.digest
        permit = judge(Attempt(verb, person, "board", at, seen, "lý do"), facts, bench, BOOK).permit
        if permit is None:
            continue
        assert not bench.away(person, at) or permit.move.verb in {"submit", "retract", "revise", "edit"}
        done[verb] = (person, permit, facts.digest)
        facts = after(facts, permit, person, count)
        if permit.move.target is State.DRAFT:
            done = {}
        if facts.state is State.PUBLISHED:
            _all_steps_lawful(done, authors)


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
