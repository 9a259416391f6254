"""The audit trail: a chain of salted digests, counted, with its head kept apart.

What must outlive an erasure (that something was done, when, by whom, in which order) is in the chain. What a
person may lawfully ask to have erased (`detail`) is beside it: the chain holds only its salted digest.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One change, in the order in which it was committed."""

    sequence = models.PositiveBigIntegerField(_("number in the chain"), primary_key=True)
    at = models.DateTimeField(_("when"))
    by = models.CharField(
        _("who"), max_length=120, help_text=_("A permanent reference such as person/3, or a process.")
    )
    verb = models.CharField(_("what was done"), max_length=120)
    subject = models.CharField(_("to what"), max_length=240, db_index=True)
    why = models.TextField(_("why"), blank=True)
    detail = models.JSONField(_("what changed"), null=True, help_text=_("Empty once lawfully erased."))
    salt = models.CharField(max_length=32, null=True)
    detail_digest = models.CharField(max_length=64)
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["sequence"]
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb} {self.subject}"


class AuditHead(models.Model):
    """Where the chain ends: without it, cutting off the newest rows would leave no trace.

    `seal` is a keyed digest of count and digest; its key lies in the data folder, outside the database.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    count = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="record_one_audit_head")]

    def __str__(self) -> str:
        return f"{self.count}:{self.digest[:16]}"
