"""The problem itself: what happens again and again, how it was tested, and what is thought to cause it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from frankpledge.office.people.models import Organisation, Post


class ProblemState(models.TextChoices):
    """Where a problem file stands: the four steps of SARA, then the two ways in which it ends."""

    SCANNED = "scanned", _("scanned")
    ANALYSED = "analysed", _("analysed")
    RESPONDING = "responding", _("responding")
    ASSESSED = "assessed", _("assessed")
    CLOSED = "closed", _("closed")
    STOPPED = "stopped", _("stopped without an assessment")


class Problem(models.Model):
    """One problem file. It never says who suffered, who offended, or where somebody lives."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=160)
    statement = models.TextField(_("problem statement"))
    area_code = models.CharField(_("area"), max_length=9, blank=True)
    area_name = models.CharField(_("name of the area"), max_length=120, blank=True)
    crime_types = models.JSONField(_("types counted"), default=list, blank=True)
    owner = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="problems")
    opened_on = models.DateField(_("opened"))
    state = models.CharField(_("state"), max_length=10, choices=ProblemState.choices, default=ProblemState.SCANNED)
    lessons = models.TextField(_("what was learnt"), blank=True)
    led_to_change = models.BooleanField(_("something is done differently because of it"), null=True)
    stopped_because = models.TextField(_("stopped because"), blank=True)
    ended_on = models.DateField(_("closed or stopped"), null=True)
    public_since = models.DateTimeField(_("open to the public since"), null=True)
    made_up = models.BooleanField(_("made up"), default=False)

    class Meta:
        ordering = ["-opened_on", "code"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="stopped") | ~models.Q(stopped_because=""), name="problem_stopped_has_reason"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="closed") | ~models.Q(lessons=""), name="problem_closed_has_lessons"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        return f"problem/{self.code}"


class ProblemLink(models.Model):
    """What a problem serves or rests on, by permanent reference: a commitment, a measure, a theme."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="links")
    reference = models.CharField(_("permanent reference"), max_length=200, db_index=True)
    note = models.CharField(_("why"), max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["problem", "reference"], name="problem_link_once")]

    def __str__(self) -> str:
        return self.reference


class CheersElement(models.TextChoices):
    """The six parts of the CHEERS test (Clarke and Eck, Become a Problem-Solving Crime Analyst, step 14)."""

    COMMUNITY = "community", _("Community")
    HARMFUL = "harmful", _("Harmful")
    EXPECTATION = "expectation", _("Expectation")
    EVENTS = "events", _("Events")
    RECURRING = "recurring", _("Recurring")
    SIMILAR = "similar", _("Similarity")


class Holds(models.TextChoices):
    YES = "yes", _("yes")
    NO = "no", _("no")
    UNCLEAR = "unclear", _("not known yet")


class Cheer(models.Model):
    """One part of the CHEERS test, answered with what shows it."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="cheers")
    element = models.CharField(_("part of the test"), max_length=12, choices=CheersElement.choices)
    holds = models.CharField(_("does it hold?"), max_length=8, choices=Holds.choices, default=Holds.UNCLEAR)
    note = models.TextField(_("what shows it"), blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["problem", "element"], name="problem_cheer_once")]

    def __str__(self) -> str:
        return f"{self.element}: {self.holds}"


class Side(models.TextChoices):
    """The three sides of the problem triangle; each has somebody who can control it."""

    OFFENDER = "offender", _("offender, and a handler")
    VICTIM = "victim", _("target or victim, and a guardian")
    PLACE = "place", _("place, and a manager")


class TriangleSide(models.Model):
    """One side of the triangle: what is known of such people or places, never who or which one."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="sides")
    side = models.CharField(_("side"), max_length=10, choices=Side.choices)
    known = models.TextField(_("what is known"), blank=True)
    controller = models.CharField(_("who can control it"), max_length=200, blank=True)
    missing = models.TextField(_("what that control lacks"), blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["problem", "side"], name="problem_side_once")]

    def __str__(self) -> str:
        return self.side


class Verdict(models.TextChoices):
    OPEN = "open", _("not tested yet")
    HOLDS = "holds", _("the evidence speaks for it")
    FAILS = "fails", _("the evidence speaks against it")


class Hypothesis(models.Model):
    """Why the problem may be there: a sentence that evidence can speak for or against."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="hypotheses")
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.TextField(_("hypothesis"))
    verdict = models.CharField(_("what the evidence says"), max_length=8, choices=Verdict.choices, default=Verdict.OPEN)

    class Meta:
        ordering = ["number"]
        verbose_name_plural = _("hypotheses")
        constraints = [models.UniqueConstraint(fields=["problem", "number"], name="problem_hypothesis_number")]

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:60]}"


class Direction(models.TextChoices):
    FOR = "for", _("for it")
    AGAINST = "against", _("against it")


class Evidence(models.Model):
    """Something that speaks for or against a hypothesis, and where it can be looked up."""

    hypothesis = models.ForeignKey(Hypothesis, on_delete=models.CASCADE, related_name="evidence")
    direction = models.CharField(_("speaks"), max_length=8, choices=Direction.choices)
    text = models.TextField(_("evidence"))
    source = models.CharField(_("source"), max_length=300)
    reference = models.CharField(_("permanent reference"), max_length=200, blank=True)

    class Meta:
        ordering = ["-direction", "id"]
        verbose_name_plural = _("evidence")

    def __str__(self) -> str:
        return f"{self.direction}: {self.text[:60]}"


class PartnerRole(models.TextChoices):
    LEADS = "leads", _("leads")
    DELIVERS = "delivers", _("delivers a response")
    FUNDS = "funds", _("pays")
    DATA = "data", _("gives data or analysis")
    PLACE = "place", _("manages the place")
    ADVISES = "advises", _("advises")


class Partner(models.Model):
    """An organisation that works on the problem, and as what. Persons are not named."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="problems")
    role = models.CharField(_("role"), max_length=10, choices=PartnerRole.choices)
    brings = models.TextField(_("what it brings"), blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["problem", "organisation", "role"], name="problem_partner_role_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.role}"
