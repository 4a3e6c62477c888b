"""What an ill-meaning or unlucky browser may send: nothing runs, breaks, or touches what is others' (X, D10)."""

import time
from http import HTTPStatus

import pytest
from django.urls import reverse

from chauphe.items.models import Item
from tests import factories
from tests.desk.conftest import SignIn
from tests.desk.writing.fields import content_of, fields
from tests.factories import Office

SCRIPTS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<figure data-image="x" onclick=alert(1)></figure>',
    '"><script>alert(1)</script>',
    "</textarea><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
)


@pytest.fixture
def item(office: Office) -> Item:
    return factories.item(office)


def saved(office: Office, desk: SignIn, item: Item, **changed: object) -> int:
    address = reverse("desk:write-save", args=[item.pk])
    return desk(office.contributor).post(address, fields(item, office.contributor, **changed)).status_code


@pytest.mark.parametrize("attack", SCRIPTS)
def test_no_script_survives_on_any_page_of_writing(office: Office, desk: SignIn, item: Item, attack: str) -> None:
    picture = factories.picture(office, by=office.contributor)
    changed = {
        "title": attack,
        "summary": attack,
        "body": f'<p>{attack}</p><figure data-image="{picture.sha256}"></figure>',
        "author": [attack],
        "share": ["100"],
        "picture": [picture.sha256],
        "alt": [attack],
        "caption": [attack],
        "credit": [attack],
        "kind": "legal_document",
        "document_number": attack,
        "document_issued": attack,
    }
    assert saved(office, desk, item, **changed) == HTTPStatus.OK
    client = desk(office.contributor)
    pages = [
        client.get(reverse(f"desk:{name}", args=[item.pk])).content.decode() for name in ("write", "write-preview")
    ]
    pages.append(client.get(reverse("desk:drafts")).content.decode())
    live = ("<script>alert", "<img src=x", "<svg/onload", '<a href="javascript')
    assert [word for page in pages for word in live if word in page] == []


def test_a_paste_of_five_megabytes_is_answered_in_time(office: Office, desk: SignIn, item: Item) -> None:
    body = "<p><b>Đoạn</b> văn <i>dán</i> từ Word&nbsp;</p>" * 100_000
    began = time.monotonic()
    assert saved(office, desk, item, body=body[:5_000_000]) in {
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.BAD_REQUEST,
    }
    assert time.monotonic() - began < 5
    assert content_of(item)["body"] == factories.BODY


def test_the_longest_text_allowed_is_saved_in_time(office: Office, desk: SignIn, item: Item) -> None:
    body = "<p>Điều 1. Phạm vi điều chỉnh.</p>" * 58_000
    began = time.monotonic()
    assert saved(office, desk, item, body=body) == HTTPStatus.OK
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("field", ["author", "picture", "file", "looked"])
def test_a_thousand_rows_of_anything_break_nothing(office: Office, desk: SignIn, item: Item, field: str) -> None:
    assert saved(office, desk, item, **{field: ["a" * 64] * 900}) == HTTPStatus.OK
    assert len(content_of(item)["authors"]) <= 20


def test_pictures_and_files_of_another_board_do_not_enter(office: Office, desk: SignIn, item: Item) -> None:
    other = factories.office("so-khac")
    sha256 = factories.picture(other, by=other.contributor).sha256
    body = f'<p>Chữ</p><figure data-image="{sha256}"></figure>'
    saved(
        office,
        desk,
        item,
        body=body,
        picture=[sha256],
        alt=["a"],
        caption=[""],
        credit=["b"],
        lead=sha256,
        file=[sha256],
    )
    content = content_of(item)
    assert (content["body"], content["images"], content["files"]) == ("<p>Chữ</p>", [], [])


def test_an_author_is_never_made_of_a_sent_id(office: Office, desk: SignIn, item: Item) -> None:
    other = factories.office("so-khac")
    saved(office, desk, item, author=[str(other.chief.pk), other.chief.full_name + " "], share=["50", "50"])
    persons = [author["person"] for author in content_of(item)["authors"]]
    assert str(other.chief.pk) not in persons


@pytest.mark.parametrize("value", ["\x00", "\ud800", "\U000e0041", "a" * 100_000])
def test_odd_characters_and_long_lines_are_cut_to_size(office: Office, desk: SignIn, item: Item, value: str) -> None:
    value = value.encode("utf-8", "replace").decode()
    assert saved(office, desk, item, title=value, summary=value, alt=[value], document_number=value) == HTTPStatus.OK
    assert len(content_of(item)["title"]) <= 300


def test_a_form_with_too_many_fields_is_a_bad_request(office: Office, desk: SignIn, item: Item) -> None:
    assert saved(office, desk, item, picture=["a"] * 2_500) == HTTPStatus.BAD_REQUEST
