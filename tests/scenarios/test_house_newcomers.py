"""An office is given at the desk by a paper, to somebody known or to a newcomer, and taken back while it is to come."""

import unicodedata
from datetime import date, timedelta
from typing import Any

import pytest

from chauphe.core.authority import Role
from chauphe.core.moves import State
from chauphe.core.refusal import Refused
from chauphe.people.models import Appointment, Change, Invitation, Person, Unit
from chauphe.people.services import Change as Handover
from chauphe.people.services import (
    Kind,
    Newcomer,
    Nomination,
    Reorganisation,
    change_office,
    choose_password,
    dismiss,
    nominate,
    renew_link,
    reorganise,
    take_back_leaving,
    take_back_office,
    take_back_units,
)
from chauphe.people.services.accounts import digest, invite
from chauphe.people.services.nominations import Seated, newest_link
from tests.scenarios.office import Office, found

PAPER = "Quyết định số 27/QĐ-SNV ngày 20/11/2026"
FILE = ("cd" * 32, "quyet-dinh.pdf")
HANG = Newcomer("Nguyễn Thị Bích Hằng", "hangntb@snv.example", "bà")


def appointed(office: Office, who: Any = HANG, role: Role = Role.CONTRIBUTOR, **given: Any) -> Seated:
    """Record that somebody holds an office from tomorrow on, by the secretary unless another is named."""
    days, by = given.pop("days", 1), given.pop("by", "secretary")
    facts = {"units": (office.units["labour"],), "decision": PAPER, "file": FILE} | given
    if isinstance(who, str):
        who = office.people[who]
    what = Nomination(who, role, since=office.now.date() + timedelta(days=days), **facts)
    return nominate(what, board=office.board, by=office.people[by], at=office.now)


def renewed(office: Office, person: Person, **given: Any) -> str:
    """Let the secretary make another link."""
    who = {"board": office.board, "by": office.people["secretary"], "at": office.now, "after": newest_link(person)}
    return renew_link(person, **who | given)


