"""`chauphe work`: publish what is due, and keep every board's site up to its ledger, until stopped."""

import os
import signal
from types import FrameType
from typing import NoReturn

import click

from chauphe.cli.parent import follow_starter
from chauphe.cli.ready import demand_ready, load_django

PATIENCE = 5.0
"""Seconds that a bake may take to its end once somebody wants to stop; a site is never left half changed by it."""


@click.command(help="Publish what is due and bring every board's site up to its ledger, until stopped.")
def work() -> None:
    """Go round until SIGTERM or Ctrl-C; what is being swapped in is swapped in to the end."""
    follow_starter()
    load_django()
    demand_ready("baker")
    os.umask(0o022)  # a site is for everybody, however little the shell lets others see
    from chauphe.bake.duty import Watchman

    stop = _Stop()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop.ask)
    signal.signal(signal.SIGALRM, stop.insist)
    Watchman().run(lambda: stop.asked)


class _Stop:
    """Remembers that somebody wants to stop, and loses patience after a while."""

    asked = False

    def ask(self, _number: int, _frame: FrameType | None) -> None:
        self.asked = True
        signal.setitimer(signal.ITIMER_REAL, PATIENCE)

    def insist(self, _number: int, _frame: FrameType | None) -> NoReturn:
        raise SystemExit(0)
