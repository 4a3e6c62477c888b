"""Điều 4: a deputy directs and moderates what their units supply, before it goes to the chief."""

import pytest

from chauphe.core.item import State
from chauphe.core.refusal import Refused
from tests.scenarios.office import Office


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
