"""From a Word file to a draft that has gone on, in a real browser, for everybody and on every screen."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from chauphe.core.moves import State
from chauphe.items.models import Draft, Item
from chauphe.ledger.selectors import trail_of
from tests import factories
from tests.desk.test_browser import SMALL
from tests.desk.writing.conftest import Editor, SignedIn, draft_of
from tests.factories import Office
from tests.intake.building import para, picture, png, word
from tests.rigs.browser import faults


def test_a_word_file_let_fall_on_the_page_opens_as_a_draft(of: Office, signed_in: SignedIn) -> None:
    page = signed_in(of.contributor, "/viet/")
    data = word(para("Lớp khai giảng") + para("Sáng 20/11, 180 học viên.") + para(picture()), media=[("a.png", png())])
    page.evaluate(
        """(bytes) => {
          const data = new DataTransfer();
          data.items.add(new File([new Uint8Array(bytes)], "Bản tin.docx"));
          document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }""",
        list(data),
    )
    page.wait_for_selector("#write[data-ready]")
    expect(page.locator("#body-editor")).to_contain_text("180 học viên.")
    expect(page.locator("#body-editor .shot")).to_have_count(1)
    expect(page.locator("#review")).to_contain_text("Bản tin.docx")
    expect(page.locator("#review")).to_contain_text("Đã chuyển sang nguyên vẹn")
    assert Draft.objects.get().imported["name"] == "Bản tin.docx"


def test_what_a_word_file_lost_is_ticked_off_for_good(of: Office, editor: Editor) -> None:
    note = {"kind": "symbols", "severity": "review", "params": {"count": 1}, "quote": "Người lao động"}
    item = draft_of(of)
    Draft.objects.filter(item=item).update(imported={"name": "a.docx", "bytes": 9, "notes": [note], "counts": {}})
    writer = editor(item, of.contributor)
    expect(writer.page.locator("#body-editor .pinned")).to_have_attribute("data-pin", "1")
    writer.page.get_by_label("Đã xem").check()
    writer.saved()
    expect(writer.page.locator("#way")).to_contain_text("Không còn thiếu gì.")
    expect(writer.page.locator("#body-editor .pinned")).to_have_count(0)
    assert writer.draft().imported["notes"][0]["looked"] is True


def test_handing_in_with_a_double_click_is_one_act(of: Office, editor: Editor) -> None:
    writer = editor(draft_of(of), of.contributor)
    writer.type(" Câu cuối trước khi gửi.")
    writer.page.locator("#way [name=step]").dblclick()
    writer.page.wait_for_url("**/tin-bai/*/")
    fresh = factories.fresh(writer.item)
    assert (fresh.state, "Câu cuối trước khi gửi." in fresh.current.content) == (State.IN_EDITING, True)
    assert [record["act"] for record in trail_of(writer.item.pk, board=of.board)] == ["submit"]
    assert writer.page.evaluate("() => localStorage.length") == 0


def test_a_refused_step_says_why_beside_the_text(of: Office, editor: Editor) -> None:
    item = factories.item(of, by=of.member, at=timezone.now() - timedelta(minutes=5))
    writer = editor(item, of.member, may_complain=True)
    writer.page.fill("#title", "")
    writer.type(" Không mất đâu.")
    writer.page.locator("#way [name=step]").click()
    expect(writer.page.locator("#told")).to_contain_text("Quy ước của Ban biên tập")
    expect(writer.page.locator("#body-editor")).to_contain_text("Không mất đâu.")
    writer.page.fill("#title", "Đã có tiêu đề")
    writer.page.locator("#way [name=step]").click()
    writer.page.wait_for_url("**/tin-bai/*/")
    assert factories.fresh(item).state == State.IN_MODERATION


def test_authors_are_chosen_and_shares_divided(of: Office, editor: Editor) -> None:
    writer = editor(draft_of(of), of.contributor)
    page = writer.page
    for name in ("Bùi Công Luận", "Người Ngoài Ban"):
        page.get_by_role("button", name="Thêm tác giả").click()
        page.keyboard.type(name)
    page.get_by_role("button", name="Chia đều").click()
    authors = writer.saved()["authors"]
    assert [(author["name"], author["share"], bool(author["person"])) for author in authors] == [
        ("Mai Xuân Thảo", 34, True),
        ("Bùi Công Luận", 33, True),
        ("Người Ngoài Ban", 33, False),
    ]


def test_facts_of_a_document_appear_with_its_kind(of: Office, editor: Editor) -> None:
    writer = editor(draft_of(of), of.contributor)
    page = writer.page
    expect(page.locator("#document")).to_be_hidden()
    page.select_option("#kind", "legal_document")
    page.get_by_label("Ngày ban hành").fill("20/11/2026")
    page.get_by_label("Số, ký hiệu").fill("1847/QĐ-SNV")
    content = writer.saved()
    assert (content["document"]["issued"], content["document"]["number"]) == ("2026-11-20", "1847/QĐ-SNV")
    expect(page.locator("#review")).to_contain_text("Văn bản")


def test_the_preview_opens_with_what_was_just_typed(of: Office, editor: Editor) -> None:
    writer = editor(draft_of(of), of.contributor)
    writer.type(" Vừa gõ xong.")
    with writer.page.context.expect_page() as opened:
        writer.page.get_by_role("button", name="Xem trước").click()
    expect(opened.value.locator("article")).to_contain_text("Vừa gõ xong.")


@pytest.fixture
def busy(of: Office) -> Item:
    """Give a draft in which everything is to be seen that a writer may meet, beside one that was returned."""
    asset = factories.picture(of, by=of.contributor)
    row = {"sha256": asset.sha256, "alt": "", "caption": "", "credit": "", "lead": False}
    table = "<table><thead><tr><th>Tháng</th></tr></thead><tbody><tr><td>402</td></tr></tbody></table>"
    figure = f'<figure data-image="{asset.sha256}"></figure>'
    body = f'<h2>Kết quả</h2><p>Chữ <a href="https://a.example/">đây</a></p>{table}{figure}'
    item = draft_of(of, kind="legal_document", body=body, images=[row], document={"issued": "32/1"})
    note = {"kind": "smartart", "severity": "review", "params": {}, "quote": "Chữ"}
    imported = {"name": "a.docx", "bytes": 9, "notes": [note], "counts": {"words": 9}}
    Draft.objects.filter(item=item).update(imported=imported)
    back = factories.item(of, State.IN_EDITING, at=timezone.now() - timedelta(hours=9))
    factories.returned(of, back, by=of.member, at=timezone.now() - timedelta(hours=1))
    return item


def screens(of: Office, busy: Item, signed_in: SignedIn, **options: object) -> Iterator[Page]:
    """Open every screen of writing, one after the other."""
    page = signed_in(of.contributor, reverse("desk:write", args=[busy.pk]), **options)
    page.wait_for_selector("#write[data-ready]")
    yield page
    home = page.url.split("/viet/")[0]
    for address in (reverse("desk:write-preview", args=[busy.pk]), "/viet/", "/ban-thao/"):
        page.goto(home + address)
        yield page


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_shut_out_of_writing(of: Office, busy: Item, signed_in: SignedIn, width: int, scheme: str) -> None:
    for page in screens(of, busy, signed_in, width=width, color_scheme=scheme):
        assert faults(page) == []


@pytest.mark.parametrize("width", [320, 360, 768, 1024, 1280])
def test_nothing_is_too_small_to_touch_or_sticks_out(of: Office, busy: Item, signed_in: SignedIn, width: int) -> None:
    for page in screens(of, busy, signed_in, width=width):
        assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
        assert page.evaluate(SMALL) == []


def test_without_scripts_the_form_still_works(of: Office, signed_in: SignedIn, tmp_path: Path) -> None:
    item = draft_of(of)
    page = signed_in(of.contributor, reverse("desk:write", args=[item.pk]), java_script_enabled=False)
    expect(page.locator("noscript, .notice.plain").first).to_be_visible()
    page.fill("#body", "<p>Viết không cần <b>JavaScript</b>.</p>")
    (tmp_path / "a.png").write_bytes(png())
    page.set_input_files("[name=new-picture]", tmp_path / "a.png")
    page.get_by_role("button", name="Lưu", exact=True).click()
    content = Draft.objects.get(item=item).content
    assert content["body"].startswith("<p>Viết không cần <strong>JavaScript</strong>.</p><figure")
    page.get_by_label("Mô tả ảnh").fill("Lớp học")
    page.get_by_label("Nguồn ảnh").fill("An")
    page.locator("#way [name=step]").click()
    assert factories.fresh(item).state == State.IN_EDITING
    assert settings.SESSION_COOKIE_HTTPONLY


def test_a_hole_that_word_left_is_filled_with_a_picture(of: Office, editor: Editor, tmp_path: Path) -> None:
    item = draft_of(of, body="<p>Một</p><p>[Sơ đồ SmartArt nằm ở chỗ này]</p><p>Hai</p>")
    note = {"kind": "smartart", "severity": "review", "params": {}, "quote": "[Sơ đồ SmartArt nằm ở chỗ này]"}
    Draft.objects.filter(item=item).update(imported={"name": "a.docx", "bytes": 9, "notes": [note], "counts": {}})
    writer = editor(item, of.contributor)
    expect(writer.page.locator("#body-editor p.hole")).to_have_attribute("data-pin", "1")
    (tmp_path / "so-do.png").write_bytes(png(320, 200))
    with writer.page.expect_file_chooser() as chooser:
        writer.page.locator("#review").get_by_role("button", name="Thay bằng ảnh").click()
    chooser.value.set_files(tmp_path / "so-do.png")
    expect(writer.page.locator("#body-editor p.hole")).to_have_count(0)
    writer.page.wait_for_selector("#status[data-state=changed]")
    content = writer.saved()
    sha256 = content["images"][0]["sha256"]
    assert content["body"] == f'<p>Một</p><figure data-image="{sha256}"></figure><p>Hai</p>'
    expect(writer.page.locator("#review")).to_contain_text("Đã xem lại 1 chỗ")
