"""What stands on the site is read again when its section's time is over (drawn from Điều 5 khoản 3)."""

import pytest

from chauphe.core.refusal import Refused
from chauphe.items import services
from chauphe.items.models import Item
from chauphe.items.reviews import Due, due_for_review
from chauphe.items.services import still_right
from chauphe.people.models import Change
from chauphe.people.reviews import plans_of
from chauphe.people.selectors import bench_of, book_of
from chauphe.people.services import drop_review, plan_review
from tests.scenarios.office import Office, found


def due(office: Office) -> list[Due]:
    board, at = office.board, office.now
    plans = plans_of(board, book_of(board), on=at.date())
    return due_for_review(board, plans, bench_of(board, at=at), at=at, most=50)


def plan(office: Office, by: str = "secretary", months: int | None = 3, **owner: str) -> None:
    given = {"person": office.people[owner["person"]]} if "person" in owner else owner
    plan_review(office.section, months=months, by=office.people[by], at=office.later(), **given)


def reads_again(office: Office, who: str, item: Item, *, seen: str = "") -> None:
    digest = seen or office.fresh(item).current.digest
    still_right(item.pk, board=office.board, by=office.people[who], at=office.later(), seen=digest)


def test_what_was_published_comes_up_when_its_time_is_over(office: Office) -> None:
    plan(office)
    item = office.published()
    office.later(days=91)
    assert due(office) == []
    office.later(days=1)  # 23/11 and three months: 23/02
    (each,) = due(office)
    assert (each.item.number, [owner.name for owner in each.owners]) == (
        item.number,
        ["Người Thử Member", "Người Thử Deputy"],
    )


def test_the_owner_says_that_it_is_still_right_and_its_time_begins_anew(office: Office) -> None:
    plan(office)
    item = office.published()
    office.later(days=100)
    reads_again(office, "member", item)
    act = office.trail(item)[-1]
    assert (act["act"], act["person"]["name"], act["digest"]) == (
        "review",
        "Người Thử Member",
        office.fresh(item).current.digest,
    )
    assert act["clause"] == "Quy ước của Ban biên tập (theo Điều 5 khoản 3)"
    assert due(office) == []
    office.later(days=100)
    (each,) = due(office)
    assert each.reviewed is True


def test_nobody_but_the_owner_says_that_it_is_still_right(office: Office) -> None:
    plan(office, person="other")
    item = office.published()
    office.later(days=100)
    for who in ("chief", "member", "author"):
        with pytest.raises(Refused) as refused:
            reads_again(office, who, item)
        assert [each.code for each in refused.value.refusals] == ["turn"]
    reads_again(office, "other", item)
    assert [act["act"] for act in office.trail(item)].count("review") == 1


def test_it_is_found_right_once_in_its_time(office: Office) -> None:
    plan(office)
    item = office.published()
    with pytest.raises(Refused) as early:
        reads_again(office, "member", item)
    office.later(days=100)
    reads_again(office, "member", item)
    with pytest.raises(Refused) as again:
        reads_again(office, "deputy", item)
    assert [each.code for no in (early, again) for each in no.value.refusals] == ["early", "early"]


def test_what_is_no_longer_right_becomes_a_new_revision(office: Office) -> None:
    plan(office)
    item = office.published()
    office.later(days=100)
    services.revise(item.pk, board=office.board, by=office.people["member"], at=office.later(), reason="Số liệu đã cũ.")
    assert due(office) == []
    with pytest.raises(Refused) as refused:
        reads_again(office, "member", item)
    assert [each.code for each in refused.value.refusals] == ["state"]


def test_another_copy_than_the_one_on_the_screen_is_not_right(office: Office) -> None:
    plan(office)
    item = office.published()
    with pytest.raises(Refused) as refused:
        reads_again(office, "member", item, seen="0" * 64)
    assert [each.code for each in refused.value.refusals] == ["digest"]


def test_a_section_without_its_own_period_has_that_of_the_rules(office: Office) -> None:
    plan(office, months=None, role="secretary")
    office.published()
    office.later(days=180)  # six months from 23/11 end on 23/05
    assert due(office) == []
    office.later(days=1)
    (each,) = due(office)
    assert [owner.name for owner in each.owners] == ["Người Thử Secretary"]


def test_without_a_plan_nothing_comes_up(office: Office) -> None:
    office.published()
    office.later(days=3000)
    assert due(office) == []
    plan(office)
    assert len(due(office)) == 1
    drop_review(office.section, by=office.people["chief"], at=office.later())
    assert due(office) == []


def test_nobody_else_sets_a_period(office: Office) -> None:
    for who in ("standing", "deputy", "member", "author"):
        with pytest.raises(Refused) as refused:
            plan(office, by=who)
        assert [each.code for each in refused.value.refusals] == ["not_theirs"]
    plan(office, by="chief", person="member")
    act = Change.objects.get(verb="plan_review")
    assert (act.by_name, act.facts["months"], act.facts["owner"]) == ("Người Thử Chief", 3, "Người Thử Member")


def test_a_plan_that_cannot_be_is_refused_with_every_reason(office: Office) -> None:
    elsewhere = found("so-khac")
    person = elsewhere.people["member"]
    with pytest.raises(Refused) as refused:
        plan_review(office.section, months=61, person=person, role="janitor", by=office.people["chief"], at=office.now)
    assert [each.code for each in refused.value.refusals] == ["months", "role", "owner", "office"]


def test_another_boards_items_do_not_come_up(office: Office) -> None:
    elsewhere = found("so-khac")
    plan(elsewhere)
    elsewhere.published()
    office.published()
    office.later(days=1000)
    assert due(office) == []
