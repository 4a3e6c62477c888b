"""Does what happens beside the chain in the demonstration through the services, each at its own instant."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chauphe.demo.beside import AnswerData, DaysData, Event, PlanData, QuestionData, ReadAgainData
from chauphe.items import services
from chauphe.items.models import Asset, Consultation, Item
from chauphe.people.models import Board, Person, Section, Unit
from chauphe.people.services import declare_days, plan_review


@dataclass
class Office:
    """A board being filled: its rows by the names that the data uses, and the digests of its pictures and files."""

    board: Board
    units: dict[str, Unit]
    sections: dict[str, Section]
    people: dict[str, Person]
    items: dict[str, Item] = field(default_factory=dict)
    uploads: dict[Path, Asset] = field(default_factory=dict)


def happen(event: Event, office: Office) -> None:
    """Do what an event says; Refused where the regulation would not have it."""
    who: dict[str, Any] = {"by": office.people[event.by], "at": event.at}
    if isinstance(event, PlanData):
        plan_review(office.sections[event.section], months=event.months, role=event.role, **who)
    elif isinstance(event, DaysData):
        said: dict[str, Any] = {"works": event.works, "name": event.name, "paper": event.paper}
        declare_days(office.board, event.first, event.last, **said, **who)
    elif isinstance(event, ReadAgainData):
        _read_again(event, office, who)
    elif isinstance(event, QuestionData):
        _ask(event, office, who)
    else:
        _answer(event, office, who)


def _read_again(event: ReadAgainData, office: Office, who: dict[str, Any]) -> None:
    item = Item.objects.select_related("live__sign_off").get(pk=office.items[event.item].pk)
    assert item.live is not None, event.item  # noqa: S101  the data's own tests hold that it is published by then
    services.still_right(item.pk, board=office.board, seen=item.live.sign_off.snapshot_id, **who)


def _ask(event: QuestionData, office: Office, who: dict[str, Any]) -> None:
    item = Item.objects.select_related("current").get(pk=office.items[event.item].pk)
    assert item.current is not None, event.item  # noqa: S101  it was handed in by then
    units = [office.units[code] for code in event.units]
    asked: dict[str, Any] = {"units": units, "text": event.text, "until": event.until, "seen": item.current.digest}
    services.consult(item.pk, board=office.board, **asked, **who)


def _answer(event: AnswerData, office: Office, who: dict[str, Any]) -> None:
    rows = Consultation.objects.filter(item=office.items[event.item], unit=office.units[event.unit], answered=None)
    seq = rows.values_list("asked__seq", flat=True).get()
    services.answer(seq, board=office.board, opinion=event.opinion, text=event.text, **who)
