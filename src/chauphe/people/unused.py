"""When an account has lain unused for too long: worked out at the instant of a sign-in, so that no timer is needed.

The days are a dated rule of law (`account.unused_days`), which says itself whether it was compared with its source.
"""

from datetime import datetime, timedelta

from chauphe.people.models import Person
from chauphe.people.selectors import local
from chauphe.regulation.law import LawRule, NotInForce, rule

RULE = "account.unused_days"


def rule_on(at: datetime) -> LawRule | None:
    """Return the rule as it stands at an instant, or None before there was one."""
    try:
        return rule(RULE, on=local(at).date())
    except NotInForce:
        return None


def last_use(person: Person) -> datetime:
    """Return when a person last signed in, or when the account was opened since."""
    return max(at for at in (person.last_login, person.opened_at, person.created_at) if at is not None)


def is_unused(person: Person, *, at: datetime) -> bool:
    """Say whether an account has been out of use for longer than the rule allows."""
    found = rule_on(at)
    return found is not None and at - last_use(person) > timedelta(days=int(found.value))
