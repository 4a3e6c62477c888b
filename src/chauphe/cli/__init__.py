"""The command line `chauphe`: a table of subcommands, each loaded only when it is called.

Loading late is what lets `chauphe verify` run without Django, on an inspector's machine that has none.
"""

from importlib import import_module

import click

from chauphe import __version__

# name → (where it is, what it does)
COMMANDS = {
    "regulation": (
        "chauphe.cli.regulation:regulation",
        "Check, show or describe the regulation that the board runs on.",
    ),
    "verify": ("chauphe.cli.verify:verify", "Prove that a site is what its board approved; needs no database."),
    "bake": ("chauphe.cli.bake:bake", "Write the public site from the sealed snapshots."),
    "board": ("chauphe.cli.board:board", "Found a board, and keep who sits on it and who can sign in."),
    "keys": ("chauphe.cli.keys:keys", "Make a board's signing key, or show its public half."),
    "work": ("chauphe.cli.work:work", "Bring every board's site up to its ledger, until stopped."),
    "site": ("chauphe.cli.site:site", "Serve a baked site."),
    "desk": ("chauphe.cli.desk:desk", "Serve the board's desk."),
    "demo": ("chauphe.cli.demo:demo", "Set up and run the demonstration."),
    "manage": ("chauphe.cli.manage:manage", "Run one of Django's management commands."),
}


class LateGroup(click.Group):
    """A group that knows its subcommands by name and imports one only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands in the order of the table, most asked for first."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command called `cmd_name`, or answer None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table, without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, says) for name, (_, says) in COMMANDS.items()])


@click.command(cls=LateGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="Châu Phê %(version)s")
def main() -> None:
    """Châu Phê: nothing is on the site that the board did not approve, and anyone can check it."""
