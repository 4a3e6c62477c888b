from dataclasses import replace

import pytest

from chauphe.core.absence import against_recording
from chauphe.regulation.book import founding, load, shipped
from tests.core.people import BENCH, NOW, away


def codes(by: str, whose: str) -> list[str]:
    return [each.code for each in against_recording(by, whose, BENCH, founding(), at=NOW)]


@pytest.mark.parametrize("who", ["chief", "standing", "deputy", "member", "secretary", "author"])
def test_everybody_records_their_own_absence(who: str) -> None:
    assert codes(who, who) == []


@pytest.mark.parametrize(
    ("by", "refused"),
    [
        ("standing", ["makes_way"]),
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


@pytest.mark.parametrize(
    ("whose", "refused"),
    [
        ("chief", ["makes_way"]),
        ("deputy", ["makes_way"]),
        ("other", ["makes_way"]),
        ("organiser", ["makes_way"]),
        ("member", []),
        ("secretary", []),
        ("author", []),
    ],
)
def test_nobody_records_the_absence_by_which_they_come_to_act(whose: str, refused: list[str]) -> None:
    assert codes("standing", whose) == refused
    assert codes("secretary", whose) == []


def test_the_refusal_says_who_may_record_it() -> None:
    (no,) = against_recording("standing", "chief", BENCH, founding(), at=NOW)
    assert (no.rule, no.params) == ("absence.recorded_by", {"name": "Chief", "names": "Secretary (secretary)"})


def test_where_nobody_else_may_they_record_it_alone() -> None:
    bench = replace(BENCH, appointments=tuple(each for each in BENCH.appointments if each.person != "secretary"))
    (no,) = against_recording("standing", "chief", bench, founding(), at=NOW)
    assert no.says.endswith("so only they record that they are away.")


def test_a_chief_who_has_to_moderate_does_not_send_the_deputy_away() -> None:
    three = load(shipped()["three-member"])
    assert [each.code for each in against_recording("chief", "standing", BENCH, three, at=NOW)] == ["makes_way"]
    assert against_recording("secretary", "standing", BENCH, three, at=NOW) == ()
    assert against_recording("chief", "secretary", BENCH, three, at=NOW) == ()


def test_whoever_stood_in_may_record_that_the_chief_is_back() -> None:
    assert against_recording("standing", "chief", away(BENCH, "chief"), founding(), at=NOW, back=True) == ()


def test_being_away_does_not_keep_one_from_saying_that_one_is_back() -> None:
    assert against_recording("chief", "chief", away(BENCH, "chief"), founding(), at=NOW) == ()
