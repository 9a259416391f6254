"""Filters of the search and of the audit trail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frankpledge.office.record.queries import EntryFilters
from frankpledge.office.ui import forms as ui


class SearchForm(ui.Form):
    q = forms.CharField(label=_("Words to look for"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("What it is"), required=False)

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Everything")), *kinds]  # type: ignore[attr-defined]
        _plainly(self)


class AuditForm(ui.Form):
    """Which entries of the trail to show."""

    subject = forms.CharField(label=_("To what (reference)"), required=False, max_length=240)
    verb = forms.ChoiceField(label=_("What was done"), required=False)
    since = ui.DateField(label=_("From day"), required=False)
    until = ui.DateField(label=_("To day"), required=False)

    def __init__(self, *args: Any, verbs: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [("", _("Anything")), *((verb, verb) for verb in verbs)]  # type: ignore[attr-defined]
        _plainly(self)

    def filters(self) -> EntryFilters:
        """What was asked for; what cannot be read asks for nothing, and its field says why."""
        self.is_valid()
        asked = getattr(self, "cleaned_data", {})
        return EntryFilters(
            subject=asked.get("subject", ""),
            verb=asked.get("verb", ""),
            since=asked.get("since"),
            until=asked.get("until"),
        )


def _plainly(form: forms.Form) -> None:
    """Filters need no word "(optional)": all of them are."""
    for field in form.fields.values():
        field.say_optional = False  # type: ignore[attr-defined]
