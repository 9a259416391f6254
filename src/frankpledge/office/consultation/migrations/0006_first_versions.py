"""What was published before versions were kept gets its first version: it has been frozen since it was published."""

import json
from hashlib import sha256

from django.db import migrations

OF_CONSULTATION = (
    "code",
    "title",
    "about",
    "subject",
    "subject_reference",
    "alternatives",
    "late_rule",
    "offers_result_mail",
    "asks_equality",
    "stand_in_notice",
    "made_up",
)
OF_SECTION = (
    "code",
    "title",
    "hint",
    "audience",
    "admission",
    "quick_exit",
    "introduction",
    "youngest",
    "guardian_until",
)
OF_QUESTION = (
    "code",
    "kind",
    "wording",
    "help_text",
    "options",
    "rows",
    "shown_if",
    "wordings",
    "area_level",
    "required",
)


def some(thing, names):
    return {name: getattr(thing, name) for name in names}


def content_of(consultation):
    sections = list(consultation.sections.order_by("order", "id"))
    codes = {section.pk: section.code for section in sections}
    decision = consultation.decision_on
    return {
        "format": 1,
        "consultation": some(consultation, OF_CONSULTATION)
        | {"decision_on": decision.isoformat() if decision else None},
        "languages": [],
        "sections": [some(section, OF_SECTION) for section in sections],
        "questions": [
            some(question, OF_QUESTION) | {"section": codes.get(question.section_id)}
            for question in consultation.questions.order_by("order", "id")
        ],
        "translations": {},
    }


def freeze(apps, schema_editor):
    Consultation = apps.get_model("consultation", "Consultation")
    QuestionnaireVersion = apps.get_model("consultation", "QuestionnaireVersion")
    for consultation in Consultation.objects.exclude(published_at=None).filter(versions=None):
        content = content_of(consultation)
        written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        QuestionnaireVersion.objects.create(
            consultation=consultation,
            number=1,
            content=content,
            sha256=sha256(written.encode()).hexdigest(),
            frozen_at=consultation.published_at,
            frozen_by="upgrade",
            why="Published before versions were kept; its questions were not edited since.",
        )


class Migration(migrations.Migration):
    dependencies = [("consultation", "0005_return_address")]

    operations = [migrations.RunPython(freeze, migrations.RunPython.noop)]
