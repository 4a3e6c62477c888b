"""Điều 4 khoản 3: a deputy acts for the chief in what the chief delegated in writing, and in nothing else."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from chauphe.core.moves import State
from chauphe.core.refusal import Refused
from chauphe.items.models import Item
from chauphe.people.models import Delegation
from chauphe.people.services import delegate
from tests.scenarios.office import HANOI, Office, found

PAPER = "Giấy ủy quyền số 03/GUQ-SNV ngày 20/11/2026"
ENDING = {"reason": "Có sai sót", "notice": "Bài đã được gỡ."}
OF_THEIR_OWN = ("take_down", "withdraw")


def given(office: Office, to: str = "other", **limits: Any) -> Delegation:
    """Let the chief delegate something from now on."""
    at, chief = office.later(), office.people["chief"]
    limits = {"until": at + timedelta(days=5)} | limits
    return delegate(chief.appointments.get(), office.people[to], since=at, paper=PAPER, by=chief, at=at, **limits)


def ended(office: Office, verb: str, who: str, item: Item) -> Item:
    live = office.fresh(item).live
    assert live is not None
    return office.act(verb, who, item, seen=live.sign_off.snapshot_id, **ENDING)


def test_whoever_signs_off_by_delegation_returns_refuses_and_edits_as_well(office: Office) -> None:
    given(office, moves=["sign_off"])
    item = office.rewrite("other", office.moderated(), summary="180 học viên dự.")
    assert office.act("return_", "other", item, reason="Còn thiếu số liệu").state == State.DRAFT
    refused = office.act("refuse", "other", office.moderated(), reason="Trùng tin", ground="duplicate")
    assert refused.state == State.REFUSED
    assert {act["paper"] for act in office.trail(refused)[-1:]} == {PAPER}


@pytest.mark.parametrize("verb", OF_THEIR_OWN)
def test_signing_off_does_not_give_the_taking_down(office: Office, verb: str) -> None:
    item = office.published()
    given(office, moves=["sign_off"])
    with pytest.raises(Refused) as refused:
        ended(office, verb, "other", item)
    assert [each.code for each in refused.value.refusals] == ["turn"]


def test_signing_off_does_not_give_the_recall(office: Office) -> None:
    item = office.moderated()
    office.sign_off("chief", item)
    given(office, moves=["sign_off"])
    with pytest.raises(Refused):
        office.act("recall", "other", item, reason="Cần xem lại")
    given(office, "standing", moves=["recall"])
    assert office.act("recall", "standing", item, reason="Cần xem lại").state == State.AWAITING_SIGN_OFF


@pytest.mark.parametrize("verb", OF_THEIR_OWN)
def test_a_delegation_of_one_move_gives_that_one_alone(office: Office, verb: str) -> None:
    item, other = office.published(), office.moderated()
    given(office, moves=[verb])
    with pytest.raises(Refused):
        office.sign_off("other", other)
    with pytest.raises(Refused):
        ended(office, next(each for each in OF_THEIR_OWN if each != verb), "other", item)
    act = office.trail(ended(office, verb, "other", item))[-1]
    assert (act["act"], act["capacity"], act["paper"]) == (verb, "for", PAPER)


def test_while_the_chief_is_away_the_ladder_takes_what_is_not_delegated(office: Office) -> None:
    item = office.published()
    given(office, moves=["sign_off"])
    office.away("chief")
    with pytest.raises(Refused):
        ended(office, "take_down", "other", item)
    assert ended(office, "take_down", "standing", item).state == State.TAKEN_DOWN


def test_a_delegation_lasts_as_long_as_the_chiefs_last_day(office: Office) -> None:
    office.people["chief"].appointments.update(until=date(2026, 12, 31))
    assert given(office, until=datetime(2027, 1, 1, tzinfo=HANOI)).pk
    with pytest.raises(Refused) as refused:
        given(office, moves=["recall"], until=datetime(2027, 1, 1, 0, 1, tzinfo=HANOI))
    assert [each.code for each in refused.value.refusals] == ["giver_leaves"]


def test_what_another_board_has_limits_nothing_here(office: Office) -> None:
    other = found("so-khac")
    for limits in ({"units": [office.units["labour"], other.units["labour"]]}, {"sections": [other.section]}):
        with pytest.raises(Refused) as refused:
            given(office, **limits)
        assert [(each.code, each.clause) for each in refused.value.refusals] == [("limit", "Điều 4 khoản 3")]


@pytest.mark.parametrize(
    ("limits", "code"), [({"kinds": ["tin"]}, "kind"), ({"moves": ["ky"]}, "power"), ({"moves": []}, "moves")]
)
def test_what_nobody_knows_is_not_left_out(office: Office, limits: dict[str, list[str]], code: str) -> None:
    with pytest.raises(Refused) as refused:
        given(office, **limits)
    assert [each.code for each in refused.value.refusals] == [code]
    assert not Delegation.objects.exists()
