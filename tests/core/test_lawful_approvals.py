"""The oracle of the random days names every approval that a publication lacks."""

import pytest

from chauphe.core.moves import MOVES, State
from tests.walk.oracle import faults_of_publication
from tests.walk.people import People
from tests.walk.story import Deed, Story, Try
from tests.walk.walk import BEGAN

WHOLE = (("forward", "em"), ("moderate", "chi"), ("sign_off", "an"))


def told(*steps: tuple[str, str], writer: str = "khanh", sealed: str = "d1") -> list[str]:
    """Say what is wrong with the publication of an item that these steps were taken on."""
    story = Story("i0", "labour", "tin-tuc", {writer}, "d1", state="signed_off")
    for verb, person in steps:
        named = [each for each in MOVES if each.verb == verb and each.source is not State.DRAFT]
        move = named[-1] if verb == "edit" and story.deeds else named[0]
        made = Try(verb, person, BEGAN, move.source, move.target, move.duty, move.needs)
        story.deeds.append(Deed(made, "labour", "s001", "own", None, False, sealed))
        story.editor = person if verb == "edit" else story.editor
    move = next(each for each in MOVES if each.verb == "publish")
    made = Try("publish", "hai", BEGAN, move.source, move.target, move.duty, move.needs)
    return faults_of_publication(Deed(made, "labour", "s007", "own", None, False, "d1"), story, People("organisation"))


@pytest.mark.parametrize(
    ("found", "wrong"),
    [
        (told(*WHOLE), []),
        (told(*WHOLE[1:]), ["published without a step of its way"]),
        (told(WHOLE[0], WHOLE[2]), ["published without a step of its way"]),
        (told(*WHOLE[:2]), ["published without a step of its way"]),
        (told(*WHOLE, ("recall", "an")), ["published without a step of its way"]),
        (told(*WHOLE, ("return_to_moderation", "an"), WHOLE[2]), ["published without a step of its way"]),
        (told(*WHOLE[:2], ("sign_off", "chi")), ["two steps of its way by one person"]),
        (told(*WHOLE, writer="an"), ["approved by a writer of it"]),
        (told(("edit", "chi"), *WHOLE), ["approved by who changed it in editing"]),
        (told(*WHOLE[:2], ("sign_off", "hai")), ["signed off and published by one person"]),
        (told(*WHOLE[:2], ("edit", "binh"), ("sign_off", "binh")), ["own words signed off in the chief's place"]),
        (told(*WHOLE, sealed="d0"), ["published on another digest than was signed off"]),
    ],
)
def test_a_publication_that_lacks_an_approval_is_named(found: list[str], wrong: list[str]) -> None:
    assert found == wrong
