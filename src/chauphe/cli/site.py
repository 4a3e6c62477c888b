"""`chauphe site`: serve a baked site, and nothing but its files; no database, no key, no Django."""

import os
import socket
from pathlib import Path

import click

from chauphe.bake.server import PARENT, ROOT
from chauphe.config import env

PATIENCE = 3
"""Seconds that readers may take to the end of their requests once somebody wants to stop; then they are cut off."""


@click.command(help="Serve a baked site: only its files, neither database nor key.")
@click.option("--board", help="The board whose site it is; may be left out where there is one only.")
@click.option("--root", type=click.Path(path_type=Path, file_okay=False), help="Serve this folder instead.")
@click.option("--bind", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 32), help="Processes.")
@click.option("--log", is_flag=True, help="Write a line for every request.")
def site(board: str | None, root: Path | None, bind: str, port: int, workers: int, log: bool) -> None:
    """Run the embedded server until it is stopped."""
    from granian.constants import HTTPModes, Interfaces, RuntimeModes
    from granian.log import LogLevels
    from granian.server import Server

    _demand_free(bind, port)
    os.environ[ROOT] = str(root.absolute() if root else _root_of(board))
    os.environ[PARENT] = str(os.getpid())
    Server(
        "chauphe.bake.server:make",
        factory=True,
        address=bind,
        port=port,
        interface=Interfaces.RSGI,
        workers=workers,
        runtime_mode=RuntimeModes.mt,
        http=HTTPModes.http1,
        websockets=False,
        respawn_failed_workers=True,
        # Without it, one reader that stops reading keeps the server from stopping as long as it likes.
        workers_kill_timeout=PATIENCE,
        log_access=log,
        log_level=LogLevels.info if log else LogLevels.warning,
    ).serve()


def _demand_free(bind: str, port: int) -> None:
    """Refuse a port that somebody has: workers share theirs, so two sites on one would answer by turns."""
    with socket.socket(socket.AF_INET6 if ":" in bind else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except OSError as error:
            raise click.ClickException(f"{bind}:{port}: {error.strerror}") from error


def _root_of(board: str | None) -> Path:
    """Find the site to serve; it need not be baked yet, and may be baked anew while it is served."""
    sites = env.folder("CHAUPHE_SITES", str(env.folder("CHAUPHE_HOME", "var/chauphe") / "site"))
    if board:
        return sites / board
    found = sorted(path.name for path in sites.glob("[!.]*")) if sites.is_dir() else []
    if len(found) != 1:
        raise click.UsageError(f"{sites}: {', '.join(found) or '–'}. Say which one with --board.")
    return sites / found[0]
