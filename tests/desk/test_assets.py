"""Uploaded bytes go to those who may see them, checked against their hash, and run nothing."""

import pytest

from chauphe.core.moves import State
from chauphe.items import services, store
from chauphe.items.models import Asset, Item
from tests import factories
from tests.desk.conftest import SignIn
from tests.factories import MORNING, Office

HTML = b"<!doctype html><script>alert(1)</script>"


@pytest.fixture
def picture(office: Office) -> Asset:
    return factories.picture(office, by=office.contributor)


def with_picture(office: Office, picture: Asset, state: State = State.AWAITING_SIGN_OFF) -> Item:
    image = {"sha256": picture.sha256, "alt": "Ảnh", "caption": "", "credit": "An", "lead": True}
    return factories.item(office, state, images=[image])


def test_the_board_sees_its_uploads(office: Office, desk: SignIn, picture: Asset) -> None:
    answer = desk(office.chief).get(f"/tep/{picture.sha256}")
    assert (answer.status_code, answer.content) == (200, store.get(picture.sha256))


def test_a_rendition_lies_beside_its_item(office: Office, desk: SignIn, picture: Asset) -> None:
    item = with_picture(office, picture)
    rendition = picture.renditions[0]
    answer = desk(office.chief).get(f"/tin-bai/{item.number}/1/{rendition['name']}")
    assert (answer.status_code, answer.content) == (200, store.get(rendition["sha256"]))
    assert answer.headers["Content-Type"] == "image/png"


def test_a_picture_that_was_taken_out_can_still_be_shown(office: Office, desk: SignIn, picture: Asset) -> None:
    item = with_picture(office, picture)
    factories.revised(office, item, by=office.chief, at=MORNING, images=[])
    name = picture.renditions[0]["name"]
    assert desk(office.chief).get(f"/tin-bai/{item.number}/2/{name}").status_code == 200


def test_bytes_are_not_given_to_other_boards_and_units(office: Office, desk: SignIn, picture: Asset) -> None:
    item = with_picture(office, picture)
    addresses = (f"/tep/{picture.sha256}", f"/tin-bai/{item.number}/1/{picture.renditions[0]['name']}")
    strangers = (factories.office("stp-anhai").chief, office.other_contributor)
    assert {desk(person).get(address).status_code for person in strangers for address in addresses} == {404}


def test_a_contributor_sees_own_uploads_and_those_of_own_drafts(office: Office, desk: SignIn, picture: Asset) -> None:
    others = factories.picture(office, by=office.chief, colour="#123456")
    client = desk(office.contributor)
    assert [client.get(f"/tep/{each.sha256}").status_code for each in (picture, others)] == [200, 404]
    with_picture(office, others, State.DRAFT)
    assert client.get(f"/tep/{others.sha256}").status_code == 200


@pytest.mark.parametrize("name", ["..%2F..%2Fetc%2Fpasswd", "x.png", "0" * 16 + ".png"])
def test_other_names_are_not_found(office: Office, desk: SignIn, picture: Asset, name: str) -> None:
    item = with_picture(office, picture)
    assert desk(office.chief).get(f"/tin-bai/{item.number}/1/{name}").status_code == 404


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "application/pdf"])
def test_what_is_no_picture_is_downloaded_and_sandboxed(office: Office, desk: SignIn, kind: str) -> None:
    upload = services.Upload(Asset.Kind.FILE, 'a"b.html', kind, HTML)
    asset = services.keep(upload, board=office.board, by=office.chief, at=MORNING)
    headers = desk(office.chief).get(f"/tep/{asset.sha256}").headers
    names = ("Content-Type", "Content-Disposition", "Content-Security-Policy", "X-Content-Type-Options")
    assert [headers[name] for name in names] == [
        "application/octet-stream",
        'attachment; filename="a\\"b.html"',
        "default-src 'none'; sandbox",
        "nosniff",
    ]


def test_the_browser_keeps_the_bytes_but_asks_each_time(office: Office, desk: SignIn, picture: Asset) -> None:
    client = desk(office.chief)
    first = client.get(f"/tep/{picture.sha256}")
    again = client.get(f"/tep/{picture.sha256}", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.headers["Cache-Control"], again.status_code, again.content) == ("private, no-cache", 304, b"")
    office.chief.appointments.update(until=MORNING.date())
    assert client.get(f"/tep/{picture.sha256}", headers={"If-None-Match": first.headers["ETag"]}).status_code == 403


def test_changed_bytes_are_not_given_out(office: Office, desk: SignIn) -> None:
    # A picture of its own: the tests of a process share one store.
    picture = factories.picture(office, by=office.contributor, colour="#8c2f3e")
    store.path_of(picture.sha256).write_bytes(b"something else")
    assert desk(office.chief).get(f"/tep/{picture.sha256}").status_code == 404
