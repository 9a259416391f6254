"""Delivery updates: what a lead says about a commitment, beside the evidence as it stood."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from frankpledge.office.people.models import Person, Post
from frankpledge.office.plan.models import Commitment


class Confidence(models.TextChoices):
    NOT_STARTED = "not_started", _("not started")
    ON_COURSE = "on_course", _("on course")
    AT_RISK = "at_risk", _("at risk")
    OFF_COURSE = "off_course", _("off course")
    COMPLETE = "complete", _("complete")


class UpdateRequest(models.Model):
    """An update asked of a lead, with a due date; answered signed in, or from a personal link that opens this only."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="update_requests")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="update_requests")
    period = models.CharField(_("reporting period"), max_length=10)
    due = models.DateField(_("due"))
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=120)
    token_digest = models.CharField(max_length=64, unique=True, null=True)
    token_person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    token_expires = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due"]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "post", "period"], name="delivery_asked_once_a_period")
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.period}"


class DeliveryUpdate(models.Model):
    """A lead's words, at most 150, and the observations that were shown beside them. A later one supersedes it."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="updates")
    request = models.ForeignKey(UpdateRequest, on_delete=models.PROTECT, null=True, related_name="updates")
    period = models.CharField(_("reporting period"), max_length=10)
    number = models.PositiveSmallIntegerField(_("number in the period"), default=1)
    text = models.TextField(_("what has been done"))
    confidence = models.CharField(_("confidence"), max_length=12, choices=Confidence.choices)
    confidence_reason = models.TextField(_("why the confidence changed"), blank=True)
    shown = models.JSONField(_("evidence shown beside the words"), default=list)
    submitted_at = models.DateTimeField(null=True)
    drafted_at = models.DateTimeField()
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="updates")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="updates")
    by_link = models.BooleanField(_("written from a personal link"), default=False)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    made_up = models.BooleanField(default=False)

    class Meta:
        ordering = ["-period", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "period", "number"], name="delivery_update_number"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        plan = self.commitment.priority.plan.code
        return f"update/{plan}/{self.commitment.code}/{self.period}/{self.number}"
