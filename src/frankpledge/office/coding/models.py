"""Coding answers under a frame: runs of the analysis, repeats, fixed frames, agreement, and what is learnt.

Codings themselves are the consultation's (`consultation.Coding`). What two coders decide blind to each other stays here
until it is settled, so that no count rests on a decision that was made twice.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from frankpledge.office.consultation.models import Answer, Coding, Question, Theme
from frankpledge.office.people.models import Person


class RunState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class AnalysisRun(models.Model):
    """One run of the whole analysis over the answers to one question. Each finished step is kept: see AnalysisStep."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="analysis_runs")
    number = models.PositiveIntegerField()
    seed = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.WAITING)
    inputs_sha256 = models.CharField(max_length=64, blank=True)
    output_sha256 = models.CharField(max_length=64, blank=True, help_text=_("Of the run's canonical output."))
    answers = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    started_by = models.CharField(max_length=120)
    seen_at = models.DateTimeField(_("last sign of life"), null=True)
    ended_at = models.DateTimeField(null=True)
    task = models.CharField(max_length=64, blank=True)
    trouble = models.CharField(_("why it failed"), max_length=120, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["question", "number"], name="coding_run_number")]

    def __str__(self) -> str:
        return f"run {self.number} of question {self.question_id}"


class AnalysisStep(models.Model):
    """A finished step of a run: its result lies under `output_sha256` in the folder of kept results."""

    run = models.ForeignKey(AnalysisRun, on_delete=models.CASCADE, related_name="steps")
    name = models.CharField(max_length=20)
    order = models.PositiveSmallIntegerField()
    method = models.CharField(max_length=160)
    inputs_sha256 = models.CharField(max_length=64)
    output_sha256 = models.CharField(max_length=64)
    figures = models.JSONField(default=dict)
    resumed = models.BooleanField(_("taken from an earlier run"), default=False)
    done_at = models.DateTimeField()

    class Meta:
        ordering = ["run", "order"]
        constraints = [models.UniqueConstraint(fields=["run", "name"], name="coding_step_once")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.name}"


class GroupKind(models.TextChoices):
    EXACT = "exact", _("the same words")
    NEAR = "near", _("nearly the same words")
    CAMPAIGN = "campaign", _("campaign")


class TextGroup(models.Model):
    """Answers that repeat each other. `key` is made of what it holds in common, so that a later run finds it again."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="text_groups")
    kind = models.CharField(max_length=8, choices=GroupKind.choices)
    key = models.CharField(max_length=64)
    name = models.CharField(_("name"), max_length=160, blank=True)
    leader = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="+")
    size = models.PositiveIntegerField(_("submissions"))
    distinct = models.PositiveIntegerField(_("distinct texts"))
    method = models.CharField(max_length=80)
    found_at = models.DateTimeField()
    gone_at = models.DateTimeField(_("no longer found since"), null=True)
    dismissed_at = models.DateTimeField(null=True)
    dismissed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    dismissed_because = models.TextField(blank=True)

    class Meta:
        ordering = ["-size", "id"]
        constraints = [models.UniqueConstraint(fields=["question", "kind", "key"], name="coding_group_once")]

    def __str__(self) -> str:
        return self.name or f"{self.kind} {self.pk}"


class TextGroupMember(models.Model):
    """One answer of a group. `addition` is what it says beyond the common words, without identifiers."""

    group = models.ForeignKey(TextGroup, on_delete=models.CASCADE, related_name="members")
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="group_memberships")
    addition = models.TextField(blank=True)
    likeness = models.FloatField()

    class Meta:
        ordering = ["group", "id"]
        constraints = [models.UniqueConstraint(fields=["group", "answer"], name="coding_member_once")]

    def __str__(self) -> str:
        return f"{self.group_id}: {self.answer_id}"


class FrameVersion(models.Model):
    """The code frame of a question as it was fixed at one moment."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="frame_versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    fixed_at = models.DateTimeField()
    fixed_by = models.CharField(max_length=120)
    why = models.TextField(_("what changed, and why"), blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["question", "number"], name="coding_frame_number")]

    def __str__(self) -> str:
        return f"frame {self.number} of question {self.question_id}"


