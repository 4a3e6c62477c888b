"""The board's own conventions on time: not before an approved hour, at the hour that is set, until the last day."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from chauphe.core.moves import State
from chauphe.core.refusal import Refused
from chauphe.items import services
from chauphe.items.models import Item, Publication
from chauphe.items.soundness import astray
from chauphe.people.models import Appointment
from tests.scenarios.office import HANOI, Office

HOUR = datetime(2026, 11, 25, 8, 0, tzinfo=HANOI)
"""08:00 on Wednesday, two days after the stories begin; of the office's clock."""
TYPED = "2026-11-25T08:00"


def at(moment: datetime = HOUR, **later: int) -> datetime:
    return moment + timedelta(**later)


def signed(office: Office, **written: Any) -> Item:
    return office.fresh(office.sign_off("chief", office.moderated(**written)).item)


def scheduled(office: Office, who: str = "secretary", due: datetime | None = None, **written: Any) -> Item:
    return office.act("schedule", who, signed(office, **written), due=due or at())


def codes(no: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in no.value.refusals]


def came(office: Office, item: Item, moment: datetime) -> Publication | None:
    return services.send_out_due(item.pk, board=office.board, at=moment)


def test_nobody_publishes_before_the_hour_that_was_approved(office: Office) -> None:
    item = signed(office, not_before=TYPED)
    assert json.loads(item.current.content)["not_before"] == "2026-11-25T08:00+07:00"
    with pytest.raises(Refused) as no:
        office.publish("secretary", item.sign_off)
    [reason] = no.value.refusals
    assert (reason.code, reason.params) == ("embargo", {"first": "08:00, 25/11/2026"})
    assert "Điều 6 khoản 2" in reason.clause
    office.now = at(minutes=-10)
    assert office.publish("secretary", item.sign_off).at == at()


def test_an_embargo_changed_is_another_content_to_be_approved(office: Office) -> None:
    item = office.moderated(not_before=TYPED)
    digest = item.current.digest
    item = office.rewrite("chief", item, not_before="2026-11-25T09:00")
    assert item.current.digest != digest
    with pytest.raises(Refused):
        office.sign_off("chief", item, seen=digest)


def test_an_item_without_times_is_sealed_as_it_always_was(office: Office) -> None:
    item = office.write("author")
    assert {"not_before", "expires"}.isdisjoint(json.loads(item.current.content))


def test_the_secretary_sets_the_hour_and_it_goes_out_then(office: Office) -> None:
    item = scheduled(office)
    assert (item.state, item.due) == (State.SCHEDULED, at())
    assert came(office, item, at(seconds=-1)) is None
    published = came(office, item, at(seconds=2))
    assert published is not None
    assert (published.at, published.sign_off_id) == (at(seconds=2), item.sign_off_id)
    set_by, sent = office.trail(item)[-2:]
    assert (sent["act"], sent["person"], sent["factor"]) == ("publish", set_by["person"], "schedule")
    assert sent["details"]["carries_out"] == str(set_by["seq"])
    item = office.fresh(item)
    assert (item.state, item.due, item.scheduled_id) == (State.PUBLISHED, None, None)
    assert list(astray(office.board)) == []


def test_it_goes_out_once_and_late_where_nobody_looked(office: Office) -> None:
    item = scheduled(office)
    late = at(days=2)
    published = came(office, item, late)
    assert published is not None
    assert published.at == late
    assert came(office, item, late) is None
    assert [record["act"] for record in office.trail(item)].count("publish") == 1


@pytest.mark.parametrize("who", ["author", "member", "deputy", "standing", "chief", "clerk"])
def test_nobody_but_the_secretary_sets_the_hour(office: Office, who: str) -> None:
    with pytest.raises(Refused):
        scheduled(office, who)


def test_the_hour_is_to_come_and_not_too_far_and_after_the_embargo(office: Office) -> None:
    item = signed(office, not_before=TYPED)
    for due, code in (
        (office.now, "due"),
        (at(days=100), "due"),
        (at(minutes=-1), "embargo"),
        (None, "due"),
    ):
        with pytest.raises(Refused) as no:
            office.act("schedule", "secretary", item, due=due)
        assert code in codes(no)
    assert office.act("schedule", "secretary", item, due=at()).state == State.SCHEDULED


def test_the_hour_is_set_for_the_copy_on_the_screen(office: Office) -> None:
    item = signed(office)
    with pytest.raises(Refused) as no:
        office.act("schedule", "secretary", item, due=at(), seen="0" * 64)
    assert codes(no) == ["digest"]


def test_the_secretary_calls_the_hour_off_or_publishes_at_once(office: Office) -> None:
    item = office.act("unschedule", "secretary", scheduled(office))
    assert (item.state, item.due) == (State.SIGNED_OFF, None)
    assert came(office, item, at()) is None
    item = office.act("schedule", "secretary", item, due=at(days=1))
    published = office.publish("secretary", item.sign_off)
    assert "details" not in office.trail(item)[-1]
    assert office.fresh(published.item).due is None
    assert came(office, item, at(days=2)) is None
    assert list(astray(office.board)) == []


@pytest.mark.parametrize(("verb", "who"), [("recall", "chief"), ("return_to_sign_off", "secretary")])
def test_an_approval_taken_back_takes_the_hour_with_it(office: Office, verb: str, who: str) -> None:
    item = office.act(verb, who, scheduled(office), reason="Chờ số liệu mới.")
    assert (item.state, item.due, item.sign_off) == (State.AWAITING_SIGN_OFF, None, None)
    assert came(office, item, at(days=1)) is None
    assert list(astray(office.board)) == []


