"""Units merge, are taken in, renamed and founded, by a paper, from a day on; what is under way goes with the work."""

from datetime import timedelta
from typing import Any

import pytest

from chauphe.core.moves import State
from chauphe.core.refusal import Refused
from chauphe.items import services
from chauphe.items.models import Item
from chauphe.items.selectors import visible
from chauphe.people.models import Change, Delegation, Unit
from chauphe.people.selectors import bench_of
from chauphe.people.services import Reorganisation, delegate, dismiss, reorganise
from chauphe.people.standing import gaps_on
from tests.scenarios.office import Office, found

PAPER = "Quyết định số 15/QĐ-SNV ngày 20/11/2026"


def merged(office: Office, *units: str, into: str = "", name: str = "", days: int = 1, **changed: Any) -> Unit:
    """Record that units become another, from a number of days on."""
    what = Reorganisation(
        since=office.now.date() + timedelta(days=days),
        decision=changed.pop("decision", PAPER),
        units=tuple(office.units[unit] for unit in units),
        into=office.units[into] if into else None,
        name=name,
    )
    who = {"by": office.people["secretary"], "at": office.later()} | changed
    made = reorganise(what, board=office.board, **who)
    office.units[made.code] = made
    return made


def moderated_of_merit(office: Office) -> Item:
    """Bring an item of the merit division as far as the chief."""
    for who in ("organiser", "clerk"):
        office.people[who].appointments.get().units.add(office.units["merit"])
    item = office.submit("clerk", office.write("clerk", unit="merit"))
    return office.moderate("other", office.forward("organiser", item))


def in_editing(office: Office) -> Item:
    return office.submit("author", office.write("author"))


