"""The ways around the board that other systems left open, each tried at the desk by its number (W1 to W13)."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.urls import reverse

from chauphe.core.moves import State
from chauphe.items import services
from chauphe.items.models import Item
from chauphe.ledger.selectors import entries
from chauphe.people.services import delegate
from tests import factories
from tests.desk.conftest import NOW, SignIn
from tests.desk.writing.fields import content_of, fields
from tests.factories import Office

SECRET = "Điều phòng khác chưa được biết"
REFUSED = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT}


@pytest.fixture
def closed(office: Office) -> Item:
    """Give a draft of one unit, with a picture, of which another unit's contributor is to learn nothing."""
    asset = factories.picture(office, by=office.contributor)
    image = {"sha256": asset.sha256, "alt": "Ảnh", "caption": "", "credit": "An", "lead": True}
    return factories.item(office, title=SECRET, images=[image])


def decision(item: Item, verb: str, digest: str | None = None) -> dict[str, str]:
    return {"verb": verb, "item": str(item.pk), "digest": digest or factories.seen(item), "reason": "Lý do"}


def address(item: Item, verb: str = "") -> str:
    return f"/tin-bai/{item.number}/{'dang' if verb == 'publish' else 'quyet-dinh'}/"


def test_w1_the_preview_of_another_units_draft_is_not_there(office: Office, desk: SignIn, closed: Item) -> None:
    client = desk(office.other_contributor)
    for name in ("write-preview", "write"):
        answer = client.get(reverse(f"desk:{name}", args=[closed.pk]))
        assert (answer.status_code, SECRET in answer.content.decode()) == (HTTPStatus.NOT_FOUND, False)


def test_w2_comparison_and_history_by_address_are_not_there(office: Office, desk: SignIn, closed: Item) -> None:
    client = desk(office.other_contributor)
    for path in ("?sua=1", "ai-quyet/", "1/anh.png"):
        assert client.get(f"/tin-bai/{closed.number}/{path}").status_code == HTTPStatus.NOT_FOUND
    assert SECRET not in client.get("/so/").content.decode() + client.get("/tin-bai/").content.decode()


def test_w3_what_a_closed_draft_shows_is_not_copied_by_its_hash(office: Office, desk: SignIn, closed: Item) -> None:
    sha256 = content_of(closed)["images"][0]["sha256"]
    mine = factories.item(office, by=office.other_contributor, unit=office.centre)
    client = desk(office.other_contributor)
    form = fields(mine, office.other_contributor, body=f'<figure data-image="{sha256}"></figure>', file=[sha256])
    assert (
        client.post(f"/viet/{mine.pk}/luu/", form | {"file-title": [""], "lead": sha256}).status_code == HTTPStatus.OK
    )
    kept = content_of(mine)
    assert (kept["images"], kept["files"], sha256 in kept["body"]) == ([], [], False)
    assert {client.get(f"/{way}/{sha256}").status_code for way in ("anh", "tep")} == {HTTPStatus.NOT_FOUND}


def test_w4_nobody_approves_what_they_wrote(office: Office, desk: SignIn) -> None:
    for verb, state, who in (
        ("moderate", State.IN_MODERATION, office.deputy),
        ("sign_off", State.AWAITING_SIGN_OFF, office.chief),
    ):
        item = factories.item(office, state, by=who)
        assert desk(who).post(address(item), decision(item, verb)).status_code == HTTPStatus.FORBIDDEN
        assert factories.fresh(item).state == state


@pytest.mark.parametrize(
    ("state", "verb", "who", "status"),
    [
        (State.IN_EDITING, "moderate", "deputy", HTTPStatus.CONFLICT),
        (State.IN_EDITING, "sign_off", "chief", HTTPStatus.CONFLICT),
        # A board with a short chain signs off from here, by whoever moderates: it is not the chief's turn.
        (State.IN_MODERATION, "sign_off", "chief", HTTPStatus.FORBIDDEN),
        (State.IN_MODERATION, "sign_off", "deputy", HTTPStatus.CONFLICT),
        (State.IN_MODERATION, "publish", "secretary", HTTPStatus.CONFLICT),
        (State.AWAITING_SIGN_OFF, "publish", "secretary", HTTPStatus.CONFLICT),
    ],
)
def test_w5_no_step_is_skipped(
    office: Office, desk: SignIn, state: State, verb: str, who: str, status: HTTPStatus
) -> None:
    item = factories.item(office, state)
    assert desk(getattr(office, who)).post(address(item, verb), decision(item, verb)).status_code == status
    assert factories.fresh(item).state == state


