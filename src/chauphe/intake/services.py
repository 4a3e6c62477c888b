"""From an upload to what the board keeps: looked at first, kept only when all of it is in order (U family).

A refused file leaves nothing behind: no row, no byte in the store. What comes in is looked through by the scanner that
the install names (`settings.UPLOAD_SCANNER`, a function from bytes to whether they are infected), if it names one.
"""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from chauphe.core.text import slug
from chauphe.intake.docx import MAX_PARAGRAPHS, Imported, read_docx
from chauphe.intake.files import inspect_file
from chauphe.intake.findings import HOLES, Note, Refused, Severity
from chauphe.intake.objects import Picture
from chauphe.intake.package import MAX_BYTES
from chauphe.intake.pictures import inspect_picture, renditions
from chauphe.items import services
from chauphe.items.content import BODY_LENGTH
from chauphe.items.html.model import Block, Para, walk
from chauphe.items.html.reading import read
from chauphe.items.models import Asset, Item
from chauphe.items.services import Upload
from chauphe.people.models import Board, Person, Section, Unit

LARGEST: Final = MAX_BYTES
"""Bytes of any upload."""
QUOTE: Final = 60
"""Characters by which a paragraph is found again after somebody wrote around it."""

_ENDINGS: Final = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp"} | {
    "image/avif": "avif",
    "image/bmp": "bmp",
    "image/tiff": "tif",
}


def receive_word(
    data: bytes, name: str, *, board: Board, by: Person, at: datetime, kind: str, unit: Unit, section: Section
) -> Item:
    """Make a draft of a Word file, with its pictures, and an account of what did not come along (`Draft.imported`).

    :raises Refused: when the file is not let in; nothing is then kept.
    """
    imported = read_docx(data, scan=_scanner(), say=_)
    if len(imported.body) > BODY_LENGTH:
        raise Refused("too_long", limit=MAX_PARAGRAPHS)
    uploads, lost = _pictures(imported, board)
    content = {
        "title": imported.title,
        "summary": imported.summary,
        "body": imported.body,
        "images": [_said(picture) for picture in imported.pictures],
    }
    account = _account(imported, lost, name, len(data))
    with transaction.atomic():
        for upload in uploads:
            services.keep(upload, board=board, by=by, at=at)
        for asset in services.on_board(board, [picture.sha256 for picture in imported.pictures]).values():
            services.brought(asset, by=by)
        return services.create(
            board, by=by, at=at, kind=kind, unit=unit, section=section, content=content, imported=account
        )


def receive_picture(data: bytes, name: str, *, board: Board, by: Person, at: datetime) -> Asset:
    """Keep a picture with every form in which it goes out.

    :raises Refused: when it is no picture that a page can show.
    """
    _scan(data)
    digest = sha256(data).hexdigest()
    known = services.on_board(board, [digest]).get(digest)
    if known is not None:
        return services.brought(known, by=by)
    return services.keep(picture_upload(data, name), board=board, by=by, at=at)


def receive_file(data: bytes, name: str, *, board: Board, by: Person, at: datetime) -> Asset:
    """Keep a file to be attached, under a name that no other file of the board has.

    :raises Refused: when it is of a kind that is not attached, damaged, or does something when opened.
    """
    _scan(data)
    facts = inspect_file(data, name)
    free = _free_name(facts.name, facts.sha256, board)
    upload = Upload(Asset.Kind.FILE, free, facts.content_type, data)
    return services.keep(upload, board=board, by=by, at=at)


def _pictures(imported: Imported, board: Board) -> tuple[list[Upload], list[Note]]:
    """Prepare the pictures of a document that are new to the board; one that cannot be shown is told of."""
    uploads, lost = [], []
    known = services.on_board(board, [picture.sha256 for picture in imported.pictures])
    for picture in imported.pictures:
        try:
            if picture.sha256 not in known:
                uploads.append(picture_upload(picture.data, picture.name))
        except Refused:
            lost.append(Note("picture_refused", Severity.REVIEW, {"name": picture.name}))
    return uploads, lost


def picture_upload(data: bytes, name: str) -> Upload:
    """Inspect a picture and make every form in which it goes out; raises Refused. Slow: a second for a photo."""
    facts = inspect_picture(data)
    forms = tuple(
        (
            {key: value for key, value in asdict(form).items() if key != "data"} | {"bytes": len(form.data)},
            form.data,
        )
        for form in renditions(data)
    )
    kept_as = f"{slug(name.rpartition('.')[0] or name) or 'anh'}.{_ENDINGS[facts.content_type]}"
    return Upload(Asset.Kind.PICTURE, kept_as, facts.content_type, data, facts.width, facts.height, forms)


def _said(picture: Picture) -> dict[str, Any]:
    return {"sha256": picture.sha256, "alt": picture.alt, "caption": picture.caption, "credit": picture.credit}


def _account(imported: Imported, lost: list[Note], name: str, size: int) -> dict[str, Any]:
    blocks = read(imported.body)
    notes = [
        {"kind": note.kind, "severity": str(note.severity), "params": dict(note.params), "quote": _quote(note, blocks)}
        for note in (*imported.notes, *lost)
    ]
    return {"name": name[:200], "bytes": size, "notes": notes, "counts": asdict(imported.counts)}


def _quote(note: Note, blocks: list[Block]) -> str:
    """Return the words with which the paragraph of a note begins; a hole is a paragraph of its own."""
    if note.kind in HOLES:
        return " ".join((_(HOLES[note.kind]) % note.params).split())[:QUOTE].strip()
    if note.block is None or note.block >= len(blocks):
        return ""
    first = next((para for para in walk(blocks[note.block : note.block + 1]) if isinstance(para, Para)), None)
    return " ".join("".join(run.text for run in first.runs).split())[:QUOTE].strip() if first else ""


def _free_name(name: str, sha256: str, board: Board) -> str:
    """Keep two different files of one name apart: they may come to lie beside the same page."""
    if not Asset.objects.filter(board=board, name=name).exclude(sha256=sha256).exists():
        return name
    stem, _dot, ending = name.rpartition(".")
    return f"{stem}-{sha256[:8]}.{ending}"


def _scan(data: bytes) -> None:
    scan = _scanner()
    if scan is not None and scan(data):
        raise Refused("infected")


def _scanner() -> Callable[[bytes], bool] | None:
    named: str | None = getattr(settings, "UPLOAD_SCANNER", None)
    return import_string(named) if named else None
