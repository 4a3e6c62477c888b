"""The editor in a real browser: type, lose the line, meet somebody else, and nothing is lost."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from chauphe.core.item import State
from chauphe.items import services
from chauphe.items.models import Draft, Item
from chauphe.ledger.selectors import trail_of
from tests import factories
from tests.desk.writing.conftest import Editor, sign_in
from tests.factories import Office
from tests.intake.building import para, picture, png, word

SignedIn = Callable[..., Page]


def draft_of(of: Office, **content: object) -> Item:
    """Begin a draft some minutes ago."""
    return factories.item(of, at=timezone.now() - timedelta(minutes=10), **content)


def test_what_is_typed_is_saved_by_itself_and_there_after_a_reload(of: Office, editor: Editor) -> None:
    writer = editor(draft_of(of, title="", body=""), of.contributor)
    writer.page.fill("#title", "“Ngày không hẹn” ở phường Cửa Hải")
    writer.type("Bảy giờ sáng thứ Năm, ghế chờ đã kín.")
    content = writer.saved()
    assert (content["title"], content["body"]) == (
        "“Ngày không hẹn” ở phường Cửa Hải",
        "<p>Bảy giờ sáng thứ Năm, ghế chờ đã kín.</p>",
    )
    writer.page.reload()
    expect(writer.page.locator("#body-editor")).to_have_text("Bảy giờ sáng thứ Năm, ghế chờ đã kín.")
    expect(writer.page.locator("#count")).to_have_text("9 chữ")


def test_what_was_typed_the_instant_before_a_reload_is_not_lost(of: Office, editor: Editor) -> None:
    writer = editor(draft_of(of), of.contributor)
    writer.type(" Chữ cuối cùng.")
    writer.page.reload()
    writer.page.wait_for_selector("#write[data-ready]")
    expect(writer.page.locator("#body-editor")).to_contain_text("Chữ cuối cùng.")
    assert writer.saved()["body"].endswith("Chữ cuối cùng.</p>")


def test_a_crash_while_offline_loses_nothing(of: Office, editor: Editor) -> None:
    writer = editor(draft_of(of), of.contributor, may_complain=True)
    context = writer.page.context
    context.set_offline(True)
    writer.type(" Viết khi mất mạng.")
    expect(writer.page.locator("#told")).to_contain_text("Mất kết nối.")
    expect(writer.page.locator("#status")).to_have_text("Đang giữ trên máy này")
    address = writer.page.url
    writer.page.close(run_before_unload=False)
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    expect(again.locator("#told")).to_contain_text("Đã khôi phục phần chưa kịp lưu")
    expect(again.locator("#body-editor")).to_contain_text("Viết khi mất mạng.")
    again.wait_for_selector("#status[data-state=saved]")
    assert "Viết khi mất mạng." in writer.draft().content["body"]
    again.get_by_role("button", name="Bỏ phần này").click()
    again.wait_for_selector("#status[data-state=changed]")
    again.wait_for_selector("#status[data-state=saved]")
    assert writer.draft().content["body"] == factories.BODY


def test_back_online_it_is_saved_without_a_hand(of: Office, editor: Editor) -> None:
    writer = editor(draft_of(of), of.contributor, may_complain=True)
    writer.page.context.set_offline(True)
    writer.type(" Một câu.")
    expect(writer.page.locator("#told")).to_contain_text("Mất kết nối.")
    writer.page.context.set_offline(False)
    writer.saved()
    assert (writer.draft().content["body"].endswith("Một câu.</p>"), writer.told()) == (True, "")


def test_of_two_people_the_second_reads_along_until_the_pen_is_free(of: Office, editor: Editor) -> None:
    item = draft_of(of)
    first = editor(item, of.contributor)
    first.type(" Câu thứ nhất.")
    first.saved()
    second = editor(item, of.member, may_complain=True)
    expect(second.page.locator("#told")).to_contain_text("đang sửa, từ")
    assert "Mai Xuân Thảo đang sửa, từ" in second.told()
    expect(second.page.locator("#body-editor")).to_have_attribute("contenteditable", "false")
    expect(second.page.locator("#title")).to_be_disabled()
    first.type(" Câu thứ hai.")
    first.saved()
    first.page.goto("about:blank")
    expect(second.page.locator("#title")).to_be_enabled(timeout=25_000)
    expect(second.page.locator("#body-editor")).to_contain_text("Câu thứ hai.")
    second.type(" Câu của người sau.")
    assert second.saved()["body"].endswith("Câu thứ nhất. Câu thứ hai. Câu của người sau.</p>")


def test_a_newer_text_is_never_overwritten_unasked(of: Office, editor: Editor) -> None:
    writer = editor(draft_of(of), of.contributor, may_complain=True)
    newer = Draft.objects.get(item=writer.item)
    content = newer.content | {"title": "Bản mới hơn"}
    services.save(writer.item.pk, content, board=of.board, by=of.contributor, at=timezone.now(), version=newer.version)
    writer.type(" Bản của tôi.")
    expect(writer.page.locator("#told")).to_contain_text("đã lưu bản mới hơn")
    assert writer.draft().content["title"] == "Bản mới hơn"
    writer.page.get_by_role("button", name="Dùng bản ở đây").click()
    writer.page.wait_for_selector("#status[data-state=saved]")
    assert writer.draft().content["body"].endswith("Bản của tôi.</p>")


def test_after_signing_in_again_in_another_tab_writing_goes_on(of: Office, editor: Editor, live_server: object) -> None:
    writer = editor(draft_of(of), of.contributor, may_complain=True)
    Session.objects.all().delete()
    writer.type(" Viết sau khi hết phiên.")
    expect(writer.page.locator("#told")).to_contain_text("Phiên làm việc đã hết.")
    assert "hết phiên" not in writer.draft().content["body"]
    sign_in(writer.page, of.contributor, live_server.url)  # type: ignore[attr-defined]  # pytest-django's own
    writer.saved()
    assert writer.draft().content["body"].endswith("hết phiên.</p>")


def test_the_page_of_one_person_is_not_saved_in_the_name_of_another(
    of: Office, editor: Editor, live_server: object
) -> None:
    writer = editor(draft_of(of), of.contributor, may_complain=True)
    sign_in(writer.page, of.member, live_server.url)  # type: ignore[attr-defined]  # pytest-django's own
    writer.type(" Của ai đây.")
    expect(writer.page.locator("#told")).to_contain_text("Huỳnh Thị Ngữ")
    assert "Của ai đây" not in writer.draft().content["body"]


def test_tools_do_what_their_words_say(of: Office, editor: Editor) -> None:
    writer = editor(draft_of(of, body=""), of.contributor)
    page = writer.page
    tool = page.get_by_role("toolbar", name="Định dạng")
    page.locator("#body-editor").click()
    page.keyboard.type("Kết quả")
    tool.get_by_role("button", name="Mục", exact=True).click()
    page.get_by_role("menuitemradio", name="Mục", exact=True).click()
    page.keyboard.press("Enter")
    tool.get_by_role("button", name="Đậm").click()
    page.keyboard.type("Một")
    page.keyboard.press("ControlOrMeta+b")
    page.keyboard.type(" hai")
    page.keyboard.press("Enter")
    tool.get_by_role("button", name="Danh sách").click()
    page.get_by_role("menuitemcheckbox", name="Đánh số").click()
    page.keyboard.type("Bước đầu")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("ControlOrMeta+k")
    page.get_by_label("Địa chỉ").fill("anhai.example/tin")
    page.get_by_label("Chữ hiện ra").fill("cổng tin")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    tool.get_by_role("button", name="Bảng").click()
    page.get_by_role("menuitem", name="Chèn bảng vào đây").click()
    page.keyboard.type("Tháng")
    assert writer.saved()["body"] == (
        "<h2>Kết quả</h2><p><strong>Một</strong> hai</p><ol><li>Bước đầu</li></ol>"
        '<p><a href="https://anhai.example/tin">cổng tin</a></p>'
        '<table><thead><tr><th scope="col">Tháng</th><th scope="col"></th><th scope="col"></th></tr></thead>'
        "<tbody><tr><td></td><td></td><td></td></tr><tr><td></td><td></td><td></td></tr></tbody></table>"
    )
    tool.get_by_role("button", name="Hoàn tác").click()
    page.wait_for_selector("#status[data-state=changed]")
    assert "<table>" not in writer.saved()["body"]


def test_the_toolbar_is_one_stop_with_arrows_within(of: Office, editor: Editor) -> None:
    page = editor(draft_of(of), of.contributor).page
    stops = page.locator("#tools .row > button[tabindex='0']")
    expect(stops).to_have_count(1)
    stops.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(":focus")).to_have_text("Đậm")
    page.keyboard.press("End")
    expect(page.locator(":focus")).to_have_attribute("aria-label", "Làm lại")
    page.keyboard.press("ArrowRight")
    expect(page.locator(":focus")).to_have_text("Mục")
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_attribute("role", "menuitemradio")
    page.keyboard.press("Escape")
    expect(page.locator(":focus")).to_have_text("Mục")
    expect(stops).to_have_count(1)


NORMAL, ITEM = "<p class=MsoNormal style='margin:0'>", "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'>"
DOT = "<![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span><![endif]>"
WORD_CLIPBOARD = f"""<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p{{color:red}}</style></head>
<body><!--StartFragment--><h1 style='mso-style-name:x'>Tiêu đề lớn</h1>
{NORMAL}<b style='mso-bidi-font-weight:normal'>Đậm</b> và
<span style='font-weight:bold;color:red'>đậm nữa</span><o:p></o:p></p>
{ITEM}{DOT}Một</p>
{ITEM}{DOT}Hai</p>
{ITEM.replace("l0", "l1")}{DOT.replace("·", "1.")}Bước</p>
<p style='display:none'>Ẩn</p><script>alert(1)</script><img src="file:///C:/anh.png" onerror="alert(1)">
<!--EndFragment--></body></html>"""


def paste(page: Page, html: str, text: str = "x") -> None:
    """Paste into the text, as a word processor puts it on the clipboard."""
    page.locator("#body-editor").click()
    page.evaluate(
        """([html, text]) => {
          const data = new DataTransfer();
          data.setData("text/html", html);
          data.setData("text/plain", text);
          const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
          document.getElementById("body-editor").dispatchEvent(event);
        }""",
        [html, text],
    )


def test_a_paste_from_word_arrives_plain(of: Office, editor: Editor) -> None:
    writer = editor(draft_of(of, body=""), of.contributor)
    paste(writer.page, WORD_CLIPBOARD)
    assert writer.saved()["body"] == (
        "<h2>Tiêu đề lớn</h2><p><strong>Đậm</strong> và <strong>đậm nữa</strong></p>"
        "<ul><li>Một</li><li>Hai</li></ul><ol><li>Bước</li></ol>"
    )


def test_a_paste_of_five_megabytes_is_turned_away_and_the_page_lives(of: Office, editor: Editor) -> None:
    writer = editor(draft_of(of), of.contributor)
    paste(writer.page, "<p><b>Đoạn</b> văn dán từ nơi khác.</p>" * 130_000)
    expect(writer.page.locator("#told")).to_contain_text("quá dài")
    writer.type(" Vẫn viết được.")
    assert writer.saved()["body"] == factories.BODY.replace("</p>", " Vẫn viết được.</p>")


def test_a_picture_comes_in_with_its_words_and_leads(of: Office, editor: Editor, tmp_path: Path) -> None:
    writer = editor(draft_of(of), of.contributor)
    page = writer.page
    (tmp_path / "lop-hoc.png").write_bytes(png(640, 480))
    with page.expect_file_chooser() as chooser:
        page.get_by_role("toolbar").get_by_role("button", name="Ảnh").click()
    chooser.value.set_files(tmp_path / "lop-hoc.png")
    card = page.locator("#body-editor .shot")
    card.get_by_label("Mô tả ảnh").fill("Học viên thực hành hàn")
    card.get_by_label("Nguồn ảnh").fill("Trung tâm cung cấp")
    card.get_by_label("Ảnh đại diện trong danh sách").check()
    image = writer.saved()["images"][0]
    assert (image["alt"], image["credit"], image["lead"]) == ("Học viên thực hành hàn", "Trung tâm cung cấp", True)
    assert page.evaluate("() => document.querySelector('#body-editor .shot img').naturalWidth") > 0
    card.get_by_role("button", name="Bỏ ảnh").click()
    page.wait_for_selector("#status[data-state=changed]")
    # It still leads: it now stands above the text, until it is taken away there too.
    expect(page.locator("#lead-slot .shot")).to_have_count(1)
    page.locator("#lead-slot").get_by_role("button", name="Bỏ ảnh").click()
    page.wait_for_timeout(200)
    assert writer.saved()["images"] == []


def test_a_picture_let_fall_on_the_text_is_uploaded(of: Office, editor: Editor) -> None:
    writer = editor(draft_of(of), of.contributor)
    data = list(png(64, 64))
    writer.page.evaluate(
        """(bytes) => {
          const data = new DataTransfer();
          data.items.add(new File([new Uint8Array(bytes)], "a.png", { type: "image/png" }));
          const text = document.getElementById("body-editor");
          const { left, top } = text.getBoundingClientRect();
          const where = { clientX: left + 20, clientY: top + 10, dataTransfer: data, bubbles: true, cancelable: true };
          text.dispatchEvent(new DragEvent("drop", where));
        }""",
        data,
    )
    expect(writer.page.locator("#body-editor .shot")).to_have_count(1)
    writer.page.wait_for_selector("#status[data-state=changed]")
    assert len(writer.saved()["images"]) == 1


def test_a_bad_picture_is_refused_in_words(of: Office, editor: Editor, tmp_path: Path) -> None:
    writer = editor(draft_of(of), of.contributor, may_complain=True)
    (tmp_path / "hong.png").write_bytes(b"<svg><script>alert(1)</script></svg>")
    with writer.page.expect_file_chooser() as chooser:
        writer.page.get_by_role("toolbar").get_by_role("button", name="Ảnh").click()
    chooser.value.set_files(tmp_path / "hong.png")
    expect(writer.page.locator("#told")).to_contain_text("hong.png: ")
    expect(writer.page.locator("#body-editor .shot")).to_have_count(0)


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
    expect(page.locator("#review")).to_contain_text("Đã mang sang nguyên vẹn")
    assert Draft.objects.get().imported["name"] == "Bản tin.docx"


def test_what_a_word_file_lost_is_ticked_off_for_good(of: Office, editor: Editor) -> None:
    note = {"kind": "smartart", "severity": "review", "params": {}, "quote": "Người lao động"}
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


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_shut_out_of_writing(of: Office, signed_in: SignedIn, width: int, scheme: str) -> None:
    asset = factories.picture(of, by=of.contributor)
    row = {"sha256": asset.sha256, "alt": "", "caption": "", "credit": "", "lead": False}
    table = "<table><thead><tr><th>Tháng</th></tr></thead><tbody><tr><td>402</td></tr></tbody></table>"
    figure = f'<figure data-image="{asset.sha256}"></figure>'
    body = f'<h2>Kết quả</h2><p>Chữ <a href="https://a.example/">đây</a></p>{table}{figure}'
    item = draft_of(of, kind="legal_document", body=body, images=[row], document={"issued": "32/1"})
    note = {"kind": "smartart", "severity": "review", "params": {}, "quote": "Chữ"}
    Draft.objects.filter(item=item).update(
        imported={"name": "a.docx", "bytes": 9, "notes": [note], "counts": {"words": 9}}
    )
    back = factories.item(of, State.IN_EDITING, at=timezone.now() - timedelta(hours=9))
    factories.returned(of, back, by=of.member, at=timezone.now() - timedelta(hours=1))
    page = signed_in(of.contributor, reverse("desk:write", args=[item.pk]), width=width, color_scheme=scheme)
    page.wait_for_selector("#write[data-ready]")
    addresses = ["", reverse("desk:write-preview", args=[item.pk]), "/viet/", "/ban-thao/"]
    for address in addresses:
        if address:
            page.goto(page.url.split("/viet/")[0].split("/ban-thao/")[0] + address)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0


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
    assert writer.draft().imported["notes"][0]["looked"] is True
