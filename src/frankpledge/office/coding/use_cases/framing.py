"""Fixing a code frame: from then on a count can say under which version of it the answers were coded."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.coding import queries
from frankpledge.office.coding.models import FrameVersion
from frankpledge.office.consultation.models import Question
from frankpledge.office.consultation.use_cases.coding import person_for
from frankpledge.office.errors import Refused
from frankpledge.office.people.duties import Actor
from frankpledge.office.record.use_cases import note

DUTY = "code answers"


class NothingToFix(Refused):
    """A frame that is fixed has themes, each of which says what belongs to it, and differs from the last."""

    remedy_by_default = gettext_lazy("Accept and describe themes first.")


@transaction.atomic
def fix_frame(*, question: Question, why: str = "", by: Actor, now: datetime) -> FrameVersion:
    """Freeze the accepted themes of a question as the next version of its frame.

    Raises:
        NothingToFix: no theme is accepted, one does not say what belongs to it, or nothing changed since the last.
    """
    person = person_for(by, DUTY)
    question = Question.objects.select_for_update(of=("self",)).select_related("consultation").get(pk=question.pk)
    frame = queries.frame_of(question)
    if not frame.themes:
        raise NothingToFix(_("No theme is accepted yet."))
    vague = [one.theme.name for one in frame.themes if not one.theme.definition.strip()]
    if vague:
        raise NothingToFix(_("These do not say what belongs to them: %(names)s.") % {"names": "; ".join(vague)})
    if not frame.changed_since:
        raise NothingToFix(_("Nothing changed since version %(n)s.") % {"n": frame.fixed.number if frame.fixed else 0})
    made = FrameVersion.objects.create(
        question=question,
        number=frame.fixed.number + 1 if frame.fixed else 1,
        content=list(frame.content),
        sha256=frame.sha256,
        fixed_at=now,
        fixed_by=person.reference,
        why=why.strip(),
    )
    detail = {"version": made.number, "sha256": made.sha256, "themes": len(frame.themes)}
    subject = f"question/{question.consultation.code}/{question.code}"
    note("code frame fixed", subject, by=person.reference, at=now, why=why, detail=detail)
    return made
