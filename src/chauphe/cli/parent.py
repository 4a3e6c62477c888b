"""End with the process that started this one, whatever ended it: one that was killed could tell nobody.

Looking at who the parent is works on every Unix; Linux' own signal for it would come when a mere thread of the parent
ends. A process that was not told whom to follow, as one that systemd starts, follows nobody.
"""

import os
import signal
import threading
import time
from collections.abc import Callable
from functools import partial

STARTER = "CHAUPHE_STARTER"
"""Variable with the process id of who started this process and wants it to end along."""
LOOK_EVERY = 0.5
"""Seconds between two looks whether the parent is still there."""


def follow(parent: int, end: Callable[[], object]) -> None:
    """Call `end`, in a thread, as soon as this process is no longer a child of `parent`."""
    threading.Thread(target=_watch, args=(parent, end), daemon=True).start()


def follow_starter() -> None:
    """Stop as if told to once the process named in `STARTER` is gone; children of this one do not see the name."""
    starter = os.environ.pop(STARTER, "")
    if starter:
        follow(int(starter), partial(os.kill, os.getpid(), signal.SIGTERM))


def _watch(parent: int, end: Callable[[], object]) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY)
    end()
