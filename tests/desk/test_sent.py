"""What forms send: a day that no calendar of an office holds is refused in words, on every form."""

from datetime import date
from http import HTTPStatus

import pytest

from chauphe.core.moves import State
from chauphe.desk.sent import NO_DAY, read_day
from chauphe.people.models import Appointment
from tests import factories
from tests.desk.conftest import SignIn
from tests.factories import Office

FAR = ["31/12/9999", "9999-12-31", "01/01/0001", "31/12/1999", "01/01/2101", "٢٣/١١/٢٠٢٦", "29/02/2027", "\x00", ""]
UNREAD = HTTPStatus.UNPROCESSABLE_ENTITY


@pytest.mark.parametrize(
    ("text", "day"),
    [(" 1.1.2000 ", date(2000, 1, 1)), ("31/12/2100", date(2100, 12, 31)), ("2026-11-24", date(2026, 11, 24))],
)
def test_a_day_is_read_as_people_write_it(text: str, day: date) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize("text", FAR)
def test_a_day_that_nobody_plans_by_is_none(text: str) -> None:
    assert read_day(text) is None


@pytest.mark.parametrize("day", FAR[:5])
def test_no_form_breaks_on_such_a_day(office: Office, desk: SignIn, day: str) -> None:
    chief, secretary = desk(office.chief), desk(office.secretary)
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    seen = {"item": str(item.pk), "digest": factories.seen(item)}
    row, unit = Appointment.objects.get(person=office.deputy).pk, str(office.centre.pk)
    paper, newcomer = {"decision": "12/QĐ-SNV"}, {"role": "contributor", "name": "Lê An", "email": "an@example.vn"}
    forms = [
        (chief, "/vang-mat/ghi/", {"until": day}),
        (chief, "/vang-mat/ghi/", {"since": day, "until": "24/11/2026"}),
        (chief, "/uy-quyen/ghi/", {"person": str(office.deputy.pk), "since": "24/11/2026", "until": day, "paper": "x"}),
        (chief, "/uy-quyen/ghi/", {"person": str(office.deputy.pk), "since": day, "until": day, "paper": "x"}),
        (chief, f"/tin-bai/{item.number}/xin-y-kien/", {**seen, "unit": unit, "text": "Đúng không?", "until": day}),
        (secretary, "/ngay-nghi/ghi/", {"works": "1", "since": day, "until": day, "name": "Bù", "paper": "12/TB"}),
        (secretary, "/nhan-su/bo-nhiem/", {**newcomer, "since": day, "unit": unit, **paper}),
        (secretary, "/nhan-su/don-vi/", {"since": day, "unit": unit, "name": "Phòng mới", **paper}),
        (secretary, f"/nhan-su/{row}/", {"kind": "leaves", "since": day, **paper}),
    ]
    answers = [client.post(path, form) for client, path, form in forms]
    assert [answer.status_code for answer in answers] == [UNREAD] * len(forms)
    assert answers[0].content.decode().count(str(NO_DAY)) == 1
