from datetime import date
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client

from chauphe.core.moves import State
from chauphe.items.models import Consultation, Item
from chauphe.ledger.selectors import trail_of
from chauphe.people.models import Person
from chauphe.people.services import record_absence
from tests import factories
from tests.desk.conftest import NOW, SignIn
from tests.factories import Office

QUESTION = "Mức hỗ trợ này có đúng với quy định về lưu trữ không?"


def form(office: Office, about: Item, **changed: Any) -> dict[str, Any]:
    sent = {"item": str(about.pk), "digest": factories.seen(about), "unit": [office.centre.pk], "text": QUESTION}
    return sent | {"until": "25/11/2026"} | changed


def ask(desk: SignIn, who: Person, item: Item, sent: dict[str, Any]) -> Any:
    return desk(who).post(f"/tin-bai/{item.number}/xin-y-kien/", sent)


@pytest.fixture
def item(office: Office) -> Item:
    return factories.item(office, State.IN_MODERATION)


@pytest.fixture
def asked(office: Office, desk: SignIn, item: Item) -> Consultation:
    ask(desk, office.deputy, item, form(office, item))
    return Consultation.objects.get()


def place(row: Consultation) -> str:
    return f"/tin-bai/{row.item.number}/y-kien/{row.asked.seq}/"


def reply(desk: SignIn, who: Person, row: Consultation, **sent: str) -> Any:
    return desk(who).post(f"{place(row)}tra-loi/", sent)


def test_the_unit_that_is_asked_finds_it_on_its_first_page(office: Office, desk: SignIn, asked: Consultation) -> None:
    page = desk(office.other_member).get("/").content.decode()
    assert "1 câu hỏi chờ ông cho ý kiến" in page
    assert f'href="{place(asked)}"' in page
    page = desk(office.other_member).get(place(asked)).content.decode()
    assert (QUESTION in page, page.count('name="opinion"')) == (True, 3)
    assert asked.item.title in page


def test_nobody_else_is_asked_for_it(office: Office, desk: SignIn, asked: Consultation) -> None:
    for person in (office.member, office.standing, office.secretary, office.chief):
        assert "Đơn vị khác xin ý kiến" not in desk(person).get("/").content.decode()
        assert desk(person).get(place(asked)).content.decode().count('name="opinion"') == 0


def test_whoever_asked_follows_it_on_the_first_page(office: Office, desk: SignIn, asked: Consultation) -> None:
    assert "hạn trả lời 25/11" in desk(office.deputy).get("/").content.decode()
    reply(desk, office.other_member, asked, opinion="disagrees", text="Mức cũ đã hết hiệu lực.")
    page = desk(office.deputy).get("/").content.decode()
    assert f"{office.centre.name}: <b>không nhất trí</b>" in page


def test_an_answer_stands_in_the_trail_and_on_the_item(office: Office, desk: SignIn, asked: Consultation) -> None:
    reply(desk, office.other_member, asked, opinion="remarks", text="Ghi rõ số quyết định.")
    page = desk(office.deputy).get(f"/tin-bai/{asked.item.number}/").content.decode()
    assert page.count("Ghi rõ số quyết định.") == 2
    assert "nhất trí, có góp ý" in page
    book = desk(office.chief).get("/so/").content.decode()
    assert "Xin ý kiến: " in book


def test_the_next_decider_sees_that_it_is_open(office: Office, desk: SignIn, asked: Consultation) -> None:
    sent = {"verb": "moderate", "item": str(asked.item_id), "digest": factories.seen(asked.item)}
    desk(office.deputy).post(f"/tin-bai/{asked.item.number}/quyet-dinh/", sent)
    page = desk(office.chief).get(f"/tin-bai/{asked.item.number}/").content.decode()
    assert "Chưa có ý kiến trả lời:" in page
    assert "Phê duyệt</button>" in page


