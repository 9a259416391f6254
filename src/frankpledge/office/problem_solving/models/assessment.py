"""Did it work? What is to be compared, where, and what came out: frozen, and computed again by `verify`."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .problem import Problem
from .response import Response


class Method(models.TextChoices):
    """How an assessment is computed; what each needs stands in `rules`."""

    WDD = "wdd", _("weighted displacement difference")
    HARM = "harm", _("weighted displacement difference, by harm")
    TWO_COUNTS = "two_counts", _("test of two counts")
    ITS = "its", _("interrupted time series")
    DID = "did", _("difference in differences")
    SYNTHETIC = "synthetic", _("synthetic control")


class Source(models.TextChoices):
    COUNTS = "crime_counts", _("counts of crime by place and month")
    STREET = "street_place", _("street files, by place")


class EvaluationDesign(models.Model):
    """What will be compared with what. The fields decide the Maryland level; nobody types it."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="designs")
    number = models.PositiveSmallIntegerField(_("number"))
    responses = models.ManyToManyField(Response, related_name="designs")
    question = models.CharField(_("question"), max_length=240)
    method = models.CharField(_("method"), max_length=12, choices=Method.choices)
    source = models.CharField(_("source"), max_length=20, choices=Source.choices)
    crime_types = models.JSONField(_("types counted"), default=list)
    before_from = models.CharField(_("first month before"), max_length=7)
    before_to = models.CharField(_("last month before"), max_length=7)
    after_from = models.CharField(_("first month after"), max_length=7)
    after_to = models.CharField(_("last month after"), max_length=7)
    comparable = models.BooleanField(_("the comparison areas are like the treated ones"), default=False)
    comparable_because = models.TextField(_("in what they are alike"), blank=True)
    randomised = models.BooleanField(_("chance decided who was treated"), default=False)
    adjusted = models.BooleanField(_("other variables are allowed for"), default=False)
    adjusted_how = models.TextField(_("which, and how"), blank=True)
    chosen_for_high = models.BooleanField(_("areas were chosen because counts were high"), default=False)
    selection_rule = models.TextField(_("the rule by which the areas were chosen"), blank=True)
    options = models.JSONField(_("options of the method"), default=dict)
    power = models.JSONField(_("what could be found"), null=True)
    decided_at = models.DateTimeField()
    made_up = models.BooleanField(_("made up"), default=False)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["problem", "number"], name="problem_design_number")]

    def __str__(self) -> str:
        return self.question


class SiteRole(models.TextChoices):
    TREATED = "treated", _("treated")
    CONTROL = "control", _("comparison")
    TREATED_NEAR = "treated_near", _("near a treated area (displacement)")
    CONTROL_NEAR = "control_near", _("near a comparison area (displacement)")


class Site(models.Model):
    """An area of a design and its part in the comparison."""

    design = models.ForeignKey(EvaluationDesign, on_delete=models.CASCADE, related_name="sites")
    role = models.CharField(_("part"), max_length=14, choices=SiteRole.choices)
    area_code = models.CharField(_("area"), max_length=9)
    area_name = models.CharField(_("name"), max_length=120)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["design", "area_code"], name="problem_site_once")]

    def __str__(self) -> str:
        return f"{self.role}: {self.area_name}"


class Assessment(models.Model):
    """What a design came to, with everything that it was computed from. A later one takes its place; none is edited."""

    design = models.ForeignKey(EvaluationDesign, on_delete=models.PROTECT, related_name="assessments")
    number = models.PositiveSmallIntegerField(_("number"))
    method = models.CharField(_("method"), max_length=12, choices=Method.choices)
    method_version = models.CharField(_("version of the method"), max_length=40)
    inputs = models.JSONField(_("inputs, frozen"))
    releases = models.JSONField(_("releases counted"), default=list)
    result = models.JSONField(_("result"))
    sentence = models.TextField(_("in one sentence"))
    verdict = models.CharField(_("what it shows"), max_length=40)
    level = models.PositiveSmallIntegerField(_("Maryland level"))
    caveats = models.JSONField(_("what to know when reading it"), default=list)
    drawing = models.TextField(_("drawing (SVG)"), blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["design", "number"], name="problem_assessment_number"),
            models.CheckConstraint(condition=models.Q(level__gte=0, level__lte=5), name="problem_level_range"),
        ]

    def __str__(self) -> str:
        return self.sentence[:80]

    @property
    def reference(self) -> str:
        return f"problem/{self.design.problem.code}/assessment/{self.design.number}/{self.number}"


class Purpose(models.TextChoices):
    """What a worker is to compute of a design."""

    POWER = "power", _("what it could show")
    RESULT = "result", _("what it came to")


class ComputationState(models.TextChoices):
    WAITING = "waiting", _("waiting for a worker")
    RUNNING = "running", _("being computed")
    DONE = "done", _("done")
    FAILED = "failed", _("not computed")


class Computation(models.Model):
    """What somebody asked a worker to compute of a design, how far it is, or why it was not computed."""

    design = models.ForeignKey(EvaluationDesign, on_delete=models.CASCADE, related_name="computations")
    purpose = models.CharField(_("what is computed"), max_length=6, choices=Purpose.choices)
    why = models.TextField(_("what changed since the last time"), blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=ComputationState.choices, default=ComputationState.WAITING
    )
    progress = models.PositiveSmallIntegerField(_("done, in percent"), default=0)
    step = models.CharField(_("what is being done"), max_length=200, blank=True)
    failed_because = models.TextField(_("why it was not computed"), blank=True)
    asked_by = models.CharField(max_length=120)
    asked_at = models.DateTimeField(_("asked"))
    done_at = models.DateTimeField(_("done"), null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.purpose}, {self.state}"

    @property
    def open(self) -> bool:
        """Whether its end is still to come."""
        return self.state in (ComputationState.WAITING, ComputationState.RUNNING)
