"""Type, reload, lose the line, meet somebody else, sign in again: in a real browser, and nothing is lost."""

from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from chauphe.items import services
from chauphe.items.models import Draft
from tests import factories
from tests.desk.writing.conftest import Editor, draft_of, sign_in
from tests.factories import Office


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
    expect(writer.page.locator("#count")).to_have_text("9 từ")


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
    expect(second.page.locator("#told")).to_contain_text("đang sửa từ")
    assert "Mai Xuân Thảo đang sửa từ" in second.told()
    expect(second.page.locator("#body-editor")).to_have_attribute("contenteditable", "false")
    expect(second.page.locator("#title")).to_be_disabled()
    first.type(" Câu thứ hai.")
    first.saved()
    first.page.goto("about:blank")
    expect(second.page.locator("#title")).to_be_enabled(timeout=25_000)
    second.page.wait_for_selector("#write[data-ready]")
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
