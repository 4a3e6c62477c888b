"""Says an act on people in one sentence: who did what to whom, in which office, from when to when.

Names are shown in one form, without what nobody sees, and each in a direction of its own, so that none can rearrange
the sentence around it. A verb without a sentence is a failing test, not a blank on the screen.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from chauphe.core.authority import Bench, Role
from chauphe.core.text import clean_line
from chauphe.desk import words
from chauphe.people.models import Board, Change, Delegation
from chauphe.people.selectors import local
from chauphe.public.approval import bound

Names = Mapping[str, Mapping[str, str]]
"""What units and sections are called, by code: {"units": {...}, "sections": {...}}."""

SENTENCES = {
    "found": gettext_lazy("{by} set up the board here under the name {board}."),
    "enrol": gettext_lazy("{by} opened an account for {name}, user name {login}."),
    "invite": gettext_lazy("{by} gave {name} a link to set their own password, to be used once, until {until}."),
    "password": gettext_lazy("{name} set their own password by the link they were given."),
    "lock": gettext_lazy("{by} locked the account of {name}."),
    "unlock": gettext_lazy("{by} opened the account of {name} again."),
    "forget_devices": gettext_lazy(
        "{by} took away the lost devices of {name}; a new one is asked for at the next sign-in."
    ),
    "add_device": gettext_lazy("{name} set up a device of their own for signing in."),
    "remove_device": gettext_lazy("{name} removed a device of their own."),
    "link": gettext_lazy("{name} linked their account to the office's sign-in service."),
    "unlink": gettext_lazy("{name} removed the link of their account to the office's sign-in service."),
    "end_session": gettext_lazy("{name} ended another session of their own, begun on {since}."),
    "appoint": gettext_lazy("{by} appointed {name} {office}, {span}{decision}."),
    "dismiss": gettext_lazy("{by} ended the office of {name} as {office}; its last day is {until}{decision}."),
    "take_back": gettext_lazy("{by} took back, before it began, that {name} would be {office} {span}."),
    "go_on": gettext_lazy("{by} recorded that {name} goes on as {office} {span}, as before."),
    "away": gettext_lazy("{by} recorded that {name} is away {span}."),
    "away_until": gettext_lazy("{by} recorded that {name}, away since {since}, is away until {until}."),
    "delegate": gettext_lazy("{by} delegated to {name}, {span}: {matter}; by {paper}."),
    "revoke": gettext_lazy("{by} revoked what had been delegated to {name}, {span}: {matter}."),
    "declare": gettext_lazy("{by} recorded as days off: {days} ({name}); by {paper}."),
    "withdraw_days": gettext_lazy("{by} withdrew what had been recorded of {days} ({name}); it was by {paper}."),
    "plan_review": gettext_lazy("{by} set how often section {section} is looked at again: {period}; owner: {owner}."),
    "drop_review": gettext_lazy("{by} recorded that section {section} is looked at again no more."),
    "reorganise": gettext_lazy("{by} recorded that {names} became {board} {span}{decision}."),
    "open_unit": gettext_lazy("{by} recorded the new unit {board}, {span}{decision}."),
    "take_back_units": gettext_lazy("{by} took back, before it began, that {names} would become {board} {span}."),
    "back": gettext_lazy("{by} recorded that {name}, away since {since}, is back from {until} on."),
}
AWAY_FOR_NOW = gettext_lazy("{by} recorded that {name} is away from {since} on, until they are back.")
NEVER_AWAY = gettext_lazy("{by} took back, before it began, that {name} would be away from {since} on.")
NEVER_OPENED = gettext_lazy("{by} took back, before it began, the new unit {board}, {span}.")
WORKED = gettext_lazy("{by} recorded as working days: {days} ({name}); by {paper}.")
_SHA256 = re.compile("[0-9a-f]{64}")
OTHER = gettext_lazy("{by} recorded for {name}: {verb}.")
"""For a verb that a newer version wrote into the same database."""


MATTERS = {
    "sign_off": (
        pgettext_lazy("delegated", "sign off"),
        gettext_lazy("what awaits sign-off: also change, return or refuse it, and ask other units"),
    ),
    "recall": (pgettext_lazy("delegated", "take an approval back"), gettext_lazy("before it is published")),
    "withdraw": (
        pgettext_lazy("delegated", "withdraw"),
        gettext_lazy("the page stays at its address, with a notice, and is in no list"),
    ),
    "take_down": (
        pgettext_lazy("delegated", "take down"),
        gettext_lazy("the page is gone from the site; a notice stands at its address"),
    ),
}
"""What can be delegated, and what each of it means; one is not part of another."""


def names_on(board: Board) -> Names:
    """Read what the units and sections of a board are called (2 queries)."""
    return {
        "units": dict(board.units.values_list("code", "name")),
        "sections": dict(board.sections.values_list("slug", "name")),
    }


def said(row: Change, names: Names) -> SafeString:
    """Say an act."""
    facts = row.facts if isinstance(row.facts, dict) else {}
    return format_html(
        str(_sentence(row.verb, facts)),
        by=_by(row),
        name=format_html("<b>{}</b>", _plain(facts.get("name"))),
        board=_plain(facts.get("name")),
        names=_plain(words.listed(map(str, facts.get("names") or ()))),
        login=_plain(facts.get("login")),
        office=_office(facts, names),
        span=_span(facts.get("since"), facts.get("until")),
        since=_when(facts.get("since")),
        until=_last(facts.get("until")) if row.verb == "dismiss" else _when(facts.get("until")),
        decision=_decision(facts.get("decision"), facts.get("file")),
        verb=_plain(row.verb),
        matter=_plain(_matter(facts, names)) if row.verb in {"delegate", "revoke"} else "",
        paper=_plain(facts.get("paper")),
        days=_days(facts.get("days")),
        section=_plain(names["sections"].get(str(facts.get("section")), facts.get("section"))),
        period=_period(facts.get("months")),
        owner=_owner(facts),
    )


def _sentence(verb: str, facts: Mapping[str, Any]) -> object:
    if verb == "away" and not facts.get("until"):
        return AWAY_FOR_NOW
    if verb == "take_back_units" and not facts.get("names"):
        return NEVER_OPENED
    if verb == "declare" and facts.get("works"):
        return WORKED
    if verb == "back" and _was_to_come(facts):
        return NEVER_AWAY
    return SENTENCES.get(verb, OTHER)


def _by(row: Change) -> SafeString:
    """Name who did it; on the command line of the server nobody's name is known."""
    if row.by_id is None and not row.by_name:
        return format_html("{}", _("By a command on the server, whoever runs it"))
    return _plain(row.by_name)


