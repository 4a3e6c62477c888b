"""Time limits, by conventions of the board where the regulation says only “kịp thời” (Điều 5 khoản 3)."""

from datetime import date, datetime, timedelta

import pytest

from chauphe.core.chain import Step
from chauphe.core.refusal import Refused
from chauphe.core.term import RULES
from chauphe.items.models import Item
from chauphe.items.waiting import Waiting, count_by_person, count_by_step, under_way
from chauphe.people.calendar import calendar_of
from chauphe.people.selectors import bench_of, book_of
from chauphe.people.services import declare_days, withdraw_days
from tests.scenarios.office import HANOI, Office, found

CULTURE_DAY = date(2026, 11, 24)
NOTICE = "Thông báo số 12/TB-SNV ngày 20/11/2026"


def waiting(office: Office) -> list[Waiting]:
    board, at = office.board, office.now
    book = book_of(board)
    return under_way(
        Item.objects.filter(board=board), bench_of(board, at=at), book, calendar_of(board, book, at=at), at=at
    )


def due(office: Office) -> datetime:
    (each,) = waiting(office)
    assert each.term is not None
    return each.term.until


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=HANOI)


def declare(office: Office, who: str, day: date, *, works: bool = False) -> None:
    declare_days(
        office.board, day, day, works=works, name="Nghỉ bão", paper=NOTICE, by=office.people[who], at=office.now
    )


def test_an_item_is_due_in_working_hours_over_a_holiday(office: Office) -> None:
    office.now = at(23, 13, 50)
    office.submit("author", office.write("author"))  # handed in at 14:20; 24/11 is a holiday
    assert office.now == at(23, 14, 20)
    assert due(office) == at(25, 8, 50)


def test_each_step_has_the_limit_of_its_rule(office: Office) -> None:
    item = office.submit("author", office.write("author"))
    found = [due(office)]
    item = office.forward("member", item)
    found.append(due(office))
    item = office.moderate("deputy", item)
    found.append(due(office))
    office.sign_off("chief", item)
    found.append(due(office))
    # 4 hours from 08:30, the next working day twice (24/11 is a holiday), 4 hours from 09:00.
    assert found == [at(23, 14, 30), at(25, 17), at(25, 17), at(23, 15)]
    assert RULES[Step.SIGN_OFF] == "deadline.sign_off"


def test_what_is_late_is_counted_by_step_and_by_person(office: Office) -> None:
    office.submit("author", office.write("author"))
    office.moderated()
    office.now = at(25, 16, 59)
    late = count_by_step(waiting(office), at=office.now)
    assert {step: (each.waiting, each.late) for step, each in late.items()} == {
        Step.EDIT: (1, 1),
        Step.MODERATE: (0, 0),
        Step.SIGN_OFF: (1, 0),
        Step.PUBLISH: (0, 0),
    }
    office.later(minutes=2)
    people = count_by_person(waiting(office), at=office.now)
    assert {who: people[str(office.people[who].pk)].late for who in ("member", "chief")} == {"member": 1, "chief": 1}


def test_what_is_due_first_stands_first(office: Office) -> None:
    first = office.moderated(title="Chờ lâu hơn")
    signed = office.sign_off("chief", office.moderated(title="Gấp hơn"))
    assert [each.number for each in waiting(office)] == [signed.item.number, first.number]


def test_a_board_without_limits_is_never_late(db: None) -> None:
    office = found("ba-nguoi", "three-member")
    office.submit("author", office.write("author"))
    office.later(days=300)
    (each,) = waiting(office)
    assert (each.term, each.late(office.now)) == (None, False)


def test_the_secretary_records_a_day_off_and_the_limit_moves(office: Office) -> None:
    office.forward("member", office.submit("author", office.write("author")))
    assert due(office) == at(25, 17)
    for who, day in (("secretary", 25), ("chief", 26)):
        declare(office, who, date(2026, 11, day))
    assert due(office) == at(27, 17)
    declare(office, "secretary", CULTURE_DAY, works=True)
    assert due(office) == at(24, 17)


def test_what_was_recorded_wrongly_is_withdrawn(office: Office) -> None:
    office.forward("member", office.submit("author", office.write("author")))
    declare(office, "secretary", date(2026, 11, 25))
    (row,) = office.board.declared_days.all()
    assert withdraw_days(office.board, [row.pk], by=office.people["chief"], at=office.now) == [row]
    assert due(office) == at(25, 17)
    assert withdraw_days(office.board, [row.pk], by=office.people["chief"], at=office.now) == []
    declare(office, "secretary", date(2026, 11, 25))
    assert [row.withdrawn_at is None for row in office.board.declared_days.all()] == [False, True]


def test_nobody_else_says_when_the_office_works(office: Office) -> None:
    for who in ("standing", "deputy", "member", "author"):
        with pytest.raises(Refused) as refused:
            declare(office, who, date(2026, 11, 25))
        assert [each.code for each in refused.value.refusals] == ["not_theirs"]
    declare(office, "secretary", date(2026, 11, 25))
    (row,) = office.board.declared_days.all()
    with pytest.raises(Refused):
        withdraw_days(office.board, [row.pk], by=office.people["author"], at=office.now + timedelta(days=1))
    assert office.board.declared_days.get().withdrawn_at is None


def test_another_boards_days_are_not_ours(office: Office) -> None:
    elsewhere = found("so-khac")
    declare(elsewhere, "secretary", date(2026, 11, 25))
    (row,) = elsewhere.board.declared_days.all()
    assert withdraw_days(office.board, [row.pk], by=office.people["secretary"], at=office.now) == []
    office.forward("member", office.submit("author", office.write("author")))
    assert due(office) == at(25, 17)
