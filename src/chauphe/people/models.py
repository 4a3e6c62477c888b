"""Who there is: boards as tenants, their units, persons, dated appointments and absences (Điều 2 to 7).

Nothing of one board is readable from another; a person may sit on several. There is no superuser and no
permission table: what a person may do follows from their appointments and the regulation alone. Only
`people.services` writes these tables, and each of its acts leaves a `Change` that nothing alters later.
"""

import unicodedata
import uuid
from datetime import date
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chauphe.core.authority import Role
from chauphe.core.text import sort_key


class Board(models.Model):
    """An editorial board, its office and its site: the tenant and the sharding key."""

    class Colour(models.TextChoices):
        CHAM = "cham"
        LUC = "luc"
        NAU = "nau"

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    parent_name = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    responsible = models.CharField(max_length=200, blank=True)
    colour = models.CharField(max_length=8, choices=Colour.choices, default=Colour.CHAM)
    base_url = models.URLField()
    origin = models.CharField(max_length=120, unique=True)
    regulation = models.CharField(max_length=300, default="founding")
    is_demo = models.BooleanField(default=False)
    next_number = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A specialised division or affiliated unit that supplies items (Điều 2), from a day to a day.

    `until` is its last day, and `successor` the unit whose its work is from then on; a unit without them goes on.
    `decision` names the paper by which it was last changed.
    """

    class Kind(models.TextChoices):
        DIVISION = "division"
        AFFILIATED = "affiliated"

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="units")
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.DIVISION)
    is_organisation = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors")
    decision = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["order", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True, successor__isnull=True)
                | Q(until__isnull=False, successor__isnull=False),
                name="closed_unit_has_successor",
            ),
            models.UniqueConstraint(fields=["board", "code"], name="unit_code_once"),
            models.UniqueConstraint(
                fields=["board"], condition=Q(is_organisation=True), name="one_organisation_unit_a_board"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_open(self, on: date) -> bool:
        """Say whether it exists on a day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


