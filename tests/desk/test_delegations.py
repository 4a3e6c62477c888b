from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chauphe.core.moves import State
from chauphe.items.models import Item
from chauphe.ledger.selectors import trail_of
from chauphe.people.models import Delegation, Person
from chauphe.people.services import record_absence
from tests import factories
from tests.desk.conftest import NOW, SignIn
from tests.factories import Office
from tests.intake.test_services import PDF

HOUR = timedelta(hours=1)
PLACE, GIVE = "/uy-quyen/", "/uy-quyen/ghi/"
PAPER = "Giấy ủy quyền số 03/GUQ-SNV ngày 20/11/2026"


def form(to: Person, **changed: Any) -> dict[str, Any]:
    """Fill in the form as the page offers it, with the written delegation attached."""
    facts = {"person": str(to.pk), "since": "23/11/2026", "until": "30/11/2026", "paper": PAPER, "move": ["sign_off"]}
    return facts | {"file": SimpleUploadedFile("uy-quyen.pdf", PDF, "application/pdf")} | changed


def signed_by(office: Office, desk: SignIn, who: Person, item: Item) -> int:
    sent = {"verb": "sign_off", "item": str(item.pk), "digest": factories.seen(item)}
    return desk(who).post(f"/tin-bai/{item.number}/quyet-dinh/", sent).status_code


def test_the_chief_delegates_and_the_delegate_signs_under_their_own_name(office: Office, desk: SignIn) -> None:
    answer = desk(office.chief).post(GIVE, form(office.other_deputy))
    assert answer.headers["Location"] == PLACE
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    signed_by(office, desk, office.other_deputy, item)
    act = trail_of(item.pk, board=office.board)[-1]
    assert (act["act"], act["person"]["id"], act["capacity"]) == ("sign_off", str(office.other_deputy.pk), "for")
    assert (act["in_place_of"]["name"], act["paper"], act["clause"]) == (
        office.chief.full_name,
        PAPER,
        "Điều 4 khoản 3",
    )


@pytest.mark.parametrize("verb", ["sign_off", "take_down"])
def test_trail_book_and_report_name_the_paper_and_its_clause(office: Office, desk: SignIn, verb: str) -> None:
    desk(office.chief).post(GIVE, form(office.other_deputy, move=[verb]))
    item = factories.item(office, State.PUBLISHED if verb == "take_down" else State.AWAITING_SIGN_OFF)
    if verb == "sign_off":
        signed_by(office, desk, office.other_deputy, item)
    else:
        live, words = factories.fresh(item).live, {"reason": "Có sai sót", "notice": "Đã gỡ."}
        assert live is not None
        sent = {"verb": verb, "item": str(item.pk), "digest": live.sign_off.snapshot_id} | words
        desk(office.other_deputy).post(f"/tin-bai/{item.number}/quyet-dinh/", sent)
    for page in (f"/tin-bai/{item.number}/", "/so/"):
        assert f"Theo {PAPER}" in desk(office.chief).get(page).content.decode()
    report = desk(office.chief).get("/bao-cao-lai/").content.decode().partition('<ul class="n spans reports">')[2]
    assert f"Theo {PAPER}, Điều&nbsp;4&nbsp;khoản&nbsp;3" in report.replace("\xa0", "&nbsp;")
    assert "Điều&nbsp;7" not in report.replace("\xa0", "&nbsp;")


def test_what_was_done_for_an_absent_chief_is_not_said_to_be_by_paper(office: Office, desk: SignIn) -> None:
    record_absence(office.chief, board=office.board, since=NOW - HOUR, until=NOW + HOUR)
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    signed_by(office, desk, office.standing, item)
    for page in (f"/tin-bai/{item.number}/", "/so/", "/bao-cao-lai/"):
        assert "Theo " not in desk(office.chief).get(page).content.decode()
    report = desk(office.chief).get("/bao-cao-lai/").content.decode().partition('<ul class="n spans reports">')[2]
    assert "Điều&nbsp;7&nbsp;khoản&nbsp;3" in report.replace("\xa0", "&nbsp;")


def test_it_ends_with_its_last_day(office: Office, desk: SignIn) -> None:
    desk(office.chief).post(GIVE, form(office.other_deputy))
    assert Delegation.objects.get().until == datetime.fromisoformat("2026-12-01T00:00:00+07:00")


