"""`chauphe desk`: serve the board's desk."""

import os

import click


@click.command(help="Serve the board's desk.")
@click.option("--bind", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8100, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 32), help="Processes.")
def desk(bind: str, port: int, workers: int) -> None:
    """Run the desk under granian until it is stopped."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chauphe.config.settings")
    Server(
        "chauphe.config.wsgi:application",
        address=bind,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        log_access=False,
        log_level=LogLevels.warning,
    ).serve()