class Section(models.Model):
    """A section of a board's site."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="sections")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["order", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["board", "slug"], name="section_slug_once")]

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    """Makes persons; a person without a password cannot sign in by password."""

    def create_user(
        self, username: str, *, full_name: str, password: str | None = None, email: str = "", honorific: str = ""
    ) -> "Person":
        mail = self.normalize_email(email)
        person = self.model(username=username, full_name=full_name, email=mail, honorific=honorific)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """A person who signs in; `honorific` is how the office addresses them (ông, bà).

    `opened_at` is when the account was last opened: by a password set by a link, or after it had been locked or unused.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(_("user name"), max_length=60, unique=True)
    full_name = models.CharField(_("full name"), max_length=120)
    honorific = models.CharField(max_length=12, blank=True)
    email = models.EmailField(_("mail address"), blank=True)
    sort_key = models.CharField(max_length=400, editable=False)
    is_active = models.BooleanField(default=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PersonManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["full_name"]

    class Meta:
        ordering: ClassVar = ["sort_key"]

    def save(self, *args: object, **kwargs: object) -> None:
        self.sort_key = sort_key(self.full_name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature is handed through

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        return self.full_name

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(_same_on_every_keyboard(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        return super().check_password(_same_on_every_keyboard(raw_password) or "")


def _same_on_every_keyboard(password: str | None) -> str | None:
    """Return a password in one form: one device types "ế" as one letter, another as a letter and two marks."""
    return None if password is None else unicodedata.normalize("NFKC", password)


class Appointment(models.Model):
    """An office held from a day to a day; leaving ends it, and nothing ever rewrites it.

    `decision` names the paper by which it was given ("Quyết định số 12/QĐ-SNV ngày 01/12/2025").
    """

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="appointments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=20, choices=[(role.value, role.name) for role in Role])
    title = models.CharField(max_length=120)
    units = models.ManyToManyField(Unit, blank=True, related_name="appointments")
    sections = models.ManyToManyField(Section, blank=True, related_name="appointments")
    rank = models.PositiveSmallIntegerField(default=0)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    decision = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["rank", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="until_after_since")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.title}"


class Absence(models.Model):
    """A person is away from their board in [since, until) (Điều 7 khoản 3)."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="absences")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="absence_has_length")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.since} – {self.until}"


class Delegation(models.Model):
    """An office's power given to somebody in writing, in [since, until), for a matter (Điều 4 khoản 3).

    `units` and `sections` are codes and slugs, `kinds` and `moves` as the core names them; empty means all (of `moves`
    there is always one). `paper` names the written delegation; its file, if there is one, lies in the board's store.
    Nothing of it changes but that it may be revoked.
    """

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="delegations")
    giver = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="delegations")
    delegate = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="delegations")
    moves = models.JSONField(default=list)
    units = models.JSONField(default=list)
    sections = models.JSONField(default=list)
    kinds = models.JSONField(default=list)
    since = models.DateTimeField()
    until = models.DateTimeField()
    paper = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(max_length=160, blank=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["since", "id"]
        indexes: ClassVar = [models.Index(fields=["board", "until"], name="delegations_of_board")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="delegation_has_length")
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.delegate}: {self.since} – {self.until}"


class DeclaredDay(models.Model):
    """A day on which the office does not work, or works although it otherwise would not, by a paper.

    Nothing of it changes but that it may be withdrawn; of a day there is one at most that was not.
    """

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="declared_days")
    day = models.DateField()
    works = models.BooleanField()
    name = models.CharField(max_length=120)
    paper = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["day", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["board", "day"], condition=Q(withdrawn_at__isnull=True), name="one_word_on_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.name}"


class ReviewPlan(models.Model):
    """That what a section shows is looked at again, how often, and who owns that (Điều 5 khoản 3).

    Without `months` the board's rule says how often; the owner is a person or else an office, or neither.
    """

    section = models.OneToOneField(Section, on_delete=models.PROTECT, related_name="review_plan")
    months = models.PositiveSmallIntegerField(null=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=20, blank=True, choices=[(role.value, role.name) for role in Role])
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(person__isnull=True) | Q(role=""), name="one_owner_of_a_review")
        ]

    def __str__(self) -> str:
        return f"{self.section}: {self.months}"


class Invitation(models.Model):
    """A link by which one person sets their own password, once; of its secret only the SHA-256 is kept.

    It is open until it was used, a newer one took its place, or its time is over. `by` is None where it was made on
    the command line of the server.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invitations")
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(used_at__isnull=True, voided_at__isnull=True),
                name="one_open_invitation_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.expires_at}"


class Challenge(models.Model):
    """What a person's device was asked to sign: one content, once, within minutes; `origin` is where the browser was.

    `item` is an item's id and `digest` the content's; the 32 bytes themselves follow from the row (`seal.device`), or
    from all the rows with its nonce where one answer was asked for several contents.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="challenges")
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="+")
    item = models.UUIDField()
    digest = models.CharField(max_length=64)
    origin = models.CharField(max_length=200)
    nonce = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["nonce", "item"], name="asked_once_of_an_item")]

    def __str__(self) -> str:
        return f"{self.person}: {self.digest}"


class SignIn(models.Model):
    """One attempt to sign in to a person's account, as it is shown to that person: when, from where, by what.

    `factors` names what was proved, such as "password+totp"; empty where it failed. `session` is the key of the session
    that began, by which the person can end it. Where a name was tried that belongs to nobody there is no `person`, and
    what was typed is not kept: it may have been a password. `why` is empty for what was simply wrong.
    """

    class Why(models.TextChoices):
        THROTTLED = "throttled"
        LOCKED = "locked"
        UNUSED = "unused"
        SERVICE = "service"

    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="sign_ins")
    at = models.DateTimeField()
    worked = models.BooleanField()
    why = models.CharField(max_length=12, blank=True, choices=Why.choices)
    factors = models.CharField(max_length=60, blank=True)
    address = models.GenericIPAddressField(null=True, blank=True)
    agent = models.CharField(max_length=200, blank=True)
    session = models.CharField(max_length=40, blank=True, db_index=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["person", "-id"], name="sign_ins_of_person")]

    def __str__(self) -> str:
        return f"{self.person}: {self.at}"


class Change(models.Model):
    """One act on people: who did what to whom, when, written out so that it outlives them.

    `by` is None, and `by_name` empty, where it was done on the command line of the server. `board` is None for what
    concerns an account and no board.
    """

    board = models.ForeignKey(Board, null=True, on_delete=models.PROTECT, related_name="changes")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="changes")
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    verb = models.CharField(max_length=30)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["board", "id"], name="change_of_board")]

    def __str__(self) -> str:
        return f"{self.verb}: {self.person}"