def test_a_delegation_taken_back_holds_no_longer(office: Office, desk: SignIn) -> None:
    desk(office.chief).post(GIVE, form(office.other_deputy))
    row = Delegation.objects.get()
    assert desk(office.chief).post(f"{PLACE}{row.pk}/thoi/").headers["Location"] == PLACE
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    assert signed_by(office, desk, office.other_deputy, item) == HTTPStatus.FORBIDDEN
    assert "Hiện không có ủy quyền nào." in desk(office.chief).get(PLACE).content.decode()


def test_it_reaches_the_units_that_were_ticked_alone(office: Office, desk: SignIn) -> None:
    desk(office.chief).post(GIVE, form(office.other_deputy, unit=[office.centre.pk], kind=["news"]))
    row = Delegation.objects.get()
    assert (row.units, row.sections, row.kinds) == ([office.centre.code], [], ["news"])
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    assert signed_by(office, desk, office.other_deputy, item) == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("name", ["unit", "section"])
def test_a_limit_of_another_board_is_refused(office: Office, desk: SignIn, name: str) -> None:
    other = factories.office("bqltt")
    key = {"unit": other.division.pk, "section": other.news.pk}[name]
    own = {"unit": office.division.pk, "section": office.news.pk}[name]
    answer = desk(office.chief).post(GIVE, form(office.other_deputy, **{name: [own, key]}))
    assert (answer.status_code, Delegation.objects.count()) == (HTTPStatus.CONFLICT, 0)
    page = answer.content.decode()
    assert "không thuộc ban này" in page
    assert f'value="{own}" checked' in page


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"unit": ["999999"]}, "không thuộc ban này"),
        ({"unit": ["phong-lao-dong"]}, "không thuộc ban này"),
        ({"section": ["1' OR 1=1"]}, "không thuộc ban này"),
        ({"kind": ["news", "khac"]}, "Ban không có loại tin, bài này."),
        ({"move": ["sign_off", "publish"]}, "Không ai ủy quyền việc thuộc nhiệm vụ của người khác"),
        ({"move": ["ky"]}, "Không ai ủy quyền việc thuộc nhiệm vụ của người khác"),
        ({"move": []}, "Hãy nêu nội dung ủy quyền."),
    ],
)
def test_a_limit_that_is_not_known_does_not_become_none(
    office: Office, desk: SignIn, changed: dict[str, list[str]], says: str
) -> None:
    answer = desk(office.chief).post(GIVE, form(office.other_deputy, **changed))
    assert (answer.status_code, Delegation.objects.count()) == (HTTPStatus.CONFLICT, 0)
    assert says in answer.content.decode()


def test_the_giver_chooses_the_moves_and_everybody_reads_them(office: Office, desk: SignIn) -> None:
    page = desk(office.chief).get(PLACE).content.decode()
    assert page.count('name="move"') == 4
    assert 'value="sign_off" checked' in page
    assert page.count('name="move" value="sign_off" checked') == 1
    assert 'value="take_down" checked' not in page
    desk(office.chief).post(GIVE, form(office.other_deputy, move=["take_down", "withdraw"], unit=[office.centre.pk]))
    assert Delegation.objects.get().moves == ["take_down", "withdraw"]
    said = f"rút bài, gỡ khỏi trang, chỉ đối với: {office.centre.name}"
    assert said in desk(office.standing).get(PLACE).content.decode()
    assert said in desk(office.chief).get("/so/nhan-su/").content.decode()


def test_only_what_is_delegated_is_offered(office: Office, desk: SignIn) -> None:
    item, read = factories.item(office, State.PUBLISHED), desk(office.other_deputy)
    desk(office.chief).post(GIVE, form(office.other_deputy))
    assert 'value="take_down"' not in read.get(f"/tin-bai/{item.number}/").content.decode()
    live = factories.fresh(item).live
    assert live is not None
    sent = {"verb": "take_down", "item": str(item.pk), "digest": live.sign_off.snapshot_id}
    down = sent | {"reason": "Có sai sót", "notice": "Đã gỡ."}
    assert read.post(f"/tin-bai/{item.number}/quyet-dinh/", down).status_code == HTTPStatus.FORBIDDEN
    assert factories.fresh(item).state == State.PUBLISHED
    desk(office.chief).post(GIVE, form(office.other_deputy, move=["take_down"]))
    assert 'value="take_down"' in read.get(f"/tin-bai/{item.number}/").content.decode()
    assert read.post(f"/tin-bai/{item.number}/quyet-dinh/", down).status_code == HTTPStatus.FOUND
    assert factories.fresh(item).state == State.TAKEN_DOWN


