"""The demonstration's people as the core knows them, and the days on which its offices work."""

from datetime import date, time

from chauphe.core.authority import Absence, Appointment, Bench, Role
from chauphe.demo.model import BoardData, Demonstration, ItemData, load

STORY: Demonstration = load()
HOME, PORT = STORY.boards
ITEMS: list[tuple[BoardData, ItemData]] = [(board, item) for board in STORY.boards for item in board.items]

FREE = {
    date.fromisoformat(day)
    for day in (
        *("2026-01-01", "2026-01-02", "2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20"),
        *("2026-04-27", "2026-04-30", "2026-05-01", "2026-08-31", "2026-09-01", "2026-09-02", "2026-11-24"),
    )
}
"""Public holidays that fall on weekdays, and the days swapped for them."""

HOURS = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 0)))


def works_on(day: date) -> bool:
    return day.weekday() < 5 and day not in FREE


def bench(board: BoardData) -> Bench:
    names = {person.login: person.name for person in board.people}
    appointments = tuple(
        Appointment(
            id=f"{place:03}",
            person=each.person,
            name=names[each.person],
            role=Role(each.role),
            title=each.title,
            since=each.since,
            until=each.until,
            units=frozenset(each.units),
            sections=frozenset(each.sections),
            rank=each.rank,
        )
        for place, each in enumerate(board.appointments)
    )
    absences = tuple(Absence(each.person, *each.span) for each in board.absences)
    return Bench(board.slug, appointments, absences, board.organisation_unit)