class DeskRules(models.Model):
    """What people agreed for coding one question, before the machine was allowed anything."""

    question = models.OneToOneField(Question, on_delete=models.PROTECT, related_name="desk_rules")
    precision = models.FloatField(_("agreed precision"), null=True)
    sections = models.JSONField(_("sections read whole"), default=list)
    areas = models.JSONField(_("areas read whole"), default=list)
    why = models.TextField(blank=True)
    said_at = models.DateTimeField()
    said_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["question"]

    def __str__(self) -> str:
        return f"rules of question {self.question_id}"


class MustRead(models.Model):
    """An answer that a person must read: unlike all others, or from a group that few answered from."""

    answer = models.OneToOneField(Answer, on_delete=models.PROTECT, related_name="must_read")
    because = models.CharField(max_length=10)
    likeness = models.FloatField(null=True)
    since = models.DateTimeField()

    class Meta:
        ordering = ["answer"]

    def __str__(self) -> str:
        return f"{self.answer_id}: {self.because}"


class CoderModel(models.Model):
    """What was learnt from the coders' decisions up to a moment. Its numbers lie under `content_sha256`."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="coder_models")
    number = models.PositiveIntegerField()
    method = models.CharField(max_length=160)
    n = models.PositiveIntegerField(_("coded answers learnt from"))
    training_sha256 = models.CharField(max_length=64)
    content_sha256 = models.CharField(max_length=64)
    labels = models.JSONField(default=list, help_text=_("Codes of the themes, in the order of the probabilities."))
    figures = models.JSONField(default=dict)
    fitted_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["question", "number"], name="coding_model_number")]

    def __str__(self) -> str:
        return f"model {self.number} of question {self.question_id}"


class MachineSuggestion(models.Model):
    """What the newest model says of one answer: [[code of theme, probability], …], the likeliest first.

    `given` are the codes that it would give by itself, `confidence` how sure it is of them, `doubt` how much would be
    learnt from a person's decision; all from 0 to 1.
    """

    model = models.ForeignKey(CoderModel, on_delete=models.CASCADE, related_name="suggestions")
    answer = models.OneToOneField(Answer, on_delete=models.PROTECT, related_name="machine_suggestion")
    ranked = models.JSONField()
    given = models.JSONField(default=list)
    confidence = models.FloatField(default=0.0)
    doubt = models.FloatField(default=0.0)

    class Meta:
        ordering = ["answer"]

    def __str__(self) -> str:
        return f"{self.model_id}: {self.answer_id}"


class Way(models.TextChoices):
    RANDOM = "random", _("at random")
    UNCERTAIN = "uncertain", _("where the machine is unsure")
    MUST_READ = "must_read", _("must be read by a person")
    CHOSEN = "chosen", _("opened by hand")


class Outcome(models.TextChoices):
    CODED = "coded", _("coded")
    NONE = "none", _("none of the themes")
    SKIPPED = "skipped", _("skipped")
    EXPIRED = "expired", _("given on to others")


class ReadingPlace(models.Model):
    """One answer given to one coder to read: held for them until `held_until`, then decided, skipped or given on.

    At most one undecided place for an answer: two coders never get the same one. `suggested` is what the machine had
    said before the decision ({"ranked": …, "given": …, "confidence": …}), so that the random half shows its errors
    honestly. `themes` are the codes of those given.
    """

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="reading_places")
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="reading_places")
    way = models.CharField(max_length=10, choices=Way.choices)
    turn = models.PositiveIntegerField(default=0)
    coder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    held_until = models.DateTimeField()
    given_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    decided_at = models.DateTimeField(null=True)
    themes = models.JSONField(_("themes given"), default=list)
    suggested = models.JSONField(default=dict)
    model = models.ForeignKey(CoderModel, on_delete=models.SET_NULL, related_name="+", null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["question", "coder", "decided_at"], name="coding_place_by_coder")]
        constraints = [
            models.UniqueConstraint(
                fields=["answer"], condition=models.Q(decided_at=None), name="coding_one_reader_at_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} for {self.coder_id}"


class BatchKind(models.TextChoices):
    AUTOMATIC = "automatic", _("coded automatically")
    CAMPAIGN = "campaign", _("common words of a campaign")


class CodingBatch(models.Model):
    """Codings made in one step, and taken back in one."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="coding_batches")
    kind = models.CharField(max_length=10, choices=BatchKind.choices)
    group = models.ForeignKey(TextGroup, on_delete=models.PROTECT, related_name="batches", null=True)
    model = models.ForeignKey(CoderModel, on_delete=models.PROTECT, related_name="batches", null=True)
    coder = models.CharField(max_length=120)
    figures = models.JSONField(default=dict)
    n = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class BatchedCoding(models.Model):
    """One coding of a batch."""

    batch = models.ForeignKey(CodingBatch, on_delete=models.CASCADE, related_name="codings")
    coding = models.OneToOneField(Coding, on_delete=models.PROTECT, related_name="batched")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.coding_id}"


