"""What the rows of the table of addresses are tried with: a board with one of each, and a lawful form for each POST.

A new address that takes a POST gets its form here; one that names something new in its path gets its value in `values`.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from chauphe.core.authority import Role
from chauphe.core.moves import State
from chauphe.items import services
from chauphe.items.models import Asset, Consultation, Item, StandIn
from chauphe.ledger.selectors import entries
from chauphe.people.models import Absence, Appointment, Change, DeclaredDay, Delegation, Person, Unit
from chauphe.people.services import (
    Newcomer,
    Nomination,
    Reorganisation,
    declare_days,
    delegate,
    invite,
    nominate,
    plan_review,
    record_absence,
    reorganise,
)
from tests import factories
from tests.desk.conftest import NOW
from tests.desk.writing.fields import fields
from tests.factories import PASSWORD, Office
from tests.intake.building import para, png, word
from tools.addresses import Address, addresses

ROWS = addresses()
POSTS = [row for row in ROWS if "POST" in row.methods]
MARK = "Điều chỉ Ban này biết"
"""In the title of every item of the board, and so on no page of anybody else."""
PAPER = "Giấy ủy quyền số 03/GUQ-SNV"
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


class Paper(SimpleUploadedFile):
    """The file of a paper, which can be sent more than once."""

    def __init__(self, data: bytes = PDF) -> None:
        super().__init__("quyet-dinh.pdf", data)

    def read(self, *size: int) -> bytes:
        self.seek(0)
        return bytes(super().read(*size))


NEW = "một câu khác để nhớ"
WHY = "Bão đổ bộ trong đêm, chưa gọi được Trưởng Ban"
ASKED = {"desk:several": "?buoc=moderate"}
"""What stands behind the path of a page that shows nothing without it."""


@dataclass(frozen=True)
class World:
    """A board with an item at the states that matter, an absence, a delegation and a report; and another board."""

    office: Office
    other: Office
    visitor: Person
    unused: Person
    picture: Asset
    draft: Item
    moderating: Item
    signed: Item
    absence: Absence
    delegation: Delegation
    report: StandIn
    question: Consultation
    token: str
    day: DeclaredDay
    live: Item
    newcomer: Appointment
    founded: Unit
    urgent: Item

    @property
    def values(self) -> dict[str, object]:
        """What stands in a path in the place of each name."""
        return {
            "number": self.draft.number,
            "revision": 1,
            "name": self.picture.renditions[0]["name"],
            "item_id": self.draft.pk,
            "sha256": self.picture.sha256,
            "absence": self.absence.pk,
            "delegation": self.delegation.pk,
            "seq": self.question.asked.seq,
            "office": self.office.other_deputy.appointments.get().pk,
            "unit": self.founded.pk,
            "token": self.token,
            "pk": 1,
        }


@dataclass(frozen=True)
class Form:
    """A lawful request: by whom (None is nobody signed in), what is sent, and what it names in the path."""

    by: Person | None
    data: dict[str, Any]
    path: dict[str, object]


def world() -> World:
    """Make everything, as of Monday morning."""
    office, other = factories.office(), factories.office("stp-anhai")
    picture = factories.picture(office, by=office.contributor)
    image = {"sha256": picture.sha256, "alt": "Ảnh", "caption": "", "credit": "An", "lead": True}
    draft = factories.item(office, title=MARK, images=[image])
    moderating = factories.item(office, State.IN_MODERATION, title=f"{MARK}, đang duyệt")
    signed = factories.item(office, State.SIGNED_OFF, title=f"{MARK}, đã phê duyệt")
    reported = factories.item(office, State.AWAITING_SIGN_OFF, title=f"{MARK}, làm thay")
    since = NOW - timedelta(hours=2)
    record_absence(office.chief, board=office.board, since=since, until=NOW - timedelta(hours=1))
    at = since + timedelta(minutes=5)
    services.sign_off(reported.pk, board=office.board, by=office.standing, at=at, seen=factories.seen(reported))
    days = timedelta(days=1), timedelta(days=9)
    absence = record_absence(office.other_member, board=office.board, since=NOW + days[0], until=NOW + days[1])
    given = delegate(
        office.chief.appointments.get(), office.other_deputy, since=NOW, until=NOW + days[1], paper=PAPER, at=NOW,
        by=office.chief, sections=[office.notices],
    )  # fmt: skip
    (question,) = services.consult(
        moderating.pk, board=office.board, by=office.deputy, at=NOW, seen=factories.seen(moderating),
        units=[office.organisation], text=f"{MARK} đã đúng chưa?", until=NOW.date(),
    )  # fmt: skip
    visitor = factories.person("nguoi.la", "Phan Thị Sao")
    Person.objects.filter(pk=office.other_contributor.pk).update(created_at=NOW - timedelta(days=46))
    token = invite(office.member, board=office.board, by=None, at=NOW)
    report = StandIn.objects.get()
    live = factories.item(office, State.PUBLISHED, title=f"{MARK}, đã đăng", at=NOW - timedelta(days=99))
    plan_review(office.news, months=1, by=office.secretary, at=NOW)
    off, storm = date(2026, 11, 30), {"works": False, "name": "Nghỉ bão", "paper": "Công điện số 9"}
    (day,) = declare_days(office.board, off, off, by=office.secretary, at=NOW, **storm)
    return World(
        office,
        other,
        visitor,
        office.other_contributor,
        picture,
        draft,
        moderating,
        signed,
        absence,
        given,
        report,
        question,
        token,
        day,
        live,
        *_to_come(office),
        _urgently(office),
    )


def _to_come(office: Office) -> tuple[Appointment, Unit]:
    """Record a newcomer's office and a new unit, both from a day to come on."""
    known, since = Newcomer("Lê Văn Tám", "tam@snv.example"), date(2026, 11, 30)
    what = Nomination(known, Role.CONTRIBUTOR, since, PAPER, units=(office.centre,))
    newcomer = nominate(what, board=office.board, by=office.chief, at=NOW).office
    new = Reorganisation(since, PAPER, name="Trung tâm Dịch vụ việc làm")
    return newcomer, reorganise(new, board=office.board, by=None, at=NOW, anyway=True)


