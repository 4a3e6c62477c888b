"""Decisions: one POST each, on the digest that was seen, by whose turn it is; every refusal says why."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from chauphe.core.moves import State
from chauphe.items import services
from chauphe.items.models import Item
from chauphe.ledger.selectors import entries, trail_of
from chauphe.people.services import record_absence
from tests import factories
from tests.desk.conftest import NOW, SignIn
from tests.factories import MORNING, Office


def sent(client: Client, item: Item, verb: str, digest: str | None = None, reason: str = "") -> HttpResponse:
    """Send the form that the item's page holds."""
    address = f"/tin-bai/{item.number}/{'dang' if verb == 'publish' else 'quyet-dinh'}/"
    seen = factories.seen(item) if digest is None else digest
    return client.post(address, {"verb": verb, "item": str(item.pk), "digest": seen, "reason": reason})


def text(answer: HttpResponse) -> str:
    return answer.content.decode().replace("\u00a0", " ")


def state(item: Item) -> str:
    return factories.fresh(item).state


def test_an_item_goes_the_whole_way_through_the_desk(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.DRAFT)
    way = {
        "submit": (office.contributor, State.IN_EDITING, "/"),
        "forward": (office.member, State.IN_MODERATION, "/"),
        "moderate": (office.deputy, State.AWAITING_SIGN_OFF, "/"),
        "sign_off": (office.chief, State.SIGNED_OFF, "/"),
        "publish": (office.secretary, State.PUBLISHED, f"/tin-bai/{item.number}/"),
    }
    for verb, (person, after, then) in way.items():
        answer = sent(desk(person), item, verb)
        assert (answer.status_code, answer.headers["Location"], state(item)) == (302, then, after)
    assert [record["act"] for record in trail_of(item.pk, board=office.board)] == list(way)


def test_what_was_done_is_said_with_whoever_is_next(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.IN_MODERATION, title="Tin <mới>")
    reader = desk(office.deputy)
    sent(reader, item, "moderate")
    told = text(reader.get("/")).partition('role="status"')[2].partition("</div>")[0]
    said = "Đã ghi vào sổ: <b>duyệt nội dung</b> “Tin &lt;mới&gt;”. Hiện đang chờ Trần Thị Thu Hà phê duyệt."
    assert told.count(said) == 1


@pytest.mark.parametrize(
    ("verb", "who"),
    [("sign_off", "chief"), ("moderate", "other_deputy"), ("publish", "secretary"), ("moderate", "member")],
)
def test_a_step_out_of_turn_is_refused(office: Office, desk: SignIn, verb: str, who: str) -> None:
    item = factories.item(office, State.IN_MODERATION)
    before = entries(office.board).count()
    assert sent(desk(getattr(office, who)), item, verb).status_code in {403, 409}
    assert (state(item), entries(office.board).count()) == (State.IN_MODERATION, before)


def test_a_deputy_hears_whose_unit_it_is_and_by_which_clause(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.IN_MODERATION)
    answer = sent(desk(office.other_deputy), item, "moderate")
    assert answer.status_code == 403
    assert text(answer).count("Việc này đang chờ Đặng Thị Mỹ Lệ (Phó Trưởng Ban) quyết định.") == 1
    assert text(answer).count("Điều 4 khoản 1") == 1


def test_every_reason_is_given_at_once(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.IN_MODERATION)
    answer = sent(desk(office.deputy), item, "return_", digest="0" * 64)
    assert answer.status_code == 409
    assert text(answer).count("Hãy đọc bản mới rồi quyết định") == 1
    assert text(answer).count("Hãy ghi lý do để người xử lý tiếp theo biết cần làm gì.") == 1


def test_nobody_approves_an_own_item(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.AWAITING_SIGN_OFF, by=office.chief)
    answer = sent(desk(office.chief), item, "sign_off")
    assert (answer.status_code, state(item)) == (403, State.AWAITING_SIGN_OFF)
    assert text(answer).count("vì anh/chị là người viết") == 1


