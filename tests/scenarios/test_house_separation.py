"""Separation of duties, by the board's conventions: nobody does alone what two have to do (Điều 3, Điều 6; 0015)."""

from datetime import timedelta

import pytest

from chauphe.core.authority import Role
from chauphe.core.moves import State
from chauphe.core.refusal import Refused
from chauphe.items.soundness import astray
from chauphe.people.services import appoint, dismiss, hand_over
from tests.scenarios.office import Office


def refused(no: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    return [(each.code, each.rule) for each in no.value.refusals]


def test_nobody_signs_off_their_own_words_in_the_chiefs_place(office: Office) -> None:
    item = office.moderated()
    office.away("chief")
    item = office.rewrite("standing", item, body="<p>Chữ của người làm thay.</p>")
    with pytest.raises(Refused) as no:
        office.sign_off("standing", item)
    assert refused(no)[0] == ("own_edit", "sign_off.own_edit")
    assert no.value.refusals[1].params["names"] == "Người Thử Other (Phó Trưởng Ban biên tập)"
    office.sign_off("other", item)
    assert office.trail(item)[-1]["capacity"] == "for"


def test_where_nobody_else_can_sign_own_words_are_returned(office: Office) -> None:
    item = office.moderated()
    office.away("chief", "other")
    item = office.rewrite("standing", item, body="<p>Chữ của người làm thay.</p>")
    with pytest.raises(Refused) as no:
        office.sign_off("standing", item)
    assert [code for code, _rule in refused(no)] == ["own_edit", "missing"]
    item = office.rewrite("standing", item, body="<p>Sửa lần nữa.</p>")
    item = office.act("return_to_moderation", "standing", item, reason="Cần người khác xem lại")
    assert item.state == State.IN_MODERATION


def test_words_that_somebody_else_changed_since_are_signed_off_in_the_chiefs_place(office: Office) -> None:
    item = office.moderated()
    office.away("chief")
    item = office.rewrite("standing", item, body="<p>Chữ của người làm thay.</p>")
    item = office.rewrite("other", item, body="<p>Chữ của người kế tiếp.</p>")
    assert office.sign_off("standing", item).item.state == State.SIGNED_OFF
    last = office.trail(item)[-1]
    assert (last["act"], last["capacity"]) == ("sign_off", "for")


def test_whoever_changed_it_in_editing_does_not_moderate_it_later(office: Office) -> None:
    today = office.now.date()
    appoint(
        office.people["clerk"], Role.BOARD_MEMBER, board=office.board, title="Ủy viên", since=today,
        until=today + timedelta(days=1), units=[office.units["labour"]], at=office.now,
    )  # fmt: skip
    item = office.submit("author", office.write("author"))
    item = office.rewrite("clerk", item, body="<p>Toàn văn do người này viết.</p>")
    item = office.forward("member", item)
    hand_over(
        office.office_of("deputy"), office.people["clerk"], since=today + timedelta(days=1), by=None, at=office.now
    )
    office.later(days=1)
    with pytest.raises(Refused) as no:
        office.moderate("clerk", item)
    assert refused(no)[0] == ("edited", "separation.author")
    item = office.moderate("standing", item)
    assert office.sign_off("chief", item).item == item


def test_going_back_does_not_make_an_editor_forgotten_and_publication_does(office: Office) -> None:
    item = office.submit("author", office.write("author"))
    item = office.rewrite("member", item, body="<p>Ủy viên sửa.</p>")
    member = [str(office.people["member"].pk)]
    item = office.act("return_", "member", item, reason="Viết lại đoạn cuối")
    item = office.moderate("deputy", office.forward("member", office.submit("author", item)))
    assert (item.editors, list(astray(office.board))) == (member, [])
    office.publish("secretary", office.sign_off("chief", item))
    assert (office.fresh(item).editors, list(astray(office.board))) == ([], [])


def test_a_row_that_forgets_who_edited_or_signed_is_named(office: Office) -> None:
    item = office.rewrite("member", office.submit("author", office.write("author")), body="<p>Ủy viên sửa.</p>")
    signed = office.sign_off("chief", office.moderate("deputy", office.forward("member", item)))
    assert signed.item.signed_by == office.people["chief"]
    for forged in ({"editors": []}, {"signed_by": None}):
        kept = {name: getattr(office.fresh(item), name) for name in forged}
        type(item).objects.filter(pk=item.pk).update(**forged)
        assert list(astray(office.board)) == [(item.number, "item")]
        type(item).objects.filter(pk=item.pk).update(**kept)


def test_whoever_signed_it_off_does_not_publish_it(office: Office) -> None:
    item = office.moderated()
    office.away("chief", days=1)
    signed = office.sign_off("standing", item)
    tomorrow = office.now.date() + timedelta(days=1)
    dismiss(office.office_of("standing"), last_day=office.now.date(), by=None, at=office.now, anyway=True)
    hand_over(
        office.office_of("secretary"), office.people["standing"], since=tomorrow, by=None, at=office.now, anyway=True
    )
    office.later(days=1)
    with pytest.raises(Refused) as no:
        office.publish("standing", signed)
    assert refused(no)[0] == ("signed", "separation.signer_and_publisher")
    with pytest.raises(Refused):
        office.act("schedule", "standing", item, due=office.now + timedelta(hours=2))
    item = office.act("return_to_sign_off", "standing", item, reason="Người khác phê duyệt thì mới đăng được")
    office.later(days=1)
    assert office.publish("standing", office.sign_off("chief", item)).item == item


def test_an_author_who_is_the_secretary_publishes_the_sealed_copy(office: Office) -> None:
    item = office.submit("secretary", office.write("secretary"))
    item = office.moderate("deputy", office.forward("member", item))
    assert office.publish("secretary", office.sign_off("chief", item)).item == item


@pytest.mark.parametrize("who", ["chief", "standing", "deputy"])
def test_the_secretary_holds_no_office_that_decides(office: Office, who: str) -> None:
    given = {"board": office.board, "since": office.now.date(), "at": office.now}
    with pytest.raises(Refused) as no:
        appoint(office.people[who], Role.SECRETARY, title="Thư ký", **given)
    assert refused(no) == [("apart", "separation.secretary")]
    units = [office.units["merit"]]
    with pytest.raises(Refused) as no:
        appoint(office.people["secretary"], Role.DEPUTY_EDITOR, title="Phó Trưởng Ban", units=units, **given)
    assert refused(no) == [("apart", "separation.secretary")]
    appoint(office.people["secretary"], Role.BOARD_MEMBER, title="Ủy viên", units=units, **given)
