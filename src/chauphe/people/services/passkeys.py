"""What a person's own device is asked to sign, and whether it did: single use, for one content and one person.

The challenge is worked out from the content's digest (`seal.device`), and what is kept of it is the nonce. Whoever
checks the record later does so by the same function as the server now.
"""

import json
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction

from chauphe.core.refusal import N_, Refused
from chauphe.people.models import Board, Challenge, Person
from chauphe.people.passkeys import Passkey, passkeys_of, print_of
from chauphe.people.services.record import note
from chauphe.people.services.refusing import plain
from chauphe.seal.device import AMONG, NotSignedByDevice, challenge_of, challenge_of_several, demand_signed

LIVES = timedelta(minutes=5)
"""How long a question to a device stands; the dialogue on the device itself is shorter."""

NO = N_("Your device did not confirm exactly what is on the screen. Nothing was recorded; open the item and try again.")


@dataclass(frozen=True, slots=True)
class Question:
    """What a browser is to put to the device: 32 bytes to sign, with one of these keys; `nonce` comes back with it."""

    challenge: bytes
    keys: tuple[bytes, ...]
    nonce: str


def ask_device(
    person: Person, *, board: Board, contents: Mapping[UUID, str], origin: str, at: datetime
) -> Question | None:
    """Ask for one signature on these contents (item → digest), from the desk at `origin`; None without a passkey."""
    keys = tuple(key.id for key in passkeys_of(person))
    if not keys or not contents:
        return None
    Challenge.objects.filter(person=person, used_at__isnull=True, expires_at__lt=at).delete()
    nonce = secrets.token_hex(32)
    given = {"person": person, "board": board, "origin": origin, "nonce": nonce, "made_at": at}
    rows = [Challenge(item=item, digest=digest, expires_at=at + LIVES, **given) for item, digest in contents.items()]
    Challenge.objects.bulk_create(rows)
    return Question(challenge_of_several(_challenge(row, board) for row in rows), keys, nonce)


@transaction.atomic
def take_answer(
    answer: Mapping[str, str], *, person: Person, board: Board, item: UUID, digest: str, at: datetime
) -> dict[str, str]:
    """Use up a device's answer and return the parts for the record; raises Refused unless it is one to this content.

    An answer to several contents is used up by each of them once. `answer` has "id", "client_data",
    "authenticator_data" and "signature" in base64, and the question's "nonce".
    """
    rows = Challenge.objects.filter(nonce=answer.get("nonce", ""))
    row = rows.select_for_update().filter(item=item, used_at__isnull=True).first()
    key = next((each for each in passkeys_of(person) if b64encode(each.id).decode() == answer.get("id")), None)
    if row is None or key is None or at > row.expires_at or not _asked(row, person, board, item, digest):
        raise Refused((plain("device", NO),))
    asked = sorted(_challenge(each, board) for each in rows)
    parts = _parts(answer, key, row) | _among(asked)
    try:
        demand_signed(parts, challenge=challenge_of_several(asked))
        _demand_origin(parts, row.origin)
    except NotSignedByDevice as error:
        raise Refused((plain("device", NO),)) from error
    row.used_at = at
    row.save(update_fields=["used_at"])
    key.row.record_usage()
    return parts


def note_added(person: Person, row: Authenticator, *, at: datetime) -> None:
    """Record that a person set up a device of theirs; a passkey is named by the SHA-256 of its public key."""
    note("add_device", at=at, by=person, person=person, name=person.full_name, kind=row.type, key=print_of(row))


def note_removed(person: Person, row: Authenticator, *, at: datetime) -> None:
    """Record that a person removed a device of theirs."""
    note("remove_device", at=at, by=person, person=person, name=person.full_name, kind=row.type, key=print_of(row))


def _asked(row: Challenge, person: Person, board: Board, item: UUID, digest: str) -> bool:
    """Whether it was this person who was asked, and about this content."""
    return (row.person_id, row.board_id, row.item, row.digest) == (person.pk, board.pk, item, digest)


def _challenge(row: Challenge, board: Board) -> bytes:
    person = str(row.person_id)
    return challenge_of(board=board.slug, item=row.item.hex, digest=row.digest, person=person, nonce=row.nonce)


def _parts(answer: Mapping[str, str], key: Passkey, row: Challenge) -> dict[str, str]:
    given = {name: str(answer.get(name, "")) for name in ("client_data", "authenticator_data", "signature")}
    return {"key": b64encode(key.public).decode(), **given, "nonce": row.nonce}


def _among(asked: Sequence[bytes]) -> dict[str, str]:
    return {AMONG: " ".join(each.hex() for each in asked)} if len(asked) > 1 else {}


def _demand_origin(parts: Mapping[str, str], origin: str) -> None:
    """Demand that the browser was at this desk, and at no page that looks like it."""
    if json.loads(b64decode(parts["client_data"]))["origin"] != origin:
        raise NotSignedByDevice("the browser was elsewhere")
