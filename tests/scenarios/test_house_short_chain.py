"""Quy chế ba người, Điều 3 khoản 3 và 4: nothing sensitive, and the deputy in charge signs off; else the chief does."""

import json
from collections.abc import Callable

import pytest
from django.db import transaction

from chauphe.core.authority import Role
from chauphe.core.checklist import questions
from chauphe.core.refusal import Refused
from chauphe.items import services
from chauphe.items.models import Item, KnownHost
from chauphe.items.soundness import astray
from chauphe.people.selectors import book_of
from chauphe.people.services import appoint
from tests.scenarios.office import SINCE, Office, found

CODES = ("personal_data", "national_map", "minors", "state_secret", "ongoing_case")
NO = dict.fromkeys(CODES, False)
LINKED = '<p>Xem <a href="https://la.example/tin">trang này</a>.</p>'


@pytest.fixture
def board(db: None) -> Office:
    return found("rut-gon", "three-member")


def in_moderation(office: Office, **written: object) -> Item:
    return office.forward("member", office.submit("author", office.write("author", **{"checklist": NO} | written)))


def codes_of(act: Callable[[], object]) -> set[str]:
    with pytest.raises(Refused) as refused:
        act()
    return {no.code for no in refused.value.refusals}


def test_a_harmless_item_is_signed_off_by_the_deputy_in_charge(board: Office) -> None:
    signed = board.sign_off("deputy", in_moderation(board))
    item = board.fresh(board.publish("secretary", signed).item)
    approval = next(act for act in board.trail(item) if act["act"] == "sign_off")
    assert (item.state, item.moderated_by) == ("published", board.people["deputy"])
    assert (approval["rule"], approval["clause"], approval["capacity"]) == ("chain.short", "Điều 3 khoản 3", "own")
    assert [act["act"] for act in board.trail(item)] == ["submit", "forward", "sign_off", "publish"]
    assert list(astray(board.board)) == []


@pytest.mark.parametrize("code", CODES)
def test_one_yes_sends_an_item_to_the_chief(board: Office, code: str) -> None:
    item = in_moderation(board, checklist=NO | {code: True})
    assert codes_of(lambda: board.sign_off("deputy", item)) == {"short_sensitive"}
    board.sign_off("chief", board.moderate("deputy", item))
    assert board.trail(item)[-1]["rule"] == "chain.sign_off"


@pytest.mark.parametrize("code", CODES)
def test_one_question_left_open_sends_an_item_to_the_chief(board: Office, code: str) -> None:
    answered = {each: no for each, no in NO.items() if each != code}
    item = in_moderation(board, checklist=answered)
    assert codes_of(lambda: board.sign_off("deputy", item)) == {"short_unanswered"}


def test_a_link_to_a_new_site_sends_an_item_to_the_chief(board: Office) -> None:
    item = in_moderation(board, body=LINKED)
    assert codes_of(lambda: board.sign_off("deputy", item, ticked=["la.example"])) == {"short_host"}
    item = board.moderate("deputy", item)
    board.publish("secretary", board.sign_off("chief", item, ticked=["la.example"]))
    assert KnownHost.objects.filter(board=board.board, host="la.example").exists()
    again = in_moderation(board, body=LINKED)
    assert board.sign_off("deputy", again).item_id == again.pk


def test_other_kinds_always_go_to_the_chief(board: Office) -> None:
    item = in_moderation(board, kind="feature")
    assert codes_of(lambda: board.sign_off("deputy", item)) == {"short_kind"}


def test_anybody_on_the_way_may_ask_for_the_chief(board: Office) -> None:
    item = in_moderation(board)
    item = board.rewrite("deputy", item, checklist=NO | {"to_chief": True})
    assert codes_of(lambda: board.sign_off("deputy", item)) == {"short_to_chief"}
    assert board.moderate("deputy", in_moderation(board)).state == "awaiting_sign_off"


def test_whoever_moderates_raises_an_answer_and_eases_none(board: Office) -> None:
    item = in_moderation(board)
    item = board.rewrite("deputy", item, checklist=NO | {"minors": True})
    assert codes_of(lambda: board.sign_off("deputy", item)) == {"short_sensitive"}
    assert codes_of(lambda: board.rewrite("deputy", item, checklist=NO)) == {"eased"}
    assert codes_of(lambda: board.rewrite("deputy", item, checklist={})) == {"eased"}


def test_nobody_signs_off_own_words_on_the_short_chain(board: Office) -> None:
    item = board.rewrite("deputy", in_moderation(board), title="Khai giảng hai lớp bồi dưỡng")
    assert codes_of(lambda: board.sign_off("deputy", item)) == {"own_edit"}
    assert board.moderate("deputy", item).state == "awaiting_sign_off"


def test_a_deputy_who_wrote_it_leaves_it_to_the_next(board: Office) -> None:
    item = board.forward("member", board.submit("deputy", board.write("deputy", checklist=NO)))
    assert codes_of(lambda: board.sign_off("deputy", item)) == {"author", "own_edit", "turn"}
    board.sign_off("standing", item)
    approval = board.trail(item)[-1]
    assert (approval["rule"], approval["in_place_of"]["name"]) == ("chain.short", "Người Thử Deputy")


def test_whoever_put_it_forward_does_not_sign_it_off(board: Office) -> None:
    appoint(
        board.people["deputy"], Role.BOARD_MEMBER, board=board.board, title="Ủy viên", since=SINCE,
        units=[board.units["labour"]],
    )  # fmt: skip
    item = board.forward("deputy", board.submit("author", board.write("author", checklist=NO)))
    assert codes_of(lambda: board.sign_off("deputy", item)) == {"forwarded", "turn"}


