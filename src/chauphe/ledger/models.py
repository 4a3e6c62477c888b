"""The ledger: one log a board, one row an act, never changed (invariants 3 and 4).

An entry keeps the act record in full, as canonical JSON, and the salt and leaf hash by which the public log commits
to it. It points at nothing that could be deleted: item, person and office are written out inside the record.
"""

from typing import ClassVar

from django.db import models

from chauphe.people.models import Board


class Log(models.Model):
    """The head of a board's log: its size and the compact range from which the next root is worked out."""

    board = models.OneToOneField(Board, on_delete=models.PROTECT, related_name="log")
    size = models.PositiveBigIntegerField(default=0)
    frontier = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.board.slug}: {self.size}"


class Entry(models.Model):
    """One act. `record` is the canonical act record, `leaf` the RFC 6962 leaf hash that the tree holds."""

    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="entries")
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    act = models.CharField(max_length=30)
    item = models.UUIDField()
    revision = models.PositiveIntegerField()
    record = models.TextField()
    salt = models.BinaryField(max_length=32)
    leaf = models.BinaryField(max_length=32)

    class Meta:
        ordering: ClassVar = ["log", "seq"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["log", "seq"], name="entry_seq_once")]
        indexes: ClassVar = [models.Index(fields=["item", "seq"], name="entry_of_item")]

    def __str__(self) -> str:
        return f"{self.seq}: {self.act}"


class Paper(models.Model):
    """What the board set down beside its items, frozen: a period's figures, minutes, a payment. Never changed.

    `kind` and `key` name it on its board (“quota”, “2026-Q3”); what is set down anew under one name is its next
    version. `content` is canonical JSON, `digest` its SHA-256, and `entry` the act by which it was set down.
    """

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    content = models.TextField()
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="paper")

    class Meta:
        ordering: ClassVar = ["board", "kind", "key", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["board", "kind", "key", "version"], name="paper_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} ({self.version})"
