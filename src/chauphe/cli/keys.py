"""`chauphe keys`: make a board's signing key, or show its public half."""

import click

from chauphe.cli.ready import load_django


@click.group(help="Make a board's signing key, or show its public half.")
def keys() -> None:
    """Load Django for both subcommands."""
    load_django()


@keys.command(help="Make the key of BOARD, once and for all.")
@click.argument("board")
def make(board: str) -> None:
    """Make a key and print the public half, which inspectors keep."""
    from chauphe.bake import keys as files
    from chauphe.people.models import Board

    try:
        signer = files.make(Board.objects.get(slug=board))
    except Board.DoesNotExist:
        raise click.ClickException(f"{board}: no such board") from None
    except FileExistsError as error:
        raise click.ClickException(f"{error.filename}: there is a key already, and it is never replaced") from None
    click.echo(signer.verifier.text())


@keys.command(help="Show the public key of BOARD.")
@click.argument("board")
def show(board: str) -> None:
    """Print the public half."""
    from chauphe.bake import keys as files
    from chauphe.bake.trouble import NoKey
    from chauphe.people.models import Board

    try:
        click.echo(files.signer_of(Board.objects.get(slug=board)).verifier.text())
    except Board.DoesNotExist:
        raise click.ClickException(f"{board}: no such board") from None
    except NoKey as error:
        raise click.ClickException(error.said()) from None
