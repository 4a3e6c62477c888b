from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from chauphe.core.moves import State
from chauphe.items.models import Item, Revision
from chauphe.ledger.selectors import trail_of
from chauphe.people.models import Person
from tests import factories
from tests.desk.conftest import SignIn
from tests.desk.writing.fields import content_of, fields, plain
from tests.factories import Office


def acts(item: Item) -> list[str]:
    return [record["act"] for record in trail_of(item.pk, board=item.board)]


def move(client: Client, item: Item, person: Person, step: str, *, script: bool = True, **changed: object):
    form = fields(item, person, step=step, **changed)
    headers = {"Accept": "application/json"} if script else {}
    return client.post(reverse("desk:write-move", args=[item.pk]), form, headers=headers)


def test_a_contributor_hands_in_what_is_on_the_screen(office: Office, desk: SignIn) -> None:
    item = factories.item(office)
    answer = move(desk(office.contributor), item, office.contributor, "submit", title="Tên cuối cùng")
    assert answer.json() == {"state": "done", "go": reverse("desk:item", args=[item.number])}
    fresh = factories.fresh(item)
    assert (fresh.state, fresh.title, acts(item)) == (State.IN_EDITING, "Tên cuối cùng", ["submit"])
    assert '"title":"Tên cuối cùng"' in fresh.current.content


def test_the_units_member_puts_their_own_draft_forward(office: Office, desk: SignIn) -> None:
    item = factories.item(office, by=office.member)
    move(desk(office.member), item, office.member, "forward")
    assert (factories.fresh(item).state, acts(item)) == (State.IN_MODERATION, ["forward"])


def test_what_the_member_changes_is_an_act_before_the_step(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.IN_EDITING)
    move(desk(office.member), item, office.member, "forward", body="<p>Câu đã biên tập.</p>")
    assert (factories.fresh(item).state, acts(item)) == (State.IN_MODERATION, ["submit", "edit", "forward"])


def test_at_later_steps_the_copy_is_frozen_and_decided_on_elsewhere(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.IN_MODERATION)
    answer = move(desk(office.deputy), item, office.deputy, "look", title="Sửa khi kiểm duyệt")
    assert answer.json()["state"] == "done"
    fresh = factories.fresh(item)
    assert (fresh.state, fresh.current.number, fresh.draft.held_by) == (State.IN_MODERATION, 2, None)
    assert acts(item) == ["submit", "forward", "edit"]


def test_the_same_press_twice_is_one_act(office: Office, desk: SignIn) -> None:
    item = factories.item(office)
    client, form = desk(office.contributor), fields(item, office.contributor, step="submit", title="Một lần")
    for _ in range(2):
        answer = client.post(reverse("desk:write-move", args=[item.pk]), form, headers={"Accept": "application/json"})
        assert answer.json()["state"] == "done"
    assert acts(item) == ["submit"]


def test_saving_and_looking_again_twice_is_one_revision(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.IN_MODERATION)
    client, form = desk(office.deputy), fields(item, office.deputy, step="look", title="Một lần")
    for _ in range(2):
        answer = client.post(reverse("desk:write-move", args=[item.pk]), form, headers={"Accept": "application/json"})
        assert answer.json()["state"] == "done"
    assert Revision.objects.filter(item=item).count() == 2


def test_a_second_form_with_other_words_is_not_taken_for_the_first(office: Office, desk: SignIn) -> None:
    item = factories.item(office)
    client = desk(office.contributor)
    late = fields(item, office.contributor, step="submit", title="Từ cửa sổ khác")
    move(client, item, office.contributor, "submit", title="Đã gửi")
    answer = client.post(reverse("desk:write-move", args=[item.pk]), late, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["state"]) == (HTTPStatus.FORBIDDEN, "refused")
    assert content_of(item)["title"] == "Đã gửi"


def test_what_is_lacking_is_said_with_clauses_and_the_text_is_saved(office: Office, desk: SignIn) -> None:
    item = factories.item(office, by=office.member)
    answer = move(desk(office.member), item, office.member, "forward", title="", body="<p>Vẫn còn đây.</p>")
    assert (answer.status_code, answer.json()["state"], answer.json()["version"]) == (HTTPStatus.CONFLICT, "refused", 2)
    assert [reason["clause"] for reason in answer.json()["reasons"]] == ["Quy ước của Ban biên tập"]
    assert content_of(item)["body"] == "<p>Vẫn còn đây.</p>"
    assert (factories.fresh(item).state, acts(item)) == (State.DRAFT, [])


