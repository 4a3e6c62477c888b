"""Let `python -m chauphe` do what the command `chauphe` does."""

from chauphe.cli import main

main(prog_name="chauphe")
