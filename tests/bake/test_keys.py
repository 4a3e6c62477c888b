import stat
from pathlib import Path

import pytest

from chauphe.bake import keys
from chauphe.bake.trouble import NoKey
from chauphe.seal.note import Signer
from tests import factories


@pytest.fixture
def board(db: None, places: Path) -> factories.Board:
    return factories.board()


def test_a_key_is_readable_by_its_owner_alone(board: factories.Board) -> None:
    keys.make(board)
    assert stat.S_IMODE(keys.path_of(board).stat().st_mode) == 0o600


def test_a_key_is_read_as_it_was_made(board: factories.Board) -> None:
    assert keys.make(board) == keys.signer_of(board)


def test_a_key_is_never_replaced(board: factories.Board) -> None:
    made = keys.make(board)
    with pytest.raises(FileExistsError):
        keys.make(board)
    assert keys.signer_of(board) == made


def test_only_a_demonstration_makes_its_key_by_itself(board: factories.Board) -> None:
    with pytest.raises(NoKey):
        keys.signer_of(board)
    board.is_demo = True
    assert keys.signer_of(board) == keys.signer_of(board)


def test_a_key_that_others_may_read_is_not_used(board: factories.Board) -> None:
    keys.make(board)
    keys.path_of(board).chmod(0o644)
    with pytest.raises(NoKey):
        keys.signer_of(board)


def test_the_key_of_another_board_is_not_used(board: factories.Board) -> None:
    keys.path_of(board).parent.mkdir()
    keys.path_of(board).write_text(Signer("chauphe.example/another", bytes(32)).text())
    keys.path_of(board).chmod(0o600)
    with pytest.raises(NoKey):
        keys.signer_of(board)


def test_a_broken_key_is_not_used(board: factories.Board) -> None:
    keys.make(board)
    keys.path_of(board).write_text("casino")
    with pytest.raises(NoKey):
        keys.signer_of(board)
