"""Every row of the table of addresses, put to the desk as an ill-meaning or unlucky browser would (W1, W2, W6, W10)."""

import re
from collections import Counter
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from chauphe.desk.decide import DECISIONS
from tests import factories
from tests.desk.conftest import SignIn
from tests.desk.rows import FORMS, MARK, NEW, POSTS, ROWS, Form, World, acts, everything, place, sent, undone, world
from tests.factories import PASSWORD
from tools.addresses import Address

pytestmark = pytest.mark.once
DESK = [row for row in ROWS if row.name.startswith("desk:") and row.who != "link"]
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
LOGIN = "/tai-khoan/dang-nhap/"
REFUSED = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT}
DONE = {HTTPStatus.FOUND, HTTPStatus.OK, HTTPStatus.NO_CONTENT}
NOT_HERE = {HTTPStatus.FOUND, HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}
LINE = re.compile(
    r"refused (403|409) [A-Z]+ ([\w:-]+) item=[\w-]+ board=([\w-]+) person=([0-9a-f-]+) codes=([\w,.-]+)", re.ASCII
)
AGAIN = {"desk:demo": HTTPStatus.NOT_FOUND, "oidc-begin": HTTPStatus.NOT_FOUND}
"""What is answered here where the lawful form of a row is tried elsewhere (tests/desk/test_demo_link.py, test_oidc)."""
OWN = frozenset({"desk:declare-days"})
"""Forms that name nothing of this board: whoever sends them from another speaks of that one."""

Wrong = list[tuple[object, ...]]


@pytest.fixture
def of(db: None, now: object) -> World:
    cache.clear()
    return world()


def opened(row: Address, of: World, client: Client) -> Client:
    """Open the link that an invitation's form stands on."""
    if row.name == "invitation-password":
        client.get(f"/tai-khoan/moi/{of.token}/")
    return client


def by(row: Address, of: World, desk: SignIn, **options: bool) -> tuple[Client, Form]:
    """Return the browser of whoever a row's form is lawful for, and the form."""
    form = FORMS[row.name](of)
    client = desk(form.by, **options) if form.by else Client(**options)
    return opened(row, of, client), form


def unchanged(ask: Callable[..., HttpResponse], *words: Any) -> tuple[HttpResponse, bool]:
    """Ask, and say whether the database holds what it held before."""
    before = everything()
    answer = ask(*words)
    return answer, everything() == before


def test_the_row_of_decisions_names_every_decision() -> None:
    (row,) = [row for row in ROWS if row.name == "desk:decide"]
    assert sorted(row.records) == sorted(DECISIONS)


def test_every_address_that_takes_a_form_has_a_lawful_one() -> None:
    assert sorted(FORMS) == sorted(row.name for row in POSTS)


def test_the_lawful_form_does_what_its_row_says_and_once(of: World, desk: SignIn) -> None:
    wrong: Wrong = []
    for row in POSTS:
        with undone():
            client, form = by(row, of, desk)
            before = Counter(acts(of))
            status = sent(client, row, of, form).status_code
            done = Counter(acts(of))
            new = set(done - before)
            if status not in DONE | {AGAIN.get(row.name)} or bool(new) != bool(row.records) or new - set(row.records):
                wrong.append((row.name, status, new))
            sent(client, row, of, form)
            if Counter(acts(of)) != done:
                wrong.append((row.name, "twice"))
    assert wrong == []


def test_nobody_gets_in_without_signing_in(of: World) -> None:
    wrong: Wrong = []
    for row in ROWS:
        if row.who in {"anybody", "link", "nobody"}:
            continue
        form = FORMS[row.name](of) if row.name in FORMS else Form(None, {}, {})
        for method in METHODS if row.name.startswith("desk:") else row.methods:
            answer, same = unchanged(sent, Client(), row, of, form, method)
            if not (same and answer.status_code == HTTPStatus.FOUND and answer.headers["Location"].startswith(LOGIN)):
                wrong.append((row.name, method, answer.status_code, same))
    assert wrong == []


def test_what_is_open_to_anybody_tells_nothing_of_a_board(of: World) -> None:
    for row in ROWS:
        if row.who in {"anybody", "link", "nobody"} and not row.outside:
            answer, same = unchanged(Client().get, place(row, of, token="x" * 32))
            assert (same, MARK in answer.content.decode(), of.office.board.name in answer.content.decode()) == (
                True,
                False,
                False,
            )
            assert row.who != "nobody" or answer.status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("who", ["visitor", "other.chief", "other.contributor"])
def test_another_boards_identifiers_open_and_change_nothing(of: World, desk: SignIn, who: str) -> None:
    """The visitor holds no office at all."""
    person = of.visitor if who == "visitor" else getattr(of.other, who.removeprefix("other."))
    client, wrong = desk(person), []
    for row in DESK:
        form = FORMS[row.name](of) if row.name in FORMS else Form(None, {}, {})
        for method in row.methods:
            with undone():
                answer, same = unchanged(sent, client, row, of, form, method)
                told = MARK in answer.content.decode(errors="replace")
            named = "<" in row.path
            if told or (not same and row.name not in OWN) or (named and answer.status_code not in REFUSED):
                wrong.append((row.name, method, answer.status_code, told, same))
            if who == "visitor" and answer.status_code != HTTPStatus.FORBIDDEN:
                wrong.append((row.name, method, answer.status_code))
    assert wrong == []


