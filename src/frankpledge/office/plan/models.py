"""The plan: priorities, commitments, the basis of each, its leads, and the definition of its measures."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from frankpledge.office.consultation.models import Consultation, Theme
from frankpledge.office.people.models import Post


class Plan(models.Model):
    """One plan over its period. What the public reads is its latest frozen version (a `Publication`)."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("in one paragraph"), blank=True)
    starts = models.DateField(_("from"))
    ends = models.DateField(_("to"), null=True)
    level_names = models.JSONField(
        _("names of the levels"),
        default=list,
        help_text=_("From the top, singular and plural: [['priority', 'priorities'], …]."),
    )
    announced_priorities = models.PositiveSmallIntegerField(
        _("announced number at the top level"), null=True, blank=True
    )
    historic = models.BooleanField(_("historic plan, entered for the record"), default=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, null=True, related_name="plans")
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="followed_by")

    class Meta:
        ordering = ["-starts"]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        return f"plan/{self.code}"


class Priority(models.Model):
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="priorities")
    code = models.CharField(_("code"), max_length=20)
    title = models.CharField(_("title"), max_length=200)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        verbose_name_plural = _("priorities")
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="plan_priority_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def reference(self) -> str:
        return f"priority/{self.plan.code}/{self.code}"


class Addressee(models.TextChoices):
    """Who is to deliver a commitment."""

    POLICE = "police", _("police")
    FIRE = "fire", _("fire and rescue")
    JOINT = "joint", _("police and fire together")
    PARTNER = "partner", _("a partner")
    OFFICE = "office", _("own office")


class Commitment(models.Model):
    priority = models.ForeignKey(Priority, on_delete=models.CASCADE, related_name="commitments")
    code = models.CharField(_("code"), max_length=20)
    text = models.TextField(_("the promise"))
    addressee = models.CharField(_("addressed to"), max_length=10, choices=Addressee.choices)
    how_we_will_know = models.TextField(_("how we will know"), blank=True)
    not_measured_because = models.TextField(_("not measured, because"), blank=True)
    known_outcome = models.TextField(_("what became of it"), blank=True, help_text=_("For historic plans."))
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["priority", "code"], name="plan_commitment_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.text[:60]}"

    @property
    def reference(self) -> str:
        return f"commitment/{self.priority.plan.code}/{self.code}"


class LeadFor(models.TextChoices):
    OFFICE = "office", _("the office")
    POLICE = "police", _("police")
    FIRE = "fire", _("fire and rescue")
    PARTNER = "partner", _("partner")


