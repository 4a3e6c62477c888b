import json
import os
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from chauphe.bake import keys
from chauphe.cli.bake import bake
from chauphe.cli.keys import keys as keys_command
from chauphe.people.models import Board
from tests.bake.conftest import baker, office, places
from tests.bake.site import Baker

__all__ = ["baker", "office", "places"]


def run(*words: str) -> Result:
    return CliRunner().invoke(bake, list(words), catch_exceptions=False)


def test_what_is_new_is_baked_and_said(baker: Baker) -> None:
    baker.publish("Tin mới")
    result = run()
    assert (result.exit_code, result.output) == (0, "snv-anhai: Bản phát hành 2: 1 trang tin, 34 tệp.\n")
    assert run().output == "snv-anhai: Trang đã cập nhật đầy đủ.\n"


def test_a_whole_bake_tells_its_pages_as_json(baker: Baker) -> None:
    baker.publish("Tin mới")
    told = json.loads(run("--all", "--json").output)
    assert (told["board"], told["items"], told["release"], told["whole"]) == ("snv-anhai", 1, 2, True)


def test_a_quiet_bake_says_nothing_when_all_is_well(baker: Baker) -> None:
    baker.publish("Tin mới")
    assert (run("--quiet").output, run("--all", "-q").output, run("--check", "-q").output) == ("", "", "")


def test_a_check_names_what_is_wrong_and_a_repair_mends_it(baker: Baker) -> None:
    (baker.root / "casino.html").write_text("casino")
    checked = run("--check", "--lang", "en")
    assert (checked.exit_code, checked.output) == (1, "snv-anhai: casino.html: the file is not in the signed list\n")
    assert run("--repair").exit_code == 0
    assert run("--check").exit_code == 0


def test_what_cannot_be_done_ends_with_status_two(baker: Baker) -> None:
    (baker.root / ".well-known" / "chauphe" / "checkpoint").unlink()
    baker.publish()
    result = run("--lang", "en")
    assert result.exit_code == 2
    assert result.output.startswith("snv-anhai: the live site cannot be read")


def test_a_refused_item_ends_with_status_one(baker: Baker) -> None:
    from chauphe.items.models import Snapshot
    from tests.bake.site import unguarded

    item = baker.publish()
    with unguarded("items_snapshot"):
        Snapshot.objects.update(data=b"{}")
    result = run()
    assert result.exit_code == 1
    assert result.output.splitlines()[0] == f"snv-anhai: Tin, bài {item.pk}: bản niêm phong đã bị sửa"


def test_a_site_can_be_read_whatever_the_shell_hides(baker: Baker) -> None:
    before = os.umask(0o077)
    try:
        baker.publish("Tin mới")
        run("--all")
    finally:
        os.umask(before)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (baker.root / "index.html", baker.root / "_")}
    assert modes == {0o644, 0o755}


def test_a_board_that_is_not_there_is_named(baker: Baker) -> None:
    result = run("--board", "khong-co")
    assert result.exit_code == 2
    assert "khong-co" in result.output


def test_a_key_is_made_once_and_shown(office: object, places: Path) -> None:
    runner = CliRunner()
    shown = runner.invoke(keys_command, ["show", "snv-anhai"]).output
    assert shown.startswith("chauphe.example/snv-anhai+")
    again = runner.invoke(keys_command, ["make", "snv-anhai"])
    key = keys.path_of(Board.objects.get())
    assert (again.exit_code, again.output) == (1, f"Error: {key} đã có từ trước. Khóa không bao giờ bị thay.\n")
    assert runner.invoke(keys_command, ["show", "snv-anhai"]).output == shown


@pytest.mark.parametrize("what", ["make", "show"])
def test_a_key_of_no_board_is_asked_for_in_vain(office: object, what: str) -> None:
    result = CliRunner().invoke(keys_command, [what, "khong-co"])
    assert (result.exit_code, result.output) == (1, "Error: Không có Ban biên tập “khong-co”. Hiện có: snv-anhai.\n")
