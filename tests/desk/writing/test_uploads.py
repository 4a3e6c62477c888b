from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from chauphe.core.moves import State
from chauphe.items.models import Asset, Item
from tests import factories
from tests.desk.conftest import SignIn
from tests.desk.writing.fields import content_of, fields
from tests.factories import Office
from tests.intake.building import para, png, word

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@pytest.fixture
def item(office: Office) -> Item:
    return factories.item(office)


def upload(client: Client, item: Item, data: bytes, name: str, way: str = "write-picture"):
    return client.post(reverse(f"desk:{way}", args=[item.pk]), {"file": SimpleUploadedFile(name, data)})


def test_a_picture_is_kept_and_named_by_its_hash(office: Office, desk: SignIn, item: Item) -> None:
    client = desk(office.contributor)
    answer = upload(client, item, png(), "Ảnh lớp học.png").json()
    asset = Asset.objects.get()
    assert answer == {"state": "kept", "sha256": asset.sha256, "src": f"/anh/{asset.sha256}"}
    assert client.get(answer["src"]).status_code == HTTPStatus.OK


def test_a_file_is_kept_under_a_safe_name(office: Office, desk: SignIn, item: Item) -> None:
    answer = upload(desk(office.contributor), item, PDF, "../Quyết định số 5.pdf", "write-file").json()
    assert (answer["name"], answer["size"]) == ("quyet-dinh-so-5.pdf", "1 kB")


@pytest.mark.parametrize(
    ("data", "name", "way"),
    [
        (SVG, "a.svg", "write-picture"),
        (SVG, "a.png", "write-picture"),
        (b"<!doctype html><script>alert(1)</script>", "a.jpg", "write-picture"),
        (png(40_000, 40_000), "lon.png", "write-picture"),
        (png()[:60], "hong.png", "write-picture"),
        (PDF, "a.png", "write-picture"),
        (png(), "a.pdf", "write-file"),
        (b"<?php system($_GET[0]);", "a.pdf", "write-file"),
        (PDF.replace(b"/Type", b"/OpenAction << /S /JavaScript >> /Type"), "a.pdf", "write-file"),
        (word(para("x"))[:-30], "a.docx", "write-file"),
        (b"", "a.png", "write-picture"),
    ],
)
def test_what_is_not_let_in_leaves_nothing_and_says_why(
    office: Office, desk: SignIn, item: Item, data: bytes, name: str, way: str
) -> None:
    answer = upload(desk(office.contributor), item, data, name, way)
    assert answer.status_code in {HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.BAD_REQUEST}
    assert (len(answer.json()["says"]) > 10, Asset.objects.count()) == (True, 0)


def test_nobody_uploads_to_an_item_that_is_not_theirs_to_edit(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.IN_EDITING)
    answer = upload(desk(office.contributor), item, png(), "a.png")
    assert (answer.status_code, answer.json()["state"], Asset.objects.count()) == (403, "refused", 0)


def test_nobody_uploads_to_an_item_of_another_unit_or_board(office: Office, desk: SignIn, item: Item) -> None:
    other = factories.office("so-khac")
    for stranger in (other.contributor, other.chief, office.other_contributor):
        assert upload(desk(stranger), item, png(), "a.png").status_code == HTTPStatus.NOT_FOUND
    assert Asset.objects.count() == 0


def test_pictures_of_another_board_are_not_shown(office: Office, desk: SignIn) -> None:
    other = factories.office("so-khac")
    sha256 = factories.picture(other, by=other.contributor).sha256
    assert desk(office.chief).get(f"/anh/{sha256}").status_code == HTTPStatus.NOT_FOUND
    assert desk(other.chief).get(f"/anh/{sha256}").status_code == HTTPStatus.OK


def test_a_picture_goes_out_sandboxed_and_never_as_a_page(office: Office, desk: SignIn, item: Item) -> None:
    client = desk(office.contributor)
    answer = client.get(upload(client, item, png(), "a.png").json()["src"])
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] in {"image/webp", "image/jpeg", "image/png"}


@pytest.mark.parametrize("name", ["0" * 64, "g" * 64, "..", "%2e%2e%2fsecret_key", "0" * 63])
def test_no_other_name_leads_to_bytes(office: Office, desk: SignIn, name: str) -> None:
    assert desk(office.chief).get(f"/anh/{name}").status_code == HTTPStatus.NOT_FOUND


def test_a_file_is_not_served_as_a_picture(office: Office, desk: SignIn, item: Item) -> None:
    client = desk(office.contributor)
    sha256 = upload(client, item, PDF, "a.pdf", "write-file").json()["sha256"]
    assert client.get(f"/anh/{sha256}").status_code == HTTPStatus.NOT_FOUND


def test_a_plain_form_brings_picture_and_file_along(office: Office, desk: SignIn, item: Item) -> None:
    form = fields(item, office.contributor) | {
        "new-picture": SimpleUploadedFile("a.png", png()),
        "new-file": SimpleUploadedFile("a.pdf", PDF),
    }
    answer = desk(office.contributor).post(reverse("desk:write", args=[item.pk]), form)
    content = content_of(item)
    assert answer.status_code == HTTPStatus.FOUND
    assert content["body"].endswith(f'<figure data-image="{content["images"][0]["sha256"]}"></figure>')
    assert len(content["files"]) == 1


def test_a_plain_form_takes_a_file_away(office: Office, desk: SignIn, item: Item) -> None:
    client = desk(office.contributor)
    sha256 = upload(client, item, PDF, "a.pdf", "write-file").json()["sha256"]
    form = fields(item, office.contributor, file=[sha256], file_title=["Quyết định"])
    client.post(reverse("desk:write", args=[item.pk]), form)
    assert content_of(item)["files"] == [{"sha256": sha256, "title": "Quyết định"}]
    client.post(reverse("desk:write", args=[item.pk]), fields(item, office.contributor, remove_file=sha256))
    assert content_of(item)["files"] == []


def test_a_plain_form_with_a_bad_picture_keeps_the_text_on_the_page(office: Office, desk: SignIn, item: Item) -> None:
    form = fields(item, office.contributor, title="Không mất") | {"new-picture": SimpleUploadedFile("a.png", SVG)}
    answer = desk(office.contributor).post(reverse("desk:write", args=[item.pk]), form)
    assert (answer.status_code, "Không mất" in answer.content.decode()) == (HTTPStatus.UNPROCESSABLE_ENTITY, True)


def test_whoever_brings_the_same_picture_along_may_use_it(office: Office, desk: SignIn, item: Item) -> None:
    sha256 = upload(desk(office.contributor), item, png(), "a.png").json()["sha256"]
    mine = factories.item(office, by=office.other_contributor, unit=office.centre)
    client = desk(office.other_contributor)
    assert client.get(f"/anh/{sha256}").status_code == HTTPStatus.NOT_FOUND
    assert upload(client, mine, png(), "b.png").json()["sha256"] == sha256
    assert client.get(f"/anh/{sha256}").status_code == HTTPStatus.OK
    form = fields(mine, office.other_contributor, body=f'<figure data-image="{sha256}"></figure>')
    client.post(f"/viet/{mine.pk}/luu/", form)
    assert [row["sha256"] for row in content_of(mine)["images"]] == [sha256]
