"""The book of people says each act on them in one sentence, newest first, to those of this board alone."""

import ast
import html
import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from chauphe.core.authority import Role
from chauphe.desk import staff, staff_words
from chauphe.people import services
from chauphe.people.models import Appointment, Change, Unit
from chauphe.people.services import accounts
from tests import factories
from tests.desk.conftest import NOW, SignIn
from tests.factories import Office

SERVER = "Bằng lệnh trên máy chủ, người quản trị"
ANYWHERE = "/so/nhan-su/"


def lines(client: Client, query: str = "") -> list[str]:
    """Give each line as a reader sees it: when, and the sentence."""
    shown = client.get(ANYWHERE + query).content.decode()
    book = shown.partition('<ol class="sheet book people">')[2].partition("</ol>")[0]
    texts = [re.sub(r"<[^>]+>", "", one.replace('</span><span class="what">', " | ")) for one in book.split("<li>")[1:]]
    return [html.unescape(text).replace("\u00a0", " ") for text in texts]


def new(client: Client, count: int) -> list[str]:
    """Give the newest sentences, the oldest of them first."""
    return lines(client)[:count][::-1]


def holds(office: Office, role: Role) -> Appointment:
    return Appointment.objects.filter(board=office.board, role=role).order_by("pk")[0]


def test_each_office_given_or_ended_is_one_sentence(office: Office, desk: SignIn) -> None:
    board, by, at = office.board, office.secretary, NOW
    paper = "Quyết định số 12/QĐ-SNV ngày 20/11/2026"
    given = services.appoint(
        office.contributor, Role.BOARD_MEMBER, board=board, title="Ủy viên", since=date(2026, 12, 1),
        until=date(2027, 3, 31), units=[office.centre], sections=[office.news],
        decision=paper, by=by, at=at,
    )  # fmt: skip
    services.dismiss(given, last_day=date(2026, 11, 30), by=None, at=at)
    services.hand_over(holds(office, Role.SECRETARY), office.other_contributor, since=date(2027, 1, 1), by=None, at=at)
    where = "Ủy viên (Trung tâm Lưu trữ lịch sử; Tin tức)"
    span = "từ ngày 01/12/2026 đến hết ngày 31/03/2027"
    assert {line.partition(" | ")[0] for line in new(desk(office.chief), 4)} == {"23/11/2026, 09:00"}
    assert [line.partition(" | ")[2].partition(" làm ") for line in new(desk(office.chief), 4)] == [
        ("Võ Hoàng Nam phân công Mai Xuân Thảo", " làm ", f"{where}, {span}, theo {paper}."),
        (f"{SERVER} hủy việc phân công Mai Xuân Thảo", " làm ", f"{where} {span}, khi chưa đến ngày bắt đầu."),
        (f"{SERVER} cho Võ Hoàng Nam thôi", " làm ", "Thư ký Ban biên tập, giữ chức danh đến hết ngày 31/12/2026."),
        (f"{SERVER} phân công Bùi Công Luận", " làm ", "Thư ký Ban biên tập, từ ngày 01/01/2027."),
    ]


def test_each_absence_is_one_sentence(office: Office, desk: SignIn) -> None:
    board, by, who = office.board, office.secretary, office.deputy
    day = timedelta(days=1)
    midnight = datetime(2026, 11, 23, 17, tzinfo=NOW.tzinfo)
    soon = services.record_absence(who, board=board, since=midnight, until=midnight + 3 * day, by=by, at=NOW)
    services.end_absence(soon, by=by, at=NOW)
    gone = services.record_absence(who, board=board, since=NOW, until=None, by=None, at=NOW)
    services.end_absence(gone, by=None, at=NOW + day)
    assert [line.partition(" | ")[2] for line in new(desk(office.chief), 4)] == [
        "Võ Hoàng Nam ghi Đặng Thị Mỹ Lệ đi vắng từ ngày 24/11/2026 đến hết ngày 26/11/2026.",
        "Võ Hoàng Nam hủy lần đi vắng đã ghi cho Đặng Thị Mỹ Lệ từ ngày 24/11/2026, khi chưa bắt đầu.",
        f"{SERVER} ghi Đặng Thị Mỹ Lệ đi vắng từ 09:00 ngày 23/11/2026 cho đến khi trở lại.",
        f"{SERVER} ghi Đặng Thị Mỹ Lệ đã trở lại từ 09:00 ngày 24/11/2026, sau khi vắng từ 09:00 ngày 23/11/2026.",
    ]


def test_each_act_on_an_account_is_one_sentence(office: Office, desk: SignIn) -> None:
    board, client = office.board, desk(office.chief)
    services.enrol("an.le", full_name="Lê Thị An", email="an@snv-anhai.example", by=None, at=NOW, board=board)
    token = services.invite(office.member, board=board, by=office.secretary, at=NOW)
    services.choose_password(accounts.digest(token), "mot cau khac de nho", at=NOW)
    services.lock(office.member, board=board, by=None, at=NOW)
    services.unlock(office.member, board=board, by=None, at=NOW)
    assert [line.partition(" | ")[2] for line in new(client, 5)] == [
        f"{SERVER} cấp tài khoản cho Lê Thị An, tên đăng nhập an.le.",
        "Võ Hoàng Nam cấp cho Huỳnh Thị Ngữ liên kết để tự đặt mật khẩu, dùng một lần, đến 09:00 ngày 26/11/2026.",
        "Huỳnh Thị Ngữ đã tự đặt mật khẩu bằng liên kết được cấp.",
        f"{SERVER} khóa tài khoản của Huỳnh Thị Ngữ.",
        f"{SERVER} mở lại tài khoản của Huỳnh Thị Ngữ.",
    ]
    assert token not in client.get(ANYWHERE).content.decode()