def test_a_text_that_moved_is_not_decided_on(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    seen = factories.seen(item)
    factories.revised(office, item, by=office.chief, at=MORNING + timedelta(hours=9), title="Tên khác")
    answer = sent(desk(office.chief), item, "sign_off", digest=seen)
    assert (answer.status_code, state(item)) == (409, State.AWAITING_SIGN_OFF)
    assert text(answer).count("Đọc bản mới</a>") == 1


def test_without_the_token_of_the_form_nothing_is_decided(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    answer = sent(desk(office.chief, enforce_csrf_checks=True), item, "sign_off")
    assert (answer.status_code, state(item)) == (403, State.AWAITING_SIGN_OFF)
    assert text(answer).count("<h1>Trang đã mở quá lâu</h1>") == 1


def test_whoever_taps_twice_is_told_that_it_is_done(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    reader = desk(office.chief)
    first, second = sent(reader, item, "sign_off"), sent(reader, item, "sign_off")
    assert (first.status_code, second.status_code) == (302, 302)
    acts = [record["act"] for record in trail_of(item.pk, board=office.board)]
    assert acts.count("sign_off") == 1
    assert text(reader.get("/")).count("Việc này đã ghi vào sổ lúc 09:00, 23/11/2026") == 1


def test_somebody_elses_second_tap_names_who_was_first(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    sent(desk(office.chief), item, "sign_off")
    answer = sent(desk(office.standing), item, "sign_off")
    assert answer.status_code == 409
    assert text(answer).count("Phê duyệt: Trần Thị Thu Hà, Trưởng Ban biên tập, 09:00, 23/11/2026.") == 1


def test_returning_without_a_reason_asks_for_one(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.IN_MODERATION)
    reader = desk(office.deputy)
    answer = sent(reader, item, "return_", reason="  ")
    assert (answer.status_code, state(item)) == (409, State.IN_MODERATION)
    assert text(answer).count("Còn thiếu lý do") == 1
    assert sent(reader, item, "return_", reason="Thiếu nguồn.").status_code == 302
    assert trail_of(item.pk, board=office.board)[-1]["reason"] == "Thiếu nguồn."


def test_a_refused_reason_is_not_lost(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.IN_MODERATION)
    answer = sent(desk(office.deputy), item, "return_", digest="0" * 64, reason="Một lời <dài>.")
    assert text(answer).count("Một lời &lt;dài&gt;.</textarea>") == 1


def test_a_reason_is_kept_as_visible_text_alone(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.IN_MODERATION)
    sent(desk(office.deputy), item, "return_", reason="Sai\x00 ngày\u202e.\nGhi lại: hòa.")
    assert trail_of(item.pk, board=office.board)[-1]["reason"] == "Sai ngày.\nGhi lại: hòa."


def test_a_remark_goes_along_with_the_decision(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.IN_MODERATION)
    sent(desk(office.deputy), item, "moderate", reason="Đã đối chiếu.")
    assert trail_of(item.pk, board=office.board)[-1]["reason"] == "Đã đối chiếu."


@pytest.mark.parametrize("proved", [None, 5 * 3600.0])
def test_an_old_session_proves_itself_before_it_approves(office: Office, desk: SignIn, proved: float | None) -> None:
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    answer = sent(desk(office.chief, proved=proved), item, "sign_off")
    assert answer.headers["Location"] == f"/tai-khoan/xac-nhan/?next=%2Ftin-bai%2F{item.number}%2F"
    assert state(item) == State.AWAITING_SIGN_OFF


def test_the_proof_lasts_half_a_working_day(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    sent(desk(office.chief, proved=3 * 3600.0), item, "sign_off")
    assert state(item) == State.SIGNED_OFF


def test_only_an_approval_asks_for_the_proof(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.IN_MODERATION)
    sent(desk(office.deputy, proved=None), item, "moderate")
    assert state(item) == State.AWAITING_SIGN_OFF


@pytest.mark.parametrize("method", ["password", "demo_link"])
def test_the_ledger_says_by_what_the_approver_was_known(
    office: Office, desk: SignIn, settings: Settings, method: str
) -> None:
    settings.DEMO = method == "demo_link"
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    sent(desk(office.chief, method=method), item, "sign_off")
    assert trail_of(item.pk, board=office.board)[-1]["factor"] == method


def test_the_deputy_signs_in_the_place_of_an_absent_chief(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    record_absence(office.chief, board=office.board, since=MORNING, until=None)
    assert sent(desk(office.chief), item, "sign_off").status_code == 403
    sent(desk(office.standing), item, "sign_off")
    record = trail_of(item.pk, board=office.board)[-1]
    assert (record["capacity"], record["clause"]) == ("for", "Điều 7 khoản 3")


def test_an_office_that_has_ended_decides_nothing(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    reader = desk(office.chief)
    record = office.chief.appointments.get()
    record.until = MORNING.date()
    record.save()
    assert sent(reader, item, "sign_off").status_code == 403
    assert state(item) == State.AWAITING_SIGN_OFF


def test_a_form_made_for_another_item_finds_nothing(office: Office, desk: SignIn) -> None:
    item, other = factories.item(office, State.IN_EDITING), factories.item(office, State.IN_EDITING)
    form = {"verb": "retract", "item": str(item.pk), "digest": factories.seen(item)}
    assert desk(office.contributor).post(f"/tin-bai/{other.number}/quyet-dinh/", form).status_code == 404
    assert (state(item), state(other)) == (State.IN_EDITING, State.IN_EDITING)


def test_a_writer_takes_back_what_nobody_has_put_forward(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.IN_EDITING)
    sent(desk(office.contributor), item, "retract")
    assert state(item) == State.DRAFT


def test_a_new_revision_needs_a_reason_and_leaves_what_is_live(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.PUBLISHED)
    live = factories.fresh(item).live_id
    writer = desk(office.contributor)
    assert sent(writer, item, "revise").status_code == 409
    sent(writer, item, "revise", reason="Sửa ngày họp.")
    assert (state(item), factories.fresh(item).live_id) == (State.DRAFT, live)


def test_publishing_an_item_without_sign_off_is_refused(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    answer = sent(desk(office.secretary), item, "publish")
    assert (answer.status_code, state(item)) == (409, State.AWAITING_SIGN_OFF)


@pytest.mark.parametrize("verb", ["edit", "publish", "delete", "", "__class__"])
def test_an_unknown_verb_does_nothing(office: Office, desk: SignIn, verb: str) -> None:
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    form = {"verb": verb, "item": str(item.pk), "digest": factories.seen(item)}
    answer = desk(office.chief).post(f"/tin-bai/{item.number}/quyet-dinh/", form)
    assert (answer.status_code, state(item)) == (409, State.AWAITING_SIGN_OFF)


def withdrawn(client: Client, item: Item, /, **form: str) -> int:
    live = factories.fresh(item).live
    assert live is not None
    whole = {"verb": "withdraw", "item": str(item.pk), "digest": live.sign_off.snapshot_id}
    whole |= {"reason": "Phòng đề nghị.", "notice": "Chương trình đã kết thúc."} | form
    return client.post(f"/tin-bai/{item.number}/quyet-dinh/", whole).status_code


def test_a_withdrawal_is_decided_by_a_form_and_by_no_other_way(office: Office, desk: SignIn) -> None:
    item, other = factories.item(office, State.PUBLISHED), factories.item(office, State.PUBLISHED)
    chief = desk(office.chief)
    assert chief.get(f"/tin-bai/{item.number}/quyet-dinh/", {"verb": "withdraw"}).status_code == 302
    answers = [
        withdrawn(chief, item, digest="0" * 64),
        withdrawn(chief, item, notice="\u200b"),
        withdrawn(chief, item, reason=" "),
        withdrawn(desk(office.secretary), item),
        withdrawn(desk(office.contributor), item),
        withdrawn(chief, item, item=str(other.pk)),
        withdrawn(desk(factories.office("stp-anhai").chief), item),
    ]
    assert (answers, state(item)) == ([409, 409, 409, 403, 403, 404, 404], State.PUBLISHED)
    assert (withdrawn(chief, item), state(item), state(other)) == (302, State.WITHDRAWN, State.PUBLISHED)


def test_who_withdraws_twice_is_told_that_it_is_done(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.PUBLISHED)
    chief, acts = desk(office.chief), entries(office.board)
    withdrawn(chief, item)
    before = acts.count()
    assert (withdrawn(chief, item), acts.count()) == (302, before)


def test_own_words_in_the_chiefs_place_are_for_the_next_or_returned(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    record_absence(office.chief, board=office.board, since=MORNING, until=None)
    content = services.hold(item.pk, board=office.board, by=office.standing, at=NOW)
    words = content.content | {"title": "Do một mình tôi viết"}
    services.save(item.pk, words, board=office.board, by=office.standing, at=NOW, version=content.version)
    services.freeze(item.pk, board=office.board, by=office.standing, at=NOW)
    client, form = desk(office.standing), {"verb": "sign_off", "item": str(item.pk), "digest": factories.seen(item)}
    answer = client.post(f"/tin-bai/{item.number}/quyet-dinh/", form)
    assert (answer.status_code, factories.fresh(item).state) == (HTTPStatus.FORBIDDEN, State.AWAITING_SIGN_OFF)
    assert "là người sửa nội dung sau cùng" in answer.content.decode()
    page = client.get(f"/tin-bai/{item.number}/").content.decode()
    assert "là người sửa nội dung sau cùng" in page
    assert 'name="verb" value="sign_off"' not in page
    assert 'value="return_"' in page
