"""The notice that stands at an address after a takedown: sealed as everything else is, and as plain as can be.

Nobody moderates it, since it has to be there at once; so its form is fixed, and whoever checks the site demands that
form (chauphe.seal.acts). It keeps the item's address, number, section and unit, and says one sentence of the taker's.
"""

import json
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db.models import Max

from chauphe.items.models import Item, Publication, Revision
from chauphe.people.models import Person
from chauphe.seal.acts import TAKEN_DOWN, TITLE_OF_ENDED
from chauphe.seal.canonical import canonical

NOTHING: dict[str, Any] = {"body": "", "authors": [], "images": [], "files": [], "links": [], "document": None}


def ended(live: Publication, item: Item, *, notice: str, by: Person, at: datetime) -> Revision:
    """Make the revision that takes the place of what is live."""
    number = (item.revisions.aggregate(top=Max("number"))["top"] or 0) + 1
    before = json.loads(bytes(live.sign_off.snapshot.data))
    words = {"ends": TAKEN_DOWN, "title": TITLE_OF_ENDED, "summary": notice, "revision": number}
    data = canonical({name: value for name, value in before.items() if name != "notices"} | NOTHING | words)
    return Revision.objects.create(
        item=item, number=number, content=data.decode(), digest=sha256(data).hexdigest(), made_by=by, made_at=at
    )
