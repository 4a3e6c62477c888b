"""The board's own conventions: return, take back, edit on the way, and revise what is out."""

import pytest

from chauphe.core.moves import State
from chauphe.core.refusal import Refused
from chauphe.items import services
from chauphe.people.models import Person
from tests.scenarios.office import Office


def person(office: Office, name: str) -> Person:
    return office.people[name]


def test_an_item_goes_back_to_its_writers_with_a_reason(office: Office) -> None:
    item = office.moderated()
    with pytest.raises(Refused):
        office.act("return_", "chief", item, reason="")
    item = office.act("return_", "chief", item, reason="Ghi rõ hạn nộp")
    assert (item.state, item.moderated_by) == (State.DRAFT, None)
    assert office.trail(item)[-1]["reason"] == "Ghi rõ hạn nộp"


def test_an_item_that_went_back_takes_every_step_again(office: Office) -> None:
    item = office.act("return_", "chief", office.moderated(), reason="Thiếu nguồn ảnh")
    with pytest.raises(Refused):
        office.sign_off("chief", item)
    item = office.moderate("deputy", office.forward("member", office.submit("author", item)))
    assert office.sign_off("chief", item).item == item


def test_writers_take_back_what_they_submitted(office: Office) -> None:
    item = office.submit("author", office.write("author"))
    services.retract(item.pk, board=office.board, by=person(office, "author"), at=office.later())
    assert office.fresh(item).state == State.DRAFT


def test_the_moderator_edits_and_the_change_shows(office: Office) -> None:
    item = office.forward("member", office.submit("author", office.write("author")))
    before = item.current
    item = office.rewrite("deputy", item, summary="Hơn 180 học viên.")
    office.moderate("deputy", item)
    edit, moderated = office.trail(item)[-2:]
    assert (edit["act"], edit["person"]["name"]) == ("edit", "Người Thử Deputy")
    assert [edit["digest"], moderated["digest"]] == [item.current.digest] * 2
    assert item.current.digest != before.digest


def test_the_chief_edits_before_signing_off(office: Office) -> None:
    item = office.rewrite("chief", office.moderated(), title="Khai giảng lớp kỹ năng số")
    assert office.sign_off("chief", item).revision.number == 2


def test_an_edit_that_changes_nothing_voids_nothing(office: Office) -> None:
    item = office.moderated()
    same = office.rewrite("chief", item, title=item.title)
    assert same.current == item.current
    assert [act["act"] for act in office.trail(item)] == ["submit", "forward", "moderate"]


def test_a_published_item_changes_only_as_a_new_revision(office: Office) -> None:
    item = office.published()
    live = item.live
    with pytest.raises(Refused):
        office.rewrite("author", item, title="Tiêu đề khác")
    services.revise(item.pk, board=office.board, by=person(office, "author"), at=office.later(), reason="Sửa số liệu")
    item = office.rewrite("author", item, summary="185 học viên.")
    assert item.live == live
    item = office.moderate("deputy", office.forward("member", office.submit("author", item)))
    again = office.publish("secretary", office.sign_off("chief", item))
    assert (again.place, again.first_at) == (live.place, live.first_at)
    assert office.fresh(item).live == again


def test_a_link_to_a_new_site_is_ticked_before_sign_off(office: Office) -> None:
    item = office.moderated(body='<p>Nộp tại <a href="https://dichvucong.gov.vn/">Cổng</a>.</p>')
    with pytest.raises(Refused):
        office.sign_off("chief", item)
    signed = office.act("sign_off", "chief", item, ticked=["dichvucong.gov.vn"])
    again = office.moderated(body='<p>Xem <a href="https://dichvucong.gov.vn/b">Cổng</a>.</p>')
    assert (signed.state, office.sign_off("chief", again).item) == (State.SIGNED_OFF, again)


@pytest.mark.parametrize(
    ("verb", "next_steps"),
    [("return_to_editing", ("forward", "moderate")), ("return_to_moderation", ("moderate",))],
)
def test_an_item_goes_back_to_any_earlier_step(office: Office, verb: str, next_steps: tuple[str, ...]) -> None:
    item = office.act(verb, "chief", office.moderated(), reason="Xem lại số liệu")
    with pytest.raises(Refused):
        office.sign_off("chief", item)
    for step in next_steps:
        item = office.act(step, "member" if step == "forward" else "deputy", item)
    assert office.publish("secretary", office.sign_off("chief", item)).item == item


def test_an_approval_is_taken_back_before_publication(office: Office) -> None:
    signed = office.sign_off("chief", office.moderated())
    with pytest.raises(Refused):
        office.act("recall", "deputy", signed.item, reason="Chờ số liệu mới")
    office.act("recall", "chief", signed.item, reason="Chờ số liệu mới")
    with pytest.raises(Refused):
        office.publish("secretary", signed)
    again = office.sign_off("chief", signed.item)
    assert office.publish("secretary", again).sign_off == again


def test_the_secretary_gives_back_what_should_not_go_out(office: Office) -> None:
    signed = office.sign_off("chief", office.moderated())
    item = office.act("return_to_sign_off", "secretary", signed.item, reason="Ảnh có mặt trẻ em")
    assert (item.state, item.sign_off) == (State.AWAITING_SIGN_OFF, None)
    item = office.act("return_to_moderation", "chief", item, reason="Thay ảnh")
    item = office.moderate("deputy", office.rewrite("deputy", item, summary="Ảnh đã thay."))
    assert office.publish("secretary", office.sign_off("chief", item)).item == item


def test_writers_take_back_what_awaits_the_chief_with_a_reason(office: Office) -> None:
    item = office.moderated()
    with pytest.raises(Refused):
        services.retract(item.pk, board=office.board, by=person(office, "author"), at=office.later())
    why = "Số liệu đã đổi"
    services.retract(item.pk, board=office.board, by=person(office, "author"), at=office.later(), reason=why)
    item = office.fresh(item)
    assert (item.state, item.forwarded_by, item.moderated_by) == (State.DRAFT, None, None)


def test_an_item_is_refused_on_a_ground_of_the_list(office: Office) -> None:
    item = office.moderated()
    with pytest.raises(Refused):
        office.act("refuse", "chief", item, ground="whim", reason="Đã đăng ngày 20/11")
    item = office.act("refuse", "chief", item, ground="duplicate", reason="Đã đăng ngày 20/11")
    assert item.state == State.REFUSED
    assert office.trail(item)[-1]["ground"] == {"code": "duplicate", "says": "Trùng với tin, bài đã có"}
    with pytest.raises(Refused):
        office.moderate("deputy", item)


def test_a_refused_item_is_taken_up_again_by_its_writers(office: Office) -> None:
    item = office.act("refuse", "chief", office.moderated(), ground="being_verified", reason="Chờ kết luận")
    services.revise(
        item.pk, board=office.board, by=person(office, "author"), at=office.later(), reason="Đã có kết luận"
    )
    item = office.moderate("deputy", office.forward("member", office.submit("author", item)))
    assert office.publish("secretary", office.sign_off("chief", item)).item == item


def test_a_revision_that_is_refused_leaves_what_is_live(office: Office) -> None:
    item = office.published()
    live = item.live
    services.revise(item.pk, board=office.board, by=person(office, "author"), at=office.later(), reason="Bổ sung")
    item = office.submit("author", office.rewrite("author", item, summary="Thêm lớp."))
    assert office.act("refuse", "member", item, ground="poor_quality", reason="Chưa rõ").live == live
