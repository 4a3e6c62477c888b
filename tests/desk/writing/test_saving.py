import unicodedata
from datetime import timedelta
from http import HTTPStatus

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from chauphe.core.moves import State
from chauphe.items import services
from chauphe.items.models import Draft, Item
from chauphe.people.models import Person
from tests import factories
from tests.desk.conftest import NOW, SignIn
from tests.desk.writing.fields import content_of, fields, plain
from tests.factories import Office


@pytest.fixture
def item(office: Office) -> Item:
    return factories.item(office)


def at(name: str, item: Item) -> str:
    return reverse(f"desk:{name}", args=[item.pk])


def save(client: Client, item: Item, person: Person, **changed: object) -> tuple[int, dict[str, object]]:
    answer = client.post(at("write-save", item), fields(item, person, **changed))
    return answer.status_code, answer.json()


def test_what_is_typed_is_saved(office: Office, desk: SignIn, item: Item) -> None:
    status, answer = save(desk(office.contributor), item, office.contributor, title="Tên mới", body="<p>Chữ mới</p>")
    assert (status, answer["state"], answer["version"], answer["time"]) == (200, "saved", 2, "09:00")
    assert (content_of(item)["title"], content_of(item)["body"]) == ("Tên mới", "<p>Chữ mới</p>")


def test_saving_says_what_is_still_lacking(office: Office, desk: SignIn, item: Item) -> None:
    client = desk(office.contributor)
    assert save(client, item, office.contributor)[1]["open"] == 0
    _, answer = save(client, item, office.contributor, title="", author=["An", "Bình"], share=["50", "40"])
    assert answer["open"] == 2
    assert 'href="#title"' in str(answer["review"])
    assert 'href="#authors"' in str(answer["review"])


def test_a_stale_version_is_a_conflict_that_loses_nothing(office: Office, desk: SignIn, item: Item) -> None:
    client = desk(office.contributor)
    save(client, item, office.contributor, title="Bản một")
    status, answer = save(client, item, office.contributor, title="Bản hai", version=1)
    assert (status, answer["state"], answer["version"]) == (HTTPStatus.CONFLICT, "conflict", 2)
    assert answer["says"] == "Một cửa sổ khác của chính tài khoản này đã lưu bản mới hơn lúc 09:00."
    assert content_of(item)["title"] == "Bản một"


def test_who_saved_the_newer_text_is_named(office: Office, desk: SignIn, item: Item) -> None:
    services.save(item.pk, content_of(item), board=office.board, by=office.member, at=NOW, version=1)
    services.let_go(item.pk, board=office.board, by=office.member)
    _, answer = save(desk(office.contributor), item, office.contributor, version=1)
    assert plain(answer["says"]) == "Huỳnh Thị Ngữ đã lưu bản mới hơn lúc 09:00."


@pytest.mark.parametrize("version", ["", "0", "-1", "1x", "²", "9" * 30])
def test_a_wrong_version_saves_nothing(office: Office, desk: SignIn, item: Item, version: str) -> None:
    status, answer = save(desk(office.contributor), item, office.contributor, title="Khác", version=version)
    assert (status, answer["state"]) == (HTTPStatus.CONFLICT, "conflict")


def test_while_one_writes_the_other_is_told_who_and_since_when(office: Office, desk: SignIn, item: Item) -> None:
    desk(office.contributor).post(at("write-hold", item))
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        answer = desk(office.member).post(at("write-hold", item))
        saved = save(desk(office.member), item, office.member, title="Chen ngang")
    assert (answer.status_code, answer.json()["state"]) == (HTTPStatus.LOCKED, "held")
    assert plain(answer.json()["says"]) == "Mai Xuân Thảo đang sửa từ 09:00."
    assert (saved[0], saved[1]["state"]) == (HTTPStatus.LOCKED, "held")


def test_the_pen_is_free_once_it_is_put_down(office: Office, desk: SignIn, item: Item) -> None:
    writer = desk(office.contributor)
    writer.post(at("write-hold", item))
    assert writer.post(at("write-let-go", item)).status_code == HTTPStatus.NO_CONTENT
    assert desk(office.member).post(at("write-hold", item)).json()["state"] == "yours"


def test_nobody_puts_down_the_pen_of_another(office: Office, desk: SignIn, item: Item) -> None:
    desk(office.contributor).post(at("write-hold", item))
    desk(office.member).post(at("write-let-go", item))
    assert Draft.objects.get(item=item).held_by == office.contributor


