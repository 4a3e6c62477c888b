"""The key by which a board's log and manifest are signed; nobody reads it but the baker.

One Ed25519 key a board, in the C2SP text form, readable by the baker's own user alone. Its public half stands on the
site and is what an inspector keeps.
"""

import os
import secrets
import stat
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_noop as N_

from chauphe.bake.trouble import NoKey
from chauphe.people.models import Board
from chauphe.seal.note import NoteError, Signer


def path_of(board: Board) -> Path:
    """Return where a board's key lies."""
    return Path(settings.KEYS) / f"{board.slug}.key"


def make(board: Board) -> Signer:
    """Make a board's key; raises FileExistsError where there is one, for nothing could replace it."""
    signer = Signer(board.origin, secrets.token_bytes(32))
    path = path_of(board)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(signer.text() + "\n")
        out.flush()
        os.fsync(out.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return signer


def signer_of(board: Board) -> Signer:
    """Read a board's key; a demonstration makes it on first use. Raises NoKey."""
    path = path_of(board)
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        if board.is_demo:
            return make(board)
        missing = N_("%(path)s is missing; make it once with: chauphe keys make %(board)s")
        raise NoKey(missing, path=path, board=board.slug) from None
    if stat.S_IMODE(mode) & 0o077:
        raise NoKey(N_("%(path)s may be read by others; it has to be 0600"), path=path)
    try:
        signer = Signer.parse(path.read_text("ascii"))
    except (NoteError, UnicodeDecodeError) as error:
        raise NoKey(N_("%(path)s is not a key (%(error)s)"), path=path, error=error) from error
    if signer.name != board.origin:
        other = N_("%(path)s is the key of %(name)s, not of %(origin)s")
        raise NoKey(other, path=path, name=signer.name, origin=board.origin)
    return signer
