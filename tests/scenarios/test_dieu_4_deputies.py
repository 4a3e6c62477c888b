"""Điều 4: a deputy directs and moderates what their units supply, before it goes to the chief."""

import pytest

from chauphe.core.moves import State
from chauphe.core.refusal import Refused
from chauphe.people.models import Section
from tests.scenarios.office import Office

BOTH = ("author", "deputy")


def test_the_deputy_in_charge_moderates_before_the_chief(office: Office) -> None:
    item = office.forward("member", office.submit("author", office.write("author")))
    with pytest.raises(Refused):
        office.sign_off("chief", item)
    assert office.moderate("deputy", item).state == State.AWAITING_SIGN_OFF


def test_a_deputy_moderates_only_units_in_the_remit(office: Office) -> None:
    item = office.forward("member", office.submit("author", office.write("author")))
    with pytest.raises(Refused) as refused:
        office.moderate("other", item)
    assert [each.clause for each in refused.value.refusals] == ["Điều 4 khoản 1"]


def test_the_standing_deputy_moderates_the_organisation_unit(office: Office) -> None:
    item = office.submit("clerk", office.write("clerk", unit="organisation"))
    item = office.moderate("standing", office.forward("organiser", item))
    assert office.trail(item)[-1]["clause"] == "Điều 4 khoản 5"


def test_a_deputy_who_typed_is_a_writer_though_unnamed(office: Office) -> None:
    own = office.write("deputy")
    others = [{"person": str(office.people["author"].pk), "name": "Người Thử Author", "share": 100}]
    item = office.rewrite("deputy", own, authors=others)
    item = office.forward("member", office.submit("author", item))
    with pytest.raises(Refused):
        office.moderate("deputy", item)


def test_the_next_on_the_ladder_moderates_what_the_deputy_wrote(office: Office) -> None:
    item = office.forward("member", office.submit("deputy", office.write("deputy")))
    with pytest.raises(Refused) as refused:
        office.moderate("deputy", item)
    assert [each.code for each in refused.value.refusals] == ["author", "turn"]
    office.moderate("standing", item)
    act = office.trail(item)[-1]
    assert (act["rule"], act["in_place_of"]["name"]) == ("moderation.ladder", "Người Thử Deputy")


def test_an_item_keeps_the_unit_whose_deputy_moderated_it(office: Office) -> None:
    item = office.moderated()
    with pytest.raises(Refused) as refused:
        office.rewrite("chief", item, unit="organisation")
    assert [(each.code, each.clause) for each in refused.value.refusals] == [("routed", "Điều 4 khoản 1")]
    assert office.fresh(item).unit.code == "labour"


def test_an_item_handed_in_for_the_wrong_unit_is_returned(office: Office) -> None:
    item = office.submit("author", office.write("author"))
    with pytest.raises(Refused) as refused:
        office.rewrite("member", item, unit="organisation")
    assert [(each.code, each.clause) for each in refused.value.refusals] == [("routed", "Điều 5 khoản 2")]
    item = office.act("return_", "member", item, reason="Thuộc Phòng Tổ chức")
    item = office.submit("author", office.rewrite("author", item, unit="organisation"))
    assert office.moderate("standing", office.forward("organiser", item)).state == State.AWAITING_SIGN_OFF


def test_an_item_changes_section_where_the_same_people_answer_for_it(office: Office) -> None:
    item = office.moderated()
    elsewhere = Section.objects.create(board=office.board, slug="khac", name="Chuyên mục khác")
    assert office.rewrite("chief", item, section=elsewhere).section == elsewhere
    remit = Section.objects.create(board=office.board, slug="thi-dua", name="Thi đua")
    office.people["organiser"].appointments.get().sections.add(remit)
    with pytest.raises(Refused) as refused:
        office.rewrite("chief", item, section=remit)
    assert [each.code for each in refused.value.refusals] == ["routed"]


def test_who_moderated_and_is_named_author_since_stops_the_sign_off(office: Office) -> None:
    both = [{"person": str(office.people[who].pk), "name": f"Người Thử {who.title()}", "share": 50} for who in BOTH]
    item = office.rewrite("chief", office.moderated(), authors=both)
    with pytest.raises(Refused) as refused:
        office.sign_off("chief", item)
    assert [each.code for each in refused.value.refusals] == ["moderator_wrote"]
    item = office.submit("author", office.act("return_", "chief", item, reason="Có thêm tác giả"))
    item = office.moderate("standing", office.forward("member", item))
    assert office.publish("secretary", office.sign_off("chief", item)).item == item


def test_who_put_forward_in_a_members_place_does_not_sign_off(office: Office) -> None:
    office.away("member", "chief", days=9)
    item = office.moderate("standing", office.forward("deputy", office.submit("author", office.write("author"))))
    office.away("standing", days=9)
    with pytest.raises(Refused) as refused:
        office.sign_off("deputy", item)
    assert "forwarded" in [each.code for each in refused.value.refusals]
    assert office.sign_off("other", item).item == item


@pytest.mark.parametrize(
    "label",
    [
        "người thử deputy",
        "Người Thử Deputy (Phó Trưởng Ban)",
        "NGƯỜI THỬ DEPUTY",
        "TS. Người Thử Deputy",
        "bà Người  Thử Deputy",
        "ThS.Người Thử Deputy, Phòng Lao động",
        "An – Người Thử Deputy – Bình",
        "nguoi thu deputy",
    ],
)
def test_an_author_typed_by_name_does_not_moderate(office: Office, label: str) -> None:
    item = office.write("author", authors=[{"person": "", "name": label, "share": 100}])
    item = office.forward("member", office.submit("author", item))
    with pytest.raises(Refused) as refused:
        office.moderate("deputy", item)
    assert [each.code for each in refused.value.refusals] == ["author", "turn"]


def test_an_author_struck_from_the_list_stays_barred(office: Office) -> None:
    both = [
        {"person": str(office.people[name].pk), "name": f"Người Thử {name.title()}", "share": 50}
        for name in ("author", "deputy")
    ]
    item = office.submit("author", office.write("author", authors=both))
    item = office.rewrite("member", item, authors=[both[0] | {"share": 100}])
    with pytest.raises(Refused):
        office.moderate("deputy", office.forward("member", item))
