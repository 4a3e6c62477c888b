import pytest

from chauphe.core.content import KINDS as KINDS_OF_THE_CORE
from chauphe.regulation.shape import KINDS, KNOWN, REQUIRED, ROLES


def test_the_core_knows_the_same_kinds() -> None:
    assert KINDS == KINDS_OF_THE_CORE


def test_every_office_has_a_title_to_give() -> None:
    assert {rule_id for rule_id in REQUIRED if rule_id.startswith("role.")} == {f"role.{role}" for role in ROLES}


@pytest.mark.parametrize("answer", [None, 7.5, {}, [], "", [""], [1]])
def test_no_form_takes_an_answer_that_says_nothing(answer: object) -> None:
    assert [rule_id for rule_id, shape in KNOWN.items() if shape.fits(answer)] == []


@pytest.mark.parametrize(
    ("answer", "fits"),
    [
        (False, True),
        (["amr:mfa", "acr:2"], True),
        (True, False),
        (["mfa"], False),
        (["amr:"], False),
        ("amr:mfa", False),
    ],
)
def test_words_of_a_sign_in_service_are_named_by_their_claim(answer: object, fits: bool) -> None:
    assert KNOWN["account.service_factor"].fits(answer) is fits
