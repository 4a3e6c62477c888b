"""`chauphe keys`: make a board's signing key, or show its public half."""

import click

from chauphe.cli.boards import find_board
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

    try:
        signer = files.make(find_board(board))
    except FileExistsError as error:
        raise click.ClickException(f"{error.filename} đã có từ trước. Khóa không bao giờ bị thay.") from None
    click.echo(signer.verifier.text())


@keys.command(help="Show the public key of BOARD.")
@click.argument("board")
def show(board: str) -> None:
    """Print the public half."""
    from chauphe.bake import keys as files
    from chauphe.bake.trouble import NoKey

    try:
        click.echo(files.signer_of(find_board(board)).verifier.text())
    except NoKey as error:
        raise click.ClickException(error.said()) from None
