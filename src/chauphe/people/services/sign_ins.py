"""Who tried to sign in to an account, and the sessions that began: shown to its holder, who can end the others.

Of each attempt there is a row, whether it worked or not, for a name that exists and for one that does not: so neither
the answer nor the time that it takes tells anybody which names there are (A3).
"""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet

from chauphe.people.models import Person, SignIn
from chauphe.people.services.record import note


def record_sign_in(
    person: Person, *, at: datetime, factors: str, session: str, address: str | None, agent: str
) -> SignIn:
    """Keep that a session began; `session` is its key, `factors` what was proved ("password+totp")."""
    return SignIn.objects.create(
        person=person, at=at, worked=True, factors=factors, session=session, address=address, agent=agent[:200]
    )


def record_failure(person: Person | None, *, at: datetime, address: str | None, agent: str) -> SignIn:
    """Keep that an attempt failed."""
    return SignIn.objects.create(person=person, at=at, worked=False, address=address, agent=agent[:200])


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


def renew_session(old: str, new: str) -> None:
    """Follow a session whose key was changed, as after a new password."""
    SignIn.objects.filter(session=old).exclude(session="").update(session=new)
