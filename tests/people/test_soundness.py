"""A row on people that an insider changes, adds or takes away by hand is named, and so is a line of the book."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import connection

from chauphe.core.authority import Role
from chauphe.people.models import Absence, Appointment, Change, Delegation
from chauphe.people.services import Change as Handover
from chauphe.people.services import (
    Kind,
    Newcomer,
    Nomination,
    Reorganisation,
    change_office,
    declare_days,
    delegate,
    drop_review,
    end_absence,
    forget_devices,
    link,
    lock,
    nominate,
    plan_review,
    record_absence,
    reorganise,
    revoke,
    take_back_leaving,
    take_back_office,
    take_back_units,
    unlink,
    withdraw_days,
)
from chauphe.people.soundness import astray
from tests import factories, passkeys
from tests.bake.site import unguarded
from tests.factories import Office

NOW = datetime(2026, 11, 23, 1, 15, tzinfo=UTC)
TODAY = date(2026, 11, 23)
TOMORROW = TODAY + timedelta(days=1)
PAPER = "Quyết định số 27/QĐ-SNV ngày 20/11/2026"
FILE = ("ab" * 32, "quyet-dinh.pdf")


@pytest.fixture
def office(db: None) -> Office:
    """Give a board on whose people every act there is was done."""
    office = factories.office()
    who: dict[str, Any] = {"board": office.board, "by": office.chief, "at": NOW}
    newcomer = Newcomer("Lê Văn Tám", "tam@SNV.example")
    nominate(Nomination(newcomer, Role.CONTRIBUTOR, TOMORROW, PAPER, units=(office.centre,)), **who)
    gone = nominate(Nomination(office.contributor, Role.BOARD_MEMBER, TOMORROW, PAPER, units=(office.centre,)), **who)
    take_back_office(gone.office, **who)
    held = office.other_deputy.appointments.get()
    handed = change_office(Handover(held, Kind.HANDED_OVER, TOMORROW, PAPER, to=office.contributor, file=FILE), **who)
    assert handed is not None
    take_back_office(handed, **who)
    leaving = office.other_contributor.appointments.get()
    change_office(Handover(leaving, Kind.LEAVES, TOMORROW, PAPER, file=FILE), anyway=True, **who)
    stays = office.secretary.appointments.get()
    change_office(Handover(stays, Kind.LEAVES, TOMORROW, PAPER, file=FILE), anyway=True, **who)
    take_back_leaving(stays, **who)
    made = reorganise(Reorganisation(TOMORROW, PAPER, (office.centre,), name="Trung tâm mới"), anyway=True, **who)
    take_back_units(made, **who)
    reorganise(Reorganisation(TOMORROW, PAPER, (office.centre,), into=office.division), anyway=True, **who)
    reorganise(Reorganisation(TOMORROW, PAPER, name="Phòng mới"), anyway=True, **who)
    away = {"board": office.board, "by": None, "at": NOW}
    record_absence(office.member, since=NOW, until=NOW + timedelta(days=2), **away)
    never = record_absence(office.deputy, since=NOW + timedelta(days=2), until=None, **away)
    end_absence(never, by=None, at=NOW)
    chief = office.chief.appointments.get()
    days = {"since": NOW, "until": NOW + timedelta(days=3), "paper": "Giấy số 03", "by": office.chief, "at": NOW}
    revoke(delegate(chief, office.standing, **days), by=office.chief, at=NOW + timedelta(minutes=1))
    delegate(chief, office.other_deputy, **days | {"since": NOW + timedelta(hours=1)}, sections=[office.news])
    off = {"works": False, "name": "Nghỉ bão", "paper": "Công điện số 9", "by": office.secretary, "at": NOW}
    declared = declare_days(office.board, TOMORROW, TOMORROW + timedelta(days=1), **off)
    withdraw_days(office.board, [declared[0].pk], by=office.secretary, at=NOW + timedelta(minutes=5))
    plan_review(office.news, months=6, person=office.member, by=office.secretary, at=NOW)
    plan_review(office.notices, months=None, by=office.secretary, at=NOW)
    drop_review(office.notices, by=office.secretary, at=NOW)
    lock(office.other_member, board=office.board, by=None, at=NOW)
    return office


def by_hand(table: str, sql: str, *values: object) -> None:
    with unguarded(table), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_a_board_on_which_everything_was_done_by_the_software_is_sound(office: Office) -> None:
    assert list(astray(office.board)) == []


@pytest.mark.parametrize(
    ("table", "change", "named"),
    [
        ("people_appointment", "until = '2026-11-30'", "appointment"),
        ("people_appointment", "since = '2023-01-01'", "appointment"),
        ("people_appointment", "role = 'editor_in_chief'", "appointment"),
        ("people_appointment", "decision = 'Quyết định khác'", "appointment"),
        ("people_appointment", "rank = 9", "appointment"),
        ("people_unit", "until = NULL, successor_id = NULL", "unit"),
        ("people_unit", "since = '2026-01-01'", "unit"),
        ("people_absence", "until = NULL", "absence"),
        ("people_absence", "since = '2026-11-01 01:00:00+00:00'", "absence"),
        ("people_delegation", "until = '2027-11-01 01:00:00+00:00'", "delegation"),
        ("people_delegation", "revoked_at = NULL", "delegation"),
        ("people_delegation", "moves = '[\"publish\"]'", "delegation"),
        ("people_declaredday", "works = NOT works", "declared_day"),
        ("people_declaredday", "withdrawn_at = NULL", "declared_day"),
        ("people_reviewplan", "months = 60", "review_plan"),
        ("people_reviewplan", "person_id = NULL", "review_plan"),
    ],
)
def test_a_row_changed_by_hand_is_named(office: Office, table: str, change: str, named: str) -> None:
    by_hand(table, f"UPDATE {table} SET {change}")
    assert {name for _who, name in astray(office.board)} == {named}


@pytest.mark.parametrize(
    ("change", "who"),
    [
        ("is_active = NOT is_active", "Phan Văn Tứ"),
        ("full_name = 'Lê Văn Chín', sort_key = 'chin'", "Lê Văn Chín"),
        ("email = 'khac@snv.example'", "Lê Văn Tám"),
    ],
)
def test_an_account_changed_by_hand_is_named(office: Office, change: str, who: str) -> None:
    one = office.other_member.username if "is_active" in change else "tam"
    by_hand("people_person", f"UPDATE people_person SET {change} WHERE username = %s", one)
    found = list(astray(office.board))
    assert (who, "person") in found


def test_a_remit_widened_by_hand_is_named(office: Office) -> None:
    held = office.deputy.appointments.get()
    held.units.add(office.centre)
    assert list(astray(office.board)) == [("Đặng Thị Mỹ Lệ", "appointment")]


def test_an_office_that_no_paper_gave_is_named(office: Office) -> None:
    Appointment.objects.create(
        board=office.board, person=office.contributor, role=Role.DEPUTY_EDITOR, title="Phó Trưởng Ban", since=TODAY
    )
    assert list(astray(office.board)) == [("Mai Xuân Thảo", "appointment")]


def test_rows_taken_away_are_named(office: Office) -> None:
    for model, named in ((Absence, "absence"), (Delegation, "delegation")):
        model.objects.all().delete()
        assert named in {name for _who, name in astray(office.board)}


def test_a_line_of_the_book_taken_away_added_or_changed_is_named(office: Office) -> None:
    at = Change.objects.filter(verb="away")[0]
    by_hand("people_change", "DELETE FROM people_change WHERE id = %s", at.pk)
    assert list(astray(office.board)) == [("Huỳnh Thị Ngữ", "absence")]
    at.save(force_insert=True)
    assert list(astray(office.board)) == []
    by_hand("people_change", "UPDATE people_change SET facts = '{}' WHERE id = %s", at.pk)
    assert list(astray(office.board)) == [(office.board.slug, "absence")]


def test_a_way_in_that_its_person_never_set_up_is_named(office: Office) -> None:
    passkeys.register(office.chief)
    link(office.deputy, issuer="https://sso.example", subject="7", at=NOW)
    assert list(astray(office.board)) == []
    mine, link_row = Authenticator.objects.get(type="webauthn"), SocialAccount.objects.get()
    Authenticator.objects.create(user=office.standing, type=mine.type, data=mine.data)
    SocialAccount.objects.filter(pk=link_row.pk).update(user=office.secretary)
    found = set(astray(office.board))
    assert found == {("Nguyễn Hữu Phước", "passkey"), ("Đặng Thị Mỹ Lệ", "link"), ("Võ Hoàng Nam", "link")}


def test_ways_in_that_were_taken_away_as_they_should_be_are_sound(office: Office) -> None:
    passkeys.register(office.chief)
    link(office.chief, issuer="https://sso.example", subject="7", at=NOW)
    unlink(office.chief, at=NOW)
    link(office.chief, issuer="https://sso.example", subject="8", at=NOW)
    forget_devices(office.chief, board=office.board, by=None, at=NOW)
    passkeys.register(office.chief)
    assert list(astray(office.board)) == []
    Authenticator.objects.filter(user=office.chief, type="webauthn").delete()
    assert list(astray(office.board)) == [("Trần Thị Thu Hà", "passkey")]


def test_another_boards_people_are_its_own_business(office: Office) -> None:
    other = factories.office("bqltt")
    by_hand("people_appointment", "UPDATE people_appointment SET rank = 9 WHERE board_id = %s", other.board.pk)
    assert list(astray(office.board)) == []
    assert len(list(astray(other.board))) == 9
