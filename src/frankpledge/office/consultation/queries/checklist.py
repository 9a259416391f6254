"""The checklist of one consultation: what is shown, what the system itself can see, and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frankpledge.office.consultation import checklist as rules_of
from frankpledge.office.consultation.checklist import Basis, Item, Stage
from frankpledge.office.consultation.languages import english_name
from frankpledge.office.consultation.models import Audience, ChecklistEntry, Consultation
from frankpledge.office.errors import NotFound
from frankpledge.office.people import queries as people
from frankpledge.office.ui.words import date_words

from .considering import state_counts


@dataclass(frozen=True)
class Seen:
    """What the system itself can see. `enough`: nobody needs to add anything."""

    words: str
    enough: bool = False


@dataclass(frozen=True)
class Row:
    """One item, with what there is to show for it."""

    item: Item
    label: str
    help: str
    seen: Sequence[Seen]
    entry: ChecklistEntry | None

    @property
    def basis(self) -> str:
        return self.item.basis.words

    @property
    def not_applicable(self) -> str:
        return self.entry.not_applicable if self.entry else ""

    @property
    def is_shown(self) -> bool:
        """Whether there is something to show: a person's evidence or reason, or what the system sees is enough."""
        noted = self.entry is not None and bool(self.entry.evidence or self.entry.link or self.entry.not_applicable)
        return noted or any(one.enough for one in self.seen)

    @property
    def words(self) -> str:
        """ "Nothing shows yet: …" with what it rests on."""
        said = _("Nothing shows yet: %(label)s (%(basis)s: %(source)s).")
        return said % {"label": self.label, "basis": self.basis, "source": self.item.source}

    @property
    def noted_by(self) -> str:
        return self.entry.noted_by.name if self.entry and self.entry.noted_by else ""


@dataclass(frozen=True)
class ChecklistPage:
    """The whole checklist, by what it rests on."""

    rows: Sequence[Row]

    def missing(self, stage: str) -> list[Row]:
        wanted = [Stage.OPENING] if stage == Stage.OPENING.value else list(Stage)
        return [row for row in self.rows if row.item.stage in wanted and not row.is_shown]

    @property
    def groups(self) -> list[tuple[str, str, list[Row]]]:
        """Code, words and rows of each basis, those that bind first."""
        return [
            (basis.name.lower(), basis.words, [row for row in self.rows if row.item.basis is basis]) for basis in Basis
        ]

    @property
    def shown(self) -> int:
        return sum(row.is_shown for row in self.rows)


def page(consultation: Consultation) -> ChecklistPage:
    """Every item that applies to this consultation, in a handful of queries."""
    office = people.office_or_none()
    names = {"panel": office.panel_name if office else _("the scrutiny body")}
    entries = {entry.item: entry for entry in consultation.checklist.select_related("noted_by")}
    counts = state_counts(consultation) if consultation.published_at else {}
    return ChecklistPage(
        [
            Row(
                item=item,
                label=str(item.label) % names,
                help=str(item.help) % names,
                seen=_seen(item, consultation, counts),
                entry=entries.get(item.code),
            )
            for item in rules_of.items_for(consultation.subject)
        ]
    )


def missing(consultation: Consultation, stage: str) -> list[Row]:
    """The items for which nothing is shown, each with `.words` and `.basis`.

    Args:
        stage: "opening": what should be there before it opens; "reporting": that, and what follows.
    """
    return page(consultation).missing(stage)


def row(consultation: Consultation, code: str) -> Row:
    """One item of the checklist. Raises NotFound: there is none, or it does not apply here."""
    for found in page(consultation).rows:
        if found.item.code == code:
            return found
    raise NotFound(_("The checklist has no item “%(code)s”.") % {"code": code})


def _seen(item: Item, consultation: Consultation, counts: dict[str, int]) -> list[Seen]:
    look = LOOKS.get(item.code)
    return look(consultation, counts) if look else []


