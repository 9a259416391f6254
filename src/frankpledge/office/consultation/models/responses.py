"""What came in: responses and their answers, files that came with them, and what became of each."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from frankpledge.office.people.models import Person

from .questionnaire import Consultation, Question, Section


class Channel(models.TextChoices):
    """The way by which a response came in."""

    WEB = "web", _("this site")
    IMPORT = "import", _("imported from a survey tool")
    PAPER = "paper", _("on paper")
    ASSISTED = "assisted", _("with somebody's help")
    EVENT = "event", _("at an event")
    PHONE = "phone", _("by telephone")
    EMAIL = "email", _("by e-mail")
    LETTER = "letter", _("by letter")
    SOCIAL = "social", _("on social media")


class SavedMapping(models.Model):
    """How one survey tool's export answers the questions of a consultation, as a person confirmed it."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="mappings")
    name = models.CharField(_("name"), max_length=120)
    tool = models.CharField(_("survey tool"), max_length=40, blank=True)
    content = models.TextField(_("mapping file"))
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["consultation", "name"], name="mapping_name_once")]

    def __str__(self) -> str:
        return self.name


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
    version = models.PositiveSmallIntegerField(_("version of the questionnaire"), default=1)
    language = models.CharField(_("language of the questionnaire"), max_length=8, blank=True)
    return_code_digest = models.CharField(max_length=64, unique=True, null=True)
    admitted = models.BooleanField(_("admitted by a single-use code"), default=False)
    referral = models.CharField(_("referred by"), max_length=40, blank=True)
    late = models.BooleanField(_("came after closing"), default=False)
    marks = models.JSONField(_("marks"), default=list, blank=True, help_text=_("Signs of a machine; never a block."))
    area_code = models.CharField(_("district or ward"), max_length=12, blank=True)
    equality_link = models.UUIDField(null=True, unique=True, editable=False)
    last_form_at = models.DateTimeField(
        null=True,
        editable=False,
        help_text=_("In a section that leaves no trace: forms drawn before are not answered."),
    )
    on_behalf_of = models.CharField(_("on behalf of"), max_length=200, blank=True)
    event_reference = models.CharField(_("event"), max_length=200, blank=True)
    sheet = models.CharField(_("code of the paper sheet"), max_length=20, blank=True)
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    owner = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("who looks after it")
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="consultation_response_number"),
            models.UniqueConstraint(
                fields=["came_in", "external_id"],
                condition=~models.Q(external_id=""),
                name="consultation_external_once",
            ),
            models.UniqueConstraint(
                fields=["consultation", "sheet"], condition=~models.Q(sheet=""), name="consultation_sheet_once"
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
    grid = models.JSONField(
        _("rows of a grid answered"), default=dict, blank=True, help_text=_("Row code: column code.")
    )
    language = models.CharField(_("language"), max_length=8, blank=True)
    translation = models.TextField(_("translation, without direct identifiers"), blank=True)
    translated_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
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


class Attachment(models.Model):
    """A file that came with a response: a letter, a long submission. Its bytes are kept by their SHA-256."""

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="attachments")
    file_name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveIntegerField(null=True)
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.file_name


class Consideration(models.Model):
    """A person has considered what came in: a whole response, or one answer that belongs under no theme."""

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="considerations")
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, null=True, related_name="considerations")
    note = models.TextField(_("what it says, and what was made of it"), blank=True)
    considered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    considered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["considered_at"]

    def __str__(self) -> str:
        return f"{self.response_id} considered"


class Alarm(models.TextChoices):
    """Why an answer is shown to somebody the same day."""

    DANGER = "danger", _("somebody may be in danger")
    CRIME = "crime", _("says that somebody committed a crime")


class Disclosure(models.Model):
    """An answer kept apart until a named person has read it: out of examples, trace, exports and search."""

    answer = models.OneToOneField(Answer, on_delete=models.PROTECT, related_name="disclosure")
    alarm = models.CharField(max_length=8, choices=Alarm.choices)
    found_by = models.CharField(max_length=120, help_text=_("person/3, or machine: and its method version."))
    found_at = models.DateTimeField()
    assigned_to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    cleared_at = models.DateTimeField(null=True)
    cleared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    outcome = models.TextField(_("what was done"), blank=True)
    kept_apart = models.BooleanField(_("stays apart after it was read"), default=False)

    class Meta:
        ordering = ["found_at"]

    def __str__(self) -> str:
        return f"{self.alarm} {self.answer_id}"


class DisclosureReader(models.Model):
    """Who reads what is kept apart, from a day on until somebody else is named."""

    from_day = models.DateField(_("from"), unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    named_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["-from_day"]

    def __str__(self) -> str:
        return f"{self.from_day}: {self.person_id}"


class AccessCode(models.Model):
    """A single-use code for a section. Nothing joins it to a response, and no time is kept: only that it was used."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="access_codes")
    digest = models.CharField(max_length=64, unique=True)
    used = models.BooleanField(default=False)

    class Meta:
        ordering = ["digest"]

    def __str__(self) -> str:
        return "used" if self.used else "unused"


class ResultMail(models.Model):
    """An address to which the result is sent. Nothing joins it to a response."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="result_mails")
    email = models.EmailField()
    language = models.CharField(max_length=8, blank=True)
    asked_on = models.DateField()
    confirmed = models.BooleanField(default=False)
    told_on = models.DateField(null=True)

    class Meta:
        ordering = ["email"]
        constraints = [models.UniqueConstraint(fields=["consultation", "email"], name="result_mail_once")]

    def __str__(self) -> str:
        return f"result mail {self.pk}"


class Arrivals(models.Model):
    """How often one sender began something in one hour. The digest is salted by day and forgotten with it."""

    digest = models.CharField(max_length=64)
    hour = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["hour"]
        constraints = [models.UniqueConstraint(fields=["digest", "hour"], name="arrivals_once_an_hour")]

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H}: {self.count}"
