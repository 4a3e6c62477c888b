"""Lists are cut so that what is full never changes again."""

from hypothesis import given
from hypothesis import strategies as st

from chauphe.public.lists import PAGE, frozen_pages, frozen_path, frozen_slice, newest_slice

TOTALS = st.integers(0, 5_000)


@given(TOTALS)
def test_every_item_stands_on_exactly_one_page(total: int) -> None:
    items = list(range(total))
    frozen = [items[frozen_slice(number)] for number in range(1, frozen_pages(total) + 1)]
    assert [item for page in [*frozen, items[newest_slice(total)]] for item in page] == items
    assert {len(page) for page in frozen} <= {PAGE}


@given(TOTALS)
def test_the_newest_list_is_never_short_of_what_there_is(total: int) -> None:
    shown = len(range(total)[newest_slice(total)])
    assert min(total, PAGE) <= shown < 2 * PAGE


@given(TOTALS)
def test_one_item_more_freezes_at_most_one_page(total: int) -> None:
    assert frozen_pages(total + 1) - frozen_pages(total) in (0, 1)


def test_frozen_pages_are_numbered_from_the_oldest() -> None:
    assert [frozen_pages(total) for total in (0, 39, 40, 59, 60)] == [0, 0, 1, 1, 2]
    assert frozen_path("tin-tuc", 7) == "/chuyen-muc/tin-tuc/trang-7/"
