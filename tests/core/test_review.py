"""Who looks at what is published again, and on which day its time is over."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chauphe.core.authority import Role
from chauphe.core.item import ItemFacts
from chauphe.core.moves import State
from chauphe.core.refusal import Refused
from chauphe.core.review import Live, Plan, due_on, last_due, owners, permit_to_review
from chauphe.core.rights import CONTENT, UNIT, Who, bench
from chauphe.regulation.book import founding

BOOK = founding()
BENCH = bench(BOOK)
AT = datetime(2026, 11, 23, 9, tzinfo=timezone(timedelta(hours=7)))
LIVE = ItemFacts("model", UNIT, "section", State.PUBLISHED, frozenset({Who.CONTRIBUTOR}), "d", CONTENT)
PLAN = Plan("section", 6)
OLD = Live("live", date(2026, 5, 23))

days = st.dates(date(2015, 1, 1), date(2040, 12, 31))
months = st.integers(1, 60)


@given(days, days, months)
def test_a_review_is_due_from_the_day_its_months_have_passed(published: date, today: date, period: int) -> None:
    assert (today >= due_on(published, period)) == (published <= last_due(today, period))


@pytest.mark.parametrize(
    ("published", "period", "due"),
    [
        (date(2026, 11, 23), 1, date(2026, 12, 23)),
        (date(2026, 1, 31), 1, date(2026, 3, 1)),
        (date(2026, 12, 31), 2, date(2027, 3, 1)),
        (date(2024, 2, 29), 12, date(2025, 3, 1)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
    ],
)
def test_months_are_those_of_the_calendar(published: date, period: int, due: date) -> None:
    assert due_on(published, period) == due


@pytest.mark.parametrize(
    ("plan", "who"),
    [
        (PLAN, [Who.MEMBER, Who.DEPUTY]),
        (replace(PLAN, person=Who.SECRETARY), [Who.SECRETARY]),
        (replace(PLAN, person="somebody who left"), [Who.MEMBER, Who.DEPUTY]),
        (replace(PLAN, role=Role.BOARD_MEMBER), [Who.MEMBER]),
        (replace(PLAN, role=Role.EDITOR_IN_CHIEF), [Who.CHIEF]),
        (replace(PLAN, role=Role.SECRETARY), [Who.SECRETARY]),
    ],
)
def test_a_section_is_owned_by_whom_its_plan_names(plan: Plan, who: list[Who]) -> None:
    assert [each.person for each in owners(plan, LIVE.unit, BENCH, at=AT)] == who


@pytest.mark.parametrize(
    ("person", "seen", "plan", "state", "codes"),
    [
        (Who.MEMBER, "live", PLAN, State.PUBLISHED, []),
        (Who.CHIEF, "live", PLAN, State.PUBLISHED, ["turn"]),
        (Who.STRANGER, "older", PLAN, State.DRAFT, ["state", "turn", "digest"]),
        (Who.MEMBER, "live", None, State.PUBLISHED, ["plan"]),
    ],
)
def test_every_reason_against_is_given(
    person: str, seen: str, plan: Plan | None, state: State, codes: list[str]
) -> None:
    found: list[str] = []
    try:
        permit_to_review(person, seen, OLD, plan, replace(LIVE, state=state), BENCH, BOOK, at=AT)
    except Refused as no:
        found = [each.code for each in no.refusals]
    assert found == codes


def test_nothing_is_found_right_before_its_time_is_over() -> None:
    early = replace(OLD, last=date(2026, 5, 24))
    with pytest.raises(Refused) as no:
        permit_to_review(Who.MEMBER, "live", early, PLAN, LIVE, BENCH, BOOK, at=AT)
    assert [(each.code, each.params) for each in no.value.refusals] == [("early", {"day": "24/11/2026"})]


def test_another_boards_item_has_no_owner_here() -> None:
    with pytest.raises(Refused) as no:
        permit_to_review(Who.MEMBER, "live", OLD, PLAN, replace(LIVE, board="other"), BENCH, BOOK, at=AT)
    assert [each.code for each in no.value.refusals] == ["turn"]
