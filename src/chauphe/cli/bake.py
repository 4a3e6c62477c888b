"""`chauphe bake`: bring sites up to the ledger, make them whole anew, check them, mend them.

Exit status 0: done, nothing wrong; 1: something is wrong or was refused, a line each; 2: it could not be done.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import click

from chauphe.cli.ready import demand_ready, load_django
from chauphe.cli.verify_texts import said, shown
from chauphe.seal.findings import Code

if TYPE_CHECKING:
    from chauphe.bake.services import Baked
    from chauphe.bake.trouble import Trouble
    from chauphe.bake.watch import Health
    from chauphe.people.models import Board


@click.command(help="Write the public site from the sealed snapshots: what is new, or with --all everything.")
@click.option("--board", "slugs", multiple=True, help="Only this board; may be given more than once.")
@click.option("--all", "whole", is_flag=True, help="Bake the whole site anew and switch to it.")
@click.option("--check", is_flag=True, help="Compare the live site, the ledger and the store; change nothing.")
@click.option("--repair", is_flag=True, help="Check, and make again what is damaged.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object a board.")
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", show_default=True, help="Language of the texts.")
@click.option("--quiet", "-q", is_flag=True, help="Write nothing if nothing is wrong.")
def bake(slugs: tuple[str, ...], whole: bool, check: bool, repair: bool, as_json: bool, lang: str, quiet: bool) -> None:
    """Do it for each board, and end with the worst status."""
    load_django(lang)
    demand_ready("baker", lang)
    os.umask(0o022)  # a site is for everybody, however little the shell lets others see
    from chauphe.bake.trouble import Trouble

    status = 0
    for board in _boards(slugs):
        try:
            told = _checked(board, repair=repair) if check or repair else _baked(board, whole=whole, quiet=quiet)
        except Trouble as trouble:
            told = {"status": 2, "lines": [trouble.said()]}
        status = max(status, told["status"])
        if as_json:
            click.echo(json.dumps({"board": board.slug, **told}, ensure_ascii=False))
        elif told["status"] or not quiet:
            for line in told["lines"]:
                click.echo(f"{board.slug}: {line}", err=told["status"] == 2)
    sys.exit(status)


def _baked(board: "Board", *, whole: bool, quiet: bool) -> dict[str, Any]:
    from django.utils import timezone
    from django.utils.translation import gettext

    from chauphe.bake import services

    if whole:
        with _progress(board.slug, quiet=quiet) as done:
            baked: Baked | None = services.bake_all(board, at=timezone.now(), done=done)
    else:
        baked = services.catch_up(board, at=timezone.now())
    if baked is None:
        return {"status": 0, "lines": [gettext("The site is up to date.")]}
    return _told(baked)


def _told(baked: "Baked") -> dict[str, Any]:
    from django.utils.translation import gettext

    facts = {field.name: getattr(baked, field.name) for field in fields(baked) if field.name != "refused"}
    counts = {name: shown(facts[name], _language()) for name in ("release", "items", "files")}
    done = gettext("Release %(release)s: %(items)s item pages, %(files)s files.") % counts
    refused = [_said(each) for each in baked.refused]
    return {"status": 1 if refused else 0, "lines": [*refused, done], **facts}


def _checked(board: "Board", *, repair: bool) -> dict[str, Any]:
    from django.utils import timezone
    from django.utils.translation import gettext

    from chauphe.bake import watch

    health = watch.check(board)
    lines = _findings(health)
    told: dict[str, Any] = {"status": 0 if health.ok else 1, "findings": list(lines)}
    if health.ok:
        counts = {name: shown(getattr(health.report.counts, name), _language()) for name in ("pages", "files")}
        lines = [gettext("Nothing found wrong: %(pages)s item pages, %(files)s files.") % counts]
    baked = watch.repair(board, health, at=timezone.now()) if repair else None
    if baked is not None:
        mended = _told(baked)
        lines += mended["lines"]
        told["status"] = max(mended["status"], 1 if health.ledger else 0)
        told["release"] = baked.release
    return told | {"lines": lines}


def _findings(health: "Health") -> list[str]:
    lang = _language()
    lines = [f"{each.path}: {said(each.code, lang, each.details)}" for each in health.report.findings]
    return lines + [_said(trouble) for trouble in health.ledger]


def _said(trouble: "Trouble") -> str:
    """Say what is wrong; where acts are no lawful way, why not."""
    code = trouble.particulars.get("code")
    details = trouble.particulars.get("details")
    why = f": {said(code, _language(), details)}" if isinstance(code, Code) and isinstance(details, dict) else ""
    return trouble.said() + why


def _language() -> str:
    from django.utils.translation import get_language

    return "en" if get_language() == "en" else "vi"


@contextmanager
def _progress(name: str, *, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """Show a bar where somebody looks on; elsewhere nothing."""
    if quiet or not sys.stderr.isatty():
        yield lambda _items, _total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(name, total=None)
        yield lambda items, total: progress.update(task, completed=items, total=total)


def _boards(slugs: tuple[str, ...]) -> "list[Board]":
    from chauphe.people.models import Board

    found = {board.slug: board for board in Board.objects.order_by("slug")}
    for slug in slugs:
        if slug not in found:
            raise click.UsageError(f"--board {slug}: {', '.join(found) or '–'}")
    return [found[slug] for slug in slugs] if slugs else list(found.values())