def test_the_answer_says_which_copy_it_is_about(office: Office, desk: SignIn, asked: Consultation) -> None:
    before = factories.seen(asked.item)
    factories.revised(office, asked.item, by=office.deputy, at=NOW, summary="Nộp tại bưu điện.")
    page = desk(office.other_member).get(place(asked)).content.decode()
    assert "Tin, bài đã sửa sau khi hỏi." in page
    assert (f"{before[:4]} {before[4:8]}".replace(" ", "\u00a0") in page, "Nộp tại bưu điện." in page) == (True, False)
    reply(desk, office.other_member, asked, opinion="agrees")
    assert trail_of(asked.item_id, board=office.board)[-1]["digest"] == before
    assert "Về bản trước đó:" in desk(office.deputy).get(f"/tin-bai/{asked.item.number}/").content.decode()


def test_the_form_proposes_a_day_by_the_rule(office: Office, desk: SignIn, item: Item) -> None:
    assert "xin-y-kien/" in desk(office.deputy).get(f"/tin-bai/{item.number}/").content.decode()
    page = desk(office.deputy).get(f"/tin-bai/{item.number}/xin-y-kien/").content.decode()
    assert 'value="27/11/2026"' in page  # three working days after Monday; Tuesday 24/11 is a holiday
    assert f'name="unit" value="{office.division.pk}"' not in page


def test_only_who_decides_is_offered_the_form(office: Office, desk: SignIn, item: Item) -> None:
    for person in (office.member, office.chief, office.secretary, office.contributor):
        assert "xin-y-kien" not in desk(person).get(f"/tin-bai/{item.number}/").content.decode()
        assert desk(person).get(f"/tin-bai/{item.number}/xin-y-kien/").status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"until": "mai"}, HTTPStatus.UNPROCESSABLE_ENTITY),
        ({"until": "20/11/2026"}, HTTPStatus.CONFLICT),
        ({"text": " \u200b "}, HTTPStatus.CONFLICT),
        ({"unit": []}, HTTPStatus.CONFLICT),
        ({"unit": ["khong", "99999999999999999999"]}, HTTPStatus.CONFLICT),
        ({"digest": "0" * 64}, HTTPStatus.CONFLICT),
        ({"item": "khac"}, HTTPStatus.NOT_FOUND),
    ],
)
def test_what_is_no_question_is_refused_in_words(
    office: Office, desk: SignIn, item: Item, changed: dict[str, Any], status: HTTPStatus
) -> None:
    answer = ask(desk, office.deputy, item, form(office, item, **changed))
    assert (answer.status_code, Consultation.objects.count()) == (status, 0)
    if status != HTTPStatus.NOT_FOUND:
        assert answer.content.decode().count("Chưa ghi nhận.") == 1


def test_what_was_typed_stays_when_it_is_refused(office: Office, desk: SignIn, item: Item) -> None:
    page = ask(desk, office.deputy, item, form(office, item, until="mai")).content.decode()
    assert (QUESTION in page, 'value="mai"' in page) == (True, True)


@pytest.mark.parametrize("who", ["member", "chief", "secretary", "other_member"])
def test_a_forged_question_is_refused(office: Office, desk: SignIn, item: Item, who: str) -> None:
    answer = ask(desk, getattr(office, who), item, form(office, item))
    assert (answer.status_code, Consultation.objects.count()) == (HTTPStatus.FORBIDDEN, 0)


@pytest.mark.parametrize("who", ["member", "standing", "chief", "secretary", "deputy"])
def test_a_forged_answer_is_refused(office: Office, desk: SignIn, asked: Consultation, who: str) -> None:
    answer = reply(desk, getattr(office, who), asked, opinion="agrees")
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert Consultation.objects.filter(answered=None).count() == 1


def test_contributors_of_the_unit_see_nothing_of_it(office: Office, desk: SignIn, asked: Consultation) -> None:
    client = desk(office.other_contributor)
    assert client.get(place(asked)).status_code == HTTPStatus.NOT_FOUND
    assert client.post(f"{place(asked)}tra-loi/", {"opinion": "agrees"}).status_code == HTTPStatus.NOT_FOUND
    assert asked.item.title not in client.get("/").content.decode()


