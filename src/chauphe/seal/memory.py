"""What earlier checks saw, kept as text between one check and the next.

A site is known by its log's origin. The place it was read from is remembered too: a place that once held one board's
site is compared with that, whatever it says it is now.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from chauphe.seal.findings import Remembered
from chauphe.seal.note import Verifier

FORMAT = "chauphe-verify-state/1"
DEMONSTRATION = "demo.chauphe.example/"
"""How the origins of demonstrations begin, each with a random end, and no other board's: the domain is reserved."""

_TYPES = {"key": str, "release": int, "manifest": str, "log_size": int, "log_root": str}


class NoMemory(ValueError):
    """What was remembered cannot be read, so that nobody could tell an old release from a new one."""


@dataclass(slots=True)
class Memory:
    """What was seen, by origin, and the origin that each place was found to have."""

    sites: dict[str, Remembered] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what `text()` wrote; raises NoMemory."""
        try:
            kept = json.loads(text)
            if kept["format"] != FORMAT:
                raise NoMemory(f"not a {FORMAT}")
            sites = {origin: _seen(each) for origin, each in kept["sites"].items()}
            return cls(sites, {str(place): str(origin) for place, origin in kept["places"].items()})
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise NoMemory("not what an earlier check remembered") from error

    def text(self) -> str:
        """Write it as JSON."""
        sites = {origin: asdict(seen) for origin, seen in self.sites.items()}
        return json.dumps({"format": FORMAT, "sites": sites, "places": self.places}, indent=1, sort_keys=True) + "\n"

    def of(self, place: str, origin: str | None) -> Remembered | None:
        """Return what is known of a place, or, of a new place, what is known of the origin it claims.

        Where one demonstration was, another may stand in the same folder the next day, and it says so by its origin.
        Where a site of an office was, neither a demonstration nor anything else is taken for it.
        """
        known, claimed = self.places.get(place, origin or ""), origin or ""
        anew = known.startswith(DEMONSTRATION) and claimed.startswith(DEMONSTRATION)
        return self.sites.get(claimed if anew else known)

    def keep(self, place: str, origin: str, seen: Remembered) -> None:
        """Remember what was seen."""
        self.sites[origin], self.places[place] = seen, origin


def _seen(kept: Mapping[str, Any]) -> Remembered:
    if {name: type(value) for name, value in kept.items()} != _TYPES:
        raise TypeError("members of other names or types")
    Verifier.parse(kept["key"])
    bytes.fromhex(kept["log_root"])
    return Remembered(**kept)
