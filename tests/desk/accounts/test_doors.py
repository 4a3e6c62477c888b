"""No path goes around the second factor, and whoever keeps accounts gains nothing by it (Điều 6 khoản 2 and 4)."""

import ast
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

import chauphe
from chauphe.core.authority import Role
from chauphe.core.moves import State
from chauphe.desk.decide import DECISIONS
from chauphe.people.models import Change, Invitation, Person
from chauphe.people.selectors import boards_of
from chauphe.people.services import appoint, unlock
from tests import factories
from tests.desk.conftest import NOW, SignIn
from tests.desk.rows import FORMS, ROWS, World, everything, place, sent, world
from tests.factories import PASSWORD, SINCE, Office

SOURCE = Path(chauphe.__file__).parent
DESK = [row for row in ROWS if row.name.startswith("desk:")]
TO_A_DEVICE = "/tai-khoan/"
ASKED = ("chief", "standing", "deputy", "member", "secretary")


@pytest.fixture
def of(db: None, now: object) -> World:
    return world()


@pytest.mark.parametrize("who", ASKED)
def test_no_address_of_the_desk_goes_around_the_second_factor(of: World, desk: SignIn, who: str) -> None:
    """Every address by GET and POST, with its lawful form: nothing is shown or done before there is a device."""
    person = getattr(of.office, who)
    Authenticator.objects.filter(user=person).delete()
    client, through = desk(person), []
    forms = {row.name: FORMS[row.name](of) for row in DESK if row.name in FORMS}
    before = everything()
    for row in DESK:
        if row.name == "desk:demo":
            continue
        looked = client.get(place(row, of))
        if (looked.status_code, looked.headers.get("Location")) != (HTTPStatus.FOUND, TO_A_DEVICE):
            through.append((row.name, "GET", looked.status_code))
        if row.name in forms and sent(client, row, of, forms[row.name]).status_code != HTTPStatus.FORBIDDEN:
            through.append((row.name, "POST"))
    after = everything()
    changed = {name for name in before if before[name] != after[name]}
    assert (through, changed) == ([], set())


def modules(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    for folder in folders:
        for file in sorted((SOURCE / folder).rglob("*.py")):
            yield str(file.relative_to(SOURCE)), ast.parse(file.read_text("utf-8"))


def decisions_called(tree: ast.Module) -> set[str]:
    """Return the decisions that a module takes by the services of items."""
    named = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("chauphe.items.services")
        for alias in node.names
    }
    dotted = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "services"
    }
    imports_items = any(
        isinstance(node, ast.ImportFrom)
        and (node.module, "services") in {("chauphe.items", alias.name) for alias in node.names}
        for node in ast.walk(tree)
    )
    return (named | (dotted if imports_items else set())) & {*DECISIONS, "publish", "decide_several"}


def test_decisions_are_taken_behind_the_desks_door_alone() -> None:
    """The command line and the workers decide on no content at all; the demonstration makes its past by itself."""
    found = {name: called for name, tree in modules(".") if (called := decisions_called(tree))}
    outside = {name for name in found if not name.startswith(("desk/", "items/", "demo/"))}
    assert (outside, "desk/decide.py" in found, "desk/several.py" in found) == (set(), True, True)


def decided(client: Client, office: Office, verb: str, state: State) -> tuple[int, bool]:
    item = factories.item(office, state)
    before = factories.fresh(item).state
    form = {"verb": verb, "item": str(item.pk), "digest": factories.seen(item), "reason": "x", "notice": "x"}
    status = client.post(f"/tin-bai/{item.number}/quyet-dinh/", form).status_code
    return status, factories.fresh(item).state == before


def test_whoever_only_keeps_accounts_decides_on_nothing(office: Office, desk: SignIn) -> None:
    """The keeper here is a second secretary; of the content a secretary has the publishing alone, by Điều 6 khoản 1."""
    keeper = factories.person("giu.tai.khoan", "Lâm Văn Giữ")
    appoint(keeper, Role.SECRETARY, board=office.board, title="Thư ký", since=SINCE)
    factories.device(keeper)
    client = desk(keeper)
    assert client.get("/tai-khoan-cua-ban/").status_code == 200
    verbs = ("forward", "moderate", "sign_off", "return_", "return_to_editing", "refuse", "submit")
    states = {"forward": State.IN_EDITING, "moderate": State.IN_MODERATION, "submit": State.DRAFT}
    for verb in verbs:
        status, same = decided(client, office, verb, states.get(verb, State.AWAITING_SIGN_OFF))
        assert (status in {403, 404, 409}, same) == (True, True), verb