def codes(no: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [each.code for each in no.value.refusals]


def test_a_newcomer_sets_their_own_password_and_writes_from_the_day_in_the_paper(office: Office) -> None:
    seated = appointed(office)
    person = choose_password(digest(seated.token), "mot cau dai de nho ca nam", at=office.now)
    office.people["hang"] = person
    assert (person.username, person.honorific, person.email) == ("hangntb", "bà", "hangntb@snv.example")
    office.later(days=1)
    item = office.submit("hang", office.write("hang"))
    assert item.state == State.IN_EDITING
    acts = [(row.verb, row.by) for row in Change.objects.filter(person=person).order_by("pk")]
    secretary = office.people["secretary"]
    assert acts == [("enrol", secretary), ("appoint", secretary), ("invite", secretary), ("password", person)]


def test_whoever_records_a_chief_or_a_secretary_never_holds_their_link(office: Office) -> None:
    held = Appointment.objects.get(person=office.people["chief"])
    dismiss(held, last_day=office.now.date(), by=None, at=office.now, anyway=True)
    for role in (Role.EDITOR_IN_CHIEF, Role.DEPUTY_EDITOR, Role.SECRETARY):
        seated = appointed(office, Newcomer("Lê Văn Tám", f"{role}@snv.example"), role)
        assert (seated.is_new, seated.token) == (True, "")
        with pytest.raises(Refused) as no:
            renewed(office, seated.office.person)
        assert codes(no) == ["on_server"]
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("used", [True, False])
def test_whoever_made_a_link_seats_nobody_by_it_who_decides(office: Office, used: bool) -> None:
    """A secretary makes a contributor's account, keeps the link, and would make a deputy of it."""
    seated = appointed(office)
    person = seated.office.person
    if used:
        choose_password(digest(seated.token), "mot cau dai de nho ca nam", at=office.now)
    deputy = Appointment.objects.get(person=office.people["deputy"])
    tomorrow = office.now.date() + timedelta(days=1)
    by_hand_over = Handover(deputy, Kind.HANDED_OVER, tomorrow, PAPER, to=person, file=FILE)
    with pytest.raises(Refused) as no:
        appointed(office, person, Role.DEPUTY_EDITOR)
    assert codes(no) == ["own_link"]
    with pytest.raises(Refused) as no:
        change_office(by_hand_over, board=office.board, by=office.people["secretary"], at=office.now)
    assert codes(no) == ["own_link"]
    assert appointed(office, person, Role.DEPUTY_EDITOR, by="chief").office.role == Role.DEPUTY_EDITOR


def test_a_link_made_on_the_server_since_clears_the_way(office: Office) -> None:
    person = appointed(office).office.person
    invite(person, board=office.board, by=None, at=office.now)
    assert appointed(office, person, Role.DEPUTY_EDITOR).office.person == person


def test_a_vacant_office_is_given_to_somebody_known(office: Office) -> None:
    seated = appointed(office, "clerk", Role.BOARD_MEMBER)
    row = seated.office
    assert (row.title, row.since, row.decision, seated.is_new) == (
        "Ủy viên Ban biên tập", date(2026, 11, 24), PAPER, False,
    )  # fmt: skip
    item = office.submit("author", office.write("author"))
    office.later(days=1)
    assert office.forward("clerk", item).state == State.IN_MODERATION


def test_the_newest_deputy_stands_last_on_the_ladder(office: Office) -> None:
    Appointment.objects.filter(role=Role.DEPUTY_EDITOR).update(rank=3)
    assert appointed(office, "clerk", Role.DEPUTY_EDITOR).office.rank == 4


def test_an_office_that_somebody_holds_is_not_vacant(office: Office) -> None:
    with pytest.raises(Refused) as no:
        appointed(office, "clerk", Role.EDITOR_IN_CHIEF)
    assert codes(no) == ["taken"]


@pytest.mark.parametrize("typed", ["HangNTB@snv.example", " hangntb@snv.example "])
def test_the_same_mail_address_is_the_same_person(office: Office, typed: str) -> None:
    first = appointed(office)
    name = unicodedata.normalize("NFD", HANG.name)
    second = appointed(office, Newcomer(name, typed), units=(office.units["merit"],))
    assert (second.office.person, second.is_new, second.token) == (first.office.person, False, "")
    assert Person.objects.filter(email__iexact="hangntb@snv.example").count() == 1


def test_another_name_under_the_same_mail_address_is_refused(office: Office) -> None:
    appointed(office)
    with pytest.raises(Refused) as no:
        appointed(office, Newcomer("Nguyễn Thị Bích Hạnh", HANG.email))
    assert codes(no) == ["email"]


def test_a_name_typed_in_parts_is_kept_as_one(office: Office) -> None:
    seated = appointed(office, Newcomer(unicodedata.normalize("NFD", HANG.name), HANG.email))
    assert seated.office.person.full_name == HANG.name


def test_two_people_of_one_user_name_get_two(office: Office) -> None:
    appointed(office)
    other = appointed(office, Newcomer("Nguyễn Thị Bích Hằng", "hangntb@khac.example"))
    assert other.office.person.username == "hangntb2"


def test_nobody_appoints_themselves(office: Office) -> None:
    for who in ("secretary", Newcomer(office.people["secretary"].full_name, "nam@snv.example")):
        Person.objects.filter(pk=office.people["secretary"].pk).update(email="nam@snv.example")
        with pytest.raises(Refused) as no:
            appointed(office, who)
        assert "own_office" in codes(no)


@pytest.mark.parametrize("who", ["deputy", "member", "author"])
def test_nobody_else_appoints(office: Office, who: str) -> None:
    with pytest.raises(Refused) as no:
        appointed(office, by=who)
    assert "recorder" in codes(no)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"who": None}, "who"),
        ({"who": Newcomer("Lê Văn Tám", "khong phai thu")}, "email"),
        ({"who": Newcomer("Ле Ван", "le@snv.example")}, "name"),
        ({"who": Newcomer("", "le@snv.example")}, "name"),
        ({"units": ()}, "remit"),
        ({"decision": " "}, "paper"),
        ({"days": -1}, "past"),
    ],
)
def test_what_is_no_appointment_is_refused_whole(office: Office, changed: dict[str, Any], code: str) -> None:
    people = Person.objects.count()
    with pytest.raises(Refused) as no:
        appointed(office, **changed)
    assert (code in codes(no), Person.objects.count(), Change.objects.filter(verb="enrol").exists()) == (
        True, people, False,
    )  # fmt: skip


