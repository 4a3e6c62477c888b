import re

import pytest

from chauphe.bake import touched
from chauphe.bake.sitemap import NEWEST, index_of, part_path, rows_of, updated
from chauphe.public.feeds import sitemap
from chauphe.public.site import Site
from tests.bake.site import Baker

SITE = Site(
    board="so-thu", name="Sở Thử", title="Sở Thử", base_url="https://so-thu.example", opened="2026-01-01", sections=(),
    responsible="", responsible_title="", address="", phone="", email="",
)  # fmt: skip
ROWS = [("/tin/a-1/", "2026-11-20"), ("/van-ban/b-2/", "2026-11-21")]


def test_rows_are_read_back_as_they_were_written() -> None:
    assert rows_of(sitemap(SITE, ROWS), SITE.base_url) == ROWS


def test_a_changed_item_keeps_its_place_and_a_new_one_comes_last() -> None:
    rows = updated(ROWS, [("/trang/a-1/", "2026-11-23", True), ("/tin/c-3/", "2026-11-23", True)])
    assert rows == [("/trang/a-1/", "2026-11-23"), ("/van-ban/b-2/", "2026-11-21"), ("/tin/c-3/", "2026-11-23")]


def test_what_is_listed_no_more_is_taken_out() -> None:
    assert updated(ROWS, [("/tin/a-1/", "2026-11-23", False), ("/tin/z-9/", "2026-11-23", False)]) == ROWS[1:]


def test_the_newest_part_has_a_name_of_its_own_and_no_day() -> None:
    assert [part_path(number, 3) for number in range(3)] == ["sitemap-0.xml", "sitemap-1.xml", NEWEST]
    assert list(index_of(["2026-11-20", "2026-11-23"])) == [("/sitemap-0.xml", "2026-11-20"), (f"/{NEWEST}", "")]
    assert list(index_of([])) == []


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a part of the site map be full with two items."""
    monkeypatch.setattr(touched, "A_MAP", 2)


def listed(baker: Baker) -> list[list[str]]:
    """Read the items' numbers as a search engine would, part by part from the index."""
    index = (baker.root / "sitemap.xml").read_text("utf-8")
    parts = [(baker.root / name).read_text("utf-8") for name in re.findall(r"[^/]+(?=</loc>)", index)]
    return [re.findall(r"-(\d+)/</loc>", part) for part in parts]


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("at_once", [1, 5])
def test_a_part_that_is_full_gets_its_number_and_the_next_fills(baker: Baker, at_once: int) -> None:
    for number in range(5):
        baker.publish(f"Tin số {number}")
        if number % at_once == at_once - 1:
            baker.catch_up()
            assert [one for part in listed(baker) for one in part] == [str(each) for each in range(1, number + 2)]
    assert listed(baker) == [["1", "2"], ["3", "4"], ["5"]]
    assert baker.otherwise_anew() == []
    assert baker.verified() == []


@pytest.mark.usefixtures("short")
def test_a_revision_changes_the_part_that_has_its_item(baker: Baker) -> None:
    items = [baker.publish(f"Tin số {number}") for number in range(5)]
    baker.catch_up()
    baker.later(days=1)
    baker.revise(items[0], title="Tin số 0, đã bổ sung")
    before = baker.files()
    baker.catch_up()
    after = baker.files()
    changed = {path for path in after if "sitemap" in path and after[path] != before[path]}
    assert changed == {f"{name}.xml{form}" for name in ("sitemap-0", "sitemap") for form in ("", ".br", ".gz")}
    assert baker.otherwise_anew() == []


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("path", ["sitemap-0.xml", "sitemap-1.xml.br", "sitemap-moi.xml.gz", "sitemap.xml"])
def test_any_part_that_is_lost_is_made_again(baker: Baker, path: str) -> None:
    for number in range(5):
        baker.publish(f"Tin số {number}")
    baker.catch_up()
    before = baker.files(timeless=True)
    (baker.root / path).unlink()
    baker.repair()
    assert baker.check().ok
    assert baker.files(timeless=True) == before
