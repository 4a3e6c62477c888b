"""Who is kept from a step by what they did before, on the model board (core.chain)."""

import pytest

from chauphe.core.chain import Bar, Passage, Step, Turn, turn
from chauphe.regulation.book import Book, founding
from tests.core.books import answering
from tests.core.people import BENCH, NOW, away


def ask(step: Step, book: Book | None = None, gone: tuple[str, ...] = (), **facts: object) -> Turn:
    whole = {"unit": "labour", "section": "tin-tuc", "authors": frozenset({"author"}), **facts}
    return turn(step, Passage(**whole), away(BENCH, *gone), book or founding(), at=NOW)  # type: ignore[arg-type]


def holders(found: Turn) -> list[str]:
    return [each.appointment.person for each in found.holders]


def test_the_chief_signs_off_own_words_and_whoever_stands_in_does_not() -> None:
    assert holders(ask(Step.SIGN_OFF, last_editor="chief")) == ["chief"]
    assert holders(ask(Step.SIGN_OFF, gone=("chief",), last_editor="standing")) == ["deputy"]


def test_a_board_may_keep_the_chief_from_own_words_as_well() -> None:
    found = ask(Step.SIGN_OFF, answering("sign_off.own_edit", False), last_editor="chief")
    assert (holders(found), found.holders[0].rule) == (["standing"], "sign_off.own_edit")


@pytest.mark.parametrize(("step", "next_one"), [(Step.MODERATE, "standing"), (Step.SIGN_OFF, "chief")])
def test_an_editor_decides_at_no_later_step(step: Step, next_one: str) -> None:
    found = ask(step, edited_by=frozenset({"deputy"}))
    assert holders(found) == [next_one]
    assert step is Step.SIGN_OFF or [each.bar for each in found.passed] == [Bar.EDITED]


def test_whoever_signed_does_not_publish() -> None:
    found = ask(Step.PUBLISH, signed_by="secretary")
    assert (holders(found), [each.bar for each in found.passed]) == ([], [Bar.SIGNED])
    assert holders(ask(Step.PUBLISH, signed_by="chief")) == ["secretary"]


def test_a_board_may_let_its_signer_publish() -> None:
    book = answering("separation.signer_and_publisher", "may_be_one")
    assert holders(ask(Step.PUBLISH, book, signed_by="secretary")) == ["secretary"]
