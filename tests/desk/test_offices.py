"""Who holds what, and how an office or a unit changes: what follows is on the screen before anything is recorded."""

import re
from datetime import date, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from chauphe.core.moves import State
from chauphe.items.models import Item
from chauphe.people.models import Absence, Appointment, Change, Delegation, Person, Unit
from chauphe.people.services import delegate, record_absence
from tests import factories
from tests.desk.conftest import NOW, SignIn
from tests.desk.rows import Paper
from tests.factories import Office
from tests.regulation.written import within

PLACE, UNITS = "/nhan-su/", "/nhan-su/don-vi/"
PAPER = "Quyết định số 21/QĐ-SNV ngày 20/11/2026"
SEEN = re.compile(r'name="seen" value="([0-9a-f]{64})"')


def office_of(person: Person) -> Appointment:
    return person.appointments.order_by("pk")[0]


def address(person: Person) -> str:
    return f"{PLACE}{office_of(person).pk}/"


def form(kind: str = "leaves", **changed: Any) -> dict[str, Any]:
    return {"kind": kind, "since": "01/12/2026", "decision": PAPER, "file": Paper()} | changed


def merger(office: Office, **changed: Any) -> dict[str, Any]:
    sent = {"unit": [office.centre.pk], "into": office.division.pk, "since": "01/12/2026", "decision": PAPER}
    return sent | changed


def confirmed(client: Client, path: str, sent: dict[str, Any]) -> tuple[str, Any]:
    """Send a form, and once more with what was shown; return what was shown and the last answer."""
    page = client.post(path, sent).content.decode().replace("\u00a0", " ")
    found = SEEN.search(page)
    assert found is not None
    return page, client.post(path, sent | {"seen": found[1]})


def shown(client: Client, path: str) -> str:
    """Return a page as it reads: words kept on one line are words."""
    return client.get(path).content.decode().replace("\u00a0", " ")


def recorded() -> int:
    return Change.objects.filter(verb__in=("dismiss", "reorganise", "open_unit", "away", "revoke")).count()


def test_the_board_sees_who_holds_what(office: Office, desk: SignIn) -> None:
    page = desk(office.member).get(PLACE).content.decode()
    assert page.count(office.deputy.full_name) == 1
    assert address(office.deputy) not in page
    assert address(office.deputy) in desk(office.secretary).get(PLACE).content.decode()


def test_what_follows_is_shown_before_it_is_recorded(office: Office, desk: SignIn) -> None:
    factories.item(office, State.AWAITING_SIGN_OFF)
    page, answer = confirmed(desk(office.secretary), address(office.chief), form())
    assert "Hiện có 1 việc đang chờ người này" in page
    assert "Từ 01/12/2026:" in page
    assert "Điều 3" in page
    assert (answer.status_code, answer.headers["Location"]) == (HTTPStatus.FOUND, PLACE)
    assert office_of(office.chief).until == date(2026, 11, 30)


def test_the_first_sending_records_nothing(office: Office, desk: SignIn) -> None:
    for seen in ({}, {"seen": "0" * 64}):
        answer = desk(office.secretary).post(address(office.deputy), form() | seen)
        assert (answer.status_code, recorded()) == (HTTPStatus.OK, 0)
    assert office_of(office.deputy).until is None


def test_what_was_seen_of_another_form_confirms_nothing(office: Office, desk: SignIn) -> None:
    client = desk(office.secretary)
    sent = form("handed_over", to=str(office.contributor.pk))
    seen = SEEN.search(client.post(address(office.deputy), sent).content.decode())
    assert seen is not None
    other = sent | {"to": str(office.other_contributor.pk), "seen": seen[1]}
    assert (client.post(address(office.deputy), other).status_code, recorded()) == (HTTPStatus.OK, 0)


def test_what_would_follow_otherwise_by_then_is_shown_again(office: Office, desk: SignIn) -> None:
    client, sent = desk(office.secretary), form()
    seen = SEEN.search(client.post(address(office.deputy), sent).content.decode())
    assert seen is not None
    factories.item(office, State.IN_MODERATION)
    answer = client.post(address(office.deputy), sent | {"seen": seen[1]})
    assert ("Hiện có 1 việc đang chờ người này" in answer.content.decode(), recorded()) == (True, 0)


