"""Work with an outside analyst: what was given out under random identifiers, and the codes that came back."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from frankpledge.office.consultation.models import Coding, Consultation, Response
from frankpledge.office.people.models import Person


class AnalystExport(models.Model):
    """One pseudonymised export. Its key table stays here; the file holds random identifiers only."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="analyst_exports")
    code = models.CharField(_("code"), max_length=12, unique=True)
    analyst = models.CharField(_("for whom"), max_length=120)
    purpose = models.TextField(_("what for"))
    with_equality = models.BooleanField(_("with counts by group"), default=False)
    questions = models.JSONField(default=list)
    frames = models.JSONField(default=dict)
    responses = models.PositiveIntegerField()
    answers = models.PositiveIntegerField()
    kept_back = models.PositiveIntegerField(_("answers kept back"), default=0)
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return self.code


class ExportKey(models.Model):
    """Which response stands behind a random identifier of an export."""

    export = models.ForeignKey(AnalystExport, on_delete=models.CASCADE, related_name="keys")
    identifier = models.CharField(max_length=12)
    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["identifier"]
        constraints = [
            models.UniqueConstraint(fields=["export", "identifier"], name="findings_identifier_once"),
            models.UniqueConstraint(fields=["export", "response"], name="findings_pseudonym_once"),
        ]

    def __str__(self) -> str:
        return self.identifier


class AnalystImport(models.Model):
    """One file of codes that came back: looked at first, then taken in whole; can be undone whole."""

    export = models.ForeignKey(AnalystExport, on_delete=models.PROTECT, related_name="imports")
    analyst = models.CharField(_("who coded"), max_length=120)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    rows_read = models.PositiveIntegerField()
    rows_rejected = models.PositiveIntegerField()
    coded = models.PositiveIntegerField()
    held_already = models.PositiveIntegerField(default=0)
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    undone_because = models.TextField(blank=True)

    class Meta:
        ordering = ["-imported_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["export", "sha256"],
                condition=models.Q(undone_at=None),
                name="findings_analyst_file_once",
            )
        ]

    def __str__(self) -> str:
        return self.file_name


class AnalystCoding(models.Model):
    """A coding that an import made, so that the import can be undone."""

    batch = models.ForeignKey(AnalystImport, on_delete=models.CASCADE, related_name="codings")
    coding = models.OneToOneField(Coding, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.coding_id}"
