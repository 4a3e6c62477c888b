"""What goes wrong is said calmly, in Vietnamese, with what to do next."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from chauphe.desk import errors
from tests.desk.conftest import SignIn
from tests.factories import Office


def heading(answer: HttpResponse) -> str:
    return answer.content.decode().partition("<h1>")[2].partition("</h1>")[0]


def test_a_wrong_address_is_answered_in_words(office: Office, desk: SignIn) -> None:
    answer = desk(office.chief).get("/khong-co/<script>alert(1)</script>/")
    assert (answer.status_code, heading(answer)) == (404, "Không tìm thấy trang")
    assert "<script>" not in answer.content.decode().replace("<script src", "")


def test_a_stranger_is_answered_the_same_way(db: None) -> None:
    assert heading(Client().get("/khong-co/")) == "Không tìm thấy trang"


def test_our_own_fault_is_answered_without_the_database() -> None:
    answer = errors.server_error(RequestFactory().get("/"))
    assert (answer.status_code, heading(answer)) == (500, "Hệ thống vừa gặp trục trặc")


@pytest.mark.django_db
def test_a_page_for_others_says_whom_to_ask() -> None:
    answer = errors.forbidden(RequestFactory().get("/"))
    assert (answer.status_code, heading(answer)) == (403, "Tài khoản này không được xem trang này")
