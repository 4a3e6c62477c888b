"""Signing in: throttled, telling nobody who exists, and closed to those without an account."""

import re
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from chauphe.core.moves import State
from chauphe.desk.accounts import invitation
from chauphe.people.models import Person
from tests import factories
from tests.factories import PASSWORD, Office

DOOR, SECOND = "/tai-khoan/dang-nhap/", "/tai-khoan/dang-nhap/buoc-hai/"


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet() -> None:
    cache.clear()


def told(client: Client, name: str, password: str, **form: str) -> str:
    """Try to sign in and give what the page says is wrong."""
    page = client.post(DOOR, {"login": name, "password": password, **form}).content.decode()
    return page.partition('<ul class="errorlist"')[2].partition(">")[2].partition("</ul>")[0]


def come_in(client: Client, person: Person, **form: str) -> str:
    """Sign in by password and one-time code; give where it leads."""
    answer = client.post(DOOR, {"login": person.username, "password": PASSWORD, **form})
    assert answer.headers["Location"] == SECOND
    return client.post(SECOND, {"code": factories.code()}).headers["Location"]


def test_password_and_code_open_the_desk(office: Office) -> None:
    client = Client()
    assert come_in(client, office.chief) == "/"
    assert client.get("/").status_code == 200


def test_a_password_alone_opens_nothing(office: Office) -> None:
    client = Client()
    client.post(DOOR, {"login": office.chief.username, "password": PASSWORD})
    assert (client.get("/").status_code, client.get("/tai-khoan/").status_code) == (302, 302)
    wrong = client.post(SECOND, {"code": "000000"})
    assert (wrong.status_code, client.get("/").status_code) == (200, 302)


def test_a_sign_in_is_proof_enough_for_an_approval(office: Office) -> None:
    item, client = factories.item(office, State.AWAITING_SIGN_OFF), Client()
    come_in(client, office.chief)
    form = {"verb": "sign_off", "item": str(item.pk), "digest": factories.seen(item)}
    client.post(f"/tin-bai/{item.number}/quyet-dinh/", form)
    assert factories.fresh(item).state == State.SIGNED_OFF


def test_the_password_given_again_renews_the_proof(office: Office) -> None:
    client = Client()
    client.force_login(office.chief)
    answer = client.post("/tai-khoan/xac-nhan/?next=/tin-bai/", {"password": PASSWORD, "next": "/tin-bai/"})
    assert answer.headers["Location"] == "/tin-bai/"
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    form = {"verb": "sign_off", "item": str(item.pk), "digest": factories.seen(item)}
    client.post(f"/tin-bai/{item.number}/quyet-dinh/", form)
    assert factories.fresh(item).state == State.SIGNED_OFF


def test_a_wrong_name_and_a_wrong_password_sound_the_same(office: Office) -> None:
    known, unknown = (told(Client(), name, "sai mật khẩu") for name in (office.chief.username, "khong-ai"))
    assert known == unknown == "<li>Tên đăng nhập hoặc mật khẩu không đúng.</li>"


def test_guessing_is_stopped_and_says_so(office: Office) -> None:
    tries = [told(Client(), office.chief.username, f"sai {number}") for number in range(7)]
    stopped = "<li>Đăng nhập sai quá nhiều lần. Hãy chờ 15 phút rồi thử lại.</li>"
    assert [each == stopped for each in tries] == [False] * 5 + [True] * 2
    assert told(Client(), office.chief.username, PASSWORD) == stopped


def test_one_password_cannot_be_tried_on_everybody(office: Office) -> None:
    people = [factories.person(f"nguoi{number}", f"Người {number}") for number in range(32)]
    forms = [{"login": each.username, "password": "Matkhau@123"} for each in people]
    assert [Client().post(DOOR, form).status_code for form in forms] == [200] * 30 + [429] * 2


def test_the_session_changes_its_key_at_the_door(office: Office) -> None:
    client = Client()
    client.get(DOOR)
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = str(planted)
    come_in(client, office.chief)
    assert client.session.session_key != planted


def test_the_door_leads_nowhere_else(office: Office) -> None:
    assert come_in(Client(), office.chief, next="https://xoso.example/") == "/"


def test_leaving_needs_a_post_and_ends_the_session(office: Office) -> None:
    client = Client()
    client.force_login(office.chief)
    client.get("/tai-khoan/dang-xuat/")
    assert client.get("/").status_code == 200
    client.post("/tai-khoan/dang-xuat/")
    assert client.get("/").status_code == 302


def test_a_short_password_is_refused_by_the_rule_in_force(office: Office) -> None:
    client = Client()
    client.force_login(office.chief)
    form = {"oldpassword": PASSWORD, "password1": "ngan-qua-9", "password2": "ngan-qua-9"}
    page = client.post("/tai-khoan/mat-khau/", form).content.decode()
    assert page.count("Mật khẩu quá ngắn") == 1


def test_nobody_opens_an_account(office: Office) -> None:
    assert Client().get("/tai-khoan/mo/").status_code == 404


def test_the_pages_of_the_door_are_our_own(office: Office) -> None:
    page = Client().get(DOOR).content.decode()
    assert page.count("<h1>Đăng nhập Bàn làm việc của Ban biên tập</h1>") == 1


def words(page: str) -> str:
    """Give what a reader of a page reads in its sheet."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition('<div class="sheet">')[2]).split())


def test_a_locked_account_hears_who_does_what(office: Office) -> None:
    page = words(Client().get("/tai-khoan/da-khoa/").content.decode())
    assert page == (
        "Tài khoản này đang bị khóa Khi được mở lại, tài khoản vẫn dùng mật khẩu cũ. "
        "Hãy báo Thư ký Ban biên tập. Thư ký đề nghị người quản trị máy chủ xử lý, "
        "vì việc này không làm được trên Bàn làm việc. "
        "Nếu cần mật khẩu, người quản trị máy chủ tạo một liên kết dùng một lần để anh/chị tự đặt. "
        "Không ai đặt thay hoặc xem được mật khẩu của người khác, kể cả Thư ký và người quản trị máy chủ. Đăng nhập"
    )


def test_no_page_of_the_door_promises_a_password_set_by_another(office: Office) -> None:
    pages = [words(Client().get(at).content.decode()) for at in (DOOR, "/tai-khoan/da-khoa/")]
    assert [("một liên kết dùng một lần để anh/chị tự đặt" in page, "đặt lại mật khẩu" in page) for page in pages] == [
        (True, False),
        (True, False),
    ]


def test_no_screen_of_the_desk_gives_a_link_for_a_password() -> None:
    # The pages say that it is done on the server: a screen for it must change what they say. What lay unused is opened
    # at the desk, and no password comes of it.
    desk = Path(invitation.__file__).parents[1]
    callers = [
        str(file)
        for file in desk.rglob("*.py")
        if re.search(r"\b(invite|enrol|forget_devices)\b", file.read_text("utf-8"))
    ]
    assert [file for file in callers if not file.endswith("staff_words.py")] == []
