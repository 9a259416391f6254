"""What became of the themes of 2021: decisions made up, linked to lines of the plan that changed after the draft."""

from __future__ import annotations

from datetime import date

from frankpledge.office.consultation import queries as consultations
from frankpledge.office.consultation import use_cases as consultation
from frankpledge.office.consultation.models import Consultation, Disclosure, Theme, ThemeState
from frankpledge.office.demo.stage import CONSULTATION, Cast, at
from frankpledge.office.findings import queries
from frankpledge.office.findings.use_cases import follows, reports

WHEN = at("2021-12-02")
READ = "Made up: read by the office when the themes were accepted; it asks for nothing that a theme does not hold."
COUNCILS = (
    "The words are stand-ins; what they ask for belongs to councils or to the government, and the plan leaves it there."
)
# Code of the theme → verdict, reason, commitments whose lines changed because of it.
ADOPTED = {
    "roads-and-traffic": ("adopted", "How the network of cameras and the road-safety fund are judged was added.", ["P1.1", "P2.5"]),
    "town-centre-and-parking": ("partly", "CCTV and patrols are measured by what happens in the centre; parking is the councils’.", ["P1.2", "P2.2"]),
    "policing": ("adopted", "Officers’ time in communities is measured, and who answers for it is named.", ["P2.3"]),
    "young-people": ("adopted", "How many young people take part is counted each year.", ["P3.4"]),
    "schools-and-children": ("partly", "What families’ programmes are to achieve was added; teaching is not ours.", ["P3.3"]),
}  # fmt: skip


def decide(cast: Cast) -> None:
    """Every accepted theme gets a decision; every change of the plan a reason; then all may read it."""
    asked = Consultation.objects.get(code=CONSULTATION)
    follows.set_reporting(
        consultation=asked, by=cast.policy, now=WHEN, threshold_kind="count", threshold=5,
        draft="plan-draft/northamptonshire-2021/v1", final="plan/northamptonshire-2021/v1",
    )  # fmt: skip
    changed = {line.code: line.reference for line in queries.changed_lines(queries.reporting_of(asked))}
    for theme in Theme.objects.filter(question__consultation=asked, state=ThemeState.ACCEPTED):
        verdict, reason, codes = ADOPTED.get(theme.code, ("not_adopted", COUNCILS, []))
        lines = [changed[code] for code in codes if code in changed]
        follows.decide(
            theme=theme, by=cast.policy, now=WHEN,
            decision=follows.Decision(
                verdict=verdict, reason=reason, lines=lines, decided_by="" if lines else "The office’s board (made up)",
                decided_on=None if lines else date(2021, 11, 30),
            ),
        )  # fmt: skip
    cited = {code for _verdict, _reason, codes in ADOPTED.values() for code in codes}
    for code, line in changed.items():
        if code not in cited:
            follows.give_change_reason(
                consultation=asked, line=line, by=cast.policy, now=WHEN,
                reason="Leads and measures were settled when the plan was finished; no answer asked for it.",
            )  # fmt: skip
    follows.publish_you_said(consultation=asked, by=cast.policy, now=WHEN)
    for disclosure in Disclosure.objects.filter(answer__response__consultation=asked, cleared_at=None):
        consultation.settle_disclosure(
            disclosure=disclosure, outcome="A stand-in, written elsewhere in 2018 or 2022: nobody here to protect.",
            stays_apart=True, by=cast.policy, now=WHEN,
        )  # fmt: skip
    for waiting in consultations.unconsidered(asked):
        consultation.consider(response=waiting.response, note=READ, by=cast.policy, now=WHEN)
    reports.issue_report(consultation=asked, by=cast.policy, now=at("2021-12-03"))
