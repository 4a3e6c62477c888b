"""The embedded server of the public site: granian's RSGI in front of `answer`, one site a process.

Started by `chauphe site`; the site's folder comes in the environment, and who started it, and nothing else does.
"""

import os
import threading
import time
from typing import TYPE_CHECKING

from chauphe.bake.answer import Shop

if TYPE_CHECKING:
    from granian._granian import RSGIHTTPProtocol as Protocol
    from granian.rsgi import Scope

ROOT = "CHAUPHE_SITE_ROOT"
PARENT = "CHAUPHE_SITE_PARENT"
LOOK_EVERY = 1.0
"""Seconds between two looks whether the process that started this one still lives."""


class Server:
    """The RSGI application."""

    def __init__(self, root: str) -> None:
        self.shop = Shop(root)

    async def __rsgi__(self, scope: "Scope", proto: "Protocol") -> None:
        """Answer one request."""
        answer = self.shop.answer(scope.method, scope.path, scope.query_string, scope.headers.get)
        if answer.file is None:
            proto.response_bytes(answer.status, answer.headers, answer.body)
        elif answer.part is None:
            proto.response_file(answer.status, answer.headers, answer.file)
        else:
            proto.response_file_range(answer.status, answer.headers, answer.file, *answer.part)


def make() -> Server:
    """Make the application in a worker process, which ends when the process that started it does."""
    threading.Thread(target=_end_after, args=(int(os.environ[PARENT]),), daemon=True).start()
    return Server(os.environ[ROOT])


def _end_after(parent: int) -> None:
    """End this process at once when its parent is gone; otherwise it would hold the port and answer for ever."""
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY)
    os._exit(1)