def _urgently(office: factories.Office) -> Item:
    """Sign an item off urgently, on the day on which the board's regulation knew it; its ratification is still owed."""
    item = factories.item(office, State.AWAITING_SIGN_OFF, title=f"{MARK}, khẩn")
    office.board.regulation = "flood-office"
    office.board.save(update_fields=["regulation"])
    given = {"board": office.board, "by": office.standing, "at": NOW, "seen": factories.seen(item), "reason": WHY}
    services.sign_off_urgently(item.pk, **given)
    office.board.regulation = "founding"
    office.board.save(update_fields=["regulation"])
    return factories.fresh(item)


def place(row: Address, of: World, **named: object) -> str:
    """Return a row's address with the board's own identifiers in it."""
    about = {"number": of.moderating.number} if ":seq>" in row.path else {}
    values = of.values | about | named
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), row.path)
    return f"/{path}{ASKED.get(row.name, '')}"


def _decision(of: World) -> Form:
    item = of.moderating
    sent = {"verb": "moderate", "item": str(item.pk), "digest": factories.seen(item)}
    return Form(of.office.deputy, sent, {"number": item.number})


def _question(of: World) -> Form:
    item = of.moderating
    sent = {"unit": of.office.centre.pk, "text": f"{MARK} đã đúng chưa?", "until": "25/11/2026"}
    sent |= {"item": str(item.pk), "digest": factories.seen(item)}
    return Form(of.office.deputy, sent, {"number": item.number})


def _several(of: World) -> Form:
    item = of.moderating
    return Form(of.office.deputy, {"verb": "moderate", "item": f"{item.pk}:{factories.seen(item)}"}, {})


def _seen(of: World, path: str, form: dict[str, Any], **named: object) -> Form:
    """Return a form that was sent once, so that what follows from it was on the screen."""
    client = Client()
    client.force_login(of.office.chief)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": NOW.timestamp()}]
    session["account_authentication_methods_user"] = str(of.office.chief.pk)
    session.save()
    page = client.post(path, form).content.decode()
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
    return Form(of.office.chief, form | {"seen": found[1] if found else ""}, named)


def _handover(of: World) -> Form:
    held = of.office.other_deputy.appointments.order_by("pk").first()
    sent = {"kind": "handed_over", "since": "24/11/2026", "decision": PAPER, "to": str(of.office.contributor.pk)}
    sent |= {"file": Paper()}
    return _seen(of, f"/nhan-su/{held and held.pk}/", sent)