def test_an_office_is_handed_over_at_the_desk(office: Office, desk: SignIn) -> None:
    sent = form("handed_over", to=str(office.contributor.pk))
    page, _answer = confirmed(desk(office.standing), address(office.deputy), sent)
    assert "Không thiếu ai vì việc này." in page
    new = office.contributor.appointments.order_by("-pk")[0]
    assert (new.title, new.since, list(new.units.all())) == ("Phó Trưởng Ban", date(2026, 12, 1), [office.division])
    assert PAPER in shown(desk(office.chief), "/so/nhan-su/")


def test_somebody_moves_to_another_unit_at_the_desk(office: Office, desk: SignIn) -> None:
    sent = form("moves", unit=[office.organisation.pk])
    confirmed(desk(office.secretary), address(office.other_member), sent)
    new = office.other_member.appointments.order_by("-pk")[0]
    assert (new.since, list(new.units.all())) == (date(2026, 12, 1), [office.organisation])


def test_a_delegation_that_would_end_is_named(office: Office, desk: SignIn) -> None:
    until = NOW + timedelta(days=20)
    chief = office_of(office.chief)
    delegate(chief, office.standing, since=NOW, until=until, paper="Giấy ủy quyền số 03", by=office.chief, at=NOW)
    page = desk(office.secretary).post(address(office.chief), form()).content.decode()
    assert "Ủy quyền cho Nguyễn Hữu Phước chấm dứt cùng chức danh (Giấy ủy quyền số 03)" in page


def test_units_merge_at_the_desk_and_the_work_goes_along(office: Office, desk: SignIn) -> None:
    factories.item(office, State.IN_EDITING, by=office.other_contributor, unit=office.centre)
    page, answer = confirmed(desk(office.secretary), UNITS, merger(office))
    assert "1 tin, bài đang xử lý chuyển sang đơn vị kế thừa" in page
    assert "Phan Văn Tứ, Ủy viên, phụ trách đơn vị kế thừa" in page
    assert answer.headers["Location"] == PLACE
    row = Unit.objects.get(pk=office.centre.pk)
    assert (row.until, row.successor) == (date(2026, 11, 30), office.division)
    assert "sau đó là Phòng Công chức, viên chức" in desk(office.chief).get(PLACE).content.decode()


def delegated(office: Office, *units: Unit) -> None:
    until, chief = NOW + timedelta(days=20), office_of(office.chief)
    by = {"since": NOW, "until": until, "paper": "Giấy ủy quyền số 03", "by": office.chief, "at": NOW}
    delegate(chief, office.standing, units=units, **by)


def test_a_merger_says_which_delegation_ends_by_it(office: Office, desk: SignIn) -> None:
    delegated(office, office.centre)
    told = "Ủy quyền cho Nguyễn Hữu Phước (Giấy ủy quyền số 03) hết hiệu lực đối với Trung tâm Lưu trữ lịch sử"
    for sent in (merger(office), merger(office, unit=[office.centre.pk, office.division.pk], into="", name="Mới")):
        assert told in desk(office.secretary).post(UNITS, sent).content.decode().replace("\u00a0", " ")
    for sent in (merger(office, into="", name="Tên mới"), merger(office, since="20/12/2026")):
        assert "hết hiệu lực" not in desk(office.secretary).post(UNITS, sent).content.decode()


def test_a_new_name_that_another_unit_joins_ends_a_delegation(office: Office, desk: SignIn) -> None:
    delegated(office, office.centre)
    confirmed(desk(office.secretary), UNITS, merger(office, into="", name="Tên mới"))
    joins = merger(office, unit=[office.division.pk], into=Unit.objects.get(name="Tên mới").pk)
    assert "hết hiệu lực" in desk(office.secretary).post(UNITS, joins).content.decode()


def test_a_delegation_for_a_merged_unit_says_that_it_reaches_it_no_longer(office: Office, desk: SignIn) -> None:
    delegated(office, office.centre, office.organisation)
    page = shown(desk(office.chief), "/uy-quyen/")
    assert "Trung tâm Lưu trữ lịch sử" in page
    assert "Không còn hiệu lực" not in page
    confirmed(desk(office.secretary), UNITS, merger(office, since="23/11/2026"))
    page = shown(desk(office.chief), "/uy-quyen/")
    assert "Không còn hiệu lực đối với Trung tâm Lưu trữ lịch sử vì" in page
    assert office.centre.code not in page


