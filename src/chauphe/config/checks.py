"""What must be in order before the desk, the worker or the baker starts on an install (invariants 1 and 4).

Django's own kind of check, so that `chauphe manage check --deploy --database default` and the commands that start
something ask the same questions. They are of deployment: a command that puts things right, as `migrate` does, is never
stopped by what it is to put right. The desk is not asked for what the baker alone may do: it writes no site and reads
no key.
"""

import os
import stat
from collections.abc import Iterable, Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Caution
from django.db import DatabaseError, connections
from django.db.migrations.exceptions import BadMigrationError, InconsistentMigrationHistory
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from chauphe.bake import keys
from chauphe.bake.trouble import NoKey
from chauphe.ledger import guard
from chauphe.people.models import Board

READY, DESK, BAKER = "chauphe", "chauphe.desk", "chauphe.baker"
"""The tags: what concerns every command that starts something, the desk alone, the baker and the worker alone."""

SHORTEST_SECRET, FEWEST_LETTERS = 50, 5
"""Django's own measure of a secret key."""

MIGRATE = "chauphe manage migrate"


@register(READY, Tags.database, deploy=True)
def database(databases: Iterable[str] | None = None, **_given: Any) -> list[CheckMessage]:
    """Look for tables not made and seals taken off; nothing unless a database is named."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        try:
            found += _tables(alias) or list(_seals(alias))
        except DatabaseError as error:
            told = _("The database cannot be read: %(error)s") % {"error": error}
            found.append(Error(told, hint=_("Look at DATABASE_URL, and whether the database runs."), id="chauphe.E001"))
    return found


def _tables(alias: str) -> list[CheckMessage]:
    """Say whether the tables are those of another version."""
    executor = MigrationExecutor(connections[alias])
    try:
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        executor.loader.check_consistent_history(connections[alias])
    except (BadMigrationError, InconsistentMigrationHistory) as error:
        return [Error(str(error), id="chauphe.E002")]
    if not plan:
        return []
    told = _("The tables are not those of this version: %(count)s steps are still to be taken.") % {"count": len(plan)}
    return [Error(told, hint=_("Run: %(command)s") % {"command": MIGRATE}, id="chauphe.E002")]


def _seals(alias: str) -> Iterator[CheckMessage]:
    """Name the tables that anybody could rewrite."""
    for table in guard.missing(connections[alias]):
        told = _("Table %(table)s is not protected: its rows could be changed or deleted.") % {"table": table}
        hint = _("Find out who took the triggers off, compare with a backup, then run: %(command)s")
        yield Error(told, hint=hint % {"command": MIGRATE}, id="chauphe.E003")


@register(BAKER, Tags.database, deploy=True)
def signing(databases: Iterable[str] | None = None, **_given: Any) -> list[CheckMessage]:
    """Name the boards whose site cannot be signed; those of the others are no worse for it."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        try:
            boards = list(Board.objects.using(alias).filter(is_demo=False).order_by("slug"))
        except DatabaseError:
            continue  # said by `database`
        found += [no for board in boards if (no := _unsigned(board)) is not None]
    return found


def _unsigned(board: Board) -> CheckMessage | None:
    try:
        keys.signer_of(board)
    except (NoKey, OSError) as error:
        why = error.said() if isinstance(error, NoKey) else error
        told = _("The site of %(board)s cannot be signed: %(why)s") % {"board": board.slug, "why": why}
        return Caution(told, id="chauphe.W001")
    return None


@register(READY, deploy=True)
def home(**_given: Any) -> list[CheckMessage]:
    """Look for a folder that cannot be written, and for secrets that others may read."""
    return [*_unwritable(settings.HOME), *_open_secrets(Path(settings.KEYS))]


@register(DESK, deploy=True)
def store(**_given: Any) -> list[CheckMessage]:
    """Look whether uploads can be kept."""
    return list(_unwritable(settings.STORE))


@register(BAKER, deploy=True)
def sites(**_given: Any) -> list[CheckMessage]:
    """Look whether sites can be written."""
    return list(_unwritable(settings.SITES))


def _unwritable(folder: Path) -> Iterator[CheckMessage]:
    if not _writable(Path(folder)):
        told = _("%(folder)s cannot be written by this user.") % {"folder": folder}
        yield Error(told, hint=_("Give the folder to the user that runs chauphe."), id="chauphe.E004")


