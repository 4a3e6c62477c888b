from hypothesis import given
from hypothesis import strategies as st

from chauphe.bake.touched import Spot, Touched, map_of, page_of, touched
from chauphe.public.lists import PAGE, frozen_pages, frozen_slice, newest_slice

Site = dict[str, list[str]]
MOVES = st.lists(st.tuples(st.integers(0, 60), st.sampled_from("ab"), st.booleans()), min_size=1, max_size=70)


def lists_of(site: Site) -> dict[tuple[str, int | None], object]:
    """Say what each list of each section shows, and whether it is the last of the frozen ones."""
    found: dict[tuple[str, int | None], object] = {}
    for section, titles in site.items():
        frozen = frozen_pages(len(titles))
        for number in range(1, frozen + 1):
            found[section, number] = (titles[frozen_slice(number)], number == frozen)
        found[section, None] = (titles[newest_slice(len(titles))], frozen)
    return found


def named(lists: Touched) -> set[tuple[str, int | None]]:
    return {*lists.frozen, *((section, None) for section in lists.newest)}


@given(MOVES)
def test_every_list_that_changes_is_touched(moves: list[tuple[int, str, bool]]) -> None:
    site: Site = {"a": [], "b": []}
    spots: dict[int, Spot] = {}
    for number, (item, section, moving) in enumerate(moves):
        before, was = lists_of(site), {name: len(titles) for name, titles in site.items()}
        old = spots.get(item)
        place = old.place if old else len(spots)
        if old and (not moving or old.section == section):
            now = old
            site[old.section][old.section_place] = f"{item} v{number}"
        else:
            now = Spot(place, section, len(site[section]))
            site[section].append(f"{item} v{number}")
            if old:
                site[old.section][old.section_place] = ""
        spots[item] = now
        lists = touched([(now, old)], was, {name: len(titles) for name, titles in site.items()})
        after = lists_of(site)
        assert {key for key in after if after[key] != before.get(key)} <= named(lists)
        assert lists.maps == {map_of(place)}


@given(st.integers(0, 100_000))
def test_a_new_item_touches_few_lists_at_any_size(total: int) -> None:
    now = Spot(total, "a", total)
    lists = touched([(now, None)], {"a": total}, {"a": total + 1})
    assert (len(lists.newest), len(lists.maps)) == (1, 1)
    assert len(lists.frozen) <= 2


def test_the_twentieth_item_beyond_a_page_freezes_the_next() -> None:
    assert [page_of(0, total) for total in (1, 2 * PAGE - 1, 2 * PAGE)] == [None, None, 1]
    lists = touched([(Spot(59, "a", 59), None)], {"a": 59}, {"a": 60})
    assert lists.frozen == {("a", 1), ("a", 2)}
