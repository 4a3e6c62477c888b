"""What goes on the site: items, their working copy, immutable revisions, sealed snapshots and sign-offs.

The site is made from `Snapshot` through `SignOff` and `Publication` and never from `Item` or `Draft` (invariant 1).
Revisions, snapshots, sign-offs, publications and known hosts are append-only in the database (see ledger.guard).
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from chauphe.core.consultation import Opinion
from chauphe.core.content import KINDS
from chauphe.core.moves import State
from chauphe.items.hosts import LONGEST
from chauphe.people.models import Board, Person, Section, Unit


class Item(models.Model):
    """An item and where its newest revision stands; only items.services changes `state`.

    `scheduled` is the act by which the hour of its publication was set, and `due` that hour; both while it holds.
    `ends` is when what is live is over by its own last day, until it is marked as such. `editors` are the ids of all
    who kept a change of its words while it was edited, since it was last published.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in KINDS])
    state = models.CharField(max_length=20, choices=[(state.value, state.name) for state in State], default=State.DRAFT)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="items")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="items")
    title = models.CharField(max_length=300)
    folded = models.CharField(max_length=600, editable=False)
    slug = models.SlugField(max_length=100, blank=True)
    current = models.ForeignKey("Revision", on_delete=models.PROTECT, null=True, related_name="+")
    sign_off = models.ForeignKey("SignOff", on_delete=models.PROTECT, null=True, related_name="+")
    scheduled = models.ForeignKey("ledger.Entry", on_delete=models.PROTECT, null=True, related_name="+")
    due = models.DateTimeField(null=True)
    ends = models.DateTimeField(null=True)
    live = models.ForeignKey("Publication", on_delete=models.PROTECT, null=True, related_name="+")
    writers = models.ManyToManyField(Person, related_name="written_items")
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="created_items")
    forwarded_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    moderated_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    editors = models.JSONField(default=list)
    last_editor = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    waiting_since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["board", "number"], name="item_number_once")]
        indexes: ClassVar = [
            models.Index(fields=["board", "state", "waiting_since"], name="items_by_state"),
            models.Index(fields=["board", "-number"], name="items_newest"),
            models.Index(fields=["board", "waiting_since"], condition=~Q(state="published"), name="items_under_way"),
            models.Index(fields=["due"], condition=Q(due__isnull=False), name="items_due"),
            models.Index(fields=["ends"], condition=Q(ends__isnull=False), name="items_ending"),
        ]

    def __str__(self) -> str:
        return self.title


class Draft(models.Model):
    """The working copy in the editor. Saved by the second; becomes a revision when it moves.

    `saved_from` names the open page it was saved from last, `held_pages` those of the holder that are open, each with
    the instant until when it was last heard of. `imported` says what a Word file brought along and lost (empty where
    the item was written here). `hands` are the ids of all who typed while it was a draft: they stay its writers even
    where the list of authors forgets them.
    """

    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="draft")
    content = models.JSONField()
    imported = models.JSONField(default=dict)
    hands = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    saved_from = models.CharField(max_length=40, blank=True)
    held_pages = models.JSONField(default=dict)
    held_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    held_since = models.DateTimeField(null=True)
    held_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.item_id} v{self.version}"


class Revision(models.Model):
    """An immutable state of an item: the snapshot mapping as canonical JSON, and its SHA-256."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    content = models.TextField()
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["item", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "number"], name="revision_number_once")]

    def __str__(self) -> str:
        return f"{self.item_id} r{self.number}"


class Snapshot(models.Model):
    """The sealed bytes that a sign-off covers; `digest` is their SHA-256 and they are read only through it."""

    digest = models.CharField(max_length=64, primary_key=True)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="+")
    data = models.BinaryField()

    def __str__(self) -> str:
        return self.digest


class SignOff(models.Model):
    """An approval: which snapshot, by which entry of the ledger. Publishing takes one of these.

    What changes how an approved page is shown by its own entry (a takedown, the end of its time) has one as well.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="sign_offs")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.item_id}: {self.snapshot_id[:8]}"


class Publication(models.Model):
    """A sign-off sent out. `place` and `section_place` fix where lists show it, counted from the oldest (0-based)."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="publications")
    sign_off = models.OneToOneField(SignOff, on_delete=models.PROTECT, related_name="publication")
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="+")
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="publications")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField()
    section_place = models.PositiveIntegerField()
    first_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["board", "place"], name="publications_by_place"),
            models.Index(fields=["section", "section_place"], name="publications_by_section"),
            models.Index(fields=["board", "at", "section"], name="publications_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} @{self.place}"


class StandIn(models.Model):
    """An act in the chief's place, reported back until the chief has acknowledged it (Điều 7 khoản 3).

    It is written together with the act's `entry`; all that may change is that `acknowledged` names the entry that
    ends it.
    """

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="stand_ins")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="stand_ins")
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="+")
    acknowledged = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["board"], name="unacknowledged", condition=models.Q(acknowledged__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.entry_id}"


class Consultation(models.Model):
    """A question to another unit about one frozen revision, and its one answer.

    `asked` and `answered` are the acts on record; `until` is the last day for the answer. Nothing of a question
    changes, and an answer is written once. The ledger holds both in full; these rows are what screens ask.
    """

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="consultations")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="consultations")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="consultations")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    until = models.DateField()
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, null=True, related_name="+")
    opinion = models.CharField(max_length=10, blank=True, choices=[(each.value, each.name) for each in Opinion])
    answer = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["board"], name="unanswered", condition=Q(answered__isnull=True))]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item", "unit"], condition=Q(answered__isnull=True), name="one_open_question_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(answered__isnull=True, answered_by__isnull=True, answered_at__isnull=True, opinion="")
                | Q(answered__isnull=False, answered_by__isnull=False, answered_at__isnull=False) & ~Q(opinion=""),
                name="answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} → {self.unit}"


class Review(models.Model):
    """That what a publication shows was looked at again and is still right; rows are added and never changed."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="reviews")
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="reviews")
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["publication", "at"], name="last_review")]

    def __str__(self) -> str:
        return f"{self.publication_id}: {self.at}"


class KnownHost(models.Model):
    """A host that links of the board's approved items lead to; `sign_off` is the first that approved one.

    `host` is written as items.hosts writes it.
    """

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="known_hosts")
    host = models.CharField(max_length=LONGEST)
    sign_off = models.ForeignKey(SignOff, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["board", "host"], name="known_host_once")]

    def __str__(self) -> str:
        return self.host


class Asset(models.Model):
    """An uploaded picture or file of a board, by the SHA-256 of its bytes; the bytes lie in the store."""

    class Kind(models.TextChoices):
        PICTURE = "picture"
        FILE = "file"

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="assets")
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=160)
    type = models.CharField(max_length=100)
    bytes = models.PositiveIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    renditions = models.JSONField(default=list)
    uploaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    # Who brought the same bytes along later: they have them, and so may see and use what is kept of them.
    brought_by = models.ManyToManyField(Person, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["board", "sha256"], name="asset_once_a_board")]

    def __str__(self) -> str:
        return self.name
