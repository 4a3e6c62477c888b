from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chauphe.core.authority import Bench, Capacity, Delegation, Role
from chauphe.core.chain import Bar, Passage, Step, Turn, turn
from chauphe.core.delegation import against
from chauphe.core.events import Subject, act_of
from chauphe.core.item import judge
from chauphe.core.moves import State
from chauphe.regulation.book import founding
from tests.core.books import answering
from tests.core.people import BENCH, FULL, NOW, attempt, away, item, office

BOOK = founding()
CHIEF = FULL[0]
DAY = timedelta(days=1)
NOON = NOW.replace(hour=12) + 3 * DAY
MIDNIGHT = NOW.replace(hour=0, minute=0) + 4 * DAY
"""On the last day of somebody's office, and at its end."""


def given_to(who: str = "other", **changed: object) -> Delegation:
    facts = {
        "id": "1",
        "giver": CHIEF,
        "delegate": who,
        "moves": frozenset({"sign_off"}),
        "since": NOW,
        "until": NOW + 7 * DAY,
        "paper": "Giấy ủy quyền số 03/GUQ-SNV ngày 20/11/2026",
    } | changed
    return Delegation(**facts)  # type: ignore[arg-type]


def with_(*delegations: Delegation, bench: Bench = BENCH) -> Bench:
    return replace(bench, delegations=delegations)


def signs(bench: Bench, **passage: object) -> Turn:
    facts = {"unit": "labour", "section": "tin-tuc", "authors": frozenset({"author"})} | passage
    return turn(Step.SIGN_OFF, Passage(**facts), bench, BOOK, at=NOW)  # type: ignore[arg-type]


def people(answer: Turn) -> list[str]:
    return [holder.appointment.person for holder in answer.holders]


def codes(new: Delegation, *others: Delegation, bench: Bench = BENCH, by: str = "chief") -> list[str]:
    return [each.code for each in against(new, others, bench, BOOK, by=by, at=NOW)]


def test_a_delegate_signs_beside_the_chief_in_the_chiefs_place() -> None:
    own, delegate = signs(with_(given_to())).holders
    assert (own.appointment.person, own.capacity, own.paper) == ("chief", Capacity.OWN, "")
    assert (delegate.appointment.person, delegate.capacity, delegate.in_place_of) == ("other", Capacity.FOR, CHIEF)
    assert (delegate.rule, delegate.paper) == ("delegation.by_chief", "Giấy ủy quyền số 03/GUQ-SNV ngày 20/11/2026")


def test_a_delegate_comes_before_the_ladder_while_the_chief_is_away() -> None:
    assert people(signs(away(with_(given_to()), "chief"))) == ["other"]
    assert people(signs(away(with_(given_to()), "chief", "other"))) == ["standing"]


@pytest.mark.parametrize(
    ("barred", "bar"),
    [
        ({"authors": frozenset({"other"})}, Bar.AUTHOR),
        ({"forwarded_by": "other"}, Bar.FORWARDED),
        ({"moderated_by": "other"}, Bar.MODERATED),
    ],
)
def test_a_delegate_is_bound_by_the_same_separation(barred: dict[str, object], bar: Bar) -> None:
    answer = signs(with_(given_to()), **barred)
    assert people(answer) == ["chief"]
    assert [(each.appointment.person, each.bar) for each in answer.passed] == [("other", bar)]


@pytest.mark.parametrize(
    ("limits", "reached"),
    [
        ({"units": frozenset({"labour"})}, True),
        ({"units": frozenset({"merit"})}, False),
        ({"sections": frozenset({"tin-tuc"})}, True),
        ({"sections": frozenset({"van-ban"})}, False),
        ({"kinds": frozenset({"news"})}, True),
        ({"kinds": frozenset({"legal_document"})}, False),
        ({"units": frozenset({"labour"}), "kinds": frozenset({"legal_document"})}, False),
        ({"moves": frozenset({"take_down"})}, False),
    ],
)
def test_a_delegation_reaches_its_matter_and_no_further(limits: dict[str, object], reached: bool) -> None:
    assert ("other" in people(signs(with_(given_to(**limits)), kind="news"))) is reached


@pytest.mark.parametrize("step", [Step.EDIT, Step.MODERATE, Step.PUBLISH])
def test_a_paper_gives_nobody_the_work_of_another_office(step: Step) -> None:
    bench = with_(given_to(moves=frozenset(Step)))
    answer = turn(step, Passage("labour", "tin-tuc", frozenset({"author"})), bench, BOOK, at=NOW)
    assert "other" not in people(answer)


@pytest.mark.parametrize(
    ("span", "holds"),
    [
        ({"since": NOW, "until": NOW + DAY}, True),
        ({"since": NOW + timedelta(seconds=1), "until": NOW + DAY}, False),
        ({"since": NOW - DAY, "until": NOW}, False),
        ({"since": NOW - DAY, "revoked": NOW}, False),
        ({"since": NOW - DAY, "revoked": NOW + timedelta(seconds=1)}, True),
        ({"giver": replace(CHIEF, until=date(2026, 11, 22))}, False),
    ],
)
def test_a_delegation_holds_from_instant_to_instant(span: dict[str, object], holds: bool) -> None:
    assert ("other" in people(signs(with_(given_to(**span))))) is holds


