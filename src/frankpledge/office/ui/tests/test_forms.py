"""Forms: what belongs together is tied together, what was typed comes back, and errors say what to do."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser

import pytest
from django import forms as django_forms
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.office.errors import Refused
from frankpledge.office.ui import forms


class UpdateForm(forms.Form):
    title = django_forms.CharField(label="Title <of it>", help_text="In a few words", max_length=20)
    due = forms.DateField(label="When is it due?")
    sure = django_forms.ChoiceField(
        label="How sure?",
        choices=[("a", "Sure"), ("b", "Not sure")],
        widget=forms.Radios(hints={"b": "It may be late"}),
    )
    asked = django_forms.MultipleChoiceField(
        label="Who?", choices=[("p", "Police"), ("f", "Fire")], widget=forms.Checkboxes, required=False
    )
    text = django_forms.CharField(label="Text", widget=forms.CountedTextarea(max_words=150))
    agreed = django_forms.BooleanField(label="I have checked this")
    token = django_forms.CharField(widget=django_forms.HiddenInput, label="Token")


class Controls(HTMLParser):
    """Every element that has an id, the text of each textarea, and what refers to which id."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.references: list[str] = []
        self.links: list[str] = []
        self.textareas: list[str] = []
        self._inside = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.ids += [found["id"]] if "id" in found else []
        self.references += (found.get("aria-describedby") or "").split()
        self.references += [found["for"]] if tag == "label" else []
        self.links += [found["href"][1:]] if tag == "a" and found.get("href", "").startswith("#") else []
        if tag == "textarea":
            self._inside = True
            self.textareas.append("")

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._inside = False

    def handle_data(self, data):
        if self._inside:
            self.textareas[-1] += data


def drawn(form: forms.Form) -> str:
    return Template("{% load govuk %}{% error_summary form %}{{ form }}").render(Context({"form": form}))


def test_every_label_hint_and_error_belongs_to_a_control_that_is_there():
    for form in (UpdateForm(), UpdateForm({}), UpdateForm({"title": "x" * 30, "due_day": "1"})):
        page = Controls(drawn(form))
        assert len(page.ids) == len(set(page.ids))
        assert set(page.references) <= set(page.ids)


def test_each_entry_of_the_error_summary_leads_to_a_control():
    page = Controls(drawn(UpdateForm({})))
    assert page.links == ["id_title", "id_due-day", "id_sure", "id_text", "id_agreed"]
    assert set(page.links) <= set(page.ids)


def test_an_error_stands_at_its_field_and_is_announced_as_one():
    html = drawn(UpdateForm({}))
    assert 'aria-describedby="id_title-hint id_title-error"' in html
    assert '<span class="govuk-visually-hidden">Error:</span> Fill in: Title &lt;of it&gt;' in html


def test_a_hidden_field_that_is_wrong_is_not_silent():
    assert "Token: Fill in: Token" in drawn(UpdateForm({}))


def test_a_form_whose_page_forgot_the_summary_shows_it_anyway():
    form = UpdateForm({})
    form.add_error(None, "The plan is closed.")
    html = Template("{{ form }}").render(Context({"form": form}))
    assert html.count("govuk-error-summary__title") == 1
    assert "The plan is closed." in html


def test_the_summary_stands_once():
    assert drawn(UpdateForm({})).count("govuk-error-summary__title") == 1


def test_a_form_that_nobody_sent_shows_no_error():
    assert "error" not in drawn(UpdateForm()).lower().replace("aria-describedby", "")


def test_the_browser_does_not_speak_over_us():
    html = drawn(UpdateForm())
    assert " required" not in html
    assert "maxlength=" not in html.replace("data-maxlength", "")


def test_a_field_that_may_stay_empty_says_so():
    html = drawn(UpdateForm())
    assert "Who? (optional)" in html
    assert "How sure? (optional)" not in html


def test_choices_are_a_group_with_its_question_as_legend():
    html = drawn(UpdateForm(initial={"sure": "b", "asked": ["f"]}))
    assert '<legend class="govuk-fieldset__legend govuk-fieldset__legend--s">' in html
    assert 'value="b" checked' in html
    assert 'value="f" checked' in html
    assert "It may be late" in html


def test_the_word_limit_is_stated_without_script():
    html = drawn(UpdateForm())
    assert "You can write up to 150 words" in html
    assert 'data-maxwords="150"' in html


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), max_size=200))
def test_what_was_typed_in_a_box_comes_back_word_for_word(text):
    class Words(forms.Form):
        text = django_forms.CharField(label="Text", widget=forms.CountedTextarea(max_words=10))
        more = django_forms.CharField(label="More", widget=django_forms.Textarea)

    page = Controls(str(Words(initial={"text": text, "more": text})))
    # A browser drops one line break at the start of a textarea; Python's parser does not.
    assert [found.removeprefix("\n") if text.startswith("\n") else found for found in page.textareas] == [text, text]


