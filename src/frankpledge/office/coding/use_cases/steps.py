"""The steps of an analysis. Each takes what the steps before it found and gives bytes: the same bytes for the same
answers, seed and methods, wherever and however often it is run.

Answers are named by the number of their response: two databases with the same responses give the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from frankpledge.office.consultation import queries as consultations
from frankpledge.office.consultation.models import Answer, Question
from frankpledge.office.people import queries as people

if TYPE_CHECKING:
    from frankpledge.evidence.text.model import Encoder, Floats32

    Vectors = Floats32

Progress = Callable[[int, int], None]

LEAST_FOR_OUTLIERS = 20
"""Distinct texts below which nothing can be told unlike the rest."""


@dataclass(frozen=True)
class Text:
    """One answer that a machine may read: in English, not kept apart, without direct identifiers."""

    key: int
    number: int
    text: str


@dataclass
class Work:
    """What a run works on, and what its steps have found so far, by name."""

    question: Question
    seed: int
    make_encoder: Callable[[], Encoder]
    progress: Progress | None = None
    found: dict[str, bytes] = field(default_factory=dict)
    _encoder: Encoder | None = None
    _texts: list[Text] | None = None

    @property
    def encoder(self) -> Encoder:
        if self._encoder is None:
            self._encoder = self.make_encoder()
        return self._encoder

    def json(self, step: str) -> Any:
        return json.loads(self.found[step])

    def sha(self, step: str) -> str:
        return hashlib.sha256(self.found[step]).hexdigest()

    @property
    def texts(self) -> list[Text]:
        """Read once, after languages, identifiers and what is kept apart are settled."""
        if self._texts is None:
            self._texts = texts_of(self.question)
        return self._texts

    def texts_digest(self) -> str:
        return digest([[one.number, sha_of(one.text)] for one in self.texts])


@dataclass(frozen=True)
class StepDone:
    """The bytes that a step found, and what of it a person may want to see at once."""

    content: bytes
    figures: dict[str, int]


def canonical(value: Any) -> bytes:
    """JSON, written in one way only."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(value: Any) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()


def sha_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def texts_of(question: Question) -> list[Text]:
    """What may be grouped and learnt from, in the order of the responses."""
    said = dict(consultations.texts_of(question))
    numbers = Answer.objects.filter(pk__in=list(said)).values_list("pk", "response__number")
    rows = sorted((int(number or 0), key) for key, number in numbers)
    return [Text(key, number, said[key]) for number, key in rows]


def received(question: Question) -> list[Answer]:
    """Every answer in words that was sent, whatever its language, in the order of the responses."""
    sent = Answer.objects.filter(question=question, response__sent_at__isnull=False).exclude(text="")
    return list(sent.select_related("response__consultation", "question", "disclosure").order_by("response__number"))


# ---- what each step depends on, beyond the code of its method


def answers_now(work: Work) -> str:
    return hashlib.sha256(receive(work).content).hexdigest()


def receive(work: Work) -> StepDone:
    """Which answers there are: their numbers and checksums, no words."""
    rows = [[one.response.number, sha_of(one.text), sha_of(one.translation)] for one in received(work.question)]
    return StepDone(canonical(rows), {"answers": len(rows)})


def languages_known(work: Work) -> str:
    return digest([work.sha("receive"), [one.language for one in received(work.question)]])


def language(work: Work) -> StepDone:
    """In which language each answer is. What is known already, or was corrected by a person, stays."""
    from frankpledge.evidence.text.language import language_of

    answers = received(work.question)
    rows = [[one.response.number, one.language or language_of(one.text)[:8]] for one in answers]
    foreign = sum(1 for _number, code in rows if code not in ("", "en"))
    return StepDone(canonical(rows), {"answers": len(rows), "not in English": foreign})


def after_receive(work: Work) -> str:
    return work.sha("receive")


def redact(work: Work) -> StepDone:
    """Direct identifiers taken out of every answer, by the method of today."""
    from frankpledge.evidence.text.redact import METHOD_VERSION
    from frankpledge.evidence.text.redact import redact as clean

    rows, anew = [], 0
    for one in received(work.question):
        kept = one.redaction_method == METHOD_VERSION
        anew += not kept
        rows.append([one.response.number, sha_of(one.redacted if kept else clean(one.text).text)])
    return StepDone(canonical(rows), {"answers": len(rows), "cleaned anew": anew})


def disclosures_known(work: Work) -> str:
    known = [bool(getattr(one, "disclosure", None)) + consultations.is_apart(one) for one in received(work.question)]
    return digest([work.sha("receive"), known])


def apart(work: Work) -> StepDone:
    """Which answers are kept apart: those that were, and those that the machine finds now for the first time."""
    from frankpledge.office.consultation.use_cases.arriving import alarm_in

    rows = []
    for one in received(work.question):
        known = getattr(one, "disclosure", None)
        alarm = known.alarm if known else alarm_in(one.text)
        if alarm and (known is None or consultations.is_apart(one)):
            rows.append([one.response.number, alarm])
    return StepDone(canonical(rows), {"kept apart": len(rows)})


def texts_known(work: Work) -> str:
    return work.texts_digest()