def _merger(of: World) -> Form:
    sent = {"unit": of.office.centre.pk, "into": of.office.division.pk, "since": "24/11/2026", "decision": PAPER}
    return _seen(of, "/nhan-su/don-vi/", sent)


def _appointment(of: World) -> Form:
    sent = {"name": "Ngô Thị Chín", "email": "chin@snv.example", "role": "contributor", "unit": of.office.centre.pk}
    return _seen(of, "/nhan-su/bo-nhiem/", sent | {"since": "24/11/2026", "decision": PAPER})


def _office_taken_back(of: World) -> Form:
    key = of.newcomer.pk
    return _seen(of, f"/nhan-su/{key}/bo/", {}, office=key)


def _link(of: World) -> Form:
    after = of.newcomer.person.invitations.order_by("-pk")[0].pk
    return Form(of.office.chief, {"after": after}, {"office": of.newcomer.pk})


def _publication(of: World) -> Form:
    item = of.signed
    return Form(of.office.secretary, {"item": str(item.pk), "digest": factories.seen(item)}, {"number": item.number})


def _ratification(of: World) -> Form:
    sent = {"item": str(of.urgent.pk), "digest": factories.seen(of.urgent)}
    return Form(of.office.chief, sent | {"report": of.urgent.stand_ins.get().pk}, {"number": of.urgent.number})


def _writing(**more: object) -> Callable[[World], Form]:
    writer = "contributor"
    return lambda of: Form(getattr(of.office, writer), fields(of.draft, getattr(of.office, writer), **more), {})


def _upload(name: str, data: bytes, field: str = "file") -> Callable[[World], Form]:
    return lambda of: Form(of.office.contributor, _chosen(of) | {field: SimpleUploadedFile(name, data)}, {})


def _chosen(of: World) -> dict[str, object]:
    return {"kind": "news", "unit": of.office.division.pk, "section": of.office.news.pk}


def _delegation(of: World) -> Form:
    sent = {"person": str(of.office.standing.pk), "since": "23/11/2026", "until": "30/11/2026", "paper": PAPER}
    paper = {"file": SimpleUploadedFile("uy-quyen.pdf", PDF)}
    return Form(of.office.chief, sent | {"move": "sign_off", "section": of.office.news.pk} | paper, {})


def _review(of: World) -> Form:
    item = of.live
    return Form(of.office.member, {"item": str(item.pk), "digest": factories.seen(item)}, {})


def _signing_in(of: World) -> Form:
    return Form(None, {"login": of.office.chief.username, "password": PASSWORD}, {})