def test_a_question_can_be_the_heading_of_its_page():
    html = Template("{% load govuk %}{% field form.title heading=True %}").render(Context({"form": UpdateForm()}))
    assert '<h1 class="govuk-label-wrapper">' in html


class DateForm(forms.Form):
    due = forms.DateField(label="When is it due?", required=False)


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        (("31", "2", "2021"), "Enter a real date"),
        (("9", "9", "21"), "Enter a real date"),
        (("nine", "9", "2021"), "Enter a real date"),
        (("9", "", "2021"), "The date must include a month"),
        (("9", "", ""), "The date must include a month and year"),
    ],
)
def test_a_date_that_cannot_be_is_refused_and_says_why(typed, error):
    form = DateForm(dict(zip(("due_day", "due_month", "due_year"), typed, strict=True)))
    assert not form.is_valid()
    assert error in str(form.errors["due"])
    assert f'value="{typed[0]}"' in drawn(form)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_any_real_date_is_understood(day):
    form = DateForm({"due_day": f" {day.day}", "due_month": str(day.month), "due_year": str(day.year)})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["due"] == day


def test_a_date_may_stay_empty_where_it_is_optional():
    form = DateForm({})
    assert form.is_valid()
    assert form.cleaned_data["due"] is None


def test_a_known_date_fills_the_three_boxes():
    html = drawn(DateForm(initial={"due": date(2021, 9, 9)}))
    assert 'name="due_year" type="text" value="2021"' in html


def test_a_refusal_is_shown_with_its_remedy_above_the_form():
    form = DateForm({})
    forms.add_refusal(form, Refused("The plan has no lead.", remedy="Name one first."))
    assert "The plan has no lead. Name one first." in drawn(form)


def test_a_refusal_that_names_a_field_stands_at_that_field():
    class TooLate(Refused):
        field = "due"

    form = DateForm({})
    forms.add_refusal(form, TooLate("That day has passed."))
    assert form.errors["due"] == ["That day has passed."]


class KindForm(forms.Form):
    kind = django_forms.ModelChoiceField(label="Kind", queryset=ContentType.objects.order_by("pk"))


@pytest.mark.django_db
def test_choices_from_the_database_are_fetched_before_the_page_is_drawn(django_assert_num_queries):
    form = KindForm()
    forms.settle(form)
    with django_assert_num_queries(0):
        html = str(form)
    assert html.count("<option") > 1


def test_a_file_field_needs_a_form_that_can_carry_files(rf: RequestFactory):
    class Upload(forms.Form):
        file = django_forms.FileField(label="File")

    form = Upload({}, {})
    assert form.is_multipart()
    assert "Choose a file: File" in drawn(form)


class FilesForm(forms.Form):
    files = forms.ManyFilesField(label="Files", error_messages={"required": "Choose one or more files"})


@pytest.mark.parametrize("sent", [{}, {"files": []}, {"files": [""]}])
def test_a_form_for_files_sent_without_any_is_refused_at_the_field(sent):
    form = FilesForm({}, MultiValueDict(sent))

    assert form.errors == {"files": ["Choose one or more files"]}


def test_a_form_for_files_hands_over_every_file():
    form = FilesForm({}, MultiValueDict({"files": [SimpleUploadedFile(name, b"x") for name in ("a.csv", "b.csv")]}))

    assert form.is_valid()
    assert [file.name for file in form.cleaned_data["files"]] == ["a.csv", "b.csv"]


def test_where_two_dates_are_asked_the_message_says_which():
    class TwoDates(forms.Form):
        opens = forms.DateField(label="Opens")
        closes = forms.DateField(label="Closes", error_messages={"required": "Say when it closes"})

    form = TwoDates({"opens_day": "9"})

    assert form.errors == {
        "opens": ["The date must include a month and year: Opens"],
        "closes": ["Say when it closes"],
    }


def test_messages_say_where_and_how_much_in_our_words():
    class Given(forms.Form):
        title = django_forms.CharField(label="Title", max_length=5)
        own = django_forms.CharField(label="Own", max_length=5, error_messages={"max_length": "Too long"})
        count = django_forms.IntegerField(label="How many")
        target = django_forms.DecimalField(label="Target")
        file = django_forms.FileField(label="Proof")

    files = MultiValueDict({"file": [SimpleUploadedFile("a.csv", b"")]})
    form = Given({"title": "1234567", "own": "1234567", "count": "six", "target": "six"}, files)

    assert form.errors == {
        "title": ["Use at most 5 characters, not 7: Title"],
        "own": ["Too long"],
        "count": ["Enter a whole number: How many"],
        "target": ["Enter a number: Target"],
        "file": ["The file is empty: Proof"],
    }


class LaterForm(forms.Form):
    """Its hint depends on what the form is for."""

    why = django_forms.CharField(label="Why here")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["why"].help_text = "The public reads this."


def test_a_hint_that_a_form_gives_its_field_later_is_shown():
    assert "The public reads this." in str(LaterForm())