def codes(no: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [each.code for each in no.value.refusals]


def test_what_is_under_way_goes_to_the_merged_unit_at_that_instant(office: Office) -> None:
    item = in_editing(office)
    merged(office, "labour", "organisation", name="Phòng Tổng hợp")
    with pytest.raises(Refused):
        office.forward("organiser", item)
    office.later(days=1)
    item = office.forward("organiser", item)
    assert (item.state, item.unit) == (State.IN_MODERATION, office.units["labour"])


def test_remits_of_deputies_and_members_follow(office: Office) -> None:
    merged(office, "labour", "merit", name="Phòng Tổng hợp")
    office.later(days=1)
    item = office.forward("member", office.submit("author", office.write("author", unit="phong-tong-hop")))
    assert office.moderate("other", item).state == State.AWAITING_SIGN_OFF
    assert gaps_on(office.board, day=office.now.date()).lacking == ()


def test_past_acts_keep_the_names_of_their_day(office: Office) -> None:
    item = office.published()
    before, sealed = office.trail(item), bytes(item.live.sign_off.snapshot.data)
    merged(office, "labour", into="merit")
    office.later(days=2)
    assert office.trail(item) == before
    assert bytes(office.fresh(item).live.sign_off.snapshot.data) == sealed
    assert b"Ph\xc3\xb2ng Lao \xc4\x91\xe1\xbb\x99ng" in sealed


def test_a_merger_voids_no_decision_on_the_way(office: Office) -> None:
    item = office.moderated()
    merged(office, "labour", into="merit")
    office.later(days=1)
    signed = office.sign_off("chief", item)
    assert office.publish("secretary", signed).item == item


def test_a_renamed_unit_is_the_same_people_under_another_name(office: Office) -> None:
    item = in_editing(office)
    new = merged(office, "labour", name="Phòng Việc làm và Lao động")
    office.later(days=1)
    assert office.forward("member", item).state == State.IN_MODERATION
    assert new.order == office.units["labour"].order
    assert office.write("author", unit=new.code).unit == new


def test_a_unit_taken_in_leads_to_the_last_of_its_successors(office: Office) -> None:
    item = in_editing(office)
    merged(office, "labour", into="merit", days=1)
    merged(office, "merit", name="Phòng Tổng hợp", days=3)
    office.later(days=2)
    bench = bench_of(office.board, at=office.now)
    assert bench.placed("labour") == "merit"
    office.later(days=2)
    bench = bench_of(office.board, at=office.now)
    assert (bench.placed("labour"), bench.placed("merit")) == ("phong-tong-hop", "phong-tong-hop")
    assert office.forward("member", item).state == State.IN_MODERATION


def test_the_standing_deputy_moderates_what_the_organisation_unit_became(office: Office) -> None:
    item = office.forward("organiser", office.submit("clerk", office.write("clerk", unit="organisation")))
    merged(office, "organisation", name="Phòng Tổ chức và Pháp chế")
    office.later(days=1)
    with pytest.raises(Refused):
        office.moderate("other", item)
    office.moderate("standing", item)
    assert office.trail(item)[-1]["clause"] == "Điều 4 khoản 5"


def test_contributors_see_what_became_theirs(office: Office) -> None:
    item = in_editing(office)

    def seen(who: str) -> list[Item]:
        bench = bench_of(office.board, at=office.now)
        return list(visible(office.board, office.people[who], bench, at=office.now))

    merged(office, "labour", "organisation", name="Phòng Tổng hợp")
    assert seen("clerk") == []
    office.later(days=1)
    assert (seen("clerk"), seen("author")) == ([item], [item])


def given(office: Office, unit: str, to: str = "other") -> None:
    chief = office.people["chief"]
    delegate(
        chief.appointments.get(), office.people[to], since=office.now, until=office.now + timedelta(days=9),
        paper=PAPER, by=chief, at=office.now, units=[office.units[unit]],
    )  # fmt: skip


def test_a_delegation_follows_a_unit_that_is_only_renamed(office: Office) -> None:
    item = office.moderated()
    given(office, "labour")
    made = merged(office, "labour", name="Phòng Lao động – Việc làm")
    again = merged(office, made.code, name="Phòng Việc làm", days=2)
    office.later(days=2)
    assert again.is_open(office.now.date())
    assert office.sign_off("other", item).item == item
    assert Delegation.objects.get().units == ["labour"]


def test_a_delegation_does_not_grow_by_a_merger(office: Office) -> None:
    """Paper of the labour division; its work is merit's by now, and the paper does not say merit."""
    item, theirs = office.moderated(), moderated_of_merit(office)
    given(office, "labour")
    merged(office, "labour", into="merit")
    office.later(days=1)
    for each in (item, theirs):
        with pytest.raises(Refused):
            office.sign_off("other", each)
        assert office.sign_off("chief", each).item == each


def test_a_unit_that_takes_another_in_brings_nothing_of_it_under_a_paper(office: Office) -> None:
    item, own = office.moderated(), moderated_of_merit(office)
    given(office, "merit", "standing")
    merged(office, "labour", into="merit")
    office.later(days=1)
    with pytest.raises(Refused):
        office.sign_off("standing", item)
    assert office.sign_off("standing", own).item == own


def test_a_delegation_ends_where_units_become_a_new_one(office: Office) -> None:
    item = office.moderated()
    given(office, "labour")
    merged(office, "labour", "merit", name="Phòng Tổng hợp")
    office.later(days=1)
    with pytest.raises(Refused):
        office.sign_off("other", item)
    office.later(days=9)
    assert office.sign_off("chief", item).item == item


def test_a_new_unit_that_another_joins_the_same_day_is_not_a_new_name(office: Office) -> None:
    item = office.moderated()
    given(office, "labour")
    made = merged(office, "labour", name="Phòng Lao động – Thi đua")
    merged(office, "merit", into=made.code)
    office.later(days=1)
    with pytest.raises(Refused):
        office.sign_off("other", item)


def test_nothing_is_delegated_for_a_unit_that_is_no_more(office: Office) -> None:
    merged(office, "labour", into="merit")
    office.later(days=1)
    office.units["labour"].refresh_from_db()
    with pytest.raises(Refused) as no:
        given(office, "labour")
    assert codes(no) == ["unit_closed"]


def test_one_matter_is_not_delegated_twice_under_two_names_of_a_unit(office: Office) -> None:
    given(office, "labour")
    given(office, "merit", "deputy")
    merged(office, "labour", name="Phòng Lao động – Việc làm")
    office.later(days=1)
    with pytest.raises(Refused) as no:
        given(office, "phong-lao-dong-viec-lam", "standing")
    assert codes(no) == ["overlap"]


def test_a_merger_takes_hold_across_the_end_of_an_absence(office: Office) -> None:
    item = in_editing(office)
    office.away("organiser", days=2)
    merged(office, "labour", "organisation", name="Phòng Tổng hợp", days=1)
    office.later(days=1)
    with pytest.raises(Refused) as no:
        office.forward("organiser", item)
    assert "away" in codes(no)
    office.later(days=1)
    assert office.forward("organiser", item).state == State.IN_MODERATION


def test_nothing_is_begun_for_a_unit_that_is_no_more(office: Office) -> None:
    draft = office.write("author", unit="merit")
    merged(office, "labour", name="Phòng Lao động – Việc làm")
    with pytest.raises(Refused) as no:
        office.write("author", unit="phong-lao-dong-viec-lam")
    assert codes(no) == ["unit_closed"]
    office.later(days=1)
    for attempt in (lambda: office.write("author"), lambda: office.rewrite("author", draft, unit="labour")):
        with pytest.raises(Refused) as no:
            attempt()
        assert codes(no) == ["unit_closed"]


def test_an_item_may_be_given_the_unit_that_its_own_became(office: Office) -> None:
    item = in_editing(office)
    merged(office, "labour", name="Phòng Việc làm")
    office.later(days=1)
    assert office.rewrite("member", item, unit="phong-viec-lam").unit.code == "phong-viec-lam"


def test_a_unit_is_founded_beside_the_others(office: Office) -> None:
    made = merged(office, name="Trung tâm Dịch vụ việc làm", anyway=True)
    change = Change.objects.filter(verb="open_unit").get()
    assert (made.since, change.facts["name"], change.by_name) == (
        office.now.date() + timedelta(days=1),
        "Trung tâm Dịch vụ việc làm",
        "Người Thử Secretary",
    )


def test_a_unit_that_nobody_answers_for_is_told_beforehand(office: Office) -> None:
    with pytest.raises(Refused) as no:
        merged(office, name="Trung tâm Dịch vụ việc làm")
    assert [each.clause for each in no.value.refusals] == ["Điều 5 khoản 2"]
    assert Unit.objects.filter(name="Trung tâm Dịch vụ việc làm").count() == 0


def test_what_was_merged_is_on_record_with_its_paper(office: Office) -> None:
    merged(office, "labour", "merit", name="Phòng Tổng hợp")
    change = Change.objects.filter(verb="reorganise").get()
    assert (change.facts["names"], change.facts["name"], change.facts["decision"]) == (
        ["Phòng Lao động", "Phòng Thi đua"],
        "Phòng Tổng hợp",
        PAPER,
    )


@pytest.mark.parametrize("who", ["author", "member", "deputy", "other"])
def test_only_the_chiefs_office_and_the_secretary_record_it(office: Office, who: str) -> None:
    with pytest.raises(Refused) as no:
        merged(office, "labour", into="merit", by=office.people[who])
    assert (codes(no), Unit.objects.filter(until=None).count()) == (["recorder"], 4)


@pytest.mark.parametrize(
    ("units", "into", "name", "days", "changed", "code"),
    [
        (("labour",), "merit", "", -1, {}, "past"),
        (("labour",), "labour", "", 1, {}, "into"),
        ((), "merit", "", 1, {}, "units"),
        (("labour",), "", "phòng thi đua", 1, {}, "name"),
        (("labour",), "", "  ", 1, {}, "name"),
        (("labour",), "merit", "", 1, {"decision": " "}, "paper"),
    ],
)
def test_what_is_no_merger_is_refused(
    office: Office, units: tuple[str, ...], into: str, name: str, days: int, changed: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as no:
        merged(office, *units, into=into, name=name, days=days, **changed)
    assert (codes(no), Unit.objects.exclude(until=None).count()) == ([code], 0)


def test_a_unit_ends_once_and_its_successor_goes_on(office: Office) -> None:
    merged(office, "labour", into="merit", days=5)
    with pytest.raises(Refused) as no:
        merged(office, "labour", into="office", days=2)
    assert codes(no) == ["closed"]
    with pytest.raises(Refused) as no:
        merged(office, "office", into="labour", days=2)
    assert codes(no) == ["into"]


def test_another_boards_unit_is_not_merged(office: Office) -> None:
    elsewhere = found("so-khac")
    office.units["theirs"] = elsewhere.units["labour"]
    for given in ({"into": "merit"}, {"name": "Phòng Tổng hợp"}):
        with pytest.raises(Refused) as no:
            merged(office, "theirs", **given)  # type: ignore[arg-type]  # one of the two
        assert codes(no)[0] == "board"
    with pytest.raises(Refused) as no:
        merged(office, "labour", into="theirs")
    assert codes(no)[0] == "board"
    assert Unit.objects.exclude(until=None).count() == 0


def test_a_merged_unit_without_anybody_is_told_and_recorded_only_knowingly(office: Office) -> None:
    for who in ("other", "deputy"):
        held = office.people[who].appointments.get()
        dismiss(held, last_day=office.now.date(), by=None, at=office.now, anyway=True)
    lacking = gaps_on(office.board, day=office.now.date() + timedelta(days=1)).lacking
    assert lacking != ()
    merged(office, "labour", into="merit", anyway=True)
    assert Unit.objects.exclude(until=None).count() == 1


def test_an_item_of_the_old_unit_is_still_asked_about_elsewhere(office: Office) -> None:
    item = office.moderated()
    merged(office, "labour", into="merit")
    office.later(days=1)
    given = {"text": "Đúng chưa?", "until": office.now.date(), "seen": item.current.digest}
    who = {"board": office.board, "by": office.people["chief"], "at": office.now}
    with pytest.raises(Refused) as no:
        services.consult(item.pk, units=[office.units["merit"]], **given, **who)
    assert codes(no) == ["own_unit"]
