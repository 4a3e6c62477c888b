"""Find the board that a command is about."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from chauphe.people.models import Board


def find_board(slug: str) -> "Board":
    """Return the board called `slug`; raises ClickException with those that there are."""
    from chauphe.people.models import Board

    found = {each.slug: each for each in Board.objects.order_by("slug")}
    if slug not in found:
        raise click.ClickException(f"Không có Ban biên tập “{slug}”. Hiện có: {', '.join(found) or '–'}.")
    return found[slug]
