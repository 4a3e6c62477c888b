import re
from datetime import timedelta
from http import HTTPStatus

import pytest

from chauphe.core.moves import State
from chauphe.items import services
from chauphe.items.models import Item, StandIn
from chauphe.people.selectors import book_of, local
from chauphe.people.services import record_absence
from tests import factories
from tests.desk.conftest import NOW, SignIn
from tests.factories import Office

PLACE, SEEN = "/bao-cao-lai/", "/bao-cao-lai/da-xem/"


def done_for(office: Office, *titles: str) -> list[Item]:
    """Let the standing deputy sign off while the chief was away yesterday."""
    items = [factories.item(office, State.AWAITING_SIGN_OFF, title=title) for title in titles]
    since = NOW - timedelta(hours=2)
    record_absence(office.chief, board=office.board, since=since, until=NOW - timedelta(hours=1))
    for item in items:
        at = since + timedelta(minutes=5)
        services.sign_off(item.pk, board=office.board, by=office.standing, at=at, seen=factories.seen(item))
    return items


def test_it_stands_on_top_of_the_chiefs_page_until_acknowledged(office: Office, desk: SignIn) -> None:
    done_for(office, "Tin một", "Tin hai")
    client = desk(office.chief)
    page = client.get("/").content.decode()
    assert page.index("2 việc đã làm thay, chờ xem báo cáo") < page.index("Tin một") < page.index("Tin hai")
    (first, second) = StandIn.objects.all()
    client.post(SEEN, {"report": first.pk})
    page = client.get(PLACE).content.decode()
    assert (page.count("<b>Tin một</b>"), page.count("<b>Tin hai</b>")) == (0, 1)
    client.post(SEEN, {"report": [second.pk]})
    assert "việc đã làm thay" not in client.get("/").content.decode()
    assert StandIn.objects.filter(acknowledged=None).count() == 0


def test_all_on_the_screen_are_acknowledged_at_once(office: Office, desk: SignIn) -> None:
    done_for(office, "Tin một", "Tin hai", "Tin ba")
    page = desk(office.chief).get(PLACE).content.decode()
    assert page.count("Đã xem cả 3 báo cáo") == 1
    shown = [row.pk for row in StandIn.objects.all()]
    answer = desk(office.chief).post(SEEN, {"report": shown})
    assert answer.headers["Location"] == "/"
    assert StandIn.objects.filter(acknowledged=None).count() == 0


def test_many_reports_do_not_push_away_what_waits(office: Office, desk: SignIn) -> None:
    done_for(office, *(f"Tin số {number}" for number in range(9)))
    page = desk(office.chief).get("/").content.decode()
    assert (page.count("9 việc đã làm thay"), page.count("<b>Tin số ")) == (1, 2)


@pytest.mark.parametrize("address", [PLACE, "/ra-soat/"])
@pytest.mark.parametrize("regulation", ["founding", "three-member", "flood-office"])
def test_the_clause_on_the_page_is_the_boards_own(office: Office, desk: SignIn, address: str, regulation: str) -> None:
    office.board.regulation = regulation
    office.board.save(update_fields=["regulation"])
    rule = {PLACE: "absence.report_back", "/ra-soat/": "review.still_right"}[address]
    clause = book_of(office.board).rule(rule, on=NOW.date()).clause
    page = desk(office.chief).get(address).content.decode().replace("\u00a0", " ")
    assert set(re.findall(r"Điều \d+(?: khoản \d+)?", page)) == set(re.findall(r"Điều \d+(?: khoản \d+)?", clause))
    assert page.count(f"({clause})") == 1


@pytest.mark.parametrize("who", ["standing", "secretary", "member"])
def test_others_on_the_board_read_and_cannot_acknowledge(office: Office, desk: SignIn, who: str) -> None:
    done_for(office, "Tin một")
    client = desk(getattr(office, who))
    page = client.get(PLACE).content.decode()
    assert ("Tin một" in page, SEEN in page) == (True, False)
    answer = client.post(SEEN, {"report": StandIn.objects.get().pk})
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "Chỉ Trưởng Ban xác nhận đã xem báo cáo" in answer.content.decode()
    assert StandIn.objects.filter(acknowledged=None).count() == 1


def test_whoever_only_contributes_has_no_part_in_it(office: Office, desk: SignIn) -> None:
    done_for(office, "Tin một")
    answers = [desk(office.contributor).get(PLACE), desk(office.contributor).post(SEEN, {"report": "1"})]
    assert [answer.status_code for answer in answers] == [HTTPStatus.FORBIDDEN] * 2
    assert not any("Tin một" in answer.content.decode() for answer in answers)


def test_another_boards_reports_are_out_of_reach(office: Office, desk: SignIn) -> None:
    done_for(office, "Tin một")
    other = factories.office("bqltt")
    client = desk(other.chief)
    assert "Tin một" not in client.get(PLACE).content.decode()
    client.post(SEEN, {"report": StandIn.objects.get().pk})
    assert StandIn.objects.filter(acknowledged=None).count() == 1


@pytest.mark.parametrize("sent", ["", "x", "-1", "²", "9" * 30])
def test_what_is_no_report_is_passed_over(office: Office, desk: SignIn, sent: str) -> None:
    done_for(office, "Tin một")
    assert desk(office.chief).post(SEEN, {"report": sent}).status_code == HTTPStatus.FOUND
    assert StandIn.objects.filter(acknowledged=None).count() == 1


def test_unread_reports_are_in_the_figures_and_in_the_headline_of_every_board(office: Office, desk: SignIn) -> None:
    client = desk(office.chief)
    assert "Không có báo cáo nào chờ xem" in client.get("/thoi-han/").content.decode()
    done_for(office, "Tin một", "Tin hai")
    figures = client.get("/thoi-han/").content.decode()
    oldest = local(StandIn.objects.earliest("entry__at").entry.at)
    assert ("2 báo cáo chưa được xem" in figures, f"cũ nhất từ {oldest:%H:%M, %d/%m/%Y}" in figures) == (True, True)
    assert "<h1>2 báo cáo chờ xem</h1>" in client.get("/").content.decode()
    assert "báo cáo chờ xem" not in desk(office.standing).get("/").content.decode()
    factories.item(office, State.AWAITING_SIGN_OFF)
    assert "<h1>1 việc chờ bà phê duyệt, 2 báo cáo chờ xem</h1>" in client.get("/").content.decode()
