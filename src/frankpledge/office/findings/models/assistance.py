"""Help by a language model, if an office turns it on: where it is, and what it said. Its key is never kept here."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from frankpledge.office.consultation.models import Answer, Question, Theme


class Assistance(models.Model):
    """Where a language model is reached and which one. One row; off unless an administrator turned it on."""

    on = models.BooleanField(_("in use"), default=False)
    base_url = models.CharField(_("address"), max_length=300, blank=True)
    model = models.CharField(_("model"), max_length=120, blank=True)
    temperature = models.FloatField(_("temperature"), default=0.0)
    timeout_s = models.PositiveSmallIntegerField(_("seconds to wait for one answer"), default=60)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.model or "none"


class RunKind(models.TextChoices):
    PROPOSE = "propose", _("themes proposed")
    MAP = "map", _("answers mapped to themes")


class AssistantRun(models.Model):
    """One piece of work that a language model was asked to do: which model, how it was asked, what came of it."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="assistant_runs")
    kind = models.CharField(max_length=8, choices=RunKind.choices)
    host = models.CharField(max_length=300)
    model = models.CharField(max_length=120)
    prompt_version = models.CharField(max_length=40)
    settings = models.JSONField(default=dict)
    frame = models.CharField(max_length=120, blank=True)
    asked = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)
    agreement = models.JSONField(
        default=dict, help_text=_("Figures on the double-coded sample, beside the local model.")
    )
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    asked_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["-began_at", "-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.model}"


class AssistantSuggestion(models.Model):
    """One thing that a language model said: a theme of its own, or a theme of the frame for an answer."""

    run = models.ForeignKey(AssistantRun, on_delete=models.CASCADE, related_name="suggestions")
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, null=True, related_name="+")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=160, blank=True)
    definition = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name or f"{self.answer_id} → {self.theme_id}"
