"""Tables of the year of engagement: outreach events, and the groups of an office's own that they reach."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from frankpledge.office.consultation.models import Consultation
from frankpledge.office.people.models import Person


class Route(models.TextChoices):
    """How people were reached."""

    MEETING = "meeting", _("a meeting")
    STALL = "stall", _("a stall, or in the street")
    VISIT = "visit", _("a visit to a group or a place")
    FOCUS = "focus", _("a focus group or interviews")
    ONLINE = "online", _("an online meeting")
    MAILING = "mailing", _("a mailing, or leaflets")
    SOCIAL = "social", _("social media")
    PRESS = "press", _("press, radio or posters")
    PARTNER = "partner", _("through a partner organisation")
    OTHER = "other", _("another way")


class EventState(models.TextChoices):
    PLANNED = "planned", _("planned")
    HELD = "held", _("held")
    CANCELLED = "cancelled", _("cancelled")


class Group(models.Model):
    """A group of people of the office's own choosing, beside those that every office is expected to reach."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Event(models.Model):
    """One outreach event: whom it was to reach, where, how, how many it reached, and what it cost.

    `groups` are codes of `rules.GROUPS` or of `Group`. Without a consultation it belongs to the year alone.
    """

    code = models.SlugField(_("code"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=160)
    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    starts_on = models.DateField(_("day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    time = models.CharField(_("time"), max_length=40, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    area_code = models.CharField(_("district or ward"), max_length=12, blank=True)
    route = models.CharField(_("how people were reached"), max_length=10, choices=Route.choices)
    groups = models.JSONField(_("groups reached"), default=list, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=EventState.choices, default=EventState.PLANNED)
    reached = models.PositiveIntegerField(_("people reached"), null=True, blank=True)
    cost = models.DecimalField(_("cost"), max_digits=10, decimal_places=2, null=True, blank=True)
    public = models.BooleanField(_("shown to the public"), default=True)
    about = models.TextField(_("what the public reads of it"), blank=True)
    notes = models.TextField(_("notes for staff"), blank=True)
    who = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cancelled_because = models.TextField(_("why it was cancelled"), blank=True)
    made_up = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["starts_on", "code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="engagement_event_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        return f"event/{self.code}"
