"""Accounts: who has one, and how its holder, and nobody else, comes to a password (Điều 6 khoản 2).

Whoever looks after accounts makes a link and hands it over; the person sets the password. The link works once, for a
short time, and only the newest of a person does; the database holds its SHA-256 and could not tell it to anybody.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models.functions import Lower

from chauphe.core.refusal import N_, Refusal, Refused
from chauphe.people import naming
from chauphe.people.models import Board, Invitation, Person
from chauphe.people.selectors import local
from chauphe.people.services.offices import held
from chauphe.people.services.record import note
from chauphe.people.services.refusing import plain, unfit, unless
from chauphe.people.standing import still_open

LIVES = timedelta(days=3)
LONGEST = timedelta(days=7)


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
    person = Person.objects.create_user(login, full_name=name, email=email)
    person.honorific = honorific
    person.save(update_fields=["honorific"])
    note("enrol", at=at, by=by, board=board, person=person, login=login, name=name, email=email)
    return person


@transaction.atomic
def invite(person: Person, *, board: Board, by: Person | None, at: datetime, lives: timedelta = LIVES) -> str:
    """Make the secret of a new link and return it, this once; any older link of the person is void.

    Raises Refused for somebody who neither holds nor will hold an office on the board, or whose account is locked.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    unless(_locked(person), _no_office(person, board, at))
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
    person.save(update_fields=["password"])
    row.used_at = at
    row.save(update_fields=["used_at"])
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
    note("lock", at=at, by=by, board=board, person=person, name=person.full_name)


@transaction.atomic
def unlock(person: Person, *, board: Board, by: Person | None, at: datetime) -> None:
    """Open a locked account again; the password is the one it had."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    unless(_no_office(person, board, at))
    person.is_active = True
    person.save(update_fields=["is_active"])
    note("unlock", at=at, by=by, board=board, person=person, name=person.full_name)


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


def _no_office(person: Person, board: Board, at: datetime) -> Refusal | None:
    """Refuse somebody whose offices on the board are all over, or who never had one."""
    if held(board, since=local(at).date(), until=None).filter(person=person).exists():
        return None
    says = N_("%(name)s holds no office on this board.")
    return plain("office", says, name=person.full_name)
