from datetime import datetime
from http import HTTPStatus
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chauphe.core.moves import State
from chauphe.items.models import Item
from chauphe.ledger.selectors import trail_of
from chauphe.people.models import Delegation, Person
from tests import factories
from tests.desk.conftest import SignIn
from tests.factories import Office
from tests.intake.test_services import PDF

PLACE, GIVE = "/uy-quyen/", "/uy-quyen/ghi/"
PAPER = "Giấy ủy quyền số 03/GUQ-SNV ngày 20/11/2026"


def form(to: Person, **changed: Any) -> dict[str, Any]:
    return {"person": str(to.pk), "since": "23/11/2026", "until": "30/11/2026", "paper": PAPER} | changed


def signed_by(office: Office, desk: SignIn, who: Person, item: Item) -> int:
    sent = {"verb": "sign_off", "item": str(item.pk), "digest": factories.seen(item)}
    return desk(who).post(f"/tin-bai/{item.number}/quyet-dinh/", sent).status_code


def test_the_chief_delegates_and_the_delegate_signs_under_their_own_name(office: Office, desk: SignIn) -> None:
    answer = desk(office.chief).post(GIVE, form(office.other_deputy))
    assert answer.headers["Location"] == PLACE
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    signed_by(office, desk, office.other_deputy, item)
    act = trail_of(item.pk, board=office.board)[-1]
    assert (act["act"], act["person"]["id"], act["capacity"]) == ("sign_off", str(office.other_deputy.pk), "for")
    assert (act["in_place_of"]["name"], act["paper"], act["clause"]) == (
        office.chief.full_name,
        PAPER,
        "Điều 4 khoản 3",
    )


def test_it_ends_with_its_last_day(office: Office, desk: SignIn) -> None:
    desk(office.chief).post(GIVE, form(office.other_deputy))
    assert Delegation.objects.get().until == datetime.fromisoformat("2026-12-01T00:00:00+07:00")


def test_a_delegation_taken_back_holds_no_longer(office: Office, desk: SignIn) -> None:
    desk(office.chief).post(GIVE, form(office.other_deputy))
    row = Delegation.objects.get()
    assert desk(office.chief).post(f"{PLACE}{row.pk}/thoi/").headers["Location"] == PLACE
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    assert signed_by(office, desk, office.other_deputy, item) == HTTPStatus.FORBIDDEN
    assert "Hiện không có ủy quyền nào." in desk(office.chief).get(PLACE).content.decode()


def test_it_reaches_the_units_that_were_ticked_alone(office: Office, desk: SignIn) -> None:
    desk(office.chief).post(GIVE, form(office.other_deputy, unit=[office.centre.pk], kind=["news", "khac"]))
    row = Delegation.objects.get()
    assert (row.units, row.sections, row.kinds) == ([office.centre.code], [], ["news"])
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    assert signed_by(office, desk, office.other_deputy, item) == HTTPStatus.FORBIDDEN


def test_units_of_another_board_are_left_out(office: Office, desk: SignIn) -> None:
    other = factories.office("bqltt")
    desk(office.chief).post(GIVE, form(office.other_deputy, unit=[other.division.pk], section=[other.news.pk]))
    assert [(row.units, row.sections) for row in Delegation.objects.all()] in ([], [([], [])])


@pytest.mark.parametrize("who", ["standing", "deputy", "member", "secretary", "contributor"])
def test_nobody_else_delegates(office: Office, desk: SignIn, who: str) -> None:
    client = desk(getattr(office, who))
    assert client.post(GIVE, form(office.other_deputy)).status_code == HTTPStatus.FORBIDDEN
    assert GIVE not in client.get(PLACE).content.decode()
    assert Delegation.objects.count() == 0


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"until": "mai"}, "Hãy ghi ngày như 24/11/2026, từ năm 2000 đến năm 2100."),
        ({"since": "10/11/2026"}, "không ủy quyền cho việc đã qua"),
        ({"until": "19/11/2026"}, "Ngày kết thúc ủy quyền phải sau ngày bắt đầu."),
        ({"paper": " "}, "Ủy quyền phải bằng văn bản"),
        ({"person": "khong-ai"}, "Hãy chọn người được ủy quyền."),
    ],
)
def test_what_is_lacking_is_said_and_what_was_typed_stays(
    office: Office, desk: SignIn, changed: dict[str, str], says: str
) -> None:
    answer = desk(office.chief).post(GIVE, form(office.other_deputy, **changed))
    page = answer.content.decode()
    assert (answer.status_code >= 400, Delegation.objects.count()) == (True, 0)
    assert page.count(says) == 1
    assert f'value="{changed.get("until", "30/11/2026")}"' in page


def test_a_member_cannot_be_given_the_chiefs_power(office: Office, desk: SignIn) -> None:
    answer = desk(office.chief).post(GIVE, form(office.member))
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "Phó Trưởng Ban trực" in answer.content.decode()


def test_the_written_delegation_is_kept_with_it(office: Office, desk: SignIn) -> None:
    file = SimpleUploadedFile("uy-quyen.pdf", PDF, "application/pdf")
    desk(office.chief).post(GIVE, form(office.other_deputy, file=file))
    row = Delegation.objects.get()
    assert (len(row.file_sha256), row.file_name) == (64, "uy-quyen.pdf")
    assert desk(office.deputy).get(f"/tep/{row.file_sha256}").status_code == HTTPStatus.OK


def test_a_file_that_is_none_stops_it(office: Office, desk: SignIn) -> None:
    file = SimpleUploadedFile("uy-quyen.pdf", b"<script>", "application/pdf")
    answer = desk(office.chief).post(GIVE, form(office.other_deputy, file=file))
    assert (answer.status_code, Delegation.objects.count()) == (HTTPStatus.UNPROCESSABLE_ENTITY, 0)


def test_only_the_giver_revokes(office: Office, desk: SignIn) -> None:
    desk(office.chief).post(GIVE, form(office.other_deputy))
    row = Delegation.objects.get()
    assert desk(office.other_deputy).post(f"{PLACE}{row.pk}/thoi/").status_code == HTTPStatus.CONFLICT
    other = factories.office("bqltt")
    assert desk(other.chief).post(f"{PLACE}{row.pk}/thoi/").status_code == HTTPStatus.NOT_FOUND
    assert Delegation.objects.get().revoked_at is None


def test_a_delegation_to_come_is_listed_and_does_not_hold(office: Office, desk: SignIn) -> None:
    desk(office.chief).post(GIVE, form(office.other_deputy, since="25/11/2026"))
    assert Delegation.objects.get().since == datetime.fromisoformat("2026-11-25T00:00:00+07:00")
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    assert signed_by(office, desk, office.other_deputy, item) == HTTPStatus.FORBIDDEN
    assert office.other_deputy.full_name in desk(office.standing).get(PLACE).content.decode()
