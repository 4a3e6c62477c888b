from datetime import datetime, timedelta

import pytest

from chauphe.core.refusal import Refused
from chauphe.people.models import Absence, Change
from chauphe.people.selectors import bench_of
from chauphe.people.services import end_absence, record_absence
from chauphe.people.standing import gaps_at
from tests import factories
from tests.scenarios.office import Office, found

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def office() -> Office:
    return found()


def away(office: Office, since: datetime, until: datetime | None) -> Absence:
    return record_absence(office.people["chief"], board=office.board, since=since, until=until, by=None, at=office.now)


def refused(office: Office, since: datetime, until: datetime | None) -> list[str]:
    with pytest.raises(Refused) as no:
        away(office, since, until)
    return [each.code for each in no.value.refusals]


def test_absences_of_one_person_never_overlap(office: Office) -> None:
    now = office.now
    away(office, now + 10 * HOUR, now + 20 * HOUR)
    for since, until in ((0, 11), (12, 13), (19, 30), (10, 20), (0, None), (15, None)):
        last = None if until is None else now + until * HOUR
        assert refused(office, now + since * HOUR, last) == ["overlap"]
    away(office, now, now + 10 * HOUR)
    away(office, now + 20 * HOUR, None)
    assert Absence.objects.count() == 3


def test_an_absence_reaches_neither_back_nor_backwards(office: Office) -> None:
    assert refused(office, office.now - HOUR, office.now + HOUR) == ["past"]
    assert refused(office, office.now + HOUR, office.now + HOUR) == ["backwards"]


def test_only_who_holds_an_office_is_away_from_it(office: Office) -> None:
    stranger = factories.person("la", "Người Lạ")
    with pytest.raises(Refused) as no:
        record_absence(stranger, board=office.board, since=office.now, until=None, at=office.now)
    assert [each.code for each in no.value.refusals] == ["office"]


def test_who_is_back_early_acts_at_once(office: Office) -> None:
    row = away(office, office.now, office.now + 48 * HOUR)
    chief = str(row.person_id)
    back = office.now + 5 * HOUR
    assert bench_of(office.board, at=back).away(chief, back) is True
    ended = end_absence(row, by=office.people["chief"], at=back)
    assert ended is not None
    assert ended.until == back
    assert bench_of(office.board, at=back).away(chief, back) is False
    assert bench_of(office.board, at=back - HOUR).away(chief, back - HOUR) is True
    with pytest.raises(Refused):
        end_absence(row, by=None, at=back + HOUR)


def test_an_absence_that_has_not_begun_is_taken_back(office: Office) -> None:
    row = away(office, office.now + HOUR, None)
    assert end_absence(row, by=None, at=office.now) is None
    assert Absence.objects.count() == 0
    assert [each.verb for each in Change.objects.order_by("pk")][-2:] == ["away", "back"]


def test_who_would_be_missed_is_known_beforehand(office: Office) -> None:
    for name in ("chief", "standing", "deputy", "other"):
        record_absence(office.people[name], board=office.board, since=office.now + HOUR, until=None, at=office.now)
    assert gaps_at(office.board, at=office.now).lacking == ()
    assert {each.code for each in gaps_at(office.board, at=office.now + HOUR).lacking} == {
        "edit_stops",
        "moderate_stops",
    }
