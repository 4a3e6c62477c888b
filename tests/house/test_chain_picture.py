import pytest

from chauphe.core.moves import FORWARD, State
from tools.chain import FOLDER, WORDS, drawing


@pytest.mark.parametrize("language", sorted(WORDS))
def test_the_picture_of_the_chain_is_current(language: str) -> None:
    assert (FOLDER / f"chain.{language}.svg").read_text(encoding="utf-8") == drawing(language)


def test_the_picture_names_every_state() -> None:
    assert {key for key in WORDS["vi"] if isinstance(key, State)} == set(State)


def test_every_step_ahead_is_named_in_the_picture() -> None:
    assert {*FORWARD, "return_", "revise"} - set(WORDS["en"]) == set()
