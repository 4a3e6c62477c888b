from chauphe.bake.sitemap import latest, rows_of, updated
from chauphe.public.feeds import sitemap
from chauphe.public.site import Site

SITE = Site(
    board="so-thu", name="Sở Thử", title="Sở Thử", base_url="https://so-thu.example", opened="2026-01-01", sections=(),
    responsible="", responsible_title="", address="", phone="", email="",
)  # fmt: skip
ROWS = [("/tin/a-1/", "2026-11-20"), ("/van-ban/b-2/", "2026-11-21")]


def test_rows_are_read_back_as_they_were_written() -> None:
    assert rows_of(sitemap(SITE, ROWS), SITE.base_url) == ROWS


def test_a_changed_item_keeps_its_place_and_a_new_one_comes_last() -> None:
    rows = updated(ROWS, [("/trang/a-1/", "2026-11-23"), ("/tin/c-3/", "2026-11-23")])
    assert rows == [("/trang/a-1/", "2026-11-23"), ("/van-ban/b-2/", "2026-11-21"), ("/tin/c-3/", "2026-11-23")]


def test_the_latest_day_is_that_of_the_last_change() -> None:
    assert latest(ROWS) == "2026-11-21"