def test_a_refused_step_freezes_nothing(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.IN_EDITING)
    move(desk(office.member), item, office.member, "forward", title="")
    assert (acts(item), Revision.objects.filter(item=item).count()) == (["submit"], 1)


def test_a_half_typed_day_stops_the_step_and_stays(office: Office, desk: SignIn) -> None:
    item = factories.item(office, kind="legal_document")
    answer = move(desk(office.contributor), item, office.contributor, "submit", document_effective="31/02/2026")
    assert answer.json()["says"] == "“31/02/2026” không phải là ngày. Ghi theo mẫu 20/11/2026."
    assert content_of(item)["document"]["effective"] == "31/02/2026"
    assert factories.fresh(item).state == State.DRAFT


@pytest.mark.parametrize("step", ["", "publish", "sign_off", "forward", "moderate", "__class__"])
def test_nobody_takes_a_step_that_the_button_did_not_offer(office: Office, desk: SignIn, step: str) -> None:
    item = factories.item(office)
    answer = move(desk(office.contributor), item, office.contributor, step)
    assert (answer.status_code, answer.json()["state"]) == (HTTPStatus.CONFLICT, "moved")
    assert (factories.fresh(item).state, acts(item)) == (State.DRAFT, [])


def test_a_plain_form_goes_the_same_way(office: Office, desk: SignIn) -> None:
    item = factories.item(office)
    client = desk(office.contributor)
    answer = move(client, item, office.contributor, "submit", script=False)
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("desk:item", args=[item.number]))
    told = [str(message) for message in client.get(reverse("desk:today")).context["messages"]]
    assert [("“Hướng dẫn hồ sơ hỗ trợ học nghề”" in said, "Huỳnh Thị Ngữ" in plain(said)) for said in told] == [
        (True, True)
    ]


def test_a_refused_plain_form_shows_what_was_typed(office: Office, desk: SignIn) -> None:
    item = factories.item(office, by=office.member)
    answer = move(desk(office.member), item, office.member, "forward", script=False, title="", summary="Không mất")
    assert answer.status_code == HTTPStatus.CONFLICT
    page = answer.content.decode()
    assert ("Không mất" in page, "Quy ước của Ban biên tập" in plain(page)) == (True, True)
    assert 'name="version" value="2"' in page


def test_a_conflict_in_a_plain_form_keeps_the_writers_words(office: Office, desk: SignIn) -> None:
    item = factories.item(office)
    client = desk(office.contributor)
    stale = fields(item, office.contributor, step="submit", title="Bản của tôi")
    client.post(reverse("desk:write-save", args=[item.pk]), fields(item, office.contributor, title="Bản mới hơn"))
    page = client.post(reverse("desk:write-move", args=[item.pk]), stale).content.decode()
    assert ("Bản của tôi" in page, 'name="version" value="2"' in page) == (True, True)
    assert content_of(item)["title"] == "Bản mới hơn"


@pytest.mark.parametrize("name", ["move", "save", "hold", "let-go", "picture", "file"])
def test_opening_an_address_that_acts_does_nothing(office: Office, desk: SignIn, name: str) -> None:
    item = factories.item(office)
    answer = desk(office.contributor).get(reverse(f"desk:write-{name}", args=[item.pk]))
    assert answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert (factories.fresh(item).draft.held_by, acts(item)) == (None, [])


def test_two_presses_at_the_same_instant_are_one_act(shared_database: None) -> None:
    of = factories.office()
    item = factories.item(of)
    form = fields(item, of.contributor, step="submit", title="Cùng lúc")

    def press(_: int) -> str:
        client = Client()
        client.force_login(of.contributor)
        try:
            answer = client.post(
                reverse("desk:write-move", args=[item.pk]), form, headers={"Accept": "application/json"}
            )
            return str(answer.json()["state"])
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(press, range(4))) == ["done"] * 4
    assert acts(item) == ["submit"]