class Lead(models.Model):
    """An accountable post for a priority, or for one commitment of it."""

    priority = models.ForeignKey(Priority, on_delete=models.CASCADE, null=True, related_name="leads")
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, null=True, related_name="leads")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="leads")
    of = models.CharField(_("accountable in"), max_length=10, choices=LeadFor.choices)

    class Meta:
        ordering = ["of", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(priority=None) ^ models.Q(commitment=None), name="plan_lead_of_one_thing"
            ),
            models.UniqueConstraint(
                fields=["priority", "of"], condition=models.Q(commitment=None), name="plan_priority_lead_once"
            ),
            models.UniqueConstraint(
                fields=["commitment", "of"], condition=models.Q(priority=None), name="plan_commitment_lead_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} ({self.of})"


class BasisKind(models.TextChoices):
    THEME = "theme", _("what people said")
    DATA = "data", _("what the data show")
    DUTY = "duty", _("a duty in law")
    CITED = "cited", _("something decided or asked before")


class Basis(models.Model):
    """Why a commitment is in the plan."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="bases")
    kind = models.CharField(_("kind"), max_length=8, choices=BasisKind.choices)
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, related_name="bases")
    cited = models.CharField(_("permanent reference or citation"), max_length=300, blank=True)
    note = models.TextField(_("in words"), blank=True)
    made_up = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = _("bases")

    def __str__(self) -> str:
        return f"{self.kind} of {self.commitment_id}"


class Direction(models.TextChoices):
    UP = "up", _("higher is better")
    DOWN = "down", _("lower is better")
    NONE = "none", _("neither is better by itself")


class MeasureKind(models.TextChoices):
    COUNT = "count", _("count")
    RATE = "rate", _("rate per 1,000 residents")


class TargetKind(models.TextChoices):
    NONE = "none", _("no target, because …")
    DIRECTION = "direction", _("direction of travel")
    THRESHOLD = "threshold", _("keep at or beyond a level")
    DATED = "dated", _("reach a level by a date")


class Frequency(models.TextChoices):
    MONTH = "month", _("monthly")
    QUARTER = "quarter", _("quarterly")
    YEAR = "year", _("yearly")


class MeasureSource(models.TextChoices):
    COUNTS_BY_PLACE = "crime_counts", _("counts of crime by place and month")
    RECORDED_BY_FORCE = "street_recorded", _("street files, by recording force")
    STREET_BY_PLACE = "street_place", _("street files, by place")
    TYPED = "typed", _("figures entered from a named source")


class Measure(models.Model):
    """The definition of what is counted, where, and how it is judged. A changed definition is a new version."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    version = models.PositiveSmallIntegerField(_("version of the definition"), default=1)
    title = models.CharField(_("title"), max_length=160)
    question = models.CharField(_("the question it answers"), max_length=240, blank=True)
    definition = models.TextField(_("what is counted"))
    caveats = models.TextField(_("what to know when reading it"), blank=True)
    kind = models.CharField(_("kind"), max_length=8, choices=MeasureKind.choices, default=MeasureKind.COUNT)
    unit = models.CharField(_("unit, in words"), max_length=60, help_text=_("For example: recorded burglaries."))
    source = models.CharField(_("source"), max_length=20, choices=MeasureSource.choices)
    crime_types = models.JSONField(_("types counted"), default=list, blank=True)
    area_code = models.CharField(_("area"), max_length=9, help_text=_("Code of a force area or district."))
    area_name = models.CharField(_("name of the area"), max_length=120)
    frequency = models.CharField(_("how often"), max_length=8, choices=Frequency.choices, default=Frequency.MONTH)
    good = models.CharField(_("which way is better"), max_length=4, choices=Direction.choices, default=Direction.NONE)
    good_because = models.TextField(_("why that way"), blank=True)
    target_kind = models.CharField(_("target"), max_length=10, choices=TargetKind.choices, default=TargetKind.NONE)
    target_value = models.FloatField(_("target level"), null=True, blank=True)
    target_date = models.DateField(_("target date"), null=True, blank=True)
    target_reason = models.TextField(_("reason for the target, or for having none"), blank=True)
    retired_on = models.DateField(_("retired"), null=True, blank=True)
    made_up = models.BooleanField(_("choice of measure made up for the demonstration"), default=False)

    class Meta:
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(target_kind__in=["threshold", "dated"]) | models.Q(target_value__isnull=False),
                name="plan_measure_target_has_value",
            ),
            models.CheckConstraint(
                condition=~models.Q(target_kind="none") | ~models.Q(target_reason=""), name="plan_no_target_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        return f"measure/{self.code}"


class MeasureAnswers(models.Model):
    """Which commitment a measure speaks to, and how well it does."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="measured_by")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="answers")
    how = models.TextField(_("what it says about the promise, and what it does not"), blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["commitment", "measure"], name="plan_measure_answers_once")]

    def __str__(self) -> str:
        return f"{self.measure_id} → {self.commitment_id}"


class SeriesBreak(models.Model):
    """A dated, known cause after which a measure is not comparable with before: the chart starts anew there."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="breaks")
    period = models.CharField(_("first period after the break"), max_length=7)
    cause = models.CharField(_("cause"), max_length=200)
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        ordering = ["period"]

    def __str__(self) -> str:
        return f"{self.period} {self.cause}"
