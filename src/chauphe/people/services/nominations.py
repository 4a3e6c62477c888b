"""An office is given at the desk, to somebody known or to a newcomer, who comes to a way in of their own (Điều 3 to 6).

A newcomer is known by a mail address: the same one is the same person, and another name under it is refused. Nobody
chooses a password for anybody: a newcomer is given a link, once, and for offices that decide on content, or record
offices, the link is made on the server alone, so that whoever records an office never has its key in hand.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Lower

from chauphe.core.appointing import ON_SERVER, against_recording, link_on_server
from chauphe.core.authority import DEPUTIES, Role
from chauphe.core.refusal import N_, Refusal
from chauphe.core.text import slug
from chauphe.people import naming
from chauphe.people.charter.checking import NEED_A_REMIT
from chauphe.people.models import Appointment, Board, Invitation, Person, Section, Unit
from chauphe.people.selectors import bench_of, book_of, local
from chauphe.people.services.accounts import enrol, invite
from chauphe.people.services.offices import appoint, held
from chauphe.people.services.refusing import plain, reasons_of, refuse


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who has no account yet, as the paper names them."""

    name: str
    email: str
    honorific: str = ""


@dataclass(frozen=True, slots=True)
class Nomination:
    """What a paper decided: who holds which office from a day on; `file` is its SHA-256 and name in the store.

    Without a title it is that of the regulation.
    """

    who: Person | Newcomer | None
    role: Role
    since: date
    decision: str
    until: date | None = None
    title: str = ""
    units: tuple[Unit, ...] = field(default=())
    sections: tuple[Section, ...] = field(default=())
    file: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Seated:
    """An office that was given; `token` is the secret of a newcomer's link, empty where none is given here."""

    office: Appointment
    is_new: bool
    token: str = ""


@transaction.atomic
def nominate(what: Nomination, *, board: Board, by: Person, at: datetime) -> Seated:
    """Give an office to somebody, with an account where they have none, or raise Refused with every reason."""
    Board.objects.select_for_update().get(pk=board.pk)
    known = account_of(what.who) if isinstance(what.who, Newcomer) else what.who
    against = against_recording(
        str(by.pk), bench_of(board, at=at), book_of(board), at=local(at), paper=what.decision,
        gains=str(known.pk) if known else None, role=what.role, filed=bool(what.file[0]),
    )  # fmt: skip
    own = against_own_link(known, what.role, board=board, by=by, on=what.since) if known else ()
    refuse([*against, *own, *_against(what, board, known)])
    person = known or _enrolled(what.who, board, by, at)
    on = max(what.since, book_of(board).since)
    row = appoint(
        person, what.role, board=board, since=what.since, until=what.until, units=what.units, sections=what.sections,
        title=what.title or str(book_of(board).rule(f"role.{what.role}", on=on).value), rank=_rank(what, board),
        decision=what.decision, file=what.file, by=by, at=at,
    )  # fmt: skip
    if known:
        return Seated(row, is_new=False)
    if link_on_server(what.role, book_of(board), on=on):
        return Seated(row, is_new=True)
    return Seated(row, is_new=True, token=invite(person, board=board, by=by, at=at))


@transaction.atomic
def renew_link(person: Person, *, after: int | None, board: Board, by: Person, at: datetime) -> str:
    """Make a new link for a newcomer who has not used theirs, and return its secret; raises Refused for anybody else.

    `after` is the link (its row's id) that it takes the place of: what is sent twice makes one. Whoever has a password,
    sits on another board too, or holds an office that decides, is given one on the server.
    """
    Board.objects.select_for_update().get(pk=board.pk)
    bench, book, on = bench_of(board, at=at), book_of(board), local(at).date()
    reasons = reasons_of(board, on=on)
    found = list(against_recording(str(by.pk), bench, book, at=local(at), paper=None))
    if person.has_usable_password():
        found.append(plain("has_password", N_("%(name)s has a way in already."), name=person.full_name))
    if newest_link(person) != after:
        found.append(plain("stale", N_("A link for %(name)s was made meanwhile."), name=person.full_name))
    offices = Appointment.objects.filter(person=person)
    roles = held(board, since=on, until=None).filter(person=person).values_list("role", flat=True)
    if offices.exclude(board=board).exists() or any(link_on_server(role, book, on=on) for role in roles):
        says = N_("The link of %(name)s is made on the server, by whoever runs it.")
        found.append(reasons.no("on_server", says, ON_SERVER, name=person.full_name))
    refuse(found)
    return invite(person, board=board, by=by, at=at)


