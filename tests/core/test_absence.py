import pytest

from chauphe.core.absence import against_recording
from chauphe.regulation.book import founding
from tests.core.people import BENCH, NOW, away


def codes(by: str, whose: str) -> list[str]:
    return [each.code for each in against_recording(by, whose, BENCH, founding(), at=NOW)]


@pytest.mark.parametrize("who", ["chief", "standing", "deputy", "member", "secretary", "author"])
def test_everybody_records_their_own_absence(who: str) -> None:
    assert codes(who, who) == []


@pytest.mark.parametrize(
    ("by", "refused"),
    [
        ("standing", []),
        ("secretary", []),
        ("chief", ["not_theirs"]),
        ("deputy", ["not_theirs"]),
        ("member", ["not_theirs"]),
        ("author", ["not_theirs"]),
        ("stranger", ["office"]),
    ],
)
def test_only_the_chiefs_office_records_it_for_others(by: str, refused: list[str]) -> None:
    assert codes(by, "organiser") == refused


def test_being_away_does_not_keep_one_from_saying_that_one_is_back() -> None:
    assert against_recording("chief", "chief", away(BENCH, "chief"), founding(), at=NOW) == ()
