"""Accounts: who has one, and how its holder, and nobody else, comes to a password (Điều 6 khoản 2).

Whoever looks after accounts makes a link and hands it over; the person sets the password. The link works once, for a
short time, and only the newest of a person does; the database holds its SHA-256 and could not tell it to anybody.
"""

import hashlib
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models.functions import Lower

from chauphe.core.refusal import N_, Refusal, Refused
from chauphe.people import naming
from chauphe.people.models import Board, Invitation, Person
from chauphe.people.selectors import bench_of, duties_of, local
from chauphe.people.services.offices import held
from chauphe.people.services.record import note
from chauphe.people.services.refusing import plain, reasons_of, unfit, unless
from chauphe.people.services.sign_ins import end_sessions
from chauphe.people.standing import still_open
from chauphe.people.unused import is_unused, last_use

LIVES = timedelta(days=3)
LONGEST = timedelta(days=7)
OPENED_BY = "account.opened_by"


@transaction.atomic
def enrol(
    username: str, *, full_name: str, honorific: str = "", email: str = "", by: Person | None, at: datetime,
    board: Board | None = None,
) -> Person:  # fmt: skip
    """Make the account of a new person, without a password; raises Refused for a name that cannot be or is taken."""
    try:
        login, name = naming.login(username), naming.person_name(full_name)
    except naming.Unfit as error:
        raise Refused((unfit(error),)) from error
    unless(_login_taken(login), _email_taken(email))
    person = Person.objects.create_user(login, full_name=name, email=email, honorific=honorific)
    note("enrol", at=at, by=by, board=board, person=person, login=login, name=name, email=email)
    return person


@transaction.atomic
def invite(person: Person, *, board: Board, by: Person | None, at: datetime, lives: timedelta = LIVES) -> str:
    """Make the secret of a new link and return it, this once; any older link of the person is void.

    Raises Refused for somebody who neither holds nor will hold an office on the board, or whose account is locked or
    was switched off for want of use: who opens it again says so first (`unlock`).
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    unless(_locked(person), _unused(person, at), _no_office(person, board, at))
    if not timedelta(0) < lives <= LONGEST:
        raise Refused((plain("lives", N_("A link lives for %(days)s days at most."), days=str(LONGEST.days)),))
    _void(person, at)
    token = secrets.token_urlsafe(32)
    Invitation.objects.create(person=person, by=by, digest=digest(token), made_at=at, expires_at=at + lives)
    note("invite", at=at, by=by, board=board, person=person, name=person.full_name, until=(at + lives).isoformat())
    return token


def digest(token: str) -> str:
    """Return what is kept of a link's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def invitation_of(kept: str, *, at: datetime) -> Invitation | None:
    """Find the invitation of this digest, if a password can be set by it at this instant."""
    found = Invitation.objects.filter(digest=kept, expires_at__gt=at, person__is_active=True).filter(still_open())
    return found.select_related("person").first()


@transaction.atomic
def choose_password(kept: str, password: str, *, at: datetime) -> Person:
    """Let the invited person set their password, which uses the link up and ends all their sessions.

    Raises Refused where the link is used, replaced or too old, ValidationError where the password is too weak.
    """
    named = invitation_of(kept, at=at)
    # The person's row is locked first, as in `invite`: whoever comes second sees what the first has done.
    person = Person.objects.select_for_update().get(pk=named.person_id) if named else None
    row = invitation_of(kept, at=at)
    if person is None or row is None:
        raise Refused((plain("link", N_("This link can no longer be used.")),))
    validate_password(password, person)
    person.set_password(password)
    person.opened_at = at
    person.save(update_fields=["password", "opened_at"])
    row.used_at = at
    row.save(update_fields=["used_at"])
    end_sessions(person)
    note("password", at=at, by=person, person=person, name=person.full_name)
    return person


