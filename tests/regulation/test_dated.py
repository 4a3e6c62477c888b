from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chauphe.regulation.dated import clashes, in_force, last_day

DAYS = st.dates(date(2000, 1, 1), date(2040, 1, 1))


@dataclass(frozen=True)
class Held:
    since: date
    until: date | None = None


@st.composite
def _spells(draw: st.DrawFn) -> list[Held]:
    """Some spells that ascend and do not clash, with gaps between them or none."""
    starts = sorted(draw(st.sets(DAYS, min_size=1, max_size=6)))
    spells = []
    for start, after in zip(starts, [*starts[1:], date(2041, 1, 1)], strict=True):
        until = draw(st.none() | st.dates(start, after - timedelta(days=1)))
        spells.append(Held(start, until))
    return spells


SPELLS = _spells()


@given(SPELLS, DAYS)
def test_the_last_begun_holds_unless_it_has_ended(spells: list[Held], on: date) -> None:
    begun = [spell for spell in spells if spell.since <= on]
    last = begun[-1] if begun else None
    expected = None if last is None or (last.until is not None and last.until < on) else last
    assert in_force(spells, on) == expected


@given(SPELLS)
def test_a_value_holds_on_its_first_day_and_its_last(spells: list[Held]) -> None:
    for spell in spells:
        assert in_force(spells, spell.since) == spell
        end = last_day(spells, spell)
        if end is not None:
            assert in_force(spells, end) == spell
            assert in_force(spells, end + timedelta(days=1)) != spell


@given(SPELLS)
def test_nothing_holds_before_the_first_day(spells: list[Held]) -> None:
    assert in_force(spells, spells[0].since - timedelta(days=1)) is None


@given(SPELLS, DAYS)
def test_at_most_one_value_holds_on_a_day(spells: list[Held], on: date) -> None:
    ends = [(spell, last_day(spells, spell) or date.max) for spell in spells]
    holding = [spell for spell, end in ends if spell.since <= on <= end]
    found = in_force(spells, on)
    assert holding == ([] if found is None else [found])


@given(SPELLS)
def test_spells_that_follow_each_other_do_not_clash(spells: list[Held]) -> None:
    assert list(clashes(spells)) == []


@given(st.lists(st.builds(Held, DAYS, st.none() | DAYS), min_size=2, max_size=6))
def test_a_clash_is_a_pair_where_both_could_hold(spells: list[Held]) -> None:
    wrong = [
        place
        for place in range(1, len(spells))
        if spells[place].since <= spells[place - 1].since
        or (spells[place - 1].until or date.min) >= spells[place].since
    ]
    assert list(clashes(spells)) == wrong


def test_a_gap_has_no_answer() -> None:
    spells = [Held(date(2026, 1, 1), date(2026, 6, 30)), Held(date(2026, 8, 19))]
    assert in_force(spells, date(2026, 7, 1)) is None


def test_an_open_value_ends_the_day_before_the_next() -> None:
    spells = [Held(date(2024, 1, 15)), Held(date(2025, 7, 1))]
    assert [last_day(spells, spell) for spell in spells] == [date(2025, 6, 30), None]
