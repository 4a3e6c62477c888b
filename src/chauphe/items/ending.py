"""What takes the place of what is live by a decision of its own: the notice of a takedown, or of a withdrawal.

Both are sealed as everything else is, and both are as plain as can be, since nobody moderates them: so their form is
fixed, and whoever checks the site demands that form (chauphe.seal.acts). A takedown leaves a page that keeps address,
number, section and unit, and says one sentence of the taker's. A withdrawal leaves everything as it was published, and
says above it since when and why it is withdrawn.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeAlias

from django.db.models import Max

from chauphe.items.models import Item, Publication, Revision
from chauphe.people.models import Person
from chauphe.people.selectors import local
from chauphe.seal.acts import TAKEN_DOWN, TITLE_OF_ENDED
from chauphe.seal.canonical import canonical

Content: TypeAlias = dict[str, Any]
Making: TypeAlias = Callable[[Content, str, datetime], Content]

NOTHING: Content = {"body": "", "authors": [], "images": [], "files": [], "links": [], "document": None}

DROPPED = frozenset({"notices", "withdrawn", "not_before", "expires", "checklist"})
"""What a notice of takedown does not say of what stood there."""


def content_of(live: Publication) -> Content:
    """Read what the site shows of an item."""
    content: Content = json.loads(bytes(live.sign_off.snapshot.data))
    return content


def ended(shown: Content, notice: str, at: datetime) -> Content:
    """Leave nothing of what is live but where it stood, and say one sentence there."""
    words = {"ends": TAKEN_DOWN, "title": TITLE_OF_ENDED, "summary": notice}
    return {name: value for name, value in shown.items() if name not in DROPPED} | NOTHING | words


def withdrawn(shown: Content, notice: str, at: datetime) -> Content:
    """Leave what is live as it is, and say above it since when and why it is withdrawn."""
    digest = sha256(canonical(shown)).hexdigest()
    row = {"day": local(at).date().isoformat(), "text": notice, "revision": shown["revision"], "digest": digest}
    return shown | {"withdrawn": row}


def notices_on(shown: Mapping[str, Any]) -> list[Content]:
    """Return what a page says of itself, its withdrawal included."""
    told = shown.get("withdrawn")
    last = [{"kind": "withdraw", **{name: told[name] for name in ("day", "text", "revision")}}] if told else []
    return [*shown.get("notices", ()), *last]


def revision_with(content: Content, item: Item, *, by: Person, at: datetime) -> Revision:
    """Make the revision that takes the place of what is live."""
    number = (item.revisions.aggregate(top=Max("number"))["top"] or 0) + 1
    data = canonical(content | {"revision": number})
    return Revision.objects.create(
        item=item, number=number, content=data.decode(), digest=sha256(data).hexdigest(), made_by=by, made_at=at
    )
