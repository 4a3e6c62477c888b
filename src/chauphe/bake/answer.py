"""How a baked site is served: which file answers a request, in which form, under which headers.

Knows a directory and nothing else: no Django, no database, no key. What may be asked for is what the baker can write,
letter by letter; everything else is not there. The rules are those of ops/nginx, so that both serve the same.
"""

import hashlib
import os
import re
import stat
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from chauphe.bake.media import CACHED, SECURITY, cache_control, packable, type_of

Headers = list[tuple[str, str]]
Header = Callable[[str], str | None]

_PATH = re.compile(r"/(?:\.well-known/)?(?:[A-Za-z0-9_][A-Za-z0-9._-]*/)*(?:[A-Za-z0-9_][A-Za-z0-9._-]*)?")
_PACKED = (".br", ".gz")
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_FORMS = {"br": ".br", "gzip": ".gz"}
NOT_FOUND = "/404.html"


@dataclass(slots=True)
class Answer:
    """What to send: a status, headers, and the bytes, or the file that they are in with the part that is wanted."""

    status: int
    headers: Headers
    body: bytes = b""
    file: str | None = None
    part: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a file, as it was when it was last looked at; `data` is None where it is too large to keep."""

    seen: tuple[int, int, int]
    etag: str
    size: int
    headers: Headers
    data: bytes | None
    file: str


@dataclass(slots=True)
class Shop:
    """Answers requests for one site; keeps what is asked for in memory, and looks each time whether it has changed."""

    root: str
    room: int = 64 * 1024 * 1024
    _forms: OrderedDict[str, Form] = field(default_factory=OrderedDict)
    _taken: int = 0
    _accepted: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def answer(self, method: str, path: str, query: str, header: Header) -> Answer:
        """Answer a request by its decoded path; `header` gives a header of the request by its name."""
        if method not in ("GET", "HEAD"):
            return Answer(405, [("allow", "GET, HEAD"), *SECURITY])
        order = self._order(header("accept-encoding") or "")
        form = self._form(path, order) if _PATH.fullmatch(path) else None
        if form is None:
            return self._other(path, query, order)
        known = header("if-none-match")
        if known is not None and (form.etag in known or known == "*"):
            return Answer(304, form.headers)
        part = header("range")
        if part is not None and header("if-range") in (None, form.etag):
            return _partly(self._form(path, ("",)) or form, part)
        return _whole(form)

    def _other(self, path: str, query: str, order: tuple[str, ...]) -> Answer:
        """Lead on from a folder without its slash; otherwise say that there is nothing."""
        if _PATH.fullmatch(path) and not path.endswith("/") and self._look(f"{path}/index.html", ""):
            where = f"{path}/?{query}" if query and query.isascii() and query.isprintable() else f"{path}/"
            return Answer(301, [("location", where), *SECURITY])
        form = self._form(NOT_FOUND, order, hidden=True)
        if form is None or form.data is None:
            return Answer(404, [("content-type", "text/plain"), *SECURITY], b"404\n")
        return Answer(404, [each for each in form.headers if each[0] != "etag"], form.data)

    def _form(self, path: str, order: tuple[str, ...], *, hidden: bool = False) -> Form | None:
        """Return the best form of a file that there is."""
        if path.endswith(_PACKED) or (path == NOT_FOUND and not hidden):
            return None
        name = f"{path}index.html" if path.endswith("/") else path
        for encoding in order if packable(name) else ("",):
            form = self._look(name, encoding)
            if form is not None:
                return form
        return None

    def _look(self, name: str, encoding: str) -> Form | None:
        file = self.root + name + _FORMS.get(encoding, "")
        try:
            found = os.stat(file)  # noqa: PTH116  a Path costs more than the look
        except OSError:
            self._forget(file)
            return None
        held = self._forms.get(file)
        if held is not None and held.seen == (found.st_mtime_ns, found.st_ino, found.st_size):
            self._forms.move_to_end(file)
            return held
        self._forget(file)
        return self._load(file, name, encoding)

    def _load(self, file: str, name: str, encoding: str) -> Form | None:
        # A link that leads out of the site, be it a folder on the way, serves nothing.
        if not os.path.realpath(file).startswith(os.path.realpath(self.root) + "/"):
            return None
        try:
            handle = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError:
            return None
        try:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                return None
            data = os.read(handle, found.st_size + 1) if found.st_size <= CACHED else None
        finally:
            os.close(handle)
        form = _made(file, name, encoding, found, data)
        self._keep(form)
        return form

    def _keep(self, form: Form) -> None:
        self._forms[form.file] = form
        self._taken += len(form.data or b"")
        while self._taken > self.room:
            self._forget(next(iter(self._forms)))

    def _forget(self, file: str) -> None:
        form = self._forms.pop(file, None)
        if form is not None:
            self._taken -= len(form.data or b"")

    def _order(self, accept: str) -> tuple[str, ...]:
        """Return the encodings that a reader takes, the smallest first."""
        if accept not in self._accepted:
            if len(self._accepted) > 256:
                self._accepted.clear()
            self._accepted[accept] = _order_of(accept)
        return self._accepted[accept]


def _made(file: str, name: str, encoding: str, found: os.stat_result, data: bytes | None) -> Form:
    mark = hashlib.sha256(data).hexdigest()[:20] if data is not None else f"{found.st_mtime_ns:x}-{found.st_size:x}"
    etag = f'"{mark}"'
    headers = [("content-type", type_of(name)), ("cache-control", cache_control(name)), ("etag", etag), *SECURITY]
    if packable(name):
        headers.append(("vary", "accept-encoding"))
    if encoding:
        headers.append(("content-encoding", encoding))
    else:
        headers.append(("accept-ranges", "bytes"))
    return Form((found.st_mtime_ns, found.st_ino, found.st_size), etag, found.st_size, headers, data, file)


def _whole(form: Form) -> Answer:
    if form.data is not None:
        return Answer(200, form.headers, form.data)
    return Answer(200, [*form.headers, ("content-length", str(form.size))], file=form.file)


def _partly(form: Form, part: str) -> Answer:
    """Answer a request for one part of a file as it lies there; several parts are answered with the whole."""
    found = _RANGE.fullmatch(part.strip())
    if found is None or found[0] == "bytes=-":
        return _whole(form)
    if found[1]:
        start, end = int(found[1]), min(int(found[2]) if found[2] else form.size - 1, form.size - 1)
    else:
        start, end = max(0, form.size - int(found[2])), form.size - 1
    if start > end or start >= form.size:
        return Answer(416, [("content-range", f"bytes */{form.size}"), *SECURITY])
    headers = [*form.headers, ("content-range", f"bytes {start}-{end}/{form.size}")]
    if form.data is not None:
        return Answer(206, headers, form.data[start : end + 1])
    headers.append(("content-length", str(end + 1 - start)))
    return Answer(206, headers, file=form.file, part=(start, end + 1))


def _order_of(accept: str) -> tuple[str, ...]:
    refused: set[str] = set()
    taken: set[str] = set()
    for each in accept.lower().split(","):
        name, _, rest = each.partition(";")
        weight = rest.replace(" ", "").removeprefix("q=")
        zero = bool(weight) and weight.strip("0.") == ""
        (refused if zero else taken).add(name.strip())
    names = [name for name in _FORMS if name in taken or ("*" in taken and name not in refused)]
    return (*names, "")