def test_a_revision_begun_takes_the_hour_with_it(office: Office) -> None:
    item = scheduled(office)
    item = services.revise(
        item.pk, board=office.board, by=office.people["author"], at=office.later(), reason="Bổ sung."
    )
    assert (item.state, item.due) == (State.DRAFT, None)
    assert came(office, item, at(days=1)) is None


def test_a_schedule_stands_when_the_secretarys_office_ends(office: Office) -> None:
    item = scheduled(office)
    mine = Appointment.objects.filter(person=office.people["secretary"])
    mine.update(until=date(2026, 11, 24))
    published = came(office, item, at())
    assert published is not None
    assert office.trail(item)[-1]["person"]["name"] == office.people["secretary"].full_name


def test_whoever_follows_the_secretary_may_call_the_hour_off(office: Office) -> None:
    item = scheduled(office)
    Appointment.objects.filter(person=office.people["secretary"]).update(person=office.people["clerk"])
    assert office.act("unschedule", "clerk", item).state == State.SIGNED_OFF


def test_what_is_over_by_then_does_not_go_out(office: Office) -> None:
    item = scheduled(office, expires="2026-11-26")
    with pytest.raises(Refused) as no:
        came(office, item, at(days=3))
    assert codes(no) == ["over"]
    assert office.fresh(item).state == State.SCHEDULED


def test_what_would_be_over_before_it_may_begin_goes_nowhere(office: Office) -> None:
    item = office.submit("author", office.write("author", not_before=TYPED, expires="2026-11-24"))
    with pytest.raises(Refused) as no:
        office.forward("member", item)
    assert codes(no) == ["expires"]


@pytest.mark.parametrize(("field", "typed"), [("not_before", "25/13/2026 8h"), ("expires", "cuối tháng")])
def test_what_is_no_time_goes_nowhere(office: Office, field: str, typed: str) -> None:
    item = office.submit("author", office.write("author", **{field: typed}))
    with pytest.raises(Refused) as no:
        office.forward("member", item)
    assert (codes(no), no.value.refusals[0].params["typed"]) == ([field], typed)


LAST = "2026-11-30"
AFTER = datetime(2026, 12, 1, tzinfo=HANOI)


def over(office: Office, item: Item, moment: datetime) -> Publication | None:
    return services.mark_over(item.pk, board=office.board, at=moment)


def test_what_is_over_stays_readable_and_is_marked(office: Office) -> None:
    item = office.published(expires=LAST)
    before = item.live
    assert item.ends == at(AFTER)
    assert over(office, item, at(AFTER, seconds=-1)) is None
    marked = over(office, item, at(AFTER))
    assert marked is not None
    assert (marked.place, marked.sign_off.snapshot_id) == (before.place, before.sign_off.snapshot_id)
    item, record = office.fresh(item), office.trail(item)[-1]
    assert (item.state, item.ends, record["act"], record["rule"]) == (State.EXPIRED, None, "expire", "move.expire")
    assert (record["details"]["expires"], record["factor"]) == (LAST, "schedule")
    assert list(astray(office.board)) == []


def test_nobody_decides_that_it_is_over_and_nothing_undoes_it(office: Office) -> None:
    item = office.published(expires=LAST)
    assert over(office, item, at(AFTER, days=7)) is not None
    for moment in (at(AFTER, days=-5), at(AFTER), at(AFTER, days=30)):
        assert over(office, item, moment) is None
    assert office.fresh(item).state == State.EXPIRED
    assert [record["act"] for record in office.trail(item)].count("expire") == 1


def test_what_has_no_last_day_is_never_over(office: Office) -> None:
    assert over(office, office.published(), at(AFTER, days=9_000)) is None


def test_what_is_over_is_revised_and_holds_anew(office: Office) -> None:
    item = office.published(expires=LAST)
    over(office, item, at(AFTER))
    office.now = at(AFTER, hours=8)
    by = {"board": office.board, "by": office.people["author"]}
    item = services.revise(item.pk, at=office.later(), reason="Gia hạn.", **by)
    item = office.submit("author", office.fresh(item))
    with pytest.raises(Refused) as no:
        office.forward("member", item)
    assert codes(no) == ["over"]
    item = office.rewrite("member", item, expires="2026-12-31")
    item = office.moderate("deputy", office.forward("member", item))
    office.publish("secretary", office.sign_off("chief", item))
    item = office.fresh(item)
    assert (item.state, item.live.place, item.ends) == (State.PUBLISHED, 0, datetime(2027, 1, 1, tzinfo=HANOI))
    assert list(astray(office.board)) == []


def test_a_revision_under_way_stays_where_it_is_when_what_is_live_is_over(office: Office) -> None:
    item = office.published(expires=LAST)
    services.revise(item.pk, board=office.board, by=office.people["author"], at=office.later(), reason="Gia hạn.")
    item = office.submit("author", office.rewrite("author", office.fresh(item), expires="2026-12-31"))
    assert over(office, item, at(AFTER)) is not None
    item = office.fresh(item)
    assert (item.state, item.ends) == (State.IN_EDITING, None)
    item = office.moderate("deputy", office.forward("member", item))
    office.publish("secretary", office.sign_off("chief", item))
    assert office.fresh(item).state == State.PUBLISHED
    assert list(astray(office.board)) == []


def test_what_is_over_can_be_put_right_and_taken_down(office: Office) -> None:
    item = office.published(expires=LAST)
    over(office, item, at(AFTER))
    live = office.fresh(item).live.sign_off.snapshot_id
    item = office.act("take_down", "chief", item, seen=live, reason="Lộ thông tin.", notice="Gỡ.")
    assert (item.state, item.ends) == (State.TAKEN_DOWN, None)
    assert over(office, item, at(AFTER, days=9)) is None
    assert list(astray(office.board)) == []
