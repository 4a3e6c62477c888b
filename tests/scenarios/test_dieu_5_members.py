"""Điều 5: the unit's board member edits and puts forward."""

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
