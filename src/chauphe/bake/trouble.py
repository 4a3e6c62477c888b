"""Why a site cannot be baked or mended, in words for the staff who run it.

Messages are English and marked for translation; `said()` gives them in the language of whoever is told.
"""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as N_

NOT_KEPT = N_("%(path)s cannot go on the site: its bytes in the store (%(sha)s) are missing or were changed")

GIVEN_UP = N_(
    "given up here, and nothing was changed: more items may be damaged; `chauphe bake --check` names them all"
)


class Trouble(Exception):
    """What went wrong: a message with its particulars, e.g. `Trouble(N_("entry %(seq)s is missing"), seq=7)`."""

    def __init__(self, message: str, **particulars: object) -> None:
        super().__init__(message % particulars)
        self.message, self.particulars = message, particulars

    def said(self) -> str:
        """Say it in the current language."""
        return gettext(self.message) % self.particulars


class Busy(Trouble):
    """Another baker is at work on the same site."""


class NoKey(Trouble):
    """A board's key is missing or cannot be used."""


class LedgerDamaged(Trouble):
    """The ledger is not what was published or recorded: nothing may be baked from it."""


class SiteDamaged(Trouble):
    """The live site is not what was baked: `chauphe bake --check` says where, `--repair` mends it."""


class Spoilt(SiteDamaged):
    """A release that was broken off needs bytes that the store no longer has: only a whole bake mends the site."""


class NotReleased(Trouble):
    """A release could not be written; the site stands as it stood."""


class Unfinished(Trouble):
    """A release could not be carried to its end; the next start carries it on."""


class NotSealed(Trouble):
    """What is to be baked is not what was signed off. `item` is its number and title, or its id.

    Where the acts are at fault, `code` and `details` among the particulars say why, as the check of a site does.
    """

    def __init__(self, item: object, message: str, **particulars: object) -> None:
        super().__init__(message, **particulars)
        self.item = item

    def __str__(self) -> str:
        code = self.particulars.get("code")
        return f"item {self.item}: {super().__str__()}" + (f" ({code})" if code else "")

    def said(self) -> str:
        """Say it, naming the item."""
        return gettext("Item %(item)s: %(what)s") % {"item": self.item, "what": super().said()}


class Refused(Trouble):
    """Published items cannot be baked: a whole bake never leaves out what should be there.

    `more` says that it was given up before its end, so that there may be others.
    """

    def __init__(self, refused: list[NotSealed], *, more: bool = False) -> None:
        super().__init__("%(items)s", items="; ".join([*map(str, refused), *([GIVEN_UP] if more else [])]))
        self.refused, self.more = refused, more

    def said(self) -> str:
        """Say it, a line for each item."""
        return "\n".join([*(each.said() for each in self.refused), *([gettext(GIVEN_UP)] if self.more else [])])