def test_a_page_that_is_left_saves_and_puts_the_pen_down(office: Office, desk: SignIn, item: Item) -> None:
    save(desk(office.contributor), item, office.contributor, title="Chữ cuối", leave="1")
    draft = Draft.objects.get(item=item)
    assert (draft.content["title"], draft.held_by) == ("Chữ cuối", None)


def test_the_page_of_one_person_is_not_saved_by_another(office: Office, desk: SignIn, item: Item) -> None:
    form = fields(item, office.contributor, title="Của người khác")
    answer = desk(office.member).post(at("write-save", item), form)
    assert (answer.status_code, answer.json()["state"]) == (HTTPStatus.CONFLICT, "person")
    assert content_of(item)["title"] != "Của người khác"


def test_what_has_gone_on_is_refused_with_its_clause(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.IN_EDITING)
    status, answer = save(desk(office.contributor), item, office.contributor, title="Muộn rồi")
    assert (status, answer["state"]) == (HTTPStatus.FORBIDDEN, "refused")
    assert [reason["clause"] for reason in answer["reasons"]] == ["Điều 5 khoản 2"]


def test_a_tab_goes_on_with_its_own_board_after_a_switch(office: Office, desk: SignIn, item: Item) -> None:
    from chauphe.core.authority import Role
    from chauphe.people.services import appoint

    other = factories.office("so-khac")
    appoint(office.contributor, Role.SECRETARY, board=other.board, title="Thư ký", since=factories.SINCE)
    client = desk(office.contributor)
    client.post(reverse("desk:switch"), {"board": "so-khac"})
    assert save(client, item, office.contributor, title="Vẫn lưu")[1]["state"] == "saved"
    assert content_of(item)["title"] == "Vẫn lưu"


def test_after_signing_in_again_a_page_gets_its_token(office: Office, desk: SignIn) -> None:
    answer = desk(office.contributor).get(reverse("desk:write-token")).json()
    assert (answer["person"], len(answer["token"])) == (str(office.contributor.pk), 64)


def test_without_a_session_nothing_is_saved_and_the_answer_leads_to_signing_in(office: Office, item: Item) -> None:
    answer = Client().post(at("write-save", item), fields(item, office.contributor, title="Ai đây"))
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, reverse("account_login"))
    assert content_of(item)["title"] != "Ai đây"


def test_a_form_without_its_token_is_not_saved(office: Office, desk: SignIn, item: Item) -> None:
    client = desk(office.contributor, enforce_csrf_checks=True)
    answer = client.post(at("write-save", item), fields(item, office.contributor, title="Giả mạo"))
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert content_of(item)["title"] != "Giả mạo"


def test_combining_letters_and_hidden_signs_are_stored_in_one_form(office: Office, desk: SignIn, item: Item) -> None:
    typed = unicodedata.normalize("NFD", "Thật\u202e hay\u200b")
    save(desk(office.contributor), item, office.contributor, title=typed, body=f"<p>{typed}</p>")
    assert (content_of(item)["title"], content_of(item)["body"]) == ("Thật hay", "<p>Thật hay</p>")


def test_leaving_one_page_keeps_the_pen_of_the_other(office: Office, desk: SignIn, item: Item) -> None:
    client = desk(office.contributor)
    client.post(at("write-hold", item), {"page": "one"})
    client.post(at("write-hold", item), {"page": "two"})
    client.post(at("write-let-go", item), {"page": "two"})
    assert Draft.objects.get(item=item).held_by == office.contributor
    client.post(at("write-let-go", item), {"page": "one"})
    assert Draft.objects.get(item=item).held_by is None


def test_a_page_that_was_not_heard_of_keeps_the_pen_no_longer(office: Office, desk: SignIn, item: Item) -> None:
    desk(office.contributor).post(at("write-hold", item), {"page": "one"})
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        desk(office.contributor).post(at("write-hold", item), {"page": "two"})
    with time_machine.travel(NOW + timedelta(minutes=2, seconds=30), tick=False):
        desk(office.contributor).post(at("write-hold", item), {"page": "two"})
        desk(office.contributor).post(at("write-let-go", item), {"page": "two"})
    assert Draft.objects.get(item=item).held_by is None
