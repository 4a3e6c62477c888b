"""Reads a site over HTTP, as its readers get it: each page in each of the encodings it is offered in.

Nothing but the one site is asked: a redirect to another host is refused, and an answer is cut off at its limit. Over
HTTP nobody can see files that nobody links to; that takes the directory.
"""

import hashlib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from http.client import HTTPException, HTTPMessage, HTTPResponse
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from chauphe.seal.layout import PAGE, SEALS, plain_name
from chauphe.seal.reader import BLOCK, CannotRead, Entry, Missing, NotOffered, TooLarge, Trouble

ENCODINGS = {".br": "br", ".gz": "gzip"}
LONGEST = 1 << 30
NOT_FOUND_PAGE = "404.html"
_GONE = (404, 410)


class Web:
    """Reads a site from its address (http or https); `timeout` in seconds for each step of a request."""

    lists = False

    def __init__(self, address: str, *, timeout: float = 20) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise CannotRead(Trouble.NOT_AN_ADDRESS, address)
        self._base = address.rstrip("/") + "/"
        self._timeout = timeout
        self._opener = build_opener(_SameHost())

    def read(self, path: str, limit: int) -> bytes:
        """Return a file's bytes as sent."""
        blocks, length = [], 0
        for block in self._blocks(path):
            blocks.append(block)
            length += len(block)
            if length > limit:
                raise TooLarge(path)
        return b"".join(blocks)

    def sha256(self, path: str) -> str:
        """Return the SHA-256 of a file, read block by block."""
        whole, length = hashlib.sha256(), 0
        for block in self._blocks(path):
            whole.update(block)
            length += len(block)
            if length > LONGEST:
                raise TooLarge(path)
        return whole.hexdigest()

    def walk(self) -> Iterator[Entry]:
        """Yield nothing: a web server does not say what it holds."""
        return iter(())

    def _blocks(self, path: str) -> Iterator[bytes]:
        plain, encoding = _asked(path)
        try:
            with self._answer(plain, encoding) as answer:
                sent = answer.headers.get("Content-Encoding", "identity").lower()
                if sent != encoding:
                    raise NotOffered(path) if plain != path else CannotRead(Trouble.ENCODED, path, sent)
                while block := answer.read(BLOCK):
                    yield block
        except (URLError, HTTPException, OSError) as error:
            raise CannotRead(Trouble.NETWORK, path, str(error)) from error

    def _answer(self, plain: str, encoding: str) -> AbstractContextManager[HTTPResponse | HTTPError]:
        # Readers ask for the folder; some servers redirect from its index file and some do not have it at all.
        shown = plain.removesuffix(PAGE) if plain.rpartition("/")[2] == PAGE else plain
        headers = {"Accept-Encoding": encoding, "User-Agent": "chauphe-verify", "Cache-Control": "no-cache"}
        request = Request(self._base + quote(shown), headers=headers)  # noqa: S310 -- the scheme was checked above
        try:
            answer: HTTPResponse = self._opener.open(request, timeout=self._timeout)
        except HTTPError as error:
            if error.code in _GONE and plain == NOT_FOUND_PAGE:
                return error
            error.close()
            if error.code in _GONE:
                raise Missing(plain) from error
            raise CannotRead(Trouble.ANSWER, plain, str(error.code)) from error
        return answer


class _SameHost(HTTPRedirectHandler):
    """Follows redirects within one host, and from http to https, and no others."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        old, new = urlsplit(req.full_url), urlsplit(newurl)
        upgraded = old.scheme == "http" and new.scheme == "https"
        if old.hostname != new.hostname or not (upgraded or (old.scheme, old.port) == (new.scheme, new.port)):
            raise CannotRead(Trouble.REDIRECTED, req.full_url, newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _asked(path: str) -> tuple[str, str]:
    """Return the file to ask for and the encoding in which it is this one."""
    plain = plain_name(path)
    if plain == path or path.startswith(SEALS):
        return path, "identity"
    return plain, ENCODINGS[path[len(plain) :]]
