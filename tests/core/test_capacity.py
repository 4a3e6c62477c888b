"""In what capacity somebody signs for the chief: KT., TL. or TUQ. (Nghị định 30/2020/NĐ-CP Điều 13)."""

import pytest

from chauphe.core import urgent
from chauphe.core.authority import Capacity
from chauphe.core.chain import Holder
from tests.core.books import answering
from tests.core.people import BENCH, NOW, item

URGENTLY = answering("sign_off.urgent", {"by": ["deputy_editor", "board_member", "secretary"], "hours": 4, "words": 6})


@pytest.mark.parametrize(
    ("person", "capacity"),
    [("other", Capacity.FOR), ("organiser", Capacity.BY_ORDER), ("secretary", Capacity.BY_ORDER)],
)
def test_a_deputy_signs_for_the_chief_and_the_head_of_a_unit_by_order(person: str, capacity: Capacity) -> None:
    held = urgent.holder_of(person, item().passage, BENCH, URGENTLY, at=NOW)
    assert isinstance(held, Holder)
    assert (held.capacity, held.in_place_of and held.in_place_of.person) == (capacity, "chief")


def test_nobody_signs_by_order_where_the_regulation_names_nobody() -> None:
    for person in ("other", "organiser", "secretary"):
        assert urgent.holder_of(person, item().passage, BENCH, answering("sign_off.urgent", False), at=NOW) is None