def test_a_new_unit_without_a_member_is_told_first(office: Office, desk: SignIn) -> None:
    sent = merger(office, unit=[], into="", name="Trung tâm Dịch vụ việc làm")
    page, _answer = confirmed(desk(office.chief), UNITS, sent)
    assert "Trung tâm Dịch vụ việc làm" in page
    assert "Sẽ không còn ai đủ thẩm quyền:" in page
    assert Unit.objects.get(name="Trung tâm Dịch vụ việc làm").since == date(2026, 12, 1)


def test_a_closed_unit_is_offered_to_nobody(office: Office, desk: SignIn) -> None:
    confirmed(desk(office.secretary), UNITS, merger(office, since="23/11/2026"))
    page = desk(office.contributor).get("/viet/").content.decode()
    assert (f'value="{office.centre.pk}"' in page, f'value="{office.division.pk}"' in page) == (False, True)


@pytest.mark.parametrize("who", ["deputy", "member", "contributor"])
def test_nobody_else_records_offices_or_units(office: Office, desk: SignIn, who: str) -> None:
    client = desk(getattr(office, who))
    for path, sent in ((address(office.other_deputy), form()), (UNITS, merger(office))):
        assert client.get(path).status_code == HTTPStatus.FORBIDDEN
        assert client.post(path, sent).status_code == HTTPStatus.FORBIDDEN
    assert recorded() == 0


def test_the_secretary_cannot_take_the_chiefs_office(office: Office, desk: SignIn) -> None:
    sent = form("handed_over", to=str(office.secretary.pk))
    answer = desk(office.secretary).post(address(office.chief), sent)
    assert (answer.status_code, recorded()) == (HTTPStatus.CONFLICT, 0)
    assert "Không ai tự ghi chức danh cho mình" in answer.content.decode()


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"since": "mai"}, HTTPStatus.UNPROCESSABLE_ENTITY),
        ({"kind": "khac"}, HTTPStatus.UNPROCESSABLE_ENTITY),
        ({"since": "20/11/2026"}, HTTPStatus.CONFLICT),
        ({"decision": " "}, HTTPStatus.CONFLICT),
        ({"kind": "handed_over", "to": "khong-ai"}, HTTPStatus.CONFLICT),
        ({"kind": "moves", "unit": ["x"]}, HTTPStatus.CONFLICT),
    ],
)
def test_what_is_no_change_is_refused_in_words(
    office: Office, desk: SignIn, changed: dict[str, Any], status: HTTPStatus
) -> None:
    answer = desk(office.secretary).post(address(office.deputy), form(**changed))
    assert (answer.status_code, recorded()) == (status, 0)
    assert answer.content.decode().count("Chưa ghi nhận.") == 1


def test_another_boards_offices_units_and_people_are_not_found(office: Office, desk: SignIn) -> None:
    other = factories.office("bqltt")
    client = desk(other.secretary)
    assert client.get(address(office.deputy)).status_code == HTTPStatus.NOT_FOUND
    assert client.post(address(office.deputy), form()).status_code == HTTPStatus.NOT_FOUND
    assert client.post(UNITS, merger(office)).status_code == HTTPStatus.CONFLICT
    sent = form("handed_over", to=str(office.contributor.pk))
    assert client.post(address(other.deputy), sent).status_code == HTTPStatus.CONFLICT
    assert recorded() == 0


def test_a_change_sent_twice_is_recorded_once(office: Office, desk: SignIn) -> None:
    client = desk(office.secretary)
    for path, sent in ((UNITS, merger(office)), (address(office.deputy), form())):
        seen = SEEN.search(client.post(path, sent).content.decode())
        assert seen is not None
        answers = [client.post(path, sent | {"seen": seen[1]}).status_code for _ in range(2)]
        assert answers == [HTTPStatus.FOUND, HTTPStatus.CONFLICT]
    assert recorded() == 2


def test_an_absence_that_leaves_nobody_is_confirmed_first(office: Office, desk: SignIn) -> None:
    for person in (office.standing, office.deputy, office.other_deputy):
        record_absence(person, board=office.board, since=NOW, until=NOW + timedelta(days=2))
    client, sent = desk(office.chief), {"until": "2026-11-23"}
    page = client.post("/vang-mat/ghi/", sent).content.decode()
    assert ("Không ai phê duyệt được tin, bài" in page, Absence.objects.filter(person=office.chief).count()) == (
        True,
        0,
    )
    _page, answer = confirmed(client, "/vang-mat/ghi/", sent)
    assert (answer.status_code, Absence.objects.filter(person=office.chief).count()) == (HTTPStatus.FOUND, 1)


