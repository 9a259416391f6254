"""What was frozen: bytes, checksum, inputs, method versions, what it supersedes; and the search index."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Publication(models.Model):
    """A thing as it was published. Never edited: a later one supersedes it, and says why."""

    reference = models.CharField(_("permanent reference"), max_length=200, unique=True)
    subject = models.CharField(_("what it is of"), max_length=200, db_index=True)
    number = models.PositiveIntegerField(_("version"))
    kind = models.CharField(_("kind"), max_length=40)
    title = models.CharField(_("title"), max_length=300)
    content = models.JSONField(_("content, as data"))
    content_sha256 = models.CharField(_("checksum of the content"), max_length=64)
    inputs = models.JSONField(_("releases, observations and method versions used"), default=dict)
    audit_head = models.CharField(_("head of the audit trail when frozen"), max_length=90)
    published_at = models.DateTimeField(_("published"))
    published_by = models.CharField(_("published by"), max_length=120)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    why = models.TextField(_("why it supersedes"), blank=True)
    public = models.BooleanField(_("open to everybody"), default=True)

    class Meta:
        ordering = ["subject", "-number"]
        constraints = [models.UniqueConstraint(fields=["subject", "number"], name="publications_version_once")]

    def __str__(self) -> str:
        return self.title


class Rendition(models.Model):
    """The bytes of a publication in one format, kept in the data folder under their checksum."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="renditions")
    file_name = models.CharField(_("file"), max_length=200)
    media_type = models.CharField(_("format"), max_length=100)
    sha256 = models.CharField(_("checksum"), max_length=64)
    size_bytes = models.PositiveBigIntegerField(_("size in bytes"))

    class Meta:
        ordering = ["file_name"]
        constraints = [models.UniqueConstraint(fields=["publication", "file_name"], name="publications_rendition_once")]

    def __str__(self) -> str:
        return self.file_name


class SearchEntry(models.Model):
    """One findable thing. Written by the use case that changes the thing."""

    reference = models.CharField(max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=40)
    title = models.CharField(_("title"), max_length=300)
    text = models.TextField(_("text"))
    folded = models.TextField(_("text in lower case, for matching"))
    public = models.BooleanField(default=True)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title