def test_a_new_link_is_for_whoever_has_no_way_in_yet(office: Office) -> None:
    seated = appointed(office)
    token = renewed(office, seated.office.person)
    with pytest.raises(Refused):
        choose_password(digest(seated.token), "mot cau dai de nho ca nam", at=office.now)
    person = choose_password(digest(token), "mot cau dai de nho ca nam", at=office.now)
    with pytest.raises(Refused) as no:
        renewed(office, person)
    assert codes(no) == ["has_password"]


def test_a_link_that_is_asked_for_twice_is_made_once(office: Office) -> None:
    person = appointed(office).office.person
    before = newest_link(person)
    renewed(office, person)
    with pytest.raises(Refused) as no:
        renewed(office, person, after=before)
    assert codes(no) == ["stale"]


def test_nobody_is_taken_over_who_sits_on_another_board(office: Office) -> None:
    other = found("so-tu-phap")
    theirs = appointed(other).office.person
    appointed(office)
    with pytest.raises(Refused) as no:
        renewed(office, theirs)
    assert codes(no) == ["on_server"]


def test_an_appointment_that_is_to_come_is_taken_back(office: Office) -> None:
    row = appointed(office, "clerk", Role.BOARD_MEMBER).office
    assert take_back_office(row, board=office.board, by=office.people["chief"], at=office.now) is None
    office.later(days=1)
    with pytest.raises(Refused):
        office.forward("clerk", office.submit("author", office.write("author")))
    assert Change.objects.order_by("-pk")[0].verb == "take_back"


def test_when_a_handover_is_taken_back_its_holder_goes_on(office: Office) -> None:
    held = Appointment.objects.get(person=office.people["chief"])
    tomorrow = office.now.date() + timedelta(days=1)
    what = Handover(held, Kind.HANDED_OVER, tomorrow, PAPER, to=office.people["clerk"], file=FILE)
    who = {"board": office.board, "by": office.people["secretary"], "at": office.now}
    new = change_office(what, **who)
    assert new is not None
    assert take_back_office(new, **who) == held
    office.later(days=1)
    item = office.moderated()
    office.sign_off("chief", item)
    assert office.fresh(item).state == State.SIGNED_OFF
    assert Appointment.objects.get(pk=held.pk).until is None
    assert [row.verb for row in Change.objects.order_by("-pk")[:2]] == ["go_on", "take_back"]


def left(office: Office, who: str, *, by: str = "secretary", days: int = 3) -> Appointment:
    held = Appointment.objects.get(person=office.people[who])
    what = Handover(held, Kind.LEAVES, office.now.date() + timedelta(days=days), PAPER, file=FILE)
    change_office(what, board=office.board, by=office.people[by], at=office.now, anyway=True)
    return Appointment.objects.get(pk=held.pk)


def test_a_leaving_that_is_to_come_is_taken_back_and_its_holder_goes_on(office: Office) -> None:
    held = left(office, "chief")
    assert held.until is not None
    take_back_leaving(held, board=office.board, by=office.people["secretary"], at=office.now)
    office.later(days=5)
    item = office.moderated()
    office.sign_off("chief", item)
    assert office.fresh(item).state == State.SIGNED_OFF
    assert Appointment.objects.get(pk=held.pk).until is None
    assert Change.objects.order_by("-pk")[0].verb == "go_on"


def test_an_office_that_was_to_end_anyway_ends_when_it_would_have(office: Office) -> None:
    held = left(office, "member", days=30)
    first = held.until
    held = left(office, "member", days=3)
    assert held.until != first
    take_back_leaving(held, board=office.board, by=office.people["secretary"], at=office.now)
    assert Appointment.objects.get(pk=held.pk).until == first


def test_nobody_takes_back_their_own_leaving(office: Office) -> None:
    held = left(office, "chief")
    with pytest.raises(Refused) as no:
        take_back_leaving(held, board=office.board, by=office.people["chief"], at=office.now)
    assert codes(no) == ["own_office"]


