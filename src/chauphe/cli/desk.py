"""`chauphe desk`: serve the board's desk."""

import os
from functools import partial
from pkgutil import resolve_name

import click

from chauphe.cli.ready import demand_ready, load_django
from chauphe.cli.serving import serve

APPLICATION = "chauphe.config.wsgi:application"


@click.command(help="Serve the board's desk.")
@click.option("--bind", default="127.0.0.1", envvar="CHAUPHE_BIND", show_default=True, help="Address to listen on.")
@click.option("--port", default=8100, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 32), help="Processes.")
def desk(bind: str, port: int, workers: int) -> None:
    """Run the desk under granian until it is stopped."""
    from django.db import connections
    from granian.constants import Interfaces

    os.environ["CHAUPHE_BIND"] = bind  # the settings read it, and refuse what may not be shown there
    load_django()
    demand_ready("desk")
    connections.close_all()
    serve(
        partial(resolve_name, APPLICATION), Interfaces.WSGI, bind=bind, port=port, workers=workers, blocking_threads=4
    )
