import pytest

from chauphe.bake.state import State


def test_a_state_is_read_as_it_was_written() -> None:
    state = State("ab", "cd", {"name": "Sở"}, 7, {"tin": 3}, {"tin": [("2026-11", 0)]}, ["2026-11-20"], [4], [9], True)
    assert State.parse(state.text()) == state


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"manifest": 1, "odd": 2}', "null"])
def test_what_is_no_state_is_not_taken_for_one(text: str) -> None:
    with pytest.raises(ValueError):
        State.parse(text)
