"""Before when an item may not be published, and until when it holds."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chauphe.core.item import judge
from chauphe.core.moves import State
from chauphe.core.refusal import Reasons, Refused
from chauphe.core.timer import Scheduled, permit_to_send_out
from chauphe.core.timing import against_publishing, not_before, over_at, shortcomings
from chauphe.regulation.book import founding
from tests.core.people import BENCH, CONTENT, NOW, attempt, item, office

BOOK = founding()
REASONS = Reasons(BOOK, NOW.date())
HOURS = st.integers(-200, 200).map(lambda hours: NOW + timedelta(hours=hours))


def said(first: datetime | None = None, last: datetime | None = None) -> dict[str, Any]:
    first_said = {"not_before": first.isoformat(timespec="minutes")} if first else {}
    return CONTENT | first_said | ({"expires": last.date().isoformat()} if last else {})


def codes(content: dict[str, Any]) -> list[str]:
    return [no.code for no in shortcomings(content, REASONS)]


def test_content_without_times_says_nothing_of_them() -> None:
    assert (not_before(CONTENT), over_at(CONTENT, NOW), codes(CONTENT)) == (None, None, [])


@given(first=HOURS, at=HOURS)
def test_nothing_goes_out_before_its_hour(first: datetime, at: datetime) -> None:
    content = said(first)
    assert bool(list(against_publishing(content, REASONS, at))) == (at < first)
    facts = item(State.SIGNED_OFF, content=content, signed_digest="d1", digest="d1")
    made = attempt("publish", "secretary", at=at, seen="d1")
    assert (judge(made, facts, BENCH, BOOK).permit is None) == (at < first)


@given(last=HOURS, at=HOURS)
def test_a_last_day_holds_to_its_end_and_no_longer(last: datetime, at: datetime) -> None:
    content = said(last=last)
    over = over_at(content, NOW)
    assert over is not None
    assert bool(list(against_publishing(content, REASONS, at))) == (at >= over)
    assert (over.hour, over.date()) == (0, last.date() + timedelta(days=1))


def test_an_hour_is_the_same_told_on_any_clock() -> None:
    content = said(NOW)
    assert list(against_publishing(content, REASONS, NOW.astimezone(UTC))) == []


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ({"not_before": "sáng mai"}, ["not_before"]),
        ({"not_before": "2026-11-30"}, ["not_before"]),
        ({"expires": "31/12"}, ["expires"]),
        ({"expires": "2026-11-22"}, ["over"]),
        ({"expires": "9999-12-31"}, []),
        ({"not_before": "2026-13-45T08:00+07:00"}, ["not_before"]),
        ({"not_before": "2026-11-30T08:00+07:00", "expires": "2026-11-29"}, ["expires"]),
        ({"not_before": "2026-11-30T08:00+07:00", "expires": "2026-11-30"}, []),
        ({"not_before": "sáng mai", "expires": "tối mai"}, ["not_before", "expires"]),
    ],
)
def test_every_fault_of_the_times_is_named(content: dict[str, Any], found: list[str]) -> None:
    assert codes(CONTENT | content) == found


@given(due=HOURS, at=HOURS, last=st.none() | HOURS)
def test_what_is_set_goes_out_from_its_hour_on_and_while_it_holds(
    due: datetime, at: datetime, last: datetime | None
) -> None:
    facts = item(State.SCHEDULED, content=said(last=last), signed_digest="d1", digest="d1")
    scheduled = Scheduled(7, BENCH.of("secretary", NOW.date())[0], "d1", due)
    over = over_at(facts.content, NOW)
    may = due <= at and (over is None or at < over)
    try:
        permit = permit_to_send_out(scheduled, facts, BOOK, at=at)
    except Refused:
        assert not may
    else:
        assert (may, permit.appointment, permit.rule) == (True, scheduled.appointment, "chain.publish")


@pytest.mark.parametrize("state", [state for state in State if state is not State.SCHEDULED])
def test_nothing_goes_out_that_is_not_scheduled_any_more(state: State) -> None:
    scheduled = Scheduled(7, office("secretary", BENCH.of("secretary", NOW.date())[0].role), "d1", NOW)
    with pytest.raises(Refused):
        permit_to_send_out(scheduled, item(state, signed_digest="d1", digest="d1"), BOOK, at=NOW)


@pytest.mark.parametrize("changed", [{"signed_digest": "d2"}, {"signed_digest": None}, {"digest": "d2"}])
def test_nothing_goes_out_but_the_copy_that_it_was_set_for(changed: dict[str, Any]) -> None:
    scheduled = Scheduled(7, BENCH.of("secretary", NOW.date())[0], "d1", NOW)
    facts = item(State.SCHEDULED, **({"signed_digest": "d1", "digest": "d1"} | changed))
    with pytest.raises(Refused) as no:
        permit_to_send_out(scheduled, facts, BOOK, at=NOW)
    assert [reason.code for reason in no.value.refusals] == ["digest"]