@transaction.atomic
def lock(person: Person, *, board: Board, by: Person | None, at: datetime) -> None:
    """Shut an account at once: its sessions end, its link is void, its offices stay as they are."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    unless(_no_office(person, board, at))
    person.is_active = False
    person.save(update_fields=["is_active"])
    _void(person, at)
    end_sessions(person)
    note("lock", at=at, by=by, board=board, person=person, name=person.full_name)


@transaction.atomic
def unlock(person: Person, *, board: Board, by: Person | None, at: datetime) -> None:
    """Open an account again that was locked, or unused for too long; password and devices are those it had.

    At the desk it is the secretary's to do (the board's rule `account.opened_by`), and only what went unused.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    unless(_no_office(person, board, at), *_not_theirs(person, board, by, at))
    person.is_active, person.opened_at = True, at
    person.save(update_fields=["is_active", "opened_at"])
    note("unlock", at=at, by=by, board=board, person=person, name=person.full_name)


@transaction.atomic
def forget_devices(person: Person, *, board: Board, by: Person | None, at: datetime) -> int:
    """Take away passkeys, one-time codes and recovery codes of somebody who lost their device; say how many.

    A link to the office's sign-in service, which such a device may open as well, goes with them. Their sessions end,
    and the next sign-in leads to a new device. The password stays theirs alone.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    unless(_no_office(person, board, at))
    gone = Authenticator.objects.filter(user=person).delete()[0]
    SocialAccount.objects.filter(user=person).delete()
    end_sessions(person)
    note("forget_devices", at=at, by=by, board=board, person=person, name=person.full_name, count=gone)
    return gone


def _void(person: Person, at: datetime) -> None:
    Invitation.objects.filter(person=person).filter(still_open()).update(voided_at=at)


def _login_taken(login: str) -> Refusal | None:
    if not Person.objects.filter(username__iexact=login).exists():
        return None
    return plain("login", N_("The user name %(login)s is taken."), login=login)


def _email_taken(email: str) -> Refusal | None:
    if not email or not Person.objects.annotate(lower=Lower("email")).filter(lower=email.lower()).exists():
        return None
    return plain("email", N_("The address %(email)s belongs to another account."), email=email)


def _locked(person: Person) -> Refusal | None:
    if person.is_active:
        return None
    return plain("locked", N_("The account of %(name)s is locked."), name=person.full_name)


def _unused(person: Person, at: datetime) -> Refusal | None:
    """Refuse an account that could be signed in to and was not for too long; one never used has nothing to guard."""
    if not (person.has_usable_password() and is_unused(person, at=at)):
        return None
    says = N_("The account of %(name)s was switched off after being unused since %(since)s. Open it again first.")
    return plain("unused", says, name=person.full_name, since=f"{local(last_use(person)):%d/%m/%Y}")


def _not_theirs(person: Person, board: Board, by: Person | None, at: datetime) -> Iterator[Refusal]:
    """Refuse whoever does not keep the accounts; what was locked on the server is opened there."""
    if by is None:
        return
    reasons = reasons_of(board, on=local(at).date())
    keepers = reasons.book.rule(OPENED_BY, on=reasons.on).value
    if not any(str(office.role) in keepers for office in duties_of(by, bench_of(board, at=at), at=at)):
        yield reasons.no("office", N_("Only the board's secretary opens an account again."), OPENED_BY)
    if not person.is_active:
        says = N_("The account of %(name)s was locked on the server, and is opened there.")
        yield reasons.no("locked", says, OPENED_BY, name=person.full_name)
    elif not is_unused(person, at=at):
        yield reasons.no("open", N_("The account of %(name)s is open already."), OPENED_BY, name=person.full_name)


def _no_office(person: Person, board: Board, at: datetime) -> Refusal | None:
    """Refuse somebody whose offices on the board are all over, or who never had one."""
    if held(board, since=local(at).date(), until=None).filter(person=person).exists():
        return None
    says = N_("%(name)s holds no office on this board.")
    return plain("office", says, name=person.full_name)
