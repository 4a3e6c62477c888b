"""Who is missing on a board: said before anything stops, by office, by unit and by clause."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chauphe.core.authority import Appointment, Bench, Role
from chauphe.core.item import Attempt, ItemFacts, judge
from chauphe.core.moves import State
from chauphe.people.gaps import Gaps, gaps
from chauphe.regulation.book import Book, founding, load, shipped
from tests.core.people import BENCH, FULL, NOW, away, item, office

UNITS = {"labour": "Phòng Lao động", "organisation": "Phòng Tổ chức"}
THREE = load(shipped()["three-member"])
PATH = ("forward", "moderate", "sign_off", "publish")
STATES = (State.IN_EDITING, State.IN_MODERATION, State.AWAITING_SIGN_OFF, State.SIGNED_OFF)


def ask(bench: Bench, units: dict[str, str] = UNITS, book: Book | None = None) -> Gaps:
    return gaps(bench, units, book or founding(), at=NOW)


def told(found: Iterable[object]) -> list[tuple[str, str]]:
    """Give code and clause of each."""
    return [(each.code, each.clause) for each in found]  # type: ignore[attr-defined]  # they are refusals


def without(*people: str) -> Bench:
    return replace(BENCH, appointments=tuple(each for each in FULL if each.person not in people))


def test_a_full_bench_lacks_nobody() -> None:
    assert ask(BENCH) == Gaps((), ())


@pytest.mark.parametrize(
    ("gone", "expected"),
    [
        (("chief",), [("chief", "Điều 3")]),
        (("secretary",), [("secretary", "Điều 6"), ("publish_stops", "Điều 6 khoản 1")]),
        (("standing", "deputy", "other"), [("moderate_stops", "Điều 4 khoản 1"), ("moderate_stops", "Điều 4 khoản 5")]),
    ],
    ids=["chief", "secretary", "deputies"],
)
def test_who_is_missing_is_named_with_the_clause(gone: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    codes = {code for code, _clause in expected}
    assert [each for each in told(ask(without(*gone)).lacking) if each[0] in codes] == expected


def test_there_is_one_chief_and_one_standing_deputy() -> None:
    twice = (office("second", Role.EDITOR_IN_CHIEF), office("third", Role.STANDING_DEPUTY))
    found = ask(replace(BENCH, appointments=(*FULL, *twice))).lacking
    assert [(each.code, each.params["names"]) for each in found] == [
        ("chiefs", "Chief, Second"),
        ("standing", "Standing, Third"),
    ]


def test_a_unit_without_a_member_is_told_as_such() -> None:
    small = (office("chief", Role.EDITOR_IN_CHIEF), office("standing", Role.STANDING_DEPUTY, units="labour"))
    bench = Bench("board", (*small, office("secretary", Role.SECRETARY)), organisation_unit="labour")
    no = ask(bench, {"labour": "Phòng Lao động"}).lacking[0]
    assert (no.code, no.says.startswith("No board member answers for"), no.params["units"]) == (
        "moderate_stops",
        True,
        "Phòng Lao động",
    )


def test_a_board_needs_units_and_an_organisation_unit() -> None:
    assert [code for code, _clause in told(ask(BENCH, {}).lacking)] == ["units"]
    assert told(ask(replace(BENCH, organisation_unit=None)).lacking)[0][0] == "organisation"


def test_a_deputy_whose_own_items_stop_is_a_caution_alone() -> None:
    found = ask(without("deputy", "other"))
    assert found.lacking == ()
    assert {each.params["author"] for each in found.cautions} == {"Chief"}
    assert {each.params["office"] for each in found.cautions} == {"Phó Trưởng Ban trực / Phó Trưởng Ban biên tập"}


def test_a_member_whose_own_items_stop_is_missed() -> None:
    kept = [each for each in FULL if each.role != Role.DEPUTY_EDITOR and each.person != "member"]
    both = replace(BENCH, appointments=(*kept, replace(office("standing", Role.BOARD_MEMBER, units="labour"), id="x")))
    assert ask(both).lacking != ()


def test_whoever_is_away_is_missed_at_that_instant_alone() -> None:
    assert ask(away(BENCH, "secretary")).lacking != ()
    assert ask(away(BENCH, "chief")).lacking == ()


def test_a_board_of_three_can_be_enough() -> None:
    bench = Bench(
        "board",
        (
            office("chief", Role.EDITOR_IN_CHIEF),
            office("standing", Role.STANDING_DEPUTY, units="labour"),
            office("secretary", Role.SECRETARY),
            office("secretary", Role.BOARD_MEMBER, units="labour"),
            office("author", Role.CONTRIBUTOR, units="labour"),
        ),
        organisation_unit="labour",
    )
    assert ask(bench, {"labour": "Phòng"}, THREE).lacking == ()


@st.composite
def benches(draw: st.DrawFn) -> Bench:
    """A board of up to eight offices held by up to six people, wisely composed or not."""
    people = st.sampled_from(["an", "binh", "chi", "dung", "em", "giang"])
    remit = st.sets(st.sampled_from(sorted(UNITS)), max_size=2).map(" ".join)
    rows = draw(st.lists(st.tuples(people, st.sampled_from(list(Role)), remit), min_size=3, max_size=8, unique=True))
    seats = [office(person, role, units=units, rank=rank) for rank, (person, role, units) in enumerate(rows)]
    named: list[Appointment] = [replace(each, id=str(place)) for place, each in enumerate(seats)]
    return Bench("board", tuple(named), organisation_unit=draw(st.sampled_from([None, *UNITS])))


def reaches_the_public(facts: ItemFacts, bench: Bench, book: Book) -> bool:
    """Try every person at every step, as the desk would."""
    verb, people = PATH[STATES.index(facts.state)], {each.person for each in bench.appointments}
    for person in sorted(people):
        attempt = Attempt(verb, person, bench.board, NOW, seen=facts.digest)
        if judge(attempt, facts, bench, book).permit is None:
            continue
        if verb == "publish":
            return True
        marks = {"forward": "forwarded_by", "moderate": "moderated_by"}
        after = replace(facts, state=STATES[STATES.index(facts.state) + 1], signed_digest=facts.digest)
        if verb in marks:
            after = replace(after, **{marks[verb]: person})
        if reaches_the_public(after, bench, book):
            return True
    return False


def stops(found: Gaps, unit: str, author: str) -> bool:
    """Say whether a gap is told for the items of a unit, by this author or, where empty, by anybody."""
    both = [each.params for each in (*found.lacking, *found.cautions) if "units" in each.params]
    return any(UNITS[unit] in each["units"] and each["author"] in ("", author) for each in both)


@pytest.mark.parametrize("name", ["founding", "three-member"])
@given(bench=benches(), unit=st.sampled_from(sorted(UNITS)), outside=st.booleans(), data=st.data())
def test_a_gap_is_told_exactly_where_an_item_would_stop(
    name: str, bench: Bench, unit: str, outside: bool, data: st.DataObject
) -> None:
    book = THREE if name == "three-member" else founding()
    writers = sorted({each.person for each in bench.appointments if not each.units or unit in each.units})
    author = "" if outside or not writers else data.draw(st.sampled_from(writers))
    facts = replace(item(State.IN_EDITING), unit=unit, section="", authors=frozenset({author}), created_by=None)
    assert reaches_the_public(facts, bench, book) is not stops(ask(bench, UNITS, book), unit, author.title())