def _people(consultation: Consultation, counts: dict[str, int]) -> list[Seen]:
    titles = [section.title for section in consultation.sections.all() if section.audience == Audience.RESIDENTS]
    found = [Seen(_("There is a section for residents: “%(title)s”.") % {"title": title}, True) for title in titles]
    return found or [Seen(_("No section is marked as being for residents."))]


def _victims(consultation: Consultation, counts: dict[str, int]) -> list[Seen]:
    titles = [section.title for section in consultation.sections.all() if section.audience == Audience.VICTIMS]
    found = [Seen(_("There is a section for victims: “%(title)s”.") % {"title": title}, True) for title in titles]
    return found or [Seen(_("No section is marked as being for victims of crime."))]


def _fire_plan(consultation: Consultation, counts: dict[str, int]) -> list[Seen]:
    office = people.office_or_none()
    if office and not office.fire_name:
        return [Seen(_("This office has no fire and rescue service."), True)]
    return []


def _special_category(consultation: Consultation, counts: dict[str, int]) -> list[Seen]:
    if consultation.asks_equality:
        return [Seen(_("Equality questions are asked."))]
    return [Seen(_("No equality questions are asked."), True)]


def _formative(consultation: Consultation, counts: dict[str, int]) -> list[Seen]:
    if consultation.decision_on is None:
        return [Seen(_("No day is given on which the decision is expected."))]
    days = (consultation.decision_on - consultation.closes_on).days
    words = ngettext(
        "The decision is expected on %(day)s, %(n)s day after it closes.",
        "The decision is expected on %(day)s, %(n)s days after it closes.",
        days,
    )
    return [Seen(words % {"day": date_words(consultation.decision_on), "n": days})]


def _reasons(consultation: Consultation, counts: dict[str, int]) -> list[Seen]:
    n = len(consultation.about.split())
    words = ngettext("What it is about is said in %(n)s word.", "What it is about is said in %(n)s words.", n)
    return [Seen(words % {"n": n})]


def _alternatives(consultation: Consultation, counts: dict[str, int]) -> list[Seen]:
    if consultation.alternatives.strip():
        return [Seen(_("Alternatives are written, and stand on the consultation’s own page."), True)]
    return [Seen(_("No alternatives are written."))]


def _time(consultation: Consultation, counts: dict[str, int]) -> list[Seen]:
    days = (consultation.closes_on - consultation.opens_on).days + 1
    words = ngettext("It is open for %(n)s day", "It is open for %(n)s days", days) % {"n": days}
    return [Seen(_("%(days)s: %(weeks)s weeks.") % {"days": words, "weeks": f"{days / 7:.1f}"})]


def _every_item(consultation: Consultation, counts: dict[str, int]) -> list[Seen]:
    waiting, all_of_them = counts.get("waiting", 0), sum(counts.values())
    if not all_of_them:
        return [Seen(_("Nothing has come in yet."))]
    if waiting:
        words = ngettext("%(n)s item of %(of)s waits", "%(n)s items of %(of)s wait", waiting)
        return [Seen((words + _(" for somebody to read it.")) % {"n": waiting, "of": all_of_them})]
    return [Seen(_("Each of the %(of)s items is coded or considered.") % {"of": all_of_them}, True)]


def _targeted(consultation: Consultation, counts: dict[str, int]) -> list[Seen]:
    found = [Seen(_("A paper version and one in large print are made from the questionnaire."))]
    if consultation.languages:
        names = ", ".join(english_name(code) for code in consultation.languages)
        found.append(Seen(_("Offered in: %(languages)s.") % {"languages": names}))
    return found


LOOKS: dict[str, Callable[[Consultation, dict[str, int]], list[Seen]]] = {
    "views-of-people": _people,
    "views-of-victims": _victims,
    "fire-plan": _fire_plan,
    "special-category": _special_category,
    "formative": _formative,
    "reasons": _reasons,
    "alternatives": _alternatives,
    "time": _time,
    "every-item": _every_item,
    "targeted": _targeted,
}
