"""Điều 7 khoản 3: while the chief is away the standing deputy acts, or a deputy where that one is away too."""

import pytest

from chauphe.core.refusal import Refused
from tests.scenarios.office import Office


def test_the_standing_deputy_acts_while_the_chief_is_away(office: Office) -> None:
    item = office.moderated()
    office.away("chief")
    office.sign_off("standing", item)
    act = office.trail(item)[-1]
    assert (act["capacity"], act["clause"]) == ("for", "Điều 7 khoản 3")
    assert act["in_place_of"] == {"name": "Người Thử Chief", "title": "Trưởng Ban biên tập"}


def test_a_deputy_acts_when_both_are_away(office: Office) -> None:
    item = office.moderated()
    office.away("chief", "standing")
    office.sign_off("other", item)
    assert office.trail(item)[-1]["person"]["name"] == "Người Thử Other"


def test_the_chief_acts_again_once_back(office: Office) -> None:
    item = office.moderated()
    office.away("chief", days=1)
    with pytest.raises(Refused):
        office.sign_off("chief", item)
    office.later(days=2)
    with pytest.raises(Refused):
        office.sign_off("standing", item)
    assert office.sign_off("chief", item).item == item
