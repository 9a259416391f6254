"""Camera networks, their sites over time, when they were out of order, their reviews; and studies of where to go next.

What a camera sees is no part of this program: no read, no picture, no number plate has a column here.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NetworkKind(models.TextChoices):
    ANPR = "anpr", _("number-plate cameras (ANPR)")
    CCTV = "cctv", _("public-space CCTV")
    SPEEDWATCH = "speedwatch", _("community Speedwatch sites")
    OTHER = "other", _("other cameras")


class Shown(models.TextChoices):
    """What the public page says of where the sites are."""

    NUMBERS = "numbers", _("numbers only")
    DISTRICTS = "districts", _("how many in each district")
    PLACES = "places", _("every site with its place")


class Setting(models.TextChoices):
    RURAL = "rural", _("rural")
    URBAN = "urban", _("urban")
    UNKNOWN = "", _("not known")


class Network(models.Model):
    """Cameras of one kind that one organisation runs for one purpose."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=12, choices=NetworkKind.choices)
    purpose = models.TextField(_("what it is for"))
    operator = models.CharField(_("who runs it"), max_length=120)
    shown = models.CharField(_("what the public sees"), max_length=10, choices=Shown.choices, default=Shown.DISTRICTS)
    baseline_on = models.DateField(_("baseline day"), null=True, blank=True)
    target_sites = models.PositiveIntegerField(_("sites wanted"), null=True, blank=True)
    target_on = models.DateField(_("by when"), null=True, blank=True)
    commitment = models.CharField(_("reference of the commitment"), max_length=120, blank=True)
    made_up = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["name", "code"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="anpr") | ~models.Q(shown="places"), name="cameras_no_places_of_anpr"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        return f"camera-network/{self.code}"


class Site(models.Model):
    """One place where a camera stands, stood or will stand. Its coordinates are British National Grid metres."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="sites")
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=160)
    easting = models.PositiveIntegerField(_("easting"))
    northing = models.PositiveIntegerField(_("northing"))
    area_code = models.CharField(_("small area (LSOA 2021)"), max_length=9, blank=True)
    setting = models.CharField(_("rural or urban"), max_length=6, choices=Setting.choices, blank=True)
    justification = models.TextField(_("why here"), blank=True)
    assessment = models.CharField(_("privacy assessment"), max_length=160, blank=True)
    assessed_on = models.DateField(_("day of the privacy assessment"), null=True, blank=True)
    review_due_on = models.DateField(_("review due"), null=True, blank=True)
    made_up = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["network", "code"]
        constraints = [models.UniqueConstraint(fields=["network", "code"], name="cameras_site_code_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        return f"camera-network/{self.network.code}/{self.code}"


class State(models.TextChoices):
    PLANNED = "planned", _("planned")
    IN_USE = "in_use", _("in use")
    REMOVED = "removed", _("removed")


class SiteState(models.Model):
    """What a site was from a day on, until the next of its rows."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="states")
    state = models.CharField(_("status"), max_length=8, choices=State.choices)
    from_on = models.DateField(_("from"))
    why = models.CharField(_("note"), max_length=300, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["site", "from_on"]
        constraints = [models.UniqueConstraint(fields=["site", "from_on"], name="cameras_one_state_a_day")]

    def __str__(self) -> str:
        return f"{self.site_id}: {self.state} from {self.from_on}"


class Cause(models.TextChoices):
    FAULT = "fault", _("fault")
    DAMAGE = "damage", _("damage")
    POWER = "power", _("power or connection")
    UPKEEP = "upkeep", _("planned upkeep")
    PEOPLE = "people", _("nobody to run it")
    OTHER = "other", _("another reason")


class Outage(models.Model):
    """A stretch of time in which a site did not work. Without an end, it still does not."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="outages")
    start = models.DateTimeField(_("from"))
    end = models.DateTimeField(_("to"), null=True, blank=True)
    cause = models.CharField(_("cause"), max_length=8, choices=Cause.choices)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["-start", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end=None) | models.Q(end__gt=models.F("start")), name="cameras_outage_runs_forward"
            )
        ]

    def __str__(self) -> str:
        return f"{self.site_id}: {self.start:%Y-%m-%d %H:%M}"


class Outcome(models.TextChoices):
    KEEP = "keep", _("keep it")
    MOVE = "move", _("move it")
    REMOVE = "remove", _("remove it")
    MORE = "more", _("more evidence is needed")


class Review(models.Model):
    """Somebody asked whether a site is still justified, and what came of it."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="reviews")
    on = models.DateField(_("day"))
    outcome = models.CharField(_("outcome"), max_length=6, choices=Outcome.choices)
    reason = models.TextField(_("why"))
    next_due_on = models.DateField(_("next review"), null=True, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.site_id}: {self.outcome} on {self.on}"


class StudyState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("under way")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class Study(models.Model):
    """A study of where further sites would cover most. Frozen: what it rests on when it begins, its result at its end.

    `given` is what somebody asked for; `inputs` the places, weights and sites that were read for it, in the form that
    the statistics take; `result` what came out. Checksums are of their canonical JSON.
    """

    code = models.SlugField(_("code"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=160)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="studies", null=True, blank=True)
    question = models.TextField(_("what is to be decided"), blank=True)
    given = models.JSONField(default=dict)
    inputs = models.JSONField(default=dict)
    inputs_sha256 = models.CharField(max_length=64, blank=True)
    releases = models.JSONField(default=list)
    method = models.CharField(max_length=40, blank=True)
    result = models.JSONField(default=dict)
    result_sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=8, choices=StudyState.choices, default=StudyState.WAITING)
    progress = models.PositiveSmallIntegerField(_("per cent done"), default=0)
    step = models.CharField(_("at work on"), max_length=20, blank=True)
    trouble = models.TextField(_("why it failed"), blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=120)
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(_("last sign of life"), null=True)
    ended_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=120, blank=True)
    made_up = models.BooleanField(default=False)

    class Meta:
        ordering = ["-asked_at", "-id"]
        verbose_name_plural = "studies"

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        return f"siting-study/{self.code}"
