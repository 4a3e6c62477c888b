"""Who tried to sign in to an account, and the sessions that began: shown to its holder, who can end the others.

Of each attempt there is a row, whether it worked or not, for a name that exists and for one that does not: so neither
the answer nor the time that it takes tells anybody which names there are (A3).
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet

from chauphe.people.models import Person, SignIn
from chauphe.people.services.record import note

NOBODY = UUID(int=0)
EVERY = timedelta(minutes=15)
"""How long attempts count against an account."""


def record_sign_in(
    person: Person, *, at: datetime, factors: str, session: str, address: str | None, agent: str
) -> SignIn:
    """Keep that a session began; `session` is its key, `factors` what was proved ("password+totp")."""
    return SignIn.objects.create(
        person=person, at=at, worked=True, factors=factors, session=session, address=address, agent=agent[:200]
    )


def record_failure(person: Person | None, *, at: datetime, address: str | None, agent: str, why: str = "") -> SignIn:
    """Keep that an attempt failed, or was not let in although what was given was right (`why`, a `SignIn.Why`)."""
    return SignIn.objects.create(person=person, at=at, worked=False, why=why, address=address, agent=agent[:200])


@transaction.atomic
def begin_attempt(person: Person | None, *, at: datetime, most: int, address: str | None, agent: str) -> SignIn | None:
    """Keep an attempt before it is looked at, as the failure that it is until then; None where too many failed lately.

    Under the person's lock, so that a hundred attempts at one instant are no more than `most`. The same questions are
    asked where the name is nobody's: time tells nothing either.
    """
    who = person.pk if person else NOBODY
    Person.objects.select_for_update().filter(pk=who).first()
    if has_failed_too_often(who, at=at, most=most):
        return None
    return record_failure(person, at=at, address=address, agent=agent)


def has_failed_too_often(person: UUID, *, at: datetime, most: int) -> bool:
    """Say whether that many attempts on an account failed within the last `EVERY`, by password or by code (1 query)."""
    return SignIn.objects.filter(person=person, worked=False, why="", at__gt=at - EVERY).count() >= most


def forget_attempt(attempt: SignIn) -> None:
    """Take back that an attempt failed: what was given was right, or was not looked at."""
    attempt.delete()


def record_throttled(person: Person | None, *, at: datetime, address: str | None, agent: str) -> None:
    """Keep that attempts are no longer looked at, once in `EVERY`: whoever goes on trying fills no table."""
    why = SignIn.Why.THROTTLED
    if not SignIn.objects.filter(person=person, why=why, at__gt=at - EVERY).exists():
        record_failure(person, at=at, address=address, agent=agent, why=why)


def sign_ins_of(person: Person, *, most: int) -> list[SignIn]:
    """Return the newest attempts on a person's account (1 query)."""
    return list(SignIn.objects.filter(person=person).order_by("-pk")[:most])


def open_sessions(person: Person, *, at: datetime) -> QuerySet[SignIn]:
    """Return the sign-ins whose session is still open, the newest first."""
    alive = Session.objects.filter(expire_date__gt=at).values("session_key")
    return SignIn.objects.filter(person=person, worked=True, session__in=alive).order_by("-pk")


@transaction.atomic
def end_session(person: Person, sign_in: int, *, at: datetime) -> bool:
    """End one of a person's own sessions; False where it is over already, or is somebody else's."""
    row = open_sessions(person, at=at).filter(pk=sign_in).first()
    if row is None:
        return False
    Session.objects.filter(session_key=row.session).delete()
    note("end_session", at=at, by=person, person=person, name=person.full_name, since=row.at.isoformat())
    return True


@transaction.atomic
def end_sessions(person: Person, *, but: str = "") -> int:
    """End every session of a person but the one with this key, and say how many that were."""
    mine = SignIn.objects.filter(person=person, worked=True).exclude(session__in=["", but]).values("session")
    return Session.objects.filter(session_key__in=mine).delete()[0]


@transaction.atomic
def end_sessions_by(person: Person, factor: str, *, but: str = "") -> int:
    """End the sessions that began by a way to sign in that is no more, but the one with this key."""
    mine = SignIn.objects.filter(person=person, worked=True).exclude(session__in=["", but])
    by_it = [row.session for row in mine if factor in row.factors.split("+")]
    return Session.objects.filter(session_key__in=by_it).delete()[0]


def renew_session(old: str, new: str) -> None:
    """Follow a session whose key was changed, as after a new password."""
    SignIn.objects.filter(session=old).exclude(session="").update(session=new)
