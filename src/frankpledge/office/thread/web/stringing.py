"""Stringing what a walk has found: rows become the nodes of a thread, what leads furthest on first."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frankpledge.office.actions.models import ActionState
from frankpledge.office.findings.models import Verdict
from frankpledge.office.thread.words import figure_words, period_words

from .beads import STANDS_AT, Node, Thread, label_of
from .references import Reference, read
from .walk import SCRUTINY_KINDS, Walk, each_once, theme_reference, unknown, update_text


def thread_of(reference: str, viewer: object) -> Thread:
    """The whole thread around one permanent reference, as this reader may see it.

    Raises:
        NotFound: nothing has this reference, it is not part of the thread, or this reader may not see it.
    """
    parsed = read(reference)
    if parsed is None:
        raise unknown(reference)
    _walk, thread = found_and_strung(parsed, viewer)
    return thread


def found_and_strung(reference: Reference, viewer: object) -> tuple[Walk, Thread]:
    """The same, with the rows that the walk has found: for pages that show them whole. Raises NotFound."""
    walk = Walk(reference, viewer).run()
    return walk, _strung(walk)


def _strung(walk: Walk) -> Thread:
    score = _scores(walk)
    thread = Thread(walk.focus)
    thread.nodes["commitment"] = _ranked(_commitment_nodes(walk), score)
    thread.nodes["theme"] = _ranked(_theme_nodes(walk), score)
    thread.nodes["answer"] = _word_nodes(walk, thread.nodes["theme"])
    thread.nodes["measure"] = _ranked(_measure_nodes(walk), score)
    thread.nodes["observation"] = _ranked(_observation_nodes(walk), score)
    thread.nodes["update"] = _ranked(_update_nodes(walk), score)
    thread.nodes["report"] = _report_nodes(walk)
    thread.nodes["challenge"] = _challenge_nodes(walk)
    thread.nodes["action"] = _action_nodes(walk)
    thread.words = None if walk.reference.kind == "answer" else _words_counted(walk)
    _name_the_focus(walk, thread)
    _cited(walk, thread)
    return thread


def _scores(walk: Walk) -> dict[str, int]:
    """How far each commitment leads on: to an action, a challenge, a report, an update, a figure."""
    acted_on = {row["origin"] for row in walk.actions or []}
    score = dict.fromkeys(walk.commitments, 0)
    for each in walk.commitments:
        fact = walk.known.get(each)
        about = {each, *(link.reference for link in fact.measures)} if fact else {each}
        asked = [row for row in walk.challenges or [] if row["about"] in about]
        told = [update for update in walk.updates or [] if update.commitment == each]
        score[each] = (
            16 * any(row["reference"] in acted_on for row in asked)
            + 8 * bool(asked)
            + 4 * any(update.reports for update in told)
            + 2 * bool(told)
            + bool(fact and fact.measures)
        )
    return score


def _ranked(nodes: list[Node], score: dict[str, int]) -> list[Node]:
    """What leads furthest on comes first; among equals the order stays."""
    return sorted(nodes, key=lambda node: -max((score.get(each, 0) for each in node.of), default=0))


def _commitment_nodes(walk: Walk) -> list[Node]:
    made = []
    for reference in walk.commitments:
        if fact := walk.known.get(reference):
            text = f"{fact.code} {fact.text}"
            made.append(Node("commitment", reference, text, of=frozenset({reference})))
    return made


def _theme_nodes(walk: Walk) -> list[Node]:
    made = []
    for row in walk.themes or []:
        reference = theme_reference(row)
        led = {line["reference"] for line in row.get("lines") or []}
        of = {each for each in walk.commitments if each in led or _rests_on(walk, each, reference)}
        count = row["answers"]
        note = "" if count is None else ngettext("%(n)s answer", "%(n)s answers", count) % {"n": f"{count:,}"}
        if verdict := row.get("verdict"):
            note = _("%(note)s; %(verdict)s") % {"note": note, "verdict": Verdict(verdict).label}
        made.append(Node("theme", reference, row["name"], note.removeprefix("; "), of=frozenset(of)))
    return made


def _rests_on(walk: Walk, commitment: str, theme: str) -> bool:
    fact = walk.known.get(commitment)
    return fact is not None and theme in {basis.reference for basis in fact.bases}


def _words_counted(walk: Walk) -> int | None:
    """How many answers stand behind one theme. Behind several nobody has counted them: an answer may belong to two."""
    counts = [row["answers"] for row in walk.themes or []]
    return counts[0] if len(counts) == 1 else 0


def _word_nodes(walk: Walk, themes: list[Node]) -> list[Node]:
    """Staff who read answers are led to one; everybody else to the words that a person has cleared."""
    if walk.reference.kind == "answer":
        return [replace(walk.focus)]
    by_reference = {theme_reference(row): row for row in walk.themes or []}
    made = []
    for theme in themes:
        row = by_reference[theme.reference]
        if walk.reads_answers and row.get("example_number") is not None:
            code, number = row["question__consultation__code"], row["example_number"]
            reference = f"answer/{code}/{number}/{row['example_question']}"
            text = _("Answer %(number)s") % {"number": number}
            made.append(Node("answer", reference, text, theme.text, of=theme.of))
        elif row.get("approved"):
            count = int(row["approved"])
            text = ngettext("%(n)s comment in people’s own words", "%(n)s comments in people’s own words", count)
            made.append(Node("answer", theme.reference, text % {"n": count}, theme.text, of=theme.of))
    return made


def _measure_nodes(walk: Walk) -> list[Node]:
    return [
        Node("measure", row.reference, row.title, row.area_name, row.made_up, _measures_what(walk, row.reference))
        for row in walk.measure_rows
    ]


def _measures_what(walk: Walk, measure: str) -> frozenset[str]:
    facts = [walk.known[each] for each in walk.commitments if each in walk.known]
    return frozenset(fact.reference for fact in facts if measure in {link.reference for link in fact.measures})


def _observation_nodes(walk: Walk) -> list[Node]:
    made = []
    for row in walk.measure_rows:
        if row.last_period is not None:  # type: ignore[attr-defined]
            text = figure_words(row.last_period, row.last_value, row.unit)  # type: ignore[attr-defined]
            reference = f"observation/{row.code}/{row.last_period}"  # type: ignore[attr-defined]
            made.append(Node("observation", reference, text, row.title, of=_measures_what(walk, row.reference)))
    return made


def _update_nodes(walk: Walk) -> list[Node]:
    return [
        Node("update", each.reference, update_text(each), "", each.made_up, frozenset({each.commitment}))
        for each in sorted(walk.updates or [], key=lambda update: not update.reports)
    ]


def _report_nodes(walk: Walk) -> list[Node]:
    asked = {row["delivery_report__code"] for row in walk.challenges or []}
    codes = sorted(walk.reports, key=lambda code: code not in asked)
    return [
        Node("report", walk.reports[c].reference, walk.reports[c].title, "", walk.reports[c].made_up) for c in codes
    ]


def _challenge_nodes(walk: Walk) -> list[Node]:
    acted_on = {row["origin"] for row in walk.actions or []}
    found = sorted(walk.challenges or [], key=lambda row: row["reference"] not in acted_on)
    return [Node("challenge", row["reference"], row["text"], _challenge_note(row), row["made_up"]) for row in found]


def _action_nodes(walk: Walk) -> list[Node]:
    return [
        Node("action", row["reference"], row["text"], str(ActionState(row["state"]).label), row["made_up"])
        for row in walk.actions or []
    ]


def _name_the_focus(walk: Walk, thread: Thread) -> None:
    for node in thread.nodes.get(walk.reference.kind, []):
        if node.reference == walk.reference.text:
            thread.focus = node
    if walk.reference.kind == "observation":
        thread.focus = _the_figure(walk, thread.nodes["measure"][0])
        thread.nodes["observation"] = [thread.focus]
    if walk.reference.kind in STANDS_AT:
        thread.focus_label = walk.upper_label() if walk.reference.kind == "priority" else label_of(walk.reference.kind)
    plans = each_once(f"plan/{each.split('/')[1]}" for each in walk.commitments)
    if len(plans) == 1:
        thread.commitment_label = walk.labels.get(plans[0], "")


def _the_figure(walk: Walk, measure: Node) -> Node:
    row, period = walk.measure_rows[0], walk.reference.parts[1]
    value = row.this_value  # type: ignore[attr-defined]
    words = period_words(period) if value is None else figure_words(period, value, row.unit)
    return Node("observation", walk.reference.text, words, measure.text, of=measure.of)


def _cited(walk: Walk, thread: Thread) -> None:
    """The loop: what these commitments cite, and which commitments cite what was asked here."""
    for each in thread.nodes["commitment"]:
        fact = walk.known[each.reference]
        for basis in fact.bases:
            if basis.kind != "theme" and (cited := read(basis.reference)):
                text = basis.note or f"{label_of(cited.kind)} {cited.text.partition('/')[2]}"
                thread.cites.append(Node(cited.kind, cited.text, text, fact.code, basis.made_up))
    asked = {walk.reference.text, *(row["reference"] for row in walk.challenges or [])}
    if walk.reference.kind in (*SCRUTINY_KINDS, "challenge", "report", "action", "measure", "observation"):
        for fact in walk.known.values():
            if asked & {basis.reference for basis in fact.bases}:
                thread.cited_by.append(Node("commitment", fact.reference, f"{fact.code} {fact.text}"))


def _challenge_note(row: dict[str, Any]) -> str:
    return _("Answered") if row["answered_at"] else _("Awaiting an answer")
