"""Founds a board by its charter: all of it or nothing, and only a board that can work (Điều 2 to 7)."""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from chauphe.core.authority import Role
from chauphe.core.refusal import N_, Refused
from chauphe.people.charter import Charter, CharterError
from chauphe.people.charter.checking import faults
from chauphe.people.charter.form import AppointmentText, PersonText
from chauphe.people.models import Board, Person, Section, Unit
from chauphe.people.selectors import local
from chauphe.people.services.accounts import enrol
from chauphe.people.services.offices import appoint
from chauphe.people.services.record import note
from chauphe.people.standing import gaps_on, turning_days
from chauphe.regulation.book import Book, RegulationError, load, shipped
from chauphe.regulation.fault import Fault
from chauphe.seal.memory import DEMONSTRATION


def found(charter: Charter, *, by: Person | None, at: datetime) -> Board:
    """Found a board, or raise CharterError with every fault and write nothing."""
    name, book = _regulation(charter, at)
    wrong = list(faults(charter))
    if wrong:
        raise CharterError(wrong)
    try:
        with transaction.atomic():
            board = _board(charter, name, by, at)
            _seat(charter, board, book, by, at)
            _complete(charter, board, at)
    except IntegrityError as error:
        says = N_("Somebody else founded a board or made an account of the same name just now. Run it again.")
        raise CharterError([charter.wrong(says)]) from error
    return board


def _regulation(charter: Charter, at: datetime) -> tuple[str, Book]:
    """Return the board's regulation and what it is known by: a shipped one's id, else the whole path of a file."""
    asked = charter.text.board.regulation
    known = shipped().get(asked)
    path = known or (charter.path.parent / asked).resolve()
    try:
        book = load(path, today=local(at).date())
    except RegulationError as error:
        where = charter.source.line(("board", "regulation"))
        told = gettext("The regulation “%(name)s” cannot be used.") % {"name": asked}
        head = Fault("charter", charter.source.name, told, where)
        raise CharterError([head, *error.faults]) from error
    return (asked if known else str(path)), book


def _board(charter: Charter, regulation: str, by: Person | None, at: datetime) -> Board:
    text = charter.text.board
    origin = text.origin or f"{urlsplit(text.base_url).hostname}/{text.slug}"
    taken = list(_taken(charter, origin))
    if taken:
        raise CharterError(taken)
    board = Board.objects.create(
        slug=text.slug, name=text.name, parent_name=text.parent_name or "", address=text.address or "",
        phone=text.phone or "", email=text.email or "", responsible=text.responsible or "", colour=text.colour,
        base_url=text.base_url, origin=origin, regulation=regulation,
    )  # fmt: skip
    note("found", at=at, by=by, board=board, slug=board.slug, name=board.name, regulation=regulation)
    for order, unit in enumerate(charter.text.unit):
        Unit.objects.create(
            board=board, code=unit.code, name=unit.name, kind=unit.kind, order=order, is_organisation=unit.organisation
        )
    for order, section in enumerate(charter.text.section):
        Section.objects.create(board=board, slug=section.slug, name=section.name, order=order)
    return board


def _taken(charter: Charter, origin: str) -> Iterator[Fault]:
    """Yield what belongs to another board or another account of this install."""
    text = charter.text
    if Board.objects.filter(slug=text.board.slug).exists():
        yield charter.wrong(N_("Another board is called “%(slug)s”."), "board", "slug", slug=text.board.slug)
    if origin.startswith(DEMONSTRATION):
        says = N_("“%(origin)s” is how the logs of demonstrations are called, and they alone.")
        yield charter.wrong(says, "board", "origin" if text.board.origin else "base_url", origin=origin)
    if Board.objects.filter(origin=origin).exists():
        says = N_("Another board's log is called “%(origin)s”.")
        yield charter.wrong(says, "board", "origin" if text.board.origin else "base_url", origin=origin)
    if Board.objects.filter(base_url=text.board.base_url).exists():
        says = N_("Another board's site has the address %(address)s.")
        yield charter.wrong(says, "board", "base_url", address=text.board.base_url)
    known = Person.objects.in_bulk([each.login for each in text.person], field_name="username")
    for place, each in enumerate(text.person):
        says = _account_fault(each, known.get(each.login))
        if says:
            yield charter.wrong(says, "person", place, "login", login=each.login, name=each.name)


def _account_fault(text: PersonText, known: Person | None) -> str:
    if known is None:
        return N_("There is no account “%(login)s” yet.") if text.account == "existing" else ""
    if text.account == "new":
        return N_('The user name “%(login)s” is taken. If it is the same person, add account = "existing".')
    if not known.is_active:
        return N_("The account of %(name)s is locked.")
    return "" if known.full_name == text.name else N_("The account “%(login)s” is not that of %(name)s.")


def _seat(charter: Charter, board: Board, book: Book, by: Person | None, at: datetime) -> None:
    people = {each.login: _person(charter, place, board, by, at) for place, each in enumerate(charter.text.person)}
    wrong: list[Fault] = []
    for place, each in enumerate(charter.text.appointment):
        try:
            _appoint(each, people[each.person], board, book, by, at)
        except Refused as error:
            wrong += [charter.wrong(no.says, "appointment", place, **no.params) for no in error.refusals]
    if wrong:
        raise CharterError(wrong)


def _person(charter: Charter, place: int, board: Board, by: Person | None, at: datetime) -> Person:
    text = charter.text.person[place]
    if text.account == "existing":
        return Person.objects.get(username=text.login)
    try:
        return enrol(
            text.login, full_name=text.name, honorific=text.honorific, email=text.email or "", by=by, at=at, board=board
        )
    except Refused as error:
        raise CharterError(charter.wrong(no.says, "person", place, **no.params) for no in error.refusals) from error


def _appoint(text: AppointmentText, person: Person, board: Board, book: Book, by: Person | None, at: datetime) -> None:
    title = text.title or str(book.rule(f"role.{text.role}", on=max(text.since, book.since)).value)
    with transaction.atomic():
        appoint(
            person, Role(text.role), board=board, title=title, since=text.since, until=text.until, rank=text.rank,
            units=Unit.objects.filter(board=board, code__in=text.units),
            sections=Section.objects.filter(board=board, slug__in=text.sections), decision=text.decision or "", by=by,
        )  # fmt: skip


def _complete(charter: Charter, board: Board, at: datetime) -> None:
    """Refuse a board that could not work on its first day or on any later one that its charter knows of."""
    wrong: list[Fault] = []
    told: set[object] = set()
    for day in turning_days(board, today=local(at).date()):
        for no in gaps_on(board, day=day).lacking:
            if (no.says, tuple(no.params.items())) not in told:
                told.add((no.says, tuple(no.params.items())))
                what = f"{gettext(no.says) % no.params} ({no.clause})"
                wrong.append(charter.wrong(N_("From %(day)s: %(what)s"), day=f"{day:%d/%m/%Y}", what=what))
    if wrong:
        raise CharterError(wrong)
