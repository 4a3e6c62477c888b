"""From an empty folder to a chief at the desk: found, invite, set a password on a telephone, sign in."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from chauphe.people.charter import EXAMPLE
from tests.rigs.browser import OpenPage, faults

PASSWORD = "nắng sớm trên cửa biển"


class Install:
    """A whole install in a folder of its own, worked on by the command line alone."""

    def __init__(self, home: Path) -> None:
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("CHAUPHE_", "DATABASE_URL"))}
        own = {"CHAUPHE_HOME": str(home), "CHAUPHE_HTTPS": "no", "PYTHONPATH": os.pathsep.join(sys.path)}
        self.env = {**clean, **own, "DJANGO_SETTINGS_MODULE": "chauphe.config.settings"}
        self.port = _free()

    def run(self, *words: str) -> str:
        done = subprocess.run([sys.executable, "-m", "chauphe", *words], env=self.env, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    def invited(self, login: str) -> str:
        return self.run("board", "invite", "so-mau", login, "--desk", self.address).splitlines()[0]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture
def install(tmp_path: Path) -> Iterator[Install]:
    made = Install(tmp_path / "home")
    made.run("manage", "migrate", "-v", "0")
    made.run("board", "found", str(EXAMPLE))
    desk = subprocess.Popen([sys.executable, "-m", "chauphe", "desk", "--port", str(made.port)], env=made.env)
    try:
        _wait(made.port, desk)
        yield made
    finally:
        desk.terminate()
        desk.wait(20)


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, desk: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until and desk.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the desk does not answer")


def test_an_empty_folder_becomes_a_desk_with_its_chief(install: Install, browser_page: OpenPage) -> None:
    shots = os.environ.get("CHAUPHE_SHOTS_TEST")
    for width, login, name in ((360, "mau.tran", "Trần Văn Mẫu"), (1280, "vi.le", "Lê Thị Ví Dụ")):
        link = install.invited(login)
        page = browser_page(width=width)
        page.goto(link)
        assert page.url == f"{install.address}/tai-khoan/moi/dat/"
        assert page.locator("#id_username").input_value() == login
        assert page.evaluate("document.documentElement.scrollWidth") == width
        _shot(page, shots, f"{width}-form")
        page.get_by_label("Mật khẩu mới", exact=True).fill("ngắn")
        page.get_by_label("Nhập lại mật khẩu mới").fill("ngắn")
        page.get_by_role("button", name="Đặt mật khẩu").click()
        assert "ít nhất 14 ký tự" in page.locator(".errorlist").inner_text()
        assert faults(page) == []
        _shot(page, shots, f"{width}-short")
        page.get_by_label("Hiện mật khẩu đang gõ").check()
        assert page.get_by_label("Mật khẩu mới", exact=True).get_attribute("type") == "text"
        page.get_by_label("Mật khẩu mới", exact=True).fill(PASSWORD)
        page.get_by_label("Nhập lại mật khẩu mới").fill(PASSWORD)
        page.get_by_role("button", name="Đặt mật khẩu").click()
        assert page.get_by_role("status").inner_text().startswith(f"Đã đặt mật khẩu cho {name}.")
        _shot(page, shots, f"{width}-door")
        page.get_by_label("Tên đăng nhập").fill(login)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập", exact=True).click()
        # Whoever can decide sets up a device first; nothing else is theirs to do until then.
        assert page.url == f"{install.address}/tai-khoan/"
        page.goto(f"{install.address}/")
        assert page.url == f"{install.address}/tai-khoan/"
        _shot(page, shots, f"{width}-desk")
        again = browser_page(width=width, may_complain=True)
        assert (response := again.goto(link)) and response.status == 410
        assert faults(again) == []
        _shot(again, shots, f"{width}-dead")


def _shot(page: object, folder: str | None, name: str) -> None:
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)  # type: ignore[attr-defined]
