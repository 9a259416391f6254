"""What followed from what people said: what became of each theme, and what each change of the plan rests on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from frankpledge.office.consultation.models import Consultation, Theme


class ThresholdKind(models.TextChoices):
    COUNT = "count", _("a number of people")
    SHARE = "share", _("a share of those who answered, in per cent")


class Reporting(models.Model):
    """How one consultation is reported on: the threshold for themes, the plan before and after, and what is known."""

    consultation = models.OneToOneField(Consultation, on_delete=models.PROTECT, related_name="reporting")
    threshold_kind = models.CharField(
        _("a theme needs a decision from"), max_length=5, choices=ThresholdKind.choices, default=ThresholdKind.COUNT
    )
    threshold = models.PositiveIntegerField(_("threshold"), default=5)
    draft = models.CharField(_("plan that people were asked about"), max_length=200, blank=True)
    final = models.CharField(_("plan as it was decided"), max_length=200, blank=True)
    introduction = models.TextField(_("introduction"), blank=True)
    how_asked = models.TextField(_("how people were asked"), blank=True)
    not_known = models.TextField(_("what is not known"), blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"reporting of {self.consultation_id}"


class Verdict(models.TextChoices):
    ADOPTED = "adopted", _("adopted")
    PARTLY = "partly", _("adopted in part")
    NOT_ADOPTED = "not_adopted", _("not adopted")


class Disposition(models.Model):
    """What was decided about a theme, and why. Superseded once it was published, never edited.

    `lines` are the changed lines of the plan that it led to: reference, code, kind, text before and after, as they
    stood when it was decided. Where nothing changed, who decided and when; `resolution` may cite minutes.
    """

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="dispositions")
    number = models.PositiveSmallIntegerField()
    verdict = models.CharField(_("what was decided"), max_length=12, choices=Verdict.choices)
    reason = models.TextField(_("reason"))
    lines = models.JSONField(_("lines of the plan"), default=list)
    decided_by = models.CharField(_("who decided"), max_length=200, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    resolution = models.CharField(_("resolution or other source"), max_length=300, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=120)
    published_in = models.CharField(_("first published in"), max_length=200, blank=True)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    why = models.TextField(_("why it supersedes"), blank=True)

    class Meta:
        ordering = ["theme_id", "number"]
        constraints = [models.UniqueConstraint(fields=["theme", "number"], name="findings_disposition_number")]

    def __str__(self) -> str:
        return f"{self.verdict} {self.theme_id}"

    @property
    def reference(self) -> str:
        return f"disposition/{self.theme.question.consultation.code}/{self.theme.code}"


class ChangeReason(models.Model):
    """What a changed line of the plan rests on, where that is no theme: data, a duty in law, a decision."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="change_reasons")
    line = models.CharField(_("line of the plan"), max_length=200)
    reason = models.TextField(_("what it rests on"))
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["line"]
        constraints = [models.UniqueConstraint(fields=["consultation", "line"], name="findings_change_reason_once")]

    def __str__(self) -> str:
        return self.line
