"""A survey tool's file between being sent and being brought in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from frankpledge.office.people.models import Person

from .questionnaire import Consultation


class UploadState(models.TextChoices):
    MAPPING = "mapping", _("its columns are being matched")
    QUEUED = "queued", _("waiting for the worker")
    RUNNING = "running", _("being read")
    DONE = "done", _("brought in")
    FAILED = "failed", _("refused as a whole")
    DROPPED = "dropped", _("not used")


class Upload(models.Model):
    """One file as it was sent. Its bytes lie in the data folder only until it is brought in or dropped.

    `mapping` is the mapping file as proposed, then as corrected by a person; `summary` is what the import reported.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="uploads")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    tool = models.CharField(_("survey tool"), max_length=40, blank=True)
    mapping = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=UploadState.choices, default=UploadState.MAPPING)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    summary = models.JSONField(default=dict, blank=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ["-sent_at", "-id"]

    def __str__(self) -> str:
        return self.file_name
