"""The terminal program `frankpledge`: everything a person or a scheduled job does.

Exit codes: 0 done; 1 refused or failed (what is wrong and what to do, on stderr); 2 wrong use.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

# command → (module, attribute, one line of help). Modules are loaded only when their command is used.
COMMANDS: dict[str, dict[str, tuple[str, str, str]]] = {
    "": {
        "demo": ("serving", "demo", "Fill an empty folder with one county's story and serve it."),
        "serve": ("serving", "serve", "Serve the office on this machine."),
        "worker": (
            "serving",
            "worker",
            "Do the work that waits in the background: e-mail, long calculations.",
        ),
        "clear-away": (
            "serving",
            "clear_away",
            "Clear away old drafts, addresses and sessions, as the worker does every night.",
        ),
        "observe": (
            "performance",
            "observe",
            "Compute the observations of measures from the current releases.",
        ),
        "control-chart": (
            "performance",
            "control_chart",
            "Draw a control chart of any series, by the NHS rules.",
        ),
        "trace": ("trace", "trace", "Print the thread up and down from any permanent reference."),
        "verify": (
            "verify",
            "verify",
            "Recompute what was published, and check every checksum and the audit trail.",
        ),
    },
    "office": {
        "create": ("people", "office_create", "Create the office of this data folder."),
        "upgrade": ("people", "office_upgrade", "Bring its tables up to date with this version."),
    },
    "user": {"add": ("people", "user_add", "Add somebody who can sign in.")},
    "import": {
        "crimes": ("data", "import_crimes", "Import data.police.uk street files."),
        "outcomes": ("data", "import_outcomes", "Import data.police.uk outcomes files."),
        "stop-and-search": ("data", "import_stop_and_search", "Import data.police.uk stop-and-search files."),
        "crime-counts": ("data", "import_crime_counts", "Import counts of crime by area and month."),
        "areas": ("data", "import_areas", "Import areas, lookups or boundaries."),
        "population": ("data", "import_population", "Import populations of areas."),
        "postcodes": ("data", "import_postcodes", "Import a directory of postcodes."),
        "responses": ("consultation", "import_responses", "Import responses from a survey tool."),
        "observations": ("performance", "import_observations", "Import figures from a named source."),
        "plan": ("plan", "import_plan", "Import a plan, from .yaml or the spreadsheet template."),
    },
    "query": {
        "crimes": ("data", "query_crimes", "Count crimes and anti-social behaviour incidents."),
        "cube": ("engines", "query_cube", "Ask the counts a named question, on DuckDB or Spark."),
        "reconciliation": ("cube", "reconciliation", "Account for every row, from the files to the totals."),
    },
    "cube": {
        "check": ("cube", "cube_check", "Compare the counts with the releases they were made from."),
        "rebuild": ("cube", "cube_rebuild", "Make the counts again from the releases."),
    },
    "themes": {"suggest": ("consultation", "themes_suggest", "Group answers into suggested themes.")},
    "consultation": {"analyse": ("consultation", "analyse", "Analyse what people wrote, on this machine.")},
    "report": {"build": ("report", "report_build", "Build a delivery report: HTML, PDF and data.")},
}

GROUP_HELP = {
    "office": "The office of this data folder.",
    "user": "People who can sign in.",
    "import": "Bring data in. Bad rows are turned away and reported; the rest goes in.",
    "query": "Ask the imported data.",
    "cube": "The counts that pages and maps read, made from the releases.",
    "themes": "What people said.",
    "consultation": "Consultations: what came in, and what it says.",
    "report": "Delivery reports.",
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are used, so that help and charts start at once."""

    def __init__(self, *args: Any, table: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = COMMANDS[table]

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*self.table, *super().list_commands(ctx)])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.table:
            return super().get_command(ctx, cmd_name)
        module, attribute, _help = self.table[cmd_name]
        command: click.Command = getattr(import_module(f"frankpledge.cli.{module}"), attribute)
        command.name = cmd_name
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(name, self.table[name][2]) for name in self.table]
        rows += [(name, command.get_short_help_str()) for name, command in self.commands.items()]
        with formatter.section("Commands"):
            formatter.write_dl(sorted(rows))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="frankpledge")
def main() -> None:
    """Run a police, fire and crime plan in one thread, from residents' words to the panel's action.

    The data folder is FRANKPLEDGE_HOME (default: this system's standard place for data); the database is
    DATABASE_URL (default: a file in that folder). One database is one office.
    """


for _name, _help in GROUP_HELP.items():
    main.add_command(LazyGroup(name=_name, table=_name, help=_help))


if __name__ == "__main__":
    main()
