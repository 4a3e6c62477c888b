"""The thread tells who had an item, who has it, and who comes."""

from datetime import timedelta

import pytest

from chauphe.core.moves import State
from chauphe.desk.letter import letter_of
from chauphe.desk.seat import Seat
from chauphe.desk.thread import small
from chauphe.items import services
from chauphe.people.models import Person
from chauphe.people.services import record_absence
from tests import factories
from tests.desk.conftest import NOW
from tests.factories import MORNING, Office


def seat(office: Office, person: Person) -> Seat:
    return Seat(person, office.board, (office.board,), at=NOW)


def beads(office: Office, number: int) -> list[tuple[str, str, str]]:
    thread = letter_of(number, seat=seat(office, office.chief)).thread
    return [(bead.place, bead.label, bead.who.replace("\u00a0", " ")) for bead in thread.beads]


@pytest.mark.parametrize(
    ("state", "classes"),
    [
        (State.DRAFT, ["now", "next", "sign next", "next"]),
        (State.IN_EDITING, ["now", "next", "sign next", "next"]),
        (State.IN_MODERATION, ["done", "now", "sign next", "next"]),
        (State.AWAITING_SIGN_OFF, ["done", "done", "sign now", "next"]),
        (State.SIGNED_OFF, ["done", "done", "sign done", "now"]),
        (State.PUBLISHED, ["done", "done", "sign done", "done"]),
    ],
)
def test_small_beads_follow_the_state(state: State, classes: list[str]) -> None:
    assert small(state) == classes


def test_the_thread_of_an_item_before_sign_off(office: Office) -> None:
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    assert beads(office, item.number) == [
        ("done", "Gửi", "Mai Xuân Thảo, Cộng tác viên"),
        ("done", "Trình", "Huỳnh Thị Ngữ, Ủy viên"),
        ("done", "Duyệt nội dung", "Đặng Thị Mỹ Lệ, Phó Trưởng Ban"),
        ("now", "Phê duyệt", "Trần Thị Thu Hà, Trưởng Ban biên tập"),
        ("next", "Đăng", "Võ Hoàng Nam, Thư ký Ban biên tập"),
    ]


def test_a_published_item_waits_for_nobody(office: Office) -> None:
    item = factories.item(office, State.PUBLISHED)
    assert {place for place, _, _ in beads(office, item.number)} == {"done"}


def test_whoever_stands_in_is_named_with_the_capacity(office: Office) -> None:
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    record_absence(office.chief, board=office.board, since=MORNING, until=None)
    who = "Nguyễn Hữu Phước, KT. Trưởng Ban biên tập, Phó Trưởng Ban trực"
    assert beads(office, item.number)[3] == ("now", "Phê duyệt", who)


def test_a_missing_secretary_is_said_and_not_guessed(office: Office) -> None:
    item = factories.item(office, State.SIGNED_OFF)
    record = office.secretary.appointments.get()
    record.until = MORNING.date()
    record.save()
    assert beads(office, item.number)[-1] == ("now", "Đăng", "Chưa có người xử lý bước này: thiếu Thư ký Ban biên tập")


def test_acts_before_the_last_return_are_folded_away(office: Office) -> None:
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    factories.returned(office, item, by=office.chief, at=MORNING + timedelta(hours=5))
    digest = factories.seen(item)
    services.submit(item.pk, board=office.board, by=office.contributor, at=MORNING + timedelta(hours=6), seen=digest)
    services.forward(item.pk, board=office.board, by=office.member, at=MORNING + timedelta(hours=7), seen=digest)
    thread = letter_of(item.number, seat=seat(office, office.chief)).thread
    assert [bead.label for bead in thread.earlier] == ["Gửi", "Trình", "Duyệt nội dung"]
    assert [bead.label for bead in thread.beads][:3] == ["Trả lại", "Gửi", "Trình lại"]
    assert thread.beads[0].note == "Ghi rõ hạn nộp."
