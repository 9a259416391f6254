"""Answers to the equality questions, apart from everything else that a person answers."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class EqualityRecord(models.Model):
    """What one person chose to say of themselves. It names no response: a response may hold its random `link`.

    `answers` {question code: option code}; a question that was passed over is not in it. Received once its response
    is sent; until then it is part of a draft, and is cleared away with it.
    """

    link = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.SlugField(_("code of the consultation"), max_length=60, db_index=True)
    wording = models.CharField(_("version of the wording"), max_length=20)
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    received_on = models.DateField(_("received"), null=True)

    class Meta:
        ordering = ["link"]

    def __str__(self) -> str:
        return f"equality record of {self.consultation}"
