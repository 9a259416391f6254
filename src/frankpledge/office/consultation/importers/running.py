"""Bringing a kept file in: at once when it is small, by the worker when it is large."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from frankpledge.office.consultation import queries
from frankpledge.office.consultation.models import Upload, UploadState
from frankpledge.office.consultation.use_cases import uploading
from frankpledge.office.errors import Refused
from frankpledge.office.notices.tasks import enqueue, task
from frankpledge.office.people.duties import Actor, Operator
from frankpledge.office.people.models import Person

from .mapping import mapping_from
from .responses import import_responses

AT_ONCE = 400_000
"""Files up to so many bytes are read while the person waits: some hundreds of responses, within a second or two."""


def bring_upload_in(*, upload: Upload, by: Actor, now: datetime) -> Upload:
    """Bring a file in with its mapping, now or in the background. Raises NotAllowed, NotWaiting."""
    upload = uploading.queue_upload(upload=upload, by=by)
    if upload.size > AT_ONCE:
        enqueue(read_upload, upload.pk, by.reference)
    else:
        _read(upload, by, now)
    return Upload.objects.get(pk=upload.pk)


@task()
def read_upload(upload_id: int, asked_by: str) -> None:
    """The same for the worker, for the person who asked (their duty is checked again when it runs)."""
    upload = Upload.objects.get(pk=upload_id)
    kind, _slash, key = asked_by.partition("/")
    by: Actor = Person.objects.get(pk=key) if kind == "person" else Operator()
    if upload.state in (UploadState.QUEUED, UploadState.RUNNING):
        _read(upload, by, timezone.now())


def _read(upload: Upload, by: Actor, now: datetime) -> None:
    """Read the file; what refuses it as a whole is said on its page, and the mapping can be corrected there."""
    try:
        summary = import_responses(
            consultation=queries.consultation(upload.consultation.code),
            mapping=mapping_from(upload.mapping, name=_("the mapping")),
            path=uploading.path_of(upload),
            by=by,
            now=now,
            progress=lambda done, of: uploading.report_progress(upload, done, of),
        )
    except Refused as refused:
        said: dict[str, object] = {"message": refused.message, "remedy": refused.remedy}
        uploading.finish_upload(upload, summary=said, failed=True)
        return
    except Exception:
        words = {
            "message": _("Reading failed for a reason that nobody foresaw."),
            "remedy": _("Nothing was brought in."),
        }
        uploading.finish_upload(upload, summary=dict(words), failed=True)
        raise
    uploading.finish_upload(upload, summary=summary.as_json(), failed=False)