def test_without_the_paper_itself_nothing_is_delegated(office: Office, desk: SignIn) -> None:
    without = form(office.other_deputy)
    del without["file"]
    answer = desk(office.chief).post(GIVE, without)
    assert (answer.status_code, Delegation.objects.count()) == (HTTPStatus.UNPROCESSABLE_ENTITY, 0)
    assert "Hãy đính kèm văn bản ủy quyền" in answer.content.decode()
    assert "required" in answer.content.decode().partition('name="file"')[2][:40]


def test_the_paper_handed_in_once_is_kept_while_the_form_is_mended(office: Office, desk: SignIn) -> None:
    client = desk(office.chief)
    page = client.post(GIVE, form(office.other_deputy, paper=" ")).content.decode()
    kept = page.partition('name="kept" value="')[2].partition('"')[0]
    mended = form(office.other_deputy, kept=kept)
    del mended["file"]
    assert client.post(GIVE, mended).headers["Location"] == PLACE
    assert Delegation.objects.get().file_sha256 == kept
    assert client.post(GIVE, mended | {"kept": "0" * 64}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY


@pytest.mark.parametrize("who", ["standing", "deputy", "member", "secretary", "contributor"])
def test_nobody_else_delegates(office: Office, desk: SignIn, who: str) -> None:
    client = desk(getattr(office, who))
    assert client.post(GIVE, form(office.other_deputy)).status_code == HTTPStatus.FORBIDDEN
    assert GIVE not in client.get(PLACE).content.decode()
    assert Delegation.objects.count() == 0


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"until": "mai"}, "Hãy ghi ngày như 24/11/2026, từ năm 2000 đến năm 2100."),
        ({"since": "10/11/2026"}, "không ủy quyền cho việc đã qua"),
        ({"until": "19/11/2026"}, "Ngày kết thúc ủy quyền phải sau ngày bắt đầu."),
        ({"paper": " "}, "Ủy quyền phải bằng văn bản"),
        ({"person": "khong-ai"}, "Hãy chọn người được ủy quyền."),
    ],
)
def test_what_is_lacking_is_said_and_what_was_typed_stays(
    office: Office, desk: SignIn, changed: dict[str, str], says: str
) -> None:
    answer = desk(office.chief).post(GIVE, form(office.other_deputy, **changed))
    page = answer.content.decode()
    assert (answer.status_code >= 400, Delegation.objects.count()) == (True, 0)
    assert page.count(says) == 1
    assert f'value="{changed.get("until", "30/11/2026")}"' in page


def test_a_member_cannot_be_given_the_chiefs_power(office: Office, desk: SignIn) -> None:
    answer = desk(office.chief).post(GIVE, form(office.member))
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "Phó Trưởng Ban trực" in answer.content.decode()


def test_the_written_delegation_is_kept_with_it(office: Office, desk: SignIn) -> None:
    file = SimpleUploadedFile("uy-quyen.pdf", PDF, "application/pdf")
    desk(office.chief).post(GIVE, form(office.other_deputy, file=file))
    row = Delegation.objects.get()
    assert (len(row.file_sha256), row.file_name) == (64, "uy-quyen.pdf")
    assert desk(office.deputy).get(f"/tep/{row.file_sha256}").status_code == HTTPStatus.OK


def test_a_file_that_is_none_stops_it(office: Office, desk: SignIn) -> None:
    file = SimpleUploadedFile("uy-quyen.pdf", b"<script>", "application/pdf")
    answer = desk(office.chief).post(GIVE, form(office.other_deputy, file=file))
    assert (answer.status_code, Delegation.objects.count()) == (HTTPStatus.UNPROCESSABLE_ENTITY, 0)


def test_only_the_giver_revokes(office: Office, desk: SignIn) -> None:
    desk(office.chief).post(GIVE, form(office.other_deputy))
    row = Delegation.objects.get()
    assert desk(office.other_deputy).post(f"{PLACE}{row.pk}/thoi/").status_code == HTTPStatus.CONFLICT
    other = factories.office("bqltt")
    assert desk(other.chief).post(f"{PLACE}{row.pk}/thoi/").status_code == HTTPStatus.NOT_FOUND
    assert Delegation.objects.get().revoked_at is None


def test_a_delegation_to_come_is_listed_and_does_not_hold(office: Office, desk: SignIn) -> None:
    desk(office.chief).post(GIVE, form(office.other_deputy, since="25/11/2026"))
    assert Delegation.objects.get().since == datetime.fromisoformat("2026-11-25T00:00:00+07:00")
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    assert signed_by(office, desk, office.other_deputy, item) == HTTPStatus.FORBIDDEN
    assert office.other_deputy.full_name in desk(office.standing).get(PLACE).content.decode()