FORMS: dict[str, Callable[[World], Form]] = {
    "account_login": _signing_in,
    "account_logout": lambda of: Form(of.office.chief, {}, {}),
    "account_reauthenticate": lambda of: Form(of.office.chief, {"password": PASSWORD}, {}),
    "account_change_password": lambda of: Form(
        of.office.chief, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}, {}
    ),
    "oidc-begin": lambda of: Form(None, {}, {}),
    "oidc-link": lambda of: Form(of.office.chief, {}, {}),
    "oidc-unlink": lambda of: Form(of.office.chief, {}, {}),
    "account_end_session": lambda of: Form(of.office.chief, {"session": "others"}, {}),
    "mfa_authenticate": lambda of: Form(None, {"code": "123456"}, {}),
    "mfa_login_webauthn": lambda of: Form(None, {"credential": "{}"}, {}),
    "mfa_reauthenticate": lambda of: Form(of.office.chief, {"code": "123456"}, {}),
    "mfa_reauthenticate_webauthn": lambda of: Form(of.office.chief, {"credential": "{}"}, {}),
    "mfa_add_webauthn": lambda of: Form(of.office.chief, {"credential": "{}"}, {}),
    "mfa_remove_webauthn": lambda of: Form(of.office.chief, {}, {"pk": 1}),
    "mfa_activate_totp": lambda of: Form(of.office.chief, {"code": "123456"}, {}),
    "mfa_deactivate_totp": lambda of: Form(of.office.chief, {}, {}),
    "mfa_generate_recovery_codes": lambda of: Form(of.office.chief, {}, {}),
    "invitation-password": lambda of: Form(None, {"password1": NEW, "password2": NEW}, {}),
    "desk:decide": _decision,
    "desk:consult": _question,
    "desk:answer": lambda of: Form(of.office.standing, {"opinion": "agrees"}, {"number": of.moderating.number}),
    "desk:decide-several": _several,
    "desk:ask-device-several": _several,
    "desk:publish": _publication,
    "desk:ratify": _ratification,
    "desk:office": _handover,
    "desk:units": _merger,
    "desk:appoint": _appointment,
    "desk:take-back-office": _office_taken_back,
    "desk:take-back-units": lambda of: _seen(of, f"/nhan-su/don-vi/{of.founded.pk}/bo/", {}),
    "desk:new-link": _link,
    "desk:ask-device": lambda of: Form(
        of.office.chief, {"item": str(of.draft.pk), "digest": factories.seen(of.draft)}, {"number": of.draft.number}
    ),
    "desk:open-account": lambda of: Form(of.office.secretary, {"person": str(of.unused.pk)}, {}),
    "desk:record-away": lambda of: Form(
        of.office.secretary, {"person": str(of.office.member.pk), "until": "24/11/2026"}, {}
    ),
    "desk:away-until": lambda of: Form(of.office.other_member, {"until": "18/12/2026"}, {}),
    "desk:back": lambda of: Form(of.office.other_member, {}, {}),
    "desk:delegate": _delegation,
    "desk:revoke": lambda of: Form(of.office.chief, {}, {}),
    "desk:acknowledge": lambda of: Form(of.office.chief, {"report": of.report.pk}, {}),
    "desk:declare-days": lambda of: Form(
        of.office.secretary, {"works": "1", "since": "05/12/2026", "name": "Làm bù", "paper": "Công điện số 9"}, {}
    ),
    "desk:withdraw-days": lambda of: Form(of.office.chief, {"day": of.day.pk}, {}),
    "desk:still-right": _review,
    "desk:plan-review": lambda of: Form(of.office.secretary, {"section": of.office.notices.pk, "months": "3"}, {}),
    "desk:switch": lambda of: Form(of.office.chief, {"board": of.office.board.slug}, {}),
    "desk:demo": lambda of: Form(None, {}, {}),
    "desk:write-new": lambda of: Form(of.office.contributor, _chosen(of), {}),
    "desk:write-word": _upload("tin.docx", word(para("Lớp khai giảng.")), "word"),
    "desk:write": _writing(title=f"{MARK}, sửa"),
    "desk:write-save": _writing(title=f"{MARK}, sửa"),
    "desk:write-hold": lambda of: Form(of.office.contributor, {"page": "một"}, {}),
    "desk:write-let-go": lambda of: Form(of.office.contributor, {"page": "một"}, {}),
    "desk:write-move": _writing(step="submit"),
    "desk:write-picture": _upload("anh.png", png()),
    "desk:write-file": _upload("tep.pdf", PDF),
}
"""A lawful form for each address that takes one."""


def sent(client: Client, row: Address, of: World, form: Form, method: str = "POST") -> HttpResponse:
    """Send a form to a row's address, by any method."""
    for each in form.data.values():
        if isinstance(each, SimpleUploadedFile):
            each.seek(0)
    address = place(row, of, **form.path)
    if method in {"GET", "POST"}:
        return getattr(client, method.lower())(address, form.data)
    return client.generic(method, address)


def acts(of: World) -> list[str]:
    """Return every act on record, in the board's book and in the book of people."""
    return [*entries(of.office.board).values_list("act", flat=True), *Change.objects.values_list("verb", flat=True)]


def everything() -> dict[str, list[str]]:
    """Return all that the database holds but sessions, to tell whether anything was changed."""
    models = [model for model in apps.get_models() if model._meta.app_label not in {"sessions", "contenttypes", "auth"}]
    return {model._meta.label: sorted(str(row) for row in model._base_manager.values_list()) for model in models}


@contextmanager
def undone() -> Iterator[None]:
    """Undo everything that is done inside."""
    around = transaction.atomic()
    # As a test's own transaction: what has to be committed by itself may run inside.
    around._from_testcase = True  # type: ignore[attr-defined]
    with around:
        yield
        transaction.set_rollback(True)
