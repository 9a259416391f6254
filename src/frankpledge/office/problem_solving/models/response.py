"""What is done about a problem, how it should work, and what it costs."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from .problem import Problem


class ResponseState(models.TextChoices):
    PLANNED = "planned", _("planned")
    RUNNING = "running", _("under way")
    ENDED = "ended", _("ended")
    STOPPED = "stopped", _("given up")


class Response(models.Model):
    """Something done about a problem, with the five fields of EMMIE (Johnson, Tilley and Bowers 2015).

    It cites what is known of such responses, or says that nobody has tested it.
    """

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="responses")
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=160)
    what = models.TextField(_("what is done"))
    state = models.CharField(_("state"), max_length=8, choices=ResponseState.choices, default=ResponseState.PLANNED)
    starts_on = models.DateField(_("from"), null=True)
    ends_on = models.DateField(_("to"), null=True)
    effect = models.TextField(_("effect"), blank=True, help_text=_("What is known of its effect on crime."))
    mechanism = models.TextField(_("mechanism"), blank=True, help_text=_("How it should work."))
    moderators = models.TextField(_("moderators"), blank=True, help_text=_("Where and when it works better or worse."))
    implementation = models.TextField(
        _("implementation"), blank=True, help_text=_("What must be done for it to work; what was done in fact.")
    )
    economics = models.TextField(_("economics"), blank=True, help_text=_("What is known of costs against benefits."))
    untested = models.BooleanField(_("untested: no study of it was found"), default=False)
    made_up = models.BooleanField(_("made up"), default=False)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["problem", "number"], name="problem_response_number")]

    def __str__(self) -> str:
        return self.name


class CostKind(models.TextChoices):
    MONEY = "money", _("money spent")
    TIME = "time", _("working time, in pounds")
    IN_KIND = "in_kind", _("in kind, in pounds")


class Cost(models.Model):
    """What a response costs, planned or paid; the register counts what was paid, else what is planned."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="costs")
    kind = models.CharField(_("kind"), max_length=8, choices=CostKind.choices)
    amount = models.DecimalField(
        _("amount in pounds"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )
    paid = models.BooleanField(_("paid, not only planned"), default=False)
    funder = models.CharField(_("who pays"), max_length=200, blank=True)
    note = models.CharField(_("what for"), max_length=300, blank=True)
    made_up = models.BooleanField(_("made up"), default=False)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=models.Q(amount__gte=0), name="problem_cost_not_negative")]

    def __str__(self) -> str:
        return f"{self.amount} {self.kind}"