def test_w6_neither_a_get_nor_a_form_from_elsewhere_approves(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.AWAITING_SIGN_OFF)
    desk(office.chief).get(address(item), decision(item, "sign_off"))
    forged = desk(office.chief, enforce_csrf_checks=True).post(address(item), decision(item, "sign_off"))
    assert forged.status_code == HTTPStatus.FORBIDDEN
    assert factories.fresh(item).state == State.AWAITING_SIGN_OFF


def test_w7_a_deputy_moderates_no_other_units_items(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.IN_MODERATION)
    answer = desk(office.other_deputy).post(address(item), decision(item, "moderate"))
    assert (answer.status_code, factories.fresh(item).state) == (HTTPStatus.FORBIDDEN, State.IN_MODERATION)


@pytest.mark.parametrize(("days", "status"), [(-1, HTTPStatus.FORBIDDEN), (1, HTTPStatus.FOUND)])
def test_w8_a_delegate_decides_until_the_last_day_and_no_longer(
    office: Office, desk: SignIn, days: int, status: HTTPStatus
) -> None:
    given, item = NOW - timedelta(days=2), factories.item(office, State.AWAITING_SIGN_OFF)
    delegate(
        office.chief.appointments.get(), office.other_deputy, since=given, until=NOW + timedelta(days=days),
        paper="Giấy ủy quyền số 03/GUQ-SNV", by=office.chief, at=given,
    )  # fmt: skip
    assert desk(office.other_deputy).post(address(item), decision(item, "sign_off")).status_code == status


def test_w9_the_secretary_publishes_what_was_approved_unchanged(office: Office, desk: SignIn) -> None:
    item = factories.item(office, State.SIGNED_OFF)
    client, sealed = desk(office.secretary), factories.sign_off_of(item).snapshot_id
    form = fields(item, office.secretary, title="Tên khác")
    ways = [client.get(f"/viet/{item.pk}/"), *(client.post(f"/viet/{item.pk}/{way}", form) for way in ("", "luu/"))]
    assert {answer.status_code for answer in ways} <= REFUSED
    assert client.post(address(item, "publish"), decision(item, "publish", "0" * 64)).status_code == HTTPStatus.CONFLICT
    client.post(address(item, "publish"), decision(item, "publish", sealed))
    live = factories.fresh(item).live
    assert live is not None
    assert live.sign_off.snapshot_id == sealed


def test_w10_bytes_are_given_to_those_who_may_see_them(office: Office, desk: SignIn, closed: Item) -> None:
    sha256 = content_of(closed)["images"][0]["sha256"]
    people = (office.contributor, office.other_contributor, factories.office("stp-anhai").chief)
    told = [[desk(person).get(f"/{way}/{sha256}").status_code for way in ("anh", "tep")] for person in people]
    assert told == [[HTTPStatus.OK] * 2, [HTTPStatus.NOT_FOUND] * 2, [HTTPStatus.NOT_FOUND] * 2]


def test_w11_deciding_on_several_names_nobody_elses_people(office: Office, desk: SignIn) -> None:
    other = factories.office("stp-anhai")
    item = factories.item(other, State.IN_MODERATION, title=SECRET)
    box = f"{item.pk}:{factories.seen(item)}"
    page = desk(office.deputy).post("/hang-cho/nhieu-viec/quyet-dinh/", {"verb": "moderate", "item": box})
    shown = page.content.decode().replace("\u00a0", " ")
    assert [each for each in (SECRET, other.board.slug, other.deputy.username) if each in shown] == []
    assert factories.fresh(item).state == State.IN_MODERATION


def test_w12_an_approval_sent_twice_is_one_approval(office: Office, desk: SignIn) -> None:
    item, client = factories.item(office, State.AWAITING_SIGN_OFF), desk(office.chief)
    form, before = decision(item, "sign_off"), entries(office.board).count()
    assert [client.post(address(item), form).status_code for _ in range(3)] == [HTTPStatus.FOUND] * 3
    assert entries(office.board).count() == before + 1


def test_w13_nobody_writes_while_another_holds_the_pen(office: Office, desk: SignIn, closed: Item) -> None:
    services.hold(closed.pk, board=office.board, by=office.contributor, at=NOW, page="một")
    before = content_of(closed)
    answer = desk(office.member).post(f"/viet/{closed.pk}/luu/", fields(closed, office.member, title="Tên khác"))
    assert (answer.status_code, content_of(closed)) == (HTTPStatus.LOCKED, before)
