"""Who is away from when to when (Điều 7 khoản 3): from that instant on the ladder answers, without any timer."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from chauphe.core.absence import against_beneficiary, against_recording
from chauphe.core.refusal import N_, Refusal
from chauphe.people.models import Absence, Board, Person
from chauphe.people.selectors import bench_of, book_of, local
from chauphe.people.services.offices import held
from chauphe.people.services.record import note
from chauphe.people.services.refusing import plain, reasons_of, refuse, unless

RULE = "absence.ladder"


@transaction.atomic
def record_absence(
    person: Person, *, board: Board, since: datetime, until: datetime | None, by: Person | None = None,
    at: datetime | None = None,
) -> Absence:  # fmt: skip
    """Record that a person is away in [since, until), or raise Refused; `until` None is until they are back.

    Without `at`, as for a record that is brought along, the absence may lie in the past.
    """
    Board.objects.select_for_update().get(pk=board.pk)
    _right(person, board, by, at, since=since)
    unless(
        _backwards(since, until),
        _past(since, at),
        _no_office(person, board, since, until),
        _overlap(person, board, since, until),
    )
    row = Absence.objects.create(board=board, person=person, since=since, until=until)
    facts = {"name": person.full_name, "since": since.isoformat(), "until": until.isoformat() if until else None}
    note("away", at=at or since, by=by, board=board, person=person, **facts)
    return row


@transaction.atomic
def change_absence(absence: Absence, *, until: datetime, by: Person | None, at: datetime) -> Absence:
    """Record that a person is away until another instant than was said, or raise Refused.

    It never ends in the past; and to make it longer asks for the same right as to record it.
    """
    Board.objects.select_for_update().get(pk=absence.board_id)
    row = Absence.objects.select_for_update(of=("self",)).select_related("board", "person").get(pk=absence.pk)
    longer = row.until is not None and until > row.until
    _right(row.person, row.board, by, at, since=max(row.since, at) if longer else None)
    if row.until is not None and row.until <= at:
        unless(plain("ended", N_("This absence is over already.")))
    unless(
        _backwards(row.since, until),
        plain("past", N_("An absence ends now at the earliest: the past stays as it was.")) if until <= at else None,
        plain("same", N_("It ends then already.")) if until == row.until else None,
        _no_office(row.person, row.board, row.since, until),
        _overlap(row.person, row.board, row.since, until, besides=row),
    )
    facts = {"name": row.person.full_name, "since": row.since.isoformat(), "until": until.isoformat()}
    note("away_until", at=at, by=by, board=row.board, person=row.person, **facts)
    row.until = until
    row.save(update_fields=["until"])
    return row


@transaction.atomic
def end_absence(absence: Absence, *, by: Person | None, at: datetime) -> Absence | None:
    """Record that a person is back; an absence that has not begun is taken back, and nothing is returned."""
    row = Absence.objects.select_for_update(of=("self",)).select_related("board", "person").get(pk=absence.pk)
    _right(row.person, row.board, by, at)
    if row.until is not None and row.until <= at:
        unless(plain("ended", N_("This absence is over already.")))
    facts = {"name": row.person.full_name, "since": row.since.isoformat(), "until": at.isoformat()}
    note("back", at=at, by=by, board=row.board, person=row.person, **facts)
    if at <= row.since:
        row.delete()
        return None
    row.until = at
    row.save(update_fields=["until"])
    return row


def _right(person: Person, board: Board, by: Person | None, at: datetime | None, since: datetime | None = None) -> None:
    """Raise Refused for whoever may not record this; the command line of the server may.

    `since` is given for an absence: whoever will hold an office that takes the turn by then does not record it either.
    """
    if by is None or at is None:
        return
    bench, book, people = bench_of(board, at=at), book_of(board), (str(by.pk), str(person.pk))
    found = against_recording(*people, bench, book, at=local(at), back=since is None)
    if not found and since is not None and local(since).date() > local(at).date():
        found = against_beneficiary(*people, bench_of(board, at=since), book, at=local(since))
    refuse(found)


def _past(since: datetime, at: datetime | None) -> Refusal | None:
    if at is None or since >= at:
        return None
    return plain("past", N_("An absence begins now at the earliest: the past stays as it was."))


def _backwards(since: datetime, until: datetime | None) -> Refusal | None:
    if until is None or since < until:
        return None
    return plain("backwards", N_("The absence would end before it begins."))


def _no_office(person: Person, board: Board, since: datetime, until: datetime | None) -> Refusal | None:
    last = local(until).date() if until else None
    if held(board, since=local(since).date(), until=last).filter(person=person).exists():
        return None
    return plain("office", N_("%(name)s holds no office on this board at that time."), name=person.full_name)


def _overlap(
    person: Person, board: Board, since: datetime, until: datetime | None, besides: Absence | None = None
) -> Refusal | None:
    known = Absence.objects.filter(board=board, person=person).filter(Q(until__isnull=True) | Q(until__gt=since))
    known = known.exclude(pk=besides.pk) if besides else known
    other = (known if until is None else known.filter(since__lt=until)).first()
    if other is None:
        return None
    told = {"since": _moment(other.since), "until": _moment(other.until) if other.until else "…"}
    says = N_("An absence is recorded already: %(since)s to %(until)s.")
    return reasons_of(board, on=local(since).date()).no("overlap", says, RULE, **told)


def _moment(at: datetime) -> str:
    return f"{local(at):%H:%M %d/%m/%Y}"
