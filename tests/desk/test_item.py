"""The letter: the frozen copy as it will appear, what changed, who may see it, and what it offers to whom."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings
from django.test import Client

from chauphe.core.moves import State
from chauphe.items import services
from chauphe.items.models import Asset, Item, Revision
from chauphe.ledger.selectors import entries
from chauphe.people.models import Person
from chauphe.public.fragment import fragment
from chauphe.public.site import item_path
from tests import factories
from tests.desk.conftest import SignIn
from tests.factories import MORNING, Office


def page(client: Client, item: Item, query: str = "") -> str:
    response = client.get(f"/tin-bai/{item.number}/{query}")
    assert response.status_code == 200
    return response.content.decode()


def button(shown: str) -> str:
    """Give the words of the button that takes the item on; "" if there is none."""
    form = shown.partition('id="quyet-dinh"')[2].partition("</form>")[0]
    return unescape(form.partition("<button")[2].partition(">")[2].partition("</button>")[0])


def content(item: Item) -> dict[str, object]:
    current = factories.fresh(item).current
    assert current is not None
    found: dict[str, object] = json.loads(current.content)
    return found


def test_the_copy_shown_is_the_sealed_part_of_the_page(office: Office, desk: SignIn) -> None:
    asset = factories.picture(office, by=office.contributor)
    image = {"sha256": asset.sha256, "alt": "Ảnh", "caption": "Lớp học", "credit": "An", "lead": True}
    item = factories.item(office, State.AWAITING_SIGN_OFF, images=[image])
    head, mark, rest = fragment(content(item), published=None, beside=f"/tin-bai/{item.number}/1/").partition(
        "</header>"
    )
    shown = page(desk(office.chief), item)
    assert shown.count(head + mark) == 1
    assert shown.count(rest) == 1


@pytest.mark.parametrize(
    ("state", "who", "words"),
    [
        (State.IN_EDITING, "member", "Trình"),
        (State.IN_MODERATION, "deputy", "Duyệt nội dung và trình"),
        (State.AWAITING_SIGN_OFF, "chief", "Phê duyệt"),
        (State.SIGNED_OFF, "secretary", "Đăng"),
        (State.DRAFT, "contributor", "Gửi"),
        (State.AWAITING_SIGN_OFF, "deputy", ""),
        (State.PUBLISHED, "chief", ""),
    ],
)
def test_the_bar_offers_the_step_of_its_reader(
    office: Office, desk: SignIn, state: State, who: str, words: str
) -> None:
    item = factories.item(office, state)
    assert button(page(desk(getattr(office, who)), item)) == words


def controls(shown: str) -> list[tuple[str, str]]:
    """Give look and words of what stands at the bottom edge."""
    bar = shown.partition('<section class="decide"')[2].partition("</section>")[0]
    return re.findall(r'class="(button[^"]*)"[^>]*>([^<]+)<', bar)


def test_a_returned_draft_is_mended_before_handed_in(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    factories.returned(office, item, by=office.chief, at=MORNING + timedelta(days=1))
    mine, theirs = page(desk(office.contributor), item), page(desk(office.chief), item)
    assert controls(mine) == [("button outline", "Gửi"), ("button", "Sửa nội dung")]
    assert (mine.count("<b>Trả lại, chờ bà sửa</b>"), controls(theirs)) == (1, [])
    assert theirs.count("<b>Trả lại, chờ người viết sửa</b>") == 1


def test_what_lacks_something_is_opened_for_writing(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.IN_EDITING, authors=[])
    assert controls(page(desk(office.member), item))[-1] == ("button", "Sửa nội dung")


def test_only_the_approval_is_vermilion(office: Office, desk: SignIn) -> None:
    steps = {State.IN_EDITING: office.member, State.IN_MODERATION: office.deputy, State.SIGNED_OFF: office.secretary}
    shown = [page(desk(person), factories.item(office, state)) for state, person in steps.items()]
    approval = page(desk(office.chief), factories.item(office, State.AWAITING_SIGN_OFF))
    assert ["approve" in each for each in (*shown, approval)] == [False, False, False, True]


def test_the_line_above_names_capacity_clause_and_digest(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    digest = factories.seen(item)
    bar = page(desk(office.chief), item).partition('<section class="decide"')[2].partition("</p>")[0]
    words = unescape(re.sub(r"<[^>]+>", "", bar.partition("<p>")[2])).replace("\u00a0", " ")
    assert words == f"Phê duyệt với tư cách Trưởng Ban biên tập, Điều 3, bản {digest[:4]} {digest[4:8]}"


def test_reading_decides_nothing(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    before = entries(office.board).count()
    reader = desk(office.chief)
    for address in ("", "?sua=1", "quyet-dinh/?verb=sign_off", "dang/"):
        reader.get(f"/tin-bai/{item.number}/{address}")
    assert factories.fresh(item).state == State.AWAITING_SIGN_OFF
    assert entries(office.board).count() == before


def test_another_units_draft_is_not_found(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.DRAFT)
    reader = desk(office.other_contributor)
    found = [reader.get(f"/tin-bai/{item.number}/{address}").status_code for address in ("", "?sua=1", "1/mau.pdf")]
    assert found == [404, 404, 404]


def test_an_impossible_number_is_not_found(office: Office, desk: SignIn) -> None:
    reader = desk(office.chief)
    addresses = ("99999999999999999999/", "999999999/", "1/99999999999999999999/x.png", "-1/", "1/1/%00.png")
    assert {reader.get(f"/tin-bai/{address}").status_code for address in addresses} == {404}


def test_another_boards_item_is_not_found(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.PUBLISHED)
    stranger = desk(factories.office("stp-anhai").chief)
    assert stranger.get(f"/tin-bai/{item.number}/").status_code == 404


def test_without_signing_in_one_is_led_to_the_door(office: Office) -> None:
    item = factories.item(office, State.PUBLISHED)
    response = Client().get(f"/tin-bai/{item.number}/")
    assert response.headers["Location"] == f"/tai-khoan/dang-nhap/?next=/tin-bai/{item.number}/"


def returned_and_mended(office: Office) -> Item:
    item = factories.item(office, State.AWAITING_SIGN_OFF, body="<p>Nộp trong tháng 12.</p>")
    factories.returned(office, item, by=office.chief, at=MORNING + timedelta(hours=5))
    body = "<p>Nộp trước ngày 15/12.</p>"
    factories.revised(office, item, by=office.contributor, at=MORNING + timedelta(hours=6), body=body, title="Tên mới")
    for verb, by in (("submit", office.contributor), ("forward", office.member), ("moderate", office.deputy)):
        act = getattr(services, verb)
        act(item.pk, board=office.board, by=by, at=MORNING + timedelta(hours=7), seen=factories.seen(item))
    return factories.fresh(item)


def test_the_chief_sees_what_changed_since_the_own_return(office: Office, desk: SignIn) -> None:
    item = returned_and_mended(office)
    shown = page(desk(office.chief), item)
    assert shown.count("Nộp <del>trong tháng 12</del> <ins>trước ngày 15/12</ins>.") == 1
    assert shown.count("so với bản bà xử lý lần trước (trả lại 20/11/2026)") == 1
    assert shown.count("<dt>Tiêu đề</dt>") == 1
    assert shown.count('aria-checked="true"') == 1


def test_the_changes_can_be_hidden_without_a_script(office: Office, desk: SignIn) -> None:
    shown = page(desk(office.chief), returned_and_mended(office), "?sua=0")
    assert shown.count("<p>Nộp trước ngày 15/12.</p>") == 1
    assert "<del>" not in shown


def test_the_next_person_sees_what_the_moderator_edited(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.IN_MODERATION, body="<p>Nộp trong tháng 12.</p>")
    at = MORNING + timedelta(hours=5)
    factories.revised(office, item, by=office.deputy, at=at, body="<p>Nộp trong tháng 11.</p>")
    services.moderate(item.pk, board=office.board, by=office.deputy, at=at, seen=factories.seen(item))
    shown = page(desk(office.chief), item)
    assert shown.count("<del>12</del> <ins>11</ins>") == 1
    assert shown.replace("\u00a0", " ").count("so với bản Huỳnh Thị Ngữ xử lý (trình 20/11/2026)") == 1


def test_what_an_item_lacks_is_said_before_anything_is_pressed(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.IN_EDITING, authors=[])
    shown = page(desk(office.member), item)
    assert shown.count("Chưa ghi tác giả.") == 1
    assert button(shown) == ""
    assert shown.count('value="return_"') == 1


def test_an_author_reads_why_somebody_else_decides(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.AWAITING_SIGN_OFF, by=office.chief)
    shown = page(desk(office.chief), item).replace("\u00a0", " ")
    assert button(shown) == ""
    assert shown.count("Trần Thị Thu Hà là người viết.") == 1
    assert button(page(desk(office.standing), item)) == "Phê duyệt"


def test_text_from_people_never_becomes_markup(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.AWAITING_SIGN_OFF, title='<img src=x onerror="alert(1)">')
    office.contributor.full_name = "<script>alert(1)</script>"
    office.contributor.save()
    factories.returned(
        office, item, by=office.chief, at=MORNING + timedelta(hours=9), reason="</q><script>alert(2)</script>"
    )
    shown = page(desk(office.chief), item) + desk(office.chief).get("/").content.decode()
    shown += desk(office.contributor).get("/").content.decode() + desk(office.chief).get("/so/").content.decode()
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown


def test_a_changed_row_is_named_and_nothing_can_be_decided(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    forged = factories.fresh(item).current
    assert forged is not None
    forged.pk, forged.number = None, 2
    forged.content = forged.content.replace("Một cửa", "Hai cửa")
    Revision.objects.bulk_create([forged])
    Item.objects.filter(pk=item.pk).update(current=forged)
    reader = desk(office.chief)
    shown = page(reader, item)
    assert shown.count("Bản lưu không khớp với mã băm đã ghi") == 1
    assert button(shown) == ""
    sent = {"verb": "sign_off", "item": item.pk, "digest": forged.digest}
    assert reader.post(f"/tin-bai/{item.number}/quyet-dinh/", sent).status_code == 409
    assert factories.fresh(item).state == State.AWAITING_SIGN_OFF


def test_the_secretary_is_shown_the_sealed_copy(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.SIGNED_OFF)
    shown = page(desk(office.secretary), item)
    assert shown.count("Bản niêm phong 20/11/2026, 12:15") == 1
    assert shown.count("Bước này không sửa nội dung.") == 1
    assert 'value="return_"' not in shown


def address(item: Item) -> str:
    row = factories.fresh(item)
    return item_path(row.kind, row.slug, row.number)


def test_a_published_item_says_where_it_stands_on_the_site(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.PUBLISHED)
    shown = page(desk(office.contributor), item)
    assert shown.count("Đang đưa lên trang thông tin.") == 1
    assert shown.count(f'href="https://snv-anhai.example{address(item)}"') == 1


def test_the_item_is_live_once_the_site_holds_this_copy(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.PUBLISHED)
    place = settings.SITES / office.board.slug / address(item).strip("/")
    place.mkdir(parents=True)
    says = (
        ("0" * 64, "Đang đưa lên trang thông tin."),
        (factories.seen(item), "Trang thông tin đang đăng đúng bản này."),
    )
    for digest, words in says:
        (place / "bang-chung.json").write_text(json.dumps({"digest": digest}))
        assert page(desk(office.contributor), item).count(words) == 1


def test_a_copy_that_cannot_be_shown_yet_says_so(office: Office, desk: SignIn) -> None:
    upload = services.Upload(Asset.Kind.PICTURE, "anh.png", "image/png", b"no picture", 8, 8)
    asset = services.keep(upload, board=office.board, by=office.contributor, at=MORNING)
    item = factories.item(office, State.IN_EDITING, images=[{"sha256": asset.sha256, "lead": True}])
    assert page(desk(office.member), item).count("Chưa hiển thị được bản này như khi đăng") == 1


def test_an_empty_draft_has_a_page_too(office: Office, desk: SignIn) -> None:
    item = services.create(
        office.board,
        by=office.contributor,
        at=MORNING,
        kind="news",
        unit=office.division,
        section=office.news,
        content={},
    )
    shown = page(desk(office.contributor), item)
    assert shown.count("Tin, bài đang soạn, chưa gửi lần nào.") == 1
    assert button(shown) == ""


def test_links_are_listed_by_host_and_new_hosts_first(office: Office, desk: SignIn) -> None:
    known = '<p><a href="https://dichvucong.gov.vn/">Cổng</a></p>'
    factories.item(office, State.SIGNED_OFF, body=known)
    new = '<p><a href="https://xoso.example/">Xem</a> <a href="mailto:a@b.example">Thư</a></p>'
    item = factories.item(office, State.AWAITING_SIGN_OFF, body=known + new)
    shown = page(desk(office.chief), item)
    hosts = re.findall(r'<span class="host">([^<]*)</span>(<span class="meta fresh">)?', shown)
    assert [(host, bool(new)) for host, new in hosts] == [
        ("xoso.example", True),
        ("thư điện tử, điện thoại", False),
        ("dichvucong.gov.vn", False),
    ]


def test_offered_steps_are_those_that_are_allowed(office: Office, desk: SignIn) -> None:
    waiting, live = factories.item(office, State.IN_EDITING), factories.item(office, State.PUBLISHED)

    def offers(person: Person, item: Item) -> list[str]:
        shown = page(desk(person), item)
        return [verb for verb in ("return_", "retract", "revise") if f'value="{verb}"' in shown]

    assert offers(office.contributor, waiting) == ["retract"]
    assert offers(office.member, waiting) == ["return_"]
    assert offers(office.contributor, live) == ["revise"]
    assert offers(office.secretary, live) == []
