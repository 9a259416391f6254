"""Creating the office of a database, and changing the words that it uses for itself."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.errors import BadInput, Refused
from frankpledge.office.people import default_words, duties, queries, rules
from frankpledge.office.people.duties import Actor
from frankpledge.office.people.models import Office, Organisation, OrganisationKind
from frankpledge.office.record import use_cases as record

REFERENCE = "office"

# Which of the office's words is the name of which organisation.
NAMED_BY = {
    "office_name": OrganisationKind.OFFICE,
    "force_name": OrganisationKind.POLICE,
    "fire_name": OrganisationKind.FIRE,
    "panel_name": OrganisationKind.SCRUTINY,
}


class OfficeExists(Refused):
    """One database is one office."""

    remedy_by_default = gettext_lazy("For another office, use another data folder or database.")


class WordsMissing(Refused):
    """Every page needs the office's words."""

    status = 422
    remedy_by_default = gettext_lazy("Fill them in.")


@transaction.atomic
def create_office(*, area_code: str, area_name: str, force_name: str, by: Actor, now: datetime, **words: str) -> Office:
    """Create the one office of this database, with the organisations that its words name.

    Args:
        area_code: code of the police force area ("E23000023").
        words: any of `rules.WORDS`; what is not given is what `default_words` offers for the area.

    Raises:
        NotAllowed: `by` does not hold the duty "set up office".
        OfficeExists: this database has one.
        BadInput, WordsMissing: a word cannot be used, or is empty.
    """
    duties.require(by, "set up office")
    if found := queries.office_or_none():
        raise OfficeExists(_("This data folder already holds the office “%(name)s”.") % {"name": found})
    if not rules.AREA_CODE.fullmatch(area_code):
        raise BadInput(
            _("“%(code)s” is not the code of a police force area.") % {"code": area_code},
            remedy=_("Codes look like E23000023 or W15000004."),
        )
    offered = default_words.offered(area_code, area_name, force_name)
    chosen = _clean({**offered, **{name: value for name, value in words.items() if value is not None}})
    office = Office.objects.create(id=1, area_code=area_code, area_name=area_name, **chosen)
    queries.forget_office()
    for name, kind in NAMED_BY.items():
        if title := getattr(office, name):
            Organisation.objects.get_or_create(name=title, defaults={"kind": kind})
    record.note("office created", REFERENCE, by=by.reference, at=now, detail={"area": area_code})
    return office


@transaction.atomic
def configure_office(*, by: Actor, now: datetime, **words: str) -> Office:
    """Change some of the office's words. Organisations that bear them change their names too.

    Raises:
        NotAllowed: `by` does not hold the duty "set up office".
        NoOffice: there is none yet.
        BadInput, WordsMissing: a word cannot be used, or is empty.
    """
    duties.require(by, "set up office")
    queries.office()
    office = Office.objects.select_for_update().get(pk=1)
    before = {name: getattr(office, name) for name in rules.WORDS}
    after = _clean({**before, **words})
    changed = [name for name in rules.WORDS if before[name] != after[name]]
    if not changed:
        return office
    for name in changed:
        setattr(office, name, after[name])
    office.save(update_fields=changed)
    queries.forget_office()
    _rename_organisations(before, after, changed)
    shown = {name: [before[name], after[name]] for name in changed if name != "contact_email"}
    record.note("office configured", REFERENCE, by=by.reference, at=now, detail={"changed": changed, "words": shown})
    return office


def _clean(words: dict[str, str]) -> dict[str, str]:
    if unknown := set(words) - set(rules.WORDS):
        raise BadInput(_("The office has no word called “%(name)s”.") % {"name": sorted(unknown)[0]})
    clean = {name: value.strip() for name, value in words.items()}
    for name in rules.SHORT_WORDS:
        clean[name] = rules.without_article(clean.get(name, ""))
    if missing := rules.missing_words(clean):
        labels = ", ".join(str(Office._meta.get_field(name).verbose_name) for name in missing)  # type: ignore[union-attr]
        raise WordsMissing(_("These words are missing: %(words)s.") % {"words": labels})
    _check_addresses(clean)
    return clean


def _check_addresses(words: dict[str, str]) -> None:
    if email := words.get("contact_email"):
        try:
            validate_email(email)
        except ValidationError:
            raise BadInput(_("“%(email)s” is not an e-mail address.") % {"email": email}) from None
    if site := words.get("site_address"):
        parts = urlsplit(site)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise BadInput(
                _("“%(site)s” is not a web address.") % {"site": site},
                remedy=_("Write the whole address, such as https://plan.example.org."),
            )
    if (language := words.get("language")) and language not in dict(settings.LANGUAGES):
        raise BadInput(_("Pages cannot be written in “%(language)s”.") % {"language": language})


def _rename_organisations(before: dict[str, str], after: dict[str, str], changed: list[str]) -> None:
    for word in changed:
        kind, name = NAMED_BY.get(word), after[word]
        if kind is None or not name:
            continue
        if Organisation.objects.filter(name=name).exists():
            raise BadInput(
                _("There is already an organisation called “%(name)s”.") % {"name": name},
                remedy=_("Choose another name, or rename nothing."),
            )
        if not Organisation.objects.filter(name=before[word], kind=kind).update(name=name):
            Organisation.objects.create(name=name, kind=kind)
