"""What is asked of people, posts and the office. Nothing here saves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from frankpledge.office.ui.forms import Checkboxes, CountedTextarea, DateField, Form, Radios

from . import queries, rules
from .models import Office, Organisation, OrganisationKind, Person

STATES = [("", _("May sign in")), ("invited", _("Not joined yet")), ("deactivated", _("Deactivated"))]
LEAVE_VACANT = "vacant"
EMAIL = {"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"}
WRITE_EMAIL = _("Enter an e-mail address, like name@example.org")


class SignInForm(AuthenticationForm):
    """Says the same whether the address is unknown, the password wrong or the person deactivated."""

    use_required_attribute = False
    error_messages = {
        "invalid_login": _("The e-mail address or the password is not right"),
        "inactive": _("The e-mail address or the password is not right"),
    }

    def __init__(self, request: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **{"label_suffix": "", **kwargs})
        self.fields["username"] = forms.CharField(
            label=_("E-mail address"),
            max_length=254,
            widget=forms.EmailInput(EMAIL | {"autocomplete": "username"}),
            error_messages={"required": _("Enter your e-mail address")},
        )
        self.fields["password"] = forms.CharField(
            label=_("Password"),
            strip=False,
            widget=forms.PasswordInput({"autocomplete": "current-password"}),
            error_messages={"required": _("Enter your password")},
        )

    def clean_username(self) -> str:
        return rules.normal_email(self.cleaned_data["username"])


def _new_password(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        help_text=_("At least 12 characters. Three or four words that do not belong together are easy to remember."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={"required": _("Choose a password")},
    )


class NewPasswordForm(Form):
    password = _new_password(_("Choose a password"))


class ChangePasswordForm(Form):
    old = forms.CharField(
        label=_("Present password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        error_messages={"required": _("Enter your present password")},
    )
    password = _new_password(_("New password"))


class EmailForm(Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(EMAIL),
        error_messages={"required": _("Enter your e-mail address"), "invalid": WRITE_EMAIL},
    )


class PeopleFilterForm(Form):
    """Nonsense in the address counts as no choice."""

    text = forms.CharField(label=_("Name or address"), required=False)
    role = forms.ChoiceField(label=_("Role"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)

    def __init__(self, *args: Any, office: Office | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("All")), *queries.role_choices(office)]  # type: ignore[attr-defined]
        for name in self.fields:
            self.fields[name].say_optional = False  # type: ignore[attr-defined]

    def filters(self) -> queries.PeopleFilters:
        self.is_valid()
        chosen = self.cleaned_data
        return queries.PeopleFilters(chosen.get("text", ""), chosen.get("role", ""), chosen.get("state", ""))


def _roles_field(office: Office | None) -> forms.MultipleChoiceField:
    hints = {str(role): str(hint) for role, hint in queries.ROLE_HINTS.items()}
    return forms.MultipleChoiceField(
        label=_("Roles"),
        help_text=_("A person may have several, or none."),
        choices=queries.role_choices(office),
        widget=Checkboxes(hints=hints),
        required=False,
    )


class DetailsForm(Form):
    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Enter their name")})
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("They sign in with it."),
        widget=forms.EmailInput(EMAIL | {"autocomplete": "off"}),
        error_messages={"required": _("Enter their e-mail address"), "invalid": WRITE_EMAIL},
    )


class NewcomerForm(DetailsForm):
    def __init__(self, *args: Any, office: Office | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"] = _roles_field(office)
        self.fields["roles"].say_optional = False  # type: ignore[attr-defined]


class RolesForm(Form):
    def __init__(self, *args: Any, office: Office | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"] = _roles_field(office)
        self.fields["roles"].say_optional = False  # type: ignore[attr-defined]


class DeactivateForm(Form):
    """Asks for a successor where posts are held; else only whether it is meant."""

    def __init__(self, *args: Any, person: Person, holds_posts: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not holds_posts:
            return
        people = [(str(other.pk), other.name) for other in queries.active_people(but=person)]
        self.fields["successor"] = forms.ChoiceField(
            label=_("Who takes over the posts, and everything that they owe?"),
            choices=[("", _("Choose somebody")), *people, (LEAVE_VACANT, _("Nobody yet: leave the posts vacant"))],
            error_messages={"required": _("Choose who takes over, or leave the posts vacant")},
        )

    def decision(self) -> dict[str, Any]:
        """As `deactivate` takes it."""
        chosen = self.cleaned_data.get("successor", "")
        if chosen in ("", LEAVE_VACANT):
            return {"leave_vacant": chosen == LEAVE_VACANT}
        return {"hand_over_to": queries.person(int(chosen))}


class OrganisationForm(Form):
    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Enter its name")})
    kind = forms.ChoiceField(label=_("Kind"), choices=OrganisationKind.choices, widget=Radios)


class PostForm(Form):
    title = forms.CharField(
        label=_("Title"),
        help_text=_("As its holder signs. The public sees the title, never the name of its holder."),
        max_length=200,
        error_messages={"required": _("Enter the title of the post")},
    )
    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.all(),
        empty_label=None,
        error_messages={"required": _("Choose an organisation")},
    )


class AppointForm(Form):
    person = forms.ModelChoiceField(
        label=_("Who holds the post?"),
        queryset=Person.objects.none(),
        empty_label=_("Choose somebody"),
        error_messages={"required": _("Choose somebody")},
    )
    start = DateField(label=_("First day"), error_messages={"required": _("Enter the first day")})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = queries.active_people()  # type: ignore[attr-defined]


class EndHoldingForm(Form):
    end = DateField(label=_("Last day"), error_messages={"required": _("Enter the last day")})


HINTS = {
    "panel_short": _("Without “the”, as in: the panel. It is used within sentences."),
    "board_short": _("Without “the”, as in: the board."),
    "plan_short": _("Without “the”, as in: the plan."),
    "holder_title": _("As it stands within a sentence, without “the”."),
    "fire_name": _("Leave empty if the office does not govern fire and rescue."),
    "strapline": _("Stands on the start page."),
    "notice": _("Stands at the top of every page. For example: this site is a demonstration."),
    "site_address": _("Links in e-mails start with it."),
    "contact_email": _("Where the public can write to."),
    "language": _("The language of e-mails. Pages follow the reader’s choice."),
}


class OfficeForm(Form):
    """Every word that the office uses for itself, as the table `Office` has it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in rules.WORDS:
            self.fields[name] = _word_field(name)

    def clean(self) -> dict[str, Any]:
        """Short names are kept without their article, in the preview as in what is saved."""
        typed = self.cleaned_data
        return typed | {name: rules.without_article(typed[name]) for name in rules.SHORT_WORDS if name in typed}


def _word_field(name: str) -> forms.Field:
    column: Any = Office._meta.get_field(name)
    needed = name in rules.NEEDED_WORDS or name in ("site_address", "language")
    label = rules.capitalised(str(column.verbose_name))
    common: dict[str, Any] = {"label": label, "required": needed, "help_text": HINTS.get(name, "")}
    common["error_messages"] = {"required": _("Enter the %(word)s") % {"word": str(column.verbose_name)}}
    if name == "language":
        from django.conf import settings

        return forms.ChoiceField(choices=settings.LANGUAGES, widget=Radios, **common)
    if name in ("strapline", "notice"):
        return forms.CharField(widget=CountedTextarea(max_length=300), max_length=300, **common)
    if name == "contact_email":
        common["error_messages"]["invalid"] = WRITE_EMAIL
        return forms.EmailField(**common)
    return forms.CharField(max_length=column.max_length, **common)
