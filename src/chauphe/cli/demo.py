"""`chauphe demo`: the whole product on one machine, with invented people and a year of invented items.

Everything lies in one folder and listens on loopback alone. The first start fills it; later starts go on from there.
"""

import os
import shutil
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import click

from chauphe.cli.alone import LOCK, Stopped, Tell, alone_in
from chauphe.cli.processes import Crew, Ports
from chauphe.demo.clock import doubt
from chauphe.demo.model import load

STAMP = "loaded"
INTERRUPTED = 130
"""The status with which a shell knows that Ctrl-C ended a program."""


@click.command(help="Set up and run the demonstration.")
@click.option(
    "--home", type=click.Path(path_type=Path), default=Path("var/demo"), show_default=True, help="Its folder."
)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1024, 65000), help="First port to try.")
@click.option("--reset", is_flag=True, help="Delete the demonstration's folder first.")
@click.option("--database", default="", help="Another database than the folder's own SQLite, as a DATABASE_URL.")
@click.option("--prepare-only", is_flag=True, help="Fill and bake, then stop.")
def demo(home: Path, port: int, reset: bool, database: str, prepare_only: bool) -> None:
    """Fill the folder if need be, bake, start everything, and say where it is."""
    home = home.resolve()
    _demand_ours(home, reset=reset)
    try:
        with alone_in(home) as tell:
            _run(home, port, reset=reset, database=database, prepare_only=prepare_only, tell=tell)
    except KeyboardInterrupt:
        again = "chạy tiếp từ chỗ này" if (home / STAMP).exists() else "nạp lại dữ liệu thử từ đầu"
        click.echo(f"\n  Đã dừng. Chạy “make demo” để {again}.")
        sys.exit(INTERRUPTED)


def _run(home: Path, port: int, *, reset: bool, database: str, prepare_only: bool, tell: Tell) -> None:
    wrong = doubt(load(), now=datetime.now(tz=UTC))
    if wrong and wrong.hopeless:
        raise Stopped(wrong.says)
    if wrong:
        click.echo(wrong.says)
    if reset:
        emptied(home)
    elif not (home / STAMP).exists() and emptied(home):
        click.echo("  Lần trước chưa nạp xong dữ liệu thử; nạp lại từ đầu.")
    env = surroundings(os.environ, home, database)
    os.environ.clear()
    os.environ |= env

    import django  # late: the settings read the folder named just now

    django.setup()
    from chauphe.demo import stage  # late: needs Django's apps

    held = Ports()
    ports = [held.take(wanted) for wanted in (port, port + 1, port + 100)]  # two sites and the desk
    stage.prepare(home / STAMP, ports, say=lambda what: click.echo(f"  {what}"))
    if prepare_only:
        return
    with Crew() as crew:
        for slug, site_port in stage.site_ports(ports).items():
            crew.start(f"site {slug}", "site", "--board", slug, "--port", str(site_port))
        crew.start("desk", "desk", "--port", str(ports[-1]))
        crew.start("worker", "work")
        crew.wait_for(ports)
        tell([f"http://127.0.0.1:{each}/" for each in ports])
        click.echo(stage.box(ports, home))
        sys.stdout.flush()
        crew.watch()
    click.echo("\n  Đã dừng. Chạy lại “make demo” để tiếp tục từ chỗ này.")


def surroundings(given: Mapping[str, str], home: Path, database: str) -> dict[str, str]:
    """Return the environment to run in: nothing that this shell says of a real install is left of `given`."""
    # Whatever its name: each setting may also come from a file (NAME_FILE), and there will be more of them.
    ours = ("CHAUPHE_", "DATABASE_URL")
    env = {name: value for name, value in given.items() if not name.startswith(ours)}
    env |= {
        "CHAUPHE_HOME": str(home),
        "CHAUPHE_DEMO": "yes",
        "CHAUPHE_HTTPS": "no",
        "DJANGO_SETTINGS_MODULE": "chauphe.config.settings",
    }
    return env | ({"DATABASE_URL": database} if database else {})


def _demand_ours(home: Path, *, reset: bool) -> None:
    """Refuse a folder that is not a demonstration's before anything is written into it: a real install has its own."""
    if not home.exists() or any((home / mark).exists() for mark in (LOCK, STAMP)) or not any(home.iterdir()):
        return
    why = "nên không xóa" if reset else "nên không dùng. Hãy chọn một thư mục trống"
    raise Stopped(f"  {home} không phải thư mục của bản dùng thử {why}.")


def emptied(home: Path) -> bool:
    """Delete what is in the demonstration's folder but for the lock, which is held; say whether there was anything."""
    found = [path for path in home.iterdir() if path.name != LOCK]
    for path in found:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    return bool(found)
