"""What is wrong with a charter, in the manner of rule files: file, line, and a sentence that says what to do."""

from collections.abc import Iterable

from chauphe.regulation.fault import Fault

MOST = 100
"""Faults that are told; a file with more is told so once."""


class CharterError(ValueError):
    """Raised when no board can be founded by a charter; carries every fault, not the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        found = sorted(dict.fromkeys(faults), key=lambda each: (each.line or 0, each.says))
        self.faults = tuple(found[:MOST])
        self.left_out = len(found) - len(self.faults)
        super().__init__("\n".join(str(each) for each in self.faults))
