"""The board's questions at the desk: asked of whoever writes, shown to whoever decides, never answered beforehand."""

import json
import re

import pytest
from django.test import Client

from chauphe.core.moves import State
from chauphe.items.models import Item
from chauphe.ledger.selectors import entries
from tests import factories
from tests.desk.conftest import SignIn
from tests.desk.test_decide import sent, state, text
from tests.desk.test_queries import MOST, asked
from tests.desk.writing.fields import content_of, fields
from tests.factories import Office

CODES = ("personal_data", "national_map", "minors", "state_secret", "ongoing_case")
NO = dict.fromkeys(CODES, False)
CHECKED = re.compile(r'name="answer-[a-z_]+"[^>]* checked')


@pytest.fixture
def small(office: Office) -> Office:
    """Give the office a regulation with a short chain."""
    office.board.regulation = "three-member"
    office.board.save(update_fields=["regulation"])
    return office


def saved(client: Client, item: Item, person: object, **changed: object) -> object:
    return client.post(f"/viet/{item.pk}/", fields(item, person) | changed)  # type: ignore[arg-type]  # a person


def answers(**said: str) -> dict[str, object]:
    return {"asked": list(CODES), **{f"answer-{code}": answer for code, answer in said.items()}}


def test_the_questions_are_asked_and_none_is_answered_beforehand(small: Office, desk: SignIn) -> None:
    item = factories.item(small)
    page = text(desk(small.contributor).get(f"/viet/{item.pk}/"))
    assert page.count('name="asked"') == len(CODES)
    assert CHECKED.findall(page) == []
    assert "Còn 5 câu hỏi chưa trả lời: phải trình Trưởng Ban." in page
    assert "Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15" in page


def test_one_button_answers_all_with_no(small: Office, desk: SignIn) -> None:
    item = factories.item(small)
    saved(desk(small.contributor), item, small.contributor, **answers() | {"all-no": "1"})
    assert content_of(item)["checklist"] == NO
    page = text(desk(small.contributor).get(f"/viet/{item.pk}/"))
    assert len(CHECKED.findall(page)) == len(CODES)
    assert "Trình tự rút gọn: mọi câu trả lời là “không”." in page


def test_answers_come_one_by_one_and_may_be_taken_back(small: Office, desk: SignIn) -> None:
    item, client = factories.item(small), desk(small.contributor)
    saved(client, item, small.contributor, **answers(minors="yes", national_map="no"))
    assert content_of(item)["checklist"] == {"minors": True, "national_map": False}
    saved(client, item, small.contributor, **answers(minors="maybe", national_map="yes", to_chief="yes"))
    assert content_of(item)["checklist"] == {"national_map": True, "to_chief": True}


def test_a_page_that_asks_nothing_changes_no_answer(small: Office, desk: SignIn) -> None:
    item = factories.item(small, checklist=NO)
    saved(desk(small.contributor), item, small.contributor)
    assert content_of(item)["checklist"] == NO


def test_what_the_board_does_not_ask_is_left_out(small: Office, desk: SignIn) -> None:
    item = factories.item(small)
    forged = answers(minors="no") | {"asked": ["minors", "new_host", "signed"], "answer-new_host": "no"}
    saved(desk(small.contributor), item, small.contributor, **forged | {"answer-signed": "no"})
    assert content_of(item)["checklist"] == {"minors": False}


def test_the_founding_board_is_asked_nothing(office: Office, desk: SignIn) -> None:
    item = factories.item(office)
    client = desk(office.contributor)
    assert "answer-" not in text(client.get(f"/viet/{item.pk}/"))
    saved(client, item, office.contributor, **answers(minors="no") | {"all-no": "1"})
    assert "checklist" not in content_of(item)
    waiting = factories.item(office, State.IN_MODERATION, checklist=NO)
    assert "checklist" not in json.loads(waiting.current.content)  # type: ignore[union-attr]  # it is frozen
    assert "Trình tự phê duyệt" not in text(desk(office.deputy).get(f"/tin-bai/{waiting.number}/"))


def test_the_deputy_signs_off_or_puts_it_to_the_chief(small: Office, desk: SignIn) -> None:
    item, other = (factories.item(small, State.IN_MODERATION, checklist=NO) for _ in range(2))
    client = desk(small.deputy)
    page = text(client.get(f"/tin-bai/{item.number}/"))
    assert 'name="verb" value="sign_off"' in page
    assert "Trình Trưởng Ban (đủ các bước)" in page
    assert "Trình tự rút gọn</b> (Điều 3 khoản 3): người duyệt nội dung được phê duyệt luôn." in page
    assert sent(client, item, "sign_off").status_code == 302
    assert sent(client, other, "moderate").status_code == 302
    assert (state(item), state(other)) == (State.SIGNED_OFF, State.AWAITING_SIGN_OFF)
    assert "phê duyệt theo trình tự rút gọn" in text(client.get(f"/tin-bai/{item.number}/")).lower()


