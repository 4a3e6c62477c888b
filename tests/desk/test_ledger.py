"""The book shows the board's acts, newest first, and only to those who may see the items."""

import re

import pytest
from django.test import Client

from chauphe.core.moves import State
from chauphe.desk import ledger
from tests import factories
from tests.desk.conftest import SignIn
from tests.factories import Office


def acts(client: Client, query: str = "") -> list[tuple[int, str]]:
    shown = client.get(f"/so/{query}").content.decode()
    return [
        (int(seq), act)
        for seq, act in re.findall(r'<span class="no num">(\d+)</span>.*?<span class="what"><b>([^<]*)</b>', shown)
    ]


def test_acts_stand_newest_first(office: Office, desk: SignIn) -> None:
    factories.item(office, State.PUBLISHED)
    assert acts(desk(office.secretary)) == [
        (4, "Đăng"),
        (3, "Phê duyệt"),
        (2, "Duyệt nội dung"),
        (1, "Trình"),
        (0, "Gửi"),
    ]


def test_each_act_has_name_clause_and_digest(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.SIGNED_OFF)
    shown = desk(office.secretary).get("/so/").content.decode().replace("\u00a0", " ")
    first = shown.partition('<ol class="sheet book">')[2].partition("</li>")[0]
    digest = factories.seen(item)
    words = ("Trần Thị Thu Hà", "Trưởng Ban biên tập", "Điều 3", f"{digest[:4]} {digest[4:8]}")
    assert [first.count(each) for each in words] == [1, 1, 1, 1]


def test_the_book_goes_on_below_the_last_line(office: Office, desk: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "PAGE", 2)
    factories.item(office, State.PUBLISHED)
    client = desk(office.secretary)
    assert [acts(client, query) for query in ("", "?truoc=3", "?truoc=1", "?truoc=x")] == [
        [(4, "Đăng"), (3, "Phê duyệt")],
        [(2, "Duyệt nội dung"), (1, "Trình")],
        [(0, "Gửi")],
        [(4, "Đăng"), (3, "Phê duyệt")],
    ]


@pytest.mark.parametrize("few", [0, 300])
def test_a_contributor_reads_of_the_own_units_items_alone(
    office: Office, desk: SignIn, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(ledger, "FEW", few)
    monkeypatch.setattr(ledger, "PAGE", 2)
    factories.item(office, State.AWAITING_SIGN_OFF)
    factories.item(office, State.IN_EDITING, unit=office.centre, by=office.other_contributor)
    factories.item(office, State.IN_EDITING)
    client = desk(office.contributor)
    assert [acts(client, query) for query in ("", "?truoc=2", "?truoc=0")] == [
        [(4, "Gửi"), (2, "Duyệt nội dung")],
        [(1, "Trình"), (0, "Gửi")],
        [],
    ]
    assert client.get("/so/").content.decode().count("?truoc=2") == 1


def test_another_boards_acts_are_nowhere(office: Office, desk: SignIn) -> None:
    factories.item(factories.office("stp-anhai"), State.PUBLISHED)
    assert acts(desk(office.chief)) == []
