"""Saved analyses: what was asked, of which frozen figures, by which method, what came out; and where it is attached."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from frankpledge.office.people.models import Person


class State(models.TextChoices):
    WAITING = "waiting", _("waiting for a worker")
    RUNNING = "running", _("being computed")
    DONE = "done", _("done")
    FAILED = "failed", _("not computed")


class Analysis(models.Model):
    """One question, put once. A result is never edited: who wants another asks again."""

    number = models.PositiveIntegerField(_("number"), unique=True)
    title = models.CharField(_("title"), max_length=160)
    method = models.CharField(_("method"), max_length=40)
    choices = models.JSONField(_("what was chosen"), default=dict)
    releases = models.JSONField(_("releases that the figures come from"), default=list)
    inputs_sha256 = models.CharField(_("checksum of the frozen figures"), max_length=64, blank=True)
    inputs_rows = models.PositiveIntegerField(_("rows of the frozen figures"), default=0)
    versions = models.JSONField(_("versions of the methods"), default=list)
    result = models.JSONField(_("result"), null=True)
    result_sha256 = models.CharField(_("checksum of the result"), max_length=64, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    progress = models.PositiveSmallIntegerField(_("done, in percent"), default=0)
    step = models.CharField(_("what is being done"), max_length=200, blank=True)
    failed_because = models.TextField(_("why it was not computed"), blank=True)
    restricted = models.BooleanField(_("uses the force's own extract"), default=False)
    extracts = models.JSONField(_("extracts that it uses"), default=list)
    made_up = models.BooleanField(_("made up for the demonstration"), default=False)
    asked_by = models.ForeignKey(
        Person, verbose_name=_("asked by"), on_delete=models.PROTECT, related_name="+", null=True
    )
    asked_at = models.DateTimeField(_("asked"))
    done_at = models.DateTimeField(_("done"), null=True)
    cleared_at = models.DateTimeField(_("cleared for the public"), null=True)
    cleared_by = models.ForeignKey(
        Person, verbose_name=_("cleared by"), on_delete=models.PROTECT, related_name="+", null=True
    )
    cleared_because = models.TextField(_("why the public may see it"), blank=True)

    class Meta:
        ordering = ["-number"]
        verbose_name_plural = "analyses"

    def __str__(self) -> str:
        return self.title

    @property
    def code(self) -> str:
        return f"a{self.number}"

    @property
    def reference(self) -> str:
        return f"analysis/{self.code}"


class Attachment(models.Model):
    """An analysis shown on the page of a problem, measure or board paper, named by its permanent reference."""

    analysis = models.ForeignKey(Analysis, on_delete=models.PROTECT, related_name="attachments")
    to_reference = models.CharField(_("attached to"), max_length=200)
    to_title = models.CharField(_("what it is attached to"), max_length=300)
    note = models.CharField(_("what it shows there"), max_length=300, blank=True)
    attached_at = models.DateTimeField(_("attached"))
    attached_by = models.ForeignKey(
        Person, verbose_name=_("attached by"), on_delete=models.PROTECT, related_name="+", null=True
    )
    removed_at = models.DateTimeField(_("removed"), null=True)

    class Meta:
        ordering = ["attached_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["analysis", "to_reference"],
                condition=models.Q(removed_at=None),
                name="analysis_attached_once",
            )
        ]
        indexes = [models.Index(fields=["to_reference"])]

    def __str__(self) -> str:
        return f"{self.analysis_id} on {self.to_reference}"
