"""A board with its whole bench, and items in any state, made through the services as everything is.

The people are invented, and so are their office and its province. Times are of Friday, 20/11/2026: each step of an
item comes an hour after the one before.
"""

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from PIL import Image

from chauphe.core.authority import Role
from chauphe.core.item import whose_turn
from chauphe.core.moves import FORWARD, STANDS, State
from chauphe.core.text import slug as ascii_name
from chauphe.items import services
from chauphe.items.facts import facts_of
from chauphe.items.hosts import hosts_in
from chauphe.items.models import Asset, Item, SignOff
from chauphe.items.services.known import links_of
from chauphe.ledger.services import open_log
from chauphe.people.accounts import DeviceAdapter
from chauphe.people.models import Board, Person, Section, Unit
from chauphe.people.selectors import bench_of, book_of, local
from chauphe.people.services import appoint

MORNING = datetime(2026, 11, 20, 1, 15, tzinfo=UTC)
"""08:15 in An Hải."""
SINCE = date(2024, 1, 1)
PASSWORD = "mot cau dai de nho"
SECRET = "JBSWY3DPEHPK3PXP"
BODY = "<p>Người lao động nộp hồ sơ từ ngày 01/12 tại Bộ phận Một cửa.</p>"


@dataclass(frozen=True)
class Office:
    """One board and everybody on it. The contributor, member and deputy are of the unit `division`."""

    board: Board
    organisation: Unit
    division: Unit
    centre: Unit
    news: Section
    notices: Section
    chief: Person
    standing: Person
    deputy: Person
    other_deputy: Person
    member: Person
    other_member: Person
    secretary: Person
    contributor: Person
    other_contributor: Person


def board(slug: str = "snv-anhai", **given: Any) -> Board:
    """Found a board with nobody on it; its log is open."""
    facts: dict[str, Any] = {"name": "Sở Nội vụ tỉnh An Hải", "base_url": f"https://{slug}.example"}
    made = Board.objects.create(slug=slug, origin=f"chauphe.example/{slug}", **facts | given)
    open_log(made)
    return made


def person(username: str, name: str, honorific: str = "") -> Person:
    """Make a person who signs in with PASSWORD."""
    return Person.objects.create_user(username, full_name=name, honorific=honorific, password=PASSWORD)


def device(*people: Person) -> None:
    """Let people have one-time codes, as whoever can decide has to."""
    kept = {"secret": DeviceAdapter().encrypt(SECRET)}
    rows = [Authenticator(user=each, type=Authenticator.Type.TOTP, data=kept, created_at=MORNING) for each in people]
    Authenticator.objects.bulk_create(rows)


def code(secret: str = SECRET, *, later: int = 0) -> str:
    """Give the one-time code of this half minute, or of the next (`later`); everybody here has the same secret."""
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1 + later]))


def office(slug: str = "snv-anhai") -> Office:
    """Found a board with the bench of the founding regulation: chief, deputies by unit, members, secretary, writers."""
    place = board(slug)

    def unit(code: str, name: str, *, organisation: bool = False) -> Unit:
        return Unit.objects.create(board=place, code=code, name=name, is_organisation=organisation)

    def section(slug: str, name: str) -> Section:
        return Section.objects.create(board=place, slug=slug, name=name)

    def seat(role: Role, title: str, name: str, honorific: str, *units: Unit, rank: int = 0) -> Person:
        made = person(f"{ascii_name(name.rpartition(' ')[2])}.{slug}", name, honorific)
        appoint(made, role, board=place, title=title, since=SINCE, units=units, rank=rank)
        return made

    tochuc = unit("to-chuc", "Phòng Tổ chức bộ máy", organisation=True)
    congchuc, luutru = unit("cong-chuc", "Phòng Công chức, viên chức"), unit("luu-tru", "Trung tâm Lưu trữ lịch sử")
    made = Office(
        board=place,
        organisation=tochuc,
        division=congchuc,
        centre=luutru,
        news=section("tin-tuc", "Tin tức"),
        notices=section("thong-bao", "Thông báo"),
        chief=seat(Role.EDITOR_IN_CHIEF, "Trưởng Ban biên tập", "Trần Thị Thu Hà", "bà"),
        standing=seat(Role.STANDING_DEPUTY, "Phó Trưởng Ban trực", "Nguyễn Hữu Phước", "ông", tochuc, rank=1),
        deputy=seat(Role.DEPUTY_EDITOR, "Phó Trưởng Ban", "Đặng Thị Mỹ Lệ", "bà", congchuc, rank=2),
        other_deputy=seat(Role.DEPUTY_EDITOR, "Phó Trưởng Ban", "Lê Quang Định", "ông", luutru, rank=3),
        member=seat(Role.BOARD_MEMBER, "Ủy viên", "Huỳnh Thị Ngữ", "bà", congchuc),
        other_member=seat(Role.BOARD_MEMBER, "Ủy viên", "Phan Văn Tứ", "ông", luutru),
        secretary=seat(Role.SECRETARY, "Thư ký Ban biên tập", "Võ Hoàng Nam", "ông"),
        contributor=seat(Role.CONTRIBUTOR, "Cộng tác viên", "Mai Xuân Thảo", "bà", congchuc),
        other_contributor=seat(Role.CONTRIBUTOR, "Cộng tác viên", "Bùi Công Luận", "ông", luutru),
    )
    device(*(each for each in vars(made).values() if isinstance(each, Person)))
    return made


