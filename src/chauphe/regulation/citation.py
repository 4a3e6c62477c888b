"""Where a rule stands in a regulation: điều, khoản, điểm, gạch đầu dòng, đoạn.

A citation is what an official would look up. It is written the way officials write it ("Điều 4 khoản 1") and read
back from the same words, so that a rule file, a refusal and a sealed act all carry one form.
"""

import re
import unicodedata
from dataclasses import dataclass

_FORM = re.compile(
    r"điều (?P<article>\d+)"
    r"(?: khoản (?P<clause>\d+))?"
    r"(?: điểm (?P<point>[a-zđ]))?"
    r"(?: gạch đầu dòng (?P<dash>\d+))?"
    r"(?: đoạn (?P<paragraph>\d+))?"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a regulation; `paragraph` is for an article whose sentences carry neither number nor dash."""

    article: int
    clause: int | None = None
    dash: int | None = None
    point: str | None = None
    paragraph: int | None = None

    def __post_init__(self) -> None:
        numbers = (self.article, self.clause, self.dash, self.paragraph)
        if any(number is not None and number < 1 for number in numbers):
            raise ValueError(f"{self}: counting starts at 1")

    @classmethod
    def parse(cls, text: str) -> "Citation":
        """Read "Điều 7 khoản 3"; commas, capitals and no-break spaces are let pass, anything else is a ValueError."""
        plain = " ".join(unicodedata.normalize("NFC", text).replace(",", " ").lower().split())
        found = _FORM.fullmatch(plain)
        if found is None:
            raise ValueError(text)
        numbers = {name: int(found[name]) for name in ("article", "clause", "dash", "paragraph") if found[name]}
        return cls(**numbers, point=found["point"])

    def __str__(self) -> str:
        named = (
            ("khoản", self.clause),
            ("điểm", self.point),
            ("gạch đầu dòng", self.dash),
            ("đoạn", self.paragraph),
        )
        return " ".join([f"Điều {self.article}", *(f"{name} {value}" for name, value in named if value is not None)])

    def bound(self) -> str:
        """Write the citation with no-break spaces, so that a line never ends inside it."""
        return str(self).replace(" ", "\u00a0")

    @property
    def place(self) -> tuple[int, int, str, int, int]:
        """Return the sorting key: the order in which a reader of the regulation meets the citations."""
        return (self.article, self.clause or 0, self.point or "", self.dash or 0, self.paragraph or 0)
