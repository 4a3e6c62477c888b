from dataclasses import replace

import pytest

from chauphe.core.authority import Bench, Capacity, Role
from chauphe.core.chain import Bar, Passage, Step, Turn, turn
from chauphe.regulation.book import Book, founding, load, shipped
from tests.core.people import BENCH, NOW, away, office


def whose(step: Step, bench: Bench = BENCH, book: Book | None = None, **passage: object) -> Turn:
    facts = {"unit": "labour", "section": "tin-tuc", "authors": frozenset({"author"})} | passage
    return turn(step, Passage(**facts), bench, book or founding(), at=NOW)  # type: ignore[arg-type]


def people(answer: Turn) -> list[str]:
    return [holder.appointment.person for holder in answer.holders]


def test_the_unit_leads_to_its_board_member() -> None:
    assert people(whose(Step.EDIT)) == ["member"]


def test_without_a_member_the_deputy_in_charge_edits() -> None:
    answer = whose(Step.EDIT, away(BENCH, "member"))
    assert people(answer) == ["deputy"]
    assert answer.holders[0].in_place_of == BENCH.appointments[4]


def test_the_remit_leads_to_its_deputy() -> None:
    assert people(whose(Step.MODERATE)) == ["deputy"]
    assert people(whose(Step.MODERATE, unit="merit")) == ["other"]


def test_the_organisation_unit_goes_to_the_standing_deputy() -> None:
    answer = whose(Step.MODERATE, unit="organisation")
    assert people(answer) == ["standing"]
    assert answer.rule == "chain.moderate.organisation_unit"


def test_a_section_leads_to_a_deputy_where_no_unit_does() -> None:
    bench = Bench("board", (office("s", Role.DEPUTY_EDITOR, sections="tin-tuc"), office("chief", Role.EDITOR_IN_CHIEF)))
    assert people(whose(Step.MODERATE, bench)) == ["s"]


def test_a_deputy_who_wrote_it_is_replaced_by_the_next() -> None:
    answer = whose(Step.MODERATE, authors=frozenset({"deputy"}))
    assert people(answer) == ["standing"]
    assert [(each.appointment.person, each.bar) for each in answer.passed] == [("deputy", Bar.AUTHOR)]
    assert answer.holders[0].rule == "moderation.ladder"


def test_a_standing_deputy_who_wrote_it_is_replaced_by_the_next() -> None:
    assert people(whose(Step.MODERATE, unit="organisation", authors=frozenset({"standing"}))) == ["deputy"]


def test_who_put_it_forward_does_not_moderate_it() -> None:
    assert people(whose(Step.MODERATE, forwarded_by="deputy")) == ["standing"]


def test_the_chief_signs_off_alone() -> None:
    assert people(whose(Step.SIGN_OFF, moderated_by="deputy")) == ["chief"]


def test_an_absent_chief_is_replaced_by_the_standing_deputy() -> None:
    answer = whose(Step.SIGN_OFF, away(BENCH, "chief"), moderated_by="deputy")
    assert people(answer) == ["standing"]
    assert answer.holders[0].capacity is Capacity.FOR
    assert answer.holders[0].rule == "absence.ladder"


def test_with_both_away_the_first_free_deputy_signs() -> None:
    answer = whose(Step.SIGN_OFF, away(BENCH, "chief", "standing"), moderated_by="deputy")
    assert people(answer) == ["other"]


def test_a_chief_who_wrote_it_is_replaced_under_separation() -> None:
    answer = whose(Step.SIGN_OFF, authors=frozenset({"chief"}), moderated_by="deputy")
    assert people(answer) == ["standing"]
    assert answer.holders[0].rule == "separation.author"


def test_a_chief_who_moderated_as_deputy_is_replaced_under_separation() -> None:
    answer = whose(Step.SIGN_OFF, moderated_by="chief")
    assert [(each.appointment.person, each.rule) for each in answer.holders] == [
        ("standing", "separation.moderator_and_signer")
    ]


@pytest.mark.parametrize("gone", [(), ("standing",)])
def test_a_vacant_post_of_the_chief_is_nobodys_to_stand_in_for(gone: tuple[str, ...]) -> None:
    bench = away(replace(BENCH, appointments=BENCH.appointments[1:]), *gone)
    answer = whose(Step.SIGN_OFF, bench, moderated_by="deputy")
    assert (answer.holders, answer.passed, answer.vacant) == ((), (), True)
    assert (answer.missing, answer.rule) == (Role.EDITOR_IN_CHIEF, "chain.sign_off")


def test_an_office_that_all_are_kept_from_is_not_vacant() -> None:
    assert whose(Step.SIGN_OFF, away(BENCH, "chief", "standing", "deputy", "other")).vacant is False


def test_nobody_left_names_the_missing_office() -> None:
    answer = whose(Step.SIGN_OFF, away(BENCH, "chief", "standing", "other"), moderated_by="deputy")
    assert people(answer) == []
    assert answer.missing is Role.EDITOR_IN_CHIEF
    assert [each.bar for each in answer.passed] == [Bar.AWAY, Bar.AWAY, Bar.MODERATED, Bar.AWAY]


def test_the_secretary_publishes_and_nobody_else() -> None:
    assert people(whose(Step.PUBLISH)) == ["secretary"]
    assert people(whose(Step.PUBLISH, away(BENCH, "secretary"))) == []


def test_a_board_of_three_lets_the_chief_do_both() -> None:
    bench = Bench(
        "board",
        (
            office("chief", Role.EDITOR_IN_CHIEF),
            office("deputy", Role.STANDING_DEPUTY, units="labour"),
            office("secretary", Role.SECRETARY),
        ),
    )
    small = load(shipped()["three-member"])
    assert people(whose(Step.MODERATE, bench, small, authors=frozenset({"deputy"}))) == ["chief"]
    assert people(whose(Step.SIGN_OFF, bench, small, authors=frozenset({"deputy"}), moderated_by="chief")) == ["chief"]
    assert people(whose(Step.MODERATE, bench, authors=frozenset({"deputy"}))) == []