def newest_link(person: Person) -> int | None:
    """Return the id of the link that a person was given last, used or not."""
    return Invitation.objects.filter(person=person).order_by("-pk").values_list("pk", flat=True).first()


def against_own_link(person: Person, role: Role, *, board: Board, by: Person, on: date) -> Iterator[Refusal]:
    """Yield why an office that decides is not given by whoever made the link of its holder, used or not.

    Else a secretary could seat somebody of their own making: as a contributor first, then higher.
    """
    reasons = reasons_of(board, on=on)
    last = Invitation.objects.filter(person=person, voided_at=None).order_by("-pk").first()
    if last is not None and last.by_id == by.pk and link_on_server(role, reasons.book, on=on):
        says = N_("You made the link of %(name)s, so another of those who may record it gives this office.")
        yield reasons.no("own_link", says, ON_SERVER, name=person.full_name)


def account_of(who: Newcomer) -> Person | None:
    """Return whoever has this mail address already, where it is the same name; two rows of it are nobody's."""
    email = _email(who.email)
    if not email:
        return None
    found = list(Person.objects.annotate(lower=Lower("email")).filter(lower=email.lower())[:2])
    return found[0] if len(found) == 1 and _same(found[0].full_name, who.name) else None


def namesakes(board: Board, name: str) -> list[Appointment]:
    """Return the offices, past ones as well, of people of this very name, each person once."""
    rows = Appointment.objects.filter(board=board).select_related("person").order_by("person", "-since")
    return list({row.person_id: row for row in rows if _same(row.person.full_name, name)}.values())


def _same(one: str, other: str) -> bool:
    """Say whether two names are the same, however they were typed."""
    try:
        return naming.line(one).casefold() == naming.line(other).casefold()
    except naming.Unfit:
        return False


def _email(text: str) -> str:
    return "".join(text.split())


def _against(what: Nomination, board: Board, known: Person | None) -> Iterator[Refusal]:
    """Yield what is wrong with a nomination besides what every office is refused for."""
    if what.who is None:
        yield plain("who", N_("Choose who is appointed, or write a newcomer's name and mail address."))
    if isinstance(what.who, Newcomer) and known is None:
        try:
            validate_email(_email(what.who.email))
        except ValidationError:
            yield plain("email", N_("Write the newcomer's mail address as in ha.tran@example.vn."))
    if what.role in NEED_A_REMIT and not (what.units or what.sections):
        yield plain("remit", N_("This office needs units or sections to answer for."))
    if any(not unit.is_open(what.since) for unit in what.units):
        yield plain("closed", N_("A unit is named that does not exist on that day."))


def _enrolled(who: Person | Newcomer | None, board: Board, by: Person, at: datetime) -> Person:
    assert isinstance(who, Newcomer)  # noqa: S101  nobody and somebody known were seen to before
    email = _email(who.email)
    return enrol(
        _login(email, who.name), full_name=who.name, honorific=who.honorific, email=email, by=by, at=at, board=board
    )


def _login(email: str, name: str) -> str:
    """Return a user name that is free: what stands before the @, else the name without marks."""
    first = re.sub(r"[^a-z0-9]+", ".", email.rpartition("@")[0].lower()).strip(".")[:50].strip(".")
    if not naming.LOGIN.fullmatch(first):
        first = slug(name)[:50].strip("-") or "nguoi-moi"
    if not naming.LOGIN.fullmatch(first):
        first = f"nguoi-{first}"
    alike = Person.objects.filter(username__istartswith=first).values_list("username", flat=True)
    taken = {each.lower() for each in alike}
    return next(each for each in (first, *(f"{first}{n}" for n in range(2, len(taken) + 3))) if each not in taken)


def _rank(what: Nomination, board: Board) -> int:
    """Return the place behind all deputies in office; the other offices have no order among each other."""
    if what.role not in DEPUTIES:
        return 0
    rows = held(board, since=what.since, until=what.until).filter(role__in=DEPUTIES)
    return (rows.aggregate(last=Max("rank"))["last"] or 0) + 1
