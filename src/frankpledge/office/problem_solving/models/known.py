"""What is known to work: the office's own catalogue, and what a response cites of it or of outside projects."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .response import Response


class KnownKind(models.TextChoices):
    REVIEW = "review", _("review of many studies")
    STUDY = "study", _("one study")
    GUIDE = "guide", _("guide or toolkit entry")
    OWN = "own", _("our own evaluation")


class KnownWork(models.Model):
    """One entry of the office's catalogue of what is known, with the five fields of EMMIE."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=8, choices=KnownKind.choices)
    source = models.CharField(_("source"), max_length=300)
    link = models.CharField(_("address or permanent reference"), max_length=300, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True)
    effect = models.TextField(_("effect"), blank=True)
    mechanism = models.TextField(_("mechanism"), blank=True)
    moderators = models.TextField(_("moderators"), blank=True)
    implementation = models.TextField(_("implementation"), blank=True)
    economics = models.TextField(_("economics"), blank=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=120)
    withdrawn_because = models.TextField(_("withdrawn because"), blank=True)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class CitedKind(models.TextChoices):
    KNOWN = "known", _("our catalogue")
    PROJECT = "project", _("index of projects")


class Citation(models.Model):
    """What a response rests on. Title and address are kept as they stood, so that the citation outlives its entry."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="citations")
    kind = models.CharField(_("kind"), max_length=8, choices=CitedKind.choices)
    key = models.CharField(_("code"), max_length=80)
    title = models.CharField(_("title"), max_length=300)
    link = models.CharField(_("address"), max_length=300, blank=True)
    note = models.TextField(_("what it tells us here"), blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["response", "kind", "key"], name="problem_citation_once")]

    def __str__(self) -> str:
        return self.title
