"""One table of actions and duties from every origin."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from frankpledge.office.people.models import Post


class ActionKind(models.TextChoices):
    ACTION = "action", _("action")
    DUTY = "duty", _("duty to respond")


class ActionState(models.TextChoices):
    OPEN = "open", _("open")
    CLAIMED = "claimed", _("said to be done, not yet checked")
    PROVED = "proved", _("done and proved")
    STOPPED = "stopped", _("stopped")


class Action(models.Model):
    """Something owed: by whom, by when, because of what, and the proof that it was done."""

    reference = models.CharField(_("permanent reference"), max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=ActionKind.choices, default=ActionKind.ACTION)
    origin = models.CharField(
        _("origin"),
        max_length=200,
        db_index=True,
        help_text=_("Permanent reference of what it follows from."),
    )
    text = models.TextField(_("what is to be done"))
    owner = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="actions", null=True)
    due = models.DateField(_("due"))
    state = models.CharField(_("state"), max_length=10, choices=ActionState.choices, default=ActionState.OPEN)
    proof = models.TextField(_("proof"), blank=True)
    proof_reference = models.CharField(_("reference of the proof"), max_length=200, blank=True)
    claimed_by = models.CharField(max_length=120, blank=True)
    claimed_at = models.DateTimeField(null=True)
    verified_by = models.CharField(_("checked by"), max_length=120, blank=True)
    verified_at = models.DateTimeField(null=True)
    stopped_because = models.TextField(_("stopped because"), blank=True)
    created_at = models.DateTimeField()
    made_up = models.BooleanField(default=False)
    public = models.BooleanField(default=True)

    class Meta:
        ordering = ["due"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="proved") | (~models.Q(proof="") & ~models.Q(verified_by="")),
                name="actions_proved_needs_proof",
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def slug(self) -> str:
        return self.reference.removeprefix("action/")