def texts(work: Work) -> StepDone:
    """What a machine may read: numbers and checksums of the texts, in the order of the vectors."""
    rows = [[one.number, sha_of(one.text)] for one in work.texts]
    return StepDone(canonical(rows), {"texts": len(rows)})


def repeats(work: Work) -> StepDone:
    """Exact repeats, near repeats, campaigns with everybody's own additions."""
    from frankpledge.evidence.text.campaigns import find_campaigns

    numbers = [one.number for one in work.texts]
    found = find_campaigns([one.text for one in work.texts])
    in_campaign = {member.index for campaign in found.campaigns for member in campaign.members}

    def plain(groups: Sequence[Any]) -> list[dict[str, Any]]:
        own = [group for group in groups if not set(group.members) & in_campaign]
        return [_group(numbers, one, [[numbers[at], 1.0, []] for at in one.members]) for one in own]

    def personal(member: Any) -> list[Any]:
        spans = [[int(at) for at in span] for span in member.additions]
        return [numbers[member.index], round(float(member.likeness), 6), spans]

    campaigns = [_group(numbers, one, [personal(each) for each in one.members]) for one in found.campaigns]
    content = {"exact": plain(found.exact), "near": plain(found.near), "campaign": campaigns}
    return StepDone(canonical(content), {"campaigns": len(campaigns), "in campaigns": len(in_campaign)})


def _group(numbers: Sequence[int], found: Any, members: list[list[Any]]) -> dict[str, Any]:
    return {"leader": numbers[found.leader], "distinct": found.distinct, "members": members}


def vectors_known(work: Work) -> str:
    return digest([work.texts_digest(), encoder_version(work)])


def encoder_version(work: Work) -> str:
    return str(getattr(work.encoder, "version", type(work.encoder).__name__))


def embed(work: Work) -> StepDone:
    """One vector for each text, in the order of the responses."""
    import numpy as np

    vectors = work.encoder.encode([one.text for one in work.texts], work.progress)
    out = io.BytesIO()
    np.lib.format.write_array(out, np.ascontiguousarray(vectors, dtype=np.float32), allow_pickle=False)
    return StepDone(out.getvalue(), {"texts": len(vectors)})


def vectors_of(content: bytes) -> Vectors:
    """The vectors that the step `embed` wrote."""
    import numpy as np

    vectors: Vectors = np.lib.format.read_array(io.BytesIO(content), allow_pickle=False)
    return vectors


class KnownVectors:
    """An encoder that knows most of the vectors already, and has the rest computed."""

    def __init__(self, work: Work) -> None:
        self._known = dict(zip([one.text for one in work.texts], vectors_of(work.found["embed"]), strict=True))
        self._work = work

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        import numpy as np

        new = sorted({text for text in texts if text not in self._known})
        if new:
            self._known |= dict(zip(new, self._work.encoder.encode(new, progress), strict=True))
        return np.array([self._known[text] for text in texts], dtype=np.float32)


def themes_known(work: Work) -> str:
    office = people.office_or_none()
    names = [office.area_name, office.force_name] if office else []
    return digest([vectors_known(work), settled_numbers(work), names, work.question.wording, work.seed])


def settled_numbers(work: Work) -> list[int]:
    """Answers that a person has coded or whose theme a person has taken up: a suggestion leaves them alone."""
    settled = consultations.settled_answers(work.question)
    return [one.number for one in work.texts if one.key in settled]


def themes(work: Work) -> StepDone:
    """Neighbour graph, communities, terms and examples: suggested themes of all answers that nobody has settled."""
    from frankpledge.evidence.text.themes import suggest_themes

    settled = set(settled_numbers(work))
    left = [one for one in work.texts if one.number not in settled]
    office = people.office_or_none()
    groups = suggest_themes(
        [one.text for one in left],
        embedder=KnownVectors(work),
        question=work.question.wording,
        leave_out=[office.area_name, office.force_name] if office else [],
        seed=work.seed,
    )
    content = [
        {
            "name": group.name,
            "terms": list(group.terms),
            "kind": group.kind,
            "distinct": group.distinct,
            "exemplars": [left[at].number for at in group.exemplars],
            "members": [[left[member.index].number, round(float(member.similarity), 6)] for member in group.members],
        }
        for group in groups
    ]
    count = sum(1 for group in groups if group.kind == "theme")
    return StepDone(canonical(content), {"suggested": count, "left as they are": len(settled)})


def outliers(work: Work) -> StepDone:
    """Answers unlike all others, which a person must read."""
    import numpy as np

    from frankpledge.evidence.text.outliers import unlike_the_rest

    first = {one.text: at for at, one in reversed(list(enumerate(work.texts)))}
    places = sorted(first.values())
    vectors = (
        vectors_of(work.found["embed"])[np.array(places, dtype=np.int64)] if places else np.zeros((0, 1), np.float32)
    )
    found = unlike_the_rest(vectors) if len(places) >= LEAST_FOR_OUTLIERS else []
    rows = [[work.texts[places[one.index]].number, round(one.likeness, 6)] for one in found]
    return StepDone(canonical(sorted(rows)), {"unlike all others": len(rows)})
