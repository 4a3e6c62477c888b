"""The link between a person and their number at the office's sign-in service: made by its owner, and by nobody else.

Nothing is ever matched by name or mail address. Of one service a person has one link, and a link has one person.
"""

from datetime import datetime
from hashlib import sha256

from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction

from chauphe.core.refusal import N_, Refused
from chauphe.people.models import Person
from chauphe.people.services.record import note
from chauphe.people.services.refusing import plain
from chauphe.people.services.sign_ins import end_sessions_by

ID = FACTOR = "oidc"
"""Under which links are kept, and how a sign-in by one is recorded; which service it is stands in the link itself."""


def uid_of(issuer: str, subject: str) -> str:
    """Return what stands for a person of a service: nobody else has it, at this service or at any other."""
    return sha256(f"{issuer}\n{subject}".encode()).hexdigest()


def link_of(person: Person) -> SocialAccount | None:
    """Return a person's link, if there is one (1 query)."""
    return SocialAccount.objects.filter(user=person, provider=ID).first()


@transaction.atomic
def link(person: Person, *, issuer: str, subject: str, at: datetime) -> SocialAccount:
    """Link the signed-in person to a number of the service; raises Refused where either has another link."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    uid = uid_of(issuer, subject)
    if (mine := link_of(person)) is not None:
        if mine.uid == uid:
            return mine
        raise Refused((plain("linked", N_("Your account is linked already. Remove that link first.")),))
    try:
        with transaction.atomic():
            facts = {"issuer": issuer, "subject": subject}
            made = SocialAccount.objects.create(user=person, provider=ID, uid=uid, extra_data=facts)
    except IntegrityError as error:
        raise Refused((plain("taken", N_("That sign-in belongs to another account here.")),)) from error
    note("link", at=at, by=person, person=person, name=person.full_name, issuer=issuer, key=uid)
    return made


@transaction.atomic
def unlink(person: Person, *, at: datetime, but: str = "") -> bool:
    """Remove a person's own link, and end the sessions that began by it; False where there is none."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    mine = link_of(person)
    if mine is None:
        return False
    note("unlink", at=at, by=person, person=person, name=person.full_name, key=mine.uid)
    mine.delete()
    end_sessions_by(person, FACTOR, but=but)
    return True