class AgreementRound(models.Model):
    """A random sample of answers that several people code, blind to each other and to the machine."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="agreement_rounds")
    number = models.PositiveSmallIntegerField()
    seed = models.PositiveBigIntegerField()
    size = models.PositiveIntegerField()
    frame = models.ForeignKey(FrameVersion, on_delete=models.PROTECT, related_name="rounds")
    coders = models.ManyToManyField(Person, related_name="+")
    drawn_at = models.DateTimeField()
    drawn_by = models.CharField(max_length=120)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["question", "number"], name="coding_round_number")]

    def __str__(self) -> str:
        return f"round {self.number} of question {self.question_id}"


class RoundAnswer(models.Model):
    """One answer of a round; what was settled after the coders had differed."""

    round = models.ForeignKey(AgreementRound, on_delete=models.CASCADE, related_name="answers")
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="round_places")
    stratum = models.CharField(_("section"), max_length=30, blank=True)
    order = models.PositiveIntegerField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    settled_themes = models.JSONField(default=list)

    class Meta:
        ordering = ["round", "order"]
        constraints = [models.UniqueConstraint(fields=["round", "answer"], name="coding_round_answer_once")]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.answer_id}"


class BlindCoding(models.Model):
    """What one coder of a round decided: codes of themes; none of them is a decision too."""

    place = models.ForeignKey(RoundAnswer, on_delete=models.CASCADE, related_name="blind")
    coder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    themes = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        ordering = ["place", "coder"]
        constraints = [models.UniqueConstraint(fields=["place", "coder"], name="coding_blind_once")]

    def __str__(self) -> str:
        return f"{self.place_id} by {self.coder_id}"


class Agreement(models.Model):
    """How far the coders of a round agreed: on one theme, or on all (`theme` empty). 1 is always, 0 is by chance."""

    round = models.ForeignKey(AgreementRound, on_delete=models.CASCADE, related_name="agreements")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="agreements", null=True)
    alpha = models.FloatField(null=True)
    alpha_low = models.FloatField(null=True)
    alpha_high = models.FloatField(null=True)
    kappa = models.FloatField(null=True)
    kappa_low = models.FloatField(null=True)
    kappa_high = models.FloatField(null=True)
    n = models.PositiveIntegerField(_("answers"))
    used = models.PositiveIntegerField(_("times given"), default=0)
    method = models.CharField(max_length=120)
    computed_at = models.DateTimeField()

    class Meta:
        ordering = ["round", "theme"]
        constraints = [models.UniqueConstraint(fields=["round", "theme"], name="coding_agreement_once")]

    def __str__(self) -> str:
        return f"agreement {self.round_id}/{self.theme_id}: {self.alpha}"
