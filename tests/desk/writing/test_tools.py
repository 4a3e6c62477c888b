"""The editor's tools, what is pasted into it, and its pictures, in a real browser."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests import factories
from tests.desk.writing.conftest import Editor, draft_of
from tests.factories import Office
from tests.intake.building import png


def test_tools_do_what_their_words_say(of: Office, editor: Editor) -> None:
    writer = editor(draft_of(of, body=""), of.contributor)
    page = writer.page
    tool = page.get_by_role("toolbar", name="Định dạng")
    page.locator("#body-editor").click()
    page.keyboard.type("Kết quả")
    tool.get_by_role("button", name="Đề mục", exact=True).click()
    page.get_by_role("menuitemradio", name="Đề mục", exact=True).click()
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
    page.get_by_label("Chữ hiển thị").fill("cổng tin")
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
    expect(page.locator(":focus")).to_have_text("Đề mục")
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_attribute("role", "menuitemradio")
    page.keyboard.press("Escape")
    expect(page.locator(":focus")).to_have_text("Đề mục")
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
