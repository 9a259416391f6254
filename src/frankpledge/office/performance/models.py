"""Observations: one measure, one area, one period, from named releases, by a named method. Append-only."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from frankpledge.office.plan.models import Measure
from frankpledge.office.sources.models import Release


class ObservationStatus(models.TextChoices):
    FINAL = "final", _("final")
    PROVISIONAL = "provisional", _("provisional")
    REVISED = "revised", _("revised")
    MISSING = "missing", _("missing")
    SUPPRESSED = "suppressed", _("suppressed")
    NOT_COMPARABLE = "not_comparable", _("not comparable")


class Observation(models.Model):
    """One figure. A revision is a new row with `supersedes`; nothing is overwritten."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="observations")
    measure_version = models.PositiveSmallIntegerField(_("version of the definition"))
    period = models.CharField(_("period"), max_length=7, help_text=_("2025-04, 2025-Q1 or 2025."))
    value = models.FloatField(_("value"), null=True)
    numerator = models.FloatField(_("numerator"), null=True)
    denominator = models.FloatField(_("denominator"), null=True)
    status = models.CharField(_("status"), max_length=15, choices=ObservationStatus.choices)
    reason = models.CharField(_("why missing, suppressed or not comparable"), max_length=300, blank=True)
    releases = models.ManyToManyField(Release, related_name="observations")
    method = models.CharField(_("method and its version"), max_length=60)
    source_note = models.CharField(_("source, for typed figures"), max_length=300, blank=True)
    computed_at = models.DateTimeField(_("computed"))
    computed_by = models.CharField(max_length=120)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    current = models.BooleanField(_("current"), default=True)

    class Meta:
        ordering = ["measure", "period", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "period"], condition=models.Q(current=True), name="performance_one_current"
            ),
            models.CheckConstraint(
                condition=models.Q(value__isnull=False)
                | models.Q(status__in=["missing", "suppressed", "not_comparable"]),
                name="performance_no_value_needs_a_status",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.period}: {self.value}"

    @property
    def reference(self) -> str:
        return f"observation/{self.measure.code}/{self.period}"


class DetectableChange(models.Model):
    """A simulated result kept by what it depends on, so that no page waits for a simulation."""

    inputs_digest = models.CharField(max_length=64, unique=True)
    method = models.CharField(max_length=60)
    result = models.JSONField()
    computed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.inputs_digest[:12]
