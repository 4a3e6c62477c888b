"""The command line loads a command only when it is called."""

import subprocess
import sys

from click.testing import CliRunner

from chauphe import __version__
from chauphe.cli import COMMANDS, main


def test_help_lists_every_command_without_loading_django() -> None:
    code = (
        "import sys; from chauphe.cli import main;"
        "main(['--help'], standalone_mode=False); print('django' in sys.modules)"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.splitlines()
    assert [line.split()[0] for line in shown[-len(COMMANDS) - 1 : -1]] == list(COMMANDS)
    assert shown[-1] == "False"


def test_an_unknown_command_is_refused_by_name() -> None:
    result = CliRunner().invoke(main, ["approve-everything"])
    assert (result.exit_code, "No such command 'approve-everything'" in result.output) == (2, True)


def test_the_version_is_the_one_of_the_package() -> None:
    result = CliRunner().invoke(main, ["--version"])
    assert result.output == f"Châu Phê {__version__}\n"