def test_a_question_belongs_to_its_item_and_board(office: Office, desk: SignIn, asked: Consultation) -> None:
    other, elsewhere = factories.item(office, State.IN_MODERATION), factories.office("bqltt")
    wrong = f"/tin-bai/{other.number}/y-kien/{asked.asked.seq}/"
    assert desk(office.other_member).get(wrong).status_code == HTTPStatus.NOT_FOUND
    for path in (place(asked), wrong):
        assert desk(elsewhere.other_member).get(path).status_code == HTTPStatus.NOT_FOUND
        answer = desk(elsewhere.other_member).post(f"{path}tra-loi/", {"opinion": "agrees"})
        assert answer.status_code == HTTPStatus.NOT_FOUND
    sent = form(office, asked.item, unit=[elsewhere.centre.pk])
    assert ask(desk, office.deputy, asked.item, sent).status_code == HTTPStatus.CONFLICT


def test_an_answer_sent_twice_is_recorded_once(office: Office, desk: SignIn, asked: Consultation) -> None:
    for _ in range(2):
        assert reply(desk, office.other_member, asked, opinion="agrees").headers["Location"] == place(asked)
    other = reply(desk, office.other_member, asked, opinion="disagrees", text="Không.")
    assert other.status_code == HTTPStatus.CONFLICT
    acts = [act["act"] for act in trail_of(asked.item_id, board=office.board)]
    assert (acts.count("answer"), Consultation.objects.get().opinion) == (1, "agrees")


def test_an_answer_without_a_word_why_is_refused(office: Office, desk: SignIn, asked: Consultation) -> None:
    answer = reply(desk, office.other_member, asked, opinion="disagrees")
    assert answer.status_code == HTTPStatus.CONFLICT
    assert answer.content.decode().count(" checked") == 1


def test_the_deputy_answers_while_the_member_is_away(office: Office, desk: SignIn, asked: Consultation) -> None:
    record_absence(office.other_member, board=office.board, since=NOW, until=None, at=NOW)
    assert reply(desk, office.other_member, asked, opinion="agrees").status_code == HTTPStatus.FORBIDDEN
    assert reply(desk, office.other_deputy, asked, opinion="agrees").status_code == HTTPStatus.FOUND


def test_a_question_about_what_was_published_waits_no_longer(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    ask(desk, office.chief, item, form(office, item))
    row = Consultation.objects.get()
    Item.objects.filter(pk=item.pk).update(state=State.PUBLISHED)
    assert place(row) not in desk(office.other_member).get("/").content.decode()
    assert reply(desk, office.other_member, row, opinion="agrees").status_code == HTTPStatus.FOUND


def test_a_get_records_nothing(office: Office, desk: SignIn, asked: Consultation) -> None:
    client, form = desk(office.other_member), f"/tin-bai/{asked.item.number}/xin-y-kien/"
    assert client.get(f"{place(asked)}tra-loi/", {"opinion": "agrees"}).status_code == HTTPStatus.METHOD_NOT_ALLOWED
    sent = {"unit": office.organisation.pk, "text": QUESTION, "until": "25/11/2026"}
    assert desk(office.deputy).get(form, sent).status_code == HTTPStatus.OK
    assert [act["act"] for act in trail_of(asked.item_id, board=office.board)][-1] == "consult"
    for path in (form, f"{place(asked)}tra-loi/"):
        assert Client().post(path).status_code == HTTPStatus.FOUND


def test_the_last_day_counts_to_its_end(office: Office, desk: SignIn, item: Item) -> None:
    ask(desk, office.deputy, item, form(office, item, until="23/11/2026"))
    row = Consultation.objects.get()
    assert row.until == date(2026, 11, 23)
    reply(desk, office.other_member, row, opinion="agrees")
    assert "late" not in trail_of(item.pk, board=office.board)[-1]["details"]