def test_a_leaving_is_not_taken_back_once_it_happened_or_somebody_follows(office: Office) -> None:
    given = {"board": office.board, "by": office.people["secretary"]}
    held = left(office, "member", days=1)
    after = office.now.date() + timedelta(days=1)
    appointed(office, "clerk", Role.BOARD_MEMBER)
    follower = Appointment.objects.get(person=office.people["clerk"], role=Role.BOARD_MEMBER)
    assert follower.since == after
    with pytest.raises(Refused):
        take_back_leaving(held, at=office.now, **given)
    office.later(days=2)
    with pytest.raises(Refused) as no:
        take_back_leaving(held, at=office.now, **given)
    assert codes(no) == ["begun"]


def test_what_has_begun_is_not_taken_back(office: Office) -> None:
    row = appointed(office, "clerk", Role.BOARD_MEMBER).office
    office.later(days=1)
    with pytest.raises(Refused) as no:
        take_back_office(row, board=office.board, by=office.people["secretary"], at=office.now)
    assert codes(no) == ["begun"]


def test_nobody_takes_back_that_they_leave(office: Office) -> None:
    held = Appointment.objects.get(person=office.people["secretary"])
    tomorrow = office.now.date() + timedelta(days=1)
    what = Handover(held, Kind.HANDED_OVER, tomorrow, PAPER, to=office.people["clerk"], file=FILE)
    new = change_office(what, board=office.board, by=office.people["chief"], at=office.now)
    assert new is not None
    with pytest.raises(Refused) as no:
        take_back_office(new, board=office.board, by=office.people["secretary"], at=office.now)
    assert codes(no) == ["own_office"]


def merged(office: Office, *units: str, into: str = "", name: str = "", days: int = 1) -> Unit:
    what = Reorganisation(
        office.now.date() + timedelta(days=days), PAPER, tuple(office.units[unit] for unit in units),
        into=office.units[into] if into else None, name=name,
    )  # fmt: skip
    return reorganise(what, board=office.board, by=office.people["secretary"], at=office.now, anyway=True)


def units_of(office: Office) -> list[tuple[object, ...]]:
    return sorted(Unit.objects.filter(board=office.board).values_list("code", "until", "successor", "decision"))


@pytest.mark.parametrize(
    "what",
    [
        {"units": ("labour", "merit"), "name": "Phòng Tổng hợp"},
        {"units": ("labour",), "name": "Phòng Lao động"},
        {"units": ("merit",), "into": "labour"},
        {"units": (), "name": "Trung tâm Dịch vụ việc làm"},
    ],
)
def test_a_merger_a_rename_or_a_founding_that_is_to_come_is_taken_back(office: Office, what: dict[str, Any]) -> None:
    before = units_of(office)
    made = merged(office, *what["units"], into=what.get("into", ""), name=what.get("name", ""))
    named = office.units[what["units"][0]] if what["units"] else made
    take_back_units(named, board=office.board, by=office.people["chief"], at=office.now)
    assert units_of(office) == before
    assert Change.objects.order_by("-pk")[0].verb == "take_back_units"


def test_a_merger_that_has_begun_stays(office: Office) -> None:
    merged(office, "merit", into="labour")
    office.later(days=1)
    with pytest.raises(Refused) as no:
        take_back_units(office.units["merit"], board=office.board, by=office.people["chief"], at=office.now)
    assert codes(no) == ["begun"]


def test_a_new_unit_that_somebody_answers_for_already_is_not_taken_back(office: Office) -> None:
    made = merged(office, name="Trung tâm Dịch vụ việc làm")
    appointed(office, units=(made,))
    with pytest.raises(Refused) as no:
        take_back_units(made, board=office.board, by=office.people["chief"], at=office.now)
    assert codes(no) == ["remit"]


def test_papers_are_taken_back_in_turn(office: Office) -> None:
    made = merged(office, "labour", "merit", name="Phòng Tổng hợp")
    office.units[made.code] = made
    merged(office, made.code, name="Phòng Tổng hợp và Lao động", days=2)
    who = {"board": office.board, "by": office.people["chief"], "at": office.now}
    with pytest.raises(Refused) as no:
        take_back_units(office.units["labour"], **who)
    assert codes(no) == ["changed"]
    take_back_units(made, **who)
    take_back_units(office.units["labour"], **who)
    assert {until for _code, until, *_rest in units_of(office)} == {None}
