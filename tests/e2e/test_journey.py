"""A member of staff's Word file becomes a page that anyone can check, walked in a real browser as a newcomer would."""

import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from playwright.sync_api import Page, expect

from chauphe.demo.model import DATA
from tests.e2e.demonstration import Box, running
from tests.rigs.browser import OpenPage

WORD = DATA / "word" / "ngay-khong-hen-ban-cuoi.docx"
WIDTHS = (1280, 360)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def box(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    home = tmp_path_factory.mktemp("demo") / "demo"
    database = ""
    if request.param == "postgresql":
        database = own_database(request.getfixturevalue("postgres_url"))
    with running(home, database) as started:
        yield started


def own_database(url: str) -> str:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE chauphe_demo")
    parts = urlsplit(url)
    return parts._replace(path="/chauphe_demo").geturl()


def enter(page: Page, box: Box, who: str) -> None:
    page.goto(box.links[who])
    page.get_by_role("button", name="Vào").click()
    page.wait_for_url(f"{box.desk}/")


def verify(box: Box) -> subprocess.CompletedProcess[str]:
    site = box.home / "site" / "snv-anhai"
    return subprocess.run(
        [sys.executable, "-m", "chauphe", "verify", str(site), "--no-state"],
        capture_output=True,
        text=True,
        check=False,
    )


def live(address: str) -> str:
    """Return the page at a public address once it is there."""
    for _ in range(100):
        try:
            with urllib.request.urlopen(address) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError:
            time.sleep(0.1)
    raise AssertionError(address)


def write_from_word(page: Page, box: Box, title: str) -> str:
    """Upload the Word file, give the picture what it lacks, and hand the draft in; return the item's address."""
    enter(page, box, "contributor")
    page.goto(f"{box.desk}/viet/")
    page.set_input_files("input[type=file]", WORD)
    page.wait_for_url("**/viet/*-*/")
    page.get_by_label("Tiêu đề").fill(title)
    page.get_by_label("Mô tả ảnh").fill("Ba quầy tiếp dân, hai người đang chờ trước quầy")
    page.get_by_label("Nguồn ảnh").fill("Tranh minh họa của Ban biên tập")
    expect(page.get_by_text("Ảnh số 1 chưa")).to_have_count(0)
    page.get_by_role("button", name="Gửi", exact=True).first.click()
    page.wait_for_url("**/tin-bai/*/")
    return page.url


def decide(page: Page, box: Box, who: str, address: str, button: str) -> None:
    """Enter as somebody, open the item from what waits for them, and press the one button: two taps."""
    enter(page, box, who)
    page.locator(f'main a[href="{urlsplit(address).path}"]').first.click()
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_load_state()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_word_file_becomes_a_page_that_anyone_can_check(browser_page: OpenPage, box: Box, width: int) -> None:
    title = f"Ngày không hẹn ở phường Cửa Hải, bản {width}"
    page = browser_page(width=width)
    address = write_from_word(page, box, title)
    decide(page, box, "member", address, "Trình")
    decide(page, box, "deputy", address, "Duyệt nội dung và trình")
    decide(page, box, box.signer, address, "Phê duyệt")
    decide(page, box, "secretary", address, "Đăng")

    number = urlsplit(address).path.strip("/").split("/")[-1]
    path = f"/tin/ngay-khong-hen-o-phuong-cua-hai-ban-{width}-{number}/"
    assert title in live(box.site + path)
    page.goto(box.site + path)
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    expect(page.get_by_text("Vũ Đức Thịnh").first).to_be_attached()

    page.goto(f"{box.site}/kiem-tra/?trang={path}")
    expect(page.get_by_text("Trang này đúng là bản đã phê duyệt").first).to_be_visible()
    assert verify(box).returncode == 0
    one_byte_is_named(box, box.home / "site" / "snv-anhai" / path.strip("/") / "index.html", path)


def one_byte_is_named(box: Box, file: Path, path: str) -> None:
    whole = file.read_bytes()
    at = whole.index("Thứ Năm".encode()) if "Thứ Năm".encode() in whole else len(whole) // 2
    file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    found = verify(box)
    file.write_bytes(whole)
    assert found.returncode == 1
    assert f"{path.strip('/')}/index.html: tệp đã bị sửa" in found.stdout
    assert verify(box).returncode == 0


def test_the_first_page_stands_when_the_box_is_printed(box: Box) -> None:
    with urllib.request.urlopen(f"{box.site}/") as answer:
        assert "Sở Nội vụ tỉnh An Hải" in answer.read().decode()


def test_two_boards_cannot_see_each_other(browser_page: OpenPage, box: Box) -> None:
    page = browser_page(may_complain=True)
    enter(page, box, "other_chief")
    page.goto(f"{box.desk}/tin-bai/")
    assert page.get_by_text("Phòng Công chức, viên chức").count() == 0
    enter(page, box, "chief")
    page.goto(f"{box.desk}/tin-bai/")
    assert page.get_by_text("cảng cá").count() == 0
