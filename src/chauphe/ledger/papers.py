"""The board's papers: what it sets down beside its items, sealed by an act in the ledger and never changed.

A paper is named by its kind and a key of its own. To set it down anew is a further version; the earlier ones stay, so
that who closed a quarter, and what was put right since, can always be read.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from chauphe.core.chain import Holder
from chauphe.core.events import Subject, deed_of
from chauphe.ledger.models import Log, Paper
from chauphe.ledger.services import append
from chauphe.people.models import Board
from chauphe.people.selectors import book_of, local
from chauphe.seal.canonical import canonical


@transaction.atomic
def set_down(
    verb: str,
    content: Mapping[str, Any],
    *,
    kind: str,
    key: str,
    board: Board,
    holder: Holder,
    rule: str,
    at: datetime,
    reason: str = "",
    factor: str = "password",
    details: Mapping[str, str] | None = None,
) -> Paper:
    """Seal a paper, or its next version, by an act under a rule; raises NotCanonical for what has no canonical form.

    `verb` names the act, `holder` is who does it and in what capacity; `details` are told in the record beside the
    paper's name. Whether they may is for the caller to ask first.
    """
    Log.objects.select_for_update().get(board=board)
    data = canonical(content)
    version = Paper.objects.filter(board=board, kind=kind, key=key).count() + 1
    digest = sha256(data).hexdigest()
    subject = Subject(item=id_of(board, kind, key).hex, number=0, revision=version, digest=digest)
    named = {**(details or {}), "paper": kind, "key": key}
    book, told = book_of(board), {"reason": reason, "factor": factor}
    act = deed_of(verb, holder, subject, book, rule=rule, board=board.slug, at=local(at), details=named, **told)
    return Paper.objects.create(
        board=board,
        kind=kind,
        key=key,
        version=version,
        digest=digest,
        content=data.decode(),
        entry=append(act, board=board),
    )


def id_of(board: Board, kind: str, key: str) -> UUID:
    """Return what stands in the ledger for a paper where an item's id stands for an item."""
    return uuid5(NAMESPACE_URL, f"chauphe:{board.slug}/{kind}/{key}")


def newest(board: Board, kind: str, key: str) -> Paper | None:
    """Return the paper of this name in its newest version."""
    rows = Paper.objects.filter(board=board, kind=kind, key=key)
    return rows.select_related("entry").order_by("-version").first()


def versions(board: Board, kind: str, key: str) -> list[Paper]:
    """Return every version of a paper, the oldest first."""
    rows = Paper.objects.filter(board=board, kind=kind, key=key)
    return list(rows.select_related("entry").order_by("version"))


def read(paper: Paper) -> dict[str, Any]:
    """Return what a paper says."""
    content: dict[str, Any] = json.loads(paper.content)
    return content


def astray(board: Board) -> Iterator[tuple[str, str]]:
    """Yield papers, as “kind key”, that are no longer what was set down, each with what differs."""
    rows = Paper.objects.filter(board=board).select_related("entry")
    for paper in rows.order_by("pk").iterator(chunk_size=200):
        record, name = json.loads(paper.entry.record), f"{paper.kind} {paper.key}"
        if sha256(paper.content.encode()).hexdigest() != paper.digest or record["digest"] != paper.digest:
            yield name, "content"
        details = record.get("details", {})
        said = details.get("paper"), details.get("key"), record["revision"], record["item"], record["board"]
        own = paper.kind, paper.key, paper.version, id_of(board, paper.kind, paper.key).hex, board.slug
        if said != own:
            yield name, "ledger_paper"
