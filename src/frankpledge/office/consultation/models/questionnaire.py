"""What is asked: a consultation, its sections and questions, and the versions that people were shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from frankpledge.office.people.models import Person


class Subject(models.TextChoices):
    """What a consultation is about; its reference says which one."""

    PLAN = "plan", _("a whole plan")
    COMMITMENT = "commitment", _("one commitment")
    PRECEPT = "precept", _("the precept")
    OTHER = "other", _("something else")


class LateRule(models.TextChoices):
    REFUSE = "refuse", _("refuse them politely")
    MARK = "mark", _("accept them, and mark them as late")


class Consultation(models.Model):
    """One consultation. Open from `opens_on` to the end of `closes_on` in the office's own time zone."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    about = models.TextField(_("what it is about"))
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("closes at the end of"))
    subject = models.CharField(_("about"), max_length=12, choices=Subject.choices, default=Subject.OTHER)
    subject_reference = models.CharField(
        _("reference of what it is about"),
        max_length=200,
        blank=True,
        help_text=_("Such as plan/2021 or commitment/2021/P1.1."),
    )
    alternatives = models.TextField(_("what else was considered, and why it is not proposed"), blank=True)
    decision_on = models.DateField(_("decision expected on"), null=True, blank=True)
    late_rule = models.CharField(_("late responses"), max_length=8, choices=LateRule.choices, default=LateRule.REFUSE)
    offers_result_mail = models.BooleanField(_("offers to send the result by e-mail"), default=False)
    asks_equality = models.BooleanField(_("asks the equality questions, last and optional"), default=False)
    return_address = models.TextField(_("where paper copies are sent back to"), blank=True)
    languages = models.JSONField(_("other languages"), default=list, blank=True, help_text=_("Codes such as cy or pl."))
    published_at = models.DateTimeField(_("published"), null=True)
    stand_in_notice = models.TextField(
        _("notice about the text"),
        blank=True,
        help_text=_("Shown wherever the words are shown, if they are stand-ins."),
    )
    made_up = models.BooleanField(_("made up"), default=False)

    class Meta:
        ordering = ["-opens_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opens_on")), name="consultation_closes_after_opening"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        return f"consultation/{self.code}"


class Audience(models.TextChoices):
    RESIDENTS = "residents", _("residents")
    WORKFORCE = "workforce", _("police and fire workforce")
    PARTNERS = "partners", _("partner organisations")
    VICTIMS = "victims", _("victims of crime")
    YOUNG = "young", _("young people")
    OTHER = "other", _("others")


class Admission(models.TextChoices):
    OPEN = "open", _("anybody")
    BY_CODE = "by_code", _("by a single-use code")


class Section(models.Model):
    """A section of the questionnaire for one audience: residents, police and fire staff, partner organisations."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="sections")
    code = models.SlugField(_("code"), max_length=30)
    title = models.CharField(_("title"), max_length=120)
    hint = models.CharField(_("who this is for"), max_length=200, blank=True)
    audience = models.CharField(_("audience"), max_length=10, choices=Audience.choices, default=Audience.OTHER)
    admission = models.CharField(_("who may answer"), max_length=8, choices=Admission.choices, default=Admission.OPEN)
    quick_exit = models.BooleanField(
        _("leave no trace"),
        default=False,
        help_text=_("A quick exit on every page; nothing on the device shows that somebody answered."),
    )
    introduction = models.TextField(_("words before the first question"), blank=True)
    youngest = models.PositiveSmallIntegerField(_("youngest age that may answer"), null=True, blank=True)
    guardian_until = models.PositiveSmallIntegerField(
        _("needs a guardian's agreement below the age of"), null=True, blank=True
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["consultation", "code"], name="consultation_section_code")]

    def __str__(self) -> str:
        return self.title


class QuestionKind(models.TextChoices):
    FREE_TEXT = "free_text", _("free text")
    ONE_CHOICE = "one_choice", _("one choice")
    SEVERAL = "several", _("several choices")
    SCALE = "scale", _("scale")
    GRID = "grid", _("grid")
    DATE = "date", _("date")
    POSTCODE = "postcode", _("postcode")
    AREA = "area", _("district or ward, from a list")


WITH_OPTIONS = frozenset({QuestionKind.ONE_CHOICE, QuestionKind.SEVERAL, QuestionKind.SCALE, QuestionKind.GRID})
"""Kinds answered by choosing among options that the office wrote."""


class Question(models.Model):
    """One question.

    `options` are the choices, the points of a scale from one end to the other, or the columns of a grid, whose `rows`
    are asked one by one. `shown_if` {"question": code, "any_of": [codes]}: asked only of those who answered an earlier
    question so. `wordings` {section code: {"wording": …, "help_text": …}}: other words for one audience.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="questions")
    section = models.ForeignKey(
        Section,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="questions",
        help_text=_("Empty: asked in every section."),
    )
    code = models.SlugField(_("code"), max_length=30)
    kind = models.CharField(_("kind"), max_length=12, choices=QuestionKind.choices)
    wording = models.CharField(_("wording"), max_length=400)
    help_text = models.TextField(_("help"), blank=True)
    options = models.JSONField(_("options"), default=list, blank=True, help_text=_("A list of [code, wording] pairs."))
    rows = models.JSONField(
        _("rows of the grid"), default=list, blank=True, help_text=_("A list of [code, wording] pairs.")
    )
    shown_if = models.JSONField(_("asked only if"), default=dict, blank=True)
    wordings = models.JSONField(_("other words for one section"), default=dict, blank=True)
    area_level = models.CharField(_("kind of area"), max_length=12, blank=True, help_text=_("district or ward"))
    required = models.BooleanField(_("must be answered"), default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["consultation", "code"], name="consultation_question_code")]

    def __str__(self) -> str:
        return self.wording


class QuestionnaireVersion(models.Model):
    """The whole questionnaire as people were asked it: frozen at publication, and again when a translation is added."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()
    frozen_by = models.CharField(max_length=120)
    why = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["consultation", "number"], name="questionnaire_version_number")]

    def __str__(self) -> str:
        return f"{self.consultation_id} v{self.number}"


class Translation(models.Model):
    """One text of a questionnaire in another language.

    `path` says which: title, about, section/<code>/title, question/<code>/wording, question/<code>/help_text,
    question/<code>/option/<code>, question/<code>/row/<code>, ….
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=8)
    path = models.CharField(max_length=160)
    text = models.TextField()
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["language", "path"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "language", "path"], name="questionnaire_text_once")
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.path}"


class ChecklistEntry(models.Model):
    """What an office has to show for one item of the checklist (`checklist.py` holds the items)."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="checklist")
    item = models.CharField(max_length=60)
    evidence = models.TextField(_("evidence"), blank=True)
    link = models.CharField(_("where it can be seen"), max_length=300, blank=True)
    not_applicable = models.TextField(_("why it does not apply"), blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ["item"]
        constraints = [models.UniqueConstraint(fields=["consultation", "item"], name="checklist_item_once")]

    def __str__(self) -> str:
        return self.item
