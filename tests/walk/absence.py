"""Who records that somebody is away, in the words of the regulation and of the board's conventions.

Everybody for themselves, and the chief's office for others; but nobody for one in whose place they would come to act:
those who stand in for the chief not for the chief, those who step in for a deputy not for a deputy, and whoever edits
for want of a member not for that member. That somebody is back, the chief's office records of anybody.
"""

from datetime import datetime

from tests.walk.people import CHIEF, DEPUTIES, MEMBER, STANDING, People, Seat


def faults_of_absence(whose: str, by: str, people: People, at: datetime, back: bool) -> list[str]:
    """Say why somebody may not record that a person is away, or back."""
    mine, theirs = people.offices(by, at.date()), people.offices(whose, at.date())
    if not mine:
        return ["holds no office that day"]
    if by == whose:
        return []
    if not {each.role for each in mine} & people.house.recorders:
        return ["another's absence is for the chief's office to record"]
    if not back and any(_makes_way(one, other, people, at) for one in mine for other in theirs):
        return ["would come to act in the place of whom they recorded as away"]
    return []


def _makes_way(mine: Seat, theirs: Seat, people: People, at: datetime) -> bool:
    house = people.house
    if theirs.role == CHIEF:
        return mine.role in house.standing_in
    if theirs.role in DEPUTIES:
        return mine.role in {*house.standing_in, *house.moderating, *([CHIEF] if house.alone else [])}
    if theirs.role != MEMBER or mine.role not in DEPUTIES:
        return False
    units = {*mine.units, *([people.organisation] if mine.role == STANDING else [])}
    shared = any(people.among(unit, units, at.date()) for unit in theirs.units)
    return shared or bool(mine.sections & theirs.sections)


def reader(verb: str, actor: str, people: People, at: datetime) -> str | None:
    """Say who reads what somebody did for the chief: the chief, and where it was the chief, the next who is there."""
    chief = next((each.person for each in people.seated(at.date(), CHIEF)), None)
    if chief is None or chief != actor:
        return None if chief and verb == "take_down_at_once" and people.away(chief, at) else chief
    ladder = [each.person for role in people.house.standing_in for each in people.seated(at.date(), role)]
    return next((each for each in ladder if each != actor and not people.away(each, at)), None)
