"""Walking from one thing to its commitments, and from these to everything else that is tied to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from frankpledge.office.consultation.models import Answer, Consultation, Theme, ThemeState
from frankpledge.office.delivery.models import Confidence
from frankpledge.office.errors import NotFound
from frankpledge.office.people import duties
from frankpledge.office.plan import queries as plan_queries
from frankpledge.office.plan.rules import CommitmentFact
from frankpledge.office.plan.words import level
from frankpledge.office.problem_solving import queries as problems
from frankpledge.office.scrutiny import queries as scrutiny
from frankpledge.office.scrutiny.models import DeliveryReport, ReportState
from frankpledge.office.thread.words import period_words
from frankpledge.office.ui.words import date_words

from . import rows
from .beads import Node
from .references import Reference, read

SCRUTINY_KINDS = ("meeting", "item", "point", "resolution")


def unknown(reference: str) -> NotFound:
    return NotFound(
        _("Nothing on the thread has the reference “%(reference)s”.") % {"reference": reference},
        remedy=_(
            "References look like commitment/2021/P1.1 or measure/burglary: search for the thing to find its own."
        ),
    )


class Walk:
    """Walks from the focus to its commitments, and from these to everything else."""

    def __init__(self, reference: Reference, viewer: object) -> None:
        self.reference = reference
        self.reads_answers = duties.holds(viewer, "read answers")
        self.exempt = duties.holds(viewer, "read exempt papers")
        self.sight = rows.Sight(self.exempt, scrutiny.may_see_drafts(viewer))
        self.plans = plan_queries.published_plans()
        self.known: dict[str, CommitmentFact] = {
            each.reference: each for plan in self.plans for each in plan.fact.commitments()
        }
        self.labels = {plan.fact.reference: level(plan.fact.level_names, 1) for plan in self.plans}
        self.commitments: list[str] = []
        self.measures: list[str] | None = None
        self.themes: list[dict[str, Any]] | None = None
        self.updates: list[rows.UpdateRow] | None = None
        self.challenges: list[dict[str, Any]] | None = None
        self.actions: list[dict[str, Any]] | None = None
        self.reports: dict[str, rows.ReportRow] = {}
        self.answers: list[Node] | None = None
        self.origins: list[str] = []
        self.starts: list[str] = []
        self.measure_rows: list[Any] = []
        self.focus = Node(reference.kind, reference.text, reference.text)

    def run(self) -> Walk:
        starts: dict[str, Callable[[], None]] = {
            "answer": self._from_answer,
            "theme": self._from_theme,
            "disposition": self._from_disposition,
            "consultation": self._from_consultation,
            "plan": self._from_plan,
            "priority": self._from_plan,
            "commitment": self._from_commitment,
            "measure": self._from_measure,
            "observation": self._from_measure,
            "update": self._from_update,
            "report": self._from_report,
            "challenge": self._from_challenge,
            "action": self._from_action,
            "problem": self._from_problem,
        }
        starts.get(self.reference.kind, self._from_meeting)()
        self._fill()
        return self

    def upper_label(self) -> str:
        """What the plan of the priority in focus calls its upper level."""
        of = f"plan/{self.reference.parts[0]}"
        return next((level(each.fact.level_names, 0) for each in self.plans if each.fact.reference == of), "")

    # ---- where each kind of thing begins

    def _from_answer(self) -> None:
        if not self.reads_answers:
            raise unknown(self.reference.text)
        code, _number, question = self.reference.parts
        found = Answer.objects.filter(
            response__consultation__code=code,
            response__number=self.reference.number(1),
            question__code=question,
        ).exclude(response__sent_at=None)
        coded = rows.coded_with(found)
        if coded is None:
            raise unknown(self.reference.text)
        self.focus = replace(self.focus, text=_("Answer %(number)s") % {"number": self.reference.parts[1]})
        self.themes = coded
        self._of_themes()

    def _from_theme(self) -> None:
        self.themes = rows.themes([self.reference.text], with_answers=self.reads_answers)
        if not self.themes:
            raise unknown(self.reference.text)
        self.focus = replace(self.focus, text=self.themes[0]["name"])
        self._of_themes()

    def _from_disposition(self) -> None:
        """What was decided about a theme: it stands at the theme, and leads to the lines of the plan that changed."""
        theme = f"theme/{'/'.join(self.reference.parts)}"
        self.themes = rows.themes([theme], with_answers=self.reads_answers)
        if not self.themes or not self.themes[0]["verdict"]:
            raise unknown(self.reference.text)
        self.focus = replace(self.focus, text=self.themes[0]["name"])
        self._of_themes()

    def _from_consultation(self) -> None:
        published = Consultation.objects.filter(code=self.reference.parts[0], published_at__isnull=False)
        where = Theme.objects.filter(state=ThemeState.ACCEPTED, question__consultation__in=published)
        self.themes = rows.theme_rows(where, with_answers=self.reads_answers)
        if self.themes:
            title = self.themes[0]["question__consultation__title"]
        else:
            title = published.values_list("title", flat=True).first()
        if title is None:
            raise unknown(self.reference.text)
        self.focus = replace(self.focus, text=title)
        self._of_themes()

    def _of_themes(self) -> None:
        """Commitments that rest on these themes, and those whose lines changed because of them."""
        wanted = {theme_reference(row) for row in self.themes or []}
        led = {line["reference"] for row in self.themes or [] for line in row.get("lines") or []}
        self.commitments = [
            each.reference
            for each in self.known.values()
            if each.reference in led or wanted & {basis.reference for basis in each.bases}
        ]

    def _from_plan(self) -> None:
        for plan in self.plans:
            for priority in plan.fact.priorities:
                if self.reference.text in (plan.fact.reference, priority.reference):
                    self.commitments += [each.reference for each in priority.commitments]
                    on_plan = self.reference.kind == "plan"
                    text = plan.fact.title if on_plan else f"{priority.code} {priority.title}"
                    self.focus = replace(self.focus, text=text)
        if self.focus.text == self.reference.text:
            raise unknown(self.reference.text)

    def _from_commitment(self) -> None:
        fact = self.known.get(self.reference.text)
        if fact is None:
            raise unknown(self.reference.text)
        self.focus = replace(self.focus, text=f"{fact.code} {fact.text}")
        self.commitments = [fact.reference]

    def _from_measure(self) -> None:
        measure = f"measure/{self.reference.parts[0]}"
        self.measures = [self.reference.parts[0]]
        self.commitments = [
            each.reference for each in self.known.values() if measure in {link.reference for link in each.measures}
        ]

    def _from_update(self) -> None:
        self.commitments = [self.reference.commitment]
        self.updates = rows.updates(rows.of_commitments(self.commitments), self.sight)
        self.updates = [each for each in self.updates if each.reference == self.reference.text]
        if not self.updates:
            raise unknown(self.reference.text)
        self.focus = replace(self.focus, text=update_text(self.updates[0]))

    def _from_report(self) -> None:
        code = self.reference.parts[0]
        self.updates = rows.updates(Q(reports__code=code), self.sight)
        for update in self.updates:
            update.reports = {name: each for name, each in update.reports.items() if name == code}
        if not any(update.reports for update in self.updates):
            self._report_without_updates(code)
        self.commitments = each_once(update.commitment for update in self.updates)

    def _report_without_updates(self, code: str) -> None:
        reports = DeliveryReport.objects.filter(code=code, state=ReportState.FROZEN)
        found = reports.first() if self.exempt else reports.filter(publication__public=True).first()
        if found is None:
            raise unknown(self.reference.text)
        self.updates = []
        self.reports[code] = rows.ReportRow(found.reference, found.title, found.made_up)

    def _from_challenge(self) -> None:
        self._of_challenges(rows.challenges(rows.challenge_itself(self.reference), self.sight))
        if not self.challenges:
            raise unknown(self.reference.text)

    def _of_challenges(self, found: list[dict[str, Any]]) -> None:
        """A challenge is about a commitment or a measure; else about what its report holds."""
        self.challenges = found
        for row in found:
            if code := row["delivery_report__code"]:
                self.reports[code] = rows.ReportRow(
                    f"report/{code}",
                    row["delivery_report__title"],
                    bool(row["delivery_report__made_up"]),
                    {row["item"]},
                )
            self.commitments += self._about(row["about"])
        self.commitments = each_once(self.commitments)
        if not self.commitments and self.reports:
            self.updates = rows.updates(Q(reports__code__in=list(self.reports)), self.sight)
            self.commitments = each_once(update.commitment for update in self.updates)

    def _about(self, reference: str) -> list[str]:
        kind = reference.partition("/")[0]
        if kind == "commitment":
            return [reference] if reference in self.known else []
        if kind in ("measure", "observation"):
            measure = "measure/" + reference.split("/")[1]
            self.measures = each_once([*(self.measures or []), reference.split("/")[1]])
            return [each.reference for each in self.known.values() if measure in {m.reference for m in each.measures}]
        return []

    def _from_meeting(self) -> None:
        """A meeting, an item, a point or a resolution: what was laid before it, asked there, and followed from it."""
        if self.reference.day is None:
            raise unknown(self.reference.text)
        self.updates = rows.updates(rows.laid_before(self.reference, self.sight), self.sight)
        self.commitments = each_once(update.commitment for update in self.updates)
        self.origins = [self.reference.text]
        if self.reference.kind in ("meeting", "item"):
            self._of_meeting()
        else:
            self.challenges = []
            said = rows.said_at_meeting(self.reference, self.sight)
            if said is None:
                raise unknown(self.reference.text)
            self.focus = replace(self.focus, text=said)

    def _of_meeting(self) -> None:
        place = "/".join(self.reference.parts)
        self.challenges = rows.challenges(rows.at_item(self.reference), self.sight)
        self.starts = [f"{start}/{place}/" for start in ("challenge", "resolution", "point")]
        if not self.updates and not self.challenges and not rows.is_met(self.reference, self.sight):
            raise unknown(self.reference.text)
        text = date_words(self.reference.day)
        if self.reference.kind == "item":
            text = _("%(day)s, item %(number)s") % {"day": text, "number": self.reference.parts[2]}
        self.focus = replace(self.focus, text=text)

    def _from_action(self) -> None:
        found = rows.action(self.reference.text, exempt=self.exempt)
        if found is None:
            raise unknown(self.reference.text)
        self.actions = [found]
        origin = read(found["origin"])
        if origin is None:
            return
        if origin.kind == "challenge":
            self._of_challenges(rows.challenges(rows.challenge_itself(origin), self.sight))
        elif origin.kind in SCRUTINY_KINDS:
            self.updates = rows.updates(rows.laid_before(origin, self.sight), self.sight)
            self.commitments = each_once(update.commitment for update in self.updates)
            self.challenges = []
        elif origin.kind == "update":
            self.commitments = self._about(origin.commitment)
        elif origin.kind == "report":
            self.updates = rows.updates(Q(reports__code=origin.parts[0]), self.sight)
            self.commitments = each_once(update.commitment for update in self.updates)
            self.challenges = []
        else:
            self.commitments = self._about(origin.text)

    def _from_problem(self) -> None:
        """A published problem file: it leads to the commitments that it serves, and to what it measures itself by."""
        found = problems.public_thread(self.reference.parts[0])
        if found is None:
            raise unknown(self.reference.text)
        self.focus = replace(self.focus, text=found["title"], made_up=found["made_up"])
        self.commitments = [each for each in found["links"] if each in self.known]
        self.actions = [] if not self.commitments else None

    # ---- what the walk has not met yet

    def _fill(self) -> None:
        facts = [self.known[each] for each in self.commitments if each in self.known]
        if self.themes is None:
            wanted = {basis.reference for fact in facts for basis in fact.bases if basis.kind == "theme"}
            self.themes = rows.themes(wanted, with_answers=self.reads_answers)
        if self.measures is None:
            self.measures = each_once(link.reference.partition("/")[2] for fact in facts for link in fact.measures)
        period = self.reference.parts[1] if self.reference.kind == "observation" else ""
        found = rows.measures(self.measures, period) if self.measures else []
        self.measure_rows = sorted(found, key=lambda row: (self.measures or []).index(row.code))
        self._check_measure(period)
        if self.updates is None:
            wanted_updates = rows.of_commitments(self.commitments)
            self.updates = rows.updates(wanted_updates, self.sight) if self.commitments else []
        for update in self.updates:
            for code, report in update.reports.items():
                self.reports.setdefault(code, report).items.update(report.items)
        if self.challenges is None:
            self.challenges = self._asked()
        if self.actions is None:
            self.actions = self._owed()

    def _check_measure(self, period: str) -> None:
        if self.reference.kind not in ("measure", "observation"):
            return
        if not self.measure_rows or (period and self.measure_rows[0].this_status is None):
            raise unknown(self.reference.text)

    def _asked(self) -> list[dict[str, Any]]:
        measures = {
            link.reference for each in self.commitments if each in self.known for link in self.known[each].measures
        }
        if self.reference.kind in ("measure", "observation"):
            measures = {f"measure/{self.reference.parts[0]}"}
        where = Q(about__in=[*self.commitments, *measures, self.reference.text])
        if self.reference.kind in ("update", "report") and self.reports:
            where |= Q(delivery_report__code__in=list(self.reports), about="")
        if self.reference.kind == "report":
            where = Q(delivery_report__code=self.reference.parts[0])
        return rows.challenges(where, self.sight)

    def _owed(self) -> list[dict[str, Any]]:
        origins = [self.reference.text, *self.origins]
        if self.reference.kind not in ("plan", "priority", *SCRUTINY_KINDS):
            origins += self.commitments if self.reference.kind in ("commitment", "theme", "answer") else []
        origins += [row["reference"] for row in self.challenges or []]
        starts = list(self.starts)
        if self.reference.kind == "report":
            items = {item for report in self.reports.values() for item in report.items}
            starts += [f"{kind}/{item}/" for kind in ("resolution", "point") for item in sorted(items)]
        return rows.actions(origins, starts, exempt=self.exempt)


def theme_reference(row: dict[str, Any]) -> str:
    return f"theme/{row['question__consultation__code']}/{row['code']}"


def update_text(update: rows.UpdateRow) -> str:
    confidence = str(Confidence(update.confidence).label)
    return f"{update.commitment.rpartition('/')[2]}, {period_words(update.period)}: {confidence}"


def each_once(references: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(references))
