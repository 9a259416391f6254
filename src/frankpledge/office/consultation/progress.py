"""How far a task in the background is, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks import TaskResultStatus, default_task_backend
from django_tasks.exceptions import TaskResultDoesNotExist


@dataclass(frozen=True)
class Progress:
    """`done` also when the task is not known any more: what it made is on the page that one goes back to."""

    done: bool
    failed: bool
    words: str


def of(result_id: str) -> Progress:
    if not default_task_backend.supports_get_result:
        return Progress(done=True, failed=False, words="")
    try:
        result = default_task_backend.get_result(result_id)
    except (TaskResultDoesNotExist, ValueError):
        return Progress(done=True, failed=False, words="")
    if result.status == TaskResultStatus.SUCCESSFUL:
        return Progress(done=True, failed=False, words=_done_words(result.return_value))
    if result.status == TaskResultStatus.FAILED:
        return Progress(done=False, failed=True, words=_failed_words(result))
    words = _("Reading the answers.") if result.started_at else _("Waiting for the worker to begin.")
    return Progress(done=False, failed=False, words=words)


def _done_words(made: Any) -> str:
    if not made["changed"]:
        return _("The answers give the same themes as before: nothing was changed.")
    words = ngettext("%(themes)s theme is suggested.", "%(themes)s themes are suggested.", made["themes"])
    return words % {"themes": made["themes"]}


def _failed_words(result: object) -> str:
    """Why it failed, without what was being read: a traceback may hold the words of respondents."""
    errors = getattr(result, "errors", None) or []
    kind = errors[-1].exception_class_path.rpartition(".")[2] if errors else ""
    if kind == "NothingToGroup":
        return _("There are no answers to group yet.")
    if kind == "TextPackagesMissing":
        return _("The packages that read free text are not installed on this machine: ask whoever runs it.")
    return _("The calculation failed (%(kind)s). Ask whoever runs this site to look at the worker’s log.") % {
        "kind": kind
    }