def test_what_was_brought_along_claims_no_hour(office: Office, desk: SignIn) -> None:
    assert lines(desk(office.chief))[-1] == (
        f"Có sẵn khi lập sổ | {SERVER} phân công Trần Thị Thu Hà làm Trưởng Ban biên tập, từ ngày 01/01/2024."
    )


def test_every_act_that_is_recorded_has_its_sentence() -> None:
    folder = Path(services.__file__).parent
    calls = [node for file in folder.glob("*.py") for node in ast.walk(ast.parse(file.read_text("utf-8")))]
    noted = [node.args[0] for node in calls if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "note"]
    assert {verb.value for verb in noted if isinstance(verb, ast.Constant)} == set(staff_words.SENTENCES)


def test_the_book_of_people_goes_on_below(office: Office, desk: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = lines(desk(office.chief))
    monkeypatch.setattr(staff, "PAGE", 4)
    client, query, pages = desk(office.chief), "", []
    for _page in range(3):
        pages.append(lines(client, query))
        further = re.search(r'href="(\?truoc=\d+)"', client.get(ANYWHERE + query).content.decode())
        query = further[1] if further else ""
    assert (pages, query) == ([whole[:4], whole[4:8], whole[8:]], "")
    assert len(whole) == 9


def test_nobody_reads_the_people_of_another_board(office: Office, desk: SignIn) -> None:
    other = factories.office("stp-anhai")
    services.lock(other.member, board=other.board, by=None, at=NOW)
    token = services.invite(other.deputy, board=other.board, by=None, at=NOW)
    services.choose_password(accounts.digest(token), "mot cau khac de nho", at=NOW)
    theirs = Change.objects.filter(board=other.board)
    before = max(theirs.values_list("pk", flat=True)) + 2
    mine, client = len(Change.objects.filter(board=office.board)), desk(office.chief)
    for query in ("", f"?truoc={before}", f"?board={other.board.pk}&ban={other.board.slug}"):
        assert len(lines(client, query)) == mine
    assert client.post("/ban/", {"board": other.board.slug}).status_code == 404
    assert len(lines(desk(other.chief))) == len(theirs) + 1


def test_a_password_is_told_where_its_link_was_given(office: Office, desk: SignIn) -> None:
    other = factories.office("stp-anhai")
    services.appoint(
        office.member, Role.CONTRIBUTOR, board=other.board, title="Cộng tác viên", since=NOW.date(), at=NOW
    )
    services.invite(office.member, board=office.board, by=None, at=NOW)
    token = services.invite(office.member, board=other.board, by=None, at=NOW)
    services.choose_password(accounts.digest(token), "mot cau khac de nho", at=NOW)
    told = {at: lines(desk(at.chief))[0].partition(" | ")[2] for at in (office, other)}
    assert told == {
        office: f"{SERVER} cấp cho Huỳnh Thị Ngữ liên kết để tự đặt mật khẩu, dùng một lần, đến 09:00 ngày 26/11/2026.",
        other: "Huỳnh Thị Ngữ đã tự đặt mật khẩu bằng liên kết được cấp.",
    }


def test_a_contributor_reads_of_themselves_alone(office: Office, desk: SignIn) -> None:
    services.lock(office.member, board=office.board, by=None, at=NOW)
    said = f"{SERVER} phân công Mai Xuân Thảo làm Cộng tác viên (Phòng Công chức, viên chức), từ ngày 01/01/2024."
    assert lines(desk(office.contributor)) == [f"Có sẵn khi lập sổ | {said}"]


def test_without_an_office_the_book_is_shut(office: Office, desk: SignIn) -> None:
    assert desk(factories.person("khach", "Lý Văn Khách")).get(ANYWHERE).status_code == 403
    assert Client().get(ANYWHERE).headers["Location"].partition("?")[0] == "/tai-khoan/dang-nhap/"


def test_names_can_neither_run_nor_turn_the_sentence_round(office: Office, desk: SignIn) -> None:
    Unit.objects.create(board=office.board, code="la", name='<img src=x onerror="alert(1)">')
    facts = {
        "name": "Nguye\u0302\u0303n\u202e Va\u0306n\u200b A", "title": "<script>alert(1)</script>",
        "units": ["la", "כהן"], "since": "không phải ngày", "until": None, "decision": "{by} %(x)s",
    }  # fmt: skip
    Change.objects.create(board=office.board, by_name="אבג", at=NOW, verb="appoint", facts=facts)
    client = desk(office.chief)
    assert lines(client)[0].partition(" | ")[2] == (
        "אבג phân công Nguyễn Văn A làm <script>alert(1)</script> "
        '(<img src=x onerror="alert(1)">; כהן), từ …, theo {by} %(x)s.'
    )
    shown = client.get(ANYWHERE).content.decode()
    assert [shown.count(each) for each in ("<script>alert", "<img", "\u202e", "\u200b")] == [0, 0, 0, 0]
    assert shown.count("<bdi>אבג</bdi>") == 1


@pytest.mark.parametrize("facts", [{}, [], "", {"units": None, "since": 3, "until": "2026-99-99"}])
def test_a_record_with_facts_missing_is_still_told(office: Office, desk: SignIn, facts: object) -> None:
    for verb in (*staff_words.SENTENCES, "a_verb_of_later"):
        Change.objects.create(board=office.board, by=office.chief, by_name="An", at=NOW, verb=verb, facts=facts)
    told = lines(desk(office.chief))
    assert told[0] == "23/11/2026, 09:00 | An ghi một việc khác về …: a_verb_of_later."
    assert len(told) == 9 + len(staff_words.SENTENCES) + 1
