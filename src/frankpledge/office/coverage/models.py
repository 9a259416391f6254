"""Who has answered, beside who lives here: the response profile while a consultation is open, and who is missing."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from frankpledge.office.consultation.models import Consultation

HALF = 50


class Watch(models.Model):
    """From when on a group counts as missing in one consultation, as the office has set it.

    `percent` of its share among residents: at 50, a group with fewer than half of its share is missing.
    """

    consultation = models.OneToOneField(Consultation, on_delete=models.CASCADE, related_name="coverage_watch")
    percent = models.PositiveSmallIntegerField(_("per cent of its share"), default=HALF)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(percent__gte=10, percent__lte=100), name="coverage_watch_percent")
        ]

    def __str__(self) -> str:
        return f"below {self.percent} %"
