"""Outgoing e-mail: kept until sent, so that a mail server's outage loses nothing."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """One message to one address. The body is dropped once sent: it may hold a personal link."""

    to = models.EmailField(_("to"))
    kind = models.CharField(_("kind"), max_length=40)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"), blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.created_at:%Y-%m-%d %H:%M}"
