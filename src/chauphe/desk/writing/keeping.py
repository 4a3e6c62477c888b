"""Save what was sent, or say what stands in the way; in no case is anything lost that was saved before.

Both ways of saving come through here: the autosave of the page's script and the plain form.
"""

from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from chauphe.core.refusal import Refusal, Refused
from chauphe.core.text import clean_line
from chauphe.desk import words
from chauphe.desk.errors import status_of
from chauphe.desk.seat import DeskRequest
from chauphe.desk.writing.form import TooLong, Written, written
from chauphe.items import services
from chauphe.items.content import BODY_LENGTH
from chauphe.public.approval import bound

if TYPE_CHECKING:
    from chauphe.items.models import Draft, Item


class Trouble(Exception):
    """Why something was not done: a state for the script, a sentence for the reader, the reasons with their clauses.

    `version` is that of the saved copy, where the page must know it to go on.
    """

    def __init__(
        self,
        state: str,
        status: HTTPStatus,
        says: str,
        *,
        refusals: tuple[Refusal, ...] = (),
        version: int | None = None,
    ) -> None:
        super().__init__(says)
        self.state, self.status, self.says, self.refusals, self.version = state, status, says, refusals, version

    @property
    def codes(self) -> tuple[str, ...]:
        """The reasons as the log names them."""
        return tuple(no.code for no in self.refusals) or (self.state,)

    def facts(self) -> dict[str, Any]:
        """Write the trouble out for the script."""
        reasons = [{"says": words.refusal(no), "clause": no.clause} for no in self.refusals]
        return {"state": self.state, "says": self.says, "reasons": reasons, "version": self.version}


def keep(request: DeskRequest, item: "Item", sent: Written) -> services.Saved:
    """Save what was sent as the item's working copy; raises Trouble."""
    try:
        return services.save(
            item.pk,
            sent.content,
            **who(request),
            version=version_of(request.POST),
            kind=sent.kind,
            unit=sent.unit,
            section=sent.section,
            imported=sent.imported,
            page=page_of(request),
            bench=request.seat.bench,
        )
    except services.Held as held:
        raise held_by(held) from None
    except services.Conflict as conflict:
        raise _newer(conflict.draft, request) from None
    except Refused as no:
        raise refused(no) from None
    except ObjectDoesNotExist:
        raise gone() from None


def sent_by(request: DeskRequest, item: "Item", post: QueryDict) -> Written:
    """Read the form, once it is sure that whoever opened the page is still the one who sends it; raises Trouble."""
    if post.get("person", "") != str(request.seat.person.pk):
        raise Trouble(
            "person",
            HTTPStatus.CONFLICT,
            _("You are now signed in as %(name)s. Sign in again as the one who opened this page, then it is saved.")
            % {"name": request.seat.person.full_name},
        )
    try:
        return written(
            post,
            seat=request.seat,
            before=item.draft.content,
            imported=item.draft.imported,
            unit=item.unit,
            section=item.section,
        )
    except TooLong:
        raise Trouble(
            "long",
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            _("The text is too long to be saved: more than %(count)s characters. Attach the long part as a file.")
            % {"count": f"{BODY_LENGTH:,}".replace(",", ".")},
        ) from None


def page_of(request: DeskRequest) -> str:
    """Return the name that the open page gave itself, "" for a plain form."""
    return clean_line(request.POST.get("page", ""))[:40]


def who(request: DeskRequest) -> dict[str, Any]:
    """Return on which board, by whom and when, as the services want it."""
    return {"board": request.board, "by": request.seat.person, "at": request.seat.at}


def refused(no: Refused, says: str = "", *, version: int | None = None) -> Trouble:
    """Say that the item may not be written in, or what else `says`, and by which clauses."""
    return Trouble(
        "refused", status_of(no.refusals), says or _("This was not saved."), refusals=no.refusals, version=version
    )


def held_by(held: services.Held) -> Trouble:
    """Say that somebody else is writing, and since when."""
    return Trouble("held", HTTPStatus.LOCKED, holder_says(held.by.full_name, held.since))


def holder_says(name: str, since: datetime | None) -> str:
    """Say who is writing: "Nguyễn Văn A đang sửa, từ 09:41."."""
    if since is None:
        return _("%(name)s is editing.") % {"name": bound(name)}
    return _("%(name)s has been editing since %(time)s.") % {"name": bound(name), "time": clock(since)}


def gone() -> Trouble:
    """Say that the item is not there (any more)."""
    return Trouble("gone", HTTPStatus.NOT_FOUND, _("The item cannot be found. What you wrote stays on this computer."))


def clock(at: datetime) -> str:
    """Write the time of day as the office does."""
    return date_format(timezone.localtime(at), "H:i")


def _newer(draft: "Draft", request: DeskRequest) -> Trouble:
    if draft.saved_by_id == request.seat.person.pk:
        says = _("A newer text was saved at %(time)s from another window of yours.")
    else:
        says = _("%(name)s saved a newer text at %(time)s.")
    facts = {"name": bound(draft.saved_by.full_name), "time": clock(draft.saved_at)}
    return Trouble("conflict", HTTPStatus.CONFLICT, says % facts, version=draft.version)


def version_of(post: QueryDict) -> int:
    """Return the version that the page was opened on; -1, which no copy has, for what is no number."""
    sent = post.get("version", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1