def test_the_deputy_reads_why_it_goes_to_the_chief(small: Office, desk: SignIn) -> None:
    item = factories.item(small, State.IN_MODERATION, checklist=NO | {"minors": True})
    page = text(desk(small.deputy).get(f"/tin-bai/{item.number}/"))
    assert 'name="verb" value="moderate"' in page
    assert 'name="verb" value="sign_off"' not in page
    assert "Đủ các bước: phải trình Trưởng Ban." in page
    assert "Có câu hỏi được trả lời “có”." in page


def test_the_deputy_reads_that_it_has_lain_before_the_chief(small: Office, desk: SignIn) -> None:
    item = factories.item(small, State.AWAITING_SIGN_OFF, checklist=NO)
    back = sent(desk(small.chief), item, "return_to_moderation", reason="Xem lại câu cuối.")
    page = text(desk(small.deputy).get(f"/tin-bai/{item.number}/"))
    assert (back.status_code, state(item)) == (302, State.IN_MODERATION)
    assert "đã từng trình Trưởng Ban" in page
    assert 'name="verb" value="sign_off"' not in page
    assert sent(desk(small.deputy), item, "sign_off").status_code == 409


@pytest.mark.parametrize("who", ["chief", "other_deputy", "member", "secretary", "contributor"])
def test_a_forged_sign_off_by_anybody_else_is_refused(small: Office, desk: SignIn, who: str) -> None:
    item = factories.item(small, State.IN_MODERATION, checklist=NO)
    before = entries(small.board).count()
    assert sent(desk(getattr(small, who)), item, "sign_off").status_code == 403
    assert (state(item), entries(small.board).count()) == (State.IN_MODERATION, before)


@pytest.mark.parametrize("answers", [NO | {"minors": True}, {}, {"minors": False}], ids=str)
def test_a_forged_sign_off_of_something_sensitive_is_refused(
    small: Office, desk: SignIn, answers: dict[str, bool]
) -> None:
    item = factories.item(small, State.IN_MODERATION, checklist=answers)
    answer = sent(desk(small.deputy), item, "sign_off")
    assert (answer.status_code, state(item)) == (409, State.IN_MODERATION)
    assert "Điều 3 khoản 4" in text(answer)


def test_a_stale_screen_a_get_and_a_second_tap_sign_nothing_off(small: Office, desk: SignIn) -> None:
    item, client = factories.item(small, State.IN_MODERATION, checklist=NO), desk(small.deputy)
    assert sent(client, item, "sign_off", digest="0" * 64).status_code == 409
    client.get(f"/tin-bai/{item.number}/quyet-dinh/", {"verb": "sign_off", "item": str(item.pk)})
    assert state(item) == State.IN_MODERATION
    sent(client, item, "sign_off")
    before = entries(small.board).count()
    sent(client, item, "sign_off")
    assert entries(small.board).count() == before


def test_a_deputy_proves_who_they_are_before_signing_off(small: Office, desk: SignIn) -> None:
    item = factories.item(small, State.IN_MODERATION, checklist=NO)
    answer = sent(desk(small.deputy, proved=None), item, "sign_off")
    assert (answer.status_code, state(item)) == (302, State.IN_MODERATION)


def test_another_boards_deputy_finds_nothing(small: Office, desk: SignIn) -> None:
    item = factories.item(small, State.IN_MODERATION, checklist=NO)
    assert sent(desk(factories.office("khac").deputy), item, "sign_off").status_code == 404


def test_whoever_moderates_cannot_ease_an_answer(small: Office, desk: SignIn) -> None:
    item = factories.item(small, State.IN_MODERATION, checklist=NO | {"minors": True})
    client = desk(small.deputy)
    page = text(client.get(f"/viet/{item.pk}/"))
    assert 'name="answer-minors" value="no" disabled' in page
    assert "all-no" not in page
    answer = saved(client, item, small.deputy, **answers(**dict.fromkeys(CODES, "no")))
    assert answer.status_code == 409  # type: ignore[attr-defined]
    assert content_of(item)["checklist"] == NO | {"minors": True}


def test_who_can_decide_shows_the_short_path(small: Office, desk: SignIn) -> None:
    item = factories.item(small, State.IN_MODERATION, checklist=NO)
    page = text(desk(small.chief).get(f"/tin-bai/{item.number}/ai-quyet/"))
    assert "bước tiếp theo: phê duyệt theo trình tự rút gọn" in page
    first = page.partition('<li class="can">')[2].partition("</li>")[0]
    assert (small.deputy.full_name in first, "Điều 3 khoản 3" in first) == (True, True)


@pytest.mark.parametrize("who", ["contributor", "member", "deputy", "chief"])
def test_the_pages_of_a_board_that_asks_take_at_most_twelve_questions(small: Office, desk: SignIn, who: str) -> None:
    body = '<p>Xem <a href="https://la.example/">trang</a>.</p>'
    item = factories.item(small, State.IN_MODERATION, checklist=NO, body=body)
    pages = [f"/tin-bai/{item.number}/", f"/tin-bai/{item.number}/ai-quyet/"]
    pages += [f"/viet/{item.pk}/"] if who == "deputy" else []
    client = desk(getattr(small, who))
    assert {page: count for page in pages if (count := asked(client, page)) > MOST} == {}
