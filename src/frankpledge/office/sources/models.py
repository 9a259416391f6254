"""Outside data: datasets, and the releases in which their bytes came to us."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Dataset(models.Model):
    """A series of files that one publisher keeps issuing under one definition."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    publisher = models.CharField(_("publisher"), max_length=200)
    licence = models.CharField(_("licence"), max_length=200)
    licence_url = models.URLField(_("licence text"), blank=True)
    source_url = models.URLField(_("where it is published"), blank=True)
    attribution = models.TextField(_("attribution"), blank=True)
    caveats = models.TextField(_("what to know before using it"), blank=True)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        return f"dataset/{self.code}"


class ReleaseStatus(models.TextChoices):
    CURRENT = "current", _("current")
    SUPERSEDED = "superseded", _("superseded")


class Release(models.Model):
    """One file as it was received: its bytes are kept, named by their checksum, and never edited."""

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="releases")
    covers = models.CharField(
        _("what it covers"), max_length=200, help_text=_("A later file with the same coverage supersedes this one.")
    )
    file_name = models.CharField(_("file"), max_length=255)
    sha256 = models.CharField(_("checksum (SHA-256) of the raw bytes, uncompressed"), max_length=64)
    size_bytes = models.PositiveBigIntegerField(_("size in bytes"))
    rows_read = models.PositiveBigIntegerField(_("rows read"))
    rows_imported = models.PositiveBigIntegerField(_("rows imported"))
    rows_rejected = models.PositiveBigIntegerField(_("rows rejected"))
    parquet_sha256 = models.CharField(_("checksum of the typed file"), max_length=64, blank=True)
    first_month = models.CharField(_("first month"), max_length=7, blank=True)
    last_month = models.CharField(_("last month"), max_length=7, blank=True)
    importer = models.CharField(_("importer and its version"), max_length=60)
    facts = models.JSONField(_("counts made at import"), default=dict)
    status = models.CharField(_("status"), max_length=12, choices=ReleaseStatus.choices, default=ReleaseStatus.CURRENT)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    extracted_on = models.DateField(_("extracted from the source on"), null=True)
    received_at = models.DateTimeField(_("received"))
    received_from = models.CharField(_("imported by"), max_length=120)

    class Meta:
        ordering = ["dataset", "covers", "-received_at"]
        constraints = [
            models.UniqueConstraint(fields=["dataset", "sha256"], name="sources_release_bytes_once"),
            models.UniqueConstraint(
                fields=["dataset", "covers"], condition=models.Q(status="current"), name="sources_one_current_release"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def reference(self) -> str:
        return f"release/{self.dataset.code}-{self.sha256[:12]}"


class ImportRun(models.Model):
    """One import command or upload: what went in and what was turned away."""

    command = models.CharField(_("command"), max_length=60)
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True)
    by = models.CharField(_("by"), max_length=120)
    rows_read = models.PositiveBigIntegerField(default=0)
    rows_imported = models.PositiveBigIntegerField(default=0)
    rows_rejected = models.PositiveBigIntegerField(default=0)
    rows_unchanged = models.PositiveBigIntegerField(default=0)
    rejects_file = models.CharField(_("rejected rows"), max_length=255, blank=True)
    files = models.JSONField(_("what became of each file"), default=list)
    releases = models.ManyToManyField(Release, related_name="runs")

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.command} {self.started_at:%Y-%m-%d %H:%M}"
