from datetime import date, timedelta

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from chauphe.core.authority import Role
from chauphe.core.refusal import Refused
from chauphe.people.models import Absence, Person
from chauphe.people.passwords import LongEnough
from chauphe.people.selectors import bench_of, boards_of, book_of, duties_of
from chauphe.people.services import appoint, dismiss, record_absence
from tests.scenarios.office import SINCE, found

pytestmark = pytest.mark.django_db


def test_the_bench_holds_offices_of_the_day() -> None:
    office = found()
    bench = bench_of(office.board, at=office.now)
    assert bench.organisation_unit == "organisation"
    assert [each.role for each in bench.holding(Role.STANDING_DEPUTY, on=office.now.date())] == ["standing_deputy"]
    assert duties_of(office.people["deputy"], bench, at=office.now)[0].units == frozenset({"labour"})


def test_the_bench_takes_few_queries_at_any_size(django_assert_max_num_queries: object) -> None:
    office = found()
    with django_assert_max_num_queries(5):  # type: ignore[operator]  # pytest-django's own fixture
        bench_of(office.board, at=office.now)


def test_an_office_ends_with_its_last_day() -> None:
    office = found()
    held = office.people["chief"].appointments.get()
    dismiss(held, last_day=office.now.date(), by=None, at=office.now, anyway=True)
    assert bench_of(office.board, at=office.now).of(str(held.person_id), office.now.date())
    tomorrow = office.now + timedelta(days=1)
    assert bench_of(office.board, at=tomorrow).of(str(held.person_id), tomorrow.date()) == ()


def test_the_past_of_an_office_stays_as_it_was() -> None:
    office = found()
    held = office.people["chief"].appointments.get()
    with pytest.raises(Refused) as no:
        dismiss(held, last_day=office.now.date() - timedelta(days=1), by=None, at=office.now)
    assert [each.code for each in no.value.refusals] == ["past"]


def test_no_table_holds_an_office_that_ends_before_it_begins() -> None:
    held = found().people["chief"].appointments.get()
    held.until = SINCE - timedelta(days=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        held.save()


def test_a_remit_of_another_board_is_refused() -> None:
    office, elsewhere = found(), found("so-khac")
    with pytest.raises(Refused) as no:
        appoint(
            office.people["deputy"],
            Role.DEPUTY_EDITOR,
            board=office.board,
            title="Phó Trưởng Ban",
            since=SINCE,
            units=[elsewhere.units["labour"]],
        )
    assert "board" in {each.code for each in no.value.refusals}


def test_a_person_sees_only_boards_where_in_office() -> None:
    office, elsewhere = found(), found("so-khac")
    appoint(office.people["secretary"], Role.SECRETARY, board=elsewhere.board, title="Thư ký", since=date(2027, 1, 1))
    assert list(boards_of(office.people["secretary"], at=office.now)) == [office.board]
    later = boards_of(office.people["secretary"], at=office.now + timedelta(days=60))
    assert {board.slug for board in later} == {"so-thu", "so-khac"}


def test_an_absence_covers_its_hours_and_no_more() -> None:
    office = found()
    chief = office.people["chief"]
    record_absence(chief, board=office.board, since=office.now, until=office.now + timedelta(hours=2))
    for hours, expected in ((0, True), (1, True), (2, False)):
        at = office.now + timedelta(hours=hours)
        assert bench_of(office.board, at=at).away(str(chief.pk), at) is expected


def test_of_several_absences_the_longest_counts() -> None:
    office = found()
    chief, until = office.people["chief"], office.now + timedelta(days=2)
    for end in (office.now + timedelta(hours=2), None, until):
        Absence.objects.create(person=chief, board=office.board, since=office.now, until=end)
    (absence,) = bench_of(office.board, at=office.now).absences
    assert (absence.person, absence.since, absence.until) == (str(chief.pk), office.now, None)


def test_a_new_person_has_no_password_to_guess() -> None:
    Person.objects.create_user("moi", full_name="Người Thử Mới")
    assert authenticate(username="moi", password="") is None


def test_short_passwords_are_refused() -> None:
    with pytest.raises(ValidationError):
        LongEnough().validate("ngắn quá")
    LongEnough().validate("một câu đủ dài để nhớ")


def test_each_board_runs_on_its_own_regulation() -> None:
    assert book_of(found().board).version == "founding@2020-05-01"
    assert book_of(found("nho", regulation="three-member").board).id == "three-member"


def test_people_sort_by_given_name() -> None:
    for login, name in (("a", "Trần Văn Đức"), ("b", "Lê Thị Ánh"), ("c", "Bùi Văn An")):
        Person.objects.create_user(login, full_name=name)
    assert [person.full_name for person in Person.objects.all()] == ["Bùi Văn An", "Lê Thị Ánh", "Trần Văn Đức"]
