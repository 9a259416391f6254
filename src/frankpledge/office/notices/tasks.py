"""Work for the background, through one door: when the task library changes its name, only this module does.

    from frankpledge.office.notices.tasks import enqueue, task

    @task()
    def remind(plan: str) -> None: ...

    enqueue(remind, "2021")                       # as soon as a worker is free
    enqueue(remind, "2021", not_before=tomorrow)

Arguments are plain JSON values, and never names, addresses or answers: they stay in the queue's table.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django_tasks import task

__all__ = ["deliver_notice", "enqueue", "task", "waits"]


def enqueue(job: Any, *args: Any, not_before: datetime | None = None, **kwargs: Any) -> None:
    """Queue a task; queued within a transaction, it runs only if that is committed.

    Where the queue runs everything at once (in tests), what is put off for later is left undone.
    """
    if not_before is None:
        job.enqueue(*args, **kwargs)
    elif job.get_backend().supports_defer:
        job.using(run_after=not_before).enqueue(*args, **kwargs)


def waits(job: Any) -> bool:
    """Whether a task of this kind waits in the queue (also one that is put off). False where nothing is queued."""
    from django_tasks_db.models import DBTaskResult

    ready = DBTaskResult.objects.filter(task_path=job.module_path, status="READY")
    return bool(ready.exists())


@task()
def deliver_notice(notice: int) -> None:
    from . import use_cases  # use cases queue tasks, and tasks start use cases

    use_cases.deliver(notice, now=timezone.now())
