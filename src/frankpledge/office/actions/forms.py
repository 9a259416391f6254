"""Filters of the list, and what is asked when an action moves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frankpledge.office.people.models import Post
from frankpledge.office.ui.forms import CountedTextarea, Form

from . import words
from .queries import Filters


class FilterForm(Form):
    """Every choice may be left open; nonsense in the address counts as no choice."""

    state = forms.ChoiceField(label=_("State"), required=False)
    owner = forms.TypedChoiceField(label=_("Owner"), required=False, coerce=int, empty_value=None)
    origin = forms.ChoiceField(label=_("Follows from"), required=False)
    overdue = forms.BooleanField(label=_("Overdue only"), required=False)

    def __init__(self, *args: Any, owners: list[Post], origins: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields:
            self.fields[name].say_optional = False  # type: ignore[attr-defined]
        self._choices("state", list(words.STATES.items()))
        self._choices("owner", [(str(post.pk), post.title) for post in owners])
        self._choices("origin", [(kind, words.origin_words(kind)) for kind in origins])

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = [("", _("All")), *choices]  # type: ignore[attr-defined]

    def filters(self) -> Filters:
        self.is_valid()
        chosen = self.cleaned_data
        return Filters(
            state=chosen.get("state", ""),
            owner=chosen.get("owner"),
            origin=chosen.get("origin", ""),
            overdue=bool(chosen.get("overdue")),
        )


class ClaimForm(Form):
    proof = forms.CharField(
        label=_("What was done?"),
        help_text=_("Say what was done and when. Everybody can read it, so name posts, not people."),
        widget=CountedTextarea(max_length=2000),
        max_length=2000,
        error_messages={"required": _("Write what was done")},
    )
    proof_reference = forms.CharField(
        label=_("Where can it be seen?"),
        help_text=_("A web address, or a permanent reference such as report/2025-06. Leave empty if there is none."),
        required=False,
        max_length=200,
    )


class ReasonForm(Form):
    why = forms.CharField(
        label=_("Why?"),
        help_text=_("Everybody can read the reason, so name posts, not people."),
        widget=CountedTextarea(max_length=1000),
        max_length=1000,
        error_messages={"required": _("Write the reason")},
    )


class OwnerForm(Form):
    owner = forms.ModelChoiceField(
        label=_("Which post should own it?"),
        queryset=Post.objects.select_related("organisation"),
        empty_label=None,
        error_messages={"required": _("Choose a post")},
    )