def _writable(folder: Path) -> bool:
    """Say whether files can be made there; what does not exist yet has to be makeable."""
    there = next(each for each in (folder, *folder.parents) if each.exists())
    return there.is_dir() and os.access(there, os.W_OK | os.X_OK)


def _open_secrets(folder: Path) -> Iterator[CheckMessage]:
    try:
        files = [each for each in sorted(folder.iterdir()) if each.is_file()] if folder.is_dir() else []
    except PermissionError:
        return  # out of this process's reach, as it should be for the desk
    wrong = [(each, "600") for each in files if stat.S_IMODE(each.stat().st_mode) & 0o077]
    if files and stat.S_IMODE(folder.stat().st_mode) & 0o022:
        wrong.append((folder, "700"))
    for path, mode in wrong:
        told = _("%(path)s is open to other users of this machine.") % {"path": path}
        hint = _("Run: %(command)s") % {"command": f"chmod {mode} {path}"}
        yield Error(told, hint=hint, id="chauphe.E005")


@register(READY, deploy=True)
def secret(**_given: Any) -> list[CheckMessage]:
    """Refuse a secret key that could be guessed: whoever knows it can sign in as anybody."""
    key = settings.SECRET_KEY
    if len(key) >= SHORTEST_SECRET and len(set(key)) >= FEWEST_LETTERS:
        return []
    told = _("The secret key can be guessed: it has to have %(count)s characters or more.") % {"count": SHORTEST_SECRET}
    hint = _("Take CHAUPHE_SECRET_KEY away: a good one is made and kept at the first start.")
    return [Error(told, hint=hint, id="chauphe.E007")]


@register(READY, deploy=True)
def exposure(**_given: Any) -> list[CheckMessage]:
    """Refuse to show a demonstration, or the inside of an error, to other machines."""
    abroad = _abroad()
    names = {"CHAUPHE_DEMO": settings.DEMO, "CHAUPHE_DEBUG": settings.DEBUG}
    return [
        Error(
            _("%(name)s is for this machine alone, and the desk would answer at %(place)s.")
            % {"name": name, "place": ", ".join(abroad)},
            hint=_("Take %(name)s away, or leave CHAUPHE_BIND and CHAUPHE_HOSTS as they are by default.")
            % {"name": name},
            id="chauphe.E006",
        )
        for name, wanted in names.items()
        if wanted and abroad
    ]


@register(READY, deploy=True)
def privacy(**_given: Any) -> list[CheckMessage]:
    """Warn where another user of the machine could read drafts, uploads or the hashes of passwords."""
    database = settings.DATABASES["default"]
    lite = [Path(database["NAME"])] if database["ENGINE"].endswith("sqlite3") else []
    found = [path for path in (*lite, Path(settings.STORE)) if _abroad() and _others_reach(path)]
    return [
        Caution(
            _("%(path)s is open to other users of this machine.") % {"path": path},
            hint=_("Run: %(command)s") % {"command": f"chmod go-rwx {path}"},
            id="chauphe.W004",
        )
        for path in found
    ]


def _others_reach(path: Path) -> bool:
    """Say whether a user who is nobody here could read this, by its mode and by those of the folders above."""
    try:
        above = all(stat.S_IMODE(each.stat().st_mode) & 0o001 for each in path.parents)
        return above and bool(stat.S_IMODE(path.stat().st_mode) & 0o004)
    except OSError:
        return False


@register(DESK, deploy=True)
def transport(**_given: Any) -> list[CheckMessage]:
    """Warn where passwords would travel readable, and where the desk would send every reader in a circle."""
    if not _abroad():
        return []
    if not settings.SESSION_COOKIE_SECURE:
        told = _("The desk is open to other machines without HTTPS: passwords can be read on the way.")
        return [Caution(told, hint=_("Put nginx in front of it (ops/nginx/desk.conf)."), id="chauphe.W002")]
    if settings.SECURE_SSL_REDIRECT and not settings.SECURE_PROXY_SSL_HEADER:
        told = _("The desk asks for HTTPS, which nginx speaks for it, but is not told of nginx.")
        return [Caution(told, hint=_("Set CHAUPHE_BEHIND_PROXY=yes."), id="chauphe.W003")]
    return []


def _abroad() -> list[str]:
    """Return the names under which the desk answers other machines."""
    return [each for each in (settings.BIND, *settings.ALLOWED_HOSTS) if not _loopback(each)]


def _loopback(place: str) -> bool:
    try:
        return ip_address(place.strip("[]")).is_loopback
    except ValueError:
        return place == "localhost"
