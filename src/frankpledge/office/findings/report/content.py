"""What a consultation report says, as plain data: everything in it is computed from kept rows, nothing is typed twice.

The same rows give the same content whenever it is gathered: there is no time of gathering in it, only the moment of the
last change among what it counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db.models import Count

from frankpledge.evidence.disclosure import suppress_counts
from frankpledge.office.coding import queries as coding
from frankpledge.office.consultation import queries as consultations
from frankpledge.office.consultation import small_counts
from frankpledge.office.consultation.closed import scale_of
from frankpledge.office.consultation.models import Channel, Consultation, Question, QuestionKind, Response
from frankpledge.office.consultation.queries import closed as closed_queries
from frankpledge.office.errors import NotFound
from frankpledge.office.findings import queries
from frankpledge.office.findings.queries import Counting, Until
from frankpledge.office.findings.rules import Query, Unreadable
from frankpledge.office.people import queries as people
from frankpledge.office.ui.words import date_words

from . import beside, method

SHAPE = 1
OFFICE_WORDS = (
    "office_name", "body_name", "holder_title", "plan_title", "area_name", "contact_email", "site_address",
)  # fmt: skip


def gather(consultation: Consultation) -> dict[str, Any]:
    """The whole content of a consultation's report, ready to be frozen and drawn.

    Findings stand in it as they were last fixed; tables are counted now.
    """
    counting = Counting(consultation)
    until = queries.latest_change(consultation)
    reporting = queries.reporting_of(consultation)
    office = people.office()
    you_said = queries.you_said(consultation)
    responses = _responses(consultation, until)
    return {
        "shape": SHAPE,
        "reference": f"consultation-report/{consultation.code}",
        "title": method.title(consultation),
        "made_up": consultation.made_up,
        "stand_in_notice": consultation.stand_in_notice,
        "office": {word: getattr(office, word) for word in OFFICE_WORDS},
        "until": until.as_json() if until else None,
        "consultation": _about(consultation),
        "introduction": reporting.introduction,
        "responses": responses,
        "profile": beside.profile(consultation),
        "campaigns": _campaigns(consultation),
        "findings": _findings(consultation, counting),
        "questions": _questions(consultation, counting, responses["by_section"]),
        "you_said": queries.you_said_content(you_said),
        "considered": consultations.state_counts(consultation),
        "checklist": beside.checklist(consultation),
        "method": method.note(consultation, reporting),
        "agreement": _agreement(consultation),
        "inputs": {"until": until.as_json() if until else None, "members": _members(consultation, counting)},
    }


def _about(consultation: Consultation) -> dict[str, Any]:
    version = consultation.versions.order_by("-number").first()
    return {
        "reference": consultation.reference,
        "code": consultation.code,
        "title": consultation.title,
        "about": consultation.about,
        "opens_on": consultation.opens_on.isoformat(),
        "closes_on": consultation.closes_on.isoformat(),
        "subject": consultation.get_subject_display(),
        "subject_reference": consultation.subject_reference,
        "alternatives": consultation.alternatives,
        "decision_on": consultation.decision_on.isoformat() if consultation.decision_on else "",
        "version": {"number": version.number, "sha256": version.sha256} if version else None,
    }


def _responses(consultation: Consultation, until: Until | None) -> dict[str, Any]:
    """How many came in, by section and by the way they came; small numbers hidden."""
    sent = Response.objects.filter(consultation=consultation, sent_at__isnull=False)
    if until:
        sent = sent.filter(number__lte=until.number)
    titles = {one.code: one.title for one in consultation.sections.all()}
    channels = {value: str(label) for value, label in Channel.choices}
    return {
        "all": sent.count(),
        "late": _hidden_if_small(sent.filter(late=True).count()),
        "by_section": _by(sent, "section__code", titles),
        "by_channel": _by(sent, "channel", channels),
    }


def _hidden_if_small(count: int) -> int | None:
    return None if 0 < count < small_counts.SMALLEST_SHOWN else count


def _by(sent: Any, field: str, titles: dict[str, str]) -> list[dict[str, Any]]:
    found = {row[field] or "": row["n"] for row in sent.order_by().values(field).annotate(n=Count("id"))}
    codes = [code for code in [*titles, *sorted(set(found) - set(titles))] if code in found or field != "channel"]
    shown = small_counts.shown([[found.get(code, 0) for code in codes]])[0] if codes else []
    return [{"code": code, "title": titles.get(code, code), "n": n} for code, n in zip(codes, shown, strict=True)]


def _campaigns(consultation: Consultation) -> list[dict[str, Any]]:
    """Campaigns, counted openly: never hidden, never left out."""
    return [
        {
            "name": row.group.name,
            "question": row.group.question.wording,
            "submissions": row.submissions,
            "distinct": row.distinct,
            "with_additions": row.with_additions,
            "people": row.people,
        }
        for row in coding.campaigns_of(consultation)
    ]


# ---- findings, as they were fixed


def _findings(consultation: Consultation, counting: Counting) -> list[dict[str, Any]]:
    found = queries.findings_of(consultation)
    figures, quotes = queries.figures_of(found), queries.quotations_of(found)
    for row in found:
        row.consultation = consultation
    return [_finding(row, figures[row.pk], quotes.get(row.pk, []), counting) for row in found if row.pk in figures]


def _finding(row: Any, figure: Any, quotes: Sequence[queries.Quote], counting: Counting) -> dict[str, Any]:
    counting.material(figure.query["question"])
    names = counting.names()
    figure.finding = row
    counts = _as_fixed(figure, counting)
    return {
        "reference": row.reference,
        "code": row.code,
        "number": figure.number,
        "sentence": figure.sentence,
        "note": row.note,
        "query": figure.query,
        "question": names.questions.get(figure.query["question"], ""),
        "n": figure.counts["n"],
        "denominator": figure.counts["denominator"],
        "share": counts.share,
        "in_campaigns": _hidden_if_small(figure.counts["in_campaigns"]),
        "distinct_texts": figure.counts.get("distinct_texts"),
        "frame": figure.frame,
        "method": figure.method,
        "digest": figure.inputs["digest"],
        "fixed_on": figure.fixed_at.date().isoformat(),
        "sections": [_line(line) for line in queries.shown(counts.by_section, names.sections)],
        "areas": [_line(line) for line in queries.shown(counts.by_area, names.areas)],
        "groups": [
            {"characteristic": line.characteristic, "group": line.group, "n": line.n, "of": line.of}
            for line in queries.by_group(row.consultation, counts)
        ],
        "quotations": [{"text": quote.text, "section": quote.section} for quote in quotes if quote.is_public],
    }  # fmt: skip


def _as_fixed(figure: Any, counting: Counting) -> queries.Counts:
    """The counts behind a fixed figure: those of now where they are the same, else counted again as things stood."""
    try:
        now = counting.compute(Query.from_json(figure.query)).counts
    except (Unreadable, NotFound):
        return queries.counted_again(figure)
    return now if now.digest == figure.inputs["digest"] else queries.counted_again(figure)


def _line(line: queries.ShownLine) -> dict[str, Any]:
    return {"code": line.code, "title": line.title, "n": line.n, "of": line.of, "share": line.share}


# ---- every question with its table


def _questions(
    consultation: Consultation, counting: Counting, sections: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    hidden = {line["code"] for line in sections if line["n"] is None}
    results = {one.question.code: one for one in consultations.closed_results(consultation)}
    return [
        _question(one, counting, results.get(one.code), hidden) for one in queries.countable_questions(consultation)
    ]


def _question(question: Question, counting: Counting, closed: Any, hidden_sections: Collection[str]) -> dict[str, Any]:
    """A question with its tables; without any number where those of its only section would be given away."""
    of = counting.material(question.code)
    section = question.section
    answered = len(of.rows)
    small = 0 < answered < small_counts.SMALLEST_SHOWN
    too_few = section is not None and (small or section.code in hidden_sections)
    said: dict[str, Any] = {
        "code": question.code, "wording": question.wording, "kind": question.kind,
        "asked_of": section.title if section else "", "answered": None if too_few else answered,
        "frame": counting.frame(question.code), "tables": [], "svg": "", "sentence": "",
    }  # fmt: skip
    if too_few or not answered:
        return said
    if question.kind == QuestionKind.FREE_TEXT:
        return said | {"tables": _theme_table(of)}
    return said | _closed(question, closed)


def _theme_table(of: queries.Material) -> list[dict[str, Any]]:
    """Themes with how many people named them, the most named first; an answer may be in several."""
    held = {code: len({row.answer for row in of.rows} & of.answers_of(code)) for code in of.members}
    lines = sorted(held.items(), key=lambda line: (-line[1], of.names.get(line[0], line[0])))
    in_any = frozenset().union(*(of.answers_of(code) for code in of.members))
    return [
        {
            "row": "", "title": "", "of": len(of.rows),
            "lines": [{"code": code, "text": of.names.get(code, code)} | _number(_hidden_if_small(n), len(of.rows))
                      for code, n in lines],
            "in_none": _hidden_if_small(sum(row.answer not in in_any for row in of.rows)),
        }
    ]  # fmt: skip


def _closed(question: Question, closed: Any) -> dict[str, Any]:
    """How many chose what: one table, or one for each row of a grid, with the drawing of a scale."""
    rows = [(row.code, row.words, row.answered, row.lines) for row in closed.rows]
    rows = rows or [("", "", closed.answered, closed.lines)]
    tables = [_option_table(question, *row) for row in rows]
    return {"tables": tables, "svg": _drawn(question, tables) if closed.rows else "", "sentence": closed.sentence}


def _option_table(question: Question, row: str, title: str, answered: int, lines: Sequence[Any]) -> dict[str, Any]:
    """Numbers from 1 to 4 are hidden, with another where one alone could be worked out from the total."""
    counts = [0 if line.count is None else line.count for line in lines]
    safe = list(suppress_counts(counts))
    if question.kind == QuestionKind.SEVERAL:
        safe = [suppress_counts([count, max(0, answered - count)])[0] for count in counts]
    return {
        "row": row, "title": title, "of": answered, "in_none": None,
        "lines": [{"code": line.code, "text": line.words}
                  | _number(None if line.count is None else shown, answered)
                  for line, shown in zip(lines, safe, strict=True)],
    }  # fmt: skip


def _number(n: int | None, of: int) -> dict[str, Any]:
    return {"n": n, "share": None if n is None else _share(n, of)}


def _drawn(question: Question, tables: Sequence[dict[str, Any]]) -> str:
    """The drawing of the page of results, of what this report shows."""
    bars = [(table["title"], [line["n"] for line in table["lines"]], table["of"]) for table in tables]
    return closed_queries.stacked(question, scale_of(question.options), bars, f"q-{question.code}")


def _share(n: int, of: int) -> float | None:
    from frankpledge.office.consultation import rules

    share = rules.share(n, of)
    return None if share is None else round(share, 6)


def _members(consultation: Consultation, counting: Counting) -> dict[str, dict[str, list[int]]]:
    """Which rows stand behind each theme now, so that the tables can be counted again after themes are merged."""
    free = [one for one in queries.countable_questions(consultation) if one.kind == QuestionKind.FREE_TEXT]
    return {
        one.code: {code: sorted(keys) for code, keys in sorted(counting.material(one.code).members.items())}
        for one in free
    }


def _agreement(consultation: Consultation) -> list[dict[str, Any]]:
    """How far coders agreed, question by question: of every theme that was in the round, and of all together."""
    found = []
    for question in queries.countable_questions(consultation):
        latest = coding.latest_agreement(question) if question.kind == QuestionKind.FREE_TEXT else None
        if latest:
            found.append(_round(question, latest))
    return found


def _round(question: Question, latest: Any) -> dict[str, Any]:
    rows: Iterable[Any] = [*([latest.overall] if latest.overall else []), *latest.by_theme]
    return {
        "question": question.wording,
        "closed_on": date_words(latest.round.closed_at),
        "answers": latest.round.size,
        "coders": latest.coders,
        "rows": [
            {"theme": row.theme.name if row.theme else "", "n": row.n, "used": row.used}
            | {name: _rounded(getattr(row, name)) for name in
               ("alpha", "alpha_low", "alpha_high", "kappa", "kappa_low", "kappa_high")}
            for row in rows
        ],
    }  # fmt: skip


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
