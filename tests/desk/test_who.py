from http import HTTPStatus

import pytest

from chauphe.core.moves import State
from chauphe.people.services import record_absence
from tests import factories
from tests.desk.conftest import NOW, SignIn
from tests.factories import Office


def address(number: int) -> str:
    return f"/tin-bai/{number}/ai-quyet/"


def test_who_could_comes_first_and_everybody_elses_reason_is_given(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    page = desk(office.secretary).get(address(item.number)).content.decode().replace("\u00a0", " ")
    first = page.partition('<li class="can">')[2].partition("</li>")[0]
    assert (office.chief.full_name in first, "theo chức vụ (Điều 3)" in first) == (True, True)
    assert page.count('<li class="can">') == 1
    deputy = page.partition(f"<b>{office.deputy.full_name}</b>")[2].partition("</li>")[0]
    assert deputy.count("Chỉ làm thay khi Trưởng Ban vắng mặt (Điều 7 khoản 3)") == 1


@pytest.mark.parametrize(
    ("state", "who", "why"),
    [
        (State.AWAITING_SIGN_OFF, "standing", "Chỉ làm thay khi Trưởng Ban vắng mặt (Điều 7 khoản 3)"),
        (State.AWAITING_SIGN_OFF, "secretary", "Chức danh này không làm bước này (Điều 3)"),
        (State.IN_MODERATION, "other_deputy", "Phụ trách đơn vị khác; chỉ làm thay khi Phó Trưởng Ban phụ trách"),
        (State.IN_EDITING, "other_member", "Phụ trách đơn vị khác (Điều 5 khoản 2)"),
        (State.IN_EDITING, "chief", "Chức danh này không làm bước này (Điều 5 khoản 2)"),
    ],
)
def test_each_reason_is_the_persons_own_and_said_once(
    office: Office, desk: SignIn, state: State, who: str, why: str
) -> None:
    item = factories.item(office, state)
    page = desk(office.secretary).get(address(item.number)).content.decode().replace("\u00a0", " ")
    said = page.partition(f"<b>{getattr(office, who).full_name}</b>")[2].partition("</li>")[0]
    assert said.count(why) == 1
    assert said.count('<span class="meta">') == 2  # the title and the reason


def test_what_bars_somebody_is_said_of_them_and_not_to_them(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    record_absence(office.chief, board=office.board, since=NOW, until=None)
    page = desk(office.secretary).get(address(item.number)).content.decode().replace("\u00a0", " ")
    chief = page.partition(f"<b>{office.chief.full_name}</b>")[2].partition("</li>")[0]
    assert "(Điều 7 khoản 3)" in chief
    assert "anh/chị" not in page


def test_the_item_page_leads_there(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.IN_MODERATION)
    assert address(item.number) in desk(office.chief).get(f"/tin-bai/{item.number}/").content.decode()


def test_a_published_item_waits_for_nobody(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.PUBLISHED)
    assert "Tin, bài này không chờ ai." in desk(office.chief).get(address(item.number)).content.decode()


@pytest.mark.parametrize("who", ["other_contributor", "elsewhere"])
def test_whoever_may_not_see_the_item_learns_nothing(office: Office, desk: SignIn, who: str) -> None:
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    person = factories.office("bqltt").chief if who == "elsewhere" else office.other_contributor
    assert desk(person).get(address(item.number)).status_code == HTTPStatus.NOT_FOUND
