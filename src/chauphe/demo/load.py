"""Fills a database with the demonstration: the boards and people, then every act in the order of time.

Nothing is written past the services: each act is judged by the regulation at its own instant, as if the year had been
lived. All of it is one transaction, so that an interrupted load leaves nothing.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from operator import itemgetter
from pathlib import Path
from secrets import token_hex
from typing import Any

from django.db import transaction

from chauphe.core.authority import Role
from chauphe.core.moves import SENDS, State
from chauphe.demo.beside import events_of
from chauphe.demo.drawing import drawn
from chauphe.demo.happening import Office, happen
from chauphe.demo.model import ActData, BoardData, Demonstration, FileData, ItemData, TextData
from chauphe.intake.files import inspect_file
from chauphe.items import services
from chauphe.items.hosts import hosts_in
from chauphe.items.models import Asset, Draft, Item
from chauphe.items.reports import reports_of
from chauphe.items.services import Upload
from chauphe.items.services.known import links_of
from chauphe.ledger.services import open_log
from chauphe.people.models import Board, Person, Section, Unit
from chauphe.people.services import appoint, record_absence

Say = Callable[[str], None]
READS = timedelta(hours=7, minutes=45)
"""When the chief of the demonstration reads reports: before work, on the first day back."""


OF_THE_SITE = ("correct", "erratum", "withdraw", "take_down")
"""The acts on what is live, whatever is under way."""

Beside = tuple[datetime, Callable[[], object]]


def fill(demonstration: Demonstration, *, base_urls: dict[str, str], say: Say) -> None:
    """Write everything; `base_urls` says where each board's site stands on this machine.

    Each filling is a demonstration of its own, and the origins of its logs say so for good.
    """
    mark = token_hex(4)
    pictures = _drawn(demonstration, say=say)
    with transaction.atomic():
        offices = {
            board.slug: _found(replace(board, origin=f"{board.origin}/{mark}"), base_urls[board.slug])
            for board in demonstration.boards
        }
        for board in demonstration.boards:
            _upload(offices[board.slug], board, pictures)
        say(f"ghi {sum(1 for _ in demonstration.acts())} việc của một năm vào sổ")
        besides = {board.slug: _besides(offices[board.slug], board, demonstration) for board in demonstration.boards}
        for board, item, place in demonstration.acts():
            _catch_up(besides[board.slug], until=item.acts[place].at)
            _live(offices[board.slug], item, place)
        for left in besides.values():
            _catch_up(left, until=demonstration.as_of)


def _besides(office: Office, data: BoardData, demonstration: Demonstration) -> list[Beside]:
    """Return what is done beside the chain, each with its instant, in the order of time."""
    mornings = returns(data, until=demonstration.as_of)
    found: list[Beside] = [(at, partial(_acknowledge, office, data, at=at)) for at in mornings]
    found += [(each.at, partial(happen, each, office)) for each in events_of(data.slug)]
    return sorted(found, key=itemgetter(0))


def _catch_up(besides: list[Beside], *, until: datetime) -> None:
    while besides and besides[0][0] <= until:
        besides.pop(0)[1]()


def returns(data: BoardData, *, until: datetime) -> list[datetime]:
    """Return when the chief read what others had done meanwhile: the mornings after, but for the last time away."""
    chief = _chief(data)
    back = [end + READS for start, end in (each.span for each in data.absences if each.person == chief) if end < until]
    return sorted(back)[:-1]


def _chief(data: BoardData) -> str:
    return next(each.person for each in data.appointments if each.role == "editor_in_chief")


def _acknowledge(office: Office, data: BoardData, *, at: datetime) -> None:
    wanted = [report.id for report in reports_of(office.board)]
    services.acknowledge(wanted, board=office.board, by=office.people[_chief(data)], at=at)


def _drawn(demonstration: Demonstration, *, say: Say) -> dict[Path, Upload]:
    """Make every form of every picture that an item uses."""
    paths = sorted({use.path for board in demonstration.boards for item in board.items for use in item.pictures})
    say(f"tạo các cỡ của {len(paths)} bức tranh")
    return drawn(paths)


def _found(data: BoardData, base_url: str) -> Office:
    names = ("slug", "name", "parent_name", "address", "phone", "email", "responsible", "colour", "origin")
    board = Board.objects.create(
        **{name: getattr(data, name) for name in names}, base_url=base_url, regulation="founding", is_demo=True
    )
    open_log(board)
    units = {
        unit.code: Unit.objects.create(
            board=board,
            code=unit.code,
            name=unit.name,
            kind=unit.kind,
            order=order,
            is_organisation=unit.code == data.organisation_unit,
        )
        for order, unit in enumerate(data.units)
    }
    sections = {
        each.slug: Section.objects.create(board=board, slug=each.slug, name=each.name, order=order)
        for order, each in enumerate(data.sections)
    }
    people = {each.login: _person(each.login, each.name, each.honorific) for each in data.people}
    office = Office(board, units, sections, people)
    _appoint(office, data)
    return office


def _person(login: str, name: str, honorific: str) -> Person:
    """Make a person without a password: the demonstration is entered by its links alone."""
    return Person.objects.create_user(login, full_name=name, honorific=honorific)


def _appoint(office: Office, data: BoardData) -> None:
    for each in data.appointments:
        appoint(
            office.people[each.person],
            Role(each.role),
            board=office.board,
            title=each.title,
            since=each.since,
            until=each.until,
            rank=each.rank,
            units=[office.units[code] for code in each.units],
            sections=[office.sections[slug] for slug in each.sections],
        )
    for absence in data.absences:
        start, end = absence.span
        record_absence(office.people[absence.person], board=office.board, since=start, until=end)


def _upload(office: Office, data: BoardData, drawn: dict[Path, Upload]) -> None:
    """Keep each picture and file once, on the day its first item was begun, in the name of who began it."""
    for item in data.items:
        for picture in item.pictures:
            if picture.path not in office.uploads:
                _keep(office, item.acts[0], picture.path, drawn[picture.path])
        for file in item.files:
            if file.path not in office.uploads:
                _keep(office, item.acts[0], file.path, _file(file))


def _keep(office: Office, began: ActData, path: Path, upload: Upload) -> None:
    by = office.people[began.by]
    office.uploads[path] = services.keep(upload, board=office.board, by=by, at=began.at)


def _file(use: FileData) -> Upload:
    data = use.path.read_bytes()
    facts = inspect_file(data, use.name)
    return Upload(Asset.Kind.FILE, facts.name, facts.content_type, data)


def _live(office: Office, data: ItemData, place: int) -> None:
    """Do one act of an item, as its person would."""
    act, text = data.acts[place], data.texts[place]
    if act.act == "create":
        office.items[data.key] = _begin(office, data, act, text)
        return
    item = Item.objects.select_related("current", "sign_off", "live__sign_off").get(pk=office.items[data.key].pk)
    if act.act == "edit":
        _edit(office, data, item, act, text)
    elif act.act == "revise":
        services.revise(item.pk, reason=act.reason, **_by(office, act))
    elif act.act == "expire":
        services.mark_over(item.pk, board=office.board, at=act.at)
    elif act.act in OF_THE_SITE:
        _decide_on_the_site(office, item, act)
    elif act.act in SENDS:
        _send(office, item, act)
    else:
        _decide(office, item, act)


def _send(office: Office, item: Item, act: ActData) -> None:
    """Publish what was signed off, or set the hour for it."""
    assert item.sign_off is not None, item.title  # noqa: S101  the data's own tests hold the order of acts
    seen = item.sign_off.snapshot_id
    if act.act == "schedule":
        services.schedule(item.pk, seen=seen, due=act.due, **_by(office, act))
    else:
        services.publish(item.sign_off.pk, seen=seen, **_by(office, act))


def _decide_on_the_site(office: Office, item: Item, act: ActData) -> None:
    """Withdraw what is live, take it down, or begin to put it right."""
    assert item.live is not None, item.title  # noqa: S101  the data's own tests hold the order of acts
    told = {"seen": item.live.sign_off.snapshot_id, "reason": act.reason, "notice": act.notice}
    getattr(services, act.act)(item.pk, **told, **_by(office, act))


def _decide(office: Office, item: Item, act: ActData) -> None:
    who = _by(office, act)
    if item.state == State.DRAFT:
        services.freeze(item.pk, **who)
        item.refresh_from_db(fields=["current"])
    assert item.current is not None  # noqa: S101  a draft was frozen just now, and nothing else lacks a revision
    seen = {"seen": item.current.digest}
    reason = {} if act.act == "submit" else {"reason": act.reason}
    ground = {"ground": act.ground} if act.act == "refuse" else {}
    # Whoever signs looks at the sites that the item leads to, as the desk has them do.
    ticked = {"ticked": hosts_in(links_of(item))} if act.act == "sign_off" else {}
    getattr(services, act.act)(item.pk, **seen, **reason, **ground, **ticked, **who)


def _begin(office: Office, data: ItemData, act: ActData, text: TextData) -> Item:
    return services.create(
        kind=data.kind,
        unit=office.units[data.unit],
        section=office.sections[data.section],
        content=_content(office, data, text),
        **_by(office, act),
    )


def _edit(office: Office, data: ItemData, item: Item, act: ActData, text: TextData) -> None:
    who = _by(office, act)
    version = Draft.objects.values_list("version", flat=True).get(item=item)
    services.save(item.pk, _content(office, data, text), version=version, **who)
    services.let_go(item.pk, board=office.board, by=who["by"])
    if item.state != State.DRAFT:
        services.freeze(item.pk, **who)


def _by(office: Office, act: ActData) -> dict[str, Any]:
    return {"board": office.board, "by": office.people[act.by], "at": act.at}


def _content(office: Office, data: ItemData, text: TextData) -> dict[str, Any]:
    """Return the working copy that the writer would have in the editor."""
    people = office.people
    return {
        "title": text.title,
        "summary": text.summary,
        "body": _with_pictures(office, data, text.body),
        "authors": [
            {"person": str(people[each.person].pk), "name": people[each.person].full_name, "share": each.share}
            for each in data.authors
        ],
        "images": [
            {
                "sha256": office.uploads[use.path].sha256,
                "alt": use.alt,
                "caption": use.caption,
                "credit": use.credit,
                "lead": use.lead,
            }
            for use in data.pictures
        ],
        "files": [{"sha256": office.uploads[use.path].sha256, "title": use.title} for use in data.files],
        "document": _document(data),
        "expires": _day(data.expires),
    }


def _with_pictures(office: Office, data: ItemData, body: str) -> str:
    for use in data.pictures:
        body = body.replace(f'data-image="{use.name}"', f'data-image="{office.uploads[use.path].sha256}"')
    return body


def _document(data: ItemData) -> dict[str, str] | None:
    paper = data.document
    if paper is None:
        return None
    words = {name: getattr(paper, name) for name in ("number", "type", "issuer", "signer")}
    return words | {"issued": _day(paper.issued), "effective": _day(paper.effective)}


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
