"""Meetings of the scrutiny body and of the accountability board: items, papers, points, resolutions, challenges."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from frankpledge.office.delivery.models import DeliveryUpdate
from frankpledge.office.people.models import Post
from frankpledge.office.publications.models import Publication


class BodyKind(models.TextChoices):
    """Which of the office's two meetings it is; its name comes from the office's own words."""

    SCRUTINY = "scrutiny", _("scrutiny body")
    ACCOUNTABILITY = "accountability", _("accountability meeting")


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("planned")
    AGENDA = "agenda", _("agenda published")
    HELD = "held", _("held")
    DRAFT_MINUTES = "draft_minutes", _("draft minutes")
    CONFIRMED = "confirmed", _("minutes confirmed")


class Meeting(models.Model):
    body = models.CharField(_("body"), max_length=15, choices=BodyKind.choices)
    date = models.DateField(_("date"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=15, choices=MeetingState.choices, default=MeetingState.PLANNED)
    named_then = models.CharField(_("what the body was called then"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)
    source = models.CharField(_("source of the record"), max_length=300, blank=True)
    made_up = models.BooleanField(_("made up"), default=False)

    class Meta:
        ordering = ["-date"]
        constraints = [models.UniqueConstraint(fields=["body", "date"], name="scrutiny_one_meeting_a_day")]

    def __str__(self) -> str:
        return f"{self.body} {self.date}"

    @property
    def reference(self) -> str:
        return f"meeting/{self.body}/{self.date.isoformat()}"


class AgendaItem(models.Model):
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=250)
    exempt = models.BooleanField(_("exempt from publication"), default=False)
    exempt_ground = models.CharField(_("ground of the exemption"), max_length=250, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="scrutiny_item_number"),
            models.CheckConstraint(
                condition=models.Q(exempt=False) | ~models.Q(exempt_ground=""),
                name="scrutiny_exempt_has_ground",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def reference(self) -> str:
        return f"item/{self.meeting.body}/{self.meeting.date.isoformat()}/{self.number}"


class ReportState(models.TextChoices):
    DRAFT = "draft", _("draft")
    FROZEN = "frozen", _("frozen")


class DeliveryReport(models.Model):
    """A frozen set of delivery updates and figures, to one meeting. Its bytes are a `Publication`."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="reports")
    code = models.SlugField(_("code"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    plan_code = models.CharField(_("plan"), max_length=40)
    as_at = models.CharField(
        _("figures as at"), max_length=7, help_text=_("The last month shown, for example 2025-04.")
    )
    period = models.CharField(_("reporting period of the updates"), max_length=10)
    state = models.CharField(_("state"), max_length=8, choices=ReportState.choices, default=ReportState.DRAFT)
    publication = models.OneToOneField(Publication, on_delete=models.PROTECT, null=True, related_name="delivery_report")
    updates = models.ManyToManyField(DeliveryUpdate, related_name="reports")
    made_up = models.BooleanField(default=False)

    class Meta:
        ordering = ["-as_at"]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        return f"report/{self.code}"


class Paper(models.Model):
    """A paper before an item: a delivery report of ours, or a file or address from elsewhere."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="papers")
    title = models.CharField(_("title"), max_length=250)
    delivery_report = models.ForeignKey(DeliveryReport, on_delete=models.PROTECT, null=True, related_name="papers")
    format = models.CharField(_("format"), max_length=20, blank=True)
    size_kb = models.PositiveIntegerField(_("size in kB"), null=True)
    text = models.TextField(_("text of the paper"), blank=True)
    held_by = models.CharField(_("where it is kept"), max_length=300, blank=True)
    exempt = models.BooleanField(_("exempt from publication"), default=False)
    exempt_ground = models.CharField(_("ground of the exemption"), max_length=250, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title


class PointKind(models.TextChoices):
    PRESENTATION = "presentation", _("presented")
    COMMENT = "comment", _("comment")
    QUESTION = "question", _("question")
    REQUEST = "request", _("request")
    CHALLENGE = "challenge", _("challenge")
    EVIDENCE = "evidence", _("evidence")


class MinutePoint(models.Model):
    """One point in the minutes. A member's question or request stays open until it is answered."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="points")
    number = models.PositiveSmallIntegerField(_("number"))
    speaker = models.CharField(_("speaker"), max_length=160, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=PointKind.choices)
    text = models.TextField(_("what was said"))
    places = models.JSONField(_("places named"), default=list, blank=True)
    refers_to = models.CharField(_("refers to"), max_length=200, blank=True)
    missing = models.JSONField(_("what the record does not say"), default=list, blank=True)
    incomplete = models.CharField(_("where the record breaks off"), max_length=250, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="scrutiny_point_number")]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def reference(self) -> str:
        return f"point/{self.item.meeting.body}/{self.item.meeting.date.isoformat()}/{self.item.number}/{self.number}"


class ResolutionVerb(models.TextChoices):
    """What the body did. Which verbs create a duty stands in `rules.py`."""

    NOTES = "notes", _("notes")
    ENDORSES = "endorses", _("endorses")
    ACCEPTS = "accepts", _("accepts")
    WELCOMES = "welcomes", _("welcomes")
    REQUESTS = "requests", _("requests")
    RECOMMENDS = "recommends", _("recommends")
    APPOINTS = "appoints", _("appoints")
    APPROVES = "approves", _("approves")


class Resolution(models.Model):
    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="resolutions")
    number = models.PositiveSmallIntegerField(_("number"))
    verb = models.CharField(_("verb"), max_length=12, choices=ResolutionVerb.choices)
    text = models.TextField(_("text"))
    due = models.DateField(_("response due"), null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="scrutiny_resolution_number"),
            models.CheckConstraint(
                condition=~models.Q(verb__in=["requests", "recommends"]) | models.Q(due__isnull=False),
                name="scrutiny_request_has_due_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb}: {self.text[:60]}"

    @property
    def reference(self) -> str:
        return (
            f"resolution/{self.item.meeting.body}/{self.item.meeting.date.isoformat()}/{self.item.number}/{self.number}"
        )


class Challenge(models.Model):
    """What a member challenged, at which item, about what; due an answer by a date."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="challenges")
    number = models.PositiveSmallIntegerField(_("number"))
    raised_by = models.CharField(_("raised by"), max_length=160)
    text = models.TextField(_("challenge"))
    about = models.CharField(
        _("about"), max_length=200, blank=True, help_text=_("Permanent reference: a commitment or a measure.")
    )
    delivery_report = models.ForeignKey(DeliveryReport, on_delete=models.PROTECT, null=True, related_name="challenges")
    addressed_to = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="challenges")
    due = models.DateField(_("answer due"))
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=120, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120)
    made_up = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="scrutiny_challenge_number"),
            models.CheckConstraint(
                condition=models.Q(answered_at=None) | ~models.Q(answer=""),
                name="scrutiny_answered_has_answer",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def reference(self) -> str:
        return (
            f"challenge/{self.item.meeting.body}/{self.item.meeting.date.isoformat()}/{self.item.number}/{self.number}"
        )