def _plain(value: object) -> SafeString:
    """Show a name by itself: NFC, without hidden characters, and with its own direction of writing."""
    return format_html("<bdi>{}</bdi>", bound(clean_line(str(value)))) if value else format_html("{}", "…")


def _office(facts: Mapping[str, Any], names: Names) -> SafeString:
    remit = [names[kind].get(code, code) for kind in ("units", "sections") for code in facts.get(kind) or ()]
    if not remit:
        return _plain(facts.get("title"))
    return format_html("{} ({})", _plain(facts.get("title")), _plain("; ".join(remit)))


def _decision(text: object, file: object) -> SafeString:
    """Name the paper, with the way to its file where that was handed in."""
    if not text:
        return SafeString()
    named = _plain(text)
    if isinstance(file, str) and _SHA256.fullmatch(file):
        named = format_html('<a href="{}">{}</a>', reverse("desk:asset", args=[file]), named)
    return format_html(_(", by {decision}"), decision=named)


def matter(row: Delegation, names: Names) -> str:
    """Say what a delegation reaches, units and sections by name."""
    return _matter({"moves": row.moves, "units": row.units, "sections": row.sections, "kinds": row.kinds}, names)


def merged(row: Delegation, names: Names, bench: Bench) -> str:
    """Name the units that a delegation reaches no longer, because they were merged since."""
    return words.listed(names["units"].get(unit, unit) for unit in row.units if bench.named(unit) is None)


def _matter(facts: Mapping[str, Any], names: Names) -> str:
    given = facts.get("moves") or ()
    moves = ", ".join(str(says) for move, (says, _hint) in MATTERS.items() if move in given)
    limits = [names[kind].get(code, code) for kind in ("units", "sections") for code in facts.get(kind) or ()]
    limits += [str(words.KINDS.get(kind, kind)) for kind in facts.get("kinds") or ()]
    if not limits:
        return _("{moves}, for all units, sections and kinds").format(moves=moves)
    return _("{moves}, only for: {limits}").format(moves=moves, limits="; ".join(limits))


def span(since: datetime, until: datetime | None) -> str:
    """Say from when to when, the end left out where nobody knows it."""
    return _span(since.isoformat(), until.isoformat() if until else None)


def _span(since: object, until: object) -> str:
    """Say from when to when; an end at midnight is the end of the day before."""
    first = _when(since)
    if not until:
        return _("from {since} on").format(since=first)
    return _("from {since} to {until}").format(since=first, until=_last(until))


def _read(value: object) -> date | datetime | None:
    """Read a day or an instant (given in the board's own time); None for what is neither."""
    text = value if isinstance(value, str) else ""
    try:
        return date.fromisoformat(text) if len(text) == len("2026-11-20") else local(datetime.fromisoformat(text))
    except ValueError:
        return None


def _when(value: object) -> str:
    """Say a day, or an instant with its hour unless that is midnight; no line breaks in it."""
    at = _read(value)
    if at is None:
        return "…"
    if isinstance(at, datetime) and at.time() != time.min:
        says = pgettext("instant", "{time} on {day}").format(time=date_format(at, "H:i"), day=date_format(at, "d/m/Y"))
    else:
        says = pgettext("instant", "{day}").format(day=date_format(at, "d/m/Y"))
    return bound(says)


def _period(months: object) -> str:
    if not isinstance(months, int):
        return _("as the board's rule says")
    return ngettext("every %(n)s month", "every %(n)s months", months) % {"n": months}


def _owner(facts: Mapping[str, Any]) -> SafeString:
    role = facts.get("role")
    if role:
        return format_html("{}", words.ROLES[Role(role)])
    return _plain(facts["owner"]) if facts.get("owner") else format_html("{}", _("whoever answers for the item"))


def _days(values: object) -> str:
    """Say a few days one by one, and more by the first and the last."""
    found = [_when(each) for each in values] if isinstance(values, list) else []
    if len(found) > 3:
        return _("{first} to {last}").format(first=found[0], last=found[-1])
    return ", ".join(found) or "…"


def _last(value: object) -> str:
    """Say until when: a last day is lived to its end, an instant is not."""
    at = _read(value)
    if isinstance(at, datetime) and at.time() == time.min:
        at = (at - timedelta(days=1)).date()
    if isinstance(at, datetime):
        return _when(value)
    return bound(_("the end of {day}").format(day=date_format(at, "d/m/Y"))) if at else "…"


def _was_to_come(facts: Mapping[str, Any]) -> bool:
    """Whether an absence was taken back before it began: then it ends where, or before, it begins."""
    since, until = _read(facts.get("since")), _read(facts.get("until"))
    return isinstance(since, datetime) and isinstance(until, datetime) and until <= since