def test_the_chief_takes_a_short_approval_back_and_decides(board: Office) -> None:
    board.sign_off("deputy", in_moderation(board))
    item = Item.objects.get()
    item = board.act("recall", "chief", item, reason="Để tôi xem.")
    assert (item.state, item.sign_off, item.moderated_by) == ("awaiting_sign_off", None, board.people["deputy"])
    assert codes_of(lambda: board.sign_off("deputy", item)) == {"turn"}
    published = board.publish("secretary", board.sign_off("chief", item))
    assert [act["rule"] for act in board.trail(published.item) if act["act"] == "sign_off"] == [
        "chain.short",
        "chain.sign_off",
    ]
    assert list(astray(board.board)) == []


def test_the_secretary_sends_a_short_approval_up_to_the_chief(board: Office) -> None:
    signed = board.sign_off("deputy", in_moderation(board))
    item = board.act("return_to_sign_off", "secretary", signed.item, reason="Có ảnh trẻ em.")
    assert board.fresh(board.publish("secretary", board.sign_off("chief", item)).item).state == "published"


def _goes_up(board: Office) -> Item:
    return board.moderate("deputy", in_moderation(board))


@pytest.mark.parametrize("verb", ["return_", "return_to_editing", "return_to_moderation", "refuse"])
def test_what_has_lain_before_the_chief_comes_back_to_the_chief(board: Office, verb: str) -> None:
    ground = {"ground": next(iter(book_of(board.board).rule("move.refuse", on=board.now.date()).value))}
    item = board.act(verb, "chief", _goes_up(board), reason="Chưa rõ.", **ground if verb == "refuse" else {})
    if verb == "refuse":
        services.revise(item.pk, board=board.board, by=board.people["author"], at=board.later(), reason="Viết lại.")
        item = board.rewrite("author", board.fresh(item), checklist=NO)
    if item.state == "draft":
        item = board.submit("author", item)
    if item.state == "in_editing":
        item = board.forward("member", item)
    assert codes_of(lambda: board.sign_off("deputy", item)) == {"short_put_up"}
    assert board.sign_off("chief", board.moderate("deputy", item)).item_id == item.pk


def test_a_short_approval_that_the_chief_took_back_is_the_chiefs(board: Office) -> None:
    board.sign_off("deputy", in_moderation(board))
    item = board.act("recall", "chief", Item.objects.get(), reason="Để tôi xem.")
    item = board.act("return_to_moderation", "chief", item, reason="Xem lại câu cuối.")
    assert codes_of(lambda: board.sign_off("deputy", item)) == {"short_put_up"}


def test_once_published_an_item_may_go_the_short_way_again(board: Office) -> None:
    item = board.fresh(board.publish("secretary", board.sign_off("chief", _goes_up(board))).item)
    services.revise(item.pk, board=board.board, by=board.people["author"], at=board.later(), reason="Thêm ngày.")
    item = board.rewrite("author", board.fresh(item), checklist=NO, summary="Từ ngày 01/12.")
    item = board.forward("member", board.submit("author", item))
    assert board.sign_off("deputy", item).item_id == item.pk


def test_a_new_revision_is_asked_anew(board: Office) -> None:
    item = board.fresh(board.publish("secretary", board.sign_off("deputy", in_moderation(board))).item)
    services.revise(item.pk, board=board.board, by=board.people["author"], at=board.later(), reason="Thêm ảnh.")
    item = board.fresh(item)
    assert "checklist" not in json.loads(item.current.content)
    item = board.forward("member", board.submit("author", item))
    assert codes_of(lambda: board.sign_off("deputy", item)) == {"short_unanswered"}


@pytest.mark.parametrize("verb", ["correct", "erratum"])
def test_what_puts_right_something_published_goes_to_the_chief(board: Office, verb: str) -> None:
    item = board.fresh(board.publish("secretary", board.sign_off("deputy", in_moderation(board))).item)
    assert item.live is not None
    begun = {"seen": item.live.sign_off.snapshot_id, "reason": "Nhầm.", "notice": "180 học viên, không phải 108."}
    item = board.act(verb, "author", item, **begun)
    item = board.rewrite("author", item, checklist=NO, summary="180 học viên, hai lớp.")
    item = board.forward("member", board.submit("author", item))
    assert codes_of(lambda: board.sign_off("deputy", item)) == {"short_notices"}


def test_the_answers_are_sealed_with_the_text(board: Office) -> None:
    signed = board.sign_off("deputy", in_moderation(board))
    assert json.loads(bytes(signed.snapshot.data))["checklist"] == NO


def test_the_founding_board_asks_nothing_and_every_item_goes_to_the_chief(office: Office) -> None:
    item = office.forward("member", office.submit("author", office.write("author", checklist=NO | {"to_chief": True})))
    sealed = json.loads(item.current.content)
    assert "checklist" not in sealed
    for who in office.people:
        assert "short" in codes_of(lambda who=who: office.sign_off(who, item))
    item = office.moderate("deputy", item)
    assert {who for who in office.people if _signs(office, who, item)} == {"chief"}


def test_a_board_asks_six_questions_one_of_which_is_the_softwares(board: Office) -> None:
    asked = questions(book_of(board.board), on=board.now.date())
    assert [each.code for each in asked if not each.computed] == list(CODES)
    assert [each.code for each in asked if each.computed] == ["new_host"]
    assert all(each.law for each in asked if not each.computed)


def _signs(office: Office, who: str, item: Item) -> bool:
    try:
        with transaction.atomic():
            services.sign_off(
                item.pk, board=office.board, by=office.people[who], at=office.now, seen=item.current.digest
            )
            transaction.set_rollback(True)
    except Refused:
        return False
    return True
