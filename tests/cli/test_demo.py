import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import PIPE

import psutil
import pytest
from click.testing import CliRunner
from time_machine import travel

from chauphe.cli import main, processes
from chauphe.cli.alone import LOCK, alone_in
from chauphe.cli.demo import INTERRUPTED, STAMP, emptied, surroundings
from chauphe.demo.clock import doubt
from chauphe.demo.model import load
from tests.bake.ports import unused_port
from tests.cli.served import BARE

HOLD = """
import sys
from pathlib import Path
from chauphe.cli.alone import alone_in
with alone_in(Path(sys.argv[1])) as tell:
    tell(["http://127.0.0.1:8000/"])
    print("here", flush=True)
    sys.stdin.read()
"""
SOURCES = Path(processes.__file__).parent.parent
OURS = {
    "CHAUPHE_HOME": "/demo",
    "CHAUPHE_DEMO": "yes",
    "CHAUPHE_HTTPS": "no",
    "DJANGO_SETTINGS_MODULE": "chauphe.config.settings",
}


def settings() -> list[str]:
    """Name every variable that the program reads, and the file that each may come from."""
    texts = "".join(path.read_text("utf-8") for path in SOURCES.rglob("*.py"))
    names = sorted({*re.findall(r"CHAUPHE_[A-Z_]+", texts), "DATABASE_URL"})
    assert {"CHAUPHE_BIND", "CHAUPHE_HOSTS", "CHAUPHE_SECRET_KEY", "CHAUPHE_EMAIL_BACKEND"} <= set(names)
    return [*names, *(f"{name}_FILE" for name in names)]


def test_a_demonstration_knows_nothing_of_a_real_install() -> None:
    given = dict.fromkeys(settings(), "real") | {"DJANGO_SETTINGS_MODULE": "real", "PATH": "/bin"}
    assert surroundings(given, Path("/demo"), "") == OURS | {"PATH": "/bin"}


def test_a_demonstration_takes_the_database_it_is_given() -> None:
    given = {"DATABASE_URL": "postgresql:///real", "DATABASE_URL_FILE": "real"}
    assert surroundings(given, Path("/demo"), "postgresql:///demo") == OURS | {"DATABASE_URL": "postgresql:///demo"}


def demo(home: Path, *words: str) -> tuple[str, ...]:
    return ("demo", "--home", str(home), "--port", str(unused_port()), *words)


@contextmanager
def held(home: Path) -> Iterator[psutil.Popen]:
    """Have another process run a demonstration in a folder, as far as anybody can tell."""
    with psutil.Popen([sys.executable, "-c", HOLD, str(home)], env=BARE, stdin=PIPE, stdout=PIPE, text=True) as holder:
        assert holder.stdout.readline() == "here\n"
        try:
            yield holder
        finally:
            holder.kill()


@pytest.mark.parametrize("words", [(), ("--reset",), ("--prepare-only",)])
def test_a_second_demonstration_is_told_where_the_first_runs_and_touches_nothing(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    with held(tmp_path) as first:
        (tmp_path / "loaded").touch()
        (tmp_path / "site").mkdir()
        before = sorted(tmp_path.iterdir())
        second = CliRunner().invoke(main, demo(tmp_path, *words))
    assert second.exit_code == 1
    assert second.stderr.splitlines() == [
        f"  Bản dùng thử trong {tmp_path} đang chạy rồi, nên không chạy thêm và không xóa gì.",
        f"  Nơi chạy: http://127.0.0.1:8000/ (tiến trình số {first.pid}).",
        f"  Muốn dừng: nhấn Ctrl-C ở cửa sổ đang chạy nó, hoặc gõ: kill {first.pid}. Dừng xong, chạy lại lệnh này.",
    ]
    assert sorted(tmp_path.iterdir()) == before


def test_the_folder_is_free_again_once_the_first_was_killed(tmp_path: Path) -> None:
    with held(tmp_path) as first:
        assert json.loads((tmp_path / LOCK).read_text("utf-8"))["process"] == first.pid
    with alone_in(tmp_path):
        assert json.loads((tmp_path / LOCK).read_text("utf-8"))["process"] == os.getpid()


@pytest.mark.parametrize("words", [(), ("--reset",)])
def test_the_folder_of_a_real_install_is_refused_and_left_as_it_is(tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "chauphe.sqlite3").write_bytes(b"real")
    refused = CliRunner().invoke(main, demo(tmp_path, *words))
    assert (refused.exit_code, "không phải thư mục của bản dùng thử" in refused.stderr) == (1, True)
    assert [path.name for path in tmp_path.iterdir()] == ["chauphe.sqlite3"]


@pytest.mark.parametrize("words", [(), ("--reset",)])
def test_a_clock_before_anybody_was_in_office_is_named_and_nothing_done(tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / STAMP).touch()
    with travel(datetime(2025, 11, 30, 16, 59, tzinfo=UTC), tick=False):
        refused = CliRunner().invoke(main, demo(tmp_path, *words))
    assert refused.exit_code == 1
    assert refused.stderr.splitlines() == [
        "  Đồng hồ của máy này chỉ 23:59, 30/11/2025, sớm hơn câu chuyện của bản dùng thử (kể đến 14:05, 23/11/2026).",
        "  Ngày đó chưa ai được phân công vào Ban biên tập. Chỉnh giờ của máy rồi chạy lại.",
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == [STAMP, LOCK]


def test_a_clock_within_the_story_is_doubted_aloud_and_one_after_it_is_not() -> None:
    story = load()
    within = doubt(story, now=story.as_of - timedelta(minutes=1))
    assert within is not None
    assert (within.hopeless, "chỉ 14:04, 23/11/2026" in within.says, "demo-reset" in within.says) == (False, True, True)
    assert doubt(story, now=story.as_of) is None


def test_a_reset_leaves_nothing_but_the_lock(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (outside / "kept").mkdir(parents=True)
    home = tmp_path / "demo"
    with alone_in(home):
        (home / "loaded").touch()
        (home / "site").mkdir()
        (home / "link").symlink_to(outside)
        assert emptied(home)
        assert not emptied(home)
        assert ([path.name for path in home.iterdir()], (outside / "kept").is_dir()) == (["running"], True)


def test_ctrl_c_before_it_runs_says_in_vietnamese_how_to_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_words: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("chauphe.cli.demo._run", interrupt)
    said = {}
    for marks in ((), (STAMP,)):
        for mark in marks:
            (tmp_path / mark).touch()
        stopped = CliRunner().invoke(main, demo(tmp_path))
        said[marks] = (stopped.exit_code, stopped.output)
    assert said == {
        (): (INTERRUPTED, "\n  Đã dừng. Chạy “make demo” để nạp lại dữ liệu thử từ đầu.\n"),
        (STAMP,): (INTERRUPTED, "\n  Đã dừng. Chạy “make demo” để chạy tiếp từ chỗ này.\n"),
    }
