"""Findings: sentences whose numbers a query fills in, kept with what they were computed from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from frankpledge.office.consultation.models import ApprovedVerbatim, Consultation
from frankpledge.office.people.models import Person


class Finding(models.Model):
    """A sentence with places for numbers, and the query that fills them in. No number is ever typed.

    `query` is `rules.Query.as_json()`. A finding that was taken out is kept: a report may rest on it.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="findings")
    code = models.SlugField(_("code"), max_length=60)
    sentence = models.TextField(_("sentence"))
    note = models.TextField(_("what to know when reading it"), blank=True)
    query = models.JSONField(_("query"), default=dict)
    order = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)
    taken_out_at = models.DateTimeField(_("taken out"), null=True)
    taken_out_because = models.TextField(blank=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["consultation", "code"], name="findings_finding_code")]

    def __str__(self) -> str:
        return self.sentence

    @property
    def reference(self) -> str:
        return f"finding/{self.consultation.code}/{self.code}"


class FindingFigure(models.Model):
    """A finding as it was fixed: the query, what it gave, and a digest of the answers that it counted. Never edited."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="figures")
    number = models.PositiveSmallIntegerField()
    sentence = models.TextField(_("sentence as published"))
    query = models.JSONField()
    counts = models.JSONField(help_text=_("n, denominator and the tables, before small numbers are hidden."))
    inputs = models.JSONField(
        help_text=_("What is needed to count again: as at when, members of themes, answers in campaigns, digest.")
    )
    frame = models.CharField(_("version of the code frame"), max_length=120, blank=True)
    method = models.CharField(max_length=40)
    fixed_at = models.DateTimeField()
    fixed_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["finding", "number"], name="findings_figure_number")]

    def __str__(self) -> str:
        return self.sentence


class Quotation(models.Model):
    """Words under a finding: only such as a person has cleared for the public."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="quotations")
    verbatim = models.ForeignKey(ApprovedVerbatim, on_delete=models.PROTECT, related_name="quotations")
    order = models.PositiveSmallIntegerField(default=0)
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["finding", "verbatim"], name="findings_quoted_once")]

    def __str__(self) -> str:
        return f"quotation {self.pk}"