def test_opening_an_account_gives_its_keeper_nothing_and_no_way_into_it(office: Office, desk: SignIn) -> None:
    Person.objects.filter(pk=office.chief.pk).update(created_at=NOW.replace(year=2025))
    before = list(boards_of(office.secretary, at=NOW))
    hashed = Person.objects.get(pk=office.chief.pk).password
    answer = desk(office.secretary).post("/tai-khoan-cua-ban/mo-lai/", {"person": str(office.chief.pk)})
    after = Person.objects.get(pk=office.chief.pk)
    assert (answer.status_code, after.password == hashed, after.check_password(PASSWORD)) == (302, True, True)
    assert (list(boards_of(office.secretary, at=NOW)), Invitation.objects.count()) == (before, 0)
    assert decided(desk(office.secretary), office, "sign_off", State.AWAITING_SIGN_OFF) == (403, True)


@pytest.mark.parametrize("who", [*ASKED, "contributor"])
def test_no_role_reads_or_sets_the_password_of_another(of: World, desk: SignIn, who: str) -> None:
    """Every page of the desk and of accounts, by everybody: no hash, no link's secret, no device's; nothing changes."""
    person, other = getattr(of.office, who), of.office.standing if who == "chief" else of.office.chief
    kept = list(Person.objects.exclude(pk=person.pk).order_by("pk").values_list("password", flat=True))
    secrets = [*kept, of.token, *Invitation.objects.values_list("digest", flat=True), factories.SECRET]
    client = desk(person)
    mine = [row for row in ROWS if "GET" in row.methods and row.name != "invitation" and not row.outside]
    shown = "".join(_page(client, place(row, of)) for row in mine)
    assert [secret[:12] for secret in secrets if secret in shown] == []
    new = "một câu của người khác"
    for row in ROWS:
        if row.name in FORMS and row.name not in {"invitation-password", "account_logout"}:
            aimed = {"person": str(other.pk), "user": str(other.pk), "username": other.username}
            aimed |= {"oldpassword": PASSWORD + "x", "password1": new, "password2": new, "password": new}
            client.post(place(row, of, **FORMS[row.name](of).path), aimed)
    again = list(Person.objects.exclude(pk=person.pk).order_by("pk").values_list("password", flat=True))
    assert (again, Person.objects.filter(pk=other.pk).get().check_password(new)) == (kept, False)


def _page(client: Client, at: str) -> str:
    answer = client.get(at)
    return "" if answer.streaming else answer.content.decode("utf-8", "replace")


def test_what_was_locked_on_the_server_no_role_opens_at_the_desk(office: Office) -> None:
    from chauphe.core.refusal import Refused
    from chauphe.people.services import lock

    lock(office.chief, board=office.board, by=None, at=NOW)
    for who in ASKED:
        with pytest.raises(Refused):
            unlock(office.chief, board=office.board, by=getattr(office, who), at=NOW)
    assert Change.objects.filter(verb="unlock").count() == 0


def test_what_ends_an_item_asks_for_a_fresh_proof_as_a_sign_off_does(office: Office, desk: SignIn) -> None:
    for verb, who in (("take_down", office.chief), ("take_down_at_once", office.secretary), ("withdraw", office.chief)):
        item = factories.item(office, State.PUBLISHED)
        form = {"verb": verb, "item": str(item.pk), "digest": factories.seen(item), "reason": "Lộ số điện thoại"}
        form |= {"notice": "Đã gỡ vì có thông tin cá nhân."}
        for method, proved in (("password", 4 * 3600 + 1), ("socialaccount", 0)):
            at = f"/tin-bai/{item.number}/quyet-dinh/"
            answer = desk(who, proved=proved, method=method).post(at, form)
            assert answer.headers["Location"].startswith("/tai-khoan/xac-nhan/")
            assert factories.fresh(item).state == State.PUBLISHED
        client = desk(who, proved=None)
        client.post(at, form)
        page = client.get(f"/tin-bai/{item.number}/").content.decode()
        assert (page.count("Lộ số điện thoại</textarea>"), page.count("thông tin cá nhân.</textarea>")) == (1, 1)
        assert "Lộ số điện thoại" not in client.get(f"/tin-bai/{item.number}/").content.decode()
        desk(who).post(at, form)
        assert factories.fresh(item).state != State.PUBLISHED, verb
