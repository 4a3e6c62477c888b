import re
from http import HTTPStatus

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chauphe.core.moves import State
from chauphe.items import services
from chauphe.items.html import EDITOR_EXTENSIONS
from chauphe.items.models import Draft, Item
from tests import factories
from tests.desk.conftest import NOW, SignIn
from tests.desk.writing.fields import content_of, fields, plain
from tests.factories import Office

MOST_QUERIES = 12


def address(item: Item, name: str = "write") -> str:
    return reverse(f"desk:{name}", args=[item.pk])


def test_the_page_hands_the_editor_the_rules_of_the_sanitiser(office: Office, desk: SignIn) -> None:
    import json
    from html import unescape

    page = desk(office.contributor).get(address(factories.item(office))).content.decode()
    given = page.split('data-extensions="')[1].split('"')[0]
    assert json.loads(unescape(given)) == EDITOR_EXTENSIONS


def test_opening_the_editor_takes_no_pen_and_saves_nothing(office: Office, desk: SignIn) -> None:
    item = factories.item(office)
    desk(office.contributor).get(address(item))
    draft = Draft.objects.get(item=item)
    assert (draft.held_by, draft.version) == (None, 1)


def test_while_another_writes_the_page_says_so(office: Office, desk: SignIn) -> None:
    item = factories.item(office)
    services.hold(item.pk, board=office.board, by=office.member, at=NOW)
    page = plain(desk(office.contributor).get(address(item)).content.decode())
    assert 'data-held="Huỳnh Thị Ngữ đang sửa từ 09:00."' in page


@pytest.mark.parametrize(
    ("state", "who", "step"),
    [
        (State.DRAFT, "contributor", "submit"),
        (State.DRAFT, "member", "forward"),
        (State.IN_EDITING, "member", "forward"),
        (State.IN_MODERATION, "deputy", "look"),
        (State.AWAITING_SIGN_OFF, "chief", "look"),
    ],
)
def test_the_button_offers_the_step_that_is_ones_own(
    office: Office, desk: SignIn, state: State, who: str, step: str
) -> None:
    page = desk(getattr(office, who)).get(address(factories.item(office, state))).content.decode()
    assert f'name="step" value="{step}"' in page


@pytest.mark.parametrize(
    ("state", "who"),
    [
        (State.IN_EDITING, "contributor"),
        (State.IN_MODERATION, "member"),
        (State.AWAITING_SIGN_OFF, "deputy"),
        (State.SIGNED_OFF, "secretary"),
        (State.PUBLISHED, "contributor"),
        (State.DRAFT, "secretary"),
        (State.DRAFT, "chief"),
    ],
)
def test_whoever_may_not_write_is_told_by_which_clause(office: Office, desk: SignIn, state: State, who: str) -> None:
    answer = desk(getattr(office, who)).get(address(factories.item(office, state)))
    assert answer.status_code in {HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT}
    assert [reason.clause for reason in answer.context["refusals"]] != []


def test_items_of_other_units_and_boards_are_not_there(office: Office, desk: SignIn) -> None:
    item, other = factories.item(office), factories.office("so-khac")
    for stranger in (office.other_contributor, other.contributor, other.chief):
        for name in ("write", "write-preview"):
            assert desk(stranger).get(address(item, name)).status_code == HTTPStatus.NOT_FOUND


def test_a_plain_form_saves_and_comes_back(office: Office, desk: SignIn) -> None:
    item = factories.item(office)
    answer = desk(office.contributor).post(address(item), fields(item, office.contributor, title="Tên mới"))
    assert (answer.status_code, answer.headers["Location"]) == (302, address(item))
    assert content_of(item)["title"] == "Tên mới"


def test_a_plain_form_saves_before_it_previews(office: Office, desk: SignIn) -> None:
    item = factories.item(office)
    client = desk(office.contributor)
    answer = client.post(address(item), fields(item, office.contributor, title="Tên mới", preview="1"))
    assert answer.headers["Location"] == address(item, "write-preview")
    assert "<h1>Tên mới</h1>" in client.get(answer.headers["Location"]).content.decode()


def test_the_preview_is_what_the_public_page_will_hold(office: Office, desk: SignIn) -> None:
    picture = factories.picture(office, by=office.contributor)
    body = f'<p>Chữ</p><figure data-image="{picture.sha256}"></figure>'
    image = {"sha256": picture.sha256, "alt": "Lớp học", "caption": "", "credit": "An", "lead": False}
    item = factories.item(office, body=body, images=[image])
    client = desk(office.contributor)
    page = client.get(address(item, "write-preview")).content.decode()
    name = picture.renditions[0]["name"]
    beside = reverse("desk:write-beside", args=[item.pk, name])
    assert (f'src="{beside}"' in page, 'alt="Lớp học"' in page) == (True, True)
    assert client.get(beside).status_code == HTTPStatus.OK


def test_nothing_but_its_own_files_lies_beside_a_preview(office: Office, desk: SignIn) -> None:
    stray = factories.picture(office, by=office.member)
    item = factories.item(office)
    names = [stray.renditions[0]["name"], "..", "secret_key"]
    for name in names:
        answer = desk(office.contributor).get(f"{address(item, 'write-preview')}{name}")
        assert answer.status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("rows", [1, 20])
def test_the_page_asks_the_same_few_questions_at_any_size(office: Office, desk: SignIn, rows: int) -> None:
    colours = [f"#0000{number:02x}" for number in range(rows)]
    pictures = [factories.picture(office, by=office.contributor, colour=colour) for colour in colours]
    images = [{"sha256": each.sha256, "alt": "a", "credit": "b", "caption": "", "lead": False} for each in pictures]
    body = "".join(f'<figure data-image="{each.sha256}"></figure>' for each in pictures)
    item = factories.item(office, images=images, body=body)
    client = desk(office.contributor)
    client.get(address(item))
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address(item)).status_code == HTTPStatus.OK
    assert len(seen) <= MOST_QUERIES


def offered(page: str, name: str) -> list[str]:
    options = page.split(f'<select id="{name}"', 1)[1].split("</select>", 1)[0]
    return re.findall(r'<option value="(\d+)"', options)


def test_an_item_handed_in_offers_only_what_its_people_answer_for(office: Office, desk: SignIn) -> None:
    office.other_member.appointments.get().sections.add(office.notices)
    found = {}
    for state, who in ((State.DRAFT, "contributor"), (State.IN_EDITING, "member"), (State.IN_MODERATION, "deputy")):
        page = desk(getattr(office, who)).get(address(factories.item(office, state))).content.decode()
        found[state] = (len(offered(page, "unit")), offered(page, "section"))
    news, notices = str(office.news.pk), str(office.notices.pk)
    assert found == {
        State.DRAFT: (3, [news, notices]),
        State.IN_EDITING: (1, [news]),
        State.IN_MODERATION: (1, [news]),
    }


@pytest.mark.parametrize("state", [State.IN_EDITING, State.IN_MODERATION, State.AWAITING_SIGN_OFF])
def test_a_form_that_gives_the_item_to_another_unit_is_refused(office: Office, desk: SignIn, state: State) -> None:
    who = {State.IN_EDITING: office.member, State.IN_MODERATION: office.deputy}.get(state, office.chief)
    item = factories.item(office, state)
    answer = desk(who).post(address(item), fields(item, who, unit=office.organisation.pk, title="Tên khác"))
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "Tin, bài đã được gửi theo đơn vị và chuyên mục này." in answer.content.decode()
    assert "Tên khác" in answer.content.decode()
    assert factories.fresh(item).unit == item.unit
