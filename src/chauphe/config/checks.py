"""What must be in order before the desk, the worker or the baker starts on an install (invariants 1 and 4).

Django's own kind of check, so that `chauphe manage check --deploy --database default` and the commands that start
something ask the same questions. They are of deployment: a command that puts things right, as `migrate` does, is never
stopped by what it is to put right.
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

READY = "chauphe"
"""The tag of all of these."""

MIGRATE = "chauphe manage migrate"


@register(READY, Tags.database, deploy=True)
def database(databases: Iterable[str] | None = None, **_given: Any) -> list[CheckMessage]:
    """Look for tables not made, seals taken off and boards without a key; nothing unless a database is named."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        try:
            found += _tables(alias) or [*_seals(alias), *_boards(alias)]
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


def _boards(alias: str) -> Iterator[CheckMessage]:
    """Name the boards whose site cannot be signed; the desks of the others are no worse for it."""
    for board in Board.objects.using(alias).filter(is_demo=False).order_by("slug"):
        try:
            keys.signer_of(board)
        except NoKey as error:
            told = _("The site of %(board)s cannot be signed: %(why)s") % {"board": board.slug, "why": error.said()}
            yield Caution(told, id="chauphe.W001")
        except OSError as error:
            told = _("The site of %(board)s cannot be signed: %(why)s") % {"board": board.slug, "why": error}
            yield Caution(told, id="chauphe.W001")


@register(READY, deploy=True)
def folders(**_given: Any) -> list[CheckMessage]:
    """Look for folders that cannot be written, and for secrets that others may read."""
    found: list[CheckMessage] = []
    for folder in dict.fromkeys((settings.HOME, settings.STORE, settings.SITES, settings.KEYS)):
        if not _writable(Path(folder)):
            told = _("%(folder)s cannot be written by this user.") % {"folder": folder}
            hint = _("Give the folder to the user that runs chauphe.")
            found.append(Error(told, hint=hint, id="chauphe.E004"))
    return found + list(_open_secrets(Path(settings.KEYS)))


def _writable(folder: Path) -> bool:
    """Say whether files can be made there; what does not exist yet has to be makeable."""
    there = next(each for each in (folder, *folder.parents) if each.exists())
    return there.is_dir() and os.access(there, os.W_OK | os.X_OK)


def _open_secrets(folder: Path) -> Iterator[CheckMessage]:
    try:
        files = [each for each in sorted(folder.iterdir()) if each.is_file()] if folder.is_dir() else []
    except PermissionError:
        return  # said above: it cannot be written either
    wrong = [(each, "600") for each in files if stat.S_IMODE(each.stat().st_mode) & 0o077]
    if files and stat.S_IMODE(folder.stat().st_mode) & 0o022:
        wrong.append((folder, "700"))
    for path, mode in wrong:
        told = _("%(path)s is open to other users of this machine.") % {"path": path}
        hint = _("Run: %(command)s") % {"command": f"chmod {mode} {path}"}
        yield Error(told, hint=hint, id="chauphe.E005")


@register(READY, deploy=True)
def exposure(**_given: Any) -> list[CheckMessage]:
    """Refuse to show a demonstration, or the inside of an error, to other machines."""
    if _loopback(settings.BIND):
        return []
    names = {"CHAUPHE_DEMO": settings.DEMO, "CHAUPHE_DEBUG": settings.DEBUG}
    return [
        Error(
            _("%(name)s is for this machine alone, and the desk would listen on %(bind)s.")
            % {"name": name, "bind": settings.BIND},
            hint=_("Take %(name)s away, or listen on 127.0.0.1.") % {"name": name},
            id="chauphe.E006",
        )
        for name, wanted in names.items()
        if wanted
    ]


def _loopback(bind: str) -> bool:
    try:
        return ip_address(bind.strip("[]")).is_loopback
    except ValueError:
        return bind == "localhost"