def test_the_end_of_a_delegation_that_leaves_somebody_is_recorded_at_once(office: Office, desk: SignIn) -> None:
    chief = office_of(office.chief)
    until = NOW + timedelta(days=20)
    given = delegate(chief, office.other_deputy, since=NOW, until=until, paper="Giấy số 03", by=office.chief, at=NOW)
    answer = desk(office.chief).post(f"/uy-quyen/{given.pk}/thoi/")
    assert (answer.status_code, Delegation.objects.get().revoked_at) == (HTTPStatus.FOUND, NOW)


def test_the_end_of_a_delegation_that_leaves_nobody_is_confirmed_first(
    office: Office, desk: SignIn, tmp_path: Path
) -> None:
    """A board whose regulation lets a member act by delegation, and whose chief and standing deputy are away."""
    rules = within("delegation.by_chief", '["standing_deputy"]', '["standing_deputy", "board_member"]')
    office.board.regulation = str(tmp_path / "board.toml")
    Path(office.board.regulation).write_text(rules, encoding="utf-8")
    office.board.save()
    until = NOW + timedelta(days=20)
    given = delegate(
        office_of(office.chief),
        office.other_member,
        since=NOW,
        until=until,
        paper="Giấy số 03",
        by=office.chief,
        at=NOW,
    )
    for person in (office.chief, office.standing):
        record_absence(person, board=office.board, since=NOW, until=until)
    client, path = desk(office.chief), f"/uy-quyen/{given.pk}/thoi/"
    page = client.post(path).content.decode().replace("\u00a0", " ")
    assert "Sẽ không còn ai đủ thẩm quyền:" in page
    assert "Không ai phê duyệt được tin, bài" in page
    assert Delegation.objects.get().revoked_at is None
    _page, answer = confirmed(client, path, {})
    assert (answer.status_code, Delegation.objects.get().revoked_at) == (HTTPStatus.FOUND, NOW)


def test_the_first_page_tells_what_will_be_missing(office: Office, desk: SignIn) -> None:
    held = office_of(office.secretary)
    held.until = date(2026, 12, 10)
    held.save()
    for person in (office.chief, office.secretary):
        client = desk(person)
        assert f'hx-get="{PLACE}sap-thieu/"' in client.get("/").content.decode()
        assert "Từ 11/12/2026:" in client.get(f"{PLACE}sap-thieu/").content.decode()
    assert "sap-thieu" not in desk(office.member).get("/").content.decode()
    assert desk(office.member).get(f"{PLACE}sap-thieu/").status_code == HTTPStatus.FORBIDDEN


def test_a_board_that_lacks_nobody_is_told_nothing(office: Office, desk: SignIn) -> None:
    assert desk(office.chief).get(f"{PLACE}sap-thieu/").content.decode().strip() == ""


@pytest.mark.parametrize("path", [PLACE, f"{PLACE}sap-thieu/"])
def test_pages_that_show_take_no_form(office: Office, desk: SignIn, path: str) -> None:
    assert desk(office.chief).post(path).status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_an_item_of_a_closed_unit_says_nothing_else(office: Office, desk: SignIn) -> None:
    item: Item = factories.item(office, State.IN_MODERATION, by=office.other_contributor, unit=office.centre)
    confirmed(desk(office.secretary), UNITS, merger(office, since="23/11/2026"))
    page = desk(office.deputy).get(f"/tin-bai/{item.number}/").content.decode()
    assert "Duyệt nội dung và trình" in page


@pytest.mark.parametrize(
    ("who", "offered"), [("chief", False), ("secretary", False), ("deputy", True), ("member", True)]
)
def test_moving_to_another_unit_is_offered_where_there_is_one(
    office: Office, desk: SignIn, who: str, *, offered: bool
) -> None:
    client, person = desk(office.standing), getattr(office, who)
    page = client.get(address(person)).content.decode()
    assert ('value="moves"' in page, 'name="unit"' in page) == (offered, offered)
    answer = client.post(address(person), form("moves", unit=[office.organisation.pk]))
    assert answer.status_code == (HTTPStatus.OK if offered else HTTPStatus.UNPROCESSABLE_ENTITY)
