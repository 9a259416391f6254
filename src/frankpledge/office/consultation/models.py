"""Consultations: what was asked, what people wrote, and how it was grouped and coded."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from frankpledge.office.people.models import Person


class Consultation(models.Model):
    """One consultation. Open from `opens_on` to the end of `closes_on` in the office's own time zone."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    about = models.TextField(_("what it is about"))
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("closes at the end of"))
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


class Section(models.Model):
    """A section of the questionnaire for one audience: residents, police and fire staff, partner organisations."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="sections")
    code = models.SlugField(_("code"), max_length=30)
    title = models.CharField(_("title"), max_length=120)
    hint = models.CharField(_("who this is for"), max_length=200, blank=True)
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


class Question(models.Model):
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
    required = models.BooleanField(_("must be answered"), default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["consultation", "code"], name="consultation_question_code")]

    def __str__(self) -> str:
        return self.wording


class Channel(models.TextChoices):
    WEB = "web", _("this site")
    IMPORT = "import", _("imported from a survey tool")


class ResponseImport(models.Model):
    """One file of responses from a survey tool."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="imports")
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    source = models.CharField(_("where the text comes from"), max_length=300, blank=True)
    licence = models.CharField(max_length=200, blank=True)
    rows_read = models.PositiveIntegerField()
    rows_imported = models.PositiveIntegerField()
    rows_rejected = models.PositiveIntegerField()
    imported_at = models.DateTimeField()
    imported_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["-imported_at"]
        constraints = [models.UniqueConstraint(fields=["consultation", "sha256"], name="consultation_import_once")]

    def __str__(self) -> str:
        return self.file_name


class Response(models.Model):
    """One person's response: in progress until sent, then never edited.

    `key` is known to the respondent's browser only; `receipt` is what they are shown.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="responses")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="responses", null=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveIntegerField(_("number in the consultation"), null=True)
    receipt = models.CharField(_("receipt"), max_length=20, unique=True, null=True)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices, default=Channel.WEB)
    started_at = models.DateTimeField(_("started"))
    sent_at = models.DateTimeField(_("sent"), null=True)
    came_in = models.ForeignKey(ResponseImport, on_delete=models.PROTECT, null=True, related_name="responses")
    external_id = models.CharField(_("identifier in the survey tool"), max_length=120, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="consultation_response_number"),
            models.UniqueConstraint(
                fields=["came_in", "external_id"],
                condition=~models.Q(external_id=""),
                name="consultation_external_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id}/{self.number}"

    @property
    def reference(self) -> str:
        return f"response/{self.consultation.code}/{self.number}"


class Answer(models.Model):
    """What one person wrote or chose at one question. Immutable once the response is sent.

    `redacted` is `text` without direct identifiers: no page shows `text` of a sent response.
    """

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField(_("answer as given"), blank=True)
    choices = models.JSONField(_("codes chosen"), default=list, blank=True)
    redacted = models.TextField(_("answer without direct identifiers"), blank=True)
    redaction_method = models.CharField(max_length=40, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["question__order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="consultation_one_answer_a_question")
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"

    @property
    def reference(self) -> str:
        return f"answer/{self.response.consultation.code}/{self.response.number}/{self.question.code}"


class ThemeState(models.TextChoices):
    SUGGESTED = "suggested", _("suggested by machine")
    ACCEPTED = "accepted", _("accepted")
    MERGED = "merged", _("merged into another")
    DROPPED = "dropped", _("not used")


class Theme(models.Model):
    """A group of answers that say something alike; a person names and accepts it before the public sees it."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="themes")
    code = models.SlugField(_("code"), max_length=60)
    name = models.CharField(_("name"), max_length=160)
    definition = models.TextField(_("what belongs here"), blank=True)
    terms = models.JSONField(_("frequent terms"), default=list)
    state = models.CharField(_("state"), max_length=10, choices=ThemeState.choices, default=ThemeState.SUGGESTED)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="absorbed")
    made_by = models.CharField(
        _("made by"), max_length=120, help_text=_("person/3, or machine: and its method version.")
    )
    made_at = models.DateTimeField()
    accepted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["question", "code"], name="consultation_theme_code")]

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        return f"theme/{self.question.consultation.code}/{self.code}"


class Coding(models.Model):
    """One answer coded with one theme, by a person or a machine, and how sure. Superseded, never edited."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="codings")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="codings")
    coder = models.CharField(_("coded by"), max_length=120)
    confidence = models.FloatField(_("how sure"), null=True)
    exemplar = models.BooleanField(_("shown as an example"), default=False)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(_("no longer holds since"), null=True)
    ended_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-exemplar", "-confidence", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "theme"], condition=models.Q(ended_at=None), name="consultation_coded_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} → {self.theme_id}"


class ApprovedVerbatim(models.Model):
    """Words that a person has read and cleared for the public. Nothing else written by respondents is public."""

    answer = models.OneToOneField(Answer, on_delete=models.PROTECT, related_name="approval")
    text = models.TextField(_("words as published"))
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:60]
