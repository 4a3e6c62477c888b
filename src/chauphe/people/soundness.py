"""Whether the rows on people still say what the book of people recorded.

These are offices, units, absences, delegations, days off, periods of review, accounts, and the passkeys and links by
which somebody comes in. Of one-time codes the secret alone tells whose they are, and only this server can write one.
Who may act is worked out from these rows; the book cannot be changed in the database, so that a row changed behind the
software's back, added or taken away is named here, and a line of the book as well that no row bears out. The book is
read once and told anew: the cost grows with it and not faster.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from chauphe.people.models import Absence, Appointment, Board, Change, DeclaredDay, Delegation, Person, ReviewPlan, Unit
from chauphe.people.passkeys import print_of

Row = tuple[Any, ...]
"""A row as both sides write it: first whom or what it is about, then what it says."""


def astray(board: Board) -> Iterator[tuple[str, str]]:
    """Yield (whom or what it is about, table) for every row that is not what was recorded."""
    acts = list(Change.objects.filter(board=board).order_by("pk"))
    for table, told, kept in _TABLES:
        try:
            names = _apart(told(acts), kept(board))
            if names:
                # Looked at once more, for the board may have been at work in between.
                acts = list(Change.objects.filter(board=board).order_by("pk"))
                names &= _apart(told(acts), kept(board))
        except (LookupError, TypeError, ValueError):
            names = {board.slug}  # a line of the book can no longer be read
        yield from ((name, table) for name in sorted(names))
    yield from _accounts(board, acts)
    yield from _ways_in(board)


def _apart(told: Counter[Row], kept: Counter[Row]) -> set[Any]:
    """Name what the book and the rows do not both say."""
    return {row[0] for row in (*(told - kept), *(kept - told))}


def _offices_told(acts: Iterable[Change]) -> Counter[Row]:
    held: dict[Row, Row] = {}
    for act in acts:
        if act.verb not in {"appoint", "dismiss", "take_back", "go_on"}:
            continue
        said = act.facts
        key = _office(said["name"], act.person_id, said)
        if act.verb == "take_back":
            held.pop(key, None)
        elif act.verb == "appoint":
            held[key] = said["until"], said["decision"]
        else:
            held[key] = said["until"], held.get(key, (None, ""))[1]
    return Counter((*key, *rest) for key, rest in held.items())


def _offices_kept(board: Board) -> Counter[Row]:
    rows = Appointment.objects.filter(board=board).select_related("person").prefetch_related("units", "sections")
    return Counter(
        (
            *_office(
                row.person.full_name,
                row.person_id,
                {
                    "role": str(row.role),
                    "title": row.title,
                    "units": [unit.code for unit in row.units.all()],
                    "sections": [section.slug for section in row.sections.all()],
                    "rank": row.rank,
                    "since": row.since.isoformat(),
                },
            ),
            _day(row.until),
            row.decision,
        )
        for row in rows
    )


def _office(name: str, person: object, said: dict[str, Any]) -> Row:
    remit = tuple(sorted(said["units"])), tuple(sorted(said["sections"]))
    return (name, str(person), said["role"], said["title"], *remit, said["rank"], said["since"])


def _units_told(acts: Iterable[Change]) -> Counter[Row]:
    known: dict[str, dict[str, Any]] = {}
    for act in acts:
        said = act.facts
        if act.verb in {"reorganise", "open_unit"}:
            if said["new"]:
                known[said["into"]] = {"name": said["name"], "since": said["since"], "decision": said["decision"]}
            for code, name in zip(said["units"], said["names"], strict=True):
                was = known.setdefault(code, {"name": name})
                was |= {"before": was.get("decision", ""), "decision": said["decision"]}
                was |= {"until": said["since"], "successor": said["into"]}
        elif act.verb == "take_back_units":
            for code in said["units"]:
                was = known[code]
                was |= {"until": None, "successor": None, "decision": was["before"]}
            if said["new"]:
                known.pop(said["into"], None)
    names = ("since", "until", "successor")
    return Counter(
        (was["name"], code, *(was.get(name) for name in names), was.get("decision", "")) for code, was in known.items()
    )


def _units_kept(board: Board) -> Counter[Row]:
    """Return the units that anything was recorded of; the others came with the board."""
    rows = Unit.objects.filter(board=board).select_related("successor")
    named = _codes(board)
    return Counter(
        (
            row.name,
            row.code,
            _day(row.since),
            _day(date.fromordinal(row.until.toordinal() + 1)) if row.until else None,
            row.successor.code if row.successor else None,
            row.decision,
        )
        for row in rows
        if row.code in named or row.since or row.until or row.decision
    )


def _codes(board: Board) -> set[str]:
    acts = Change.objects.filter(board=board, verb__in=("reorganise", "open_unit"))
    told = acts.values_list("facts", flat=True)
    return {code for said in told for code in (*said["units"], *([said["into"]] if said["new"] else []))}


def _absences_told(acts: Iterable[Change]) -> Counter[Row]:
    away: dict[Row, datetime | None] = {}
    for act in acts:
        if act.verb in {"away", "away_until", "back"}:
            since, until = _instant(act.facts["since"]), _instant(act.facts["until"])
            key = act.facts["name"], str(act.person_id), since
            away[key] = until
            if act.verb == "back" and until is not None and since is not None and until <= since:
                del away[key]
    return Counter((*key, until) for key, until in away.items())


def _absences_kept(board: Board) -> Counter[Row]:
    rows = Absence.objects.filter(board=board).select_related("person")
    return Counter((row.person.full_name, str(row.person_id), row.since, row.until) for row in rows)


def _delegations_told(acts: Iterable[Change]) -> Counter[Row]:
    given: Counter[Row] = Counter()
    for act in acts:
        if act.verb not in {"delegate", "revoke"}:
            continue
        said = act.facts
        row: Row = (
            *(said["name"], str(act.person_id), str(act.by_id), said["title"], said["paper"]),
            *(tuple(sorted(said[name])) for name in ("moves", "units", "sections", "kinds")),
            *(_instant(said["since"]), _instant(said["until"])),
        )
        if act.verb == "revoke":
            given[(*row, None)] -= 1
        given[(*row, act.at if act.verb == "revoke" else None)] += 1
    return +given


def _delegations_kept(board: Board) -> Counter[Row]:
    rows = Delegation.objects.filter(board=board).select_related("delegate", "giver")
    return Counter(
        (
            *(row.delegate.full_name, str(row.delegate_id), str(row.giver.person_id), row.giver.title, row.paper),
            *(tuple(sorted(each)) for each in (row.moves, row.units, row.sections, row.kinds)),
            *(row.since, row.until, row.revoked_at),
        )
        for row in rows
    )


def _days_told(acts: Iterable[Change]) -> Counter[Row]:
    stand: dict[str, Row] = {}
    over: Counter[Row] = Counter()
    for act in acts:
        if act.verb == "declare":
            said = act.facts
            stand |= {day: (day, said["works"], said["name"], said["paper"], act.at) for day in said["days"]}
        elif act.verb == "withdraw_days":
            over.update((*stand.pop(day), act.at) for day in act.facts["days"] if day in stand)
    over.update((*row, None) for row in stand.values())
    return over


def _days_kept(board: Board) -> Counter[Row]:
    rows = DeclaredDay.objects.filter(board=board)
    return Counter((_day(row.day), row.works, row.name, row.paper, row.made_at, row.withdrawn_at) for row in rows)


def _plans_told(acts: Iterable[Change]) -> Counter[Row]:
    plans: dict[str, Row] = {}
    for act in acts:
        if act.verb == "plan_review":
            said = act.facts
            plans[said["section"]] = said["months"], said["owner"], said["role"], act.at
        elif act.verb == "drop_review":
            plans.pop(act.facts["section"], None)
    return Counter((section, *plan) for section, plan in plans.items())


def _plans_kept(board: Board) -> Counter[Row]:
    rows = ReviewPlan.objects.filter(section__board=board).select_related("section", "person")
    return Counter(
        (row.section.slug, row.months, row.person.full_name if row.person else "", str(row.role), row.made_at)
        for row in rows
    )


def _accounts(board: Board, acts: Iterable[Change]) -> Iterator[tuple[str, str]]:
    """Yield those whose account is not the one that was opened here, or is open although it was locked, or shut."""
    seated = Person.objects.filter(appointments__board=board).distinct()
    locks = Change.objects.filter(person__in=seated, verb__in=("lock", "unlock")).order_by("pk")
    locked = {person: verb == "lock" for person, verb in locks.values_list("person", "verb")}
    opened = {act.person_id: act.facts for act in acts if act.verb == "enrol"}
    for row in seated.order_by("sort_key", "pk"):
        said = opened.get(row.pk)
        named = row.username, row.full_name, row.email.casefold()
        same = said is None or named == (said["login"], said["name"], said["email"].casefold())
        if not same or row.is_active == locked.get(row.pk, False):
            yield row.full_name, "person"


def _ways_in(board: Board) -> Iterator[tuple[str, str]]:
    """Yield those with a passkey or a link to the sign-in service that they did not set up, or without one they did."""
    seated = dict(Person.objects.filter(appointments__board=board).distinct().values_list("pk", "full_name"))
    odd = _apart(_keys_told(seated), _keys_kept(seated))
    if odd:
        odd &= _apart(_keys_told(seated), _keys_kept(seated))
    yield from sorted((seated[person], kind) for person, kind in odd)


def _keys_told(seated: Iterable[UUID]) -> Counter[Row]:
    held: Counter[Row] = Counter()
    acts = Change.objects.filter(person__in=seated, verb__in=_KEYS).order_by("pk")
    for person, verb, said in acts.values_list("person", "verb", "facts"):
        if verb == "forget_devices":
            held = Counter({row: n for row, n in held.items() if row[0][0] != person})
        elif said.get("kind", WEBAUTHN) == WEBAUTHN:
            held[(person, _KEYS[verb][0]), said["key"]] += _KEYS[verb][1]
    return +held


def _keys_kept(seated: Iterable[UUID]) -> Counter[Row]:
    passkeys = Authenticator.objects.filter(user__in=seated, type=WEBAUTHN)
    links = SocialAccount.objects.filter(user__in=seated)
    kept = Counter[Row](((row.user_id, "passkey"), print_of(row)) for row in passkeys)
    kept.update(((row.user_id, "link"), row.uid) for row in links)
    return kept


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


WEBAUTHN = Authenticator.Type.WEBAUTHN
_KEYS = {
    "add_device": ("passkey", 1),
    "remove_device": ("passkey", -1),
    "link": ("link", 1),
    "unlink": ("link", -1),
    "forget_devices": ("", 0),
}
"""What each line of the book says of ways in."""

_TABLES: tuple[tuple[str, Callable[[Iterable[Change]], Counter[Row]], Callable[[Board], Counter[Row]]], ...] = (
    ("appointment", _offices_told, _offices_kept),
    ("unit", _units_told, _units_kept),
    ("absence", _absences_told, _absences_kept),
    ("delegation", _delegations_told, _delegations_kept),
    ("declared_day", _days_told, _days_kept),
    ("review_plan", _plans_told, _plans_kept),
)
