from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from chauphe.core.moves import State
from chauphe.items.models import Asset, Item
from chauphe.people.models import Unit
from tests import factories
from tests.desk.conftest import SignIn
from tests.desk.writing.fields import content_of
from tests.factories import Office
from tests.intake.building import para, png, word

NEW, WORD = "/viet/", "/viet/tep-word/"


def choice(of: Office, **changed: object) -> dict[str, object]:
    return {"kind": "news", "unit": of.division.pk, "section": of.news.pk} | changed


def docx(data: bytes | None = None, name: str = "bản tin.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, word(para("Sáng 20/11, lớp khai giảng.")) if data is None else data)


def test_an_empty_page_begins_an_item(office: Office, desk: SignIn) -> None:
    answer = desk(office.contributor).post(NEW, choice(office, kind="feature"))
    item = Item.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("desk:write", args=[item.pk]))
    assert (item.kind, item.unit, item.section, item.state) == ("feature", office.division, office.news, State.DRAFT)


def test_looking_at_the_beginning_begins_nothing(office: Office, desk: SignIn) -> None:
    assert desk(office.contributor).get(NEW).status_code == HTTPStatus.OK
    assert Item.objects.count() == 0


def test_the_writers_own_unit_is_offered_first(office: Office, desk: SignIn) -> None:
    offered = {person: desk(person).get(NEW).context["unit"] for person in (office.contributor, office.other_member)}
    assert offered == {office.contributor: str(office.division.pk), office.other_member: str(office.centre.pk)}


def test_the_section_used_last_is_offered_again(office: Office, desk: SignIn) -> None:
    client = desk(office.contributor)
    client.post(NEW, choice(office, section=office.notices.pk))
    assert client.get(NEW).context["section"] == str(office.notices.pk)


@pytest.mark.parametrize("changed", [{"kind": "x"}, {"unit": "0"}, {"unit": "x"}, {"section": ""}, {"unit": "²"}])
def test_what_is_not_in_the_lists_is_refused(office: Office, desk: SignIn, changed: dict[str, object]) -> None:
    answer = desk(office.contributor).post(NEW, choice(office, **changed))
    assert (answer.status_code, Item.objects.count()) == (HTTPStatus.UNPROCESSABLE_ENTITY, 0)


def test_units_of_another_board_cannot_be_chosen(office: Office, desk: SignIn) -> None:
    other = factories.office("so-khac")
    for changed in ({"unit": other.division.pk}, {"section": other.news.pk}):
        assert desk(office.contributor).post(NEW, choice(office, **changed)).status_code == 422
    assert {str(unit.pk) for unit in Unit.objects.filter(board=other.board)}.isdisjoint(
        {str(unit.pk) for unit in desk(office.contributor).get(NEW).context["units"]}
    )


def test_a_word_file_becomes_a_draft_in_the_editor(office: Office, desk: SignIn) -> None:
    client = desk(office.contributor)
    answer = client.post(WORD, choice(office) | {"word": docx()})
    item = Item.objects.get()
    assert answer.headers["Location"] == reverse("desk:write", args=[item.pk])
    assert content_of(item)["body"] == "<p>Sáng 20/11, lớp khai giảng.</p>"
    assert "bản tin.docx" in client.get(answer.headers["Location"]).content.decode()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "tệp"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".docx"),
        (b"<html><script>alert(1)</script>", ".docx"),
        (b"PK\x03\x04" + b"x" * 50, "Word"),
    ],
    ids=["empty", "old", "html", "broken"],
)
def test_a_refused_file_says_what_to_do_and_leaves_nothing(
    office: Office, desk: SignIn, settings: Any, tmp_path: Path, data: bytes, says: str
) -> None:
    settings.STORE = tmp_path
    answer = desk(office.contributor).post(WORD, choice(office, kind="feature") | {"word": docx(data)})
    assert answer.status_code in {HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.BAD_REQUEST}
    page = answer.content.decode()
    assert (says in page, '<option value="feature" selected>' in page) == (True, True)
    assert (Item.objects.count(), Asset.objects.count()) == (0, 0)
    assert list(tmp_path.iterdir()) == []


def test_no_file_at_all_is_said_plainly(office: Office, desk: SignIn) -> None:
    answer = desk(office.contributor).post(WORD, choice(office))
    assert (answer.status_code, "Chưa nhận được tệp" in answer.content.decode()) == (HTTPStatus.BAD_REQUEST, True)


def test_a_file_beyond_the_limit_is_not_even_read(office: Office, desk: SignIn) -> None:
    answer = desk(office.contributor).post(WORD, choice(office) | {"word": docx(b"x" * 21_000_000)})
    assert (answer.status_code, Item.objects.count()) == (HTTPStatus.UNPROCESSABLE_ENTITY, 0)


def test_the_name_of_a_file_is_only_ever_shown_as_text(office: Office, desk: SignIn) -> None:
    client = desk(office.contributor)
    answer = client.post(WORD, choice(office) | {"word": docx(name="<img src=x onerror=alert(1)>.docx")}, follow=True)
    page = answer.content.decode()
    assert ("<img src=x" in page, "&lt;img src=x onerror=alert(1)&gt;.docx" in page) == (False, True)


def test_a_malformed_upload_is_a_bad_request_and_no_error(office: Office, desk: SignIn) -> None:
    client = desk(office.contributor)
    for kind in ("multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\xff"):
        assert client.post(WORD, data=b"--x\r\n", content_type=kind).status_code == HTTPStatus.BAD_REQUEST
    cut = b'--x\r\nContent-Disposition: form-data; name="word"; filename="a.docx"\r\n\r\nPK'
    answer = client.post(WORD, data=cut, content_type="multipart/form-data; boundary=x")
    assert answer.status_code in {HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY}
    assert Item.objects.count() == 0


def test_people_without_office_do_not_get_as_far(office: Office) -> None:
    stranger = factories.person("la", "Người Lạ")
    client = Client()
    client.force_login(stranger)
    assert client.post(WORD, choice(office) | {"word": docx()}).status_code == HTTPStatus.FORBIDDEN
    assert Item.objects.count() == 0


def test_a_picture_in_a_word_file_can_be_seen_in_the_editor(office: Office, desk: SignIn) -> None:
    from tests.intake.building import picture

    client = desk(office.contributor)
    client.post(WORD, choice(office) | {"word": docx(word(para("Một") + para(picture()), media=[("a.png", png())]))})
    sha256 = Asset.objects.get().sha256
    answer = client.get(reverse("desk:picture", args=[sha256]))
    assert (answer.status_code, answer.headers["Content-Type"].partition("/")[0]) == (200, "image")
