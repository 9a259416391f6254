"""Words of respondents that the public may read: each one read and cleared by a person, and no others."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.consultation import queries, rules
from frankpledge.office.consultation.models import Answer, ApprovedVerbatim, Theme
from frankpledge.office.errors import BadInput, Refused
from frankpledge.office.people.duties import Actor
from frankpledge.office.record.use_cases import note

from .coding import person_for, publish_in_search

DUTY = "approve verbatims"
NAME = "name"
"""The kind of finding that may be wrong: what looks like a name can be a place or a month."""


class StillIdentifies(BadInput):
    """The words hold something that could show who somebody is."""

    field = "text"


class NamesLeft(BadInput):
    """A machine takes some of the words for somebody's name; a person who has looked says whether they are."""

    field = "text"


class NotTheirWords(BadInput):
    """Published words are the respondent's own: parts may be left out, nothing may be put in."""

    field = "text"
    remedy_by_default = gettext_lazy(
        "Leave words out, or replace them by […]. A longer answer is best shortened to whole sentences."
    )


class NotSent(Refused):
    """Only what was sent may be published."""


@transaction.atomic
def approve_verbatim(
    *, answer: Answer, text: str, by: Actor, now: datetime, names_checked: bool = False
) -> ApprovedVerbatim:
    """Clear words of an answer for the public. Approving others takes the place of those cleared before.

    Args:
        text: the answer without identifiers, or parts of it; what was left out may be marked by "[…]".
        names_checked: somebody has looked at what a machine takes for names, and none is a name of a person.
    Raises:
        NotAllowed: `by` is not a person who approves words.
        StillIdentifies: a machine still finds an identifier in it; the message says of which kind.
        NamesLeft: a machine takes some of it for a name, and nobody has checked that.
        NotTheirWords: it holds words that the respondent did not write, or none.
        NotSent: the response was not sent.
    """
    person = person_for(by, DUTY)
    answer = (
        Answer.objects.select_for_update(of=("self",))
        .select_related("response__consultation", "question")
        .get(pk=answer.pk)
    )
    if answer.response.sent_at is None:
        raise NotSent(_("This response was not sent."))
    text = rules.tidy_text(text).strip()
    if queries.is_apart(answer):
        raise NotSent(_("This answer is kept apart: its words are not for the public."))
    _check_words(answer, text, names_checked=names_checked)
    approved, _new = ApprovedVerbatim.objects.update_or_create(
        answer=answer,
        defaults={
            "text": text,
            "approved_by": person,
            "approved_at": now,
            "withdrawn_at": None,
            "withdrawn_because": "",
        },
    )
    note("words approved", answer.reference, by=person.reference, at=now)
    _refresh_search(answer, now)
    return approved


def _check_words(answer: Answer, text: str, *, names_checked: bool) -> None:
    from frankpledge.evidence.text.redact import redact

    if not rules.words_in(text):
        raise NotTheirWords(_("There are no words left to publish."))
    findings = redact(text).findings
    names = [text[one.start : one.end] for one in findings if one.kind == NAME]
    if names and not names_checked:
        raise NamesLeft(
            _("These may be names of people: %(names)s.") % {"names": "; ".join(dict.fromkeys(names))},
            remedy=_("Take them out; or tick that they are none, then clear the words again."),
        )
    if found := sorted({one.kind for one in findings} - {NAME}):
        kinds = ", ".join(found)
        raise StillIdentifies(
            _("These words still hold what could show who somebody is: %(kinds)s.") % {"kinds": kinds},
            remedy=_("Take it out, then approve again."),
        )
    if not any(rules.is_shortened(text, whole) for whole in (answer.redacted, answer.translation)):
        raise NotTheirWords(_("These are not the words of the answer, in their order."))


@transaction.atomic
def withdraw_verbatim(*, answer: Answer, why: str, by: Actor, now: datetime) -> None:
    """Take published words back. Raises NotTheirWords when there are none, BadInput without a reason."""
    person = person_for(by, DUTY)
    approved = (
        ApprovedVerbatim.objects.select_for_update(of=("self",))
        .select_related("answer__response__consultation", "answer__question")
        .filter(answer=answer, withdrawn_at=None)
        .first()
    )
    if approved is None:
        raise NotSent(_("No words of this answer are public."))
    if not why.strip():
        raise BadInput(_("Say why these words are withdrawn."))
    approved.withdrawn_at, approved.withdrawn_because = now, why.strip()
    approved.save(update_fields=["withdrawn_at", "withdrawn_because"])
    note("words withdrawn", approved.answer.reference, by=person.reference, at=now, why=why)
    _refresh_search(approved.answer, now)


def _refresh_search(answer: Answer, now: datetime) -> None:
    themes = Theme.objects.filter(codings__answer=answer, codings__ended_at=None)
    for theme in themes.select_related("question__consultation").distinct():
        publish_in_search(theme, now)