OFFICES = ("chief", "standing", "deputy", "member", "other_member", "secretary", "contributor", "other_contributor")


@pytest.mark.parametrize("who", OFFICES)
def test_looking_changes_nothing_whoever_looks(of: World, desk: SignIn, who: str) -> None:
    client, wrong = desk(getattr(of.office, who)), []
    for row in DESK:
        form = FORMS[row.name](of) if row.name in FORMS else Form(None, {}, {})
        for method in ("GET", "HEAD"):
            answer, same = unchanged(sent, client, row, of, form, method)
            if not same or answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                wrong.append((row.name, method, answer.status_code, same))
    assert wrong == []


def test_a_method_that_a_row_does_not_name_does_nothing(of: World, desk: SignIn) -> None:
    chief, wrong = desk(of.office.chief), []
    for row in [row for row in ROWS if not row.outside]:
        client, form = by(row, of, desk) if row.name in FORMS else (chief, Form(None, {}, {}))
        for method in set(METHODS) - set(row.methods):
            answer, same = unchanged(sent, client, row, of, form, method)
            if not same or (answer.status_code not in NOT_HERE and row.name.startswith("desk:")):
                wrong.append((row.name, method, answer.status_code, same))
    assert wrong == []


@pytest.mark.parametrize("token", ["", "x" * 64])
def test_a_form_without_its_token_does_nothing(of: World, desk: SignIn, token: str) -> None:
    wrong: Wrong = []
    for row in POSTS:
        client, form = by(row, of, desk, enforce_csrf_checks=True)
        forged = Form(form.by, form.data | ({"csrfmiddlewaretoken": token} if token else {}), form.path)
        answer, same = unchanged(sent, client, row, of, forged)
        if not same or answer.status_code != HTTPStatus.FORBIDDEN:
            wrong.append((row.name, answer.status_code, same))
    assert wrong == []


@pytest.mark.parametrize("who", ["other_contributor", "other_member"])
def test_the_form_of_another_does_nothing_in_ones_own_hands(of: World, desk: SignIn, who: str) -> None:
    client, wrong = desk(getattr(of.office, who)), []
    for row in POSTS:
        form = FORMS[row.name](of)
        if row.who in {"office", "account", "anybody", "link"} or form.by == getattr(of.office, who):
            continue
        answer, same = unchanged(sent, client, row, of, form)
        if not same or (answer.status_code not in REFUSED and row.who != "reader"):
            wrong.append((row.name, answer.status_code, same))
    assert wrong == []


def seen(client: Client, of: World, *audience: str) -> dict[str, tuple[int, bool]]:
    """Look at every page that is for somebody; say what each answers, and whether it shows what is ours alone."""
    answers = {row.name: client.get(place(row, of)) for row in DESK if "GET" in row.methods and row.who in audience}
    shown = {name: MARK in answer.content.decode(errors="replace") for name, answer in answers.items()}
    return {name: (answer.status_code, shown[name]) for name, answer in answers.items()}


def test_a_contributor_of_another_unit_sees_nothing_of_an_item(of: World, desk: SignIn) -> None:
    """(W1, W2, W10)"""
    client = desk(of.office.other_contributor)
    answers = seen(client, of, "reader", "writer", "turn", "upload")
    assert set(answers.values()) == {(HTTPStatus.NOT_FOUND, False)}
    assert set(seen(client, of, "office").values()) == {(HTTPStatus.OK, False)}


def test_whoever_may_look_is_let_in(of: World, desk: SignIn) -> None:
    client = desk(of.office.contributor)
    answers = seen(client, of, "reader", "writer", "upload", "office")
    assert {status for status, _ in answers.values()} == {HTTPStatus.OK}
    assert {"desk:item", "desk:write", "desk:write-preview", "desk:items"} - {
        name for name, (_, shown) in answers.items() if shown
    } == set()


def test_what_is_for_the_board_is_not_for_those_who_only_contribute(of: World, desk: SignIn) -> None:
    told = {who: seen(desk(getattr(of.office, who)), of, "board") for who in ("contributor", "member")}
    assert {status for status, _ in told["contributor"].values()} == {HTTPStatus.FORBIDDEN}
    assert {status for status, _ in told["member"].values()} == {HTTPStatus.OK}


def test_every_refusal_is_logged_with_its_reasons_and_no_secret(
    of: World, desk: SignIn, caplog: pytest.LogCaptureFixture
) -> None:
    people = {str(person.pk): desk(person) for person in (of.office.other_member, of.visitor, of.other.chief)}
    people |= {str(of.office.member.pk): desk(of.office.member, enforce_csrf_checks=True)}
    refused, lines, secrets = 0, [], {PASSWORD, of.token, factories.seen(of.moderating), MARK, NEW}
    for person, client in people.items():
        for row in (row for row in POSTS if row.name.startswith("desk:")):
            caplog.clear()
            with undone():
                status = sent(client, row, of, FORMS[row.name](of)).status_code
            found = [line for line in caplog.messages if line.startswith("refused ")]
            if status not in {HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT}:
                assert found == []
                continue
            refused += 1
            assert [LINE.fullmatch(line).group(1, 2, 4) for line in found] == [(str(status), row.name, person)]  # type: ignore[union-attr]
            lines += found
    assert refused > len(POSTS)
    assert [line for line in lines for secret in secrets if secret in line] == []
