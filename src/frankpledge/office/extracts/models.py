"""The force's own extracts: single crimes with times and places, kept in a restricted folder, for a stated time."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mapping(models.Model):
    """Which column of a force's file is what, and what its codes and words mean: said once, used again.

    `settings`: "columns" (part → heading), "dates" ("day first", "month first"), "types" (value → type of crime).
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    settings = models.JSONField(_("columns, order of dates, types"), default=dict)
    changed_at = models.DateTimeField(_("changed"))
    changed_by = models.CharField(_("changed by"), max_length=120)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ExtractState(models.TextChoices):
    WAITING = "waiting", _("waiting for its columns to be named")
    QUEUED = "queued", _("waiting to be read")
    READING = "reading", _("being read")
    HELD = "held", _("held")
    REFUSED = "refused", _("refused")
    DELETED = "deleted", _("deleted")


class Extract(models.Model):
    """One file of single crimes. The row stays when the crimes are deleted: what was held, why, and until when."""

    file_name = models.CharField(_("file"), max_length=255)
    sha256 = models.CharField(_("checksum (SHA-256) of the file as it was sent"), max_length=64)
    size_bytes = models.PositiveBigIntegerField(_("size in bytes"))
    purpose = models.CharField(_("what it is for"), max_length=300)
    state = models.CharField(_("state"), max_length=10, choices=ExtractState.choices, default=ExtractState.WAITING)
    mapping = models.ForeignKey(Mapping, on_delete=models.PROTECT, null=True, related_name="extracts")
    mapping_used = models.JSONField(_("the mapping as it was when the file was read"), default=dict)
    rows_read = models.PositiveBigIntegerField(_("rows read"), default=0)
    rows_taken = models.PositiveBigIntegerField(_("rows taken in"), default=0)
    rows_rejected = models.PositiveBigIntegerField(_("rows rejected"), default=0)
    share_read = models.FloatField(_("share of the file read so far"), default=0)
    first_day = models.DateField(_("first day"), null=True)
    last_day = models.DateField(_("last day"), null=True)
    rows_sha256 = models.CharField(_("checksum of the typed rows"), max_length=64, blank=True)
    facts = models.JSONField(_("counts made when it was read"), default=dict)
    problem = models.TextField(_("why it was refused"), blank=True)
    keep_until = models.DateField(_("keep until"))
    sent_at = models.DateTimeField(_("sent"))
    sent_by = models.CharField(_("sent by"), max_length=120)
    taken_at = models.DateTimeField(_("taken in"), null=True)
    deleted_at = models.DateTimeField(_("deleted"), null=True)
    deleted_by = models.CharField(_("deleted by"), max_length=120, blank=True)
    made_up = models.BooleanField(_("made up for a demonstration"), default=False)
    why_deleted = models.CharField(_("why it was deleted"), max_length=300, blank=True)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"],
                condition=~models.Q(state__in=["deleted", "refused"]),
                name="extracts_the_same_file_once",
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def reference(self) -> str:
        return f"staff/data/extracts/{self.pk}"
