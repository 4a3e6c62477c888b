"""How the desk speaks of waiting, of limits and of being late; all times that come in are local."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from chauphe.core.passed import Taken
from chauphe.core.term import Term, counted, working_day
from chauphe.public.approval import bound


def waiting(since: datetime, now: datetime) -> str:
    """Say how long something has waited, in working language: from 08:15, since yesterday, 3 days (local times)."""
    days = (now.date() - since.date()).days
    if days <= 0:
        return _("waiting since %(time)s") % {"time": date_format(since, "H:i")}
    if days == 1:
        return _("waiting since yesterday, %(time)s") % {"time": date_format(since, "H:i")}
    return ngettext("waiting for %(days)s day", "waiting for %(days)s days", days) % {"days": days}


def lasting(since: datetime, now: datetime) -> str:
    """Say the same after words that say already that somebody is waited for."""
    days = (now.date() - since.date()).days
    if days <= 0:
        return _("since %(time)s") % {"time": date_format(since, "H:i")}
    if days == 1:
        return _("since yesterday")
    return ngettext("for %(days)s day", "for %(days)s days", days) % {"days": days}


def due(until: datetime, now: datetime) -> str:
    """Say until when a step is due (local times): by 11:30 today, by 10:30 on Wednesday, 25/11."""
    days = (until.date() - now.date()).days
    told = {"time": date_format(until, "H:i"), "day": date_format(until, "d/m"), "weekday": date_format(until, "l")}
    if days <= 0:
        return _("by %(time)s today") % told
    if days == 1:
        return _("by %(time)s tomorrow") % told
    if until.year != now.year:
        told["day"] = date_format(until, "d/m/Y")
    says = _("by %(time)s on %(weekday)s, %(day)s") if days < 7 else pgettext("due", "by %(time)s on %(day)s")
    return bound(says % told)


def late(term: Term, at: datetime) -> str:
    """Say by how much working time a step is late, in whole days from one on; empty while it is not."""
    if not term.late(at):
        return ""
    over = term.late_by(at)
    days, hours = over // working_day(term.calendar), over // timedelta(hours=1)
    if days:
        return ngettext("%(n)s working day late", "%(n)s working days late", days) % {"n": days}
    if hours:
        return ngettext("%(n)s working hour late", "%(n)s working hours late", hours) % {"n": hours}
    return _("late since just now")


def worked(spell: timedelta, day: timedelta) -> str:
    """Say a working time in whole days of `day`, hours or minutes: "3 giờ làm việc"."""
    days, hours, minutes = spell // day, spell // timedelta(hours=1), spell // timedelta(minutes=1)
    if days:
        return ngettext("%(n)s working day", "%(n)s working days", days) % {"n": days}
    if hours:
        return ngettext("%(n)s working hour", "%(n)s working hours", hours) % {"n": hours}
    return ngettext("%(n)s working minute", "%(n)s working minutes", minutes) % {"n": minutes}


def brief(spell: timedelta, day: timedelta) -> str:
    """Say a working time as `worked` does, under a heading that says what time it is: "3 giờ"."""
    days, hours, minutes = spell // day, spell // timedelta(hours=1), spell // timedelta(minutes=1)
    if days:
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    if hours:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}


def took(step: Taken) -> str:
    """Say how long a step waited before it was taken, and within which limit."""
    told = {"time": worked(step.waited, step.day)}
    if step.term is None:
        return _("waited %(time)s") % told
    told["limit"] = limit(step.term.rule.value)
    return _("waited %(time)s, limit %(limit)s") % told


def limit(value: Mapping[str, Any]) -> str:
    """Say a limit: "4 giờ làm việc"."""
    kind, n = counted(value)
    if kind == "hours":
        return ngettext("%(n)s working hour", "%(n)s working hours", n) % {"n": n}
    return ngettext("%(n)s working day", "%(n)s working days", n) % {"n": n}
