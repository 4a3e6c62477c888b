"""The embedded server of the public site: granian's RSGI in front of `answer`, one site a process.

Started by `chauphe site`, which names the site's folder; nothing else is known here.
"""

from typing import TYPE_CHECKING

from chauphe.bake.answer import Shop

if TYPE_CHECKING:
    from granian._granian import RSGIHTTPProtocol as Protocol
    from granian.rsgi import Scope


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
