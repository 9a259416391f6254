"""Reading a YAML file that a person wrote: plain lists, names and values, nothing that grows or nests without end.

YAML lets one line stand for a thousand others (anchors and aliases) and lets lists nest until a reader's stack ends.
Nobody needs either to write down a plan, a meeting or a mapping, so both are refused before anything is built.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from frankpledge.office.errors import BadInput

LARGEST = 5_000_000
DEEPEST = 20


class NotPlainYaml(BadInput):
    """The file is not YAML, or uses what a hand-written file has no need of: the message says where."""


def read(text: str, *, name: str, typed: bool = True) -> Any:
    """What a YAML text holds. With `typed=False` every value stays the text that it is ("yes" is no truth value).

    Raises:
        NotPlainYaml: it is too long, cannot be read, uses an alias, or nests deeper than `DEEPEST` levels.
    """
    import yaml

    if len(text) > LARGEST:
        raise NotPlainYaml(
            _("%(name)s has more than 5 million characters.") % {"name": name},
            remedy=_("A file written by hand is far smaller: check that it is the right one."),
        )
    loader = yaml.SafeLoader if typed else yaml.BaseLoader
    try:
        _refuse_what_grows(yaml.parse(text, Loader=yaml.SafeLoader), name)
        return yaml.load(text, Loader=loader)  # noqa: S506 - either makes plain values only
    except (yaml.YAMLError, ValueError) as error:
        raise NotPlainYaml(
            _("%(name)s is not YAML: %(error)s") % {"name": name, "error": _in_a_line(error)},
            remedy=_("Mend it at the place named."),
        ) from error


def read_file(path: Path, *, name: str = "", typed: bool = True) -> Any:
    """The same, from a file in UTF-8. Raises NotPlainYaml, also when it cannot be opened or is no text."""
    name = name or path.name
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST * 4).decode("utf-8-sig")  # one character takes at most four bytes
    except OSError as error:
        raise NotPlainYaml(_("The file %(name)s cannot be opened.") % {"name": path}) from error
    except UnicodeDecodeError as error:
        raise NotPlainYaml(_("%(name)s is not YAML: it is not text in UTF-8.") % {"name": name}) from error
    return read(text, name=name, typed=typed)


def _refuse_what_grows(events: Any, name: str) -> None:
    import yaml

    depth = 0
    for event in events:
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent):
            raise NotPlainYaml(
                _("%(name)s, line %(line)s: “*%(anchor)s” stands for something written elsewhere.")
                % {"name": name, "line": line, "anchor": event.anchor},
                remedy=_("Write it out in full."),
            )
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise NotPlainYaml(
                _("%(name)s, line %(line)s: lists stand within lists, more than %(most)s deep.")
                % {"name": name, "line": line, "most": DEEPEST},
                remedy=_("Use fewer levels."),
            )


def _in_a_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