def test_a_delegation_ends_when_the_delegate_leaves_office() -> None:
    left = tuple(replace(each, until=date(2026, 11, 22)) if each.person == "other" else each for each in FULL)
    assert people(signs(with_(given_to(), bench=replace(BENCH, appointments=left)))) == ["chief"]


def test_somebody_without_a_deputys_office_signs_by_delegation() -> None:
    book = answering("delegation.by_chief", ["board_member"])
    answer = turn(
        Step.SIGN_OFF, Passage("merit", "tin-tuc", frozenset({"author"})), with_(given_to("member")), book, at=NOW
    )
    assert [(each.appointment.person, each.capacity) for each in answer.holders] == [
        ("chief", Capacity.OWN),
        ("member", Capacity.BY_DELEGATION),
    ]


def test_the_act_names_the_paper() -> None:
    facts = item(State.AWAITING_SIGN_OFF, forwarded_by="member", moderated_by="deputy")
    permit = judge(attempt("sign_off", "other", seen=facts.digest), facts, with_(given_to()), BOOK).permit
    assert permit is not None
    record = act_of(permit, Subject("0" * 32, 1, 1, "d"), BOOK, board="board", at=NOW).record(0)
    assert (record["paper"], record["capacity"], record["clause"]) == (given_to().paper, "for", "Điều 4 khoản 3")


def test_a_sound_delegation_may_be_given() -> None:
    assert codes(given_to()) == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"moves": frozenset()}, "moves"),
        ({"moves": frozenset({"sign_off", "publish"})}, "power"),
        ({"paper": "  "}, "paper"),
        ({"until": NOW}, "span"),
        ({"since": NOW - DAY}, "past"),
        ({"delegate": "chief"}, "self"),
        ({"delegate": "member"}, "delegate"),
        ({"delegate": "nobody"}, "delegate"),
        ({"giver": FULL[1]}, "giver"),
        ({"giver": replace(CHIEF, id="former")}, "giver_office"),
        ({"giver": replace(CHIEF, until=date(2026, 11, 25))}, "giver_leaves"),
        ({"giver": replace(CHIEF, until=NOON.date()), "until": MIDNIGHT + timedelta(seconds=1)}, "giver_leaves"),
    ],
)
def test_what_a_delegation_lacks_is_said(changed: dict[str, object], code: str) -> None:
    bench = BENCH if changed.get("giver") is None else replace(BENCH, appointments=(*FULL, office("x", Role.SECRETARY)))
    assert codes(given_to(**changed), bench=bench) == [code]


@pytest.mark.parametrize("until", [MIDNIGHT, NOON])
def test_a_delegation_lasts_as_long_as_its_givers_last_day(until: datetime) -> None:
    assert codes(given_to(giver=replace(CHIEF, until=NOON.date()), until=until)) == []


def test_what_was_delegated_is_not_handed_on() -> None:
    handed_on = given_to("standing", id="2", giver=FULL[3])
    assert codes(handed_on, given_to(), by="other") == ["giver"]
    assert codes(given_to(), by="secretary") == ["giver"]


def test_a_delegate_who_leaves_half_way_cannot_be_given_it() -> None:
    leaving = tuple(replace(each, until=date(2026, 11, 25)) if each.person == "other" else each for each in FULL)
    assert codes(given_to(), bench=replace(BENCH, appointments=leaving)) == ["delegate"]


@pytest.mark.parametrize(
    ("changed", "clash"),
    [
        ({}, True),
        ({"units": frozenset({"labour"})}, True),
        ({"since": NOW + 7 * DAY, "until": NOW + 9 * DAY}, False),
        ({"since": NOW + 6 * DAY, "until": NOW + 9 * DAY}, True),
        ({"moves": frozenset({"take_down"})}, False),
    ],
)
def test_the_same_matter_is_given_to_one_at_a_time(changed: dict[str, object], clash: bool) -> None:
    assert codes(given_to("standing", id="2", **changed), given_to()) == (["overlap"] if clash else [])


def test_two_matters_may_lie_with_two_delegates() -> None:
    labour, merit = (given_to(id=unit, units=frozenset({unit})) for unit in ("labour", "merit"))
    assert codes(labour, replace(merit, delegate="standing")) == []


def test_a_revoked_delegation_is_in_nobodys_way() -> None:
    assert codes(given_to("standing", id="2"), given_to(since=NOW - DAY, revoked=NOW)) == []


def test_a_circle_is_seen_over_any_number_of_hands() -> None:
    second = replace(FULL[1], role=Role.EDITOR_IN_CHIEF, id="second")
    bench = replace(BENCH, appointments=(*FULL, second))
    back = given_to("chief", id="2", giver=second)
    assert codes(given_to("standing"), back, bench=bench) == ["circle"]


@given(st.sets(st.sampled_from(["labour", "merit"])), st.sets(st.sampled_from(["labour", "merit"])))
def test_meeting_is_the_same_from_both_sides(one: set[str], two: set[str]) -> None:
    first, second = given_to(units=frozenset(one)), given_to("standing", units=frozenset(two))
    assert first.meets(second) == second.meets(first) == (not one or not two or bool(one & two))
