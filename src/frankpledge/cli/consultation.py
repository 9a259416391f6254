"""`import responses`, `themes suggest`, `consultation analyse`: what people said, from a file to suggested themes."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .setup import needs_office

if TYPE_CHECKING:
    from frankpledge.office.consultation.importers import ResponseSummary

SHOWN_REJECTS = 10


@click.command()
@click.option("--consultation", "reference", required=True, help="Its reference or code, such as consultation/2021.")
@click.option(
    "--mapping",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A .yaml file: which column answers which question.",
)
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@needs_office
def import_responses(reference: str, mapping: Path, path: Path, as_json: bool) -> None:
    """Import responses from a survey tool's export (.csv, .csv.gz or .xlsx).

    \b
    The mapping says which column answers which question, for example:
        source: Our survey of spring 2021
        columns: {id: Response ID, section: "Who are you?", sent_at: Submitted}
        sections: {"I live here": residents}
        filter: {moderated: 1}
        questions:
          matters: What matters most to you?
    A row that came in before changes nothing. Bad rows are turned away and reported; the rest goes in.
    """
    from django.utils import timezone

    from frankpledge.office.consultation import queries
    from frankpledge.office.consultation.importers import import_responses as run
    from frankpledge.office.people.duties import Operator

    consultation = queries.consultation_by_reference(reference)
    hidden = as_json or not sys.stderr.isatty()
    with click.progressbar(length=1, label="Reading rows", file=sys.stderr, hidden=hidden) as bar:

        def progress(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        summary = run(
            consultation=consultation,
            mapping=mapping,
            path=path,
            by=Operator(),
            now=timezone.now(),
            progress=progress,
        )
    click.echo(json.dumps(summary.as_json(), ensure_ascii=False) if as_json else _summary_words(summary))


def _summary_words(summary: ResponseSummary) -> str:
    lines = [
        f"{summary.file}: {summary.read:,} rows read, {summary.imported:,} responses imported, "
        f"{summary.rejected:,} rejected, {summary.unchanged:,} here already, {summary.left_out:,} left out by filter."
    ]
    for reject in summary.rejects[:SHOWN_REJECTS]:
        where = f", column “{reject.column}”" if reject.column else ""
        lines.append(f"  row {reject.row}{where}: {reject.reason}")
    if summary.rejected > SHOWN_REJECTS:
        lines.append(f"  and {summary.rejected - SHOWN_REJECTS:,} more.")
    if summary.rejects_file:
        lines.append(f"All rejected rows: {summary.rejects_file}")
    return "\n".join(lines)


@click.command()
@click.option("--consultation", "reference", required=True, help="Its reference or code, such as consultation/2021.")
@click.option("--question", "code", required=True, help="Code of a free-text question.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@needs_office
def themes_suggest(reference: str, code: str, as_json: bool) -> None:
    """Group the answers to a question into suggested themes, on this machine.

    A person names, merges and accepts them before the public sees any. Accepted themes, and what people coded by
    hand, stay as they are.
    """
    from django.utils import timezone

    from frankpledge.office.consultation import queries, use_cases
    from frankpledge.office.people.duties import Operator

    question = queries.question(queries.consultation_by_reference(reference), code)
    hidden = as_json or not sys.stderr.isatty()
    with click.progressbar(length=1, label="Reading answers", file=sys.stderr, hidden=hidden) as bar:

        def progress(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        made = use_cases.suggest_themes(question=question, by=Operator(), now=timezone.now(), progress=progress)
    if as_json:
        click.echo(json.dumps(made.as_json(), ensure_ascii=False))
        return
    click.echo(f"{made.answers:,} answers read, {len(made.themes):,} themes suggested by {made.method}.")
    for theme in made.themes:
        click.echo(f"  {theme.count:>6,}  {theme.name}  ({', '.join(theme.terms[:6])})  {theme.reference}")


@click.command()
@click.argument("reference")
@click.option("--question", "code", default="", help="Code of a free-text question; without it, all of them.")
@click.option("--seed", type=click.IntRange(min=0), default=None, help="The same answers and seed give the same bytes.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each question, one a line.")
@needs_office
def analyse(reference: str, code: str, seed: int | None, as_json: bool) -> None:
    """Analyse what people wrote: languages, identifiers, campaigns, vectors, suggested themes, outliers.

    REFERENCE is the consultation's reference or code, such as consultation/2021. A run that was stopped goes on where
    it was. A person names, merges and accepts themes before the public sees any.
    """
    from django.utils import timezone

    from frankpledge.office.coding import use_cases
    from frankpledge.office.consultation import queries
    from frankpledge.office.people.duties import Operator

    consultation = queries.consultation_by_reference(reference)
    asked = [queries.question(consultation, code)] if code else queries.free_text_questions(consultation)
    for question in asked:
        hidden = as_json or not sys.stderr.isatty()
        with click.progressbar(length=1, label="Reading answers", file=sys.stderr, hidden=hidden) as bar:

            def progress(done: int, of: int, bar: Any = bar) -> None:
                bar.length = of
                bar.update(done - bar.pos)

            run = use_cases.analyse(
                question=question,
                by=Operator(),
                clock=timezone.now,
                seed=use_cases.SEED if seed is None else seed,
                progress=progress,
            )
        told = use_cases.run_as_json(run)
        click.echo(json.dumps(told, ensure_ascii=False) if as_json else _run_words(told))


def _run_words(told: dict[str, Any]) -> str:
    lines = [f"{told['question']}: {told['answers']:,} answers, run {told['run']}, output {told['output_sha256']}"]
    for step in told["steps"]:
        figures = ", ".join(
            f"{name} {value:,}"
            for name, value in step.items()
            if name not in ("name", "method", "output_sha256", "resumed")
        )
        lines.append(f"  {step['name']:<9} {figures}{' (kept from before)' if step['resumed'] else ''}")
    return "\n".join(lines)
