"""Every item one may see, found by words, number and filters, page by page."""

import re

import pytest
from django.test import Client

from chauphe.core.moves import State
from chauphe.desk import listing
from tests import factories
from tests.desk.conftest import SignIn
from tests.factories import Office


def numbers(client: Client, query: str = "") -> list[int]:
    answer = client.get(f"/tin-bai/{query}")
    assert answer.status_code == 200
    return [int(each) for each in re.findall(r'<span class="no num">(\d+)</span>', answer.content.decode())]


@pytest.fixture
def shelf(office: Office) -> Office:
    """Give an office with five items, numbered from 1."""
    factories.item(office, State.PUBLISHED, title="Đường Hòa Bình thông xe")
    factories.item(office, State.DRAFT, title="Lịch nghỉ Tết 2027")
    factories.item(office, State.IN_MODERATION, title="Tuyển 6 viên chức", kind="announcement")
    factories.item(office, State.IN_EDITING, title="Kho lưu trữ mới", unit=office.centre, by=office.other_contributor)
    factories.item(office, State.SIGNED_OFF, title="Hội nghị hòa giải cơ sở")
    return office


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [5, 4, 3, 2, 1]),
        ("?tim=hoa", [5, 1]),
        ("?tim=H%C3%92A", [5, 1]),
        ("?tim=duong+xe", [1]),
        ("?tim=2027", []),
        ("?tim=tet+2027", [2]),
        ("?tim=3", [3]),
        ("?tim=s%E1%BB%91+4", [4]),
        ("?tim=%2304", [4]),
        ("?buoc=published", [1]),
        ("?loai=announcement", [3]),
        ("?don-vi=luu-tru", [4]),
        ("?muc=tin-tuc&tim=hoi", [5]),
        ("?muc=thong-bao", []),
        ("?truoc=3", [2, 1]),
    ],
)
def test_items_are_found(shelf: Office, desk: SignIn, query: str, found: list[int]) -> None:
    assert numbers(desk(shelf.chief), query) == found


@pytest.mark.parametrize(
    "query",
    [
        "?tim=%27%20OR%201%3D1--",
        "?buoc=nothing",
        "?truoc=-1",
        "?truoc=99999999999999999999",
        "?truoc=%C2%B2",
        "?don-vi=%27%3B%20DROP%20TABLE%20items_item",
        "?tim=%00",
        "?don-vi=%00&muc=%00",
        "?tim=999999999",
        "?tim=" + "a+" * 500,
        "?loai[]=news&buoc__contains=x",
    ],
)
def test_a_hostile_query_finds_no_more_than_it_may(shelf: Office, desk: SignIn, query: str) -> None:
    assert set(numbers(desk(shelf.contributor), query)) <= {1, 2, 3, 5}


def test_a_number_of_thousands_in_the_title_is_found_by_words(office: Office, desk: SignIn) -> None:
    factories.item(office, title="Hơn 3.100 hồ sơ")
    assert numbers(desk(office.chief), "?tim=3.100+ho+so") == [1]


def test_the_list_goes_on_below_the_last_number(shelf: Office, desk: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    client = desk(shelf.chief)
    seen, query = [], "?loai=news"
    while query:
        seen.append(numbers(client, query))
        link = re.search(r'href="(\?[^"]*truoc=\d+)"', client.get(f"/tin-bai/{query}").content.decode())
        query = link[1].replace("&amp;", "&") if link else ""
    assert seen == [[5, 4], [2, 1]]


def test_what_is_asked_for_is_written_back_as_text(shelf: Office, desk: SignIn) -> None:
    shown = desk(shelf.chief).get("/tin-bai/", {"tim": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in shown
    assert shown.count("Không tìm thấy tin, bài phù hợp.") == 1


def test_a_contributor_finds_the_own_unit_alone(shelf: Office, desk: SignIn) -> None:
    assert numbers(desk(shelf.other_contributor)) == [4]
