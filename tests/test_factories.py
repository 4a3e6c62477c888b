"""The factories themselves: an item gets to every state, through the services alone."""

import pytest

from chauphe.core.moves import State
from tests import factories


@pytest.mark.django_db
@pytest.mark.parametrize("state", list(State))
def test_an_item_can_be_brought_to_every_state(state: State) -> None:
    assert factories.item(factories.office(), state).state == state


@pytest.mark.django_db
def test_two_offices_share_nobody() -> None:
    one, other = factories.office("mot"), factories.office("hai")
    assert one.chief != other.chief
