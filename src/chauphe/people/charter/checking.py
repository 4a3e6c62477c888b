"""What must hold between the parts of a charter before anything is asked of the database."""

from collections.abc import Iterable, Iterator

from chauphe.core.refusal import N_
from chauphe.people.charter.reading import Charter
from chauphe.regulation.fault import Fault

NEED_A_REMIT = frozenset({"deputy_editor", "board_member", "contributor"})
"""Who answers for somebody's items has to say for whose (Điều 4 khoản 1, Điều 5 khoản 1)."""


def faults(charter: Charter) -> Iterator[Fault]:
    """Yield every fault between the parts of a charter."""
    yield from _twice(charter)
    yield from _organisation(charter)
    yield from _appointments(charter)
    yield from _idle(charter)


def _twice(charter: Charter) -> Iterator[Fault]:
    text = charter.text
    yield from _repeated(charter, "unit", "code", [each.code for each in text.unit])
    yield from _repeated(charter, "section", "slug", [each.slug for each in text.section])
    yield from _repeated(charter, "person", "login", [each.login for each in text.person])
    yield from _repeated(charter, "person", "email", [(each.email or "").lower() for each in text.person])


def _repeated(charter: Charter, table: str, key: str, values: list[str]) -> Iterator[Fault]:
    """Yield the places where a value stands a second time."""
    first: dict[str, int] = {}
    for place, value in enumerate(values):
        if value and first.setdefault(value, place) != place:
            line = charter.source.line((table, first[value], key))
            says = N_("“%(value)s” stands already in line %(line)s.")
            yield charter.wrong(says, table, place, key, value=value, line=line)


def _organisation(charter: Charter) -> Iterator[Fault]:
    places = [place for place, each in enumerate(charter.text.unit) if each.organisation]
    if not places:
        yield charter.wrong(N_("Mark one unit with organisation = true: the standing deputy moderates its items."))
    for place in places[1:]:
        says = N_("Only one unit is the organisation unit; the first stands in line %(line)s.")
        yield charter.wrong(says, "unit", place, "organisation", line=charter.source.line(("unit", places[0])))


def _appointments(charter: Charter) -> Iterator[Fault]:
    text = charter.text
    known = {
        "person": {each.login for each in text.person},
        "units": {each.code for each in text.unit},
        "sections": {each.slug for each in text.section},
    }
    for place, each in enumerate(text.appointment):
        for key, names in (("person", [each.person]), ("units", each.units), ("sections", each.sections)):
            for name in _strangers(names, known[key]):
                says = N_("“%(name)s” is not in this file.")
                yield charter.wrong(says, "appointment", place, key, name=name[:80])
        if each.role in NEED_A_REMIT and not (each.units or each.sections):
            says = N_("This office needs units or sections to answer for.")
            yield charter.wrong(says, "appointment", place, "role")
        if each.until is not None and each.until < each.since:
            yield charter.wrong(N_("The last day lies before the first."), "appointment", place, "until")


def _strangers(names: Iterable[str], known: set[str]) -> list[str]:
    return [name for name in names if name not in known]


def _idle(charter: Charter) -> Iterator[Fault]:
    """Yield the people who are named and hold nothing, for one of them is most often a slip of the pen."""
    seated = {each.person for each in charter.text.appointment}
    for place, each in enumerate(charter.text.person):
        if each.login not in seated:
            says = N_("%(name)s holds no office in this file.")
            yield charter.wrong(says, "person", place, name=each.name)
