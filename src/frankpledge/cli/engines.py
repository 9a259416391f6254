"""`frankpledge query cube`: the named questions of the cube, on DuckDB or on Spark."""

from __future__ import annotations

import csv
import json
import sys
from typing import TYPE_CHECKING, Any

import click

from frankpledge.cli.setup import fail, needs_office

if TYPE_CHECKING:
    import pyarrow

    from frankpledge.office.recorded_crime.engines import Definition


@click.command()
@click.argument("question", required=False)
@click.option("--from", "first", metavar="YYYY-MM", help="First month; by default the first that is held.")
@click.option("--to", "last", metavar="YYYY-MM", help="Last month; by default the last that is held.")
@click.option("--level", type=click.Choice(["lsoa21", "ward24", "district24", "force24"]), help="Areas of this level.")
@click.option("--within", metavar="CODE", help="Only inside this force area, district or ward.")
@click.option("--recorded-by", metavar="FORCE", help="Only what this force recorded.")
@click.option("--type", "types", multiple=True, metavar="TYPE", help="Only this type of crime; may be given again.")
@click.option("--since", metavar="YYYY-MM", help="The month from which “after” counts, where a question compares.")
@click.option("--top", type=int, help="How many, where a question ranks.")
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), help="Instead of the setting FRANKPLEDGE_ENGINE.")
@click.option("--format", "shape", type=click.Choice(["csv", "json"]), default="csv", show_default=True)
@needs_office
def query_cube(question: str | None, engine: str | None, shape: str, **given: Any) -> None:
    """Ask the cube a named question; without a name, list the questions.

    The answer is the same on both engines. Crimes never include anti-social behaviour incidents; ask for them by
    --type "Anti-social behaviour". A month that was not supplied has no figure; a supplied month without rows has
    nought.
    """
    from frankpledge.office.recorded_crime import engines, rules
    from frankpledge.office.recorded_crime.engines.spark import NoSpark

    if question is None:
        _list(each for each in map(engines.definition, engines.names()) if OF_ONES_OWN not in each.tables)
        return
    try:
        asked = engines.definition(question)
        if OF_ONES_OWN in asked.tables:
            fail("this question needs areas of your own, as a table.", "Ask it in Python: engines.run(…, tables=…).")
        answer = engines.run(question, on=engine, **_parameters(asked, given))
    except KeyError as unknown:
        fail(str(unknown.args[0]), "`frankpledge query cube` lists the questions.")
    except (engines.WrongQuestion, NoSpark, rules.MixedCount) as wrong:
        fail(str(wrong), f"“{question}” asks for: {_asks_for(engines.definition(question))}.")
    _tell(answer, shape)


OF_ONES_OWN = "belongs"
OPTIONS = {
    "level": "--level", "within": "--within", "reported_by": "--recorded-by", "crime_types": "--type",
    "from_month": "--since", "top": "--top", "months": "--from and --to",
}  # fmt: skip


def _asks_for(asked: Definition) -> str:
    return ", ".join(OPTIONS[parameter] for parameter in asked.parameters)


def _list(questions: Any) -> None:
    for asked in questions:
        click.echo(f"{asked.name}\n    {asked.answers}\n    {_asks_for(asked)}")


def _parameters(asked: Definition, given: dict[str, Any]) -> dict[str, Any]:
    """What was given, by the names that questions use. The months are those between the first and the last."""
    wanted = {
        "level": given["level"], "within": given["within"], "reported_by": given["recorded_by"], "top": given["top"],
        "crime_types": list(given["types"]) or None, "from_month": given["since"],
    }  # fmt: skip
    months = _months(given["first"], given["last"]) if "months" in asked.parameters else None
    return {name: value for name, value in {**wanted, "months": months}.items() if value is not None}


def _months(first: str | None, last: str | None) -> list[str]:
    from frankpledge.office.recorded_crime import cube, rules

    for month in filter(None, (first, last)):
        if not rules.is_month(month):
            raise click.BadParameter("write a month as YYYY-MM, for example 2024-01")
    held = sorted({month for months in cube.supply().values() for month in months})
    if not held and not (first and last):
        fail("nothing is held yet.", "`frankpledge import crimes` brings street files in.")
    return rules.months_between(first or held[0], last or held[-1])


def _tell(answer: pyarrow.Table, shape: str) -> None:
    if shape == "json":
        click.echo(json.dumps(answer.to_pylist(), ensure_ascii=False))
        return
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(answer.column_names)
    for row in answer.to_pylist():
        writer.writerow(["" if value is None else value for value in row.values()])
