"""Nothing starts on an install that is not in order, and the way out is said."""

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
    with translation.override("vi"):
        yield


def ask() -> list[tuple[str, bool]]:
    """Give id and gravity of everything that is found."""
    found = checks.run_checks(tags=["chauphe"], include_deployment_checks=True, databases=["default"])
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
    assert result.output.splitlines() == [
        "Lỗi (chauphe.E003): Bảng items_snapshot đang mất bảo vệ: có thể bị sửa hoặc xóa dòng.",
        "  → Xác minh vì sao trigger bị gỡ, đối chiếu với bản sao lưu, rồi chạy lệnh: chauphe manage migrate",
        REFUSED,
    ]


@pytest.mark.django_db
def test_the_refusal_is_said_in_english_too() -> None:
    take_off("ledger_entry")
    first, *_rest, last = CliRunner().invoke(bake, ["--lang", "en"]).output.splitlines()
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


def test_a_folder_that_cannot_be_made_is_refused(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings.STORE = tmp_path / "file" / "store"
    found = checks.run_checks(tags=["chauphe"], include_deployment_checks=True)
    assert [(each.id, each.msg) for each in found] == [
        ("chauphe.E004", f"Tài khoản đang chạy không ghi được vào thư mục {settings.STORE}.")
    ]


@pytest.mark.parametrize(
    ("bind", "demo", "debug", "refused"),
    [
        ("127.0.0.1", True, True, 0),
        ("::1", True, False, 0),
        ("localhost", False, True, 0),
        ("0.0.0.0", False, False, 0),
        ("0.0.0.0", True, False, 1),
        ("desk.example", True, True, 2),
    ],
)
def test_a_demonstration_is_for_this_machine_alone(
    settings: Any, bind: str, demo: bool, debug: bool, refused: int
) -> None:
    settings.BIND, settings.DEMO, settings.DEBUG = bind, demo, debug
    found = checks.run_checks(tags=["chauphe"], include_deployment_checks=True)
    assert [each.id for each in found] == ["chauphe.E006"] * refused
