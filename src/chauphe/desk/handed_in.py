"""The file of a paper that a form brings: kept when it comes, and named by its hash when the form comes again."""

from chauphe.desk.seat import DeskRequest
from chauphe.desk.writing.uploads import bytes_of, not_taken
from chauphe.intake.findings import Refused as NotTaken
from chauphe.intake.services import receive_file
from chauphe.items.services import on_board


def handed_in(request: DeskRequest, *, named: str) -> tuple[str, str]:
    """Return hash and name of the file sent now, or of the one that the field `named` names; empty where neither is.

    Raises Trouble. What was kept is named in the request from here on, so that the page shown next can say so.
    """
    seat = request.seat
    if request.FILES.get("file"):
        try:
            kept = receive_file(*bytes_of(request, "file"), board=seat.board, by=seat.person, at=seat.at)
        except NotTaken as no:
            raise not_taken(no) from None
        post = request.POST.copy()
        post[named] = kept.sha256
        request.POST = post  # type: ignore[assignment]  # the form that is shown again names what it brought
        return kept.sha256, kept.name
    sha256 = request.POST.get(named, "")
    found = on_board(seat.board, [sha256]).get(sha256) if sha256 else None
    return (found.sha256, found.name) if found and seat.sees(found) else ("", "")
