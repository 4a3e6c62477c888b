"""Attempts to come in by name and password, and what is told to whoever makes them."""

from typing import Any

from django.test import Client

DOOR, SECOND, MINE = "/tai-khoan/dang-nhap/", "/tai-khoan/dang-nhap/buoc-hai/", "/tai-khoan/"
WRONG = "Tên đăng nhập hoặc mật khẩu không đúng."
STOPPED = "Đăng nhập sai quá nhiều lần. Hãy chờ 15 phút rồi thử lại."


def tried(name: str, password: str, *, client: Client | None = None, **extra: Any) -> str:
    """Try to sign in from a browser of its own; give what it is told: a text, or where it is led."""
    answer = (client or Client()).post(DOOR, {"login": name, "password": password}, **extra)
    if answer.status_code != 200:
        return str(answer.headers.get("Location", answer.status_code))
    page = answer.content.decode().partition('<ul class="errorlist"')[2]
    return page.partition("<li>")[2].partition("</li>")[0]
