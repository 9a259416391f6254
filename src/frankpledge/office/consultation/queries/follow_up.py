"""What was published of what followed: frozen by a room above this one, found by its address."""

from __future__ import annotations

from django.utils.translation import gettext as _

from frankpledge.office.consultation.models import Consultation
from frankpledge.office.publications.models import Publication


def follow_up(consultation: Consultation) -> list[tuple[str, str]]:
    """Words and addresses of "You said, we did" and of the report, as far as they were published. One query."""
    code = consultation.code
    pages = {
        f"you-said/{code}": (_("You said, we did: what became of it"), f"/{consultation.reference}/you-said/"),
        f"consultation-report/{code}": (_("The whole report"), f"/{consultation.reference}/report/"),
    }
    rows = Publication.objects.filter(subject__in=pages, public=True)
    found = set(rows.order_by().values_list("subject", flat=True))
    return [page for subject, page in pages.items() if subject in found]
