"""Serve an application under granian so that it ends within seconds of being told to, and leaves no worker behind.

The desk and the sites are served by this and by nothing else.
"""

import errno
import os
import socket
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from chauphe.cli.parent import follow, follow_starter

if TYPE_CHECKING:
    from granian.constants import Interfaces

PATIENCE = 3
"""Seconds that readers may take to the end of their requests once somebody wants to stop; then they are cut off."""


def serve(
    load: Callable[[], Any], interface: "Interfaces", *, bind: str, port: int, log: bool = False, **more: Any
) -> None:
    """Serve what `load` gives in each worker until stopped; `more` goes to granian as it stands."""
    from granian.log import LogLevels
    from granian.server import Server

    _demand_free(bind, port)
    follow_starter()
    server = Server(
        "chauphe",
        interface=interface,
        address=bind,
        port=port,
        respawn_failed_workers=True,
        # Without it, one reader that stops reading keeps the server from stopping as long as it likes.
        workers_kill_timeout=PATIENCE,
        log_access=log,
        log_level=LogLevels.info if log else LogLevels.warning,
        **more,
    )
    server.serve(target_loader=partial(_in_worker, os.getpid(), load), wrap_loader=False)


def _in_worker(server: int, load: Callable[[], Any]) -> Any:
    """Load the application in a worker, which ends at once with its server; else it would answer for ever."""
    follow(server, partial(os._exit, 1))
    return load()


def _demand_free(bind: str, port: int) -> None:
    """Refuse a port that somebody has: workers share theirs, so two servers on one would answer by turns."""
    with socket.socket(socket.AF_INET6 if ":" in bind else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            why = "đã có chương trình khác dùng cổng này." if taken else error.strerror
            raise click.ClickException(f"{bind}:{port}: {why}") from error
