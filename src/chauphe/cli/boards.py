"""Find what a command is about: the board, who is on it, the offices they hold, its units and sections.

What is not there is said with what there is.
"""

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from chauphe.people.models import Appointment, Board, Person


def find_board(slug: str) -> "Board":
    """Return the board called `slug`; raises ClickException with those that there are."""
    from chauphe.people.models import Board

    found = {each.slug: each for each in Board.objects.order_by("slug")}
    if slug not in found:
        raise click.ClickException(f"Không có Ban biên tập “{slug}”. Hiện có: {', '.join(found) or '–'}.")
    return found[slug]


def find_person(login: str, place: "Board") -> "Person":
    """Find a person by user name; one who never sat on the board may be appointed, and nothing else."""
    from chauphe.people.models import Person

    person = Person.objects.filter(username=login).first()
    if person is None:
        known = place.appointments.order_by("person__username").values_list("person__username", flat=True).distinct()
        raise click.ClickException(f"Không có tài khoản “{login}”. Trên Ban biên tập này: {', '.join(known)}.")
    return person


def find_office(place: "Board", whom: "Person", role: str | None) -> "Appointment":
    """Find the one office, held or to come, that is meant."""
    from django.utils import timezone

    from chauphe.people.services.offices import held

    offices = held(place, since=timezone.localdate(), until=None).filter(person=whom).select_related("person")
    offices = offices.filter(role=role) if role else offices
    if len(offices) != 1:
        names = ", ".join(each.role for each in offices) or "–"
        raise click.ClickException(f"{whom.full_name} đang giữ hoặc sắp giữ: {names}. Hãy nêu rõ bằng --role.")
    return offices[0]


def find_each(rows: Any, key: str, wanted: tuple[str, ...], what: str) -> list[Any]:
    """Find the units or sections of these codes, in their order."""
    found = {getattr(each, key): each for each in rows.all()}
    for each in wanted:
        if each not in found:
            raise click.ClickException(f"Không có {what} “{each}”. Hiện có: {', '.join(found)}.")
    return [found[each] for each in wanted]
