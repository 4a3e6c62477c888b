"""The charter of a board: one TOML file that says who it is, what it is made of and who sits on it (Điều 2 to 6)."""

from chauphe.people.charter.fault import CharterError
from chauphe.people.charter.reading import EXAMPLE, Charter, read

__all__ = ["EXAMPLE", "Charter", "CharterError", "read"]
