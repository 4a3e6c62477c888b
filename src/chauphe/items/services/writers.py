"""Who wrote an item, and so has no part in deciding on it."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from chauphe.core.authority import Role
from chauphe.core.text import fold
from chauphe.people.models import Board, Person

DECIDING = (Role.EDITOR_IN_CHIEF, Role.STANDING_DEPUTY, Role.DEPUTY_EDITOR)


def writers_of(content: Mapping[str, Any], hands: list[str], board: Board) -> list[Person]:
    """Return who wrote an item: who is named or typed, and who of those that decide bears an author's name.

    An author may be typed without being chosen, in any case and with a title behind; and the public record knows
    authors by name alone, so that a namesake who decided would look like an author who did.
    """
    named = [author["person"] for author in content["authors"] if author["person"]]
    labels = [fold(author["name"]) for author in content["authors"]]
    deciding = Person.objects.filter(appointments__board=board, appointments__role__in=DECIDING).distinct()
    alike = [person.pk for person in deciding if any(_bears(label, fold(person.full_name)) for label in labels)]
    return list(Person.objects.filter(pk__in=[*_uuids([*named, *hands]), *alike]))


def _bears(label: str, name: str) -> bool:
    """Say whether a typed author names this person, with whatever stands before or behind: "TS. …", "bà …", "… (Phó)".

    A longer name that ends in this one is taken for it as well: then the next on the ladder decides, which is no harm.
    """
    return f" {_letters(name)} " in f" {_letters(label)} "


def _letters(text: str) -> str:
    """Return the words of a folded text and nothing between them but one space."""
    return " ".join(re.findall(r"[^\W_]+", text))


def _uuids(values: list[str]) -> list[UUID]:
    found = []
    for value in values:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found