def item(
    of: Office,
    state: State = State.DRAFT,
    *,
    title: str = "Hướng dẫn hồ sơ hỗ trợ học nghề",
    by: Person | None = None,
    unit: Unit | None = None,
    kind: str = "news",
    at: datetime = MORNING,
    **content: Any,
) -> Item:
    """Bring a new item (of the unit `division`, unless another is given) to a state, each step by whose turn it is."""
    writer = by or of.contributor
    last = {"expires": (local(at) + timedelta(days=1)).date().isoformat()} if state is State.EXPIRED else {}
    words = {"title": title, "summary": "Nộp tại Bộ phận Một cửa.", "body": BODY} | last | content
    made = services.create(
        of.board, by=writer, at=at, kind=kind, unit=unit or of.division, section=of.news, content=words
    )
    services.freeze(made.pk, board=of.board, by=writer, at=at)
    for done, verb in enumerate(_WAYS[state], start=1):
        _take(verb, made, of, writer, at + timedelta(hours=done))
    return fresh(made)


def under_revision(of: Office, state: State, *, at: datetime = MORNING) -> Item:
    """Bring a published item to a state by a new revision, while the first stays on the site."""
    made = item(of, State.EXPIRED if state is State.EXPIRED else State.PUBLISHED, at=at)
    if state in (State.PUBLISHED, State.EXPIRED):
        return made
    later = at + timedelta(hours=6)
    if state in _ENDS:
        _take(_ENDS[state], made, of, of.contributor, later)
        return fresh(made)
    services.revise(made.pk, board=of.board, by=of.contributor, at=later, reason="Bổ sung hạn nộp.")
    revised(of, made, by=of.contributor, at=later, summary="Hạn nộp 15/12.")
    for done, verb in enumerate(_WAYS[state], start=1):
        _take(verb, made, of, of.contributor, later + timedelta(hours=done))
    return fresh(made)


def revised(of: Office, made: Item, *, by: Person, at: datetime, **content: Any) -> Item:
    """Change what an item says, as a new revision."""
    draft = fresh(made).draft
    services.save(made.pk, draft.content | content, board=of.board, by=by, at=at, version=draft.version)
    services.freeze(made.pk, board=of.board, by=by, at=at)
    return fresh(made)


def returned(of: Office, made: Item, *, by: Person, at: datetime, reason: str = "Ghi rõ hạn nộp.") -> Item:
    """Return an item to its writers."""
    services.return_(made.pk, board=of.board, by=by, at=at, seen=seen(made), reason=reason)
    return fresh(made)


def fresh(made: Item) -> Item:
    """Read an item again, as a request would."""
    return Item.objects.select_related("board", "unit", "section", "current", "sign_off", "live").get(pk=made.pk)


def seen(made: Item) -> str:
    """Give the digest that stands on the screen of whoever opens the item now."""
    current = fresh(made).current
    return current.digest if current else ""


def sign_off_of(made: Item) -> SignOff:
    """Give the sign-off that publication would send out."""
    signed = fresh(made).sign_off
    assert signed is not None
    return signed


def picture(of: Office, *, by: Person, colour: str = "#2f3e8c") -> Asset:
    """Keep a small picture on the board, with one rendition."""
    original, shown = _png(colour, 8), _png(colour, 4)
    name = sha256(shown).hexdigest()
    facts = {"sha256": name, "type": "image/png", "width": 4, "height": 4, "bytes": len(shown)}
    rendition = (facts | {"name": f"{name[:16]}.png"}, shown)
    upload = services.Upload(Asset.Kind.PICTURE, "anh.png", "image/png", original, 8, 8, (rendition,))
    return services.keep(upload, board=of.board, by=by, at=MORNING)


_WAYS = {state: tuple(verb for verb in FORWARD if verb in STANDS[state]) for state in State}
_WAYS[State.REFUSED] = ("submit", "refuse")
_WAYS[State.SCHEDULED] = (*FORWARD[:-1], "schedule")
_WAYS[State.EXPIRED] = (*FORWARD, "expire")
_ENDS = {State.WITHDRAWN: "withdraw", State.TAKEN_DOWN: "take_down"}
_WAYS |= {state: (*FORWARD, verb) for state, verb in _ENDS.items()}
_GIVEN = {
    "refuse": {"ground": "duplicate", "reason": "Trùng tin số 3."},
    "withdraw": {"reason": "Số liệu đã cũ.", "notice": "Số liệu không còn đúng."},
    "take_down": {"reason": "Lộ số điện thoại.", "notice": "Gỡ để bảo vệ thông tin cá nhân."},
}


def _take(verb: str, made: Item, of: Office, writer: Person, at: datetime) -> None:
    if verb == "expire":
        services.mark_over(made.pk, board=of.board, at=at + timedelta(days=2))
        return
    row = fresh(made)
    by = writer if verb == "submit" else of.chief if verb in _ENDS.values() else _in_charge(row, at)
    who = {"board": of.board, "by": by, "at": at, "seen": row.current.digest if row.current else ""}
    if verb == "publish":
        assert row.sign_off is not None
        services.publish(row.sign_off.pk, **who)
        return
    given: dict[str, Any] = _GIVEN.get(verb, {})
    if verb == "schedule":
        given = {"due": at + timedelta(days=7)}
    elif verb == "sign_off":
        given = {"ticked": hosts_in(links_of(row))}
    getattr(services, verb)(made.pk, **who, **given)


def _in_charge(row: Item, at: datetime) -> Person:
    turn = whose_turn(facts_of(row), bench_of(row.board, at=at), book_of(row.board), at=local(at))
    assert turn is not None
    return Person.objects.get(pk=turn.holders[0].appointment.person)


def _png(colour: str, size: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (size, size), colour).save(out, "PNG")
    return out.getvalue()
