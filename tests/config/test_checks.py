"""Nothing starts on an install that is not in order, and the way out is said."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.core import checks
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import translation

from chauphe.bake import keys
from chauphe.cli.bake import bake
from chauphe.cli.desk import desk
from chauphe.cli.work import work
from chauphe.ledger import guard
from tests import factories

REFUSED = "Chưa khởi động: hãy xử lý 1 lỗi trên trước."


@pytest.fixture(autouse=True)
def _own_folders(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.SITES, settings.KEYS, settings.STORE = (tmp_path / name for name in ("site", "keys", "store"))
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
    with translation.override("vi"):
        yield


def ask() -> list[tuple[str, bool]]:
    """Give id and gravity of everything that is found."""
    tags = ["chauphe", "chauphe.desk", "chauphe.baker"]
    found = checks.run_checks(tags=tags, include_deployment_checks=True, databases=["default"])
    return sorted((str(each.id), each.is_serious()) for each in found)


def take_off(table: str) -> None:
    """Remove one of a table's triggers."""
    end = "update" if connection.vendor == "sqlite" else "row"
    where = "" if connection.vendor == "sqlite" else f" ON {table}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER append_only_{table}_{end}{where}")


@pytest.mark.django_db
def test_an_install_in_order_starts() -> None:
    keys.make(factories.board())
    assert ask() == []
    assert CliRunner().invoke(bake, ["--quiet"]).exit_code == 0


@pytest.mark.django_db
@pytest.mark.parametrize("command", [bake, desk, work])
def test_nothing_starts_while_a_table_is_unprotected(command: Any) -> None:
    take_off("items_snapshot")
    result: Result = CliRunner().invoke(command, [])
    assert result.exit_code == 2
    assert result.output.splitlines()[:3] == [
        "Lỗi (chauphe.E003): Bảng items_snapshot đang mất bảo vệ: có thể bị sửa hoặc xóa dòng.",
        "  → Xác minh vì sao trigger bị gỡ, đối chiếu với bản sao lưu, rồi chạy lệnh: chauphe manage migrate",
        REFUSED,
    ]
    assert len(result.output.splitlines()) == (3 if command is bake else 6)


@pytest.mark.django_db
def test_the_refusal_is_said_in_english_too() -> None:
    take_off("ledger_entry")
    first, _hint, last = CliRunner().invoke(bake, ["--lang", "en"]).output.splitlines()
    assert CliRunner().invoke(work, []).output.splitlines()[3:] == [first, _hint, last]
    assert first == ("Error (chauphe.E003): Table ledger_entry is not protected: its rows could be changed or deleted.")
    assert last == "Not started: 1 of the above must be put right first."


@pytest.mark.django_db
def test_the_command_that_is_named_puts_it_right() -> None:
    take_off("ledger_entry")
    assert ask() == [("chauphe.E003", True)]
    call_command("migrate", verbosity=0)
    assert (guard.missing(connection), ask()) == ([], [])


@pytest.mark.django_db
def test_tables_of_an_older_version_are_refused() -> None:
    MigrationRecorder(connection).record_unapplied("people", "0001_initial")
    assert ask()[0] == ("chauphe.E002", True)


@pytest.mark.django_db
def test_a_board_without_a_key_is_a_warning_alone(tmp_path: Path) -> None:
    factories.board()
    assert ask() == [("chauphe.W001", False)]


@pytest.mark.django_db
def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    board = factories.board()
    keys.make(board)
    keys.path_of(board).chmod(0o644)
    assert ask() == [("chauphe.E005", True), ("chauphe.W001", False)]


def asked(*tags: str) -> list[tuple[str | None, str]]:
    """Give id and text of what is found without a database."""
    found = checks.run_checks(tags=list(tags), include_deployment_checks=True)
    return [(each.id, str(each.msg)) for each in found]


@pytest.mark.parametrize(("name", "part"), [("HOME", "chauphe"), ("STORE", "chauphe.desk"), ("SITES", "chauphe.baker")])
def test_a_folder_that_cannot_be_made_is_refused(settings: Any, tmp_path: Path, name: str, part: str) -> None:
    (tmp_path / "file").write_text("")
    setattr(settings, name, tmp_path / "file" / "store")
    told = f"Tài khoản đang chạy không ghi được vào thư mục {tmp_path}/file/store."
    assert asked(part) == [("chauphe.E004", told)]


def test_the_desk_is_not_asked_for_what_it_may_not_read(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings.KEYS = settings.SITES = tmp_path / "file" / "out-of-reach"
    assert asked("chauphe", "chauphe.desk") == []


@pytest.mark.parametrize("key", ["x", "mat-khau", "a" * 64, "abcd" * 20])
def test_a_secret_that_can_be_guessed_is_refused(settings: Any, key: str) -> None:
    settings.SECRET_KEY = key
    assert [each for each, _says in asked("chauphe")] == ["chauphe.E007"]


@pytest.mark.parametrize(
    ("bind", "hosts", "demo", "debug", "refused"),
    [
        ("127.0.0.1", ["[::1]"], True, True, 0),
        ("::1", ["localhost"], True, False, 0),
        ("localhost", [], False, True, 0),
        ("0.0.0.0", ["127.0.0.1"], False, False, 0),
        ("0.0.0.0", ["127.0.0.1"], True, False, 1),
        ("127.0.0.1", ["desk.example"], True, False, 1),
        ("127.0.0.1", ["*"], False, True, 1),
        ("desk.example", ["desk.example"], True, True, 2),
    ],
)
def test_a_demonstration_is_for_this_machine_alone(
    settings: Any, bind: str, hosts: list[str], demo: bool, debug: bool, refused: int
) -> None:
    settings.BIND, settings.ALLOWED_HOSTS, settings.DEMO, settings.DEBUG = bind, hosts, demo, debug
    assert [each for each, _says in asked("chauphe")] == ["chauphe.E006"] * refused


@pytest.mark.parametrize(
    ("secure", "redirect", "proxy", "found"),
    [
        (False, False, None, ["chauphe.W002"]),
        (True, True, None, ["chauphe.W003"]),
        (True, False, None, []),
        (True, True, ("HTTP_X_FORWARDED_PROTO", "https"), []),
    ],
)
def test_passwords_on_an_open_way_are_warned_of(
    settings: Any, secure: bool, redirect: bool, proxy: tuple[str, str] | None, found: list[str]
) -> None:
    settings.ALLOWED_HOSTS = ["desk.example"]
    settings.SESSION_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT = secure, redirect
    settings.SECURE_PROXY_SSL_HEADER = proxy
    assert [each for each, _says in asked("chauphe.desk")] == found


@pytest.mark.parametrize(
    ("store", "above", "hosts", "found"),
    [
        (0o755, 0o711, ["desk.example"], ["chauphe.W004"]),
        (0o711, 0o711, ["desk.example"], []),
        (0o755, 0o700, ["desk.example"], []),
        (0o755, 0o711, ["127.0.0.1"], []),
    ],
)
def test_drafts_that_other_users_could_read_are_warned_of(
    settings: Any, store: int, above: int, hosts: list[str], found: list[str]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings.STORE, settings.ALLOWED_HOSTS = Path(folder) / "store", hosts
        settings.STORE.mkdir()
        settings.STORE.chmod(store)
        Path(folder).chmod(above)
        assert [each for each, _says in asked("chauphe")] == found
