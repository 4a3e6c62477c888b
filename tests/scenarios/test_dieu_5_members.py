"""Điều 5 khoản 2: the unit's board member proposes, edits and puts forward to the deputy in charge."""

import pytest

from chauphe.core.moves import State
from chauphe.core.refusal import Refused
from tests.scenarios.office import Office


def test_the_units_member_edits_and_puts_forward(office: Office) -> None:
    item = office.submit("author", office.write("author"))
    with pytest.raises(Refused):
        office.forward("organiser", item)
    item = office.rewrite("member", item, title="Khai giảng lớp bồi dưỡng kỹ năng số")
    item = office.forward("member", item)
    assert (item.state, item.title) == (State.IN_MODERATION, "Khai giảng lớp bồi dưỡng kỹ năng số")
    assert [act["act"] for act in office.trail(item)] == ["submit", "edit", "forward"]


def test_what_is_put_forward_waits_for_the_deputy_in_charge_of_the_field(office: Office) -> None:
    item = office.forward("member", office.submit("author", office.write("author")))
    for other in ("other", "standing", "chief", "member"):
        with pytest.raises(Refused):
            office.moderate(other, item)
    assert office.moderate("deputy", item).state == State.AWAITING_SIGN_OFF


def test_a_member_proposes_items_too_and_has_them_moderated_by_others(office: Office) -> None:
    item = office.forward("member", office.write("member"))
    assert [act["act"] for act in office.trail(item)] == ["forward"]
    assert office.moderate("deputy", item).state == State.AWAITING_SIGN_OFF


def test_a_member_edits_nothing_of_another_unit_and_nothing_that_went_on(office: Office) -> None:
    item = office.submit("clerk", office.write("clerk", unit="organisation"))
    with pytest.raises(Refused):
        office.rewrite("member", item, title="Đổi tên")
    item = office.forward("organiser", item)
    with pytest.raises(Refused):
        office.rewrite("organiser", item, title="Đổi tên sau khi trình")


def test_a_member_returns_what_is_not_fit_to_its_writer_with_the_reason(office: Office) -> None:
    item = office.submit("author", office.write("author"))
    item = office.act("return_", "member", item, reason="Thiếu số liệu của quý III")
    assert (item.state, office.trail(item)[-1]["reason"]) == (State.DRAFT, "Thiếu số liệu của quý III")
