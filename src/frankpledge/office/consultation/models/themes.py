"""How answers are grouped and coded, and which words a person has cleared for the public."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from frankpledge.office.people.models import Person

from .questionnaire import Question
from .responses import Answer


class ThemeState(models.TextChoices):
    SUGGESTED = "suggested", _("suggested by machine")
    ACCEPTED = "accepted", _("accepted")
    MERGED = "merged", _("merged into another")
    DROPPED = "dropped", _("not used")


class Theme(models.Model):
    """A group of answers that say something alike; a person names and accepts it before the public sees it."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="themes")
    code = models.SlugField(_("code"), max_length=60)
    name = models.CharField(_("name"), max_length=160)
    definition = models.TextField(_("what belongs here"), blank=True)
    includes = models.TextField(_("include"), blank=True)
    excludes = models.TextField(_("exclude"), blank=True)
    example = models.TextField(_("example"), blank=True, help_text=_("Made up, or cleared for the public."))
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    order = models.PositiveSmallIntegerField(default=0)
    terms = models.JSONField(_("frequent terms"), default=list)
    state = models.CharField(_("state"), max_length=10, choices=ThemeState.choices, default=ThemeState.SUGGESTED)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="absorbed")
    made_by = models.CharField(
        _("made by"), max_length=120, help_text=_("person/3, or machine: and its method version.")
    )
    made_at = models.DateTimeField()
    accepted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["question", "code"], name="consultation_theme_code")]

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        return f"theme/{self.question.consultation.code}/{self.code}"


class ThemeChange(models.Model):
    """One step in the making of a question's frame of themes, with what it takes to take the step back.

    `before` and `after` hold the fields of every theme that the step touched, by its key (`null`: there was none);
    `made` and `ended` the keys of codings that it made or ended.
    """

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="theme_changes")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="changes")
    verb = models.CharField(max_length=20)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()
    why = models.TextField(blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    made = models.JSONField(default=list)
    ended = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.verb} {self.theme_id}"


class Coding(models.Model):
    """One answer coded with one theme, by a person or a machine, and how sure. Superseded, never edited."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="codings")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="codings")
    coder = models.CharField(_("coded by"), max_length=120)
    confidence = models.FloatField(_("how sure"), null=True)
    exemplar = models.BooleanField(_("shown as an example"), default=False)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(_("no longer holds since"), null=True)
    ended_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-exemplar", "-confidence", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "theme"], condition=models.Q(ended_at=None), name="consultation_coded_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} → {self.theme_id}"


class ApprovedVerbatim(models.Model):
    """Words that a person has read and cleared for the public. Nothing else written by respondents is public."""

    answer = models.OneToOneField(Answer, on_delete=models.PROTECT, related_name="approval")
    text = models.TextField(_("words as published"))
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:60]
