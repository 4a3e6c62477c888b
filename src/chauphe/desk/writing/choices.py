"""What can be chosen for an item on its board: unit and section."""

from dataclasses import dataclass

from django.db.models import Value

from chauphe.people.models import Board, Section, Unit


@dataclass(frozen=True, slots=True)
class Choice:
    """A unit or a section that a form offers."""

    pk: int
    name: str


def units_and_sections(board: Board) -> dict[str, list[Choice]]:
    """Return what the form offers as "units" and "sections", each in the board's order (1 query)."""
    rows = [
        model.objects.filter(board=board).order_by().values_list(Value(name), "order", "pk", "name")
        for name, model in (("units", Unit), ("sections", Section))
    ]
    found: dict[str, list[Choice]] = {"units": [], "sections": []}
    for kind, _order, pk, name in sorted(rows[0].union(rows[1], all=True)):
        found[kind].append(Choice(pk, name))
    return found
