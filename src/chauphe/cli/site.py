"""`chauphe site`: serve a baked site, and nothing but its files; no database, no key, no Django."""

from functools import partial
from pathlib import Path

import click

from chauphe.bake.server import Server
from chauphe.cli.serving import serve
from chauphe.config import env


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

    folder = root.absolute() if root else _root_of(board)
    serve(
        partial(Server, str(folder)),
        Interfaces.RSGI,
        bind=bind,
        port=port,
        workers=workers,
        log=log,
        runtime_mode=RuntimeModes.mt,
        http=HTTPModes.http1,
        websockets=False,
    )


def _root_of(board: str | None) -> Path:
    """Find the site to serve; it need not be baked yet, and may be baked anew while it is served."""
    sites = env.folder("CHAUPHE_SITES", str(env.folder("CHAUPHE_HOME", "var/chauphe") / "site"))
    if board:
        return sites / board
    found = sorted(path.name for path in sites.glob("[!.]*")) if sites.is_dir() else []
    if len(found) != 1:
        raise click.UsageError(f"{sites}: {', '.join(found) or '–'}. Hãy nêu rõ bằng --board.")
    return sites / found[0]
